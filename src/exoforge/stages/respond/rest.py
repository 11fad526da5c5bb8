"""Where a model stands still: its rates at given states, and the search for a state at which one vanishes."""

from __future__ import annotations

from collections.abc import Callable

from exoforge.laws.kinetics.expressions import evaluate
from exoforge.laws.kinetics.model import KineticModel


def rates_at(model: KineticModel, values: dict[str, float]) -> dict[str, float]:
    """The rates of a model without outside signals at given states; `values` may also change parameters."""
    known = (
        {parameter.name: float(parameter.usual or 0.0) for parameter in model.parameters} | {signal.name: 0.0 for signal in model.inputs} | {"t": 0.0} | values
    )
    for name, text in model.definitions.items():
        known[name] = float(evaluate(text, known))
    return {name: float(evaluate(text, known)) for name, text in model.rates.items()}


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function of one number is zero between two ends."""
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-12, rtol=1e-14))
