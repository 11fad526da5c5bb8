"""The virtual Zetasizer: exact for one size, drawn to what scatters most for several."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.instruments.dls import ZetasizerVirtual
from tests.instruments.dls.samples import lognormal, one_size, suspension


def test_one_size_has_its_own_z_average_and_no_polydispersity():
    arrays = ZetasizerVirtual().observe(one_size(120e-9)).arrays
    assert arrays["z_average"][0] == pytest.approx(120e-9, rel=1e-6)
    assert arrays["polydispersity_index"][0] == pytest.approx(0.0, abs=1e-9)


def test_a_broad_sample_is_drawn_to_its_large_particles():
    """Lognormal by number with sigma s: the harmonic mean by d^6 is d exp(5.5 s^2)."""
    width = 0.15
    got = ZetasizerVirtual().observe(lognormal(median=100e-9, width=width)).arrays["z_average"][0]
    assert got == pytest.approx(100e-9 * np.exp(5.5 * width**2), rel=0.01)


def test_one_aggregate_in_a_thousand_moves_it():
    edges = [99e-9, 101e-9, 499e-9, 501e-9]
    clean = ZetasizerVirtual().observe(suspension([1e9, 0, 0], edges)).arrays
    dirty = ZetasizerVirtual().observe(suspension([1e9, 0, 1e6], edges)).arrays
    assert dirty["z_average"][0] > 2 * clean["z_average"][0]


def test_noise_is_drawn_and_its_mean_is_the_expectation():
    noisy = ZetasizerVirtual().observe(lognormal(), videos=40, rng=np.random.default_rng(3)).arrays["z_average"]
    expected = ZetasizerVirtual().observe(lognormal()).arrays["z_average"][0]
    assert noisy.std() > 0
    assert noisy.mean() == pytest.approx(expected, rel=0.01)


def test_the_classes_hold_all_the_light():
    assert ZetasizerVirtual().observe(lognormal()).arrays["intensity"].sum() == pytest.approx(1.0, abs=1e-9)


def test_it_says_that_nothing_was_measured():
    measured = ZetasizerVirtual().observe(lognormal())
    assert "not measured" in measured.settings["exoforge"]["what this is"]
    assert all(one.source == "computed" for one in measured.figures)
    assert measured.trace


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ZetasizerVirtual().observe(lognormal(), videos=0),
        lambda: ZetasizerVirtual().observe(lognormal(volume=0.0)),
        lambda: ZetasizerVirtual().observe(lognormal(index=1.333)),
        lambda: ZetasizerVirtual(angle=4.0),
    ],
)
def test_what_cannot_be_measured_is_refused(wrong):
    with pytest.raises(SettingError):
        wrong()
