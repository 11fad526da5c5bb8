"""What a step says in its settings, under the first of several names that says anything."""

from __future__ import annotations

from typing import Any

from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step


def stated_leaf(step: Step, *names: str) -> Stated[Any] | None:
    """The first of some settings that a step states; None where it states none of them."""
    leaves: list[Any] = [step.settings.get(name) for name in names]
    return next((leaf for leaf in leaves if isinstance(leaf, Stated)), None)


def stated_text(step: Step, *names: str) -> str:
    """What the first of some settings that a step states says; empty where it states none of them."""
    leaf = stated_leaf(step, *names)
    return "" if leaf is None else str(leaf.value)


def reason_missing(step: Step, *names: str) -> str:
    """Why a step states none of some settings, by the first that is there; 'not reported' where none is."""
    leaves: list[Any] = [step.settings.get(name) for name in names]
    return next((leaf.reason for leaf in leaves if isinstance(leaf, Missing)), Missing().reason)
