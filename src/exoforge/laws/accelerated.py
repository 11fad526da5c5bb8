"""Loss at several temperatures as one course: kinetics of Šesták and Berggren with Arrhenius rates, and the mean kinetic temperature.

One order of reaction and one activation energy for all temperatures, all of them in the same liquid: ice and glass change both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.constants import FREEZING, GAS
from exoforge.laws.domain import Array, not_negative, numbers, positive, within

FIRST_ORDER = 1.0
MKT_ENERGY = 83144.0
"""[J/mol], the activation energy that the pharmacopoeia takes for every product (uspmkt, recalled)."""
LONGEST = 200 * 365.25 * 86400.0
"""[s] Nothing is foretold beyond it."""
_SERIES = 1e-3
"""Below it a difference of nearly equal terms is a series; both are good to 1e-12 there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KineticFit:
    """Kinetics fitted to a study at several temperatures.

    Parameters
    ----------
    initial : value at the start. log_rate : `k1`, logarithm of the rate in 1/s at infinite temperature. slope : `k2` [K]. order : `k3`.
    covariance : (4, 4) of these four in this order; a row of zeros for an order that was given or lies at its lowest.
    deviation : residual standard deviation [value]. freedom : its degrees of freedom. aicc : corrected Akaike criterion.
    is_order_given : whether the order was set and not fitted. is_at_bound : whether the fitted order is 0, the lowest allowed.
    """

    initial: float
    log_rate: float
    slope: float
    order: float
    covariance: Array
    deviation: float
    freedom: int
    aicc: float
    is_order_given: bool
    is_at_bound: bool


def sestak_berggren(time: ArrayLike, temperature: ArrayLike, *, initial: ArrayLike, log_rate: ArrayLike, slope: ArrayLike, order: ArrayLike) -> Array:
    """What is left: ``Y = C0 [1 - (1 - k3) t exp(k1 - k2 / T)]^(1 / (1 - k3))``; first order ``C0 exp(-t exp(k1 - k2/T))`` when `k3` is 1.

    Parameters
    ----------
    time : [s], 0 or above. temperature : [K], 273.15 or above. initial : `C0`. log_rate : `k1`, of a rate in 1/s.
    slope : `k2`, activation energy over the gas constant [K]. order : `k3`, 0 or above.

    Returns
    -------
    value : as `initial`; 0 where an order below 1 has used everything up.

    Raises
    ------
    SettingError
        A temperature is below freezing, or a time or an order is negative.

    Assumes
    -------
    One mechanism at all temperatures, and decay that begins at time 0.

    References
    ----------
    accelstab2025
    """
    t, liquid = not_negative("time", time, "s"), liquid_only(temperature)
    advance = t * np.exp(numbers(log_rate) - numbers(slope) / liquid)
    return numbers(initial) * np.exp(_log_left(advance, 1.0 - not_negative("order", order)))


def fitted_value(fit: KineticFit, time: ArrayLike, temperature: ArrayLike) -> Array:
    """The fitted course."""
    return sestak_berggren(time, temperature, initial=fit.initial, log_rate=fit.log_rate, slope=fit.slope, order=fit.order)


def one_sided_limit(
    fit: KineticFit, time: ArrayLike, temperature: ArrayLike, *, confidence: float = 0.95, of: str = "measurement", upper: bool = False
) -> Array:
    """A one-sided limit of the course, ``Y -+ t_q sqrt(g^T V g)``, or of one new measurement, ``Y -+ t_q sqrt(s^2 + g^T V g)``.

    Parameters
    ----------
    confidence : one-sided, above 0.5. of : ``mean`` or ``measurement``. upper : whether the upper limit is asked for.

    Assumes
    -------
    The course is straight in its coefficients as far as they are uncertain (the tangent plane), and errors are normal and of one size.
    """
    from scipy.special import stdtrit

    t, liquid = np.broadcast_arrays(not_negative("time", time, "s"), liquid_only(temperature))
    point = np.array([fit.initial, fit.log_rate, fit.slope, fit.order])
    course, gradient = derivatives(point, t, 1.0 / liquid)
    variance = np.einsum("...i,ij,...j->...", gradient, fit.covariance, gradient) + (fit.deviation**2 if of == "measurement" else 0.0)
    away = float(stdtrit(fit.freedom, within("confidence", confidence, 0.5, 1.0 - 1e-9))) * np.sqrt(np.maximum(variance, 0.0))
    return numbers(course + away if upper else course - away)


