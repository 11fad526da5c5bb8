"""The main job: one record in, everything that can be found out about it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from exoforge.base.trace import Assumption, Entry, Trace
from exoforge.design.confront import Seen, confronted, seen_by_nta, sizes_of
from exoforge.design.doses import dose_table
from exoforge.design.engineering.in_run import engineered_of
from exoforge.design.ensemble import Ensemble, Progress, ensemble_of
from exoforge.design.ledger import ledger_of
from exoforge.design.need.need import need_in_run
from exoforge.design.need.words import shortfall
from exoforge.design.plan import Plan, demand, plan_of
from exoforge.design.response_summary import response_of
from exoforge.design.run_result import EnsembleInfo, Run
from exoforge.design.summary import doses_per_batch, exposure_of, headline_figures, interval_of, reaches_of, release_of
from exoforge.design.warnings import warnings_of
from exoforge.evidence.nearest import nearest
from exoforge.instruments.catalog import virtual_like
from exoforge.quality.evaluate import evaluate
from exoforge.quality.rules import Verdict
from exoforge.record.therapy import Therapy
from exoforge.streams.measurement import Measurement


def run_therapy(
    therapy: Therapy,
    *,
    members: int = 1000,
    seed: int = 0,
    measurements: Sequence[Measurement] = (),
    progress: Progress | None = None,
    places: Mapping[Any, int] | None = None,
    source: str = "the record",
) -> Run:
    """Run a therapy through its river with all its uncertainty, and judge, compare and confront it.

    Parameters
    ----------
    members, seed : of the ensemble.
    measurements : what instruments wrote of the final preparation; all are judged by the rules, every NTA is confronted.
    progress : called with the number of rows done and to do.
    places, source : lines and name of the record's file, for the sentences.

    Raises
    ------
    RecordError
        The record has problems; every one is told.
    SettingError
        The number of members or the seed is out of range.
    """
    plan = demand(plan_of(therapy, places), source)
    ensemble = ensemble_of(plan, members=members, seed=seed, progress=progress)
    real = [one for one in measurements if one.technique == "nta" and one.distributions]
    looks = {virtual_like(one): seen_by_nta(ensemble, one) for one in reversed(real)}  # one for each kind of instrument, as the first of its files was taken
    seen = looks[virtual_like(real[0])] if real else seen_by_nta(ensemble)
    confrontations = tuple(one for one in (confronted(ensemble, looks[virtual_like(measurement)], measurement) for measurement in real) if one is not None)
    reaches = reaches_of(ensemble)
    figures = headline_figures(ensemble)
    product = ensemble.central.river.product
    response = response_of(ensemble)
    stoichiometry = need_in_run(therapy, ensemble)
    return Run(
        therapy=therapy,
        headlines=tuple(headline for headline, _ in figures),
        reaches=reaches,
        final=ensemble.central.river.passages[-1].suspension if reaches else None,
        sizes=sizes_of(ensemble, seen),
        confrontations=confrontations,
        carrier=product.carrier if product else "",
        release=release_of(ensemble),
        doses_per_batch=interval_of(ensemble, doses_per_batch) if product else None,
        engineered=engineered_of(therapy, ensemble),
        exposure=exposure_of(ensemble),
        response=response,
        doses=dose_table(therapy, ensemble),
        verdicts=_verdicts(therapy, measurements),
        neighbours=nearest(therapy),
        ledger=ledger_of(ensemble, figures[0][1] if figures else None),
        warnings=warnings_of(therapy, ensemble, reaches, response, confrontations) + shortfall(stoichiometry),
        notices=_notices(plan),
        trace=_trace(ensemble, seen, measurements),
        ensemble=_info(ensemble),
        version=version("exoforge"),
        stoichiometry=stoichiometry,
    )


def _verdicts(therapy: Therapy, measurements: Sequence[Measurement]) -> tuple[Verdict, ...]:
    """The rules on the vesicles, and those on the cells where the record says anything of them."""
    on_cells = evaluate(therapy, measurements, "isct2006")
    said = any(verdict.state in ("met", "not met", "planned") for verdict in on_cells)
    return evaluate(therapy, measurements) + (on_cells if said else ())


def _info(ensemble: Ensemble) -> EnsembleInfo:
    return EnsembleInfo(
        members=len(ensemble.members),
        seed=ensemble.seed,
        uncertain=len(ensemble.uncertain),
        failed=sum(1 for member in ensemble.members if member.failed),
        seconds=ensemble.seconds,
    )


def _notices(plan: Plan) -> tuple[str, ...]:
    return tuple(f"{notice.where}: {notice.sentence}" for notice in plan.notices)


def _trace(ensemble: Ensemble, seen: Seen | None, measurements: Sequence[Measurement]) -> Trace:
    """The trace of the central member, each entry with what was assumed for it, then the instruments."""
    central = ensemble.central
    trace = central.response.trace if central.response is not None else central.river.trace
    assumed: dict[str, list[tuple[Assumption, ...]]] = {}
    for planned in ensemble.plan.steps:
        assumed.setdefault(f"{planned.operation.stage}/{planned.operation.kind}", []).append(planned.assumed)
    entries: list[Entry] = []
    for entry in trace.entries:
        waiting = assumed.get(entry.operation)
        entries.append(replace(entry, assumed=waiting.pop(0) if waiting else (), seed=ensemble.seed))
    own = Trace(tuple(entries))
    for other in (seen.trace if seen else Trace(), *(measurement.trace for measurement in measurements)):
        own = own + Trace(tuple(entry for entry in other.entries if entry not in own.entries))
    return own


def run_ensemble(therapy: Therapy, *, members: int = 1000, seed: int = 0, progress: Progress | None = None) -> Ensemble:
    """Every member of a run with its streams, for those who want more than intervals.

    Raises
    ------
    RecordError
        The record has problems; every one is told.
    SettingError
        The number of members or the seed is out of range.
    """
    return ensemble_of(demand(plan_of(therapy)), members=members, seed=seed, progress=progress)
