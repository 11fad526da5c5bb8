"""Sorting vesicles by size in arrays of posts: deterministic lateral displacement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, param, uniform
from exoforge.base.trace import digest
from exoforge.laws import displacement, water
from exoforge.laws.filtration import pore_passage
from exoforge.laws.sedimentation import diffusion_coefficient
from exoforge.stages.contract import Operation, Separation, Split, entry_of
from exoforge.stages.isolate.parting import evenly, portion, yields
from exoforge.streams.suspension import Suspension

DAY = 86400.0
NANO = 1e9


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Microfluidics(Separation):
    """Rows of posts, each shifted a little, carry large particles to one wall of a channel, where a strip of the flow is the product.

    What is larger than ``D_c = 1.4 G eps^0.48`` is bumped by every post and crosses with ``eps u``. Diffusion has three parts in it.
    Between two rows a particle forgets its place in the gap with ``1 - exp(-pi^2 D L / (u (G - d)^2))``; so far as it does, it is
    bumped the more often the less of the zigzag lane it can enter, and sizes below `D_c` are displaced in part: `m`.
    At the wall the drift ``v = m eps u`` holds particles against diffusion: ``c = (1 - exp(-f Pe)) / (1 - exp(-Pe))`` of them are in the
    strip `f`, ``Pe = v W / D``. The array is just long enough for a particle that is always bumped, so that ``f + m (c - f)`` arrive;
    with neither drift nor size a substance is in the strip as the liquid is, `f`.

    Returns
    -------
    product : the strip beside the wall. reject ``straight``, the rest of the flow. losses ``blocked`` (too large for the gaps) and ``adsorption``.

    Assumes
    -------
    One inlet over the whole width, no sheath: the strip is enriched and its liquid is not exchanged. Round posts, rigid spheres, even flow
    at the walls. Clogging is not modelled, though it ends most runs with unfiltered feeds. Protein does not gather at the posts.

    References
    ----------
    davis2008, kim2017, heller2007, wunsch2016, smith2018
    """

    kind: ClassVar[str] = "microfluidics"
    title: ClassVar[str] = "deterministic lateral displacement"
    cites: ClassVar[tuple[str, ...]] = ("davis2008", "kim2017", "heller2007", "wunsch2016", "smith2018")

    gap: float = param(
        "m", "free width between two posts; chosen for vesicles between the 25 and 235 nm that were made", low=1e-8, high=1e-4, usual=150e-9, cite="wunsch2016"
    )
    row_shift: float = param("", "shift of a row over the distance of two posts", low=0.005, high=0.4, usual=0.1, cite="wunsch2016", status="recalled")
    pitch: float = param("m", "distance of two posts, centre to centre, and of two rows; 0 takes twice the gap", low=0.0, high=1e-3, usual=0.0)
    depth: float = param("m", "height of the posts", low=1e-8, high=1e-3, usual=1e-6)
    array_width: float = param("m", "of one array, from wall to wall", low=1e-7, high=1e-1, usual=50e-6)
    arrays: float = param("", "arrays side by side on one chip", low=1.0, high=1e6, usual=1024.0, cite="smith2018", status="recalled")
    chips: float = param("", "chips that run at the same time", low=1.0, high=1e6, usual=10.0)
    flow_per_chip: float = param(
        "m3/s", "flow through one chip; 900 uL/h", low=1e-16, high=1e-3, usual=2.5e-10, spread=lognormal(2.0), cite="smith2018", status="recalled"
    )
    collected_width: float = param("", "share of the width, and of the flow, that is collected at the wall", low=0.005, high=0.95, usual=0.1)
    gap_tolerance: float = param(
        "", "relative spread of the gaps as they were made; sizes are not resolved below 0.03", low=0.03, high=1.0, usual=0.05, spread=lognormal(1.5)
    )
    entry_sharpness: float = param(
        "", "exponent with which particles are shut out around the width of the gap", low=1.0, high=40.0, usual=8.0, spread=lognormal(1.5)
    )
    adsorption: float = param("", "share of the particles that sticks to the walls of the chip", low=0.0, high=1.0, usual=0.15, spread=uniform(0.02, 0.4))
    temperature: float = param("K", "of the run", low=273.15, high=333.15, usual=295.15, spread=uniform(291.15, 299.15))
    relative_viscosity: float = param(
        "", "viscosity of the feed over that of water", low=0.9, high=100.0, usual=1.02, spread=uniform(1.0, 1.1), status="recalled"
    )

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        if 0.0 < self.pitch <= self.gap:
            raise SettingError(f"Microfluidics.pitch is {self.pitch:g} m; it must be larger than the gap of {self.gap:g} m, by the diameter of a post.")

    def separate(self, feed: Suspension) -> Split:
        """Strip at the wall, the rest of the flow, and what does not pass; their sum is the feed."""
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        diameter = feed.grid.diameter
        enters = pore_passage(diameter, cutoff=self.gap, sharpness=self.entry_sharpness)
        passing = feed.number * enters
        stuck = passing * self.adsorption
        leaving = passing - stuck
        strip = leaving * self._in_strip(diameter)
        share = self.collected_width
        product = portion(feed, number=strip, volume=feed.volume * share, solutes=evenly(feed, share), trace=trace)
        straight = portion(feed, number=leaving - strip, volume=feed.volume * (1.0 - share), solutes=evenly(feed, 1.0 - share), trace=trace)
        losses = {"blocked": feed.number - passing, "adsorption": stuck}
        figures = {**self._run(feed), **yields(feed, product, losses)}
        return Split(product=product, rejects={"straight": straight}, losses=losses, figures=figures)

    @property
    def velocity(self) -> float:
        """Mean velocity of the flow in the gaps [m/s]."""
        open_ = self.array_width * self.gap / self._pitch * self.depth
        return self.flow_per_chip / (self.arrays * open_)

    @property
    def _pitch(self) -> float:
        return self.pitch or 2.0 * self.gap

    def _in_strip(self, diameter: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n_size,) share that leaves in the strip beside the wall."""
        viscosity = water.viscosity(self.temperature) * self.relative_viscosity
        diffusion = diffusion_coefficient(diameter=diameter, temperature=self.temperature, viscosity=viscosity)
        # A particle that fills the gap has no place to forget; a hundredth of the gap keeps the width above 0.
        width = np.maximum(self.gap - diameter, 0.01 * self.gap)
        remixed = displacement.remixed_share(diffusion=diffusion, width=width, pitch=self._pitch, velocity=self.velocity)
        bumped = displacement.bumped_share(diameter=diameter, gap=self.gap, row_shift=self.row_shift, remixed=remixed, tolerance=self.gap_tolerance)
        drift = bumped * (self.row_shift * self.velocity)
        held = displacement.held_at_the_wall(drift=drift, diffusion=diffusion, width=self.array_width, collected=self.collected_width)
        return np.asarray(self.collected_width + bumped * (held - self.collected_width), dtype=np.float64)

    def _run(self, feed: Suspension) -> dict[str, float]:
        time = feed.volume / (self.flow_per_chip * self.chips)
        length = displacement.array_length(width=self.array_width, row_shift=self.row_shift, collected=self.collected_width)
        return {
            "critical diameter [nm]": NANO * float(displacement.critical_diameter(gap=self.gap, row_shift=self.row_shift)),
            "velocity in the gaps [m/s]": self.velocity,
            "length of an array [m]": float(length),
            "time for the feed [h]": time / 3600.0,
            "chips for the feed in one day": time * self.chips / DAY,
        }
