"""The smallest particle that is seen: the bead itself, Rayleigh's sixth power, and refusals."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.detection import Light, scattered, smallest_seen

LIGHT = Light(wavelength=488e-9, medium_index=1.335, angles=(1.2566, 1.885))


def limit(bead, bead_index, index):
    threshold = float(scattered(bead, light=LIGHT, index=bead_index))
    return smallest_seen(threshold, lambda d: scattered(d, light=LIGHT, index=index))


def test_a_bead_is_its_own_limit():
    assert limit(100e-9, 1.59, 1.59) == pytest.approx(100e-9, rel=1e-6)


def test_small_particles_follow_the_sixth_power_and_the_contrast():
    def contrast(n):
        return (n**2 - 1.335**2) / (n**2 + 2 * 1.335**2)

    expected = 20e-9 * (contrast(1.59) / contrast(1.45)) ** (1 / 3)
    assert limit(20e-9, 1.59, 1.45) == pytest.approx(expected, rel=5e-3)


def test_a_vesicle_must_be_larger_than_a_bead_and_the_emptier_the_larger():
    found = [limit(80e-9, 1.59, index) for index in (1.40, 1.43, 1.48)]
    assert found == sorted(found, reverse=True)
    assert found[-1] > 80e-9


def test_a_membrane_lowers_the_limit_of_a_vesicle():
    threshold = float(scattered(60e-9, light=LIGHT, index=1.59))
    bare = smallest_seen(threshold, lambda d: scattered(d, light=LIGHT, index=1.37))
    coated = smallest_seen(threshold, lambda d: scattered(d, light=LIGHT, index=1.37, shell=5e-9, shell_index=1.48))
    assert coated < bare


@pytest.mark.parametrize("threshold", [1e-40, 1.0, -1.0, np.nan])
def test_a_threshold_that_nothing_reaches_is_refused(threshold):
    with pytest.raises(SettingError):
        smallest_seen(threshold, lambda d: scattered(d, light=LIGHT, index=1.4))
