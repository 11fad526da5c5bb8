"""Sobol indices of a record's output over all its uncertain values, within a number of evaluations.

Many records have more uncertain values than a design can hold apart. All are screened first, each exchanged alone at a few
points; those that move the output most become factors of their own, and the others are exchanged together as one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.trace import Assumption
from exoforge.design.ensemble import Ensemble, Progress, Uncertain, outcomes_of, uncertain_of
from exoforge.design.plan import Plan
from exoforge.design.sensitivity.flips import Flips, flips_of
from exoforge.design.sensitivity.outputs import Output, is_time, output_named, outputs_of
from exoforge.design.sensitivity.rows import centre_of, read_rows, values_at
from exoforge.design.sensitivity.screening import screened_columns, screening_points, size_of
from exoforge.design.sensitivity.verdicts import QUALITY_NOTE
from exoforge.laws.sobol import SobolDesign, SobolIndices, SobolIntervals, saltelli_design, sobol_indices, sobol_intervals

FEWEST, MOST = 200, 2_000_000
"""Evaluations that may be asked for."""
WIDE = 10.0
"""Ratio of the 95th to the 5th percentile of a positive output from which its logarithm is divided; a choice."""
ENOUGH = 0.9
"""Share of the blocks that must have a number; a choice."""
CITES = ("saltelli2010", "jansen1999", "owen1998", "campolongo2011")


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """An index with its 95 % interval [1]."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Factor:
    """One factor: an uncertain value, or the rest, whose `assumption` is None and that holds `members` values."""

    assumption: Assumption | None
    members: int
    first: Share
    total: Share


@dataclass(frozen=True, kw_only=True, slots=True)
class Sensitivity:
    """What was found out.

    Parameters
    ----------
    factors : ranked by their total index; the rest last.
    sum_first : what the factors explain alone. interactions : what is left, explained by two or more together.
    pairs : second orders, the largest first, by the places of two factors; empty where they were not asked for.
    deviation : standard deviation of the output, of its decadic logarithm where `is_log` [the output's unit, or 1].
    evaluations : of the model, with screening, without flips. uncertain : values that come before the output.
    base : N of the design. left_out : blocks without a number.
    """

    output: Output
    outputs: tuple[str, ...]
    factors: tuple[Factor, ...]
    sum_first: Share
    interactions: float
    pairs: tuple[tuple[int, int, float], ...]
    deviation: float
    is_log: bool
    evaluations: int
    base: int
    left_out: int
    uncertain: int
    seed: int
    seconds: float
    flips: Flips
    notes: tuple[str, ...]
    cites: tuple[str, ...]


