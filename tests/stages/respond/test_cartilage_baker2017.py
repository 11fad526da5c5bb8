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
