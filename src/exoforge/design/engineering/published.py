"""What was published of a way of loading a cargo, and what of it, or of a claim, cannot be cargo dissolved in lumens."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.base.terms import term
from exoforge.base.units import short_number, short_percent
from exoforge.design.engineering.loading_result import Asked, Ceilings, Claim, Published
from exoforge.evidence.loading import QUANTITIES, LoadingRange, LoadingRow, is_of, loading_rows, range_of

MEANS = "the rest would have to be in the membranes, on the surface, or beside the vesicles as free or precipitated cargo that was counted with them"
"""What a loading above the ceiling of the lumens can mean."""


def published_of(kind: str, asked: Asked, ceilings: Ceilings, table: Sequence[LoadingRow] = ()) -> Published:
    """The rows of a method with this cargo, and those of its family.

    Parameters
    ----------
    table : further rows, as a user brings them; the shipped summaries of capacities, which are made of such rows, then stay out.
    """
    key = asked.substance.key if asked.substance is not None else ""
    held = [one for one in loading_rows(method=kind) if not table or one.status != "derived"]
    rows = [*held, *(one for one in table if one.method == kind)]
    own = tuple(one for one in rows if key and one.substance == key)
    others = [one for one in rows if one not in own and not (one.substance and one.is_range)]  # a summary of one other substance is in that of its family
    family = tuple(one for one in others if asked.family and is_of(one, asked.family))
    ranges: list[LoadingRange] = []
    for quantity in QUANTITIES:
        ranges += [found for rows in (own, family) if (found := range_of(rows, quantity)) is not None]
    above = tuple(one for one in (*own, *family) if one.quantity != "capacity" and (lowest(one) or 0.0) > ceilings.lumens.high)
    return Published(own=own, family=family, ranges=tuple(ranges), above=above, said="" if own or family else _nothing(kind, asked))


def lowest(row: LoadingRow) -> float | None:
    """The lowest number that a row prints [1]; None where it prints no lower end, or only that it is below something."""
    if row.low is not None:
        return None if row.low_is_bound else row.low
    return None if row.is_range else row.value


def warnings_of(claim: Claim | None, ceilings: Ceilings, published: Published) -> tuple[str, ...]:
    """What is impossible or doubtful in a claim, and in what was published, with its numbers."""
    found: list[str] = []
    if claim is not None:
        found += _of_claim(claim, ceilings)
    if published.above:
        count = sum(1 for one in (*published.own, *published.family) if one.quantity != "capacity")
        what = "row that is or may be an efficiency" if count == 1 else "rows that are or may be efficiencies"
        lie = "lies" if len(published.above) == 1 else "lie"
        found.append(
            f"{len(published.above)} of {count} published {what} {lie} wholly above the {short_percent(ceilings.lumens.high)} that the lumens of this stock "
            f"hold of a dissolved cargo; {MEANS}. Other vesicles were loaded there, and may have been more concentrated."
        )
    return tuple(found)


def _of_claim(claim: Claim, ceilings: Ceilings) -> list[str]:
    found = []
    if claim.over_lumens.median > 1:
        found.append(
            f"The claim of {short_percent(claim.efficiency)} is {short_number(claim.over_lumens.median)} times the {short_percent(ceilings.lumens.median)} of "
            f"the cargo that the lumens hold when it is dissolved alike inside and outside; {MEANS}."
        )
    if claim.over_packing is not None and claim.copies is not None and ceilings.copies is not None and claim.over_packing.median > 1:
        found.append(
            f"The claim means {short_number(claim.copies.median)} copies for each vesicle, and {short_number(ceilings.copies.median)} fit into a lumen at all: "
            f"{short_number(claim.over_packing.median)} times what a lumen holds, so that most of it is no cargo inside vesicles."
        )
    return found


def _nothing(kind: str, asked: Asked) -> str:
    what = f"'{asked.cargo}'" + (f" or another {asked.family}" if asked.family else "")
    return f"No published number of {term('operations', kind).label} with {what} is held here."
