"""Which levels of a design can be told apart, and what the others mean for the interval of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoforge.design.sizing.model import SAMPLE, Repeat


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """The levels of a nested model.

    Parameters
    ----------
    random : levels with a variance of their own, outermost first. residual : the level that the residual is.
    interval : whether the design says how well a sample is known: its outermost level has several groups in some sample.
    notices : sentences on levels that cannot be told apart.
    """

    random: tuple[str, ...]
    residual: str
    interval: bool
    notices: tuple[str, ...]


def told_apart(repeats: Sequence[Repeat], levels: Sequence[str], repeat: str) -> Told:
    """The levels that have a variance of their own.

    Parameters
    ----------
    levels : below the sample, outermost first. repeat : what a distribution is, such as ``video``.
    """
    notices: list[str] = []
    random: list[str] = []
    outer, count = SAMPLE, _count(repeats, (SAMPLE,))
    residual, interval = repeat, bool(levels)
    for place, level in enumerate(levels):
        groups = _count(repeats, (SAMPLE, *levels[: place + 1]))
        if groups == len(repeats) and groups > count:
            residual = level
            inner = [*levels[place + 1 :], repeat]
            notices.append(f"Each {level} has one {inner[-1]}: the spread between {plural(level)} holds that of {', '.join(map(plural, inner))} within it.")
            break
        if groups == count:
            notices.append(f"Each {outer} has one {level}: the spread between {plural(level)} cannot be told from that between {plural(outer)}.")
            if place == 0:
                interval = False
                notices.append(f"One {level} says nothing of another {level}: no 95 % interval of a sample is given. Measure on two or more.")
            continue
        random.append(level)
        outer, count = level, groups
    if not levels:
        notices.append(
            f"Only {plural(repeat)} are told apart: they repeat one filling, so no 95 % interval of a sample is given. Add a level, as in --by sample,day."
        )
    if count == len(repeats) and residual == repeat:
        interval = False
        residual = ""
    return Told(random=tuple(random), residual=residual, interval=interval, notices=tuple(notices))


def groups_within(repeats: Sequence[Repeat], levels: Sequence[str]) -> dict[str, int]:
    """Groups at each level among the repeats of one sample."""
    return {level: _count(repeats, levels[: place + 1]) for place, level in enumerate(levels)}


def _count(repeats: Sequence[Repeat], levels: Sequence[str]) -> int:
    return len({tuple(one.places[level] for level in levels) for one in repeats})


def plural(level: str) -> str:
    """Several of a level: days, batches, assays, biopsies."""
    if level.endswith(("s", "x", "ch", "sh")):
        return f"{level}es"
    return f"{level[:-1]}ies" if level.endswith("y") and level[-2:-1] not in tuple("aeiou") else f"{level}s"
