"""The operations of the stage 'respond'."""

from typing import Any

from exoforge.stages.respond.bone_trejo2019 import BoneHealing
from exoforge.stages.respond.skin_waugh2006 import SkinWound

OPERATIONS: tuple[type[Any], ...] = (BoneHealing, SkinWound)
