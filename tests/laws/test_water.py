import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws import water


def test_water_is_densest_near_four_degrees():
    temperature = np.linspace(273.15, 283.15, 1001)
    assert temperature[np.argmax(water.density(temperature))] == pytest.approx(277.13, abs=0.05)


def test_density_agrees_with_the_tables():
    """Kell 1975: 999.972, 998.204, 997.045 and 993.33 kg/m3 at 4, 20, 25 and 37 degrees Celsius, known from every handbook."""
    assert water.density(np.array([277.15, 293.15, 298.15, 310.15])) == pytest.approx([999.972, 998.204, 997.045, 993.33], abs=0.01)


def test_viscosity_falls_with_temperature():
    assert np.all(np.diff(water.viscosity(np.linspace(273.15, 373.15, 101))) < 0)


@pytest.mark.parametrize("law", [water.viscosity, water.density])
@pytest.mark.parametrize("temperature", [20.0, 273.0, 380.0, float("nan")])
def test_a_temperature_that_is_no_liquid_water_is_refused(law, temperature):
    with pytest.raises(SettingError, match="temperature of water is"):
        law(np.array([293.15, temperature]))
