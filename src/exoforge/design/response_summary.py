"""How a tissue answers over all members: endpoints, classes and courses with their intervals, and what was published beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.design.ensemble import Ensemble, Outcome
from exoforge.design.plausibility import plausibility_of
from exoforge.design.response_result import EndpointResult, OutcomeShares, ResponseResult
from exoforge.design.result import Band
from exoforge.design.summary import band_of, difference, interval_of
from exoforge.laws.kinetics.card import equations_of
from exoforge.streams.response import Response

TIE = 1e-3
"""[1] Of the untreated value: a smaller difference counts as none, so that the noise of a cycle or a solver is no benefit; a choice."""


def response_of(ensemble: Ensemble) -> ResponseResult | None:
    """The tissue with and without the therapy; None where the record has none, and where no member has a result."""
    central = ensemble.central.response
    tissue = ensemble.central.river.tissue
    if central is None or tissue is None:
        return None
    good = [member.response for member in ensemble.members if member.response is not None and not member.failed]
    if not good:
        return None
    endpoints = tuple(_endpoint(ensemble, name) for name in central.endpoints)
    return ResponseResult(
        tissue=central.tissue,
        title=tissue.title,
        model=tissue.card.key,
        cannot_say=tissue.card.cannot_say,
        endpoints=endpoints,
        outcome=_outcome(central, good),
        plausibility=plausibility_of(central.tissue, tissue.card.tissue, endpoints),
        treated=_state_bands(central, good, "treated"),
        untreated=_state_bands(central, good, "untreated"),
        units=dict(zip(central.states, central.units, strict=True)),
        meanings=dict(zip(central.states, central.meanings, strict=True)),
        shown=tissue.shown or central.states[:2],
        activity=band_of("activity", central.time, central.activity, np.array([response.activity for response in good])),
        equations=equations_of(tissue.card),
        failed=sum(1 for member in ensemble.members if member.failed),
        message=central.message,
    )


def _outcome(central: Response, members: Sequence[Response]) -> OutcomeShares | None:
    """How many members end in which class."""
    if central.outcome is None:
        return None
    classes = central.outcome.classes
    pairs = [(classes.index(one.outcome.treated), classes.index(one.outcome.untreated)) for one in members if one.outcome and one.outcome.treated]
    count = max(len(pairs), 1)
    return OutcomeShares(
        rule=central.outcome.rule,
        classes=classes,
        treated=tuple(sum(treated == place for treated, _ in pairs) / count for place in range(len(classes))),
        untreated=tuple(sum(untreated == place for _, untreated in pairs) / count for place in range(len(classes))),
        improved=sum(treated < untreated for treated, untreated in pairs) / count,
        worsened=sum(treated > untreated for treated, untreated in pairs) / count,
        central_treated=central.outcome.treated,
        central_untreated=central.outcome.untreated,
    )


def _state_bands(central: Response, members: Sequence[Response], arm: str) -> dict[str, Band]:
    return {
        name: band_of(name, central.time, getattr(central, arm)[row], np.array([getattr(response, arm)[row] for response in members]))
        for row, name in enumerate(central.states)
    }


def _endpoint(ensemble: Ensemble, name: str) -> EndpointResult:
    central = ensemble.central.response
    if central is None:
        raise ValueError(name)
    endpoint = central.endpoints[name]

    def treated(outcome: Outcome) -> float:
        return outcome.response.endpoints[name].treated if outcome.response else float("nan")

    def untreated(outcome: Outcome) -> float:
        return outcome.response.endpoints[name].untreated if outcome.response else float("nan")

    def gain(outcome: Outcome) -> float:
        return difference(treated(outcome), untreated(outcome))

    return EndpointResult(
        name=name,
        meaning=endpoint.meaning,
        unit=endpoint.unit,
        larger_is_better=endpoint.larger_is_better,
        treated=interval_of(ensemble, treated),
        untreated=interval_of(ensemble, untreated),
        difference=interval_of(ensemble, gain),
        better=_share_better([(gain(member), untreated(member)) for member in ensemble.members], endpoint.larger_is_better),
    )


def _share_better(pairs: Sequence[tuple[float, float]], larger_is_better: bool | None) -> float:
    """Share of the members in which the gain, beside the untreated value of the same member, is better by more than `TIE`."""
    known = [(gain, untreated) for gain, untreated in pairs if not np.isnan(gain)]
    if larger_is_better is None or not known:
        return float("nan")
    sign = 1.0 if larger_is_better else -1.0
    return sum(1 for gain, untreated in known if sign * gain > (TIE * abs(untreated) if np.isfinite(untreated) else 0.0)) / len(known)
