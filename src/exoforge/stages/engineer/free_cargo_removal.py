"""Taking away cargo that did not get in, as one step with a stated outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import FIXED, Spread, lognormal, option, param, uniform
from exoforge.base.trace import Trace, digest
from exoforge.cargo.substances import substance_of
from exoforge.laws.solute_size import DOUBLE_STRAND, chain_diameter
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, entry_of, hinge, is_stated, retold, without
from exoforge.stages.engineer.aggregates import precipitated_mass
from exoforge.streams.amounts import cargo_portion, cargo_share, is_protein, lost_cargo
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]

PROTEIN_MASS = 66.0
"""[kg/mol] As which a dissolved protein counts whose mass nobody states; that of albumin, a choice."""

EXCLUDED = 70e-9
"""[m] Diameter from which the beads of a column let nothing in, so that it leaves with the vesicles; a choice, the pores of a usual column."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Usual:
    """A usual value of one method, how far it may stray, and where it was read; without a source it is a choice."""

    value: float
    spread: Spread
    cite: str = ""
    status: str = "choice"


SIZE_EXCLUSION = "size-exclusion"
ULTRAFILTRATION = "ultrafiltration"
CENTRIFUGATION = "centrifugation"
DIALYSIS = "dialysis"
USUAL: Mapping[str, Mapping[str, Usual]] = MappingProxyType(
    {
        ULTRAFILTRATION: {
            "repeats": Usual(value=5.0, spread=FIXED),
            "left_each": Usual(value=0.37, spread=uniform(0.37, 0.6)),
            "vesicle_loss": Usual(value=0.7, spread=uniform(0.3, 0.9), cite="pmc10058361", status="derived"),
            "aggregates_kept": Usual(value=0.95, spread=uniform(0.7, 1.0)),
        },
        CENTRIFUGATION: {
            "left_each": Usual(value=0.05, spread=lognormal(2.0)),
            "vesicle_loss": Usual(value=0.5, spread=uniform(0.2, 0.9)),
            "aggregates_kept": Usual(value=0.95, spread=uniform(0.8, 1.0)),
        },
        DIALYSIS: {
            "repeats": Usual(value=2.0, spread=FIXED),
            "left_each": Usual(value=0.05, spread=lognormal(3.0)),
            "vesicle_loss": Usual(value=0.1, spread=uniform(0.02, 0.3)),
            "aggregates_kept": Usual(value=1.0, spread=uniform(0.9, 1.0)),
        },
    }
)
"""Where a method differs from the declared usual values, which are those of a column. A volume of buffer washed through leaves 1/e of what
passes freely, and more of what does not."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class FreeCargoRemoval(Treatment):
    """Dissolved cargo is taken away, some vesicles are lost, and aggregates of cargo mostly stay with the vesicles.

    ``left = r^n`` of everything dissolved, `r` for each of `n` repeats: runs over a column, volumes of buffer through a membrane, spins with
    fresh buffer, baths of a dialysis. Over a membrane, with ultrafiltration and dialysis, what is heavier than the cut-off stays whole. A column keeps
    DNA whose open chain is too large for its beads, such as a plasmid.
    Aggregates are as large as vesicles or larger: they leave a column with them, do not pass the membrane and lie in the pellet first.

    Returns
    -------
    product : in fresh PBS. reject ``removed`` with what was taken away. loss ``handling`` of the particles that are no aggregates.

    Figures
    -------
    ``vesicle yield`` and ``solute left`` [1]; for each cargo the shares of all of it in the product that are dissolved and aggregated beside the
    vesicles, which an assay of the lysed product counts as loaded; ``lost cargo`` of each name [kg].

    Assumes
    -------
    Outcomes, not physics: a step of the stage 'isolate' (tangential flow, column, spin) in this place parts dissolved and aggregated cargo by
    size and density. What the vesicles carry does not leak out meanwhile. Particles of all kinds but aggregates are lost alike.

    References
    ----------
    pmc10058361, pmc7284431
    """

    stage: ClassVar[str] = "engineer"
    kind: ClassVar[str] = "free-cargo-removal"
    title: ClassVar[str] = "Removal of free cargo"
    cites: ClassVar[tuple[str, ...]] = ("pmc10058361", "pmc7284431")

    method: str = option("how it is done", (SIZE_EXCLUSION, ULTRAFILTRATION, CENTRIFUGATION, DIALYSIS), usual=SIZE_EXCLUSION)
    repeats: float = param("", "runs, volumes of buffer, spins or baths", low=0.0, high=1000.0, usual=1.0)
    left_each: float = param(
        "", "share of what is dissolved that is left after each; near 0 with a column that parts well", low=0.0, high=1.0, usual=0.02, spread=lognormal(3.0)
    )
    vesicle_loss: float = param(
        "",
        "share of the particles lost in the whole step; of a column 40 to 80 % were recovered",
        low=0.0,
        high=1.0,
        usual=0.4,
        spread=uniform(0.2, 0.6),
        cite="pmc10058361",
        status="derived",
    )
    aggregates_kept: float = param(
        "", "share of the aggregates of cargo that stays with the vesicles, before any loss", low=0.0, high=1.0, usual=0.9, spread=uniform(0.5, 1.0)
    )
    membrane_cutoff: float = param(
        "kg/mol", "molar mass above which a membrane holds a dissolved substance back; 300 kDa is 300 kg/mol", low=0.1, high=1e5, usual=300.0
    )
    final_volume: float = param("m3", "last volume; 0 leaves the volume as it is", low=0.0, high=10.0, usual=0.0)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; what is not stated is usual for the method, and a cut-off counts where there is a membrane."""
        found = hinge(cls, step)
        method = found.operation.method
        for name, usual in USUAL.get(method, {}).items():
            if not is_stated(step, name):
                reason = f"not stated in the record; usual with {method}"
                found = retold(found, name, usual.value, usual.spread, reason=reason, cite=usual.cite, status=usual.status)
        return found if method in (ULTRAFILTRATION, DIALYSIS) else without(found, step, ("membrane_cutoff",))

    def treat(self, feed: Suspension) -> Split:
        """Washed vesicles, what was taken away, and the particles lost; product, reject and losses are the feed."""
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        aggregate = np.array([bool(one.made_of) for one in feed.species], dtype=bool).reshape(-1, 1)
        gone = np.where(aggregate, feed.number * (1.0 - self.aggregates_kept), 0.0)
        lost = np.where(aggregate, 0.0, feed.number * self.vesicle_loss)
        left = {name: mass * self._left(name) for name, mass in feed.solutes.items()}
        kept = feed.number - gone - lost
        product = _part(feed, kept, left, volume=self.final_volume or feed.volume, share=cargo_share(feed, kept), trace=trace, medium="pbs")
        away = {name: mass - left[name] for name, mass in feed.solutes.items()}
        removed = _part(feed, gone, away, volume=feed.volume, share=cargo_share(feed, gone), trace=trace, medium=feed.medium)
        return Split(product=product, rejects={"removed": removed}, losses={"handling": lost}, figures=_figures(feed, product, {"handling": lost}))

    def _left(self, name: str) -> float:
        if self.method in (ULTRAFILTRATION, DIALYSIS) and molar_mass_of(name) > self.membrane_cutoff:
            return 1.0
        if self.method == SIZE_EXCLUSION and _is_excluded(name):
            return 1.0
        return float(self.left_each**self.repeats)


