"""The operations that other packages announce: under ``exoforge.operations``, tissues also under ``exoforge.tissues``."""

from __future__ import annotations

from exoforge.base.announced import announced
from exoforge.stages.contract import Operation

GROUPS = ("exoforge.operations", "exoforge.tissues")


def outside_operations() -> tuple[type[Operation], ...]:
    """Their classes, in the order of the groups.

    Raises
    ------
    SettingError
        Something is announced that fulfils none of the contracts.
    """
    refusal = "is announced as an operation, but fulfils none of the contracts of exoforge.stages.contract."
    return tuple(operation for group in GROUPS for operation in announced(group, Operation, refusal))
