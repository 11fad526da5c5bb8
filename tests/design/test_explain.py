"""What would have to be otherwise: a file made with one value changed must be explained by that value."""

from dataclasses import replace

import numpy as np
import pytest

from exoforge.design.confront import confronted, seen_by_nta
from exoforge.design.ensemble import ensemble_of
from exoforge.design.explain import distance, normalised, rebinned
from exoforge.design.plan import demand, plan_of
from exoforge.instruments.nta.virtual import NanoSightVirtual
from exoforge.instruments.nta.zetaview_virtual import ZetaViewVirtual
from exoforge.record.files import read_record
from exoforge.streams.measurement import Dilution, Distribution
from tests.test_examples import EXAMPLES

BINS = np.arange(0.5, 1000) * 1e-9


@pytest.fixture(scope="module")
def ensemble():
    return ensemble_of(demand(plan_of(read_record(EXAMPLES / "performed-bone-batch.toml"))), members=12, seed=1)


def test_the_distance_of_two_peaks_is_how_far_apart_they_are():
    one, other = np.zeros(1000), np.zeros(1000)
    one[100], other[130] = 1.0, 1.0
    assert distance(BINS, normalised(BINS, one), normalised(BINS, other)) == pytest.approx(30e-9, rel=1e-9)
    assert distance(BINS, normalised(BINS, one), normalised(BINS, one)) == 0


def test_rebinning_keeps_what_lies_within():
    part = Distribution(label="a", edges=np.array([0.0, 100e-9, 300e-9]), amount=np.array([4.0, 6.0]), unit="")
    new = rebinned(BINS, part)
    assert new.sum() == pytest.approx(10.0)
    assert new[:100].sum() == pytest.approx(4.0)


def test_a_file_like_the_prediction_is_at_distance_nought_and_needs_no_explanation(ensemble):
    final = ensemble.central.river.passages[-1].suspension
    real = NanoSightVirtual().observe(final, videos=3)
    found = confronted(ensemble, seen_by_nta(ensemble, real), real)
    assert found is not None
    assert found.distance < 1e-12
    assert found.explanations == ()
    assert {one.verdict for one in found.comparisons} == {"within the predicted interval"}


def test_a_file_of_an_instrument_that_sees_less_is_explained_by_that(ensemble):
    final = ensemble.central.river.passages[-1].suspension
    real = replace(NanoSightVirtual(), half_detection=90e-9).observe(final, videos=3)
    found = confronted(ensemble, seen_by_nta(ensemble, real), real)
    assert found is not None
    first = found.explanations[0]
    assert first.key == "virtual NanoSight: half_detection"
    assert first.changed > first.central
    assert first.after < 0.5 * first.before
    assert first.before == pytest.approx(found.distance)


def test_a_concentration_is_compared_only_where_its_dilution_is_known(ensemble):
    final = ensemble.central.river.passages[-1].suspension
    real = NanoSightVirtual().observe(final, videos=2)
    unknown = replace(real, dilution=Dilution())
    told = confronted(ensemble, seen_by_nta(ensemble, unknown), unknown)
    assert told is not None
    assert told.comparisons[-1].verdict == "not compared: the dilution is not recorded"
    diluted = replace(
        real,
        distributions=tuple(replace(part, amount=part.amount / 500) for part in real.distributions),
        dilution=Dilution(factor=500.0, applied=False, source="the file"),
    )
    found = confronted(ensemble, seen_by_nta(ensemble, diluted), diluted)
    assert found is not None
    assert found.comparisons[-1].verdict == "within the predicted interval"


def test_a_file_of_another_maker_is_seen_through_its_own_virtual_instrument(ensemble):
    final = ensemble.central.river.passages[-1].suspension
    real = ZetaViewVirtual().observe(final, videos=2)
    real = replace(real, instrument="ZetaView (version 8.05)")
    seen = seen_by_nta(ensemble, real)
    found = confronted(ensemble, seen, real)
    assert found is not None
    assert found.instrument == "virtual ZetaView"
    assert found.distance < 1e-12
    assert found.comparisons[-1].verdict == "within the predicted interval"
