"""Write docs/models/: a page for every model on the shelf, with its known numbers computed now, and the list of them.

``python tools/model_cards.py`` writes the pages; ``--check`` writes nothing and exits 1 when one is stale or a number is off.
"""

from __future__ import annotations

import sys
from pathlib import Path

from exoforge.design.shelf.checking import checked
from exoforge.report.model_page import card_page, index_page
from exoforge.stages.shelf import cards

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "models"


def pages() -> tuple[dict[str, str], int]:
    """The text of every page by its name, and how many numbers are off."""
    shelf = cards()
    found = {key: checked(card) for key, card in shelf.items()}
    texts = {f"{key}.md": card_page(card, found[key]) for key, card in shelf.items()}
    return {**texts, "index.md": index_page(shelf, found)}, sum(not one.is_reproduced for several in found.values() for one in several)


def main(arguments: list[str]) -> int:
    """Write or check the pages; 0 when all is well."""
    texts, off = pages()
    known = {path.name for path in FOLDER.glob("*.md")}
    stale = sorted(name for name, text in texts.items() if name not in known or (FOLDER / name).read_text(encoding="utf-8") != text)
    left = sorted(known - set(texts))
    if "--check" in arguments:
        for name in stale:
            print(f"docs/models/{name} is stale: run 'python tools/model_cards.py'.")
        for name in left:
            print(f"docs/models/{name} is of a model that is no longer there: run 'python tools/model_cards.py'.")
        return 1 if stale or left or off else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(texts[name], encoding="utf-8")
    for name in left:
        (FOLDER / name).unlink()
    print(f"{len(texts)} pages, {len(stale)} written, {len(left)} removed, {off} numbers off.")
    return 1 if off else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
