"""The exact test against scipy, and the draw of microRNAs against every possible draw."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, fisher_exact, hypergeom

from exoforge.base.errors import SettingError
from exoforge.laws.over_representation import drawn_sets, hypergeometric_tail, odds_ratio, permutation_p
from exoforge.laws.strata import strata_by

RNG = np.random.default_rng(11)
TARGETS = [sorted({int(gene) for gene in RNG.choice(130, size=size)}) for size in (3, 5, 8, 13, 20, 2, 30, 9, 6)]
SETS = [sorted({int(gene) for gene in RNG.choice(130, size=size)}) for size in (4, 9, 25, 60, 1)]


@given(data=st.data())
def test_the_tail_is_that_of_scipy(data):
    population = data.draw(st.integers(1, 3000))
    marked, drawn = (data.draw(st.integers(0, population)) for _ in range(2))
    found = data.draw(st.integers(max(0, marked + drawn - population), min(marked, drawn)))
    got = float(hypergeometric_tail(found, population=population, marked=marked, drawn=drawn))
    assert got == pytest.approx(hypergeom.sf(found - 1, population, marked, drawn), rel=1e-9, abs=1e-280)
    table = [[found, drawn - found], [marked - found, population - marked - drawn + found]]
    assert got == pytest.approx(fisher_exact(table, alternative="greater")[1], rel=1e-8, abs=1e-280)


def test_many_sets_at_once_are_each_by_themselves():
    found, marked = np.array([0, 3, 7, 10]), np.array([5, 12, 9, 300])
    together = hypergeometric_tail(found, population=1000, marked=marked, drawn=60)
    apart = [float(hypergeometric_tail(one, population=1000, marked=size, drawn=60)) for one, size in zip(found, marked, strict=True)]
    assert together == pytest.approx(apart, rel=1e-12)
    assert together[0] == 1.0


@pytest.mark.parametrize(("found", "marked", "drawn"), [(-1, 5, 5), (1.5, 5, 5), (6, 5, 6), (3, 5, 2), (1, 11, 5), (1, 5, 11)])
def test_impossible_counts_are_refused(found, marked, drawn):
    with pytest.raises(SettingError):
        hypergeometric_tail(found, population=10, marked=marked, drawn=drawn)


def test_odds_are_those_of_the_table_and_infinite_where_nothing_is_left():
    assert float(odds_ratio(3, population=100, marked=10, drawn=20)) == pytest.approx(fisher_exact([[3, 17], [7, 73]]).statistic)
    assert float(odds_ratio(10, population=100, marked=10, drawn=20)) == np.inf
    assert np.isnan(float(odds_ratio(0, population=10, marked=0, drawn=5)))


def jaccard(picked, members):
    reached = set().union(*(TARGETS[one] for one in picked))
    overlap = len(reached & set(members))
    return Fraction(overlap, len(reached) + len(members) - overlap)


def test_drawn_molecules_agree_with_every_possible_draw():
    """All 84 draws of three of nine microRNAs, by sets of Python; 20,000 random ones lie within five deviations of them."""
    chosen, draws = (1, 4, 7), 20_000
    got = drawn_sets(TARGETS, SETS, chosen, genes=130, permutations=draws, rng=np.random.default_rng(3))
    for row, members in enumerate(SETS):
        observed = jaccard(chosen, members)
        share = sum(jaccard(one, members) >= observed for one in combinations(range(9), 3)) / 84
        slack = 5 * np.sqrt(share * (1 - share) / draws) + 1e-12
        assert got.exceeding[row] / draws == pytest.approx(share, abs=slack)
        expected = np.mean([len(set().union(*(TARGETS[one] for one in picked)) & set(members)) for picked in combinations(range(9), 3)])
        assert got.expected[row] == pytest.approx(expected, rel=0.05, abs=0.02)
        assert got.overlap[row] == len(set().union(*(TARGETS[one] for one in chosen)) & set(members))
    assert got.reached == len(set().union(*(TARGETS[one] for one in chosen)))


def test_a_seed_gives_one_answer_and_another_seed_another():
    def run(seed, permutations=2500):
        return drawn_sets(TARGETS, SETS, [0, 2], genes=130, permutations=permutations, rng=np.random.default_rng(seed)).exceeding.tolist()

    assert run(5) == run(5)
    assert run(5) != run(6)


@pytest.mark.parametrize(("chosen", "permutations"), [([], 10), (range(9), 10), ([1], 0)])
def test_what_cannot_be_permuted_is_refused(chosen, permutations):
    with pytest.raises(SettingError):
        drawn_sets(TARGETS, SETS, list(chosen), genes=130, permutations=permutations, rng=np.random.default_rng(1))


def test_popular_genes_deceive_the_test_on_genes_and_not_the_draw():
    """All microRNAs hit one common half of 40 popular genes: the set of those is called by genes for nearly any choice, and by draws as often as chance."""
    rng = np.random.default_rng(8)
    popular = list(range(40))
    targets = [sorted({*rng.choice(40, 20, replace=False).tolist(), *rng.choice(np.arange(40, 1000), 6, replace=False).tolist()}) for _ in range(60)]
    by_genes, by_draws, trials = 0, 0, 60
    for _ in range(trials):
        chosen = rng.choice(60, 5, replace=False).tolist()
        got = drawn_sets(targets, [popular], chosen, genes=1000, permutations=400, rng=rng)
        background = len(set().union(*targets))
        by_genes += float(hypergeometric_tail(got.overlap[0], population=background, marked=40, drawn=got.reached)) < 0.05
        by_draws += float(permutation_p(got.exceeding[0], 400)) < 0.05
    assert by_genes == trials
    assert by_draws <= binom.ppf(0.9999, trials, 0.05)


def test_a_chance_from_permutations_is_never_0():
    assert permutation_p([0, 9, 99], 99).tolist() == [0.01, 0.1, 1.0]


def test_draws_within_strata_agree_with_every_possible_draw():
    """One of the four with few targets and two of the five with many: all 40 draws, by sets of Python."""
    chosen, draws = (1, 4, 7), 20_000
    strata = [0, 0, 1, 1, 1, 0, 1, 1, 0]
    few, many = [0, 1, 5, 8], [2, 3, 4, 6, 7]
    got = drawn_sets(TARGETS, SETS, chosen, genes=130, permutations=draws, rng=np.random.default_rng(3), strata=strata)
    every = [(one, *two) for one in few for two in combinations(many, 2)]
    for row, members in enumerate(SETS):
        observed = jaccard(chosen, members)
        share = sum(jaccard(one, members) >= observed for one in every) / len(every)
        assert got.exceeding[row] / draws == pytest.approx(share, abs=5 * np.sqrt(share * (1 - share) / draws) + 1e-12)


def made_null(rng, *, molecules=120, genes=2500, picked=14):
    """Sets of popular genes that have nothing to do with the changed molecules, whose chance to be changed grows with their targets."""
    popular = rng.pareto(1.3, genes) + 0.05
    sizes = np.clip(rng.lognormal(3.0, 1.1, molecules).astype(int), 1, 600)
    targets = [list(rng.choice(genes, size, replace=False, p=popular / popular.sum())) for size in sizes]
    weight = np.sqrt(popular) / np.sqrt(popular).sum()
    sets = [list(rng.choice(genes, size, replace=False, p=weight)) for size in rng.integers(10, 200, 40)]
    return targets, sets, list(rng.choice(molecules, picked, replace=False, p=sizes / sizes.sum()))


def test_chances_are_even_where_molecules_with_many_targets_change_more_often():
    """Drawn from all, the chances crowd near 1 and nothing can be found; drawn from those with as many targets they are near even."""
    rng = np.random.default_rng(8)
    within, from_all = [], []
    for _ in range(25):
        targets, sets, chosen = made_null(rng)
        strata = strata_by([len(one) for one in targets], members=10)
        for p, held in ((within, strata), (from_all, None)):
            p += list(permutation_p(drawn_sets(targets, sets, chosen, genes=2500, permutations=200, rng=rng, strata=held).exceeding, 200))
    assert np.mean(np.array(within) <= 0.5) == pytest.approx(0.45, abs=0.12)
    assert np.mean(np.array(from_all) <= 0.5) < 0.25
    assert np.mean(np.array(within) <= 0.05) < 0.08


def test_strata_that_do_not_fit_are_refused():
    with pytest.raises(SettingError, match="each needs one"):
        drawn_sets(TARGETS, SETS, (1,), genes=130, permutations=1, rng=RNG, strata=[0, 1])
