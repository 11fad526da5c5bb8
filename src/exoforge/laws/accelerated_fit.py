"""Fitting the kinetics of Šesták and Berggren to a study at several temperatures."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.accelerated import KineticFit, corrected_akaike, derivatives, liquid_only
from exoforge.laws.constants import FREEZING
from exoforge.laws.domain import Array, not_negative, numbers

HIGHEST_ORDER = 30.0
SMALLEST_FALL = 1e-6
"""Share of the start below which a fitted loss is none."""
LOWEST_SLOPE, HIGHEST_SLOPE = 100.0, 6e4
"""[K], of ln k over 1/T: activation energies of 1 and 500 kJ/mol."""


def fit_kinetics(time: ArrayLike, temperature: ArrayLike, value: ArrayLike, *, order: float | None = None) -> KineticFit:
    """Fit the kinetics to all temperatures at once by least squares.

    The rate is fitted at the mean of 1/T, where it is hardly correlated with the activation energy; standard errors are those of
    the tangent plane, ``s^2 (J^T J)^-1``.

    Parameters
    ----------
    time : (n,) [s]. temperature : (n,) [K], two or more different ones. value : (n,), falling. order : given (1 is first order); None fits it.

    Raises
    ------
    SettingError
        A temperature is below freezing, there is one temperature only, too few points, or the values do not fall or not faster when warm.
    ConvergenceError
        The points do not determine the coefficients.

    References
    ----------
    accelstab2025
    """
    t, liquid, y = not_negative("time", time, "s"), liquid_only(temperature), numbers(value)
    free = 3 if order is not None else 4
    _check_study(t, liquid, y, free)
    inverse = 1.0 / liquid - np.mean(1.0 / liquid)
    longest, height = float(t.max()), float(np.max(np.abs(y)))
    best = _least_squares(t / longest, 1e4 * inverse, y / height, order)
    at_bound = order is None and bool(best[3] < 1e-6)
    if at_bound:
        best = _least_squares(t / longest, 1e4 * inverse, y / height, 0.0)
    slope = 1e4 * best[2]
    course, sheet = derivatives(best, t / longest, 1e4 * inverse)
    if not np.min(course) < best[0] * (1.0 - SMALLEST_FALL):
        raise SettingError("The values do not fall at any temperature; there is no loss whose kinetics could be fitted.")
    if order is None and best[3] >= 0.999 * HIGHEST_ORDER:
        raise ConvergenceError(f"The order of reaction runs to its limit of {HIGHEST_ORDER:g}: the points do not determine it. Fit first order instead.")
    if slope <= LOWEST_SLOPE or slope >= 0.999 * HIGHEST_SLOPE:
        raise SettingError("The loss does not grow with temperature as an activation energy of 1 to 500 kJ/mol would make it; fit each temperature alone.")
    fitted = 3 if at_bound or order is not None else 4
    left, sheet = course - y / height, sheet[:, :fitted]
    freedom = y.size - fitted
    variance = float(left @ left) / freedom
    inner = _inverse(sheet.T @ sheet) * variance
    # From (C0 / height, ln k at the mean of 1/T in 1/longest, k2 / 1e4) to (C0, k1, k2).
    middle = float(np.mean(1.0 / liquid))
    turn = np.diag([height, 1.0, 1e4, 1.0])
    turn[1, 2] = 1e4 * middle
    covariance = np.zeros((4, 4))
    covariance[:fitted, :fitted] = turn[:fitted, :fitted] @ inner @ turn[:fitted, :fitted].T
    return KineticFit(
        initial=float(height * best[0]),
        log_rate=float(best[1] + slope * middle - np.log(longest)),
        slope=float(slope),
        order=float(best[3]),
        covariance=covariance,
        deviation=height * float(np.sqrt(variance)),
        freedom=freedom,
        aicc=corrected_akaike(float(left @ left) * height**2, points=y.size, coefficients=free),
        is_order_given=order is not None,
        is_at_bound=at_bound,
    )


def _check_study(time: Array, temperature: Array, value: Array, free: int) -> None:
    if not (time.shape == temperature.shape == value.shape and time.ndim == 1):
        raise SettingError(
            f"The study has {time.size} times, {temperature.size} temperatures and {value.size} values; there must be one of each for every point."
        )
    if not np.all(np.isfinite(value)) or not np.any(value > 0):
        raise SettingError("The values of the study must be finite, and some must be above 0.")
    if time.size < free + 3:
        raise SettingError(f"{time.size} points cannot give {free} coefficients; the kinetics need {free + 3} or more.")
    if np.unique(temperature).size < 2:
        raise SettingError(f"All points are at {temperature[0] - FREEZING:g} degrees Celsius; an activation energy needs two temperatures or more.")
    if not time.max() > 0 or np.unique(time[time > 0]).size < 2:
        raise SettingError("The kinetics need two different times after the start.")


def _least_squares(time: Array, inverse: Array, value: Array, order: float | None) -> Array:
    """The best of several starts, (C0, ln k, k2, k3), everything scaled."""
    from scipy.optimize import least_squares

    fitted = 3 if order is not None else 4
    low, high = np.array([0.0, -60.0, 0.0, 0.0]), np.array([1e3, 60.0, HIGHEST_SLOPE / 1e4, HIGHEST_ORDER])

    def whole(point: Array) -> Array:
        return point if order is None else np.append(point, order)

    best, least = None, np.inf
    for start in _starts(time, value, order):
        found = least_squares(
            lambda point: derivatives(whole(point), time, inverse)[0] - value,
            start[:fitted],
            jac=lambda point: derivatives(whole(point), time, inverse)[1][:, :fitted],
            bounds=(low[:fitted], high[:fitted]),
            x_scale="jac",
            ftol=1e-14,
            xtol=1e-12,
            gtol=1e-12,
            max_nfev=400,
        )
        if np.isfinite(found.cost) and found.cost < least * (1.0 - 1e-9):
            best, least = whole(found.x), found.cost
    if best is None:
        raise ConvergenceError("No start led to kinetics that fit the points; look at them, and fit each temperature alone.")
    return np.asarray(best, dtype=np.float64)


def _starts(time: Array, value: Array, order: float | None) -> list[Array]:
    """Starting points: some first-order rate that the points suggest, three activation energies, and several orders."""
    first = float(np.max(value[time == time.min()])) if np.any(value[time == time.min()] > 0) else float(np.max(value))
    lost = np.clip(1.0 - value[time > 0] / first, 0.02, 0.98)
    rate = float(np.median(np.log(-np.log1p(-lost) / time[time > 0])))
    orders = (order,) if order is not None else (0.5, 1.5, 4.0, 9.0)
    return [np.array([first, rate, slope, one]) for one in orders for slope in (0.6, 1.1, 1.8)]


def _inverse(product: Array) -> Array:
    scale = np.sqrt(np.diag(product))
    if np.any(scale == 0):
        raise ConvergenceError("The points do not determine the kinetics: a coefficient changes none of the fitted values.")
    scaled = product / np.outer(scale, scale)
    if np.linalg.cond(scaled) > 1e13:
        raise ConvergenceError("The points do not determine the kinetics: two coefficients do the same to all fitted values. Fit first order instead.")
    return np.asarray(np.linalg.inv(scaled) / np.outer(scale, scale), dtype=np.float64)
