"""What has left a column by each volume, by the two models: moments of each peak, and finite volumes along the bed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from exoforge.design.isolation.column_result import Array
from exoforge.laws.column import CELLS, elution
from exoforge.laws.domain import numbers
from exoforge.stages.isolate.size_exclusion import SizeExclusion
from exoforge.stages.isolate.solutes import solute_diameters
from exoforge.streams.suspension import Suspension

CELLS_PER_WIDTH = 4.0
MOST_CELLS = 160
MOST_SIZES = 24
"""Sizes that are computed by finite volumes; those between are interpolated."""
SHARES = 1.0 / (1.0 + np.exp(-np.linspace(-16.0, 16.0, 321)))
"""Shares, dense towards 0 and 1, between which a peak is interpolated."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """Shares that have left by each volume: (n_size, n_volume) of particles and (n_solute, n_volume) of solutes, without the loss on the resin."""

    particles: Array
    solutes: Array


def by_moments(column: SizeExclusion, loaded: Suspension, volume: Array) -> Left:
    """What has left by each volume [m3], as the operation itself reckons it: from the moments of each peak."""
    return _parted(column.eluted(_diameters(loaded), loaded.volume, volume), loaded)


def by_volumes(column: SizeExclusion, loaded: Suspension, volume: Array) -> Left:
    """The same by finite volumes, for the sizes that there are; what is larger than the pores is computed once."""
    pore, radius = column.beads
    present = np.any(loaded.number > 0, axis=0)
    diameter = _diameters(loaded)
    entering = (diameter < pore) & np.concatenate([present, np.ones(len(loaded.solutes), dtype=bool)])
    apart = np.unique(diameter[entering])
    if apart.size > MOST_SIZES:
        apart = np.geomspace(apart[0], apart[-1], MOST_SIZES)
    arguments = column.column(np.append(apart, 2.0 * pore))
    width = math.sqrt(2.0 * column.dispersion * 2.0 * radius / arguments["length"])
    run = elution(
        **arguments,
        injection_time=loaded.volume / column.flow_rate,
        duration=float(volume[-1]) / column.flow_rate,
        cells=min(max(CELLS, math.ceil(CELLS_PER_WIDTH / width)), MOST_CELLS),
    )
    passed = _at_sizes(diameter[entering], apart, run.time * column.flow_rate, run.eluted, volume)
    left = np.tile(passed[-1], (diameter.size, 1))
    left[entering] = column.bypassed(passed)
    return _parted(left, loaded)


def _at_sizes(wanted: Array, known: Array, at: Array, eluted: Array, volume: Array) -> Array:
    """(n_wanted + 1, n_volume) shares that have left by each volume, for the sizes wanted and, last, for what is excluded.

    Between two sizes that are known, the volume by which a share has left is a straight line in the logarithm of the size: peaks
    move then, where shares drawn straight would make one peak of two. With `MOST_SIZES` sizes a share is off by 0.01 at most.

    Parameters
    ----------
    known : (n_known,) [m]. at : (n_time,) [m3]. eluted : (n_known + 1, n_time), the excluded last. volume : (n_volume,) [m3].
    """
    excluded = numbers(np.interp(volume, at, eluted[-1]))
    if not wanted.size:
        return excluded[None, :]
    if np.all(np.isin(wanted, known)):
        return np.vstack([*(np.interp(volume, at, eluted[row]) for row in np.searchsorted(known, wanted)), excluded])
    by = np.array([np.interp(SHARES, row, at) for row in eluted[:-1]])
    place = np.interp(np.log(wanted), np.log(known), np.arange(known.size))
    below = np.minimum(place.astype(np.intp), known.size - 2)
    moved = by[below] + (place - below)[:, None] * (by[below + 1] - by[below])
    return np.vstack([*(np.interp(volume, row, SHARES, left=0.0) for row in moved), excluded])


def _diameters(loaded: Suspension) -> Array:
    """(n_size + n_solute,) [m] of the particles, then of what is dissolved."""
    return np.concatenate([loaded.grid.diameter, solute_diameters(loaded.solutes)])


def _parted(left: Array, loaded: Suspension) -> Left:
    sizes = loaded.grid.diameter.size
    return Left(particles=left[:sizes], solutes=left[sizes:])
