"""Loading vesicles with nucleic acid by a transfection reagent."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.errors import StepError
from exoforge.base.parameters import lognormal, param, uniform
from exoforge.cargo.substances import substance_of
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.loading import packing_ceiling
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, step_key, without
from exoforge.stages.engineer.hinging import hinged_loading
from exoforge.stages.engineer.loading import Loading, Uptake
from exoforge.streams.amounts import bilayers_by_diameter
from exoforge.streams.suspension import Suspension

NUCLEIC = ("small RNA", "long RNA", "DNA")
"""Families that a reagent binds."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class TransfectionLoading(Loading):
    """A reagent binds nucleic acid into complexes; some merge with vesicles, the others stay beside them as particles of the same size.

    ``c`` of the cargo is in complexes, ``m`` of these merges with vesicles, so that ``c m`` of the cargo offered is on or in membranes,
    ``c (1 - m)`` lies beside the vesicles as particles and ``1 - c`` is free. Complexes leave a column, a membrane and a spin with the
    vesicles: an assay of the product counts them as loaded. Only a control without vesicles tells. No more merges than the lumens hold packed
    full, ``0.64 rho`` of their volume; the rest stays beside.

    Figures
    -------
    As `Loading`; ``share of the cargo that packed lumens hold`` where it cut the merging short [1].

    Assumes
    -------
    A prior and no more: how much merges is not known, and the spread says so. What merged is counted with the membranes, wherever it is; the
    lumen ceiling does not hold for it, the packing ceiling does. Particles are counted from the cargo in them, as dense as a solid of it: a
    complex that is mostly reagent and water is more in number and as light as a vesicle, so that a gradient or spin that parts them here may
    not do so in a tube. The reagent adds to their size and mass, and stays with the product. The partition of the bare cargo is not used.
    Membrane proteins, antigens, charge and function of the vesicles are taken as unharmed: their change is not modelled.

    References
    ----------
    pmc7284431
    """

    kind: ClassVar[str] = "transfection-loading"
    title: ClassVar[str] = "Loading with a transfection reagent"
    cites: ClassVar[tuple[str, ...]] = ("pmc7284431",)

    complexed_share: float = param("", "share of the cargo that the reagent binds", low=0.0, high=1.0, usual=0.8, spread=uniform(0.4, 0.99))
    merged_share: float = param("", "share of the complexes that merges with vesicles", low=0.0, high=1.0, usual=0.15, spread=uniform(0.0, 0.6))
    complex_diameter: float = param("m", "median of the complexes", low=5e-9, high=5e-6, usual=120e-9, spread=lognormal(1.5))

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every loading; the partition coefficient is not used, and a cargo that is known as no nucleic acid can only be claimed.

        Raises
        ------
        StepError
            As every loading; nothing is claimed, and the cargo is no nucleic acid.
        """
        hinged = hinged_loading(cls, step)
        claims, substance = hinged.operation.efficiency_basis == "claimed", substance_of(hinged.operation.cargo)
        if not claims and substance is not None and substance.family not in NUCLEIC:
            reason = (
                f"a transfection reagent binds nucleic acid, and {substance.label} is a {substance.family}; state an 'efficiency' to keep a published claim."
            )
            raise StepError(step_key(step), {"cargo": f"'cargo': {reason}"}, hinged.notices)
        key = step_key(step)
        told = (
            f"{key}: complexes of reagent and cargo are purified together with vesicles; compare with a control without vesicles.",
            f"{key}: complexes are taken as dense as solid cargo; those of lipid float as vesicles do, so believe no gradient or spin that parts them here.",
        )
        whole = dataclasses.replace(hinged, notices=(*hinged.notices, *told))
        return whole if claims else without(whole, step, ("partition_coefficient",))

    def take_up(self, feed: Suspension) -> Uptake:
        """Shares of the cargo that merged with vesicles and that lie beside them; without vesicles none merges."""
        asked, room = self.complexed_share * self.merged_share, _room(feed)
        full = asked * self.cargo_mass > room
        merged = room / self.cargo_mass if full else asked
        figures = {"share of the cargo that packed lumens hold": merged} if full else {}
        return Uptake(
            lumen=0.0,
            membrane=merged,
            precipitated=self.complexed_share - merged,
            aggregate_diameter=self.complex_diameter,
            figures=figures,
        )


def _room(feed: Suspension) -> float:
    """Mass of cargo that the lumens of all vesicles hold packed full [kg]; the molar mass cancels."""
    return float(bilayers_by_diameter(feed) @ packing_ceiling(feed.grid.diameter, 1.0)) / AVOGADRO
