"""Vesicles fused with liposomes: what becomes a hybrid, what stays as it was, and how thin the vesicle's own things are spread."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Spread, lognormal, option, param, uniform
from exoforge.base.trace import digest
from exoforge.cargo.substances import substance_of
from exoforge.laws.distributions import lognormal_shares
from exoforge.laws.resizing import drawn_in, fused_diameter, placed
from exoforge.laws.surface import outer_area
from exoforge.laws.vesicle import phospholipid_amount, shell_density
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, entry_of, hinge, is_stated, retold, without
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

    Liposomes are bilayers, so that lumens, cargo and area count them, but no product: they are marked as what did not come from the cells.
    Instruments count them as particles.

    Ligands that were on the vesicles are spread over the area of all bilayers after: one density for all, as the stream has it.

    Assumes
    -------
    One vesicle with one liposome and no further rounds; no fusion among vesicles or among liposomes, which freeze and thaw also cause;
    liposomes of one log-normal population, with no protein; particles of all kinds lost alike. The priors of how many fuse are choices.

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
        leaf: Any = step.settings.get("cargo", Missing())
        named = str(leaf.value) if isinstance(leaf, Stated) else "cargo"
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
        known = substance_of(named) if isinstance(leaf, Stated) else None
        if known is not None and known.molar_mass is not None and not is_stated(step, "molar_mass"):
            mass = known.molar_mass
            hinged = retold(hinged, "molar_mass", mass.value, uniform(mass.low, mass.high), reason=f"that of {known.label}", cite=mass.cite, status=mass.status)
        hinged = dataclasses.replace(hinged, operation=dataclasses.replace(hinged.operation, cargo=named))
        return hinged if hinged.operation.cargo_mass > 0 else without(hinged, step, ("molar_mass", "cargo_mass"))

    def treat(self, feed: Suspension) -> Split:
        """Hybrids, unfused vesicles and unfused liposomes; the leaked cargo is dissolved beside them.

        Raises
        ------
        SettingError
            The liposomes are of a size that the suspension has no bins for.
        """
        edges, centres = feed.grid.edges, feed.grid.diameter
        if not edges[0] <= self.liposome_diameter <= edges[-1]:
            raise SettingError(
                f"The liposomes are {self.liposome_diameter * 1e9:.4g} nm; the particles followed here are {edges[0] * 1e9:.3g} to {edges[-1] * 1e9:.3g} nm."
            )
        vesicles = bilayers_by_diameter(feed)
        offered = self.liposomes_per_vesicle * float(vesicles.sum())
        shares = lognormal_shares(edges, median=self.liposome_diameter, gsd=self.liposome_width)
        pairs = min(self.fused * float(vesicles.sum()), offered)
        from_vesicles = pairs / float(vesicles.sum()) if pairs > 0 else 0.0
        from_liposomes = pairs / offered if pairs > 0 else 0.0
        rows = _rows(feed, shares, from_vesicles, centres)
        return _handed_out(self, feed, offered * shares, from_vesicles, from_liposomes, rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """Hybrids of one origin: their kind, and how many of each size."""

    species: Species
    number: Array


def _rows(feed: Suspension, shares: Array, fused: float, centres: Array) -> list[_Row]:
    """Hybrids of the cells' vesicles, and apart from them those of vesicles that came with the medium."""
    found = []
    own, other = np.meshgrid(centres, centres, indexing="ij")
    diameter = fused_diameter(own, other)
    fits = np.minimum(1.0, centres[-1] / diameter) ** 2  # beyond the last bin the area is kept and the number is not
    for from_medium in dict.fromkeys(one.from_medium for one in feed.species if one.is_vesicle):
        met, protein = np.zeros_like(own), np.zeros_like(own)
        for row, one in zip(feed.number, feed.species, strict=True):
            if one.is_vesicle and one.from_medium == from_medium:
                met += np.multiply.outer(row * fused, shares)
                protein += np.multiply.outer(row * fused * one.protein, shares)
        number, carried = placed(diameter, met, centres), placed(diameter, protein * fits, centres)
        kind = _kind(HYBRID, centres, np.where(number > 0, carried / np.where(number > 0, number, 1.0), 0.0), from_medium=from_medium)
        found.append(_Row(species=kind, number=number))
    return found


def _kind(name: str, centres: Array, protein: Array, *, from_medium: bool) -> Species:
    density = shell_density(centres, membrane_density=MEMBRANE_DENSITY) if name == LIPOSOME else shell_density(centres)
    return Species(
        name=name, density=density, density_medium="pbs", refractive_index=REFRACTIVE_INDEX, protein=protein, is_vesicle=True, from_medium=from_medium
    )


