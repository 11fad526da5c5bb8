import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from exoforge.base.errors import SettingError
from exoforge.laws import chain_kernel
from exoforge.laws.chain import chain_amounts
from exoforge.laws.exponential import average_decay, bateman

RATE = st.one_of(st.just(0.0), st.floats(1e-9, 1.0))


@given(st.floats(1e-3, 1e6), RATE, st.floats(0.0, 1.0))
def test_one_place_is_a_decay_and_its_integral(step, loss, inflow):
    found = chain_amounts([step], inflow=inflow, loss=[loss], added=[2.0, 0.5])
    expected = 2.0 * np.exp(-loss * step) + inflow * average_decay(step, loss) + 0.5
    assert found[0, 0] == 2.0
    assert found[0, 1] == pytest.approx(float(expected), rel=1e-13)


@given(st.floats(1.0, 1e6), st.floats(1e-9, 0.5), st.floats(1e-9, 0.5))
def test_a_bolus_through_two_places_is_a_bateman_curve(step, first, second):
    found = chain_amounts([step], inflow=0.0, loss=[first, second], passing=[first], added=[1.0, 0.0])
    assert found[1, 1] == pytest.approx(float(first * bateman(step, first_rate=first, second_rate=second)), rel=1e-11, abs=1e-300)


@settings(max_examples=60)
@given(st.lists(RATE, min_size=1, max_size=5), st.floats(1.0, 2e5), st.floats(0.0, 10.0))
def test_a_chain_keeps_everything(losses, step, inflow):
    """With a last place that loses nothing, the places hold what came in, whatever the rates."""
    rates = [*losses, 0.0]
    found = chain_amounts([step, step / 7, 3 * step], inflow=inflow, loss=rates, passing=losses, added=[1.0, 0.0, 5.0, 0.0])
    came = 1.0 + np.array([0.0, step, step * 8 / 7, step * 29 / 7]) * inflow + np.array([0.0, 0.0, 5.0, 5.0])
    assert came == pytest.approx(found.sum(axis=0), rel=1e-12)
    assert found.min() >= 0


def test_rates_that_change_from_step_to_step_are_followed():
    losses = np.array([[1e-3, 5e-3], [2e-4, 2e-4]])
    found = chain_amounts([100.0, 300.0], inflow=[3.0, 0.0], loss=losses, passing=losses[:1], added=0.0)
    state = np.zeros(3)
    for j, (step, rate) in enumerate(((100.0, 3.0), (300.0, 0.0))):
        matrix = np.array([[0.0, 0.0, 0.0], [1.0, -losses[0, j], 0.0], [0.0, losses[0, j], -losses[1, j]]])
        state = expm(step * matrix) @ np.array([rate, *state[1:]])
        assert state[1:] == pytest.approx(found[:, j + 1], rel=1e-12)


def test_the_kernel_reads_as_it_runs():
    arguments = (np.array([10.0, 2e4]), np.array([1.0, 0.0]), np.zeros(3), np.array([[0.02, 0.02], [1e-4, 1e-4]]), np.array([[0.02, 0.02]]))
    plain = np.empty((2, 3))
    chain_kernel.follow(*arguments, plain)
    steps, inflow, added, loss, passing = arguments
    assert plain == pytest.approx(chain_amounts(steps, inflow=inflow, loss=loss, passing=passing, added=added), rel=1e-14)


def test_a_step_too_short_to_divide_by_changes_nothing():
    found = chain_amounts([2.2e-309, 100.0], inflow=[0.0, 1.0], loss=[0.01, 0.0], passing=[0.01], added=[5.0, 0.0, 0.0])
    assert found[:, 1] == pytest.approx([5.0, 0.0], abs=1e-300)  # what passes in that step is a denormal number
    assert found[:, 2].sum() == pytest.approx(105.0, rel=1e-13)


def test_nonsense_is_refused_in_a_sentence():
    with pytest.raises(SettingError, match="needs 1 passing rates; found 0"):
        chain_amounts([1.0], inflow=0.0, loss=[1.0, 1.0])
    with pytest.raises(SettingError, match="step is 0 s"):
        chain_amounts([0.0], inflow=0.0, loss=[1.0])
    with pytest.raises(SettingError, match="rate of loss is -1"):
        chain_amounts([1.0], inflow=0.0, loss=[-1.0])
