"""What is told of preconditioned cells: whether they release more vesicles, and what is in them, statement by statement."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from exoforge.base.errors import InternalError
from exoforge.base.parameters import FIXED, Spread, Status, lognormal
from exoforge.base.tables import packaged_table
from exoforge.base.terms import is_term, term
from exoforge.cargo.names import folded
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step

NONE, SEVERAL, ANY = "none", "several", "any"
KINDS = (NONE, "hypoxia", "cytokine", "chemical", "heat", "oxidative", "mechanical", SEVERAL)
"""What a vessel's setting `preconditioning` may say."""
OPERATIONS = {
    "hypoxia": "hypoxic-preconditioning",
    "cytokine": "cytokine-preconditioning",
    "chemical": "chemical-preconditioning",
    "heat": "physical-preconditioning",
    "oxidative": "chemical-preconditioning",
    "mechanical": "physical-preconditioning",
}
"""Under which term of the vocabulary 'operations' published records hold each kind."""

UNSIZED = lognormal(1.5)
"""How far the yield may stray after a preconditioning whose size nobody states; a choice."""
UNSIZED_TOGETHER = lognormal(2.0)
"""The same for several preconditionings at once; a choice."""
DIRECTIONS = ("up", "down", "not said")
TOLD = (
    ("up", "of more vesicles, but not how many more"),
    ("down", "of fewer vesicles, but not how many fewer"),
    ("not said", "that the release changes, but neither which way nor how far"),
)
"""What the direction of a statement without size comes to, in words."""
BOTH_WAYS = "of more vesicles in one place and of fewer in another, but not how many"
NOT_TOLD = "nothing of the yield after it alone"
MOST_WORDS = 12
"""[words] The longest quotation that the table keeps."""

