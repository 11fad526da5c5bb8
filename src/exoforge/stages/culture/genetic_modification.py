"""Cells that were made to express a cargo, and what of it is in the vesicles that they release."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from exoforge.base.parameters import lognormal, option, param
from exoforge.base.trace import digest
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.copies import share_with_any
from exoforge.laws.loading import packing_ceiling
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, entry_of
from exoforge.stages.culture.modification_settings import DISPLAYED, NOT_KNOWN, PLACES, WHERE_MEASURED, hinged_modification
from exoforge.streams.amounts import bilayers_by_diameter, is_product, vesicle_number
from exoforge.streams.suspension import Cargo, Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class GeneticModification(Treatment):
    """Parent cells that overexpress a molecule, which their vesicles then carry: endogenous loading.

    Of `f` modified cells, each vesicle holds ``F s`` times the native copies `q0`, so that a vesicle of the whole harvest holds

    ``q = q0 (1 - f + f F s)``

    on average; where the fold was measured in the whole harvest, ``q = q0 F s``. A share ``c = f l`` of the vesicles can hold any; the others
    are empty for a reason: their cell was not modified, or they are of a kind that does not take it up. Copies fall into the carriers at
    random, so that ``c (1 - exp(-q / c))`` of the vesicles hold at least one. Mean and share make the distribution, a zero-inflated one.

    Only of a microRNA are native copies known, and of those a mean over other cells. Of a protein or an mRNA nothing is taken: without
    stated copies the cargo is not known, and none is put into the vesicles. An agent on the surface becomes a ligand and no cargo.

    Assumes
    -------
    Modified cells release as many vesicles of the same sizes as the others. Vesicles of serum hold none. All sizes have the same number.
    The copies are of the whole molecule and active.

    References
    ----------
    chevillet2014, silva2021
    """

    stage: ClassVar[str] = "culture"
    kind: ClassVar[str] = "genetic-modification"
    title: ClassVar[str] = "Genetic modification of the parent cells"
    cites: ClassVar[tuple[str, ...]] = ("chevillet2014", "silva2021")
    reads: ClassVar[tuple[str, ...]] = (DISPLAYED,)

    copies_basis: str = option("whether the copies are stated, follow from the fold, or are not known", ("stated", "computed", NOT_KNOWN), usual="computed")
    copies_per_vesicle: float = param(
        "copies/particle", "copies in one vesicle, the mean over the whole harvest, as measured; not used when computed", low=0.0, high=1e6, usual=0.0
    )
    native_copies: float = param(
        "copies/particle",
        "copies in one vesicle of cells that are not modified; the mean over six sources for abundant microRNAs, MSC not among them",
        low=0.0,
        high=1e4,
        usual=0.00825,
        spread=lognormal(5.0),
        cite="chevillet2014",
        status="read",
    )
    fold: float = param(
        "",
        "how many times more copies the vesicles hold after the modification; none of the reviews prints one for MSC, and 10 is a wide prior",
        low=0.0,
        high=1e6,
        usual=10.0,
        spread=lognormal(4.0),
    )
    fold_measured_in: str = option("whether the fold is that of vesicles of modified cells or of the whole harvest", WHERE_MEASURED, usual="modified cells")
    modified_cells: float = param("", "share of the cells that express the agent; 1 after a selection", low=0.0, high=1.0, usual=0.5)
    loaded_share: float = param(
        "",
        "share of the vesicles of a modified cell that can hold any; GFP fused to sorting proteins was in less than half of the particles",
        low=1e-6,
        high=1.0,
        usual=0.5,
        spread=lognormal(2.0),
        cite="silva2021",
    )
    sorting_factor: float = param("", "how many times more copies a sorting motif brings into the vesicles", low=1e-3, high=1e4, usual=1.0)
    molar_mass: float = param("kg/mol", "mass of one mole of the agent; 0 while nobody knows, and then no mass is told", low=0.0, high=1e6, usual=0.0)
    location: str = option("whether the agent is inside the vesicles or on their surface", PLACES, usual="inside")
    agent: str = "agent"

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; `agent` names what is expressed, `vector` says how the cells were modified, `sorting_motif` what draws it in.

        Raises
        ------
        StepError
            As the hinge, or copies are stated of an agent whose molar mass nobody knows.
        """
        return hinged_modification(cls, step)

    def copies(self) -> float:
        """[copies/particle] Mean over all vesicles of the cells."""
        if self.copies_basis == NOT_KNOWN:
            return 0.0
        if self.copies_basis == "stated":
            return self.copies_per_vesicle
        raised = self.native_copies * self.fold * self.sorting_factor
        if self.fold_measured_in == "harvest":
            return raised
        return self.native_copies * (1.0 - self.modified_cells) + self.modified_cells * raised

    def carriers(self) -> float:
        """[1] Share of the vesicles of the cells that can hold any."""
        return self.modified_cells * self.loaded_share

    def treat(self, feed: Suspension) -> Split:
        """The harvest, its vesicles with the agent; nothing is lost and nothing parted."""
        held, count, can = self.copies(), vesicle_number(feed), self.carriers()
        bilayers = float(bilayers_by_diameter(feed).sum())
        entry = entry_of(self, inputs=(digest(feed.number),))
        trace = feed.trace + dataclasses.replace(entry, settings={**entry.settings, "agent": self.agent})
        if held == 0 or can == 0 or self.location == "surface":
            return Split(product=dataclasses.replace(feed, ligands=self._ligands(feed, held), trace=trace))
        own = share_with_any(held, carriers=can)
        figures = {
            "copies per vesicle": held,
            "vesicles that can carry": can,
            "vesicles that hold a copy": float(own),
            "copies in one that holds any": held / float(own),
        }
        cargo = dict(feed.cargo)
        if self.molar_mass > 0:
            before = cargo.get(self.agent, Cargo(mass=0.0))
            share = can * count / bilayers if bilayers > 0 else can
            mass = before.mass + held * count * self.molar_mass / AVOGADRO
            cargo[self.agent] = Cargo(mass=mass, molar_mass=self.molar_mass, carriers=max(share, before.carriers) if before.mass > 0 else share)
            figures |= _packing(feed, self.molar_mass)
        return Split(product=dataclasses.replace(feed, cargo=cargo, trace=trace), figures=figures)

    def _ligands(self, feed: Suspension, held: float) -> dict[str, float]:
        """Molecules on the surface per area, where somebody stated how many there are."""
        own = np.array([is_product(one) for one in feed.species])
        area = float(np.pi * (feed.number[own].sum(axis=0) @ feed.grid.diameter**2))
        if self.location != "surface" or held == 0 or area == 0:
            return dict(feed.ligands)
        return {**feed.ligands, self.agent: held * vesicle_number(feed) / area}


def _packing(feed: Suspension, molar_mass: float) -> dict[str, float]:
    """Most copies that fit into a vesicle of this harvest at all."""
    vesicles = bilayers_by_diameter(feed)
    if vesicles.sum() == 0:
        return {}
    return {"packing ceiling, copies per vesicle": float(vesicles @ packing_ceiling(feed.grid.diameter, molar_mass) / vesicles.sum())}
