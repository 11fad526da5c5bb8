"""What one spin of a rotor does: speed, forces, k-factor, cut-off, pelleted shares by size and by kind, and the same spin in other rotors."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.trace import references
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.design.isolation.feed import Feed
from exoforge.laws import sedimentation, water
from exoforge.laws.constants import FREEZING
from exoforge.laws.rotors import Rotor, mean_radius
from exoforge.laws.vesicle import shell_density
from exoforge.stages.isolate.centrifugation import FIDELITIES, Centrifugation, Geometry, pelleted_shares
from exoforge.stages.isolate.spin_settings import long_pelleting
from exoforge.streams.amounts import portion

REFERENCE = 100e-9
"""[m] The vesicle by which spins are compared; a choice."""
COLD, ROOM = FREEZING + 4.0, FREEZING + 20.0
"""[K] The two temperatures laid side by side."""
SIZES = tuple(size * 1e-9 for size in (30, 40, 50, 60, 70, 80, 100, 120, 150, 200, 250, 300, 400, 500, 700, 1000))
"""[m] The diameters of the table, as far as they are asked for."""
CURVE = 121
"""Points of a drawn curve."""
SMALLEST, LARGEST = 1e-9, 1e-4
"""[m] between which a cut-off is looked for."""
RADII = ("r_min", "r_av", "r_max")

_FORCE = re.compile(r"\s*(?P<number>[\d.,\s]*\d(?:\.?[eE][+]?\d+)?)\s*[x×*]?\s*g\s*(?:\(|@|at\b)?\s*\(?\s*(?P<radius>r?[_ -]?[a-z]*)\s*\)?\s*", re.IGNORECASE)
_NAMES = {"min": "r_min", "max": "r_max", "av": "r_av", "ave": "r_av", "avg": "r_av", "average": "r_av", "mean": "r_av"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Spin:
    """A spin as it is asked for.

    Parameters
    ----------
    rotor : with its usual tubes, full.
    speed : [rad/s]. at : the radius at which other rotors are given the same force.
    duration : [s]. temperature : [K].
    relative_viscosity : of the medium over water. density : of the vesicles [kg/m3]; None takes the shell model, size by size.
    """

    rotor: Rotor
    speed: float
    duration: float
    at: str = "r_av"
    temperature: float = COLD
    relative_viscosity: float = 1.02
    density: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SizeRow:
    """Vesicles of one size: density [kg/m3] and pelleted share by fidelity; `wall` is the share on the side wall in the radial field."""

    diameter: float
    density: float
    shares: Mapping[str, float]
    wall: float


@dataclass(frozen=True, kw_only=True, slots=True)
class KindRow:
    """One kind of the feed: shares of its particles, or of its mass, that are pelleted, on the side wall and floating, in the radial field.

    `diameter` [m] is the middle one of the particles; None for a dissolved protein, whose coefficient `standard` [s] stands in its place.
    """

    name: str
    pelleted: float
    wall: float = 0.0
    floating: float = 0.0
    diameter: float | None = None
    standard: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """The same vesicles in another rotor.

    Parameters
    ----------
    speed : [rad/s] at the same force, or the rotor's highest where it does not reach it (`is_limited`).
    factor : its k-factor at that speed [s2].
    by_factor, by_share, by_cutoff : [s] the times of equal ``t / k``, of equal pelleting of 100 nm vesicles, and of the same cut-off.
    share : of 100 nm vesicles pelleted at the first of these times.
    curve : pelleted shares over the diameters of the run's curve at that time.
    """

    rotor: Rotor
    speed: float
    is_limited: bool
    factor: float
    by_factor: float
    by_share: float | None
    by_cutoff: float
    share: float
    curve: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Warmth:
    """The spin at one temperature [K]: viscosity [Pa s], share of 100 nm vesicles pelleted, and cut-off [m]."""

    temperature: float
    viscosity: float
    share: float
    cutoff: float


@dataclass(frozen=True, kw_only=True, slots=True)
class RotorRun:
    """Everything about one spin.

    Parameters
    ----------
    forces : [m/s2] by radius. factor, full_factor : k-factor at this speed and at the highest [s2].
    medium_density, viscosity : [kg/m3], [Pa s].
    cutoffs : [m] by fidelity; infinite where nothing sinks.
    sizes, kinds, others, warmths : the rows.
    diameters, curves : [m] and the pelleted shares over them, by fidelity.
    reference : share of 100 nm vesicles pelleted in the radial field.
    figures : of the feed of the stated volume in this rotor, from the operation.
    volume : of that feed [m3]. said : where the feed comes from. notices : sentences about what matters and is not in the numbers.
    cites : keys of what was used.
    """

    spin: Spin
    forces: Mapping[str, float]
    factor: float
    full_factor: float | None
    medium_density: float
    viscosity: float
    cutoffs: Mapping[str, float]
    sizes: tuple[SizeRow, ...]
    kinds: tuple[KindRow, ...]
    others: tuple[Elsewhere, ...]
    warmths: tuple[Warmth, ...]
    diameters: NDArray[np.float64]
    curves: Mapping[str, NDArray[np.float64]]
    reference: float
    figures: Mapping[str, float]
    volume: float
    said: str
    notices: tuple[str, ...]
    cites: tuple[str, ...]


def read_force(text: str) -> tuple[float, str | None]:
    """A relative centrifugal force and the radius that it names: ``100000g@rav``, ``100,000 x g (r_max)``, ``1e5 x g``.

    A comma followed by three digits parts thousands here, because no force is stated to a thousandth of g.

    Returns
    -------
    acceleration : [m/s2]. radius : ``r_min``, ``r_av``, ``r_max``, or None where none is named.

    Raises
    ------
    SettingError
        The text is no force, or the radius is none of the three.
    """
    found = _FORCE.fullmatch(text)
    if found is None:
        raise SettingError(f"'{text}' is no centrifugal force; write it like '100000 x g (r_av)' or '100000g@rmax'.")
    written = re.sub(r"(?<=\d)[,\s](?=\d{3}(?:\D|$))", "", found["number"].strip())
    try:
        number = float(written)
    except ValueError:
        raise SettingError(f"'{text}' is no centrifugal force; write the number without signs, like '100000 x g (r_av)'.") from None
    word = re.sub(r"[^a-z]", "", found["radius"].casefold()).removeprefix("r")
    if word and word not in _NAMES:
        raise SettingError(f"'{text}' names the radius '{found['radius']}'; there are r_min, r_av (the mean of both) and r_max.")
    return number * STANDARD_GRAVITY, _NAMES[word] if word else None


def speed_of_force(rotor: Rotor, acceleration: float, radius: str | None) -> float:
    """The speed at which a named radius feels a force [rad/s].

    Raises
    ------
    SettingError
        No radius is named; the sentence lists what the force would mean at each.
    """
    radii = radii_of(rotor)
    if radius is None:
        meant = "; ".join(f"{name} ({radii[name] * 1e3:.1f} mm) {_rpm(math.sqrt(acceleration / radii[name])):.0f} rpm" for name in RADII)
        raise SettingError(
            f"{acceleration / STANDARD_GRAVITY:.6g} x g does not say its radius, and in {rotor.label} it means: {meant}. "
            f"Name it, like '{acceleration / STANDARD_GRAVITY:.6g}g@rav', or state the speed."
        )
    return float(sedimentation.rcf_to_angular_velocity(acceleration, radii[radius]))


def radii_of(rotor: Rotor) -> dict[str, float]:
    """The three radii at which a force may be stated [m]."""
    return {"r_min": rotor.r_min, "r_av": mean_radius(rotor), "r_max": rotor.r_max}


def rotor_run(spin: Spin, *, feed: Feed, others: Sequence[Rotor] = (), sizes: tuple[float, float] = (30e-9, 300e-9), volume: float | None = None) -> RotorRun:
    """Work a spin out.

    Parameters
    ----------
    feed : what is spun, of which the kinds are followed. others : rotors to compare with.
    sizes : smallest and largest vesicle of the table and the curves [m].
    volume : of the feed that is spun [m3]; None takes the feed's own.

    Raises
    ------
    SettingError
        The speed is above the rotor's highest, or a value is outside its range.
    """
    _check(spin, sizes)
    operation = _operation(spin)
    medium, viscosity = _medium(operation)
    at = operation.geometry
    diameters = np.geomspace(*sizes, CURVE)
    lambdas = _lambda_t(spin, diameters, operation)
    suspension = feed.suspension if volume is None else portion(feed.suspension, volume / feed.suspension.volume)
    split = operation.separate(suspension)
    return RotorRun(
        spin=spin,
        forces={name: spin.speed**2 * radius for name, radius in radii_of(spin.rotor).items()},
        factor=_factor(spin.rotor, spin.speed),
        full_factor=None if spin.rotor.max_speed is None else _factor(spin.rotor, spin.rotor.max_speed),
        medium_density=medium,
        viscosity=viscosity,
        cutoffs={fidelity: _cutoff(spin, operation, fidelity) for fidelity in FIDELITIES},
        sizes=tuple(_size(spin, size, operation) for size in _listed(sizes)),
        kinds=_kinds(operation, feed),
        others=tuple(_elsewhere(spin, other, diameters) for other in others),
        warmths=tuple(_warmth(dataclasses.replace(spin, temperature=kelvin)) for kelvin in dict.fromkeys((COLD, ROOM, spin.temperature))),
        diameters=diameters,
        curves={fidelity: pelleted_shares(at, lambdas, fidelity)[0] for fidelity in FIDELITIES},
        reference=_reference(spin, operation),
        figures=split.figures,
        volume=suspension.volume,
        said=feed.said,
        notices=_notices(spin, medium, diameters, lambdas),
        cites=_cites(spin, others),
    )


def _notices(spin: Spin, medium: float, diameters: NDArray[np.float64], lambda_t: NDArray[np.float64]) -> tuple[str, ...]:
    told = [long_pelleting(spin.duration)]
    light = diameters[lambda_t <= 0]
    if light.size:
        which = "Vesicles" if light.size == diameters.size else f"Vesicles of {light[0] * 1e9:.3g} to {light[-1] * 1e9:.3g} nm"
        told.append(f"{which} are no denser than the medium of {medium * 1e-3:.4g} g/mL: they float or stay, and none is pelleted.")
    if spin.density is not None:
        told.append("The stated density is that of the vesicles in the table by size; what is in the feed keeps its own.")
    return tuple(one for one in told if one)


def _cites(spin: Spin, others: Sequence[Rotor]) -> tuple[str, ...]:
    """What the spin used, and where its rotors were read."""
    known = {one.key for one in references()}
    words = [word for one in (spin.rotor, *others) for word in re.findall(r"\w+", one.source)]
    used = (*Centrifugation.cites, *(("nikfarjam2020",) if long_pelleting(spin.duration) else ()), *words)
    return tuple(dict.fromkeys(key for key in used if key in known and key != "pmc10058361"))  # the recovery of a pellet is left out here


def _check(spin: Spin, sizes: tuple[float, float]) -> None:
    most = spin.rotor.max_speed
    if most is not None and spin.speed > most * (1 + 1e-9):
        raise SettingError(
            f"{_rpm(spin.speed):.0f} rpm are more than the {_rpm(most):.0f} rpm that rotor {spin.rotor.label} bears ({spin.rotor.max_speed_status}), "
            f"which are {most**2 * spin.rotor.r_max / STANDARD_GRAVITY:.0f} x g at r_max and {most**2 * mean_radius(spin.rotor) / STANDARD_GRAVITY:.0f} x g "
            "at r_av; spin slower, or take another rotor."
        )
    if not (spin.speed > 0 and spin.duration > 0):
        raise SettingError(f"The speed is {_rpm(spin.speed):g} rpm and the time {spin.duration:g} s; both must be above 0.")
    if not SMALLEST < sizes[0] < sizes[1] < LARGEST:
        raise SettingError(
            f"The sizes go from {sizes[0] * 1e9:g} to {sizes[1] * 1e9:g} nm; the second must be larger than the first, and both within 1 nm to 100 um."
        )


def _rpm(speed: float) -> float:
    return speed * 30.0 / math.pi


def _operation(spin: Spin) -> Centrifugation:
    """The operation of a spin from which everything pelleted comes back, so that its product is what was pelleted."""
    one = spin.rotor
    return Centrifugation(
        rotor="custom",
        r_min=one.r_min,
        r_max=one.r_max,
        angle=math.pi / 2 if one.angle is None else one.angle,
        tube_diameter=one.tube_diameter or 0.0,
        tube_volume=one.tube_volume or 0.0,
        tubes=float(one.tubes or 0),
        acceleration=spin.speed**2 * one.r_max,
        radius="r_max",
        duration=spin.duration,
        temperature=spin.temperature,
        relative_viscosity=spin.relative_viscosity,
        keep="pellet",
        pellet_recovery=1.0,
        residual_share=0.0,
        protein_retention=1.0,
    )


def _medium(operation: Centrifugation) -> tuple[float, float]:
    """Density [kg/m3] and viscosity [Pa s] of the medium."""
    warm = operation.temperature
    return float(water.density(warm)) + operation.excess_density, float(water.viscosity(warm)) * operation.relative_viscosity


def _density(spin: Spin, diameter: NDArray[np.float64]) -> NDArray[np.float64]:
    return shell_density(diameter) if spin.density is None else np.full_like(diameter, spin.density)


def _lambda_t(spin: Spin, diameter: NDArray[np.float64], operation: Centrifugation) -> NDArray[np.float64]:
    medium, viscosity = _medium(operation)
    coefficient = sedimentation.sedimentation_coefficient(diameter=diameter, density=_density(spin, diameter), medium_density=medium, viscosity=viscosity)
    return coefficient * (spin.speed**2 * spin.duration)


def _factor(rotor: Rotor, speed: float) -> float:
    return float(sedimentation.clearing_factor(r_min=rotor.r_min, r_max=rotor.r_max, angular_velocity=speed))


def _completion(at: Geometry, fidelity: str) -> float:
    """The ``lambda_t`` that clears the tube."""
    radii = {"r_min": at.r_min, "r_max": at.r_max}
    if at.is_swinging:
        return float(sedimentation.swinging_bucket_completion(**radii))
    slow = fidelity == "constant-velocity"
    law = sedimentation.fixed_angle_completion_constant_velocity if slow else sedimentation.fixed_angle_completion
    return float(law(**radii, tube_diameter=at.tube_diameter, angle=at.angle))


def _cutoff(spin: Spin, operation: Centrifugation, fidelity: str) -> float:
    """The smallest vesicle that is pelleted whole [m]."""
    needed = _completion(operation.geometry, fidelity)

    def above(diameter: float) -> float:
        return float(_lambda_t(spin, np.array([diameter]), operation)[0]) - needed

    return _crossing(above, SMALLEST, LARGEST) if above(LARGEST) > 0 else math.inf


def _crossing(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function passes 0, by halving."""
    for _ in range(80):
        middle = (low + high) / 2.0
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2.0


