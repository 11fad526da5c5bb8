"""Every row of every table, accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exoforge.evidence.accounting import TableAccount
from exoforge.evidence.claims import Claim
from exoforge.report.evidence.text import wrapped


def accounts_facts(found: Sequence[TableAccount]) -> list[dict[str, Any]]:
    """The same for machines."""
    return [
        {"document": one.document, "table": one.table, "rows": one.rows, "missing": list(one.missing), "claims": [_claim(claim) for claim in one.claims]}
        for one in found
    ]


def _claim(claim: Claim) -> dict[str, Any]:
    return {"id": claim.id, "row": claim.row, "study": claim.study, "fit": claim.fit, "arms": [arm.id for arm in claim.arms]}


def accounts_text(found: Sequence[TableAccount]) -> str:
    """Each table with its rows: the claim, the work and the arms."""
    lines: list[str] = []
    for one in found:
        arms = sum(len(claim.arms) for claim in one.claims)
        left = f"; nothing was read of row {', '.join(map(str, one.missing))}" if one.missing else "; none left out"
        lines += [f"{one.document}, {one.table}: {one.rows} rows, {len(one.claims)} claims, {arms} arms{left}"]
        for claim in one.claims:
            what = f"{claim.study or 'no work'} ({claim.fit}), {len(claim.arms)} arm{'s' if len(claim.arms) > 1 else ''}: {claim.says}"
            lines += wrapped(what, f"  {claim.row:>3}  ", "       ")
        lines.append("")
    return "\n".join(lines).rstrip()
