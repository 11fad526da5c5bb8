"""Vesicles fused with liposomes: what becomes a hybrid, what stays as it was, and how thin the vesicle's own things are spread."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Spread, lognormal, option, param, uniform
from exoforge.base.trace import digest
from exoforge.cargo.substances import substance_of
from exoforge.laws.distributions import lognormal_shares
from exoforge.laws.resizing import Crossed, fused_across
from exoforge.laws.surface import outer_area
from exoforge.laws.vesicle import phospholipid_amount, shell_density
from exoforge.record.settings import stated_text
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, entry_of, hinge, is_stated, retold, without
from exoforge.stages.engineer.adding import together
from exoforge.streams.amounts import bilayers_by_diameter, lost_cargo_name
from exoforge.streams.suspension import Cargo, Species, Suspension

Array = NDArray[np.float64]

LIPOSOME, HYBRID = "liposome", "hybrid-vesicle"
"""How the vocabulary calls them."""
REFRACTIVE_INDEX = 1.37
"""Of a liposome and of a hybrid, at 488 nm; a choice, a little below that of a vesicle with its proteins."""
MEMBRANE_DENSITY = 1020.0
"""[kg/m3] of a lipid bilayer without proteins; a choice."""
USUAL_FUSED: Mapping[str, tuple[float, Spread]] = {
    "freeze-thaw": (0.3, uniform(0.05, 0.7)),
    "extrusion": (0.5, uniform(0.1, 0.9)),
    "incubation": (0.1, uniform(0.01, 0.4)),
    "peg-fusion": (0.3, uniform(0.05, 0.7)),
}
"""[1] Share of the vesicles that fuse, by method: priors. That each method fuses some was read or recalled, by how many was not."""
LEAK = {"freeze-thaw": 0.5, "extrusion": 0.5, "incubation": 0.1, "peg-fusion": 0.2}
"""[1] Share of the cargo that leaves those that fuse, by method: choices."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class LiposomeHybrid(Treatment):
    """Vesicles and liposomes in one tube; a share of the vesicles fuses, each with one liposome.

    ``F = min(fused N_v, N_l)`` pairs meet at random, by their numbers: ``d_h = (d_v^2 + d_l^2)^(1/2)``, so that the membrane area of both
    is kept. Vesicle protein goes with its vesicle. Of every size what went in is in hybrids, unfused vesicles, unfused liposomes, or
    lost with the handling. Cargo of those that fuse leaks by a share; the rest of it is in the hybrid.

    Liposomes of an earlier such step are among those that vesicles meet, not among the vesicles; hybrids of it are vesicles, which may fuse again.

    Liposomes are bilayers, so that lumens, cargo and area count them, but no product: they are marked as what did not come from the cells.
    Instruments count them as particles.

    Ligands that were on the vesicles are spread over the area of all bilayers after: one density for all, as the stream has it.

    Assumes
    -------
    One vesicle with one liposome and no further rounds; no fusion among vesicles or among liposomes, which freeze and thaw also cause;
    liposomes of one log-normal population, with no protein; particles of all kinds lost alike. What of a dissolved cargo is drawn into the
    larger lumens, at the most their share of the volume, is left out. The priors of how many fuse are choices.

    Figures
    -------
    Pairs fused, shares of vesicles and liposomes that fused; median sizes; vesicle membrane and protein per area in a hybrid over
    that of its vesicle; liposome lipid in hybrids and beside them [mol]; share of a hybrid's lumen that neither brought.

    References
    ----------
    sato2016, piffoux2018
    """

    stage: ClassVar[str] = "engineer"
    kind: ClassVar[str] = "liposome-hybridisation"
    title: ClassVar[str] = "Hybrids with liposomes"
    cites: ClassVar[tuple[str, ...]] = ("sato2016", "piffoux2018")

    method: str = option("how membranes are brought to fuse", tuple(USUAL_FUSED), usual="freeze-thaw")
    liposomes_per_vesicle: float = param("", "liposomes offered over vesicles, by number", low=0.0, high=1e4, usual=1.0, spread=lognormal(3.0))
    liposome_diameter: float = param("m", "median diameter of the liposomes", low=2.5e-8, high=1e-6, usual=1e-7, spread=lognormal(1.2))
    liposome_width: float = param("", "geometric standard deviation of their diameters", low=1.01, high=3.0, usual=1.3)
    fused: float = param("", "share of the vesicles that fuse with a liposome", low=0.0, high=1.0, usual=0.3, spread=uniform(0.05, 0.7))
    leakage: float = param("", "share of the cargo that leaves those that fuse", low=0.0, high=1.0, usual=0.5, spread=uniform(0.0, 1.0))
    cargo_mass: float = param("kg", "mass of cargo that the liposomes offered hold", low=0.0, high=1.0, usual=0.0)
    molar_mass: float = param("kg/mol", "mass of one mole of that cargo; 0 while nobody knows", low=0.0, high=1e6, usual=0.0)
    vesicle_loss: float = param("", "share of the particles lost in the handling", low=0.0, high=1.0, usual=0.2, spread=uniform(0.05, 0.5))
    cargo: str = "cargo"

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; the method brings its priors, and `cargo` names what the liposomes hold."""
        stated = stated_text(step, "cargo")
        hinged = hinge(cls, step, also_read=("cargo",))
        method = hinged.operation.method
        if not is_stated(step, "fused"):
            value, spread = USUAL_FUSED[method]
            hinged = retold(
                hinged, "fused", value, spread, reason=f"not stated in the record; a prior for '{method}', of which no share was read", status="choice"
            )
        if not is_stated(step, "leakage"):
            reason = f"not stated in the record; a prior for '{method}'"
            hinged = retold(hinged, "leakage", LEAK[method], uniform(0.0, 1.0), reason=reason, status="choice")
        known = substance_of(stated) if stated else None
        if known is not None and known.molar_mass is not None and not is_stated(step, "molar_mass"):
            mass = known.molar_mass
            hinged = retold(hinged, "molar_mass", mass.value, uniform(mass.low, mass.high), reason=f"that of {known.label}", cite=mass.cite, status=mass.status)
        hinged = dataclasses.replace(hinged, operation=dataclasses.replace(hinged.operation, cargo=stated or "cargo"))
        return hinged if hinged.operation.cargo_mass > 0 else without(hinged, step, ("molar_mass", "cargo_mass"))

    def treat(self, feed: Suspension) -> Split:
        """Hybrids, unfused vesicles and unfused liposomes; the leaked cargo is dissolved beside them.

        Raises
        ------
        SettingError
            The liposomes are of a size that the suspension has no bins for, or hold cargo and are none.
        """
        edges = feed.grid.edges
        if not edges[0] <= self.liposome_diameter <= edges[-1]:
            raise SettingError(
                f"The liposomes are {self.liposome_diameter * 1e9:.4g} nm; the particles followed here are {edges[0] * 1e9:.3g} to {edges[-1] * 1e9:.3g} nm."
            )
        if self.cargo_mass > 0 and self.liposomes_per_vesicle == 0:
            raise SettingError(f"No liposomes are offered, and yet they are said to hold {self.cargo_mass * 1e9:.3g} ug; state 'liposomes_per_vesicle'.")
        return _handed_out(self, feed, _met(self, feed))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Meeting:
    """Who was there and who fused.

    Parameters
    ----------
    vesicles : (n_size,) of all kinds but liposomes. offered, pool : (n_size,) liposomes of this step, and with those of an earlier one.
    of_vesicles, of_liposomes : [1] share of either that fuses. hybrids : what became of the vesicles of each origin, from the medium or not.
    """

    vesicles: Array
    offered: Array
    pool: Array
    of_vesicles: float
    of_liposomes: float
    hybrids: dict[bool, Crossed]


def _met(step: LiposomeHybrid, feed: Suspension) -> _Meeting:
    centres, nothing = feed.grid.diameter, np.zeros_like(feed.grid.diameter)
    rows = list(zip(feed.species, feed.number, strict=True))
    vesicles = sum((row for one, row in rows if one.is_vesicle and one.name != LIPOSOME), nothing)
    offered = step.liposomes_per_vesicle * float(vesicles.sum()) * lognormal_shares(feed.grid.edges, median=step.liposome_diameter, gsd=step.liposome_width)
    pool = sum((row for one, row in rows if one.name == LIPOSOME), offered)
    pairs = min(step.fused * float(vesicles.sum()), float(pool.sum()))
    of_vesicles = pairs / float(vesicles.sum()) if pairs > 0 else 0.0
    hybrids = {}
    for origin in dict.fromkeys(one.from_medium for one, _ in rows if one.is_vesicle and one.name != LIPOSOME) if pairs > 0 else ():
        fusing = [(one, row * of_vesicles) for one, row in rows if one.is_vesicle and one.name != LIPOSOME and one.from_medium == origin]
        number, protein = sum((row for _, row in fusing), nothing), sum((row * one.protein for one, row in fusing), nothing)
        hybrids[origin] = fused_across(number, pool, centres=centres, carried=protein)
    of_liposomes = pairs / float(pool.sum()) if pairs > 0 else 0.0
    return _Meeting(vesicles=vesicles, offered=offered, pool=pool, of_vesicles=of_vesicles, of_liposomes=of_liposomes, hybrids=hybrids)


def _kind(name: str, centres: Array, protein: Array, *, from_medium: bool) -> Species:
    density = shell_density(centres, membrane_density=MEMBRANE_DENSITY) if name == LIPOSOME else shell_density(centres)
    return Species(
        name=name, density=density, density_medium="pbs", refractive_index=REFRACTIVE_INDEX, protein=protein, is_vesicle=True, from_medium=from_medium
    )


def _hybrid(centres: Array, crossed: Crossed, *, from_medium: bool) -> Species:
    some = crossed.made > 0
    return _kind(HYBRID, centres, np.where(some, crossed.carried / np.where(some, crossed.made, 1.0), 0.0), from_medium=from_medium)


def _handed_out(step: LiposomeHybrid, feed: Suspension, met: _Meeting) -> Split:
    """The bookkeeping: who fused, who stayed, what leaked, what was lost."""
    centres, kept = feed.grid.diameter, 1.0 - step.vesicle_loss
    known = [place for place, one in enumerate(feed.species) if one.name == LIPOSOME]
    liposome = () if known else (_kind(LIPOSOME, centres, np.zeros_like(centres), from_medium=True),)
    species = (*feed.species, *liposome, *(_hybrid(centres, one, from_medium=origin) for origin, one in met.hybrids.items()))
    before, made, hybrids = (np.zeros((len(species), centres.size)) for _ in range(3))
    before[: len(feed.species)] = feed.number
    made[known[0] if known else len(feed.species)] = met.offered
    fusing = np.array([0.0 if not one.is_vesicle else met.of_liposomes if one.name == LIPOSOME else met.of_vesicles for one in species])
    gone = (before + made) * fusing[:, np.newaxis]
    for place, one in enumerate(met.hybrids.values(), start=len(species) - len(met.hybrids)):
        hybrids[place] = one.made
    after = np.maximum(before + made - gone, 0.0) + hybrids
    lost = after * step.vesicle_loss
    entry = entry_of(step, inputs=(digest(feed.number),))
    trace = feed.trace + dataclasses.replace(entry, settings={**entry.settings, "cargo": step.cargo})
    bilayers = after[[one.is_vesicle for one in species]].sum(axis=0)
    spread_over, own_area = float(bilayers @ outer_area(centres)), float(bilayers_by_diameter(feed) @ outer_area(centres))
    thinner = own_area / spread_over if spread_over > 0 else 1.0
    cargo, leaked = _cargo(step, feed, met, float(bilayers.sum()))
    product = dataclasses.replace(
        feed,
        species=species,
        number=after - lost,
        cargo={name: dataclasses.replace(one, mass=one.mass * kept) for name, one in cargo.items()},
        ligands={name: density * thinner for name, density in feed.ligands.items()},
        solutes={**feed.solutes, **{name: feed.solutes.get(name, 0.0) + mass for name, mass in leaked.items() if mass > 0}},
        trace=trace,
    )
    figures = _figures(centres, met) | {lost_cargo_name(name): one.mass * step.vesicle_loss for name, one in cargo.items()}
    return Split(product=product, losses={"fusion": gone, "handling": lost}, made={"liposomes": made, "fusion": hybrids}, figures=figures)


def _cargo(step: LiposomeHybrid, feed: Suspension, met: _Meeting, bilayers: float) -> tuple[dict[str, Cargo], dict[str, float]]:
    """Cargo aboard before any is lost, and cargo leaked [kg]; `bilayers` is the number of vesicles, liposomes and hybrids after.

    What vesicles and liposomes of a feed hold is shared out over the number that fused, as if all held alike.
    """
    there, earlier = float(bilayers_by_diameter(feed).sum()), float((met.pool - met.offered).sum())
    fused = (float(met.vesicles.sum()) * met.of_vesicles + earlier * met.of_liposomes) / there if there > 0 else 0.0
    thinner = there / bilayers if bilayers > 0 else 1.0
    cargo = {
        name: dataclasses.replace(one, mass=one.mass * (1.0 - fused * step.leakage), carriers=min(one.carriers * thinner, 1.0))
        for name, one in feed.cargo.items()
    }
    leaked = {name: one.mass * fused * step.leakage for name, one in feed.cargo.items()}
    liposomes = float(met.offered.sum())
    if step.cargo_mass > 0 and liposomes > 0:
        name, out = step.cargo, met.of_liposomes * step.leakage
        added = Cargo(mass=step.cargo_mass * (1.0 - out), molar_mass=step.molar_mass or None, carriers=min(liposomes / bilayers, 1.0))
        cargo[name] = together(cargo[name], added) if name in cargo else added
        leaked[name] = leaked.get(name, 0.0) + step.cargo_mass * out
    return cargo, leaked


def _figures(centres: Array, met: _Meeting) -> dict[str, float]:
    lipid, number = float(met.pool @ phospholipid_amount(centres)), float(met.vesicles.sum())
    figures = {
        "vesicles fused": met.of_vesicles * number,
        "share of vesicles fused": met.of_vesicles,
        "share of liposomes fused": met.of_liposomes,
        "liposome lipid in hybrids [mol]": lipid * met.of_liposomes,
        "liposome lipid beside them [mol]": lipid * (1.0 - met.of_liposomes),
    }
    hybrids = sum((one.made for one in met.hybrids.values()), np.zeros_like(centres))
    if hybrids.sum() >= 1.0:
        area = outer_area(centres)
        figures["vesicle membrane in a hybrid"] = float(met.vesicles @ area) * met.of_vesicles / float(hybrids @ area)
        figures["mean diameter of vesicles [nm]"] = float(met.vesicles @ centres) / number * 1e9
        figures["mean diameter of hybrids [nm]"] = float(hybrids @ centres) / float(hybrids.sum()) * 1e9
        drawn = sum(one.drawn_in * float(one.made.sum()) for one in met.hybrids.values())
        figures["lumen that neither brought"] = drawn / float(hybrids.sum())
    return figures
