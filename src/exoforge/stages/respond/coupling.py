"""How vesicles at a tissue change what the tissue does: a local activity, and a table of the parameters that it moves.

    a(t) = c^n / (c^n + h^n)          local activity, of the particles per volume c at the target site
    p_eff = p (1 + s E_max a(t))      each parameter moved, with its sign s

The effective parameters enter a kinetic model as definitions, so that the coupling is part of the declared equations.
Every effect names the edges of the mechanism table on which it rests. Which direction is a reading of print; how much and
at which exposure nobody has measured for these models, so that E_max, h and n are priors and no result of them is evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError
from exoforge.base.parameters import Parameter, lognormal, uniform
from exoforge.cargo.mechanisms import edge
from exoforge.laws.kinetics.model import Input

ACTIVITY = Input(name="activity", unit="", meaning="local activity of the vesicles, from 0 (none) to 1 (as strong as can be)")

ANY_TISSUE = "any"
"""What the table of mechanisms says of one that is not bound to a tissue."""

HALF_EXPOSURE = Parameter(
    name="half_exposure",
    unit="particles/m3",
    meaning="vesicles per volume of tissue at which half of the effect is reached; a prior around 1e9 particles/mL",
    low=1e9,
    high=1e21,
    usual=1e15,
    spread=lognormal(10.0),
)
HILL = Parameter(
    name="hill", unit="", meaning="steepness of the effect over the exposure (Hill exponent)", low=0.2, high=5.0, usual=1.0, spread=uniform(0.7, 2.0)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """One parameter of a tissue that vesicles move.

    Parameters
    ----------
    parameter : the parameter moved.
    sign : 1 when vesicles raise it, -1 when they lower it.
    maximum : name of the parameter that holds the largest relative change, E_max.
    edges : keys of the mechanisms that say so; each states a direction.
    """

    parameter: str
    sign: Literal[-1, 1]
    maximum: str
    edges: tuple[str, ...]


def maximum_effect(name: str, meaning: str, *, largest: float, high: float) -> Parameter:
    """The declaration of an E_max: anything from no effect to `largest` is as likely, and nothing above `high` is allowed."""
    return Parameter(name=name, unit="", meaning=meaning, low=0.0, high=high, usual=largest / 2, spread=uniform(0.0, largest))


def effective(effects: tuple[Effect, ...], *, tissue: str) -> dict[str, str]:
    """The definitions ``p_eff = p*(1 + E_max*activity)`` of a kinetic model, by name.

    Parameters
    ----------
    tissue : of the model, as the table of mechanisms names it; a mechanism seen in another tissue says nothing of this one.

    Raises
    ------
    InternalError
        An effect rests on no mechanism, on one whose direction is not printed, or on one that was seen in another tissue.
    """
    for effect in effects:
        if not effect.edges or any(edge(key).sign == 0 for key in effect.edges):
            raise InternalError(f"The effect on '{effect.parameter}' must name mechanisms that state a direction; found {effect.edges or 'none'}.")
        for one in map(edge, effect.edges):
            if one.tissue not in (tissue, ANY_TISSUE):
                raise InternalError(f"The effect on '{effect.parameter}' of {tissue} names '{one.key}', which was seen in {one.tissue}.")
    return {f"{effect.parameter}_eff": f"{effect.parameter} * (1 {'+' if effect.sign > 0 else '-'} {effect.maximum} * {ACTIVITY.name})" for effect in effects}


def sources_of(effects: tuple[Effect, ...]) -> tuple[str, ...]:
    """Keys of the reviews and studies behind a table of effects, each once."""
    found = [edge(key) for effect in effects for key in effect.edges]
    return tuple(dict.fromkeys(key for one in found for key in (one.document, one.study) if key))


def activity(concentration: NDArray[np.float64], half: NDArray[np.float64], steepness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Local activity of vesicles, ``c^n / (c^n + h^n)``.

    Parameters
    ----------
    concentration : (..., n_t) [particles/m3] at the target site; the tiny negative values that a solver leaves count as none.
    half : (..., 1) [particles/m3] h, positive.
    steepness : (..., 1) [1] n, positive.

    Returns
    -------
    activity : (..., n_t) [1] in [0, 1).
    """
    share = np.maximum(concentration, 0.0) / half
    # Below 1 by the power itself, above by its inverse, so that neither overflows.
    inside = np.minimum(share, 1.0) ** steepness
    outside = np.maximum(share, 1.0) ** -steepness
    return np.asarray(np.where(share <= 1.0, inside / (1.0 + inside), 1.0 / (1.0 + outside)), dtype=np.float64)
