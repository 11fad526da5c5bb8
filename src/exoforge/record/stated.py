"""The leaves of a record: a value that somebody stated, with how and where, or the fact that nobody did."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar, get_args

from exoforge.base.errors import SettingError
from exoforge.base.units import Quantity, looks_like_quantity, number_text, parse_quantity, quantity_text

Basis = Literal["reported", "measured", "derived", "assumed", "planned"]
BASES: tuple[str, ...] = get_args(Basis)
T = TypeVar("T")
LARGEST = 10**300
"""The largest number that a record may hold."""

NOT_STATED = {"na", "n/a", "n.a.", "nr", "not reported", "not stated", "not given", "unknown", ""}
"""Spellings, folded, that say that nothing was said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Where:
    """The place a value was read: the key of a citation or a file, a table, row or page, and a few quoted words."""

    document: str = ""
    locator: str = ""
    quote: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated(Generic[T]):
    """A value that somebody stated.

    `value` is a `Quantity`, a text, a truth value or a tuple of texts; `basis` says how it is known.
    """

    value: T
    basis: Basis = "reported"
    where: Where = field(default_factory=Where)
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """Nobody stated the value; `reason` says why, and is never empty."""

    reason: str = "not reported"


Leaf = Stated[Any] | Missing


def leaf_from_plain(plain: Any, basis: Basis, *, words: bool = False) -> Leaf:
    """Read a leaf from what a TOML or JSON file holds.

    ``"48 h"`` · ``100`` · ``true`` · ``["CD9", "CD63"]`` · ``"not reported"`` ·
    ``{ value = "48 h", basis = "reported", where = { document = "li2015", locator = "p. 3" } }`` · ``{ missing = "lost" }``

    Parameters
    ----------
    basis : the basis of a value that does not state its own.
    words : keep a text as it is written, also where it reads as a quantity.

    Raises
    ------
    SettingError
        The form is none of these, a number is not finite, a basis is unknown.
    """
    if not isinstance(plain, Mapping):
        return _short(plain, basis, words)
    if "missing" in plain:
        _no_others(plain, ("missing",))
        return Missing(reason=str(plain["missing"]) or "not reported")
    if "value" not in plain:
        raise SettingError(f"A value in braces needs 'value' or 'missing'; found {', '.join(map(repr, plain)) or 'nothing'}.")
    _no_others(plain, ("value", "basis", "where", "note"))
    own = plain.get("basis", basis)
    if own not in BASES:
        raise SettingError(f"The basis '{own}' is unknown; it is one of {', '.join(BASES)}.")
    inner = _short(plain["value"], own, words)
    if isinstance(inner, Missing):
        raise SettingError(f"'{plain['value']}' says that the value is missing; write {{ missing = \"not reported\" }} instead.")
    return Stated(value=inner.value, basis=own, where=_where(plain.get("where", {})), note=str(plain.get("note", "")))


def _short(plain: Any, basis: Basis, words: bool) -> Leaf:
    if isinstance(plain, bool):
        return Stated(value=plain, basis=basis)
    if isinstance(plain, int | float):
        if (isinstance(plain, float) and not math.isfinite(plain)) or abs(plain) > LARGEST:
            raise SettingError(f"{str(plain)[:12]} is not a number that can be used; state a finite one below 1e300 or say 'not reported'.")
        return Stated(value=Quantity(value=float(plain)), basis=basis)
    if isinstance(plain, str):
        if plain.strip().casefold() in NOT_STATED:
            return Missing(reason="not reported")
        return Stated(value=plain if words else _text_or_quantity(plain), basis=basis)
    if isinstance(plain, list | tuple) and all(isinstance(item, str) for item in plain):
        return Stated(value=tuple(plain), basis=basis)
    raise SettingError(f"{plain!r} is not a value of a record; write a text, a number with its unit, true or false, or a list of texts.")


def _text_or_quantity(text: str) -> Quantity | str:
    """A text that reads whole as a quantity is one; any other stays the text that it is, and whoever needs a number says so."""
    if not looks_like_quantity(text):
        return text
    try:
        return parse_quantity(text)
    except SettingError:
        return text


def _where(plain: Any) -> Where:
    if isinstance(plain, str):
        return Where(document=plain)
    if not isinstance(plain, Mapping):
        raise SettingError(f'\'where\' is {plain!r}; write {{ document = "...", locator = "Table 2, row 5" }}.')
    _no_others(plain, ("document", "locator", "quote"))
    return Where(**{key: str(value) for key, value in plain.items()})


def _no_others(plain: Mapping[str, Any], known: tuple[str, ...]) -> None:
    others = [key for key in plain if key not in known]
    if others:
        raise SettingError(f"Unknown key {', '.join(map(repr, others))} in a value; the keys are {', '.join(known)}.")


def leaf_to_plain(leaf: Leaf, basis: Basis) -> Any:
    """The shortest form that `leaf_from_plain` reads back unchanged under the same `basis`."""
    if isinstance(leaf, Missing):
        return "not reported" if leaf.reason == "not reported" else {"missing": leaf.reason}
    value = _plain_value(leaf.value)
    full: dict[str, Any] = {"value": value}
    if leaf.basis != basis:
        full["basis"] = leaf.basis
    where = {name: text for name in ("document", "locator", "quote") if (text := getattr(leaf.where, name))}
    if where:
        full["where"] = where
    if leaf.note:
        full["note"] = leaf.note
    return value if len(full) == 1 else full


def _plain_value(value: Any) -> Any:
    if isinstance(value, Quantity):
        if value.unit == "" and value.low is None:
            return int(value.value) if value.value.is_integer() and abs(value.value) < 1e6 else value.value
        return quantity_text(value)
    return list(value) if isinstance(value, tuple) else value


def text_of(leaf: Leaf) -> str:
    """What a leaf says, for a person."""
    if isinstance(leaf, Missing):
        return leaf.reason
    value = leaf.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Quantity):
        return number_text(value.value) if not value.unit and value.low is None else quantity_text(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
