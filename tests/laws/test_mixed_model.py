"""Nested models by REML: another program on unbalanced data, the analysis of variance, the boundary, and designs that tell too little."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.mixed_model import fit_nested

# fmt: off
DAYS = [1, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3]
FILLS = [0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2, 2, 2, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 0, 1, 1, 1, 1]
VALUES = [
    14.141, 5.833, 5.2, 15.836, 15.449, 15.545, 14.825, 16.021, 14.863, 11.862, 12.184, 12.908, 14.302, 9.401, 10.646, 9.601, 9.299, 8.81, 6.138,
    5.429, 12.455, 11.31, 10.678, 15.908, 15.354, 16.272, 14.955, 11.807, 11.239, 12.182, 10.246, 11.947, 10.921, 13.852, 15.243, 14.091, 15.751, 16.577,
]
# fmt: on
SAMPLES = ["a"] * 23 + ["b"] * 15


@cache
def usual_fit():
    return fit_nested(VALUES, samples=SAMPLES, levels=[DAYS, FILLS])


def test_unbalanced_data_agree_with_another_program():
    """statsmodels 0.14, MixedLM with the same nests, REML (run beside this test in another environment)."""
    found = usual_fit()
    assert found.means == pytest.approx([10.95478828, 13.82638867], abs=1e-5)
    assert [one.variance for one in found.components] == pytest.approx([9.13429568, 3.51734474, 0.5919040058], rel=1e-3)
    assert found.deviance == pytest.approx(133.4381610033569, abs=1e-6)
    assert found.deviance <= 133.4381610033569  # the search went at least as far


@given(seed=st.integers(0, 10_000), spread=st.floats(0.5, 4.0))
@settings(max_examples=20, deadline=None)
def test_balanced_data_give_the_mean_squares(seed, spread):
    rng = np.random.default_rng(seed)
    y = 100 + rng.normal(0, spread, (6, 1)) + rng.normal(0, 1.0, (6, 4))
    within = float(((y - y.mean(axis=1, keepdims=True)) ** 2).sum() / 18)
    between = float(4 * ((y.mean(axis=1) - y.mean()) ** 2).sum() / 5)
    found = fit_nested(y.ravel(), samples=[0] * 24, levels=[np.repeat(range(6), 4).tolist()])
    outer, inner = found.components
    if between > within * 1.01:
        assert outer.variance == pytest.approx((between - within) / 4, rel=1e-5)
        assert inner.variance == pytest.approx(within, rel=1e-6)
        assert found.freedom[0] == pytest.approx(5.0, rel=1e-3)
        assert found.errors[0] ** 2 == pytest.approx(between / 24, rel=1e-5)
    elif between < within * 0.99:
        assert outer.at_zero
        assert inner.variance == pytest.approx(float(y.var(ddof=1)), rel=1e-6)
        assert outer.high > 0


@given(shift=st.floats(-1e6, 1e6), factor=st.floats(1e-9, 1e9))
@settings(max_examples=10, deadline=None)
def test_units_and_origin_do_not_matter(shift, factor):
    usual = usual_fit()
    other = fit_nested((np.array(VALUES) + shift) * factor, samples=SAMPLES, levels=[DAYS, FILLS])
    assert (other.high - other.low) / factor == pytest.approx(usual.high - usual.low, rel=1e-3)
    assert [one.together for one in other.components] == pytest.approx([one.together for one in usual.components], rel=1e-3)


def test_the_interval_of_a_mean_holds_the_truth_as_often_as_it_says():
    """Five days of 1 to 6 videos, 150 times: as many of the intervals as 95 % allow, by the binomial at 99 % (balanced days are exact, see above)."""
    from scipy.stats import binom

    rng, draws = np.random.default_rng(11), 150
    days = np.repeat(range(5), [1, 2, 3, 6, 3])
    inside = 0
    for _ in range(draws):
        y = rng.normal(0, 2.0, 5)[days] + rng.normal(0, 1.0, days.size)
        found = fit_nested(y, samples=[0] * days.size, levels=[days.tolist()])
        inside += bool(found.low[0] <= 0 <= found.high[0])
    least, most = binom.interval(0.99, draws, 0.95)
    assert least <= inside <= most


def test_two_days_give_a_wide_interval_with_one_degree_of_freedom():
    found = fit_nested([10.0, 10.1, 9.9, 12.0, 12.1, 11.9], samples=[0] * 6, levels=[[1, 1, 1, 2, 2, 2]])
    assert found.freedom[0] == pytest.approx(1.0, abs=0.01)
    assert found.high[0] - found.low[0] == pytest.approx(2 * 12.706 * 1.0, rel=1e-3)
    assert found.components[0].high > 50 * found.components[0].variance


def test_the_freedom_never_exceeds_what_the_outermost_level_allows():
    rng = np.random.default_rng(4)
    y = rng.normal(size=(3, 20))
    y -= y.mean(axis=1, keepdims=True)
    found = fit_nested(y.ravel() + 5.0, samples=[0] * 60, levels=[np.repeat(range(3), 20).tolist()])
    assert found.components[0].at_zero
    assert found.freedom[0] == 2.0


def test_samples_come_in_the_order_of_their_first_value_and_rows_in_any_order():
    order = np.random.default_rng(2).permutation(len(VALUES))
    shuffled = fit_nested(
        np.array(VALUES)[order], samples=[SAMPLES[place] for place in order], levels=[[one[place] for place in order] for one in (DAYS, FILLS)]
    )
    usual = usual_fit()
    first = SAMPLES[order[0]]
    assert shuffled.means[0] == pytest.approx(usual.means[0 if first == "a" else 1], rel=1e-9)
    assert shuffled.components[1].variance == pytest.approx(usual.components[1].variance, rel=1e-6)


@pytest.mark.parametrize(
    ("values", "levels", "word"),
    [
        ([1.0, 2.0, np.nan, 4.0], [[1, 1, 2, 2]], "finite"),
        ([1.0, 2.0, 3.0, 4.0], [[1, 1, 1, 1]], "outermost"),
        ([1.0, 2.0, 3.0, 4.0], [[1, 2, 3, 4]], "residual"),
        ([1.0, 2.0, 3.0, 4.0], [[1, 1, 2, 2], [1, 1, 1, 1]], "level 2"),
        ([3.0, 3.0, 3.0, 3.0], [[1, 1, 2, 2]], "copies"),
        ([1.0, 2.0, 3.0, 4.0], [], "levels"),
        ([1.0, 2.0, 3.0, 4.0], [[1, 1]], "label"),
    ],
)
def test_a_design_that_tells_nothing_is_refused(values, levels, word):
    with pytest.raises(SettingError, match=word):
        fit_nested(values, samples=[0] * 4, levels=levels)


def test_repeats_that_are_copies_are_refused():
    with pytest.raises(ConvergenceError, match="copies"):
        fit_nested([1.0, 1.0, 2.0, 2.0, 4.0, 4.0], samples=[0] * 6, levels=[[1, 1, 2, 2, 3, 3]])
