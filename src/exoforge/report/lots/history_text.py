"""The history of a lot on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.record.history import Entry
from exoforge.report.lots.release_plain import SHORT
from exoforge.report.text import wrapped


def history_text(entries: Sequence[Entry], breaks: Sequence[str], notices: Sequence[str]) -> str:
    """Whether the chain is whole, then every entry."""
    lines = ["THE HISTORY WAS ALTERED", *(line for one in breaks for line in wrapped(one, "  - ")), ""] if breaks else []
    for one in entries:
        lines += wrapped(f"{one.number}. {one.time}  {one.event}, by {one.who}")
        lines += wrapped(one.what, "   ")
        lines += wrapped(f"why: {one.why}", "   ") if one.why else []
        lines.append(f"   entry {one.digest[:SHORT]}…, lot file {one.subject[:SHORT] or '–'}…")
    if not breaks:
        lines += ["", "The entry stands alone." if len(entries) == 1 else f"Every one of the {len(entries)} entries follows the one before."]
    return "\n".join([*lines, *(line for one in notices for line in wrapped(one, "  - "))])
