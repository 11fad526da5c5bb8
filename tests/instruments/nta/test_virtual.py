"""The virtual NanoSight: what it must conserve, and what it must bias as the real one does."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.instruments.nta import NanoSightVirtual
from exoforge.streams.suspension import SizeGrid, Species, Suspension

GRID = SizeGrid(edges=np.geomspace(20e-9, 800e-9, 51))
EVERYTHING = NanoSightVirtual(half_detection=10e-9, sharpness=50.0, steps=1e6)
"""Sees every particle of the grid, and sizes it as it is."""


def species(name="small_ev", index=1.39, size=50):
    return Species(name=name, density=np.full(size, 1100.0), density_medium="pbs", refractive_index=index, protein=np.zeros(size), is_vesicle=True)


def suspension(number, *, grid=GRID, kinds=None, volume=1e-6):
    number = np.atleast_2d(number)
    return Suspension(grid=grid, species=kinds or (species(size=number.shape[1]),), number=number, volume=volume)


def one_size(diameter):
    """All particles within a ten-thousandth of a diameter."""
    grid = SizeGrid(edges=np.array([diameter * (1 - 1e-4), diameter * (1 + 1e-4)]))
    return suspension([[1e9]], grid=grid)


@given(weights=st.lists(st.floats(0, 1), min_size=50, max_size=50).filter(any))
@settings(max_examples=25, deadline=None)
def test_what_sees_everything_reports_everything(weights):
    """Detection 1 and endless tracks: the bins hold N / V, at the sizes where the particles are."""
    sample = suspension(np.array(weights) * 1e9)
    arrays = EVERYTHING.observe(sample).arrays
    assert arrays["total_concentration"][0] == pytest.approx(sample.number.sum() / sample.volume, rel=1e-9)
    mean = (GRID.diameter * sample.number[0]).sum() / sample.number.sum()
    assert arrays["mean"][0] == pytest.approx(mean, abs=1e-9)


def test_short_tracks_bias_and_broaden_as_the_gamma_law_says():
    """Known answer A29: one true size and 10 independent steps give mean 1.1111, CV 0.3536, mode 0.9091 of the true size."""
    arrays = NanoSightVirtual(half_detection=10e-9, sharpness=50.0, steps=10.0).observe(one_size(100e-9)).arrays
    assert 1.1111 == pytest.approx(arrays["mean"][0] / 100e-9, abs=1e-3)
    assert 0.3536 == pytest.approx(arrays["sd"][0] / arrays["mean"][0], abs=1e-3)
    assert 0.9091 == pytest.approx(arrays["mode"][0] / 100e-9, abs=0.006)


def test_the_usual_steps_give_beads_the_width_that_real_videos_show():
    """81 real videos of 100 nm beads: half the width from the 16th to the 84th percentile over the median is 0.115 at the median."""
    arrays = NanoSightVirtual(half_detection=10e-9, sharpness=50.0).observe(one_size(100e-9)).arrays
    low, high = np.interp([0.1587, 0.8413], arrays["percentile"], arrays["percentiles"][:, 0])
    assert 0.115 == pytest.approx((high - low) / 2 / arrays["d50"][0], abs=0.003)


def test_longer_tracks_of_larger_particles():
    short = NanoSightVirtual(half_detection=10e-9, steps=20.0, steps_size_power=1.0)
    narrow, wide = (short.observe(one_size(d)).arrays for d in (300e-9, 50e-9))
    assert narrow["sd"][0] / narrow["mean"][0] == pytest.approx(1 / np.sqrt(60 - 2), rel=0.02)
    assert wide["sd"][0] / wide["mean"][0] == pytest.approx(1 / np.sqrt(10 - 2), rel=0.02)


def test_half_of_the_vesicles_are_seen_at_the_half_detection_diameter():
    instrument = NanoSightVirtual(half_detection=75e-9)
    assert 0.5 == pytest.approx(instrument.detection(np.array([75e-9]), instrument.reference_index)[0])


def test_detection_rises_with_size_and_contrast():
    diameters = np.linspace(10e-9, 900e-9, 200)
    instrument = NanoSightVirtual()
    by_index = [instrument.detection(diameters, index) for index in (1.36, 1.39, 1.46, 1.59)]
    assert all(np.all(np.diff(chance) >= 0) for chance in by_index)
    assert all(np.all(more >= less) for less, more in pairwise(by_index))


def test_a_vesicle_of_100_nm_is_as_bright_as_a_polystyrene_bead_of_about_55():
    """Full Mie theory at 488 nm gives 55 nm (vesicle 1.38, polystyrene 1.59); the Rayleigh limit taken here is close."""
    instrument = NanoSightVirtual(half_detection=100e-9, reference_index=1.38)
    diameters = np.linspace(40e-9, 80e-9, 4001)
    bead = diameters[np.argmin(np.abs(instrument.detection(diameters, 1.59) - 0.5))]
    assert 55e-9 == pytest.approx(bead, abs=3e-9)


def test_a_particle_like_water_is_not_seen():
    instrument = NanoSightVirtual()
    assert 0.0 == instrument.detection(np.array([200e-9]), instrument.medium_index)[0]


def test_every_kind_of_particle_is_counted():
    kinds = (species("small_ev"), species("lipoprotein", index=1.46))
    number = np.full((2, 50), 1e9)
    both = NanoSightVirtual().observe(suspension(number, kinds=kinds))
    each = [NanoSightVirtual().observe(suspension(number[:1], kinds=(kind,))) for kind in kinds]
    totals = [one.arrays["total_concentration"][0] for one in each]
    assert both.arrays["total_concentration"][0] == pytest.approx(sum(totals), rel=1e-12)
    shares = both.settings["exoforge"]["share of the counted particles by species"]
    assert shares["lipoprotein"] == pytest.approx(totals[1] / sum(totals), rel=1e-3)


def test_without_a_generator_every_video_is_the_expectation():
    measured = NanoSightVirtual().observe(suspension(np.full(50, 1e9)), videos=3)
    curve = measured.arrays["concentration"]
    assert (1000, 3) == curve.shape
    np.testing.assert_array_equal(curve[:, [0]], curve[:, [2]])


def test_noise_is_repeatable_and_centred_on_the_expectation():
    sample = suspension(np.full(50, 1e9))
    instrument = NanoSightVirtual()
    expected = instrument.observe(sample).arrays["total_concentration"][0]
    noisy = instrument.observe(sample, videos=400, rng=np.random.default_rng(7)).arrays["total_concentration"]
    again = instrument.observe(sample, videos=400, rng=np.random.default_rng(7)).arrays["total_concentration"]
    np.testing.assert_array_equal(noisy, again)
    tracks = instrument.observe(sample).arrays["valid_tracks"][0]
    spread = np.sqrt(instrument.video_variation**2 + 1 / tracks)
    assert expected == pytest.approx(noisy.mean(), rel=4 * spread / np.sqrt(400))
    assert spread == pytest.approx(noisy.std(ddof=1) / expected, rel=0.2)


def test_a_dense_sample_is_diluted_to_a_workable_concentration_and_reported_undiluted():
    measured = NanoSightVirtual(counting_ratio=1.0).observe(suspension(np.full(50, 1e13)))
    dilution, total = (measured.arrays[name][0] for name in ("dilution", "total_concentration"))
    assert 2.5e14 < total / dilution <= 3e14 * 1.0001
    assert dilution == round(dilution)
    thin = NanoSightVirtual().observe(suspension(np.full(50, 1e3)))
    assert 1.0 == thin.arrays["dilution"][0]
    assert "too few to count" in thin.notices[0]


def test_an_empty_sample_is_told_and_not_invented():
    measured = NanoSightVirtual().observe(suspension(np.zeros(50)), videos=2)
    assert 0.0 == measured.arrays["total_concentration"].max()
    assert np.isnan(measured.arrays["mean"]).all()
    assert ("The virtual NanoSight sees no particle of this suspension.",) == measured.notices


def test_nonsense_is_refused():
    with pytest.raises(SettingError, match="has a volume of 0 m3"):
        NanoSightVirtual().observe(suspension(np.ones(50), volume=0.0))
    with pytest.raises(SettingError, match="at least 1"):
        NanoSightVirtual().observe(suspension(np.ones(50)), videos=0)
    with pytest.raises(SettingError, match="half_detection"):
        NanoSightVirtual(half_detection=-1.0)


def test_the_trace_says_what_looked_at_what():
    entry = NanoSightVirtual().observe(suspension(np.ones(50))).trace.entries[-1]
    assert "instruments/nanosight-virtual" == entry.operation
    assert 80e-9 == entry.settings["half_detection"]
    assert "vanderpol2014" in entry.cites
