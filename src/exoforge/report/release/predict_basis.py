"""What a computed release rests on, on a terminal: the assumption that sets its time, two groups of members, laws that disagree, and print."""

from __future__ import annotations

from exoforge.design.release.foretelling import CarrierRelease
from exoforge.design.release.structure import LITTLE, MOST
from exoforge.report.display import NARROW, amount, interval_text, percent, share_text
from exoforge.report.text import aligned, wrapped

AT_ONCE = 1.0
"""[s] What takes less is told as at once. A choice."""
STATUS = {"choice": "a choice", "read": "read", "derived": "derived", "recalled": "recalled"}


def basis_lines(found: CarrierRelease) -> list[str]:
    """Which assumption sets the time, what was not varied, and what print says of such carriers; nothing for what leaves at once."""
    half = found.times[0.5]
    if half.high < AT_ONCE:
        return []
    lines = []
    top = next((row for row in found.ledger if row.at_low is not None), None)
    if top is not None and top.origin == "assumed":
        one = top.assumption
        value = amount(one.value, one.unit) if isinstance(one.value, float) else str(one.value)
        source = ", ".join(word for word in (STATUS.get(one.status, one.status), one.cite) if word)
        at = "half is not released" if half.central == float("inf") else f"half has left after {amount(half.central, 's')}"
        lines += wrapped(
            f"The time scale is assumed, not known. What moves the {found.moved} most is not stated in the record: "
            f"{one.meaning.split(';')[0].split(':')[0]}, taken as {value} ({source}). With this and all else at its usual value, {at}.",
            "  ",
        )
    if found.fixed:
        said = "; ".join(f"{one.name} '{one.value}' ({one.meaning.split(':')[0]})" for one in found.fixed)
        lines += wrapped(f"Assumed and not varied, so that the band leaves it out: {said}.", "  ")
    if found.in_print:
        said = "; ".join(f"{one.carrier}: {one.value} [{one.document}]" for one in found.in_print)
        lines += wrapped(f"In print, of carriers of this class or model: {said}.", "  ")
    if lines and found.curves is None:
        lines += wrapped("Curves of your own carrier decide this: lay them over with --fit.", "  ")
    return ["What the time rests on", *lines, ""] if lines else []


def groups_lines(found: CarrierRelease) -> list[str]:
    """Two groups of members, and the laws that make them."""
    lines = []
    if found.groups.apart:
        few, many = percent(found.groups.little), percent(found.groups.most)
        lines += wrapped(
            f"The members fall apart: by {amount(found.end, 's')}, {few} of them release less than {percent(LITTLE)} "
            f"and {many} more than {percent(MOST)}. The median describes neither."
        )
    if found.by_law:
        rows = [("by law", "members", "half has left after", f"left after {amount(found.end, 's')}")]
        for one in found.by_law:
            half = interval_text(one.half, "s", never="never").replace("∞", "never")
            rows.append((one.law, str(one.members), half, share_text(one.at_end).replace(NARROW, " ")))
        lines += ["The laws disagree, and the band spans them all; none was checked on vesicles", *aligned(rows, indent="  ")]
    return [*lines, *[""] * bool(lines)]
