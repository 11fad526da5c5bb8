"""What a contrast means by what is known of its molecules, on a terminal: targets, signed scores, gene sets, each with its limits."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.cargo.mechanisms import Edge
from exoforge.cargo.targets import sign_of_target
from exoforge.design.cargo.enrichment import EnrichedSet, Enrichment
from exoforge.design.cargo.explained import Explained
from exoforge.design.cargo.network import LEVELS, Contribution, Level, Score, ScoredOutcome
from exoforge.design.cargo.targets import Measured
from exoforge.report.cargo.contrast_text import signed
from exoforge.report.cargo.targets_answer import PASSING, answer_lines, has_changed_scores, makers, shown_score
from exoforge.report.display import number
from exoforge.report.evidence.mechanisms import chain_text, count_text, tissue_text
from exoforge.report.text import aligned, references_line, wrapped

ROWS = 10
"""Lines of a table of outcomes or gene sets."""
FEW = 5
STATEMENTS = 8
NAMES = 6
LABEL = 26
"""[letters] of the name of an outcome or gene set."""
PLAIN_FROM = 1e-4
"""A chance below this is written with a power of ten."""
SIGNS = {1: "↑", -1: "↓", 0: "?", None: "↑↓ contested"}
HEADS: dict[Level, str] = {"outcome": "Outcomes", "pathway": "Pathways", "target": "Targets"}
CAUTION = (
    "A score adds up what print says of single molecules, in other preparations, tissues and doses. It says which way the statements point, "
    "not that anything happens, and most outcomes rest on one molecule. For research use."
)
DEALT = (
    "p: how often fold changes dealt anew among tested molecules of like abundance give a score as far from the mean, (k + 1) / (n + 1); "
    "q: false discovery rate. "
    "In brackets: one molecule alone makes the score, and they tell no more than how far it changed among the others. "
    "Molecules that rise and fall together are not independent, and p is too small where they stand in one score."
)
LISTED = (
    "S: over the changed molecules; all: over all that were tested. q counts all outcomes, also those not shown. p of one outcome is left to '--json': "
    "an outcome is listed because a molecule of it changed, so that p is mostly small even where the signs mean nothing. "
    "In brackets: one molecule alone makes the score. Molecules that rise and fall together are not independent, and q is too small where they meet."
)
TWO_ANSWERS = (
    "Under 'genes' and 'drawn' stands the overlap that chance would give. 'genes' takes every target as drawn by itself from the targets of all "
    "detected molecules (hypergeometric). Popular genes are targets of many microRNAs, so that it calls too much. 'drawn' compares with as many "
    "detected molecules drawn at random, with about as many targets: go by this one."
)


def explained_text(found: Explained) -> str:
    """The whole answer."""
    lines = [
        "Targets and mechanisms",
        "",
        *answer_lines(found),
        "",
        *_known(found),
        *_molecules(found),
        *_scores(found),
        *_statements(found),
        *_sets(found),
        *_unused(found),
    ]
    return "\n".join([*lines, "", *wrapped(CAUTION, ""), "", *references_line(found.cites)])


def _known(found: Explained) -> list[str]:
    """How much of the contrast is known at all."""
    changed = [one for one in found.met.measured.values() if one.is_changed]
    spoken = {meeting.measured for meeting in found.met.meetings}
    of_changed = f"{sum(one.name in spoken for one in changed)} of the {count_text(len(changed), 'changed molecule')} and " if changed else ""
    told = (
        f"The table that comes with the package is small: {found.table_cargo} names of cargo, as reviews of MSC exosomes print them. "
        f"It speaks of {of_changed}{len(spoken)} of the {len(found.met.measured)} tested molecules, and is silent on all others."
    )
    lines = wrapped(told, "")
    if found.own:
        held = sum(one.name in found.own_targets for one in changed)
        kept = ", ".join(f"{_many(count)} {fate}" for fate, count in found.own.rows.items() if count)
        lines += wrapped(
            f"{found.own.source} ({found.own.evidence} evidence) knows targets of {held} changed and {len(found.own_targets)} tested molecules.", ""
        )
        lines += wrapped(f"Its rows: {kept}.", "  ")
        lines += [line for note in found.own.notes for line in wrapped(note, "  * ")]
    if not changed:
        lines += wrapped(
            f"No molecule passes a false discovery rate of {found.contrast.fdr:g}, so that there are no changed molecules to explain. "
            "What follows weighs every tested molecule with its fold change, whose size may be chance.",
            "! ",
        )
    return [*lines, *(line for note in found.met.notes for line in wrapped(note, "* "))]


def _molecules(found: Explained) -> list[str]:
    """The changed molecules of which something is told, with their targets."""
    held = [one for one in found.met.measured.values() if one.is_changed and (one.name in found.targets or one.name in found.own_targets)]
    if not held:
        return []
    head = ("changed", "log2 fold (95 %)", "q", "targets as reviews print them", *(["in the table given"] if found.own else []))
    rows = [head]
    for one in sorted(held, key=lambda one: (one.name not in found.targets, one.row.p))[:ROWS]:
        pairs = [f"{pair.target.key} {SIGNS[sign_of_target(pair)]}" for pair in found.targets.get(one.name, ())]
        own = [str(len(found.own_targets.get(one.name, ())))] if found.own else []
        rows.append((one.name, fold_text(one), number(one.row.q), _cut(pairs), *own))
    more = len(held) - ROWS
    return ["", *aligned(rows, gap=2), *([f"and {more} more ('--json' lists them)"] if more > 0 else []), "↑ raised, ↓ lowered, ? the sign is not printed"]


def fold_text(one: Measured) -> str:
    """A log2 fold change with its interval."""
    return f"{signed(one.row.log2_fold)} ({signed(one.row.low)} to {signed(one.row.high)})"


def _many(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def _scores(found: Explained) -> list[str]:
    lines: list[str] = []
    with_changed = has_changed_scores(found)
    for level in LEVELS:
        most = ROWS if level == "outcome" else FEW
        shown = [one for one in found.network.outcomes if one.level == level and shown_score(one, with_changed=with_changed)]
        if shown:
            lines += ["", *_score_table(HEADS[level], shown[:most], with_changed=with_changed)]
            more = len(shown) - most
            lines += [f"  and {more} more ('--json' lists them)"] if more > 0 else []
    contested = [(one, part) for one in found.network.outcomes for part in one.contributions if not part.sign]
    if lines:
        over = "the changed molecules, beside all that were tested" if with_changed else "all tested molecules"
        heading = f"Signed scores over {over}; {_many(found.permutations)} permutations, seed {found.seed}"
        lines = ["", heading, *lines, "", *wrapped(LISTED if with_changed else DEALT, "")]
    for one, part in contested[:ROWS]:
        raised, lowered = (", ".join(edge.study or edge.document for edge in edges) for edges in (part.raises, part.lowers))
        told = f"Contested, and in no score: {part.measured.name} on {one.label} (raised by {raised}, lowered by {lowered})."
        lines += wrapped(told, "! ")
    return lines


def _score_table(head: str, shown: Sequence[ScoredOutcome], *, with_changed: bool) -> list[str]:
    rows: list[tuple[str, ...]] = [(head, "S", *(("q", "all: S", "q") if with_changed else ("p", "q")), "sign × log2 fold")]
    for one in shown:
        score, p, q = _cells(one.every, one_molecule=len(makers(one, with_changed=False)) < 2)
        of_changed = _cells(one.changed, one_molecule=len(makers(one, with_changed=True)) < 2)
        cells = (of_changed[0], of_changed[2], score, q) if with_changed else (score, p, q)
        rows.append((_short(one.label, LABEL), *cells, _parts(one, with_changed=with_changed)))
    return aligned(rows, indent="  ", gap=2)


def _chance(p: float) -> str:
    """A chance in few letters: ``0.0013``, ``0.25``, ``7.6 × 10⁻⁵``."""
    return f"{p:.4f}" if PLAIN_FROM <= p < 0.01 else number(p)


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _cells(score: Score | None, *, one_molecule: bool) -> tuple[str, str, str]:
    """Score, p and q; in brackets where one molecule makes the score, because p then tells nothing but that molecule's own change."""
    if score is None:
        return ("", "", "")
    p, q = _chance(score.p), _chance(score.q)
    return (signed(score.score), f"({p})", f"({q})") if one_molecule else (signed(score.score), p, q)


