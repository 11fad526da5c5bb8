"""Relative potency: how much of the reference does what one part of the test preparation does, by parallel lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, numbers, positive, within
from exoforge.laws.ratios import fieller

Labels = NDArray[np.int_]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One line of an analysis of variance. `ratio` and `p` are undefined where nothing is tested."""

    name: str
    freedom: int
    squares: float
    ratio: float
    p: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Potency:
    """The potency of one test preparation relative to the reference.

    Parameters
    ----------
    label : of the preparation. value : test over reference; 2 when half as much of the test does the same.
    low, high : the interval; None where nothing bounds it.
    slope_ratio : of the test's own slope over the reference's own. ratio_low, ratio_high : its 90 % interval, None where nothing bounds it.
    """

    label: str
    value: float
    low: float | None
    high: float | None
    slope_ratio: float
    ratio_low: float | None
    ratio_high: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ParallelLines:
    """An assay by parallel lines.

    Parameters
    ----------
    labels : of the preparations, the reference first.
    intercepts : response of each at a dose of 1, the mean of the blocks. slope : common, per natural logarithm of the dose.
    own : intercept and slope of each by itself.
    variance, freedom : of a response, within doses where they are repeated, else about the separate lines.
    table : the analysis of variance. potencies : of the test preparations.
    """

    labels: tuple[str, ...]
    intercepts: tuple[float, ...]
    slope: float
    own: tuple[tuple[float, float], ...]
    variance: float
    freedom: int
    table: tuple[Source, ...]
    potencies: tuple[Potency, ...]


def numbered(preparation: ArrayLike, reference: str) -> tuple[tuple[str, ...], Labels]:
    """Names of preparations as numbers, the reference being 0.

    Raises
    ------
    SettingError
        The reference is not among them, or is the only one.
    """
    words = [str(word) for word in np.asarray(preparation)]
    names = tuple(dict.fromkeys(words))
    if reference not in names:
        raise SettingError(f"There is no preparation '{reference}' to be the reference; there are {', '.join(names)}.")
    if len(names) < 2:
        raise SettingError(f"Only the reference '{reference}' has responses; a potency needs a test preparation beside it.")
    labels = (reference, *(name for name in names if name != reference))
    return labels, np.array([labels.index(word) for word in words])


def parallel_lines(
    dose: ArrayLike, value: ArrayLike, preparation: ArrayLike, *, reference: str, block: ArrayLike | None = None, confidence: float = 0.95
) -> ParallelLines:
    """Relative potency by lines that share one slope over the logarithm of the dose.

    ``y = a_i + b ln x (+ block)``, ``ln rho_i = (a_i - a_ref) / b``, with the interval of Fieller's theorem. The sums of squares
    are taken one after the other: blocks, preparations, regression, non-parallelism, non-linearity, residual.

    Parameters
    ----------
    dose : (n,), above 0, of all preparations in one unit. value : (n,) responses, or what they were transformed to.
    preparation : (n,) labels. reference : one of them. block : (n,) labels of plates, days or litters; None for none.

    Raises
    ------
    SettingError
        The reference is absent, a preparation has one dose only, or too few points are left to know the scatter.

    Assumes
    -------
    Responses are independent but for their block, normal, and scatter alike at every dose. With blocks every dose should be in every block.

    References
    ----------
    pheur53, pla2015
    """
    from scipy.special import stdtrit

    labels, which = numbered(preparation, reference)
    x, y = np.log(positive("dose", dose)), numbers(value)
    _check(x, y, which, labels)
    blocks = np.zeros_like(which) if block is None else np.unique(np.asarray(block).astype(str), return_inverse=True)[1]
    steps = _nested(x, which, blocks)
    squares = [_left(sheet, y) for sheet in steps]
    ranks = [int(np.linalg.matrix_rank(sheet)) for sheet in steps]
    freedom, variance = _scatter(squares, ranks, y.size)
    common, apart = (_fitted(sheet, y, variance) for sheet in steps[2:4])
    many, base = len(labels), int(blocks.max())
    starts, tilts = base + np.arange(many), base + many + np.arange(many)
    wide, narrow = (float(stdtrit(freedom, level)) for level in (0.5 + within("confidence", confidence, 0.5, 1 - 1e-9) / 2.0, 0.95))
    potencies = []
    for place, label in enumerate(labels[1:], start=1):
        logarithm, ends = _quotient(common, {starts[place]: 1.0, starts[0]: -1.0}, {-1: 1.0}, wide)
        ratio, bounds = _quotient(apart, {tilts[place]: 1.0}, {tilts[0]: 1.0}, narrow)
        low, high = (float(np.exp(end)) for end in ends) if ends else (None, None)
        least, most = bounds or (None, None)
        potencies.append(Potency(label=label, value=float(np.exp(logarithm)), low=low, high=high, slope_ratio=ratio, ratio_low=least, ratio_high=most))
    return ParallelLines(
        labels=labels,
        intercepts=tuple(float(one) for one in common[0][starts] + _mean_block(common[0], base)),
        slope=float(common[0][-1]),
        own=tuple((float(start), float(tilt)) for start, tilt in zip(apart[0][starts] + _mean_block(apart[0], base), apart[0][tilts], strict=True)),
        variance=variance,
        freedom=freedom,
        table=_table(squares, ranks, y, variance, freedom),
        potencies=tuple(potencies),
    )


