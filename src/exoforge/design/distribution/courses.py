"""From the members of one body to what a pharmacologist reads: shares of the dose, figures of the blood, extraction, vesicles per cell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import parameters_of
from exoforge.base.terms import line
from exoforge.design.distribution.members import (
    blood_figures,
    blood_half_life,
    blood_volume,
    disposition_in,
    exposure_in,
    first_dose,
    labelled_share,
    organ_volume,
)
from exoforge.design.ensemble import Ensemble, Outcome
from exoforge.design.ledger import ledger_of
from exoforge.design.result import Band, Interval, LedgerRow
from exoforge.design.summary import band_of, interval_of, interval_of_rows
from exoforge.laws.stoichiometry import COPIES_PER_VESICLE, copies_per_cell, vesicles_per_cell
from exoforge.stages.contract import Disposition
from exoforge.stages.distribute.body import ORGANS as BODY_ORGANS
from exoforge.stages.distribute.body import BodyCompartments
from exoforge.stages.distribute.body_uptake import organ_rates
from exoforge.stages.distribute.physiology.bodies import ORGANS, SPECIES, anatomy, body_of
from exoforge.stages.distribute.physiology.numbers import group_of, uptakes
from exoforge.stages.distribute.physiology.operation import PhysiologicalCompartments
from exoforge.stages.distribute.physiology.sites import ORGAN_SITES
from exoforge.stages.distribute.physiology.surfaces import shares_bearing
from exoforge.stages.distribute.routes import routes
from exoforge.streams.product import Product

Array = NDArray[np.float64]
FIRST = 10.0
"""[s] after the first dose at which a course begins to be told; the first tabulated time."""
GONE = 0.99
"""[1] Share of the dose that is cleared when a picture ends. A choice."""
LEAST_SHOWN, MOST_SHOWN = 86400.0, 28 * 86400.0
"""[s] The shortest and the longest time that a picture shows."""
NOT_ORGANS = ("carrier", "local-free", "lymph", "not-absorbed", "cleared", "blood")
COPIES_NOTE = (
    f"Copies: {COPIES_PER_VESICLE:g} of a given miRNA per vesicle by nature (chevillet2014), all taken up and all set free; no more can arrive. "
    "A cargo loaded on purpose may be above it."
)
"""What stands beside copies per cell."""
LOOSE_BALANCE = 1e-6
"""[1] Departure of the sum of all sites from what was given above which it is told. A choice."""
USUAL_CELLS = PhysiologicalCompartments().cell_density
"""[1/m3] cells per volume where a model has no such parameter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cells:
    """One organ at its peak: vesicles there, per cell, and the copies per cell that stoichiometry allows at most; all over the ensemble."""

    site: str
    vesicles: Interval
    per_cell: Interval
    copies: Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Predicted:
    """What one body makes of a dose. Times [s] since the first dose, shares of all that is given [1].

    Parameters
    ----------
    name, title : of the model. sites, labelled : bands of the vesicles and of those whose label is still attached, by site.
    blood : figures of the blood as an instrument would see it, by name of `evidence.kinetics.FIGURES`; vesicles : half-life of the vesicles themselves.
    apparent : whether clearance is apparent, because not all reaches the blood. extraction : of each organ, share of what its blood brings.
    cells : by organ. balance : largest departure of the sum of all sites from what was given. end : until when a picture shows it.
    fitted_to : studies from which a value was derived. ledger : what moves the label in the liver 4 h after the first dose, the most first.
    """

    name: str
    title: str
    sites: Mapping[str, Band]
    labelled: Mapping[str, Band]
    blood: Mapping[str, Interval]
    vesicle_half: Interval
    apparent: bool
    extraction: Mapping[str, Interval]
    cells: tuple[Cells, ...]
    given: Interval
    balance: float
    end: float
    fitted_to: tuple[str, ...]
    ledger: tuple[LedgerRow, ...]
    notices: tuple[str, ...]
    ensemble: Ensemble


def predicted(name: str, ensemble: Ensemble, species: str) -> Predicted:
    """What the members of one body say."""
    central = exposure_in(ensemble.central)
    operation = disposition_in(ensemble.central)
    start, single = first_dose(ensemble.central)
    time = central.time[central.time >= start + FIRST] - start
    organs = tuple(site for site in central.sites if site not in NOT_ORGANS)

    def bands(kind: str) -> dict[str, Band]:
        return {site: _band(ensemble, site, kind, time) for site in central.sites}

    sites = bands("particles")
    into_blood = routes()[getattr(operation, "route", "intravenous")].entry == "blood"
    figures = {place: blood_figures(outcome, single) for place, outcome in enumerate((ensemble.central, *ensemble.members))}
    return Predicted(
        name=name,
        title=operation.title,
        sites=sites,
        labelled=bands("labelled"),
        blood={one: interval_of_rows([figures[place].get(one, math.nan) for place in figures]) for one in _named(figures)},
        vesicle_half=interval_of(ensemble, lambda outcome: blood_half_life(outcome, "particles")),
        apparent=not into_blood,
        extraction=_extractions((ensemble.central, *ensemble.members), organs, of_species(species)),
        cells=tuple(_cells(ensemble, organ) for organ in organs),
        given=interval_of(ensemble, lambda outcome: exposure_in(outcome).given),
        balance=max(_balance(outcome) for outcome in (ensemble.central, *ensemble.members)),
        end=_end(sites),
        fitted_to=_fitted_to(operation),
        ledger=ledger_of(ensemble, lambda outcome: labelled_share(outcome, "liver", 4 * 3600.0)),
        notices=tuple(f"{problem.where}: {problem.sentence}" for problem in ensemble.plan.notices),
        ensemble=ensemble,
    )


