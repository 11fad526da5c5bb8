"""A spin through a gradient of density, and the fractions that are taken from it."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.base.trace import digest
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.laws import gradient, media
from exoforge.laws.constants import SVEDBERG
from exoforge.laws.rotors import rotor, rotors
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Operation, Separation, Split, entry_of
from exoforge.stages.isolate.gradient_motion import Vesicles, above, above_with_diffusion, by_species, movers_of, vesicle_coefficients
from exoforge.stages.isolate.gradient_settings import CUSTOM, hinged_gradient
from exoforge.stages.isolate.gradient_tube import LOADINGS, SHAPES, Tube, TubePlan, check_layers, room_of, tube_of
from exoforge.stages.isolate.parting import portion, yields
from exoforge.streams.suspension import Suspension

WATCHED = (50e-9, 100e-9, 200e-9)
"""[m] The vesicles whose way to their band is told."""
TRANSPORTS = ("characteristics", "diffusion")
SWINGING = tuple(one.label for one in rotors() if one.kind == "swinging")
GRADIENTS = tuple(one.key for one in media.MEDIA if one.largest > 0)


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class DensityGradient(Separation):
    """A spin in a swinging bucket through a liquid whose density grows downward, and the fractions between two densities.

    Every species and size moves with ``dr/dt = s(r) w^2 r``, ``s = d^2 (rho_p - rho(r)) / (18 eta(r))``, down or up. One operation
    covers both uses: a short run sorts by size (rate-zonal), a long one by density (isopycnic); the figures ``way to the band`` say
    how far vesicles of 50, 100 and 200 nm have come, from 0 where they started to 1 where they rest.

    Vesicles lose water where the medium draws it, so that they are denser in sucrose and caesium chloride than in iodixanol, which
    is made isotonic. Their density is that of the feed in PBS plus `density_shift`, an empirical number: shells as the cultures make
    them are lighter than vesicles are found. With it and with `non_osmotic` vesicles of 90 nm band in the
    middle of both ranges that are published, 1.08 to 1.12 g/mL in iodixanol and 1.13 to 1.19 in sucrose, those of 60 to 200 nm within
    them. Within a size the density is spread, which and not diffusion makes a vesicle band wide.

    Fractions of equal volume are taken from the top; those are pooled whose edges lie nearest to the two densities asked for. The
    densities of fractions are those at 20 degrees, where they are read. Dissolved protein sediments by its ``s20,w`` and diffuses.

    Returns
    -------
    product : the pooled fractions, in the gradient's medium, whose solute is among the solutes: product + rejects hold the feed's and the
        added. rejects ``lighter``, ``denser`` and ``pellet`` (what is on the bottom, without liquid). loss ``handling`` of the pooled.

    Assumes
    -------
    Full tubes with parallel walls that catch nothing; dilute zones that do not fall as drops; no mixing when pouring, starting or
    stopping. The gradient stands still, its layers as soft as diffusion makes them from pouring to the middle of the run.
    With `characteristics` diffusion only blurs the loaded zone, with `diffusion` it acts everywhere (Lamm equation).

    References
    ----------
    barber1966, visipaque, optiprep, crc_solutions, meselson1957, roszkowski2024_gradients, nikfarjam2020_gradients
    """

    kind: ClassVar[str] = "density-gradient"
    title: ClassVar[str] = "density gradient centrifugation"
    cites: ClassVar[tuple[str, ...]] = (
        *("barber1966", "visipaque", "optiprep", "crc_solutions", "meselson1957", "serum_proteins"),
        *("ifft1961", "roszkowski2024_gradients", "nikfarjam2020_gradients"),
    )

    medium: str = option("what the gradient is made of", GRADIENTS, usual="iodixanol", cite="roszkowski2024_gradients", status="read")
    shape: str = option("how the density grows", SHAPES, usual="steps")
    layer_1: float = param(
        "", "composition of the lightest layer, per cent over 100 (w/v, w/w)", low=0.0, high=1.0, usual=0.05, cite="vandeun2014", status="recalled"
    )
    layer_2: float = param("", "of the second; 0 ends the row", low=0.0, high=1.0, usual=0.10, cite="vandeun2014", status="recalled")
    layer_3: float = param("", "of the third; 0 ends the row", low=0.0, high=1.0, usual=0.20, cite="vandeun2014", status="recalled")
    layer_4: float = param("", "of the fourth; 0 ends the row", low=0.0, high=1.0, usual=0.40, cite="vandeun2014", status="recalled")
    layer_5: float = param("", "of the fifth; 0 ends the row", low=0.0, high=1.0, usual=0.0)
    layer_6: float = param("", "of the sixth; 0 ends the row", low=0.0, high=1.0, usual=0.0)
    loading: str = option("where the sample is", LOADINGS, usual="bottom", cite="roszkowski2024_gradients", status="read")
    acceleration: float = param(
        "m/s2",
        "centrifugal acceleration at the radius that 'radius' names",
        low=1.0,
        high=1.5e7,
        usual=1e5 * STANDARD_GRAVITY,
        cite="vandeun2014",
        status="recalled",
    )
    duration: float = param("s", "time at speed", low=0.0, high=30 * 86400.0, usual=18 * 3600.0, cite="vandeun2014", status="recalled")
    radius: str = option("the radius at which the acceleration was stated", ("r_max", "r_av", "r_min"), usual="r_max")
    rotor: str = option("the swinging-bucket rotor, or 'custom' when its geometry is stated", (*SWINGING, CUSTOM), usual="SW 40 Ti")
    r_min: float = param("m", "radius of the meniscus; 0 takes the named rotor's", low=0.0, high=1.0, usual=0.0)
    r_max: float = param("m", "radius of the bottom; 0 takes the named rotor's", low=0.0, high=1.0, usual=0.0)
    tube_volume: float = param("m3", "volume of one full tube; 0 takes the named rotor's", low=0.0, high=0.01, usual=0.0)
    tubes: float = param("", "equal tubes among which the feed is divided; 0 takes as many as its volume needs", low=0.0, high=1e6, usual=0.0)
    sample_room: float = param("m3", "most sample in one tube; 0 takes what the loading allows", low=0.0, high=0.01, usual=0.0)
    temperature: float = param("K", "of the tubes during the run", low=273.15, high=313.15, usual=277.15, spread=uniform(275.15, 283.15))
    rest: float = param("s", "from pouring the layers to the start of the run", low=0.0, high=7 * 86400.0, usual=1800.0, spread=uniform(300.0, 7200.0))
    fractions: float = param("", "fractions of equal volume that are taken from a tube", low=1.0, high=200.0, usual=12.0)
    window_low: float = param("kg/m3", "density from which fractions are pooled", low=900.0, high=2000.0, usual=1080.0, status="recalled")
    window_high: float = param("kg/m3", "density to which fractions are pooled", low=900.0, high=2000.0, usual=1120.0, status="recalled")
    density_shift: float = param(
        "kg/m3",
        "empirical: how much denser vesicles are than the shells of the feed, so that they band where they are found",
        low=-100.0,
        high=200.0,
        usual=35.0,
        spread=uniform(15.0, 50.0),
    )
    density_spread: float = param(
        "kg/m3", "standard deviation of the density of vesicles of one size", low=0.0, high=100.0, usual=10.0, spread=uniform(5.0, 20.0)
    )
    non_osmotic: float = param("", "share of the lumen that gives up no water", low=0.0, high=1.0, usual=0.40, spread=uniform(0.25, 0.5))
    protein_coefficient: float = param(
        "s", "s20,w of a dissolved protein that is not listed by name", low=0.0, high=1e-10, usual=3.0 * SVEDBERG, spread=uniform(2e-13, 6e-13)
    )
    handling_loss: float = param(
        "",
        "empirical: share of the pooled particles that stays on tubes and tips",
        low=0.0,
        high=1.0,
        usual=0.2,
        spread=uniform(0.05, 0.4),
    )
    carry_over: float = param(
        "",
        "empirical: share of everything in a tube that pouring, walls and the taking of fractions spread evenly over it",
        low=0.0,
        high=1.0,
        usual=0.003,
        spread=lognormal(2.0),
    )
    transport: str = option("how the motion is computed", TRANSPORTS, usual="characteristics")

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        if self.window_high <= self.window_low:
            raise SettingError(f"DensityGradient.window_high is {self.window_high:g} kg/m3; it must lie above window_low, which is {self.window_low:g} kg/m3.")
        if self.fractions != int(self.fractions):
            raise SettingError(f"DensityGradient.fractions is {self.fractions:g}; it must be a whole number.")
        tube_geometry(self.rotor, self.r_min, self.r_max, self.tube_volume)
        window = (self.window_low, self.window_high)
        check_layers(medium=self.medium, shape=self.shape, layers=self.layers, loading=self.loading, window=window)
        self.room()

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """Reads the layers in one setting, the speed in rpm, and the media by their names; see `gradient_settings`."""
        return hinged_gradient(cls, step)

    def separate(self, feed: Suspension) -> Split:
        """Pooled fractions, lighter and denser ones, pellet and losses; their sum is the feed.

        Raises
        ------
        SettingError
            The stated tubes do not hold the sample, or a gradient that forms itself does not reach the window.
        """
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        tubes, tube = self.filled(feed)
        first, last = self.pooled(tube)
        edges = self.edges(tube)
        wanted = np.array([edges[first], edges[last], edges[-1]])
        movers = movers_of(feed, tube, self.vesicles, self.protein_coefficient, wanted.tolist())
        law = above if self.transport == "characteristics" else above_with_diffusion
        shares = law(movers, tube, wanted, self.duration)
        evenly = self.carry_over * (wanted - edges[0]) / (edges[-1] - edges[0])
        shares = (1.0 - self.carry_over) * shares + evenly
        particles, dissolved = _parts(by_species(movers, shares)), _parts(shares[movers.dissolved])
        solute = np.interp(wanted, tube.faces, tube.solute) * tubes
        added = np.diff(solute, prepend=0.0)
        depth = np.array([edges[first] - edges[0], edges[last] - edges[first], edges[-1] - edges[last]]) * tube.area * tubes
        names, term = list(feed.solutes), media.medium_of(self.medium).term

        def part(place: int, number: NDArray[np.float64]) -> Suspension:
            solutes = dict(zip(names, dissolved[:, place].tolist(), strict=True))
            volume = float(depth[place]) if place < 3 else 0.0
            return portion(feed, number=number, volume=volume, solutes=solutes, trace=trace, medium=term)

        numbers = [feed.number * particles[:, :, place] for place in range(4)]
        lost = numbers[1] * self.handling_loss
        product = part(1, numbers[1] - lost)
        losses = {"handling": lost}
        figures = {**self._figures(feed, tube, tubes, first, last, particles), **yields(feed, product, losses)}
        rejects = {"lighter": part(0, numbers[0]), "denser": part(2, numbers[2]), "pellet": part(3, numbers[3])}
        rejects = {name: _with_solute(one, term, float(mass)) for (name, one), mass in zip(rejects.items(), (added[0], added[2], 0.0), strict=True)}
        return Split(product=_with_solute(product, term, float(added[1])), rejects=rejects, losses=losses, figures=figures)

    @property
    def layers(self) -> tuple[float, ...]:
        """The compositions from the light end to the dense end."""
        row = (self.layer_1, self.layer_2, self.layer_3, self.layer_4, self.layer_5, self.layer_6)
        return row[: 1 + max((place for place, one in enumerate(row) if one > 0), default=0)]

    @property
    def vesicles(self) -> Vesicles:
        """How vesicles differ from the shells of the feed."""
        return Vesicles(shift=self.density_shift, spread=self.density_spread, non_osmotic=self.non_osmotic)

    @property
    def reach(self) -> tuple[float, float]:
        """Meniscus and bottom [m]."""
        return tube_geometry(self.rotor, self.r_min, self.r_max, self.tube_volume)[:2]

    @property
    def angular_velocity(self) -> float:
        """The angular velocity of the run [rad/s]."""
        inner, outer = self.reach
        return math.sqrt(self.acceleration / {"r_min": inner, "r_av": (inner + outer) / 2.0, "r_max": outer}[self.radius])

    def room(self) -> float:
        """How much sample one tube takes [m3]."""
        volume = tube_geometry(self.rotor, self.r_min, self.r_max, self.tube_volume)[2]
        return self.sample_room or room_of(medium=self.medium, shape=self.shape, layers=self.layers, loading=self.loading, volume=volume)

    def filled(self, feed: Suspension) -> tuple[float, Tube]:
        """How many tubes the feed needs, and what is in each.

        Raises
        ------
        SettingError
            The stated tubes do not hold the feed.
        """
        room = self.room()
        needed = max(1.0, math.ceil(feed.volume / room - 1e-9))
        tubes = self.tubes or needed
        if feed.volume > tubes * room * (1 + 1e-9):
            raise SettingError(
                f"{feed.volume * 1e6:g} mL of sample in {tubes:g} tubes are {feed.volume / tubes * 1e6:g} mL in each, but one takes {room * 1e6:.4g} mL "
                f"when it is loaded '{self.loading}'; state {needed:g} tubes, concentrate the sample first, or load it otherwise."
            )
        inner, outer, volume = tube_geometry(self.rotor, self.r_min, self.r_max, self.tube_volume)
        plan = TubePlan(
            medium=self.medium,
            shape=self.shape,
            layers=self.layers,
            loading=self.loading,
            volume=volume,
            sample=max(feed.volume / tubes, 1e-6 * volume),
            r_min=inner,
            r_max=outer,
            angular_velocity=self.angular_velocity,
            temperature=self.temperature,
            softening=self.rest + self.duration / 2.0,
        )
        return tubes, tube_of(plan)

    def edges(self, tube: Tube) -> NDArray[np.float64]:
        """(n_fraction + 1,) radii between the fractions [m]."""
        return np.linspace(tube.plan.r_min, tube.plan.r_max, int(self.fractions) + 1)

    def pooled(self, tube: Tube) -> tuple[int, int]:
        """The edges, counted from 0 at the top, between which fractions are pooled: those nearest to the two densities, one fraction at least.

        Raises
        ------
        SettingError
            A gradient that has formed itself is wholly lighter or denser than the window.
        """
        at_edges = np.interp(self.edges(tube), tube.faces, tube.bench_density)
        if self.shape == "self-forming" and (self.window_high < at_edges[0] or self.window_low > at_edges[-1]):
            raise SettingError(
                f"Fractions of {self.window_low:g} to {self.window_high:g} kg/m3 are asked for, but the gradient forms from {at_edges[0]:.0f} to "
                f"{at_edges[-1]:.0f} kg/m3; move the window or start with another density."
            )
        first = min(int(np.argmin(np.abs(at_edges - self.window_low))), at_edges.size - 2)
        return first, max(int(np.argmin(np.abs(at_edges - self.window_high))), first + 1)

    def _figures(self, feed: Suspension, tube: Tube, tubes: float, first: int, last: int, particles: NDArray[np.float64]) -> dict[str, float]:
        at = np.interp(self.edges(tube)[[first, last]], tube.faces, tube.bench_density)
        buckets = rotor(self.rotor).tubes if self.rotor != CUSTOM else None
        figures = {
            "speed [rpm]": self.angular_velocity * 30.0 / math.pi,
            "acceleration at r_max [x g]": self.angular_velocity**2 * tube.plan.r_max / STANDARD_GRAVITY,
            "tubes": tubes,
            "sample per tube [uL]": feed.volume / tubes * 1e9,
            "pooled from [g/mL]": float(at[0]) * 1e-3,
            "pooled to [g/mL]": float(at[1]) * 1e-3,
            "added solute of the gradient [kg]": float(tube.solute[-1]) * tubes,
        }
        if buckets:
            figures["runs"] = float(math.ceil(tubes / buckets))
        vesicle = np.array([one.is_vesicle for one in feed.species], dtype=bool)
        whole = float(feed.number[vesicle].sum())
        if whole > 0:
            figures["pelleted share of vesicles"] = float((feed.number * particles[:, :, 3])[vesicle].sum()) / whole
            figures |= {f"way to the band, {size * 1e9:.0f} nm": share for size, share in self.ways(feed, tube).items()}
        return figures

    def ways(self, feed: Suspension, tube: Tube, sizes: tuple[float, ...] = WATCHED) -> dict[float, float]:
        """How far vesicles of some sizes have come from the middle of the loaded zone to where they rest, their band or an end of the tube.

        The kind is the first that is a vesicle; there must be one.
        """
        one = next(one for one in feed.species if one.is_vesicle)
        diameter = np.array(sizes)
        density = np.interp(np.log(diameter), np.log(feed.grid.diameter), one.density)
        coefficient, _ = vesicle_coefficients(tube, diameter, density, self.vesicles)
        start = (tube.start + tube.end) / 2.0
        end = gradient.positions(np.array([start]), faces=tube.faces, coefficient=coefficient, angular_velocity=self.angular_velocity, duration=self.duration)[
            :, 0
        ]
        rest = gradient.bands(tube.faces, coefficient)
        goal = np.where(np.isnan(rest), np.where(coefficient[:, 0] > 0, tube.plan.r_max, tube.plan.r_min), rest)
        way = np.where(goal == start, 1.0, goal - start)
        return dict(zip(sizes, np.where(goal == start, 1.0, (end - start) / way).tolist(), strict=True))


def _parts(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares above the first, within, below the last edge, and under the bottom; none negative, their sum 1."""
    return np.maximum(np.diff(shares, axis=-1, prepend=0.0, append=1.0), 0.0)


