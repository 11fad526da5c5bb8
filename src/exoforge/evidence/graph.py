"""The graph of mechanisms: which cargo is said to change what, each link with the statements that say so.

A statement tells a chain cargo -> target -> pathway -> process -> effect. Its printed signs say what happens to each of these under the
cargo (PTEN falls, AKT rises). A link from one to the next has the product of the two as its sign,

    sign(a -> b) = sign(a) * sign(b),    sign(cargo) = 1

so that PTEN lowers AKT; where one of them is not printed the link stays open (0). Nothing is inferred beyond that: the graph is
what was printed, spelled in one way, and counts works, not sentences.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal, get_args

from exoforge.base.errors import TermError
from exoforge.base.terms import family, is_term, line, term
from exoforge.cargo.mechanisms import Edge, Sign, edges
from exoforge.cargo.names import Name, kinship, name_of, names_in
from exoforge.cargo.pathways import pathway_words, pathways_in

Role = Literal["cargo", "target", "pathway", "process", "effect"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """One thing that statements speak of, in one role.

    Parameters
    ----------
    role : what it is in the chain; a molecule may be cargo here and target there.
    key : identity, the same for every spelling.
    label : as printed here.
    """

    role: Role
    key: str
    label: str


VESICLES = Node(role="cargo", key="", label="no cargo named")
"""Stands where the vesicles or cells as such are said to act."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chain:
    """One statement as a path through the graph.

    Parameters
    ----------
    edge : the statement as it was read.
    steps : its filled roles in order, each with its nodes and the printed sign of what happens to them; the cargo has the sign 1.
    """

    edge: Edge
    steps: tuple[tuple[tuple[Node, ...], Sign], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Everything that is said of one node acting on another.

    Parameters
    ----------
    source, end : the nodes.
    raises, lowers, open : the statements by sign; open where a sign is not printed.
    """

    source: Node
    end: Node
    raises: tuple[Edge, ...]
    lowers: tuple[Edge, ...]
    open: tuple[Edge, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Support:
    """On what statements rest.

    Parameters
    ----------
    studies : keys of the distinct works; one work told by two reviews is one.
    unattributed : how many statements have no work that fits.
    documents : keys of the documents that tell them.
    """

    studies: tuple[str, ...]
    unattributed: int
    documents: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked; every part that is given must be met by a statement.

    Parameters
    ----------
    cargo, target, pathway : a name in any spelling.
    raises, lowers : an effect or process, of vocabulary ``endpoints`` or as printed.
    tissue : of vocabulary ``tissues``; a wider one finds the narrower.
    """

    cargo: str = ""
    target: str = ""
    pathway: str = ""
    raises: str = ""
    lowers: str = ""
    tissue: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The statements that meet a question.

    Parameters
    ----------
    chains : in the order of the documents.
    notes : what was understood, and what kin was found with it, each a sentence.
    """

    chains: tuple[Chain, ...]
    notes: tuple[str, ...] = field(default=())


@lru_cache(maxsize=1)
def chains() -> tuple[Chain, ...]:
    """Every statement as a chain."""
    return tuple(chain_of(edge) for edge in edges())


def chain_of(edge: Edge) -> Chain:
    """A statement as a chain."""
    cargo = tuple({name.key: node_of("cargo", name) for printed in edge.cargo for name in names_in(printed)}.values()) or (VESICLES,)
    steps: list[tuple[tuple[Node, ...], Sign]] = [(cargo, 1)]
    if edge.target:
        steps.append((tuple(node_of("target", name) for name in names_in(edge.target)), edge.target_sign))
    if edge.pathway:
        steps.append((tuple(Node(role="pathway", key=key, label=key) for key in pathways_in(edge.pathway)), edge.pathway_sign))
    if edge.process:
        steps.append(((_outcome("process", edge.process),), edge.process_sign))
    if edge.effect:
        steps.append(((_outcome("effect", edge.effect),), edge.sign))
    return Chain(edge=edge, steps=tuple(steps))


def node_of(role: Role, name: Name) -> Node:
    """A molecule in a role."""
    return Node(role=role, key=name.key, label=name.label)


def _outcome(role: Role, printed: str) -> Node:
    """A process or effect, by its term where it is one."""
    if is_term("endpoints", printed):
        held = term("endpoints", printed)
        return Node(role=role, key=held.key, label=held.label)
    return Node(role=role, key=printed.casefold(), label=printed)


def links(of: Sequence[Chain]) -> tuple[Link, ...]:
    """The links of chains from each role to the next that is filled, in the order in which they are met."""
    found: dict[tuple[Node, Node], dict[int, list[Edge]]] = {}
    for chain in of:
        for (sources, before), (ends, after) in pairwise(chain.steps):
            for pair in ((source, end) for source in sources for end in ends):
                found.setdefault(pair, {1: [], -1: [], 0: []})[before * after].append(chain.edge)
    return tuple(Link(source=source, end=end, raises=tuple(said[1]), lowers=tuple(said[-1]), open=tuple(said[0])) for (source, end), said in found.items())


def sign_of(link: Link) -> Sign | None:
    """The sign of a link where all signs that are printed agree, 0 where none is printed, None where they clash."""
    if link.raises and link.lowers:
        return None
    return 1 if link.raises else -1 if link.lowers else 0


def support_of(statements: Sequence[Edge]) -> Support:
    """On what statements rest: distinct works and documents."""
    return Support(
        studies=tuple(dict.fromkeys(one.study for one in statements if one.study)),
        unattributed=sum(not one.study for one in statements),
        documents=tuple(dict.fromkeys(one.document for one in statements)),
    )


def ask(question: Question, of: Sequence[Chain] | None = None) -> Found:
    """The statements that meet a question, with what was understood.

    Raises
    ------
    TermError
        A name, pathway, effect or tissue stands in no statement; the sentence names the nearest ones.
    """
    held = chains() if of is None else tuple(of)
    notes: list[str] = []
    for role, asked in (("cargo", question.cargo), ("target", question.target)):
        if asked:
            held = _with_molecule(held, "cargo" if role == "cargo" else "target", asked, notes)
    if question.pathway:
        held = _with_pathway(held, question.pathway, notes)
    for asked, wanted in ((question.raises, 1), (question.lowers, -1)):
        if asked:
            held = _with_outcome(held, asked, wanted, notes)
    if question.tissue:
        held = _in_tissue(held, question.tissue)
    return Found(chains=held, notes=tuple(notes))


def direct_pairs(of: Sequence[Chain]) -> tuple[tuple[Node, Node], ...]:
    """The distinct pairs of a named cargo and a named target between which a sign is printed; words that name no single molecule are none."""
    signed = (link for link in links(of) if link.source.role == "cargo" and link.end.role == "target" and (link.raises or link.lowers))
    return tuple((link.source, link.end) for link in signed if is_named(link.source) and is_named(link.end))


def is_named(node: Node) -> bool:
    """Whether a cargo or target is a molecule, or several, and not words for no one in particular."""
    name = name_of(node.key) if node.key else None
    return name is not None and name.kind != "words"


def nodes_in(of: Sequence[Chain], role: Role) -> tuple[Node, ...]:
    """The nodes of a role, each once, in the order in which they are met."""
    return tuple(dict.fromkeys(node for chain in of for nodes, _ in chain.steps for node in nodes if node.role == role))


def _with_molecule(held: Sequence[Chain], role: Role, asked: str, notes: list[str]) -> tuple[Chain, ...]:
    known = {node.key: node for node in nodes_in(chains(), role)}
    names = names_in(asked)
    wanted: dict[str, str] = {}
    for name in names:
        wanted |= {key: _kin(name, key) for key in known if key == name.key or _kin(name, key)}
    if not wanted:
        spellings = {word: word for node in known.values() if node.key for word in (node.key, node.label)}
        raise TermError(_unknown(role, asked, list(spellings)))
    notes += [f"{words}." for words in wanted.values() if words]
    notes += [name.note for name in names if name.note]
    other: Role = "target" if role == "cargo" else "cargo"
    elsewhere = sum(any(node.role == other and node.key in wanted for nodes, _ in chain.steps for node in nodes) for chain in chains())
    notes += [f"As {other} it is named by {elsewhere} more: '--{other} {asked}'."] if elsewhere else []
    return tuple(chain for chain in held if any(node.role == role and node.key in wanted for nodes, _ in chain.steps for node in nodes))


def _kin(name: Name, key: str) -> str:
    """How another node belongs to a name, wider or narrower, as words; empty where it does not."""
    other = name_of(key) if key else None
    return "" if other is None else kinship(other, name) or kinship(name, other)


def _with_pathway(held: Sequence[Chain], asked: str, notes: list[str]) -> tuple[Chain, ...]:
    known = nodes_in(chains(), "pathway")
    words = {word for one in pathways_in(asked) for word in pathway_words(one)}
    wanted = {node.key for node in known if words <= set(pathway_words(node.key))}
    if not wanted:
        raise TermError(_unknown("pathway", asked, [node.label for node in known]))
    beside = sorted(node.label for node in known if node.key not in wanted and words & set(pathway_words(node.key)))
    narrower = sorted(node.label for node in known if node.key in wanted and set(pathway_words(node.key)) != words)
    notes += [f"Found with it, because they name it: {', '.join(narrower)}."] if narrower else []
    notes += [f"Not counted here, but sharing a word with it: {', '.join(beside)}."] if beside else []
    return tuple(chain for chain in held if any(node.role == "pathway" and node.key in wanted for nodes, _ in chain.steps for node in nodes))


def _with_outcome(held: Sequence[Chain], asked: str, wanted: int, notes: list[str]) -> tuple[Chain, ...]:
    known = (*nodes_in(chains(), "effect"), *nodes_in(chains(), "process"))
    keys = set(family("endpoints", asked)) if is_term("endpoints", asked) else {asked.casefold()}
    if not keys & {node.key for node in known}:
        raise TermError(_unknown("effect", asked, [word for node in known for word in (node.key, node.label)]))
    found = tuple(chain for chain in held if wanted in _signs(chain, keys))
    unsigned = sum(_signs(chain, keys) == {0} for chain in held)
    notes += [f"{unsigned} more name it without a direction."] if unsigned else []
    return found


def _signs(chain: Chain, keys: set[str]) -> set[int]:
    """What a chain prints of processes and effects."""
    return {sign for nodes, sign in chain.steps for node in nodes if node.role in ("process", "effect") and node.key in keys}


def _in_tissue(held: Sequence[Chain], asked: str) -> tuple[Chain, ...]:
    wanted = term("tissues", asked).key
    return tuple(chain for chain in held if wanted in line("tissues", chain.edge.tissue))


def _unknown(what: str, asked: str, known: list[str]) -> str:
    folded = {word.casefold(): word for word in known}
    near = difflib.get_close_matches(asked.casefold(), list(folded), n=3, cutoff=0.6)
    hint = f"; did you mean {' or '.join(repr(folded[one]) for one in near)}?" if near else "."
    return f"No statement names the {what} '{asked}'{hint} 'exoforge evidence mechanisms' without a question lists what is named."