def sobol_of(
    plan: Plan,
    output: str = "",
    *,
    evaluations: int = 20_000,
    seed: int = 0,
    factors: int | None = None,
    second_order: bool = False,
    tissues: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Sensitivity:
    """Divide the variance of an output among the uncertain values of a record, and find which of them turns a verdict.

    Parameters
    ----------
    output : name of an output; empty for the headline. tissues : further names of the headline.
    evaluations : of the model at the most, screening included; the flips come on top.
    factors : values that stand alone, the others in one group; as many as fit where it is None.
    progress : called with the number of rows done and to do.

    Raises
    ------
    SettingError
        A number is out of range, the output is unknown or does not vary, or too few rows have a number.
    """
    begun = time.perf_counter()
    uncertain = _uncertain(plan, evaluations, seed)
    central = outcomes_of(plan, uncertain, centre_of(uncertain)[np.newaxis])[0]
    alone = Ensemble(plan=plan, uncertain=uncertain, central=central, alone=(), members=(central,), seed=seed, seconds=0.0)
    outputs = outputs_of(alone)
    asked = output_named(outputs, output, tissues=tissues)
    whole, everything = plan, uncertain
    plan = replace(plan, steps=tuple(one for one in plan.steps if one.step.stage not in asked.after))
    uncertain = uncertain_of(plan)
    at = screening_points(len(uncertain), evaluations)
    spent = at * (len(uncertain) + 2)
    base, kept = size_of(evaluations - spent, len(uncertain), factors, second_order=second_order)
    screened = screened_columns(plan, uncertain, asked, at, seed, progress)
    groups = [[int(column)] for column in screened[:kept]]
    rest = sorted(int(column) for column in screened[kept:])
    design = saltelli_design(base, groups + ([rest] if rest else []), seed=seed, second_order=second_order)
    raw = np.array(read_rows(plan, uncertain, values_at(uncertain, design.points), asked.read, nothing=np.nan, likes=design.likes.tolist(), progress=progress))
    values, held, is_log = _shown(raw, design, asked)
    found = sobol_indices(design, values, kept=held)
    ends = sobol_intervals(design, values, seed=seed, kept=held)
    order = sorted(range(len(groups)), key=lambda place: -found.total[place]) + list(range(len(groups), design.factors))
    named = [uncertain[column].assumption for (column,) in groups]
    ranked = tuple(_factor(named[place] if place < len(named) else None, len(rest), found, ends, place) for place in order)
    sum_first = float(found.first.sum())
    return Sensitivity(
        output=asked,
        outputs=tuple(one.name for one in outputs),
        factors=ranked,
        sum_first=Share(value=sum_first, low=float(ends.sum_first[0]), high=float(ends.sum_first[1])),
        interactions=max(1.0 - sum_first, 0.0),
        pairs=_pairs(found.second, order),
        deviation=float(np.sqrt(found.variance)),
        is_log=is_log,
        evaluations=spent + len(raw),
        base=base,
        left_out=int((~held).sum()),
        uncertain=len(uncertain),
        seed=seed,
        seconds=time.perf_counter() - begun,
        flips=flips_of(whole, everything, central),
        notes=_notes(ranked, found.total, int((~held).sum()), base, len(rest), asked, is_log=is_log),
        cites=(*CITES, *(("saltelli2002",) if second_order else ())),
    )


def _uncertain(plan: Plan, evaluations: int, seed: int) -> tuple[Uncertain, ...]:
    """The uncertain values of a plan, once it is clear that the question can be asked."""
    if not FEWEST <= evaluations <= MOST:
        raise SettingError(f"{evaluations} evaluations were asked for; it must be from {FEWEST} to {MOST}.")
    if seed < 0:
        raise SettingError(f"The seed is {seed}; it must be zero or more.")
    uncertain = uncertain_of(plan)
    if not uncertain:
        raise SettingError("Nothing in the record is uncertain: every value is stated without an interval. State one like '48 [40, 56] h'.")
    return uncertain


def _factor(named: Assumption | None, grouped: int, found: SobolIndices, ends: SobolIntervals, place: int) -> Factor:
    """A value by its name, or the group of those that have none."""
    first, total = _share(found.first, ends.first, place), _share(found.total, ends.total, place)
    return Factor(assumption=named, members=grouped if named is None else 1, first=first, total=total)


def _share(values: NDArray[np.float64], ends: NDArray[np.float64], place: int) -> Share:
    return Share(value=float(values[place]), low=float(ends[0][place]), high=float(ends[1][place]))


def _shown(raw: NDArray[np.float64], design: SobolDesign, output: Output) -> tuple[NDArray[np.float64], NDArray[np.bool_], bool]:
    """The values as they are divided, the blocks that have numbers throughout, and whether by the logarithm."""
    held: NDArray[np.bool_] = np.asarray(np.isfinite(raw).reshape(design.base, -1).all(axis=1))
    if held.mean() < ENOUGH:
        raise SettingError(
            f"'{output.title}' has no number in {100 * (1 - held.mean()):.0f} % of the blocks of the design; "
            "ask for another output with --output, or state the uncertain values more narrowly."
        )
    known = raw.reshape(design.base, -1)[held]
    low, high = np.quantile(known, [0.05, 0.95])
    is_log = bool(not output.is_yes_or_no and known.min() > 0 and high / low > WIDE)
    values = raw.copy()
    if is_log:
        values = np.log10(np.where(raw > 0, raw, 1.0))
    if np.ptp(known) == 0:
        raise SettingError(
            f"'{output.title}' is {known.flat[0]:.6g} {output.unit} in every row: no uncertain value moves it, so that there is nothing to divide."
        )
    return values, held, is_log


def _pairs(second: NDArray[np.float64] | None, order: Sequence[int]) -> tuple[tuple[int, int, float], ...]:
    if second is None:
        return ()
    place = {column: rank for rank, column in enumerate(order)}
    found = [(place[i], place[j], float(second[i, j])) for i in range(len(second)) for j in range(i + 1, len(second))]
    return tuple(sorted(found, key=lambda pair: -pair[2])[:5])


def _notes(factors: Sequence[Factor], total: NDArray[np.float64], left_out: int, base: int, rest: int, output: Output, *, is_log: bool) -> tuple[str, ...]:
    notes = []
    if is_log:
        notes.append("The output is positive and spans more than a factor of ten, so that the variance of its logarithm was divided.")
    if is_time(output.unit):
        notes.append("A time that is never reached counts as the end of the course that is followed.")
    if rest:
        share = factors[-1].total
        judged = (
            "the screening has left nothing out that matters" if share.high < 0.1 else "something of it matters: ask for more --factors or more --evaluations"
        )
        notes.append(f"{rest} values that moved the output least in the screening were exchanged together; their total index is {share.value:.2f}: {judged}.")
    if left_out:
        notes.append(f"{left_out} of {base} blocks have a row without a number and were left out.")
    if any(one.total.high - one.total.low > 0.2 for one in factors):
        notes.append("Some intervals are wider than 0.2: the ranking of neighbours is not settled; ask for more --evaluations.")
    if float(total.max()) > 1.05:
        notes.append("A total index is above 1, which says that the variance itself is not settled at this number of points.")
    notes.append(QUALITY_NOTE)
    return tuple(notes)
