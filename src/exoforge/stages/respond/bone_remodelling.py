"""One site of bone remodelling: osteoclasts and osteoblasts that regulate themselves and one another, and the bone between them.

    dC/dt = alpha1 C^g11 B^g21 - beta1 C        osteoclasts
    dB/dt = alpha2 C^g12 B^g22 - beta2 B        osteoblasts
    dz/dt = k2 max(B - B_bar, 0) - k1 max(C - C_bar, 0)

Cells above the number that rests, C_bar and B_bar, remove and form bone. Three articles state this system and start it in
different places; each has its own file here, and this one holds the equations.
"""

from __future__ import annotations

from collections.abc import Mapping

from exoforge.base.parameters import FIXED, Parameter, Spread, lognormal
from exoforge.laws.kinetics.model import Input, KineticModel, State

RATE_SPREAD = lognormal(1.1)
"""How far each rate may stray, a choice; the published files state none. The bone that comes back is the small difference of two
large courses: with a factor of 1.2, two thirds of 300 untreated sites lost or gained more than 2 % of bone. The exponents stay:
they are the structure of the model."""


GAMMA = "g12 * g21 - (1 - g11) * (1 - g22)"
RESTING = {
    "C_bar": "(beta1 / alpha1)**((1 - g22) / gamma) * (beta2 / alpha2)**(g21 / gamma)",
    "B_bar": "(beta1 / alpha1)**(g12 / gamma) * (beta2 / alpha2)**((1 - g11) / gamma)",
}
"""Cells that rest, without vesicles: those above them work."""
AT_REST = {name: text.replace("gamma", f"({GAMMA})") for name, text in RESTING.items()}
"""The same in parameters alone."""


def _parameter(name: str, unit: str, usual: float, meaning: str, cite: str, spread: Spread = FIXED, low: float = 1e-9) -> Parameter:
    return Parameter(name=name, unit=unit, meaning=meaning, low=low, usual=usual, spread=spread, cite=cite, status="read")


def remodelling(
    name: str,
    title: str,
    *,
    cite: str,
    osteoclasts: str | float,
    osteoblasts: str | float,
    further: tuple[Parameter, ...] = (),
    inputs: tuple[Input, ...] = (),
    effects: Mapping[str, str] | None = None,
) -> KineticModel:
    """The system with its published values and a start of its own.

    Parameters
    ----------
    cite : of the article; the values are those of ``<cite>_model``.
    osteoclasts, osteoblasts : cells at the start; numbers, or expressions of the parameters such as `AT_REST`.
    further, inputs, effects : what a tissue adds: parameters, signals, and the definition of ``alpha2_eff``.
    """
    values = f"{cite}_model"
    return KineticModel(
        name=name,
        title=title,
        time_unit="d",
        cite=cite,
        states=(
            State(name="C", unit="cells", meaning="osteoclasts", initial=osteoclasts, scale=1.0),
            State(name="B", unit="cells", meaning="osteoblasts", initial=osteoblasts, scale=100.0),
            State(name="z", unit="%", meaning="bone mass, the start being 100", initial=100.0, scale=100.0),
        ),
        parameters=(
            _parameter("alpha1", "cells/d", 3.0, "making of osteoclasts", values, RATE_SPREAD),
            _parameter("alpha2", "cells/d", 4.0, "making of osteoblasts", values, RATE_SPREAD),
            _parameter("beta1", "1/d", 0.2, "removal of osteoclasts", values, RATE_SPREAD),
            _parameter("beta2", "1/d", 0.02, "removal of osteoblasts", values, RATE_SPREAD),
            _parameter("g11", "", 0.5, "exponent: osteoclasts on their own making", values, low=-10.0),
            _parameter("g12", "", 1.0, "exponent: osteoclasts on the making of osteoblasts", values, low=-10.0),
            _parameter("g21", "", -0.5, "exponent: osteoblasts on the making of osteoclasts", values, low=-10.0),
            _parameter("g22", "", 0.0, "exponent: osteoblasts on their own making", values, low=-10.0),
            _parameter("k1", "%/cells/d", 0.24, "removal of bone by an osteoclast above the number that rests", values, RATE_SPREAD, low=0.0),
            _parameter("k2", "%/cells/d", 0.0017, "forming of bone by an osteoblast above the number that rests", values, RATE_SPREAD, low=0.0),
            *further,
        ),
        inputs=inputs,
        definitions={
            **(effects or {"alpha2_eff": "alpha2"}),
            "gamma": GAMMA,
            **RESTING,
        },
        rates={
            "C": "alpha1 * C**g11 * B**g21 - beta1 * C",
            "B": "alpha2_eff * C**g12 * B**g22 - beta2 * B",
            "z": "k2 * maximum(B - B_bar, 0) - k1 * maximum(C - C_bar, 0)",
        },
    )
