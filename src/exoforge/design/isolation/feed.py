"""What an isolation starts from: a usual conditioned medium, or what a record has made before the step in question."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from exoforge.base.errors import SettingError
from exoforge.base.trace import Assumption
from exoforge.base.units import short_number
from exoforge.design.isolation.steps import planned_step
from exoforge.design.plan import PlannedStep, demand, plan_of
from exoforge.design.river import flow
from exoforge.record.therapy import Therapy
from exoforge.stages.contract import Culture, Separation, Treatment
from exoforge.stages.culture.release import Vessel
from exoforge.streams.amounts import vesicle_number
from exoforge.streams.suspension import Suspension

USUAL_SUPPLEMENT = "ev-depleted-fbs"
"""A choice: the usual feed was cultured with vesicle-depleted serum, so that it holds what isolations are burdened with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A suspension to be separated.

    Parameters
    ----------
    suspension : the feed itself, of the central member: every parameter at its stated or usual value.
    said : where it comes from, in words.
    assumed : what had to be assumed to make it.
    steps : the steps that made it.
    """

    suspension: Suspension
    said: str
    assumed: tuple[Assumption, ...]
    steps: tuple[PlannedStep, ...]


def usual_feed(**settings: str) -> Feed:
    """Conditioned medium of flasks at their usual values, with vesicle-depleted serum; `settings` replace values, as a record writes them."""
    planned, _ = planned_step("culture", "flask", {"supplement": USUAL_SUPPLEMENT, **settings})
    made = cast(Vessel, planned.operation)
    said = f"a usual conditioned medium: {short_number(made.cells)} cells in flasks, {made.supplement}, for {made.duration / 3600:.3g} h (a choice)"
    return _feed((planned,), said)


def feed_of(therapy: Therapy, *, before: Collection[str] = ()) -> Feed:
    """What a record has made before its first step of one of the kinds `before`; without such a step, what its culture made.

    Raises
    ------
    RecordError
        The record has problems; every one is told.
    SettingError
        The record has no culture that exoforge has a model of.
    """
    plan = demand(plan_of(therapy))
    makers = [one for one in plan.steps if isinstance(one.operation, Culture)]
    if not makers:
        raise SettingError(
            f"The record '{therapy.id}' has no culture step with a model, so that there is nothing to isolate from; state a 'flask' or a 'stock'."
        )
    parts = [one for one in plan.steps if isinstance(one.operation, Culture | Separation | Treatment)]
    reached = next((place for place, one in enumerate(parts) if one.operation.kind in before), None)
    steps = tuple(parts[:reached]) if reached is not None else tuple(makers)
    return _feed(steps, f"'{therapy.id}' after {steps[-1].key}")


def check_vesicles(suspension: Suspension) -> None:
    """See that there is something to isolate.

    Raises
    ------
    SettingError
        The suspension holds no vesicles of the cells.
    """
    if vesicle_number(suspension) <= 0:
        raise SettingError("The feed holds no vesicles of the cells, so that there is nothing to recover; see what its culture releases.")


def _feed(steps: tuple[PlannedStep, ...], said: str) -> Feed:
    river = flow([(one.key, one.operation) for one in steps])
    return Feed(suspension=river.passages[-1].suspension, said=said, assumed=tuple(told for one in steps for told in one.assumed), steps=steps)
