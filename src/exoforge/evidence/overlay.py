"""A preparation laid over the mechanisms: which statements speak of what it holds. What is said of a molecule proves nothing of a preparation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoforge.base.errors import FileError
from exoforge.cargo.mechanisms import Edge
from exoforge.cargo.names import Name, kinship, name_of
from exoforge.evidence.graph import Chain, Support, nodes_in, support_of
from exoforge.evidence.preparation import Preparation

RESOLVABLE = ("microRNA", "microRNAs", "gene", "genes")
"""Kinds of names that a table of microRNAs or proteins can hold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Carried:
    """A molecule of the preparation of which statements speak.

    Parameters
    ----------
    written : its name in the table.
    label : as it is printed here.
    rank : 1 for the most abundant row of the table, equal for equal abundance; None without abundance.
    share : mean share of the samples' totals; None without abundance.
    kin : how it belongs to what the statements name, where that is not the very same; each a sentence.
    chains : what is said, those with more distinct works of their cargo first.
    support : on what the statements rest.
    """

    written: str
    label: str
    rank: int | None
    share: float | None
    kin: tuple[str, ...]
    chains: tuple[Chain, ...]
    support: Support


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlay:
    """The mechanisms said of what a preparation holds.

    Parameters
    ----------
    preparation : the table.
    carried : by abundance, then by the number of distinct works.
    unmentioned : names that are understood, and of which no statement speaks.
    absent : names with cargo in the statements whose count is 0.
    unresolved : names that are not understood.
    """

    preparation: Preparation
    carried: tuple[Carried, ...]
    unmentioned: tuple[str, ...]
    absent: tuple[str, ...]
    unresolved: tuple[str, ...]


def lay_over(preparation: Preparation, chains: Sequence[Chain]) -> Overlay:
    """Lay a preparation over statements.

    A row meets a statement when it is its cargo, an arm or member of it (miR-21-5p of miR-21, miR-181a-5p of miR-181), or wider than it.

    Raises
    ------
    FileError
        Two rows are two spellings of one molecule.
    """
    named = [name_of(_first(written)) for written in preparation.names]
    _check_distinct(preparation, named)
    ranks = _ranks(preparation.shares)
    cargo = {node.key: name for node in nodes_in(chains, "cargo") if node.key and (name := name_of(node.key))}
    carried: list[Carried] = []
    unmentioned: list[str] = []
    absent: list[str] = []
    unresolved: list[str] = []
    for place, (written, name) in enumerate(zip(preparation.names, named, strict=True)):
        if name is None or name.kind not in RESOLVABLE:
            unresolved.append(written)
            continue
        met = {key: kinship(name, held) or kinship(held, name) for key, held in cargo.items() if _meet(name, held)}
        if not met:
            unmentioned.append(written)
        elif preparation.shares and preparation.shares[place] == 0:
            absent.append(written)
        else:
            share = preparation.shares[place] if preparation.shares else None
            carried.append(_carried(written, name, ranks[place] if ranks else None, share, met, chains))
    carried.sort(key=lambda one: (one.rank or 0, -len(one.support.studies)))
    return Overlay(preparation=preparation, carried=tuple(carried), unmentioned=tuple(unmentioned), absent=tuple(absent), unresolved=tuple(unresolved))


def _first(written: str) -> str:
    """The first of several names that software writes into one cell."""
    return written.split(";")[0].strip()


def _meet(name: Name, held: Name) -> bool:
    return name.key == held.key or bool(kinship(name, held) or kinship(held, name))


def _carried(written: str, name: Name, rank: int | None, share: float | None, met: dict[str, str], chains: Sequence[Chain]) -> Carried:
    spoken = [chain for chain in chains if any(node.key in met for node in chain.steps[0][0])]
    told = support_of([chain.edge for chain in spoken])
    weight = {chain.edge.key: len(support_of(_same_target(chain, spoken)).studies) for chain in spoken}
    return Carried(
        written=written,
        label=name.label,
        rank=rank,
        share=share,
        kin=tuple(f"{words}." for words in met.values() if words),
        chains=tuple(sorted(spoken, key=lambda chain: -weight[chain.edge.key])),
        support=told,
    )


def _same_target(chain: Chain, among: Sequence[Chain]) -> list[Edge]:
    """The statements that go from the cargo to the same next step."""
    return [other.edge for other in among if other.steps[1:2] == chain.steps[1:2]]


def _check_distinct(preparation: Preparation, named: Sequence[Name | None]) -> None:
    seen: dict[str, int] = {}
    for place, name in enumerate(named):
        if name is not None and name.kind in RESOLVABLE and seen.setdefault(name.key, place) != place:
            first, second = preparation.names[seen[name.key]], preparation.names[place]
            lines = f"lines {preparation.rows[seen[name.key]]} and {preparation.rows[place]}"
            raise FileError(f"'{first}' and '{second}' ({lines} of '{preparation.source}') both mean {name.label}; add the two up, or remove one.")


def _ranks(shares: Sequence[float]) -> list[int]:
    """1 for the largest; equal shares have equal ranks."""
    ordered = sorted(shares, reverse=True)
    first: dict[float, int] = {}
    for place, share in enumerate(ordered, start=1):
        first.setdefault(share, place)
    return [first[share] for share in shares]
