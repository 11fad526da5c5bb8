"""How a wound is covered: epidermal cells divide and creep in, and make a signal that regulates their division (Sherratt and Murray).

In units of the wound's radius (or half width) R, of the time 1/k in which unwounded skin loses its cells, and of unwounded skin:

    dn/dt = D lap n + s(c) n (2 - n) - n            cells
    dc/dt = D_c lap c + lambda (f(n) - c)           signal
    activator   s = 2 c_m (h - b) c / (c_m^2 + c^2) + b,  b = (1 + c_m^2 - 2 h c_m) / (1 - c_m)^2,  f = n (1 + alpha^2) / (n^2 + alpha^2)
    inhibitor   s = ((h - 1) c + h) / (2 (h - 1) c + 1),                                            f = n
    n = c = 0 in the wound at first, n = c = 1 at its edge always

Rings of equal width carry cells and signal (finite volumes, second order), Rodas4 carries them through time with steps that
follow the front; the error of the day of closing falls with the square of the width of a ring, see `RESOLUTION`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.compiled import compiled
from exoforge.laws.domain import positive

RESOLUTION = 4.5
"""[1] Rings per width sqrt(D) of the front. With 4.5 the published wound (200 rings) closes 0.24 % too early, with 9 it is 0.06 %
(measured against 1600 rings); the inhibitor the same."""
FEWEST, MOST = 60, 6000
"""Rings of any wound; more than `MOST` would be a wound of half a metre."""
MOST_STEPS = 200_000
HEALED = 0.8
"""[1] Density of cells, as a share of unwounded skin, from which the wound is closed at a place (sherratt1990_implementation)."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Epidermis:
    """The regulation of the epidermis, in units of the wound's radius and of 1/k.

    Parameters
    ----------
    activator : whether the signal raises division; else it inhibits it.
    D, D_c : [R2 k] diffusion of cells and of the signal. lam : [k] turnover of the signal. h : [k] largest rate of division.
    c_m : [1] signal at which division is largest. alpha : [1] cells at which the activator is made fastest; neither of the inhibitor.
    """

    activator: bool
    D: float
    D_c: float
    lam: float
    h: float
    c_m: float = 40.0
    alpha: float = 0.1

    def __post_init__(self) -> None:
        for name in ("D", "D_c", "lam", "h", "alpha"):
            positive(f"closure: {name}", getattr(self, name))
        if self.activator and not self.c_m > 1.0:
            raise SettingError(f"closure: c_m is {self.c_m:g}; division is largest at a signal above that of unwounded skin, 1.")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Closure:
    """The course of one wound.

    Parameters
    ----------
    edge : (n_t,) [1] radius of the open wound, as a share of R. cells : (n_t,) [1] mean density in the wound.
    closed : [1/k] when no place has fewer than the level; infinite when that is not reached.
    steps : taken, refused ones included. message : empty, or why the course ends early; the values after it are NaN.
    """

    edge: Floats
    cells: Floats
    closed: float
    steps: int
    message: str


def rings_for(skin: Epidermis, resolution: float = RESOLUTION) -> int:
    """How many rings resolve the front: `resolution` per width sqrt(D), at least `FEWEST`.

    Raises
    ------
    SettingError
        The wound is so large for its front that more than `MOST` would be needed.
    """
    found = max(FEWEST, math.ceil(resolution / math.sqrt(skin.D)))
    if found > MOST:
        raise SettingError(f"closure: D is {skin.D:.3g} and the front needs {found} rings; at most {MOST} are followed. State a smaller wound.")
    return found


