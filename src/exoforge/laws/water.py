"""Water, the medium of nearly everything: its viscosity and density at one atmosphere."""

from __future__ import annotations

from numpy.typing import ArrayLike

from exoforge.laws.constants import FREEZING
from exoforge.laws.domain import Array, within

BOILING = 373.15
"""[K] at one atmosphere."""


def viscosity(temperature: ArrayLike) -> Array:
    """Dynamic viscosity of liquid water.

    ``eta = 1e-6 (280.68 x^-1.9 + 511.45 x^-7.7 + 61.131 x^-19.6 + 0.45903 x^-40)`` Pa s, ``x = T / 300 K``.

    Parameters
    ----------
    temperature : [K], 273.15 to 373.15.

    Returns
    -------
    viscosity : [Pa s]

    Raises
    ------
    SettingError
        The temperature is outside liquid water at one atmosphere.

    Assumes
    -------
    Pure water at one atmosphere. Buffers are a few percent more viscous; serum and sugars much more.

    References
    ----------
    philo2023, ultrascan3
    """
    x = within("temperature of water", temperature, FREEZING, BOILING, "K") / 300.0
    return 1e-6 * (280.68 * x**-1.9 + 511.45 * x**-7.7 + 61.131 * x**-19.6 + 0.45903 * x**-40.0)


def density(temperature: ArrayLike) -> Array:
    """Density of liquid water.

    ``rho = (c0 + c1 t + c2 t^2 + c3 t^3 + c4 t^4 + c5 t^5) / (1 + b t)``, `t` in degrees Celsius.

    Parameters
    ----------
    temperature : [K], 273.15 to 373.15.

    Returns
    -------
    density : [kg/m3]

    Raises
    ------
    SettingError
        The temperature is outside liquid water at one atmosphere.

    Assumes
    -------
    Pure, air-free water at one atmosphere.

    References
    ----------
    kell1975, ultrascan3
    """
    t = within("temperature of water", temperature, FREEZING, BOILING, "K") - FREEZING
    above = 999.83952 + t * (16.945176 + t * (-7.9870401e-3 + t * (-46.170461e-6 + t * (105.56302e-9 - 280.54253e-12 * t))))
    return above / (1.0 + 16.879850e-3 * t)
