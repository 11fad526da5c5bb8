"""The operations of the stage 'respond', and the cards of its models; of two for one tissue the one to take first stands in front."""

from typing import Any

from exoforge.laws.kinetics.card import ModelCard
from exoforge.stages.respond import (
    bone_ayati2010,
    bone_komarova2003,
    bone_komarova2005,
    bone_lemaire2004,
    bone_schittler2010,
    bone_trejo2019,
    cartilage_baker2017,
    cartilage_proctor2017,
    shelf_inflammation,
    skin_bianchi2015,
    skin_closure_card,
    skin_cooper2015,
    skin_scar_adler2020,
    skin_waugh2006_model,
    skin_waugh2007_model,
)
from exoforge.stages.respond.bone_komarova2003 import BoneRemodelling
from exoforge.stages.respond.bone_trejo2019 import BoneHealing
from exoforge.stages.respond.cartilage_baker2017 import OsteoarthriticJoint
from exoforge.stages.respond.cartilage_proctor2017 import CartilageMir140
from exoforge.stages.respond.skin_closure import SkinClosure
from exoforge.stages.respond.skin_cooper2015 import SkinFirstDays
from exoforge.stages.respond.skin_scar_adler2020 import SkinScar
from exoforge.stages.respond.skin_waugh2006 import SkinWound
from exoforge.stages.respond.skin_waugh2007 import SkinWoundBed

OPERATIONS: tuple[type[Any], ...] = (
    BoneHealing,
    BoneRemodelling,
    CartilageMir140,
    OsteoarthriticJoint,
    SkinWoundBed,
    SkinWound,
    SkinClosure,
    SkinFirstDays,
    SkinScar,
)

CARDS: tuple[ModelCard, ...] = (
    bone_trejo2019.CARD,
    bone_komarova2003.CARD,
    bone_komarova2005.CARD,
    bone_ayati2010.CARD,
    bone_lemaire2004.CARD,
    bone_schittler2010.CARD,
    cartilage_proctor2017.CARD,
    cartilage_baker2017.CARD,
    skin_waugh2007_model.CARD,
    skin_waugh2006_model.CARD,
    skin_closure_card.CARD,
    skin_cooper2015.CARD,
    skin_scar_adler2020.CARD,
    skin_bianchi2015.CARD,
    shelf_inflammation.REYNOLDS_CARD,
    shelf_inflammation.FRANK_CARD,
)
