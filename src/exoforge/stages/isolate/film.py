"""The layer before a swept membrane: what piles up there, how much flux it allows, and what sieving it makes the bulk see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws import water
from exoforge.laws.film_course import CONCENTRATE, WASH, FilmCourse, film_course
from exoforge.laws.filtration import observed_sieving
from exoforge.laws.flux import gel_flux, mass_transfer_coefficient, shear_induced_diffusion, wall_ratio
from exoforge.laws.pores import membrane_sieving, pore_of_cutoff
from exoforge.laws.sedimentation import diffusion_coefficient
from exoforge.stages.isolate.retention import kept, nominal_diameter
from exoforge.stages.isolate.solutes import solute_diameters
from exoforge.streams.amounts import is_protein
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]

GEL = 0.6
"""[1] Volume share of particles and protein at which a layer no longer flows, near a random packing of spheres; recalled."""

PROTEIN_VOLUME = 2e-3
"""[m3/kg] Room that dissolved protein takes with its water, a choice: a gel of it then has 300 g/L, as is common (recalled)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """The film before one membrane for one feed, before any flux is chosen; sizes of the particles first, then the solutes.

    Parameters
    ----------
    names : of the solutes. bulk : (n,) volume shares in the feed. actual : (n,) permeate over wall concentration.
    transfer : (n,) mass transfer coefficients [m/s].
    """

    names: tuple[str, ...]
    bulk: Array
    actual: Array
    transfer: Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Film:
    """What the film makes of a wanted flux while a feed is concentrated and then washed.

    Parameters
    ----------
    flux : at the end of concentrating [m/s]: the wanted one, or the largest that the gel allows. limit : that largest one, infinite
        where no gel can form. limit_first : the same in the feed.
    particles : (n_size,) share that is held back. solutes : the same by name.
    wall : volume share at the wall at the end of concentrating. slowness : process time times area over feed volume [s/m].
    """

    flux: float
    limit: float
    limit_first: float
    particles: Array
    solutes: Mapping[str, float]
    wall: float
    slowness: float


def layer_of(feed: Suspension, *, cutoff: float, pore_gsd: float, shear_rate: float, length: float, temperature: float) -> Layer:
    """The film of a feed before a membrane of a nominal cut-off [kg], swept at a shear rate [1/s] over a length [m]."""
    names = tuple(feed.solutes)
    size = feed.grid.diameter
    diameter = np.concatenate([size, solute_diameters(names)])
    occupied = [mass * PROTEIN_VOLUME if is_protein(name) else 0.0 for name, mass in feed.solutes.items()]
    volume = np.concatenate([feed.number.sum(axis=0) * (np.pi / 6.0 * size**3), occupied])
    free = diffusion_coefficient(diameter=diameter, temperature=temperature, viscosity=water.viscosity(temperature))
    spread = free + shear_induced_diffusion(shear_rate=shear_rate, diameter=diameter)
    pore = pore_of_cutoff(nominal_diameter(cutoff), gsd=pore_gsd)
    return Layer(
        names=names,
        bulk=volume / feed.volume if feed.volume > 0 else np.zeros_like(volume),
        actual=membrane_sieving(diameter, pore=pore, gsd=pore_gsd),
        transfer=mass_transfer_coefficient(shear_rate=shear_rate, diffusion=spread, length=length),
    )


def film_of(layer: Layer, *, flux: float, factor: float, diavolumes: float, observed: Array | None = None) -> Film:
    """The film while a feed is concentrated by a factor and then washed, at a wanted flux [m/s].

    Where the gel allows the wanted flux to the end, sieving and flux are constant; else the process is followed step by step.

    Parameters
    ----------
    observed : (n,) sieving of the sizes and then the solutes that was observed and holds at every flux; None takes the film's.

    Raises
    ------
    SettingError
        The feed or the retentate would be a gel itself.
    """
    if layer.bulk.sum() >= GEL:
        raise SettingError(f"The feed holds {layer.bulk.sum():.3g} of its volume as particles and protein, and a gel holds {GEL:g}; it cannot be filtered.")
    seen = observed_sieving(actual_sieving=layer.actual, flux_ratio=flux / layer.transfer) if observed is None else observed
    thick = layer.bulk * factor ** (1.0 - seen)
    limit = gel_flux(thick, layer.actual, layer.transfer, GEL, guess=flux) if thick.sum() < GEL else 0.0
    first = gel_flux(layer.bulk, layer.actual, layer.transfer, GEL, guess=flux)
    if limit >= flux:
        left = kept(seen, factor=factor, diavolumes=diavolumes)
        wall = float(thick @ wall_ratio(actual_sieving=layer.actual, flux_ratio=np.minimum(flux / layer.transfer, 600.0)))
        used, slowness = flux, (1.0 - 1.0 / factor + diavolumes / factor) / flux
    else:
        course = course_of(layer, flux=flux, phases=((CONCENTRATE, factor), (WASH, diavolumes)), observed=observed)
        end, left, slowness = course.ends[0], np.exp(-course.passed[-1]), float(course.slowness[-1])
        wall, used, limit = float(course.wall[end]), float(course.flux[end]), float(course.limit[end])
    size = layer.bulk.size - len(layer.names)
    solutes = dict(zip(layer.names, left[size:].tolist(), strict=True))
    return Film(flux=used, limit=limit, limit_first=first, particles=left[:size], solutes=solutes, wall=wall, slowness=slowness)


def course_of(layer: Layer, *, flux: float, phases: tuple[tuple[str, float], ...], observed: Array | None = None) -> FilmCourse:
    """The same step by step; see `laws.film_course`."""
    return film_course(bulk=layer.bulk, actual_sieving=layer.actual, mass_transfer=layer.transfer, flux=flux, gel=GEL, phases=phases, observed=observed)
