import numpy as np
import pytest

from exoforge.base.parameters import parameters_of, replaced
from exoforge.laws.kinetics.simulate import simulate
from exoforge.record.therapy import Step
from exoforge.stages.respond.bone_trejo2019 import MODEL, BoneHealing
from tests.stages.respond.exposures import DAY, exposure_of

DOSES = (0.0, 1e13, 1e14, 1e15, 1e16, 1e18)


def responses(*members, dose=1e15):
    return type(members[0]).respond_each(members, [exposure_of(dose)] * len(members))


def at_doses(member):
    return type(member).respond_each([member] * len(DOSES), [exposure_of(dose) for dose in DOSES])


def treated(found, name):
    return [one.endpoints[name].treated for one in found]


def test_without_vesicles_treated_and_untreated_are_the_same_to_the_last_bit():
    (found,) = responses(BoneHealing(), dose=0.0)
    assert not found.activity.any()
    np.testing.assert_array_equal(found.untreated, found.treated)
    assert all(endpoint.treated == endpoint.untreated for endpoint in found.endpoints.values())


def test_an_effect_of_size_zero_is_no_effect():
    (found,) = responses(BoneHealing(emax_m2=0.0, emax_osteogenic=0.0))
    assert found.activity.min() > 0.4
    np.testing.assert_array_equal(found.untreated, found.treated)


def test_more_vesicles_polarise_more_macrophages():
    found = at_doses(BoneHealing(emax_m2=2.0, emax_osteogenic=0.0))
    peaks = [one.treated[one.states.index("M2")].max() for one in found]
    assert sorted(peaks) == peaks
    assert sorted(treated(found, "peak_m1"), reverse=True) == treated(found, "peak_m1")
    assert peaks[-1] > 1.2 * peaks[0]


def test_more_osteogenic_vesicles_bring_more_bone_and_leave_less_cartilage():
    found = at_doses(BoneHealing(emax_m2=0.0, emax_osteogenic=0.5))
    assert sorted(treated(found, "bone")) == treated(found, "bone")
    assert sorted(treated(found, "cartilage"), reverse=True) == treated(found, "cartilage")
    assert sorted(treated(found, "half_bone_day"), reverse=True) == treated(found, "half_bone_day")
    assert treated(found, "bone")[-1] > treated(found, "bone")[0] + 0.05


def test_polarisation_alone_delays_bone_in_this_model():
    """Documented: inflammation drives the proliferation of MSC, so that less of it, and nothing else, means later bone."""
    found = at_doses(BoneHealing(emax_m2=2.0, emax_osteogenic=0.0))
    assert sorted(treated(found, "bone"), reverse=True) == treated(found, "bone")


@pytest.mark.parametrize(("moved", "sooner"), [("k02", False), ("k12", False), ("ds", False), ("kpb", True)])
def test_what_each_moved_parameter_does_alone(moved, sooner):
    """As the card says, for all four that vesicles raise: computed on the untreated model, so that no coupling can hide it."""
    usual, raised = responses(BoneHealing(), BoneHealing(**{moved: 1.5 * getattr(BoneHealing(), moved)}), dose=0.0)
    assert sooner == (raised.endpoints["bone"].untreated > usual.endpoints["bone"].untreated)
    assert sooner == (raised.endpoints["half_bone_day"].untreated < usual.endpoints["half_bone_day"].untreated)


def test_vesicles_that_leave_early_delay_bone_and_those_that_stay_bring_more():
    """The sign turns with how long they last, for the reason on the card."""
    days = np.linspace(0.0, 56.0, 225)
    found = [BoneHealing.respond_each([BoneHealing()], [exposure_of(1e17 * np.exp(-days / stay), days=days)])[0] for stay in (0.5, 2.0, 20.0)]
    less = [one.endpoints["bone"].treated - one.endpoints["bone"].untreated for one in found]
    assert max(less[:2]) < 0 < less[2]


def test_the_rule_says_of_untreated_fractures_what_the_model_says_in_the_end():
    """Members whose osteoblasts die out (kpb <= db) or whose MSC stay (kps >= ds) are those that do not unite, given time."""
    rng = np.random.default_rng(1)
    names = [parameter.name for parameter in MODEL.parameters if not parameter.name.startswith("emax")]
    members = [BoneHealing(horizon=400 * DAY, **{name: getattr(BoneHealing(), name) * 1.2 ** rng.standard_normal() for name in names}) for _ in range(400)]
    found = type(members[0]).respond_each(members, [exposure_of(0.0, last=400.0)] * len(members))
    for member, one in zip(members, found, strict=True):
        unites = member.kpb > member.db and member.kps < member.ds
        if unites:
            assert one.outcome.untreated in ("union", "still healing")
        if member.kpb > member.db and member.kps >= member.ds:
            assert "delayed union" == one.outcome.untreated
    assert sum("union" == one.outcome.untreated for one in found) > 0.85 * len(found)


