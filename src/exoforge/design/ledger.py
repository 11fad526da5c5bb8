"""The assumption ledger: what was assumed, why, and how far each assumption moves the headline."""

from __future__ import annotations

import math

from exoforge.design.ensemble import Ensemble
from exoforge.design.result import LedgerRow
from exoforge.design.summary import Figure, difference


def ledger_of(ensemble: Ensemble, headline: Figure | None) -> tuple[LedgerRow, ...]:
    """Every assumption and every stated interval, those that move the headline most first.

    Each is moved alone to its 5th and its 95th percentile while all others stay central; an assumption whose spread is
    unknown is listed and not moved.
    """
    rows: list[LedgerRow] = []
    centre = headline(ensemble.central) if headline else math.nan
    moved = set()
    for one, (low, high) in zip(ensemble.uncertain, ensemble.alone, strict=True):
        at_low, at_high = (headline(low), headline(high)) if headline else (math.nan, math.nan)
        moves = max((abs(difference(value, centre)) for value in (at_low, at_high) if not math.isnan(value)), default=0.0)
        moved.add(one.assumption.key)
        rows.append(LedgerRow(assumption=one.assumption, origin=one.origin, at_low=at_low, at_high=at_high, moves=moves))
    for planned in ensemble.plan.steps:
        rows.extend(
            LedgerRow(assumption=assumption, origin="assumed", at_low=None, at_high=None, moves=0.0)
            for assumption in planned.assumed
            if assumption.key not in moved
        )
    return tuple(sorted(rows, key=lambda row: (-row.moves, row.at_low is None, row.assumption.key)))
