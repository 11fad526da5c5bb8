"""What stands before a delivery: the record's own steps where they make vesicles, else a stock that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from exoforge.base.terms import key_or_word
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.catalog import operations
from exoforge.stages.contract import Culture

UPSTREAM = ("culture", "isolate", "engineer", "store")
"""The stages before a delivery."""


def makes_vesicles(therapy: Therapy) -> bool:
    """Whether a record has a culture that a model follows; without one it makes no vesicles, and a stock stands for them."""
    return any(map(is_vessel, therapy.steps))


def kind_of_step(step: Step) -> str:
    """The kind of a step as the vocabulary spells it."""
    return key_or_word("operations", step.kind)


def is_vessel(step: Step) -> bool:
    """Whether cells make vesicles in a step, or a stock hands them over; what is done to the cells beside it makes none."""
    operation = operations().get((step.stage, kind_of_step(step)))
    return operation is not None and issubclass(operation, Culture)


def steps_before_delivery(therapy: Therapy) -> tuple[Step, ...]:
    """The record's own steps before its delivery, whether a model follows them or not."""
    return tuple(step for step in therapy.steps if step.stage in UPSTREAM)


def stock(settings: Mapping[str, Stated[Any]] | None = None) -> tuple[Step, ...]:
    """A stock of vesicles in place of the steps that would make them; what is not stated takes its usual value and is told."""
    return (Step(stage="culture", kind="stock", settings=dict(settings or {})),)


def with_steps(therapy: Therapy, steps: Iterable[Step]) -> Therapy:
    """The record with other steps, numbered in their order."""
    return therapy.model_copy(update={"steps": tuple(step.model_copy(update={"order": order}) for order, step in enumerate(steps))})
