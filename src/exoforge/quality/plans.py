"""What of a record is done and not only planned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exoforge.record.stated import Leaf, Missing, Stated
from exoforge.record.therapy import MeasurementClaim, Step, Therapy

PLANNED = Missing(reason="planned")


def has_plans(therapy: Therapy) -> bool:
    """Whether any value, or the record as a whole, is a plan."""
    return therapy.standing == "planned" or without_plans(therapy) != therapy


def without_plans(therapy: Therapy) -> Therapy:
    """The record with every planned value missing, and without the steps of a plan that nothing says were done.

    The technique and the quantity of a measurement stay, because they only name it.
    """
    parts: dict[str, Any] = {name: _cleared(getattr(therapy, name)) for name in ("product", "source", "dosing", "target", "study")}
    parts["steps"] = tuple(_cleared(step) for step in therapy.steps if therapy.standing != "planned" or _is_done(step))
    parts["measurements"] = tuple(_cleared(claim) for claim in therapy.measurements)
    return therapy.model_copy(update=parts)


def _is_done(step: Step) -> bool:
    return any(isinstance(leaf, Stated) and leaf.basis in ("reported", "measured", "derived") for leaf in step.settings.values())


def _cleared(part: Any) -> Any:
    kept = ("technique", "quantity") if isinstance(part, MeasurementClaim) else ()
    declared = {name: getattr(part, name) for name in type(part).model_fields if name != "settings"}
    update: dict[str, Any] = {name: PLANNED for name, leaf in declared.items() if name not in kept and _is_planned(leaf)}
    settings: Mapping[str, Leaf] = part.settings
    update["settings"] = {name: PLANNED if _is_planned(leaf) else leaf for name, leaf in settings.items()}
    return part.model_copy(update=update)


def _is_planned(leaf: Any) -> bool:
    return isinstance(leaf, Stated) and leaf.basis == "planned"
