"""What happened to a lot, entry by entry, each chained to the one before by SHA-256, so that an altered past is seen.

The file is only ever added to. An edited, removed or reordered entry breaks the chain at a place that can be named. The chain
alone cannot show that the newest entries were cut off: for that, hold a digest that was printed elsewhere, such as on a certificate.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exoforge.base.disk import LARGEST_TEXT, is_there, locked, read_bytes
from exoforge.base.errors import FileError, SettingError

START = "0" * 64
"""What the first entry is chained to."""
EVENTS = ("created", "file added", "result added", "judged", "corrected", "exported", "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that happened.

    Parameters
    ----------
    number : counted from 1. time : UTC, ISO 8601. who, why, event, what : in words; `event` is one of `EVENTS`.
    subject : SHA-256 of the lot file as it was then. facts : plain further values, such as a verdict.
    previous : digest of the entry before. digest : of this entry without its digest, as canonical JSON.
    """

    number: int
    time: str
    who: str
    event: str
    what: str
    why: str = ""
    subject: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    previous: str = START
    digest: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """The entries that can be read, what is wrong with the chain, and what is merely to be known."""

    entries: tuple[Entry, ...]
    breaks: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def history_path(lot: Path) -> Path:
    """Where the history of a lot file stands: beside it."""
    return lot.parent / f"{lot.stem}.history.jsonl"


def entry_digest(entry: Entry) -> str:
    """The SHA-256 of an entry without its own digest, as JSON with sorted keys and no blanks."""
    plain = {name: value for name, value in asdict(entry).items() if name != "digest"}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")).hexdigest()


def read_history(path: Path) -> History:
    """The history, with every entry checked against its own digest and the one before.

    Raises
    ------
    FileError
        The file cannot be read.
    """
    if not is_there(path):
        return History(entries=())
    lines = read_bytes(path, what="the history of a lot (JSON lines)", largest=LARGEST_TEXT).split(b"\n")
    whole = lines[-1] == b""
    entries: list[Entry] = []
    breaks: list[str] = []
    notices: list[str] = []
    last = len(lines) - (2 if whole else 1)
    for place, line in enumerate(lines[: last + 1]):
        entry = _entry(line)
        if entry is None:
            if place == last and not whole:
                notices.append(f"Line {place + 1} was cut off while it was written ({len(line)} bytes are left); the entries before it are whole.")
            elif _begun(line):
                notices.append(f"Line {place + 1} is the beginning of an entry that was never finished; it was kept, and the chain goes on behind it.")
            else:
                breaks.append(f"Line {place + 1} is no entry: it was changed.")
            continue
        breaks += _broken(entry, entries)
        if entries and entry.time < entries[-1].time:
            notices.append(f"Entry {entry.number} has an earlier time than the one before it: a clock was wrong, or was set.")
        entries.append(entry)
    return History(entries=tuple(entries), breaks=tuple(breaks), notices=tuple(notices))


def _broken(entry: Entry, before: list[Entry]) -> list[str]:
    expected = before[-1].digest if before else START
    number = before[-1].number + 1 if before else 1
    found = []
    if entry_digest(entry) != entry.digest:
        found.append(f"Entry {entry.number} ({entry.event}, {entry.time}) was changed after it was written: its digest does not fit its words.")
    if entry.number > number:
        gone = f"entry {number} is" if entry.number == number + 1 else f"entries {number} to {entry.number - 1} are"
        found.append(f"Before entry {entry.number}, {gone} missing.")
    elif entry.number < number:
        found.append(f"Entry {entry.number} stands behind entry {number - 1}: the order was changed, or it stands there twice.")
    elif entry.previous != expected:
        behind = f"entry {before[-1].number}" if before else "the beginning"
        found.append(f"Entry {entry.number} does not follow {behind}: what stood before it when it was written was another text.")
    return found


def _entry(line: bytes) -> Entry | None:
    """The entry of a line that is to the letter what `append` writes: no key twice, nothing between; else None."""
    try:
        entry = Entry(**json.loads(line.decode("utf-8")))
        words = (entry.time, entry.who, entry.event, entry.what, entry.why, entry.subject, entry.previous, entry.digest)
        valid = type(entry.number) is int and isinstance(entry.facts, dict) and all(isinstance(word, str) for word in words)
        return entry if valid and _line(entry).encode() == line.rstrip(b"\r") else None
    except (ValueError, TypeError, RecursionError):
        return None


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry), separators=(",", ":"), ensure_ascii=True)


def _begun(line: bytes) -> bool:
    """Whether a line is what an interrupted write leaves: the beginning of an entry, without its end."""
    return b'{"number":'.startswith(line[:10]) and not line.rstrip().endswith(b"}")


def unexplained_change(history: History, subject: str) -> str:
    """A sentence where the lot file is no longer that of the newest entry, which no entry explains; empty where it is.

    Parameters
    ----------
    subject : SHA-256 of the lot file now.
    """
    last = history.entries[-1] if history.entries else None
    if last is None or last.subject in ("", subject):
        return ""
    return f"The lot file was changed since entry {last.number}, and no entry says why; enter it with 'exoforge lot enter'."


def lost_entry(history: History, digest: str) -> str:
    """A sentence where no entry has a digest that was kept elsewhere, such as on a certificate; empty where one has.

    Parameters
    ----------
    digest : its first signs are enough; an ellipsis behind them is no part of it.
    """
    wanted = digest.strip().rstrip("….").lower()
    held = wanted and any(one.digest.startswith(wanted) for one in history.entries)
    return "" if held else f"No entry has the digest '{digest}': it was removed, or belongs to another lot."


def append(path: Path, *, who: str, event: str, what: str, why: str = "", subject: str = "", facts: Mapping[str, Any] | None = None, time: str = "") -> Entry:
    """Add an entry, alone while it is written; a beginning that was cut off before is kept on its own line.

    Parameters
    ----------
    path : of the history. who : a person. subject : SHA-256 of the lot file. time : for the entry; without it, now.

    Raises
    ------
    SettingError
        `who` or `what` is empty, or the event is none of `EVENTS`.
    FileError
        The chain is broken already, or the file cannot be written.
    """
    if not who.strip() or not what.strip():
        raise SettingError("An entry of a history needs who did it and what was done; give --who.")
    if event not in EVENTS:
        raise SettingError(f"'{event}' is no event; there are {', '.join(EVENTS)}.")
    with locked(path):
        known = read_history(path)
        if known.breaks:
            raise FileError(f"'{path}' was altered: {known.breaks[0]} Nothing was added; find the original.")
        last = known.entries[-1] if known.entries else None
        now = time or datetime.now(UTC).isoformat(timespec="seconds")
        bare = Entry(
            number=last.number + 1 if last else 1,
            time=now,
            who=who.strip(),
            event=event,
            what=what.strip(),
            why=why.strip(),
            subject=subject,
            facts=dict(facts or {}),
            previous=last.digest if last else START,
        )
        entry = Entry(**{**asdict(bare), "digest": entry_digest(bare)})
        _write(path, _line(entry))
    return entry


def _write(path: Path, line: str) -> None:
    try:
        with path.open("a+b") as file:
            size = file.seek(0, os.SEEK_END)
            ends = b"\n"
            if size:
                file.seek(size - 1)
                ends = file.read(1)
            file.seek(0, os.SEEK_END)
            file.write((b"" if ends == b"\n" else b"\n") + line.encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as trouble:
        raise FileError(f"'{path}' cannot be written ({trouble.strerror}); nothing was added. Choose a folder that you may write to.") from None
