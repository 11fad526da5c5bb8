"""The carriers by class: which kind of operation stands for each, why, and what print says of its release and retention."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from exoforge.base.errors import InternalError
from exoforge.base.parameters import Status, lognormal, parameters_of
from exoforge.base.tables import packaged_table
from exoforge.base.terms import line, term
from exoforge.base.units import convert, parse_quantity
from exoforge.record.settings import stated_text
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, is_stated, retold

UNSAID = ("implantation", "scaffold-release", "deliver")
"""Kinds of a delivery that do not say how the carrier lets go: then the carrier decides."""

NOT_REPORTED = "not reported"

UNSTATED = "not reported in the record; the usual value of the carrier was taken"


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What a document says of release or retention.

    Parameters
    ----------
    value : in our words, or beginning with `NOT_REPORTED`. document, locator, words : its key, where in it, and a few of its words.
    """

    value: str
    document: str
    locator: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Usual:
    """A usual value of this carrier, in place of the one of its kind.

    Parameters
    ----------
    name : of the setting. value : with its unit, as a record states it. factor : geometric standard deviation.
    cite, status, reason : as of an assumption.
    """

    name: str
    value: str
    factor: float
    cite: str
    status: Status
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Carrier:
    """One carrier.

    Parameters
    ----------
    key : a term of the vocabulary 'carriers'. group, label : key and name of its class.
    kind : the operation that stands for it where a record does not say how it lets go; empty where none does.
    why : why that one. state : the settings that decide the release and are seldom in print.
    usual : values that print gives for this carrier. statements : what print says.
    """

    key: str
    group: str
    label: str
    kind: str
    why: str
    state: tuple[str, ...]
    usual: tuple[Usual, ...] = ()
    statements: tuple[Statement, ...] = ()


@lru_cache(maxsize=1)
def carriers() -> dict[str, Carrier]:
    """Every carrier of the catalogue by its term, class by class."""
    table = packaged_table("exoforge.stages.deliver", "carriers.toml")
    return {key: _carrier(key, row, table["class"]) for key, row in table["carrier"].items()}


def carrier_of(word: str) -> Carrier | None:
    """The carrier that a word means, or the nearest wider one that is in the catalogue; None where there is none.

    Raises
    ------
    TermError
        The word is no term of the vocabulary 'carriers'.
    """
    known = carriers()
    return next((known[key] for key in line("carriers", term("carriers", word).key) if key in known), None)


def stated_carrier(step: Step) -> Carrier | None:
    """The catalogue's carrier of a step; None where the step states none, or one without a model.

    Raises
    ------
    TermError
        What is stated is no term.
    """
    stated = stated_text(step, "carrier")
    found = carrier_of(stated) if stated else None
    return found if found is not None and found.kind else None


def with_usual(hinged: Hinged, step: Step) -> Hinged:
    """What the hinge made of a step, with the values that print gives for the stated carrier where the step states none."""
    carrier = stated_carrier(step)
    if carrier is None or carrier.kind != hinged.operation.kind:
        return hinged
    declared = {parameter.name: parameter.unit for parameter in parameters_of(hinged.operation)}
    for usual in carrier.usual:
        if not is_stated(step, usual.name):
            value = convert(parse_quantity(usual.value), declared[usual.name]).value
            reason = f"{UNSTATED}; {usual.reason}"
            hinged = retold(hinged, usual.name, value, lognormal(usual.factor), reason=reason, cite=usual.cite, status=usual.status)
    return hinged


def _carrier(key: str, row: dict[str, Any], groups: dict[str, Any]) -> Carrier:
    group = groups[row["class"]]
    strange = set(row) - {"class", "kind", "why", "state", "usual", "statement"}
    if strange:
        raise InternalError(f"The carrier '{key}' states {', '.join(sorted(strange))}, which nobody reads.")
    merged = {**group, **row}
    return Carrier(
        key=term("carriers", key).key,
        group=row["class"],
        label=group["label"],
        kind=merged["kind"],
        why=merged["why"],
        state=tuple(merged["state"]),
        usual=tuple(Usual(name=name, **one) for name, one in row.get("usual", {}).items()),
        statements=tuple(Statement(**one) for one in row.get("statement", ())),
    )
