"""Ligands on the surface of vesicles: what is offered, what is coupled, what stays beside them, and what finds room at all."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from exoforge.base.errors import StepError
from exoforge.base.parameters import FIXED, Status, lognormal, option, param, spread_of_interval, uniform
from exoforge.base.trace import Assumption, digest
from exoforge.cargo.substances import Known
from exoforge.cargo.surfaces import POLYMER, Surface, also_named, chain_mass, surface_of
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.surface import bearing_share, chain_overlap, flory_radius, layer_thickness, outer_area, steric_ceiling
from exoforge.record.settings import reason_missing, stated_text
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, entry_of, hinge, is_stated, retold, stated_quantity, step_key, without
from exoforge.streams.amounts import bilayers_by_diameter, cargo_portion, lost_cargo
from exoforge.streams.suspension import Suspension

UNNAMED = "ligand"
"""What a ligand is called that nobody names."""
UNKNOWN = 0.0
"""A molar mass of 0 says that nobody stated one; free ligand is then counted and not weighed."""
METHODS = ("conjugation", "click", "lipid-insertion", "parent-expression")
LIGAND = ("ligand", "agent")
"""Settings that name what is put on; the first that is stated counts."""
GROWN = "parent-expression"
"""The method in which cells put the ligand on: nothing is offered, nothing is left, and no vesicle is handled."""
NOT_GROWN = ("coupling_efficiency", "detached", "free_ligand_removed", "vesicle_loss")
USUAL_CHAINS = 1000.0
"""[1] Chains of PEG on a vesicle where nobody says: some 2 % of the lipids of its outer leaflet. A choice."""
FEW = 1.0
"""[1] Ligands per vesicle below which many vesicles bear none at all: a third at 1."""
BASES = ("per-vesicle", "density", "offered")


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class SurfaceModification(Treatment):
    """Ligands put on the outer surface of all vesicles, at one density, so that a larger vesicle bears more.

    ``coupled = efficiency offered``, ``on = (1 - detached) coupled``, ``sigma = on / sum(N pi d^2)``. Stated per vesicle or per
    area, the number is kept as it is stated, even above what finds room, and what had to be offered follows from the efficiency.
    From what is offered, no more stays than ``0.547 / footprint`` per area. Of what was offered, each ligand is on a recovered vesicle, on
    one lost with the handling, or free; the free ones stay as a solute unless they are taken away.

    Of PEG also ``R_F = a N^0.6`` and ``sigma R_F^2`` are shown: below 1 the chains stand apart as mushrooms, above they form a brush.
    No share of protection is computed from it: what PEG does in a body is the cited change of the surface.

    Assumes
    -------
    Every vesicle takes ligands by its area, whoever made it; particles without a bilayer take none, which is not sure of lipid anchors
    and lipoproteins; ligands neither cluster nor flip inside; the vesicles stay what they are. Particles of all kinds are lost alike.
    Efficiencies, losses and detachment are choices: they were not found stated for vesicles.

    Figures
    -------
    Ligands offered, on the recovered vesicles, lost with vesicles, free [molecules]; per vesicle, per um2, the ceiling, the share of
    vesicles that bear none; of PEG the free chain, the overlap and the layer.

    References
    ----------
    degennes1980, alexander1977
    """

    stage: ClassVar[str] = "engineer"
    kind: ClassVar[str] = "surface-modification"
    title: ClassVar[str] = "Surface modification"
    cites: ClassVar[tuple[str, ...]] = ("degennes1980", "alexander1977")

    method: str = option("how the ligand is put on", METHODS, usual="lipid-insertion")
    basis: str = option("which number says how much there is", BASES, usual="per-vesicle")
    per_vesicle: float = param(
        "", "ligands per vesicle, the mean by number; not used where density or offer is stated", low=0.0, high=1e6, usual=50.0, spread=lognormal(5.0)
    )
    density: float = param("1/m2", "ligands per area of the outer surface; used where it is stated", low=0.0, high=1e20, usual=0.0)
    ligand_amount: float = param("mol", "ligand offered; used where it is stated", low=0.0, high=1.0, usual=0.0)
    coupling_efficiency: float = param("", "share of the ligand offered that is on vesicles", low=1e-9, high=1.0, usual=0.1, spread=lognormal(3.0))
    detached: float = param(
        "", "share of what was coupled that comes off again before use; blood may take more, which nobody stated", low=0.0, high=1.0, usual=0.0
    )
    footprint: float = param("m2", "area that one ligand takes of the surface", low=1e-20, high=1e-14, usual=1e-17, spread=lognormal(2.0))
    molar_mass: float = param(
        "kg/mol", "mass of one mole of the ligand; 0 while nobody knows, and then free ligand is not weighed", low=0.0, high=1e6, usual=UNKNOWN
    )
    vesicle_loss: float = param("", "share of the particles lost in the handling", low=0.0, high=1.0, usual=0.2, spread=uniform(0.05, 0.5))
    free_ligand_removed: float = param("", "share of the free ligand that is taken away within this step", low=0.0, high=1.0, usual=0.0)
    ligand: str = UNNAMED

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; `ligand` names what is put on and brings what is known of it, and the number stated says what the rest follows from."""
        stated = stated_text(step, *LIGAND)
        named = stated or UNNAMED
        surface = surface_of(named)
        own: dict[str, float | str] = {}
        basis = "density" if is_stated(step, "density") else "per-vesicle" if is_stated(step, "per_vesicle") else "offered"
        if not is_stated(step, "basis") and (basis != "offered" or is_stated(step, "ligand_amount")):
            own["basis"] = basis
        offered = stated_quantity(step, "ligand_amount", "mol", "kg") if is_stated(step, "ligand_amount") else None
        if offered is not None and offered.unit == "kg":
            own["ligand_amount"] = offered.value / _molar(step, surface)
        assumed: tuple[Assumption, ...] = () if stated else (_unnamed(step, reason_missing(step, *LIGAND)),)
        if surface is not None and not is_stated(step, "method"):
            own["method"] = surface.method
            assumed += (_of_method(step, surface),)
        hinged = hinge(cls, step, stated=own, also_read=LIGAND)
        hinged = _with_surface(hinged, step, surface, named)
        hinged = _with_method(hinged, step)
        hinged = dataclasses.replace(hinged, operation=dataclasses.replace(hinged.operation, ligand=surface.key if surface is not None else named))
        return dataclasses.replace(hinged, assumed=hinged.assumed + assumed, notices=(*hinged.notices, *_told(hinged.operation, step, named, surface)))

    def treat(self, feed: Suspension) -> Split:
        """Vesicles with the ligand; the free ligand that was taken away; the particles lost, whose ligands are printed among the figures."""
        vesicles = bilayers_by_diameter(feed)
        area, number = float(vesicles @ outer_area(feed.grid.diameter)), float(vesicles.sum())
        grown = self.method == GROWN
        loss, off = (0.0, 0.0) if grown else (self.vesicle_loss, self.detached)
        ceiling = float(steric_ceiling(self.footprint))
        on, offered = _coupled(self, area=area, number=number, ceiling=ceiling, off=off, efficiency=1.0 if grown else self.coupling_efficiency)
        free = max(offered - on, 0.0)
        away = 0.0 if grown else free * self.free_ligand_removed
        density = on / area if area > 0 else 0.0
        weight = self.molar_mass / AVOGADRO
        lost = feed.number * loss
        entry = entry_of(self, inputs=(digest(feed.number),))
        trace = feed.trace + dataclasses.replace(entry, settings={**entry.settings, "ligand": self.ligand})
        product = dataclasses.replace(
            feed,
            number=feed.number - lost,
            cargo=cargo_portion(feed.cargo, 1.0 - loss),
            ligands={**feed.ligands, self.ligand: feed.ligands.get(self.ligand, 0.0) + density},
            solutes={**feed.solutes, self.ligand: feed.solutes.get(self.ligand, 0.0) + (free - away) * weight} if weight > 0 else feed.solutes,
            trace=trace,
        )
        aside = dataclasses.replace(
            feed, number=np.zeros_like(feed.number), volume=0.0, cells=0.0, cargo={}, ligands={}, solutes={self.ligand: away * weight}, trace=trace
        )
        figures = {
            "ligands offered": offered,
            "ligands on recovered vesicles": on * (1.0 - loss),
            "ligands lost with vesicles": on * loss,
            "ligands free": free,
            "ligands free, taken away": away,
            **_standing(self, feed, density, ceiling),
            **lost_cargo(feed, {"handling": lost} if lost.any() else {}),
        }
        return Split(product=product, rejects={"free-ligand": aside} if away > 0 else {}, losses={"handling": lost}, figures=figures)


