"""Quantities at the doors: what people write is parsed here, and printed here; inside, everything is float64 in SI.

The field's own units are units here, so that they cannot be mistaken for one another: ``particles``, ``cells`` and
``copies`` are counts of different things, ``ug protein`` is not ``ug``, ``% w/w`` is not ``% w/v``, ``%ID`` is a share of
the injected dose, and ``x g`` may name its radius: ``x g (r_max)``.
"""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from exoforge.base.errors import UnitError

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


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_PLAIN = r"[+-]?(?:\d{1,3}(?: \d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d+)?|[+-]?\.\d+(?:[eE][+-]?\d+)?"
_POWER = r"(?:(?P<m>[+-]?\d+(?:\.\d+)?)\s*[x×*·]\s*)?10\s*\^\s*\{?(?P<e>[+-]?\d+)\}?"
_NUMBER = re.compile(rf"\s*(?:{_POWER}|(?P<plain>{_PLAIN}))")
_INTERVAL = re.compile(r"\s*\[(?P<low>[^\],;]+)(?:[,;]|\s+to\s+)(?P<high>[^\]]+)\]")
_PLUS_MINUS = re.compile(r"\s*(?:±|\+/-|\+-)")
_RANGE = re.compile(r"\s*(?:(?:to|\.\.)\s*(?=[-+]?[\d.])|[–-]\s*(?=[\d.]))")
_SHARED_POWER = re.compile(rf"\s*(?:{_PLAIN})(?:{_PLUS_MINUS.pattern}|{_RANGE.pattern})\s*[+-]?[\d.]+\s*[x×*·]\s*10\s*\^")

FIELD_UNITS = (
    "counted_particle = [particle] = _ = counted_particles",
    "cell = [cell] = cells",
    "copy = [copy] = copies",
    "animal = [animal] = animals",
    "gram_protein = [protein] = g_protein",
    "injected_dose = [injected_dose] = ID",
    "percent_ID = 0.01 * injected_dose",
    "percent_w_w = 0.01",
    "percent_w_v = 10 kg / m ** 3",
    "percent_v_v = 0.01",
    "x_g = 9.80665 * m / s ** 2",
    "x_g_r_av = 9.80665 * m / s ** 2",
    "x_g_r_max = 9.80665 * m / s ** 2",
    "x_g_r_min = 9.80665 * m / s ** 2",
    "diavolume = [] = diavolumes = DV",
    "arbitrary_unit = []",
    "endotoxin_unit = [endotoxin] = endotoxin_units = EU",
)

PREFIXES = {"femto", "pico", "nano", "micro", "milli", "centi", "deci", "kilo", "mega", "giga"}
PREFIXABLE = {
    *("gram", "gram_protein", "meter", "liter", "molar", "mole", "second", "pascal", "volt", "dalton", "joule", "watt", "hertz", "poise", "newton", "gray"),
    *("becquerel", "curie", "bar", "ampere", "electron_volt", "kelvin", "calorie", "ohm", "siemens", "tesla", "endotoxin_unit", "base_pair", "stokes"),
}
"""What may stand behind a prefix, so that ``48 hh`` is a misspelling and not 4800 hours."""

COMMON_UNITS = (
    "particles",
    "particles/mL",
    "particles/cell",
    "particles/ug protein",
    "cells",
    "cells/mL",
    "cells/cm2",
    "ng",
    "ug",
    "mg",
    "g",
    "kg",
    "ug protein",
    "mg protein",
    "ug protein/mL",
    "ug/mL",
    "mg/mL",
    "uL",
    "mL",
    "L",
    "nm",
    "um",
    "mm",
    "cm",
    "m",
    "mm2",
    "cm2",
    "mm3",
    "cm3",
    "s",
    "min",
    "h",
    "d",
    "week",
    "month",
    "x g",
    "x g (r_av)",
    "x g (r_max)",
    "x g (r_min)",
    "rpm",
    "degC",
    "K",
    "%",
    "% w/w",
    "% w/v",
    "%ID",
    "mPa s",
    "Pa",
    "kPa",
    "kg/m3",
    "g/mL",
    "1/s",
    "1/h",
    "1/d",
    "um2/s",
    "m2/s",
    "pmol",
    "nmol",
    "uM",
    "nM",
    "V/cm",
    "copies",
    "copies/particle",
    "DV",
)
"""The units that a lab writes, for hints and for 'exoforge terms units'."""

