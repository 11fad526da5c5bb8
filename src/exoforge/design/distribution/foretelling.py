"""Where vesicles go: every body asked, its members, and what was measured beside them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exoforge.base.errors import SettingError
from exoforge.base.trace import Assumption
from exoforge.design.distribution.beside import Beside, beside_own, beside_published, published_for
from exoforge.design.distribution.courses import Predicted, of_species, predicted
from exoforge.design.distribution.doubts import impossible, leaving, too_much
from exoforge.design.distribution.measured_table import read_measured
from exoforge.design.distribution.question import Asked, question_of
from exoforge.design.ensemble import ensemble_of
from exoforge.design.plan import demand
from exoforge.evidence.conflicts import Conflict
from exoforge.evidence.kinetics import INTO_BLOOD, Experiment, contradictions, experiments_of
from exoforge.record.therapy import Therapy
from exoforge.stages.contract import Disposition
from exoforge.stages.distribute.physiology.surfaces import surface_name


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
    surface = next((surface_name(body) for body in bodies.values() if hasattr(body, "surface")), "none")
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
        warnings=(*impossible(models), *too_much(own), *leaving(own), *leaving(rows)),
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
