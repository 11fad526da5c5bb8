"""What one density gradient does to a sample: bands over time, fractions, how near each size is to its resting place, and how much diffusion changes."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from exoforge.design.isolation.feed import Feed
from exoforge.design.isolation.gradient_result import Band, Choice, FractionRow, GradientRun, RestRow
from exoforge.laws import gradient, osmosis
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged
from exoforge.stages.isolate.centrifugation import Centrifugation
from exoforge.stages.isolate.density_gradient import DensityGradient
from exoforge.stages.isolate.gradient_motion import Movers, above, above_with_diffusion, by_species, movers_of, vesicle_coefficients
from exoforge.stages.isolate.gradient_tube import Tube
from exoforge.streams.amounts import carried_protein, is_product, is_protein, total_protein, vesicle_number
from exoforge.streams.suspension import SizeGrid, Suspension

Array = NDArray[np.float64]
COURSE = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Shares of the run at which the bands are looked at."""
SIZES = tuple(size * 1e-9 for size in (30, 50, 70, 100, 150, 200, 300))
"""[m] Vesicles whose resting place is told."""
MIDDLE = (0.16, 0.5, 0.84)
FINER, FINER_NODES = 3, 25
"""Parts of a size bin, and densities of a size, for the bands that are drawn; fractions and yields keep those of the operation."""
PELLETED = {"acceleration": "100000 x g (r_av)", "duration": "70 min", "rotor": "Type 45 Ti", "keep": "pellet", "resuspension_volume": "1 mL"}
"""The spin that makes a sample of a conditioned medium; a choice within the 60 to 120 min of nikfarjam2020."""


def pelleted_sample(feed: Feed) -> Feed:
    """What a pelleting makes of a conditioned medium, taken up in 1 mL of PBS: the sample that is customarily loaded."""
    settings = {name: leaf_from_plain(text, "planned") for name, text in PELLETED.items()}
    spin = Centrifugation.from_step(Step(stage="isolate", kind="centrifugation", settings=settings)).operation
    pellet = spin.separate(feed.suspension).product
    said = f"the pellet of {feed.said}, after 70 min at 100 000 x g, in 1 mL of PBS and what stayed of the medium ({pellet.volume * 1e6:.3g} mL in all)"
    return dataclasses.replace(feed, suspension=pellet, said=said)


def gradient_run(hinged: Hinged, sample: Feed) -> GradientRun:
    """Work a gradient out.

    Parameters
    ----------
    hinged : the operation, with what was assumed of it. sample : what is loaded, divided among the tubes.

    Raises
    ------
    SettingError
        The sample has no room in the tubes, or the operation refuses.
    """
    operation: DensityGradient = hinged.operation
    feed = sample.suspension
    tubes, tube = operation.filled(feed)
    edges = operation.edges(tube)
    movers = movers_of(feed, tube, operation.vesicles, operation.protein_coefficient, edges.tolist())
    law = LAWS[operation.transport]
    times = [share * operation.duration for share in COURSE]
    course = tuple(_bands(feed, tube, _by_kind(feed, movers, law(movers, tube, tube.faces, time)), time) for time in times)
    by_law = {name: _from_top(law(movers, tube, edges, operation.duration)) for name, law in LAWS.items()}
    kinds = {name: _by_kind(feed, movers, one) for name, one in by_law.items()}
    first, last = operation.pooled(tube)
    rows = _fractions(tube, edges, tubes, feed, movers, by_law[operation.transport], (first, last))
    apart = np.abs(np.diff(kinds["characteristics"], axis=1) - np.diff(kinds["diffusion"], axis=1)).max(axis=1)
    return GradientRun(
        operation=operation,
        tube=tube,
        tubes=tubes,
        sample=sample,
        bands=course[-1],
        course=course,
        profiles=_profiles(operation, feed, tube),
        fractions=rows,
        rests=_rests(operation, tube, feed),
        pooled=_choice(feed, rows, first, last),
        best=_best(feed, rows),
        differences=dict(zip(_kinds(feed), apart.tolist(), strict=True)),
        pooled_by={name: _own_share(feed, movers, one, first, last) for name, one in by_law.items()},
        figures=operation.separate(feed).figures,
        assumed=hinged.assumed,
        notices=hinged.notices,
    )


LAWS: Mapping[str, Callable[[Movers, Tube, Array, float], Array]] = {"characteristics": above, "diffusion": above_with_diffusion}
"""The two ways to compute the motion."""


