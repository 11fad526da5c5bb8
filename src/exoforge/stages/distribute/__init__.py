"""The operations of the stage 'distribute', and the cards of their models."""

from typing import Any

from exoforge.laws.kinetics.card import ModelCard
from exoforge.stages.distribute import intravenous, local_depot
from exoforge.stages.distribute.intravenous import IntravenousCompartments
from exoforge.stages.distribute.local_depot import LocalDepot

OPERATIONS: tuple[type[Any], ...] = (
    IntravenousCompartments,
    LocalDepot,
)

CARDS: tuple[ModelCard, ...] = (
    intravenous.CARD,
    local_depot.CARD,
)
