"""What one spin pellets: the medium, ``s w^2 t`` by size, what clears the tube, the cut-off, and the share of vesicles of 100 nm."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from exoforge.design.isolation.rotor_result import Array, Spin
from exoforge.laws import sedimentation, water
from exoforge.laws.rotors import Rotor
from exoforge.laws.vesicle import shell_density
from exoforge.stages.isolate.centrifugation import FIDELITIES, Centrifugation, Geometry, pelleted_shares

REFERENCE = 100e-9
"""[m] The vesicle by which spins are compared; a choice."""
TRUEST = FIDELITIES[0]
"""The radial field, by which spins are compared."""
SMALLEST, LARGEST = 1e-9, 1e-4
"""[m] between which a cut-off is looked for."""


def operation_of_spin(spin: Spin) -> Centrifugation:
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


def medium_of_spin(operation: Centrifugation) -> tuple[float, float]:
    """Density [kg/m3] and viscosity [Pa s] of the medium."""
    warm = operation.temperature
    return float(water.density(warm)) + operation.excess_density, float(water.viscosity(warm)) * operation.relative_viscosity


def vesicle_density(spin: Spin, diameter: Array) -> Array:
    """(n,) [kg/m3] The stated density, or that of the shell model."""
    return shell_density(diameter) if spin.density is None else np.full_like(diameter, spin.density)


def lambda_t_of(spin: Spin, diameter: Array, operation: Centrifugation) -> Array:
    """(n,) ``s w^2 t`` of vesicles by size [m]; negative where they float."""
    medium, viscosity = medium_of_spin(operation)
    density = vesicle_density(spin, diameter)
    coefficient = sedimentation.sedimentation_coefficient(diameter=diameter, density=density, medium_density=medium, viscosity=viscosity)
    return coefficient * (spin.speed**2 * spin.duration)


def clearing_factor_of(rotor: Rotor, speed: float) -> float:
    """The k-factor at a speed [s2]."""
    return float(sedimentation.clearing_factor(r_min=rotor.r_min, r_max=rotor.r_max, angular_velocity=speed))


def completion(at: Geometry, fidelity: str) -> float:
    """The ``s w^2 t`` that clears the tube."""
    radii = {"r_min": at.r_min, "r_max": at.r_max}
    if at.is_swinging:
        return float(sedimentation.swinging_bucket_completion(**radii))
    slow = fidelity == "constant-velocity"
    law = sedimentation.fixed_angle_completion_constant_velocity if slow else sedimentation.fixed_angle_completion
    return float(law(**radii, tube_diameter=at.tube_diameter, angle=at.angle))


def cutoff_of(spin: Spin, operation: Centrifugation, fidelity: str) -> float:
    """The smallest vesicle that is pelleted whole [m]; infinite where nothing sinks."""
    needed = completion(operation.geometry, fidelity)

    def above(diameter: float) -> float:
        return float(lambda_t_of(spin, np.array([diameter]), operation)[0]) - needed

    return crossing(above, SMALLEST, LARGEST) if above(LARGEST) > 0 else math.inf


def reference_share(spin: Spin, operation: Centrifugation) -> float:
    """The share of vesicles of 100 nm that is pelleted in the radial field."""
    lambda_t = lambda_t_of(spin, np.array([REFERENCE]), operation)
    return float(pelleted_shares(operation.geometry, lambda_t, TRUEST)[0][0])


def crossing(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function passes 0, by halving."""
    for _ in range(80):
        middle = (low + high) / 2.0
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2.0
