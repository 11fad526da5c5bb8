"""How the kinds of a feed move in a tube with a gradient, and which share of each has come to lie above a place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.laws import gradient, media, osmosis
from exoforge.laws.constants import BOLTZMANN
from exoforge.laws.sedimentation import PROTEIN_COEFFICIENTS, coefficient_in_medium, diffusion_coefficient
from exoforge.stages.isolate.gradient_tube import Tube, zone_below
from exoforge.stages.isolate.size_exclusion import solute_diameters
from exoforge.streams.amounts import is_protein
from exoforge.streams.suspension import Species, Suspension

Array = NDArray[np.float64]
NODES = 5
"""Equally likely densities that stand for the vesicles of one size; a picture takes more."""
SPLIT = 3
"""Into how many a cell of the tube is divided where diffusion is computed; edges of zones are as sharp as these cells, a third of a millimetre."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Vesicles:
    """How vesicles differ from the hydrated shells of the feed.

    Parameters
    ----------
    shift : added to their density in PBS [kg/m3]. spread : standard deviation of the density within a size [kg/m3].
    non_osmotic : share of the lumen that gives up no water. nodes : how many densities stand for those of one size.
    """

    shift: float
    spread: float
    non_osmotic: float
    nodes: int = NODES


@dataclass(frozen=True, kw_only=True, slots=True)
class Movers:
    """Everything that moves, one row for each size and density that moves by itself.

    Parameters
    ----------
    coefficient : (n_row, n_face) [s]. diameter : (n_row,) hydrodynamic [m].
    places : for each species the rows of its sizes (n_node, n_size), -1 where the feed has none.
    dissolved : (n_solute,) rows of the solutes, in the order of the feed.
    """

    coefficient: Array
    diameter: Array
    places: tuple[NDArray[np.intp], ...]
    dissolved: NDArray[np.intp]


def movers_of(feed: Suspension, tube: Tube, vesicles: Vesicles, protein_coefficient: float) -> Movers:
    """The rows of a feed. Species that move alike share rows, and sizes that the feed does not have get none.

    Parameters
    ----------
    protein_coefficient : ``s20,w`` of a dissolved protein that is not listed by name [s]; what is no protein does not sediment.
    """
    present: dict[tuple[bool, bytes], NDArray[np.bool_]] = {}
    for one, number in zip(feed.species, feed.number, strict=True):
        key = _key(one, tube)
        present[key] = present.get(key, np.zeros(number.size, dtype=bool)) | (number > 0)
    rows: list[Array] = []
    sizes: list[Array] = []
    places: dict[tuple[bool, bytes], NDArray[np.intp]] = {}
    used = 0
    for one in feed.species:
        key = _key(one, tube)
        if key in places:
            continue
        chosen = np.flatnonzero(present[key])
        diameter = feed.grid.diameter[chosen]
        found = _coefficients(one, one.density[chosen], diameter, tube, vesicles)
        place = np.full((len(found), feed.grid.diameter.size), -1, dtype=np.intp)
        place[:, chosen] = used + np.arange(found.shape[0] * chosen.size).reshape(found.shape[0], chosen.size)
        places[key] = place
        used += found.shape[0] * chosen.size
        rows.append(found.reshape(-1, tube.faces.size))
        sizes.append(np.tile(diameter, found.shape[0]))
    names = list(feed.solutes)
    if names:
        standard = [PROTEIN_COEFFICIENTS.get(name, protein_coefficient if is_protein(name) else 0.0) for name in names]
        rows.append(coefficient_in_medium(np.array(standard)[:, None], medium_density=tube.density, viscosity=tube.viscosity))
        sizes.append(solute_diameters(names))
    return Movers(
        coefficient=np.concatenate([np.zeros((0, tube.faces.size)), *rows]),
        diameter=np.concatenate([np.zeros(0), *sizes]),
        places=tuple(places[_key(one, tube)] for one in feed.species),
        dissolved=used + np.arange(len(names)),
    )


def vesicle_coefficients(tube: Tube, diameter: Array, density: Array, vesicles: Vesicles, shifts: Sequence[float]) -> Array:
    """(n_shift, n_size, n_face) coefficients of vesicles that lose water where the medium draws it [s]; `density` and `shifts` in PBS [kg/m3]."""
    size, packed = osmosis.in_medium(
        diameter[:, None], (density + vesicles.shift)[:, None], medium=tube.plan.medium, share=tube.share, non_osmotic=vesicles.non_osmotic
    )
    drag = size**2 / (18.0 * tube.viscosity)
    middle = drag * (packed * media.cold_ratio(tube.plan.temperature) - tube.density)
    more = drag * (media.cold_ratio(tube.plan.temperature) * (diameter[:, None] / size) ** 3)
    return middle + np.asarray(shifts, dtype=np.float64)[:, None, None] * more


