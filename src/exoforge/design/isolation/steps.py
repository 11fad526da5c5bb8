"""A step that is planned from plain words, as a table of methods or the options of a command state it."""

from __future__ import annotations

from collections.abc import Mapping

from exoforge.design.plan import PlannedStep
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.catalog import operation_of
from exoforge.stages.contract import step_key


def planned_step(stage: str, kind: str, settings: Mapping[str, str], *, order: int = 0) -> tuple[PlannedStep, tuple[str, ...]]:
    """A step through its hinge, and what is told of it.

    Parameters
    ----------
    settings : as a record writes them. order : the place of the step, counted from 0.

    Raises
    ------
    SettingError
        The step has no model, or its settings cannot be used.
    """
    leaves = {name: leaf_from_plain(text, "planned") for name, text in settings.items()}
    step = Step(stage=stage, kind=kind, order=order, settings=leaves)
    hinged = operation_of(step).from_step(step)
    planned = PlannedStep(key=step_key(step), step=step, operation=hinged.operation, assumed=hinged.assumed, spreads=hinged.spreads)
    return planned, hinged.notices
