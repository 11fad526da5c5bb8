"""Every row of every table that was read, one by one: which claim and which arms came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoforge.base.errors import TermError
from exoforge.evidence.claims import Claim
from exoforge.evidence.documents import documents


@dataclass(frozen=True, kw_only=True, slots=True)
class TableAccount:
    """One table of one document.

    Parameters
    ----------
    document, table : which.
    rows : how many rows it has.
    claims : what was read, by row.
    missing : rows of which nothing was read.
    """

    document: str
    table: str
    rows: int
    claims: tuple[Claim, ...]
    missing: tuple[int, ...]


def accounts(claims: Sequence[Claim], document: str = "") -> tuple[TableAccount, ...]:
    """The tables of one document, or of all in their order, each with its rows accounted for.

    Raises
    ------
    TermError
        There is no such document.
    """
    if document and document not in documents():
        raise TermError(f"There is no document '{document}'; those that were read are {', '.join(documents())}.")
    found: list[TableAccount] = []
    for key, read in documents().items():
        if document not in ("", key):
            continue
        for table, rows in read.tables.items():
            held = sorted((claim for claim in claims if claim.document == key and claim.locator.startswith(f"{table}, row")), key=lambda claim: claim.row)
            numbers = {claim.row for claim in held}
            missing = tuple(row for row in range(1, rows + 1) if row not in numbers)
            found.append(TableAccount(document=key, table=table, rows=rows, claims=tuple(held), missing=missing))
    return tuple(found)


def statements(claims: Sequence[Claim], document: str) -> tuple[Claim, ...]:
    """The claims of a document that stand in its running text alone, in their order."""
    return tuple(sorted((claim for claim in claims if claim.document == document and claim.locator.startswith("section ")), key=lambda claim: claim.row))
