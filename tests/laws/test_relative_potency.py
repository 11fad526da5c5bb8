import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.four_parameter import Logistic, response
from exoforge.laws.parallel_curves import parallel_curves
from exoforge.laws.relative_potency import parallel_lines
from exoforge.laws.suitability import verdicts

LEVELS = np.repeat(3.0 ** np.arange(-3, 5), 3)
DOSE = np.tile(LEVELS, 2)
LABEL = np.repeat(["R", "T"], LEVELS.size)


def lines(potency: float, seed: int, slope: float = 1.0, doses: np.ndarray = LEVELS) -> tuple:
    log = np.log(np.concatenate([doses, doses]))
    which = np.repeat([0.0, 1.0], doses.size)
    value = 5.0 + 2.0 * np.where(which == 1, slope, 1.0) * (log + which * np.log(potency)) + 0.2 * np.random.default_rng(seed).normal(size=log.size)
    return np.exp(log), value, np.where(which == 1, "T", "R")


def curves(potency: float, seed: int, slope: float = 1.2) -> np.ndarray:
    parts = [response(LEVELS, Logistic(at_zero=10.0, at_infinity=90.0, middle=middle, slope=bend)) for middle, bend in ((3.0, 1.2), (3.0 / potency, slope))]
    return np.concatenate(parts) + 1.5 * np.random.default_rng(seed).normal(size=DOSE.size)


@settings(max_examples=30, deadline=None)
@given(potency=st.floats(0.3, 3.0), seed=st.integers(0, 1000), unit=st.sampled_from([1.0, 1e-6, 1e9]))
def test_the_potency_of_lines_does_not_depend_on_the_unit_of_dose(potency, seed, unit):
    dose, value, label = lines(potency, seed)
    one, other = (parallel_lines(factor * dose, value, label, reference="R").potencies[0] for factor in (1.0, unit))
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), rel=1e-6)
    assert one.low < one.value < one.high


def test_intervals_of_lines_and_curves_hold_the_truth_as_often_as_they_say():
    for held in (
        sum((lambda one: one.low <= 0.8 <= one.high)(parallel_lines(*lines(0.8, seed), reference="R").potencies[0]) for seed in range(200)),
        2 * sum((lambda one: one.low <= 0.8 <= one.high)(parallel_curves(DOSE, curves(0.8, seed), LABEL, reference="R").potencies[0]) for seed in range(100)),
    ):
        assert 0.90 <= held / 200 <= 0.99


def test_exchanging_test_and_reference_gives_the_reciprocal():
    value = curves(0.7, 3)
    one, other = (parallel_curves(DOSE, value, LABEL, reference=name).potencies[0] for name in "RT")
    assert (one.value, one.low, one.high) == pytest.approx((1 / other.value, 1 / other.high, 1 / other.low), rel=1e-5)


