"""Resistive pulses: volumes, rates and counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import resistive_pulse as law


@given(diameter=st.floats(20e-9, 400e-9), ratio=st.floats(0.2, 2.0))
def test_a_calibration_undoes_the_blockade(diameter, ratio):
    pore = {"pore_diameter": 1e-6, "pore_length": 2e-6}
    sample, beads = law.blockade(diameter=diameter, **pore), law.blockade(diameter=diameter * ratio, **pore)
    got = law.calibrated_diameter(sample, reference_magnitude=beads, reference_diameter=diameter * ratio)
    assert float(got) == pytest.approx(diameter, rel=1e-12)


def test_the_blockade_is_maxwells_over_that_of_the_pore():
    """d = 0.1, D = 1, L = 2 um: 4 rho d^3 / (pi D^4) over 4 rho (L + pi D / 4) / (pi D^2) = 1e-3 / (2 + 0.7853982) = 3.5902e-4."""
    assert float(law.blockade(diameter=0.1e-6, pore_diameter=1e-6, pore_length=2e-6)) == pytest.approx(3.5902e-4, rel=1e-4)


def test_a_slope_over_pressure_ignores_what_drives_particles_without_it():
    pressure = np.array([200.0, 500.0, 1000.0])
    slope, zero = law.rate_slope(pressure, 0.02 * (pressure + 300.0))
    assert slope == pytest.approx(0.02)
    assert zero == pytest.approx(-300.0)
    got = law.concentration_by_rate(slope, reference_rate=0.01, reference_concentration=1e15)
    assert float(got) == pytest.approx(2e15)


def test_half_is_seen_at_the_limit():
    seen = law.seen_share([35e-9, 70e-9, 140e-9], limit=70e-9, width=0.1)
    assert seen == pytest.approx([0.0, 0.5, 1.0], abs=1e-9)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: law.blockade(diameter=2e-6, pore_diameter=1e-6, pore_length=1e-6),
        lambda: law.calibrated_diameter(-1.0, reference_magnitude=1.0, reference_diameter=1e-7),
        lambda: law.rate_slope([1.0], [1.0]),
        lambda: law.rate_slope([1.0, 2.0], [1.0, 1.0]),
        lambda: law.seen_share(1e-7, limit=1e-7, width=0.0),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(SettingError):
        wrong()