_WORDS_OF_HEAT = re.compile(r"heat|°\s*c\b|\bdegc\b|\b[34]\d\s*c\b")
_WORDS_OF_FORCE = re.compile(r"ultraso|shear|stretch|strain|load|vibrat|mechanic|compress|stiff|pressure")
_JOINED = re.compile(r"\s*(?:,|;|\+|/|&|\band\b|\bwith\b)\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One thing that one document says of preconditioned cells.

    Parameters
    ----------
    kind : one of `KINDS`, or ``any`` when it is said of all of them. agent : with what, as printed.
    about : ``yield`` or ``cargo``. what : the cargo. direction : up, down or not said.
    document, place, quote : where it was read. arms : the published records that hold it. note : what must be known.
    factor, low, high : [1] size of the change of the yield, where the document prints one.
    """

    kind: str
    agent: str
    about: Literal["yield", "cargo"]
    direction: str
    document: str
    place: str
    quote: str
    arms: tuple[str, ...]
    what: str = ""
    note: str = ""
    factor: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a vessel makes of the preconditioning that a step states.

    Parameters
    ----------
    kind : one of `KINDS`; empty where the step states none, or a word that is not known.
    factor, spread : [1] by how much a cell releases more; why, from where and how sure.
    notices : sentences for the user.
    """

    kind: str
    factor: float = 1.0
    spread: Spread = FIXED
    reason: str = ""
    cite: str = ""
    status: Status = "choice"
    notices: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def statements() -> tuple[Statement, ...]:
    """Every statement of the table beside this file, in its order.

    Raises
    ------
    InternalError
        A statement has an unknown kind or direction, too long a quotation, or a size that is not of a yield.
    """
    found = tuple(
        Statement(**(entry | {"arms": tuple(entry["arms"])})) for entry in packaged_table("exoforge.stages.culture", "preconditioning.toml")["statement"]
    )
    for one in found:
        known = one.kind in (*KINDS[1:-1], ANY) and one.about in ("yield", "cargo") and one.direction in DIRECTIONS
        if not known or len(one.quote.split()) > MOST_WORDS or (one.factor is not None and (one.about != "yield" or one.low is None or one.high is None)):
            raise InternalError(f"The table of preconditionings has a statement that does not keep its form: {one.document}, {one.place}.")
    return found


def statements_of(kind: str, about: str = "") -> tuple[Statement, ...]:
    """What is told of one kind, its own statements first and those of all kinds behind; `about` is yield, cargo or empty for both."""
    own = [one for one in statements() if one.kind == kind]
    general = [one for one in statements() if one.kind == ANY] if kind not in (NONE, ANY) else []
    return tuple(one for one in (*own, *general) if about in ("", one.about))


def read_word(step: Step) -> Reading:
    """The preconditioning that a step states, by any word of the vocabulary or of the table; several at once are told and not multiplied."""
    leaf = step.settings.get("preconditioning")
    if not isinstance(leaf, Stated):
        return Reading(kind="")
    word = str(leaf.value).strip()
    parts = (word,) if kind_of(word) else tuple(part for part in _JOINED.split(word) if part)
    kinds = {_named(part): kind_of(part) for part in parts}
    if not kinds or "" in kinds.values():
        return Reading(kind="")
    alone = [name for name, kind in kinds.items() if name != kind or list(kinds.values()).count(kind) == 1]
    return effect_of(kinds[alone[0]] if len(alone) == 1 else SEVERAL)


def word_of(operation: str, agent: str = "") -> str:
    """What a vessel would call the preconditioning that a step of its own states; empty where it knows none like it.

    Parameters
    ----------
    operation : the step's kind, a term of the vocabulary 'operations'. agent : with what, as the step states it.
    """
    if agent and (kind_of(agent) or all(map(kind_of, _JOINED.split(agent)))):
        return agent
    if operation == OPERATIONS["heat"] and agent:
        words = unicodedata.normalize("NFKC", agent).casefold()
        return "heat" if _WORDS_OF_HEAT.search(words) else "mechanical" if _WORDS_OF_FORCE.search(words) else ""
    return operation


def kind_of(word: str) -> str:
    """The kind that a word means: its name, an agent of the table, or a term of the vocabulary 'operations'; empty when it means none."""
    plain = word.strip().casefold()
    if plain in KINDS:
        return plain
    found = _kinds_by_agent().get(_spelling(word))
    if found is not None:
        return found
    if not is_term("operations", word):
        return ""
    operation = term("operations", word).key
    if operation == OPERATIONS["heat"]:
        return "heat" if "heat" in plain else "mechanical"
    return next((kind for kind in KINDS[1:-1] if OPERATIONS[kind] == operation), "")


def _named(part: str) -> str:
    """What tells one preconditioning from another: its agent where it names one, else its kind."""
    spelling, kind = _spelling(part), kind_of(part)
    return spelling if spelling in _kinds_by_agent() and spelling != kind else kind


@lru_cache(maxsize=1)
def _kinds_by_agent() -> dict[str, str]:
    return {_spelling(one.agent): one.kind for one in statements() if one.agent and one.kind != ANY}


def _spelling(word: str) -> str:
    """One spelling for many: 'H₂O₂' is 'H2O2', 'TNF-alpha' is 'TNF-α'."""
    return folded(unicodedata.normalize("NFKC", word.strip()))


def effect_of(kind: str) -> Reading:
    """By how much a preconditioning changes what a cell releases: by the factor that a document prints, else by 1 with a spread."""
    if kind == NONE:
        return Reading(kind=NONE)
    if kind == SEVERAL:
        reason = "no document that was read tells what several preconditionings do together; 1 was taken, and nothing is multiplied"
        return Reading(kind=SEVERAL, spread=UNSIZED_TOGETHER, reason=reason)
    told = statements_of(kind, "yield")
    sized = next((one for one in told if one.factor is not None), None)
    if sized is not None and sized.factor is not None and sized.low is not None and sized.high is not None:
        spread = Spread(shape="uniform", a=sized.low, b=sized.high)
        return Reading(kind=kind, factor=sized.factor, spread=spread, reason=f"as printed: {sized.place}", cite=sized.document, status="read")
    own = [one for one in told if one.kind == kind]
    ways = {one.direction for one in own}
    told_of = BOTH_WAYS if {"up", "down"} <= ways else next((words for way, words in TOLD if way in ways), NOT_TOLD)
    agents = dict.fromkeys(one.agent for one in own)
    if own and "" not in agents and kind not in agents:
        told_of += f", and that after {' and '.join(agents)} alone"
    reason = f"the documents that were read tell {told_of}; 1 was taken, and its spread is a choice"
    notice = f"preconditioning '{kind}': the documents that were read tell {told_of}; the number does not move, its interval widens."
    return Reading(kind=kind, spread=UNSIZED, reason=reason, notices=(notice,))
