"""Every model there is, by its name on the shelf: how carriers let go, what the body does with vesicles, how tissues answer."""

from __future__ import annotations

import difflib
from functools import lru_cache

from exoforge.base.errors import InternalError, SettingError
from exoforge.laws.kinetics.card import ModelCard
from exoforge.stages.contract import Tissue
from exoforge.stages.distribute import CARDS as DISTRIBUTE
from exoforge.stages.outside import outside_operations
from exoforge.stages.respond import CARDS as RESPOND


@lru_cache(maxsize=1)
def cards() -> dict[str, ModelCard]:
    """The cards of all models, by key: of the body first, then of the tissues, then those of outside tissues."""
    found: dict[str, ModelCard] = {}
    outside = (one.card for one in outside_operations() if issubclass(one, Tissue))
    for card in (*DISTRIBUTE, *RESPOND, *outside):
        if found.setdefault(card.key, card) is not card:
            raise InternalError(f"Two models on the shelf are named '{card.key}'.")
    return found


def card_of(key: str) -> ModelCard:
    """The card of a model.

    Raises
    ------
    SettingError
        No model on the shelf has that name.
    """
    found = cards().get(key)
    if found is None:
        near = difflib.get_close_matches(key, cards(), n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(cards())}."
        raise SettingError(f"No model on the shelf is named '{key}'; {hint}")
    return found


def tissues_of(tissue: str) -> tuple[type[Tissue], ...]:
    """The tissues that answer for a term of the vocabulary 'tissues', the one to take first in front; none where there is no validated model."""
    from exoforge.stages.catalog import operations  # here, because the list of models needs no other stage

    return tuple(operation for operation in operations().values() if issubclass(operation, Tissue) and operation.card.tissue == tissue)
