"""Sobol designs and indices."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.sobol import saltelli_design, scrambled_sobol, sobol_indices, sobol_intervals


def ishigami(points):
    x = np.pi * (2 * points - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


@pytest.mark.parametrize("second_order", [False, True])
def test_salib_finds_the_same_on_the_same_points(second_order):
    analyze = pytest.importorskip("SALib.analyze.sobol")
    design = saltelli_design(512, [[0], [1], [2]], seed=4, second_order=second_order)
    values = ishigami(design.points)
    ours = sobol_indices(design, values)
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = analyze.analyze(problem, values, calc_second_order=second_order, num_resamples=2)
    np.testing.assert_allclose(ours.first, theirs["S1"], atol=1e-12)
    np.testing.assert_allclose(ours.total, theirs["ST"], atol=1e-12)
    if second_order:
        upper = np.triu_indices(3, 1)
        np.testing.assert_allclose(ours.second[upper], theirs["S2"][upper], atol=1e-12)


def test_a_group_holds_the_interaction_of_its_members():
    apart = saltelli_design(2048, [[0], [1], [2]], seed=2, second_order=True)
    one = sobol_indices(apart, ishigami(apart.points))
    together = saltelli_design(2048, [[0, 2], [1]], seed=2)
    both = sobol_indices(together, ishigami(together.points))
    assert both.first[0] == pytest.approx(one.first[0] + one.first[2] + one.second[0, 2], abs=0.03)
    assert both.first.sum() == pytest.approx(1.0, abs=0.03)


def test_intervals_hold_the_truth_and_shrink():
    wide, narrow = (saltelli_design(base, [[0], [1], [2]], seed=7) for base in (128, 2048))
    ends = [sobol_intervals(design, ishigami(design.points), seed=1) for design in (wide, narrow)]
    assert np.all(np.ptp(ends[1].total, axis=0) < np.ptp(ends[0].total, axis=0))
    assert ends[1].total[0, 0] < 0.5576 < ends[1].total[1, 0]


def test_rows_say_to_which_they_are_most_alike():
    design = saltelli_design(4, [[0], [1, 2]], seed=0)
    for row, like in enumerate(design.likes):
        assert like <= row
        differs = set(np.flatnonzero(design.points[row] != design.points[like]).tolist())
        assert differs in (set(), {0}, {1, 2})


@given(seed=st.integers(0, 1000), power=st.integers(0, 8), dimensions=st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_each_stratum_is_met_once(seed, power, dimensions):
    count = 2**power
    points = scrambled_sobol(count, dimensions, seed=seed)
    assert np.all((points > 0) & (points < 1))
    for column in points.T:
        assert sorted(np.floor(column * count).astype(int)) == list(range(count))


def test_refusals():
    with pytest.raises(SettingError, match="power of two"):
        scrambled_sobol(100, 2, seed=0)
    with pytest.raises(SettingError, match="exactly once"):
        saltelli_design(8, [[0], [0]], seed=0)
    design = saltelli_design(8, [[0], [1]], seed=0)
    with pytest.raises(SettingError, match="does not vary"):
        sobol_indices(design, np.ones(len(design.points)))
    with pytest.raises(SettingError, match="finite"):
        sobol_indices(design, np.full(len(design.points), np.nan))


def test_bootstrap_intervals_of_the_ishigami_function_hold_the_truth_nine_times_in_ten_or_more():
    """60 repeats with 64 blocks; whole blocks of a balanced sequence are drawn again, so that intervals err on the wide side."""
    a, b = 7.0, 0.1
    variance = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 0.5
    first = np.array([0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, 0.0]) / variance
    both = 8 * b**2 * np.pi**8 / 225 / variance
    total = first + np.array([both, 0.0, both])
    inside = np.zeros((2, 3))
    for repeat in range(60):
        design = saltelli_design(64, [[0], [1], [2]], seed=repeat)
        x = np.pi * (2 * design.points - 1)
        ends = sobol_intervals(design, np.sin(x[:, 0]) * (1 + b * x[:, 2] ** 4) + a * np.sin(x[:, 1]) ** 2, seed=repeat, resamples=200)
        inside += [(share[0] <= truth) & (truth <= share[1]) for share, truth in ((ends.first, first), (ends.total, total))]
    assert np.all(inside / 60 >= 0.85)
