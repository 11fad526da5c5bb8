"""What a record's carrier lets go, by size and over time, with the band of all that is uncertain; measured curves laid over it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError
from exoforge.base.trace import Assumption
from exoforge.design.ensemble import Ensemble, Outcome, Progress, ensemble_of
from exoforge.design.ledger import ledger_of
from exoforge.design.plan import demand
from exoforge.design.release.band import SHARES, time_of_share
from exoforge.design.release.curves import Curves
from exoforge.design.release.feed import planned_release
from exoforge.design.release.structure import Groups, InPrint, OfLaw, groups_of, laws_within, not_varied, said_in_print
from exoforge.design.result import Band, Interval, LedgerRow
from exoforge.design.summary import band_of, interval_of
from exoforge.record.therapy import Therapy
from exoforge.streams.amounts import number_by_diameter
from exoforge.streams.product import Product

Array = NDArray[np.float64]
CLASSES = 3
"""Classes of size, each with as many vesicles of the central member as the others. A choice."""
DRAWN = 0.995
"""Share of all that the central member releases, by whose time a picture may end. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SizeClass:
    """Vesicles between two diameters [m] and what is released of them; `half` is when half has left [s]."""

    low: float
    high: float
    released: Band
    half: Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """One measured curve beside the band.

    Parameters
    ----------
    places : points compared. above, below : those outside the band [s]; faster or slower than foretold. later : points after the end of the band.
    """

    batch: str
    places: int
    above: tuple[float, ...]
    below: tuple[float, ...]
    later: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CarrierRelease:
    """What a record's carrier lets go.

    Parameters
    ----------
    carrier, operation : a term, and what computes it. feed : where the sizes come from, in words. released : of all vesicles.
    by_size : in classes, smallest first; sizes_alike : whether all sizes leave alike. times : when a share has left [s]; infinite where it does not.
    end : how long the release is followed [s]. ledger : what moves the half time (or, where it is never reached, the share at the end), the most first.
    moved : what the ledger speaks of. beside : measured curves.
    groups : of members, by their share at the end. by_law : where members follow different laws. fixed : words that were assumed and not varied.
    in_print : what documents say of release from such carriers.
    """

    therapy: Therapy
    carrier: str
    operation: str
    feed: str
    released: Band
    by_size: tuple[SizeClass, ...]
    sizes_alike: bool
    times: Mapping[float, Interval]
    at_end: Interval
    end: float
    ledger: tuple[LedgerRow, ...]
    moved: str
    curves: Curves | None
    beside: tuple[Beside, ...]
    groups: Groups
    by_law: tuple[OfLaw, ...]
    fixed: tuple[Assumption, ...]
    in_print: tuple[InPrint, ...]
    members: int
    seed: int
    notes: tuple[str, ...]
    assumed: tuple[Assumption, ...]
    cites: tuple[str, ...]


def release_foretold(
    therapy: Therapy,
    *,
    curves: Curves | None = None,
    diameter: float | None = None,
    spread: float | None = None,
    members: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
) -> CarrierRelease:
    """Run a record up to its delivery, with all its uncertainty.

    Parameters
    ----------
    curves : measured, to be laid over. diameter, spread : median [m] and geometric standard deviation of the vesicles, in place of what the record makes.
    members, seed, progress : as `ensemble_of`.

    Raises
    ------
    RecordError
        The steps up to the delivery have problems; every one is told.
    SettingError
        The record has no delivery with a model, or a number is out of range.
    """
    plan, feed, notes = planned_release(therapy, diameter=diameter, spread=spread)
    ensemble = ensemble_of(demand(plan, therapy.id), members=members, seed=seed, progress=progress)
    central = _product(ensemble.central)
    time, end = central.time, float(central.time[-1])
    released = _band(ensemble, "released", time, _everything)
    half = partial(_time, share=0.5)
    never = interval_of(ensemble, half).central == float("inf")
    figure: Callable[[Outcome], float] = partial(_at, time=end) if never else half
    classes = _classes(ensemble, central)
    alike = bool(np.ptp(central.released[number_by_diameter(central.loaded) > 0], axis=0).max() < 1e-6)
    planned = ensemble.plan.steps[-1]
    in_print = said_in_print(central.carrier, planned.operation.kind)
    return CarrierRelease(
        therapy=therapy,
        carrier=central.carrier,
        operation=planned.operation.title,
        feed=feed,
        released=released,
        by_size=classes,
        sizes_alike=alike,
        times={share: interval_of(ensemble, partial(_time, share=share)) for share in SHARES},
        at_end=interval_of(ensemble, partial(_at, time=end)),
        end=end,
        ledger=ledger_of(ensemble, figure),
        moved="share released at the end" if never else "half time of release",
        curves=curves,
        beside=() if curves is None else tuple(_beside(released, curve.batch, curve.time, curve.released) for curve in curves.curves),
        groups=groups_of(np.array([_at(member, time=end) for member in ensemble.members])),
        by_law=laws_within(ensemble, lambda member: np.interp(time, _product(member).time, _everything(member)), half),
        fixed=not_varied(ensemble),
        in_print=in_print,
        members=members,
        seed=seed,
        notes=notes,
        assumed=tuple(told for one in ensemble.plan.steps for told in one.assumed),
        cites=tuple(dict.fromkeys([*(key for one in ensemble.plan.steps for key in one.operation.cites), *(one.document for one in in_print)])),
    )