def time_to_limit(fit: KineticFit, temperature: float, limit: float, *, confidence: float = 0.95, of: str = "measurement") -> float:
    """When the lower limit of the course, or of a new measurement, first falls to a specification [s]; the course itself at a confidence of 0.5 of the mean.

    Parameters
    ----------
    temperature : [K]. limit : [value]. confidence, of : as `one_sided_limit`.

    Returns
    -------
    time : [s], 0 when it is below at the start, infinite when it is not within `LONGEST`.
    """
    from scipy.optimize import brentq

    def above(time: ArrayLike) -> Array:
        return one_sided_limit(fit, time, temperature, confidence=confidence, of=of) - limit

    times = np.concatenate([[0.0], np.geomspace(60.0, LONGEST, 600)])
    below = np.flatnonzero(above(times) < 0)
    if below.size == 0:
        return float("inf")
    if below[0] == 0:
        return 0.0
    return float(brentq(lambda time: float(above(time)), times[below[0] - 1], times[below[0]], xtol=1.0, rtol=1e-12))


def derivatives(point: Array, time: Array, inverse: Array) -> tuple[Array, Array]:
    """The course and its derivatives by (C0, ln k, k2, k3), for ``k exp(-k2 x)`` over `inverse`, which is 1/T or its distance from a middle.

    Returns
    -------
    value : (n,). sheet : (n, 4).
    """
    initial, log_rate, slope, order = point
    u = time * np.exp(np.minimum(log_rate - slope * inverse, 300.0))
    m = 1.0 - order
    left = np.exp(_log_left(u, m))
    inside = np.maximum(1.0 - m * u, 0.0)
    by_advance = np.where(inside > 0, -initial * left / np.where(inside > 0, inside, 1.0), 0.0) * u
    sheet = np.stack([left, by_advance, -inverse * by_advance, -initial * left * _by_less(u, m)], axis=-1)
    return initial * left, sheet


def corrected_akaike(squares: float, *, points: int, coefficients: int) -> float:
    """Akaike's criterion for least squares, corrected for few points: ``n ln(SS / n) + 2 p + 2 p (p + 1) / (n - p - 1)``, `p` counts the scatter too.

    Raises
    ------
    SettingError
        There are too few points for the correction.
    """
    counted = coefficients + 1
    if points <= counted + 1:
        raise SettingError(f"{points} points are too few to weigh a model of {coefficients} coefficients; it needs {counted + 2} or more.")
    smallest = np.finfo(np.float64).tiny
    return float(points * np.log(max(squares, smallest) / points) + 2.0 * counted + 2.0 * counted * (counted + 1) / (points - counted - 1))


def mean_kinetic_temperature(temperature: ArrayLike, weight: ArrayLike, *, activation_energy: float = MKT_ENERGY) -> float:
    """The constant temperature that does what a changing one did: ``(E / R) / -ln(sum w exp(-E / (R T)) / sum w)`` [K].

    Parameters
    ----------
    temperature : (n,) [K], 273.15 or above. weight : (n,) times at each [s], or ones. activation_energy : [J/mol], above 0.

    Raises
    ------
    SettingError
        A temperature is below freezing, or no weight is above 0.

    References
    ----------
    uspmkt
    """
    liquid, weights = liquid_only(temperature), not_negative("weight", weight)
    if not np.sum(weights) > 0:
        raise SettingError("A mean kinetic temperature needs temperatures that lasted for some time.")
    scale = float(positive("activation energy", activation_energy, "J/mol")) / GAS
    warmest = float(np.max(liquid))
    relative = np.sum(weights * np.exp(scale * (1.0 / warmest - 1.0 / liquid))) / np.sum(weights)
    return float(1.0 / (1.0 / warmest - np.log(relative) / scale))


def _log_left(advance: Array, less: ArrayLike) -> Array:
    """``ln(1 - m u) / m`` with its limit ``-u`` at m 0, and minus infinity where nothing is left."""
    u, m = np.broadcast_arrays(numbers(advance), numbers(less))
    inside = np.maximum(1.0 - m * u, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(m) < 1e-9, -u, np.where(inside > 0, np.log1p(-np.minimum(m * u, 1.0)) / m, -np.inf))


def liquid_only(temperature: ArrayLike) -> Array:
    """Temperatures [K], all at or above 273.15.

    Raises
    ------
    SettingError
        One is below freezing.
    """
    found = positive("temperature", temperature, "K")
    if np.any(found < FREEZING):
        raise SettingError(
            f"A temperature is {np.min(found) - FREEZING:g} degrees Celsius, below freezing; one Arrhenius line holds within the liquid only, "
            "because ice and glass change the mechanism. Leave the frozen points out and fit them by themselves."
        )
    return found


def _by_less(u: Array, m: float) -> Array:
    """The derivative of ``ln(1 - m u) / m`` by m; 0 where nothing is left."""
    x = m * u
    alive = 1.0 - x > 0
    safe = np.where(alive & (np.abs(x) >= _SERIES), x, 0.5)
    exact = (-np.log1p(-safe) - safe / (1.0 - safe)) / safe**2
    series = -(1 / 2 + x * (2 / 3 + x * (3 / 4 + x * (4 / 5 + x * 5 / 6))))
    return np.where(alive, u**2 * np.where(np.abs(x) < _SERIES, series, exact), 0.0)
