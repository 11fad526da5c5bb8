"""Laws of flow cytometry: intervals that cover, lines that are found again, and refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import cytometry

SIGNAL = np.array([10.0, 40.0, 160.0, 640.0, 2560.0])


def test_an_interval_covers_as_often_as_it_says():
    rng = np.random.default_rng(1)
    counts = rng.poisson(7.3, 4000)
    low, high = cytometry.count_interval(counts)
    assert 0.95 <= np.mean((low <= 7.3) & (high >= 7.3)) <= 0.99  # exact limits are wide for small counts


def test_the_difference_of_two_counts_covers_the_truth():
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(2000):
        _, low, high = cytometry.above_control(float(rng.poisson(60.0)), 2.0, float(rng.poisson(20.0)), 1.0)
        inside += low <= 10.0 <= high
    assert 0.94 <= inside / 2000 <= 0.99


def test_a_control_as_full_as_the_sample_leaves_nothing():
    difference, low, high = cytometry.above_control(50, 1e-9, 100, 2e-9)
    assert difference == pytest.approx(0.0, abs=1e-3)
    assert low < 0 < high


@given(slope=st.floats(0.7, 1.4), scale=st.floats(0.1, 1e3), own=st.floats(1.0, 1e3))
def test_a_line_without_noise_is_found_again(slope, scale, own):
    molecules = scale * SIGNAL**slope - own
    molecules = molecules - min(molecules[0], 0.0)  # the blank is 0 or above
    own = scale * SIGNAL[0] ** slope - molecules[0]
    if own < 0:
        return
    line = cytometry.bead_line(SIGNAL, molecules)
    assert cytometry.molecules_of(line, SIGNAL) - line.background == pytest.approx(molecules, rel=1e-3, abs=1e-3 * molecules[-1])
    assert line.r_squared == pytest.approx(1.0, abs=1e-6)


def test_a_power_law_is_found_again_and_keeps_the_sign():
    line = cytometry.bead_line(SIGNAL, 3.0 * SIGNAL**1.1, background=False)
    assert (line.slope, line.background) == (pytest.approx(1.1), 0.0)
    assert cytometry.molecules_of(line, [-10.0]) == pytest.approx(-cytometry.molecules_of(line, [10.0]))


def test_the_interval_holds_the_truth_and_says_nothing_without_freedom():
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(300):
        line = cytometry.bead_line(SIGNAL, 3.0 * SIGNAL * np.exp(0.05 * rng.standard_normal(5)), background=False)
        low, high = cytometry.molecules_interval(line, 100.0)
        inside += low <= 300.0 <= high
    assert 0.91 <= inside / 300 <= 0.985
    exact = cytometry.bead_line(SIGNAL[:2], SIGNAL[:2], background=False)
    assert np.isnan(cytometry.molecules_interval(exact, 100.0)).all()


@pytest.mark.parametrize(
    ("signal", "molecules"), [([1, 2], [0, 1]), ([1, 1, 2], [0, 1, 2]), ([1, 2, 3], [0, 1, 1]), ([0, 2, 3], [0, 1, 2]), ([1, 2, 3], [-1, 1, 2])]
)
def test_a_line_through_too_little_is_refused(signal, molecules):
    with pytest.raises(SettingError):
        cytometry.bead_line(signal, molecules)


def test_doublets_grow_with_the_rate():
    shares = cytometry.coincidence([0.0, 1e3, 1e5], window=1e-5)
    assert shares[0] == 0
    assert np.all(np.diff(shares) > 0)
    with pytest.raises(SettingError):
        cytometry.coincidence(-1.0, window=1e-5)
