"""One spin of a centrifuge."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import check_value, lognormal, option, param, parameters_of, uniform
from exoforge.base.trace import digest
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.laws import sedimentation, water
from exoforge.laws.constants import SVEDBERG
from exoforge.laws.rotors import rotor, rotors
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Separation, Split, entry_of
from exoforge.stages.isolate.parting import portion, yields
from exoforge.stages.isolate.spin_settings import CUSTOM, hinged_spin
from exoforge.streams.amounts import is_protein
from exoforge.streams.suspension import Suspension

SWINGING_ANGLE = math.radians(89.0)
"""[rad] A tube that lies flatter than this during the run is a swinging bucket."""

FIDELITIES = ("radial-field", "parallel-field", "constant-velocity")


@dataclass(frozen=True, kw_only=True, slots=True)
class Geometry:
    """Where the sample is while it spins [m], [rad]; a swinging bucket needs neither angle nor tube."""

    is_swinging: bool
    r_min: float
    r_max: float
    angle: float
    tube_diameter: float

    def radius(self, name: str) -> float:
        """The radius that ``r_min``, ``r_av`` or ``r_max`` means [m]."""
        return {"r_min": self.r_min, "r_av": (self.r_min + self.r_max) / 2.0, "r_max": self.r_max}[name]


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Centrifugation(Separation):
    """One spin: what reaches the wall of the tube is the pellet, the rest the supernatant, and one of them is kept.

    Stokes' sedimentation coefficient ``s = d^2 (rho_p - rho_m) / (18 eta)`` of every species and size, and the pelleted share
    ``P(s w^2 t)`` of the tube's geometry at one of three fidelities:

    - ``constant-velocity``: everything keeps the velocity of the mean radius; the published tables use it in fixed-angle rotors.
    - ``parallel-field``: the velocity grows with the radius.
    - ``radial-field``: the field also points away from the axis, which in a swinging bucket puts particles on the side wall.

    A swinging bucket has one formula for the first two. The supernatant is taken off but for `residual_share`, which stays on the
    pellet with all that is in it and is joined by `resuspension_volume` of PBS.

    Dissolved proteins sediment, too, by their ``s20,w`` carried to the medium of the run, so that what reaches the wall grows with
    time. They do not pack: `protein_retention` is the share of it that stays with the pellet, the rest leaves with the supernatant.
    Other solutes stay dissolved.

    `pellet_recovery` is empirical and no physics: the share of pelleted particles that comes back as single particles. Physics
    alone over-predicts what ultracentrifugation returns (77 % of 100 nm vesicles against 5 to 20 % published); this one
    labelled number, and not a shifted density or viscosity, closes the gap.

    A feed larger than all tubes is spun in several equal runs, which the figure ``runs`` counts; their products are pooled.

    Returns
    -------
    product : pellet or supernatant. reject : the other. losses ``resuspension`` (of a kept pellet) and ``wall`` (swinging, radial).
    figures : speed, force, pelleted and floating shares, runs and how full their tubes are, volume of the pellet.

    Assumes
    -------
    Uniform suspension at the start, dilute, smooth spheres, full tubes, run-up and braking not counted, no convection, no diffusion
    (smaller by five orders of magnitude for vesicles, by two for proteins), what is pelleted stays when the supernatant is taken
    off, vesicles are not damaged. All of the protein that stays with a pellet dissolves again, and none is lost.
    The density of a species is that in its own medium: in PBS for what a culture makes. A pellet's particles are packed as spheres.

    References
    ----------
    livshits2015, pmc10058361, serum_proteins
    """

    kind: ClassVar[str] = "centrifugation"
    title: ClassVar[str] = "centrifugation"
    cites: ClassVar[tuple[str, ...]] = ("livshits2015", "philo2023", "kell1975", "pmc10058361", "serum_proteins")
    version: ClassVar[str] = "2"

    acceleration: float = param("m/s2", "centrifugal acceleration at the radius that 'radius' names", low=0.0, high=1.5e7)
    duration: float = param("s", "time at speed", low=0.0, high=30 * 86400.0)
    keep: str = option("what goes on to the next step", ("pellet", "supernatant"))
    radius: str = option("the radius at which the acceleration was stated", ("r_max", "r_av", "r_min"), usual="r_max")
    rotor: str = option(
        "the rotor, one of your own by its name, or 'custom' when its geometry is stated", (*(one.label for one in rotors()), CUSTOM), usual="Type 45 Ti"
    )
    r_min: float = param("m", "smallest radius of the sample; 0 takes the named rotor's", low=0.0, high=1.0, usual=0.0)
    r_max: float = param("m", "largest radius of the sample; 0 takes the named rotor's", low=0.0, high=1.0, usual=0.0)
    angle: float = param(
        "rad", "between tube and axis during the run, 90 degrees for a swinging bucket; 0 takes the named rotor's", low=0.0, high=1.58, usual=0.0
    )
    tube_diameter: float = param("m", "diameter of the tube; 0 takes the named rotor's", low=0.0, high=0.5, usual=0.0)
    tube_volume: float = param("m3", "volume of one full tube; 0 takes the named rotor's", low=0.0, high=0.01, usual=0.0)
    tubes: float = param("", "tubes that are spun at once; 0 takes the named rotor's", low=0.0, high=1000.0, usual=0.0)
    temperature: float = param("K", "of the sample during the run", low=273.15, high=333.15, usual=277.15, spread=uniform(275.15, 295.15))
    relative_viscosity: float = param(
        "",
        "viscosity of the medium over that of water; 1.02 for PBS, more with serum",
        low=0.9,
        high=100.0,
        usual=1.02,
        spread=uniform(1.0, 1.05),
        status="recalled",
    )
    excess_density: float = param(
        "kg/m3", "density of the medium above that of water; about 5 for PBS", low=-50.0, high=400.0, usual=5.0, spread=uniform(2.0, 8.0), status="recalled"
    )
    fidelity: str = option("how the field in the tube is described", FIDELITIES, usual="radial-field", cite="livshits2015")
    pellet_recovery: float = param(
        "",
        "empirical: share of the pelleted particles that comes back when the pellet is resuspended",
        low=0.0,
        high=1.0,
        usual=0.5,
        spread=uniform(0.4, 0.6),
        cite="pmc10058361",
    )
    resuspension_volume: float = param("m3", "PBS added to the pellet", low=0.0, high=10.0, usual=1e-6, spread=lognormal(2.0))
    residual_share: float = param("", "share of the liquid that stays on the pellet", low=0.0, high=0.9, usual=0.002, spread=lognormal(2.0))
    protein_coefficient: float = param(
        "s",
        "s20,w of soluble protein that is not listed by name (albumin 4.4 S, IgG 6.8 S and a few more are)",
        low=0.0,
        high=1e-10,
        usual=3.0 * SVEDBERG,
        spread=lognormal(1.4),
    )
    protein_retention: float = param(
        "",
        "empirical: share of the soluble protein at the wall that stays with the pellet; nothing was found that measured it: its layer is some "
        "0.14 mm thick by diffusion, of which a film of some 0.1 mm may stay when the rest is poured off",
        low=0.0,
        high=1.0,
        usual=0.5,
        spread=uniform(0.2, 0.8),
    )
    packing: float = param(
        "",
        "share of the pellet's volume that its particles fill; that of spheres of one size at random, for want of one of vesicles",
        low=0.05,
        high=1.0,
        usual=0.64,
        cite="weeks_packing",
        status="derived",
    )

    def __post_init__(self) -> None:
        for parameter in parameters_of(self):
            if parameter.name != "rotor":  # a rotor of the user's own is none of the declared choices; `geometry_of` knows it
                check_value(parameter, getattr(self, parameter.name), type(self).__name__)
        geometry_of(self.rotor, self.r_min, self.r_max, self.angle, self.tube_diameter)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """Reads the speed as ``100000 x g``, ``x g (r_av)`` or ``rpm``, and the rotor by any of its names; see `spin_settings`."""
        return hinged_spin(cls, step)

    def separate(self, feed: Suspension) -> Split:
        """Kept part, the other part and losses; their sum is the feed."""
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        lambda_t = self._lambda_t(feed)
        shape, size = lambda_t.shape, lambda_t.size
        bottom, side = pelleted_shares(self.geometry, np.concatenate([lambda_t.ravel(), self._solute_lambda_t(feed)]), self.fidelity)
        pelleted, walled = bottom[:size].reshape(shape), side[:size].reshape(shape)
        pellet, wall = feed.number * pelleted, feed.number * walled
        # Rounding may bring the sum of two shares a hair above one.
        left = feed.number * np.maximum(1.0 - pelleted - walled, 0.0)
        residue = self.residual_share
        losses = {"wall": wall} if np.any(wall) else {}
        held = [self.protein_retention * share for share in bottom[size:].tolist()]
        on_pellet = {name: share + (1.0 - share) * residue for name, share in zip(feed.solutes, held, strict=True)}
        taken_off = {name: (1.0 - share) * (1.0 - residue) for name, share in zip(feed.solutes, held, strict=True)}
        supernatant = portion(feed, number=left * (1.0 - residue), volume=feed.volume * (1.0 - residue), solutes=taken_off, trace=trace)
        if self.keep == "pellet":
            back = pellet * self.pellet_recovery
            losses["resuspension"] = pellet - back
            liquid = feed.volume * residue
            medium = "pbs" if self.resuspension_volume > liquid else None
            number = back + left * residue
            product = portion(feed, number=number, volume=liquid + self.resuspension_volume, solutes=on_pellet, trace=trace, medium=medium)
            rejects = {"supernatant": supernatant}
        else:
            product = supernatant
            rejects = {"pellet": portion(feed, number=pellet + left * residue, volume=feed.volume * residue, solutes=on_pellet, trace=trace)}
        figures = {
            **self._spin_figures(feed, lambda_t, pellet),
            **self._protein_figure(feed, bottom[size:]),
            **self._load_figures(feed.volume),
            **yields(feed, product, losses),
        }
        return Split(product=product, rejects=rejects, losses=losses, figures=figures)

    @property
    def geometry(self) -> Geometry:
        """The geometry of the sample in the rotor."""
        return geometry_of(self.rotor, self.r_min, self.r_max, self.angle, self.tube_diameter)

    @property
    def angular_velocity(self) -> float:
        """The angular velocity of the run [rad/s]."""
        return math.sqrt(self.acceleration / self.geometry.radius(self.radius))

    @property
    def volume_per_run(self) -> float:
        """The feed that all tubes of the rotor take at once [m3]; infinite where their volume or number is not known."""
        one, many = load_of(self.rotor, self.tube_volume, self.tubes)
        return one * many or math.inf

    def _lambda_t(self, feed: Suspension) -> NDArray[np.float64]:
        """(n_species, n_size) the ``s w^2 t`` of every particle."""
        density, viscosity = self._medium()
        coefficient = sedimentation.sedimentation_coefficient(
            diameter=feed.grid.diameter,
            density=np.array([one.density for one in feed.species]).reshape(feed.number.shape),
            medium_density=density,
            viscosity=viscosity,
        )
        return coefficient * (self.angular_velocity**2 * self.duration)

    def _solute_lambda_t(self, feed: Suspension) -> NDArray[np.float64]:
        """(n_solute,) the ``s w^2 t`` of every dissolved substance; 0 for what is no protein."""
        known, other = sedimentation.PROTEIN_COEFFICIENTS, self.protein_coefficient
        standard = np.array([known.get(name, other if is_protein(name) else 0.0) for name in feed.solutes])
        density, viscosity = self._medium()
        return sedimentation.coefficient_in_medium(standard, medium_density=density, viscosity=viscosity) * (self.angular_velocity**2 * self.duration)

    def _medium(self) -> tuple[float, float]:
        """Density [kg/m3] and viscosity [Pa s] of the medium during the run."""
        density, viscosity = _water(self.temperature)
        return density + self.excess_density, viscosity * self.relative_viscosity

    def _spin_figures(self, feed: Suspension, lambda_t: NDArray[np.float64], pellet: NDArray[np.float64]) -> dict[str, float]:
        vesicle = np.array([one.is_vesicle for one in feed.species], dtype=bool)
        whole = float(feed.number[vesicle].sum())
        volume = float(sedimentation.pellet_volume(pellet, feed.grid.diameter, packing=self.packing))
        figures = {
            "speed [rpm]": self.angular_velocity * 30.0 / math.pi,
            "acceleration at r_max [x g]": self.angular_velocity**2 * self.geometry.r_max / STANDARD_GRAVITY,
            "pellet volume [uL]": volume * 1e9,
        }
        if self.keep == "pellet" and self.resuspension_volume > 0:
            figures["pellet volume over resuspension volume"] = volume / self.resuspension_volume
        if whole > 0:
            figures["pelleted share of vesicles"] = float(pellet[vesicle].sum()) / whole
            figures["floating share of vesicles"] = float(feed.number[vesicle][lambda_t[vesicle] < 0].sum()) / whole
        return figures

    def _protein_figure(self, feed: Suspension, shares: NDArray[np.float64]) -> dict[str, float]:
        """The share of the soluble protein that reaches the wall, whether it stays there or not."""
        mass = {name: (amount, share) for (name, amount), share in zip(feed.solutes.items(), shares.tolist(), strict=True) if is_protein(name)}
        whole = sum(amount for amount, _ in mass.values())
        return {"sedimented share of soluble protein": sum(amount * share for amount, share in mass.values()) / whole} if whole > 0 else {}

    def _load_figures(self, volume: float) -> dict[str, float]:
        """Runs that the feed needs, and how full the tubes of a run are when as few as possible are used."""
        one, many = load_of(self.rotor, self.tube_volume, self.tubes)
        if not one * many or not volume:
            return {}
        runs = max(math.ceil(volume / (one * many) * (1.0 - 1e-9)), 1)
        tubes = max(math.ceil(volume / runs / one * (1.0 - 1e-9)), 1)
        return {"runs": float(runs), "tube fill": volume / (runs * tubes * one)}


def pelleted_shares(at: Geometry, lambda_t: NDArray[np.float64], fidelity: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares in the pellet and on the side wall of a tube, for any shape of ``lambda_t = s w^2 t``.

    Parameters
    ----------
    fidelity : one of `FIDELITIES`.
    """
    radii = {"r_min": at.r_min, "r_max": at.r_max}
    if at.is_swinging:
        if fidelity == "radial-field":
            return sedimentation.swinging_bucket_radial(lambda_t, **radii)
        return sedimentation.swinging_bucket(lambda_t, **radii), np.zeros_like(lambda_t)
    law = {
        "radial-field": sedimentation.fixed_angle_radial_field,
        "parallel-field": sedimentation.fixed_angle_parallel_field,
        "constant-velocity": sedimentation.fixed_angle_constant_velocity,
    }[fidelity]
    return law(lambda_t, **radii, tube_diameter=at.tube_diameter, angle=at.angle), np.zeros_like(lambda_t)


