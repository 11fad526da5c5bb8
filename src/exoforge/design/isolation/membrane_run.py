"""One tangential flow filtration in full: what goes where, how pure and how much, how long, and when the washing is best begun."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.parameters import replaced
from exoforge.design.ensemble import check_members, member_values, uncertain_of
from exoforge.design.isolation.feed import Feed, check_vesicles
from exoforge.design.isolation.membrane_result import Array, Course, FluxRow, Kind, MembraneRun, Shear, Starts
from exoforge.design.plan import Plan, PlannedStep
from exoforge.design.result import Interval
from exoforge.design.summary import interval_over
from exoforge.laws import water
from exoforge.laws.concentrating import best_start, gel_optimum
from exoforge.laws.film_course import CONCENTRATE, WASH
from exoforge.laws.filtration import observed_sieving
from exoforge.laws.flux import LMH, fibre_pressure_drop, fibre_velocity, shear_tension, wall_ratio, wall_shear_stress
from exoforge.stages.contract import Split
from exoforge.stages.isolate.film import GEL, PROTEIN_VOLUME, Film, Layer, course_of, film_of, layer_of
from exoforge.stages.isolate.retention import factor_of
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration
from exoforge.streams.amounts import is_product, is_protein, mean_diameter, purity, vesicle_number
from exoforge.streams.suspension import Suspension

FLUXES = tuple(one * LMH for one in (2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 50.0))
"""[m/s] The fluxes of the table of sieving."""
POINTS = 41
"""Points of each half of the course, and of the curve of starts."""
PROTEIN = "dissolved protein"
"""All dissolved protein as one kind."""
LYSIS_TENSION = 5e-3
"""[N/m] at which a bilayer gives way; recalled (rawicz2000: some 3 to 10 mN/m)."""

PUBLISHED: tuple[tuple[str, float, int, str], ...] = (
    ("ultrafiltration and diafiltration of MSC vesicles over 500 kDa", 0.6088, 1, "oxford_ufdf"),
    ("one tangential flow filtration of leukaemia vesicles", 0.8997, 1, "pmc8699161"),
    ("two of them, one after the other", 0.6623, 2, "pmc8699161"),
)
"""What was recovered, the share, after how many runs, and where it was read."""

Figure = Callable[[Split], float]


def membrane_run(
    feed: Feed, planned: PlannedStep, *, fibre_diameter: float = 0.5e-3, notices: tuple[str, ...] = (), members: int = 300, seed: int = 0
) -> MembraneRun:
    """Run one tangential flow filtration with the uncertainty of its own settings; the feed is the central one.

    Parameters
    ----------
    planned : the step with its operation and spreads; its area must be stated, for the time.
    fibre_diameter : inner diameter of a fibre [m], for the velocity and the pressure along it.

    Raises
    ------
    SettingError
        The feed holds no vesicles, the area is not stated, the number of members is out of range, or the membrane cannot do what is asked.
    """
    operation, suspension = planned.operation, feed.suspension
    if not isinstance(operation, TangentialFlowFiltration) or operation.area <= 0:
        raise SettingError("A process time needs a tangential flow filtration with its membrane area; state the area, such as '100 cm2'.")
    check_members(members)
    check_vesicles(suspension)
    factor = factor_of(suspension, factor=operation.concentration_factor, last=operation.final_volume, owner="TangentialFlowFiltration")
    central = operation.separate(suspension)
    drawn = _members(planned, suspension, members, seed)

    def over(figure: Figure) -> Interval:
        return interval_over(figure(central), [figure(one) for one in drawn])

    layer = layer_of(suspension, **operation.swept)
    film = film_of(layer, flux=operation.flux, factor=factor, diavolumes=operation.diavolumes, observed=operation.observed(suspension))
    pure = purity(suspension)
    return MembraneRun(
        said=feed.said,
        operation=operation,
        factor=factor,
        recovery=over(lambda one: vesicle_number(one.product) / vesicle_number(suspension)),
        purity_factor=over(lambda one: purity(one.product) / pure),
        protein_left=over(lambda one: _protein(one.product) / _protein(suspension) if _protein(suspension) > 0 else math.nan),
        time=over(lambda one: one.figures["process time [min]"] * 60.0),
        feed_volume=suspension.volume,
        product_volume=central.product.volume,
        buffer=operation.diavolumes * suspension.volume / factor,
        permeate=central.rejects["permeate"].volume,
        kinds=_kinds(suspension, central, drawn),
        film=film,
        wall_shares=_wall_shares(suspension, operation, layer, film, factor),
        fluxes=tuple(
            _flux_row(suspension, operation, layer, flux, factor)
            for flux in sorted([*(one for one in FLUXES if not math.isclose(one, operation.flux)), operation.flux])
        ),
        starts=_starts(suspension, operation, layer, factor),
        course=_course(suspension, operation, layer, factor),
        shear=_shear(suspension, operation, fibre_diameter),
        assumed=planned.assumed,
        notices=notices,
        members=members,
        seed=seed,
    )


def _members(planned: PlannedStep, feed: Suspension, members: int, seed: int) -> list[Split]:
    """The splits of the members, each with its own settings of the membrane."""
    uncertain = uncertain_of(Plan(steps=(planned,)))
    names = [one.parameter.name for one in uncertain]
    table = member_values(uncertain, members, seed)
    try:
        return [replaced(planned.operation, dict(zip(names, row.tolist(), strict=True))).separate(feed) for row in table]
    except SettingError as trouble:
        raise SettingError(f"With values drawn within the stated or usual intervals: {trouble} State the uncertain values more narrowly.") from None


def _protein(suspension: Suspension) -> float:
    """Dissolved protein [kg]."""
    return sum(mass for name, mass in suspension.solutes.items() if is_protein(name))


def _kinds(feed: Suspension, central: Split, drawn: list[Split]) -> tuple[Kind, ...]:
    """Every kind of the feed that there is some of."""
    concentrated = feed.volume / central.product.volume

    def kind(name: str, *, is_dissolved: bool, fed: float, held: Figure, permeate: float) -> Kind:
        share, passed = held(central) / fed, permeate / fed
        return Kind(
            name=name,
            is_dissolved=is_dissolved,
            retentate=interval_over(share, [held(one) / fed for one in drawn]),
            permeate=passed,
            lost=max(1.0 - share - passed, 0.0),
            enriched=share * concentrated,
        )

    def particles(place: int) -> Figure:
        return lambda split: float(split.product.number[place].sum())

    def mass_of(name: str) -> Figure:
        return lambda split: split.product.solutes[name]

    through = central.rejects["permeate"]
    rows = zip(feed.species, feed.number.sum(axis=1).tolist(), through.number.sum(axis=1).tolist(), strict=True)
    found = [kind(one.name, is_dissolved=False, fed=fed, held=particles(place), permeate=away) for place, (one, fed, away) in enumerate(rows) if fed > 0]
    found += [kind(name, is_dissolved=True, fed=mass, held=mass_of(name), permeate=through.solutes[name]) for name, mass in feed.solutes.items() if mass > 0]
    return tuple(found)


def _wall_shares(feed: Suspension, operation: TangentialFlowFiltration, layer: Layer, film: Film, factor: float) -> dict[str, float]:
    """What the layer at the wall is made of at the end of concentrating, as shares of its volume by kind."""
    course = course_of(layer, flux=operation.flux, phases=((CONCENTRATE, factor),), observed=operation.observed(feed))
    piled = factor * np.exp(-course.passed[-1]) * wall_ratio(actual_sieving=layer.actual, flux_ratio=np.minimum(film.flux / layer.transfer, 600.0))
    size = feed.grid.diameter.size
    volume = np.pi / 6.0 * feed.grid.diameter**3 / feed.volume
    parts = {one.name: float((row * volume) @ piled[:size]) for one, row in zip(feed.species, feed.number, strict=True)}
    protein = [mass * PROTEIN_VOLUME / feed.volume if is_protein(name) else 0.0 for name, mass in feed.solutes.items()]
    parts[PROTEIN] = float(np.array(protein) @ piled[size:]) if protein else 0.0
    whole = sum(parts.values())
    return {name: part / whole for name, part in parts.items() if part > 0} if whole > 0 else {}


def _left(feed: Suspension, particles: Array, solutes: Mapping[str, float | Array]) -> dict[str, Array]:
    """Shares left by kind, ``dissolved protein`` as one.

    Parameters
    ----------
    particles : (..., n_size). solutes : (...,) by name.
    """
    left = {one.name: np.asarray(particles @ row / row.sum()) for one, row in zip(feed.species, feed.number, strict=True) if row.sum() > 0}
    protein = {name: mass for name, mass in feed.solutes.items() if is_protein(name) and mass > 0}
    if protein:
        left[PROTEIN] = np.asarray(sum(mass * np.asarray(solutes[name]) for name, mass in protein.items()) / sum(protein.values()))
    return left


def _flux_row(feed: Suspension, operation: TangentialFlowFiltration, layer: Layer, flux: float, factor: float) -> FluxRow:
    size = feed.grid.diameter.size
    try:
        film = film_of(layer, flux=flux, factor=factor, diavolumes=operation.diavolumes)
    except SettingError:
        # So slow that what it holds back becomes a gel before the last volume: there is no such run.
        film = None
    reached = 0.0 if film is None else film.flux
    seen = observed_sieving(actual_sieving=layer.actual, flux_ratio=(reached or flux) / layer.transfer)
    sieving = {one.name: float(row @ seen[:size] / row.sum()) for one, row in zip(feed.species, feed.number, strict=True) if row.sum() > 0}
    sieving |= dict(zip(layer.names, seen[size:].tolist(), strict=True))
    if film is None:
        return FluxRow(flux=flux, reached=0.0, sieving=sieving, protein_left=math.nan, vesicles_kept=math.nan)
    own = np.sum([row for one, row in zip(feed.species, feed.number, strict=True) if is_product(one)], axis=0)
    protein = float(_left(feed, film.particles, film.solutes).get(PROTEIN, math.nan))
    return FluxRow(flux=flux, reached=reached, sieving=sieving, protein_left=protein, vesicles_kept=float(own @ film.particles / own.sum()))


def _starts(feed: Suspension, operation: TangentialFlowFiltration, layer: Layer, factor: float) -> Starts:
    """The process time by where the concentrating pauses for the washing."""
    observed = operation.observed(feed)

    def time(start: float) -> float:
        phases = ((CONCENTRATE, start), (WASH, operation.diavolumes), (CONCENTRATE, max(factor / start, 1.0)))
        return float(course_of(layer, flux=operation.flux, phases=phases, observed=observed).slowness[-1]) * feed.volume / operation.area

    best = best_start(time, highest=factor)
    tried = np.geomspace(1.0, factor, POINTS) if factor > 1 else np.ones(1)
    held = float(layer.bulk.sum())
    return Starts(
        factor=tried,
        time=np.array([time(float(one)) for one in tried]),
        buffer=operation.diavolumes * feed.volume / tried,
        best=best,
        best_time=time(best),
        end_time=time(factor),
        first_time=time(1.0),
        rule=float(gel_optimum(GEL)) / held if held > 0 else math.inf,
    )


def _course(feed: Suspension, operation: TangentialFlowFiltration, layer: Layer, factor: float) -> Course:
    """Shares left while the feed is concentrated and then washed."""
    phases = ((CONCENTRATE, factor), (WASH, operation.diavolumes))
    course = course_of(layer, flux=operation.flux, phases=phases, observed=operation.observed(feed))
    left, size = np.exp(-course.passed), feed.grid.diameter.size
    solutes = dict(zip(layer.names, left[:, size:].T, strict=True))
    return Course(permeate=course.permeate, kept=_left(feed, left[:, :size], solutes), washing_from=1.0 - 1.0 / factor)


def _shear(feed: Suspension, operation: TangentialFlowFiltration, fibre_diameter: float) -> Shear:
    viscosity = float(water.viscosity(operation.temperature))
    stress = float(wall_shear_stress(shear_rate=operation.shear_rate, viscosity=viscosity))
    diameter = mean_diameter(feed)
    return Shear(
        rate=operation.shear_rate,
        velocity=float(fibre_velocity(shear_rate=operation.shear_rate, diameter=fibre_diameter)),
        stress=stress,
        pressure_drop=float(fibre_pressure_drop(shear_stress=stress, length=operation.fibre_length, diameter=fibre_diameter)),
        diameter=diameter,
        tension_ratio=float(shear_tension(diameter=diameter, shear_rate=operation.shear_rate, viscosity=viscosity)) / LYSIS_TENSION,
    )
