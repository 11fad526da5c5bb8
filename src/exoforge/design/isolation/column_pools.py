"""Which fractions of a column to pool: every row of neighbours is looked at, and none is taken that another beats in purity and recovery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from exoforge.base.units import short_number
from exoforge.design.isolation.column_models import Left
from exoforge.design.isolation.column_result import Array, Pool
from exoforge.stages.isolate.size_exclusion import LIPOPROTEINS, SizeExclusion
from exoforge.streams.amounts import is_product, is_protein, total_protein, vesicle_number
from exoforge.streams.suspension import Suspension

LEAST_RECOVERY = 1e-3
"""Share of the vesicles below which neighbouring fractions are no pool; a choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Eluate:
    """What has left by the end of each fraction, and what was loaded.

    Parameters
    ----------
    edges : (n + 1,) [m3]. vesicles, protein : (n + 1,) [particles], [kg protein]. lipoproteins : by name, (n + 1,) [particles].
    """

    edges: Array
    vesicles: Array
    protein: Array
    lipoproteins: Mapping[str, Array]
    load: float
    loaded_vesicles: float
    loaded_protein: float


def eluate_of(loaded: Suspension, column: SizeExclusion, edges: Array, at: Array, left: Left) -> Eluate:
    """Amounts that have left by the edges of the fractions.

    Parameters
    ----------
    edges : (n + 1,) [m3], all of them among `at`. at : (n_volume,) [m3] at which `left` is given.
    """
    here = np.searchsorted(at, edges)
    kept = (1.0 - column.lost_share(loaded.grid.diameter)) * loaded.number
    amounts = dict(zip((one.name for one in loaded.species), kept @ left.particles[:, here], strict=True))
    vesicles = [is_product(one) for one in loaded.species]
    carried = sum(((row * one.protein) @ left.particles[:, here] for one, row in zip(loaded.species, kept, strict=True)), np.zeros(edges.size))
    solved = sum((mass * left.solutes[place, here] for place, (name, mass) in enumerate(loaded.solutes.items()) if is_protein(name)), np.zeros(edges.size))
    return Eluate(
        edges=edges,
        vesicles=kept[vesicles].sum(axis=0) @ left.particles[:, here],
        protein=carried + solved,
        lipoproteins={name: amounts[name] for name in LIPOPROTEINS if name in amounts},
        load=loaded.volume,
        loaded_vesicles=vesicle_number(loaded),
        loaded_protein=total_protein(loaded),
    )


def pool_of(eluate: Eluate, first: int, last: int) -> Pool:
    """The fractions from place `first` to place `last`, both included, counted from 0."""
    start, end = float(eluate.edges[first]), float(eluate.edges[last + 1])
    vesicles, protein, *others = (max(float(each[last + 1] - each[first]), 0.0) for each in (eluate.vesicles, eluate.protein, *eluate.lipoproteins.values()))
    return Pool(
        first=first + 1,
        last=last + 1,
        start=start,
        end=end,
        recovery=vesicles / eluate.loaded_vesicles,
        protein=protein / eluate.loaded_protein if eluate.loaded_protein > 0 else 0.0,
        purity=_purity(vesicles, protein),
        per_vesicle={name: amount / vesicles for name, amount in zip(eluate.lipoproteins, others, strict=True) if vesicles > 0},
        concentration=vesicles / (end - start),
        dilution=(end - start) / eluate.load,
    )


def _purity(vesicles: float, protein: float) -> float:
    """Vesicles over protein; 0 where too little of the load has come for a ratio to mean anything."""
    return vesicles / protein if vesicles > 0 and protein > 0 else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """What to pool: as `ColumnRun` says it."""

    pool: Pool
    asked: str
    fulfilled: bool
    best: tuple[float, float]
    front: tuple[Pool, ...]


def chosen_pool(eluate: Eluate, column: SizeExclusion, wanted_purity: float | None, wanted_recovery: float | None) -> Chosen:
    """The pool to take among all of neighbouring fractions, and those than which none is both purer and larger."""
    first, last = np.triu_indices(eluate.edges.size - 1)
    vesicles = np.maximum(eluate.vesicles[last + 1] - eluate.vesicles[first], 0.0)
    protein = eluate.protein[last + 1] - eluate.protein[first]
    recovery = vesicles / eluate.loaded_vesicles
    # A fraction with next to no vesicles is no pool, however pure; and what nobody can measure decides nothing.
    some = (recovery >= LEAST_RECOVERY) & (protein > 0)
    pure = np.where(some, vesicles / np.where(some, protein, 1.0), 0.0)
    seen, size = np.round(recovery, 3), last - first
    told = np.exp(np.round(np.log(np.where(some, pure, 1.0)), 2)) * some
    order = np.lexsort((size, -told, -seen))
    rising = np.maximum.accumulate(np.concatenate([[0.0], told[order][:-1]]))
    front = tuple(pool_of(eluate, int(first[place]), int(last[place])) for place in order[told[order] > rising])
    pool = _usual(eluate, column)
    asked, fulfilled = "the usual window", True
    if wanted_purity is not None or wanted_recovery is not None:
        asked = " and ".join(
            [
                *([f"at least {100.0 * wanted_recovery:.3g} % of the vesicles"] if wanted_recovery is not None else []),
                *([f"at least {short_number(wanted_purity * 1e-9)} particles per µg protein"] if wanted_purity is not None else []),
            ]
        )
        fit = some & (pure >= (wanted_purity or 0.0)) & (recovery >= (wanted_recovery or 0.0))
        fulfilled = bool(np.any(fit))
        if fulfilled:
            # A wanted recovery leaves purity to be sought, a wanted purity alone recovery; of equals the smaller volume.
            sought = told if wanted_recovery is not None else seen
            best = min(np.flatnonzero(fit), key=lambda place: (-sought[place], size[place]))
            pool = pool_of(eluate, int(first[best]), int(last[best]))
    return Chosen(pool=pool, asked=asked, fulfilled=fulfilled, best=(float(pure.max()), float(recovery.max())), front=front)


def _usual(eluate: Eluate, column: SizeExclusion) -> Pool:
    """The fractions whose middle lies in the window of the column; the nearest one where none does."""
    start, end = column.window
    middle = (eluate.edges[1:] + eluate.edges[:-1]) / 2.0
    within = np.flatnonzero((start <= middle) & (middle <= end))
    nearest = int(np.argmin(np.abs(middle - (start + end) / 2.0)))
    return pool_of(eluate, int(within[0]), int(within[-1])) if within.size else pool_of(eluate, nearest, nearest)
