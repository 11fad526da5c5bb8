"""Relative potency: how much of the reference does what one part of the test preparation does, by parallel lines."""

from __future__ import annotations

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
    intercepts : response of each at a dose of 1. slope : common, per natural logarithm of the dose.
    variance, freedom : of a response, within doses where they are repeated, else about the separate lines.
    table : the analysis of variance. potencies : of the test preparations.
    """

    labels: tuple[str, ...]
    intercepts: tuple[float, ...]
    slope: float
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
    sheet = steps[2]
    found = np.linalg.lstsq(sheet, y, rcond=None)[0]
    covariance = np.linalg.pinv(sheet.T @ sheet) * variance
    own = np.linalg.lstsq(steps[3], y, rcond=None)[0]
    own_covariance = np.linalg.pinv(steps[3].T @ steps[3]) * variance
    many, base = len(labels), int(blocks.max())
    slopes = base + many + np.arange(many)
    level = 0.5 + within("confidence", confidence, 0.5, 1 - 1e-9) / 2.0
    potencies = []
    for place in range(1, many):
        contrast = np.zeros((2, sheet.shape[1]))
        contrast[0, base + place], contrast[0, base], contrast[1, -1] = 1.0, -1.0, 1.0
        above, below = contrast @ found
        spread = contrast @ covariance @ contrast.T
        ends = fieller(above, below, spread[0, 0], spread[1, 1], spread[0, 1], float(stdtrit(freedom, level)))
        pick = own_covariance[np.ix_(slopes[[place, 0]], slopes[[place, 0]])]
        ratio = fieller(own[slopes[place]], own[slopes[0]], pick[0, 0], pick[1, 1], pick[0, 1], float(stdtrit(freedom, 0.95)))
        potencies.append(
            Potency(
                label=labels[place],
                value=float(np.exp(above / below)),
                low=float(np.exp(ends[0])) if ends else None,
                high=float(np.exp(ends[1])) if ends else None,
                slope_ratio=float(own[slopes[place]] / own[slopes[0]]),
                ratio_low=ratio[0] if ratio else None,
                ratio_high=ratio[1] if ratio else None,
            )
        )
    return ParallelLines(
        labels=labels,
        intercepts=tuple(float(one) for one in found[base : base + many] + (np.mean(np.append(found[:base], 0.0)) if base else 0.0)),
        slope=float(found[-1]),
        variance=variance,
        freedom=freedom,
        table=_table(squares, ranks, y, variance, freedom),
        potencies=tuple(potencies),
    )


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
