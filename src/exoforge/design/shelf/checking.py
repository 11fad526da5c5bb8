"""The claims of a model, computed again."""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.base.errors import ExoforgeError
from exoforge.laws.kinetics.card import Claim, ModelCard, holds


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A claim and what came out now.

    Parameters
    ----------
    got : in the claim's unit; None where the computation was refused, and `trouble` says why.
    """

    claim: Claim
    got: float | None
    is_reproduced: bool
    trouble: str = ""


def checked(card: ModelCard) -> tuple[Checked, ...]:
    """Every claim of a card, computed now."""
    return tuple(_one(claim) for claim in card.claims)


def _one(claim: Claim) -> Checked:
    try:
        got = float(claim.compute())
    except ExoforgeError as trouble:
        return Checked(claim=claim, got=None, is_reproduced=False, trouble=str(trouble))
    if got != got:
        return Checked(claim=claim, got=None, is_reproduced=False, trouble="The computation gives no number.")
    return Checked(claim=claim, got=got, is_reproduced=holds(claim, got))
