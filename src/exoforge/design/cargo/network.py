"""A signed score for every outcome that statements tell of the molecules of a contrast, with what chance would make of it.

The score of an outcome is

    S = sum over molecules of sign x log2 fold

with the sign that statements print between the molecule and the outcome. A pair counts once, however many works tell it. A pair that is
told with both signs is contested: it stands beside the score and is not in it. A score says which way the printed statements point when
they are read together with the contrast; nothing was measured of the outcome.

What chance makes of it is found by dealing fold changes among molecules of like abundance. Reviews know the abundant molecules, and where one
sample holds more of them than another, all abundant ones move together and away from the rare ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from exoforge.cargo.mechanisms import Edge
from exoforge.design.cargo.targets import Measured, Met
from exoforge.evidence.graph import Chain, Node, support_of
from exoforge.laws.multiple_testing import benjamini_hochberg
from exoforge.laws.network_score import signed_scores
from exoforge.laws.over_representation import permutation_p
from exoforge.laws.strata import strata_by

Level = Literal["outcome", "pathway", "target"]
"""A process in one statement and an effect in another are one thing here, an outcome."""
LIKE = 50
"""Molecules, at least, among which fold changes are dealt: those of like abundance. A choice. In a real table of 8 libraries with its labels shuffled
in all 35 ways, 39 % of the outcomes of two molecules or more had p below 5 % with one deal among all, and 10 % with this."""
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, kw_only=True, slots=True)
class Contribution:
    """What a molecule is said to do to an outcome.

    Parameters
    ----------
    measured : the molecule. cargo : as the statements name it.
    sign : 1 raises, -1 lowers, 0 contested: told with both signs.
    raises, lowers : the statements of either sign. works : distinct works behind them.
    is_shared : whether every statement names other cargo beside it.
    """

    measured: Measured
    cargo: tuple[str, ...]
    sign: int
    raises: tuple[Edge, ...]
    lowers: tuple[Edge, ...]
    works: int
    is_shared: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """A signed sum beside its null: `mean` and `deviation` of it are exact, `p` comes from permutations, `q` by Benjamini and Hochberg within the level."""

    score: float
    mean: float
    deviation: float
    p: float
    q: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredOutcome:
    """An outcome with all molecules that are said to change it.

    Parameters
    ----------
    contributions : those that changed first. changed : the score over the molecules that pass the false discovery rate; None where none of them does.
    every : the score over all that were tested, each with its fold change; None where all are contested.
    """

    level: Level
    key: str
    label: str
    contributions: tuple[Contribution, ...]
    changed: Score | None
    every: Score | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """The outcomes of a contrast.

    Parameters
    ----------
    outcomes : by level, then by the chance of the score.
    chains : the statements that speak of a molecule that was tested.
    tested : molecules whose fold changes were permuted, each among at least `LIKE` of like abundance. permutations : how often.
    """

    outcomes: tuple[ScoredOutcome, ...]
    chains: tuple[Chain, ...]
    tested: int
    permutations: int


def network_of(found: Met, chains: Sequence[Chain], *, permutations: int, rng: np.random.Generator) -> Network:
    """Score every outcome that chains tell of the molecules that were met."""
    of_cargo: dict[str, list[str]] = {}
    for meeting in found.meetings:
        of_cargo.setdefault(meeting.cargo, []).append(meeting.measured)
    spoken = tuple(chain for chain in chains if any(node.key in of_cargo for node in chain.steps[0][0]))
    told = _told(spoken, of_cargo)
    outcomes: list[ScoredOutcome] = []
    places = {name: place for place, name in enumerate(found.measured)}
    folds = np.array([one.row.log2_fold for one in found.measured.values()])
    alike = strata_by([one.row.mean_log_cpm for one in found.measured.values()], members=LIKE)
    called = np.array([one.is_changed for one in found.measured.values()], dtype=bool)
    for level in LEVELS:
        held = [(key, label, _contributions(said, found.measured)) for (where, key), (label, said) in told.items() if where == level]
        parts = [one for _, _, one in held]
        every = _scores(parts, places, folds, alike, permutations=permutations, rng=rng)
        changed = _scores(parts, places, np.where(called, folds, 0.0), alike, permutations=permutations, rng=rng)
        made = [
            ScoredOutcome(
                level=level,
                key=key,
                label=label,
                contributions=contributions,
                changed=one if any(part.sign and part.measured.is_changed for part in contributions) else None,
                every=whole,
            )
            for (key, label, contributions), one, whole in zip(held, changed, every, strict=True)
        ]
        outcomes += sorted(made, key=_order)
    return Network(outcomes=tuple(outcomes), chains=spoken, tested=len(found.measured), permutations=permutations)


def _order(one: ScoredOutcome) -> tuple[float, float, int, str]:
    return (one.changed.p if one.changed else 2.0, one.every.p if one.every else 2.0, -len(one.contributions), one.key)


_Said = dict[str, tuple[dict[str, None], dict[str, tuple[Edge, int, bool]]]]
"""By molecule: the cargo as named, and the statements with the printed sign and whether they name other cargo beside it."""


def _told(chains: Sequence[Chain], of_cargo: Mapping[str, Sequence[str]]) -> dict[tuple[Level, str], tuple[str, _Said]]:
    """What is printed with a sign of each outcome, pathway and target, by molecule."""
    found: dict[tuple[Level, str], tuple[str, _Said]] = {}
    for chain in chains:
        cargo = chain.steps[0][0]
        for nodes, sign in chain.steps[1:]:
            for node in nodes if sign else ():
                _, said = found.setdefault((_level(node), node.key), (node.label, {}))
                for source in cargo:
                    for name in of_cargo.get(source.key, ()):
                        named, statements = said.setdefault(name, ({}, {}))
                        named[source.key] = None
                        statements.setdefault(f"{chain.edge.key} {sign}", (chain.edge, sign, len(cargo) > 1))
    return found


def _level(node: Node) -> Level:
    return "target" if node.role == "target" else "pathway" if node.role == "pathway" else "outcome"


def _contributions(said: _Said, measured: Mapping[str, Measured]) -> tuple[Contribution, ...]:
    found = []
    for name, (cargo, statements) in said.items():
        raises, lowers = (tuple(edge for edge, sign, _ in statements.values() if sign == wanted) for wanted in (1, -1))
        found.append(
            Contribution(
                measured=measured[name],
                cargo=tuple(cargo),
                sign=0 if raises and lowers else 1 if raises else -1,
                raises=raises,
                lowers=lowers,
                works=len(support_of((*raises, *lowers)).studies),
                is_shared=all(shared for _, _, shared in statements.values()),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.measured.is_changed, -abs(one.measured.row.log2_fold))))


def _scores(
    contributions: Sequence[Sequence[Contribution]],
    places: Mapping[str, int],
    changes: NDArray[np.float64],
    alike: NDArray[np.int64],
    *,
    permutations: int,
    rng: np.random.Generator,
) -> list[Score | None]:
    """A score for each outcome that has a molecule with one sign, and None for the others.

    All molecules carry their weight, also those whose change counts as 0: else the null would know which ones changed.
    """
    scored = [place for place, held in enumerate(contributions) if any(one.sign for one in held)]
    found: list[Score | None] = [None] * len(contributions)
    if not scored or changes.size < 2:
        return found
    weights = np.zeros((len(scored), changes.size))
    for row, place in enumerate(scored):
        for one in contributions[place]:
            weights[row, places[one.measured.name]] = one.sign
    got = signed_scores(weights, changes, permutations=permutations, rng=rng, strata=alike)
    p = permutation_p(got.exceeding, permutations)
    q = benjamini_hochberg(p)
    for row, place in enumerate(scored):
        found[place] = Score(score=float(got.score[row]), mean=float(got.mean[row]), deviation=float(got.deviation[row]), p=float(p[row]), q=float(q[row]))
    return found
