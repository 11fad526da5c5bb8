"""One spin of a centrifuge."""

from __future__ import annotations

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
from exoforge.laws import sedimentation, water
from exoforge.laws.rotors import rotor, rotors
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Operation, Separation, Split, entry_of
from exoforge.stages.isolate.parting import evenly, portion, yields
from exoforge.stages.isolate.spin_settings import hinged_spin
from exoforge.streams.suspension import Suspension

CUSTOM = "custom"
"""The word for a rotor that is not on the list and whose geometry is stated."""

SWINGING_ANGLE = math.radians(89.0)
"""[rad] A tube that lies flatter than this during the run is a swinging bucket."""


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

    `pellet_recovery` is empirical and no physics: the share of pelleted particles that comes back as single particles. Physics
    alone over-predicts what ultracentrifugation returns (77 % of 100 nm vesicles against 5 to 20 % published); this one
    labelled number, and not a shifted density or viscosity, closes the gap.

    Returns
    -------
    product : pellet or supernatant. reject : the other. losses ``resuspension`` (of a kept pellet) and ``wall`` (swinging, radial).

    Assumes
    -------
    Uniform suspension at the start, dilute, smooth spheres, full tubes, run-up and braking not counted, no convection, no diffusion
    (smaller by five orders of magnitude), what is pelleted stays when the supernatant is taken off.
    The density of a species is that in its own medium: in PBS for what a culture makes.

    References
    ----------
    livshits2015, pmc10058361
    """

    kind: ClassVar[str] = "centrifugation"
    title: ClassVar[str] = "centrifugation"
    cites: ClassVar[tuple[str, ...]] = ("livshits2015", "philo2023", "kell1975", "pmc10058361")

    acceleration: float = param("m/s2", "centrifugal acceleration at the radius that 'radius' names", low=0.0, high=1.5e7)
    duration: float = param("s", "time at speed", low=0.0, high=30 * 86400.0)
    keep: str = option("what goes on to the next step", ("pellet", "supernatant"))
    radius: str = option("the radius at which the acceleration was stated", ("r_max", "r_av", "r_min"), usual="r_max")
    rotor: str = option("the rotor, or 'custom' when its geometry is stated", (*(one.label for one in rotors()), CUSTOM), usual="Type 45 Ti")
    r_min: float = param("m", "smallest radius of the sample; 0 takes the named rotor's", low=0.0, high=1.0, usual=0.0)
    r_max: float = param("m", "largest radius of the sample; 0 takes the named rotor's", low=0.0, high=1.0, usual=0.0)
    angle: float = param(
        "rad", "between tube and axis during the run, 90 degrees for a swinging bucket; 0 takes the named rotor's", low=0.0, high=1.58, usual=0.0
    )
    tube_diameter: float = param("m", "inner diameter of the tube; 0 takes the named rotor's", low=0.0, high=0.5, usual=0.0)
    temperature: float = param("K", "of the sample during the run", low=273.15, high=333.15, usual=277.15, spread=uniform(275.15, 295.15))
    relative_viscosity: float = param(
        "",
        "viscosity of the medium over that of water; 1.02 for PBS, more with serum",
        low=0.9,
        high=100.0,
        usual=1.02,
        spread=uniform(1.0, 1.1),
        status="recalled",
    )
    excess_density: float = param(
        "kg/m3", "density of the medium above that of water; about 5 for PBS", low=-50.0, high=400.0, usual=5.0, spread=uniform(2.0, 8.0), status="recalled"
    )
    fidelity: str = option(
        "how the field in the tube is described", ("radial-field", "parallel-field", "constant-velocity"), usual="radial-field", cite="livshits2015"
    )
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
    residual_share: float = param("", "share of the liquid that stays on the pellet", low=0.0, high=0.9, usual=0.002, spread=uniform(0.0005, 0.01))

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        geometry_of(self.rotor, self.r_min, self.r_max, self.angle, self.tube_diameter)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """Reads the speed as ``100000 x g``, ``x g (r_av)`` or ``rpm``, and the rotor by any of its names; see `spin_settings`."""
        return hinged_spin(cls, step)

    def separate(self, feed: Suspension) -> Split:
        """Kept part, the other part and losses; their sum is the feed."""
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        lambda_t = self._lambda_t(feed)
        pelleted, walled = self._shares(lambda_t)
        pellet, wall = feed.number * pelleted, feed.number * walled
        # Rounding may bring the sum of two shares a hair above one.
        left = feed.number * np.maximum(1.0 - pelleted - walled, 0.0)
        residue = self.residual_share
        losses = {"wall": wall} if np.any(wall) else {}
        on_pellet, taken_off = evenly(feed, residue), evenly(feed, 1.0 - residue)
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
        figures = {**self._spin_figures(feed, pellet), **yields(feed, product, losses)}
        return Split(product=product, rejects=rejects, losses=losses, figures=figures)

    @property
    def geometry(self) -> Geometry:
        """The geometry of the sample in the rotor."""
        return geometry_of(self.rotor, self.r_min, self.r_max, self.angle, self.tube_diameter)

    @property
    def angular_velocity(self) -> float:
        """The angular velocity of the run [rad/s]."""
        return math.sqrt(self.acceleration / self.geometry.radius(self.radius))

    def _lambda_t(self, feed: Suspension) -> NDArray[np.float64]:
        """(n_species, n_size) the ``s w^2 t`` of every particle."""
        coefficient = sedimentation.sedimentation_coefficient(
            diameter=feed.grid.diameter,
            density=np.array([one.density for one in feed.species]).reshape(feed.number.shape),
            medium_density=water.density(self.temperature) + self.excess_density,
            viscosity=water.viscosity(self.temperature) * self.relative_viscosity,
        )
        return coefficient * (self.angular_velocity**2 * self.duration)

    def _shares(self, lambda_t: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(n_species, n_size) shares in the pellet and on the side wall."""
        at = self.geometry
        if at.is_swinging:
            if self.fidelity == "radial-field":
                return sedimentation.swinging_bucket_radial(lambda_t, r_min=at.r_min, r_max=at.r_max)
            return sedimentation.swinging_bucket(lambda_t, r_min=at.r_min, r_max=at.r_max), np.zeros_like(lambda_t)
        law = {
            "radial-field": sedimentation.fixed_angle_radial_field,
            "parallel-field": sedimentation.fixed_angle_parallel_field,
            "constant-velocity": sedimentation.fixed_angle_constant_velocity,
        }[self.fidelity]
        return law(lambda_t, r_min=at.r_min, r_max=at.r_max, tube_diameter=at.tube_diameter, angle=at.angle), np.zeros_like(lambda_t)

    def _spin_figures(self, feed: Suspension, pellet: NDArray[np.float64]) -> dict[str, float]:
        vesicle = np.array([one.is_vesicle for one in feed.species], dtype=bool)
        whole = float(feed.number[vesicle].sum())
        figures = {
            "speed [rpm]": self.angular_velocity * 30.0 / math.pi,
            "acceleration at r_max [x g]": self.angular_velocity**2 * self.geometry.r_max / STANDARD_GRAVITY,
        }
        if whole > 0:
            figures["pelleted share of vesicles"] = float(pellet[vesicle].sum()) / whole
        return figures


@lru_cache(maxsize=256)
def geometry_of(name: str, r_min: float, r_max: float, angle: float, tube_diameter: float) -> Geometry:
    """The geometry of a named rotor with whatever was stated in its place; zeros take the rotor's own.

    Raises
    ------
    SettingError
        The rotor is ``custom`` and a length is missing, or the radii are not in order.
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