def _coupled(step: SurfaceModification, *, area: float, number: float, ceiling: float, off: float, efficiency: float) -> tuple[float, float]:
    """Ligands that stay on all vesicles before any is lost, and ligands offered [molecules]."""
    if step.basis == "offered":
        offered = step.ligand_amount * AVOGADRO
        return min(efficiency * offered * (1.0 - off), ceiling * area), offered
    on = step.density * area if step.basis == "density" else step.per_vesicle * number
    coupled = on / (1.0 - off) if off < 1.0 else on
    return on, coupled / efficiency


def _standing(step: SurfaceModification, feed: Suspension, density: float, ceiling: float) -> dict[str, float]:
    """How the ligands stand on the vesicles: per vesicle, per area, against what finds room; of PEG, how the chains stand."""
    vesicles = bilayers_by_diameter(feed)
    number = float(vesicles.sum())
    figures = {"ligands per um2": density * 1e-12, "density over what finds room": density / ceiling}
    if number > 0:
        each = density * outer_area(feed.grid.diameter)
        figures["ligands per vesicle"] = float(vesicles @ each) / number
        figures["most ligands per vesicle"] = ceiling * float(vesicles @ outer_area(feed.grid.diameter)) / number
        figures["share of vesicles without any"] = 1.0 - float(vesicles @ bearing_share(each)) / number
    if step.ligand == POLYMER and step.molar_mass > UNKNOWN:
        free = float(flory_radius(molar_mass=step.molar_mass))
        figures["free chain [nm]"] = free * 1e9
        figures["overlap of chains"] = float(chain_overlap(density=density, flory_radius=free))
        figures["thickness of the layer [nm]"] = float(layer_thickness(density=density, molar_mass=step.molar_mass)) * 1e9
    return figures


