"""Which assumption flips the verdict: each uncertain value is moved alone until a verdict of the central member turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import quantile
from exoforge.base.trace import Assumption
from exoforge.design.ensemble import Outcome, Progress, Uncertain
from exoforge.design.plan import Plan
from exoforge.design.sensitivity.rows import centre_of, read_rows
from exoforge.design.sensitivity.verdicts import Verdict, verdicts_of

RANGE = (0.005, 0.995)
"""Percentiles between which a value is moved, as shares; a choice: beyond them a prior says little."""
TRIED = np.array([0.005, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.995])
"""Percentiles at which a verdict is looked at before it is bisected; a turn and a turn back between two of them is not seen. A choice."""
HALVINGS = 14
"""Bisections of the percentile: to below a hundredth of a percentile. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flip:
    """One value at which a verdict turns.

    Parameters
    ----------
    verdict : what the verdict is about; `before` and `after` are its words.
    assumption : what is moved; `value` where it turns [its unit]; `percentile` of that value and `centre` that of the central one, as shares.
    distance : between the two percentiles: how far from the middle of belief the turn lies.
    """

    verdict: str
    before: str
    after: str
    assumption: Assumption
    value: float
    percentile: float
    centre: float
    distance: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Flips:
    """Every flip, the nearest first.

    Parameters
    ----------
    verdicts : what was looked at, and the word of the central member.
    tried : how many values were moved, each alone. unknown : rows in which a verdict has no word.
    """

    flips: tuple[Flip, ...]
    verdicts: dict[str, str]
    tried: int
    unknown: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bracket:
    """A turn between two percentiles of one value: as in the centre at `inner`, another word at `outer`."""

    verdict: int
    column: int
    inner: float
    outer: float
    after: str


def flips_of(plan: Plan, uncertain: Sequence[Uncertain], central: Outcome, *, progress: Progress | None = None) -> Flips:
    """Move each uncertain value alone through its 0.5th to 99.5th percentile, the others as stated or usual, and find where verdicts turn."""
    verdicts = verdicts_of(central)
    words = tuple(one.read(central) for one in verdicts)
    if not uncertain or not verdicts:
        return Flips(flips=(), verdicts=dict(zip((one.title for one in verdicts), words, strict=True)), tried=0, unknown=0)
    table = np.concatenate([_alone(uncertain, column, TRIED) for column in range(len(uncertain))])
    seen = _read(plan, uncertain, table, verdicts, progress)
    centres = [centre_percentile(one) for one in uncertain]
    brackets: list[_Bracket] = []
    for column, centre in enumerate(centres):
        own = seen[column * TRIED.size : (column + 1) * TRIED.size]
        for place, word in enumerate(words):
            brackets += _brackets(place, column, centre, word, [row[place] for row in own])
    for _ in range(HALVINGS):
        brackets = _halved(plan, uncertain, verdicts, words, brackets)
    found = [_flip(verdicts[one.verdict], words[one.verdict], uncertain[one.column], one, centres[one.column]) for one in brackets]
    nearest: dict[tuple[str, str], Flip] = {}
    for flip in sorted(found, key=lambda one: (one.distance, one.assumption.key)):
        nearest.setdefault((flip.verdict, flip.assumption.key), flip)
    return Flips(
        flips=tuple(nearest.values()),
        verdicts=dict(zip((one.title for one in verdicts), words, strict=True)),
        tried=len(uncertain),
        unknown=sum(1 for row in seen if not all(row)),
    )


def centre_percentile(one: Uncertain) -> float:
    """The probability of the central value in its own spread, by bisection; the nearest end where it lies outside."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        below = float(quantile(one.parameter, one.spread, one.centre, np.array([middle]))[0]) < one.centre
        low, high = (middle, high) if below else (low, middle)
    return min(max(round((low + high) / 2, 9), RANGE[0]), RANGE[1])


def _alone(uncertain: Sequence[Uncertain], column: int, percentiles: NDArray[np.float64]) -> NDArray[np.float64]:
    table = np.tile(centre_of(uncertain), (percentiles.size, 1))
    one = uncertain[column]
    table[:, column] = quantile(one.parameter, one.spread, one.centre, percentiles)
    return table


def _read(
    plan: Plan, uncertain: Sequence[Uncertain], table: NDArray[np.float64], verdicts: Sequence[Verdict], progress: Progress | None = None
) -> list[tuple[str, ...]]:
    nothing = tuple("" for _ in verdicts)
    return read_rows(plan, uncertain, table, lambda outcome: tuple(one.read(outcome) for one in verdicts), nothing=nothing, progress=progress)


def _brackets(verdict: int, column: int, centre: float, word: str, seen: Sequence[str]) -> list[_Bracket]:
    """The first turn on each side of the centre; a row without a word is passed over."""
    found = []
    sides = ([place for place in range(TRIED.size) if TRIED[place] > centre], [place for place in reversed(range(TRIED.size)) if TRIED[place] < centre])
    for side in sides:
        inner = centre
        for place in side:
            if seen[place] and seen[place] != word:
                found.append(_Bracket(verdict=verdict, column=column, inner=inner, outer=float(TRIED[place]), after=seen[place]))
                break
            if seen[place]:
                inner = float(TRIED[place])
    return found


def _halved(plan: Plan, uncertain: Sequence[Uncertain], verdicts: Sequence[Verdict], words: Sequence[str], brackets: Sequence[_Bracket]) -> list[_Bracket]:
    if not brackets:
        return []
    middles = [(one.inner + one.outer) / 2 for one in brackets]
    table = np.concatenate([_alone(uncertain, one.column, np.array([middle])) for one, middle in zip(brackets, middles, strict=True)])
    halved = []
    for one, middle, row in zip(brackets, middles, _read(plan, uncertain, table, verdicts), strict=True):
        word = row[one.verdict]
        if word and word != words[one.verdict]:
            halved.append(_Bracket(verdict=one.verdict, column=one.column, inner=one.inner, outer=middle, after=word))
        else:
            halved.append(_Bracket(verdict=one.verdict, column=one.column, inner=middle, outer=one.outer, after=one.after))
    return halved


def _flip(verdict: Verdict, before: str, one: Uncertain, bracket: _Bracket, centre: float) -> Flip:
    return Flip(
        verdict=verdict.title,
        before=before,
        after=bracket.after,
        assumption=one.assumption,
        value=float(quantile(one.parameter, one.spread, one.centre, np.array([bracket.outer]))[0]),
        percentile=bracket.outer,
        centre=centre,
        distance=abs(bracket.outer - centre),
    )
