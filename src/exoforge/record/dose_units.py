"""What a dose counts and what it is divided by: the two things that its unit says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from exoforge.base.errors import UnitError
from exoforge.base.units import Quantity, convert, fits

Kind = Literal["particles", "protein", "mass", "cells", "phospholipid", "volume"]
Per = Literal["", "mL", "kg", "cm2"]

UNIT_OF_KIND: Mapping[Kind, str] = {"particles": "particles", "protein": "ug protein", "mass": "ug", "cells": "cells", "phospholipid": "mol", "volume": "mL"}
"""The unit in which each kind of dose is kept. ``mass`` is a mass that does not say of what."""
KINDS: tuple[Kind, ...] = tuple(UNIT_OF_KIND)
PERS: tuple[Per, ...] = ("", "mL", "kg", "cm2")
KIND_WORDS: Mapping[Kind, str] = {
    "particles": "particles",
    "protein": "protein",
    "mass": "mass",
    "cells": "cells",
    "phospholipid": "phospholipid",
    "volume": "volume",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class DoseForm:
    """What a dose counts, and per what: nothing, a millilitre given, a kilogram of body, or a square centimetre."""

    kind: Kind
    per: Per = ""

    @property
    def unit(self) -> str:
        """The unit in which this form is kept."""
        return f"{UNIT_OF_KIND[self.kind]}/{self.per}" if self.per else UNIT_OF_KIND[self.kind]


@lru_cache(maxsize=1)
def dose_forms() -> tuple[DoseForm, ...]:
    """Every form that a dose can have; a volume per volume is a number and a volume per area a length, which no dose is."""
    return tuple(DoseForm(kind=kind, per=per) for per in PERS for kind in KINDS if kind != "volume" or per in ("", "kg"))


def form_of(dose: Quantity) -> DoseForm:
    """What a dose counts and per what, by its unit.

    Raises
    ------
    UnitError
        The unit is none of a dose; a bare number and a percentage are none, although ug/kg is a pure number too.
    """
    bare = fits(dose, "") and "g/" not in dose.unit
    for form in dose_forms():
        if not bare and fits(dose, form.unit):
            return form
    raise UnitError(f"'{dose}' has no unit of a dose; use one like {', '.join(repr(form.unit) for form in dose_forms()[:6])}, or these per mL, kg or cm2.")


def canonical(dose: Quantity) -> Quantity:
    """The dose in the unit in which its form is kept.

    Raises
    ------
    UnitError
        As `form_of`.
    """
    unit = form_of(dose).unit
    return dose if dose.unit == unit else convert(dose, unit)
