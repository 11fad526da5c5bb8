"""The network of a contrast drawn: what is said of its molecules, each with its change, and the score of every outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from exoforge.base.errors import SettingError
from exoforge.design.cargo.explained import Explained
from exoforge.design.cargo.network import Level, ScoredOutcome
from exoforge.design.cargo.targets import Measured
from exoforge.evidence.graph import Chain, Node, links
from exoforge.report.cargo.contrast_text import signed
from exoforge.report.cargo.targets_answer import has_changed_scores, shown_score
from exoforge.report.evidence.mechanism_figure import TOP, mechanism_figure
from exoforge.report.evidence.mechanism_layout import LINE, Layout, layout
from exoforge.report.evidence.mechanisms import count_text
from exoforge.report.figures.marks import Spec
from exoforge.report.figures.theme import TREATED, UNTREATED
from exoforge.report.text import NO_BREAK

MOST_LINES = 60
"""Links of one picture; molecules that would add more are left out, and the picture says how many. A choice."""
BAR = 7.0
"""[px] From the bar of a molecule to its name."""


def network_figure(found: Explained) -> Spec:
    """The changed molecules with what is said of them; where none changed, those whose fold change is the largest.

    A bar before each molecule tells whether it is more (dark) or less (light) in the treated group. A contested outcome is named as one.

    Raises
    ------
    SettingError
        No statement speaks of any molecule, so that there is nothing to draw.
    """
    shown, left_out = _shown(found)
    if not shown:
        raise SettingError("No statement speaks of a molecule of this contrast, so there is nothing to draw.")
    chains = _chains(found, shown)
    changed = any(one.is_changed for one in shown.values())
    title = (
        f"What is said of the molecules that {found.contrast.treated} changes"
        if changed
        else f"What is said of molecules that may differ in {found.contrast.treated}"
    )
    spec = mechanism_figure(chains, title=title)
    spec["title"] = {**spec["title"], "subtitle": _subtitle(found, shown, left_out, changed=changed)}
    spec["layer"] = [*spec["layer"], *_bars(layout(links(chains)), shown)]
    return spec


def _shown(found: Explained) -> tuple[Mapping[str, Measured], int]:
    """The molecules to draw, the surest or largest change first, and how many had to be left out."""
    spoken = {meeting.measured for meeting in found.met.meetings} & {name for chain in found.network.chains for name in _names(found, chain)}
    held = [found.met.measured[name] for name in found.met.measured if name in spoken]
    called = [one for one in held if one.is_changed]
    ranked = sorted(called, key=lambda one: (one.row.p, one.name)) if called else sorted(held, key=lambda one: (-abs(one.row.log2_fold), one.name))
    shown: dict[str, Measured] = {}
    for one in ranked:
        more = {**shown, one.name: one}
        if shown and len(links(_chains(found, more))) > MOST_LINES:
            break
        shown = more
    return shown, len(ranked) - len(shown)


def _names(found: Explained, chain: Chain) -> list[str]:
    keys = {node.key for node in chain.steps[0][0]}
    return [meeting.measured for meeting in found.met.meetings if meeting.cargo in keys]


def _chains(found: Explained, shown: Mapping[str, Measured]) -> tuple[Chain, ...]:
    """The statements with the molecules of the contrast in place of their cargo, and with scores beside the outcomes."""
    scores = {(one.level, one.key): one for one in found.network.outcomes}
    with_changed = has_changed_scores(found)
    made = []
    for chain in found.network.chains:
        cargo = tuple(_molecule(shown[name]) for name in dict.fromkeys(_names(found, chain)) if name in shown)
        if cargo and len(chain.steps) > 1:
            after = tuple((tuple(_scored(node, scores, with_changed=with_changed) for node in nodes), sign) for nodes, sign in chain.steps[1:])
            made.append(replace(chain, steps=((cargo, 1), *after)))
    return tuple(made)


def _molecule(one: Measured) -> Node:
    return Node(role="cargo", key=one.name, label=f"{one.name} {signed(one.row.log2_fold)}")


def _scored(node: Node, scores: Mapping[tuple[Level, str], ScoredOutcome], *, with_changed: bool) -> Node:
    one = scores.get(("outcome", node.key)) if node.role in ("process", "effect") else None
    if one is None:
        return node
    score = shown_score(one, with_changed=with_changed)
    told = [f"S{NO_BREAK}{signed(score.score)}"] if score else []
    told += ["contested"] if any(not part.sign for part in one.contributions) else []
    return replace(node, label=f"{node.label} ({', '.join(told)})") if told else node


def _subtitle(found: Explained, shown: Mapping[str, Measured], left_out: int, *, changed: bool) -> list[str]:
    which = "changed" if changed else "tested; none passes the false discovery rate"
    omitted = f"; {left_out} more do not fit" if left_out else ""
    return [
        f"{count_text(len(shown), 'molecule')} ({which}{omitted}) with log2 fold; dark bar: more in {found.contrast.treated}, light bar: less",
        f"S: sum of sign × log2 fold over all {which.partition(';')[0]} molecules{', also those not drawn' if left_out else ''}. "
        "Lines are what reviews print; nothing was measured of the outcomes",
        "A sign may be printed from a molecule to an outcome and not for the links between: S counts it, the links stay dashed",
    ]


def _bars(placed: Layout, shown: Mapping[str, Measured]) -> Sequence[Spec]:
    """The bars before the molecules."""
    layers: list[Spec] = []
    for up, colour in ((True, TREATED), (False, UNTREATED)):
        rows = []
        for place in placed.labels:
            if place.node is not None and place.node.role == "cargo" and (shown[place.node.key].row.log2_fold > 0) == up:
                half = len(place.lines) * LINE / 2
                rows.append({"x": -BAR, "y": round(place.y + TOP - half, 1), "end": round(place.y + TOP + half, 1)})
        if rows:
            at = {name: {"field": name, "type": "quantitative", "axis": None} for name in ("x", "y")}
            layers.append({"data": {"values": rows}, "mark": {"type": "rule", "color": colour, "strokeWidth": 4}, "encoding": {**at, "y2": {"field": "end"}}})
    return layers
