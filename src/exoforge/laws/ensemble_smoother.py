"""Calibration by an ensemble smoother with multiple data assimilation: members are moved towards the data in a few steps.

Each of ``n`` steps moves every member ``z`` with its prediction ``g`` by

    z <- z + C_zg (C_gg + a R)^-1 (d + sqrt(a) e - g)

with the covariances of the members, ``R`` the covariance of the errors, ``e`` drawn from it, and ``a`` such that the inverses
of all steps add up to 1. For a linear model with normal priors and errors the members then have the mean and covariance of
the exact posterior (Kalman). For any other model it is an approximation that uses no derivative and few evaluations.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.domain import Array, positive

Forward = Callable[[Array], Array]


@dataclass(frozen=True, kw_only=True, slots=True)
class Smoothed:
    """What the smoother leaves.

    Parameters
    ----------
    members : (n_members, n_parameters) of the posterior. predicted : (n_members, n_data) by those members.
    misfit : (steps + 1,) mean over the members of the squared distances in standard deviations, over n_data: 1 or below fits.
    """

    members: Array
    predicted: Array
    misfit: Array


def exact_normals(members: int, dimensions: int, *, rng: np.random.Generator) -> Array:
    """Standard normal draws whose mean is 0 and whose covariance is the unit matrix exactly, so that no member is wasted on sampling error.

    Parameters
    ----------
    members : more than `dimensions`, else plain draws are given back.

    Returns
    -------
    draws : (members, dimensions)
    """
    drawn = rng.standard_normal((members, dimensions))
    return _whitened(drawn) if members > dimensions + 1 else drawn


def smoothed(forward: Forward, prior: Array, data: Array, deviation: Array, *, rng: np.random.Generator, steps: int = 4) -> Smoothed:
    """Move members from the prior to the posterior.

    Parameters
    ----------
    forward : predictions (n_members, n_data) of members (n_members, n_parameters); a member without a prediction has NaN.
    prior : (n_members, n_parameters) draws of the prior, in coordinates in which it is normal.
    data, deviation : (n_data,) what was seen, and the standard deviation of its error.
    steps : how often the data are used, each time with its variance times `steps`.

    Raises
    ------
    SettingError
        A deviation that is not positive, no step, or too few members.
    ConvergenceError
        More than half of the members have no prediction.

    Assumes
    -------
    Errors that are normal and independent. The errors that are drawn are made uncorrelated with the members where there are members
    enough, which makes the linear case exact for any number of them.

    References
    ----------
    emerick2013
    """
    positive("standard deviation of a point", deviation)
    if steps < 1 or len(prior) < 4:
        raise SettingError(f"The smoother was given {steps} steps and {len(prior)} members; it needs at least one step and 4 members.")
    members = np.array(prior, dtype=np.float64)
    predicted, members = _known(forward(members), members, rng)
    misfit = [_misfit(predicted, data, deviation)]
    for _ in range(steps):
        error = _uncorrelated(rng.standard_normal(predicted.shape), np.concatenate([members, predicted], axis=1)) * deviation * math.sqrt(steps)
        members = members + (data + error - predicted) @ gain(members, predicted, steps * deviation**2).T
        predicted, members = _known(forward(members), members, rng)
        misfit.append(_misfit(predicted, data, deviation))
    return Smoothed(members=members, predicted=predicted, misfit=np.array(misfit))


def gain(members: Array, predicted: Array, variance: Array) -> Array:
    """``C_zg (C_gg + R)^-1``, (n_parameters, n_data): by how much each parameter follows each datum.

    Parameters
    ----------
    variance : (n_data,) the diagonal of R. All is scaled by its root first, so that data of different units can stand together.
    """
    root = np.sqrt(variance)
    count = len(members) - 1
    z, g = members - members.mean(axis=0), (predicted - predicted.mean(axis=0)) / root
    inner = g.T @ g / count + np.eye(root.size)
    return np.asarray(np.linalg.solve(inner, g.T @ z / count).T / root, dtype=np.float64)


def _known(predicted: Array, members: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Predictions and members; one that has no prediction is replaced by another that has, drawn at random."""
    found = np.asarray(predicted, dtype=np.float64)
    known = np.all(np.isfinite(found), axis=1)
    if known.all():
        return found, members
    if known.sum() * 2 < len(known):
        raise ConvergenceError(
            f"{int((~known).sum())} of {len(known)} members have no prediction at the points of the data; calibrate to other quantities, or narrow the priors."
        )
    source = np.where(known, np.arange(len(known)), rng.choice(np.flatnonzero(known), len(known)))
    return found[source], members[source]


def _misfit(predicted: Array, data: Array, deviation: Array) -> float:
    return float((((predicted - data) / deviation) ** 2).mean())


def _uncorrelated(draws: Array, beside: Array) -> Array:
    """Draws with mean 0, unit covariance and no correlation with other columns, where there are rows enough for all that."""
    rows, columns = draws.shape
    if rows <= columns + beside.shape[1] + 2:
        return np.asarray(draws - draws.mean(axis=0), dtype=np.float64)
    centred = beside - beside.mean(axis=0)
    scale = centred.std(axis=0)
    own = centred[:, scale > 0] / scale[scale > 0]
    free = draws - draws.mean(axis=0)
    if own.size:
        basis: NDArray[np.float64] = np.linalg.svd(own, full_matrices=False)[0]
        free = free - basis @ (basis.T @ free)
    return _whitened(free)


def _whitened(draws: Array) -> Array:
    centred = draws - draws.mean(axis=0)
    factor: Array = np.linalg.cholesky(np.asarray(centred.T @ centred / (len(draws) - 1), dtype=np.float64))
    return np.asarray(np.linalg.solve(factor, centred.T).T, dtype=np.float64)
