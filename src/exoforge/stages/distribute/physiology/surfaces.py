"""What a modified surface is stated to do in a body: each a cited change of the uptake of some organs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import Spread, Status, lognormal
from exoforge.base.tables import packaged_table
from exoforge.stages.distribute.physiology.bodies import ORGANS

PLAIN = "none"
"""The word for an unmodified surface."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Surface:
    """One modification.

    Parameters
    ----------
    organs : whose uptake changes, of `ORGANS`. direction : up or down.
    size : factor of the change, 1 or more. spread : how far it may stray.
    is_size_stated : whether a source states a size; else only the direction, and the size is a choice.
    seeks : what it is meant for, where that is not the organ itself.
    says : what the source says. cite : key of the reference. status : of what it says.
    """

    key: str
    title: str
    organs: tuple[str, ...]
    direction: Literal["up", "down"]
    size: float
    spread: Spread
    is_size_stated: bool
    seeks: str
    says: str
    cite: str
    status: Status


@lru_cache(maxsize=1)
def surfaces() -> dict[str, Surface]:
    """Every modification of the table, by key."""
    found = {}
    for key, row in packaged_table("exoforge.stages.distribute.physiology", "surface.toml").items():
        found[key] = Surface(
            key=key,
            title=row["title"],
            organs=ORGANS if row["organs"] == ["all"] else tuple(row["organs"]),
            direction=row["direction"],
            size=row["size"],
            spread=lognormal(row["factor"]),
            is_size_stated=row["size_is"] == "stated",
            seeks=row.get("seeks", ""),
            says=row["says"],
            cite=row["cite"],
            status=row["status"],
        )
    return found


def uptake_factors(keys: Sequence[str], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the surfaces of members make of the uptake of each organ, (n_members, n_organ), 1 where nothing changes.

    Parameters
    ----------
    keys : the surface of each member. sizes : (n_members,) factor of the change, 1 or more.
    """
    power = np.array([_powers(key) for key in keys])
    return np.asarray(sizes[:, np.newaxis] ** power, dtype=np.float64)


@lru_cache(maxsize=64)
def _powers(key: str) -> tuple[float, ...]:
    if key == PLAIN:
        return (0.0,) * len(ORGANS)
    surface = surfaces()[key]
    return tuple((1.0 if surface.direction == "up" else -1.0) if organ in surface.organs else 0.0 for organ in ORGANS)


def told(surface: Surface) -> str:
    """A sentence for people: what is changed, by whom it is said, and what is not known."""
    where = "every organ" if len(surface.organs) == len(ORGANS) else " and ".join(surface.organs)
    size = "the factor is derived from what is stated" if surface.is_size_stated else "only the direction is stated; its size is a prior"
    meant = f" It seeks {surface.seeks}, which is a part of that compartment." if surface.seeks else ""
    read = "" if surface.status == "read" else " The source was recalled and not read again."
    return f"the surface ({surface.title}) moves the uptake of {where} {surface.direction}: {surface.says} Here {size}.{meant}{read}"


CHOICES = (PLAIN, *surfaces())
"""Every word for a surface."""