def _profiles(operation: DensityGradient, feed: Suspension, tube: Tube) -> Array:
    """(n_kind, n_cell) share of each kind in each cell at the end."""
    fine, vesicles = finer(feed), dataclasses.replace(operation.vesicles, nodes=FINER_NODES)
    movers = movers_of(fine, tube, vesicles, operation.protein_coefficient)
    shares = LAWS[operation.transport](movers, tube, tube.faces, operation.duration)
    return np.diff(_by_kind(fine, movers, shares), axis=1)


def finer(feed: Suspension) -> Suspension:
    """The same sample on `FINER` times as many sizes, each bin filled evenly, so that bands are smooth where sizes move far apart."""
    coarse = np.log(feed.grid.edges)
    edges = np.interp(np.arange(FINER * (coarse.size - 1) + 1) / FINER, np.arange(coarse.size), coarse)
    grid = SizeGrid(edges=np.exp(edges))
    at, before = np.log(grid.diameter), np.log(feed.grid.diameter)
    species = tuple(dataclasses.replace(one, density=np.interp(at, before, one.density), protein=np.interp(at, before, one.protein)) for one in feed.species)
    return dataclasses.replace(feed, grid=grid, species=species, number=np.repeat(feed.number, FINER, axis=1) / FINER)


def _kinds(feed: Suspension) -> list[str]:
    return [*(one.name for one in feed.species), *feed.solutes]


def _by_kind(feed: Suspension, movers: Movers, shares: Array) -> Array:
    """(n_kind, n_place) share of each species, all sizes together, and of each solute, above each place."""
    whole = feed.number.sum(axis=1)
    weights = feed.number / np.where(whole > 0, whole, 1.0)[:, None]
    return np.concatenate([np.einsum("ks,ksp->kp", weights, by_species(movers, shares)), shares[movers.dissolved]])


def _from_top(shares: Array) -> Array:
    """Shares at the edges of the fractions; what floats at the meniscus is in the first."""
    return np.concatenate([np.zeros((len(shares), 1)), shares[:, 1:]], axis=1)


def _bands(feed: Suspension, tube: Tube, summed: Array, time: float) -> tuple[Band, ...]:
    """The bands of all kinds that the sample has, from their shares above the faces."""
    vesicle = {one.name: one.is_vesicle for one in feed.species}
    return tuple(_band(name, vesicle.get(name, False), tube, one, time) for name, one in zip(_kinds(feed), summed, strict=True))


def _band(name: str, is_vesicle: bool, tube: Tube, summed: Array, time: float) -> Band:
    floated, pelleted = float(summed[0]), float(1.0 - summed[-1])
    liquid = float(summed[-1] - summed[0])
    at_end = tube.plan.r_max if pelleted > floated else tube.plan.r_min
    low, middle, high = (float(np.interp(floated + share * liquid, summed, tube.faces)) if liquid > 1e-9 else at_end for share in MIDDLE)
    return Band(
        name=name,
        is_vesicle=is_vesicle,
        time=time,
        radius=middle,
        low=low,
        high=high,
        depth=(middle - tube.plan.r_min) * tube.area,
        density=float(np.interp(middle, tube.faces, tube.bench_density)),
        liquid=liquid,
        floated=floated,
        pelleted=pelleted,
    )


def _fractions(tube: Tube, edges: Array, tubes: float, feed: Suspension, movers: Movers, shares: Array, pooled: tuple[int, int]) -> tuple[FractionRow, ...]:
    """The fractions from the top, with what is in them."""
    depth = (edges - tube.plan.r_min) * tube.area
    density = np.interp(edges, tube.faces, tube.bench_density)
    kinds = np.diff(_by_kind(feed, movers, shares), axis=1)
    sizes = np.diff(by_species(movers, shares), axis=2)
    own = np.array([is_product(one) for one in feed.species])
    protein = np.array([one.protein for one in feed.species])
    dissolved = np.array([mass if is_protein(name) else 0.0 for name, mass in feed.solutes.items()])
    vesicles = np.einsum("ks,ksp->p", feed.number * own[:, None], sizes)
    carried = np.einsum("ks,ksp->p", feed.number * protein, sizes) + dissolved @ np.diff(shares[movers.dissolved], axis=1)
    return tuple(
        FractionRow(
            number=place + 1,
            first=float(depth[place]),
            last=float(depth[place + 1]),
            light=float(density[place]),
            dense=float(density[place + 1]),
            shares=dict(zip(_kinds(feed), kinds[:, place].tolist(), strict=True)),
            vesicles=float(vesicles[place]),
            protein=float(carried[place]),
            is_pooled=pooled[0] <= place < pooled[1],
        )
        for place in range(edges.size - 1)
    )