def density_shifts(spread: float, nodes: int = NODES) -> Array:
    """(n_node,) the middles of equally likely parts of a normal distribution [kg/m3]."""
    from scipy.special import ndtri

    return np.asarray(spread * ndtri((np.arange(nodes) + 0.5) / nodes))


def above(movers: Movers, tube: Tube, places: Array, duration: float) -> Array:
    """(n_row, n_place) share that lies above a place after a time, by characteristics; what has floated to the meniscus lies above all.

    A place is followed back to where its particles started, and the loaded zone is counted to there. Diffusion enters as the blur
    that the zone would have taken on in the time, with the mean mobility of the tube.
    """
    if movers.diameter.size == 0:
        return np.zeros((0, places.size))
    found = gradient.origins(places, faces=tube.faces, coefficient=movers.coefficient, angular_velocity=tube.plan.angular_velocity, duration=duration)
    thin = float(np.mean(1.0 / tube.viscosity))
    blur = np.sqrt(2.0 * BOLTZMANN * tube.plan.temperature / (3.0 * math.pi * movers.diameter) * thin * duration)
    return np.maximum.accumulate(zone_below(tube, found, blur[:, None]), axis=1)


def above_with_diffusion(movers: Movers, tube: Tube, places: Array, duration: float) -> Array:
    """As `above`, by the Lamm equation in a tube with parallel walls. What sinks at the bottom and lies in the last cell is below all places."""
    from exoforge.laws.lamm import transport

    if movers.diameter.size == 0:
        return np.zeros((0, places.size))
    faces, coefficient, viscosity = (_split(one) for one in (tube.faces, movers.coefficient, tube.viscosity))
    filled = np.diff(zone_below(tube, faces, np.zeros(1)))
    content = np.tile(filled, (movers.diameter.size, 1))
    push = tube.plan.angular_velocity**2 * faces
    spread = diffusion_coefficient(diameter=movers.diameter[:, None], temperature=tube.plan.temperature, viscosity=viscosity)
    moved = transport(content, faces=faces, velocity=coefficient * push, diffusion=spread, duration=duration, sector=False)
    summed = np.concatenate([np.zeros((len(moved), 1)), np.cumsum(moved, axis=1)], axis=1)
    whole = summed[:, -1:].copy()
    sinks = coefficient[:, -1] > 0
    summed[sinks, -1] = summed[sinks, -2]
    found = np.stack([np.interp(places, faces, one) for one in summed])
    return np.asarray(np.minimum(found / whole, 1.0))


def _split(values: Array) -> Array:
    """Values at the faces of a grid with `SPLIT` times as many cells, linear between."""
    way = np.arange(SPLIT) / SPLIT
    between = values[..., :-1, None] * (1.0 - way) + values[..., 1:, None] * way
    return np.concatenate([between.reshape(*values.shape[:-1], -1), values[..., -1:]], axis=-1)


def by_species(movers: Movers, shares: Array) -> Array:
    """(n_species, n_size, n_place) shares of rows as shares of the kinds of the feed, the densities of a size averaged; 1 where there are none."""
    padded = np.concatenate([shares, np.ones((1, shares.shape[1]))])
    return np.stack([padded[place].mean(axis=0) for place in movers.places])


def _key(one: Species, tube: Tube) -> tuple[bool, bytes]:
    """Species with the same key move alike."""
    return _shrinks(one, tube), one.density.tobytes()


def _shrinks(one: Species, tube: Tube) -> bool:
    """Whether a species is a vesicle whose density was stated in another medium than the gradient's."""
    return one.is_vesicle and one.density_medium != media.medium_of(tube.plan.medium).term


def _coefficients(one: Species, density: Array, diameter: Array, tube: Tube, vesicles: Vesicles) -> Array:
    """(n_node, n_size, n_face) coefficients of one species [s]."""
    shifts = density_shifts(vesicles.spread, vesicles.nodes) if one.is_vesicle and vesicles.spread > 0 else np.zeros(1)
    if _shrinks(one, tube):
        return vesicle_coefficients(tube, diameter, density, vesicles, shifts.tolist())
    excess = (density + shifts[:, None])[:, :, None] * media.cold_ratio(tube.plan.temperature) - tube.density
    return np.asarray(diameter[:, None] ** 2 * excess / (18.0 * tube.viscosity))
