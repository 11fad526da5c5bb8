"""Centrifugal forces as people state them: ``100000 x g (r_av)``, and the speed that a rotor needs for one."""

from __future__ import annotations

import math
import re

from exoforge.base.errors import SettingError
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.laws.rotors import Rotor, mean_radius, rpm_of
from exoforge.laws.sedimentation import rcf_to_angular_velocity

_FORCE = re.compile(r"\s*(?P<number>[\d.,\s]*\d(?:\.?[eE][+]?\d+)?)\s*[x×*]?\s*g\s*(?:\(|@|at\b)?\s*\(?\s*(?P<radius>r?[_ -]?[a-z]*)\s*\)?\s*", re.IGNORECASE)
_NAMES = {"min": "r_min", "max": "r_max", "av": "r_av", "ave": "r_av", "avg": "r_av", "average": "r_av", "mean": "r_av"}


def read_force(text: str) -> tuple[float, str | None]:
    """A relative centrifugal force and the radius that it names: ``100000g@rav``, ``100,000 x g (r_max)``, ``1e5 x g``.

    A comma followed by three digits parts thousands here, because no force is stated to a thousandth of g.

    Returns
    -------
    acceleration : [m/s2]. radius : ``r_min``, ``r_av``, ``r_max``, or None where none is named.

    Raises
    ------
    SettingError
        The text is no force, or the radius is none of the three.
    """
    found = _FORCE.fullmatch(text)
    if found is None:
        raise SettingError(f"'{text}' is no centrifugal force; write it like '100000 x g (r_av)' or '100000g@rmax'.")
    written = re.sub(r"(?<=\d)[,\s](?=\d{3}(?:\D|$))", "", found["number"].strip())
    try:
        number = float(written)
    except ValueError:
        raise SettingError(f"'{text}' is no centrifugal force; write the number without signs, like '100000 x g (r_av)'.") from None
    word = re.sub(r"[^a-z]", "", found["radius"].casefold()).removeprefix("r")
    if word and word not in _NAMES:
        raise SettingError(f"'{text}' names the radius '{found['radius']}'; there are r_min, r_av (the mean of both) and r_max.")
    return number * STANDARD_GRAVITY, _NAMES[word] if word else None


def speed_of_force(rotor: Rotor, acceleration: float, radius: str | None) -> float:
    """The speed at which a named radius feels a force [rad/s].

    Raises
    ------
    SettingError
        No radius is named; the sentence lists what the force would mean at each.
    """
    radii = radii_of(rotor)
    if radius is None:
        meant = "; ".join(f"{name} ({length * 1e3:.1f} mm) {rpm_of(math.sqrt(acceleration / length)):.0f} rpm" for name, length in radii.items())
        force = f"{acceleration / STANDARD_GRAVITY:.6g}"
        raise SettingError(f"{force} x g does not say its radius, and in {rotor.label} it means: {meant}. Name it, like '{force}g@rav', or state the speed.")
    return float(rcf_to_angular_velocity(acceleration, radii[radius]))


def radii_of(rotor: Rotor) -> dict[str, float]:
    """The three radii at which a force may be stated [m]."""
    return {"r_min": rotor.r_min, "r_av": mean_radius(rotor), "r_max": rotor.r_max}
