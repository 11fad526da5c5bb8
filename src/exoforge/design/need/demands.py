"""What would have to come into a cell for something to change, and which vesicles could bring it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from exoforge.base.parameters import parameters_of
from exoforge.design.need.asked import AskedCargo
from exoforge.design.need.chain import Chain, CopiesToACell, Known
from exoforge.design.need.need_result import Demand, Supply
from exoforge.design.need.search import Asked, Criterion, class_changes, endpoint_named, endpoint_reaches
from exoforge.design.plan import PlannedStep
from exoforge.design.summary import interval_of_rows
from exoforge.laws.domain import Array
from exoforge.laws.dosing import KORDELAS_UNIT
from exoforge.laws.loading import packing_ceiling
from exoforge.stages.contract import is_stated
from exoforge.stages.respond.cartilage_proctor2017 import RULE, WORTH_SAYING

HALF = 0.5
"""[1] A goal that is always asked: half of the fragments. A choice."""
NATIVE = "native"


def criteria_of(goals: Mapping[str, float]) -> dict[str, Criterion]:
    """What the model is asked for, by name: the goals, a better class, and half of the fragments."""
    return {
        **{f"{name} {value:g}": endpoint_reaches(name, value) for name, value in goals.items()},
        "class": class_changes,
        "half-fragments": endpoint_reaches("fragments", share=HALF),
    }


def demands_of(goals: Mapping[str, float], asked: Asked | None, chain: Chain, guideline: str) -> tuple[tuple[Demand, ...], dict[str, Array]]:
    """The demands in the order in which they are told, and the copies for each row of the chain."""
    threshold = chain.values["threshold"]
    by_guideline = _demand("guideline", "repression is seen at all, as a rough guideline of print", guideline, threshold, chain)
    if asked is None:
        return (by_guideline,), {"guideline": threshold}
    better, worse = RULE.classes
    words = {"class": f"{worse} becomes {better} at the horizon", "half-fragments": "the fragments of aggrecan at the horizon are halved"}
    for name, value in goals.items():
        judged = endpoint_named(name)
        words[f"{name} {value:g}"] = f"{judged.meaning} is {'at least' if judged.larger_is_better else 'at most'} {value:g} {judged.unit}".rstrip()
    made, arrays = [], {}
    for name, found in asked.found.items():
        some = np.where(np.isfinite(found.copies) & (found.copies > 0), found.copies, np.nan)
        members, reached = found.copies[1:], np.isfinite(found.copies[1:]) & (found.copies[1:] > 0)
        lost = reached & np.isfinite(found.lost[1:])
        spread = over_all(some, threshold.size)
        once = replace(_demand(name, words[name], "proctor2017", spread, chain), copies=interval_of_rows(some), counted=int(reached.sum()))
        made.append(
            replace(
                once,
                none=float(np.mean(members == 0)),
                never=float(np.mean(np.isinf(members))),
                lost_again=float(lost.sum() / reached.sum()) if reached.any() else 0.0,
                lost_at=interval_of_rows(np.where(np.append(False, lost), found.lost, np.nan)) if lost.any() else None,
            )
        )
        arrays[name] = spread
    fixed = np.full(threshold.shape, WORTH_SAYING)
    said = _demand("as-many-again", "as many again as a cell of the published model has", "proctor2017_model", fixed, chain)
    return (*made, said, by_guideline), {**arrays, "as-many-again": fixed, "guideline": threshold}


def _demand(name: str, sentence: str, source: str, copies: Array, chain: Chain) -> Demand:
    """A demand with the vesicles that it comes to; a row that needs nothing, or is never enough, is no number."""
    at_best = _over(copies, chain.values["copies_per_vesicle"])
    through = chain.values["uptake"] * chain.values["escape"]
    return Demand(
        name=name,
        sentence=sentence,
        source=source,
        copies=interval_of_rows(copies),
        at_best=interval_of_rows(at_best),
        needed=interval_of_rows(_over(at_best, through)),
        counted=int(np.sum(~np.isnan(copies[1:]))),
    )


def over_all(found: Array, rows: int) -> Array:
    """What the model said of its rows, for all rows of the chain: the central one first, the members again and again.

    Assumes
    -------
    What a cell needs and what a dose brings are independent, so that any member of the one may meet any of the other.
    """
    return np.append(found[:1], np.resize(found[1:], rows - 1))


def _over(wanted: Array, each: Array) -> Array:
    """What is wanted over what each brings; infinite where each brings nothing."""
    return np.divide(wanted, each, out=np.where(np.isnan(wanted), np.nan, np.inf), where=each > 0)


def supplies_of(cargo: AskedCargo, chain: Chain, known: Known, planned: PlannedStep, wanted: Array) -> tuple[Supply, ...]:
    """Native vesicles, those of the question, and the most that fits, beside the copies wanted."""
    declared = next(one for one in parameters_of(CopiesToACell) if one.name == "copies_per_vesicle")
    own = chain.values["copies_per_vesicle"]
    is_own = (known.copies_per_vesicle is not None and "copies_per_vesicle" not in known.assumed) or is_stated(planned.step, "copies_per_vesicle")
    kinds: list[tuple[str, str, Array, str]] = []
    if is_own:
        native = _native(declared.spread.a, float(declared.usual or 0.0), own.size)
        kinds.append((NATIVE, "a vesicle that nobody loaded", native, "chevillet2014"))
        kinds.append(("own", "the vesicles asked about", own, "stated" if known.copies_per_vesicle is None else known.said["copies_per_vesicle"]))
    else:
        kinds.append((NATIVE, "a vesicle that nobody loaded", own, "chevillet2014"))
    if cargo.molar_mass is not None:
        kinds.append(("ceiling", "as many as fit into a vesicle", packing_ceiling(chain.values["diameter"], cargo.molar_mass), "packed at random"))
    return tuple(_supply(name, label, copies, source, chain, wanted) for name, label, copies, source in kinds)


def _native(geometric_sd: float, usual: float, rows: int) -> Array:
    """Copies of native vesicles where the members have others: evenly over the probabilities, in an order that follows nothing."""
    from scipy.special import ndtri

    evenly = (np.random.default_rng(0).permutation(rows - 1) + 0.5) / max(rows - 1, 1)
    return np.append(usual, usual * geometric_sd ** ndtri(evenly))


def _supply(name: str, label: str, copies: Array, source: str, chain: Chain, wanted: Array) -> Supply:
    through, there = chain.values["uptake"] * chain.values["escape"], chain.per_cell
    at_best = _over(wanted, copies)
    needed = _over(at_best, through)
    short = _over(needed, there)
    return Supply(
        name=name,
        label=label,
        copies=interval_of_rows(copies),
        source=source,
        brought=interval_of_rows(there * through * copies),
        needed_at_best=interval_of_rows(at_best),
        needed=interval_of_rows(needed),
        short=interval_of_rows(short),
    )


def harvest_of(native: Supply) -> tuple[float, float] | None:
    """MSC whose harvest the native vesicles needed at best are, fewest and most."""
    needed = native.needed_at_best.median
    ends = [particles / KORDELAS_UNIT.cells for particles in KORDELAS_UNIT.particles]
    return (needed / max(ends), needed / min(ends)) if np.isfinite(needed) else None
