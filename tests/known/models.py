"""Known answers of the models on the shelf: every claim of every card."""

from __future__ import annotations

from exoforge.laws.kinetics.card import Claim
from exoforge.stages.shelf import cards
from tests.known.case import Case


def _case(claim: Claim, cited: str) -> Case:
    source = claim.source + {"published": "", "independent run": " (derived independently)", "analytic": " (on paper)"}[claim.origin]
    return Case(
        id=claim.key,
        title=f"{cited}: {claim.title}",
        source=source,
        expected=claim.expected,
        tolerance=claim.tolerance,
        kind=claim.kind,
        unit=claim.unit,
        compute=claim.compute,
    )


CASES: tuple[Case, ...] = tuple(_case(claim, key) for key, card in cards().items() for claim in card.claims)
