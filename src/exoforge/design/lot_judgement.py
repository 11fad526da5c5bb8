"""A lot read with all its files, held against a specification, and the judgement entered in the history of the lot."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exoforge.design.lots import ReadLot, read_whole_lot
from exoforge.quality.release.evidence import Judgement
from exoforge.quality.release.judge import judge
from exoforge.quality.release.specification import Specification, specification, specification_text
from exoforge.record.history import Entry, append, history_path, read_history, unexplained_change


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedLot:
    """A lot, what was asked of it, and how it was found.

    Parameters
    ----------
    specification_sha256 : of the text of the specification. entry : of the history, of this judgement; its time is that of the judgement.
    earlier : the entries before it. changed : a sentence where the lot file was changed and no entry says why.
    """

    read: ReadLot
    specification: Specification
    specification_sha256: str
    judgement: Judgement
    entry: Entry
    earlier: tuple[Entry, ...] = ()
    changed: str = ""


def judge_lot(path: Path, spec: str, *, who: str, why: str = "", event: Literal["judged", "exported"] = "judged") -> JudgedLot:
    """Hold a lot against a specification, test by test, and enter it in the lot's history.

    Parameters
    ----------
    spec : the name of a specification that comes along, or its file. who, why : for the history.

    Raises
    ------
    FileError, RecordError
        The lot file, the specification or the history cannot be read, or the history was altered.
    SettingError
        There is no such specification, or nobody is named.
    """
    asked = specification(spec)
    digest = hashlib.sha256(specification_text(spec).encode()).hexdigest()
    read = read_whole_lot(path)
    found = judge(read.lot, asked, read.files, problems=read.problems)
    before = read_history(history_path(path))
    facts = {
        "overall": found.overall,
        "outcome": found.outcome,
        "specification": f"{asked.id} {asked.version}",
        "specification_sha256": digest,
        "verdicts": {one.test: one.verdict for one in found.findings},
        "files": {one.file.path: one.sha256 for one in read.files},
    }
    entry = append(history_path(path), who=who, event=event, what=found.sentence, why=why, subject=read.sha256, facts=facts)
    return JudgedLot(
        read=read,
        specification=asked,
        specification_sha256=digest,
        judgement=found,
        entry=entry,
        earlier=before.entries,
        changed=unexplained_change(before, read.sha256),
    )
