"""What vesicles are kept in: walls, vessels and protectants, read from the table beside this file."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

REFERENCE_RADIUS = 4e-3
"""[m] Inner radius of the smallest vessel of the list, in which the loss to the wall was measured."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Container:
    """A kind of wall, with what was read of it."""

    key: str
    label: str
    is_low_binding: bool
    note: str
    cite: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Vessel:
    """A vessel that is usual for a volume: capacity [m3] and inner radius [m]."""

    label: str
    capacity: float
    radius: float
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Protectant:
    """What is added: where a benefit was read (`liquid`, `frozen`), whether it keeps vesicles off the wall, and the words."""

    key: str
    label: str
    liquid: bool
    frozen: bool
    blocks_wall: bool
    note: str
    cite: str


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("exoforge.stages.store") / "containers.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def containers() -> dict[str, Container]:
    """Every kind of wall, by key."""
    return {key: Container(key=key, **entry) for key, entry in _table()["containers"].items()}


@lru_cache(maxsize=1)
def protectants() -> dict[str, Protectant]:
    """Everything that is added, by key; ``none`` is nothing but buffer."""
    return {key: Protectant(key=key, **entry) for key, entry in _table()["protectants"].items()}


@lru_cache(maxsize=1)
def vessels() -> tuple[Vessel, ...]:
    """The usual vessels, the smallest first."""
    return tuple(
        Vessel(label=row["label"], capacity=1e-6 * row["capacity_mL"], radius=1e-3 * row["radius_mm"], status=row["status"]) for row in _table()["vessels"]
    )


def usual_radius(volume: float) -> float:
    """Inner radius of the vessel that is usual for a volume [m]; beyond the largest a bottle whose liquid is as high as it is wide.

    Parameters
    ----------
    volume : in one vessel [m3].
    """
    fitting = [vessel.radius for vessel in vessels() if volume <= vessel.capacity * (1.0 + 1e-9)]
    return fitting[0] if fitting else (volume / (2.0 * math.pi)) ** (1.0 / 3.0)
