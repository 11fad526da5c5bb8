"""How many vesicles a cell would need: the chain of a dose or of a record, laid beside what the response model or print asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.parameters import parameters_of, replaced
from exoforge.base.terms import term
from exoforge.design.ensemble import Ensemble, check_members, ensemble_of
from exoforge.design.need.asked import AskedCargo, asked_cargo, cargo_of_run
from exoforge.design.need.chain import CopiesToACell, Known, chain_of, links_of
from exoforge.design.need.demands import NATIVE, criteria_of, demands_of, harvest_of, over_all, supplies_of
from exoforge.design.need.need_result import Need
from exoforge.design.need.rows import arrival_of, columns_of, handed_over, known_of, leaves_of, planned_chain, rows_of
from exoforge.design.need.search import Progress, ask, endpoint_named
from exoforge.design.need.words import cites_of, notes_of, too_many
from exoforge.design.plan import Plan, PlannedStep, demand, plan_of
from exoforge.design.summary import interval_of_rows
from exoforge.design.tissue_question import models_of, stated_tissue, tissue_named, with_tissue
from exoforge.laws.copies import cell_quantiles, cells_without
from exoforge.laws.domain import Array
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.contract import is_stated
from exoforge.stages.respond.cartilage_proctor2017 import CARD, CartilageMir140, is_mir140
from exoforge.streams.exposure import Exposure

CHAINED = tuple(one.name for one in parameters_of(CopiesToACell) if one.name in Known.__dataclass_fields__)
"""What a record's run may say in place of a declared value."""
NEEDED_BY = 0.5
"""[1] Share of the members that must need something, and get there, for vesicles to be held against it. A choice."""
SEARCHED = 50
"""Members for which the model is asked, about a second; the chain itself takes all. A choice: shares of them are known to 14 % at the worst."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked.

    Parameters
    ----------
    mirna, tissue : as somebody writes them; an empty tissue is that of the record.
    settings : of the chain (`CopiesToACell`) or of the tissue, as texts a record would hold. goals : value to be reached, by endpoint.
    """

    mirna: str
    tissue: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    goals: Mapping[str, float] = field(default_factory=dict)


def need_of(
    question: Question, therapy: Therapy | None = None, *, members: int = 200, searched: int = SEARCHED, seed: int = 0, progress: Progress | None = None
) -> Need:
    """Answer a question for a dose alone, or for the vesicles of a record.

    Parameters
    ----------
    members, seed : of the ensemble. searched : members, the first of them, for which the model is asked.
    progress : called with the steps done and to do.

    Raises
    ------
    SettingError
        Fewer than 2 members are to be followed or asked.
        The cargo is no small RNA, the tissue is unknown, a setting or a goal is nobody's, or the record brings nothing to a target.
    RecordError
        The record has problems; every one is told.
    """
    if searched < 2:
        raise SettingError(f"The model is to be asked for {searched} members; an interval needs at least 2.")
    cargo = asked_cargo(question.mirna)
    tissue = tissue_named(question.tissue) if question.tissue else _stated(therapy)
    modelled = _is_modelled(cargo, tissue)
    own, of_tissue = _parted(question, modelled=modelled)
    for name in question.goals:
        endpoint_named(name)
    if question.goals and not modelled:
        raise SettingError(f"A goal needs a response model, and none follows {cargo.label} in {term('tissues', tissue).label}.")
    planned = planned_chain(cargo, tissue, own)
    if therapy is None:
        check_members(members)
        step = Step(stage="respond", kind=CartilageMir140.kind, order=1, settings=leaves_of(of_tissue))
        tissues = CartilageMir140.from_step(step) if modelled else None
        second = (PlannedStep(key="tissue", step=step, operation=tissues.operation, assumed=tissues.assumed, spreads=tissues.spreads),) if tissues else ()
        rows = rows_of(Plan(steps=(planned, *second)), members, seed)
        found = [replaced(tissues.operation, row) for row in rows[1][: 1 + searched]] if tissues is not None else []
        return _answered(
            question, cargo, tissue, planned, columns_of(planned, rows[0]), Known(), found, None, (), members=members, seed=seed, progress=progress
        )
    changed = with_tissue(therapy, CartilageMir140, of_tissue) if modelled else therapy
    ensemble = ensemble_of(demand(plan_of(changed)), members=members, seed=seed)
    return _of_ensemble(question, cargo, tissue, planned, ensemble, modelled=modelled, searched=searched, progress=progress)


def need_in_run(therapy: Therapy, ensemble: Ensemble) -> Need | None:
    """The same from the members that a run has made already; None where nothing reaches a target, or no small RNA is named."""
    exposure, named = ensemble.central.river.exposure, cargo_of_run(therapy, ensemble)
    if exposure is None or not named:
        return None
    cargo = asked_cargo(named)
    try:
        tissue = stated_tissue(therapy)
    except SettingError:
        return None
    modelled = isinstance(ensemble.central.river.tissue, CartilageMir140) and _is_modelled(cargo, tissue)
    planned = planned_chain(cargo, tissue, {})
    return _of_ensemble(Question(mirna=named), cargo, tissue, planned, ensemble, modelled=modelled, searched=SEARCHED)


