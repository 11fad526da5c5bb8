"""Whole methods of isolation as trains of steps: the shipped ones, the user's own, and the one of a record."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from exoforge.base.errors import FileError, SettingError
from exoforge.base.tables import check_keys, packaged_table, user_table
from exoforge.design.isolation.steps import planned_step
from exoforge.design.plan import PlannedStep, demand, plan_of
from exoforge.record.therapy import Therapy
from exoforge.stages.contract import Separation

_OF_THE_FEED = re.compile(r"([\d.]+) ?% of the feed")
_WORDS = ("source", "published", "published_cite", "rated_as")
_FIELDS = ("step", "title", *_WORDS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """A method of isolation.

    Parameters
    ----------
    key, title : the short name and the long one.
    steps : what each step states, the kind among it, in order.
    source : where the train was read, and what of it is a choice.
    published, published_cite : a recovery of vesicles as printed, and its reference; empty where none was read.
    rated_as : the column of the review's table of ratings that the method answers to; empty where there is none.
    """

    key: str
    title: str
    steps: tuple[Mapping[str, str], ...]
    source: str = ""
    published: str = ""
    published_cite: str = ""
    rated_as: str = ""


@lru_cache(maxsize=1)
def shipped_methods() -> Mapping[str, Method]:
    """The methods that come with the package, by key."""
    return _methods(packaged_table("exoforge.design.isolation", "methods.toml"), "methods.toml")


def methods_with(path: Path | None) -> Mapping[str, Method]:
    """The shipped methods and those of the user's file, which may replace a shipped one.

    Raises
    ------
    FileError
        The file is no TOML, or a method in it is not stated as methods are.
    """
    if path is None:
        return shipped_methods()
    return {**shipped_methods(), **_methods(user_table(path, what="a table of methods (TOML)"), path.name)}


def chosen(names: str, known: Mapping[str, Method]) -> tuple[Method, ...]:
    """The methods of a list such as ``duc, uf+df, sec``; each once, in that order.

    Raises
    ------
    SettingError
        A name is not known, or there is none.
    """
    words = list(dict.fromkeys(word.strip().casefold() for word in names.split(",") if word.strip()))
    if not words:
        raise SettingError(f"No method is named; there are {', '.join(known)}.")
    for word in words:
        if word not in known:
            near = difflib.get_close_matches(word, known, n=1)
            hint = f"did you mean '{near[0]}'? There are" if near else "there are"
            raise SettingError(f"No method is called '{word}'; {hint} {', '.join(known)}.")
    return tuple(known[word] for word in words)


def train_of(method: Method, feed_volume: float) -> tuple[PlannedStep, ...]:
    """The operations of a method for a feed of this volume [m3], each through its hinge, with what had to be assumed.

    Raises
    ------
    SettingError
        A step has no model, or its settings cannot be used; the sentence names the method.
    """
    try:
        return tuple(_planned(order, stated, feed_volume) for order, stated in enumerate(method.steps))
    except SettingError as trouble:
        raise SettingError(f"Method '{method.key}': {trouble}") from None


def record_method(therapy: Therapy) -> tuple[Method, tuple[PlannedStep, ...]] | None:
    """The isolation that a record itself states, with its train; None where it states none that has a model.

    Raises
    ------
    RecordError
        The record has problems; every one is told.
    """
    steps = tuple(one for one in demand(plan_of(therapy)).steps if isinstance(one.operation, Separation))
    if not steps:
        return None
    kinds = tuple({"kind": one.operation.kind} for one in steps)
    return Method(key="record", title=f"the isolation of '{therapy.id}'", steps=kinds, source="as the record states it"), steps


def _planned(order: int, stated: Mapping[str, str], feed_volume: float) -> PlannedStep:
    settings = {name: _resolved(text, feed_volume) for name, text in stated.items() if name != "kind"}
    planned, told = planned_step("isolate", stated["kind"], settings, order=order)
    if unread := [one for one in told if "no model reads the setting" in one]:
        raise SettingError(unread[0])
    return planned


def _resolved(text: str, feed_volume: float) -> str:
    """A share of the feed as a volume."""
    found = _OF_THE_FEED.fullmatch(text.strip())
    return text if found is None else f"{float(found[1]) / 100.0 * feed_volume * 1e6:.12g} mL"


def _methods(tables: Mapping[str, Any], name: str) -> dict[str, Method]:
    return {key.casefold(): _method(key, entry, name) for key, entry in tables.items()}


def _method(key: str, entry: Any, name: str) -> Method:
    steps = entry.get("step") if isinstance(entry, dict) else None
    if not isinstance(steps, list) or not steps or not all(isinstance(one, dict) and isinstance(one.get("kind"), str) for one in steps):
        raise FileError(f"'{name}', method '{key}': it needs steps, each with its kind: step = [{{ kind = \"filtration\", pore = \"0.22 um\" }}].")
    check_keys(entry, _FIELDS, where=f"'{name}', method '{key}'", what="a method")
    plain = tuple({setting: str(value) for setting, value in one.items()} for one in steps)
    words = {field: str(entry[field]) for field in _WORDS if field in entry}
    return Method(key=key.casefold(), title=str(entry.get("title", key)), steps=plain, **words)
