"""The operations of the stage 'engineer'."""

from typing import Any

from exoforge.stages.engineer.incubation import IncubationLoading

OPERATIONS: tuple[type[Any], ...] = (IncubationLoading,)
