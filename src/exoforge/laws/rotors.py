"""The rotors of vesicle laboratories: radii, angle, tubes, highest speed; those that the package knows, and those that a user adds.

A file of one's own holds one table for each rotor, and is read from a path or from ``rotors.toml`` in the user's data folder:

```
["Our big rotor"]
kind = "fixed-angle"        # or "swinging", which needs neither angle nor tube_diameter
r_min = "35.9 mm"
r_max = "103.8 mm"
angle = "24 deg"
tube_diameter = "38 mm"
max_speed = "45000 rpm"     # from here on all may be left out
tube_volume = "94 mL"
tubes = 6
k_factor = 133              # in S h at the highest speed, as the maker prints it; checked against the radii
source = "manual of the rotor, 2019"
```
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from exoforge.base.disk import data_folder, is_there
from exoforge.base.errors import FileError, SettingError
from exoforge.base.tables import check_keys, stated_amount, user_table
from exoforge.laws.constants import SVEDBERG_HOUR
from exoforge.laws.sedimentation import clearing_factor, fixed_angle_completion, swinging_bucket_completion
from exoforge.laws.tables import folded, known, optional_number, rows

RotorKind = Literal["swinging", "fixed-angle"]
OWN_FILE = "rotors.toml"
"""The file of one's own rotors in the data folder."""
CHART_AGREEMENT = 0.015
"""By how much the k-factor of the radii may differ from the maker's, beside the rounding of the chart to whole numbers."""
CHART_ROUNDING = 0.5 * SVEDBERG_HOUR
"""[s2]"""

