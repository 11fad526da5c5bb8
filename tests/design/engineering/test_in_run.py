"""What a run says of the engineering of its record."""

import pytest

from exoforge.design.engineering.in_run import engineered_of
from exoforge.design.ensemble import ensemble_of
from exoforge.design.plan import plan_of
from tests.design.records import CULTURE, SPIN, record


def test_a_second_loading_of_the_same_cargo_counts_its_own_and_no_more():
    """What the first one left free or brought aboard is no share of what the second one offers."""
    loading = '[[step]]\nstage = "engineer"\nkind = "incubation-loading"\ncargo = "doxorubicin"\ncargo_mass = "1 ug"\nvesicle_loss = "0 %"\n'
    therapy = record(CULTURE, SPIN, loading, loading)
    first, second = (one.loading.modelled for one in engineered_of(therapy, ensemble_of(plan_of(therapy), members=2)))
    assert second.efficiency.central == pytest.approx(first.efficiency.central)
    assert second.free.central == pytest.approx(first.free.central)
    assert second.copies.central == pytest.approx(2 * first.copies.central)
