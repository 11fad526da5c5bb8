"""What every delivery shares: the dose, the schedule, the carrier's name, and the product that they make of a feed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError, StepError
from exoforge.base.parameters import Spread, option, param, spread_of_interval, uniform
from exoforge.base.terms import term
from exoforge.base.trace import Assumption, digest
from exoforge.base.units import Quantity
from exoforge.record.settings import stated_text
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Delivery, Hinged, entry_of, hinge, step_key
from exoforge.stages.deliver.carriers import with_usual
from exoforge.stages.deliver.dose import BASES, Dose, dose_of, held
from exoforge.streams.amounts import portion
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension

DAY = 86400.0

PROTEIN_ASSAYS = ("bca", "bicinchoninic", "bradford", "lowry", "protein")
"""Words by which an assay of protein is known in the setting `release_assay`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dosed(Delivery):
    """A delivery with its dose and schedule; the carriers differ only in how they let go.

    `carrier` is a term of the vocabulary 'carriers'; it names the product and enters no equation.
    """

    reads: ClassVar[tuple[str, ...]] = ("dose", "volume", "doses", "interval", "start", "body_mass", "defect_area")
    usual_carrier: ClassVar[str] = "unspecified"

    dose_amount: float = param("", "dose of one application, in the SI unit of what it counts (particles, kg protein, cells, m3, mol, batches)", low=0.0)
    dose_basis: str = option("what the dose counts", BASES)
    doses: float = param("", "number of applications, rounded to the nearest whole one", low=1.0, high=1000.0, usual=1.0)
    interval: float = param(
        "s", "time from one application to the next; a week is a choice", low=0.0, high=3650.0 * DAY, usual=7.0 * DAY, spread=uniform(1.0 * DAY, 14.0 * DAY)
    )
    start: float = param("s", "time from the injury to the first application", low=0.0, high=3650.0 * DAY, usual=0.0)
    carrier: str = "unspecified"

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """The delivery of a step that also holds the record's dosing and target; the dose is read by `dose_of`."""
        return dosed(cls, step)


def dosed(cls: type[Dosed], step: Step, *, also_read: tuple[str, ...] = ()) -> Hinged:
    """Read dose, schedule and carrier of a step, and leave the rest to the hinge.

    Raises
    ------
    StepError
        As `dose_of` and `hinge`; the carrier is not a term of the vocabulary; every reason at once.
    """
    reasons: dict[str, str] = {}
    dose, carrier = Dose(amount=1.0, basis="batch"), ""
    assumed: tuple[Assumption, ...] = ()
    try:
        dose = dose_of(step)
    except StepError as trouble:
        reasons |= trouble.reasons
    except SettingError as trouble:
        reasons["dose"] = str(trouble)
    try:
        carrier, assumed = _carrier(cls, step)
    except SettingError as trouble:
        reasons["carrier"] = str(trouble)
    own: dict[str, float | str] = {"dose_amount": dose.amount, "dose_basis": dose.basis}
    number = _stated_number(step)
    if (number is None or number < 1.5) and not isinstance(step.settings.get("interval", Missing()), Stated):
        own["interval"] = 0.0
    try:
        hinged = hinge(cls, step, stated=own, also_read=("carrier", "release_assay", *also_read))
    except StepError as trouble:
        reasons |= trouble.reasons
    if reasons:
        raise StepError(step_key(step), reasons)
    hinged = with_usual(hinged, step)
    notices = hinged.notices + _assay_notice(step)
    if number is not None and number != round(number):
        notices += (f"{step_key(step)}: {number:g} applications were stated; {round(number)} are computed.",)
    return Hinged(
        operation=dataclasses.replace(hinged.operation, carrier=carrier),
        assumed=hinged.assumed + dose.assumed + assumed,
        spreads={**hinged.spreads, **_dose_spread(dose)},
        notices=notices,
    )


def product_of(operation: Dosed, feed: Suspension, *, time: NDArray[np.float64], released: NDArray[np.float64]) -> Product:
    """The product of one application: the dose drawn from the feed, in a carrier that releases it.

    A dose larger than the feed is pooled from several equal batches; `doses_per_batch` then is below 1.

    Parameters
    ----------
    time : (n_t,) [s] since application. released : (n_size, n_t) [1].

    Raises
    ------
    SettingError
        The dose is 0, or the feed holds nothing of what it counts.
    """
    share = operation.dose_amount / held(feed, operation.dose_basis)
    if not share > 0:
        raise SettingError(f"The dose is {operation.dose_amount:g}; it must be above 0.")
    entry = entry_of(operation, inputs=(digest(feed.number),))
    trace = feed.trace + dataclasses.replace(entry, settings={**entry.settings, "carrier": operation.carrier})
    return Product(
        carrier=operation.carrier,
        loaded=dataclasses.replace(portion(feed, share), trace=trace),
        time=time,
        released=released,
        applications=round(operation.doses),
        interval=operation.interval,
        start=operation.start,
        doses_per_batch=1.0 / share,
        trace=trace,
    )


@lru_cache(maxsize=64)
def release_times(duration: float, points: int = 120) -> NDArray[np.float64]:
    """Times at which a release is tabulated: 0, then logarithmically from a hundred-thousandth of the duration to its end.

    Returns
    -------
    time : (points,) [s], read-only.
    """
    time = np.concatenate([[0.0], np.geomspace(1e-5 * duration, duration, points - 1)])
    time.setflags(write=False)
    return time


def _stated_number(step: Step) -> float | None:
    """How many applications a step states; a text that is no number is left for the hinge to refuse."""
    leaf: Any = step.settings.get("doses", Missing())
    return leaf.value.value if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity) else None


def _assay_notice(step: Step) -> tuple[str, ...]:
    """What a release that was followed by protein cannot tell."""
    assay = stated_text(step, "release_assay")
    if not any(name in assay.casefold() for name in PROTEIN_ASSAYS):
        return ()
    told = (
        "a protein assay of the liquid also finds protein of the gel and of broken vesicles, so that such a release tells nothing of intact vesicles by itself"
    )
    return (f"{step_key(step)}: the release was measured by '{assay}'; {told}.",)


def _dose_spread(dose: Dose) -> dict[str, Spread]:
    return {} if dose.low is None or dose.high is None else {"dose_amount": spread_of_interval(dose.low, dose.high)}


def _carrier(cls: type[Dosed], step: Step) -> tuple[str, tuple[Assumption, ...]]:
    leaf: Any = step.settings.get("carrier", Missing())
    if isinstance(leaf, Stated):
        return term("carriers", str(leaf.value)).key, ()
    reason = f"{leaf.reason} in the record; the usual carrier of '{cls.kind}' was named, which enters no equation"
    key = f"{step_key(step)}: carrier"
    told = Assumption(key=key, name="carrier", meaning="what carries the vesicles", value=cls.usual_carrier, reason=reason, status="choice")
    return cls.usual_carrier, (told,)
