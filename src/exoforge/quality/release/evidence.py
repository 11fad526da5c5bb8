"""What a judgement rests on and what it says, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from exoforge.record.lots.lot import LotFile, LotResult
from exoforge.streams.measurement import Measurement

Verdict = Literal["pass", "fail", "not tested", "not decidable"]
Outcome = Literal["release", "reject", "incomplete"]
Overall = Literal["release", "reject", "incomplete", "exercise"]
INITIALS = 4
"""Names of techniques up to so many signs are initials: NTA, DLS, BCA, TEM."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadFile:
    """A file of a lot with what was read in it; `trouble` says why nothing could be."""

    file: LotFile
    sha256: str
    measurements: tuple[Measurement, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """All values that a result may have, or that a limit allows: an interval whose ends belong to it or not [unit]."""

    low: float
    high: float
    unit: str
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A result as a number.

    Parameters
    ----------
    shown : for a person. possible : all that it may be; for a point both ends are equal. interval : its 95 % interval, where there is one.
    of : from what the interval was formed.
    """

    shown: str
    possible: Span
    interval: Span | None = None
    of: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where one result of a test stands."""

    method: str
    document: str
    sha256: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One piece of evidence held against one limit."""

    verdict: Verdict
    result: str
    reason: str
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One test of the specification with its verdict.

    Parameters
    ----------
    counts : whether it decides on the lot. limit : in words. answers : one for each piece of evidence.
    """

    test: str
    name: str
    attribute: str
    level: str
    method: str
    limit: str
    verdict: Verdict
    result: str
    reason: str
    counts: bool
    answers: tuple[Answer, ...] = ()
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """A lot held against a specification.

    Parameters
    ----------
    overall : the outcome, or ``exercise`` where the lot says of itself that it is synthetic, so that nothing is said of any product.
    outcome : ``release`` where every deciding test passes, ``reject`` where one fails, ``incomplete`` where one is open.
    sentence : the same for a person. notes : what else is to be known.
    deviations : what was found to have gone otherwise than it should, beside what the lot states.
    """

    overall: Overall
    outcome: Outcome
    sentence: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()


def result_source(result: LotResult) -> Source:
    """Where a stated result stands."""
    document = _listed(result.document, result.by, result.date) or "stated in the lot file"
    return Source(method=result.method, document=document, notices=(result.note,) if result.note else ())


def file_source(read: ReadFile, one: Measurement | None = None) -> Source:
    """Where a measured result stands."""
    warned = () if one is None else one.notices
    method = "" if one is None else f"{one.technique.upper() if len(one.technique) <= INITIALS else one.technique}, {one.instrument}".strip(", ")
    return Source(method=method, document=_listed(read.file.path, read.file.operator, read.file.date), sha256=read.sha256, notices=warned)


def _listed(document: str, who: str, day: date | None) -> str:
    return ", ".join(part for part in (document, who, day.isoformat() if day else "") if part)