def _parts(one: ScoredOutcome, *, with_changed: bool) -> str:
    """Who makes the score, the largest first; where some changed, only those."""
    parts = [part for part in one.contributions if part.sign and (part.measured.is_changed or not with_changed)]
    few = 1 if with_changed else 2
    shown = ", ".join(_part(part) for part in parts[:few])
    return shown + (f", {len(parts) - few} more" if len(parts) > few else "")


def _part(part: Contribution) -> str:
    return f"{part.measured.name} {signed(part.sign * part.measured.row.log2_fold)}"


def _statements(found: Explained) -> list[str]:
    """The statements behind the changed molecules, and the contradictions in print that touch them."""
    lines: list[str] = []
    told = 0
    for name, measured in found.met.measured.items():
        cargo = {meeting.cargo for meeting in found.met.meetings if meeting.measured == name}
        spoken = [chain for chain in found.network.chains if any(node.key in cargo for node in chain.steps[0][0])] if measured.is_changed else []
        told += len(spoken)
        room = max(STATEMENTS - (told - len(spoken)), 0)
        if spoken[:room]:
            lines += ["", f"  {name}, {signed(measured.row.log2_fold)} in {found.contrast.treated}"]
        for chain in spoken[:room]:
            lines += [*wrapped(chain_text(chain), "    ", hang=2), *_place(chain.edge)]
    if lines:
        more = told - STATEMENTS
        lines = ["", "What is said of the changed molecules", *lines[1:], *([f"  and {more} more ('--json' lists them)"] if more > 0 else [])]
    if found.conflicts:
        lines += ["", *wrapped("Contradictions in print that touch these statements ('exoforge evidence conflicts' tells both sides)", "")]
        lines += [line for one in found.conflicts for line in wrapped(f"{one.key}: {one.about}", "  ! ")]
    return lines


