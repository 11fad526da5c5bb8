"""Arms whole: every field with its place, the citation check, conflicts, and what other documents say of the study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from exoforge.evidence.additions import arm_to_plain
from exoforge.evidence.agreement import compare_readings
from exoforge.evidence.citation_check import check_citation
from exoforge.evidence.claims import Arm
from exoforge.evidence.conflicts import Conflict, conflicts_of
from exoforge.report.evidence.text import agreement_text, claim_text, conflicts_text, wrapped


def shown_facts(arms: Sequence[Arm], siblings: Sequence[Arm]) -> dict[str, Any]:
    """The same for machines."""
    return {
        "arms": [arm_to_plain(arm) | {"citation_check": asdict(check_citation(arm))} for arm in arms],
        "conflicts": [asdict(conflict) for conflict in _conflicts(arms)],
        "other_readings": [arm.therapy.id for arm in _others(arms, siblings)],
        "agreement": [asdict(one) for one in compare_readings(siblings)],
    }


def shown_text(arms: Sequence[Arm], siblings: Sequence[Arm]) -> str:
    """Claim by claim, then what touches all of them."""
    claims = {arm.claim.id: [one for one in arms if one.claim.id == arm.claim.id] for arm in arms}
    parts = [claim_text(held, check_citation(held[0])) for held in claims.values()]
    if found := _conflicts(arms):
        parts.append(conflicts_text(found))
    if others := _others(arms, siblings):
        parts.append("\n".join(wrapped(", ".join(arm.therapy.id for arm in others), "Other arms of the study: ", "  ")))
    if compared := compare_readings(siblings):
        parts.append("Documents beside each other on this study\n" + agreement_text(compared))
    return "\n\n".join(parts)


def _conflicts(arms: Sequence[Arm]) -> list[Conflict]:
    return list({conflict.key: conflict for arm in arms for conflict in conflicts_of(arm)}.values())


def _others(arms: Sequence[Arm], siblings: Sequence[Arm]) -> list[Arm]:
    shown = {arm.therapy.id for arm in arms}
    return [arm for arm in siblings if arm.therapy.id not in shown]
