import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import StepError
from exoforge.base.parameters import parameters_of, quantile
from exoforge.stages.store.lyophilisation import Lyophilisation
from exoforge.stages.store.regimes import DAY
from exoforge.streams.amounts import total_protein
from tests.stages.deliver.feeds import feed, step

HALF_A_YEAR = 0.5 * 365.25 * DAY


@settings(max_examples=40, deadline=None)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 2000 * DAY), st.floats(1.0, 20.0), st.sampled_from(["yes", "no"]))
def test_nothing_is_lost_unaccounted(drying, dissolving, duration, factor, protected):
    batch = feed()
    dried = Lyophilisation(drying_loss=drying, reconstitution_loss=dissolving, duration=duration, unprotected_factor=factor, cryoprotectant=protected)
    split = dried.treat(batch)
    assert batch.number == pytest.approx(split.product.number + sum(split.losses.values()), rel=1e-12)
    assert min(array.min() for array in split.losses.values()) >= 0
    assert total_protein(batch) == pytest.approx(total_protein(split.product), rel=1e-12)
    assert 1e-9 == pytest.approx(split.product.cargo["old"].mass + split.figures.get("lost cargo old [kg]", 0.0), rel=1e-12)


def test_each_loss_is_told_by_itself():
    split = Lyophilisation(drying_loss=0.2, reconstitution_loss=0.1, dry_loss=0.001 / DAY, duration=100 * DAY).treat(feed())
    assert 0.8 * np.exp(-0.1) * 0.9 == pytest.approx(split.figures["surviving_share"], rel=1e-12)
    assert list(split.losses) == ["drying", "decay", "reconstitution"]


def test_without_a_cryoprotectant_the_loss_is_suffered_several_times():
    without = Lyophilisation(cryoprotectant="no", drying_loss=0.1, unprotected_factor=3.0, duration=0.0, reconstitution_loss=0.0).treat(feed())
    assert 0.9**3 == pytest.approx(without.figures["surviving_share"], rel=1e-12)


def test_at_least_six_months_is_a_bound():
    (rate,) = (one for one in parameters_of(Lyophilisation) if one.name == "dry_loss")
    fastest = float(quantile(rate, rate.spread, rate.usual, np.array([1.0]))[0])
    kept = Lyophilisation(dry_loss=fastest, duration=HALF_A_YEAR, drying_loss=0.0, reconstitution_loss=0.0).treat(feed())
    assert 0.9 == pytest.approx(kept.figures["surviving_share"], abs=1e-5)


def test_dissolved_in_another_volume_the_rest_stays():
    split = Lyophilisation(volume_ratio=0.5).treat(feed())
    assert 0.5e-6 == pytest.approx(split.product.volume)
    assert split.product.solutes["sucrose"] == 1e-5


def test_a_warm_dry_store_must_state_its_loss():
    with pytest.raises(StepError, match="dry store is at 25 degC, of which nothing was read"):
        Lyophilisation.from_step(step("store", "lyophilisation", temperature="25 degC"))
    with pytest.raises(StepError, match="dry store is at 4 degC"):
        Lyophilisation.from_step(step("store", "lyophilisation", temperature="-20 [-25, 4] degC"))
    stated = Lyophilisation.from_step(step("store", "lyophilisation", temperature="25 degC", dry_loss="0.002 1/d"))
    assert stated.operation.dry_loss == pytest.approx(0.002 / DAY)
    assert Lyophilisation.from_step(step("store", "lyophilisation", temperature="-20 degC")).operation.temperature == pytest.approx(253.15)


def test_a_setting_that_enters_no_number_is_no_assumption():
    with_sugar = Lyophilisation.from_step(step("store", "lyophilisation"))
    assert "unprotected_factor" not in {assumption.name for assumption in with_sugar.assumed}
    bare = Lyophilisation.from_step(step("store", "lyophilisation", cryoprotectant=False))
    assert "unprotected_factor" in {assumption.name for assumption in bare.assumed}
