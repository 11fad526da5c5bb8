"""How alike two doses are, in a unit that both can be brought to, and never across units that only a measurement could join."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.base.units import Quantity, convert, fits, quantity_text, short_number
from exoforge.record.dose_units import form_of
from exoforge.record.stated import Leaf, Missing
from exoforge.record.therapy import DOSE_UNITS, Dosing

FALL = 1.0
"""[decades] The ratio of two doses at which they are no longer alike at all; a choice of this package."""

_AMOUNT_OF: Mapping[str, str] = {"particles/mL": "particles", "ug protein/mL": "ug protein", "ug/mL": "ug", "cells/mL": "cells"}
_BRIDGES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"particles", "protein"}), "the particles per protein mass of the batch"),
    (frozenset({"particles", "mass"}), "what the mass is of, and the particles per mass of the batch"),
    (frozenset({"protein", "mass"}), "what the mass is of"),
    (frozenset({"particles", "cells"}), "the particles per cell of the batch"),
    (frozenset({"cells", "protein"}), "the protein per cell of the batch"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DoseLikeness:
    """How alike two doses are.

    Parameters
    ----------
    likeness : [1] in [0, 1], or None where the doses cannot be compared.
    sentence : both doses, and the reason.
    """

    likeness: float | None
    sentence: str


def compared_doses(mine: Dosing, other: Dosing) -> DoseLikeness:
    """Compare two doses of one application.

    The likeness is ``max(0, 1 - abs(log10(a / b)) / FALL)``, with `a` and `b` in the first unit of the list `DOSE_UNITS` that
    both doses fit; a concentration with a stated volume also gives an amount. Where no unit fits both, nothing is converted.

    Assumes
    -------
    The middle of an interval stands for it.
    """
    if isinstance(mine.dose, Missing) or isinstance(other.dose, Missing):
        whose = "either record" if isinstance(mine.dose, Missing) and isinstance(other.dose, Missing) else "one of the records"
        return DoseLikeness(likeness=None, sentence=f"dose: not reported in {whose}")
    pair = f"{_text(mine)} and {_text(other)}"
    ours, theirs = _forms(mine), _forms(other)
    for unit in DOSE_UNITS:
        if unit in ours and unit in theirs:
            likeness = _likeness(ours[unit], theirs[unit])
            return DoseLikeness(likeness=likeness, sentence=f"dose: {pair} ({short_number(ours[unit], 3)} and {short_number(theirs[unit], 3)} {unit})")
    return DoseLikeness(likeness=None, sentence=f"dose: {pair} cannot be compared without {_bridge(mine.dose.value, other.dose.value)}")


def _forms(dosing: Dosing) -> dict[str, float]:
    """The dose in every unit of the list that it can be brought to without assuming anything."""
    dose: Quantity = dosing.dose.value
    forms = {unit: convert(dose, unit).value for unit in DOSE_UNITS if fits(dose, unit)}
    volume: Leaf = dosing.volume
    if not isinstance(volume, Missing):
        millilitres = convert(volume.value, "mL").value
        forms |= {amount: forms[concentration] * millilitres for concentration, amount in _AMOUNT_OF.items() if concentration in forms}
    return forms


def _likeness(mine: float, other: float) -> float:
    if mine == 0 or other == 0:
        return 1.0 if mine == other else 0.0
    return max(0.0, 1.0 - abs(math.log10(mine / other)) / FALL)


def _text(dosing: Dosing) -> str:
    dose, volume = dosing.dose, dosing.volume
    said = quantity_text(dose.value)
    if not isinstance(volume, Missing):
        said += f" in {quantity_text(volume.value)}"
    return f"{said} ({dose.basis})" if dose.basis == "assumed" else said


def _bridge(mine: Quantity, other: Quantity) -> str:
    kinds = frozenset(form_of(dose).kind for dose in (mine, other))
    if len(kinds) == 1:
        return "the volume, area or body mass that joins their units"
    if "volume" in kinds:
        return "what the volume holds"
    return next((bridge for pair, bridge in _BRIDGES if pair == kinds), "a measurement on the batch that joins their units")