_WORDS = (
    (re.compile(r"\b(particles?)\b"), r"counted_\1"),  # not pint's own 'particle', which is a share of a mole
    (re.compile(r"%\s*w\s*/\s*w"), "percent_w_w"),
    (re.compile(r"%\s*w\s*/\s*v"), "percent_w_v"),
    (re.compile(r"%\s*v\s*/\s*v"), "percent_v_v"),
    (re.compile(r"%\s*(?:ID|injected dose)\b"), "percent_ID"),
    (re.compile(r"(?<![A-Za-z])[x×]\s*g\s*(?:\(|at |@ ?)?\s*\(?r_?(?:av|average|ave)\)?(?![A-Za-z])"), "x_g_r_av"),
    (re.compile(r"(?<![A-Za-z])[x×]\s*g\s*(?:\(|at |@ ?)?\s*\(?r_?max\)?(?![A-Za-z])"), "x_g_r_max"),
    (re.compile(r"(?<![A-Za-z])[x×]\s*g\s*(?:\(|at |@ ?)?\s*\(?r_?min\)?(?![A-Za-z])"), "x_g_r_min"),
    (re.compile(r"(?<![A-Za-z])[x×]\s*g(?![A-Za-z_])"), "x_g"),
    (re.compile(r"\b([fpnuµμmk]?)g\s+(?:of\s+)?protein\b"), r"\1g_protein"),
)
_PRINTED = (
    ("counted_particles", "particles"),
    ("counted_particle", "particle"),
    ("percent_w_w", "% w/w"),
    ("percent_w_v", "% w/v"),
    ("percent_v_v", "% v/v"),
    ("percent_ID", "%ID"),
    ("x_g_r_av", "x g (r_av)"),
    ("x_g_r_max", "x g (r_max)"),
    ("x_g_r_min", "x g (r_min)"),
    ("x_g", "x g"),
    ("g_protein", "g protein"),
)


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    for definition in FIELD_UNITS:
        registry.define(definition)
    return registry


def _spelled(unit: str) -> str:
    """The unit as the parser wants it: one micro sign, powers marked, the field's phrases as single words."""
    text = unit.strip().translate(_SUPERSCRIPTS).replace("μ", "µ").replace("·", " ").replace("⋅", " ")
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    if text in {"C", "°C", "deg C"}:
        return "degC"
    text = re.sub(r"(?<![A-Za-z_])µ", "u", text)
    return re.sub(r"(?<=[A-Za-z])\^?(-1|-?[2346])(?![\dA-Za-z_])", r"**\1", text)


LONGEST_UNIT = 60
"""[characters] No unit of the field is longer."""


@lru_cache(maxsize=4096)
def _unit(unit: str) -> Any:
    spelled = _spelled(unit)
    try:
        if len(unit) > LONGEST_UNIT or re.search(r"\d{3}|(?:\*\*|\^)\s*[-+]?\d+\s*(?:\*\*|\^)", spelled):
            raise ValueError(unit)  # a tower of powers would be computed for ever
        for word in re.findall(r"[^\W\d]+", spelled):
            readings = _registry().parse_unit_name(word)
            if not any(prefix == "" or (prefix in PREFIXES and name in PREFIXABLE) for prefix, name, _ in readings):
                raise ValueError(word)
        return _registry().parse_units(spelled)
    except Exception as trouble:
        near = difflib.get_close_matches(unit, COMMON_UNITS, n=1, cutoff=0.5)
        hint = f"; did you mean '{near[0]}'?" if near else "; see 'exoforge terms units' for the units in use."
        raise UnitError(f"Unknown unit '{unit}'{hint}") from trouble


@lru_cache(maxsize=4096)
def factor_between(unit: str, target: str) -> tuple[float, float]:
    """Factor and offset that turn a value in `unit` into one in `target`: ``target value = factor * value + offset``.

    Raises
    ------
    UnitError
        A unit is unknown, or the two measure different things.
    """
    source, wanted = _unit(unit), _unit(target)
    if source.dimensionality != wanted.dimensionality:
        raise UnitError(
            f"Unit '{unit}' measures {_dimension(source)}, but '{target}' measures {_dimension(wanted)}; state the value in a unit like '{target}'."
        )
    make = _registry().Quantity
    zero = float(make(0.0, source).to(wanted).magnitude)
    one = float(make(1.0, source).to(wanted).magnitude)
    return one - zero, zero


def base_form(unit: str) -> tuple[float, dict[str, float]]:
    """What a unit is in base units: a factor, and the power of each base unit (``meter``, ``kilogram``, ``cell``, ...).

    Raises
    ------
    UnitError
        The unit is unknown, or its zero is not that of its base unit (a temperature in degrees).
    """
    make, found = _registry().Quantity, _unit(unit)
    if not make(0.0, found).to_base_units().magnitude == 0.0:
        raise UnitError(f"Unit '{unit}' does not begin at zero; state the value in its base unit.")
    whole = make(1.0, found).to_base_units()
    return float(whole.magnitude), {str(name): float(power) for name, power in whole.unit_items()}


def _dimension(unit: Any) -> str:
    return "a pure number" if unit.dimensionless else str(unit.dimensionality)


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
    return bool(_unit(quantity.unit).dimensionality == _unit(target).dimensionality)


def normal_unit(unit: str) -> str:
    """The one spelling in which a unit is kept and printed."""
    text = _spelled(unit)
    for word, printed in _PRINTED:
        text = re.sub(rf"(?<![A-Za-z_]){word}(?![A-Za-z_])" if word != "g_protein" else r"g_protein\b", printed, text)
    return re.sub(r"\*\*(-?\d)", r"\1", text)


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
    return re.sub(r"(?<=10)([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: "^" + found.group(1).translate(_SUPERSCRIPTS), text)


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


def quantity_text(quantity: Quantity) -> str:
    """The canonical text; `parse_quantity` reads it back unchanged."""
    number = number_text(quantity.value)
    if quantity.low is not None and quantity.high is not None:
        number += f" [{number_text(quantity.low)}, {number_text(quantity.high)}]"
    return f"{number} {quantity.unit}".strip()