def drawn_until(found: CarrierRelease) -> float:
    """Until when a picture shows the release [s]: as long as was measured, and without measurements until nearly all has left that does."""
    if found.curves is not None:
        return 1.25 * max(float(curve.time[-1]) for curve in found.curves.curves)
    band = found.released
    return min(1.3 * float(band.x[int(np.argmax(band.median >= DRAWN * band.median[-1]))]), found.end)


def _product(outcome: Outcome) -> Product:
    product = outcome.river.product
    if product is None:
        raise InternalError("The plan of a release ended without a delivery.")
    return product


def _everything(outcome: Outcome) -> Array:
    """Share of all vesicles released at the product's own times."""
    product = _product(outcome)
    return _mean(product, number_by_diameter(product.loaded))


def _mean(product: Product, weights: Array) -> Array:
    total = float(weights.sum())
    return np.asarray(weights @ product.released / total) if total > 0 else np.full(product.time.size, np.nan)


def _time(outcome: Outcome, *, share: float) -> float:
    return time_of_share(_product(outcome).time, _everything(outcome), share)


def _at(outcome: Outcome, *, time: float) -> float:
    return float(np.interp(time, _product(outcome).time, _everything(outcome)))


def _band(ensemble: Ensemble, name: str, time: Array, share: Callable[[Outcome], Array]) -> Band:
    rows = [np.interp(time, _product(member).time, share(member)) for member in ensemble.members]
    known = np.array([row for row in rows if not np.isnan(row).any()])
    return band_of(name, time, share(ensemble.central), known)


def _classes(ensemble: Ensemble, central: Product) -> tuple[SizeClass, ...]:
    """Classes of size that hold alike of the central member's vesicles."""
    weights, diameter = number_by_diameter(central.loaded), central.loaded.grid.diameter
    below = np.cumsum(weights) / weights.sum()
    cuts = [float(diameter[int(np.argmax(below >= part / CLASSES))]) for part in range(1, CLASSES)]
    held = diameter[weights > 1e-6 * weights.max()]
    ends = [float(held[0]), *cuts, float(held[-1])]
    found = []
    for low, high in itertools.pairwise(ends):
        share = partial(_of_class, low=low if low > ends[0] else 0.0, high=high if high < ends[-1] else np.inf)
        half = interval_of(ensemble, partial(_half, share=share))
        found.append(SizeClass(low=low, high=high, released=_band(ensemble, "class", central.time, share), half=half))
    return tuple(found)


def _of_class(outcome: Outcome, *, low: float, high: float) -> Array:
    product = _product(outcome)
    diameter = product.loaded.grid.diameter
    inside = (diameter > low) & (diameter <= high)
    return _mean(product, np.where(inside, number_by_diameter(product.loaded), 0.0))


def _half(outcome: Outcome, *, share: Callable[[Outcome], Array]) -> float:
    """When half has left of what a share counts [s]; NaN where it counts nothing."""
    released = share(outcome)
    return float("nan") if np.isnan(released).any() else time_of_share(_product(outcome).time, released, 0.5)


def _beside(band: Band, batch: str, time: Array, released: Array) -> Beside:
    """Where a measured curve leaves the band; the start, where nothing is released by definition, is not compared."""
    inside = (time > 0) & (time <= band.x[-1])
    at, share = time[inside], released[inside]
    low, high = np.interp(at, band.x, band.low), np.interp(at, band.x, band.high)
    return Beside(
        batch=batch,
        places=int(inside.sum()),
        above=tuple(map(float, at[share > high])),
        below=tuple(map(float, at[share < low])),
        later=int(np.sum(time > band.x[-1])),
    )
