"""Which levels of a design can be told apart, and what the others mean for the interval of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoforge.design.sizing.model import CONDITIONS, SAMPLE, Repeat

MOST_NAMED = 3
"""Samples that a sentence names; the others are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """The levels of a nested model.

    Parameters
    ----------
    random : levels with a variance of their own, outermost first. residual : the level that the residual is.
    interval : whether the design says how well a sample is known: its outermost level has several groups in some sample.
    alone : samples with one group at the outermost level, which have no interval: the spread between groups of others is not theirs.
    notices : sentences on levels that cannot be told apart.
    """

    random: tuple[str, ...]
    residual: str
    interval: bool
    alone: frozenset[str]
    notices: tuple[str, ...]


def told_apart(repeats: Sequence[Repeat], levels: Sequence[str], repeat: str, *, pool: bool = False) -> Told:
    """The levels that have a variance of their own.

    Parameters
    ----------
    levels : below the sample, outermost first. repeat : what a distribution is, such as ``video``.
    pool : whether a sample with one group at the outermost level takes its interval from the spread between the groups of others.
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
    alone = _alone(repeats, levels[0]) if interval else []
    if alone:
        notices.append(_pooled(alone, levels[0]) if pool else _left_alone(alone, levels[0]))
    return Told(random=tuple(random), residual=residual, interval=interval, alone=frozenset(() if pool else alone), notices=tuple(notices))


def _alone(repeats: Sequence[Repeat], level: str) -> list[str]:
    """Samples with one group at a level."""
    samples = dict.fromkeys(one.places[SAMPLE] for one in repeats)
    return [sample for sample in samples if _count([one for one in repeats if one.places[SAMPLE] == sample], (level,)) == 1]


def _left_alone(alone: Sequence[str], level: str) -> str:
    return (
        f"{_named(alone)} measured on one {level} only, and the spread of other samples is not taken for theirs: no 95 % interval is given. "
        f"Measure on two or more {plural(level)}, or add --pool if all these samples may be taken to spread alike between {plural(level)}."
    )


def _pooled(alone: Sequence[str], level: str) -> str:
    return (
        f"{_named(alone)} measured on one {level} only: with --pool the 95 % interval is made of the spread between {plural(level)} of the other samples, "
        "and holds only if all spread alike."
    )


def _named(samples: Sequence[str]) -> str:
    shown = [f"'{sample}'" for sample in samples[:MOST_NAMED]]
    more = [f"{len(samples) - len(shown)} more samples"] if len(samples) > len(shown) else []
    *first, last = [*shown, *more]
    return f"{', '.join(first)} and {last} were" if first else f"{last} was"


def groups_within(repeats: Sequence[Repeat], levels: Sequence[str]) -> dict[str, int]:
    """Groups at each level among the repeats of one sample."""
    return {level: _count(repeats, levels[: place + 1]) for place, level in enumerate(levels)}


def _count(repeats: Sequence[Repeat], levels: Sequence[str]) -> int:
    return len({tuple(one.places[level] for level in levels) for one in repeats})


def plural(level: str) -> str:
    """Several of a level: days, batches, assays, biopsies; of what is no thing that is counted, its values."""
    if level in CONDITIONS:
        return f"values of '{level}'"
    if level.endswith(("s", "x", "ch", "sh")):
        return f"{level}es"
    return f"{level[:-1]}ies" if level.endswith("y") and level[-2:-1] not in tuple("aeiou") else f"{level}s"
