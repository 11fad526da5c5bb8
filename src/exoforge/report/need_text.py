"""How many vesicles a cell would need, on a screen: the chain, what stands beside it in the cell, what is asked, and which vesicles could bring it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exoforge.design.need.need_result import Demand, Need, Supply, Taken
from exoforge.design.result import Interval
from exoforge.report.display import NARROW, interval_text, number, percent
from exoforge.report.document import NATURE
from exoforge.report.text import pairs, references_line, wrapped
from exoforge.report.words import sentence_case

LABEL = 36
OUT_OF_REACH = "out of reach"
SHARES = frozenset({"at_target", "uptake", "escape"})


def need_text(found: Need) -> str:
    """The whole answer."""
    lines = [f"{found.mirna} into the cells of {found.tissue_label.lower()}: how many vesicles it takes", *wrapped(summary(found)), ""]
    lines += ["The chain", *pairs([(one.label, interval_text(one.value, "")) for one in found.links], width=LABEL)]
    lines += ["  median, and in brackets the 5th and 95th percentile of the members", "", "What the links rest on"]
    lines += [line for link in found.links for one in link.taken for line in wrapped(taken_text(one), "  - ")]
    lines += ["", "In the cell", *pairs(in_the_cell(found), width=LABEL)]
    lines += ["", "What would have to come to a cell, and how many vesicles that is", *_demands(found)]
    basis = demand_of(found)
    lines += ["", *wrapped(f"Which vesicles could bring it: {basis.sentence}"), *_supplies(found)]
    if found.cells_of_harvest is not None:
        lines += wrapped(harvest_text(found.cells_of_harvest), "  ")
    lines += ["", "Notes", *(line for note in found.notes for line in wrapped(note, "  - "))]
    searched = f"; the model was asked for {found.searched} of them" if found.model else ""
    lines += ["", *wrapped(f"{found.members} members, seed {found.seed}{searched}."), *references_line(found.cites), *wrapped(NATURE)]
    return "\n".join(lines).replace(NARROW, " ")


def summary(found: Need) -> str:
    """The answer in two sentences; before them what became of the first demand, where it is not the one that vesicles are held against."""
    basis, asked = demand_of(found), next((one for one in found.supplies if one.name == "own"), found.supplies[0])
    where = f" in the {percent(1 - basis.none - basis.never)} of the members that need any and get there" if basis.none + basis.never > 0 else ""
    first = found.demands[0]
    others = f"{sentence_case(first.sentence)}: {percent(first.none)} of the members need none, {percent(first.never)} never get there. "
    passed = "" if first is basis else others
    brought = f"{passed}The vesicles bring {interval_text(asked.brought)} copies of {found.mirna} to a cell. "
    brought += f"{interval_text(basis.copies)} are asked for{where}: {basis.sentence}."
    short = _centre_or_median(asked.short)
    if math.isinf(short):
        return f"{brought} These vesicles cannot bring them."
    if math.isnan(short):
        return brought
    if short > 1:
        return f"{brought} Each cell would need about {number(short, 1)} times as many vesicles as there are at the target."
    return f"{brought} The dose brings about {number(1 / short, 1)} times as many."


def _centre_or_median(value: Interval) -> float:
    """The median; where no member has a number, the central value."""
    return value.median if not math.isnan(value.median) else value.central


def demand_of(found: Need) -> Demand:
    """The demand that the supplies are held against."""
    return next(one for one in found.demands if one.name == found.basis)


def taken_text(one: Taken) -> str:
    """What a link rests on: the value with its interval, and who says so."""
    meaning, *rest = one.meaning.removesuffix("; a choice").split("; ")
    value = interval_text(one.value, one.unit)
    source = f"{one.origin}, {one.status}" + (f" [{one.cite}]" if one.cite else "") if one.origin == "assumed" else one.origin
    return f"{sentence_case(meaning)}: {value} ({source})" + (f"; {'; '.join(rest)}" if rest else "") + "."


def in_the_cell(found: Need) -> list[tuple[str, str]]:
    """What stands beside the copies in the cell, as labels and values."""
    own = [("copies of its own", interval_text(found.own))] if found.own is not None else [("copies of its own", "nobody stated them")]
    low, middle, high = found.in_cells
    between = f"{number(low)}, {number(middle)} and {number(high)}" if high > 0 else "none in 95 of 100 cells"
    rows = [
        *own,
        ("target mRNA in a cell", f"{interval_text(found.targets)}, {found.targets_from}"),
        ("copies brought for each of these", interval_text(found.per_target)),
        ("cells that get no copy at all", _interval_share(found.cells_without)),
        ("copies in 5, 50 and 95 % of cells", f"{between} (central member)"),
    ]
    if found.handed_over is not None:
        rows.append(("handed over by the record's response", interval_text(found.handed_over)))
    return rows


def _interval_share(value: Interval) -> str:
    """A share in per cent; close to all is not rounded to all."""
    middle, low, high = (percent(end, 3) for end in (value.median, value.low, value.high))
    return middle if low == high else f"{middle} ({low} to {high})"


def members_text(one: Demand) -> str:
    """In which members a demand is met without vesicles, or never, and how many are left for the numbers."""
    said = [f"{percent(one.none)} need none"] if one.none > 0 else []
    said += [f"{percent(one.never)} never"] if one.never > 0 else []
    return f"{', '.join(said)}; numbers of the other {one.counted}" if said else f"all {one.counted} need some"


def harvest_text(ends: tuple[float, float]) -> str:
    """What the vesicles of one cell are in cells that make them."""
    low, high = (number(end) for end in ends)
    return (
        f"In the unit of a trial one MSC gave 325 to 875 particles (kordelas2014): the native vesicles that one cell needs at best are the harvest of "
        f"{low} to {high} MSC."
    )


def _demands(found: Need) -> list[str]:
    head = ("copies", "vesicles, all opened", "vesicles, with uptake and escape", "members")
    rows = [(interval_text(one.copies), _vesicles_text(one.at_best), _vesicles_text(one.needed), members_text(one)) for one in found.demands]
    return _told(head, [f"{sentence_case(one.sentence)}{undone_text(one)} [{one.source}]" for one in found.demands], rows)


def _supplies(found: Need) -> list[str]:
    head = ("copies in each", "vesicles, all opened", "vesicles, with uptake and escape", "times those at the target")
    rows = [(interval_text(one.copies), _vesicles_text(one.needed_at_best), _vesicles_text(one.needed), short_text(one)) for one in found.supplies]
    return _told(head, [f"{sentence_case(one.label)} [{one.source}]" for one in found.supplies], rows)


def _told(head: tuple[str, ...], sentences: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """What is said of each row below its sentence; side by side the intervals would be too wide."""
    told = []
    for sentence, row in zip(sentences, rows, strict=True):
        told += [*wrapped(sentence, "  "), *(f"  {line}" for line in pairs(zip(head, row, strict=True), width=LABEL - 2))]
    return told


def undone_text(one: Demand) -> str:
    """That more copies undo it, where they do."""
    if one.lost_at is None or one.lost_again == 0:
        return ""
    return f"; undone again by more copies in {percent(one.lost_again)} of those that get there, from about {number(one.lost_at.median, 1)} on"


def _vesicles_text(value: Interval) -> str:
    """Vesicles for each cell."""
    return interval_text(value, never=OUT_OF_REACH)


def short_text(one: Supply) -> str:
    """By what factor the vesicles at the target are too few; below 1 they are enough."""
    return interval_text(one.short, never=OUT_OF_REACH)
