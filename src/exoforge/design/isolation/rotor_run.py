"""What one spin of a rotor does: speed, forces, k-factor, cut-off, pelleted shares by size and by kind, and the same spin in other rotors."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.trace import references
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.design.isolation.feed import Feed
from exoforge.design.isolation.forces import radii_of
from exoforge.design.isolation.rotor_elsewhere import elsewhere
from exoforge.design.isolation.rotor_pelleting import (
    LARGEST,
    SMALLEST,
    TRUEST,
    clearing_factor_of,
    cutoff_of,
    lambda_t_of,
    medium_of_spin,
    operation_of_spin,
    reference_share,
    vesicle_density,
)
from exoforge.design.isolation.rotor_result import COLD, Array, KindRow, RotorRun, SizeRow, Spin, Warmth
from exoforge.laws.constants import FREEZING
from exoforge.laws.rotors import Rotor, mean_radius, rpm_of
from exoforge.laws.sedimentation import PROTEIN_COEFFICIENTS
from exoforge.stages.isolate.centrifugation import FIDELITIES, Centrifugation, pelleted_shares
from exoforge.stages.isolate.spin_settings import long_pelleting
from exoforge.streams.amounts import is_protein, portion

ROOM = FREEZING + 20.0
"""[K] Laid beside the cold room."""
SIZES = tuple(size * 1e-9 for size in (30, 40, 50, 60, 70, 80, 100, 120, 150, 200, 250, 300, 400, 500, 700, 1000))
"""[m] The diameters of the table, as far as they are asked for."""
CURVE = 121
"""Points of a drawn curve."""


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
    operation = operation_of_spin(spin)
    medium, viscosity = medium_of_spin(operation)
    at = operation.geometry
    diameters = np.geomspace(*sizes, CURVE)
    lambdas = lambda_t_of(spin, diameters, operation)
    suspension = feed.suspension if volume is None else portion(feed.suspension, volume / feed.suspension.volume)
    split = operation.separate(suspension)
    return RotorRun(
        spin=spin,
        forces={name: spin.speed**2 * radius for name, radius in radii_of(spin.rotor).items()},
        factor=clearing_factor_of(spin.rotor, spin.speed),
        full_factor=None if spin.rotor.max_speed is None else clearing_factor_of(spin.rotor, spin.rotor.max_speed),
        medium_density=medium,
        viscosity=viscosity,
        cutoffs={fidelity: cutoff_of(spin, operation, fidelity) for fidelity in FIDELITIES},
        sizes=tuple(_size(spin, size, operation) for size in _listed(sizes)),
        kinds=_kinds(operation, feed),
        others=tuple(elsewhere(spin, other, diameters) for other in others),
        warmths=tuple(_warmth(dataclasses.replace(spin, temperature=kelvin)) for kelvin in dict.fromkeys((COLD, ROOM, spin.temperature))),
        diameters=diameters,
        curves={fidelity: pelleted_shares(at, lambdas, fidelity)[0] for fidelity in FIDELITIES},
        reference=reference_share(spin, operation),
        figures=split.figures,
        volume=suspension.volume,
        said=feed.said,
        notices=_notices(spin, medium, diameters, lambdas),
        cites=_cites(spin, others),
    )


def _check(spin: Spin, sizes: tuple[float, float]) -> None:
    most = spin.rotor.max_speed
    if most is not None and spin.speed > most * (1 + 1e-9):
        raise SettingError(
            f"{rpm_of(spin.speed):.0f} rpm are more than the {rpm_of(most):.0f} rpm that rotor {spin.rotor.label} bears ({spin.rotor.max_speed_status}), "
            f"which are {most**2 * spin.rotor.r_max / STANDARD_GRAVITY:.0f} x g at r_max and {most**2 * mean_radius(spin.rotor) / STANDARD_GRAVITY:.0f} x g "
            "at r_av; spin slower, or take another rotor."
        )
    if not (spin.speed > 0 and spin.duration > 0):
        raise SettingError(f"The speed is {rpm_of(spin.speed):g} rpm and the time {spin.duration:g} s; both must be above 0.")
    if not SMALLEST < sizes[0] < sizes[1] < LARGEST:
        raise SettingError(
            f"The sizes go from {sizes[0] * 1e9:g} to {sizes[1] * 1e9:g} nm; the second must be larger than the first, and both within 1 nm to 100 um."
        )


def _notices(spin: Spin, medium: float, diameters: Array, lambda_t: Array) -> tuple[str, ...]:
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


def _listed(sizes: tuple[float, float]) -> list[float]:
    inside = [size for size in SIZES if sizes[0] * (1 + 1e-9) < size < sizes[1] * (1 - 1e-9)]
    return [sizes[0], *inside, sizes[1]]


def _size(spin: Spin, diameter: float, operation: Centrifugation) -> SizeRow:
    one = np.array([diameter])
    lambda_t = lambda_t_of(spin, one, operation)
    found = {fidelity: pelleted_shares(operation.geometry, lambda_t, fidelity) for fidelity in FIDELITIES}
    shares = {fidelity: float(bottom[0]) for fidelity, (bottom, _) in found.items()}
    return SizeRow(diameter=diameter, density=float(vesicle_density(spin, one)[0]), shares=shares, wall=float(found["radial-field"][1][0]))


def _kinds(operation: Centrifugation, feed: Feed) -> tuple[KindRow, ...]:
    """Every kind of the feed; vesicles keep the densities of the feed."""
    suspension = feed.suspension
    split = operation.separate(suspension)
    medium = medium_of_spin(operation)[0]
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
    rows += [
        KindRow(name=name, pelleted=split.product.solutes[name] / mass, standard=_standard(name, operation))
        for name, mass in suspension.solutes.items()
        if mass > 0
    ]
    return tuple(rows)


def _warmth(spin: Spin) -> Warmth:
    operation = operation_of_spin(spin)
    return Warmth(
        temperature=spin.temperature,
        viscosity=medium_of_spin(operation)[1],
        share=reference_share(spin, operation),
        cutoff=cutoff_of(spin, operation, TRUEST),
    )


def _standard(solute: str, operation: Centrifugation) -> float:
    """Coefficient of a dissolved substance in water of 20 degrees [s]; 0 of what is no protein, which stays dissolved."""
    return PROTEIN_COEFFICIENTS.get(solute, operation.protein_coefficient if is_protein(solute) else 0.0)
