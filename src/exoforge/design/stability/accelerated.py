"""What a study at several temperatures foretells of a cold store: kinetics fitted to all of it, with the interval of a new measurement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.design.stability.studies import Study
from exoforge.laws.accelerated import FIRST_ORDER, KineticFit, fitted_value, one_sided_limit, time_to_limit
from exoforge.laws.accelerated_fit import fit_kinetics
from exoforge.laws.constants import FREEZING

Kinetics = Literal["sestak-berggren", "first-order"]
ORDERS: Mapping[Kinetics, float | None] = {"first-order": FIRST_ORDER, "sestak-berggren": None}
"""The order that each kinetics give; None is fitted."""
CONFIDENCE = 0.95
"""Of each one-sided limit: nine of ten lie between the two."""
CITES = ("accelstab2025",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Foretold:
    """The value at one time and temperature: the course, its limits, and those of a new measurement, each one-sided at 95 %."""

    time: float
    value: float
    mean_low: float
    mean_high: float
    new_low: float
    new_high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Accelerated:
    """Kinetics of a study and what they foretell.

    Parameters
    ----------
    at : temperature asked for [K]. limit : lowest value allowed, or None.
    fits : those that could be fitted, by kinetics. taken : of which kinetics what follows is. chosen_by : why, in words.
    until : the value at the time asked for. course_life, mean_life, life : when the course, the lower limit of the course, and the lower limit
        of a new measurement fall to the limit [s]; None without a limit, infinite when never.
    beyond : in what the answer lies outside the study, in sentences; empty when it lies within.
    """

    study: Study
    at: float
    limit: float | None
    fits: Mapping[Kinetics, KineticFit]
    taken: Kinetics
    chosen_by: str
    until: Foretold
    course_life: float | None
    mean_life: float | None
    life: float | None
    beyond: tuple[str, ...]
    notes: tuple[str, ...] = ()
    cites: tuple[str, ...] = CITES


def accelerated_of(study: Study, *, at: float, limit: float | None = None, until: float | None = None, kinetics: Kinetics | None = None) -> Accelerated:
    """Fit both kinetics to a study and foretell the value at a temperature.

    Parameters
    ----------
    study : with a temperature for every point. at : [K], above freezing. limit : lowest value allowed. until : time of the value asked
        for [s]; without it, when the course reaches the limit, else twice the longest time of the study. kinetics : which are taken;
        without it, those of the lower AICc.

    Raises
    ------
    SettingError
        A temperature of the study or the one asked for is below freezing, points or temperatures are too few, the value does not fall,
        or the kinetics asked for cannot be fitted.
    """
    _check_temperatures(study, at)
    fits, why = _fits(study, kinetics)
    taken, chosen_by = _taken(fits, kinetics, why)
    fit = fits[taken]
    lives = (None, None, None) if limit is None else _lives(fit, at, limit)
    longest = float(study.time.max())
    asked = until if until is not None else lives[0] if lives[0] and np.isfinite(lives[0]) else 2.0 * longest
    foretold = foretell(fit, asked, at)
    reached = max([asked, *(life for life in lives if life is not None and np.isfinite(life))])
    return Accelerated(
        study=study,
        at=at,
        limit=limit,
        fits=fits,
        taken=taken,
        chosen_by=chosen_by,
        until=foretold,
        course_life=lives[0],
        mean_life=lives[1],
        life=lives[2],
        beyond=_beyond(study, at, reached, foretold.value if limit is None else min(foretold.value, limit)),
        notes=_notes(study, fit, taken),
    )


def foretell(fit: KineticFit, time: float, temperature: float) -> Foretold:
    """The value at a time [s] and temperature [K] with its limits."""

    def limit(of: str, *, upper: bool) -> float:
        return float(one_sided_limit(fit, time, temperature, confidence=CONFIDENCE, of=of, upper=upper))

    return Foretold(
        time=time,
        value=float(fitted_value(fit, time, temperature)),
        mean_low=limit("mean", upper=False),
        mean_high=limit("mean", upper=True),
        new_low=limit("measurement", upper=False),
        new_high=limit("measurement", upper=True),
    )


def _check_temperatures(study: Study, at: float) -> None:
    if study.temperature.size == 0:
        raise SettingError(f"'{study.file}' names no temperatures; the kinetics need a column of them.")
    frozen = np.unique(study.temperature[study.temperature < FREEZING]) - FREEZING
    if frozen.size:
        told = ", ".join(f"{celsius:.4g}" for celsius in frozen)
        beside = "beside others above" if np.any(study.temperature >= FREEZING) else "and none above"
        raise SettingError(
            f"'{study.file}' has points at {told} degC, below freezing, {beside}. Ice and glass change the mechanism, so that no Arrhenius line "
            "joins or holds them: leave the frozen points out, and find their shelf life from their own course with 'exoforge store shelf-life'."
        )
    if at < FREEZING:
        raise SettingError(
            f"{at - FREEZING:.4g} degC is below freezing; what happens in ice does not follow from a study of the liquid. Measure it in the frozen store."
        )


def _fits(study: Study, kinetics: Kinetics | None) -> tuple[dict[Kinetics, KineticFit], str]:
    """Both kinetics where both can be fitted, and why the richer ones could not."""
    fits: dict[Kinetics, KineticFit] = {}
    troubles: dict[Kinetics, ConvergenceError | SettingError] = {}
    for name, order in ORDERS.items():
        try:
            fits[name] = fit_kinetics(study.time, study.temperature, study.value, order=order)
        except (ConvergenceError, SettingError) as trouble:
            troubles[name] = trouble
    if (needed := kinetics or "first-order") in troubles:
        raise troubles[needed]
    return fits, str(troubles.get("sestak-berggren", ""))


def _taken(fits: Mapping[Kinetics, KineticFit], kinetics: Kinetics | None, why: str) -> tuple[Kinetics, str]:
    if kinetics is not None:
        return kinetics, "as asked for"
    if why:
        return "first-order", f"the order could not be fitted ({why})"
    best = min(fits, key=lambda name: fits[name].aicc)
    return best, "of the lower AICc"


def _lives(fit: KineticFit, at: float, limit: float) -> tuple[float, float, float]:
    course = time_to_limit(fit, at, limit, confidence=0.5, of="mean")
    return course, time_to_limit(fit, at, limit, confidence=CONFIDENCE, of="mean"), time_to_limit(fit, at, limit, confidence=CONFIDENCE)


def _beyond(study: Study, at: float, time: float, value: float) -> tuple[str, ...]:
    """In what an answer lies outside the study."""
    said = []
    low, high = float(study.temperature.min()), float(study.temperature.max())
    if not low - 0.01 <= at <= high + 0.01:
        side, end = ("below", low) if at < low else ("above", high)
        said.append(f"{at - FREEZING:.4g} degC lies {side} the temperatures of the study ({end - FREEZING:.4g} degC is its end).")
    near = study.time[np.abs(study.temperature - at) < 0.01]
    longest = float(near.max()) if near.size else float(study.time.max())
    if time > longest * 1.001:
        where = "at that temperature" if near.size else "at any temperature"
        said.append(f"The time asked for is {time / longest:.2g} times the longest that was measured {where}.")
    if value < float(study.value.min()):
        said.append(f"A value of {value:.4g} was not reached at any temperature (lowest {study.value.min():.4g}).")
    return tuple(said)


def _notes(study: Study, fit: KineticFit, taken: Kinetics) -> tuple[str, ...]:
    notes = []
    if np.unique(study.temperature).size == 2:
        notes.append("Two temperatures give an activation energy and no sign whether one holds throughout; a third would show it.")
    if fit.covariance[2, 2] > (0.5 * fit.slope) ** 2:
        notes.append("The activation energy is hardly determined; what is foretold at another temperature leans on it.")
    if fit.is_at_bound:
        notes.append("The fitted order is 0, the lowest allowed: the loss runs straight, and the order has no standard error.")
    if taken == "sestak-berggren" and not fit.is_at_bound and fit.covariance[3, 3] > (0.5 * fit.order) ** 2:
        notes.append("The order of reaction is hardly determined; the limits hold only as far as the course is straight in it.")
    if len(study.batches) > 1:
        notes.append(f"{len(study.batches)} batches are fitted as one; what differs between them is counted as scatter.")
    return (*notes, *study.notes)


def kinetics_of(word: str) -> Kinetics:
    """The kinetics that a word means.

    Raises
    ------
    SettingError
        It means none.
    """
    for name in ORDERS:
        if word.strip().casefold().replace(" ", "-").replace("š", "s").replace("ák", "ak") == name:
            return name
    raise SettingError(f"'{word}' names no kinetics; there are {' and '.join(ORDERS)}.")