def closure(
    skin: Epidermis,
    *,
    times: Floats,
    circular: bool = True,
    knots: Floats | None = None,
    activity: Floats | None = None,
    more_division: float = 0.0,
    more_diffusion: float = 0.0,
    level: float = HEALED,
    rings: int | None = None,
    rtol: float = 1e-3,
) -> Closure:
    """Follow one wound.

    Parameters
    ----------
    times : (n_t,) [1/k] increasing; the wound is made at the first.
    circular : a round wound; else a long one, of half width R.
    knots, activity : (n_knots,) [1/k] and [1] of a therapy, straight between the knots, which cover the times; a time given twice is a jump.
    more_division, more_diffusion : [1] relative rise of h and of D at an activity of 1.
    level : [1] density from which a place is closed. rings : how many; None takes `rings_for`.
    rtol : relative tolerance of a step; 1e-3 moves the day of closing by less than 1e-4 of it.

    Raises
    ------
    SettingError
        Times or knots do not increase, the knots do not cover the times, or the level is not between 0 and 1.
    FileError
        The cache folder named by EXOFORGE_CACHE cannot be written.

    References: sherratt1990, sherratt1990_implementation
    """
    times = np.ascontiguousarray(times, dtype=np.float64)
    knots = np.array([times[0], times[-1]]) if knots is None else np.ascontiguousarray(knots, dtype=np.float64)
    activity = np.zeros(knots.size) if activity is None else np.ascontiguousarray(activity, dtype=np.float64)
    _check(times, knots, activity, level)
    kernel = compiled("closure_kernel.py")
    size = rings or rings_for(skin)
    wound = kernel.Skin(
        skin.activator, skin.D, skin.D_c, skin.lam, skin.h, skin.c_m if skin.activator else 2.0, skin.alpha, float(more_division), float(more_diffusion)
    )
    edge, cells, told = np.full(times.size, np.nan), np.full(times.size, np.nan), np.zeros(3)
    code = kernel.heal(wound, kernel.Rings(*_rings(size, circular)), knots, activity, times, float(level), float(rtol), MOST_STEPS, edge, cells, told)
    return Closure(edge=edge, cells=cells, closed=float(told[0]), steps=int(told[1]), message=_sentence(skin, code, float(told[2]), more_division))


def resolved(skin: Epidermis, *, times: Floats, circular: bool = True, tolerance: float = 1e-3) -> tuple[Closure, int]:
    """An untreated wound on twice as many rings until the time of closing moves by less than a relative tolerance, and how many that took.

    Raises
    ------
    SettingError
        The wound does not close within the times, or not even `MOST` rings are enough.
    """
    size = rings_for(skin)
    before = closure(skin, times=times, circular=circular, rings=size)
    while 2 * size <= MOST:
        size *= 2
        after = closure(skin, times=times, circular=circular, rings=size)
        if not math.isfinite(after.closed):
            raise SettingError(f"closure: the wound is not closed by {float(times[-1]):g}/k; follow it for longer.")
        if abs(after.closed - before.closed) <= tolerance * after.closed:
            return after, size
        before = after
    raise SettingError(f"closure: with {size} rings the time of closing still moves by more than {tolerance:g} of it; loosen the tolerance.")


def _rings(size: int, circular: bool) -> tuple[Floats, Floats, Floats]:
    """Weights of diffusion inwards and outwards [1/R2], and the share of the wound in each ring."""
    faces = np.linspace(0.0, 1.0, size + 1)
    across = faces if circular else np.where(faces > 0, 1.0, 0.0)  # nothing crosses the middle
    inside = np.diff(faces**2) / 2 if circular else np.diff(faces)
    gaps = np.full(size + 1, 1.0 / size)
    gaps[-1] /= 2  # the edge itself is known, not a ring beyond it
    return across[:-1] / gaps[:-1] / inside, across[1:] / gaps[1:] / inside, inside / inside.sum()


def _check(times: Floats, knots: Floats, activity: Floats, level: float) -> None:
    if times.size < 2 or not np.all(np.diff(times) > 0):
        raise SettingError("closure: the times must increase, and there must be at least two.")
    if knots.size < 2 or knots.size != activity.size or not np.all(np.diff(knots) >= 0):
        raise SettingError(f"closure: {knots.size} knots and {activity.size} values of activity; give one value per knot, in order of time, at least two.")
    if knots[0] > times[0] or knots[-1] < times[-1]:
        raise SettingError(f"closure: the activity is known from {knots[0]:g} to {knots[-1]:g}; it must cover {times[0]:g} to {times[-1]:g}.")
    if not 0.0 < level < 1.0:
        raise SettingError(f"closure: the level is {level:g}; a place is closed at a density between 0 and 1 of unwounded skin.")


def _sentence(skin: Epidermis, code: int, reached: float, more_division: float) -> str:
    from exoforge.laws.closure_kernel import FINE, NEGATIVE_MITOSIS, TOO_MANY_STEPS

    if code == FINE:
        return ""
    if code == NEGATIVE_MITOSIS:
        highest = (1 + skin.c_m**2) / (2 * skin.c_m)
        full = " with the full effect of the vesicles" if more_division else ""
        return (
            f"the largest rate of division is {skin.h * (1 + more_division):.4g}{full}; above {highest:.4g} division "
            "without signal would be negative. Choose a smaller h or a weaker effect."
        )
    what = "all steps allowed are used up" if code == TOO_MANY_STEPS else "the steps became too small to move on"
    return f"the closure of the wound stopped at {reached:.4g}/k: {what}; look for a parameter far from its usual value."
