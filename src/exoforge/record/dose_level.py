"""One dose level as it was printed, and what is to be said about it: what was assumed, what is not known, what is hard to believe."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from exoforge.base.units import Quantity, convert, short_number
from exoforge.laws.dosing import KORDELAS_UNIT
from exoforge.laws.vesicle import protein_mass
from exoforge.record.dose_units import DoseForm, Kind, form_of
from exoforge.record.therapy import DOSE_UNITS

Subject = Literal["vesicles", "cells"]
"""Whom the text is about: it decides what a bare count is, and whether a dose in cells is doubtful."""

FEWEST = 1e6
"""[particles] Fewer are doubted, and a number without a power of ten and without a noun is no count; a choice of this package."""
FULLEST = 0.1
"""[1] Share of a volume that vesicles may fill before a concentration is doubted; a choice of this package."""
LARGEST_DOSE = 10.0
"""Times the largest published clinical unit beyond which a mass is doubted; a choice of this package."""
USUAL_DIAMETER = 100e-9
"""[m] of the vesicles of a doubt, a choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DoseLevel:
    """One dose level as it was read.

    Parameters
    ----------
    quantity : the dose, in the unit in which its form is kept (`record.dose_units`). printed : the same in the unit that is printed.
    counted : what it counts. is_assumed : the text does not say what is counted.
    is_yield : it counts cells, and the text says that they are those whose medium gave the vesicles.
    volume : in which it is given, when printed. place : per what else it is printed, such as ``drop`` or ``unit``.
    also : the same dose said otherwise, such as the mass behind a count. limit : what it may not exceed, when printed.
    text : the words that were read, in one spelling.
    """

    quantity: Quantity
    printed: Quantity
    counted: Kind
    is_assumed: bool = False
    is_yield: bool = False
    volume: Quantity | None = None
    place: str = ""
    also: tuple[Quantity, ...] = ()
    limit: Quantity | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DoseReading:
    """What was read of a text: its dose levels in order, the words that were not read, and what is to be said about both."""

    text: str
    levels: tuple[DoseLevel, ...] = ()
    unread: str = ""
    notes: tuple[str, ...] = ()


def amount_in_all(level: DoseLevel) -> Quantity | None:
    """The amount of one application: a concentration times its volume, or the dose itself; None per body or area, and where no volume is printed."""
    form = form_of(level.quantity)
    if form.per == "":
        return level.quantity
    if form.per != "mL" or level.volume is None:
        return None
    volume = convert(level.volume, "mL")
    ends = [level.quantity.low, level.quantity.high, volume.low, volume.high]
    unit = DoseForm(kind=form.kind).unit
    if all(end is None for end in ends):
        return Quantity(value=level.quantity.value * volume.value, unit=unit)
    low, high = (_end(level.quantity, side) * _end(volume, side) for side in ("low", "high"))
    return Quantity(value=min(max(level.quantity.value * volume.value, low), high), unit=unit, low=low, high=high)


def _end(quantity: Quantity, side: str) -> float:
    end = getattr(quantity, side)
    return quantity.value if end is None else float(end)


def doubts(level: DoseLevel, subject: Subject = "vesicles") -> tuple[str, ...]:
    """What is to be said about one level: what was assumed, what is not known, and what is hard to believe."""
    said = f"'{level.text}'"
    notes = []
    if level.is_assumed and level.counted in ("particles", "cells"):
        notes.append(f"{said} does not say what is counted; {level.counted} are assumed.")
    if level.counted == "mass":
        notes.append(f"{said} does not say what the mass is of: protein, or all of the vesicles.")
    if level.counted == "volume":
        notes.append(f"{said} is a volume alone, which does not say how much it holds.")
    if level.is_yield:
        notes.append(f"{said} counts the cells whose medium gave the vesicles.")
    elif level.counted == "cells" and subject == "vesicles":
        notes.append(f"{said} counts cells: of vesicles it can only mean the cells whose medium gave them, or it is a misprint.")
    if level.place in {"drop", "drops", "unit", "units"}:
        notes.append(f"{said} is per {level.place}, and how much a {level.place} is must be known beside it.")
    if level.place in {"day", "days", "week", "weeks"}:
        notes.append(f"{said} is per {level.place}, which is one application only when there is one in that time.")
    if level.quantity.unit not in DOSE_UNITS:
        notes.append(f"A record cannot hold a dose in {level.quantity.unit}; bring it to one of its units first.")
    if level.quantity.low is not None and level.quantity.low < 0 <= level.quantity.value:
        notes.append(f"{said} has an interval that reaches below 0.")
    return (*notes, *_disbelief(level, said))


def _disbelief(level: DoseLevel, said: str) -> tuple[str, ...]:
    """Concentrations that leave no room for water, doses far above any published one, counts that lost their superscript."""
    form, value = form_of(level.quantity), level.quantity.value
    notes = []
    concentration = _concentration(level)
    if concentration is not None and (share := _filled(form.kind, concentration)) > FULLEST:
        whose = "vesicles of 100 nm" if form.kind == "particles" else "vesicles of 100 nm, as full of protein as they can be,"
        unit = DoseForm(kind=form.kind, per="mL").unit
        notes.append(f"Doubtful: {said} is {short_number(concentration, 3)} {unit}, at which {whose} would fill {100 * share:.0f} % of the volume.")
    if form.kind in ("protein", "mass") and not form.per:
        most, least = (value * 1e-9 / mass for mass in KORDELAS_UNIT.protein)
        if least > LARGEST_DOSE:
            unit = f"{KORDELAS_UNIT.source}: {KORDELAS_UNIT.protein[0] * 1e6:g} to {KORDELAS_UNIT.protein[1] * 1e6:g} mg"
            notes.append(f"Doubtful: {said} is {short_number(least)} to {short_number(most)} of the first clinical units of vesicles ({unit}).")
    if form.kind == "particles" and not form.per and 0 < value < FEWEST:
        notes.append(f"Doubtful: {said} is fewer than {FEWEST:g} particles; a superscript may have been lost.")
    return tuple(notes)


def _concentration(level: DoseLevel) -> float | None:
    """In its unit per mL, when a volume is known."""
    per = form_of(level.quantity).per
    if per == "mL":
        return level.quantity.value
    if per or level.volume is None or level.volume.value <= 0:
        return None
    return level.quantity.value / convert(level.volume, "mL").value


def _filled(kind: Kind, concentration: float) -> float:
    """Share of a volume that vesicles of the usual size fill, when they carry as much protein as they can."""
    whole = math.pi / 6 * USUAL_DIAMETER**3 * 1e6  # [mL]
    if kind == "particles":
        return concentration * whole
    return concentration * 1e-9 / float(protein_mass(USUAL_DIAMETER)) * whole if kind in ("protein", "mass") else 0.0
