"""What would have to be otherwise for a prediction to look like what an instrument wrote: one uncertain value changed at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Parameter, Spread, parameters_of, quantile, replaced
from exoforge.design.ensemble import Ensemble, river_with
from exoforge.design.result import Explanation
from exoforge.instruments.contract import VirtualInstrument
from exoforge.instruments.dilution import of_stock
from exoforge.instruments.nta.curves import bin_edges
from exoforge.instruments.nta.virtual import BINS
from exoforge.laws.distances import wasserstein
from exoforge.streams.measurement import Distribution, Measurement
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]

SEARCHED = 5
"""Parameters that are searched more finely, of those that help at the ends of their range; a choice."""
PLACES = np.linspace(0.05, 0.95, 9)
"""Probabilities at which a parameter is tried; a choice."""
HELPS = 0.1
"""Share of the distance that a change must take away to be told; a choice."""
TOLD = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    """One uncertain value: what it is, the distance with it at the better end of its range, and what is seen with it at a value."""

    key: str
    parameter: Parameter
    spread: Spread
    centre: float
    at_ends: float
    seen_with: Callable[[float], Array]


def explanations(ensemble: Ensemble, instrument: VirtualInstrument, observed: Array, before: float) -> tuple[Explanation, ...]:
    """The values that, each changed alone within its usual range, bring the predicted size distribution nearest to the observed one.

    Every uncertain parameter of the record's steps and of the virtual instrument is set to its 5th and 95th percentile; those that
    bring the two nearer are tried at nine places between. The rest stays as predicted, so that two changes together are not looked for.

    Parameters
    ----------
    observed : (n_bin,) [1/m] of area 1 on the bins of a prediction. before : [m] its distance from the central prediction.
    """
    candidates = (*_of_steps(ensemble, instrument, observed), *_of_instrument(ensemble, instrument, observed))
    worth = [one for one in sorted(candidates, key=lambda one: one.at_ends) if one.at_ends < before][:SEARCHED]
    found = [_searched(one, observed, before) for one in worth]
    helping = [one for one in found if one.after < (1.0 - HELPS) * before]
    return tuple(sorted(helping, key=lambda one: one.after)[:TOLD])


def _of_steps(ensemble: Ensemble, instrument: VirtualInstrument, observed: Array) -> Iterator[_Candidate]:
    """The uncertain values of the record's steps; their ends are rows that the ensemble has run."""
    for column, (one, rows) in enumerate(zip(ensemble.uncertain, ensemble.alone, strict=True)):

        def seen_with(value: float, column: int = column) -> Array:
            return _shown(instrument, river_with(ensemble, column, value).passages[-1].suspension)

        ends = min(distance(BINS, observed, _shown(instrument, row.river.passages[-1].suspension)) for row in rows)
        yield _Candidate(key=one.assumption.key, parameter=one.parameter, spread=one.spread, centre=one.centre, at_ends=ends, seen_with=seen_with)


def _of_instrument(ensemble: Ensemble, instrument: VirtualInstrument, observed: Array) -> Iterator[_Candidate]:
    """The uncertain values of the virtual instrument."""
    final = ensemble.central.river.passages[-1].suspension
    for parameter in strays(instrument):

        def seen_with(value: float, name: str = parameter.name) -> Array:
            return _shown(replaced(instrument, {name: value}), final)

        centre = float(parameter.usual or 0.0)
        low, high = quantile(parameter, parameter.spread, centre, PLACES[[0, -1]])
        ends = min(distance(BINS, observed, seen_with(float(value))) for value in (low, high))
        key = f"{instrument.title}: {parameter.name}"
        yield _Candidate(key=key, parameter=parameter, spread=parameter.spread, centre=centre, at_ends=ends, seen_with=seen_with)


def _searched(one: _Candidate, observed: Array, before: float) -> Explanation:
    """One parameter along its range."""
    values = quantile(one.parameter, one.spread, one.centre, PLACES)
    reached = []
    for value in values:
        try:
            reached.append(distance(BINS, observed, one.seen_with(float(value))))
        except SettingError:
            reached.append(np.inf)
    best = int(np.argmin(reached))
    return Explanation(
        key=one.key,
        meaning=one.parameter.meaning,
        unit=one.parameter.unit,
        central=one.centre,
        changed=float(values[best]),
        before=before,
        after=float(reached[best]),
        at_edge=best in (0, len(values) - 1),
    )


def _shown(instrument: VirtualInstrument, suspension: Suspension) -> Array:
    """What the virtual instrument expects to show, of area 1."""
    return normalised(BINS, shown(instrument.observe(suspension)))


def shown(measurement: Measurement) -> Array:
    """The mean of the repeats of a measurement in the undiluted sample, by number, on the bins of a prediction [particles/m3]."""
    return np.asarray(np.mean([rebinned(BINS, part) for part in of_stock(measurement).distributions if part.weighting == "number"], axis=0))


def strays(instrument: VirtualInstrument) -> tuple[Parameter, ...]:
    """The parameters of a virtual instrument that are uncertain."""
    return tuple(one for one in parameters_of(instrument) if one.spread.shape != "fixed" and isinstance(one.usual, int | float))


def distance(bins: Array, first: Array, second: Array) -> float:
    """Wasserstein distance between two densities on the same bins [m]: how far a particle must move on average."""
    edges = bin_edges(bins)
    return wasserstein((edges, first * np.diff(edges)), (edges, second * np.diff(edges)))


def normalised(bins: Array, curve: Array) -> Array:
    """A distribution over bins as a density [1/m] of area 1; zeros stay zeros."""
    area = float((curve * np.diff(bin_edges(bins))).sum())
    return curve / area if area > 0 else np.zeros_like(curve)


def rebinned(bins: Array, part: Distribution) -> Array:
    """The amounts of a distribution on other bins, each old bin spread evenly; what lies beyond the last one is left out."""
    cumulative = np.concatenate([[0.0], np.cumsum(part.amount)])
    return np.asarray(np.diff(np.interp(bin_edges(bins), part.edges, cumulative)))
