"""Results as numbers: what a text or a headline number may mean, and whether all of it lies within a limit."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.units import Quantity, convert, fits, parse_quantity, quantity_text, short_number
from exoforge.laws.distributions import share_between
from exoforge.quality.release.evidence import Span, Value
from exoforge.streams.measurement import Distribution, Figure

LEVEL = 0.95
_SIGN = re.compile(r"\s*(<=|>=|[<>≤≥])")
SI = {"particles/m3": "particles/mL", "m": "nm", "kg/m3": "ug/mL", "": "%"}
"""Units of headline numbers as a certificate prints them."""


def stated_value(text: str) -> Value:
    """A stated result: ``1.2e10 particles/mL``, ``24 [13, 35] nm``, or censored: ``<0.05 EU/mL``.

    Raises
    ------
    SettingError
        It is no quantity.
    """
    censored = _SIGN.match(text)
    sign = censored[1] if censored else ""
    found = parse_quantity(text[censored.end() :] if censored else text)
    at, unit = found.value, found.unit
    if sign in ("<", "<=", "≤"):
        return Value(shown=text.strip(), possible=Span(low=-math.inf, high=at, unit=unit, low_open=True, high_open=sign == "<"))
    if sign in (">", ">=", "≥"):
        return Value(shown=text.strip(), possible=Span(low=at, high=math.inf, unit=unit, low_open=sign == ">", high_open=True))
    interval = None if found.low is None or found.high is None else Span(low=found.low, high=found.high, unit=unit)
    return Value(shown=text.strip(), possible=Span(low=at, high=at, unit=unit), interval=interval, of="the interval as stated" if interval else "")


def figure_value(figure: Figure) -> Value:
    """A headline number, with the interval that is printed, or else that of its technical repeats by Student's t."""
    shown_unit = SI.get(figure.unit, figure.unit)
    if not math.isfinite(figure.value):
        raise SettingError(f"The {figure.name} of the file is not a number; nothing can be held against a limit.")
    return _with_interval(figure.value, figure.unit, shown_unit, spread=figure.spread, repeats=figure.repeats, low=figure.low, high=figure.high)


def share_value(distributions: Sequence[Distribution], low: float, high: float) -> Value:
    """The share of size distributions between two diameters [m]: the mean of the repeats.

    Raises
    ------
    SettingError
        All of them are empty.
    """
    shares = np.array([share_between(one.edges, one.amount, low=low, high=high) for one in distributions if one.amount.any()])
    if not shares.size:
        raise SettingError("Every size distribution of the file is empty.")
    spread = float(shares.std(ddof=1)) if shares.size > 1 else None
    return _with_interval(float(shares.mean()), "", "%", spread=spread, repeats=int(shares.size), ends=(0.0, 1.0))


def _with_interval(
    value: float,
    unit: str,
    shown_unit: str,
    *,
    spread: float | None,
    repeats: int,
    low: float | None = None,
    high: float | None = None,
    ends: tuple[float, float] = (-math.inf, math.inf),
) -> Value:
    """A number with its interval: as given, or else that of repeats by Student's t, which ends where the quantity does."""
    of = "the interval of the instrument" if low is not None and high is not None else ""
    if not of and spread is not None and repeats > 1:
        from scipy.special import stdtrit

        half = float(stdtrit(repeats - 1, 0.5 + LEVEL / 2.0)) * spread / math.sqrt(repeats)
        low, high, of = max(value - half, ends[0]), min(value + half, ends[1]), f"{repeats} technical repeats; it says nothing of other samples or days"
    at = Span(low=value, high=value, unit=unit)
    shown = _in(value, unit, shown_unit)
    if low is None or high is None:
        return Value(shown=shown, possible=at)
    between = f"{_in(low, unit, shown_unit, bare=True)} to {_in(high, unit, shown_unit, bare=True)}"
    return Value(shown=f"{shown} ({between})", possible=at, interval=Span(low=min(low, value), high=max(high, value), unit=unit), of=of)


def _in(value: float, unit: str, shown: str, *, bare: bool = False) -> str:
    moved = convert(Quantity(value=value, unit=unit), shown).value if shown != unit else value
    number = short_number(moved, 4)
    return number if bare or not shown else f"{number} {shown}"


