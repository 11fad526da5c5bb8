"""Units of an SBML file as a scientist writes them."""

from __future__ import annotations

from typing import Any

from exoforge.laws.kinetics.sbml_library import libsbml

SHORT = {
    "dimensionless": "",
    "item": "items",
    "litre": "L",
    "liter": "L",
    "metre": "m",
    "meter": "m",
    "second": "s",
    "mole": "mol",
    "gram": "g",
    "kilogram": "kg",
    "kelvin": "K",
    "avogadro": "avogadro",
}
"""SBML's own units."""
PREDEFINED = {"substance": "mol", "volume": "L", "area": "m2", "length": "m", "time": "s"}
"""What levels 1 and 2 mean by these words where a file does not define them."""
FACTORS = {
    ("second", 60.0): "min",
    ("second", 3600.0): "h",
    ("second", 86400.0): "d",
    ("second", 604800.0): "week",
    **{
        (base, factor): f"{prefix}{SHORT[base]}"
        for base in ("second", "metre", "litre", "mole", "gram")
        for factor, prefix in ((1e-3, "m"), (1e-6, "u"), (1e-9, "n"), (1e-12, "p"), (1e-15, "f"))
    },
    ("metre", 1e-2): "cm",
    ("metre", 1e-1): "dm",
    ("gram", 1e3): "kg",
}
"""(base unit, factor) -> the usual sign."""
NO_TIME_UNIT = "time unit"
"""What stands for the unit of time of a file that does not say it."""


def unit_text(model: Any, name: str) -> str:
    """A unit of a file in text, empty where there is none."""
    definition = model.getUnitDefinition(name) if name else None
    if definition is None:
        return PREDEFINED.get(name, SHORT.get(name, name))
    if definition.getName() and (definition.getIdAttribute().startswith("unit_") or not definition.getNumUnits()):
        return " ".join(str(definition.getName()).split())
    parts = [_part(unit) for unit in definition.getListOfUnits()]
    above = " ".join(text for text, power in parts if text and power > 0)
    below = "".join(f"/{text}" for text, power in parts if text and power < 0)
    return f"{above or '1'}{below}" if above or below else ""


def time_unit_of(model: Any) -> str:
    """The unit of time of a file."""
    if model.getLevel() < 3:
        return unit_text(model, "time") or NO_TIME_UNIT
    return unit_text(model, model.getTimeUnits()) or NO_TIME_UNIT


def _part(unit: Any) -> tuple[str, float]:
    """One factor of a unit: its sign with its power, and the power's sign."""
    kind = libsbml().UnitKind_toString(unit.getKind())
    factor, power = unit.getMultiplier() * 10.0 ** unit.getScale(), float(unit.getExponentAsDouble())
    sign = SHORT.get(kind, kind)
    if abs(factor - 1.0) > 1e-12:
        near = next((text for (base, known), text in FACTORS.items() if base == kind and abs(known / factor - 1.0) < 1e-9), "")
        sign = near or (f"({factor:.6g} {sign})" if sign else f"{factor:.6g}")
    if not sign or power == 0:
        return "", power
    return (sign if abs(power) == 1 else f"{sign}**{abs(power):g}"), power
