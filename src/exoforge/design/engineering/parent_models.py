"""What the models make of changed parent cells: the factor of a vessel, the copies that a modification puts into vesicles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.base.parameters import Spread, parameters_of, quantile, replaced
from exoforge.cargo.surfaces import displayed_surface
from exoforge.design.carried import PRECONDITIONING
from exoforge.design.engineering.parent_result import EndogenousLoading, Factor
from exoforge.design.ensemble import member_values, uncertain_of
from exoforge.design.plan import Plan, PlannedStep
from exoforge.design.result import Interval
from exoforge.design.summary import quantiles
from exoforge.laws.copies import share_with_any
from exoforge.record.settings import stated_text
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, step_key
from exoforge.stages.culture.genetic_modification import GeneticModification
from exoforge.stages.culture.modification_settings import AGENT, DISPLAYED
from exoforge.stages.culture.preconditioning import NONE, SEVERAL, effect_of, read_word
from exoforge.stages.culture.release import Vessel
from exoforge.stages.culture.stock import Stock
from exoforge.stages.distribute.physiology.surfaces import surfaces
from exoforge.stages.distribute.physiology.surfaces import told as surface_told

FACTOR = "preconditioning_factor"
"""The setting of a vessel that a preconditioning moves."""


def factor_of_words(words: Sequence[str]) -> Factor:
    """What a vessel makes of preconditionings that are no step of a record."""
    reading = read_word(Step(stage="culture", kind="flask", settings={PRECONDITIONING: Stated(value=" and ".join(words), basis="planned")}))
    reading = reading if reading.kind else effect_of(SEVERAL)
    return _factor(reading.kind, reading.factor, reading.spread, reading.reason, reading.cite)


def factor_of_vessel(planned: PlannedStep) -> Factor | None:
    """What the vessel of a record makes of everything at once."""
    vessel = planned.operation
    if not isinstance(vessel, Vessel) or vessel.preconditioning == NONE:
        return None
    told = next((one for one in planned.assumed if one.name == FACTOR), None)
    spread = planned.spreads.get(FACTOR, Spread(shape="fixed"))
    reason, cite = ("stated in the record", "") if told is None else (told.reason, told.cite)
    return _factor(vessel.preconditioning, vessel.preconditioning_factor, spread, reason, cite)


def loading_of(step: Step, members: int, seed: int) -> EndogenousLoading:
    """What a genetic modification puts into the vesicles, with its interval."""
    agent = stated_text(step, AGENT)
    shown = displayed_surface(agent)
    key = shown.key if shown is not None else ""
    if key and DISPLAYED not in step.settings:
        step = step.model_copy(update={"settings": {**step.settings, DISPLAYED: Stated(value=(agent,), basis="derived")}})
    hinged = GeneticModification.from_step(step)
    modification = hinged.operation
    figures = modification.treat(Stock().produce()).figures
    known = modification.copies() > 0 and modification.carriers() > 0
    drawn = _drawn(step, hinged, members, seed) if known else {}
    return EndogenousLoading(
        location=modification.location,
        surface=key,
        seeks=surface_told(surfaces()[key]) if key else "",
        basis=modification.copies_basis,
        copies=drawn.get("copies"),
        carriers=drawn.get("carriers"),
        with_any=drawn.get("with_any"),
        in_one=drawn.get("in_one"),
        packing=figures.get("packing ceiling, copies per vesicle"),
        assumed=hinged.assumed,
        notices=tuple(sentence.removeprefix(f"{step_key(step)}: ") for sentence in hinged.notices),
    )


def _factor(kind: str, value: float, spread: Spread, reason: str, cite: str) -> Factor:
    parameter = next(one for one in parameters_of(Vessel) if one.name == FACTOR)
    low, high = (float(edge) for edge in quantile(parameter, spread, value, np.array([0.05, 0.95])))
    return Factor(kind=kind, value=value, low=low, high=high, reason=reason, cite=cite)


def _drawn(step: Step, hinged: Hinged, members: int, seed: int) -> dict[str, Interval]:
    """Copies and carriers over members, every uncertain value of the modification drawn."""
    planned = PlannedStep(key=step_key(step), step=step, operation=hinged.operation, assumed=hinged.assumed, spreads=hinged.spreads)
    uncertain = uncertain_of(Plan(steps=(planned,)))
    rows = member_values(uncertain, members, seed)
    names = [one.parameter.name for one in uncertain]
    every = [hinged.operation, *(replaced(hinged.operation, dict(zip(names, row, strict=True))) for row in rows.tolist())]
    copies, carriers = np.array([one.copies() for one in every]), np.array([one.carriers() for one in every])
    with_any = np.asarray(share_with_any(copies, carriers=carriers))
    figures = {"copies": copies, "carriers": carriers, "with_any": with_any, "in_one": copies / with_any}
    found = {}
    for name, values in figures.items():
        low, median, high = quantiles(values[1:])
        found[name] = Interval(central=float(values[0]), low=low, median=median, high=high)
    return found
