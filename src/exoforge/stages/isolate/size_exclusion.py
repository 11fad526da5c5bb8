"""Passing a suspension over a bed of porous beads and collecting a window of the eluate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.base.trace import digest
from exoforge.laws import water
from exoforge.laws.chromatography import distribution_coefficient, eluted_share, film_coefficient
from exoforge.laws.filtration import hindered_diffusion
from exoforge.laws.resins import resin, resins
from exoforge.laws.sedimentation import diffusion_coefficient
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Operation, Separation, Split, entry_of
from exoforge.stages.isolate.column_settings import CUSTOM, USUAL_RESIN, hinged_column
from exoforge.stages.isolate.parting import portion, yields
from exoforge.stages.isolate.solutes import solute_diameters
from exoforge.streams.amounts import vesicle_number
from exoforge.streams.suspension import Suspension

LIPOPROTEINS = ("vldl", "ldl")
"""Those that leave with vesicles."""

LARGEST_LOAD = 0.5
"""Load per volume of bed above which a run is refused. Vesicles and small protein leave about so far apart: a longer load cannot be parted."""

SMALLEST_PORE = 2e-9
"""[m]"""

REFERENCE_SIZE = 100e-9
"""[m] The size of which `resin_loss` is lost."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class SizeExclusion(Separation):
    """Size exclusion chromatography: what the beads exclude leaves first, and a window of the eluate is the product.

    ``Kd = (1 - d / d_pore)^2``, 0 above the pore. Mean and variance of each size's peak are those of the general rate model
    without binding (dispersion along the bed, diffusion in the beads, film). Particles near the size of the pores diffuse so
    slowly in them that most never enter a bead: a share ``exp(-n)``, ``n = 2 stay^2 / variance``, leaves with the excluded ones,
    and the rest carries what is left of the moments. Both parts are gamma distributions, the load is added to them exactly, and
    the window catches its share. Volumes are counted from the start of the load.
    A share `bypass` of everything small leaves with the excluded: empirical, for what real beds let past the beads.
    The loss on the resin is empirical too: ``1 - (1 - resin_loss)^((d / 100 nm)^x)`` of each size.

    Returns
    -------
    product : what leaves within the window, in the running buffer. rejects ``before`` and ``after``. loss ``resin``.

    Assumes
    -------
    All that leaves after the window is washed out with `flush` bed volumes. Lipoproteins larger than the pores leave with the
    vesicles. Runs are alike and their windows are pooled. No binding, no viscous fingering by a load more viscous than the buffer.

    References
    ----------
    kucera1965, wilson1966, giddings1955, dechadilok2006, pmc10058361, terovanesyan2021
    """

    kind: ClassVar[str] = "size-exclusion"
    title: ClassVar[str] = "size exclusion chromatography"
    version: ClassVar[str] = "2"
    cites: ClassVar[tuple[str, ...]] = ("kucera1965", "wilson1966", "giddings1955", "dechadilok2006", "pmc10058361", "terovanesyan2021")

    window_start: float = param("m3", "volume at which collection begins, per run", low=0.0, high=1.0, usual=3e-6, cite="qev", status="recalled")
    window_end: float = param("m3", "volume at which collection ends, per run", low=0.0, high=1.0, usual=5e-6, cite="qev", status="recalled")
    fraction_volume: float = param("m3", "of one fraction; the window then takes whole ones. 0 collects the window as it is", low=0.0, high=1.0, usual=0.0)
    bed_volume: float = param("m3", "packed volume of the column", low=1e-8, high=1.0, usual=1e-5, cite="qev", status="recalled")
    bed_diameter: float = param("m", "inner diameter of the column", low=1e-3, high=2.0, usual=15e-3)
    runs: float = param(
        "", "equal loads into which the feed is divided; 0 takes as many as keep a load at 'load_share' of the bed", low=0.0, high=1e6, usual=0.0
    )
    load_share: float = param(
        "", "load per volume of bed where the runs are counted; customarily 5 % at most", low=1e-3, high=LARGEST_LOAD, usual=0.05, status="recalled"
    )
    flow_rate: float = param("m3/s", "flow through the column; 1 mL/min", low=1e-11, high=1e-3, usual=1e-6 / 60.0, spread=lognormal(1.5))
    resin: str = option("the beads, or 'custom' when their pores and size are stated", (*(one.label for one in resins()), CUSTOM), usual=USUAL_RESIN)
    pore_diameter: float = param("m", "of the beads, as they exclude particles; 0 takes the resin's", low=0.0, high=1e-6, usual=0.0)
    bead_radius: float = param("m", "radius of a bead; 0 takes the resin's", low=0.0, high=1e-3, usual=0.0)
    bed_porosity: float = param(
        "", "volume between the beads, per volume of the bed", low=0.2, high=0.6, usual=0.38, spread=uniform(0.35, 0.42), status="recalled"
    )
    bead_porosity: float = param("", "volume within a bead that water fills", low=0.1, high=0.99, usual=0.9, spread=uniform(0.8, 0.96), status="recalled")
    dispersion: float = param("", "axial dispersion over interstitial velocity and bead diameter", low=0.1, high=100.0, usual=3.0, spread=lognormal(1.6))
    bypass: float = param(
        "",
        "empirical: share of what should enter the beads that leaves with the excluded; between what two published ratios of albumin ask for",
        low=0.0,
        high=0.5,
        usual=5e-4,
        spread=lognormal(3.0),
        cite="terovanesyan2021",
    )
    resin_loss: float = param(
        "",
        "empirical: share of 100 nm particles that stays on the resin; recoveries of 40 to 80 % were read",
        low=0.0,
        high=1.0,
        usual=0.25,
        spread=uniform(0.1, 0.5),
        cite="pmc10058361",
    )
    resin_loss_exponent: float = param(
        "",
        "empirical: how the loss on the resin grows with the diameter; adsorption takes more of the small, straining more of the large",
        low=-1.0,
        high=3.0,
        usual=0.0,
        spread=uniform(-0.3, 0.3),
        cite="pmc2782472",
    )
    temperature: float = param("K", "of the run", low=273.15, high=333.15, usual=293.15, spread=uniform(277.15, 298.15))
    flush: float = param("", "bed volumes in all, after which nothing is left on the column", low=1.0, high=20.0, usual=2.0)

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        beads_of(self.resin, self.pore_diameter, self.bead_radius)
        if self.window_end <= self.window_start:
            raise SettingError(f"SizeExclusion.window_end is {self.window_end:g} m3; it must lie beyond window_start at {self.window_start:g} m3.")
        if self.window_end > self.flush * self.bed_volume:
            raise SettingError(
                f"SizeExclusion.window_end is {self.window_end:g} m3, beyond the {self.flush * self.bed_volume:g} m3 with which the column is "
                "flushed; state a larger 'bed_volume' or 'flush'."
            )
        start, end = self.window
        if end <= start:
            raise SettingError(
                f"SizeExclusion.fraction_volume is {self.fraction_volume:g} m3, so that the window from {self.window_start:g} to {self.window_end:g} m3 "
                "holds no whole fraction; state a smaller one."
            )
        if 0.0 < self.runs < 1.0:
            raise SettingError(f"SizeExclusion.runs is {self.runs:g}; it must be 1 or more, or 0 to have the runs counted.")

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """Reads the resin by any of its names, and takes what the step leaves open, bed, pores and beads, from the resin and the window from the bed."""
        return hinged_column(cls, step)

    @property
    def beads(self) -> tuple[float, float]:
        """Pore diameter and radius of the beads [m]: those stated, or those of the named resin."""
        return beads_of(self.resin, self.pore_diameter, self.bead_radius)

    @property
    def volume_per_run(self) -> float:
        """The customary load of the bed [m3]."""
        return self.load_share * self.bed_volume

    @property
    def time_per_run(self) -> float:
        """Until the column is flushed [s]."""
        return self.flush * self.bed_volume / self.flow_rate

    @property
    def window(self) -> tuple[float, float]:
        """Volumes at which collection begins and ends [m3]; with fractions, at the nearest of their ends."""
        if self.fraction_volume == 0.0:
            return self.window_start, self.window_end
        whole = (round(edge / self.fraction_volume) * self.fraction_volume for edge in (self.window_start, self.window_end))
        start, end = (min(edge, self.flush * self.bed_volume) for edge in whole)
        return start, end

    def loads(self, volume: float) -> float:
        """Equal loads into which a feed of this volume [m3] is divided.

        Raises
        ------
        SettingError
            With the runs stated, a load is so large that nothing could be parted; the sentence says how many would do.
        """
        customary = max(math.ceil(volume / (self.load_share * self.bed_volume) * (1.0 - 1e-9)), 1)
        if self.runs == 0.0:
            return float(customary)
        load = volume / self.runs / self.bed_volume
        if load > LARGEST_LOAD * (1.0 + 1e-9):
            least = math.ceil(volume / (LARGEST_LOAD * self.bed_volume) * (1.0 - 1e-9))
            raise SettingError(
                f"SizeExclusion.runs is {self.runs:g}: {volume / self.runs * 1e6:.4g} mL are loaded at once on a bed of {self.bed_volume * 1e6:.4g} mL. "
                f"At most {LARGEST_LOAD:.0%} of the bed is taken, {LARGEST_LOAD * self.bed_volume * 1e6:.4g} mL, because vesicles and protein of a longer "
                f"load leave together. State runs of at least {least} ({customary} for loads of {self.load_share:.3g} of the bed), a larger 'bed_volume', "
                "or concentrate the feed first."
            )
        return self.runs

    def separate(self, feed: Suspension) -> Split:
        """Window, what left before and after, and what the resin keeps; their sum is the feed.

        Raises
        ------
        SettingError
            A load is too large for the bed.
        """
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        names = list(feed.solutes)
        diameter = np.concatenate([feed.grid.diameter, solute_diameters(names)])
        runs = self.loads(feed.volume)
        load = feed.volume / runs
        (start, end), last = self.window, self.flush * self.bed_volume
        left = self.eluted(diameter, load, np.array([start, end]))
        before, within, rest = left[:, 0], left[:, 1] - left[:, 0], 1.0 - left[:, 1]
        size = feed.grid.diameter.size
        lost = feed.number * self.lost_share(feed.grid.diameter)
        eluted = feed.number - lost

        def fraction(share: NDArray[np.float64], volume: float) -> Suspension:
            solutes = dict(zip(names, share[size:].tolist(), strict=True))
            return portion(feed, number=eluted * share[:size], volume=volume * runs, solutes=solutes, trace=trace, medium="pbs")

        product = fraction(within, end - start)
        rejects = {"before": fraction(before, start), "after": fraction(rest, last - end)}
        losses = {"resin": lost}
        figures = {
            "runs": runs,
            "load over bed volume": load / self.bed_volume,
            "time of all runs [h]": runs * last / self.flow_rate / 3600.0,
            **lipoproteins_per_vesicle(product),
            **yields(feed, product, losses),
        }
        return Split(product=product, rejects=rejects, losses=losses, figures=figures)

    def eluted(self, diameter: NDArray[np.float64], load: float, volume: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, n_volume) shares of what does not stay on the resin that have left by each volume [m3], counted from the start of a load [m3]."""
        pore, _ = self.beads
        small = diameter < pore
        left = eluted_share(volume / self.flow_rate, injection_time=load / self.flow_rate, **self.column(np.append(diameter[small], 2.0 * pore)))
        # Rounding may leave a share of -1e-16, or one a hair above 1 or below the one before it.
        left = np.maximum.accumulate(np.minimum(np.maximum(left, 0.0), 1.0), axis=1)
        shares = np.tile(left[-1], (diameter.size, 1))
        shares[small] = self.bypassed(left)
        return shares

    def bypassed(self, left: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same with the share `bypass` of each row leaving as the last row does, which is of something excluded and is left out."""
        return (1.0 - self.bypass) * left[:-1] + self.bypass * left[-1:]

    def lost_share(self, diameter: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n,) share of the particles of each size [m] that stays on the resin."""
        return np.asarray(1.0 - (1.0 - self.resin_loss) ** ((diameter / REFERENCE_SIZE) ** self.resin_loss_exponent))

    def column(self, diameter: NDArray[np.float64]) -> dict[str, Any]:
        """The arguments of the laws of a column that the load does not change, for solutes of these sizes [m]."""
        pore, radius = self.beads
        area = math.pi / 4.0 * self.bed_diameter**2
        over = self.flow_rate / area
        free = diffusion_coefficient(diameter=diameter, temperature=self.temperature, viscosity=water.viscosity(self.temperature))
        # The hindrance law counts per cross-section of the pore, the rate model per accessible pore: hence the division by Kd.
        hindrance = hindered_diffusion(diameter / pore)
        open_ = hindrance > 0
        entering = np.where(open_, distribution_coefficient(diameter=diameter, pore_diameter=pore), 0.0)
        inside = free * np.where(open_, hindrance / np.where(open_, entering, 1.0), 1.0)
        velocity = over / self.bed_porosity
        return {
            "length": self.bed_volume / area,
            "velocity": velocity,
            "axial_dispersion": self.dispersion * velocity * 2.0 * radius,
            "phase_ratio": (1.0 - self.bed_porosity) / self.bed_porosity,
            "accessible_porosity": entering * self.bead_porosity,
            "bead_radius": radius,
            "pore_diffusion": inside,
            "film_transfer": film_coefficient(superficial_velocity=over, bead_diameter=2.0 * radius, diffusion=free, bed_porosity=self.bed_porosity),
        }


def lipoproteins_per_vesicle(suspension: Suspension) -> dict[str, float]:
    """Particles of the lipoproteins that leave with vesicles, per vesicle of the cells, as figures by name; none where there is no vesicle."""
    vesicles = vesicle_number(suspension)
    amounts = zip((one.name for one in suspension.species), suspension.number.sum(axis=1).tolist(), strict=True)
    return {f"{name} per vesicle": amount / vesicles for name, amount in amounts if name in LIPOPROTEINS and vesicles > 0}


@lru_cache(maxsize=1024)
def beads_of(name: str, pore_diameter: float, bead_radius: float) -> tuple[float, float]:
    """Pore diameter and radius of the beads [m]: what is stated, and for zeros what the named resin has.

    Raises
    ------
    SettingError
        The beads are ``custom`` and a length is missing, or the pores are too narrow for anything.
    """
    if name == CUSTOM:
        missing = [word for word, value in (("pore_diameter", pore_diameter), ("bead_radius", bead_radius)) if not value]
        if missing:
            raise SettingError(f"SizeExclusion.resin is '{CUSTOM}' without {' and '.join(missing)}; state them, or name a resin of the list.")
        pore, radius = pore_diameter, bead_radius
    else:
        listed = resin(name)
        pore, radius = pore_diameter or listed.pore_diameter, bead_radius or listed.bead_radius
    if pore < SMALLEST_PORE or radius < pore:
        raise SettingError(
            f"SizeExclusion.pore_diameter is {pore:g} m in beads of {radius:g} m radius; it must lie between {SMALLEST_PORE:g} m and the radius of the beads."
        )
    return pore, radius
