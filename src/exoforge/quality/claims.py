"""What a record says about characterisation of vesicles and of cells, one claim for each statement, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from exoforge.base.terms import is_term, term
from exoforge.base.units import Quantity
from exoforge.quality.rules import Subject
from exoforge.record.stated import Leaf, Missing, Stated, text_of
from exoforge.record.therapy import MeasurementClaim, Therapy

Result = Literal["positive", "negative", "quantified", "described", "file", "planned", "not stated", "not done", "assumed", "computed"]
COUNTED: tuple[Result, ...] = ("positive", "negative", "quantified", "described", "file", "planned")
"""Results that say that something was, or by a plan will be, looked at; an assumed value and a computed measurement are no evidence."""

_NEGATIVE = re.compile(
    r"(?:-|neg|negative|absent|absence|no(?: band| bands| signal| expression)?$|not (?:detected|detectable|found|expressed|present)"
    r"|undetected|undetectable|below (?:the )?detection)(?!\w)"
)
_POSITIVE = re.compile(r"(?:\+|pos|positive|present|presence|detected|expressed|found|enriched|yes)(?!\w)")
_RESULTS: tuple[tuple[Result, re.Pattern[str]], ...] = (("negative", _NEGATIVE), ("positive", _POSITIVE))
_TURNED = re.compile(r"\b(?:not|no|but|negative|absent|positive|present)\b")
"""Words behind a result that may turn it round; such a text is a description, and a person must read it."""
_NOT_DONE = re.compile(r"not (?:done|performed|measured|tested|assessed|carried out)\b")
_TAKEN_BACK = re.compile(r"\b(?:no|not|without)\b(?:[\s-]+\w+){1,2}", re.IGNORECASE)
_PARTS = re.compile(r"[,;/]|\band\b|\bor\b|\+")


EXACT = "="
"""Before a word of a list: the name must be this word and no more."""
_SAMPLES = ("sample", "of", "on", "measured_on", "subject")
"""Settings of a measurement that may say that it was made on the cells."""
_ON_CELLS = re.compile(r"\b(?:cells?|MSCs?)\b", re.IGNORECASE)
_ON_VESICLES = re.compile(r"vesicle|exosom|\bs?EVs?\b", re.IGNORECASE)
_LISTED: tuple[tuple[Result, re.Pattern[str]], ...] = (
    ("negative", re.compile(r"negative|absent|lack")),
    ("positive", re.compile(r"positive|present|express")),
)
"""What the name of a list says of everything in it: ``negative_markers = ["CD45", "CD34"]``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """Something that is stated of a technique: its name and its text."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One statement about the vesicles, or about the cells that made them.

    Parameters
    ----------
    technique : as stated.
    things : what was measured, one text for each quantity or marker.
    result : how it came out.
    amount : the number, if one was given.
    words : all that the claim says, as one text.
    said : one line for a person, with its place.
    place : where it stands: ``measurement[2]`` or ``file 'A12.csv'``.
    subject : ``vesicles`` or ``cells``.
    settings : what is stated of the technique beside the result.
    quantifies : whether a file can stand for a quantification.
    """

    technique: str
    things: tuple[str, ...]
    result: Result
    said: str
    words: str = ""
    amount: Quantity | None = None
    place: str = ""
    subject: Subject = "vesicles"
    settings: tuple[Setting, ...] = ()
    quantifies: bool = True


def stated_claims(therapy: Therapy, *, plans: bool = False) -> tuple[Claim, ...]:
    """Every characterisation claim of a record, then what it says of its cells under source.

    Parameters
    ----------
    plans : whether a measurement that a plan names without a result counts as one that will be made.
    """
    stated = (_stated(number, claim, plans) for number, claim in enumerate(therapy.measurements, start=1))
    of_cells = (_of_source(name, leaf) for name, leaf in therapy.source.settings.items())
    return (*stated, *of_cells)


def _stated(number: int, claim: MeasurementClaim, plans: bool) -> Claim:
    technique = "" if isinstance(claim.technique, Missing) else text_of(claim.technique)
    quantity = "" if isinstance(claim.quantity, Missing) else text_of(claim.quantity)
    result, amount = _result(claim.value)
    if not isinstance(claim.technique, Missing) and claim.technique.basis == "assumed":
        result = "assumed"
    told = f"{text_of(claim.value)} ({_basis(claim.value)})"
    if plans and result == "not stated" and isinstance(claim.technique, Stated) and claim.technique.basis == "planned":
        result, told = "planned", "to be measured (planned)"
    further = [f"{name} {text_of(leaf)}" for name, leaf in claim.settings.items()]
    place = f"measurement[{number}]"
    said = f"{place}: {technique or 'unnamed technique'} {quantity} {told}"
    return Claim(
        technique=technique,
        things=tuple(part.strip() for part in _PARTS.split(quantity) if part.strip()),
        result=result,
        amount=amount,
        words=" ".join((technique, quantity, text_of(claim.value), *further)),
        said=" ".join(said.split()),
        place=place,
        settings=tuple(Setting(name=name, text=text_of(leaf)) for name, leaf in claim.settings.items() if isinstance(leaf, Stated) and leaf.basis != "assumed"),
        subject="cells" if any(_is_on_cells(claim.settings[name]) for name in _SAMPLES if name in claim.settings) else "vesicles",
    )


