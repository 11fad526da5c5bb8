"""The operations of the stage 'store'."""

from typing import Any

from exoforge.stages.store.lyophilisation import Lyophilisation
from exoforge.stages.store.storage import Storage

OPERATIONS: tuple[type[Any], ...] = (Storage, Lyophilisation)
