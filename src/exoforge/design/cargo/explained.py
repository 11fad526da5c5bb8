"""A contrast explained: which of its molecules are known, what they are said to act on, and which way the statements point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.cargo.targets import CargoTarget, cargo_targets, further_pairs
from exoforge.design.cargo.contrast_result import Contrast
from exoforge.design.cargo.enrichment import Enrichment, enrichment_of
from exoforge.design.cargo.network import Network, network_of
from exoforge.design.cargo.targets import Met, met
from exoforge.evidence.conflicts import Conflict, conflicts_touching
from exoforge.evidence.graph import chain_of, chains, nodes_in
from exoforge.evidence.targets.gmt import read_gmt
from exoforge.evidence.targets.mirtarbase import TargetFile, read_mirtarbase

PERMUTATIONS = 10_000
"""[1] Draws behind every chance; the smallest that can be told is 1 in 10,001."""
MOST = 10_000_000
"""[1] More permutations than this are refused."""
SHIPPED = "the statements that the package carries"


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """A contrast and what is known of its molecules.

    Parameters
    ----------
    met : the molecules and the statements that speak of them.
    targets : what the package's own table tells of them, by molecule.
    own : the user's table of targets, where there is one; own_targets : its genes by molecule that was tested.
    network : signed scores. enrichment : gene sets, where a file of them was given.
    conflicts : contradictions in print that touch the statements used.
    table_cargo : how many microRNAs and genes the package's statements know as cargo.
    """

    contrast: Contrast
    met: Met
    targets: Mapping[str, tuple[CargoTarget, ...]]
    own: TargetFile | None
    own_targets: Mapping[str, frozenset[str]]
    network: Network
    enrichment: Enrichment | None
    conflicts: tuple[Conflict, ...]
    table_cargo: int
    permutations: int
    seed: int
    cites: tuple[str, ...]


def explained(
    contrast: Contrast,
    *,
    targets: Path | None = None,
    pathways: Path | None = None,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    evidence: str = "strong",
    by_counts: bool = True,
) -> Explained:
    """Explain a contrast with the statements of the package and with the user's own files.

    Parameters
    ----------
    targets : a table of miRTarBase. pathways : gene sets (GMT). Without `targets`, gene sets are tested with the package's own few targets.
    evidence : which rows of `targets` are kept. by_counts : see `exoforge.design.cargo.targets.met`.

    Raises
    ------
    SettingError
        There are no permutations, or too many.
    FileError
        One of the files cannot be read, or they are of different species.
    """
    if not 1 <= permutations <= MOST:
        raise SettingError(f"{permutations} permutations were asked for; 1 to {MOST} are done.")
    own = read_mirtarbase(targets, evidence=evidence) if targets else None
    sets = read_gmt(pathways) if pathways else None
    held = (*chains(), *(chain_of(one) for one in further_pairs()))
    cargo = [node.key for node in nodes_in(held, "cargo") if node.key]
    found = met(contrast, cargo, by_counts=by_counts)
    scored, drawn = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(2))
    network = network_of(found, held, permutations=permutations, rng=scored)
    by_cargo: dict[str, list[str]] = {}
    for meeting in found.meetings:
        by_cargo.setdefault(meeting.cargo, []).append(meeting.measured)
    shipped: dict[str, list[CargoTarget]] = {}
    for pair in cargo_targets():
        for name in by_cargo.get(pair.cargo.key, ()):
            shipped.setdefault(name, []).append(pair)
    own_targets = {name: own.targets[name] for name in found.measured if name in own.targets} if own else {}
    genes = own_targets if own else {name: frozenset(pair.target.key for pair in pairs if pair.target.kind == "gene") for name, pairs in shipped.items()}
    enrichment = None
    if sets is not None:
        told_by = own.source if own else SHIPPED
        enrichment = enrichment_of(found.measured, genes, sets, told_by=told_by, file=own, permutations=permutations, rng=drawn)
    return Explained(
        contrast=contrast,
        met=found,
        targets={name: tuple(pairs) for name, pairs in shipped.items()},
        own=own,
        own_targets=own_targets,
        network=network,
        enrichment=enrichment,
        conflicts=conflicts_touching({chain.edge.key for chain in network.chains}),
        table_cargo=len(cargo),
        permutations=permutations,
        seed=seed,
        cites=_cites(own, enrichment),
    )


def _cites(own: TargetFile | None, enrichment: Enrichment | None) -> tuple[str, ...]:
    kept = ["mirbase22", "phipson2010", "benjamini1995"]
    kept += ["huang2022"] if own else []
    return (*kept, *(("bleazard2015", "zagganas2021") if enrichment else ()))
