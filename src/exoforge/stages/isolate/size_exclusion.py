"""Passing a suspension over a bed of porous beads and collecting a window of the eluate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, param, uniform
from exoforge.base.trace import digest
from exoforge.laws import water
from exoforge.laws.chromatography import collected_fraction, column_moments, distribution_coefficient, film_coefficient
from exoforge.laws.filtration import hindered_diffusion
from exoforge.laws.sedimentation import diffusion_coefficient
from exoforge.stages.contract import Operation, Separation, Split, entry_of
from exoforge.stages.isolate.parting import portion, yields
from exoforge.streams.suspension import Suspension

SOLUTE_DIAMETER: Mapping[str, float] = MappingProxyType({"albumin": 7.0e-9, "igg": 10.6e-9, "soluble-protein": 6.0e-9})
"""[m] hydrodynamic; albumin and immunoglobulin recalled, other soluble protein a choice."""

OTHER_SOLUTE = 1.0e-9
"""[m] A choice: any other solute is a small molecule."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class SizeExclusion(Separation):
    """Size exclusion chromatography: what the beads exclude leaves first, and a window of the eluate is the product.

    ``Kd = (1 - d / d_pore)^2``, 0 above the pore. Mean and variance of each size's peak are those of the general rate model
    without binding (dispersion along the bed, diffusion in the beads, film, length of the injection). Particles near the size of
    the pores diffuse so slowly in them that most never enter a bead: a share ``exp(-n)``, ``n = 2 stay^2 / variance``, leaves
    with the excluded ones, and the rest carries what is left of the moments. Both parts are gamma distributions, and the window
    catches its share of them. Volumes are counted from the start of the load.
    The load widens every peak by its own length and moves it by half of it, so an overload (customarily more than 5 % of the bed)
    is paid for by resolution; its share of the bed is among the figures.

    Returns
    -------
    product : what leaves within the window, in the running buffer. rejects ``before`` and ``after``. loss ``resin``.

    Assumes
    -------
    All that leaves after the window is washed out with `flush` bed volumes; the loss on the resin takes all particles alike.
    Lipoproteins larger than the pores leave with the vesicles. Runs are alike and their windows are pooled.
    No binding, no viscous fingering by a load more viscous than the buffer.

    References
    ----------
    kucera1965, wilson1966, giddings1955, pmc10058361
    """

    kind: ClassVar[str] = "size-exclusion"
    title: ClassVar[str] = "size exclusion chromatography"
    cites: ClassVar[tuple[str, ...]] = ("kucera1965", "wilson1966", "giddings1955", "pmc10058361")

    window_start: float = param("m3", "volume at which collection begins, per run", low=0.0, high=1.0, usual=3e-6, cite="qev", status="recalled")
    window_end: float = param("m3", "volume at which collection ends, per run", low=0.0, high=1.0, usual=5e-6, cite="qev", status="recalled")
    bed_volume: float = param("m3", "packed volume of the column", low=1e-8, high=1.0, usual=1e-5, cite="qev", status="recalled")
    bed_diameter: float = param("m", "inner diameter of the column", low=1e-3, high=2.0, usual=15e-3)
    runs: float = param("", "equal loads into which the feed is divided", low=1.0, high=1e4, usual=1.0)
    flow_rate: float = param("m3/s", "flow through the column; 1 mL/min", low=1e-11, high=1e-3, usual=1e-6 / 60.0, spread=lognormal(1.5))
    pore_diameter: float = param(
        "m", "of the beads, as they exclude particles", low=2e-9, high=1e-6, usual=70e-9, spread=lognormal(1.2), cite="qev", status="recalled"
    )
    bead_radius: float = param("m", "radius of a bead", low=1e-6, high=1e-3, usual=50e-6, spread=lognormal(1.3))
    bed_porosity: float = param(
        "", "volume between the beads, per volume of the bed", low=0.2, high=0.6, usual=0.38, spread=uniform(0.35, 0.42), status="recalled"
    )
    bead_porosity: float = param("", "volume within a bead that water fills", low=0.1, high=0.99, usual=0.9, spread=uniform(0.8, 0.96), status="recalled")
    dispersion: float = param("", "axial dispersion over interstitial velocity and bead diameter", low=0.1, high=100.0, usual=3.0, spread=lognormal(1.6))
    resin_loss: float = param(
        "",
        "share of the particles that stays on the resin; recoveries of 40 to 80 % were read",
        low=0.0,
        high=1.0,
        usual=0.25,
        spread=uniform(0.1, 0.5),
        cite="pmc10058361",
    )
    temperature: float = param("K", "of the run", low=273.15, high=333.15, usual=293.15, spread=uniform(277.15, 298.15))
    flush: float = param("", "bed volumes in all, after which nothing is left on the column", low=1.0, high=20.0, usual=2.0)

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        if self.window_end <= self.window_start:
            raise SettingError(f"SizeExclusion.window_end is {self.window_end:g} m3; it must lie beyond window_start at {self.window_start:g} m3.")
        if self.window_end > self.flush * self.bed_volume:
            raise SettingError(
                f"SizeExclusion.window_end is {self.window_end:g} m3, beyond the {self.flush * self.bed_volume:g} m3 with which the column is "
                "flushed; state a larger 'bed_volume' or 'flush'."
            )

    def separate(self, feed: Suspension) -> Split:
        """Window, what left before and after, and what the resin keeps; their sum is the feed."""
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        names = list(feed.solutes)
        diameter = np.concatenate([feed.grid.diameter, [SOLUTE_DIAMETER.get(name, OTHER_SOLUTE) for name in names]])
        before, within = self._caught(diameter, feed.volume / self.runs)
        size = feed.grid.diameter.size
        lost = feed.number * self.resin_loss
        eluted = feed.number - lost
        collected = self.window_end - self.window_start

        def fraction(share: NDArray[np.float64], volume: float) -> Suspension:
            solutes = dict(zip(names, share[size:].tolist(), strict=True))
            return portion(feed, number=eluted * share[:size], volume=volume * self.runs, solutes=solutes, trace=trace, medium="pbs")

        product = fraction(within, collected)
        # Two shares that are each rounded may sum to a little more than one; the rest is then none.
        rest = np.maximum(1.0 - before - within, 0.0)
        rejects = {"before": fraction(before, self.window_start), "after": fraction(rest, self.flush * self.bed_volume - self.window_end)}
        losses = {"resin": lost}
        figures = {"load over bed volume": feed.volume / self.runs / self.bed_volume, **yields(feed, product, losses)}
        return Split(product=product, rejects=rejects, losses=losses, figures=figures)

    def _caught(self, diameter: NDArray[np.float64], load: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(n,) shares that leave before and within the window."""
        bed = self._bed(diameter)
        pulse, spread = load / self.flow_rate, self.dispersion * bed["velocity"] * 2.0 * self.bead_radius
        mean, variance = column_moments(**bed, axial_dispersion=spread, injection_time=pulse)
        outside = bed | {"accessible_porosity": 0.0}
        mean_out, variance_out = column_moments(**outside, axial_dispersion=spread, injection_time=pulse)
        stay, transfer = column_moments(**bed, axial_dispersion=0.0)
        never = _never_enters(stay - bed["length"] / bed["velocity"], transfer)
        enters = np.where(never < 1.0, 1.0 - never, 1.0)
        # Mean and variance of those that enter, such that both kinds together have the exact moments.
        mean_in = mean_out + (mean - mean_out) / enters
        variance_in = (variance + mean**2 - never * (variance_out + mean_out**2)) / enters - mean_in**2
        variance_in = np.where(never < 1.0, variance_in, variance_out)
        ends = np.array([[self.window_start], [self.window_end]]) / self.flow_rate
        left = never * collected_fraction(start=0.0, end=ends, mean=mean_out, variance=variance_out)
        left = left + (1.0 - never) * collected_fraction(start=0.0, end=ends, mean=mean_in, variance=variance_in)
        return left[0], left[1] - left[0]

    def _bed(self, diameter: NDArray[np.float64]) -> dict[str, Any]:
        """The arguments of the column's moments that the load does not change."""
        area = math.pi / 4.0 * self.bed_diameter**2
        over = self.flow_rate / area
        free = diffusion_coefficient(diameter=diameter, temperature=self.temperature, viscosity=water.viscosity(self.temperature))
        # The hindrance law counts per cross-section of the pore, the rate model per accessible pore: hence the division by Kd.
        hindrance = hindered_diffusion(diameter / self.pore_diameter)
        open_ = hindrance > 0
        entering = np.where(open_, distribution_coefficient(diameter=diameter, pore_diameter=self.pore_diameter), 0.0)
        inside = free * np.where(open_, hindrance / np.where(open_, entering, 1.0), 1.0)
        film = film_coefficient(superficial_velocity=over, bead_diameter=2.0 * self.bead_radius, diffusion=free, bed_porosity=self.bed_porosity)
        return {
            "length": self.bed_volume / area,
            "velocity": over / self.bed_porosity,
            "phase_ratio": (1.0 - self.bed_porosity) / self.bed_porosity,
            "accessible_porosity": entering * self.bead_porosity,
            "bead_radius": self.bead_radius,
            "pore_diffusion": inside,
            "film_transfer": film,
        }


def _never_enters(stay: NDArray[np.float64], variance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share that passes the bed without entering a bead: ``exp(-n)`` with ``n = 2 stay^2 / variance`` entries on average.

    The number of entries is Poisson and each lasts an exponential time: then their sum has this mean and variance.

    Parameters
    ----------
    stay, variance : (n,) mean [s] and variance [s2] of the time that the slow exchange with the beads adds.
    """
    slow = variance > 0
    return np.where(slow, np.exp(-2.0 * stay**2 / np.where(slow, variance, 1.0)), 1.0)
