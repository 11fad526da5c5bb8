"""Quotients of two measured means with their intervals, and how many particles a mass of protein can be at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, numbers, positive, within
from exoforge.laws.vesicle import purity_ceiling

PURE = 3e19
"""[particles/kg protein], 3e10 per ug: above it a preparation is commonly called pure. Recalled of Webber and Clayton 2013, not read again."""
MODERATE = 2e18
"""[particles/kg protein], 2e9 per ug: below it a preparation is commonly called impure. Recalled as `PURE`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quotient:
    """A quotient of two means.

    Parameters
    ----------
    value : mean over mean.
    fieller : interval by Fieller's theorem; None where the lower mean cannot be told from 0, and nothing bounds the quotient.
    log_delta : interval by the delta method on the logarithm; None where a mean has no known spread.
    freedom : degrees of freedom of both (Welch and Satterthwaite); 0 where no spread is known.
    missing : which means have no known spread: ``upper``, ``lower``.
    """

    value: float
    fieller: tuple[float, float] | None
    log_delta: tuple[float, float] | None
    freedom: float
    missing: tuple[str, ...] = ()


def fieller(upper: float, lower: float, upper_variance: float, lower_variance: float, covariance: float, t: float) -> tuple[float, float] | None:
    """Interval of a quotient of two normal estimates by Fieller's theorem.

    Every ``r`` for which ``(u - r l)^2 <= t^2 (V_uu - 2 r V_ul + r^2 V_ll)``.

    Parameters
    ----------
    upper, lower : the estimates `u`, `l`. upper_variance, lower_variance, covariance : of the estimates. t : quantile of Student.

    Returns
    -------
    ends : the lower and the upper end; None where `l` cannot be told from 0 (``g = t^2 V_ll / l^2 >= 1``), so that the interval is unbounded.

    References
    ----------
    fieller1954, pla2015
    """
    square = lower**2 - t**2 * lower_variance
    if not square > 0:
        return None
    cross = upper * lower - t**2 * covariance
    inside = cross**2 - square * (upper**2 - t**2 * upper_variance)
    root = float(np.sqrt(max(inside, 0.0)))
    return float((cross - root) / square), float((cross + root) / square)


def quotient(upper: ArrayLike, lower: ArrayLike, *, confidence: float = 0.95) -> Quotient:
    """The quotient of the means of two sets of independent repeats.

    ``ln r -+ t sqrt(s_u^2 / (n u^2) + s_l^2 / (m l^2))`` and Fieller's theorem, with the degrees of freedom of Welch and Satterthwaite.

    Parameters
    ----------
    upper, lower : (n,), (m,) repeats, above 0; the two sets need not be of one size, and repeats are not paired.

    Raises
    ------
    SettingError
        A set is empty, or holds a value that is not above 0.

    Assumes
    -------
    The two means are independent. A mean of one repeat has an unknown spread, which is not 0: no interval is given.

    References
    ----------
    fieller1954
    """
    from scipy.special import stdtrit

    u, v = positive("upper of a quotient", np.atleast_1d(upper)), positive("lower of a quotient", np.atleast_1d(lower))
    if not (u.size and v.size):
        raise SettingError("A quotient needs a value above and one below; one of them is absent.")
    top, bottom = float(u.mean()), float(v.mean())
    missing = tuple(name for name, one in (("upper", u), ("lower", v)) if one.size < 2)
    if missing:
        return Quotient(value=top / bottom, fieller=None, log_delta=None, freedom=0.0, missing=missing)
    over, under = float(u.var(ddof=1)) / u.size, float(v.var(ddof=1)) / v.size
    shares = np.array([over / top**2, under / bottom**2])
    spread = float(shares.sum())
    if spread == 0.0:
        return Quotient(value=top / bottom, fieller=(top / bottom,) * 2, log_delta=(top / bottom,) * 2, freedom=float(u.size + v.size - 2))
    freedom = spread**2 / float(np.sum(shares**2 / np.array([u.size - 1, v.size - 1])))
    t = float(stdtrit(freedom, 0.5 + within("confidence", confidence, 0.5, 1 - 1e-9) / 2.0))
    away = t * float(np.sqrt(spread))
    return Quotient(
        value=top / bottom,
        fieller=fieller(top, bottom, over, under, 0.0, t),
        log_delta=(top / bottom * float(np.exp(-away)), top / bottom * float(np.exp(away))),
        freedom=freedom,
    )


def over_ceiling(particles_per_protein: ArrayLike, diameter: ArrayLike) -> Array:
    """A measured ratio over the most that vesicles of this diameter allow: above 1 it cannot be of vesicles with their usual protein.

    Parameters
    ----------
    particles_per_protein : [particles/kg protein], above 0. diameter : [m].

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    A vesicle as `vesicle.protein_mass` has it: as much membrane protein as lipid, and a lumen of 100 kg/m3 of protein. These are choices;
    a vesicle with less protein has a higher ceiling in proportion.
    """
    return positive("particles per protein", particles_per_protein, "particles/kg") / purity_ceiling(numbers(diameter))