def _place(edge: Edge) -> list[str]:
    """Where a statement was read, and what is doubtful of it."""
    parts = [tissue_text(edge.tissue), edge.study or "no work that fits", f"{edge.document}, {edge.locator}: '{edge.words}'"]
    return [*wrapped("; ".join(part for part in parts if part), "      "), *(line for flag in edge.flags for line in wrapped(flag, "      ! "))]


def _sets(found: Explained) -> list[str]:
    sets = found.enrichment
    if sets is None:
        return []
    lines = ["", *wrapped(f"Gene sets of {sets.pathways}; targets from {sets.targets}", "", hang=2)]
    if sets.missing:
        return [*lines, *wrapped(sets.missing, "  ! "), *_unmapped(sets)]
    background = (
        f"Background: {count_text(sets.background, 'gene')} that could have been found, the targets of {sets.detected} detected molecules; "
        f"{sets.hit} of them are targets of the {count_text(sets.changed, 'changed molecule')}. "
        f"{len(sets.sets)} sets were tested, {sets.untested} are too small or large."
    )
    by_genes, by_draws = (sum(q <= PASSING for q in held) for held in ([one.q for one in sets.sets], [one.q_drawn for one in sets.sets]))
    lines += [*wrapped(background, "  "), *_unmapped(sets), "", *aligned([_SET_HEAD, *(_set_row(one) for one in sets.sets[:ROWS])], indent="  ", gap=2), ""]
    lines += wrapped(f"{by_genes} of {len(sets.sets)} sets pass 5 % by genes, {by_draws} by drawn molecules.", "  ")
    return [*lines, *wrapped(TWO_ANSWERS, "  ")]


_SET_HEAD = ("gene set", "hit", "of", "genes", "p", "q", "drawn", "p", "q")


def _set_row(one: EnrichedSet) -> tuple[str, ...]:
    by = (number(one.expected), _chance(one.p), _chance(one.q), number(one.expected_drawn), _chance(one.p_drawn), _chance(one.q_drawn))
    return (_short(one.name, LABEL), str(one.overlap), str(one.size), *by)


def _unmapped(sets: Enrichment) -> list[str]:
    if not sets.unmapped:
        return []
    return wrapped(
        f"{count_text(len(sets.unmapped), 'target')} without an Entrez identifier: {_cut(sets.unmapped)}. The table of targets may bring one.", "  * "
    )


def _unused(found: Explained) -> list[str]:
    """Which strands were taken by counts, and what was told and is in no score."""
    ruled = [meeting for meeting in found.met.meetings if meeting.by != "named"]
    lines = (
        ["", *wrapped(f"Names without an arm, understood by rule: {_cut([f'{one.cargo} as {one.measured} ({one.by})' for one in ruled], 12)}.", "")]
        if ruled
        else []
    )
    if found.met.unused:
        lines += ["", "Told of in print, perhaps in the table, and in no score"]
        lines += [line for key, why in found.met.unused[:NAMES] for line in wrapped(why if key in why else f"{key}: {why}", "  * ")]
        more = len(found.met.unused) - NAMES
        lines += [f"  and {more} more ('--json' lists them)"] if more > 0 else []
    return lines


def _cut(words: Sequence[str], most: int = NAMES) -> str:
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")