def _handed_out(step: LiposomeHybrid, feed: Suspension, liposomes: Array, from_vesicles: float, from_liposomes: float, rows: list[_Row]) -> Split:
    """The bookkeeping: who fused, who stayed, what leaked, what was lost."""
    centres, kept = feed.grid.diameter, 1.0 - step.vesicle_loss
    bilayer = np.array([one.is_vesicle for one in feed.species], dtype=np.float64)[:, np.newaxis]
    species = (*feed.species, _kind(LIPOSOME, centres, np.zeros_like(centres), from_medium=True), *(row.species for row in rows))
    here = len(feed.species)
    before, gone, made, hybrids = (np.zeros((len(species), centres.size)) for _ in range(4))
    before[:here] = feed.number
    made[here] = liposomes
    gone[:here] = feed.number * bilayer * from_vesicles
    gone[here] = liposomes * from_liposomes
    for place, row in enumerate(rows):
        hybrids[here + 1 + place] = row.number
    after = np.maximum(before + made - gone, 0.0) + hybrids
    lost = after * step.vesicle_loss
    entry = entry_of(step, inputs=(digest(feed.number),))
    trace = feed.trace + dataclasses.replace(entry, settings={**entry.settings, "cargo": step.cargo})
    area = outer_area(centres)
    spread_over = float((after * np.array([one.is_vesicle for one in species])[:, np.newaxis]).sum(axis=0) @ area)
    own_area = float(bilayers_by_diameter(feed) @ area)
    thinner = own_area / spread_over if spread_over > 0 else 1.0
    cargo, leaked, astray = _cargo(step, feed, after, species, from_vesicles, from_liposomes)
    product = dataclasses.replace(
        feed,
        species=species,
        number=after - lost,
        cargo={name: dataclasses.replace(one, mass=one.mass * kept) for name, one in cargo.items()},
        ligands={name: density * thinner for name, density in feed.ligands.items()},
        solutes={**feed.solutes, **{name: feed.solutes.get(name, 0.0) + mass for name, mass in leaked.items() if mass > 0}},
        trace=trace,
    )
    figures = _figures(feed, liposomes, from_vesicles, from_liposomes, rows) | {lost_cargo_name(name): mass for name, mass in astray.items()}
    losses = {"fusion": gone, "handling": lost}
    return Split(product=product, losses=losses, made={"liposomes": made, "fusion": hybrids}, figures=figures)


def _cargo(
    step: LiposomeHybrid, feed: Suspension, after: Array, species: tuple[Species, ...], from_vesicles: float, from_liposomes: float
) -> tuple[dict[str, Cargo], dict[str, float], dict[str, float]]:
    """Cargo aboard before any is lost, cargo leaked, and cargo lost with particles [kg].

    What vesicles and liposomes of a feed hold is shared out over the number that fused, as if all held alike.
    """
    aboard = {name: one.mass * (1.0 - from_vesicles * step.leakage) for name, one in feed.cargo.items()}
    leaked = {name: one.mass * from_vesicles * step.leakage for name, one in feed.cargo.items()}
    total = float(after[[one.is_vesicle for one in species]].sum())
    holders = dict.fromkeys(feed.cargo, 0.0)
    for name, one in feed.cargo.items():
        holders[name] = one.carriers * float(bilayers_by_diameter(feed).sum()) / total if total > 0 else one.carriers
    if step.cargo_mass > 0:
        aboard[step.cargo] = aboard.get(step.cargo, 0.0) + step.cargo_mass * (1.0 - from_liposomes * step.leakage)
        leaked[step.cargo] = leaked.get(step.cargo, 0.0) + step.cargo_mass * from_liposomes * step.leakage
        bearing = [one.name in (LIPOSOME, HYBRID) for one in species]
        holders[step.cargo] = max(holders.get(step.cargo, 0.0), float(after[bearing].sum()) / total if total > 0 else 1.0)
    molar = {name: one.molar_mass for name, one in feed.cargo.items()} | ({step.cargo: step.molar_mass or None} if step.cargo_mass > 0 else {})
    cargo = {name: Cargo(mass=mass, molar_mass=molar[name], carriers=min(holders[name], 1.0)) for name, mass in aboard.items()}
    return cargo, leaked, {name: mass * step.vesicle_loss for name, mass in aboard.items()}


def _figures(feed: Suspension, liposomes: Array, from_vesicles: float, from_liposomes: float, rows: list[_Row]) -> dict[str, float]:
    centres = feed.grid.diameter
    vesicles, hybrids = bilayers_by_diameter(feed), np.sum([row.number for row in rows], axis=0) if rows else np.zeros_like(centres)
    lipid = float(liposomes @ phospholipid_amount(centres))
    figures = {
        "vesicles fused": from_vesicles * float(vesicles.sum()),
        "share of vesicles fused": from_vesicles,
        "share of liposomes fused": from_liposomes,
        "liposome lipid in hybrids [mol]": lipid * from_liposomes,
        "liposome lipid beside them [mol]": lipid * (1.0 - from_liposomes),
    }
    if hybrids.sum() >= 1.0:
        area = outer_area(centres)
        whole, own = float(hybrids @ area), float(vesicles @ area) * from_vesicles
        figures["vesicle membrane in a hybrid"] = own / whole
        figures["mean diameter of vesicles [nm]"] = float(vesicles @ centres) / float(vesicles.sum()) * 1e9
        figures["mean diameter of hybrids [nm]"] = float(hybrids @ centres) / float(hybrids.sum()) * 1e9
        new = drawn_in(centres[:, np.newaxis], centres[np.newaxis, :])
        figures["lumen that neither brought"] = float(vesicles @ new @ liposomes / (vesicles.sum() * liposomes.sum()))
    return figures
