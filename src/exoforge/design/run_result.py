"""What a run gives back, in SI: the report, the JSON and a notebook all read the same numbers from it."""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.base.trace import Trace
from exoforge.design.engineering.run_result import Engineered
from exoforge.design.need.need_result import Need
from exoforge.design.response_result import ResponseResult
from exoforge.design.result import Band, Confrontation, DoseRow, ExposureResult, Headline, Interval, LedgerRow, Reach, SizeResult
from exoforge.evidence.nearest import Neighbour
from exoforge.quality.rules import Verdict
from exoforge.record.therapy import Therapy
from exoforge.streams.suspension import Suspension


@dataclass(frozen=True, kw_only=True, slots=True)
class EnsembleInfo:
    """How the intervals were made."""

    members: int
    seed: int
    uncertain: int
    failed: int
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Everything that a run of one therapy found out.

    `headlines[0]` is the one that the ledger is ranked by. Parts that the record has no step for are None or empty.
    """

    therapy: Therapy
    headlines: tuple[Headline, ...]
    reaches: tuple[Reach, ...]
    final: Suspension | None
    sizes: SizeResult | None
    confrontations: tuple[Confrontation, ...]
    carrier: str
    release: Band | None
    doses_per_batch: Interval | None
    engineered: tuple[Engineered, ...]
    exposure: ExposureResult | None
    response: ResponseResult | None
    doses: tuple[DoseRow, ...]
    verdicts: tuple[Verdict, ...]
    neighbours: tuple[Neighbour, ...]
    ledger: tuple[LedgerRow, ...]
    warnings: tuple[str, ...]
    notices: tuple[str, ...]
    trace: Trace
    ensemble: EnsembleInfo
    version: str
    stoichiometry: Need | None = None
