"""The operations of the stage 'respond', and the cards of its models; of two for one tissue the one to take first stands in front."""

from typing import Any

from exoforge.laws.kinetics.card import ModelCard
from exoforge.stages.respond import bone_trejo2019, skin_waugh2006
from exoforge.stages.respond.bone_trejo2019 import BoneHealing
from exoforge.stages.respond.skin_waugh2006 import SkinWound

OPERATIONS: tuple[type[Any], ...] = (
    BoneHealing,
    SkinWound,
)

CARDS: tuple[ModelCard, ...] = (
    bone_trejo2019.CARD,
    skin_waugh2006.CARD,
)
