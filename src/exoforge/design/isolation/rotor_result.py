"""A spin as it is asked for, and everything that is worked out about it: plain frozen values in SI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.laws.constants import FREEZING
from exoforge.laws.rotors import Rotor

Array = NDArray[np.float64]

COLD = FREEZING + 4.0
"""[K] A cold room."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spin:
    """A spin as it is asked for.

    Parameters
    ----------
    rotor : with its usual tubes, full.
    speed : [rad/s]. at : the radius at which other rotors are given the same force.
    duration : [s]. temperature : [K].
    relative_viscosity : of the medium over water. density : of the vesicles [kg/m3]; None takes the shell model, size by size.
    """

    rotor: Rotor
    speed: float
    duration: float
    at: str = "r_av"
    temperature: float = COLD
    relative_viscosity: float = 1.02
    density: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SizeRow:
    """Vesicles of one size: density [kg/m3] and pelleted share by fidelity; `wall` is the share on the side wall in the radial field."""

    diameter: float
    density: float
    shares: Mapping[str, float]
    wall: float


@dataclass(frozen=True, kw_only=True, slots=True)
class KindRow:
    """One kind of the feed: shares of its particles, or of its mass, that are pelleted, on the side wall and floating, in the radial field.

    `diameter` [m] is the middle one of the particles; None for a dissolved protein, whose coefficient `standard` [s] stands in its place.
    """

    name: str
    pelleted: float
    wall: float = 0.0
    floating: float = 0.0
    diameter: float | None = None
    standard: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """The same vesicles in another rotor.

    Parameters
    ----------
    speed : [rad/s] at the same force, or the rotor's highest where it does not reach it (`is_limited`).
    factor : its k-factor at that speed [s2].
    by_factor, by_share, by_cutoff : [s] the times of equal ``t / k``, of equal pelleting of 100 nm vesicles (None where none sinks), and of the
        same cut-off.
    share : of 100 nm vesicles pelleted at the first of these times.
    curve : pelleted shares over the diameters of the run's curve at that time.
    """

    rotor: Rotor
    speed: float
    is_limited: bool
    factor: float
    by_factor: float
    by_share: float | None
    by_cutoff: float
    share: float
    curve: Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Warmth:
    """The spin at one temperature [K]: viscosity [Pa s], share of 100 nm vesicles pelleted, and cut-off [m]."""

    temperature: float
    viscosity: float
    share: float
    cutoff: float


@dataclass(frozen=True, kw_only=True, slots=True)
class RotorRun:
    """Everything about one spin.

    Parameters
    ----------
    forces : [m/s2] by radius. factor, full_factor : k-factor at this speed and at the highest [s2].
    medium_density, viscosity : [kg/m3], [Pa s].
    cutoffs : [m] by fidelity; infinite where nothing sinks.
    sizes, kinds, others, warmths : the rows.
    diameters, curves : [m] and the pelleted shares over them, by fidelity.
    reference : share of 100 nm vesicles pelleted in the radial field.
    figures : of the feed of the stated volume in this rotor, from the operation.
    volume : of that feed [m3]. said : where the feed comes from. notices : sentences about what matters and is not in the numbers.
    cites : keys of what was used.
    """

    spin: Spin
    forces: Mapping[str, float]
    factor: float
    full_factor: float | None
    medium_density: float
    viscosity: float
    cutoffs: Mapping[str, float]
    sizes: tuple[SizeRow, ...]
    kinds: tuple[KindRow, ...]
    others: tuple[Elsewhere, ...]
    warmths: tuple[Warmth, ...]
    diameters: Array
    curves: Mapping[str, Array]
    reference: float
    figures: Mapping[str, float]
    volume: float
    said: str
    notices: tuple[str, ...]
    cites: tuple[str, ...]
