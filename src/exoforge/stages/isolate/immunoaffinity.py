"""Catching vesicles that bear a marker on beads with an antibody to it, and letting them go again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.base.trace import digest
from exoforge.laws import binding, water
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.sedimentation import diffusion_coefficient
from exoforge.stages.contract import Separation, Split, entry_of
from exoforge.stages.isolate.parting import portion, yields
from exoforge.streams.amounts import is_protein
from exoforge.streams.suspension import Species, Suspension

COUNTED_AT = 100e-9
"""[m] diameter of the vesicle whose copies `copies` states."""

SMALLEST_SURFACE = 1e-9
"""Stands for no bare surface, so that demand for it stays a number; what it can take is nothing."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Immunoaffinity(Separation):
    """Beads with an antibody bind the vesicles that bear its antigen; they are washed, and low pH lets the vesicles go.

    A vesicle of diameter `d` has ``lambda = copies (d / 100 nm)^2`` copies, scattered at random, so that ``1 - exp(-lambda)`` of its size
    bear any. A bearer meets beads at ``4 pi D R_b n_b`` and binds at ``k_on`` times the sites and its copies; both in series are its
    rate `k`, and small vesicles, which diffuse faster, meet beads sooner. At equilibrium a share `b` is bound, by the sites and ``K_d``
    over the copies. The surface fills as vesicles bind, which slows all sizes alike: ``b (1 - exp(-k tau / b))`` is bound, `tau` the
    time it would have taken on empty beads.

    Of everything else, particles stick now and then to what surface is bare, until that is full; a film of protein is adsorbed; and
    some liquid stays among the beads.

    Returns
    -------
    product : the eluate in buffer. rejects ``unbound`` and ``beads``, these with what elution left on them. loss ``damage``.

    Assumes
    -------
    Vesicles of the medium list no markers, though they have tetraspanins too: they are given `medium_copies` times those of the cells'
    (0 where the antibody does not know them: bovine vesicles and an antibody to the human protein, or CD81 on those of platelets).
    A vesicle of the cells that does not list the marker has none. One bond holds as long as the antibody's; more bonds only weaken
    dissociation in proportion, so that binding is rather underestimated. Free antigen takes no sites. Beads stay afloat.

    References
    ----------
    smoluchowski1917, koliha2016, secretome2024, pmc10058361
    """

    kind: ClassVar[str] = "immunoaffinity"
    title: ClassVar[str] = "immunoaffinity capture"
    cites: ClassVar[tuple[str, ...]] = ("smoluchowski1917", "koliha2016", "secretome2024", "pmc10058361")

    marker: str = option(
        "the antigen of the antibody; CD81 is on vesicles of stromal cells and not on those of platelets",
        ("cd81", "cd63", "cd9"),
        usual="cd81",
        cite="koliha2016",
    )
    copies: float = param("", "mean copies of the marker on a vesicle of 100 nm", low=0.0, high=1e4, usual=1.5, spread=lognormal(2.5))
    medium_copies: float = param(
        "", "copies on vesicles that came with the medium, over those on the cells' own", low=0.0, high=100.0, usual=1.0, spread=uniform(0.0, 2.0)
    )
    beads: float = param("1/m3", "beads per volume of the feed; 1e8 per mL", low=0.0, high=1e18, usual=1e14, spread=lognormal(1.5))
    bead_diameter: float = param("m", "of a bead", low=1e-7, high=1e-3, usual=2.8e-6, status="recalled")
    site_density: float = param("1/m2", "antibody that can bind, per surface of the beads", low=0.0, high=1e17, usual=5e15, spread=lognormal(2.0))
    association_rate: float = param(
        "m3/mol/s", "of a site and one copy; 1e5 per molar and second", low=1e-3, high=1e7, usual=100.0, spread=lognormal(3.0), status="recalled"
    )
    dissociation_rate: float = param("1/s", "of one bond", low=0.0, high=10.0, usual=1e-4, spread=lognormal(3.0), status="recalled")
    duration: float = param("s", "of the capture", low=0.0, high=30 * 86400.0, usual=3600.0)
    temperature: float = param("K", "of the capture", low=273.15, high=333.15, usual=293.15, spread=uniform(277.15, 298.15))
    sticking: float = param(
        "", "share of the encounters with bare surface at which a particle without the marker sticks", low=0.0, high=1.0, usual=1e-3, spread=lognormal(3.0)
    )
    bare_surface: float = param(
        "",
        "share of the beads' surface where particles without the marker can stick and stay through the washes",
        low=0.0,
        high=1.0,
        usual=0.01,
        spread=lognormal(3.0),
    )
    protein_film: float = param(
        "kg/m2", "protein that stays on the blocked and washed surface; 0.1 mg/m2", low=0.0, high=1e-4, usual=1e-7, spread=lognormal(3.0)
    )
    residual_share: float = param(
        "", "share of the feed's liquid that is still among the beads after the washes", low=0.0, high=0.9, usual=1e-4, spread=lognormal(3.0)
    )
    elution: float = param("", "share of what is bound that low pH takes off", low=0.0, high=1.0, usual=0.8, spread=uniform(0.5, 0.95))
    damage: float = param("", "share of the eluted vesicles that low pH breaks or clumps", low=0.0, high=1.0, usual=0.1, spread=uniform(0.0, 0.3))
    elution_volume: float = param("m3", "buffer for the elution, neutralised; 0.5 mL", low=0.0, high=1.0, usual=5e-7, spread=lognormal(2.0))
    hold_up: float = param("", "share of the eluate that stays among the beads", low=0.0, high=0.9, usual=0.05, spread=uniform(0.02, 0.1))

    def separate(self, feed: Suspension) -> Split:
        """Eluate, what did not bind, what stays on the beads and what elution breaks; their sum is the feed.

        Raises
        ------
        SettingError
            The feed has no liquid.
        """
        if feed.volume <= 0.0:
            raise SettingError("Immunoaffinity needs a feed with liquid; found a volume of 0 m3. State what the vesicles are suspended in.")
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        bearing, caught = self._caught(feed)
        bound = feed.number * caught
        free = feed.number - bound
        broken = bound * (self.elution * self.damage * np.array([[one.is_vesicle] for one in feed.species]))
        eluted = bound * self.elution - broken
        residue, kept = self.residual_share, 1.0 - self.hold_up
        liquid = feed.volume * residue + self.elution_volume
        film = self._film(feed)
        # Of a solute: what is dissolved among the washed beads, and what of the film comes off.
        loose = {name: (1.0 - film[name]) * residue + film[name] * self.elution for name in feed.solutes}
        stays = {name: film[name] * (1.0 - self.elution) + loose[name] * self.hold_up for name in feed.solutes}
        eluate = portion(
            feed,
            number=(eluted + free * residue) * kept,
            volume=liquid * kept,
            solutes={name: share * kept for name, share in loose.items()},
            trace=trace,
            medium="pbs" if self.elution_volume > feed.volume * residue else None,
        )
        beads = portion(
            feed,
            number=bound * (1.0 - self.elution) + (eluted + free * residue) * self.hold_up,
            volume=liquid * self.hold_up,
            solutes=stays,
            trace=trace,
            medium=eluate.medium,
        )
        unbound = portion(
            feed,
            number=free * (1.0 - residue),
            volume=feed.volume * (1.0 - residue),
            solutes={name: (1.0 - film[name]) * (1.0 - residue) for name in feed.solutes},
            trace=trace,
        )
        losses = {"damage": broken}
        figures = {**self._figures(feed, bearing, bound), **yields(feed, eluate, losses)}
        return Split(product=eluate, rejects={"unbound": unbound, "beads": beads}, losses=losses, figures=figures)

    def _caught(self, feed: Suspension) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(n_species, n_size) shares that bear the marker, and that are on the beads after the washes."""
        diameter = feed.grid.diameter
        diffusion = diffusion_coefficient(diameter=diameter, temperature=self.temperature, viscosity=water.viscosity(self.temperature))
        meets = binding.collision_rate(diffusion=diffusion, bead_radius=self.bead_diameter / 2.0, beads=self.beads)
        copies = np.array([[self._relative_copies(one)] for one in feed.species]) * (self.copies * (diameter / COUNTED_AT) ** 2)
        bearing, held = binding.bearing_share(copies), binding.copies_of_bearers(copies)
        area = self._bead_area(feed.volume)
        if area <= 0:
            return bearing, np.zeros_like(copies)
        room = binding.room_of_one(diameter) / area
        specific = self._specific(feed, bearing, held, meets, room)
        others = feed.number * (1.0 - specific)
        chance = self.sticking * meets
        # Sizes alone decide here, so that all species of one size are one.
        demand = others.sum(axis=0) * room / max(self.bare_surface, SMALLEST_SURFACE)
        tau = binding.time_on_a_filling_surface(demand=demand, rate=chance, time=self.duration)
        return bearing, specific + (1.0 - specific) * -np.expm1(-chance * tau)

    def _specific(
        self, feed: Suspension, bearing: NDArray[np.float64], held: NDArray[np.float64], meets: NDArray[np.float64], room: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """(n_species, n_size) share that the antibody holds."""
        if self.site_density <= 0 or not np.any(bearing):
            return np.zeros_like(bearing)
        bearers = feed.number * bearing
        sites = self.site_density * self._bead_area(feed.volume) / feed.volume / AVOGADRO
        most = self._at_equilibrium(bearers, held, sites, feed.volume)
        rate = binding.in_series(meets, self.association_rate * sites * held) / most
        tau = binding.time_on_a_filling_surface(demand=bearers * most * room, rate=rate, time=self.duration)
        return np.asarray(bearing * most * -np.expm1(-rate * tau), dtype=np.float64)

    def _relative_copies(self, species: Species) -> float:
        """Copies of the marker over those on the cells' vesicles of the same size."""
        if not species.is_vesicle:
            return 0.0
        if species.markers:
            return float(self.marker in species.markers)
        return self.medium_copies

    def _at_equilibrium(self, bearers: NDArray[np.float64], held: NDArray[np.float64], sites: float, volume: float) -> NDArray[np.float64]:
        """(n_species, n_size) share of the bearers that is bound in the end: ``S / (S + K_d / copies)``, `S` the sites that stay free."""
        constant = self.dissociation_rate / self.association_rate / held
        whole = float(bearers.sum())
        typical = float((bearers * constant).sum()) / whole if whole > 0 else 0.0
        taken = float(binding.bound_at_equilibrium(ligand=whole / volume / AVOGADRO, sites=sites, dissociation=typical))
        free = max(sites - taken, 1e-9 * sites)
        return np.asarray(free / (free + constant), dtype=np.float64)

    def _bead_area(self, volume: float) -> float:
        return self.beads * volume * math.pi * self.bead_diameter**2

    def _film(self, feed: Suspension) -> dict[str, float]:
        """Share of each solute in the film on the beads: of the proteins all alike, of other solutes none."""
        protein = sum(mass for name, mass in feed.solutes.items() if is_protein(name))
        share = float(binding.covered_share(capacity=self.protein_film * self._bead_area(feed.volume), offered=protein)) if protein > 0 else 0.0
        return {name: share if is_protein(name) else 0.0 for name in feed.solutes}

    def _figures(self, feed: Suspension, bearing: NDArray[np.float64], bound: NDArray[np.float64]) -> dict[str, Any]:
        own = np.array([one.is_vesicle and not one.from_medium for one in feed.species], dtype=bool)
        whole, area = float(feed.number[own].sum()), self._bead_area(feed.volume)
        figures = {"beads in all": self.beads * feed.volume}
        if area > 0:
            figures["filled share of the beads' surface"] = float((bound @ binding.room_of_one(feed.grid.diameter)).sum()) / area
        if whole > 0:
            figures["share of the cells' vesicles with the marker"] = float((feed.number * bearing)[own].sum()) / whole
            figures["bound share of the cells' vesicles"] = float(bound[own].sum()) / whole
        return figures
