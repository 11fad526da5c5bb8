"""What the user has added to the evidence: a file of their own, one arm a line, that no upgrade touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exoforge.base.disk import data_folder, make_folder, write_atomically
from exoforge.evidence.json_lines import lines_text, read_lines

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
    return read_lines(additions_file(), arm_from_plain, what="the user's additions to the evidence", one="arm of the evidence")


def write_additions(arms: Iterable[Arm]) -> Path:
    """Write all additions, whole or not at all; without any the file goes.

    Raises
    ------
    FileError
        The folder cannot be made or written.
    """
    path = additions_file()
    text = lines_text(map(arm_to_plain, arms))
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
