"""How fast the organs of the compartments take vesicles out of blood: half-life, weights, surface, phagocytes, corona, and earlier doses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from exoforge.laws.allometry import scaled
from exoforge.stages.distribute.passage import Release
from exoforge.stages.distribute.physiology.bodies import ORGANS as PHYSIOLOGY
from exoforge.stages.distribute.physiology.surfaces import CORONA_ORGANS, uptake_factors

if TYPE_CHECKING:
    from exoforge.stages.distribute.body import BodyCompartments

REFERENCE_MASS = 0.020
"""[kg], of the mouse in which the usual half-life holds."""

OF_SURFACE: Mapping[str, str] = {"liver": "liver", "spleen": "spleen", "lung": "lung", "rest": "rest-of-body"}
"""The compartments here of the organs that a surface may move; an organ that lies within the rest of the body has none."""

ALL = (1.0, 1.0)
"""[1] Shares of the vesicles that bear the first and the second surface where the product does not say."""


def uptake_rate(body: BodyCompartments, bearing: tuple[float, float] = ALL) -> float:
    """Rate at which the organs take vesicles out of blood at the first dose [1/s]; `bearing` are the shares of them that bear each surface."""
    return float(organ_rates(body, bearing).sum())


def organ_rates(body: BodyCompartments, bearing: tuple[float, float] = ALL) -> NDArray[np.float64]:
    """Rates at which each of `ORGANS` takes vesicles out of blood at the first dose, (4,) [1/s]."""
    half_life = scaled(body.half_life, from_mass=REFERENCE_MASS, to_mass=body.body_mass, exponent=body.exponent)
    weights = np.array([body.liver, body.spleen, body.lung, body.rest])
    plain = math.log(2.0) / float(half_life) * weights / weights.sum()
    factors = uptake_factors((body,), np.array([bearing]))[0]
    found = plain * np.array([factors[PHYSIOLOGY.index(organ)] for organ in OF_SURFACE])
    found[: len(CORONA_ORGANS)] *= body.phagocytes * body.corona
    return np.asarray(found)


def uptake_over(body: BodyCompartments, release: Release, bearing: tuple[float, float]) -> NDArray[np.float64]:
    """Rate of uptake out of blood in each step of the time, (n_t - 1,) [1/s]."""
    raised, first = 1.0, uptake_rate(body, bearing)
    if release.starts.size > 1 and release.starts[1] > release.starts[0]:
        raised += (body.repeat_clearance - 1.0) * math.exp(-(release.starts[1] - release.starts[0]) / body.recovery)
        return first * np.where(release.time[:-1] >= release.starts[1], raised, 1.0)
    return np.full(release.time.size - 1, first)
