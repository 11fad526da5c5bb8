"""A rule set of one's own: a TOML file, read whole and checked before anything is judged by it."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from pathlib import Path

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError, SettingError
from exoforge.quality.applicability import PREDICATES
from exoforge.quality.checks import CHECKS
from exoforge.quality.quantities import MEASURES
from exoforge.quality.rules import RuleSet, ruleset, ruleset_from_plain, rulesets

LARGEST = 2_000_000
"""[bytes] A rule set is written by hand; a larger file is something else."""
AMOUNTS_NEEDED = ("quantities", "amount-per-source", "ratio")
"""Checks whose classes are amounts: their names say in which units they are."""
CLASSES_NEEDED = {"views": 2, "any-settings": 2, "each-settings": 2, "step-settings": 2, "ultracentrifugation": 2, "source-amount": 0}
"""How many classes a check needs; any other needs one."""


def ruleset_of_file(path: Path) -> RuleSet:
    """The rule set in a file, under the file's name.

    Raises
    ------
    FileError
        There is no such file, or it is no TOML.
    SettingError
        As `ruleset_from_plain`; a check or a predicate is not known, or a check lacks its classes.
    """
    text = read_text(path, what="a rule set", largest=LARGEST)
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise FileError(f"'{path}' is no TOML: {trouble}. A rule set is a TOML file; the page 'Quality rules' shows one.") from None
    rules = ruleset_from_plain(path.stem, plain)
    for rule in rules.rules:
        _known(rule.check, CHECKS, f"Rule '{rule.id}' of '{path.name}' is decided by", "checks")
        _known(rule.applies, PREDICATES, f"Rule '{rule.id}' of '{path.name}' applies if", "predicates")
        needed = CLASSES_NEEDED.get(rule.check, 1)
        if len(rule.classes) < needed:
            raise SettingError(f"Rule '{rule.id}' of '{path.name}' has {len(rule.classes)} classes; the check '{rule.check}' needs {needed}.")
        for name in rule.classes if rule.check in AMOUNTS_NEEDED else ():
            _known(name, MEASURES, f"Rule '{rule.id}' of '{path.name}' asks '{rule.check}' for", "amounts")
    return rules


def find_rulesets(names: Iterable[str]) -> tuple[RuleSet, ...]:
    """Rule sets by name, by the path of a file that ends in .toml, or by the word ``all``, each once.

    Raises
    ------
    FileError, SettingError
        As `ruleset_of_file` and `ruleset`.
    """
    found: dict[str, RuleSet] = {}
    for name in names:
        if name.endswith(".toml"):
            one = ruleset_of_file(Path(name))
            if found.setdefault(one.key, one) != one or one.key in rulesets():
                raise SettingError(f"Another rule set is called '{one.key}', too; rename '{name}'.")
            continue
        for key in rulesets() if name == "all" else (name,):
            found.setdefault(key, ruleset(key))
    return tuple(found.values())


def _known(name: str, choices: Iterable[str], whose: str, what: str) -> None:
    listed = tuple(choices)
    if name not in listed:
        near = difflib.get_close_matches(name, listed, n=1)
        hint = f"did you mean '{near[0]}'? " if near else ""
        raise SettingError(f"{whose} '{name}'; {hint}The {what} are {', '.join(listed)}.")
