"""Sizes of studies: against other formulas, simulation and the statements of another library."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.trials.exact import fisher_power, fisher_size, largest_with_none, proportion_interval
from exoforge.laws.trials.survival import design_effect, event_chance, inflated, schoenfeld_events
from exoforge.laws.trials.two_groups import (
    means_power,
    means_size,
    noninferiority_size,
    paired_size,
    proportions_power,
    proportions_size,
    several_groups_size,
)


def test_sizes_of_another_library():
    """statsmodels 0.15: TTestPower and FTestAnovaPower, effects 0.5 and 0.25 with 4 groups, give 33.367 and 44.599."""
    assert paired_size(0.5) == 34
    assert several_groups_size(0.25, 4) == 45


@given(st.floats(0.02, 0.9), st.floats(0.05, 0.6))
def test_the_planned_power_is_reached_by_the_planned_proportions(control, more):
    treated = min(0.98, control + more)
    size = proportions_size(control, treated)
    assert proportions_power(control, treated, size) == pytest.approx(0.8, abs=1e-9)


@pytest.mark.parametrize(("control", "treated", "size"), [(0.24, 0.45, 60), (0.1, 0.5, 20)])
def test_fisher_enumerated_is_fisher_simulated(control, treated, size):
    from scipy.stats import fisher_exact

    rng = np.random.default_rng(3)
    tables = np.column_stack([rng.binomial(size, control, 1500), rng.binomial(size, treated, 1500)])
    known = {}
    for a, b in {tuple(table) for table in tables.tolist()}:
        known[a, b] = fisher_exact([[a, size - a], [b, size - b]]).pvalue <= 0.05
    share = np.mean([known[tuple(table)] for table in tables.tolist()])
    assert fisher_power(control, treated, size) == pytest.approx(share, abs=4 * math.sqrt(0.25 / 1500))


@pytest.mark.parametrize(("a", "b", "n"), [(3, 9, 12), (0, 5, 10), (7, 2, 9), (20, 33, 60)])
def test_fisher_rejects_as_scipy_does(a, b, n):
    from scipy.stats import fisher_exact

    from exoforge.laws.trials.exact import _rejected

    for sides, alternative in ((2, "two-sided"), (1, "less")):
        p = fisher_exact([[a, n - a], [b, n - b]], alternative=alternative).pvalue
        for alpha in (0.7 * p, 1.3 * p):
            assert bool(_rejected(n, alpha, sides, upwards=True)[a, b]) == (p <= alpha)


def test_the_size_by_fisher_keeps_its_power_for_the_next_sizes():
    size = fisher_size(0.24, 0.45)
    assert size is not None
    assert all(fisher_power(0.24, 0.45, size + more) >= 0.8 for more in range(4))


def test_the_t_test_reaches_its_power_in_simulation():
    size = means_size(0.8)
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(4000, size)), rng.normal(0.8, 1.0, size=(4000, size))
    t = (b.mean(1) - a.mean(1)) / np.sqrt((a.var(1, ddof=1) + b.var(1, ddof=1)) / size)
    from scipy.special import stdtrit

    assert np.mean(np.abs(t) > stdtrit(2 * size - 2, 0.975)) == pytest.approx(means_power(0.8, size), abs=0.025)


@given(st.floats(0.2, 2.0), st.floats(0.3, 3.0))
def test_unequal_groups_never_need_fewer_in_all(effect, ratio):
    equal, unequal = means_size(effect), means_size(effect, ratio=ratio)
    assert unequal * (1 + ratio) >= 2 * equal - 4 - 2 * ratio


def test_events_chance_of_a_long_trial_is_one_and_drop_out_takes_its_share():
    assert event_chance(1.0, accrual=0.0, follow_up=50.0) == pytest.approx(1.0)
    assert event_chance(1.0, accrual=1.0, follow_up=50.0, dropout=1.0) == pytest.approx(0.5)
    rng = np.random.default_rng(2)
    entry, event = rng.uniform(0, 2, 200_000), rng.exponential(1 / 0.3, 200_000)
    assert event_chance(0.3, accrual=2.0, follow_up=1.0) == pytest.approx(np.mean(event < 3 - entry), abs=0.005)


def test_the_animal_is_the_unit():
    assert design_effect(4, 0.0) == 1.0
    assert design_effect(4, 1.0) == 4.0
    whole = inflated(40, per_cluster=4, correlation=1.0, dropout=0.2)
    assert whole.individuals == 40, "wounds that never differ within an animal are worth one"
    assert whole.enrolled == 50
    assert inflated(40, per_cluster=4, correlation=0.0).individuals == 10


def test_nothing_in_n_is_the_one_sided_exact_interval():
    for n in (1, 10, 24, 300):
        assert largest_with_none(n) == pytest.approx(proportion_interval(0, n, sides=1)[1], rel=1e-9)
    assert largest_with_none(300) == pytest.approx(0.01, rel=0.01)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: proportions_size(0.3, 0.3), "no difference"),
        (lambda: proportions_size(1.3, 0.3), "between 0 and 1"),
        (lambda: proportions_size(0.2, 0.3, power=0.01), "power"),
        (lambda: proportions_size(0.2, 0.3, alpha=0.0), "significance"),
        (lambda: proportions_size(0.2, 0.3, sides=3), "sides"),
        (lambda: means_size(0.0), "other than 0"),
        (lambda: means_size(1e-9), "too small to be studied"),
        (lambda: several_groups_size(0.2, 1), "2 or more"),
        (lambda: noninferiority_size(0.5, 0.3, 0.1), "no room"),
        (lambda: schoenfeld_events(1.0), "other than 1"),
        (lambda: design_effect(2, 1.4), "between 0 and 1"),
        (lambda: inflated(10, dropout=1.0), "below 1"),
        (lambda: proportion_interval(5, 4), "no proportion"),
        (lambda: largest_with_none(0), "1 or more"),
        (lambda: event_chance(0.0, accrual=1, follow_up=1), "no trial"),
    ],
)
def test_impossible_entries_are_refused(call, words):
    with pytest.raises(SettingError, match=words):
        call()
