"""Light scattering: the limits that follow exactly, and what the cumulants make of mixtures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import dls

LAG = np.geomspace(0.5e-6, 1.0, 200)
WATER = {"temperature": 298.15, "viscosity": 0.89e-3}
Q = float(dls.scattering_vector(wavelength=632.8e-9, refractive_index=1.333, angle=np.radians(173.0)))


def fitted(curve):
    places = dls.fitted_lags(LAG, curve)
    return dls.cumulants(LAG[places], curve[places])


@given(diameter=st.floats(5e-9, 2e-6), coherence=st.floats(0.1, 1.0))
def test_one_size_is_found_again_with_no_polydispersity(diameter, coherence):
    rate = dls.decay_rate(diameter=[diameter], vector=Q, **WATER)
    found = fitted(dls.correlation(LAG, decay=rate, light=[1.0], coherence=coherence))
    assert float(dls.hydrodynamic_diameter(decay=found.decay, vector=Q, **WATER)) == pytest.approx(diameter, rel=1e-9)
    assert found.polydispersity == pytest.approx(0.0, abs=1e-9)
    assert found.intercept**2 == pytest.approx(coherence, rel=1e-9)


def test_a_narrow_mixture_has_the_harmonic_mean_and_the_variance_of_its_rates():
    """For short lags, Gamma is the light-weighted mean of the rates and the index their relative variance."""
    diameter, light = np.array([95e-9, 105e-9]), np.array([1.0, 3.0])
    rate = dls.decay_rate(diameter=diameter, vector=Q, **WATER)
    mean = light @ rate / light.sum()
    variance = light @ (rate - mean) ** 2 / light.sum()
    found = fitted(dls.correlation(LAG, decay=rate, light=light, coherence=0.9))
    assert found.decay == pytest.approx(mean, rel=1e-4)
    assert found.polydispersity == pytest.approx(variance / mean**2, rel=0.02)


def test_light_grows_with_the_sixth_power_and_vanishes_without_contrast():
    small, large = dls.scattered_light(diameter=[100e-9, 300e-9], refractive_index=1.39, medium_index=1.333)
    assert large / small == pytest.approx(3.0**6)
    assert float(dls.scattered_light(diameter=100e-9, refractive_index=1.333, medium_index=1.333)) == 0.0


def test_the_scattering_vector_of_back_scattering():
    """4 pi 1.333 / 632.8 nm sin(86.5 deg) = 0.026421 per nm."""
    assert Q == pytest.approx(4 * np.pi * 1.333 / 632.8e-9 * 0.9981348, rel=1e-6)


def test_lags_grow_and_stop_at_the_cutoff():
    curve = dls.correlation(LAG, decay=[1e3], light=[1.0], coherence=1.0)
    places = dls.fitted_lags(LAG, curve, first=2e-6)
    assert LAG[places[0]] >= 2e-6
    assert np.all(LAG[places[1:]] >= 1.2 * LAG[places[:-1]] * (1 - 1e-9))
    assert curve[places[-1]] >= 0.1 * curve[places[0]]


@pytest.mark.parametrize(
    ("lag", "curve"),
    [
        (LAG[:4], np.ones(4)),
        (LAG[:10], np.ones(10)),
        (LAG[:10], np.linspace(0.5, 0.9, 10)),
        (LAG[:10], np.append(np.ones(9), -1.0)),
        (LAG[:9], np.linspace(0.9, 0.5, 10)),
        (np.append(LAG[:9], np.nan), np.linspace(0.9, 0.5, 10)),
    ],
    ids=["few", "flat", "growing", "negative", "lengths", "undefined"],
)
def test_what_cannot_be_fitted_is_refused(lag, curve):
    with pytest.raises(SettingError):
        dls.cumulants(lag, curve)


def test_a_correlogram_needs_light_and_an_angle_that_exists():
    with pytest.raises(SettingError, match="light"):
        dls.correlation(LAG, decay=[1.0], light=[0.0], coherence=0.9)
    with pytest.raises(SettingError, match="angle"):
        dls.scattering_vector(wavelength=600e-9, refractive_index=1.3, angle=3.5)
