"""What a measured course in blood says without any model of the body: non-compartmental analysis."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, not_negative, positive
from exoforge.laws.exponential import half_life

FEWEST_TERMINAL = 3
"""Points that a terminal slope needs, the usual least of the method; recalled."""

MUCH_EXTRAPOLATED = 0.2
"""Share of the area beyond the last point above which clearance and volume are doubted, the usual bound of the method; recalled."""

NEARLY_STRAIGHT = 1e-4
"""Logarithm of a fall between two points below which line and exponential are one to 1e-9, and the line is free of cancellation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NonCompartmental:
    """What a course says. What its end does not support is None, and `told` says why.

    Parameters
    ----------
    area, area_to_infinity : under the concentration [a s/m3]. extrapolated : share of the latter beyond the last point.
    largest : highest concentration [a/m3] and `largest_time` [s] at which it was seen.
    terminal_rate : [1/s], fitted over the last `terminal_points` points. terminal_half_life : [s]
    residence_time : mean time in the body [s]. clearance : [m3/s]. volume : of distribution at steady state [m3].
    told : sentences about what cannot be said or is to be doubted.
    """

    area: float
    area_to_infinity: float | None
    extrapolated: float | None
    largest: float
    largest_time: float
    terminal_rate: float | None
    terminal_points: int
    terminal_half_life: float | None
    residence_time: float | None
    clearance: float | None
    volume: float | None
    told: tuple[str, ...]


def clearance_of_area(*, dose: ArrayLike, area_under_curve: ArrayLike) -> Array:
    """Clearance of a dose given into blood: ``CL = D / AUC`` [m3/s]; dose [a], area under the concentration curve [a s/m3].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    return positive("dose", dose) / positive("area under the curve", area_under_curve)


def volume_at_steady_state(*, clearance: ArrayLike, residence_time: ArrayLike) -> Array:
    """Volume of distribution at steady state: ``V = CL MRT`` [m3]; clearance [m3/s], mean residence time [s].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    return positive("clearance", clearance) * positive("mean residence time", residence_time, "s")


def areas_under_curve(time: ArrayLike, concentration: ArrayLike) -> tuple[float, float]:
    """Area under a course and under time times the course: straight lines where it rises, exponentials where it falls.

    For a fall from `c` to `d` over `h` the area is ``(c - d) h / ln(c/d)``; the trapezium elsewhere, also down to 0.

    Parameters
    ----------
    time : (n,) [s], increasing. concentration : (n,) [a/m3], not negative.

    Returns
    -------
    area : [a s/m3]. moment : area under ``t c`` [a s2/m3].

    Raises
    ------
    SettingError
        Fewer than two points, times that do not increase, or a negative concentration.
    """
    t, c = _course(time, concentration)
    h, before, after = np.diff(t), c[:-1], c[1:]
    drop = before - after
    fall = np.log1p(np.divide(np.maximum(drop, 0.0), after, out=np.zeros(h.size), where=after > 0))
    falls = fall > NEARLY_STRAIGHT
    rate = np.where(falls, fall, 1.0) / h
    area = np.where(falls, drop / rate, 0.5 * (before + after) * h)
    within = np.where(falls, (drop / rate - after * h) / rate, h * h * (before / 6.0 + after / 3.0))
    return float(area.sum()), float((t[:-1] * area + within).sum())


