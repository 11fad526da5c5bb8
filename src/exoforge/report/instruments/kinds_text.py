"""The kinds of files that can be read, for a terminal and for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exoforge.instruments.contract import Reader
from exoforge.report.text import aligned, wrapped


def kinds_text(readers: Sequence[Reader]) -> str:
    """Every kind by technique, and whether a real file of it has been read."""
    rows = [["", "files", "usual endings"]]
    before = ""
    for one in _sorted(readers):
        rows += [[""], [one.technique]] if one.technique != before else []
        rows.append(["" if one.verified else "*", one.title, " ".join(one.extensions)])
        before = one.technique
    foot = (
        "A file is known by what is in it, not by its name. Of kinds marked * no real file has been read here: they are known by description only, "
        "and every measurement of them says so."
    )
    return "\n".join(["Files that can be read", "", *aligned(rows, indent="  "), "", *wrapped(foot)])


def kinds_plain(readers: Sequence[Reader]) -> list[dict[str, Any]]:
    """The same as plain values."""
    return [
        {"technique": one.technique, "reader": one.name, "title": one.title, "extensions": list(one.extensions), "verified": one.verified}
        for one in _sorted(readers)
    ]


def _sorted(readers: Sequence[Reader]) -> list[Reader]:
    return sorted(readers, key=lambda one: (one.technique, one.name))
