from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.resizing import SMALLEST_VESICLE, broken, drawn_in, fused, fused_across, fused_diameter, pieces, placed

CENTRES = np.geomspace(20e-9, 1e-6, 60)
NUMBERS = st.lists(st.floats(0.0, 1e12), min_size=60, max_size=60).map(np.array)
SHARES = st.floats(0.0, 1.0)


def area(number):
    return number @ CENTRES**2


@given(NUMBERS, SHARES, SHARES)
def test_fusion_keeps_the_area_and_halves_what_takes_part(number, share, exchanged):
    step = fused(number, centres=CENTRES, share=share, exchanged=exchanged)
    assert area(step.made) == pytest.approx(area(step.gone), rel=1e-12, abs=1e-30)
    assert step.gone == pytest.approx(share * number)
    assert np.all(number - step.gone + step.made >= 0)
    assert np.all((step.exchanged >= 0) & (step.exchanged <= 1))
    inside = number * (CENTRES < 1e-6 / np.sqrt(2.0))
    small = fused(inside, centres=CENTRES, share=share)
    assert small.made.sum() == pytest.approx(small.gone.sum() / 2.0, rel=1e-12)


@given(NUMBERS, NUMBERS.filter(np.any), st.floats(0.0, 1.0))
def test_fusion_with_another_kind_keeps_area_and_what_was_carried(number, partners, each):
    step = fused_across(number, partners, centres=CENTRES, carried=each * number)
    met = partners / partners.sum() * number.sum()
    assert area(step.made) == pytest.approx(area(number) + area(met), rel=1e-9, abs=1e-30)
    assert step.carried.sum() == pytest.approx(each * number.sum(), rel=1e-9, abs=0.0)
    assert 0.0 <= step.drawn_in <= 1.0


def test_fusion_with_another_kind_is_fusion_by_pairs_of_sizes():
    """All pairs of sizes one by one; and with its own kind as fusion of all says, of which every pair is met twice."""
    number, partners = np.zeros(60), np.zeros(60)
    number[[5, 20]], partners[[10, 20]] = (3.0, 7.0), (1.0, 3.0)
    expected = sum(placed([float(np.hypot(CENTRES[i], CENTRES[j]))], [number[i] * partners[j] / 4.0], CENTRES) for i in (5, 20) for j in (10, 20))
    assert fused_across(number, partners, centres=CENTRES).made == pytest.approx(expected, rel=1e-12)
    assert fused_across(number, number, centres=CENTRES).made == pytest.approx(2.0 * fused(number, centres=CENTRES, share=1.0).made, rel=1e-12)
    with pytest.raises(SettingError, match="there are none"):
        fused_across(number, np.zeros(60), centres=CENTRES)


@given(NUMBERS, SHARES, st.floats(20e-9, 900e-9))
def test_breaking_keeps_the_area_and_touches_nothing_smaller(number, share, piece):
    step = broken(number, centres=CENTRES, share=share, piece=piece)
    assert area(step.made) == pytest.approx(area(step.gone), rel=1e-12, abs=1e-30)
    assert not step.gone[piece >= CENTRES].any()
    assert np.all(number - step.gone + step.made >= 0)


@given(st.lists(st.floats(20e-9, 1e-6), min_size=1, max_size=20), st.floats(0.0, 1e12))
def test_what_is_put_on_bins_keeps_number_and_area(diameters, number):
    diameter = np.array(diameters)
    bins = placed(diameter, np.full(diameter.size, number), CENTRES)
    assert bins.sum() == pytest.approx(number * diameter.size, rel=1e-12)
    assert area(bins) == pytest.approx(number * (diameter**2).sum(), rel=1e-12)


@pytest.mark.parametrize("diameter", [5e-9, 3e-6])
def test_beyond_the_bins_the_area_is_kept(diameter):
    bins = placed([diameter], [1e9], CENTRES)
    assert area(bins) == pytest.approx(1e9 * diameter**2, rel=1e-12)
    assert placed([diameter], [1.0], [100e-9]) == pytest.approx((diameter / 100e-9) ** 2)


def test_many_rounds_of_random_fusion_give_the_size_distribution_of_smoluchowski():
    """Of equal vesicles ``T^(k-1) / (1 + T)^(k+1)`` are made of k, when the rate does not depend on the size."""
    centres = 100e-9 * np.sqrt(np.arange(1.0, 300.0))
    number = np.zeros(centres.size)
    number[0] = 1.0
    rounds, end = 2000, 2.0
    for _ in range(rounds):
        step = fused(number, centres=centres, share=2.0 * end / rounds * number.sum())
        number = number - step.gone + step.made
    k = np.arange(1, 8)
    assert number[:7] == pytest.approx(end ** (k - 1) / (1.0 + end) ** (k + 1), rel=3e-3)
    assert number @ centres**2 == pytest.approx(100e-9**2, rel=1e-12)


def test_what_a_fused_vesicle_draws_in_is_liquid_from_outside():
    large = 1e-3  # so large that the membrane has no thickness
    assert float(drawn_in(large, large)) == pytest.approx(1.0 - 0.5**0.5, abs=1e-4)
    assert float(drawn_in(8e-9, 8e-9)) == pytest.approx(1.0)
    step = fused(np.array([1.0, 0.0]), centres=np.array([large, large * 2**0.5]), share=0.5)
    assert step.exchanged == pytest.approx([0.0, 1.0 - 0.5**0.5], abs=1e-4)
    again = fused(np.array([1.0, 0.0]), centres=np.array([large, large * 2**0.5]), share=0.5, exchanged=np.array([1.0, 0.0]))
    assert again.exchanged == pytest.approx([1.0, 1.0], abs=1e-9)


def test_pieces_hold_liquid_from_outside_and_are_many():
    assert float(pieces(200e-9, 50e-9)) == pytest.approx(16.0)
    step = broken(np.array([0.0, 1.0]), centres=np.array([50e-9, 200e-9]), share=0.25, piece=50e-9)
    assert step.made == pytest.approx([4.0, 0.0])
    assert step.exchanged == pytest.approx([1.0, 0.0])
    assert float(fused_diameter(3e-8, 4e-8)) == pytest.approx(5e-8)


def test_pieces_do_not_break_again():
    """Pieces of 93 nm lie on two bins; a second round finds nothing larger."""
    number = np.where(CENTRES > 200e-9, 1.0, 0.0)
    for _ in range(2):
        step = broken(number, centres=CENTRES, share=1.0, piece=93e-9)
        number = number - step.gone + step.made
    assert not step.gone.any()
    assert number.sum() == pytest.approx((CENTRES[CENTRES > 200e-9] ** 2).sum() / 93e-9**2, rel=1e-12)


def test_what_is_no_vesicle_is_refused():
    with pytest.raises(SettingError, match="bends to spheres of 20 nm"):
        broken([1.0, 1.0], centres=[50e-9, 100e-9], share=0.5, piece=0.99 * SMALLEST_VESICLE)
    with pytest.raises(SettingError, match="cannot break into pieces"):
        pieces(50e-9, 60e-9)
    with pytest.raises(SettingError, match="must increase"):
        fused([1.0, 1.0], centres=[100e-9, 50e-9], share=0.5)
    with pytest.raises(SettingError, match="share that fuses"):
        fused([1.0, 1.0], centres=[50e-9, 100e-9], share=1.5)