def terminal_rate(time: ArrayLike, concentration: ArrayLike) -> tuple[float, float, int]:
    """First-order rate at the end of a course: the line through the logarithms of the last points, as many as fit best.

    From the last three points upwards, never the highest one or what comes before it; best is the largest adjusted ``R2``,
    and of numbers of points within 1e-4 of it the largest.

    Returns
    -------
    rate : [1/s]. end : concentration of the line at the last time [a/m3]. points : number of points used.

    Raises
    ------
    SettingError
        Fewer than three points above 0 follow the highest one, or the course does not fall at its end.
    """
    t, c = _course(time, concentration)
    later = np.arange(t.size) > int(c.argmax())
    t, c = t[later & (c > 0)], c[later & (c > 0)]
    if t.size < FEWEST_TERMINAL:
        raise SettingError(f"A terminal slope needs {FEWEST_TERMINAL} points above 0 after the highest one; found {t.size}. Follow the course longer.")
    # Sums over the last 1, 2, 3 ... points, from the last one on, so that every line comes from one pass.
    x, y = (t - t[-1])[::-1], np.log(c / c[-1])[::-1]
    points = np.arange(1, t.size + 1)
    sum_x, sum_y = np.cumsum(x), np.cumsum(y)
    across, both, spread = (np.cumsum(u * v) - su * sv / points for u, v, su, sv in ((x, x, sum_x, sum_x), (x, y, sum_x, sum_y), (y, y, sum_y, sum_y)))
    points, sum_x, sum_y, across, both, spread = (one[FEWEST_TERMINAL - 1 :] for one in (points, sum_x, sum_y, across, both, spread))
    slope = both / across
    unexplained = np.maximum(spread - slope * both, 0.0)
    adjusted = np.where(spread > 0, 1.0 - unexplained / np.where(spread > 0, spread, 1.0) * (points - 1) / (points - 2), 0.0)
    best = int(np.flatnonzero(adjusted >= adjusted.max() - 1e-4)[-1])
    rate, end = -float(slope[best]), float(c[-1] * math.exp((sum_y[best] - slope[best] * sum_x[best]) / points[best]))
    if not rate > 0:
        raise SettingError("The course does not fall at its end, so that it has no terminal slope. Follow it longer.")
    return rate, end, int(points[best])


def noncompartmental(time: ArrayLike, concentration: ArrayLike, *, dose: float, infusion: float = 0.0) -> NonCompartmental:
    """Area, clearance, residence time and volume of one dose given into blood.

    ``AUC_inf = AUC + c/lambda``, ``MRT = AUMC_inf/AUC_inf - infusion/2``, ``CL = D/AUC_inf``, ``V_ss = CL MRT``.

    Parameters
    ----------
    time : (n,) [s] since the start of the dose, increasing from 0 or later. concentration : (n,) [a/m3].
    dose : [a] that reached the blood. infusion : duration of it [s]; 0 for a bolus.

    Raises
    ------
    SettingError
        Fewer than two points, times that do not increase or begin before 0, a negative concentration, a dose not above 0, or nothing measured.

    Assumes
    -------
    The body is linear and does not change; all that leaves, leaves from blood. A label that is lost from vesicles, or stays in
    blood without them, is taken for vesicles.
    """
    t, c = _course(time, concentration)
    positive("dose", dose)
    not_negative("infusion", infusion, "s")
    if t[0] < 0 or not c.max() > 0:
        raise SettingError("A course begins at the dose or later and holds at least one concentration above 0.")
    area, moment = areas_under_curve(t, c)
    told = [] if t[0] == 0 else [f"The first point is {t[0]:g} s after the dose; what came before is not in the area."]
    highest = int(c.argmax())
    try:
        rate, end, points = terminal_rate(t, c)
    except SettingError as trouble:
        return NonCompartmental(
            area=area,
            area_to_infinity=None,
            extrapolated=None,
            largest=float(c[highest]),
            largest_time=float(t[highest]),
            terminal_rate=None,
            terminal_points=0,
            terminal_half_life=None,
            residence_time=None,
            clearance=None,
            volume=None,
            told=(*told, str(trouble)),
        )
    rest = end / rate
    whole = area + rest
    share = rest / whole
    if share > MUCH_EXTRAPOLATED:
        told.append(f"{100 * share:.0f} % of the area lies beyond the last point; clearance, residence time and volume rest on the terminal slope.")
    residence = (moment + rest * (float(t[-1]) + 1.0 / rate)) / whole - infusion / 2.0
    clearance = float(clearance_of_area(dose=dose, area_under_curve=whole))
    return NonCompartmental(
        area=area,
        area_to_infinity=whole,
        extrapolated=share,
        largest=float(c[highest]),
        largest_time=float(t[highest]),
        terminal_rate=rate,
        terminal_points=points,
        terminal_half_life=float(half_life(rate)),
        residence_time=residence,
        clearance=clearance,
        volume=clearance * residence,
        told=tuple(told),
    )


def _course(time: ArrayLike, concentration: ArrayLike) -> tuple[Array, Array]:
    t, c = np.atleast_1d(np.asarray(time, dtype=np.float64)), not_negative("concentration", np.atleast_1d(np.asarray(concentration, dtype=np.float64)))
    if t.ndim != 1 or t.shape != c.shape or t.size < 2:
        raise SettingError(f"A course needs two points or more, a concentration to each time; found {t.size} times and {c.size} concentrations.")
    if not (np.isfinite(t).all() and (np.diff(t) > 0).all()):
        raise SettingError("The times of a course must be finite and increase.")
    return t, c