@lru_cache(maxsize=1024)
def _water(temperature: float) -> tuple[float, float]:
    """Density [kg/m3] and viscosity [Pa s] of water."""
    return float(water.density(temperature)), float(water.viscosity(temperature))


@lru_cache(maxsize=256)
def load_of(name: str, tube_volume: float, tubes: float) -> tuple[float, float]:
    """Volume of one tube [m3] and number of tubes of a named rotor, or what was stated in their place; 0 where neither is known."""
    listed = None if name == CUSTOM else rotor(name)
    one = tube_volume or (listed.tube_volume if listed else None) or 0.0
    return one, tubes or float((listed.tubes if listed else None) or 0)


@lru_cache(maxsize=256)
def geometry_of(name: str, r_min: float, r_max: float, angle: float, tube_diameter: float) -> Geometry:
    """The geometry of a named rotor with whatever was stated in its place; zeros take the rotor's own.

    Raises
    ------
    SettingError
        The rotor is on no list, or ``custom`` with a length missing, or the radii are not in order.
    """
    if name == CUSTOM:
        own = Geometry(is_swinging=False, r_min=0.0, r_max=0.0, angle=0.0, tube_diameter=0.0)
    else:
        listed = rotor(name)
        tilt = math.pi / 2 if listed.angle is None else listed.angle
        own = Geometry(is_swinging=False, r_min=listed.r_min, r_max=listed.r_max, angle=tilt, tube_diameter=listed.tube_diameter or 0.0)
    inner, outer, tilt, tube = r_min or own.r_min, r_max or own.r_max, angle or own.angle, tube_diameter or own.tube_diameter
    swinging = tilt > SWINGING_ANGLE
    missing = [word for word, value in (("r_min", inner), ("r_max", outer), ("angle", tilt), ("tube_diameter", swinging or tube)) if not value]
    if missing:
        raise SettingError(f"Centrifugation.rotor is '{name}' without {', '.join(missing)}; state the geometry or name a rotor of the list.")
    if inner >= outer:
        raise SettingError(f"Centrifugation.r_min is {inner:g} m and r_max is {outer:g} m; the largest radius must lie beyond the smallest.")
    return Geometry(is_swinging=swinging, r_min=inner, r_max=outer, angle=tilt, tube_diameter=tube)
