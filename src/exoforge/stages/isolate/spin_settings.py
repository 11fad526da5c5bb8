"""How a record states a spin: a force at a radius that is often unnamed, or a speed, in a rotor by any of its names."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np

from exoforge.base.errors import FileError, SettingError, StepError
from exoforge.base.parameters import Spread, parameters_of, quantile, spread_of_interval
from exoforge.base.trace import Assumption
from exoforge.base.units import STANDARD_GRAVITY, Quantity, convert, fits
from exoforge.laws.rotors import Rotor, rotor
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, hinge, stated_quantity, step_key, without

USUAL_ROTOR = "Type 45 Ti"
RADII = ("r_max", "r_av", "r_min")
PELLETING_FORCE = 50_000 * STANDARD_GRAVITY
"""[m/s2] A choice: from here on a spin is taken to pellet what is wanted, below it to remove what is not."""

UNUSED_BY_SUPERNATANT = ("pellet_recovery", "resuspension_volume")
CUSTOM = "custom"
"""The word for a rotor whose geometry is stated."""
LONG_SPIN = 4 * 3600.0
"""[s] From here on a review speaks of damage (nikfarjam2020)."""
SLACK = 1.05
"""A force may be rounded by this factor and still agree with a speed."""


def hinged_spin(cls: type[Any], step: Step) -> Hinged:
    """The operation of a spin as a record states it, and what had to be assumed.

    The force's radius is that of its unit, ``x g (r_av)``, or of the setting `radius`. When nobody names it, `r_max` is taken,
    because rotor charts and most displays give that one [recalled], it is told, and the force may be as much larger as it would be
    had the mean radius been meant. A stated speed in rpm decides, because it needs no radius.
    When nobody says what is kept, it is the pellet from 50 000 x g on and the supernatant below, which is told.
    A speed above the rotor's highest is refused, also where it follows from a force at a named radius; where the radius is not
    named, the force may have been meant elsewhere, and the excess is told.

    Raises
    ------
    SettingError
        The rotor is on no list, a speed or force is no quantity of its kind or more than the rotor bears, or radius and unit
        contradict each other.
    """
    listed, speed, named = _rotor(step), stated_quantity(step, "speed", "rad/s"), _named_radius(step)
    stated = _of_rotor(step, listed)
    if named:
        stated["radius"] = named
    if speed is not None:
        outer = stated_quantity(step, "r_max", "m")
        reach = outer.value if outer is not None else float(stated.get("r_max", 0.0))
        stated |= {"acceleration": speed.value**2 * reach, "radius": "r_max"}
    told = [*_kept(step, stated), *_usual_rotor(cls, step, listed)]
    # The geometry is whole by now, so that the declaration need not know a rotor of the user's own.
    hinged = hinge(cls, step, stated=stated | {"rotor": CUSTOM}, also_read=("speed",))
    spin = dataclasses.replace(hinged.operation, rotor=stated["rotor"])
    spread = _force_spread(spin, speed, named, hinged.spreads.get("acceleration"))
    if spread is not None and speed is None:
        told.append(_unnamed_radius(cls, step, spin.acceleration, spread))
    notices = (
        *_too_fast(step, listed, spin.angular_velocity, setting="speed" if speed is not None else "acceleration" if named else ""),
        *_disagreement(step, speed, spin.geometry.r_min, spin.geometry.r_max),
        *_long(step, spin),
    )
    whole = dataclasses.replace(
        hinged,
        operation=spin,
        assumed=tuple(_with_reason(one) for one in (*hinged.assumed, *told)),
        spreads=hinged.spreads if spread is None else {**hinged.spreads, "acceleration": spread},
        notices=(*hinged.notices, *notices),
    )
    return without(whole, step, UNUSED_BY_SUPERNATANT) if spin.keep == "supernatant" else whole


def _rotor(step: Step) -> Rotor | None:
    """The stated rotor, the usual one, or None for one whose geometry is stated."""
    leaf = step.settings.get("rotor")
    if isinstance(leaf, Stated):
        if str(leaf.value).strip().casefold() == CUSTOM:
            return None
        try:
            return rotor(str(leaf.value))
        except (SettingError, FileError) as trouble:
            sentence = f"'rotor': {trouble} Or state r_min, r_max, angle and tube_diameter with rotor = \"custom\"."
            raise StepError(step_key(step), {"rotor": sentence}) from None
    return None if all(isinstance(step.settings.get(name), Stated) for name in ("r_min", "r_max")) else rotor(USUAL_ROTOR)


def _of_rotor(step: Step, listed: Rotor | None) -> dict[str, float | str]:
    """The rotor and those of its lengths that the step does not state itself."""
    if listed is None:
        own: dict[str, float | str] = {"tube_diameter": 0.0, "tube_volume": 0.0, "tubes": 0.0}
    else:
        angle = math.pi / 2 if listed.angle is None else listed.angle
        own = {"r_min": listed.r_min, "r_max": listed.r_max, "angle": angle, "tube_diameter": listed.tube_diameter or 0.0}
        own |= {"tube_volume": listed.tube_volume or 0.0, "tubes": float(listed.tubes or 0)}
    unstated: dict[str, float | str] = {name: value for name, value in own.items() if not isinstance(step.settings.get(name), Stated)}
    return unstated | {"rotor": CUSTOM if listed is None else listed.label}


def _usual_rotor(cls: type[Any], step: Step, listed: Rotor | None) -> tuple[Assumption, ...]:
    if listed is None or isinstance(step.settings.get("rotor"), Stated):
        return ()
    meaning = next(parameter.meaning for parameter in parameters_of(cls) if parameter.name == "rotor")
    reason = "not reported in the record; a common rotor for vesicles was taken"
    return (Assumption(key=f"{step_key(step)}: rotor", name="rotor", meaning=meaning, value=listed.label, reason=reason),)


def _force_spread(spin: Any, speed: Quantity | None, named: str | None, stated: Spread | None) -> Spread | None:
    """How far the force at the radius taken may stray, where the speed has an interval or the radius is not named; None where the statement stands."""
    at = spin.geometry
    if speed is not None:
        return None if speed.low is None or speed.high is None else spread_of_interval(speed.low**2 * at.r_max, speed.high**2 * at.r_max)
    if named:
        return None
    low, high = (stated.a, stated.b) if stated is not None else (spin.acceleration, spin.acceleration)
    return spread_of_interval(low, high * at.r_max / at.radius("r_av"))


def _unnamed_radius(cls: type[Any], step: Step, force: float, spread: Spread) -> Assumption:
    """Tell that the force strays because nobody says at which radius it was stated."""
    parameter = next(one for one in parameters_of(cls) if one.name == "acceleration")
    low, high = (float(end) for end in quantile(parameter, spread, force, np.array([0.05, 0.95])))
    reason = "stated without its radius; r_max was taken, and the force may be as large there as it would be had the mean radius been meant"
    key = f"{step_key(step)}: acceleration"
    return Assumption(key=key, name=parameter.name, meaning=parameter.meaning, value=force, unit=parameter.unit, low=low, high=high, reason=reason)


def _named_radius(step: Step) -> str | None:
    """The radius that the unit of the force or the setting `radius` names."""
    leaf, word = step.settings.get("acceleration"), step.settings.get("radius")
    unit = leaf.value.unit if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity) else ""
    by_unit = next((name for name in RADII if f"({name})" in unit), None)
    by_word = str(word.value) if isinstance(word, Stated) else None
    if by_unit and by_word and by_unit != by_word:
        raise SettingError(f"{step_key(step)}: 'acceleration' is stated at {by_unit}, but 'radius' says {by_word}; leave out one of them.")
    return by_unit or (by_word if by_word in RADII else None)


def _kept(step: Step, stated: dict[str, float | str]) -> tuple[Assumption, ...]:
    """Set what is kept where nobody says it, and tell."""
    if isinstance(step.settings.get("keep"), Stated):
        return ()
    force = stated.get("acceleration")
    if force is None:
        leaf = step.settings.get("acceleration")
        if not (isinstance(leaf, Stated) and isinstance(leaf.value, Quantity) and fits(leaf.value, "m/s2")):
            return ()
        force = convert(leaf.value, "m/s2").value
    stated["keep"] = "pellet" if float(force) >= PELLETING_FORCE else "supernatant"
    reason = "not reported in the record; from 50 000 x g on the pellet is kept, below it the supernatant"
    return (Assumption(key=f"{step_key(step)}: keep", name="keep", meaning="what goes on to the next step", value=stated["keep"], reason=reason),)


def _with_reason(assumption: Assumption) -> Assumption:
    if assumption.name != "radius":
        return assumption
    reason = "the force does not say its radius; r_max was taken, which rotor charts print; at r_av the force would be larger, which its spread allows for"
    return dataclasses.replace(assumption, reason=reason)


def _too_fast(step: Step, listed: Rotor | None, speed: float, *, setting: str) -> tuple[str, ...]:
    """Refuse more than the rotor bears, or tell it where no `setting` says it for certain."""
    if listed is None or listed.max_speed is None or speed <= listed.max_speed * (1 + 1e-9):
        return ()
    found, most = speed * 30 / math.pi, listed.max_speed * 30 / math.pi
    sentence = f"{found:.0f} rpm are more than the {most:.0f} rpm that rotor {listed.label} is known for ({listed.max_speed_status})"
    if setting:
        raise StepError(step_key(step), {setting: f"'{setting}': {sentence}; state another rotor, speed, force or radius."})
    return (f"{step_key(step)}: {sentence}; check the rotor and the force, and name its radius.",)


def long_pelleting(duration: float) -> str:
    """What is said of pelleting for so long [s], because the model has none of it; nothing for a shorter spin."""
    if duration < LONG_SPIN:
        return ""
    return (
        f"Pelleting for {duration / 3600.0:.3g} h: of 4 h a review tells serious physical damage to exosomes and more soluble protein "
        "(nikfarjam2020, in words; the force is not printed). The damage is not modelled; the protein that sediments is."
    )


def _long(step: Step, spin: Any) -> tuple[str, ...]:
    told = long_pelleting(spin.duration) if spin.keep == "pellet" else ""
    return (f"{step_key(step)}: {told}",) if told else ()


def _disagreement(step: Step, speed: Quantity | None, inner: float, outer: float) -> tuple[str, ...]:
    """A force beside a speed is not used; say when no radius of the rotor has both."""
    force = stated_quantity(step, "acceleration", "m/s2")
    if force is None or speed is None:
        return ()
    least, most = (speed.value**2 * radius / STANDARD_GRAVITY for radius in (inner, outer))
    if least / SLACK <= force.value / STANDARD_GRAVITY <= most * SLACK:
        return ()
    return (
        f"{step_key(step)}: 'acceleration' is {force.value / STANDARD_GRAVITY:.0f} x g, but at this speed the rotor gives {least:.0f} to {most:.0f} x g; "
        "the speed was used.",
    )
