"""Peaks of beads: found where they were put, and not trusted at the ends of the scale."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws import bead_peaks

LEVELS = np.array([100.0, 400.0, 2000.0, 9000.0])


def events(levels=LEVELS, each=2000, cv=0.08, seed=1):
    rng = np.random.default_rng(seed)
    return rng.permutation(np.repeat(levels, each) * np.exp(cv * rng.standard_normal(levels.size * each)))


def test_every_peak_is_found_with_its_spread():
    signal = events()
    labels = bead_peaks.mixture_labels(bead_peaks.on_scale(signal)[:, np.newaxis], 4)
    peaks = bead_peaks.peaks_of(signal, labels, 4, top=1e5)
    assert [peak.middle for peak in peaks] == pytest.approx(LEVELS, rel=0.01)
    assert [peak.cv for peak in peaks] == pytest.approx([0.08] * 4, rel=0.1)
    assert [peak.events for peak in peaks] == [2000] * 4


def test_the_order_of_the_events_changes_nothing():
    signal = events()
    both = [bead_peaks.peaks_of(one, bead_peaks.mixture_labels(bead_peaks.on_scale(one)[:, None], 4), 4, top=1e5) for one in (signal, signal[::-1])]
    assert [peak.events for peak in both[0]] == [peak.events for peak in both[1]]


def test_a_second_channel_tells_overlapping_peaks_apart():
    rng = np.random.default_rng(4)
    level = np.repeat([100.0, 130.0], 3000)
    first = level * np.exp(0.15 * rng.standard_normal(6000))
    second = level**3 * np.exp(0.15 * rng.standard_normal(6000))
    points = np.column_stack([np.log10(first), np.log10(second)])
    peaks = bead_peaks.peaks_of(first, bead_peaks.mixture_labels(points, 2), 2, top=1e4)
    assert [peak.middle for peak in peaks] == pytest.approx([100, 130], rel=0.02)


def test_peaks_at_the_ends_of_the_scale_are_not_trusted():
    signal = np.minimum(events(), 8500.0)
    labels = bead_peaks.mixture_labels(bead_peaks.on_scale(signal)[:, None], 4)
    peaks = bead_peaks.peaks_of(signal, labels, 4, top=8500.0)
    assert "top of the scale" in peaks[3].trouble
    assert not any(peak.trouble for peak in peaks[1:3])


def test_signals_below_zero_have_a_place():
    rng = np.random.default_rng(5)
    signal = np.concatenate([rng.normal(0.0, 20.0, 3000), rng.normal(5000.0, 300.0, 3000)])
    scaled = bead_peaks.on_scale(signal)
    assert np.all(np.isfinite(scaled))
    assert np.all(np.diff(bead_peaks.on_scale(np.sort(signal))) >= 0)
    peaks = bead_peaks.peaks_of(signal, bead_peaks.mixture_labels(scaled[:, None], 2), 2, top=1e5)
    assert [peak.events for peak in peaks] == pytest.approx([3000, 3000], rel=0.02)


def test_the_brightest_peaks_stand_above_noise():
    rng = np.random.default_rng(6)
    noise = 10.0 + rng.exponential(5.0, 20_000)
    peaks = bead_peaks.brightest_peaks(np.concatenate([noise, events()]), 4)
    assert [peak.middle for peak in peaks] == pytest.approx(LEVELS, rel=0.02)
    with pytest.raises(SettingError, match="stand out"):
        bead_peaks.brightest_peaks(events(), 7)


def test_the_densest_events_are_as_many_as_asked():
    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(2, 20_000))
    kept = bead_peaks.densest(x, y, share=0.3)
    assert kept.mean() == pytest.approx(0.3, abs=0.01)
    assert np.hypot(x, y)[kept].max() < 1.3  # sqrt(-2 log 0.7) is 0.84; bins and smoothing blur it
    assert bead_peaks.densest(x, y, share=1.0).all()
    with pytest.raises(SettingError):
        bead_peaks.densest(x, y, share=0.0)


def test_too_few_events_are_refused():
    with pytest.raises(SettingError, match="fewest"):
        bead_peaks.mixture_labels(np.zeros((50, 1)), 4)
