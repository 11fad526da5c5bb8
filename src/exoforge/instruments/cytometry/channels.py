"""Channels of a measurement: found by name, and told apart by what they measure."""

from __future__ import annotations

import re

from exoforge.base.errors import SettingError
from exoforge.instruments.cytometry.segments import Array
from exoforge.streams.measurement import Measurement

_TIME = re.compile(r"time|hdr-t$", re.IGNORECASE)
_WIDTH = re.compile(r"width|[-_ ]?w$", re.IGNORECASE)
_SCATTER = re.compile(r"^\W*(fsc|ssc|fs|ss|fals|lals|sals|mals|bssc|vssc)|(lals|sals|mals|fsc|ssc)", re.IGNORECASE)
_SUFFIX = re.compile(r"(-[AHW]|\((?:Area|Peak)\))$", re.IGNORECASE)


def channel(measured: Measurement, name: str) -> Array:
    """The events of a channel, by its name or its stain, in any case.

    Raises
    ------
    SettingError
        There is no such channel, or several are stained so.
    """
    return measured.arrays[channel_name(measured, name)]


def channel_name(measured: Measurement, name: str) -> str:
    """The name of a channel as the file has it.

    Raises
    ------
    SettingError
        As `channel`.
    """
    wanted = name.strip().lower()
    for known in measured.arrays:
        if known.lower() == wanted:
            return known
    by_stain = [known for known, entry in measured.settings.get("channels", {}).items() if str(entry.get("stain", "")).lower() == wanted]
    if len(by_stain) == 1:
        return str(by_stain[0])
    source = measured.file.name if measured.file else measured.sample
    raise SettingError(f"'{source}' has no channel '{name}'; its channels are {', '.join(measured.arrays)}.")


def is_scatter(name: str) -> bool:
    """Whether a channel measures scattered light, by its usual names."""
    return bool(_SCATTER.search(name)) and not _TIME.match(name)


def is_fluorescence(name: str) -> bool:
    """Whether a channel measures fluorescence: what is neither scatter nor time nor a width."""
    return not (is_scatter(name) or _TIME.match(name) or _WIDTH.search(name))


def like(measured: Measurement, name: str, *, most: int) -> tuple[str, ...]:
    """A fluorescence channel and others of the same kind (area with area, height with height), at most so many."""
    ending = _ending(name)
    others = [one for one in measured.arrays if one != name and is_fluorescence(one) and _ending(one) == ending]
    return (name, *others[: most - 1])


def scatter_pair(measured: Measurement) -> tuple[str, str] | None:
    """The first forward and the first side scatter channel, or the first two of any; None where there are fewer."""
    found = [one for one in measured.arrays if is_scatter(one) and not _WIDTH.search(one)]
    forward = [one for one in found if "f" in one.lower()[:2]]
    side = [one for one in found if one not in forward]
    if forward and side:
        return forward[0], next((one for one in side if _ending(one) == _ending(forward[0])), side[0])
    return (found[0], found[1]) if len(found) > 1 else None


def _ending(name: str) -> str:
    found = _SUFFIX.search(name)
    return found.group(1).lower() if found else ""
