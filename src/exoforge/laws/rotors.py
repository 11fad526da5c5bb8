"""The rotors of the published pelleting tables: radii, angle, tube and highest speed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from exoforge.laws.tables import known, optional_number, rows

RotorKind = Literal["swinging", "fixed-angle"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rotor:
    """A rotor with its usual tube.

    Parameters
    ----------
    key, label : the word of the list, and the maker's name.
    kind : ``swinging`` bucket or ``fixed-angle``.
    r_min, r_max : nearest and farthest point of the sample from the axis [m].
    angle : between tube and axis [rad]; None for a swinging bucket.
    tube_diameter : inner [m]; None for a swinging bucket, whose share does not depend on it.
    max_speed : [rad/s]; None where no source states it.
    max_speed_status : ``read`` in the source, or ``recalled``.
    source : where the geometry was read.
    """

    key: str
    label: str
    kind: RotorKind
    r_min: float
    r_max: float
    angle: float | None
    tube_diameter: float | None
    max_speed: float | None
    max_speed_status: str
    source: str


@lru_cache(maxsize=1)
def rotors() -> tuple[Rotor, ...]:
    """All rotors on the list."""
    return tuple(_rotor(row) for row in rows("rotors.csv"))


def rotor(name: str) -> Rotor:
    """The rotor that a key or a maker's name means, in any case and with or without hyphens.

    Raises
    ------
    SettingError
        The rotor is not on the list; the sentence names the nearest. Its geometry can be stated instead.
    """
    label = known(name, [one.label for one in rotors()], "rotor")
    return next(one for one in rotors() if one.label == label)


def mean_radius(r: Rotor) -> float:
    """The radius at which papers most often state the centrifugal force: the mean of `r_min` and `r_max` [m]."""
    return (r.r_min + r.r_max) / 2.0


def _rotor(row: dict[str, str]) -> Rotor:
    angle, tube, speed = (optional_number(row[name]) for name in ("angle_deg", "tube_diameter_mm", "rpm_max"))
    return Rotor(
        key=row["key"],
        label=row["label"],
        kind=cast(RotorKind, row["kind"]),
        r_min=float(row["r_min_mm"]) * 1e-3,
        r_max=float(row["r_max_mm"]) * 1e-3,
        angle=None if angle is None else math.radians(angle),
        tube_diameter=None if tube is None else tube * 1e-3,
        max_speed=None if speed is None else speed * 2.0 * math.pi / 60.0,
        max_speed_status=row["rpm_max_status"],
        source=row["source"],
    )
