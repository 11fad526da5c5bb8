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
from exoforge.stages.isolate.solutes import solute_diameters
from exoforge.streams.amounts import is_protein
from exoforge.streams.suspension import Species, Suspension

Array = NDArray[np.float64]
NODES = 5
"""Equally likely densities that stand for the vesicles of one size, beside those that part at the edges asked for; a picture takes more."""
BESIDE = 0.05
"""How far beside the density that rests at an edge two more stand, in standard deviations: what rests there parts sharply."""
THIRDS = (-1.0 / 3.0, 0.0, 1.0 / 3.0)
"""Places within a bin of sizes, in its width, at which particles of one density are moved: a narrow class fills few bins."""
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
    places : for each species the rows of its sizes (n_node, n_size), -1 where the feed has none. weights : their shares of a size, of the same shape.
    dissolved : (n_solute,) rows of the solutes, in the order of the feed.
    """

    coefficient: Array
    diameter: Array
    places: tuple[NDArray[np.intp], ...]
    weights: tuple[Array, ...]
    dissolved: NDArray[np.intp]


def movers_of(feed: Suspension, tube: Tube, vesicles: Vesicles, protein_coefficient: float, edges: Sequence[float] = ()) -> Movers:
    """The rows of a feed. Species that move alike share rows, and sizes that the feed does not have get none.

    Parameters
    ----------
    protein_coefficient : ``s20,w`` of a dissolved protein that is not listed by name [s]; what is no protein does not sediment.
    edges : radii at which shares will be asked for [m]; densities that rest just above and below them are moved as well.
    """
    present: dict[tuple[bool, bytes], NDArray[np.bool_]] = {}
    for one, number in zip(feed.species, feed.number, strict=True):
        key = _key(one, tube)
        present[key] = present.get(key, np.zeros(number.size, dtype=bool)) | (number > 0)
    rows: list[Array] = []
    sizes: list[Array] = []
    found: dict[tuple[bool, bytes], tuple[NDArray[np.intp], Array]] = {}
    used = 0
    for one in feed.species:
        key = _key(one, tube)
        if key in found:
            continue
        chosen = np.flatnonzero(present[key])
        coefficient, diameter, weight = _moving(one, feed, chosen, tube, vesicles, edges)
        count = len(coefficient)
        place = np.full((count, feed.grid.diameter.size), -1, dtype=np.intp)
        place[:, chosen] = used + np.arange(count * chosen.size).reshape(count, chosen.size)
        weights = np.full(place.shape, 1.0 / count)
        weights[:, chosen] = weight
        found[key] = place, weights
        used += count * chosen.size
        rows.append(coefficient.reshape(-1, tube.faces.size))
        sizes.append(diameter.ravel())
    names = list(feed.solutes)
    if names:
        standard = [PROTEIN_COEFFICIENTS.get(name, protein_coefficient if is_protein(name) else 0.0) for name in names]
        rows.append(coefficient_in_medium(np.array(standard)[:, None], medium_density=tube.density, viscosity=tube.viscosity))
        sizes.append(solute_diameters(names))
    return Movers(
        coefficient=np.concatenate([np.zeros((0, tube.faces.size)), *rows]),
        diameter=np.concatenate([np.zeros(0), *sizes]),
        places=tuple(found[_key(one, tube)][0] for one in feed.species),
        weights=tuple(found[_key(one, tube)][1] if one.is_vesicle else _within_bins(number) for one, number in zip(feed.species, feed.number, strict=True)),
        dissolved=used + np.arange(len(names)),
    )


def vesicle_coefficients(tube: Tube, diameter: Array, density: Array, vesicles: Vesicles) -> tuple[Array, Array]:
    """Coefficients of vesicles that lose water where the medium draws it, and how much each kg/m3 of density in PBS adds.

    Parameters
    ----------
    diameter, density : (n_size,) in PBS [m], [kg/m3].

    Returns
    -------
    middle, more : (n_size, n_face) [s], [s m3/kg]
    """
    size, packed = osmosis.in_medium(
        diameter[:, None], (density + vesicles.shift)[:, None], medium=tube.plan.medium, share=tube.share, non_osmotic=vesicles.non_osmotic
    )
    drag = size**2 / (18.0 * tube.viscosity)
    cold = media.cold_ratio(tube.plan.temperature)
    return drag * (packed * cold - tube.density), drag * (cold * (diameter[:, None] / size) ** 3)


def density_shifts(spread: float, nodes: int) -> Array:
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
    """(n_species, n_size, n_place) shares of rows as shares of the kinds of the feed, the densities of a size weighted; 1 where there are none."""
    padded = np.concatenate([shares, np.ones((1, shares.shape[1]))])
    return np.stack([np.einsum("ns,nsp->sp", weight, padded[place]) for place, weight in zip(movers.places, movers.weights, strict=True)])


def _key(one: Species, tube: Tube) -> tuple[bool, bytes]:
    """Species with the same key move alike."""
    return _shrinks(one, tube), one.density.tobytes()


def _shrinks(one: Species, tube: Tube) -> bool:
    """Whether a species is a vesicle whose density was stated in another medium than the gradient's."""
    return one.is_vesicle and one.density_medium != media.medium_of(tube.plan.medium).term