def _fitted_to(operation: Disposition) -> tuple[str, ...]:
    """Studies from which a value was derived that this body has; a value that is stated otherwise is of no study."""
    derived = (one for one in parameters_of(operation) if one.cite and one.status in ("read", "derived") and one.usual)
    return tuple(dict.fromkeys(one.cite for one in derived if getattr(operation, one.name) == one.usual))


def _band(ensemble: Ensemble, site: str, kind: str, time: Array) -> Band:
    def course(outcome: Outcome) -> Array:
        exposure, (start, _) = exposure_in(outcome), first_dose(outcome)
        found: Array = getattr(exposure, kind)[exposure.sites.index(site)] / exposure.given
        return np.asarray(np.interp(time, exposure.time - start, found))

    return band_of(site, time, course(ensemble.central), np.array([course(member) for member in ensemble.members]))


def _named(figures: Mapping[int, Mapping[str, float]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in figures.values() for name in one))


def _extractions(outcomes: Sequence[Outcome], organs: tuple[str, ...], species: str) -> dict[str, Interval]:
    """Share of the vesicles that an organ's plasma brings which the organ, empty, takes at one pass; no organ whose flow is not known.

    By organs and flows ``U / (Q + U)``; by compartments ``CL_i / Q_i`` with the flow of the table of bodies, which no organ can have above 1.
    """
    found: dict[str, Array] = {}
    bodies = [(disposition_in(one), one.river.product) for one in outcomes]
    flowing = [(body, product) for body, product in bodies if isinstance(body, PhysiologicalCompartments) and product is not None]
    plain = [(body, product) for body, product in bodies if isinstance(body, BodyCompartments) and product is not None]
    if flowing:
        group = group_of([body for body, _ in flowing], [product for _, product in flowing])
        taken = uptakes(group)
        found = {site: taken[:, place] / (group.flow[:, place] + taken[:, place]) for place, site in enumerate(ORGAN_SITES)}
    elif plain and species:
        for organ in (one for one in organs if one in ORGANS):
            found[organ] = np.array([_clearance(body, product, organ) / _flow(body, organ, species) for body, product in plain])
    return {organ: interval_of_rows(list(map(float, found[organ]))) for organ in organs if organ in found}


def _clearance(body: BodyCompartments, product: Product, organ: str) -> float:
    bearing = shares_bearing(body, product.loaded)
    return float(organ_rates(body, bearing)[BODY_ORGANS.index(organ)]) * blood_volume(body)


def _flow(body: BodyCompartments, organ: str, species: str) -> float:
    return float(anatomy(body_of(species), body.body_mass).flow[ORGANS.index(organ)])


def _cells(ensemble: Ensemble, site: str) -> Cells:
    def peak(outcome: Outcome) -> float:
        exposure = exposure_in(outcome)
        return float(exposure.particles[exposure.sites.index(site)].max())

    def per_cell(outcome: Outcome) -> float:
        body = disposition_in(outcome)
        density = body.cell_density if isinstance(body, PhysiologicalCompartments) else USUAL_CELLS
        return float(vesicles_per_cell(vesicles=peak(outcome), cells=density * organ_volume(body, site)))

    def copies(outcome: Outcome) -> float:
        return float(copies_per_cell(vesicles_per_cell=per_cell(outcome)))

    return Cells(site=site, vesicles=interval_of(ensemble, peak), per_cell=interval_of(ensemble, per_cell), copies=interval_of(ensemble, copies))


def _balance(outcome: Outcome) -> float:
    exposure, product = exposure_in(outcome), outcome.river.product
    if product is None or not exposure.given > 0:
        return 0.0
    starts = product.start + product.interval * np.arange(product.applications)
    given = np.sum(exposure.time >= starts[:, np.newaxis], axis=0) * exposure.given / product.applications
    return float(np.abs(exposure.particles.sum(axis=0) - given).max() / exposure.given)


def _end(sites: Mapping[str, Band]) -> float:
    """Until when a picture shows the courses [s]: until nearly all is cleared in the central member."""
    gone = sites["cleared"].central + (sites["not-absorbed"].central if "not-absorbed" in sites else 0.0)
    time = sites["cleared"].x
    over = np.flatnonzero(gone >= GONE)
    until = float(time[over[0]]) if over.size else float(time[-1])
    return min(max(until, LEAST_SHOWN), MOST_SHOWN)


def of_species(name: str) -> str:
    """The species of the table of bodies that a term is, or belongs to; empty where there is none."""
    return next((one for one in line("species", name) if one in SPECIES), "") if name else ""
