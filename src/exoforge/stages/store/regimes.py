"""The three regimes of a cold store and their rates; no equation joins one to the next."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.laws.constants import FREEZING
from exoforge.laws.stability import arrhenius_rate

Regime = Literal["refrigerated", "frozen", "deep-frozen"]
DAY = 86400.0
REFERENCE_TEMPERATURE = 277.15
"""[K], 4 degC, at which the rate in the liquid is stated."""
DEEP_FROZEN_BELOW = 213.15
"""[K], -60 degC: between the freezers of -20 and -80 degC that were compared; a choice."""
BOUND_SHARE = 0.10536
"""``-ln 0.9``: what "is kept" is taken to mean by those who do not say how much was lost; a choice."""
FROZEN_BOUND = BOUND_SHARE / (90.0 * DAY)
"""[1/s] "At least 90 d" at -20 or -80 degC: the loss is this fast at most, and how slow it may be is not said."""
DRY_BOUND = BOUND_SHARE / (0.5 * 365.25 * DAY)
"""[1/s] "At least 6 months" lyophilised at -20 degC, read in the same way."""


def regime_of(temperature: float) -> Regime:
    """The regime of a temperature [K]; no equation joins one regime to the next."""
    if temperature >= FREEZING:
        return "refrigerated"
    return "frozen" if temperature >= DEEP_FROZEN_BELOW else "deep-frozen"


def rates_at(temperature: ArrayLike, *, refrigerated_loss: float, activation_energy: float, frozen_loss: float, deep_frozen_loss: float) -> NDArray[np.float64]:
    """First-order loss at temperatures [1/s], each by its own regime; Arrhenius in the liquid, and nowhere else.

    Parameters
    ----------
    temperature : [K]. refrigerated_loss : at 4 degC [1/s]. activation_energy : [J/mol]. frozen_loss, deep_frozen_loss : [1/s].
    """
    kelvin = np.asarray(temperature, dtype=np.float64)
    liquid = arrhenius_rate(
        rate=refrigerated_loss,
        reference_temperature=REFERENCE_TEMPERATURE,
        temperature=np.maximum(kelvin, FREEZING),
        activation_energy=activation_energy,
    )
    return np.where(kelvin >= FREEZING, liquid, np.where(kelvin >= DEEP_FROZEN_BELOW, frozen_loss, deep_frozen_loss))
