"""The operations of the stage 'distribute'."""

from typing import Any

from exoforge.stages.distribute.intravenous import IntravenousCompartments
from exoforge.stages.distribute.local_depot import LocalDepot

OPERATIONS: tuple[type[Any], ...] = (IntravenousCompartments, LocalDepot)
