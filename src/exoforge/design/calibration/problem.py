"""A calibration as numbers: parameters as standard normals, predictions at the points of the data, and the error between the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import quantile
from exoforge.design.calibration.data import Observation
from exoforge.design.calibration.quantities import Point, foretold, needed
from exoforge.design.calibration.result import ErrorModel
from exoforge.design.ensemble import Uncertain, outcomes_of, uncertain_of
from exoforge.design.plan import Plan
from exoforge.design.river import River
from exoforge.design.sensitivity.rows import centre_of, read_rows

Array = NDArray[np.float64]

MOVES = 0.5
"""Errors of a point by which a parameter must move it, at its 5th or 95th percentile, to be calibrated. A choice."""
GUESS = 0.1
"""Error that is guessed where none is stated, as a share of the largest value of the quantity (of each value, where log-normal); a choice."""
GUESS_FACTOR = 3.0
"""Geometric standard deviation of that guess, where the error is estimated together with the parameters; a choice."""
FARTHEST = 5.0
"""Standard normals at which a parameter is held, so that no quantile is infinite."""
LOWEST_SHARE = 1e-9
"""Share of the largest value below which a prediction is taken as that, before its logarithm; a choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What is varied, and what is asked of each row.

    Parameters
    ----------
    plan : the steps that the points need. uncertain : all its uncertain values. chosen : the columns that are calibrated.
    central : the river of the central member. evaluations : one number, of the rows that were read so far.
    """

    plan: Plan
    uncertain: tuple[Uncertain, ...]
    chosen: tuple[int, ...]
    central: River
    evaluations: list[int] = field(default_factory=lambda: [0])

    def foretell(self, z: Array, points: Sequence[Point]) -> Array:
        """Predictions (n_rows, n_points) of standard normals (n_rows, n_chosen), all other values as stated or usual."""
        from scipy.special import ndtr

        table = np.tile(centre_of(self.uncertain), (len(z), 1))
        share = ndtr(np.clip(z, -FARTHEST, FARTHEST))
        for place, column in enumerate(self.chosen):
            one = self.uncertain[column]
            table[:, column] = quantile(one.parameter, one.spread, one.centre, share[:, place])
        return self.read(table, points)

    def read(self, table: Array, points: Sequence[Point]) -> Array:
        """Predictions (n_rows, n_points) of rows of values (n_rows, n_uncertain)."""
        self.evaluations[0] += len(table)
        rows = read_rows(
            self.plan, self.uncertain, table, lambda outcome: foretold(points, outcome), nothing=np.full(len(points), np.nan), central=self.central
        )
        return np.array(rows).reshape(len(table), len(points))


def scope_of(plan: Plan, points: Sequence[Point], target: Target) -> Scope:
    """The parameters on which the points depend: each is moved alone to its 5th and its 95th percentile, and must move a point by half its error.

    Raises
    ------
    SettingError
        The record has no result at a point, or no uncertain value moves any.
    """
    short = needed(plan, points)
    uncertain = uncertain_of(short)
    centre = centre_of(uncertain)
    central = outcomes_of(short, uncertain, centre[np.newaxis])[0].river
    everything = Scope(plan=short, uncertain=uncertain, chosen=(), central=central)
    table = np.tile(centre, (1 + 2 * len(uncertain), 1))
    for column, one in enumerate(uncertain):
        table[1 + 2 * column : 3 + 2 * column, column] = quantile(one.parameter, one.spread, one.centre, np.array([0.05, 0.95]))
    rows = everything.read(table, points)
    if not np.all(np.isfinite(rows[0])):
        lost = points[int(np.flatnonzero(~np.isfinite(rows[0]))[0])]
        raise SettingError(f"The record as it stands has no finite number for '{lost.quantity.name}', so that nothing can be laid beside it.")
    seen = target.seen(rows)
    moved = np.abs(seen[1:] - seen[0]) / target.deviation
    moved = np.where(np.isfinite(moved), moved, np.inf).reshape(len(uncertain), 2, len(points)).max(axis=(1, 2)) if uncertain else np.zeros(0)
    chosen = tuple(int(column) for column in np.flatnonzero(moved > MOVES))
    if not chosen:
        raise SettingError(
            "No uncertain value of the record moves any of these points by half of its error: what they depend on is stated without an interval. "
            "State what is to be calibrated with an interval, like '2 [0.5, 8] 1/d'."
        )
    return Scope(plan=short, uncertain=uncertain, chosen=chosen, central=central, evaluations=everything.evaluations)


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The data as a normal error sees them.

    Parameters
    ----------
    data : (n,) values, or their logarithms. deviation : (n,) of the error; where it was not stated, its guess.
    unknown : for each error that is estimated, the places of its values. floor : (n,) below which a prediction is held before its logarithm.
    names : of the quantities whose error is estimated.
    """

    error: ErrorModel
    data: Array
    deviation: Array
    floor: Array
    unknown: tuple[NDArray[np.intp], ...]
    names: tuple[str, ...]

    def seen(self, predicted: Array) -> Array:
        """Predictions as the error sees them."""
        return np.asarray(np.log(np.maximum(predicted, self.floor)) if self.error == "log-normal" else predicted, dtype=np.float64)

    def own(self, seen: Array) -> Array:
        """The inverse of `seen`."""
        return np.asarray(np.exp(seen) if self.error == "log-normal" else seen, dtype=np.float64)

    def deviations(self, factors: Array) -> Array:
        """(n_draws, n) errors for factors (n_draws, n_unknown) on those that were guessed."""
        found = np.tile(self.deviation, (len(factors), 1))
        for column, places in enumerate(self.unknown):
            found[:, places] *= factors[:, column : column + 1]
        return found


def target_of(observations: Sequence[Observation], error: ErrorModel) -> Target:
    """The data with their errors; those without a stated one share one error for each quantity.

    Raises
    ------
    SettingError
        A value is not above 0 under a log-normal error.
    """
    values = np.array([one.value for one in observations])
    stated = np.array([one.deviation for one in observations])
    names = [f"{one.point.quantity.name}{'' if one.point.measure == 'own' else f' ({one.point.measure})'}" for one in observations]
    if error == "log-normal" and not np.all(values > 0):
        first = observations[int(np.flatnonzero(values <= 0)[0])]
        raise SettingError(f"Line {first.line} of the data has the value {first.value:g}; a log-normal error needs values above 0. Take --error normal.")
    largest = {name: max(abs(value) for value, other in zip(values, names, strict=True) if other == name) or 1.0 for name in names}
    scale = np.array([largest[name] for name in names])
    if error == "log-normal":
        deviation = np.sqrt(np.log1p((np.where(np.isnan(stated), GUESS * values, stated) / values) ** 2))
    else:
        deviation = np.where(np.isnan(stated), GUESS * scale, stated)
    missing = [name for name in dict.fromkeys(names) if any(math_nan and other == name for math_nan, other in zip(np.isnan(stated), names, strict=True))]
    unknown = tuple(np.flatnonzero([other == name and bool(lost) for other, lost in zip(names, np.isnan(stated), strict=True)]) for name in missing)
    data = np.log(values) if error == "log-normal" else values
    return Target(error=error, data=data, deviation=deviation, floor=LOWEST_SHARE * scale, unknown=unknown, names=tuple(missing))
