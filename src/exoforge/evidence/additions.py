"""What the user has added to the evidence: a file of their own, one arm a line, that no upgrade touches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exoforge.base.disk import data_folder, make_folder, read_text, write_atomically
from exoforge.base.errors import FileError, RecordError

if TYPE_CHECKING:
    from exoforge.evidence.claims import Arm

FILE = "evidence-additions.jsonl"


def additions_file() -> Path:
    """Where the additions lie: in the folder EXOFORGE_DATA, else in the user's data folder."""
    return data_folder() / FILE


def read_additions() -> tuple[Arm, ...]:
    """Every arm that the user has added.

    Raises
    ------
    FileError
        A line of the file is no arm; the sentence names the line.
    """
    path = additions_file()
    if not path.exists() or path.stat().st_size == 0:
        return ()
    found = []
    for number, text in enumerate(read_text(path, what="the user's additions to the evidence").split("\n"), start=1):
        if text.strip():
            try:
                found.append(arm_from_plain(json.loads(text)))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError, RecordError) as trouble:
                raise FileError(f"Line {number} of '{path}' is no arm of the evidence ({trouble}); mend or remove the line.") from None
    return tuple(found)


def write_additions(arms: Iterable[Arm]) -> Path:
    """Write all additions, whole or not at all; without any the file goes.

    Raises
    ------
    FileError
        The folder cannot be made or written.
    """
    path = additions_file()
    text = "".join(json.dumps(arm_to_plain(arm), ensure_ascii=False) + "\n" for arm in arms)
    if not text:
        path.unlink(missing_ok=True)
        return path
    make_folder(path.parent)
    write_atomically(path, text)
    return path


def arm_to_plain(arm: Arm) -> dict[str, Any]:
    """An arm as plain dicts: the record in the layout of its file, and its claim."""
    from dataclasses import fields

    from exoforge.record.files import record_to_plain

    claim = {field.name: getattr(arm.claim, field.name) for field in fields(arm.claim) if field.name != "arms"}
    return {"claim": claim, "record": record_to_plain(arm.therapy)}


def arm_from_plain(plain: Mapping[str, Any]) -> Arm:
    """The inverse of `arm_to_plain`; the claim holds this one arm.

    Raises
    ------
    RecordError
        The record does not fit the format.
    """
    from exoforge.evidence.claims import Arm, Claim
    from exoforge.record.files import record_from_plain

    therapy = record_from_plain(plain["record"], source=str(plain["record"].get("id", "an arm")))
    told: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in plain["claim"].items()}
    return Arm(therapy=therapy, claim=Claim(**(told | {"arms": (therapy,)})))
