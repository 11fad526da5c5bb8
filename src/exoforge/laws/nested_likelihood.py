"""The restricted likelihood of a nested model, summed from the innermost level outward, with its slopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, numbers


@dataclass(frozen=True, kw_only=True, slots=True)
class Nest:
    """The groups of a design, in an order in which each is a run.

    Parameters
    ----------
    starts : of the runs of each level among the groups inside, outermost first. first : of the samples among the outermost groups.
    sample_sizes : values of each sample. back : places of the samples in the order in which they came. size : values in all.
    """

    starts: tuple[NDArray[np.intp], ...]
    first: NDArray[np.intp]
    sample_sizes: NDArray[np.intp]
    back: NDArray[np.intp]
    size: int


def per_sample(nest: Nest, y: Array) -> Array:
    """The sum of ordered values in each sample."""
    return np.asarray(np.add.reduceat(y, np.concatenate([[0], np.cumsum(nest.sample_sizes)[:-1]])))


def nested(values: ArrayLike, samples: Sequence[object], levels: Sequence[Sequence[object]]) -> tuple[Nest, Array]:
    """The groups, and the values in their order; arguments and refusals as `mixed_model.fit_nested`."""
    y = numbers(values)
    if y.ndim != 1 or not np.isfinite(y).all() or any(len(one) != y.size for one in (samples, *levels)) or not levels:
        raise SettingError(f"A nested model needs finite values and a label of each at each level; {y.size} values and {len(levels)} levels were given.")
    keys: list[NDArray[np.intp]] = []
    before = np.zeros(y.size, dtype=np.intp)
    for one in (samples, *levels):
        known: dict[object, int] = {}
        before = np.array([known.setdefault((int(outer), label), len(known)) for outer, label in zip(before, one, strict=True)], dtype=np.intp)
        keys.append(before)
    counts = [int(key.max()) + 1 for key in keys]
    for place, (outer, inner) in enumerate(zip(counts, [*counts[1:], y.size], strict=True)):
        if outer == inner:
            what = "the outermost level" if place == 0 else f"level {place + 1}" if place < len(levels) else "the residual"
            where = "sample" if place == 0 else f"group of level {place}"
            raise SettingError(f"Every {where} holds one group or value only, so {what} cannot be told from it; leave one of the two out.")
    order = np.lexsort(tuple(reversed(keys)))
    heads = [np.flatnonzero(np.diff(key[order], prepend=-1)) for key in keys]  # the first value of every group
    inside = [*heads[1:], np.arange(y.size)]
    starts = [np.searchsorted(inner, head) for head, inner in zip(heads, inside, strict=True)]
    sizes = np.diff(np.append(heads[0], y.size))
    return Nest(starts=tuple(starts[1:]), first=starts[0], sample_sizes=sizes, back=np.argsort(keys[0][order][heads[0]]), size=y.size), y[order]


def criterion(nest: Nest, y: Array, variances: Array) -> tuple[float, Array, tuple[tuple[Array, Array], Array]]:
    """Deviance, its slopes in the variances, and of each sample ``1'V^-1 1`` and ``1'V^-1 y`` with the slopes of the first.

    A group of variance `s` around parts with ``a = 1'V^-1 1``, ``b = 1'V^-1 y``, ``c = y'V^-1 y``, ``l = log |V|`` has ``a/d``, ``b/d``,
    ``c - s b^2/d``, ``l + log d`` with ``d = 1 + s a`` (Sherman and Morrison); so do the slopes.
    """
    width, residual = variances.size, float(variances[-1])
    ones = np.ones(nest.size)
    a, b, c, log = ones / residual, y / residual, y**2 / residual, ones * np.log(residual)
    da, db, dc, dl = np.zeros((4, nest.size, width))
    da[:, -1], db[:, -1], dc[:, -1], dl[:, -1] = -a / residual, -b / residual, -c / residual, 1.0 / residual
    for place in range(width - 2, -1, -1):
        a, b, c, log, da, db, dc, dl = (np.add.reduceat(part, nest.starts[place], axis=0) for part in (a, b, c, log, da, db, dc, dl))
        s = float(variances[place])
        d = 1.0 + s * a
        dd, bb = d[:, np.newaxis], b[:, np.newaxis]
        dl, dc, db, da = dl + s * da / dd, dc - 2 * s * bb * db / dd + (s * bb / dd) ** 2 * da, db / dd - s * bb * da / dd**2, da / dd**2
        dl[:, place], dc[:, place], db[:, place], da[:, place] = a / d, -((b / d) ** 2), -a * b / d**2, -((a / d) ** 2)
        log, c, b, a = log + np.log(d), c - s * b**2 / d, b / d, a / d
    a, b, c, log, da, db, dc, dl = (np.add.reduceat(part, nest.first, axis=0) for part in (a, b, c, log, da, db, dc, dl))
    mean = b / a
    deviance = float(np.sum(log + np.log(a) + c - b * mean)) + (nest.size - nest.first.size) * float(np.log(2 * np.pi))
    over, centre = a[:, np.newaxis], mean[:, np.newaxis]
    slopes = np.sum(dl + da / over + dc - 2 * centre * db + centre**2 * da, axis=0)
    return deviance, slopes, ((a, b), da)
