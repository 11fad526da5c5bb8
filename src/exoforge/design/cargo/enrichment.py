"""Gene sets among the targets of the changed molecules: against the genes that could have been found, and against other molecules of the same table.

Both answers stand side by side. The test on genes (hypergeometric) takes each gene as drawn by itself, and calls far too much, because some genes
are targets of many microRNAs (bleazard2015). The test on molecules draws as many of the detected ones, each with all its targets, and each from those
that have about as many targets, because what was studied more has more of them on record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from exoforge.base.errors import FileError
from exoforge.cargo.entrez import entrez_by_symbol
from exoforge.design.cargo.targets import Measured
from exoforge.evidence.targets.gmt import GeneSet, GeneSets
from exoforge.evidence.targets.mirtarbase import TargetFile
from exoforge.laws.multiple_testing import benjamini_hochberg
from exoforge.laws.over_representation import drawn_sets, hypergeometric_tail, odds_ratio, permutation_p
from exoforge.laws.strata import strata_by

SMALLEST, LARGEST = 5, 500
"""Gene sets with fewer or more genes in the background are not tested: the small cannot be told from chance, the large say little. A choice."""
LIKE = 10
"""Detected molecules, at least, among which one is drawn: those with about as many targets. A choice; in simulated tables with no effect, where the
chance to be changed grew with the number of targets, 2.9 % of sets had p below 5 % with it, and 0.1 % with draws from all (popular sets)."""
HUMAN = "Homo sapiens"


@dataclass(frozen=True, kw_only=True, slots=True)
class EnrichedSet:
    """One gene set.

    Parameters
    ----------
    size : its genes in the background. overlap : those that are targets of changed molecules. genes : those, by symbol.
    molecules : the changed molecules that hit it, those with more of its genes first.
    odds : of a target of changed molecules to be in the set, over the odds of another gene; infinite where all of the set is hit.
    expected, p, q : by the test on genes. expected_drawn, p_drawn, q_drawn : by drawing molecules; the honest ones.
    """

    key: str
    name: str
    size: int
    overlap: int
    genes: tuple[str, ...]
    molecules: tuple[str, ...]
    odds: float
    expected: float
    p: float
    q: float
    expected_drawn: float
    p_drawn: float
    q_drawn: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrichment:
    """Gene sets among the targets of changed molecules.

    Parameters
    ----------
    pathways : file and release of the gene sets. targets : where the targets come from.
    background : genes that could have been found: targets of detected molecules that stand in any set of the file. hit : those of changed ones.
    detected, changed : molecules with a target in the background, in all and changed.
    sets : those tested, by `p_drawn`. untested : how many were too small or too large.
    unmapped : symbols without an Entrez identifier. permutations : how many draws.
    missing : why there is nothing to test; empty where there is.
    """

    pathways: str
    targets: str
    background: int
    hit: int
    detected: int
    changed: int
    sets: tuple[EnrichedSet, ...] = ()
    untested: int = 0
    unmapped: tuple[str, ...] = ()
    permutations: int
    missing: str = ""


def enrichment_of(
    measured: Mapping[str, Measured],
    targets: Mapping[str, frozenset[str]],
    pathways: GeneSets,
    *,
    told_by: str,
    file: TargetFile | None,
    permutations: int,
    rng: np.random.Generator,
) -> Enrichment:
    """Test every gene set of a file.

    Parameters
    ----------
    targets : symbols by detected molecule. told_by : where they come from, for the answer. file : the user's table, which may hold Entrez identifiers.

    Raises
    ------
    FileError
        Targets and gene sets are of different species.
    """
    species = file.species if file else HUMAN
    if pathways.species and pathways.species.casefold() != species.casefold():
        raise FileError(f"The gene sets of '{pathways.source}' are of {pathways.species} and the targets of {species}; give files of one species.")
    named, unmapped = _named(targets, pathways, file)
    members = set().union(*(one.genes for one in pathways.sets))
    genes = sorted({gene for name in targets for gene in named[name] if gene in members})
    number = {gene: place for place, gene in enumerate(genes)}
    held = {name: [number[gene] for gene in found if gene in number] for name, found in named.items()}
    molecules = [name for name in measured if held.get(name)]
    chosen = [place for place, name in enumerate(molecules) if measured[name].is_changed]
    hit = {gene for place in chosen for gene in held[molecules[place]]}
    fitting = [(one, [number[gene] for gene in sorted(one.genes) if gene in number]) for one in pathways.sets]
    tested = [(one, inside) for one, inside in fitting if SMALLEST <= len(inside) <= LARGEST]
    untested = Enrichment(
        pathways=f"{pathways.source}{f' ({pathways.release})' if pathways.release else ''}",
        targets=told_by,
        background=len(genes),
        hit=len(hit),
        detected=len(molecules),
        changed=len(chosen),
        untested=len(fitting) - len(tested),
        unmapped=unmapped,
        permutations=permutations,
        missing=_missing(len(molecules), len(chosen), len(tested), len(genes)),
    )
    if untested.missing:
        return untested
    symbols = _symbols(targets, pathways, file)
    return replace(untested, sets=_tested(tested, [held[name] for name in molecules], molecules, chosen, genes, symbols, hit, permutations, rng))


def _missing(detected: int, changed: int, tested: int, background: int) -> str:
    if not changed:
        return f"None of the changed molecules has a target among the genes that could have been found ({background})."
    if changed == detected:
        return f"All {detected} detected molecules with a target are changed, so that there is nothing to compare them with."
    if not tested:
        return f"No gene set has {SMALLEST} to {LARGEST} of the genes that could have been found ({background}); bring a larger table of targets."
    return ""


def _tested(
    tested: Sequence[tuple[GeneSet, list[int]]],
    targets: Sequence[list[int]],
    molecules: Sequence[str],
    chosen: Sequence[int],
    genes: Sequence[str],
    symbols: Mapping[str, str],
    hit: set[int],
    permutations: int,
    rng: np.random.Generator,
) -> tuple[EnrichedSet, ...]:
    strata = strata_by([len(one) for one in targets], members=LIKE)
    drawn = drawn_sets(targets, [inside for _, inside in tested], chosen, genes=len(genes), permutations=permutations, rng=rng, strata=strata)
    sizes = np.array([len(inside) for _, inside in tested])
    p = hypergeometric_tail(drawn.overlap, population=len(genes), marked=sizes, drawn=len(hit))
    odds = odds_ratio(drawn.overlap, population=len(genes), marked=sizes, drawn=len(hit))
    p_drawn = permutation_p(drawn.exceeding, permutations)
    q, q_drawn = benjamini_hochberg(p), benjamini_hochberg(p_drawn)
    found = []
    for row, (one, inside) in enumerate(tested):
        by = {molecules[place]: len(set(targets[place]) & set(inside)) for place in chosen}
        found.append(
            EnrichedSet(
                key=one.key,
                name=one.name,
                size=len(inside),
                overlap=int(drawn.overlap[row]),
                genes=tuple(sorted(symbols.get(genes[gene], genes[gene]) for gene in inside if gene in hit)),
                molecules=tuple(sorted((name for name, count in by.items() if count), key=lambda name: (-by[name], name))),
                odds=float(odds[row]),
                expected=len(hit) * len(inside) / len(genes),
                p=float(p[row]),
                q=float(q[row]),
                expected_drawn=float(drawn.expected[row]),
                p_drawn=float(p_drawn[row]),
                q_drawn=float(q_drawn[row]),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.p_drawn, one.p, one.key)))


def _bridge(file: TargetFile | None) -> dict[str, str]:
    """Entrez identifiers by symbol: those of the user's table go before the package's own."""
    return {**entrez_by_symbol(), **(file.entrez if file else {})}


def _named(targets: Mapping[str, frozenset[str]], pathways: GeneSets, file: TargetFile | None) -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
    """The targets as the gene sets name them, and the symbols for which there is no such name."""
    if pathways.identity == "symbol":
        return dict(targets), ()
    bridge = _bridge(file)
    absent = sorted({gene for found in targets.values() for gene in found if gene not in bridge})
    return {name: frozenset(bridge[gene] for gene in found if gene in bridge) for name, found in targets.items()}, tuple(absent)


def _symbols(targets: Mapping[str, frozenset[str]], pathways: GeneSets, file: TargetFile | None) -> dict[str, str]:
    """The symbols by the name that the gene sets use."""
    if pathways.identity == "symbol":
        return {}
    bridge = _bridge(file)
    return {bridge[gene]: gene for found in targets.values() for gene in found if gene in bridge}
