"""Lists of proteins side by side: shares of the categories of MISEV2018, on a terminal and for machines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from exoforge.design.cargo.proteins import Preparation
from exoforge.instruments.folder import Refusal
from exoforge.instruments.proteomics import CATEGORIES
from exoforge.instruments.proteomics.categories import VESICLE
from exoforge.report.display import NOTHING, number, percent
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite
from exoforge.report.text import WIDTH, aligned, wrapped

LABEL, COLUMN = 36, 16
MOST_PROTEINS = 30
MOST_DOUBTS = 10
"""Sentences on doubts that are shown; --json has them all."""
ABSENT = "·"


def proteins_text(found: Sequence[Preparation], refusals: Sequence[Refusal] = (), gone: Sequence[str] = ()) -> str:
    """One column for each preparation, first the categories, then the proteins behind them; in blocks where preparations are many.

    Parameters
    ----------
    refusals : of files that could not be read. gone : sentences on what was read and is in no preparation.
    """
    counted = " and ".join(dict.fromkeys(one.counted for one in found))
    lines = [f"Shares of the {counted} in {len(found)} {'list' if len(found) == 1 else 'lists'} of proteins", ""]
    across = max(1, (WIDTH - LABEL - 2) // (COLUMN + 2))
    for start in range(0, len(found), across):
        lines += [*_block(found[start : start + across], _names_of(found)), ""]
    if len(_names_of(found)) > MOST_PROTEINS:
        lines.append(f"  … and {len(_names_of(found)) - MOST_PROTEINS} proteins more; --csv writes them all")
    lines += wrapped(
        "In brackets: seen by fewer than two peptides of its own, which identifies nothing, or resting on such alone. "
        "· not in the list, which does not show that it is absent.",
        "  ",
    )
    lines += wrapped(
        "Categories of MISEV2018: 1 and 2 speak for vesicles, 3 and 4 against, 5 is secreted; a protein of two categories counts in both. "
        "Shares of spectra are no shares of mass: long and easily seen proteins weigh more.",
        "  ",
    )
    if len({one.counted for one in found}) > 1:
        lines += wrapped("Some shares are of spectra and some of intensity; they do not compare.", "  ! ")
    for sentence, samples in _doubts(found)[:MOST_DOUBTS]:
        lines += wrapped(f"{'all lists' if len(samples) == len(found) > 1 else ', '.join(samples)}: {sentence}", "  ! ")
    for sentence in gone[:MOST_DOUBTS]:
        lines += wrapped(sentence, "  - ")
    for refusal in refusals:
        lines += wrapped(refusal.sentence, "  - not read: ")
    return "\n".join(lines)


def _doubts(found: Sequence[Preparation]) -> list[tuple[str, list[str]]]:
    """What is doubtful about the lists, each sentence once with the lists that it is about; what brackets say is not said again."""
    told: dict[str, list[str]] = {}
    for one in found:
        for sentence in one.notices:
            if ": seen by fewer than" not in sentence:
                told.setdefault(sentence, []).append(one.sample)
    return sorted(told.items(), key=lambda item: -len(item[1]))


def _names_of(found: Sequence[Preparation]) -> list[tuple[str, tuple[int, ...]]]:
    """The proteins of all lists with their categories: by category, and within one by what they have at most."""
    most: dict[tuple[str, tuple[int, ...]], float] = {}
    for one in found:
        for protein in one.proteins:
            key = (protein.name, protein.categories)
            most[key] = max(most.get(key, 0.0), protein.share)
    return sorted(most, key=lambda key: (min(key[1], default=9), -most[key], key[0]))


def _block(found: Sequence[Preparation], names: Sequence[tuple[str, tuple[int, ...]]]) -> list[str]:
    rows: list[list[str]] = [["", *(_cut(one.sample, COLUMN) for one in found)]]
    rows.append(["spectra" if found[0].counted == "spectra" else "intensity", *(number(one.total, 4) for one in found)])
    rows.append(["protein groups", *(str(one.groups) for one in found)])
    rows += [[_cut(f"{category} {words}", LABEL), *(category_text(one, category) for one in found)] for category, words in CATEGORIES.items()]
    rows.append(["in no category known here", *(_share(one.rest) for one in found)])
    rows.append(["contaminants (3) per vesicle protein", *(_ratio(one) for one in found)])
    if names:
        rows.append([""])
    for name, categories in names[:MOST_PROTEINS]:
        cells = [next((protein for protein in one.proteins if protein.name == name), None) for one in found]
        marks = " ".join(map(str, categories)) or NOTHING
        shown = [ABSENT if held is None else _share(held.share) if held.identified else f"({_share(held.share)})" for held in cells]
        rows.append([_cut(f"{marks}  {name}", LABEL), *shown])
    return aligned(rows, indent="  ", numbers=True)


def category_text(one: Preparation, category: int) -> str:
    """The share of a category, in brackets where none of its proteins is identified."""
    share = one.categories[category]
    return _share(share) if share == 0 or category in one.identified else f"({_share(share)})"


def _ratio(one: Preparation) -> str:
    if math.isnan(one.ratio):
        return NOTHING
    return number(one.ratio, 3) if VESICLE & one.identified else f"({number(one.ratio, 3)})"


def _share(value: float) -> str:
    return "0" if value == 0 else percent(value)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def proteins_plain(found: Sequence[Preparation], refusals: Sequence[Refusal] = (), gone: Sequence[str] = ()) -> dict[str, Any]:
    """Every preparation with its shares."""
    lists = [
        finite(asdict(one) | {"identified": sorted(one.identified)}) | {"categories": {str(category): share for category, share in one.categories.items()}}
        for one in found
    ]
    return {"ok": not refusals, "lists": lists, "left_out": list(gone), "refused": [{"path": str(one.path), "sentence": one.sentence} for one in refusals]}


def proteins_rows(found: Sequence[Preparation]) -> Rows:
    """Every share as a row: the categories, then the proteins."""
    rows: list[list[str | int | float]] = [["sample", "file", "counted", "category", "protein", "amount", "share", "identified"]]
    for one in found:
        rows += [[one.sample, one.file, one.counted, category, "", cell(share * one.total), cell(share), ""] for category, share in one.categories.items()]
        rows += [
            [
                one.sample,
                one.file,
                one.counted,
                " ".join(map(str, held.categories)),
                held.name,
                cell(held.amount),
                cell(held.share),
                "yes" if held.identified else "no",
            ]
            for held in one.proteins
        ]
    return rows
