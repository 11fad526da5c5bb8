"""Unit definitions for an SBML file: what a unit text of a model is in SBML's base units."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from exoforge.base.errors import UnitError
from exoforge.base.unit_names import base_form

BASES = {"meter": "metre", "kilogram": "kilogram", "second": "second", "mole": "mole", "kelvin": "kelvin", "ampere": "ampere", "candela": "candela"}
"""Base units as they are called here, and in SBML."""


def unit_definitions(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """For each unit text its identifier and its definition; a unit that SBML cannot say has neither, and a pure number needs none.

    Things that are counted, such as cells or particles, are SBML's ``item``.
    """
    found: dict[str, tuple[str, str]] = {}
    for text in texts:
        if text not in found:
            parts = _parts(text) if text else None
            if parts is None:
                found[text] = ("dimensionless", "") if not text else ("", "")
                continue
            ident = f"unit_{len(found) + 1}"
            inside = "".join(f'<unit kind="{kind}" exponent="{power:g}" scale="0" multiplier="{factor!r}"/>' for kind, power, factor in parts)
            found[text] = (ident, f'<unitDefinition id="{ident}" name={quoteattr(text)}><listOfUnits>{inside}</listOfUnits></unitDefinition>')
    return found


def _parts(text: str) -> list[tuple[str, float, float]] | None:
    """The factors of a unit: kind, exponent, multiplier; None where SBML has no word for one."""
    try:
        factor, powers = base_form(text)
    except UnitError:
        return None
    parts = [(BASES.get(base, "item"), power, 1.0) for base, power in powers.items()]
    if not parts or len({kind for kind, _, _ in parts}) < len(parts):
        return None
    if factor != 1.0:
        parts.insert(0, ("dimensionless", 1.0, factor))
    return parts
