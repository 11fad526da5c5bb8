"""What each instrument can see: the smallest vesicle of an index, where a bead of known size and index is just seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.parameters import check_all, param
from exoforge.laws.detection import Light, scattered, smallest_seen
from exoforge.laws.domain import Array

CURVE_FROM, CURVE_TO, CURVE_POINTS = 1.345, 1.62, 56
"""[1] Indices over which the limit is drawn. A choice: from empty vesicles to polystyrene."""
PIXELS = 10.0
"""Pixels across a vesicle whose membrane can still be recognised in an electron micrograph. A choice."""

WAVES = "scatters as much as the bead, but its light rises and falls with size near here, so that larger ones may be darker"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bead:
    """A bead that an optical instrument just sees, and how the instrument looks.

    The medium and the angles are those of the instrument and not of the bead.
    """

    diameter: float = param("m", "diameter of the bead that is just seen (half of such beads are detected)", low=5e-9, high=5e-6)
    index: float = param(
        "1", "refractive index of the bead; polystyrene 1.59 to 1.61, silica 1.43 to 1.46, at visible wavelengths", low=1.0, high=4.0, usual=1.59
    )
    wavelength: float = param("m", "wavelength of the laser in vacuum", low=2e-7, high=2e-6, usual=488e-9)
    medium: float = param("1", "refractive index of the suspension", low=1.0, high=2.0, usual=1.335)
    low_angle: float = param(
        "rad",
        "smallest angle between beam and collected light: a lens of NA 0.4 in water at right angles takes 72 to 108 degrees",
        low=0.0,
        high=3.15,
        usual=1.2566,
    )
    high_angle: float = param("rad", "largest angle between beam and collected light", low=0.0, high=3.15, usual=1.885)

    def __post_init__(self) -> None:
        check_all(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Coat:
    """A vesicle as a lumen with a membrane: thickness [m] and index [1] of the membrane."""

    thickness: float
    index: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """The smallest particle that an instrument sees.

    Parameters
    ----------
    method : ``light scattering``, ``electron microscopy``, ``resistive pulses``. index : of the particle, None where it does not matter.
    diameter : [m]; None where nothing of this index is seen. said : by which rule, or why not.
    """

    method: str
    index: float | None
    diameter: float | None
    said: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Limits, and the curve of the optical one over the index.

    Parameters
    ----------
    threshold : [m2] the light of the bead. indices, diameters : (n,) the curve, without the indices at which nothing is seen.
    """

    bead: Bead
    coat: Coat | None
    threshold: float
    limits: tuple[Limit, ...]
    indices: Array
    diameters: Array


def limits_of(bead: Bead, indices: Sequence[float], *, coat: Coat | None = None, pixel: float | None = None, pore: float | None = None) -> Limits:
    """The smallest particle of each index that an instrument sees that just sees a bead.

    Parameters
    ----------
    indices : of the particles, or of their lumen where they have a coat. pixel : [m] of an electron micrograph.
    pore : [m] smallest diameter that a resistive-pulse sensor registers above its noise; it needs no index.

    Raises
    ------
    SettingError
        The bead scatters nothing, being of the medium's index; an index is no index.
    """
    light = Light(wavelength=bead.wavelength, medium_index=bead.medium, angles=(bead.low_angle, bead.high_angle))
    if bead.index == bead.medium:
        raise SettingError(f"The bead has the index of its medium, {bead.medium:g}, and scatters nothing; state another bead.")
    threshold = float(scattered(np.array([bead.diameter]), light=light, index=bead.index)[0])
    found = [_limit(threshold, light, index, coat, told=True) for index in indices]
    if pore is not None:
        found.append(Limit(method="resistive pulses", index=None, diameter=pore, said="as stated; the pulse follows the volume, whatever the index"))
    if pixel is not None:
        found.append(
            Limit(
                method="electron microscopy",
                index=None,
                diameter=PIXELS * pixel,
                said=f"{PIXELS:g} pixels of {pixel * 1e9:.3g} nm across, if it stays on the grid",
            )
        )
    curve = [(index, _limit(threshold, light, float(index), coat).diameter) for index in np.linspace(CURVE_FROM, CURVE_TO, CURVE_POINTS)]
    seen = np.array([(index, diameter) for index, diameter in curve if diameter is not None], dtype=np.float64).reshape(-1, 2)
    return Limits(bead=bead, coat=coat, threshold=threshold, limits=tuple(found), indices=seen[:, 0], diameters=seen[:, 1])


def _limit(threshold: float, light: Light, index: float, coat: Coat | None, *, told: bool = False) -> Limit:
    if not 1.0 <= index <= 4.0:
        raise SettingError(f"An index of {index:g} was asked for; it must lie between 1 and 4 (vesicles have 1.36 to 1.45, with a decimal point).")

    def brightness(diameter: Array) -> Array:
        if coat is None:
            return scattered(diameter, light=light, index=index)
        return scattered(diameter, light=light, index=index, shell=coat.thickness, shell_index=coat.index)

    try:
        diameter = smallest_seen(threshold, brightness)
    except SettingError as trouble:
        return Limit(method="light scattering", index=index, diameter=None, said=str(trouble))
    waves = told and bool(np.any(np.diff(brightness(np.geomspace(diameter / 10.0, diameter, 80))) <= 0))
    said = WAVES if waves else "scatters as much light into the lens as the bead"
    if coat is not None and diameter <= 2.0 * coat.thickness:
        said += "; the membrane fills a particle of this size, so that the index of the lumen says nothing"
    return Limit(method="light scattering", index=index, diameter=diameter, said=said)
