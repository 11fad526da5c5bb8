import numpy as np
import pytest

from exoforge.base.trace import Entry, Trace, cites_of
from exoforge.stages.respond.bone_trejo2019 import BoneHealing
from exoforge.stages.respond.skin_waugh2006 import SkinWound
from tests.stages.respond.exposures import DAY, exposure_of


def test_a_member_has_the_same_numbers_alone_and_among_others():
    """Also when the exposures of the others are known at other times."""
    members = [BoneHealing(), BoneHealing(kpb=0.25), BoneHealing(hill=2.0)]
    exposures = [exposure_of(1e14), exposure_of(1e15), exposure_of(1e16, days=np.linspace(0.0, 60.0, 40))]
    together = BoneHealing.respond_each(members, exposures)
    for member, exposure, among in zip(members, exposures, together, strict=True):
        (alone,) = BoneHealing.respond_each([member], [exposure])
        np.testing.assert_array_equal(alone.treated, among.treated)
        assert alone.endpoints == among.endpoints


def test_each_member_is_judged_at_its_own_horizon():
    members = [SkinWound(wound="diabetic", horizon=day * DAY) for day in (20.0, 120.0)]
    early, late = SkinWound.respond_each(members, [exposure_of(0.0)] * 2)
    assert 899.666 + 226.987 == pytest.approx(early.endpoints["macrophages"].untreated, abs=0.1)
    assert 1132.216 == pytest.approx(late.endpoints["macrophages"].untreated, abs=0.1)


def test_an_exposure_that_begins_late_does_nothing_before():
    (found,) = SkinWound.respond_each([SkinWound(wound="diabetic")], [exposure_of(1e18, days=np.linspace(30.0, 120.0, 50))])
    before = found.time < 30 * DAY
    assert not found.activity[before].any()
    assert found.activity[~before].min() > 0.99
    np.testing.assert_allclose(found.untreated[:, before], found.treated[:, before], rtol=1e-4)
    assert found.treated[0, -1] < 0.1 * found.untreated[0, -1]


def test_an_exposure_that_ends_early_while_it_matters_is_told_and_then_counts_as_none():
    short, long, little = BoneHealing.respond_each(
        [BoneHealing()] * 3, [exposure_of(1e15, days=np.linspace(0.0, 10.0, 20)), exposure_of(1e15), exposure_of(1e10, days=[0.0, 10.0])]
    )
    assert "known until day 10, with an activity of 0.5, and the tissue is followed until day 56" in short.note
    assert "no activity was assumed from then on" in short.note
    assert not short.activity[short.time > 10.001 * DAY].any()
    assert "" == long.note == short.message
    assert "" == little.note


def test_exposures_on_different_times_are_read_each_on_its_own():
    """Activity is straight between the times at which an exposure is known: up to 0.8 at day 120, and by way of 0.5 at day 30."""
    ramp = [exposure_of(np.array([0.0, 4e15]), days=[0.0, 120.0]), exposure_of(np.array([0.0, 1e15, 4e15]), days=[0.0, 30.0, 120.0])]
    found = BoneHealing.respond_each([BoneHealing()] * 2, ramp)
    np.testing.assert_allclose([np.interp(30 * DAY, one.time, one.activity) for one in found], [0.2, 0.5], rtol=1e-12)


def test_no_members_no_responses():
    assert () == BoneHealing.respond_each([], [])


def test_the_trace_goes_on_and_cites_model_and_mechanisms():
    from dataclasses import replace

    exposure = replace(exposure_of(1e15), trace=Trace((Entry(operation="distribute/local-depot", settings={}),)))
    (found,) = BoneHealing.respond_each([BoneHealing()], [exposure])
    assert ["distribute/local-depot", "respond/bone-healing"] == [entry.operation for entry in found.trace.entries]
    assert {"trejo2019_implementation", "lu2023", "chen2019mir375"} <= set(cites_of(found.trace))
