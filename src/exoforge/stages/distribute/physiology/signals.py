"""What comes into the declared model from outside over time, as few straight lines as a stated error allows.

A step of the solver ends wherever an input bends, so that every line costs a step of each member.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exoforge.laws.kinetics.problem import Signal
from exoforge.stages.distribute.passage import DAY, Release, let_go
from exoforge.stages.distribute.physiology.numbers import Group, each

Floats = NDArray[np.float64]

RELEASE_ERROR = 1e-4
"""[1] of all that is given, by which the release so far may stray between the lines; a choice."""
ROOM_ERROR = 1e-4
"""[1] by which the room left in an organ may stray between the lines; a choice."""
RECOVERY_KNOTS = DAY * np.array([0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0])
"""[s] after a dose at which the faster clearance is tabulated; straight lines between."""


def release_signal(releases: Sequence[Release], time: Floats) -> tuple[Signal, Floats]:
    """The release of members as steps, in shares of all that is given per time; what is let go at once comes in the step before it.

    That step is a second long or shorter, because the times of a release have one a second before every application. At
    those times and at the ends of the steps the release so far is exact; between them it strays by `RELEASE_ERROR` at most.

    Returns
    -------
    signal : (n_knots,), (n_members, n_knots) [1/s]. released : (n_members, n_t) [1] what that has let go, the start not counted.
    """
    different = list({id(release): release for release in releases}.values())
    place = {id(release): row for row, release in enumerate(different)}
    rows = np.array([place[id(release)] for release in releases])
    total = np.array([let_go(release) - release.jump[0] for release in different]) / np.array([release.given for release in different])[:, np.newaxis]
    starts = np.searchsorted(time, releases[0].starts)
    knots = bends(time, total, RELEASE_ERROR, kept=np.concatenate([starts, starts - 1]))
    ends = time[knots]
    rate = np.diff(total[:, knots], axis=1) / np.diff(ends)
    released = total[:, knots[:-1]][:, _leg_of(time, ends)] + rate[:, _leg_of(time, ends)] * (time - ends[_leg_of(time, ends)])
    return (np.repeat(ends, 2)[1:-1], np.repeat(rate, 2, axis=1)[rows]), released[rows]


def room_signals(filled: Mapping[str, Floats], time: Floats, release: Signal) -> dict[str, Signal]:
    """The room that vesicles leave in each organ, 1 when it is empty, as straight lines within `ROOM_ERROR` for every member.

    They bend where the release does, and where else they must.

    Parameters
    ----------
    filled : organ -> (n_members, n_t) share of the capacity that is in use. release : of the same members.
    """
    rooms = {organ: np.clip(1.0 - share, 0.0, 1.0) for organ, share in filled.items()}
    knots = bends(time, np.concatenate(list(rooms.values())), ROOM_ERROR, kept=np.searchsorted(time, release[0]))
    return {f"room_{organ}": (time[knots], room[:, knots]) for organ, room in rooms.items()}


def haste_signal(group: Group, starts: Floats, time: Floats) -> Signal:
    """By how much phagocytes take up faster: 0 to the second dose, then up at every dose and back towards 0."""
    size = each(group, "repeat_clearance")[:, np.newaxis]
    if starts.size == 1 or (size == 1).all():
        return time[[0, -1]], np.zeros((size.shape[0], 2))
    recovery = each(group, "recovery")[:, np.newaxis]
    knots, values = [np.array([time[0], starts[1]])], [np.zeros((size.shape[0], 2))]
    for begin, end in zip(starts[1:], np.append(starts[2:], time[-1]), strict=True):
        since = np.concatenate([[0.0], RECOVERY_KNOTS[begin + RECOVERY_KNOTS < end], [end - begin]])
        knots.append(begin + since)
        values.append((size - 1.0) * np.exp(-since / recovery))
    return np.concatenate(knots), np.concatenate(values, axis=1)


def bends(time: Floats, values: Floats, error: float, kept: Sequence[int] | NDArray[np.int64] = ()) -> NDArray[np.int64]:
    """Places at which lines must bend so that no row of the values is further than the error from its line (Ramer-Douglas-Peucker).

    Parameters
    ----------
    values : (n_rows, n_t) at the times; one set of places serves all rows. kept : places that are ends of lines whatever the error.
    """
    found = {0, time.size - 1, *(int(place) for place in kept if 0 < place < time.size)}
    ends = sorted(found)
    open_ = list(pairwise(ends))
    while open_:
        first, last = open_.pop()
        if last - first < 2:
            continue
        inner = slice(first + 1, last)
        share = (time[inner] - time[first]) / (time[last] - time[first])
        chord = values[:, first, np.newaxis] * (1.0 - share) + values[:, last, np.newaxis] * share
        off = np.abs(values[:, inner] - chord).max(axis=0)
        worst = int(off.argmax())
        if off[worst] > error:
            middle = first + 1 + worst
            found.add(middle)
            open_ += [(first, middle), (middle, last)]
    return np.array(sorted(found))


def _leg_of(time: Floats, ends: Floats) -> NDArray[np.int64]:
    """The line on which each time lies."""
    return np.minimum(np.searchsorted(ends, time, side="right") - 1, ends.size - 2)
