"""What a document says of a study, kept apart from the study itself and from the arms that it reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from exoforge.record.therapy import Therapy

Fit = Literal["fits", "renumbered", "unrelated", "doubtful", "not cited"]
FITS: tuple[str, ...] = get_args(Fit)
"""Whether the work that a place cites is about what the place says, judged by reading its title.

``renumbered``: the printed number leads to another work, and the one meant was found by content; ``unrelated``: the work cited is
about something else and none on the list fits; ``not cited``: the place names no work.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One row of a table, or one statement of a text, on one study.

    Parameters
    ----------
    id : for example ``lu2023-t2-05``: document, table, row.
    document : key of the document that says it.
    locator : table and row, or section and sentence.
    row : row of the table, counted from 1; number of the statement where it stands in the text.
    says : the claim in short words of this package.
    study : key of the work that fits it; empty where none does.
    printed : the reference as printed at the place.
    fit, fit_note : whether the printed reference leads to a work that fits, and why not.
    also : other places of the same document that speak of the same study.
    flags : contradictions, slips and doubts, each a sentence.
    arms : the experiments that it reports.
    """

    id: str
    document: str
    locator: str
    row: int
    says: str
    study: str
    printed: str
    fit: Fit
    fit_note: str
    also: tuple[str, ...]
    flags: tuple[str, ...]
    arms: tuple[Therapy, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Arm:
    """One experiment as a record, with the claim that reports it."""

    therapy: Therapy
    claim: Claim