def _listed(sizes: tuple[float, float]) -> list[float]:
    inside = [size for size in SIZES if sizes[0] * (1 + 1e-9) < size < sizes[1] * (1 - 1e-9)]
    return [sizes[0], *inside, sizes[1]]


def _size(spin: Spin, diameter: float, operation: Centrifugation) -> SizeRow:
    one = np.array([diameter])
    lambda_t = _lambda_t(spin, one, operation)
    found = {fidelity: pelleted_shares(operation.geometry, lambda_t, fidelity) for fidelity in FIDELITIES}
    shares = {fidelity: float(bottom[0]) for fidelity, (bottom, _) in found.items()}
    return SizeRow(diameter=diameter, density=float(_density(spin, one)[0]), shares=shares, wall=float(found["radial-field"][1][0]))


def _kinds(operation: Centrifugation, feed: Feed) -> tuple[KindRow, ...]:
    """Every kind of the feed; vesicles keep the densities of the feed."""
    suspension = feed.suspension
    split = operation.separate(suspension)
    medium = _medium(operation)[0]
    rows = []
    for place, species in enumerate(suspension.species):
        number = suspension.number[place]
        whole = float(number.sum())
        if whole <= 0:
            continue
        wall = split.losses.get("wall")
        rows.append(
            KindRow(
                name=species.name,
                pelleted=float(split.product.number[place].sum()) / whole,
                wall=0.0 if wall is None else float(wall[place].sum()) / whole,
                floating=float(number[species.density < medium].sum()) / whole,
                diameter=float(suspension.grid.diameter[int(np.searchsorted(np.cumsum(number), whole / 2.0))]),
            )
        )
    known = sedimentation.PROTEIN_COEFFICIENTS
    rows += [
        KindRow(name=name, pelleted=split.product.solutes[name] / mass, standard=known.get(name, operation.protein_coefficient))
        for name, mass in suspension.solutes.items()
        if mass > 0
    ]
    return tuple(rows)


