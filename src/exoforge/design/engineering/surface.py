"""What a ligand on the surface changes in a body: the same members without and with it, and what is known of it."""

from __future__ import annotations

import dataclasses
from functools import partial

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import replaced
from exoforge.cargo.surfaces import EVERYWHERE, PLAIN, Surface, surface_of, surfaces
from exoforge.design.carried import carried_by_steps, is_surface_modification
from exoforge.design.distribution.members import disposition_in
from exoforge.design.distribution.question import USUAL_DOSE, Asked, Question, question_of
from exoforge.design.engineering.surface_measures import avidity_of, compared, course_at, figures_of_step, on_vesicles, target_of, warnings_of
from exoforge.design.engineering.surface_result import SurfaceAnswer
from exoforge.design.ensemble import Outcome, Progress, check_members, member_values, outcomes_of, uncertain_of
from exoforge.design.plan import Plan, PlannedStep, demand
from exoforge.design.upstream import UPSTREAM, makes_vesicles, stock, with_steps
from exoforge.record.files import record_from_plain
from exoforge.record.settings import stated_text
from exoforge.record.stated import Stated, leaf_from_plain
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.contract import Disposition, is_stated
from exoforge.stages.distribute.physiology.operation import PhysiologicalCompartments
from exoforge.stages.distribute.physiology.surfaces import OF_A_SURFACE, of_two
from exoforge.stages.engineer.surface_modification import LIGAND, SurfaceModification

Array = NDArray[np.float64]
USUAL_SPECIES, USUAL_ROUTE = "mouse", "intravenous"
BODY = "pbpk"
"""The body that is asked: the one that has organs for every ligand of the table."""
OF_DISTRIBUTION = ("surface", "second_surface")
"""Settings by which a step of distribution states surfaces of its own."""


def surface_answer(
    therapy: Therapy | None,
    *,
    ligand: str = "",
    per_vesicle: float | None = None,
    species: str = "",
    route: str = "",
    members: int = 300,
    seed: int = 0,
    progress: Progress | None = None,
) -> SurfaceAnswer:
    """Lay a body without a ligand beside the same body with it, member by member.

    Parameters
    ----------
    therapy : a record, or None for a usual stock. ligand : in place of the record's; needed where it has none.
    per_vesicle : ligands per vesicle, in place of the record's. species, route : in place of the record's; a mouse and a vein where nobody says.

    Raises
    ------
    SettingError
        No ligand is named or no study of it is held; the species has no such body; a number is out of range.
    RecordError
        The record cannot be run.
    """
    check_members(members)
    told: list[str] = []
    asked, stated = _stated(therapy, ligand, per_vesicle, told)
    surface = _surface(asked)
    question = _question(stated, species, route, told)
    plan = demand(question.plans[BODY], stated.id)
    outcomes, plain = _both(plan, members, seed, progress)
    made = [figures_of_step(one) for one in outcomes]
    target = target_of(surface, outcomes[0])
    on = on_vesicles(made)
    rows = compared(surface, target, plain, outcomes)
    avidity = avidity_of(surface, outcomes)
    body = disposition_in(outcomes[0])
    beside = _beside(body)
    return SurfaceAnswer(
        asked=asked,
        surface=surface,
        species=question.species or str(getattr(body, "species", USUAL_SPECIES)),
        route=question.route or USUAL_ROUTE,
        target=target,
        beside=beside,
        source=therapy.id if therapy is not None else "",
        stock=therapy is None or not makes_vesicles(therapy),
        on_vesicles=on,
        compared=rows,
        courses={site: (course_at(site, plain), course_at(site, outcomes)) for site in dict.fromkeys(("blood", target))},
        avidity=avidity,
        told=tuple(one for one in dict.fromkeys([*told, *_sought(surface), *_of_steps(plan)]) if one != surface.conflict),
        warnings=(*_together(surface, beside), *warnings_of(surface, outcomes, on)),
        assumed=tuple(one for step in plan.steps for one in step.assumed if isinstance(step.operation, SurfaceModification) or one.name in OF_A_SURFACE),
        cites=_cites(surface, plan),
        members=members,
        seed=seed,
    )


def _stated(therapy: Therapy | None, ligand: str, per_vesicle: float | None, told: list[str]) -> tuple[str, Therapy]:
    """The ligand asked, and the record with one surface modification that puts it on."""
    record = therapy if therapy is not None else record_from_plain({"exoforge": "1.0", "id": "asked", "standing": "planned"}, source="the command line")
    own = [step for step in record.steps if is_surface_modification(step)]
    carried = carried_by_steps(record).get("surface")
    shown = str(carried.value).partition(" and ")[0] if carried is not None else ""
    held = next((named for step in reversed(own) if (named := stated_text(step, *LIGAND))), shown)
    asked = ligand or held
    if not asked:
        raise SettingError(f"No ligand is named; add --ligand, such as --ligand CREKA. Known are {', '.join(surfaces())}.")
    same = next((step for step in reversed(own) if not ligand or _key(stated_text(step, *LIGAND)) == _key(ligand)), None)
    settings = dict(same.settings) if same is not None else {}
    if own and same is None:
        told.append(f"The record puts '{held or 'a ligand that it does not name'}' on; here '{ligand}' stands in its place, with usual settings.")
    settings["ligand"] = leaf_from_plain(asked, "planned")
    settings.pop("agent", None)
    if per_vesicle is not None:
        settings = {name: leaf for name, leaf in settings.items() if name not in ("density", "ligand_amount", "basis")}
        settings["per_vesicle"] = leaf_from_plain(f"{per_vesicle!r}", "planned")
    put_on = Step(stage="engineer", kind=SurfaceModification.kind, settings=settings)
    beside = [step for step in own if _key(stated_text(step, *LIGAND)) != _key(asked)] if same is not None else []
    others = [step for step in record.steps if step not in own or step in beside]
    before = [step for step in others if step.stage in UPSTREAM]
    if not makes_vesicles(record):
        if before:
            told.append("No step of the record makes vesicles by a model; a usual stock stands for its steps before the surface.")
        before = [*stock(), *beside]
    after = [step for step in others if step.stage in ("deliver", "distribute")]
    if any(is_stated(step, name) for step in after for name in OF_DISTRIBUTION):
        told.append("The record states a surface in its step of distribution too; here the ligand of the question counts.")
        after = [step.model_copy(update={"settings": {name: leaf for name, leaf in step.settings.items() if name not in OF_DISTRIBUTION}}) for step in after]
    return asked, with_steps(record, (*before, put_on, *after))


