"""What would have to be otherwise for a prediction to look like what an instrument wrote: one uncertain value changed at a time."""

from __future__ import annotations

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


def explanations(ensemble: Ensemble, instrument: VirtualInstrument, observed: Array, bins: Array) -> tuple[Explanation, ...]:
    """The values that, each changed alone within its usual range, bring the predicted size distribution nearest to the observed one.

    Every uncertain parameter of the record's steps and of the virtual instrument is set to its 5th and 95th percentile; those that
    bring the two nearer are tried at nine places between. The rest stays as predicted, so that two changes together are not looked for.

    Parameters
    ----------
    observed : (n_bin,) [1/m] of area 1 on `bins` [m].
    """
    final = ensemble.central.river.passages[-1].suspension
    before = distance(bins, observed, _shown(instrument, final))
    ends: list[tuple[float, int]] = []
    for column, rows in enumerate(ensemble.alone):
        ends.append((min(distance(bins, observed, _shown(instrument, row.river.passages[-1].suspension)) for row in rows), column))
    own = strays(instrument)
    for place, parameter in enumerate(own):
        low, high = _values(parameter, parameter.spread, float(parameter.usual or 0.0), PLACES[[0, -1]])
        with_it = [_shown(replaced(instrument, {parameter.name: float(value)}), final) for value in (low, high)]
        ends.append((min(distance(bins, observed, curve) for curve in with_it), len(ensemble.alone) + place))
    worth = [place for reached, place in sorted(ends) if reached < before][:SEARCHED]
    found = [_searched(ensemble, instrument, own, place, observed, bins, before) for place in worth]
    helping = [one for one in found if one.after < (1.0 - HELPS) * before]
    return tuple(sorted(helping, key=lambda one: one.after)[:TOLD])


def _searched(
    ensemble: Ensemble, instrument: VirtualInstrument, own: tuple[Parameter, ...], place: int, observed: Array, bins: Array, before: float
) -> Explanation:
    """One parameter along its range; `place` counts those of the steps first, then those of the instrument."""
    steps = len(ensemble.uncertain)
    if place < steps:
        one = ensemble.uncertain[place]
        parameter, key, centre = one.parameter, one.assumption.key, one.centre
        values = _values(parameter, one.spread, centre, PLACES)
    else:
        parameter = own[place - steps]
        key, centre = f"{instrument.title}: {parameter.name}", float(parameter.usual or 0.0)
        values = _values(parameter, parameter.spread, centre, PLACES)
    reached = []
    for value in values:
        try:
            if place < steps:
                curve = _shown(instrument, river_with(ensemble, place, float(value)).passages[-1].suspension)
            else:
                curve = _shown(replaced(instrument, {parameter.name: float(value)}), ensemble.central.river.passages[-1].suspension)
            reached.append(distance(bins, observed, curve))
        except SettingError:
            reached.append(np.inf)
    best = int(np.argmin(reached))
    return Explanation(
        key=key,
        meaning=parameter.meaning,
        unit=parameter.unit,
        central=centre,
        changed=float(values[best]),
        before=before,
        after=float(reached[best]),
        at_edge=best in (0, len(values) - 1),
    )


def _values(parameter: Parameter, spread: Spread, centre: float, places: Array) -> Array:
    return quantile(parameter, spread, centre, places)


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
