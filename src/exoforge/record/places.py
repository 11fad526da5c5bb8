"""On which line of a TOML text each key stands, so that a problem can say where it is."""

from __future__ import annotations

import re
from collections import Counter

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
FENCES = ('"""', "'''")
"""What a string of several lines begins and ends with."""
_MARK = re.compile(r"\"{3}|'{3}|[\"'#\[\]{}]")


def lines_of(text: str) -> dict[Path, int]:
    """The line, counted from 1, of every table and key of a TOML text that is valid.

    Keys inside inline tables are not listed: `line_of` falls back to the line of the key that holds them.
    """
    found: dict[Path, int] = {}
    counted: Counter[Path] = Counter()
    table: Path = ()
    depth = 0
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if fence or depth > 0:
            fence, depth = _state(line, fence, depth)
            continue
        if header := _HEADER.match(line):
            table = _parts(header.group(2))
            if header.group(1) == "[[":
                counted[table] += 1
                table = (*table, counted[table] - 1)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key.group(1))), number)
            fence, depth = _state(line[key.end() :], "", 0)
    return found


def line_of(places: dict[Path, int], path: Path) -> int | None:
    """The line of a path, or of the nearest table or key that holds it."""
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return places[path[:length]]
    return None


def _parts(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in re.findall(r""""[^"]*"|'[^']*'|[^.]+""", dotted))


def _state(line: str, fence: str, depth: int) -> tuple[str, int]:
    """Whether a multi-line string (its fence) or an open bracket goes on behind this line."""
    rest = line
    while rest:
        if fence:
            end = rest.find(fence)
            if end < 0:
                return fence, depth
            rest, fence = rest[end + len(fence) :], ""
            continue
        mark = _MARK.search(rest)
        if mark is None or mark.group() == "#":
            break
        if mark.group() in FENCES:
            fence, rest = mark.group(), rest[mark.end() :]
        elif string := _STRING.match(rest, mark.start()):
            rest = rest[string.end() :]
        else:
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark.group(), 0)
            rest = rest[mark.end() :]
    return fence, depth
