"""Deterministic lateral displacement: posts in slanted rows push large particles sideways and let small ones pass.

Each row stands a little to the side of the row before. The stream in a gap is cut into lanes, and the lane beside a post passes on
its other side in the next row. A particle whose centre cannot come as near to the post as that lane is bumped along with the rows;
a smaller one follows the flow and gains nothing. Where particles diffuse across a gap on the way to the next row, each row is a new
draw, and what cannot reach all of that lane is bumped more often than not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, fraction, not_negative, positive, within

EXPONENT = 0.48
FACTOR = 1.4
"""Of Davis' formula, which was fitted to measurements with particles that hardly diffuse."""


def critical_diameter(*, gap: ArrayLike, row_shift: ArrayLike) -> Array:
    """Diameter above which a particle that does not diffuse is bumped (Davis): ``D_c = 1.4 G eps^0.48`` [m].

    Parameters
    ----------
    gap : `G`, free width between two posts [m]. row_shift : `eps`, shift of a row over the distance of two posts, above 0, at most 0.5.

    Raises
    ------
    SettingError
        The gap is not above 0, or the shift is out of range.

    Assumes
    -------
    Round posts, rigid spheres, a Peclet number far above 1; fitted where `eps` was 0.01 to 0.25.

    References
    ----------
    davis2008
    """
    return FACTOR * positive("gap between posts", gap, "m") * _shift(row_shift) ** EXPONENT


def barred_lane(*, diameter: ArrayLike, gap: ArrayLike) -> Array:
    """Share of the flow through a gap that a particle's centre cannot enter beside one post: ``a = (d / (1.4 G))^(1/0.48)``.

    It is the row shift for which the diameter would be critical, so that both agree. At most one half.

    Raises
    ------
    SettingError
        A diameter or the gap is not above 0.

    References
    ----------
    davis2008
    """
    ratio = positive("diameter", diameter, "m") / (FACTOR * positive("gap between posts", gap, "m"))
    return np.minimum(ratio ** (1.0 / EXPONENT), 0.5)


def remixed_share(*, diffusion: ArrayLike, width: ArrayLike, pitch: ArrayLike, velocity: ArrayLike) -> Array:
    """How far a particle forgets its place in a gap before the next row: ``1 - exp(-pi^2 D L / (u b^2))``.

    The slowest mode of diffusion between two walls at distance `b`, over the time ``L / u`` from row to row;
    with the Peclet number ``Pe = u b^2 / (D L)`` it is ``1 - exp(-pi^2 / Pe)``.

    Parameters
    ----------
    diffusion : [m2/s]. width : `b`, that the centre of the particle can move in [m]. pitch : `L`, from row to row [m].
    velocity : mean, of the flow in the gaps [m/s].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    wander = positive("diffusion coefficient", diffusion, "m2/s") * positive("distance of the rows", pitch, "m")
    return -np.expm1(-(np.pi**2) * wander / (positive("velocity in the gaps", velocity, "m/s") * positive("width that is free", width, "m") ** 2))


def bumped_share(*, diameter: ArrayLike, gap: ArrayLike, row_shift: ArrayLike, remixed: ArrayLike, tolerance: ArrayLike) -> Array:
    """Sideways way of a particle over that of one which is bumped by every post, 0 to 1.

    - Undisturbed by diffusion: ``Phi(ln(d / D_c) / s)``, a step at the critical diameter that gaps of unequal width round off.
    - Mixed in every gap: the particle is anywhere between the lanes `a` that it cannot enter, so it leaves by the lane ``eps`` with
      ``P = (eps - a) / (1 - 2 a)`` and is displaced by ``1 - P / eps``; all of it from ``a = eps`` on, which is the same diameter.

    In between, the second counts with the share that is mixed and the first with the rest.

    Parameters
    ----------
    diameter : [m]. gap : [m]. row_shift : `eps`. remixed : share of `remixed_share`. tolerance : `s`, relative spread of the gaps, above 0.

    Raises
    ------
    SettingError
        An argument is out of its range.

    Assumes
    -------
    The limit of mixing is derived here and agrees with the partial displacement that was reported of small particles; the passage
    between both limits is a choice.

    References
    ----------
    davis2008, kim2017
    """
    from scipy.special import ndtr

    eps = _shift(row_shift)
    ordered = ndtr(np.log(positive("diameter", diameter, "m") / critical_diameter(gap=gap, row_shift=eps)) / positive("spread of the gaps", tolerance))
    barred = np.minimum(barred_lane(diameter=diameter, gap=gap), eps)
    # 1 - P / eps without its cancellation; at eps = a = 1/2 every particle is bumped.
    room = eps * (1.0 - 2.0 * barred)
    drawn = np.where(room > 0, barred * (1.0 - 2.0 * eps) / np.where(room > 0, room, 1.0), 1.0)
    mixed = fraction("share that is mixed", remixed)
    return np.asarray(ordered + mixed * (np.where(barred < eps, drawn, 1.0) - ordered), dtype=np.float64)


def held_at_the_wall(*, drift: ArrayLike, diffusion: ArrayLike, width: ArrayLike, collected: ArrayLike) -> Array:
    """Share of particles within a strip beside the wall they drift to, once diffusion holds the balance: ``(1 - exp(-f Pe)) / (1 - exp(-Pe))``.

    ``Pe = v W / D``: the profile falls as ``exp(-v y / D)`` from the wall. Without drift the strip holds its share `f` of the width.

    Parameters
    ----------
    drift : `v`, towards the wall [m/s], 0 or above. diffusion : [m2/s]. width : `W`, between the walls [m].
    collected : `f`, width of the strip over that of the channel, 0 to 1.

    Raises
    ------
    SettingError
        An argument is out of its range.
    """
    peclet = not_negative("drift", drift, "m/s") * positive("width of the array", width, "m") / positive("diffusion coefficient", diffusion, "m2/s")
    strip = fraction("collected share of the width", collected)
    driven = peclet > 1e-9
    return np.where(driven, np.expm1(-strip * peclet) / np.where(driven, np.expm1(-peclet), 1.0), strip)


def array_length(*, width: ArrayLike, row_shift: ArrayLike, collected: ArrayLike) -> Array:
    """Length in which a particle that every post bumps crosses to the collected strip from the far wall: ``W (1 - f) / eps`` [m].

    Raises
    ------
    SettingError
        An argument is out of its range.
    """
    return positive("width of the array", width, "m") * (1.0 - fraction("collected share of the width", collected)) / _shift(row_shift)


def _shift(row_shift: ArrayLike) -> Array:
    shift = within("row shift", row_shift, 0.0, 0.5)
    if np.any(shift <= 0):
        raise SettingError("The row shift is 0; it must lie above 0, because rows that do not shift bump no particle.")
    return shift