def _with_surface(hinged: Hinged, step: Step, surface: Surface | None, named: str) -> Hinged:
    """What is known of the ligand, in place of the usual values of one of which nothing is known."""
    if surface is None:
        return hinged
    if surface.molar_mass is not None and not is_stated(step, "molar_mass"):
        by_name = chain_mass(named) if surface.key == POLYMER else None
        known = surface.molar_mass if by_name is None else Known(value=by_name, low=by_name, high=by_name, cite="", status="choice", note="As its name says.")
        hinged = _known(hinged, "molar_mass", known, surface)
    if surface.footprint is not None and not is_stated(step, "footprint"):
        hinged = _known(hinged, "footprint", surface.footprint, surface)
    if surface.key == POLYMER and not is_stated(step, "per_vesicle"):
        reason = "not stated in the record; two in a hundred lipids of the outer leaflet of a 100 nm vesicle, a choice"
        hinged = (
            retold(hinged, "per_vesicle", USUAL_CHAINS, lognormal(3.0), reason=reason, status="choice") if hinged.operation.basis == "per-vesicle" else hinged
        )
    if surface.key == POLYMER and not is_stated(step, "footprint"):
        area = math.pi / 4.0 * float(flory_radius(molar_mass=hinged.operation.molar_mass or 2.0)) ** 2
        reason = "not stated in the record; the circle of a free chain, which a brush makes smaller"
        hinged = retold(hinged, "footprint", area, lognormal(3.0), reason=reason, status="choice")
    return hinged


def _known(hinged: Hinged, name: str, known: Known, surface: Surface) -> Hinged:
    spread = spread_of_interval(known.low, known.high) if known.low < known.high else FIXED
    status: Status = known.status if known.cite else "choice" if known.status == "choice" else "recalled"
    reason = f"not stated in the record; that of {surface.title}. {known.note}".strip()
    return retold(hinged, name, known.value, spread, reason=reason, cite=known.cite, status=status)


def _with_method(hinged: Hinged, step: Step) -> Hinged:
    """Without what the method or the stated number leaves idle."""
    idle = [name for name, basis in (("per_vesicle", "per-vesicle"), ("density", "density"), ("ligand_amount", "offered")) if basis != hinged.operation.basis]
    return without(hinged, step, [*idle, *(NOT_GROWN if hinged.operation.method == GROWN else ())])


def _molar(step: Step, surface: Surface | None) -> float:
    stated = stated_quantity(step, "molar_mass", "kg/mol")
    if stated is not None and stated.value > 0:
        return stated.value
    if surface is not None and surface.molar_mass is not None:
        return surface.molar_mass.value
    raise StepError(step_key(step), {"ligand_amount": "'ligand_amount' is stated as a mass; state the 'molar_mass' too, or the amount in mol."})


def _told(made: SurfaceModification, step: Step, named: str, surface: Surface | None) -> tuple[str, ...]:
    """What a reader must know before anything is computed."""
    key, found = step_key(step), []
    if surface is None:
        found.append(f"{key}: no study of the ligand '{named}' is held; it is counted on the surface and changes no uptake.")
    elif surface.conflict:
        found.append(f"{key}: {surface.conflict}")
    if surface is not None:
        for other in also_named(named):
            as_what = "a spacer, and what a layer of it does in blood is not counted" if other == POLYMER else "a part of it that does not count"
            found.append(
                f"{key}: '{named}' counts as '{surface.key}'; '{other}' in its name is taken as {as_what}. State a step of its own for each that should."
            )
    if made.basis == "per-vesicle" and is_stated(step, "per_vesicle") and made.per_vesicle < FEW:
        found.append(
            f"{key}: {made.per_vesicle:g} ligands per vesicle are fewer than one: at best {100 * float(bearing_share(made.per_vesicle)):.2g} % of the vesicles "
            "bear any, and the rest cannot be targeted."
        )
    if made.method == "lipid-insertion" and made.detached == 0.0:
        found.append(f"{key}: none of the anchored ligands is taken to come off; lipid anchors leave for albumin and cells, and by how much was not found.")
    return tuple(found)


def _of_method(step: Step, surface: Surface) -> Assumption:
    reason = f"not stated in the record; {surface.title} is usually put on so"
    return Assumption(key=f"{step_key(step)}: method", name="method", meaning="how the ligand is put on", value=surface.method, reason=reason)


def _unnamed(step: Step, reason: str) -> Assumption:
    return Assumption(
        key=f"{step_key(step)}: ligand", name="ligand", meaning="what is put on", value=UNNAMED, reason=f"{reason} in the record; it is called '{UNNAMED}'"
    )
