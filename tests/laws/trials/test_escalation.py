"""Rules of dose escalation: exact chances against simulation, published tables, and how they treat patients."""

from itertools import pairwise

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.trials import boin, crm, three_plus_three
from exoforge.laws.trials.escalation import characteristics_of, check_curve
from exoforge.laws.trials.two_stage import minimax_and_optimal, simon_designs

TRUE = (0.05, 0.1, 0.25, 0.4, 0.55)


def test_three_plus_three_simulated_is_three_plus_three_exact():
    courses = three_plus_three.simulate(TRUE, simulations=40_000, rng=np.random.default_rng(5))
    found = characteristics_of(courses, TRUE, 0.3)
    exact = three_plus_three.selection_chances(TRUE)
    assert (*found.selected, found.none) == pytest.approx(exact, abs=0.01)
    assert exact.sum() == pytest.approx(1.0)


def test_the_table_of_boin_at_thirty_per_cent():
    """The printed table of the design for a target of 0.3: raise, lower and give up at 3, 6, 9 and 12 patients (recalled from the article)."""
    table = {n: rest for n, *rest in boin.escalation_table(0.3, 12)}
    assert [table[n] for n in (3, 6, 9, 12)] == [[0, 2, 3], [1, 3, 4], [2, 4, 5], [2, 5, 7]]


def test_boin_decides_as_its_table_says():
    assert boin.decide([3, 0, 0], [0, 0, 0], 0, 0.3)[0] == 1
    assert boin.decide([3, 3, 0], [0, 2, 0], 1, 0.3)[0] == 0
    assert boin.decide([3, 3, 0], [0, 1, 0], 1, 0.3)[0] == 1
    assert boin.decide([3, 3, 0], [0, 3, 0], 1, 0.3)[0] == 0
    assert boin.decide([3, 3, 0], [3, 0, 0], 0, 0.3)[0] == -1
    dose, why = boin.decide([3, 3, 0], [0, 3, 0], 0, 0.3)
    assert dose == 0, "a dose that is given up is not entered again"
    assert "given up" in why


def test_isotonic_regression_pools_what_falls():
    values, weights = np.array([0.1, 0.3, 0.2, 0.5, 0.4, 0.4]), np.array([1.0, 1.0, 3.0, 1.0, 1.0, 2.0])
    fitted = boin.isotonic(values, weights)
    assert fitted == pytest.approx([0.1, 0.225, 0.225, 0.425, 0.425, 0.425])
    assert np.all(np.diff(fitted) >= 0)


def test_boin_selects_the_nearest_of_the_isotonic_estimates():
    assert boin.selected_dose(np.array([3, 6, 9, 6]), np.array([0, 1, 3, 4]), 3, 0.3) == 2
    assert boin.selected_dose(np.array([3, 6, 9, 6]), np.array([0, 1, 3, 4]), 1, 0.3) == 1
    assert boin.selected_dose(np.array([0, 0]), np.array([0, 0]), 1, 0.3) == -1


@pytest.mark.parametrize("rule", ["boin", "crm"])
def test_model_based_rules_find_the_dose_more_often_than_three_plus_three(rule):
    rng = np.random.default_rng(11)
    if rule == "boin":
        courses = boin.simulate(TRUE, 0.3, patients=30, cohort=3, simulations=4000, rng=rng)
    else:
        courses = crm.simulate(TRUE, 0.3, crm.skeleton(5, 0.3, guess=2, half_width=0.075), patients=30, cohort=3, simulations=4000, rng=rng)
    found = characteristics_of(courses, TRUE, 0.3)
    assert found.correct > float(three_plus_three.selection_chances(TRUE)[2]) + 0.05
    assert np.all(courses.treated.sum(axis=1)[courses.selected >= 0] == 30), "a trial ends early only where every dose is given up"
    assert np.all(courses.toxic <= courses.treated)


def test_boin_stops_where_every_dose_is_too_toxic():
    courses = boin.simulate((0.8, 0.85, 0.9), 0.25, patients=30, cohort=3, simulations=500, rng=np.random.default_rng(2))
    assert np.mean(courses.selected == -1) > 0.95
    assert courses.treated.sum(axis=1).mean() < 10


def test_one_course_of_the_crm_simulated_is_the_crm_decided():
    """The vectorised course takes the doses that the decision from the same data takes."""
    prior, rng = crm.skeleton(4, 0.25, guess=1), np.random.default_rng(7)
    courses = crm.simulate((0.05, 0.2, 0.4, 0.6), 0.25, prior, patients=1, cohort=1, simulations=50, rng=rng)
    for treated, toxic, selected in zip(courses.treated, courses.toxic, courses.selected, strict=True):
        assert treated.tolist() == [1, 0, 0, 0]
        beta = crm.posterior_mean(prior, [0], [int(toxic[0])])
        assert min(crm.recommended(prior, beta, 0.25), 0) <= selected <= max(crm.recommended(prior, beta, 0.25), 0)


def test_the_skeleton_is_indifferent_half_way():
    prior = crm.skeleton(5, 0.25, guess=2, half_width=0.05)
    assert prior[2] == pytest.approx(0.25)
    labels = [np.log(p / (1 - p)) - crm.INTERCEPT for p in prior]
    for low, high in pairwise(labels):
        b = np.log((np.log(0.30 / 0.70) - crm.INTERCEPT) / high) if high != 0 else 0.0
        at = [1 / (1 + np.exp(-(crm.INTERCEPT + np.exp(b) * label))) for label in (low, high)]
        assert at == pytest.approx([0.20, 0.30], abs=1e-9)


def test_simon_designs_keep_their_errors_in_simulation():
    _, optimal = minimax_and_optimal(simon_designs(0.2, 0.4, alpha=0.05, power=0.8))
    rng = np.random.default_rng(9)
    for share, want in ((0.2, optimal.alpha), (0.4, optimal.power)):
        first, second = rng.binomial(optimal.n1, share, 100_000), rng.binomial(optimal.n - optimal.n1, share, 100_000)
        promising = (first > optimal.r1) & (first + second > optimal.r)
        assert promising.mean() == pytest.approx(want, abs=0.005)
    assert (optimal.r1, optimal.n1, optimal.r, optimal.n) == (3, 13, 12, 43), "as the article prints it for 20 % against 40 % (recalled)"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: check_curve((0.3, 0.2), 0.3), "must not fall"),
        (lambda: check_curve((0.3,), 0.3), "from 2 to"),
        (lambda: check_curve((0.3, 1.2), 0.3), "between 0 and 1"),
        (lambda: check_curve((0.1, 0.2), 0.9), "target"),
        (lambda: boin.decide([0, 0], [0, 0], 0, 0.3), "no patients"),
        (lambda: crm.posterior_mean((0.3, 0.2), [0], [0]), "rise"),
        (lambda: crm.posterior_mean((0.2, 0.3), [2], [0]), "from 1 to 2"),
        (lambda: simon_designs(0.3, 0.1), "rise"),
        (lambda: simon_designs(0.30, 0.31), "No two-stage design"),
        (lambda: boin.simulate(TRUE, 0.3, patients=2, cohort=3, simulations=10, rng=np.random.default_rng(0)), "cohort is no larger"),
    ],
)
def test_impossible_entries_are_refused(call, words):
    with pytest.raises(SettingError, match=words):
        call()
