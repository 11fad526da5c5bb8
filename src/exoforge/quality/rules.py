"""Rule sets as data: every rule of a guideline with its source, and the verdict on one of them."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, get_args

from exoforge.base.errors import SettingError

State = Literal["met", "not met", "not reported", "not applicable"]
Level = Literal["mandatory", "mandatory-if-applicable", "encouraged"]
Confidence = Literal["read", "recalled"]
Subject = Literal["vesicles", "cells"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One thing that a guideline asks for.

    Parameters
    ----------
    id, text : a short name, and the rule in the words of this package.
    section : the part of the guideline that it belongs to.
    level : whether it is mandatory, mandatory if it applies, or encouraged.
    applies : the name of the predicate that says whether it applies.
    check : the name of the check that decides it.
    classes : the names of the word lists of the rule set that the check looks for.
    least : how many different ones of them are asked for.
    limit : [%] the share of the cells at which a marker counts as there, or as not there.
    source : where the rule was read.
    confidence : ``read`` in that source, or ``recalled`` from memory and not re-read.
    note : what this package decided where the source leaves it open.
    cites : reference keys.
    """

    id: str
    text: str
    section: str
    level: Level
    applies: str
    check: str
    source: str
    confidence: Confidence
    classes: tuple[str, ...] = ()
    least: int = 1
    limit: float = 0.0
    note: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a rule finds in a record and its measurements.

    Parameters
    ----------
    state : ``met``; ``not met`` only where a stated result says the contrary; ``not reported`` where nothing, or not enough,
        is stated; ``not applicable``.
    evidence : short texts that name the place in the record or the file, never empty.
    """

    rule: Rule
    state: State
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleSet:
    """A guideline as data.

    Parameters
    ----------
    predicates : the meaning of each predicate that its rules name.
    words : the markers or techniques of each class; those `recalled` are included.
    recalled : the words of each class that were recalled and not read in the source.
    subject : whether its rules are on the vesicles or on the cells that made them.
    """

    key: str
    title: str
    rules: tuple[Rule, ...]
    predicates: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    recalled: Mapping[str, tuple[str, ...]]
    subject: Subject = "vesicles"


@lru_cache(maxsize=1)
def rulesets() -> tuple[str, ...]:
    """The names of the rule sets that there are: one TOML file each."""
    folder = resources.files("exoforge.quality") / "sets"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


@lru_cache(maxsize=16)
def ruleset(name: str) -> RuleSet:
    """A rule set by name.

    Raises
    ------
    SettingError
        There is no such rule set.
    """
    if name not in rulesets():
        near = difflib.get_close_matches(name, rulesets(), n=1)
        hint = f"; did you mean '{near[0]}'?" if near else "."
        raise SettingError(f"There is no rule set '{name}'{hint} The rule sets are {', '.join(rulesets())}.")
    text = (resources.files("exoforge.quality") / "sets" / f"{name}.toml").read_text(encoding="utf-8")
    return ruleset_from_plain(name, tomllib.loads(text))


def ruleset_from_plain(key: str, plain: Mapping[str, Any]) -> RuleSet:
    """A rule set from plain dicts and lists, as TOML gives them.

    Raises
    ------
    SettingError
        A rule names a predicate that the set does not explain, or a class that it does not list; the set is on neither vesicles nor cells.
    """
    words = plain.get("words", {})
    rules = tuple(Rule(**_lists_frozen(entry)) for entry in plain["rule"])
    if plain.get("subject", "vesicles") not in get_args(Subject):
        raise SettingError(f"The rule set '{key}' is on '{plain['subject']}'; a set is on {' or on '.join(get_args(Subject))}.")
    for rule in rules:
        if rule.applies not in plain["predicates"]:
            raise SettingError(f"Rule '{rule.id}' of '{key}' applies if '{rule.applies}', which the set does not explain; add it to [predicates].")
        for name in rule.classes:
            if name not in words:
                raise SettingError(f"Rule '{rule.id}' of '{key}' looks for the class '{name}', which the set does not list; add [words.{name}].")
    return RuleSet(
        key=key,
        title=plain["title"],
        rules=rules,
        predicates=MappingProxyType(dict(plain["predicates"])),
        words=MappingProxyType({name: (*entry.get("read", ()), *entry.get("recalled", ())) for name, entry in words.items()}),
        recalled=MappingProxyType({name: tuple(entry.get("recalled", ())) for name, entry in words.items()}),
        subject=plain.get("subject", "vesicles"),
    )


def _lists_frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
