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

State = Literal["met", "not met", "not reported", "planned", "not applicable"]
STATES: tuple[State, ...] = get_args(State)
Level = Literal["mandatory", "mandatory-if-applicable", "encouraged"]
Confidence = Literal["read", "recalled"]
Subject = Literal["vesicles", "cells"]
Score = Literal["counts", "percentage"]


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
    add : what to do, and what to write into the record, so that the rule can be met.
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
    add: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a rule finds in a record and its measurements.

    Parameters
    ----------
    state : ``met``; ``not met`` only where a stated result says the contrary; ``not reported`` where nothing, or not enough,
        is stated; ``planned`` where only what a plan intends would meet it; ``not applicable``.
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
    version : of this data, raised when a rule changes.
    score : ``percentage`` where the guideline itself is read as the share of applicable rules that are met.
    """

    key: str
    title: str
    rules: tuple[Rule, ...]
    predicates: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    recalled: Mapping[str, tuple[str, ...]]
    subject: Subject = "vesicles"
    version: str = ""
    score: Score = "counts"


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
        A key is missing, unknown or of another kind; a rule names a predicate that the set does not explain, or a class that it
        does not list; the set is on neither vesicles nor cells.
    """
    check_keys(plain, SET_KEYS, f"The rule set '{key}'")
    words, predicates = plain.get("words", {}), plain["predicates"]
    for name, entry in words.items():
        check_keys(entry, WORD_KEYS, f"[words.{name}] of '{key}'")
    rules = tuple(_rule(entry, number, key) for number, entry in enumerate(plain["rule"], start=1))
    for setting, choices in (("subject", get_args(Subject)), ("score", get_args(Score))):
        if plain.get(setting, choices[0]) not in choices:
            raise SettingError(f"The rule set '{key}' has {setting} '{plain[setting]}'; a set is on {' or on '.join(choices)}.")
    if len({rule.id for rule in rules}) < len(rules):
        twice = next(rule.id for rule in rules if [one.id for one in rules].count(rule.id) > 1)
        raise SettingError(f"Two rules of '{key}' have the id '{twice}'; give each its own.")
    for rule in rules:
        if rule.applies not in predicates:
            raise SettingError(f"Rule '{rule.id}' of '{key}' applies if '{rule.applies}', which the set does not explain; add it to [predicates].")
        for name in rule.classes:
            if name not in words:
                raise SettingError(f"Rule '{rule.id}' of '{key}' looks for the class '{name}', which the set does not list; add [words.{name}].")
    return RuleSet(
        key=key,
        title=plain["title"],
        rules=rules,
        predicates=MappingProxyType(dict(predicates)),
        words=MappingProxyType({name: (*entry.get("read", ()), *entry.get("recalled", ())) for name, entry in words.items()}),
        recalled=MappingProxyType({name: tuple(entry.get("recalled", ())) for name, entry in words.items()}),
        subject=plain.get("subject", "vesicles"),
        version=plain.get("version", ""),
        score=plain.get("score", "counts"),
    )


Kinds = Mapping[str, tuple[type | tuple[type, ...], bool]]
SET_KEYS: Kinds = {
    "title": (str, True),
    "version": (str, False),
    "subject": (str, False),
    "score": (str, False),
    "predicates": (Mapping, True),
    "words": (Mapping, False),
    "rule": (list, True),
}
"""The keys of a rule set: the type of each, and whether it must be there."""
WORD_KEYS: Kinds = {"read": (list, False), "recalled": (list, False)}
RULE_KEYS: Kinds = {
    **dict.fromkeys(("id", "text", "section", "level", "applies", "check", "source", "confidence"), (str, True)),
    **dict.fromkeys(("note", "add"), (str, False)),
    **dict.fromkeys(("classes", "cites"), (list, False)),
    "least": (int, False),
    "limit": ((int, float), False),
}
LONGEST_SHOWN = 40
"""Letters of a wrong value that a refusal repeats."""
SAID = {str: "a text", int: "a whole number", list: "a list (of texts in ['...'], of rules each below [[rule]])", Mapping: "a table"}


def check_keys(plain: Any, keys: Kinds, whose: str) -> None:
    """See that a table has the keys that it must have, no other, and of the right kinds.

    Raises
    ------
    SettingError
        It has not; the sentence names the nearest key.
    """
    if not isinstance(plain, Mapping):
        raise SettingError(f"{whose} is no table; write its keys below a heading in brackets.")
    for name, value in plain.items():
        if name not in keys:
            near = difflib.get_close_matches(name, keys, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"the keys are {', '.join(keys)}."
            raise SettingError(f"{whose} has the unknown key '{name}'; {hint}")
        kind = keys[name][0]
        good = isinstance(value, kind) and not isinstance(value, bool)
        if not good or (name in ("classes", "cites", "read", "recalled") and not all(isinstance(one, str) and any(map(str.isalnum, one)) for one in value)):
            raise SettingError(
                f"{whose} has {name} = {str(value)[:LONGEST_SHOWN]!r}; write {SAID.get(kind, 'a number') if isinstance(kind, type) else 'a number'}."
            )
    lacking = [name for name, (_, needed) in keys.items() if needed and name not in plain]
    if lacking:
        raise SettingError(f"{whose} lacks {', '.join(map(repr, lacking))}; a rule set is described on the page 'Quality rules'.")


def _rule(entry: Any, number: int, key: str) -> Rule:
    named = entry.get("id", number) if isinstance(entry, Mapping) else number
    check_keys(entry, RULE_KEYS, f"Rule '{named}' of '{key}'")
    for name, choices in (("level", get_args(Level)), ("confidence", get_args(Confidence))):
        if entry[name] not in choices:
            raise SettingError(f"Rule '{named}' of '{key}' has {name} '{entry[name]}'; it is one of {', '.join(choices)}.")
    if entry.get("least", 1) < 1:
        raise SettingError(f"Rule '{named}' of '{key}' has least = {entry['least']}; it must be 1 or more.")
    frozen: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return Rule(**frozen)
