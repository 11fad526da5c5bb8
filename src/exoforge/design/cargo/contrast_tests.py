"""The tests of a contrast: counts by logarithms or by negative binomials, intensities by logarithms of what was found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.design.cargo.contrast_result import Method, Normalisation
from exoforge.design.cargo.negative_binomial import wald_test
from exoforge.laws.count_normalisation import PRIOR_COUNT, log_per_million, size_factors, trimmed_mean_factors
from exoforge.laws.domain import Array
from exoforge.laws.moderated_t import fit_rows, moderated_test, sample_spread

Mask = NDArray[np.bool_]
FOUND_SHARE = 0.5
"""Share of the samples of each group in which a protein must be found to be tested; at least 2 samples. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tested:
    """The tested rows: their numbers in their order, and how the samples were made comparable.

    Parameters
    ----------
    level : (n_tested,) mean of the logarithms. means : (n_row, n_sample) of all rows, comparable. factors : (n_sample,). freedom, prior_freedom : of the test.
    spread : (n_sample,) how far each sample lies from its group, as a variance.
    """

    coefficient: Array
    low: Array
    high: Array
    statistic: Array
    p: Array
    level: Array
    means: Array
    factors: Array
    spread: Array
    freedom: float
    prior_freedom: float
    notices: tuple[str, ...] = ()


def test_of_counts(counts: Array, kept: Mask, is_treated: Mask, batch: Sequence[str], *, method: Method, normalisation: Normalisation) -> Tested:
    """Test the kept rows of counts.

    Parameters
    ----------
    counts : (n_row, n_sample). kept : (n_row,). is_treated : (n_sample,). batch : (n_sample,); empty without.

    Raises
    ------
    SettingError
        As `fit_rows` and `wald_test`; a sample has no read of what is tested; no molecule is in every sample, as the median of ratios needs.
    """
    held = counts[kept]
    depth = held.sum(axis=0)
    if np.any(depth == 0):
        raise SettingError("A sample has no read of any molecule that is tested; leave it out with a sheet (--samples).")
    if normalisation == "tmm":
        factors, _ = trimmed_mean_factors(held)
    elif normalisation == "median-of-ratios":
        ratios, used = size_factors(held)
        if not used:
            raise SettingError(
                "No molecule has a read in every sample, so that there is no median of ratios; take --method moderated with --normalisation tmm."
            )
        factors = ratios / depth
        factors /= np.exp(np.log(factors).mean())
    else:
        factors = np.ones(depth.size)
    effective = depth * factors
    logs = log_per_million(held, effective, PRIOR_COUNT)
    means = 1e6 * counts / effective
    design = _design(is_treated, batch)
    if method == "moderated":
        return _moderated(logs, design, means=means, factors=factors)
    freedom = float(fit_rows(logs, design).freedom[0])  # refuses what cannot be told apart
    wald = wald_test(held, is_treated.tolist(), batch)
    return Tested(
        coefficient=wald.coefficient,
        low=wald.low,
        high=wald.high,
        statistic=wald.statistic,
        p=wald.p,
        level=logs.mean(axis=1),
        means=means,
        factors=factors,
        spread=sample_spread(logs, design),
        freedom=freedom,
        prior_freedom=0.0,
    )


def test_of_intensities(values: Array, kept: Mask, is_treated: Mask, batch: Sequence[str]) -> Tested:
    """Test the kept rows of intensities; what was not found is left out and nothing is put in its place.

    Parameters
    ----------
    values : (n_row, n_sample), NaN where not found. kept : (n_row,). is_treated : (n_sample,). batch : (n_sample,); empty without.

    Raises
    ------
    SettingError
        As `fit_rows`; no protein is in every sample.
    """
    logs = np.log2(values)
    complete = np.isfinite(logs).all(axis=1)
    if not complete.any():
        raise SettingError("No protein was found in every sample, so that the samples cannot be made comparable. Leave poor samples out with --samples.")
    shift = np.median(logs[complete] - logs[complete].mean(axis=1, keepdims=True), axis=0)
    level = logs - (shift - shift.mean())
    design = _design(is_treated, batch)
    scaled, factors = np.asarray(2.0**level, dtype=np.float64), np.asarray(2.0 ** (shift - shift.mean()), dtype=np.float64)
    return _moderated(level[kept], design, means=scaled, factors=factors, notices=_one_sided(values, is_treated))


def _moderated(logs: Array, design: Array, *, means: Array, factors: Array, notices: tuple[str, ...] = ()) -> Tested:
    """The moderated test of logarithms, with the degrees of freedom of a middle row."""
    fits = fit_rows(logs, design)
    test = moderated_test(fits)
    return Tested(
        coefficient=test.coefficient,
        low=test.low,
        high=test.high,
        statistic=test.statistic,
        p=test.p,
        level=fits.mean,
        means=means,
        factors=factors,
        spread=sample_spread(logs, design),
        freedom=float(np.median(fits.freedom[fits.freedom > 0])),
        prior_freedom=test.prior_freedom,
        notices=notices,
    )


def _one_sided(values: Array, is_treated: Mask) -> tuple[str, ...]:
    """Proteins that half of one group has and none of the other."""
    found = np.isfinite(values)
    shares = {"treated": found[:, is_treated].mean(axis=1), "control": found[:, ~is_treated].mean(axis=1)}
    notices = []
    for one, other in (("treated", "control"), ("control", "treated")):
        alone = int(((shares[one] >= FOUND_SHARE) & (shares[other] == 0)).sum())
        if alone:
            which = "proteins were" if alone > 1 else "protein was"
            notices.append(f"{alone} {which} found in the {one} group alone; no fold change can be given, and missing is not the same as absent.")
    return tuple(notices)


def _design(is_treated: Mask, batch: Sequence[str]) -> Array:
    """Intercept, one column for each further batch, and the group last."""
    names = list(dict.fromkeys(batch))
    columns = [np.ones(is_treated.size), *(np.array([one == name for one in batch], dtype=np.float64) for name in names[1:]), is_treated.astype(np.float64)]
    return np.column_stack(columns)


def found_enough(values: Array, is_treated: Mask) -> tuple[Mask, str]:
    """Proteins found in enough samples of both groups, and the rule as a sentence."""
    found = np.isfinite(values)
    least = [max(2, math.ceil(FOUND_SHARE * int(one.sum()))) for one in (~is_treated, is_treated)]
    kept = (found[:, ~is_treated].sum(axis=1) >= least[0]) & (found[:, is_treated].sum(axis=1) >= least[1])
    return kept, f"found in at least {least[0]} samples of the control and {least[1]} of the treated group; missing values are left out, none is filled in"
