"""What changes with body mass between species, by a power of it; an assumption for vesicles, never a measurement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, numbers, positive
from exoforge.laws.dosing import species_scale

Kind = Literal["half-life", "clearance", "volume"]

TIME_EXPONENT = 0.25
"""Of half-lives and residence times: the usual allometry of drugs, recalled. It was not measured for vesicles."""

CLEARANCE_EXPONENT = 0.75
"""Of clearances: the usual allometry of drugs, recalled. It was not measured for vesicles."""

VOLUME_EXPONENT = 1.0
"""Of volumes of distribution: the usual allometry of drugs, recalled. With the other two it closes: volume over clearance is a time."""

TIME_EXPONENT_RANGE = (0.0, 0.5)
"""From no scaling to twice the usual; a choice. Macaques cleared vesicles more slowly than mice (driedonks2022), by how much was not read."""

EXPONENTS: Mapping[Kind, tuple[float, float, float]] = {
    "half-life": (TIME_EXPONENT_RANGE[0], TIME_EXPONENT, TIME_EXPONENT_RANGE[1]),
    "clearance": (VOLUME_EXPONENT - TIME_EXPONENT_RANGE[1], CLEARANCE_EXPONENT, VOLUME_EXPONENT - TIME_EXPONENT_RANGE[0]),
    "volume": (VOLUME_EXPONENT, VOLUME_EXPONENT, VOLUME_EXPONENT),
}
"""Lowest, usual and highest exponent; that of clearance is what half-life and volume leave it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scaled:
    """A quantity of one species in another, at the usual exponent and at both ends of its range, in the unit in which it was given."""

    usual: float
    low: float
    high: float


def between_species(value: float, *, kind: Kind, source: str, target: str) -> Scaled:
    """A half-life, clearance or volume of a whole animal of one species in another, at the reference masses of the dose table.

    Raises
    ------
    SettingError
        The value is not above 0, or a species is not in the table.

    Assumes
    -------
    As `scaled`: the range is a prior, wide on purpose.
    """
    exponents = EXPONENTS[kind]
    found = scaled(value, from_mass=species_scale(source).reference_mass, to_mass=species_scale(target).reference_mass, exponent=exponents)
    ends = sorted((float(found[0]), float(found[2])))
    return Scaled(usual=float(found[1]), low=ends[0], high=ends[1])


def scaled(value: ArrayLike, *, from_mass: ArrayLike, to_mass: ArrayLike, exponent: ArrayLike) -> Array:
    """A quantity of one animal in another: ``y = value (to/from)^exponent``; the unit is kept.

    Parameters
    ----------
    value : anything above 0. from_mass, to_mass : body masses [kg]. exponent : any number; all four broadcast.

    Raises
    ------
    SettingError
        The value or a mass is not above 0.

    Assumes
    -------
    One power law holds from one species to the other. For vesicles no exponent was found: print the answer for the whole range.
    """
    ratio = positive("body mass scaled to", to_mass, "kg") / positive("body mass scaled from", from_mass, "kg")
    return positive("quantity to be scaled", value) * ratio ** numbers(exponent)