def _of_ensemble(
    question: Question,
    cargo: AskedCargo,
    tissue: str,
    planned: PlannedStep,
    ensemble: Ensemble,
    *,
    modelled: bool,
    searched: int,
    progress: Progress | None = None,
) -> Need:
    rivers = [ensemble.central.river, *(member.river for member in ensemble.members)]
    exposures = [river.exposure for river in rivers if river.exposure is not None]
    if len(exposures) != len(rivers):
        raise SettingError("The record does not say how vesicles reach a tissue; state its delivery and distribution, or ask without the record.")
    tissues = [river.tissue for river in rivers if isinstance(river.tissue, CartilageMir140)]
    known, told = known_of(cargo, exposures, tissues, ensemble)
    stated: dict[str, Any] = {name: None for name in CHAINED if is_stated(planned.step, name)}  # what is asked comes before what the record says
    known = replace(known, **stated)
    members = len(ensemble.members)
    rows = rows_of(Plan(steps=(planned,)), members, ensemble.seed, skip=len(ensemble.uncertain))
    found = tissues[: 1 + searched] if modelled else []
    return _answered(
        question, cargo, tissue, planned, columns_of(planned, rows[0]), known, found, exposures, told, members=members, seed=ensemble.seed, progress=progress
    )


def _answered(
    question: Question,
    cargo: AskedCargo,
    tissue: str,
    planned: PlannedStep,
    values: Mapping[str, Array],
    known: Known,
    tissues: Sequence[CartilageMir140],
    exposures: Sequence[Exposure] | None,
    told: tuple[str, ...],
    *,
    members: int,
    seed: int,
    progress: Progress | None,
) -> Need:
    chain = chain_of(values, known)
    arrival = arrival_of(tissues, exposures, chain.values["over"]) if tissues else np.zeros((0, 0))
    criteria = criteria_of(question.goals)
    asked = ask(tissues, arrival, criteria, progress=progress) if tissues else None
    demands, arrays = demands_of(question.goals, asked, chain, _threshold_from(planned))
    basis = next(one.name for one in demands if 1.0 - one.none - one.never >= NEEDED_BY)
    supplies = supplies_of(cargo, chain, known, planned, arrays[basis])
    targets = asked.targets if asked is not None else chain.values["target_copies"]
    q, p = chain.values["copies_per_vesicle"], chain.values["carriers"]
    low, middle, high = cell_quantiles(chain.opened[0], q[0], carriers=p[0])
    native = next((one for one in supplies if one.name == NATIVE), None)
    return Need(
        mirna=cargo.label,
        tissue=tissue,
        tissue_label=term("tissues", tissue).label,
        model=CARD.key if asked is not None else "",
        links=links_of(chain, known, planned),
        demands=demands,
        basis=basis,
        supplies=supplies,
        own=interval_of_rows(asked.own) if asked is not None else None,
        targets=interval_of_rows(targets),
        targets_from="of the mRNAs that miR-140 binds in the model, the most at one time without vesicles" if asked is not None else "of one target mRNA",
        per_target=interval_of_rows(chain.copies / over_all(targets, chain.copies.size)),
        cells_without=interval_of_rows(cells_without(chain.opened, q, carriers=p)),
        in_cells=(float(low), float(middle), float(high)),
        handed_over=handed_over(tissues, exposures) if tissues and exposures is not None else None,
        cells_of_harvest=harvest_of(native) if native is not None else None,
        members=members,
        searched=max(len(tissues) - 1, 0),
        seed=seed,
        notes=(*told, *too_many(chain, cargo.molar_mass), *notes_of(cargo, tissue, known, asked, exposures)),
        cites=tuple(
            dict.fromkeys(
                (*cites_of(planned, known, modelled=asked is not None), *(("proctor2017", "proctor2017_model") if asked is not None else ()), "kordelas2014")
            )
        ),
    )


def _stated(therapy: Therapy | None) -> str:
    if therapy is None:
        raise SettingError("Say which tissue with --tissue, such as cartilage.")
    return stated_tissue(therapy)


def _threshold_from(planned: PlannedStep) -> str:
    """Who says from how many copies on repression is seen."""
    return next((one.cite for one in planned.assumed if one.name == "threshold"), "stated")


def _is_modelled(cargo: AskedCargo, tissue: str) -> bool:
    return cargo.name is not None and is_mir140(cargo.name.key) and CartilageMir140 in models_of(tissue)


def _parted(question: Question, *, modelled: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Settings of the chain, and those of the tissue.

    Raises
    ------
    SettingError
        Neither has a setting of that name.
    """
    chain, tissue = ({one.name for one in parameters_of(owner)} for owner in (CopiesToACell, CartilageMir140))
    for name in question.settings:
        if name not in chain and not (modelled and name in tissue):
            listed = ", ".join(sorted(chain) + (["and those of the tissue, such as expression or horizon"] if modelled else []))
            raise SettingError(f"There is no setting '{name}'; there are {listed}.")
    own = {name: text for name, text in question.settings.items() if name in chain}
    return own, {name: text for name, text in question.settings.items() if name not in chain}
