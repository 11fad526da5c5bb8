"""Driving vesicles out of solution with a polymer and collecting the flocs at low speed."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, param, spread_of_interval, uniform
from exoforge.base.trace import digest
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.laws import precipitation, water
from exoforge.laws.constants import BOLTZMANN
from exoforge.laws.sedimentation import sedimentation_coefficient
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Operation, Separation, Split, entry_of, hinge, stated_quantity, step_key, without
from exoforge.stages.isolate.parting import portion, yields
from exoforge.streams.amounts import is_protein
from exoforge.streams.suspension import Suspension

POLYMER = "polyethylene-glycol"
"""The solute that the operation adds, in the product and in the supernatant."""

PER_PERCENT = 1e3
"""[kg/m3] per unit share: a strength in plain percent is one by weight and volume, as the field states it."""

SOLUBILITY: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "albumin": (math.log(2000.0), 0.023),
        "bsa": (math.log(2000.0), 0.023),
        "transferrin": (math.log(1000.0), 0.030),
        "igg": (math.log(300.0), 0.046),
        "fibrinogen": (math.log(50.0), 0.115),
    }
)
"""Cohn's intercept, the logarithm of kg/m3, and slope [m3/kg] at neutral pH and PEG 6000, recalled as to order: fibrinogen comes down at
4 %, immunoglobulin between 8 and 15 %, albumin above 20 %."""

OTHER_PROTEIN = (math.log(1000.0), 0.035)
"""A choice for every other protein: between albumin and immunoglobulin."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Precipitation(Separation):
    """Polyethylene glycol drives particles together, a low-speed spin collects the flocs, and buffer takes them up again.

    The polymer cannot enter a layer around each particle; where two layers overlap, ``U = Pi (2 pi / 3) delta^2 (3 R + 2 delta)`` holds
    the two together. A floc holds a particle with ``E = cohesion U / k_B T - repulsion``, beside flocs of its own kind a volume share
    ``s = d / (24 delta) exp(-E)`` stays dispersed, and in flocs of all kinds together ``F / (F + s)`` of each is bound.
    Proteins follow Cohn's ``ln S = alpha - beta c``, and a share is taken along by the flocs. The spin collects
    ``1 - exp(-s a t / h)`` of the flocs. Liquid stays on the pellet with all that is in it, polymer too.

    `pellet_recovery` is empirical and no physics: the share of the collected particles that comes back as single particles.

    Returns
    -------
    product : the pellet in buffer, with the polymer that stayed as the solute ``polyethylene-glycol``. reject ``supernatant``, with the
        rest of the polymer. loss ``resuspension``.

    Assumes
    -------
    The flocs are at equilibrium: the wait is long enough, and no floc is too small to be one. Particles differ by size alone: charge,
    salt and what coats them are inside `cohesion` and `repulsion`, which were chosen such that 75 g/L take down LDL and leave HDL.
    In undiluted serum the HDL that comes along above 75 g/L is overestimated. No polymer is bound in the flocs, no protein is harmed.

    References
    ----------
    borger2020, warnick1985, warnick1979, lewis1988, heyward_influenza, peg_influenza, robinson1989, atha1981, juckes1971, asakura1954,
    devanand1991, pmc10058361
    """

    kind: ClassVar[str] = "precipitation"
    title: ClassVar[str] = "polymer precipitation"
    cites: ClassVar[tuple[str, ...]] = (
        *("borger2020", "warnick1985", "warnick1979", "lewis1988", "heyward_influenza", "peg_influenza", "robinson1989"),
        *("atha1981", "juckes1971", "asakura1954", "devanand1991", "pmc10058361"),
    )

    polymer: float = param(
        "kg/m3",
        "polyethylene glycol in the mix; 10 % by weight and volume",
        low=0.0,
        high=400.0,
        usual=100.0,
        spread=uniform(80.0, 120.0),
        cite="borger2020",
        status="read",
    )
    polymer_molar_mass: float = param("kg/mol", "of the polymer", low=0.4, high=40.0, usual=6.0, cite="borger2020", status="read")
    stock: float = param("kg/m3", "polymer in the solution that is added", low=1.0, high=600.0, usual=500.0)
    temperature: float = param(
        "K", "of the mix and of the spin; 4 degrees", low=273.15, high=323.15, usual=277.15, spread=uniform(275.15, 295.15), cite="borger2020", status="read"
    )
    cohesion: float = param(
        "",
        "how many ideal contacts hold a particle in a floc; chosen so that 75 g/L take down LDL and leave HDL",
        low=0.0,
        high=12.0,
        usual=2.0,
        spread=lognormal(1.2),
        cite="warnick1985",
    )
    repulsion: float = param(
        "",
        "thermal energies by which charge and hydration loosen that hold; chosen with the cohesion",
        low=0.0,
        high=50.0,
        usual=6.0,
        spread=uniform(4.0, 8.0),
        cite="warnick1985",
    )
    solubility_factor: float = param(
        "", "how many times more soluble every protein is than the recalled lines say", low=1e-3, high=1e3, usual=1.0, spread=lognormal(3.0)
    )
    co_precipitation: float = param(
        "",
        "share of each dissolved protein that complete flocs take along, whether or not it would precipitate alone",
        low=0.0,
        high=1.0,
        usual=0.005,
        spread=lognormal(3.0),
        cite="robinson1989",
    )
    acceleration: float = param(
        "m/s2", "of the spin that collects the flocs; 1500 x g", low=0.0, high=2e5, usual=1500.0 * STANDARD_GRAVITY, cite="borger2020", status="read"
    )
    duration: float = param("s", "of that spin; 30 min", low=0.0, high=86400.0, usual=1800.0, cite="borger2020", status="read")
    floc_diameter: float = param("m", "of a middling floc", low=1e-7, high=1e-3, usual=10e-6, spread=lognormal(1.6))
    floc_excess_density: float = param("kg/m3", "of a floc above the polymer solution", low=0.1, high=300.0, usual=20.0, spread=lognormal(1.5))
    thickening: float = param(
        "m3/kg",
        "logarithm of the viscosity over that of water, per polymer; 10 % of PEG 6000 is about 4.5 times as viscous",
        low=0.0,
        high=0.1,
        usual=0.015,
        spread=lognormal(1.2),
        status="recalled",
    )
    path: float = param("m", "that a floc has to travel in the tube", low=1e-3, high=0.5, usual=0.05, spread=lognormal(1.4))
    pellet_recovery: float = param(
        "",
        "empirical: share of the collected particles that comes back when the pellet is resuspended; 90 % and more were read",
        low=0.0,
        high=1.0,
        usual=0.92,
        spread=uniform(0.8, 1.0),
        cite="pmc10058361",
    )
    residual_share: float = param("", "share of the liquid that stays on the pellet", low=0.0, high=0.9, usual=0.005, spread=uniform(0.001, 0.02))
    resuspension_share: float = param("", "PBS added to the pellet over the volume of the feed", low=0.0, high=10.0, usual=0.03, spread=lognormal(1.5))
    resuspension_volume: float = param("m3", "PBS added to the pellet; 0 where the share sets it", low=0.0, high=10.0, usual=0.0)

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        if self.stock <= self.polymer:
            raise SettingError(
                f"Precipitation.stock is {self.stock:g} kg/m3; it must be stronger than the {self.polymer:g} kg/m3 of the mix, because it dilutes the sample."
            )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As the declarations say; a strength in plain percent is taken by weight and volume, and told.

        The buffer for the pellet may be stated as a volume or as a share of the feed.

        Raises
        ------
        SettingError
            Both are stated: the feed decides whether they agree.
        """
        share, volume = (isinstance(step.settings.get(name), Stated) for name in ("resuspension_share", "resuspension_volume"))
        if share and volume:
            raise SettingError(f"{step_key(step)}: 'resuspension_share' and 'resuspension_volume' are both stated; leave out one.")
        return without(cls._hinged(step), step, ("resuspension_share" if volume else "resuspension_volume",))

    @classmethod
    def _hinged(cls, step: Step) -> Hinged:
        leaf = step.settings.get("polymer")
        found = stated_quantity(step, "polymer") if isinstance(leaf, Stated) else None
        if found is None or found.unit.strip() != "%":
            return hinge(cls, step)
        share = stated_quantity(step, "polymer", "")
        if share is None:
            return hinge(cls, step)
        hinged = hinge(cls, step, stated={"polymer": share.value * PER_PERCENT})
        told = (f"'polymer' is stated as {found.value:g} %; it is taken by weight and volume, {share.value * PER_PERCENT:g} kg/m3.",)
        spreads = dict(hinged.spreads)
        if share.low is not None and share.high is not None:
            spreads["polymer"] = spread_of_interval(share.low * PER_PERCENT, share.high * PER_PERCENT)
        return dataclasses.replace(hinged, spreads=spreads, notices=(*hinged.notices, *told))

    def separate(self, feed: Suspension) -> Split:
        """Pellet in buffer, supernatant and what does not come back; their sum is the feed, and the polymer in both what was added.

        Raises
        ------
        SettingError
            The feed has no liquid.
        """
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        strength, volume = self._mixed(feed)
        flocs, whole = self._in_flocs(feed, strength, volume)
        down = self._spun_down(strength)
        residue = self.residual_share
        pellet = feed.number * (flocs * down)
        back = pellet * self.pellet_recovery
        left = feed.number - pellet
        liquid = volume * residue
        kept = {name: self._pelleted(name, mass / volume, strength, whole) * down for name, mass in feed.solutes.items()}
        on_pellet = {name: share + (1.0 - share) * residue for name, share in kept.items()}
        taken_off = {name: 1.0 - share for name, share in on_pellet.items()}
        buffer = self.resuspension_volume or feed.volume * self.resuspension_share
        medium = "pbs" if buffer > liquid else None
        product = portion(feed, number=back + left * residue, volume=liquid + buffer, solutes=on_pellet, trace=trace, medium=medium)
        supernatant = portion(feed, number=left * (1.0 - residue), volume=volume - liquid, solutes=taken_off, trace=trace)
        losses = {"resuspension": pellet - back}
        figures = {
            "polymer in the mix [kg/m3]": strength,
            "collected share of the flocs": down,
            **_of_vesicles("precipitated share of vesicles", feed, flocs),
            **yields(feed, product, losses),
        }
        added = max(strength * volume - feed.solutes.get(POLYMER, 0.0), 0.0)
        product, supernatant = _with_polymer(product, added * residue), _with_polymer(supernatant, added * (1.0 - residue))
        figures["polymer in the product [kg]"] = product.solutes[POLYMER]
        if product.volume > 0:
            figures["strength of the polymer in the product [kg/m3]"] = product.solutes[POLYMER] / product.volume
        return Split(product=product, rejects={"supernatant": supernatant}, losses=losses, figures=figures)

    def _mixed(self, feed: Suspension) -> tuple[float, float]:
        """Polymer [kg/m3] and volume [m3] once the stock is added; a feed that already holds more polymer stays as it is."""
        if feed.volume <= 0.0:
            raise SettingError("Precipitation needs a feed with liquid; found a volume of 0 m3. State what the vesicles are suspended in.")
        held = feed.solutes.get(POLYMER, 0.0) / feed.volume
        if held >= self.polymer:
            return held, feed.volume
        return self.polymer, feed.volume * (self.stock - held) / (self.stock - self.polymer)

    def _in_flocs(self, feed: Suspension, strength: float, volume: float) -> tuple[NDArray[np.float64], float]:
        """(n_size,) share of the particles in flocs by size, and that of their volume."""
        diameter = feed.grid.diameter
        layer = float(precipitation.coil_radius(self.polymer_molar_mass))
        pressure = precipitation.polymer_pressure(polymer=strength, molar_mass=self.polymer_molar_mass, temperature=self.temperature)
        contact = -precipitation.depletion_energy(diameter=diameter, pressure=pressure, layer=layer) / (BOLTZMANN * self.temperature)
        stays = precipitation.floc_solubility(diameter=diameter, attraction=self.cohesion * contact - self.repulsion, layer=layer)
        dispersed = feed.number.sum(axis=0) * (np.pi / 6.0 * diameter**3 / volume)
        share = precipitation.flocculated(dispersed=dispersed, solubility=stays)
        total = float(dispersed.sum())
        return share, float(dispersed @ share) / total if total > 0 else 0.0

    def _spun_down(self, strength: float) -> float:
        thick = water.viscosity(self.temperature) * math.exp(self.thickening * strength)
        s = sedimentation_coefficient(diameter=self.floc_diameter, density=1000.0 + self.floc_excess_density, medium_density=1000.0, viscosity=thick)
        return float(precipitation.spun_down(sedimentation=s, acceleration=self.acceleration, time=self.duration, path=self.path))

    def _pelleted(self, name: str, concentration: float, strength: float, whole: float) -> float:
        """Share of a solute that is in the flocs or is precipitate of its own; what is no protein stays dissolved."""
        if not is_protein(name):
            return 0.0
        intercept, slope = SOLUBILITY.get(name.casefold(), OTHER_PROTEIN)
        soluble = self.solubility_factor * precipitation.cohn_solubility(polymer=strength, intercept=intercept, slope=slope)
        alone = float(precipitation.precipitated_share(concentration=concentration, solubility=soluble))
        return alone + (1.0 - alone) * self.co_precipitation * whole


def _with_polymer(part: Suspension, mass: float) -> Suspension:
    return dataclasses.replace(part, solutes={**part.solutes, POLYMER: part.solutes.get(POLYMER, 0.0) + mass})


def _of_vesicles(name: str, feed: Suspension, share: NDArray[np.float64]) -> dict[str, float]:
    """The share of the feed's vesicles that a share by size is, as a figure; none where there is no vesicle."""
    vesicle = feed.number[[one.is_vesicle for one in feed.species]].sum(axis=0)
    whole = float(vesicle.sum())
    return {name: float(vesicle @ share) / whole} if whole > 0 else {}
