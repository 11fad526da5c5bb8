"""The record with its calibrated values: each a stated interval that names the data it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exoforge.base.parameters import parameters_of
from exoforge.base.units import Quantity
from exoforge.design.calibration.result import Calibrated, Calibration
from exoforge.design.plan import Plan, demand, plan_of
from exoforge.record.stated import Stated, Where
from exoforge.record.therapy import Citation, Therapy

DIGITS = 6
READ_AS = "a run draws half of the members evenly from either side of each of these values, and each independently of the others"
"""What becomes of a posterior in a run of its record: its ends and, but for a skewed one, its spread are kept, its correlations are not."""


def calibrated_record(therapy: Therapy, plan: Plan, found: Calibration) -> Therapy:
    """The record with every value that the data inform stated as median and 90 % interval, derived, with the data file as its source.

    A step that reads a stated value otherwise than an assumed one (a half-life that is then no longer scaled by body mass) gets
    its other values stated as they were, so that the calibrated record runs as the calibration did.

    Raises
    ------
    RecordError
        The calibrated record could not be run.
    """
    key = _key(therapy, found)
    stated: dict[int, dict[str, Any]] = {}
    for one in found.parameters:
        if one.informed:
            order = next(planned.step.order for planned in plan.steps if planned.key == one.assumption.key.split(": ")[0])
            stated.setdefault(order, {})[one.uncertain.parameter.name] = _leaf(one, key, found)
    changed = _with(therapy, stated, _citation(key, found))
    for planned, again in zip(plan.steps, demand(plan_of(changed), "the calibrated record").steps, strict=True):
        kept = stated.get(planned.step.order, {})
        for name in planned.spreads:
            before, after = getattr(planned.operation, name), getattr(again.operation, name)
            if kept and name not in kept and before != after:
                note = "as it was taken while other values of this step were calibrated"
                kept[name] = Stated(value=Quantity(value=float(before), unit=_unit(planned.operation, name)), basis="assumed", note=note)
    return _with(therapy, stated, _citation(key, found))


def _unit(operation: Any, name: str) -> str:
    return next(one.unit for one in parameters_of(operation) if one.name == name)


def _leaf(one: Calibrated, key: str, found: Calibration) -> Stated[Quantity]:
    low, value, high = (float(f"{number:.{DIGITS}g}") for number in (one.posterior.low, one.posterior.median, one.posterior.high))
    prior = f"prior {one.prior.median:.3g} [{one.prior.low:.3g}, {one.prior.high:.3g}] {one.uncertain.parameter.unit}".rstrip()
    note = f"calibrated by {found.method}, {found.error} error, seed {found.seed}; median and 90 % of the posterior; {prior}; {READ_AS}"
    where = Where(document=key, locator=f"sha256 {found.measured.sha256}")
    quantity = Quantity(value=value, unit=one.uncertain.parameter.unit, low=min(low, value), high=max(high, value))
    return Stated(value=quantity, basis="derived", where=where, note=note)


def _key(therapy: Therapy, found: Calibration) -> str:
    """A key for the data file that no citation of the record has."""
    base = found.measured.file
    taken = {one.key for one in therapy.citations if one.title != _title(found)}
    return next(key for key in (base, *(f"{base}-{place}" for place in range(2, 1000))) if key not in taken)


def _title(found: Calibration) -> str:
    return f"Measurements in the file '{found.measured.file}', sha256 {found.measured.sha256}"


def _citation(key: str, found: Calibration) -> Citation:
    return Citation(key=key, title=_title(found))


def _with(therapy: Therapy, stated: Mapping[int, Mapping[str, Any]], citation: Citation) -> Therapy:
    steps = tuple(step.model_copy(update={"settings": {**step.settings, **stated[step.order]}}) if step.order in stated else step for step in therapy.steps)
    citations = (*(one for one in therapy.citations if one.key != citation.key), citation)
    return therapy.model_copy(update={"steps": steps, "citations": citations})
