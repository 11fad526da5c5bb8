"""The names of units: what a lab writes, how it is spelled here, and how one unit becomes another.

The field's own units are units here, so that they cannot be mistaken for one another: ``particles``, ``cells`` and
``copies`` are counts of different things, ``ug protein`` is not ``ug``, ``% w/w`` is not ``% w/v``, ``%ID`` is a share of
the injected dose, and ``x g`` may name its radius: ``x g (r_max)``.
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import Any

from exoforge.base.errors import UnitError

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")

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
    "kDa",
    "kg/mol",
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
_DALTON = re.compile(r"(?:kilo|mega)?dalton")
"""Scientists write a molar mass in daltons; no other unit of mass stands for one."""
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
    text = unit.strip().translate(SUPERSCRIPTS).replace("μ", "µ").replace("·", " ").replace("⋅", " ")
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    if text in {"C", "°C", "deg C"}:
        return "degC"
    text = re.sub(r"(?<![A-Za-z_])µ", "u", text)
    return re.sub(r"(?<=[A-Za-z])\^?(-1|-?[2346])(?![\dA-Za-z_])", r"**\1", text)


LONGEST_UNIT = 60
"""[characters] No unit of the field is longer."""


@lru_cache(maxsize=4096)
def parsed_unit(unit: str) -> Any:
    """A unit as pint knows it.

    Raises
    ------
    UnitError
        The unit is unknown; the nearest one in use is named.
    """
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


def measures_the_same(unit: str, target: str) -> bool:
    """Whether values of the two units can be told in each other.

    Raises
    ------
    UnitError
        A unit is unknown.
    """
    wanted = parsed_unit(target)
    return bool(_as_meant(parsed_unit(unit), wanted).dimensionality == wanted.dimensionality)


def _as_meant(source: Any, wanted: Any) -> Any:
    """A unit as it is meant where another is wanted: ``kDa`` is the mass of one molecule, and ``kg/mol`` where a molar mass is wanted; any other as it is."""
    if _DALTON.fullmatch(str(source)) and wanted.dimensionality == _registry().Unit("g/mol").dimensionality:
        return _registry().Unit(str(source).replace("dalton", "gram") + " / mole")
    return source


@lru_cache(maxsize=4096)
def factor_between(unit: str, target: str) -> tuple[float, float]:
    """Factor and offset that turn a value in `unit` into one in `target`: ``target value = factor * value + offset``.

    Raises
    ------
    UnitError
        A unit is unknown, or the two measure different things.
    """
    wanted = parsed_unit(target)
    source = _as_meant(parsed_unit(unit), wanted)
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
    make, found = _registry().Quantity, parsed_unit(unit)
    if not make(0.0, found).to_base_units().magnitude == 0.0:
        raise UnitError(f"Unit '{unit}' does not begin at zero; state the value in its base unit.")
    whole = make(1.0, found).to_base_units()
    return float(whole.magnitude), {str(name): float(power) for name, power in whole.unit_items()}


def _dimension(unit: Any) -> str:
    return "a pure number" if unit.dimensionless else str(unit.dimensionality)


def normal_unit(unit: str) -> str:
    """The one spelling in which a unit is kept and printed."""
    text = _spelled(unit)
    for word, printed in _PRINTED:
        text = re.sub(rf"(?<![A-Za-z_]){word}(?![A-Za-z_])" if word != "g_protein" else r"g_protein\b", printed, text)
    return re.sub(r"\*\*(-?\d)", r"\1", text)
