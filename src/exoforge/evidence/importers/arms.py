"""An imported row as an arm: the record, and the claim that says where it was read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from exoforge.evidence.claims import Arm, Claim
from exoforge.record.files import record_from_plain
from exoforge.record.therapy import FORMAT, Citation


def arm_of(plain: Mapping[str, Any], *, work: Citation | None, file: str, place: str, row: int, says: str, flags: Sequence[str] = ()) -> Arm:
    """The arm of a published record that a user brings.

    Parameters
    ----------
    plain : tables of the record, with its ``id``; format, standing and citation are added here.
    work : what it was read in; None when the row names none, and then the file itself is its document.
    file, place, row : where the row stands.

    Raises
    ------
    RecordError
        A value does not fit the record; every problem has its place.
    """
    head = {"exoforge": FORMAT, "standing": "published"}
    cited = {"citation": [work.model_dump()]} if work else {}
    therapy = record_from_plain(head | dict(plain) | cited, source=f"{file}, {place}")
    claim = Claim(
        id=therapy.id,
        document=work.key if work else file,
        locator=f"{file}, {place}",
        row=row,
        says=says,
        study=work.key if work else "",
        printed=short_reference(work) if work else "",
        fit="fits" if work else "not cited",
        fit_note="",
        also=(),
        flags=tuple(flags),
        arms=(therapy,),
    )
    return Arm(therapy=therapy, claim=claim)


def short_reference(work: Citation) -> str:
    """A work in one line: authors, year, title, as far as they are known."""
    year = f"({work.year})" if work.year else ""
    return " ".join(part for part in (work.authors, year, work.title) if part) or work.doi or work.pmid or work.key


def made_id(stem: str, facts: Mapping[str, str]) -> str:
    """An identifier for a row that has none: the same for the same facts, wherever the row stands."""
    text = "\n".join(f"{name}={value}" for name, value in sorted(facts.items()) if value)
    return f"{id_text(stem)}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def id_text(text: str) -> str:
    """A text as an identifier may be written."""
    plain = re.sub(r"[^A-Za-z0-9._]+", "-", text).strip("-._")
    return plain.casefold() or "row"