def as_span(kind: Literal["at-least", "at-most", "above", "below"], limit: str) -> Span:
    """What a limit allows."""
    at = parse_quantity(limit)
    if kind in ("at-least", "above"):
        return Span(low=at.value, high=math.inf, unit=at.unit, low_open=kind == "above", high_open=True)
    return Span(low=-math.inf, high=at.value, unit=at.unit, low_open=True, high_open=kind == "below")


def in_unit(span: Span, unit: str) -> Span:
    """A span in another unit; infinite ends stay.

    Raises
    ------
    SettingError
        The units measure different things.
    """
    probe = Quantity(value=1.0, unit=span.unit)
    if not fits(probe, unit):
        raise SettingError(f"The result is in '{span.unit or 'a pure number'}' and the limit in '{unit or 'a pure number'}', which measure different things.")

    def moved(value: float) -> float:
        return value if math.isinf(value) else convert(Quantity(value=value, unit=span.unit), unit).value

    return Span(low=moved(span.low), high=moved(span.high), unit=unit, low_open=span.low_open, high_open=span.high_open)


MAY_BE_NEGATIVE = ("mV", "degC")
"""Units in which a result below zero makes sense: a zeta potential, a temperature."""


def check_sense(value: Value, allowed: Span) -> None:
    """See that a stated result can be meant as it stands beside its limit.

    Raises
    ------
    SettingError
        It has no unit where the limit is in per cent, so that 85 may be 85 % or 8500 %; or it is below zero where the
        limit is not.
    """
    found = value.possible
    if allowed.unit == "%" and not found.unit:
        raise SettingError(f"'{value.shown}' has no unit and the limit is in per cent; write '{value.shown} %' if that is meant.")
    ends = [end for end in (allowed.low, allowed.high) if math.isfinite(end)]
    if -math.inf < found.high < 0 <= min(ends) and not any(fits(Quantity(value=1.0, unit=found.unit), unit) for unit in MAY_BE_NEGATIVE):
        raise SettingError(f"'{value.shown}' is below zero, which no such quantity can be; look into the report.")


ROUNDING = 1e-12
"""[1] Two numbers that differ by less of themselves are the same: a conversion of units may round the last digit."""


def within(possible: Span, allowed: Span) -> Literal["inside", "outside", "across"]:
    """Whether all that a result may be is allowed, none of it is, or only a part.

    Raises
    ------
    SettingError
        The units measure different things.
    """
    one = in_unit(possible, allowed.unit)
    if _starts_before(allowed, one) and _ends_after(allowed, one):
        return "inside"
    apart_above = one.low > allowed.high and not _same(one.low, allowed.high)
    apart_below = one.high < allowed.low and not _same(one.high, allowed.low)
    touching_above = _same(one.low, allowed.high) and (one.low_open or allowed.high_open)
    touching_below = _same(one.high, allowed.low) and (one.high_open or allowed.low_open)
    return "outside" if apart_above or apart_below or touching_above or touching_below else "across"


def _starts_before(allowed: Span, one: Span) -> bool:
    return not (allowed.low_open and not one.low_open and math.isfinite(one.low)) if _same(allowed.low, one.low) else allowed.low < one.low


def _ends_after(allowed: Span, one: Span) -> bool:
    return not (allowed.high_open and not one.high_open and math.isfinite(one.high)) if _same(allowed.high, one.high) else allowed.high > one.high


def _same(one: float, two: float) -> bool:
    return one == two or (math.isfinite(one) and math.isfinite(two) and abs(one - two) <= ROUNDING * max(abs(one), abs(two)))


def span_text(span: Span) -> str:
    """What a limit allows, in words: ``at least 90 %``, ``below 0.5 EU/mL``, ``8e9 to 1.2e10 particles/mL``."""
    if math.isinf(span.low):
        return f"{'below' if span.high_open else 'at most'} {quantity_text(Quantity(value=span.high, unit=span.unit))}"
    if math.isinf(span.high):
        return f"{'above' if span.low_open else 'at least'} {quantity_text(Quantity(value=span.low, unit=span.unit))}"
    return f"{short_number(span.low, 6)} to {short_number(span.high, 6)} {span.unit}".strip()
