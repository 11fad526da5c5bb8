"""The published records that the package carries: every arm of every claim that was read."""

from __future__ import annotations

from functools import lru_cache

from exoforge.evidence.claims import Arm
from exoforge.evidence.readings import claims
from exoforge.record.therapy import Therapy


@lru_cache(maxsize=1)
def arms() -> tuple[Arm, ...]:
    """Every arm of the package, with the claim that reports it, by document, table and row."""
    return tuple(Arm(therapy=therapy, claim=claim) for claim in claims() for therapy in claim.arms)


def published() -> tuple[Therapy, ...]:
    """Every published record of the package, one for each arm."""
    return tuple(arm.therapy for arm in arms())
