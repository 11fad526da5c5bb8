"""What storage takes: first-order loss, temperature, freezing and thawing, and the wall of the tube."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.constants import FREEZING, GAS
from exoforge.laws.domain import Array, fraction, not_negative, positive
from exoforge.laws.release import cylinder, slab


def first_order_remaining(time: ArrayLike, *, rate: ArrayLike) -> Array:
    """Share left after first-order loss: ``exp(-k t)``, `time` [s] and `rate` [1/s] both 0 or above.

    Raises
    ------
    SettingError
        An argument is negative or not finite.
    """
    return np.exp(-not_negative("loss rate", rate, "1/s") * not_negative("time", time, "s"))


def arrhenius_rate(*, rate: ArrayLike, reference_temperature: ArrayLike, temperature: ArrayLike, activation_energy: ArrayLike) -> Array:
    """A loss rate at another temperature of the same liquid: ``k = k_ref exp((Ea / R) (1/T_ref - 1/T))``.

    Parameters
    ----------
    rate : at the reference temperature [1/s]. reference_temperature, temperature : [K], both at or above 273.15.
    activation_energy : [J/mol], 0 or above.

    Returns
    -------
    rate : [1/s]

    Raises
    ------
    SettingError
        A temperature is below freezing, or another argument is negative.

    Assumes
    -------
    One mechanism throughout. Freezing changes it (ice, glass, concentrated salt), so no rate is carried across 0 degrees Celsius.
    """
    known, wanted = positive("reference temperature", reference_temperature, "K"), positive("temperature", temperature, "K")
    coldest = float(min(np.min(known), np.min(wanted)))
    if coldest < FREEZING:
        raise SettingError(
            f"The Arrhenius equation is asked for {coldest:g} K, below freezing (273.15 K); "
            "a frozen product decays by another mechanism: state a rate that was measured in the frozen state."
        )
    exponent = not_negative("activation energy", activation_energy, "J/mol") / GAS * (1.0 / known - 1.0 / wanted)
    return not_negative("loss rate", rate, "1/s") * np.exp(exponent)


def shelf_life(rate: ArrayLike, *, remaining: ArrayLike = 0.9) -> Array:
    """Time until a share is left under first-order loss: ``t = -ln(remaining) / k``; ``t90 = 0.10536 / k`` [s].

    Raises
    ------
    SettingError
        The rate or the share is not above 0, or the share is above 1.
    """
    left = fraction("share that remains", positive("share that remains", remaining))
    return -np.log(left) / positive("loss rate", rate, "1/s")


def freeze_thaw_remaining(*, loss: ArrayLike, cycles: ArrayLike) -> Array:
    """Share left after cycles of freezing and thawing that each take the same share: ``(1 - loss)^n``.

    Raises
    ------
    SettingError
        The loss is outside [0, 1], or the number of cycles is negative.
    """
    return (1.0 - fraction("loss per freeze-thaw cycle", loss)) ** not_negative("number of cycles", cycles)


def swept_depth(*, diffusion: ArrayLike, time: ArrayLike) -> Array:
    """Depth of liquid that a perfectly sticky flat wall has emptied by diffusion: ``2 sqrt(D t / pi)`` [m].

    Parameters
    ----------
    diffusion : [m2/s]. time : [s].

    Raises
    ------
    SettingError
        An argument is negative or not finite.

    References
    ----------
    crank1975, evtushenko2020
    """
    return 2.0 * np.sqrt(not_negative("diffusion coefficient", diffusion, "m2/s") * not_negative("time", time, "s") / np.pi)


def wall_adsorption(*, diffusion: ArrayLike, time: ArrayLike, area: ArrayLike, volume: ArrayLike) -> Array:
    """Share lost to a sticky wall while the emptied layer is thin: ``(A / V) 2 sqrt(D t / pi)``.

    Parameters
    ----------
    diffusion : [m2/s]. time : [s]. area : wetted [m2]. volume : of liquid [m3].

    Raises
    ------
    SettingError
        An argument is out of range, or the estimate exceeds 1: the layer is no longer thin; use `wall_adsorption_cylinder`.

    Assumes
    -------
    Every particle that meets the wall stays; the liquid is still; the wall does not fill up.

    References
    ----------
    evtushenko2020
    """
    lost = swept_depth(diffusion=diffusion, time=time) * positive("wetted area", area, "m2") / positive("volume", volume, "m3")
    if np.any(lost > 1.0):
        raise SettingError(f"The thin-layer estimate loses {np.max(lost):.3g} of the particles to the wall, more than all; use the cylinder of that radius.")
    return lost


def wall_adsorption_cylinder(*, diffusion: ArrayLike, time: ArrayLike, radius: ArrayLike) -> Array:
    """Share lost to the side wall of a cylindrical tube, at any time: ``1 - sum 4/j_n^2 exp(-j_n^2 D t / R^2)``.

    Parameters
    ----------
    diffusion : [m2/s]. time : [s]. radius : of the tube [m].

    Raises
    ------
    SettingError
        The radius is not above 0, or another argument is negative.

    Assumes
    -------
    As `wall_adsorption`; bottom and surface do not adsorb.
    """
    travelled = not_negative("diffusion coefficient", diffusion, "m2/s") * not_negative("time", time, "s")
    return cylinder(travelled / positive("radius of the tube", radius, "m") ** 2)


def wall_adsorption_tube(*, diffusion: ArrayLike, time: ArrayLike, radius: ArrayLike, height: ArrayLike) -> Array:
    """Share lost to the side wall and the flat bottom of a standing tube: ``1 - (1 - side) (1 - bottom)``, the product of their solutions.

    Side as `wall_adsorption_cylinder`; bottom a slab of the height of the liquid whose upper face, the surface, is sealed.

    Parameters
    ----------
    diffusion : [m2/s]. time : [s]. radius : of the tube [m]. height : of the liquid [m].

    Raises
    ------
    SettingError
        The radius or the height is not above 0, or another argument is negative.

    Assumes
    -------
    As `wall_adsorption`; a flat bottom, no settling, nothing held at the surface to air.

    References
    ----------
    crank1975
    """
    side = wall_adsorption_cylinder(diffusion=diffusion, time=time, radius=radius)
    travelled = not_negative("diffusion coefficient", diffusion, "m2/s") * not_negative("time", time, "s")
    bottom = slab(travelled / positive("height of the liquid", height, "m") ** 2)
    return 1.0 - (1.0 - side) * (1.0 - bottom)
