"""A contrast explained, for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from typing import Any

from exoforge.cargo.targets import sign_of_target
from exoforge.design.cargo.enrichment import EnrichedSet
from exoforge.design.cargo.explained import Explained
from exoforge.design.cargo.network import Contribution, Score, ScoredOutcome
from exoforge.evidence.graph import Chain
from exoforge.report.evidence.mechanisms import chain_text
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite, plain_references

CHANCES = (
    "p is for an outcome that was chosen beforehand; q counts all outcomes of a level. Over the changed molecules p is mostly small wherever one of them "
    "stands in the outcome, even if the signs mean nothing: go by q."
)
NATURE = "printed statements read with a contrast; nothing was measured of the outcomes; for research use"


def explained_facts(found: Explained) -> dict[str, Any]:
    """Everything that was found, with names, signs, places and chances."""
    facts = {
        "nature": NATURE,
        "permutations": found.permutations,
        "seed": found.seed,
        "table_cargo": found.table_cargo,
        "tested": len(found.met.measured),
        "changed": [one.name for one in found.met.measured.values() if one.is_changed],
        "notes": list(found.met.notes),
        "meetings": [{"cargo": one.cargo, "measured": one.measured, "by": one.by, "note": one.note} for one in found.met.meetings],
        "unused": [{"cargo": key, "reason": why} for key, why in found.met.unused],
        "targets": [
            {
                "measured": name,
                "target": pair.target.key,
                "sign": sign_of_target(pair),
                "statements": [edge.key for edge in (*pair.raises, *pair.lowers, *pair.open)],
            }
            for name, pairs in found.targets.items()
            for pair in pairs
        ],
        "own_targets": None if found.own is None else _own(found),
        "chances": CHANCES,
        "scores": [_outcome(one) for one in found.network.outcomes],
        "statements": [_statement(chain) for chain in found.network.chains],
        "conflicts": [{"key": one.key, "about": one.about, "finding": one.finding} for one in found.conflicts],
        "gene_sets": _sets(found),
        "references": plain_references(found.cites),
    }
    return dict(finite(facts))


def score_rows(found: Explained) -> Rows:
    """Every outcome and molecule in a table: who is said to change what, by how much it changed, and the score."""
    rows: list[list[str | float | int]] = [_HEAD]
    for one in found.network.outcomes:
        for part in one.contributions:
            row = part.measured.row
            scores = [value for score in (one.changed, one.every) for value in ((score.score, score.p, score.q) if score else (None, None, None))]
            rows.append(
                [one.level, one.label, part.measured.name, part.sign, int(part.measured.is_changed), cell(row.log2_fold), cell(row.q), *map(cell, scores)]
            )
    return rows


_HEAD: list[str | float | int] = [
    *("level", "outcome", "molecule", "sign (0 contested)", "changed", "log2 fold", "q"),
    *("score of changed", "p of changed", "q of changed", "score of all", "p of all", "q of all"),
]


def _own(found: Explained) -> dict[str, Any]:
    own = found.own
    if own is None:
        return {}
    return {
        "source": own.source,
        "species": own.species,
        "evidence": own.evidence,
        "rows": dict(own.rows),
        "notes": list(own.notes),
        "targets": {name: sorted(genes) for name, genes in found.own_targets.items() if found.met.measured[name].is_changed},
        "contested": [list(pair) for pair in sorted(own.contested) if pair[0] in found.own_targets],
    }


def _outcome(one: ScoredOutcome) -> dict[str, Any]:
    return {
        "level": one.level,
        "key": one.key,
        "label": one.label,
        "changed": _score(one.changed),
        "all": _score(one.every),
        "molecules": [_contribution(part) for part in one.contributions],
    }


def _score(score: Score | None) -> dict[str, float] | None:
    return None if score is None else {"score": score.score, "mean": score.mean, "deviation": score.deviation, "p": score.p, "q": score.q}


def _contribution(part: Contribution) -> dict[str, Any]:
    return {
        "measured": part.measured.name,
        "cargo": list(part.cargo),
        "sign": part.sign,
        "is_contested": part.sign == 0,
        "log2_fold": part.measured.row.log2_fold,
        "q": part.measured.row.q,
        "is_changed": part.measured.is_changed,
        "works": part.works,
        "names_other_cargo_too": part.is_shared,
        "raises": [edge.key for edge in part.raises],
        "lowers": [edge.key for edge in part.lowers],
    }


def _statement(chain: Chain) -> dict[str, Any]:
    edge = chain.edge
    return {
        "key": edge.key,
        "says": chain_text(chain),
        "tissue": edge.tissue,
        "system": edge.system,
        "document": edge.document,
        "locator": edge.locator,
        "words": edge.words,
        "study": edge.study,
        "flags": list(edge.flags),
    }


def _sets(found: Explained) -> dict[str, Any] | None:
    sets = found.enrichment
    if sets is None:
        return None
    return {
        "pathways": sets.pathways,
        "targets": sets.targets,
        "missing": sets.missing,
        "background": sets.background,
        "hit": sets.hit,
        "detected": sets.detected,
        "changed": sets.changed,
        "untested": sets.untested,
        "unmapped": list(sets.unmapped),
        "sets": [_set(one) for one in sets.sets],
    }


def _set(one: EnrichedSet) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "size": one.size,
        "overlap": one.overlap,
        "genes": list(one.genes),
        "molecules": list(one.molecules),
        "odds": one.odds,
        "by_genes": {"expected": one.expected, "p": one.p, "q": one.q},
        "by_drawn_molecules": {"expected": one.expected_drawn, "p": one.p_drawn, "q": one.q_drawn},
    }
