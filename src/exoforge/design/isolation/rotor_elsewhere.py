"""The same vesicles in another rotor: the times that keep ``t / k``, the pelleted share, or the cut-off equal."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from exoforge.design.isolation.forces import radii_of
from exoforge.design.isolation.rotor_pelleting import (
    REFERENCE,
    TRUEST,
    clearing_factor_of,
    completion,
    crossing,
    lambda_t_of,
    operation_of_spin,
    reference_share,
)
from exoforge.design.isolation.rotor_result import Array, Elsewhere, Spin
from exoforge.laws.rotors import Rotor
from exoforge.stages.isolate.centrifugation import Centrifugation, pelleted_shares


def elsewhere(spin: Spin, other: Rotor, diameters: Array) -> Elsewhere:
    """A spin carried to another rotor at the same force, or at its highest speed where it does not reach it.

    Parameters
    ----------
    diameters : (n,) [m] of the curve of pelleted shares.
    """
    wanted = math.sqrt(spin.speed**2 * radii_of(spin.rotor)[spin.at] / radii_of(other)[spin.at])
    speed = wanted if other.max_speed is None else min(wanted, other.max_speed)
    factor = clearing_factor_of(other, speed)
    by_factor = spin.duration * factor / clearing_factor_of(spin.rotor, spin.speed)
    here = operation_of_spin(spin)
    there = dataclasses.replace(spin, rotor=other, speed=speed, duration=by_factor)
    moved = operation_of_spin(there)
    cleared_here, cleared_there = (completion(one.geometry, TRUEST) for one in (here, moved))
    push = (spin.speed / speed) ** 2
    return Elsewhere(
        rotor=other,
        speed=speed,
        is_limited=speed < wanted,
        factor=factor,
        by_factor=by_factor,
        by_share=_time_of_share(there, moved, reference_share(spin, here)),
        by_cutoff=spin.duration * push * cleared_there / cleared_here,
        share=reference_share(there, moved),
        curve=pelleted_shares(moved.geometry, lambda_t_of(there, diameters, moved), TRUEST)[0],
    )


def _time_of_share(there: Spin, moved: Centrifugation, share: float) -> float | None:
    """The time after which a rotor has pelleted a share of 100 nm vesicles [s]; None where none sinks."""
    rate = float(lambda_t_of(there, np.array([REFERENCE]), moved)[0]) / there.duration
    if rate <= 0 or share <= 0:
        return None
    cleared = completion(moved.geometry, TRUEST)

    def missing(lambda_t: float) -> float:
        return float(pelleted_shares(moved.geometry, np.array([lambda_t]), TRUEST)[0][0]) - min(share, 1.0 - 1e-12)

    return crossing(missing, 0.0, cleared) / rate
