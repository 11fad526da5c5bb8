"""Small tables that lie beside the laws, and the words by which their rows are found."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

from exoforge.base.errors import SettingError


@lru_cache(maxsize=8)
def rows(name: str) -> tuple[dict[str, str], ...]:
    """All rows of a table of this room, in order; an empty cell stays an empty text."""
    text = (resources.files("exoforge.laws") / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def folded(word: str) -> str:
    """A word without case, hyphens and doubled spaces, so that ``SW-40 Ti`` and ``sw 40 ti`` are one."""
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())


def known(word: str, choices: Iterable[str], what: str) -> str:
    """The choice that a word means.

    Raises
    ------
    SettingError
        The word means none of them; the sentence names the nearest and all.
    """
    by_fold = {folded(choice): choice for choice in choices}
    if folded(word) in by_fold:
        return by_fold[folded(word)]
    near = difflib.get_close_matches(folded(word), by_fold, n=1, cutoff=0.5)
    hint = f"; did you mean '{by_fold[near[0]]}'?" if near else "."
    raise SettingError(f"'{word}' is not a {what} on the list{hint} The list holds {', '.join(by_fold.values())}.")


def optional_number(cell: str) -> float | None:
    """The number of a cell; None where the source states none."""
    return float(cell) if cell else None
