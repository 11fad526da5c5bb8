"""A culture planned: what it would give, beside other vessels, beside what was published, and how much of it a dose needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError, SettingError
from exoforge.base.terms import key_or_word, term
from exoforge.base.trace import Assumption, cites_of
from exoforge.base.units import Quantity
from exoforge.design.culture_evidence import ConditionedTold, PublishedUnit, SourceTold, conditioned_told, published_unit, source_told
from exoforge.design.ensemble import Ensemble, Outcome, ensemble_of
from exoforge.design.plan import Plan, PlannedStep
from exoforge.design.result import Band, Headline, Interval
from exoforge.design.summary import Figure, band_of, interval_of, interval_over
from exoforge.instruments.nta import NanoSightVirtual
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.catalog import operation_of
from exoforge.stages.contract import step_key
from exoforge.stages.culture.harvests import course
from exoforge.stages.culture.preconditioning import NONE, OPERATIONS, kind_of
from exoforge.stages.culture.release import PublishedYield, Vessel
from exoforge.stages.culture.stirred_tank import WHEEL
from exoforge.streams.amounts import bilayers_by_diameter, carried_protein, is_product, purity, total_protein, vesicle_number
from exoforge.streams.suspension import Suspension

VESSELS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "flask": ("flask", "flask or cell factory", {}),
    "spinner": ("spinner", "spinner flask", {}),
    "stirred-tank": ("stirred-tank", "stirred tank", {}),
    "vertical-wheel": ("stirred-tank", "vertical wheel", {"impeller": WHEEL}),
    "hollow-fibre": ("hollow-fibre", "hollow fibres", {}),
}
"""The vessels that can be asked for: the kind of their step, their name, and what else the step states."""
HARVEST_EVERY = {"hollow-fibre": 86_400.0}
"""[s] How often a vessel is harvested when nobody says so; the others once, at the end. A choice, as published for hollow fibres."""
LITRE = 1e-3
DAY = 86_400.0
POINTS, LEAST_POINTS = 80, 12
"""How many points a course has in all, and at least between two harvests."""
RECOVERY = 10**9
"""The draws of the recovery stand apart from those of the members."""
NTA = NanoSightVirtual()


@dataclass(frozen=True, kw_only=True, slots=True)
class CultureQuestion:
    """What somebody plans.

    Parameters
    ----------
    vessel : a key of `VESSELS`, or a word of the vocabulary for one. cells : [cells] at the start. time : [s] of release in all.
    volume : [m3] of medium; None where it follows the cells. harvest_every : [s]; None for the usual of the vessel.
    supplement : one of the list of the vessels. preconditioning : any number of words.
    area : [m2] on which the cells grow; 0 where it does not limit them. source : a term of 'sources'; empty when not asked.
    dose : [particles] wanted after isolation; None when not asked. recovery : lowest and highest share that the isolation keeps.
    """

    vessel: str = "flask"
    cells: float
    time: float
    volume: float | None = None
    harvest_every: float | None = None
    supplement: str = "serum-free"
    preconditioning: tuple[str, ...] = ()
    area: float = 0.0
    source: str = ""
    dose: float | None = None
    recovery: tuple[float, float] = (0.2, 0.2)


@dataclass(frozen=True, kw_only=True, slots=True)
class VesselResult:
    """One vessel with these cells for this time.

    Parameters
    ----------
    key, label : as in `VESSELS`. harvests, every : how often, and [s] how far apart. volume, medium : [m3] harvested and used in all, central.
    amounts : what it gives, by name. contaminants : what came with the medium. counted : share of each kind among what an NTA counts, the
    product first. of_serum : share of those of the medium among all vesicles. medium_counted : [particles/m3] what the NTA counts of the
    medium's own particles, central.
    gathered : vesicles in the medium and in the harvests so far, per cell at the start, over time [s]. inside, balance : (n,) of the central
    member, in the vessel alone and where release and uptake balance, per cell at the start. published : what was printed of such a vessel.
    """

    key: str
    label: str
    harvests: int
    every: float
    volume: float
    medium: float
    amounts: Mapping[str, Headline]
    contaminants: tuple[Headline, ...]
    counted: tuple[Headline, ...]
    of_serum: Interval
    medium_counted: float
    gathered: Band
    inside: NDArray[np.float64]
    balance: NDArray[np.float64]
    published: tuple[PublishedYield, ...]
    notices: tuple[str, ...]
    assumed: tuple[Assumption, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DoseNeed:
    """What one dose takes. `runs` of this culture, with their `cells`, `medium` [m3] and `harvests`; `one_is_enough` is the share of the members."""

    dose: float
    recovery: tuple[float, float]
    runs: Interval
    cells: Interval
    medium: Interval
    harvests: Interval
    one_is_enough: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CulturePlan:
    """A planned culture. `chosen` is also among `vessels`, which all have the same cells for the same time."""

    question: CultureQuestion
    chosen: VesselResult
    vessels: tuple[VesselResult, ...]
    need: DoseNeed | None
    unit: PublishedUnit
    conditioned: tuple[ConditionedTold, ...]
    source: SourceTold | None
    members: int
    seed: int


def plan_culture(question: CultureQuestion, *, members: int = 1000, seed: int = 0) -> CulturePlan:
    """What a culture would give, with all its uncertainty, beside the other vessels and what was published.

    Raises
    ------
    SettingError
        A vessel, supplement, preconditioning or source is not known, an amount is not positive or out of the range of the vessel.
    """
    key = vessel_key(question.vessel)
    _check(question)
    runs: dict[str, Ensemble] = {}
    results: dict[str, VesselResult] = {}
    for name in VESSELS:
        planned, notices = _planned(name, question, chosen=name == key)
        runs[name] = ensemble_of(Plan(steps=(planned,)), members=members, seed=seed)
        results[name] = _result(name, runs[name], question.cells, notices)
    return CulturePlan(
        question=question,
        chosen=results[key],
        vessels=tuple(results.values()),
        need=None if question.dose is None else _need(question, runs[key], question.dose, seed),
        unit=published_unit(),
        conditioned=tuple(conditioned_told(kind) for kind in dict.fromkeys(map(kind_of, question.preconditioning)) if kind != NONE),
        source=source_told(question.source) if question.source else None,
        members=members,
        seed=seed,
    )


def vessel_key(word: str) -> str:
    """The vessel that a word means.

    Raises
    ------
    SettingError
        It means none.
    """
    folded = word.strip().casefold()
    if folded in VESSELS:
        return folded
    key = key_or_word("operations", word)
    if key in VESSELS:
        return "vertical-wheel" if "wheel" in folded else key
    raise SettingError(f"There is no model of the vessel '{word}'; the vessels are {', '.join(VESSELS)}.")


def _check(question: CultureQuestion) -> None:
    amounts = {"number of cells": question.cells, "time": question.time, "volume": question.volume, "time between harvests": question.harvest_every}
    for name, value in (amounts | {"dose": question.dose}).items():
        if value is not None and not (np.isfinite(value) and value > 0):
            raise SettingError(f"The {name} is {value:g}; it must be above 0.")
    if not (np.isfinite(question.area) and question.area >= 0):
        raise SettingError(f"The growth area is {question.area:g} m2; it must be 0, where it does not limit the cells, or above.")
    every = question.harvest_every
    if every is not None and abs(question.time / every - max(round(question.time / every), 1)) > 1e-6:
        raise SettingError(
            f"The cells are harvested every {every / 3600:g} h for {question.time / 3600:g} h, which is no whole number of harvests; "
            f"state a time between harvests that divides the whole, such as {question.time / max(round(question.time / every), 1) / 3600:g} h."
        )
    low, high = question.recovery
    if not 0 < low <= high <= 1:
        raise SettingError(f"The recovery of the isolation is {low:.3g} to {high:.3g}; it must be above 0 and at most 100 %.")
    for word in question.preconditioning:
        if not kind_of(word):
            raise SettingError(f"There is no preconditioning '{word}'; the kinds are {', '.join(OPERATIONS)}.")


def _planned(name: str, question: CultureQuestion, *, chosen: bool) -> tuple[PlannedStep, tuple[str, ...]]:
    """The step of one vessel, and what is told of it; the volume and the harvests that were asked for are those of the chosen one."""
    kind, _, further = VESSELS[name]
    every = (question.harvest_every if chosen else None) or HARVEST_EVERY.get(name, question.time)
    harvests = max(1, round(question.time / every))
    stated: dict[str, Quantity | str] = {
        "cells": Quantity(value=question.cells, unit="cells"),
        "duration": Quantity(value=question.time / harvests, unit="s"),
        "harvests": Quantity(value=harvests, unit=""),
        "supplement": question.supplement,
        "preconditioning": " and ".join(question.preconditioning) or NONE,
        **further,
    }
    if question.area > 0:
        stated["growth_area"] = Quantity(value=question.area, unit="m2")
    if chosen and question.volume is not None:
        stated["volume"] = Quantity(value=question.volume, unit="m3")
    step = Step(stage="culture", kind=kind, settings={key: Stated(value=value, basis="planned") for key, value in stated.items()})
    try:
        hinged = operation_of(step).from_step(step)
    except SettingError as trouble:
        raise SettingError(str(trouble).replace(f"{step_key(step)}: ", "")) from None
    notices = tuple(sentence.removeprefix(f"{step_key(step)}: ") for sentence in hinged.notices)
    return PlannedStep(key=step_key(step), step=step, operation=hinged.operation, assumed=hinged.assumed, spreads=hinged.spreads), notices


def _result(name: str, ensemble: Ensemble, cells: float, notices: tuple[str, ...]) -> VesselResult:
    vessel, made = _vessel_of(ensemble.central), _made(ensemble.central)
    days = vessel.duration * vessel.harvests / DAY

    def headline(key: str, label: str, unit: str, meaning: str, figure: Figure) -> Headline:
        return Headline(name=key, label=label, unit=unit, interval=interval_of(ensemble, figure), meaning=meaning)

    amounts = (
        headline("vesicles", "Vesicles harvested", "particles", "the cells' own, of all harvests, before any isolation", _vesicles),
        headline("per-cell", "for each cell at the start", "particles/cell", "", lambda one: _vesicles(one) / cells),
        headline("per-day", "for each cell at the start and day", "particles/cell/d", "", lambda one: _vesicles(one) / cells / days),
        headline("concentration", "per mL harvested", "particles/m3", "means nothing without the volume and the cells", _concentration),
        headline("per-litre", "per litre of all medium used", "particles/L", "", lambda one: _vesicles(one) / (_vessel_of(one).medium_used() / LITRE)),
        headline("protein", "Protein harvested", "kg protein", "of vesicles, cells and medium", lambda one: total_protein(_made(one))),
        headline("purity", "Vesicles over all protein", "particles/kg protein", "before any isolation", lambda one: purity(_made(one))),
    )
    points = max(LEAST_POINTS, POINTS // round(vessel.harvests))
    central, courses = course(vessel, points), [course(_vessel_of(outcome), points) for outcome in ensemble.members]
    gathered = np.array([(one.inside + one.taken) / cells for one in courses])
    assumed = ensemble.plan.steps[0].assumed
    return VesselResult(
        key=name,
        label=VESSELS[name][1],
        harvests=round(vessel.harvests),
        every=vessel.duration,
        volume=made.volume,
        medium=vessel.medium_used(),
        amounts={one.name: one for one in amounts},
        contaminants=_contaminants(ensemble),
        counted=_counted(ensemble),
        of_serum=interval_of(ensemble, lambda outcome: 1.0 - _vesicles(outcome) / float(bilayers_by_diameter(_made(outcome)).sum())),
        medium_counted=float(sum(seen.sum() for seen, species in zip(NTA.seen(made), made.species, strict=True) if species.from_medium)),
        gathered=band_of(name, central.time, (central.inside + central.taken) / cells, gathered),
        inside=central.inside / cells,
        balance=central.balance / cells,
        published=vessel.published,
        notices=notices,
        assumed=assumed,
        cites=tuple(dict.fromkeys((*cites_of(made.trace), *(one.cite for one in assumed if one.cite)))),
    )


def _vessel_of(outcome: Outcome) -> Vessel:
    operation = outcome.river.passages[0].operation
    if not isinstance(operation, Vessel):
        raise InternalError(f"'{operation.kind}' is planned as a culture, but is no vessel.")
    return operation


def _made(outcome: Outcome) -> Suspension:
    return outcome.river.passages[0].suspension


def _vesicles(outcome: Outcome) -> float:
    return vesicle_number(_made(outcome))


def _concentration(outcome: Outcome) -> float:
    return _vesicles(outcome) / _made(outcome).volume


def _counted(ensemble: Ensemble) -> tuple[Headline, ...]:
    """The share of each kind of particle among those that an NTA counts, in the order of the suspension, which has the product first."""
    made = _made(ensemble.central)
    members = np.array([_shares_counted(_made(outcome)) for outcome in ensemble.members])
    found = []
    for species, central, shares in zip(made.species, _shares_counted(made), members.T, strict=True):
        label = "vesicles of the cells" if is_product(species) else term("species_in_suspension", species.name).label
        meaning = "share of what an NTA counts"
        found.append(Headline(name=species.name, label=label, unit="", interval=interval_over(float(central), shares), meaning=meaning))
    return tuple(found)


def _shares_counted(made: Suspension) -> NDArray[np.float64]:
    counts = NTA.seen(made).sum(axis=1)
    return np.asarray(counts / counts.sum() if counts.sum() > 0 else np.full(counts.size, np.nan), dtype=np.float64)


def _contaminants(ensemble: Ensemble) -> tuple[Headline, ...]:
    """Particles that came with the medium, by kind, and protein that is in no vesicle of the cells."""
    found = []
    for place, species in enumerate(_made(ensemble.central).species):
        if not is_product(species):
            label = term("species_in_suspension", species.name).label
            interval = interval_of(ensemble, partial(_number_of, place))
            found.append(Headline(name=species.name, label=label, unit="particles", interval=interval, meaning="came with the medium"))
    interval = interval_of(ensemble, lambda outcome: _protein_beside(_made(outcome)))
    return (
        *found,
        Headline(name="protein-beside", label="protein that is not of the vesicles", unit="kg protein", interval=interval, meaning="of medium and cells"),
    )


def _number_of(place: int, outcome: Outcome) -> float:
    return float(_made(outcome).number[place].sum())


def _protein_beside(made: Suspension) -> float:
    own = np.array([is_product(species) for species in made.species])
    return total_protein(made) - carried_protein(made, made.number * own[:, None])


def _need(question: CultureQuestion, ensemble: Ensemble, dose: float, seed: int) -> DoseNeed:
    """What a dose takes; each member draws its own recovery between the two ends."""
    low, high = question.recovery
    share = low + (high - low) * np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(RECOVERY,))).random(len(ensemble.members))
    runs = dose / (np.array([_vesicles(outcome) for outcome in ensemble.members]) * share)
    middle = dose / (_vesicles(ensemble.central) * (low + high) / 2)
    vessel = _vessel_of(ensemble.central)

    return DoseNeed(
        dose=dose,
        recovery=question.recovery,
        runs=interval_over(middle, runs),
        cells=interval_over(middle * question.cells, runs * question.cells),
        medium=interval_over(middle * vessel.medium_used(), runs * np.array([_vessel_of(outcome).medium_used() for outcome in ensemble.members])),
        harvests=interval_over(middle * vessel.harvests, runs * vessel.harvests),
        one_is_enough=float(np.mean(runs <= 1.0)),
    )
