"""What a release curve cannot be: above the load, falling, of too few points; and what is only told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError

if TYPE_CHECKING:
    from exoforge.design.release.curves import Curve

FEWEST_POINTS = 4
"""After the start. A choice: with three, a law of one coefficient leaves nothing by which two laws could be told apart."""
MOST_POINTS = 2000
"""Of one curve: beyond it, neighbours share their errors and no comparison of laws takes them as independent. A choice."""
ABOVE, FALL, AT_START = 0.005, 0.02, 0.02
"""Shares that pass where no standard deviation is stated: above the load (rounding), a fall from one point to the next, and at time 0. A choice."""
DEVIATIONS = 2.0
"""Standard deviations that pass where they are stated. A choice."""


def doubts_of(curve: Curve, *, file: str, per: float, unit: str, corrected: bool, error: NDArray[np.float64] | None = None) -> tuple[str, ...]:
    """What must be told of a curve that can be a release.

    Parameters
    ----------
    per : seconds in the table's unit of time. unit : that unit. corrected : whether samples were made up for.
    error : standard deviation of a single value, where the curve states none of its own and a mean beside it does.

    Raises
    ------
    FileError
        It is no release; the sentence names the points.
    """
    who = f"'{curve.batch}' in '{file}'"
    after = int(np.sum(curve.time > 0))
    if after < FEWEST_POINTS:
        raise FileError(f"{who} has {after} points after the start; {FEWEST_POINTS} or more are needed to tell one law of release from another.")
    if after > MOST_POINTS:
        raise FileError(f"{who} has {after} points; {MOST_POINTS} at most are compared with laws, whose errors must be independent: keep every so many.")
    spread = error if curve.spread is None else curve.spread
    at = [f"{time / per:.4g} {unit}" for time in curve.time]
    notes: list[str] = []
    room = np.full(curve.time.size, ABOVE) if spread is None else np.maximum(DEVIATIONS * spread, ABOVE)
    over = curve.released - 1.0
    if np.any(over > room):
        place = int(np.argmax(over - room))
        hint = " Is the head in the wrong unit?" if curve.released.max() > 3 else ""
        allowed = "" if spread is None else f", beyond {DEVIATIONS:g} of its standard deviations"
        remedy = _remedy(spread, corrected)
        raise FileError(f"{who} releases {curve.released[place]:.4g} of the load (1 is all) at {at[place]}, above 100 %{allowed}.{hint} {remedy}")
    if np.any(over > 1e-12):
        notes.append(f"{who} reaches {100 * curve.released.max():.4g} %, above 100 % within what its error allows; kept as it is.")
    if np.any(curve.released < -room):
        place = int(np.argmin(curve.released + room))
        raise FileError(f"{who} releases {100 * curve.released[place]:.4g} % at {at[place]}; a release is not negative. Was a blank taken off twice?")
    first = float(curve.released[0]) if curve.time[0] == 0 else 0.0
    if first > (AT_START if spread is None else max(DEVIATIONS * float(spread[0]), AT_START)):
        raise FileError(f"{who} has released {100 * first:.4g} % at time 0; take off the background, or give a burst the time at which it was sampled.")
    fell = _falls(curve, spread)
    if fell:
        worst = max(fell, key=lambda one: one[2] - one[3])
        before, later = worst[0], worst[1]
        told = f"from {100 * curve.released[before]:.4g} % at {at[before]} to {100 * curve.released[later]:.4g} % at {at[later]}"
        if worst[2] > worst[3]:
            hint = "" if corrected else " Where the values are contents of a medium that was sampled, give --sample-volume and --total-volume."
            raise FileError(f"{who} falls {told}; a cumulative release does not.{hint}")
        notes.append(f"{who} falls {told}, which its scatter allows; kept as it is.")
    if float(np.max(curve.released)) <= 1e-9:
        raise FileError(f"{who} releases nothing; there is no law to find.")
    if not np.any(np.diff(curve.released) > 0):
        raise FileError(f"{who} does not rise from its first point to its last; there is no law to find.")
    return tuple(notes)


def _remedy(spread: NDArray[np.float64] | None, corrected: bool) -> str:
    """What to look at where a curve passes 100 %."""
    if corrected:
        return "Were the values made up for the samples already? Then leave --sample-volume out; else check load and unit."
    return "Check load and unit." + (" Where its error explains it, state the error in a column 'sd'." if spread is None else "")


def _falls(curve: Curve, spread: NDArray[np.float64] | None) -> list[tuple[int, int, float, float]]:
    """Where the curve lies below its highest point before: both places, by how much, and how much its scatter allows."""
    found = []
    high = 0
    for place in range(1, curve.time.size):
        if curve.released[place] < curve.released[high] - 1e-12:
            allowed = FALL if spread is None else max(DEVIATIONS * float(np.hypot(spread[high], spread[place])), 1e-12)
            found.append((high, place, float(curve.released[high] - curve.released[place]), allowed))
        else:
            high = place
    return found
