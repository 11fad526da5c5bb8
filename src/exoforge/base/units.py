"""Quantities at the doors: what people write is parsed here, and printed here; inside, everything is float64 in SI."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from exoforge.base.errors import UnitError
from exoforge.base.unit_names import SUPERSCRIPTS, factor_between, measures_the_same, normal_unit

STANDARD_GRAVITY = 9.80665
"""[m/s2], exact by definition (CGPM 1901)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number with its unit and, when it is known, its interval.

    Used at the edges only: files, forms, printing. `low` and `high` bound the value as the source states it.
    """

    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        for number in (self.value, self.low, self.high):
            if number is not None and not math.isfinite(number):
                raise UnitError(f"{number} is not a finite number; state a number, or say that it is not reported.")
        if (self.low is None) != (self.high is None):
            raise UnitError(f"An interval needs both ends; found low {self.low} and high {self.high}.")
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            raise UnitError(f"The value {self.value:g} must lie within its interval [{self.low:g}, {self.high:g}].")
        factor_between(self.unit, self.unit)

    def __str__(self) -> str:
        return quantity_text(self)


_PLAIN = r"[+-]?(?:\d{1,3}(?: \d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d+)?|[+-]?\.\d+(?:[eE][+-]?\d+)?"
_POWER = r"(?:(?P<m>[+-]?\d+(?:\.\d+)?)\s*[x×*·]\s*)?10\s*\^\s*\{?(?P<e>[+-]?\d+)\}?"
_NUMBER = re.compile(rf"\s*(?:{_POWER}|(?P<plain>{_PLAIN}))")
_INTERVAL = re.compile(r"\s*\[(?P<low>[^\],;]+)(?:[,;]|\s+to\s+)(?P<high>[^\]]+)\]")
_PLUS_MINUS = re.compile(r"\s*(?:±|\+/-|\+-)")
_RANGE = re.compile(r"\s*(?:(?:to|\.\.)\s*(?=[-+]?[\d.])|[–-]\s*(?=[\d.]))")
_SHARED_POWER = re.compile(rf"\s*(?:{_PLAIN})(?:{_PLUS_MINUS.pattern}|{_RANGE.pattern})\s*[+-]?[\d.]+\s*[x×*·]\s*10\s*\^")


def convert(quantity: Quantity, target: str) -> Quantity:
    """The same quantity in another unit, interval included."""
    factor, offset = factor_between(quantity.unit, target)

    def moved(number: float) -> float:
        return number * factor + offset

    if quantity.low is None or quantity.high is None:
        return Quantity(value=moved(quantity.value), unit=target)
    return Quantity(value=moved(quantity.value), unit=target, low=moved(quantity.low), high=moved(quantity.high))


def fits(quantity: Quantity, target: str) -> bool:
    """Whether the quantity measures the same thing as `target`."""
    return measures_the_same(quantity.unit, target)


def looks_like_quantity(text: str) -> bool:
    """Whether the text begins as a number does; the rest may still be no unit."""
    return _NUMBER.match(text.strip()) is not None


def parse_quantity(text: str) -> Quantity:
    """Read ``200 ug protein``, ``1.3 × 10^10 particles``, ``24 [13, 35] nm``, ``5 ± 1 mL`` or ``20 to 30 %``.

    ``a to b`` keeps both ends and the middle as value. ``±`` is read as the interval that it prints.

    Raises
    ------
    UnitError
        No number at the start, a comma in the number, one power of ten behind two numbers, an unknown unit, an interval that does not hold its value.
    """
    whole = _marked_powers(text.strip())
    if re.search(r"\d,\d", re.sub(r"\[[^\]]*\]", "", whole)):
        raise UnitError(
            f"'{text}' holds a comma inside a number, which could be a decimal or a thousands sign; write it with a point ('0.5') or without sign ('100000')."
        )
    if _SHARED_POWER.match(whole):
        raise UnitError(f"'{text}' has one power of ten behind two numbers, which may belong to both; write it at each of them.")
    value, rest = _leading_number(whole, text)
    low: float | None = None
    high: float | None = None
    if interval := _INTERVAL.match(rest):
        low, high = (_whole_number(interval.group(end), text) for end in ("low", "high"))
        rest = rest[interval.end() :]
    elif sign := _PLUS_MINUS.match(rest):
        half, rest = _leading_number(rest[sign.end() :], text)
        low, high = value - abs(half), value + abs(half)
    elif between := _RANGE.match(rest):
        low = value
        high, rest = _leading_number(rest[between.end() :], text)
        value = (low + high) / 2
    return Quantity(value=value, unit=normal_unit(f"1{rest.lstrip()}" if rest.lstrip().startswith("/") else rest), low=low, high=high)


def _marked_powers(text: str) -> str:
    """``10⁹`` as ``10^9`` and the typographic minus as ``-``; superscripts of units are left for the unit parser."""
    text = text.replace("−", "-")
    return re.sub(r"(?<=10)([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: "^" + found.group(1).translate(SUPERSCRIPTS), text)


def _leading_number(text: str, whole: str) -> tuple[float, str]:
    found = _NUMBER.match(text)
    if found is None:
        raise UnitError(f"'{whole}' does not begin with a number; write a number and its unit, for example '200 ug protein'.")
    rest = text[found.end() :]
    if found.group("e") is not None:
        return float(f"{found.group('m') or 1}e{found.group('e')}"), rest
    return float(found.group("plain").replace(" ", "")), rest


def _whole_number(text: str, whole: str) -> float:
    value, rest = _leading_number(text, whole)
    if rest.strip():
        raise UnitError(f"'{text.strip()}' in '{whole}' is not a number; write the unit once, behind the interval.")
    return value


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number: ``5``, ``0.25``, ``1.3e10``."""
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    if abs(value) < 1e6:
        return repr(value)
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    mantissa = str(digits[0]) + ("." + "".join(map(str, digits[1:])) if len(digits) > 1 else "")
    return f"{'-' if sign else ''}{mantissa}e{int(exponent) + len(digits) - 1}"


def short_number(value: float, digits: int = 2) -> str:
    """A number for a sentence, to a few significant digits: ``6.1e7``."""
    return number_text(float(f"{value:.{digits}g}")) if math.isfinite(value) else str(value)


def short_percent(share: float, digits: int = 2) -> str:
    """A share in per cent for a sentence: ``4.1 %``."""
    return f"{short_number(100.0 * share, digits)} %"


def quantity_text(quantity: Quantity) -> str:
    """The canonical text; `parse_quantity` reads it back unchanged."""
    number = number_text(quantity.value)
    if quantity.low is not None and quantity.high is not None:
        number += f" [{number_text(quantity.low)}, {number_text(quantity.high)}]"
    return f"{number} {quantity.unit}".strip()