def _is_on_cells(leaf: Leaf) -> bool:
    """Whether a sample is the cells and not what they released."""
    text = "" if isinstance(leaf, Missing) else text_of(leaf)
    return _ON_CELLS.search(text) is not None and _ON_VESICLES.search(text) is None


def _of_source(name: str, leaf: Leaf) -> Claim:
    """What [source] says of the cells by one of its further values: a marker with its result, or a list under a name that says it."""
    result, amount = _result(leaf)
    things: tuple[str, ...] = (name.replace("_", " "),)
    if isinstance(leaf, Stated) and isinstance(leaf.value, tuple):
        things = (*things, *leaf.value)
        if leaf.basis != "assumed":
            result = next((told for told, pattern in _LISTED if pattern.search(name.casefold())), result)
    said = f"source.{name} = {text_of(leaf)} ({_basis(leaf)})"
    return Claim(
        technique="", things=things, result=result, amount=amount, words=f"{name.replace('_', ' ')} {text_of(leaf)}", said=said, place="source", subject="cells"
    )


def _result(leaf: Leaf) -> tuple[Result, Quantity | None]:
    if isinstance(leaf, Missing):
        return ("not done" if _NOT_DONE.match(leaf.reason.casefold()) else "not stated"), None
    value = leaf.value
    amount = value if isinstance(value, Quantity) else None
    if leaf.basis == "assumed":
        return "assumed", amount
    if amount is not None:
        return "quantified", amount
    if isinstance(value, bool):
        return ("positive" if value else "negative"), None
    text = text_of(leaf).strip().casefold().replace("−", "-").replace("–", "-")
    if _NOT_DONE.match(text):
        return "not done", None
    for result, pattern in _RESULTS:
        if found := pattern.match(text):
            return ("described" if _TURNED.search(text, found.end()) else result), None
    return "described", None


def _basis(leaf: Leaf) -> str:
    if isinstance(leaf, Missing):
        return "no result"
    where = leaf.where.locator or leaf.where.document
    return f"{leaf.basis}, {where}" if where else leaf.basis


def named(claim: Claim, words: Iterable[str]) -> tuple[str, ...]:
    """The markers of a claim that are in a word list, each as one key; a marker is in it by its own term or a wider one."""
    words = tuple(words)
    return tuple(dict.fromkeys(_key(thing) for thing in claim.things if any(is_in(name, words) for name in (thing, *_lineage(thing)))))


def uses(claim: Claim, words: Iterable[str]) -> bool:
    """Whether the technique of a claim, or what it measured, is in a word list."""
    words = tuple(words)
    return any(is_in(text, words) for text in (claim.technique, *claim.things))


def is_called(name: str, words: Iterable[str]) -> bool:
    """Whether a name is in a word list; a word that begins with ``=`` must be the whole name."""
    listed, whole = tuple(words), f"{EXACT}{_folded(name)}"
    return whole in listed or is_in(name, tuple(word for word in listed if not word.startswith(EXACT)))


def is_in(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text holds one of the words as whole words, in any case and with any hyphens; ``#`` stands for a number and one letter."""
    spaced = _folded(text)
    return any(_pattern(word).search(spaced) is not None for word in words) or spaced.replace(" ", "") in {_folded(word).replace(" ", "") for word in words}


def says(text: str, words: tuple[str, ...]) -> bool:
    """As `is_in`, without the two words that follow a no, a not or a without: ``no wide field`` does not say that there is one."""
    return is_in(_TAKEN_BACK.sub(" ", text), words)


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[-_/()\[\],;:]", " ", text.casefold().replace("α", "alpha").replace("β", "beta").replace("γ", "gamma")).split())


@lru_cache(maxsize=512)
def _pattern(word: str) -> re.Pattern[str]:
    body = re.escape(_folded(word.replace("#", " # "))).replace(r"\ \#", r"[ ]?\d+[a-z]?").replace(r"\#", r"\d+[a-z]?")
    return re.compile(rf"(?<!\w){body}(?!\w)")


def _key(thing: str) -> str:
    return term("markers", thing).key if is_term("markers", thing) else _folded(thing)


def _lineage(thing: str) -> Iterator[str]:
    """A marker's term and its wider terms."""
    key = term("markers", thing).key if is_term("markers", thing) else ""
    while key:
        yield key
        key = term("markers", key).parent
