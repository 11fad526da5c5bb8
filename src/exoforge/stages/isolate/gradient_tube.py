"""A tube with its gradient: what it holds at which radius, where the sample is loaded and how much of it there is room for."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws import media
from exoforge.laws.gradient_profile import layered, self_formed, slab_below

CELLS = 90
"""Of the grid of a tube; the coefficients are linear between its faces. A choice: with ten times as many no share changes by more than 0.003."""
TOP_ROOM = 0.10
"""Share of a tube that a sample on top may fill, a choice: a thin zone, so that what starts together arrives together."""
BOTTOM_ROOM = 0.25
"""Share of a tube that the loaded layer may fill beneath a linear gradient, a choice."""
SHAPES = ("steps", "linear", "self-forming")
LOADINGS = ("bottom", "top", "mixed")


@dataclass(frozen=True, kw_only=True, slots=True)
class TubePlan:
    """How one tube is filled and spun.

    Parameters
    ----------
    medium : key of `media.MEDIA`. shape : of `SHAPES`. layers : compositions from the light end to the dense end.
    loading : of `LOADINGS`. volume : of the full tube [m3]. sample : volume loaded in it [m3].
    r_min, r_max : meniscus and bottom [m]. angular_velocity : [rad/s]. temperature : [K].
    softening : time through which the edges of the layers diffuse [s].
    """

    medium: str
    shape: str
    layers: tuple[float, ...]
    loading: str
    volume: float
    sample: float
    r_min: float
    r_max: float
    angular_velocity: float
    temperature: float
    softening: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Tube:
    """A filled tube, even cells from the meniscus to the bottom.

    Parameters
    ----------
    plan : how it was filled. faces : (n_face,) radii [m].
    share : (n_face,) composition. bench_density : (n_face,) at 20 degrees, as fractions are read [kg/m3].
    density, viscosity : (n_face,) at the temperature of the run [kg/m3], [Pa s].
    start, end : of the loaded zone [m]. solute : (n_face,) mass of the gradient's own solute between the meniscus and here [kg].
    """

    plan: TubePlan
    faces: NDArray[np.float64]
    share: NDArray[np.float64]
    bench_density: NDArray[np.float64]
    density: NDArray[np.float64]
    viscosity: NDArray[np.float64]
    start: float
    end: float
    solute: NDArray[np.float64]

    @property
    def area(self) -> float:
        """Cross-section by volume and length [m2]."""
        return self.plan.volume / (self.plan.r_max - self.plan.r_min)


def room_of(*, medium: str, shape: str, layers: tuple[float, ...], loading: str, volume: float) -> float:
    """How much sample one tube takes [m3].

    At the bottom or mixed in, the sample dilutes the stock of the medium, so that of a layer of share `c` it can be ``1 - c / c_stock``;
    on top it is a thin zone.

    Raises
    ------
    SettingError
        The layer that takes the sample is as strong as the stock.
    """
    if loading == "top":
        return TOP_ROOM * volume
    stock = media.medium_of(medium).largest
    if loading == "bottom":
        strong, filled = layers[-1], volume / len(layers) if shape == "steps" else BOTTOM_ROOM * volume
    else:
        strong, filled = sum(layers) / len(layers), volume
    room = filled * (1.0 - strong / stock)
    if room <= 0.0:
        raise SettingError(
            f"A layer of {100.0 * strong:g} % {media.medium_of(medium).label} is the stock itself and takes no sample; "
            "make the layer that takes it weaker, or load on top."
        )
    return room


@lru_cache(maxsize=256)
def check_layers(*, medium: str, shape: str, layers: tuple[float, ...], loading: str, window: tuple[float, float]) -> None:
    """See that a gradient can be poured, stands still, and reaches the densities that are asked for.

    Parameters
    ----------
    window : densities between which fractions are pooled [kg/m3].

    Raises
    ------
    SettingError
        The layers do not become denser downward, the medium cannot form the gradient, a composition is outside its range, a linear gradient has
        one end only, or the window lies outside the gradient.
    """
    one = media.medium_of(medium)
    densities = media.density(medium, layers)
    if any(later <= earlier for earlier, later in itertools.pairwise(layers)):
        found = ", ".join(f"{100.0 * share:g}" for share in layers)
        raise SettingError(f"The layers are {found} % from the top down; each must be denser than the one above it, or they would turn over.")
    if shape == "self-forming" and medium != "caesium-chloride":
        raise SettingError(
            f"A gradient that forms itself is known for caesium chloride, not for {one.label}: no gradient constant of it was found. "
            "State 'steps' or 'linear' with the layers that it has at the end."
        )
    if shape == "linear" and len(layers) < 2:
        raise SettingError("A linear gradient needs a light and a dense end; state at least two layers, of which the first and the last are the ends.")
    light = float(media.density(medium, 0.0)) if loading == "top" else float(densities[0])
    if shape != "self-forming" and (window[1] < light or window[0] > densities[-1]):
        raise SettingError(
            f"Fractions of {window[0]:g} to {window[1]:g} kg/m3 are asked for, but {one.label} goes from {light:.0f} to {densities[-1]:.0f} kg/m3 "
            "in these layers at 20 degrees; move the window or change the layers."
        )


@lru_cache(maxsize=512)
def tube_of(plan: TubePlan) -> Tube:
    """The filled tube.

    Raises
    ------
    SettingError
        A composition is outside its range, or a gradient that forms itself leaves the densities for which it is known.
    """
    faces = np.linspace(plan.r_min, plan.r_max, CELLS + 1)
    length = plan.r_max - plan.r_min
    start, end = _zone(plan, length)
    share = _shares(plan, faces, start, end)
    bench = media.density(plan.medium, share)
    concentration = media.solute_concentration(plan.medium, share)
    cells = (concentration[1:] + concentration[:-1]) / 2.0 * plan.volume / CELLS
    arrays = {
        "faces": faces,
        "share": share,
        "bench_density": bench,
        "density": media.density(plan.medium, share, plan.temperature),
        "viscosity": media.viscosity(plan.medium, share, plan.temperature),
        "solute": np.concatenate([[0.0], np.cumsum(cells)]),
    }
    for one in arrays.values():
        one.setflags(write=False)
    return Tube(plan=plan, start=start, end=end, **arrays)


def _zone(plan: TubePlan, length: float) -> tuple[float, float]:
    """Where the sample is at the start [m]."""
    if plan.loading == "mixed":
        return plan.r_min, plan.r_max
    if plan.loading == "top":
        return plan.r_min, plan.r_min + length * plan.sample / plan.volume
    if plan.shape == "steps":
        return plan.r_max - length / len(plan.layers), plan.r_max
    strong = 1.0 - plan.layers[-1] / media.medium_of(plan.medium).largest
    return plan.r_max - length * plan.sample / strong / plan.volume, plan.r_max


def _shares(plan: TubePlan, faces: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    """Composition at the faces."""
    light, dense = plan.layers[0], plan.layers[-1]
    if plan.shape == "self-forming":
        mean = float(media.density(plan.medium, sum(plan.layers) / len(plan.layers)))
        formed = self_formed(faces, mean_density=mean, angular_velocity=plan.angular_velocity)
        return media.share_of_density(plan.medium, formed)
    top, bottom = (end, plan.r_max) if plan.loading == "top" else (plan.r_min, start if plan.loading == "bottom" else plan.r_max)
    if plan.shape == "linear":
        ramp = light + (dense - light) * np.clip((faces - top) / (bottom - top), 0.0, 1.0)
        return np.where(faces < top, 0.0, ramp)
    if plan.loading == "bottom":
        bottom = plan.r_max
    edges, shares = np.linspace(top, bottom, len(plan.layers) + 1), np.array(plan.layers)
    if plan.loading == "top":
        edges, shares = np.concatenate([[plan.r_min], edges]), np.concatenate([[0.0], shares])
    spread = media.solute_diffusion(plan.medium, float(shares.mean()), plan.temperature)
    return np.clip(layered(faces, edges=edges, shares=shares, blur=math.sqrt(2.0 * spread * plan.softening)), 0.0, media.medium_of(plan.medium).largest)


def zone_below(tube: Tube, place: NDArray[np.float64], blur: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the loaded zone, blurred by diffusion between the ends of the tube, that lies above a place (towards the meniscus)."""
    return slab_below(place, start=tube.start, end=tube.end, blur=blur, low=tube.plan.r_min, high=tube.plan.r_max)
