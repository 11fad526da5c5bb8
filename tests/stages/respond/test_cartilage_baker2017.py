import numpy as np
import pytest

from exoforge.laws.kinetics.simulate import simulate
from exoforge.stages.respond.cartilage_baker2017 import AT_REST, MODEL, OsteoarthriticJoint, struck
from exoforge.stages.respond.untreated import values_of_state
from tests.stages.respond.exposures import DAY, exposure_of


def respond(dose, **settings):
    (found,) = OsteoarthriticJoint.respond_each([OsteoarthriticJoint(**settings)], [exposure_of(dose)])
    return found


@pytest.mark.parametrize(
    ("cut", "raised", "rests"),
    [
        ("", "", False),
        ("p", "", False),
        ("m", "", False),
        ("f", "", False),
        ("pm", "", False),
        ("pf", "", False),
        ("mf", "", False),
        ("pmf", "", True),
        ("", "a", False),
        ("m", "a", False),
        ("f", "a", False),
        ("mf", "a", False),
        ("p", "a", True),
        ("pm", "a", True),
    ],
)
def test_which_targets_bring_the_joint_to_rest(cut, raised, rests):
    run = struck(*cut, raised=tuple(raised))
    late = [float(values_of_state(run, state)[-1000:].max()) for state in "pf"]
    assert rests == (max(late) < AT_REST), late


def test_the_inflamed_joint_never_rests():
    late = values_of_state(struck(), "p")[-1000:]
    assert late.max() > 1.5 * late.min() > 0.2


def test_without_vesicles_treated_and_untreated_are_the_same_to_the_last_bit():
    found = respond(0.0)
    np.testing.assert_array_equal(found.untreated, found.treated)
    assert "inflamed" == found.outcome.treated == found.outcome.untreated


def test_where_the_horizon_falls_in_the_cycle_does_not_matter():
    """The inflamed joint cycles in 8.3 d; a mean over a part of a turn would move by 6 % and be read as an effect."""
    days = [84.0, 86.0, 88.0, 90.0]
    joints = [OsteoarthriticJoint(horizon=one * DAY, turnover=turnover) for turnover in (0.5, 1.0, 2.5) for one in days]
    found = OsteoarthriticJoint.respond_each(joints, [exposure_of(0.0)] * len(joints))
    for name in ("fragments", "cytokines", "proteinases", "anti_inflammatory"):
        values = [one.endpoints[name].untreated for one in found]
        assert max(values) == pytest.approx(min(values), rel=0.01), name


def test_vesicles_that_do_not_stop_the_cycle_leave_its_mean_as_it_was_once_they_are_gone():
    """As the card says: what differs before is the way back to the cycle."""
    days = np.linspace(0.0, 200.0, 801)
    for dose in (1e13, 1e15, 1e17, 1e20):
        (found,) = OsteoarthriticJoint.respond_each([OsteoarthriticJoint(horizon=200 * DAY)], [exposure_of(dose * np.exp(-days), days=days)])
        assert "inflamed" == found.outcome.treated
        assert found.endpoints["fragments"].treated == pytest.approx(found.endpoints["fragments"].untreated, rel=1e-3)


def test_a_joint_that_came_to_rest_late_is_at_rest():
    days = np.array([0.0, 55.0, 55.1, 120.0])
    (found,) = OsteoarthriticJoint.respond_each([OsteoarthriticJoint(emax_inflammation=1.0)], [exposure_of(np.array([0.0, 0.0, 1e18, 1e18]), days=days)])
    assert ("inflamed", "homeostasis") == (found.outcome.untreated, found.outcome.treated)


def test_a_strong_fall_of_the_making_of_cytokines_brings_rest_and_a_weak_one_does_not():
    strong, weak = respond(1e18, emax_inflammation=0.9), respond(1e18, emax_inflammation=0.2)
    assert ("inflamed", "homeostasis") == (strong.outcome.untreated, strong.outcome.treated)
    assert strong.endpoints["fragments"].treated < 0.02 < weak.endpoints["fragments"].treated
    assert "inflamed" == weak.outcome.treated


def test_the_unit_of_time_stretches_the_course_and_changes_nothing_else():
    slow, fast = respond(0.0, turnover=2.0, horizon=80 * DAY), respond(0.0, turnover=1.0, horizon=40 * DAY)
    np.testing.assert_allclose(slow.untreated[:, ::2], fast.untreated, rtol=1e-3)


def test_the_kernel_and_the_independent_reference_agree_with_vesicles():
    times, signal = np.linspace(0.0, 20.0, 21), (np.array([0.0, 5.0, 5.0, 20.0]), np.array([0.0, 0.0, 0.9, 0.1]))
    fast = simulate(MODEL, times=times, inputs={"activity": signal})
    slow = simulate(MODEL, times=times, inputs={"activity": signal}, engine="reference")
    np.testing.assert_allclose(slow.values, fast.values, rtol=1e-4, atol=1e-6)


def test_the_fields_are_the_parameters_of_the_model():
    for parameter in MODEL.parameters:
        assert parameter.usual == getattr(OsteoarthriticJoint(), parameter.name)
