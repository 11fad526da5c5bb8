"""Write docs/formats.md from the list of readers: every kind of file that is read, and whether a real one has been.

Run: python tools/formats.py            (with --check: exit 1 when the page is stale)
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from exoforge.instruments.catalog import OWN

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"
HEAD = """# Files that are read

This page is made from the list of readers in the code (`python tools/formats.py`).
A file is recognised by what is in it, and never by its name; `exoforge read FILE` says what it is.
*Verified* means that a real file of this kind has been read and checked against the numbers in it.
*By description* means that no real file has been seen: the layout is as published code or manuals describe it.
Every measurement of such a file says so; compare its numbers with the instrument's own display.

| technique | files | usual endings | largest | status | reader |
|---|---|---|---|---|---|
"""
FOOT = """
What is not in this list is refused in one sentence.
A reader of your own is one class and one entry point: see [Extending](extending.md).
"""


def page() -> str:
    """The whole page."""
    rows = []
    for technique, several in groupby(sorted(OWN, key=lambda reader: (reader.technique, reader.name)), key=lambda reader: reader.technique):
        for reader in several:
            status = "verified" if reader.verified else "by description"
            size = f"{reader.largest / 2**20:.0f} MiB" if reader.largest < 2**30 else f"{reader.largest / 2**30:.0f} GiB"
            rows.append(f"| {technique} | {reader.title} | {', '.join(reader.extensions)} | {size} | {status} | `{reader.name}` |")
    return HEAD + "\n".join(rows) + "\n" + FOOT


def main() -> None:
    """Write the page, or say that it is stale."""
    text = page()
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            sys.exit("docs/formats.md is stale; run: python tools/formats.py")
        return
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