def test_blocks_are_taken_out_of_the_scatter():
    dose, value, label = lines(1.0, 1)
    block = np.tile(["a", "b", "c"], dose.size // 3)
    shifted = value + np.where(block == "a", 3.0, np.where(block == "b", -1.0, 0.0))
    plain, blocked = parallel_lines(dose, shifted, label, reference="R"), parallel_lines(dose, shifted, label, reference="R", block=block)
    assert blocked.variance < plain.variance / 10
    assert blocked.potencies[0].value == pytest.approx(plain.potencies[0].value)


def test_the_table_adds_up():
    dose, value, label = lines(0.8, 2)
    table = {one.name: one for one in parallel_lines(dose, value, label, reference="R").table}
    parts = [one for name, one in table.items() if name != "total"]
    assert sum(one.squares for one in parts) == pytest.approx(table["total"].squares)
    assert sum(one.freedom for one in parts) == table["total"].freedom


def test_a_good_assay_passes_and_a_flat_one_fails():
    good = verdicts(parallel_curves(DOSE, curves(0.8, 5), LABEL, reference="R"), DOSE, curves(0.8, 5), LABEL)
    assert all(one.passed for one in good), [one.sentence for one in good]
    flat = curves(0.8, 5, slope=0.6)
    bad = {one.name: one.passed for one in verdicts(parallel_curves(DOSE, flat, LABEL, reference="R"), DOSE, flat, LABEL)}
    assert bad["parallelism, difference test"] is False
    assert bad["parallelism, equivalence, T"] is False


def test_bent_lines_uneven_scatter_and_doses_far_apart_are_told():
    dose, value, label = lines(0.8, 5)
    bent = value + 0.3 * np.log(dose) ** 2
    found = {one.name: one.passed for one in verdicts(parallel_lines(dose, bent, label, reference="R"), dose, bent, label)}
    assert found["linearity"] is False
    many = np.repeat(LEVELS, 4)
    dose, value, label = lines(0.8, 5, doses=many)
    uneven = np.random.default_rng(0).normal(size=dose.size) * np.where(dose > 1, 5.0, 0.05) + value
    assert {one.name: one.passed for one in verdicts(parallel_lines(dose, uneven, label, reference="R"), dose, uneven, label)}["even scatter"] is False
    weak = np.where(label == "T", value + 2.0 * np.log(1e-3), value)
    far = {one.name: one.passed for one in verdicts(parallel_lines(dose, weak, label, reference="R"), dose, weak, label)}
    assert far["range, T"] is False


def test_an_assay_without_a_slope_has_no_bounds():
    rng = np.random.default_rng(8)
    dose, _, label = lines(1.0, 1)
    found = parallel_lines(dose, rng.normal(size=dose.size), label, reference="R")
    assert found.potencies[0].low is None
    assert not verdicts(found, dose, rng.normal(size=dose.size), label)[0].passed


def test_what_gives_no_potency_is_refused():
    dose, value, label = lines(1.0, 1)
    with pytest.raises(SettingError, match="no preparation 'X'"):
        parallel_lines(dose, value, label, reference="X")
    with pytest.raises(SettingError, match="Only the reference"):
        parallel_lines(dose, value, np.full(dose.size, "R"), reference="R")
    with pytest.raises(SettingError, match="has 1 dose"):
        parallel_lines([1, 2, 1, 1], [1, 2, 3, 3.1], ["R", "R", "T", "T"], reference="R")
    with pytest.raises(SettingError, match="too few"):
        parallel_lines([1, 2, 1, 2], [1, 2, 3, 4], ["R", "R", "T", "T"], reference="R")
    with pytest.raises(SettingError, match="do not scatter"):
        parallel_lines(np.tile([1.0, 2.0], 4), np.tile([1.0, 2.0], 4), np.repeat(["R", "T"], 4), reference="R")
    with pytest.raises(SettingError, match="preparation 'T'"):
        parallel_curves(np.append(LEVELS, [1, 2, 3]), np.append(curves(1, 1)[: LEVELS.size], [1, 2, 3]), [*["R"] * LEVELS.size, *"TTT"], reference="R")


def test_the_own_lines_are_the_least_squares_of_each_preparation_and_of_equal_blocks_their_mean():
    dose, value, label = lines(0.8, 3, slope=1.1)
    found = parallel_lines(dose, value, label, reference="R")
    for name, (start, slope) in zip(found.labels, found.own, strict=True):
        assert [slope, start] == pytest.approx(np.polyfit(np.log(dose[label == name]), value[label == name], 1))
    both, block = np.concatenate([value, value + 4.0]), np.repeat(["a", "b"], dose.size)
    twice = parallel_lines(np.tile(dose, 2), both, np.tile(label, 2), reference="R", block=block)
    assert [start for start, _ in twice.own] == pytest.approx([start + 2.0 for start, _ in found.own])
    assert twice.intercepts == pytest.approx([start + 2.0 for start in found.intercepts])