def _fitted(sheet: Array, y: Array, variance: float) -> tuple[Array, Array]:
    """Coefficients of a linear model and their covariance."""
    return np.asarray(np.linalg.lstsq(sheet, y, rcond=None)[0]), np.asarray(np.linalg.pinv(sheet.T @ sheet) * variance)


def _quotient(fit: tuple[Array, Array], over: Mapping[int, float], under: Mapping[int, float], t: float) -> tuple[float, tuple[float, float] | None]:
    """Quotient of two sums of coefficients, each by its place and its factor, with its interval by Fieller's theorem."""
    found, covariance = fit
    contrast = np.zeros((2, found.size))
    for row, part in zip(contrast, (over, under), strict=True):
        row[list(part)] = list(part.values())
    above, below = contrast @ found
    spread = contrast @ covariance @ contrast.T
    return float(above / below), fieller(above, below, spread[0, 0], spread[1, 1], spread[0, 1], t)


def _mean_block(found: Array, others: int) -> float:
    """What the mean of the blocks adds to the first one, from which the `others` are counted."""
    return float(found[:others].sum()) / (others + 1)


def _check(x: Array, y: Array, which: Labels, labels: tuple[str, ...]) -> None:
    if not x.shape == y.shape == which.shape or not np.isfinite(y).all():
        raise SettingError("Every response needs its dose and its preparation, and must be finite; leave incomplete rows out.")
    for place, label in enumerate(labels):
        levels = np.unique(x[which == place]).size
        if levels < 2:
            raise SettingError(f"The preparation '{label}' has {levels} dose; a line needs 2 or more.")


def _nested(x: Array, which: Labels, blocks: Labels) -> tuple[Array, ...]:
    """Sheets of models, each within the next: blocks; preparations; one slope; a slope each; a mean for each dose."""
    many = int(which.max()) + 1
    plates = (blocks[:, np.newaxis] == np.arange(1, blocks.max() + 1)).astype(float)
    each = (which[:, np.newaxis] == np.arange(many)).astype(float)
    cells = np.unique(np.stack([which.astype(float), x], axis=1), axis=0, return_inverse=True)[1].ravel()
    every = (cells[:, np.newaxis] == np.arange(cells.max() + 1)).astype(float)
    one = np.ones((x.size, 1))
    return (
        np.hstack([one, plates]),
        np.hstack([plates, each]),
        np.hstack([plates, each, x[:, np.newaxis]]),
        np.hstack([plates, each, each * x[:, np.newaxis]]),
        np.hstack([plates, every]),
    )


def _left(sheet: Array, y: Array) -> float:
    """Sum of squares that a model leaves."""
    return float(np.sum((y - sheet @ np.linalg.lstsq(sheet, y, rcond=None)[0]) ** 2))


def _scatter(squares: list[float], ranks: list[int], points: int) -> tuple[int, float]:
    """Degrees of freedom and variance of one response."""
    for place in (4, 3):
        freedom = points - ranks[place]
        if freedom > 0:
            if squares[place] <= 1e-24 * max(squares[0], 1e-300):
                raise SettingError("Repeated responses do not scatter at all; an interval needs measured responses, not computed ones.")
            return freedom, squares[place] / freedom
    raise SettingError(f"{points} points are too few to know their scatter beside the lines; repeat doses, or measure more of them.")


def _table(squares: list[float], ranks: list[int], y: Array, variance: float, freedom: int) -> tuple[Source, ...]:
    from scipy.special import fdtrc

    def tested(name: str, gained: float, extra: int) -> Source:
        ratio = max(gained, 0.0) / extra / variance
        return Source(name=name, freedom=extra, squares=max(gained, 0.0), ratio=ratio, p=float(fdtrc(extra, freedom, ratio)))

    whole = float(np.sum((y - y.mean()) ** 2))
    lines = [("blocks", whole - squares[0], ranks[0] - 1)]
    lines += [(name, squares[place] - squares[place + 1], ranks[place + 1] - ranks[place]) for place, name in enumerate(NAMES)]
    nan = float("nan")
    within_doses = y.size > ranks[4]
    rest = Source(name="residual", freedom=freedom, squares=variance * freedom, ratio=nan, p=nan)
    kept = lines if within_doses else lines[:-1]
    return (*(tested(*line) for line in kept if line[2] > 0), rest, Source(name="total", freedom=y.size - 1, squares=whole, ratio=nan, p=nan))


NAMES = ("preparations", "regression", "non-parallelism", "non-linearity")
"""What each step from one model to the next tests."""