def _moving(one: Species, feed: Suspension, chosen: NDArray[np.intp], tube: Tube, vesicles: Vesicles, edges: Sequence[float]) -> tuple[Array, Array, Array]:
    """Coefficients (n_node, n_size, n_face) [s], diameters (n_node, n_size) [m] and weights (n_node, n_size) of one species."""
    diameter, density = feed.grid.diameter[chosen], one.density[chosen]
    if one.is_vesicle:
        if _shrinks(one, tube):
            middle, more = vesicle_coefficients(tube, diameter, density, vesicles)
        else:
            middle, more = _rigid(diameter, density, tube)
        shifts, weights = _shifts(middle, more, tube, vesicles, edges)
        return middle + shifts[:, :, None] * more, np.broadcast_to(diameter, shifts.shape), weights
    ratio = feed.grid.edges[chosen + 1] / feed.grid.edges[chosen]
    within = diameter * ratio ** np.array(THIRDS)[:, None]
    dense = np.interp(np.log(within), np.log(feed.grid.diameter), one.density)
    middle, _ = _rigid(within, dense, tube)
    return middle, within, np.full(within.shape, 1.0 / len(THIRDS))


def _within_bins(number: Array) -> Array:
    """(n_third, n_size) shares of the thirds of each bin, falling as steeply within it as from one neighbour to the other."""
    padded = np.concatenate([[0.0], number, [0.0]])
    down, up = number - padded[:-2], padded[2:] - number
    slope = np.where(down * up > 0, np.sign(down) * np.minimum(np.abs(down + up) / 2.0, 2.0 * np.minimum(np.abs(down), np.abs(up))), 0.0)
    steepness = np.clip(np.divide(slope, number, out=np.zeros_like(number), where=number > 0), -2.0, 2.0)
    return np.asarray((1.0 + np.array(THIRDS)[:, None] * steepness) / len(THIRDS))


def _rigid(diameter: Array, density: Array, tube: Tube) -> tuple[Array, Array]:
    """As `vesicle_coefficients`, of particles that no medium shrinks; `diameter` and `density` of any shape, the faces behind."""
    drag = diameter[..., None] ** 2 / (18.0 * tube.viscosity)
    cold = media.cold_ratio(tube.plan.temperature)
    return drag * (density[..., None] * cold - tube.density), drag * cold


def _shifts(middle: Array, more: Array, tube: Tube, vesicles: Vesicles, edges: Sequence[float]) -> tuple[Array, Array]:
    """Densities that stand for the vesicles of each size, and their weights, (n_node, n_size) each [kg/m3], [1].

    Beside equally likely ones stand two for every edge, just lighter and just denser than what rests there, so that the share
    beyond an edge does not hang on where the others happen to lie. The weights are those of the trapezoidal rule.
    """
    from scipy.special import ndtr

    spread, count = vesicles.spread, len(middle)
    if spread <= 0:
        return np.zeros((1, count)), np.ones((1, count))
    regular = np.repeat(density_shifts(spread, vesicles.nodes)[:, None], count, axis=1)
    place = np.interp(edges, tube.faces, np.arange(tube.faces.size))
    left = np.minimum(place.astype(np.intp), tube.faces.size - 2)
    way = place - left
    resting = -((1.0 - way) * middle[:, left] + way * middle[:, left + 1]) / ((1.0 - way) * more[:, left] + way * more[:, left + 1])
    beside = [np.clip(resting.T + sign * BESIDE * spread, -4.0 * spread, 4.0 * spread) for sign in (-1.0, 1.0)]
    shifts = np.sort(np.concatenate([regular, *beside]), axis=0)
    below = ndtr(shifts / spread)
    between = np.diff(below, axis=0) / 2.0
    weights = np.concatenate([below[:1], between]) + np.concatenate([between, 1.0 - below[-1:]])
    return shifts, weights
