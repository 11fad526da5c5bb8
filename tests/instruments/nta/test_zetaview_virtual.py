"""The virtual ZetaView: the physics that it shares with the virtual NanoSight, and how it counts."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.instruments.nta import NanoSightVirtual, ZetaViewVirtual
from tests.instruments.nta.test_virtual import one_size, suspension

SEES_ALL = {"half_detection": 10e-9, "sharpness": 50.0, "steps": 1e6}


def figure(measured, name):
    return next(one.value for one in measured.figures if one.name == name)


def test_it_sees_what_a_nanosight_sees_with_light_of_the_same_colour():
    diameter = np.geomspace(20e-9, 500e-9, 60)
    same = {"half_detection": 75e-9, "reference_index": 1.39}
    np.testing.assert_array_equal(ZetaViewVirtual(**same).detection(diameter, 1.42), NanoSightVirtual(**same).detection(diameter, 1.42))


def test_a_longer_wave_moves_the_half_detected_diameter_by_its_two_thirds_power():
    red = ZetaViewVirtual(half_detection=80e-9, wavelength=642e-9)
    half = 80e-9 * (642 / 488) ** (2 / 3)
    assert 0.5 == pytest.approx(red.detection(np.array([half]), 1.39)[0])


def test_what_sees_everything_counts_everything_once_in_the_cell():
    sample = suspension(np.full(50, 1e9))
    measured = ZetaViewVirtual(**SEES_ALL).observe(sample)
    stock = sample.number.sum() / sample.volume
    assert stock == pytest.approx(figure(measured, "concentration") * measured.dilution.factor, rel=1e-9)
    assert not measured.dilution.applied
    assert measured.dilution.factor > 1


def test_no_deconvolution_leaves_beads_as_broad_as_their_tracks_are_short():
    arrays = ZetaViewVirtual(half_detection=10e-9, sharpness=50.0, steps=20.0).observe(one_size(100e-9)).arrays
    assert 1 / np.sqrt(18) == pytest.approx(arrays["sd"][0] / arrays["mean"][0], rel=0.01)


def test_with_noise_traces_are_whole_and_their_number_is_that_expected():
    sample, instrument = suspension(np.full(50, 1e9)), ZetaViewVirtual()
    expected = figure(instrument.observe(sample), "valid tracks")
    noisy = instrument.observe(sample, videos=200, rng=np.random.default_rng(1))
    traces = noisy.arrays["traces"]
    np.testing.assert_array_equal(traces, np.rint(traces))
    spread = np.sqrt(instrument.run_variation**2 + 1 / expected)
    assert expected == pytest.approx(noisy.arrays["valid_tracks"].mean(), rel=4 * spread / np.sqrt(200))
    assert spread == pytest.approx(noisy.arrays["valid_tracks"].std(ddof=1) / expected, rel=0.2)
    again = instrument.observe(sample, videos=200, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(traces, again.arrays["traces"])


def test_an_empty_sample_and_nonsense():
    empty = ZetaViewVirtual().observe(suspension(np.zeros(50)), rng=np.random.default_rng(1))
    assert 0 == figure(empty, "valid tracks")
    assert "sees no particle" in empty.notices[0]
    with pytest.raises(SettingError, match="at least 1"):
        ZetaViewVirtual().observe(suspension(np.ones(50)), videos=0)
    with pytest.raises(SettingError, match="has a volume of 0 m3"):
        ZetaViewVirtual().observe(suspension(np.ones(50), volume=0.0))
    with pytest.raises(SettingError, match="wavelength"):
        ZetaViewVirtual(wavelength=1.0)