def _with_solute(one: Suspension, name: str, mass: float) -> Suspension:
    """A part with the mass of the gradient's own solute that it holds, beside what the feed brought of it."""
    return dataclasses.replace(one, solutes={**one.solutes, name: one.solutes.get(name, 0.0) + mass})


@lru_cache(maxsize=256)
def tube_geometry(name: str, r_min: float, r_max: float, tube_volume: float) -> tuple[float, float, float]:
    """Meniscus, bottom [m] and volume [m3] of a tube; zeros take the named rotor's.

    Raises
    ------
    SettingError
        The rotor is ``custom`` and a length is missing, the volume is not known, or the radii are not in order.
    """
    listed = None if name == CUSTOM else rotor(name)
    inner, outer = r_min or (listed.r_min if listed else 0.0), r_max or (listed.r_max if listed else 0.0)
    volume = tube_volume or ((listed.tube_volume or 0.0) if listed else 0.0)
    if missing := [word for word, value in (("r_min", inner), ("r_max", outer), ("tube_volume", volume)) if not value]:
        raise SettingError(f"DensityGradient.rotor is '{name}' without {', '.join(missing)}; state the geometry or name a rotor of the list.")
    if inner >= outer:
        raise SettingError(f"DensityGradient.r_min is {inner:g} m and r_max is {outer:g} m; the largest radius must lie beyond the smallest.")
    return inner, outer, volume