def _reference(spin: Spin, operation: Centrifugation) -> float:
    lambda_t = _lambda_t(spin, np.array([REFERENCE]), operation)
    return float(pelleted_shares(operation.geometry, lambda_t, FIDELITIES[0])[0][0])


def _elsewhere(spin: Spin, other: Rotor, diameters: NDArray[np.float64]) -> Elsewhere:
    wanted = math.sqrt(spin.speed**2 * radii_of(spin.rotor)[spin.at] / radii_of(other)[spin.at])
    is_limited = other.max_speed is not None and wanted > other.max_speed
    speed = other.max_speed if is_limited and other.max_speed is not None else wanted
    factor = _factor(other, speed)
    by_factor = spin.duration * factor / _factor(spin.rotor, spin.speed)
    here = _operation(spin)
    there = dataclasses.replace(spin, rotor=other, speed=speed, duration=by_factor)
    moved = _operation(there)
    cleared_here, cleared_there = (_completion(one.geometry, FIDELITIES[0]) for one in (here, moved))
    push = (spin.speed / speed) ** 2
    return Elsewhere(
        rotor=other,
        speed=speed,
        is_limited=is_limited,
        factor=factor,
        by_factor=by_factor,
        by_share=_time_of_share(there, moved, _reference(spin, here)),
        by_cutoff=spin.duration * push * cleared_there / cleared_here,
        share=_reference(there, moved),
        curve=pelleted_shares(moved.geometry, _lambda_t(there, diameters, moved), FIDELITIES[0])[0],
    )


def _time_of_share(there: Spin, moved: Centrifugation, share: float) -> float | None:
    """The time after which a rotor has pelleted a share of 100 nm vesicles [s]; None where none sinks."""
    rate = float(_lambda_t(there, np.array([REFERENCE]), moved)[0]) / there.duration
    if rate <= 0 or share <= 0:
        return None
    cleared = _completion(moved.geometry, FIDELITIES[0])

    def missing(lambda_t: float) -> float:
        return float(pelleted_shares(moved.geometry, np.array([lambda_t]), FIDELITIES[0])[0][0]) - min(share, 1.0 - 1e-12)

    return _crossing(missing, 0.0, cleared) / rate


def _warmth(spin: Spin) -> Warmth:
    operation = _operation(spin)
    return Warmth(
        temperature=spin.temperature,
        viscosity=_medium(operation)[1],
        share=_reference(spin, operation),
        cutoff=_cutoff(spin, operation, FIDELITIES[0]),
    )
