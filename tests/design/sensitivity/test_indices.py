"""Sobol indices and flips of small records."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.ensemble import outcomes_of, uncertain_of
from exoforge.design.plan import plan_of
from exoforge.design.sensitivity import indices
from exoforge.design.sensitivity.flips import centre_percentile, flips_of
from exoforge.design.sensitivity.indices import sobol_of
from exoforge.design.sensitivity.rows import central_outcome, centre_of, read_rows, values_at
from exoforge.design.summary import doses_per_batch
from exoforge.laws.sobol import saltelli_design
from tests.design.records import BONE, CULTURE, DELIVER, DEPOT, DOSE, record


@pytest.fixture(scope="module")
def plan():
    return plan_of(record(CULTURE, DELIVER, DEPOT, BONE, DOSE))


@pytest.fixture(scope="module")
def batch(plan):
    return sobol_of(plan, "doses-per-batch", evaluations=3000, seed=1)


def test_the_indices_of_a_product_are_found(plan, batch):
    """Applications from a batch are a product of culture and dose, so that its logarithm is nearly a sum."""
    assert batch.is_log
    assert batch.sum_first.value == pytest.approx(1.0, abs=0.15)
    assert batch.factors[0].assumption.key.startswith("step[1] culture")
    assert batch.evaluations <= 3000
    assert all(one.assumption is not None for one in batch.factors)
    assert sum(one.members for one in batch.factors) == batch.uncertain
    few = sobol_of(plan, "doses-per-batch", evaluations=1500, seed=1, factors=3)
    assert few.factors[-1].assumption is None
    assert few.factors[-1].members == few.uncertain - 3


def test_the_seed_decides_all(plan, batch):
    assert sobol_of(plan, "doses-per-batch", evaluations=3000, seed=1).factors == batch.factors
    assert sobol_of(plan, "doses-per-batch", evaluations=3000, seed=2).factors != batch.factors


def test_rows_that_take_over_from_each_other_are_as_those_that_do_not(plan):
    uncertain = uncertain_of(plan)
    design = saltelli_design(2, [[column] for column in range(len(uncertain))], seed=0)
    table = values_at(uncertain, design.points)

    def read(outcome):
        first = next(iter(outcome.response.endpoints.values()))
        return (doses_per_batch(outcome), first.treated, first.untreated)

    quick = read_rows(plan, uncertain, table, read, nothing=(np.nan,) * 3, likes=design.likes.tolist())
    slow = [read(one) for one in outcomes_of(plan, uncertain, np.concatenate([centre_of(uncertain)[None], table]))[1:]]
    np.testing.assert_allclose(quick, slow, rtol=1e-12)


def test_rows_that_their_steps_refuse_are_nothing_and_the_others_stay(plan):
    uncertain = uncertain_of(plan)
    table = np.tile(centre_of(uncertain), (3, 1))
    table[1, 0] = -1.0
    found = read_rows(plan, uncertain, table, doses_per_batch, nothing=np.nan)
    assert np.isnan(found[1])
    assert found[0] == found[2] == doses_per_batch(central_outcome(plan))


def test_a_flip_turns_its_verdict_and_a_step_short_of_it_does_not(plan):
    uncertain, central = uncertain_of(plan), central_outcome(plan)
    found = flips_of(plan, uncertain, central)
    assert found.tried == len(uncertain)
    assert list(found.flips) == sorted(found.flips, key=lambda one: (one.distance, one.assumption.key))
    supply = [one for one in found.flips if one.verdict == "supply"]
    assert supply
    for flip in supply:
        column = next(place for place, one in enumerate(uncertain) if one.assumption.key == flip.assumption.key)
        table = np.tile(centre_of(uncertain), (2, 1))
        table[0, column] = flip.value
        table[1, column] = flip.value + 0.02 * (table[1, column] - flip.value)
        beyond, short = read_rows(plan, uncertain, table, lambda outcome: outcome.river.product.doses_per_batch >= 1, nothing=None)
        assert beyond is not short


def test_the_centre_knows_its_percentile(plan):
    for one in uncertain_of(plan):
        assert 0.005 <= centre_percentile(one) <= 0.995


def test_refusals(plan):
    with pytest.raises(SettingError, match="no output of this record"):
        sobol_of(plan, "beauty", evaluations=500)
    with pytest.raises(SettingError, match="from 200"):
        sobol_of(plan, evaluations=10)
    with pytest.raises(SettingError, match="at least"):
        sobol_of(plan, evaluations=200, factors=30)


def test_too_few_evaluations_are_refused_before_any_is_spent(plan, monkeypatch):
    monkeypatch.setattr(indices, "screened_columns", None)
    with pytest.raises(SettingError, match="at least"):
        sobol_of(plan, evaluations=200, factors=30)


def test_rows_with_the_same_tissue_share_it_and_its_untreated_course(plan):
    """Only the culture differs, so that the tissue is the very same object and its untreated course was followed once."""
    uncertain = uncertain_of(plan)
    table = np.tile(centre_of(uncertain), (4, 1))
    table[1:, 0] *= [0.9, 0.8, 0.7]
    table[3, -1] *= 1.01
    rows = outcomes_of(plan, uncertain, table)
    assert rows[1].river.tissue is rows[2].river.tissue
    assert rows[3].river.tissue is not rows[2].river.tissue
    assert np.shares_memory(rows[1].response.untreated, rows[2].response.untreated)
    assert not np.array_equal(rows[1].response.treated, rows[2].response.treated)
    alone = outcomes_of(plan, uncertain, table[[0, 3]])[1].response
    np.testing.assert_array_equal(alone.untreated, rows[3].response.untreated)
