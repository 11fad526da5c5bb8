"""Particles that bind to a surface: how many in the end, how fast, and which of them can at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, fraction, not_negative, numbers, positive

JAMMED = 0.547
"""Share of a flat surface that spheres cover when they stick where they land and no more find room (random sequential adsorption)."""

MATCHING_ROUNDS = 8
"""Each brings the occupied surface some ten times nearer to that of the mean population."""

SAME_TIME = 1e-9
"""Relative change of the time below which a further round changes no number that anybody prints."""

_NEXT_TO_NOTHING = 1e-290
"""Below it a quotient has lost its digits, and what is asked for is none."""


def bound_at_equilibrium(*, ligand: ArrayLike, sites: ArrayLike, dissociation: ArrayLike) -> Array:
    """Bound concentration of a ligand on equal, independent sites: ``B = [C0 + Bm + Kd - sqrt((C0 + Bm + Kd)^2 - 4 C0 Bm)] / 2``.

    Parameters
    ----------
    ligand, sites, dissociation : `C0`, `Bm` and `Kd`, all in the same unit of concentration, 0 or above.

    Returns
    -------
    bound : in that unit.

    Raises
    ------
    SettingError
        An argument is negative.
    """
    free, places = not_negative("ligand concentration", ligand), not_negative("concentration of sites", sites)
    larger, _ = _roots(free, places, not_negative("dissociation constant", dissociation))
    return np.where(larger > 0, free * places / np.where(larger > 0, larger, 1.0), 0.0)


def bound_over_time(*, ligand: ArrayLike, sites: ArrayLike, association: ArrayLike, dissociation_rate: ArrayLike, time: ArrayLike) -> Array:
    """Bound concentration after a time, starting from none (reversible, second order): ``B = B+ B- (1 - E) / (B+ - B- E)``.

    ``B+`` and ``B-`` are the larger and the smaller root of the equilibrium, ``E = exp(-k_on (B+ - B-) t)``.

    Parameters
    ----------
    ligand, sites : `C0` and `Bm` [any unit of concentration]. association : `k_on` [per that unit and second], above 0.
    dissociation_rate : `k_off` [1/s]. time : [s].

    Returns
    -------
    bound : in the unit of concentration.

    Raises
    ------
    SettingError
        The association rate is not above 0, or another argument is negative.
    """
    free, places = not_negative("ligand concentration", ligand), not_negative("concentration of sites", sites)
    on = positive("association rate", association)
    larger, gap = _roots(free, places, not_negative("dissociation rate", dissociation_rate, "1/s") / on)
    waited = not_negative("time", time, "s")
    # Where both roots are one, what is left of the formula is k_on B+ t / (1 + k_on B+ t).
    equal = gap * waited * on < 1e-9
    away = -np.expm1(-on * gap * waited)
    smaller = np.where(larger > 0, free * places / np.where(larger > 0, larger, 1.0), 0.0)
    apart = smaller * away / np.where(equal, 1.0, 1.0 - smaller / np.where(larger > 0, larger, 1.0) * (1.0 - away))
    reduced = on * larger * waited
    return np.where(equal, smaller * reduced / (1.0 + reduced), apart)


def _roots(free: Array, places: Array, dissociation: Array) -> tuple[Array, Array]:
    """The larger root of the equilibrium and the distance between both."""
    total = free + places + dissociation
    # (C0 - Bm)^2 + Kd (2 C0 + 2 Bm + Kd) is total^2 - 4 C0 Bm without its cancellation.
    gap = np.sqrt((free - places) ** 2 + dissociation * (total + free + places))
    return (total + gap) / 2.0, gap


def collision_rate(*, diffusion: ArrayLike, bead_radius: ArrayLike, beads: ArrayLike) -> Array:
    """First-order rate at which a diffusing particle meets a bead (Smoluchowski): ``k = 4 pi D R_b n_b`` [1/s]; no chemistry is faster.

    Parameters
    ----------
    diffusion : of the particle [m2/s]. bead_radius : [m]. beads : their number per volume [1/m3].

    Raises
    ------
    SettingError
        The diffusion coefficient or the radius is not above 0, or the number is negative.

    Assumes
    -------
    Beads that hardly move and are far apart; stirring does not help particles much smaller than the beads.

    References
    ----------
    smoluchowski1917
    """
    reach = positive("diffusion coefficient", diffusion, "m2/s") * positive("bead radius", bead_radius, "m")
    return 4.0 * np.pi * reach * not_negative("beads per volume", beads, "1/m3")


def in_series(first: ArrayLike, second: ArrayLike) -> Array:
    """Rate of two steps, one after the other, each with its own: ``k1 k2 / (k1 + k2)`` [1/s]; the slower one decides.

    Raises
    ------
    SettingError
        A rate is negative.
    """
    a, b = not_negative("rate", first, "1/s"), not_negative("rate", second, "1/s")
    total = a + b
    return np.where(total > 0, a * b / np.where(total > 0, total, 1.0), 0.0)


def bearing_share(copies: ArrayLike) -> Array:
    """Share of particles with at least one copy of a molecule, when copies are scattered at random: ``1 - exp(-lambda)`` (Poisson).

    Parameters
    ----------
    copies : mean per particle, `lambda`, 0 or above.

    Raises
    ------
    SettingError
        The mean is negative.
    """
    return -np.expm1(-not_negative("copies per particle", copies))


def copies_of_bearers(copies: ArrayLike) -> Array:
    """Mean copies on those particles that have any: ``lambda / (1 - exp(-lambda))``, 1 where copies are rare.

    Raises
    ------
    SettingError
        The mean is negative.
    """
    mean = not_negative("copies per particle", copies)
    some = bearing_share(mean)
    return np.where(some > 0, mean / np.where(some > 0, some, 1.0), 1.0)


def room_of_one(diameter: ArrayLike) -> Array:
    """Surface that one adsorbed sphere takes up until no more find room: ``(pi / 4) d^2 / 0.547`` [m2].

    Raises
    ------
    SettingError
        The diameter is not above 0.
    """
    return np.pi / 4.0 * positive("diameter", diameter, "m") ** 2 / JAMMED


def time_on_a_filling_surface(*, demand: ArrayLike, rate: ArrayLike, time: ArrayLike) -> float:
    """Time that binding to an empty surface would need for what binds to one that fills up: ``d tau / dt = 1 - sum w (1 - exp(-r tau))``.

    All kinds see the same room, so one `tau` serves them all: of each, ``1 - exp(-r tau)`` is bound. For one kind the solution is
    ``tau = -ln[(1 - w) E / (1 - w E)] / r``, ``E = exp(-(1 - w) r t)``. Many kinds are taken as one whose rate is matched such that
    it occupies as much at the end.

    Parameters
    ----------
    demand : (n,) `w`, surface that each kind would occupy in the end over the surface there is, 0 or above.
    rate : (n,) `r` on an empty surface [1/s].
    time : that is waited [s].

    Returns
    -------
    tau : [s], `time` where the surface stays nearly empty, less where it fills.

    Raises
    ------
    SettingError
        An argument is negative.

    Assumes
    -------
    Room falls in proportion to what is occupied. The matched rate is exact for one kind, for surplus surface and for a full one;
    between them it errs by less than 0.01 of the bound share for sizes as broad as those of vesicles.
    """
    w, r = np.broadcast_arrays(not_negative("demand for surface", demand), not_negative("rate", rate, "1/s"))
    waited = float(not_negative("time", time, "s"))
    wanting = w > 0
    w, r = w[wanting], r[wanting]
    whole = float(np.sum(w))
    mean = float(np.sum(w * r)) / whole if whole > 0 else 0.0
    tau = waited
    for _ in range(MATCHING_ROUNDS):
        if mean * waited <= _NEXT_TO_NOTHING:
            break
        before, tau = tau, _of_one_kind(whole, mean, waited)
        occupied = float(np.sum(w * -np.expm1(-r * tau))) / whole
        if tau <= _NEXT_TO_NOTHING or occupied >= 1.0 or abs(tau - before) <= SAME_TIME * tau:
            break
        mean = -float(np.log1p(-occupied)) / tau
    return min(tau, waited)


def _of_one_kind(demand: float, rate: float, time: float) -> float:
    surplus = (1.0 - demand) * rate * time
    if abs(surplus) < 1e-6:
        # Demand and surface are equal: the room falls as 1 / (1 + r t).
        return float(np.log1p(rate * time)) / rate
    if surplus > 0:
        return float(np.log1p(-demand * np.exp(-surplus)) - np.log1p(-demand) + surplus) / rate
    # More demand than surface: the same with exp(surplus), which cannot overflow.
    fading = float(np.exp(surplus))
    return float(np.log(demand - fading) - np.log(demand - 1.0)) / rate


def covered_share(*, capacity: ArrayLike, offered: ArrayLike) -> Array:
    """Share of what is offered that a limited surface takes up: ``(Q / m) (1 - exp(-m / Q))``, all of little and `Q` of much.

    A smooth choice between both ends, no mechanism.

    Parameters
    ----------
    capacity : `Q`, most that the surface takes. offered : `m`, in the same unit, above 0.

    Raises
    ------
    SettingError
        The capacity is negative, or what is offered is not above 0.
    """
    room = not_negative("capacity", capacity) / positive("what is offered", offered)
    some = room > _NEXT_TO_NOTHING
    filled = np.where(some, -np.expm1(-1.0 / np.where(some, room, 1.0)), 0.0)
    return fraction("share that is taken up", numbers(room * filled))