def _key(name: str) -> str:
    found = surface_of(name)
    return found.key if found is not None else name


def _surface(asked: str) -> Surface:
    found = surface_of(asked)
    if found is None:
        raise SettingError(f"No study of the ligand '{asked}' is held, so that nothing is known of what it changes. Known are {', '.join(surfaces())}.")
    return found


def _has(leaf: object) -> bool:
    return isinstance(leaf, Stated) and str(leaf.value) != "unspecified"


def _question(stated: Therapy, species: str, route: str, told: list[str]) -> Question:
    """The body that is asked, with what is usual where neither the question nor the record says it."""
    if not species and not _has(stated.target.species):
        species = USUAL_SPECIES
        told.append(f"No species is stated; a {USUAL_SPECIES} was taken.")
    if not route and not _has(stated.dosing.route):
        route = USUAL_ROUTE
        told.append("No way in is stated; a vein was taken.")
    dose = "" if _has(stated.dosing.dose) else USUAL_DOSE
    found = question_of(stated, Asked(species=species, route=route, dose=dose, model=BODY))
    told += found.told
    return found


def _both(plan: Plan, members: int, seed: int, progress: Progress | None) -> tuple[list[Outcome], list[Outcome]]:
    """The central row and the members with the ligand, and the same rows in a body that knows it not."""
    bare = dataclasses.replace(plan, steps=tuple(_without_surface(step) for step in plan.steps))
    uncertain = uncertain_of(plan)
    table = np.vstack([np.array([one.centre for one in uncertain]), member_values(uncertain, members, seed)])
    shared = {(one.place, one.parameter.name): column for column, one in enumerate(uncertain)}
    of_bare = uncertain_of(bare)
    columns = [shared[one.place, one.parameter.name] for one in of_bare]
    total = 2 * (members + 1)
    first = partial(_advance, progress, 0, total) if progress is not None else None
    second = partial(_advance, progress, members + 1, total) if progress is not None else None
    return outcomes_of(plan, uncertain, table, progress=first), outcomes_of(bare, of_bare, table[:, columns], progress=second)


def _advance(progress: Progress, before: int, total: int, done: int, _: int) -> None:
    progress(before + done, total)


def _without_surface(step: PlannedStep) -> PlannedStep:
    """A step with the body of vesicles without the ligand: what is on beside it stays, and so does a corona that the record states."""
    if not isinstance(step.operation, Disposition):
        return step
    plain = [name for name in OF_A_SURFACE if not (name == "corona" and is_stated(step.step, "corona"))]
    idle = ["surface_factor"] if _beside(step.operation) else plain
    values: dict[str, float | str] = {"surface": PLAIN} | dict.fromkeys(idle, 1.0)
    return dataclasses.replace(
        step,
        operation=replaced(step.operation, values),
        assumed=tuple(one for one in step.assumed if one.name not in idle),
        spreads={name: spread for name, spread in step.spreads.items() if name not in idle},
    )


def _together(surface: Surface, beside: str) -> tuple[str, ...]:
    """The warning of two surfaces at once."""
    if not beside:
        return ()
    return (f"{_raised(of_two(surface, surfaces()[beside]))} '{beside}' stays on in both, so that the change is that of '{surface.key}' on such vesicles.",)


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _beside(body: object) -> str:
    """The surface that is on beside the ligand of the question; empty where none is."""
    key = str(getattr(body, "second_surface", PLAIN))
    return "" if key == PLAIN else key


def _sought(surface: Surface) -> tuple[str, ...]:
    """That an organ is one place, where the ligand seeks a part of it."""
    if not surface.seeks or len(surface.organs) != 1 or surface.organs == (EVERYWHERE,):
        return ()
    return (f"It seeks {surface.seeks}; this body has the {surface.organs[0]} as one place, and moves the whole of it.",)


def _of_steps(plan: Plan) -> tuple[str, ...]:
    """What the hinge told of the surface modification."""
    place = [f"step[{one.step.order + 1}]" for one in plan.steps if isinstance(one.operation, SurfaceModification)][-1]
    return tuple(one.sentence for one in plan.notices if one.where.startswith(place))


def _cites(surface: Surface, plan: Plan) -> tuple[str, ...]:
    """References of the ligand first, then of the equations."""
    known = [one.cite for one in (surface.molar_mass, surface.footprint, surface.dissociation) if one is not None and one.cite]
    equations = [key for step in plan.steps if isinstance(step.operation, SurfaceModification | PhysiologicalCompartments) for key in step.operation.cites]
    avid = ["martinez2011"] if surface.dissociation is not None else []
    return tuple(dict.fromkeys([surface.cite, *(one.cite for one in surface.studies), *known, *avid, *equations]))
