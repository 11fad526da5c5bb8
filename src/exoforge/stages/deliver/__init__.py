"""The operations of the stage 'deliver'."""

from typing import Any

from exoforge.stages.deliver.burst_release import BurstRelease
from exoforge.stages.deliver.gel_slab import GelSlab
from exoforge.stages.deliver.injection import Injection

OPERATIONS: tuple[type[Any], ...] = (Injection, GelSlab, BurstRelease)
