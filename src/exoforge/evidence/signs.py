"""Signs over several statements: where print contradicts itself, and what links of different statements would make together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Literal, get_args

from exoforge.cargo.mechanisms import Edge, Sign
from exoforge.cargo.names import name_of, wider_names
from exoforge.evidence.graph import ROLES, Chain, Link, Node, is_named, links, sign_of, support_of

LONGEST_PATH = 4
"""[links] From cargo to effect there are at most four."""


Verdict = Literal["clashes", "agrees", "not printed", "open"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""How a composed sign stands to what is printed; a clash is told first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opposition:
    """Two nodes between which print holds both signs.

    Parameters
    ----------
    source, end : what acts on what.
    raises, lowers : the statements of either sign, each with its place.
    tissues : those in which both signs are told; empty where the tissues differ.
    """

    source: Node
    end: Node
    raises: tuple[Edge, ...]
    lowers: tuple[Edge, ...]
    tissues: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """A path that no single statement tells, put together from links of several.

    Parameters
    ----------
    links : in order, each beginning where the one before ended.
    sign : product of the signs of the links; 0 where one of them is open or disputed.
    printed : the sign that a statement prints for cargo and end of the path, which is the one to go by; 0 where none prints it, or both are printed.
    verdict : ``agrees`` or ``clashes`` with what is printed, ``not printed``, or ``open``.
    weakest : distinct works behind the link that has the fewest.
    """

    links: tuple[Link, ...]
    sign: Sign
    printed: Sign
    verdict: Verdict
    weakest: int


def oppositions(of: Sequence[Chain]) -> tuple[Opposition, ...]:
    """Every pair of nodes for which statements print opposite signs, wherever in their chains the two stand.

    A process in one statement and an effect in another are one thing here, and what is said of an arm or a member is laid beside what is
    said of the whole. The sign of a pair is the product of the two printed signs.
    """
    found: dict[tuple[str, str], list[_Said]] = {}
    for chain in of:
        for (sources, before), (ends, after) in combinations(chain.steps, 2):
            if before * after:
                for source, end in ((source, end) for source in sources for end in ends):
                    for pair in _pairs(source, end):
                        found.setdefault(pair, []).append(
                            _Said(edge=chain.edge, source=source, end=end, sign=before * after, exact=pair == (source.key, end.key))
                        )
    judged = [_opposition(said) for said in found.values() if {one.sign for one in said} == {1, -1}]
    kept = {(one.raises, one.lowers): one for one in reversed([one for one in judged if one is not None])}
    return tuple(reversed(kept.values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """The sign that one statement prints for a pair; `exact` when it names the pair itself, and no arm, member or form of it."""

    edge: Edge
    source: Node
    end: Node
    sign: int
    exact: bool


def _pairs(source: Node, end: Node) -> Iterator[tuple[str, str]]:
    """The pair, and every wider one to which it belongs."""
    for first in (source.key, *_wider(source)):
        for second in (end.key, *_wider(end)):
            if first != second:
                yield first, second


def _wider(node: Node) -> tuple[str, ...]:
    name = name_of(node.key) if node.key and node.role in ("cargo", "target") else None
    return wider_names(name) if name else ()


def _opposition(said: Sequence[_Said]) -> Opposition | None:
    """None where no statement names the pair itself: two members of one family do not contradict each other."""
    exact = [one for one in said if one.exact]
    if not exact:
        return None
    raises, lowers = (tuple({one.edge.key: one.edge for one in said if one.sign == sign}.values()) for sign in (1, -1))
    shared = {edge.tissue for edge in raises} & {edge.tissue for edge in lowers} - {""}
    return Opposition(source=exact[0].source, end=exact[0].end, raises=raises, lowers=lowers, tissues=tuple(sorted(shared)))


def composed(of: Sequence[Chain], *, cargo: frozenset[str] = frozenset(), ends: frozenset[str] = frozenset()) -> tuple[Composed, ...]:
    """Paths from a named cargo to an effect that only several statements tell together; clashes first, then by support.

    Parameters
    ----------
    of : the statements whose links may be joined.
    cargo, ends : keys of the cargo and of the effects or processes to join; all when empty.

    Assumes
    -------
    That a target is the same thing in two tissues, which nobody has shown: a composed path is a question, not a statement.
    """
    leaving: dict[Node, list[Link]] = {}
    for link in links(of):
        leaving.setdefault(link.source, []).append(link)
    told = {(source, end): signs for source, end, signs in _printed(of)}
    found: list[Composed] = []
    for start in leaving:
        if start.role == "cargo" and is_named(start) and (not cargo or start.key in cargo):
            for path in _paths(start, leaving, ends):
                if not _told_whole(path):
                    found.append(_compose(path, told.get((start.key, path[-1].end.key), frozenset())))
    once = {(one.links[0].source.key, *(link.end.key for link in one.links)): one for one in found}
    return tuple(sorted(once.values(), key=lambda one: (VERDICTS.index(one.verdict), -one.weakest, len(one.links))))


def _paths(start: Node, leaving: dict[Node, list[Link]], ends: frozenset[str]) -> Iterator[tuple[Link, ...]]:
    """Paths of two links or more, from role to later role, that end at a process or an effect.

    Statements are joined at a target or a pathway. A process such as apoptosis is too common to join two of them.
    """
    waiting: list[tuple[Link, ...]] = [(link,) for link in leaving.get(start, ())]
    while waiting:
        path = waiting.pop(0)
        last = path[-1].end
        if len(path) > 1 and last.role in ("process", "effect") and (not ends or last.key in ends):
            yield path
        if len(path) < LONGEST_PATH and last.role != "effect":
            onward = (link for link in leaving.get(last, ()) if last.role != "process" or _told_whole((path[-1], link)))
            waiting += [(*path, link) for link in onward if ROLES.index(link.end.role) > ROLES.index(last.role)]


def _statements(link: Link) -> tuple[Edge, ...]:
    return (*link.raises, *link.lowers, *link.open)


def _told_whole(path: Sequence[Link]) -> bool:
    """Whether one statement holds every link."""
    return bool(set.intersection(*({edge.key for edge in _statements(link)} for link in path)))


def _compose(path: tuple[Link, ...], printed: frozenset[int]) -> Composed:
    product = prod(sign_of(link) or 0 for link in path)
    sign: Sign = 1 if product > 0 else -1 if product < 0 else 0
    one_sign: Sign = 0 if len(printed) != 1 else 1 if 1 in printed else -1
    verdict: Verdict = "open"
    if sign:
        verdict = "not printed" if not one_sign else "agrees" if one_sign == sign else "clashes"
    weakest = min(len(support_of(_statements(link)).studies) for link in path)
    return Composed(links=path, sign=sign, printed=one_sign, verdict=verdict, weakest=weakest)


def _printed(of: Sequence[Chain]) -> Iterator[tuple[str, str, frozenset[int]]]:
    """The printed signs between a cargo and a process or effect, end to end."""
    found: dict[tuple[str, str], set[int]] = {}
    for chain in of:
        for nodes, sign in chain.steps[1:]:
            if sign:
                for pair in ((source.key, node.key) for source in chain.steps[0][0] for node in nodes if node.role in ("process", "effect")):
                    found.setdefault(pair, set()).add(sign)
    return ((source, end, frozenset(signs)) for (source, end), signs in found.items())
