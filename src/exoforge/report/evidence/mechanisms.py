"""The mechanisms as a person reads them: what was asked, who is said to do what, on how many works it rests, and what contradicts what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from exoforge.base.terms import is_term, label_or_word, term
from exoforge.cargo.mechanisms import Edge, Sign
from exoforge.cargo.names import kinship, name_of
from exoforge.evidence.conflicts import Conflict, conflicts
from exoforge.evidence.graph import ROLES, Chain, Found, Node, Question, Role, Support, chains, direct_pairs, links, nodes_in, sign_of, support_of
from exoforge.evidence.overlay import Carried, Overlay
from exoforge.evidence.signs import Composed, Opposition, composed, oppositions
from exoforge.report.display import percent
from exoforge.report.evidence.text import conflicts_text, wrapped

ARROW: Mapping[int, str] = {1: " ↑", -1: " ↓", 0: " (sign not printed)"}
VERB: Mapping[Sign | None, str] = {1: "raises", -1: "lowers", 0: "acts on, sign not printed:", None: "is said both to raise and to lower"}
COMPOSED_SHOWN = 8
CAUTION = (
    "All of this is what reviews say of studies; nothing here was measured or pooled. A sign that is not printed stays open, "
    "and works are counted, not sentences: one work told by two reviews is one."
)
OVERLAY_CAUTION = (
    "These statements are said of the molecules, in other preparations and at other doses. That a preparation holds one of them does not show that it acts so."
)
PLURAL: Mapping[Role, str] = {"cargo": "Cargo", "target": "Targets", "pathway": "Pathways", "process": "Processes", "effect": "Effects"}


def count_text(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def support_text(support: Support) -> str:
    """On what statements rest, in a few words."""
    lacking = f" ({count_text(support.unattributed, 'statement')} without a work that fits)" if support.unattributed else ""
    return count_text(len(support.studies), "work") + lacking


def chain_text(chain: Chain) -> str:
    """A statement on one line: ``miR-21 → PTEN ↓ → AKT ↑ → infarct size ↓``."""
    cargo, *after = chain.steps
    told = [_joined(node.label for node in nodes) + ARROW[sign] for nodes, sign in after]
    return " → ".join([_joined(node.label for node in cargo[0]), *told])


def _joined(words: Iterable[str]) -> str:
    several = list(words)
    return several[0] if len(several) == 1 else f"{', '.join(several[:-1])} and {several[-1]}"


def found_text(question: Question, found: Found) -> str:
    """The answer to a question."""
    asked = _asked_text(question)
    statements = [chain.edge for chain in found.chains]
    head = f"{asked}: {count_text(len(statements), 'statement')}, {support_text(support_of(statements))}" if asked else _all_head()
    lines = [*wrapped(head, ""), *(line for note in found.notes for line in wrapped(note, "  "))]
    lines += ["", *_ranking(found.chains)] if found.chains else ["No statement says so."]
    if asked and found.chains:
        lines += ["", *_chain_lines(found.chains)]
    lines += _opposition_lines(_touching(found.chains))
    curated = _curated(found.chains) if asked else ()
    lines += ["", "Disputed in print, and looked into:", conflicts_text(curated)] if curated else []
    lines += _composed_lines(_composed(question, found)) if asked else []
    return "\n".join([*lines, "", *wrapped(CAUTION, "")])


def _asked_text(question: Question) -> str:
    return ", ".join(f"{name} {words}" for name, words in asdict(question).items() if words)


def _all_head() -> str:
    held = chains()
    statements = [chain.edge for chain in held]
    return (
        f"{count_text(len(held), 'statement')}, {support_text(support_of(statements))}, told by {len(support_of(statements).documents)} documents; "
        f"{count_text(len(links(held)), 'link')}, {count_text(len(direct_pairs(held)), 'pair')} of a named cargo and a named target with a printed sign"
    )


def _ranking(of: Sequence[Chain]) -> list[str]:
    """What is named, by role, with the number of distinct works."""
    lines: list[str] = []
    for role in ROLES:
        said: dict[Node, list[Edge]] = {}
        for chain in of:
            for nodes, _ in chain.steps:
                for node in nodes:
                    if node.role == role:
                        said.setdefault(node, []).append(chain.edge)
        ranked = sorted(((node, len(support_of(edges).studies)) for node, edges in said.items()), key=lambda pair: -pair[1])
        lines += wrapped(", ".join(f"{node.label} {works}" for node, works in ranked), f"  {PLURAL[role]:<10} ") if ranked else []
    return ["Named, with the number of works:", *lines]


def _chain_lines(of: Sequence[Chain]) -> list[str]:
    """The statements, those that say the same together; the best supported first step first."""
    grouped: dict[str, list[Chain]] = {}
    for chain in of:
        grouped.setdefault(chain_text(chain), []).append(chain)
    weight = {text: len(support_of([chain.edge for chain in of if chain.steps[:2] == same[0].steps[:2]]).studies) for text, same in grouped.items()}
    lines: list[str] = []
    for text, same in sorted(grouped.items(), key=lambda item: (-weight[item[0]], str(item[1][0].steps[:2]))):
        lines += wrapped(text, "", "    ")
        lines += [line for chain in same for line in statement_lines(chain.edge)]
    return lines


def statement_lines(edge: Edge, indent: str = "    ") -> list[str]:
    """Where a statement was read: tissue, work, place, a few words, and what is doubtful."""
    told = [tissue_text(edge.tissue), edge.study or "no work that fits", f"{edge.document}, {edge.locator}: '{edge.words}'"]
    lines = wrapped("; ".join(part for part in told if part), indent)
    return [*lines, *(line for flag in edge.flags for line in wrapped(flag, f"{indent}! "))]


def tissue_text(tissue: str) -> str:
    """The label of a tissue."""
    return label_or_word("tissues", tissue)


def _touching(of: Sequence[Chain]) -> tuple[Opposition, ...]:
    """The oppositions of the whole graph in which a statement of the answer takes part: a filter must not hide the other side."""
    keys = {chain.edge.key for chain in of}
    return tuple(one for one in oppositions(chains()) if keys & {edge.key for edge in (*one.raises, *one.lowers)})


def _opposition_lines(found: Sequence[Opposition]) -> list[str]:
    lines: list[str] = []
    for one in found:
        where = f"both in {_joined(map(tissue_text, one.tissues))}" if one.tissues else "in different tissues"
        cargo = "; other vesicles of other cells" if not one.source.key else ""
        lines += ["", *wrapped(f"Opposite signs: {one.source.label} on {one.end.label} ({where}{cargo})", "")]
        for words, edges in (("raised", one.raises), ("lowered", one.lowers)):
            lines += [f"  {words}: {support_text(support_of(edges))}", *(line for edge in edges for line in statement_lines(edge))]
    return lines


def _curated(of: Sequence[Chain]) -> tuple[Conflict, ...]:
    keys = {chain.edge.key for chain in of}
    return tuple(one for one in conflicts() if keys & set(one.touches))


def _composed(question: Question, found: Found) -> tuple[Composed, ...]:
    """Paths that only several statements tell together, from the cargo or to the effect that was asked for, with the sign that was asked for.

    None where the question names a target, pathway or tissue: there only what is printed answers it.
    """
    outcome = question.raises or question.lowers
    if question.target or question.pathway or question.tissue or (question.raises and question.lowers) or not (question.cargo or outcome):
        return ()
    name = name_of(question.cargo) if question.cargo else None
    own = frozenset(node.key for node in nodes_in(found.chains, "cargo") if name is not None and node.key == name.key)
    if question.cargo and not own:
        return ()
    ends = frozenset({term("endpoints", outcome).key if is_term("endpoints", outcome) else outcome.casefold()}) if outcome else frozenset()
    wanted = 1 if question.raises else -1 if question.lowers else 0
    return tuple(one for one in composed(chains(), cargo=own, ends=ends) if not wanted or one.sign in (0, wanted))


def _composed_lines(found: Sequence[Composed]) -> list[str]:
    closed = [one for one in found if one.verdict != "open"]
    if not closed:
        return []
    lines = ["", *wrapped("Put together from links of different statements, often of different tissues; said by nobody, a question to ask:", "")]
    for one in closed[:COMPOSED_SHOWN]:
        lines += wrapped(composed_text(one), "  ", "      ")
    more = len(closed) - COMPOSED_SHOWN
    lines += [f"  and {more} more with all signs printed ('--json' lists them)."] if more > 0 else []
    return lines


def composed_text(one: Composed) -> str:
    """A composed path with the product of its signs, and what is printed end to end."""
    path = f"{one.links[0].source.label} {VERB[sign_of(one.links[0])]} {one.links[0].end.label}"
    onward = (link for link in one.links[1:] if link.source.key != link.end.key)
    path += "".join(f", which {VERB[sign_of(link)]} {link.end.label}" for link in onward)
    end = one.links[-1].end.label
    product = "raised" if one.sign > 0 else "lowered"
    told = {
        "agrees": f"{end} would be {product}, as a statement prints",
        "clashes": f"{end} would be {product}, but a statement prints the opposite, which goes first",
        "not printed": f"{end} would be {product}; no statement prints it",
        "open": "the sign stays open",
    }
    return f"{path}: {told[one.verdict]} (weakest link: {count_text(one.weakest, 'work')})"


def overlay_text(overlay: Overlay, question: Question | None = None) -> str:
    """What is said of the molecules of a preparation, of the statements that a question left."""
    table = overlay.preparation
    total = len(table.names)
    lines = wrapped(f"{table.source}: statements speak of {len(overlay.carried)} of {count_text(total, 'name')}", "")
    if table.samples:
        lines += wrapped(f"Abundance: mean share of the total of each of {_joined(table.samples)}.", "  ")
    else:
        lines += wrapped("The table has no column of numbers; the molecules stand by the number of works.", "  ")
    lines += wrapped(f"Columns passed over: {_joined(table.passed_over)}.", "  ") if table.passed_over else []
    asked = _asked_text(question) if question else ""
    lines += wrapped(f"Of the statements only those of {asked}.", "  ") if asked else []
    for one in overlay.carried:
        lines += ["", *_carried_lines(one)]
    for words, names in (
        ("None of these statements speaks of" if asked else "No statement speaks of", overlay.unmentioned),
        ("Not found in the preparation (0)", overlay.absent),
        ("Not understood as a microRNA or as a gene of the statements", overlay.unresolved),
    ):
        lines += ["", *wrapped(_shortened(names), f"{words}: ", "  ")] if names else []
    return "\n".join([*lines, "", *wrapped(OVERLAY_CAUTION, "")])


def _shortened(names: Sequence[str], most: int = 40) -> str:
    more = f" and {len(names) - most} more ('--json' lists them)" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _carried_lines(one: Carried) -> list[str]:
    rank = f"rank {one.rank}, {percent(one.share or 0.0)}; " if one.rank else ""
    lines = wrapped(f"{one.written}: {rank}{count_text(len(one.chains), 'statement')}, {support_text(one.support)}", "")
    lines += [line for words in one.kin for line in wrapped(words, "  ")]
    grouped: dict[str, list[Chain]] = {}
    for chain in one.chains:
        grouped.setdefault(chain_text(chain), []).append(chain)
    for text, same in grouped.items():
        lines += wrapped(f"said of {text}", "  ", "      ")
        lines += [line for chain in same for line in statement_lines(chain.edge)]
    return lines


def title_of(question: Question, overlay: Path | None = None) -> str:
    """What a picture of the answer shows, as a heading."""
    held = f"What is said of the cargo in {overlay.name}" if overlay else ""
    outcome = question.raises or question.lowers
    label = label_or_word("endpoints", outcome)
    verb = "raise" if question.raises else "lower"
    base = held or (f"What {question.cargo} is said to do" if question.cargo else f"What is said to {verb} {label}" if outcome else "What is said to act")
    ways = [f"to {verb} {label}"] if outcome and (held or question.cargo) else []
    ways += [f"through {name}" for name in (question.target, question.pathway) if name]
    ways += [f"in {tissue_text(question.tissue)}"] if question.tissue else []
    return " ".join([base, *ways])


def overlay_chains(overlay: Overlay) -> tuple[Chain, ...]:
    """Every statement on what a preparation holds, each once."""
    return tuple({chain.edge.key: chain for one in overlay.carried for chain in one.chains}.values())


def asked_cargo(question: Question, overlay: Overlay | None, of: Sequence[Chain]) -> frozenset[str]:
    """Keys of the cargo that a picture is about; empty where it is about all that it shows."""
    names = [name_of(one.written) for one in overlay.carried] if overlay else [name_of(question.cargo)] if question.cargo else []
    known = [name for name in names if name is not None]
    cargo = {node.key: held for node in nodes_in(of, "cargo") if node.key and (held := name_of(node.key))}
    return frozenset(key for key, held in cargo.items() if any(name.key == key or kinship(name, held) or kinship(held, name) for name in known))


def found_facts(question: Question, found: Found) -> dict[str, Any]:
    """The answer for machines."""
    paths = _composed(question, found)
    return {
        "question": {name: words for name, words in asdict(question).items() if words},
        "notes": list(found.notes),
        "support": asdict(support_of([chain.edge for chain in found.chains])),
        "statements": [_chain_facts(chain) for chain in found.chains],
        "links": [_link_facts(link) for link in links(found.chains)],
        "named": _named_facts(found.chains),
        "oppositions": [_opposition_facts(one) for one in _touching(found.chains)],
        "conflicts": [one.key for one in _curated(found.chains)],
        "composed": [
            {"nodes": [one.links[0].source.key, *(link.end.key for link in one.links)], "sign": one.sign, "printed": one.printed, "verdict": one.verdict}
            for one in paths
        ],
        "caution": CAUTION,
    }


def _chain_facts(chain: Chain) -> dict[str, Any]:
    steps = [{"role": nodes[0].role, "sign": sign, "nodes": [node.key for node in nodes]} for nodes, sign in chain.steps]
    return {"chain": chain_text(chain), "steps": steps, **asdict(chain.edge)}


def _link_facts(link: Any) -> dict[str, Any]:
    said = {name: list(support_of(getattr(link, name)).studies) for name in ("raises", "lowers", "open")}
    return {"source": asdict(link.source), "end": asdict(link.end), "sign": sign_of(link), **said}


def _named_facts(of: Sequence[Chain]) -> dict[str, Any]:
    """Identifiers of every cargo and target of the answer, by key."""
    keys = dict.fromkeys(node.key for chain in of for nodes, _ in chain.steps for node in nodes if node.role in ("cargo", "target") and node.key)
    return {key: asdict(name) for key in keys if (name := name_of(key)) is not None}


def _opposition_facts(one: Opposition) -> dict[str, Any]:
    sides = {name: [edge.key for edge in getattr(one, name)] for name in ("raises", "lowers")}
    return {"source": one.source.key, "end": one.end.key, "tissues": list(one.tissues), **sides}


def overlay_facts(overlay: Overlay) -> dict[str, Any]:
    """The overlay for machines."""
    return {
        "table": {name: list(getattr(overlay.preparation, name)) for name in ("samples", "passed_over")} | {"source": overlay.preparation.source},
        "carried": [
            {
                **{name: getattr(one, name) for name in ("written", "label", "rank", "share")},
                "kin": list(one.kin),
                "support": asdict(one.support),
                "said": [_chain_facts(chain) for chain in one.chains],
            }
            for one in overlay.carried
        ],
        **{name: list(getattr(overlay, name)) for name in ("unmentioned", "absent", "unresolved")},
        "caution": OVERLAY_CAUTION,
    }