def test_a_delayed_union_shows_in_the_cartilage_and_not_in_the_bone():
    year = 400 * DAY
    union, delayed, none = responses(BoneHealing(horizon=year), BoneHealing(horizon=year, ds=0.1), BoneHealing(horizon=year, db=0.3), dose=0.0)
    assert union.endpoints["bone"].untreated > 0.99
    assert delayed.endpoints["bone"].untreated > 0.99
    assert none.endpoints["bone"].untreated < 0.3
    assert union.endpoints["cartilage"].untreated < 1e-6
    assert delayed.endpoints["cartilage"].untreated > 0.9
    assert np.isposinf(none.endpoints["half_bone_day"].untreated)


def test_shares_are_of_the_full_density():
    """Twice the synthesis of both tissues doubles their densities and leaves the shares as they are."""
    usual, dense = responses(BoneHealing(), BoneHealing(pbs=1e-7, pcs=6e-6))
    np.testing.assert_allclose(2 * usual.untreated[-2:], dense.untreated[-2:], rtol=1e-4, atol=1e-12)
    for name in ("bone", "cartilage", "half_bone_day"):
        assert usual.endpoints[name].treated == pytest.approx(dense.endpoints[name].treated, rel=1e-4)


def test_the_fields_are_the_parameters_of_the_model():
    declared = {parameter.name: parameter for parameter in parameters_of(BoneHealing)}
    for parameter in MODEL.parameters:
        assert parameter == declared[parameter.name]
        assert parameter.usual == getattr(BoneHealing(), parameter.name)
        assert parameter.spread.shape != "fixed"
    assert {"horizon", "half_exposure", "hill"} == set(declared) - {parameter.name for parameter in MODEL.parameters}
    assert 0.3 == replaced(BoneHealing(), {"db": 0.3}).db


def test_a_missing_rate_is_assumed_and_told():
    hinged = BoneHealing.from_step(Step(stage="respond", kind="bone-healing"))
    told = {assumption.name: assumption for assumption in hinged.assumed}
    assert "trejo2019_implementation" == told["kpb"].cite
    assert told["kpb"].low < 0.2202 < told["kpb"].high
    assert 0.0 < told["emax_m2"].low < told["emax_m2"].high < 2.0
    assert "choice" == told["half_exposure"].status


def test_the_kernel_and_the_independent_reference_agree_with_vesicles():
    times, signal = np.linspace(0.0, 56.0, 29), (np.array([0.0, 5.0, 5.0, 30.0, 56.0]), np.array([0.0, 0.0, 0.9, 0.3, 0.1]))
    fast = simulate(MODEL, times=times, inputs={"activity": signal})
    slow = simulate(MODEL, times=times, inputs={"activity": signal}, engine="reference")
    scale = np.abs(slow.values).max(axis=2, keepdims=True)
    np.testing.assert_allclose(slow.values / scale, fast.values / scale, rtol=0, atol=2e-5)


@pytest.mark.parametrize(
    ("changed", "days", "expected"),
    [
        ({}, 56, "union"),
        ({}, 400, "union"),
        ({"db": 0.3}, 56, "non-union"),
        ({"db": 0.3}, 400, "non-union"),
        ({"ds": 0.1}, 56, "delayed union"),
        ({"ds": 0.1}, 400, "delayed union"),
        ({}, 28, "still healing"),
        ({"db": 0.21}, 56, "still healing"),
        ({"qcd2": 1e-7}, 56, "still healing"),
    ],
)
def test_a_course_is_classed_by_bone_and_cartilage_together(changed, days, expected):
    (found,) = responses(BoneHealing(horizon=days * DAY, **changed), dose=0.0)
    assert expected == found.outcome.untreated == found.outcome.treated
    assert expected in found.outcome.classes


def test_osteogenic_vesicles_can_turn_a_healing_bone_into_a_union_in_time():
    (found,) = responses(BoneHealing(db=0.21, emax_m2=0.0, emax_osteogenic=1.0), dose=1e18)
    assert ("still healing", "union") == (found.outcome.untreated, found.outcome.treated)