def _own_share(feed: Suspension, movers: Movers, shares: Array, first: int, last: int) -> float:
    """Share of the vesicles of the cells between two edges."""
    own = np.array([is_product(one) for one in feed.species])[:, None] * feed.number
    sizes = by_species(movers, shares)
    return float((own * (sizes[:, :, last] - sizes[:, :, first])).sum() / own.sum()) if own.sum() > 0 else 0.0


def _choice(feed: Suspension, rows: Sequence[FractionRow], first: int, last: int) -> Choice:
    """What a run of fractions holds."""
    per_vesicle = vesicle_protein(feed)
    inside = rows[first:last]
    vesicles, protein = sum(one.vesicles for one in inside), sum(one.protein for one in inside)
    whole, all_protein = vesicle_number(feed), total_protein(feed)
    other = all_protein - whole * per_vesicle
    return Choice(
        first=first + 1,
        last=last,
        vesicles=vesicles / whole if whole > 0 else 0.0,
        other_protein=min(max(protein - vesicles * per_vesicle, 0.0) / other, 1.0) if other > 0 else 0.0,
    )


def vesicle_protein(feed: Suspension) -> float:
    """Protein of a mean vesicle of the cells [kg protein]."""
    number = vesicle_number(feed)
    own = np.array([is_product(one) for one in feed.species])[:, None]
    return carried_protein(feed, feed.number * own) / number if number > 0 else 0.0


def _best(feed: Suspension, rows: Sequence[FractionRow]) -> Choice:
    """The run of fractions whose share of the vesicles exceeds its share of the other protein most."""
    found = [_choice(feed, rows, first, last) for first in range(len(rows)) for last in range(first + 1, len(rows) + 1)]
    return max(found, key=lambda one: (round(one.vesicles - one.other_protein, 6), one.first - one.last))


def _rests(operation: DensityGradient, tube: Tube, feed: Suspension) -> tuple[RestRow, ...]:
    """Vesicles of some sizes; none where the sample has no vesicles."""
    kind = next((one for one in feed.species if one.is_vesicle), None)
    if kind is None:
        return ()
    diameter = np.array(SIZES)
    density = np.interp(np.log(diameter), np.log(feed.grid.diameter), kind.density)
    coefficient, _ = vesicle_coefficients(tube, diameter, density, operation.vesicles)
    places = gradient.bands(tube.faces, coefficient)
    ways = operation.ways(feed, tube, SIZES)
    return tuple(
        _rest(operation, tube, float(size), float(packed), float(place), ways[float(size)])
        for size, packed, place in zip(diameter, density, places, strict=True)
    )


def _rest(operation: DensityGradient, tube: Tube, size: float, packed: float, place: float, way: float) -> RestRow:
    """One size; the density gradient that holds it is that of the liquid less that of the vesicle, which changes with the liquid."""
    density = packed + operation.density_shift
    if math.isnan(place):
        return RestRow(diameter=size, density=density, rest=None, diameter_there=None, relaxation=None, way=way, width=None, diffusive=None)
    # A window of a few cells around the band, within the tube.
    reach = 2.0 * float(tube.faces[1] - tube.faces[0])
    ends = np.clip(np.array([place - reach, place, place + reach]), tube.plan.r_min, tube.plan.r_max)
    share = np.interp(ends, tube.faces, tube.share)
    there, own = osmosis.in_medium(size, density, medium=operation.medium, share=share, non_osmotic=operation.non_osmotic)
    liquid = np.interp(ends, tube.faces, tube.bench_density)
    steepness = float(((liquid - own)[2] - (liquid - own)[0]) / (ends[2] - ends[0]))
    viscosity = float(np.interp(place, tube.faces, tube.viscosity))
    held = {"diameter": float(there[1]), "density_gradient": steepness, "radius": place, "angular_velocity": operation.angular_velocity}
    return RestRow(
        diameter=size,
        density=density,
        rest=float(liquid[1]),
        diameter_there=float(there[1]),
        relaxation=1.0 / float(gradient.relaxation_rate(**held, viscosity=viscosity)),
        way=way,
        width=operation.density_spread * (size / float(there[1])) ** 3 / steepness,
        diffusive=float(gradient.band_width(**held, temperature=operation.temperature)),
    )