def molar_mass_of(solute: str) -> float:
    """Molar mass of a dissolved substance [kg/mol]; that of albumin for a protein and 0 for anything else that nobody states."""
    known = substance_of(solute)
    if known is not None and known.molar_mass is not None:
        return known.molar_mass.value
    return PROTEIN_MASS if is_protein(solute) else 0.0


def _is_excluded(solute: str) -> bool:
    known = substance_of(solute)
    if known is None or known.family != "DNA" or known.molar_mass is None:
        return False
    per_length, persistence = DOUBLE_STRAND
    return bool(chain_diameter(known.molar_mass.value, per_length=per_length, persistence=persistence) > EXCLUDED)


def _part(feed: Suspension, number: Array, solutes: dict[str, float], *, volume: float, share: float, trace: Trace, medium: str) -> Suspension:
    return Suspension(
        grid=feed.grid,
        species=feed.species,
        number=number,
        volume=volume,
        solutes=solutes,
        medium=medium,
        cells=feed.cells,
        cargo=cargo_portion(feed.cargo, share),
        ligands=feed.ligands,
        trace=trace,
    )


def _figures(feed: Suspension, product: Suspension, losses: Mapping[str, Array]) -> dict[str, float]:
    vesicle = [one.is_vesicle for one in feed.species]
    before, dissolved = float(feed.number[vesicle].sum()), sum(feed.solutes.values())
    figures = lost_cargo(feed, losses)
    if before > 0:
        figures["vesicle yield"] = float(product.number[vesicle].sum()) / before
    if dissolved > 0:
        figures["solute left"] = sum(product.solutes.values()) / dissolved
    for name, one in product.cargo.items():
        free, beside = product.solutes.get(name, 0.0), precipitated_mass(product, name)
        whole = one.mass + free + beside
        if whole > 0:
            figures[f"share of {name} that is dissolved"] = free / whole
            figures[f"share of {name} that is aggregated"] = beside / whole
    return figures
