"""The assumption ledger: what was assumed, why, and how far each assumption moves the headline."""

from __future__ import annotations

import math
import statistics

from exoforge.design.ensemble import Ensemble, Outcome
from exoforge.design.result import LedgerRow
from exoforge.design.summary import Figure, difference


def ledger_of(ensemble: Ensemble, headline: Figure | None) -> tuple[LedgerRow, ...]:
    """Every assumption and every stated interval, those that move the headline most first.

    Each is moved alone to its 5th and its 95th percentile while all others stay central; an assumption whose spread is
    unknown is listed and not moved.
    """
    rows: list[LedgerRow] = []
    centre = _centre(ensemble, headline)
    moved = set()
    for one, (low, high) in zip(ensemble.uncertain, ensemble.alone, strict=True):
        at_low, at_high = (_known(headline, row) for row in (low, high))
        moves = max((abs(difference(value, centre)) for value in (at_low, at_high) if value is not None), default=0.0)
        moved.add(one.assumption.key)
        rows.append(LedgerRow(assumption=one.assumption, origin=one.origin, at_low=at_low, at_high=at_high, moves=moves))
    for planned in ensemble.plan.steps:
        rows.extend(
            LedgerRow(assumption=assumption, origin="assumed", at_low=None, at_high=None, moves=0.0)
            for assumption in planned.assumed
            if assumption.key not in moved
        )
    return tuple(sorted(rows, key=lambda row: (-row.moves, row.at_low is None, row.assumption.key)))


def _known(headline: Figure | None, row: Outcome) -> float | None:
    """The headline of a row, None where it has none."""
    value = headline(row) if headline else math.nan
    return None if math.isnan(value) else value


def _centre(ensemble: Ensemble, headline: Figure | None) -> float:
    """The headline of the central row; where it has none, the median of the members."""
    central = _known(headline, ensemble.central)
    if central is not None:
        return central
    known = [value for member in ensemble.members if (value := _known(headline, member)) is not None]
    return statistics.median_low(known) if known else 0.0
