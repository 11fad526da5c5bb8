"""A predicted effect beside what meta-analyses of animal studies pooled: a check, never a fit."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.base.units import short_number
from exoforge.design.response_result import Agreement, EndpointResult, Plausibility
from exoforge.design.result import Interval
from exoforge.evidence.pooled import PooledEffect, pooled_of

SAID: dict[Agreement, str] = {
    "within": "lies within the published interval",
    "above": "is a larger benefit than the published interval holds",
    "below": "is a smaller benefit than the published interval holds",
    "the other way": "goes the other way than the published effect",
}


def plausibility_of(kind: str, tissue: str, endpoints: Sequence[EndpointResult]) -> tuple[Plausibility, ...]:
    """Every pooled effect of a tissue, with the prediction beside it where an endpoint stands for the outcome.

    Parameters
    ----------
    kind : of the tissue's operation. tissue : a term of the vocabulary 'tissues'.
    """
    by_name = {endpoint.name: endpoint for endpoint in endpoints}
    return tuple(_beside(effect, kind, by_name) for effect in pooled_of(tissue))


def _beside(effect: PooledEffect, kind: str, endpoints: dict[str, EndpointResult]) -> Plausibility:
    found = next(((endpoints[name], size) for of, name, size in effect.compares if of == kind and name in endpoints), None)
    if effect.measure == "SMD" or found is None or effect.low is None or effect.high is None:
        return Plausibility(effect=effect, endpoint="", predicted=None, verdict="not comparable", sentence=_not_comparable(effect, found is not None))
    endpoint, size = found
    difference = endpoint.difference
    predicted = Interval(central=difference.central / size, low=difference.low / size, median=difference.median / size, high=difference.high / size)
    verdict = _verdict(effect.better * predicted.median, *sorted((effect.better * effect.low, effect.better * effect.high)))
    return Plausibility(effect=effect, endpoint=endpoint.name, predicted=predicted, verdict=verdict, sentence=_sentence(effect, predicted, verdict))


def _verdict(benefit: float, low: float, high: float) -> Agreement:
    """What is said of a predicted benefit beside the interval of the published one."""
    if benefit < 0:
        return "the other way"
    return "below" if benefit < low else "above" if benefit > high else "within"


def _sentence(effect: PooledEffect, predicted: Interval, verdict: Agreement) -> str:
    caution = f" {effect.caution}" if effect.caution else ""
    return (
        f"{effect.outcome.capitalize()}, {effect.condition}: a pooled difference of {published(effect)} ({effect.source}); predicted are "
        f"{short_number(predicted.median)} {effect.unit} ({short_number(predicted.low)} to {short_number(predicted.high)}), which {SAID[verdict]}.{caution}"
    )


def published(effect: PooledEffect) -> str:
    """A pooled effect as a person reads it, with its interval where one is printed."""
    interval = "no interval printed" if effect.low is None or effect.high is None else f"95 % interval {effect.low:g} to {effect.high:g}"
    unit = "standard deviations between animals" if effect.measure == "SMD" else effect.unit
    return f"{effect.value:g} {unit}".rstrip() + f" ({interval})"


def _not_comparable(effect: PooledEffect, has_endpoint: bool) -> str:
    if effect.measure == "SMD":
        why = "a model of one tissue knows no scatter between animals"
    elif has_endpoint:
        why = "no interval is printed"
    else:
        why = "no endpoint of this model stands for it"
    return f"{effect.outcome.capitalize()}, {effect.condition}: a pooled difference of {published(effect)} ({effect.source}); not compared, because {why}."
