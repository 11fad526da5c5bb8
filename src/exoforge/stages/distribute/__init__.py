"""The operations of the stage 'distribute', and the cards of their models."""

from typing import Any

from exoforge.laws.kinetics.card import ModelCard
from exoforge.stages.distribute import body_card, local_depot
from exoforge.stages.distribute.body import BodyCompartments
from exoforge.stages.distribute.local_depot import LocalDepot
from exoforge.stages.distribute.physiology import card as physiology_card
from exoforge.stages.distribute.physiology import kagan2013
from exoforge.stages.distribute.physiology.operation import PhysiologicalCompartments

OPERATIONS: tuple[type[Any], ...] = (
    BodyCompartments,
    LocalDepot,
    PhysiologicalCompartments,
)

CARDS: tuple[ModelCard, ...] = (
    body_card.CARD,
    local_depot.CARD,
    physiology_card.CARD,
    kagan2013.CARD,
)
