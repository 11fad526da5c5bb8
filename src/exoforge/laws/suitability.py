"""Whether an assay of potency may be used: parallel, straight, steep, in range, and of even scatter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.units import short_number
from exoforge.laws.domain import Array, numbers
from exoforge.laws.parallel_curves import ParallelCurves
from exoforge.laws.relative_potency import ParallelLines, Potency, Source

ALPHA = 0.05
"""Significance at which a test speaks. A choice, as customary."""
SLOPE_LIMITS = (0.80, 1.25)
"""Equivalence limits of the slope ratio. A choice: a laboratory sets its own from its own assays."""
FEWEST_DOSES = 3
"""Doses of a preparation from which a bend can be seen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """One test of suitability. `passed` is None where the data cannot tell; `sentence` says what was found."""

    name: str
    passed: bool | None
    sentence: str


def verdicts(
    assay: ParallelLines | ParallelCurves,
    dose: ArrayLike,
    value: ArrayLike,
    preparation: ArrayLike,
    *,
    limits: tuple[float, float] = SLOPE_LIMITS,
    alpha: float = ALPHA,
) -> tuple[Verdict, ...]:
    """Judge an assay of potency.

    Regression, linearity or fit, and non-parallelism by F; parallelism also by equivalence, the 90 % interval of each slope
    ratio within `limits`; range by whether the doses of test and reference overlap when the potency is applied; even scatter
    by the test of Brown and Forsythe between doses.

    Parameters
    ----------
    assay : as computed from the same `dose`, `value` and `preparation`. limits : of the slope ratio. alpha : significance.

    References
    ----------
    pheur53, parallelism2005
    """
    x, y, which = numbers(dose), numbers(value), np.asarray(preparation).astype(str)
    known = {source.name: source for source in assay.table}
    found = [
        _small(known.get("regression"), alpha, "regression", "The responses change with the dose", "The responses do not clearly change with the dose"),
        _large(known.get("non-parallelism"), alpha, "parallelism, difference test", "no lack of parallelism is seen", "the preparations are not parallel"),
        *(_equivalent(one, limits) for one in assay.potencies),
        _fit(known, alpha),
        *(_range(x, which, assay.labels[0], one) for one in assay.potencies),
        _even(x, y, which, alpha),
    ]
    return tuple(found)


def _small(source: Source | None, alpha: float, name: str, good: str, bad: str) -> Verdict:
    if source is None:
        return Verdict(name=name, passed=None, sentence="It cannot be tested with these doses.")
    passed = source.p < alpha
    return Verdict(name=name, passed=passed, sentence=f"{good if passed else bad} ({_test(source)}).")


def _large(source: Source | None, alpha: float, name: str, good: str, bad: str) -> Verdict:
    if source is None:
        return Verdict(name=name, passed=None, sentence="It cannot be tested with these doses.")
    passed = source.p >= alpha
    sentence = good if passed else bad
    return Verdict(name=name, passed=passed, sentence=f"{sentence[0].upper()}{sentence[1:]} ({_test(source)}).")


def _test(source: Source) -> str:
    return f"F = {source.ratio:.3g} with {source.freedom} degree{'s' if source.freedom > 1 else ''} of freedom, p = {source.p:.2g}"


def _equivalent(one: Potency, limits: tuple[float, float]) -> Verdict:
    name = f"parallelism, equivalence, {one.label}"
    if one.ratio_low is None or one.ratio_high is None:
        return Verdict(name=name, passed=False, sentence=f"The slope ratio of '{one.label}' has no bounded interval: the reference's slope is not told from 0.")
    passed = bool(limits[0] <= one.ratio_low and one.ratio_high <= limits[1])
    where = "lies within" if passed else "reaches beyond"
    text = f"The slope ratio of '{one.label}' is {one.slope_ratio:.3g}; its 90 % interval, {one.ratio_low:.3g} to {one.ratio_high:.3g}, {where} the limits"
    return Verdict(name=name, passed=passed, sentence=f"{text} {limits[0]:g} to {limits[1]:g}.")


def _fit(known: dict[str, Source], alpha: float) -> Verdict:
    if "lack of fit" in known:
        return _large(known["lack of fit"], alpha, "fit", "the curves follow the means of the doses", "the means of the doses lie off the curves")
    if "non-linearity" in known:
        return _large(known["non-linearity"], alpha, "linearity", "no bend is seen", "the lines are bent; leave out the outer doses or take whole curves")
    reason = f"fewer than {FEWEST_DOSES} doses of each preparation, or none repeated"
    return Verdict(name="linearity", passed=None, sentence=f"A bend cannot be seen: {reason}.")


def _range(x: Array, which: NDArray[np.str_], reference: str, one: Potency) -> Verdict:
    mine, other = x[(which == one.label) & (x > 0)], x[(which == reference) & (x > 0)]
    low, high = float(mine.min()) * one.value, float(mine.max()) * one.value
    share = np.log(min(high, other.max()) / max(low, other.min())) / np.log(other.max() / other.min())
    passed = bool(share >= 0.5)
    given = f"{short_number(other.min())} to {short_number(other.max())}"
    text = f"The doses of '{one.label}' act as {short_number(low)} to {short_number(high)} of the reference, given at {given}"
    return Verdict(name=f"range, {one.label}", passed=passed, sentence=f"{text}: {'they overlap' if passed else 'less than half of it is covered'}.")


def _even(x: Array, y: Array, which: NDArray[np.str_], alpha: float) -> Verdict:
    from scipy.stats import levene

    groups = [y[(which == label) & (x == level)] for label in np.unique(which) for level in np.unique(x[which == label])]
    repeated = [group for group in groups if group.size > 2 and np.ptp(group) > 0]
    if len(repeated) < 2:
        return Verdict(name="even scatter", passed=None, sentence="It cannot be tested: fewer than three repeats of a dose.")
    ratio, p = (float(one) for one in levene(*repeated, center="median"))
    if p >= alpha:
        return Verdict(name="even scatter", passed=True, sentence=f"The doses scatter alike (Brown and Forsythe, W = {ratio:.3g}, p = {p:.2g}).")
    sentence = f"The doses do not scatter alike (Brown and Forsythe, W = {ratio:.3g}, p = {p:.2g}); try the logarithm of the responses."
    return Verdict(name="even scatter", passed=False, sentence=sentence)
