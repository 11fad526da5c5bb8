"""Write docs/evidence-rows.md from the readings: every row of every table and every statement of the texts, one by one.

Run: python tools/evidence_rows.py            (with --check: exit 1 when the page is stale)
"""

from __future__ import annotations

import sys
from pathlib import Path

from exoforge.evidence.accounting import accounts, statements
from exoforge.evidence.claims import Claim
from exoforge.evidence.documents import documents
from exoforge.evidence.readings import claims
from exoforge.evidence.works import reference_list

PAGE = Path(__file__).parents[1] / "docs" / "evidence-rows.md"
HEAD = """# Rows read

This page is made from the readings (`python tools/evidence_rows.py`); `exoforge evidence rows` prints the tables.
It accounts for every row of every table that was read, and for every statement on a study that stands in a running text alone.
*Work* is the number on the document's own reference list that fits the claim by content; *printed* is what the place prints.
A row with an unrelated or doubtful reference keeps what the row says and has no work.
"""


def page() -> str:
    """The whole page."""
    held = claims()
    parts = [HEAD, _overview(held)]
    for account in accounts(held):
        parts.append(f"## {account.document}, {account.table}\n\n{account.rows} rows, {len(account.claims)} read.\n\n{_table(account.claims, 'row')}")
    for document in documents():
        told = statements(held, document)
        parts.append(f"## {document}, statements of the text\n\n{len(told)} statements that are no row of a table.\n\n{_table(told, 'no.')}")
    return "\n".join(parts)


def _overview(held: tuple[Claim, ...]) -> str:
    rows = ["| document | place | rows | read | arms | fits | renumbered | doubtful | unrelated | not cited |", "|---|---|---|---|---|---|---|---|---|---|"]
    for account in accounts(held):
        rows.append(_counts(account.document, account.table, str(account.rows), account.claims))
    rows += [_counts(document, "text", "–", statements(held, document)) for document in documents()]
    rows.append(_counts("**all**", "", "–", held))
    return "\n".join(rows) + "\n"


def _counts(document: str, place: str, rows: str, told: tuple[Claim, ...]) -> str:
    fits = " | ".join(str(sum(claim.fit == fit for claim in told)) for fit in ("fits", "renumbered", "doubtful", "unrelated", "not cited"))
    return f"| {document} | {place} | {rows} | {len(told)} | {sum(len(claim.arms) for claim in told)} | {fits} |"


def _table(told: tuple[Claim, ...], number: str) -> str:
    rows = [f"| {number} | claim | printed | work | fit | arms | flags |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*rows, *map(_row, told)]) + "\n"


def _row(claim: Claim) -> str:
    arms = ", ".join(arm.id for arm in claim.arms)
    cells = (claim.row, _cell(claim.says), _cell(claim.printed or "–"), _work(claim), claim.fit, arms, len(claim.flags) or "–")
    return f"| {' | '.join(map(str, cells))} |"


def _work(claim: Claim) -> str:
    number = next((printed.number for printed in reference_list(claim.document) if printed.key == claim.study), 0)
    return f"{number}, {claim.study}" if number else "–"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("[", "\\[")


def main() -> None:
    """Write the page, or check that it is fresh."""
    text = page()
    if "--check" in sys.argv:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text
        print(f"{PAGE.name} is {'stale: run python tools/evidence_rows.py' if stale else 'fresh'}.")
        raise SystemExit(int(stale))
    PAGE.write_text(text, encoding="utf-8")
    print(f"Wrote {PAGE}")


if __name__ == "__main__":
    main()
