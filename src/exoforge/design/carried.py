"""What one step of a record says that a later operation must know: the surface that was put on, the preconditioning of the cells."""

from __future__ import annotations

from typing import Any

from exoforge.record.stated import Stated
from exoforge.record.therapy import Step, Therapy

LIGAND = "ligand"
"""The setting of a surface modification that names what is put on."""


def carried_by_steps(therapy: Therapy) -> dict[str, Stated[Any]]:
    """Settings that earlier steps state for later ones, by the name under which the later ones read them (`Operation.reads`).

    ``surface`` : the ligand of the record's last surface modification.
    """
    found: dict[str, Stated[Any]] = {}
    for step in therapy.steps:
        if step.stage == "engineer" and step.kind == "surface-modification" and (ligand := _stated(step, LIGAND, "agent")) is not None:
            found["surface"] = ligand
    return found


def _stated(step: Step, *names: str) -> Stated[Any] | None:
    """The first of some settings that a step states."""
    leaves: list[Any] = [step.settings.get(name) for name in names]
    return next((leaf for leaf in leaves if isinstance(leaf, Stated)), None)
