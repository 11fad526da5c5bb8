"""One run of a size exclusion column: what leaves when, which fractions to pool, and what purity costs in recovery."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import cast

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.parameters import replaced
from exoforge.base.terms import label_or_word
from exoforge.design.ensemble import check_members, member_values, uncertain_of
from exoforge.design.isolation.column_models import Left, by_moments, by_volumes
from exoforge.design.isolation.column_pools import chosen_pool, eluate_of, pool_of
from exoforge.design.isolation.column_result import Array, ColumnRun, Model, Peak, Pool
from exoforge.design.isolation.feed import Feed, check_vesicles
from exoforge.design.plan import Plan, PlannedStep
from exoforge.design.result import Interval
from exoforge.design.summary import interval_over
from exoforge.laws.chromatography import column_moments, elution_volume, plates, resolution
from exoforge.laws.domain import numbers
from exoforge.laws.resins import Resin
from exoforge.stages.isolate.size_exclusion import LARGEST_LOAD, SizeExclusion
from exoforge.stages.isolate.solutes import solute_diameters
from exoforge.streams.amounts import is_product, portion, purity, vesicle_number
from exoforge.streams.suspension import Suspension

POINTS = 400
"""Volumes at which a chromatogram is computed."""
MEMBERS = 200
OVERLOAD = 0.05
"""Load per volume of bed that is customary at most [recalled]."""
TOLD_GAP = 2.0
"""[points] Disagreement of the two models from which it is told as a note, too."""
MOST_FRACTIONS = 500


def column_run(
    feed: Feed,
    planned: PlannedStep,
    *,
    beads: Resin | None = None,
    load: float | None = None,
    fraction: float = 5e-7,
    wanted_purity: float | None = None,
    wanted_recovery: float | None = None,
    model: Model = "moments",
    members: int = MEMBERS,
    seed: int = 0,
) -> ColumnRun:
    """Run a load of a feed over a column by both models and choose what to pool.

    Parameters
    ----------
    feed : what is loaded. planned : a step whose operation is the column, with its spreads.
    beads : the resin, for what is said of it. load : [m3]; without it the customary share of the bed, or the feed where that is less.
    fraction : volume of a fraction [m3]. wanted_purity : [particles/kg protein]. wanted_recovery : share of the vesicles loaded.
    model : by which fractions and pools are computed; shares in the pool are told by both.
    members : of the ensemble that gives the intervals; the feed is the same in all.

    Raises
    ------
    SettingError
        The feed holds no vesicles, the load is none, more than the feed or too large for the bed, a fraction is none or longer than the run,
        a wish makes no sense, or the number of members is out of range.
    """
    check_members(members)
    column = dataclasses.replace(cast(SizeExclusion, planned.operation), runs=1.0, fraction_volume=0.0)
    loaded = _loaded(feed.suspension, column, load)
    edges = _edges(column, fraction)
    _check(wanted_purity, wanted_recovery)
    volume = np.linspace(0.0, edges[-1], POINTS + 1)
    at = np.unique(np.concatenate([edges, volume]))
    moments, volumes = (leave(column, loaded, at) for leave in (by_moments, by_volumes))
    left = moments if model == "moments" else volumes
    eluate = eluate_of(loaded, column, edges, at, left)
    choice = chosen_pool(eluate, column, wanted_purity, wanted_recovery)
    recovery, pure = _intervals(planned, column, loaded, choice.pool, members, seed)
    runs = math.ceil(feed.suspension.volume / loaded.volume * (1.0 - 1e-9))
    peaks = _peaks(loaded, column, at, volume, left, choice.pool, (moments, volumes))
    void, total = (
        float(elution_volume(distribution=kd, bed_volume=column.bed_volume, bed_porosity=column.bed_porosity, bead_porosity=column.bead_porosity))
        for kd in (0.0, 1.0)
    )
    return ColumnRun(
        column=column,
        beads=beads,
        model=model,
        load=loaded.volume,
        void=void,
        total=total,
        plates=_plates(column),
        resolution=_resolution(column, loaded.volume),
        feed_volume=feed.suspension.volume,
        feed_said=feed.said,
        runs_of_feed=runs,
        duration=float(edges[-1]) / column.flow_rate,
        volume=volume,
        peaks=peaks,
        fractions=tuple(pool_of(eluate, place, place) for place in range(edges.size - 1)),
        pool=choice.pool,
        asked=choice.asked,
        fulfilled=choice.fulfilled,
        best=choice.best,
        recovery=recovery,
        purity=pure,
        trade_off=choice.front,
        notes=_notes(column, loaded, feed.suspension.volume, runs, peaks),
        assumed=planned.assumed,
    )


def _loaded(feed: Suspension, column: SizeExclusion, load: float | None) -> Suspension:
    wanted = min(column.load_share * column.bed_volume, feed.volume) if load is None else load
    if not 0.0 < wanted <= feed.volume * (1.0 + 1e-9):
        raise SettingError(f"The load is {wanted * 1e6:.4g} mL of a feed of {feed.volume * 1e6:.4g} mL; load some of it, and at most all.")
    most, customary = LARGEST_LOAD * column.bed_volume, column.load_share * column.bed_volume
    if wanted > most * (1.0 + 1e-9):
        raise SettingError(
            f"The load is {wanted * 1e6:.4g} mL on a bed of {column.bed_volume * 1e6:.4g} mL. At most {LARGEST_LOAD:.0%} of the bed is taken, "
            f"{most * 1e6:.4g} mL, because vesicles and protein of a longer load leave together. Load less (customarily {customary * 1e6:.4g} mL; "
            f"{math.ceil(wanted / customary * (1.0 - 1e-9))} runs would do), take a larger bed, or concentrate the feed first."
        )
    check_vesicles(feed)
    return portion(feed, min(wanted / feed.volume, 1.0))


def _edges(column: SizeExclusion, fraction: float) -> Array:
    """Volumes at which the fractions end [m3], 0 the first; the last fraction ends when the flush does, or soon after."""
    last = column.flush * column.bed_volume
    if not 0.0 < fraction <= last:
        raise SettingError(f"A fraction of {fraction * 1e6:.4g} mL cannot be collected from a run of {last * 1e6:.4g} mL; state a volume between.")
    count = math.ceil(last / fraction * (1.0 - 1e-9))
    if count > MOST_FRACTIONS:
        raise SettingError(
            f"Fractions of {fraction * 1e6:.4g} mL would be {count} in a run of {last * 1e6:.4g} mL; at most {MOST_FRACTIONS} are counted. State larger ones."
        )
    return numbers(np.arange(count + 1) * fraction)


def _check(wanted_purity: float | None, wanted_recovery: float | None) -> None:
    if wanted_purity is not None and not wanted_purity > 0:
        raise SettingError("The wanted purity must be above 0 particles per mass of protein.")
    if wanted_recovery is not None and not 0 < wanted_recovery <= 1:
        raise SettingError(f"The wanted recovery is {wanted_recovery:.4g}; it is a share of the vesicles loaded and must lie in (0, 1].")


def _peaks(loaded: Suspension, column: SizeExclusion, at: Array, volume: Array, chosen: Left, pool: Pool, models: tuple[Left, Left]) -> tuple[Peak, ...]:
    kept = 1.0 - column.lost_share(loaded.grid.diameter)
    low, high = np.searchsorted(at, [pool.start, pool.end])
    rows: list[tuple[str, bool, Array, list[float]]] = []
    for species, number in zip(loaded.species, loaded.number, strict=True):
        if number.sum() > 0:
            weight = number * kept / number.sum()
            shares = [float(weight @ (left.particles[:, high] - left.particles[:, low])) for left in models]
            rows.append((species.name, is_product(species), weight @ chosen.particles, shares))
    for place, (name, mass) in enumerate(loaded.solutes.items()):
        if mass > 0:
            rows.append((name, False, chosen.solutes[place], [float(left.solutes[place, high] - left.solutes[place, low]) for left in models]))
    return tuple(
        Peak(
            name=name,
            is_vesicle=vesicle,
            middle=float(np.interp(0.5 * left[-1], left, at)),
            curve=np.diff(np.interp(volume, at, left), prepend=0.0) / (volume[1] - volume[0]),
            by_moments=shares[0],
            by_volumes=shares[1],
        )
        for name, vesicle, left, shares in rows
    )


def _plates(column: SizeExclusion) -> float:
    """Of the void peak, without a load."""
    mean, variance = column_moments(**column.column(np.array([2.0 * column.beads[0]])))
    return float(plates(mean=mean, variance=variance)[0])


def _resolution(column: SizeExclusion, load: float) -> float:
    """Of what the beads exclude and albumin, with the load."""
    mean, variance = column_moments(**column.column(np.array([2.0 * column.beads[0], *solute_diameters(["albumin"])])), injection_time=load / column.flow_rate)
    return float(resolution(mean=mean[0], variance=variance[0], other_mean=mean[1], other_variance=variance[1]))


def _intervals(planned: PlannedStep, column: SizeExclusion, loaded: Suspension, pool: Pool, members: int, seed: int) -> tuple[Interval, Interval]:
    """Recovery and purity of the pool when the uncertain settings of the column stray; the feed stays the same."""
    uncertain = uncertain_of(Plan(steps=(dataclasses.replace(planned, operation=column),)))
    window = {"window_start": pool.start, "window_end": pool.end, "flush": max(column.flush, pool.end / column.bed_volume)}
    names = [one.parameter.name for one in uncertain]
    found = []
    for values in (np.array([one.centre for one in uncertain]), *member_values(uncertain, members, seed)):
        member: SizeExclusion = replaced(column, window | dict(zip(names, values.tolist(), strict=True)))
        product = member.separate(loaded).product
        found.append((vesicle_number(product) / vesicle_number(loaded), purity(product)))
    recovery, pure = (interval_over(central, members) for central, *members in zip(*found, strict=True))
    return recovery, pure


def _notes(column: SizeExclusion, loaded: Suspension, feed_volume: float, runs: int, peaks: Sequence[Peak]) -> tuple[str, ...]:
    notes = []
    share = loaded.volume / column.bed_volume
    if share > OVERLOAD * (1.0 + 1e-9):
        notes.append(
            f"Overload: {share:.0%} of the bed is loaded at once; above {OVERLOAD:.0%} the load itself widens the peaks. "
            f"More than {LARGEST_LOAD:.0%} is refused."
        )
    if runs > 1:
        notes.append(f"The whole feed of {feed_volume * 1e6:.4g} mL would take {runs} such runs; concentrate it first, or take a larger bed.")
    apart = max(peaks, key=lambda one: abs(one.by_moments - one.by_volumes))
    gap = 100 * abs(apart.by_moments - apart.by_volumes)
    if gap >= TOLD_GAP:
        name = label_or_word("species_in_suspension", apart.name)
        notes.append(
            f"The two models disagree most on {name}: {100 * apart.by_moments:.3g} and {100 * apart.by_volumes:.3g} % of it in the pool. "
            "Sizes around half of the pore are the reason; believe the finite volumes."
        )
    return tuple(notes)
