"""How numbers of a loading are said: shares that may be tiny, published numbers as they were printed, and what a row is of."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.design.engineering.loading_result import Asked, Ceilings, Published
from exoforge.design.result import Interval
from exoforge.evidence.loading import LoadingRange, LoadingRow
from exoforge.report.display import NARROW, amount, interval_text, share_text

RESEARCH = "For research use: computed from priors and from what was printed; no evidence that a product works."
QUANTITY = {
    "efficiency": "efficiency, of the cargo offered",
    "capacity": "capacity, cargo over vesicle mass",
    "as printed": "efficiency or capacity, not told which",
}

SHORT = {"efficiency": "efficiency", "capacity": "capacity", "as printed": "not told which"}
"""The kinds of published numbers in a word or three."""


def share(interval: Interval) -> str:
    """An interval of shares in per cent, also where they are tiny: ``5.2 (1.6–17) × 10⁻³ %``."""
    if interval.low == interval.high == 0:
        return "none"
    tiny = 0 < interval.median < 1e-4 or (interval.median == 0 and interval.high < 1e-4)
    if not tiny:
        return share_text(interval)
    scaled = Interval(central=100 * interval.central, low=100 * interval.low, median=100 * interval.median, high=100 * interval.high)
    return f"{interval_text(scaled)}{NARROW}%"


def printed(row: LoadingRow) -> str:
    """The number of a row as it stands in print: ``11.7 ± 3.7 %``, ``0.5 to 62 %``, ``up to 30 %``."""
    if row.value is not None and row.is_range and row.low is not None and row.high is not None:
        return f"{per(row.low)} to {per(row.high)}, middle {per(row.value)}{NARROW}%"
    if row.value is not None:
        error = f" ± {per(row.high - row.value)}" if row.high is not None else ""
        return f"{per(row.value)}{error}{NARROW}%"
    if row.low is None:
        return f"up to {per(row.high or 0.0)}{NARROW}%"
    return f"{_below(row.low_is_bound)}{per(row.low)} to {per(row.high or 0.0)}{NARROW}%"


def whose(published: Published, found: LoadingRange) -> str:
    """Whether the rows of a range are of this cargo or of its family, whose one cargo is then named, and where they were read or recalled."""
    documents = ", ".join(dict.fromkeys(row.document + (", recalled" if row.status == "recalled" else "") for row in found.rows))
    if found.rows[0] in published.own:
        return f"this cargo [{documents}]"
    cargos = list(dict.fromkeys(row.cargo for row in found.rows))
    named = f", {cargos[0]}" if len(cargos) == 1 and not found.rows[0].is_range and found.rows[0].substance else ""
    return f"its family{named} [{documents}]"


def range_said(found: LoadingRange) -> str:
    """The ends of a range with how many numbers it is of, ``0.6 to 2.9 % (4 numbers)``; one number stands with its error, as in print."""
    if len(found.rows) == 1 and found.rows[0].value is not None and not found.rows[0].is_range:
        return f"{printed(found.rows[0])} ({_numbers(found.rows)})"
    return f"{ends_said(found)} ({_numbers(found.rows)})"


def ends_said(found: LoadingRange) -> str:
    """The ends of a range alone: ``0.6 to 2.9 %``."""
    bound = any(row.low_is_bound and row.low == found.low for row in found.rows)
    if found.low is None or found.high is None:
        ends = f"up to {per(found.high or 0.0)}"
    else:
        ends = per(found.low) if found.low == found.high else f"{_below(bound)}{per(found.low)} to {per(found.high)}"
    return f"{ends}{NARROW}%"


def _below(is_bound: bool) -> str:
    return "below " if is_bound else ""


def _numbers(rows: Sequence[LoadingRow]) -> str:
    """How many printed numbers rows stand for; a range of a review does not say."""
    known = sum(one.count for one in rows)
    said = [f"{known} number{'s' if known != 1 else ''}"] if known else []
    said += dict.fromkeys("a range of a review" if one.is_range else "a number of a review" for one in rows if one.count == 0)
    return " and ".join(said)


def row_said(row: LoadingRow) -> str:
    """A row in one line: number, cargo, vesicles, work, and where it was read."""
    count = f", {row.count} numbers" if row.count > 1 else ""
    study = f"; {row.study}" if row.study and row.study.casefold() != row.document.casefold() else ""
    source = f" in vesicles of {row.source_of_vesicles}" if row.source_of_vesicles else ""
    note = f" {row.note}" if row.note else ""
    return f"{printed(row)} {SHORT[row.quantity]}{count}: {row.cargo}{source}{study} [{row.document}, {row.place}; {row.status}].{note}"


def offered_said(asked: Asked) -> str:
    """What was offered, in how much."""
    why = f" ({asked.why_offered})".replace(" ug", " µg") if asked.why_offered else ""
    return f"{amount(asked.offered, 'kg')}{why}"


def stock_said(asked: Asked) -> str:
    """The stock in one line."""
    vesicles = interval_text(asked.concentration, "particles/m3").replace("particles", "vesicles")
    return f"{amount(asked.volume, 'm3')} with {vesicles}, {interval_text(asked.protein, 'kg protein')}"


def copies_said(interval: Interval | None) -> str:
    """Copies for each vesicle, or that nobody can count them."""
    if interval is None:
        return "not counted: the molar mass is not known"
    return "none" if interval.low == interval.high == 0 else interval_text(interval)


def ceilings_said(ceilings: Ceilings) -> list[tuple[str, str]]:
    """The ceilings as labels and values."""
    rows = [("lumens, of a dissolved cargo", f"{share(ceilings.lumens)} of the cargo offered: their share of the volume")]
    packing = f"{copies_said(ceilings.copies)} copies for each vesicle; " if ceilings.copies is not None else ""
    rows.append(("a lumen packed full", f"{packing}{share(ceilings.capacity)} as mass over protein"))
    if ceilings.solubility is not None:
        rows.append(("water dissolves", amount(ceilings.solubility, "kg/m3")))
    return rows


def per(value: float) -> str:
    """A share in per cent, without its sign."""
    return f"{100.0 * value:.3g}"
