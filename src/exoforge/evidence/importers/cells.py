"""Cells of a table that somebody filled by hand: what they say, and what is odd about them. Nothing in them is ever run."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exoforge.record.stated import NOT_STATED
from exoforge.record.therapy import Direction

FORMULA_SIGNS = ("=", "+", "-", "@")
_DASHES = {"-", "–", "—", "--"}
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_COMMA = re.compile(r"\d,\d")
_NUMBER = re.compile(r"[+-]?\d")
_DIRECTIONS: Mapping[str, Direction] = {
    **dict.fromkeys(("up", "↑", "increased", "raised"), "up"),
    **dict.fromkeys(("down", "↓", "decreased", "lowered", "reduced"), "down"),
    **dict.fromkeys(("unchanged", "=", "no change"), "unchanged"),
}
_ENDS = sorted(_DIRECTIONS, key=len, reverse=True)
_ARROWS = ("↑", "↓")


def cell_text(raw: str) -> str:
    """What a cell says, on one line; empty when it says that nothing was reported."""
    text = " ".join(raw.split())
    if text.startswith("'") and text[1:2] in FORMULA_SIGNS:  # the mark by which an export keeps a cell from being a formula
        text = text[1:]
    return "" if text.casefold() in NOT_STATED or text in _DASHES else text


def oddities(name: str, text: str) -> tuple[str, ...]:
    """What is odd about a cell: a formula or a tag, which is kept as the text that it is."""
    found = []
    if text.startswith(FORMULA_SIGNS) and not _NUMBER.match(text):
        found.append(f"column {name}: '{_short(text)}' looks like a spreadsheet formula; it is kept as text and never run.")
    if _HTML.search(text):
        found.append(f"column {name}: '{_short(text)}' holds an HTML tag; it is kept as text.")
    return tuple(found)


def comma_problem(name: str, text: str) -> str:
    """Why a number with a comma inside is refused; empty when there is none."""
    if not _COMMA.search(text):
        return ""
    return f"column {name}: '{text}' has a comma inside a number, which may be a decimal or a thousands sign; write 0.5 or 1000."


def directed(text: str) -> tuple[tuple[str, Direction], ...]:
    """``angiogenesis up; inflammation ↓`` as words, each with its direction."""
    return tuple(_directed(part.strip()) for part in text.split(";") if part.strip())


def listed(text: str) -> tuple[str, ...]:
    """The parts of a cell between semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _directed(part: str) -> tuple[str, Direction]:
    for sign in _ENDS:
        before, after = part[: -len(sign)], part[len(sign) :]
        if part.casefold().endswith(sign) and before.strip() and (sign in _ARROWS or before[-1].isspace()):
            return before.strip(" :,"), _DIRECTIONS[sign]
        if part.casefold().startswith(sign) and after.strip() and (sign in _ARROWS or after[0].isspace()):
            return after.strip(" :,"), _DIRECTIONS[sign]
    return part, "not reported"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
