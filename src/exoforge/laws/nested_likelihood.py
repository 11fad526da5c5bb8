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
    count, total, square = np.add.reduceat(np.array([np.ones_like(y), y, y * y]), nest.starts[-1], axis=1)
    held = np.zeros((4, 1 + width, count.size))  # a, b, c, l of every group; each with its slopes behind it
    held[:3, 0] = count / residual, total / residual, square / residual
    held[3, 0] = count * np.log(residual)
    held[:3, -1], held[3, -1] = -held[:3, 0] / residual, count / residual
    for place in range(width - 2, -1, -1):
        inside = held if place == width - 2 else np.add.reduceat(held, nest.starts[place], axis=2)
        (a, b, c, log), (da, db, dc, dl) = inside[:, 0], inside[:, 1:]
        s = float(variances[place])
        d = 1.0 + s * a
        u = s * b / d
        held = np.empty_like(inside)
        held[:, 0] = a / d, b / d, c - b * u, log + np.log(d)
        held[:, 1:] = da / d**2, (db - u * da) / d, dc - 2 * u * db + u**2 * da, dl + s * da / d
        held[:, 1 + place] = -((a / d) ** 2), -a * b / d**2, -((b / d) ** 2), a / d
    samples = np.add.reduceat(held, nest.first, axis=2)
    (a, b, c, log), (da, db, dc, dl) = samples[:, 0], samples[:, 1:]
    mean = b / a
    deviance = float(np.sum(log + np.log(a) + c - b * mean)) + (nest.size - nest.first.size) * float(np.log(2 * np.pi))
    slopes = np.sum(dl + da / a + dc - 2 * mean * db + mean**2 * da, axis=1)
    return deviance, slopes, ((a, b), da.T)
