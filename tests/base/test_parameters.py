"""One line declares a parameter; ranges refuse in a sentence, spreads stay within the range."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.base.parameters import (
    FIXED,
    Parameter,
    check_all,
    check_value,
    lognormal,
    normal,
    option,
    param,
    parameters_of,
    quantile,
    replaced,
    spread_of_interval,
    uniform,
    values_of,
)

U = np.linspace(0.001, 0.999, 999)


@dataclass(frozen=True, kw_only=True, slots=True)
class Centrifuge:
    """A declaration as a stage writes it."""

    acceleration: float = param("m/s2", "relative centrifugal force", low=0, high=1e7)
    duration: float = param("s", "time at speed", low=0, usual=1800.0, spread=lognormal(1.5), cite="livshits2015", status="read")
    mode: str = option("what is kept", ("pellet", "supernatant"), usual="pellet")
    note: str = ""

    def __post_init__(self) -> None:
        check_all(self)


def within(low: float = -math.inf, high: float = math.inf) -> Parameter:
    return Parameter(name="x", unit="nm", meaning="a length", low=low, high=high)


def test_declarations_are_read_back_from_the_class_in_order():
    acceleration, duration, mode = parameters_of(Centrifuge)
    assert acceleration == Parameter(name="acceleration", unit="m/s2", meaning="relative centrifugal force", low=0, high=1e7)
    assert (duration.usual, duration.cite, duration.status, duration.spread) == (1800.0, "livshits2015", "read", lognormal(1.5))
    assert (mode.name, mode.choices) == ("mode", ("pellet", "supernatant"))


def test_the_instance_declares_the_same_as_its_class():
    assert parameters_of(Centrifuge(acceleration=1e5)) == parameters_of(Centrifuge)


def test_a_parameter_without_usual_value_must_be_stated():
    with pytest.raises(TypeError, match="acceleration"):
        Centrifuge()


def test_values_hold_the_parameters_and_nothing_else():
    assert values_of(Centrifuge(acceleration=1e5, note="first spin")) == {"acceleration": 1e5, "duration": 1800.0, "mode": "pellet"}


def test_a_value_out_of_range_is_refused_with_value_unit_range_and_meaning():
    with pytest.raises(SettingError) as refusal:
        Centrifuge(acceleration=-1.0)
    assert str(refusal.value) == "Centrifuge.acceleration is -1 m/s2; it must lie in [0, 1e+07] m/s2 (relative centrifugal force)."


@pytest.mark.parametrize("value", [0.0, 1e7])
def test_the_ends_of_the_range_are_allowed(value):
    assert Centrifuge(acceleration=value).acceleration == value


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused_even_without_a_range(value):
    with pytest.raises(SettingError, match=r"Stage\.x is -?(nan|inf) nm"):
        check_value(within(), value, "Stage")


def test_an_unknown_choice_is_refused_with_the_choices():
    with pytest.raises(SettingError) as refusal:
        Centrifuge(acceleration=1.0, mode="both")
    assert str(refusal.value) == "Centrifuge.mode is 'both'; it must be one of pellet, supernatant (what is kept)."


def test_a_word_in_place_of_a_number_is_refused_in_a_sentence():
    with pytest.raises(SettingError, match=r"Stage\.x is 'fast'"):
        check_value(within(0, 1), "fast", "Stage")


def test_a_refusal_without_unit_has_no_gap_before_its_stop():
    bare = Parameter(name="share", unit="", meaning="what is kept", low=0, high=1)
    with pytest.raises(SettingError) as refusal:
        check_value(bare, 5.0, "Stage")
    assert str(refusal.value) == "Stage.share is 5; it must lie in [0, 1] (what is kept)."


def test_a_refusal_does_not_round_the_value_into_the_range():
    with pytest.raises(SettingError, match=r"1\.0000001"):
        check_value(within(0, 1), 1.0000001, "Stage")


def test_a_changed_copy_is_checked_again_and_the_old_one_stays():
    old = Centrifuge(acceleration=1.0)
    assert replaced(old, {"acceleration": 2.0}).acceleration == 2.0
    assert old.acceleration == 1.0
    with pytest.raises(SettingError, match="acceleration"):
        replaced(old, {"acceleration": -1.0})


def test_a_fixed_parameter_does_not_stray():
    assert (quantile(within(), FIXED, 3.0, U) == 3.0).all()


def test_a_uniform_spread_runs_from_end_to_end():
    values = quantile(within(), uniform(10.0, 20.0), 12.0, np.array([0.25, 0.5, 0.75]))
    np.testing.assert_allclose([12.5, 15.0, 17.5], values, rtol=1e-12)


def test_a_uniform_spread_is_cut_at_the_range():
    values = quantile(within(0.0, 1.0), uniform(-1.0, 3.0), 0.5, np.array([0.25, 0.5]))
    np.testing.assert_allclose([0.25, 0.5], values, rtol=1e-12)


def test_a_uniform_spread_outside_the_range_is_refused():
    """A stated interval that the declaration does not allow must not come back as a number from outside."""
    with pytest.raises(SettingError, match="x"):
        quantile(within(0.0, 1.0), uniform(2.0, 3.0), 0.5, U)


def test_a_lognormal_spread_has_the_value_as_median_and_the_factor_as_one_sigma():
    """The normal distribution holds 84.134 % below one standard deviation."""
    values = quantile(within(0.0), lognormal(2.0), 5.0, np.array([0.15865525393145707, 0.5, 0.8413447460685429]))
    np.testing.assert_allclose([2.5, 5.0, 10.0], values, rtol=1e-9)


def test_a_normal_spread_has_the_value_as_median_and_the_difference_as_one_sigma():
    values = quantile(within(), normal(2.0), 5.0, np.array([0.15865525393145707, 0.5, 0.8413447460685429]))
    np.testing.assert_allclose([3.0, 5.0, 7.0], values, rtol=1e-9)


def test_truncation_renormalises_and_does_not_pile_up_at_the_edge():
    """A normal cut at its centre is a half-normal, whose median is 0.674490 standard deviations out."""
    values = quantile(within(0.0), normal(1.0), 0.0, np.array([0.5]))
    np.testing.assert_allclose([0.6744897501960817], values, rtol=1e-9)
    assert len(np.unique(quantile(within(0.0, 1.0), normal(5.0), 0.5, U))) == len(U)


@settings(deadline=None)
@given(
    low=st.floats(-100, 100),
    width=st.floats(0.1, 100),
    share=st.floats(0, 1),
    shape=st.sampled_from(["uniform", "normal", "lognormal"]),
    size=st.floats(0.01, 50),
)
def test_quantiles_rise_and_stay_within_the_range(low, width, share, shape, size):
    parameter = within(low, low + width)
    centre = min(low + share * width, low + width)
    spread = {"uniform": uniform(centre - size, centre + size), "normal": normal(size), "lognormal": lognormal(1 + size)}[shape]
    if shape == "lognormal" and centre <= 0:
        return
    values = quantile(parameter, spread, centre, U)
    assert np.isfinite(values).all()
    assert (np.diff(values) >= 0).all()
    slack = 1e-12 * max(abs(parameter.low), abs(parameter.high))
    assert (values >= parameter.low - slack).all()
    assert (values <= parameter.high + slack).all()


@pytest.mark.parametrize("spread", [normal(0.0), lognormal(1.0)], ids=["normal", "lognormal"])
def test_a_spread_of_no_width_is_the_value(spread):
    assert (quantile(within(0.0, 10.0), spread, 10.0, U) == 10.0).all()


@pytest.mark.parametrize(("spread", "centre"), [(lognormal(2.0), 0.0), (lognormal(2.0), -1.0), (lognormal(0.5), 1.0)])
def test_a_lognormal_spread_that_cannot_be_is_refused(spread, centre):
    """Dropping the uncertainty in silence would print an interval of no width."""
    with pytest.raises(SettingError, match="x"):
        quantile(within(), spread, centre, U)


def test_a_stated_interval_keeps_its_value_as_the_median():
    spread = spread_of_interval(1.0, 5.0)
    assert quantile(within(), spread, 2.0, np.array([0.05, 0.25, 0.5, 0.75, 0.95])) == pytest.approx([1.1, 1.5, 2.0, 3.5, 4.7])
    even = np.linspace(0.05, 0.95, 7)
    flat = quantile(within(), uniform(1.0, 5.0), 3.0, even)
    assert quantile(within(), spread, 3.0, even) == pytest.approx(flat), "around its middle it is uniform"
    assert quantile(within(), spread, 1.0, even) == pytest.approx(flat), "a value at an end says nothing of the middle"
