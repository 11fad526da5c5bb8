"""The shelf life of a product from its stability study: batch by batch, pooled where the batches allow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.design.stability.studies import ONE_BATCH, Study
from exoforge.laws.shelf_life import (
    CONFIDENCE,
    SIGNIFICANCE,
    Lines,
    Poolability,
    Side,
    Store,
    VarianceRatio,
    crossing_time,
    curvature,
    fit_lines,
    longest_claim,
    mean_limit,
    poolability,
)

FEWEST_TIMES = 3
"""Different times that a batch needs: two always lie on a line."""
USUAL_BATCHES = 3
"""Batches that the guideline expects (recalled)."""
STORES: tuple[Store, ...] = ("room temperature", "refrigerator", "freezer")
CITES = ("ichq1e2003", "leblond2011", "ichq5c1995")


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchLife:
    """One batch: its line (in logarithms where so asked), its shelf life and when the line itself meets the limit [s]; 0 out at the start, infinite never.

    Parameters
    ----------
    slope, slope_error : [value/s]. intercept : [value]. covered : time of the last point [s]. points : of this batch. side : of the limit that is met first.
    """

    batch: str
    points: int
    covered: float
    intercept: float
    slope: float
    slope_error: float
    life: float
    line_life: float
    side: Side


@dataclass(frozen=True, kw_only=True, slots=True)
class ShelfLife:
    """The shelf life of a product and all that led to it.

    Parameters
    ----------
    lower, upper : limits, as measured. confidence : of each one-sided limit: 0.975 when there are two limits.
    pooled : the tests whether batches may be pooled; None for one batch. lines : the lines that were taken, of the logarithm if `is_log`.
    life, decided_by : the shortest shelf life [s] and its batch. covered : shortest time that the batches cover [s].
    claims : the longest claim [s] from data over that time, by store. curve : test for a bend; None where there are too few points.
    """

    study: Study
    lower: float | None
    upper: float | None
    confidence: float
    is_log: bool
    pooled: Poolability | None
    significance: float
    lines: Lines
    batches: tuple[BatchLife, ...]
    life: float
    decided_by: str
    covered: float
    claims: Mapping[Store, float]
    curve: VarianceRatio | None
    notes: tuple[str, ...] = ()
    cites: tuple[str, ...] = CITES


def shelf_life_of(
    study: Study, *, lower: float | None = None, upper: float | None = None, is_log: bool = False, significance: float = SIGNIFICANCE
) -> ShelfLife:
    """Lines by least squares, pooled as the batches allow, and where the 95 % confidence limit of the mean meets the specification.

    One limit is met by the one-sided 95 % limit; of two limits each by its side of the two-sided 95 % interval. The shortest batch decides.

    Parameters
    ----------
    study : of one condition. lower, upper : limits of the specification, one or both. is_log : whether the logarithm of the value falls along a line.
    significance : of the tests whether batches may be pooled.

    Raises
    ------
    SettingError
        No limit, limits in the wrong order, a value without a logarithm, or a batch with fewer than three different times.
    """
    _check(study, lower, upper, is_log=is_log)
    value = np.log(study.value) if is_log else study.value
    confidence = CONFIDENCE if lower is None or upper is None else (1.0 + CONFIDENCE) / 2.0
    pooled = poolability(study.time, value, study.batch, significance=significance) if len(study.batches) > 1 else None
    lines = fit_lines(study.time, value, study.batch, model=pooled.model if pooled else "own lines")
    sides = _sides(lower, upper, is_log=is_log)
    batches = tuple(_batch(study, lines, place, sides, confidence) for place in range(len(study.batches)))
    shortest = min(batches, key=lambda batch: batch.life)
    covered = min(batch.covered for batch in batches)
    curve = curvature(study.time, value, study.batch) if study.time.size > 2 * len(study.batches) + 1 else None
    return ShelfLife(
        study=study,
        lower=lower,
        upper=upper,
        confidence=confidence,
        is_log=is_log,
        pooled=pooled,
        significance=significance,
        lines=lines,
        batches=batches,
        life=shortest.life,
        decided_by=shortest.batch,
        covered=covered,
        claims={store: longest_claim(covered, store=store) for store in STORES},
        curve=curve,
        notes=_notes(study, lines, batches, shortest, curve),
    )


def limit_curve(found: ShelfLife, place: int, time: NDArray[np.float64], side: Side) -> NDArray[np.float64]:
    """The confidence limit of the mean of a batch over time, as measured (out of the logarithm)."""
    limit = mean_limit(found.lines, time, confidence=found.confidence, side=side)[place]
    return np.asarray(np.exp(limit) if found.is_log else limit, dtype=np.float64)


def line_curve(found: ShelfLife, place: int, time: NDArray[np.float64]) -> NDArray[np.float64]:
    """The line of a batch over time, as measured."""
    line = found.lines.intercept[place] + found.lines.slope[place] * time
    return np.asarray(np.exp(line) if found.is_log else line, dtype=np.float64)


def _check(study: Study, lower: float | None, upper: float | None, *, is_log: bool) -> None:
    if lower is None and upper is None:
        raise SettingError("A shelf life needs a limit of the specification: state the lowest value, the highest, or both.")
    if lower is not None and upper is not None and lower >= upper:
        raise SettingError(f"The lower limit is {lower:g} and the upper {upper:g}; the lower must lie below the upper.")
    if is_log and np.any(study.value <= 0):
        raise SettingError(f"A value of '{study.file}' is {study.value.min():g}; only values above 0 have a logarithm.")
    if is_log and any(limit is not None and limit <= 0 for limit in (lower, upper)):
        raise SettingError("A limit of 0 or below has no logarithm; state one above 0.")
    for place, name in enumerate(study.batches):
        times = np.unique(study.time[study.batch == place])
        if times.size < FEWEST_TIMES:
            who = "The batch" if name == ONE_BATCH else f"'{name}'"
            often = f"{times.size} different {'time' if times.size == 1 else 'times'}"
            raise SettingError(
                f"{who} of '{study.file}' was measured at {often}; a line with a scatter needs {FEWEST_TIMES} or more: measure on, or leave the batch out."
            )


def _sides(lower: float | None, upper: float | None, *, is_log: bool) -> dict[Side, float]:
    given: dict[Side, float | None] = {"lower": lower, "upper": upper}
    return {side: float(np.log(limit)) if is_log else limit for side, limit in given.items() if limit is not None}


def _batch(study: Study, lines: Lines, place: int, sides: Mapping[Side, float], confidence: float) -> BatchLife:
    lives = {side: float(crossing_time(lines, limit=limit, confidence=confidence, side=side)[place]) for side, limit in sides.items()}
    plain = {side: float(crossing_time(lines, limit=limit, confidence=0.5, side=side)[place]) for side, limit in sides.items()}
    first = min(lives, key=lambda side: lives[side])
    own = study.batch == place
    return BatchLife(
        batch=study.batches[place],
        points=int(own.sum()),
        covered=float(study.time[own].max()),
        intercept=float(lines.intercept[place]),
        slope=float(lines.slope[place]),
        slope_error=float(np.sqrt(lines.covariance[place, 1, 1])),
        life=lives[first],
        line_life=min(plain.values()),
        side=first,
    )


def _notes(study: Study, lines: Lines, batches: tuple[BatchLife, ...], shortest: BatchLife, curve: VarianceRatio | None) -> tuple[str, ...]:
    notes = []
    if lines.deviation == 0:
        notes.append("All points lie exactly on their lines, so that the confidence limit is the line itself; measured values rarely do.")
    if shortest.life == 0:
        notes.append(f"The confidence limit of {shortest.batch} is out of specification at the start already.")
    elif np.isinf(shortest.life):
        notes.append("No confidence limit meets the specification at any time: this measurement sets no shelf life. Another one may.")
    elif np.isinf(shortest.line_life):
        notes.append(f"The line of {shortest.batch} never meets the limit; its confidence limit does only because it widens beyond the data.")
    if shortest.covered > 0 and np.isfinite(shortest.life) and shortest.life > longest_claim(min(batch.covered for batch in batches), store="room temperature"):
        notes.append("The answer lies beyond the longest claim of the guideline for any store; measure on before it is used.")
    if len(study.batches) < USUAL_BATCHES:
        count = "one batch" if len(study.batches) == 1 else "two batches"
        notes.append(f"The study has {count}; the guideline expects {USUAL_BATCHES} or more (recalled), and what a further batch does is not known.")
    if curve is not None and curve.probability < 0.05:
        notes.append(f"A bend fits the points better than straight lines (p {curve.probability:.2g}); look at the picture, and try the logarithm.")
    if len({batch.covered for batch in batches}) > 1:
        notes.append("The batches were not measured equally long; the claims count from the shortest.")
    return (*notes, *study.notes)
