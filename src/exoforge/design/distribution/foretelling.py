"""Where vesicles go: every body asked, its members, and what was measured beside them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exoforge.base.errors import SettingError
from exoforge.base.trace import Assumption
from exoforge.design.distribution.beside import Beside, beside_own, beside_published, factor_between, published_for
from exoforge.design.distribution.courses import LOOSE_BALANCE, Predicted, of_species, predicted
from exoforge.design.distribution.measured_table import read_measured
from exoforge.design.distribution.question import Asked, question_of
from exoforge.design.ensemble import ensemble_of
from exoforge.design.plan import demand
from exoforge.evidence.conflicts import Conflict
from exoforge.evidence.kinetics import INTO_BLOOD, Experiment, contradictions, experiments_of
from exoforge.record.therapy import Therapy
from exoforge.stages.contract import Disposition

FAR = 1000.0
"""A factor above which it is told as more than that. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """The answer.

    Parameters
    ----------
    species, route, surface : as asked. models : what each body says. experiments : what was published for the species and route.
    beside, own : published and own numbers beside the models. conflicts : what documents say against the measurements.
    told : of the question and the reading. warnings : where the prediction leaves what was measured, and what cannot be.
    """

    therapy: Therapy
    species: str
    route: str
    surface: str
    models: tuple[Predicted, ...]
    experiments: tuple[Experiment, ...]
    beside: tuple[Beside, ...]
    own: tuple[Beside, ...]
    own_file: str
    conflicts: tuple[Conflict, ...]
    told: tuple[str, ...]
    warnings: tuple[str, ...]
    assumed: tuple[Assumption, ...]
    members: int
    seed: int


def distribution_of(
    therapy: Therapy | None,
    asked: Asked,
    *,
    measured: Path | None = None,
    time_unit: str = "",
    members: int = 1000,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Distribution:
    """Follow a dose through every body asked.

    Parameters
    ----------
    measured : a user's own table, see `read_measured`.

    Raises
    ------
    RecordError, SettingError, FileError
        As `question_of`, `demand`, `ensemble_of` and `read_measured`.
    """
    question = question_of(therapy, asked)
    plans = {name: demand(plan, question.therapy.id) for name, plan in question.plans.items()}
    bodies = {name: next(one.operation for one in reversed(plan.steps) if isinstance(one.operation, Disposition)) for name, plan in plans.items() if plan.steps}
    if not bodies:
        raise SettingError("No step that runs distributes anything.")
    first = next(iter(bodies.values()))
    species = question.species or "mouse"
    route = question.route or str(getattr(first, "route", "intravenous"))
    own_values, own_told = read_measured(measured, species=species, route=route, time_unit=time_unit) if measured is not None else ((), ())
    models = tuple(predicted(name, ensemble_of(plan, members=members, seed=seed, progress=progress), species) for name, plan in plans.items())
    surface = next((str(body.surface) for body in bodies.values() if hasattr(body, "surface")), "none")
    experiments = published_for(species, route)
    rows = beside_published(models, experiments, surface)
    own, more = beside_own(models, own_values, of_species(species), _mass(first)) if own_values else ((), ())
    return Distribution(
        therapy=question.therapy,
        species=species,
        route=route,
        surface=surface,
        models=models,
        experiments=experiments,
        beside=rows,
        own=own,
        own_file=measured.name if measured is not None else "",
        conflicts=contradictions(route),
        told=(*question.told, *_unmeasured(experiments, species, route), *own_told, *more),
        warnings=(*_impossible(models), *_leaving(rows), *_leaving(own)),
        assumed=question.assumed,
        members=members,
        seed=seed,
    )


def _mass(body: Disposition) -> float:
    return float(getattr(body, "body_mass", math.nan))


def _unmeasured(experiments: tuple[Experiment, ...], species: str, route: str) -> tuple[str, ...]:
    """What nobody measured, as far as the table goes."""
    if any(one.values or one.figures for one in experiments):
        return ()
    others = sorted({one.species for one in experiments_of(routes=INTO_BLOOD if route in INTO_BLOOD else (route,)) if one.values or one.figures})
    numbers = f"numbers by this route are of {' and '.join(others)} alone" if others else "no numbers by this route are held of any species"
    return (f"No published number of vesicles in {species} by the route '{route}' is held; {numbers}. The prediction is not held against anything.",)


def _impossible(models: tuple[Predicted, ...]) -> tuple[str, ...]:
    found = []
    for model in models:
        for organ, share in model.extraction.items():
            if share.high > 1.0:
                found.append(
                    f"{model.title}: the {organ} would take more vesicles than its blood brings (a share of {share.median:.2g}, up to {share.high:.2g}); "
                    "such an uptake cannot be."
                )
        if model.balance > LOOSE_BALANCE:
            found.append(f"{model.title}: the sites add up to what was given within {model.balance:.1g} of the dose only.")
    return tuple(found)


def _leaving(rows: tuple[Beside, ...]) -> tuple[str, ...]:
    """A sentence for each kind of number of an experiment that lies outside the members of a model."""
    grouped: dict[tuple[str, str, str, str], list[Beside]] = {}
    for one in rows:
        for side in dict.fromkeys(one.verdict.values()):
            if side in ("above", "below") and not (one.kind == "share" and one.what != "spleen" and _has_spleen(rows, one)):
                grouped.setdefault((one.key, one.kind, one.what, side), []).append(one)
    return tuple(_outside(kind, what, side, several) for (_, kind, what, side), several in grouped.items())


def _outside(kind: str, what: str, side: str, several: Sequence[Beside]) -> str:
    noun = {"dose": f"percent of dose in the {what}", "share": f"share of the {what} among the organs seen", "figure": what.split(",")[0]}[kind]
    first, last = several[0], several[-1]
    times = "" if kind == "figure" else f" at {_hours(first.time)}" + (f" to {_hours(last.time)}" if last.time > first.time else "")
    printed = [one.printed.split(" of ")[0] for one in (first, last)]
    numbers = printed[0] + (f" to {printed[1]}" if len(several) > 1 else "")
    study = first.study if first.key.startswith(first.study) else f"{first.key} in {first.study}"
    said = " and ".join(f"{model} ({_factors(several, model)})" for model in first.predicted if any(one.verdict.get(model) == side for one in several))
    return f"The {noun} was measured as {numbers}{times} ({study}; {first.label}, {first.label_kind}), {side} 90 % of the members of {said}."


def _factors(several: Sequence[Beside], model: str) -> str:
    """How far the measured numbers lie from the median of a model."""
    found = sorted(max(factor, 1.0 / factor) for one in several if (factor := factor_between(one, model)) > 0)
    if not found:
        return "no factor can be told"
    if found[0] > FAR:
        return f"more than a factor of {FAR:g} from the median"
    low, high = (f"{float(f'{value:.2g}'):g}" for value in (found[0], found[-1]))
    return f"a factor of {low} from the median" if low == high else f"factors of {low} to {high} from the median"


def _has_spleen(rows: tuple[Beside, ...], one: Beside) -> bool:
    """Whether the same two organs were told of the spleen already: of two shares one follows from the other."""
    same = [row for row in rows if row.kind == "share" and row.key == one.key and row.time == one.time]
    return len({row.what for row in same}) == 2 and any(row.what == "spleen" for row in same)


def _hours(seconds: float) -> str:
    return f"{seconds / 60:g} min" if seconds < 7200 else f"{seconds / 3600:g} h"
