"""What a carrier lets go, on a terminal."""

from __future__ import annotations

from exoforge.design.release.foretelling import Beside, CarrierRelease
from exoforge.design.result import LedgerRow
from exoforge.report.display import NARROW, amount, interval_text, percent, share_text
from exoforge.report.release.predict_basis import AT_ONCE, basis_lines, groups_lines
from exoforge.report.release.words import RESEARCH
from exoforge.report.text import aligned, pair, references_line, wrapped

LABEL = 26
MOST_ROWS = 8
LEAST = 0.01
"""Share of the greater end by which an assumption must move it to be told in a line. A choice."""


def predict_text(found: CarrierRelease) -> str:
    """Times of release, sizes, what moves the half time, and measured curves beside the band."""
    lines = [f"Release foretold of '{found.therapy.id}': {found.operation.lower()}, {found.carrier}", ""]
    lines += _row("vesicles", found.feed)
    for share, interval in found.times.items():
        at_once = interval.high < AT_ONCE
        lines += _row(f"released {100 * share:.0f} %", "at once" if at_once else _never(interval_text(interval, "s", never="never")))
    lines += _row(f"released after {amount(found.end, 's')}", share_text(found.at_end))
    lines += wrapped(f"median, and in brackets the 5th and 95th percentile of {found.members} members, seed {found.seed}", "  ")
    lines += ["", *groups_lines(found), *basis_lines(found), *_sizes(found), "", *_drivers(found)]
    if found.curves is not None:
        lines += ["", f"Beside '{found.curves.file}'", *(line for one in found.beside for line in wrapped(beside_text(one), "  "))]
        lines += [line for note in found.curves.notes for line in wrapped(note, "  - ")]
    if found.notes:
        lines += ["", "Notes", *(line for note in found.notes for line in wrapped(note, "  - "))]
    lines += ["", *references_line(found.cites), "", RESEARCH]
    return "\n".join(lines).replace(NARROW, " ")


def beside_text(one: Beside) -> str:
    """Where a measured curve leaves the band, in words."""
    inside = one.places - len(one.above) - len(one.below)
    said = f"{one.batch}: {inside} of {one.places} points lie inside the band"
    for times, way in ((one.above, "above it (faster than foretold)"), (one.below, "below it (slower than foretold)")):
        if times:
            said += f"; {len(times)} {way}, first at {amount(times[0], 's')}"
    later = f" {one.later} points after the end of the band are not compared." if one.later else ""
    return f"{said}.{later}"


def _row(label: str, value: str) -> list[str]:
    return pair(label, value, width=LABEL)


def _never(text: str) -> str:
    return text.replace("∞", "never")


def _sizes(found: CarrierRelease) -> list[str]:
    if found.sizes_alike:
        return ["By size: all sizes leave alike in this model."]
    rows = [("by size", "half has left after", f"left after {amount(found.end, 's')}")]
    for one in found.by_size:
        name = f"{one.low * 1e9:.0f} to {one.high * 1e9:.0f} nm"
        rows.append((name, _never(interval_text(one.half, "s", never="never")), percent(float(one.released.median[-1])).replace(NARROW, " ")))
    return ["Each class holds a third of the vesicles", *aligned(rows, indent="  ")]


def _drivers(found: CarrierRelease) -> list[str]:
    moving = [row for row in found.ledger if _moves(row, is_time=found.moved.startswith("half"))]
    if not moving:
        return wrapped(f"No uncertain value moves the {found.moved} by {percent(LEAST)} or more.")
    lines = wrapped(f"What moves the {found.moved} most, each alone from its 5th to its 95th percentile, all else at its usual value")
    for place, row in enumerate(moving[:MOST_ROWS], start=1):
        lines += wrapped(f"{row.assumption.meaning.split(';')[0]}, {_values(row)}: {_ends(found, row)}", f"  {place}. ")
    few = sum(row.at_low is not None for row in found.ledger) - len(moving[:MOST_ROWS])
    if few:
        lines.append(
            f"  {few} more move it less, most by less than {percent(LEAST)}; --json tells each." if few > 1 else "  One more moves it less; --json tells it."
        )
    return lines


def _moves(row: LedgerRow, *, is_time: bool) -> bool:
    """Whether the two ends lie apart by as much as is worth a line."""
    if row.at_low is None or row.at_high is None:
        return False
    low, high = sorted((row.at_low, row.at_high))
    if is_time and high < AT_ONCE:
        return False
    return bool(high == float("inf") and low < high) or bool(high < float("inf") and high - low >= LEAST * high)


def _values(row: LedgerRow) -> str:
    one = row.assumption
    if one.low is None or one.high is None:
        return row.origin
    return f"{amount(one.low, one.unit)} to {amount(one.high, one.unit)} ({row.origin})"


def _ends(found: CarrierRelease, row: LedgerRow) -> str:
    ends = (row.at_low, row.at_high)
    is_time = found.moved.startswith("half")
    said = [_time(end) if is_time else percent(end) for end in ends if end is not None]
    return " to ".join(said)


def _time(end: float) -> str:
    return "never" if end == float("inf") else "at once" if end < AT_ONCE else amount(end, "s")