_AMOUNTS = {"r_min": "m", "r_max": "m", "angle": "rad", "tube_diameter": "m", "max_speed": "rad/s", "tube_volume": "m3"}
_LIKE = {"m": "103.8 mm", "rad": "24 deg", "rad/s": "45000 rpm", "m3": "94 mL"}
_KEYS = ("kind", *_AMOUNTS, "tubes", "k_factor", "source")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rotor:
    """A rotor with its usual tube.

    Parameters
    ----------
    key, label : the word of the list, and the maker's name.
    kind : ``swinging`` bucket or ``fixed-angle``.
    r_min, r_max : nearest and farthest point of the sample from the axis, in full tubes [m].
    angle : between tube and axis [rad]; None for a swinging bucket.
    tube_diameter : of the tube [m]; None for a swinging bucket, whose share does not depend on it.
    max_speed : [rad/s]; None where no source states it.
    tube_volume : nominal, of one tube [m3]. tubes : places for it. None where not stated.
    k_factor : the maker's, at the highest speed [s2]; None where not stated.
    source : where the radii and the angle were read, and what else was.
    max_speed_status, tube_diameter_status, load_status, k_factor_status : ``read`` in the source, ``recalled``, or ``stated`` by the user;
        empty where there is no number. `load_status` is that of volume and number of tubes.
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
    tube_volume: float | None = None
    tubes: int | None = None
    k_factor: float | None = None
    tube_diameter_status: str = ""
    load_status: str = ""
    k_factor_status: str = ""


@lru_cache(maxsize=1)
def rotors() -> tuple[Rotor, ...]:
    """All rotors on the list of the package."""
    return tuple(_rotor(row) for row in rows("rotors.csv"))


def rotor(name: str, own: Sequence[Rotor] = ()) -> Rotor:
    """The rotor that a key or a maker's name means, in any case, with or without blanks, hyphens and the final ``Ti``.

    Parameters
    ----------
    own : rotors beside those of the package and of the user's data folder.

    Raises
    ------
    SettingError
        The rotor is not on the list; the sentence names the nearest. Its geometry can be stated instead.
    FileError
        It is none of the package's, and the file of the data folder cannot be used.
    """
    found = _by_name(rotors()).get(_bare(name))
    if found is not None:
        return found
    others = (*own, *own_rotors())
    found = _by_name(others).get(_bare(name))
    return found if found is not None else _nearest(name, (*rotors(), *others))


def own_rotors() -> tuple[Rotor, ...]:
    """The rotors of the user's data folder; none when there is no file. It is read once in a process.

    Raises
    ------
    FileError
        As `rotors_of`.
    """
    return _own(data_folder() / OWN_FILE)


@lru_cache(maxsize=8)
def _own(path: Path) -> tuple[Rotor, ...]:
    return rotors_of(path) if is_there(path) else ()


def rotors_of(path: Path) -> tuple[Rotor, ...]:
    """The rotors of a user's file.

    Raises
    ------
    FileError
        The file cannot be read, or a rotor in it cannot be used; the sentence names file, rotor and key.
    """
    found: list[Rotor] = []
    taken = set(_by_name(rotors()))
    for name, entry in user_table(path, what="a table of rotors (TOML)").items():
        where = f"'{path.name}', rotor '{name}'"
        if not isinstance(entry, dict):
            raise FileError(f'{where}: a rotor is a table of its own: ["{name}"], then kind, r_min, r_max and so on.')
        if _bare(name) in taken:
            raise FileError(f"{where}: there is already a rotor of this name; give yours another, such as '{name} with adapter'.")
        taken.add(_bare(name))
        found.append(_own_rotor(name, entry, where, path.name))
    return tuple(found)


def mean_radius(r: Rotor) -> float:
    """The radius at which papers most often state the centrifugal force: the mean of `r_min` and `r_max` [m]."""
    return (r.r_min + r.r_max) / 2.0


def rpm_of(speed: float) -> float:
    """Revolutions per minute of an angular velocity [rad/s]."""
    return speed * 30.0 / math.pi


def capacity(r: Rotor) -> float | None:
    """What all tubes of a rotor hold together [m3]; None where volume or number is not stated."""
    return None if r.tube_volume is None or r.tubes is None else r.tube_volume * r.tubes


def computed_factor(r: Rotor) -> float | None:
    """The k-factor at the highest speed that follows from the radii [s2]; None without a highest speed."""
    return None if r.max_speed is None else float(clearing_factor(r_min=r.r_min, r_max=r.r_max, angular_velocity=r.max_speed))


def agrees_with_chart(r: Rotor) -> bool:
    """Whether the radii give the k-factor that the maker prints; true where there is nothing to compare."""
    computed = computed_factor(r)
    if computed is None or r.k_factor is None:
        return True
    return abs(computed - r.k_factor) <= max(CHART_AGREEMENT * r.k_factor, CHART_ROUNDING)


@lru_cache(maxsize=8)
def _by_name(listed: tuple[Rotor, ...]) -> Mapping[str, Rotor]:
    return {_bare(name): one for one in listed for name in (one.key, one.label)}


def _bare(name: str) -> str:
    """A name without what people leave out or put in: ``SW-41``, ``sw41ti`` and ``SW 41 Ti`` are one, ``Type 70`` and ``Type 70.1`` are two."""
    return "".join(sign for sign in name.casefold() if sign.isalnum() or sign == ".").removesuffix("ti")


def _nearest(name: str, listed: Sequence[Rotor]) -> Rotor:
    """Refuse a name, with the nearest and all that there are."""
    label = known(name, [one.label for one in listed], "rotor")
    return next(one for one in listed if one.label == label)


def _rotor(row: dict[str, str]) -> Rotor:
    angle, tube, speed, volume, factor = (optional_number(row[name]) for name in ("angle_deg", "tube_diameter_mm", "rpm_max", "tube_volume_ml", "k_factor"))
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
        tube_volume=None if volume is None else volume * 1e-6,
        tubes=int(row["tubes"]) if row["tubes"] else None,
        k_factor=None if factor is None else factor * SVEDBERG_HOUR,
        tube_diameter_status=row["tube_diameter_status"],
        load_status=row["load_status"],
        k_factor_status=row["k_factor_status"],
    )


def _own_rotor(name: str, entry: Mapping[str, Any], where: str, file: str) -> Rotor:
    check_keys(entry, _KEYS, where=where, what="a rotor")
    kind = entry.get("kind")
    if kind not in ("swinging", "fixed-angle"):
        raise FileError(f"{where}: 'kind' is {kind!r}; it must be 'swinging' or 'fixed-angle'.")
    value = {key: stated_amount(entry[key], unit, where=f"{where}: '{key}'", like=_LIKE[unit]) for key, unit in _AMOUNTS.items() if key in entry}
    needed = ("r_min", "r_max") if kind == "swinging" else ("r_min", "r_max", "angle", "tube_diameter")
    if missing := [key for key in needed if key not in value]:
        raise FileError(f"{where}: '{missing[0]}' is missing; a {kind} rotor needs {', '.join(needed)}.")
    tubes, factor = _count(entry, "tubes", where, whole=True), _count(entry, "k_factor", where)
    fixed = kind == "fixed-angle"
    made = Rotor(
        key=folded(name).replace(" ", "-").replace(".", "-"),
        label=name,
        kind=cast(RotorKind, kind),
        r_min=value["r_min"],
        r_max=value["r_max"],
        angle=value["angle"] if fixed else None,
        tube_diameter=value["tube_diameter"] if fixed else None,
        max_speed=value.get("max_speed"),
        max_speed_status="stated" if "max_speed" in value else "",
        source=f"{file}: {entry['source']}" if "source" in entry else file,
        tube_volume=value.get("tube_volume"),
        tubes=None if tubes is None else int(tubes),
        k_factor=None if factor is None else factor * SVEDBERG_HOUR,
        tube_diameter_status="stated" if fixed else "",
        load_status="stated" if "tube_volume" in value and tubes else "",
        k_factor_status="stated" if factor else "",
    )
    _check(made, where)
    return made


def _check(made: Rotor, where: str) -> None:
    """See that the geometry can turn, and that the maker's k-factor is that of the radii."""
    radii = {"r_min": made.r_min, "r_max": made.r_max}
    try:
        if made.angle is None or made.tube_diameter is None:
            swinging_bucket_completion(**radii)
        else:
            fixed_angle_completion(**radii, angle=made.angle, tube_diameter=made.tube_diameter)
    except SettingError as trouble:
        raise FileError(f"{where}: {trouble}") from None
    computed = computed_factor(made)
    if computed is not None and made.k_factor is not None and not agrees_with_chart(made):
        raise FileError(
            f"{where}: 'k_factor' is {made.k_factor / SVEDBERG_HOUR:g} S h, but r_min, r_max and max_speed give {computed / SVEDBERG_HOUR:.4g} S h; "
            "correct the one that is wrong, or leave out 'k_factor'."
        )


def _count(entry: Mapping[str, Any], key: str, where: str, *, whole: bool = False) -> float | None:
    found = entry.get(key)
    if found is None:
        return None
    fits = isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found) and found > 0 and (not whole or found == int(found))
    if not fits:
        raise FileError(f"{where}: '{key}' is {found!r}; it must be a {'whole ' if whole else ''}number above 0, without a unit.")
    return float(found)
