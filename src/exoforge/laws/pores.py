"""Pores that are spread in size, pores that a vesicle is pressed into, and a soft cut-off taken over whole size bins."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, not_negative, numbers, positive, within
from exoforge.laws.filtration import hindered_convection

CUTOFF_PASSAGE = 0.1
"""Share of the particles at the nominal cut-off that a membrane lets pass: it is rated to hold back 90 % of them."""

_NODES, _WEIGHTS = np.polynomial.hermite.hermgauss(40)


def membrane_sieving(diameter: ArrayLike, *, pore: ArrayLike, gsd: ArrayLike) -> Array:
    """Permeate over wall concentration of a membrane whose pores are log-normal: the mean of `W` over what flows through each pore.

    The flow of a pore goes with the fourth power of its diameter, so that the flow is log-normal, too, around
    ``pore exp(4 ln(gsd)^2)``: few large pores carry most of it.

    Parameters
    ----------
    diameter : of the particle [m]. pore : median diameter of the pores by number [m]. gsd : their geometric standard deviation, 1 or above.

    Raises
    ------
    SettingError
        A diameter is not above 0, or the deviation is below 1.

    Assumes
    -------
    Cylinders of one length, spheres without charge. What the flow carries through a pore outweighs what diffuses through it.

    References
    ----------
    dechadilok2006, kanani2010, suryawirawan2024
    """
    sigma = np.log(within("geometric standard deviation of the pores", gsd, 1.0, 10.0))
    middle = np.log(positive("median pore diameter", pore, "m")) + 4.0 * sigma**2
    pores = np.exp(middle[..., None] + np.sqrt(2.0) * sigma[..., None] * _NODES)
    return numbers(hindered_convection(positive("diameter", diameter, "m")[..., None] / pores) @ _WEIGHTS / np.sqrt(np.pi))


@lru_cache(maxsize=512)
def pore_of_cutoff(cutoff: float, *, gsd: float, passage: float = CUTOFF_PASSAGE) -> float:
    """Median pore diameter of a membrane that lets a share of the particles at its nominal cut-off pass [m]; the inverse of `membrane_sieving`.

    Parameters
    ----------
    cutoff : diameter of the particle at the cut-off [m]. gsd : of the pores. passage : share that passes, above 0 and below 1.

    Raises
    ------
    SettingError
        The diameter is not above 0, the deviation is outside [1, 3], or the share is outside [0.001, 0.999].

    References
    ----------
    nikfarjam2020
    """
    from scipy.optimize import brentq

    size = float(positive("cut-off diameter", cutoff, "m"))
    spread = float(within("geometric standard deviation of the pores", gsd, 1.0, 3.0))
    wanted = float(within("share that passes at the cut-off", passage, 0.001, 0.999))

    def excess(log_pore: float) -> float:
        return float(membrane_sieving(size, pore=size * np.exp(log_pore), gsd=spread)) - wanted

    # The pore that carries the middle of the flow is near the cut-off; the middle of the number is below it.
    middle = -4.0 * np.log(spread) ** 2
    near, wide = (middle - 1.0, middle + 1.5), (middle - 15.0, middle + 15.0)
    ends = near if excess(near[0]) < 0 < excess(near[1]) else wide
    return size * float(np.exp(brentq(excess, *ends, xtol=1e-10)))


def mean_pore_passage(edges: ArrayLike, *, cutoff: ArrayLike, sharpness: ArrayLike) -> Array:
    """`filtration.pore_passage` as the mean over each size bin, so that a sharp cut-off does not depend on where the bins end.

    The logistic has a closed integral: with ``F(x) = ln(1 + exp(-x)) / n`` at ``x = n ln(d / d_c)`` of the two ends of a bin,
    the mean is the difference of ``F`` over the width of the bin in ``ln d``.

    Parameters
    ----------
    edges : (n_size + 1,) of the bins [m], increasing. cutoff : diameter of which half passes [m]. sharpness : above 0.

    Returns
    -------
    passage : (n_size,)

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    Within a bin the particles are spread evenly over the logarithm of the diameter.
    """
    steepness = positive("sharpness of the cut-off", sharpness)
    place = steepness * (np.log(positive("diameter", edges, "m")) - np.log(positive("cut-off diameter", cutoff, "m")))
    below = np.logaddexp(0.0, -place)
    # Rounding may bring the mean over a very narrow bin a hair out of [0, 1].
    return numbers(np.clip((below[..., :-1] - below[..., 1:]) / (place[..., 1:] - place[..., :-1]), 0.0, 1.0))


def pressed_cutoff(cutoff: ArrayLike, *, pressure: ArrayLike, tension: ArrayLike) -> Array:
    """Diameter of which half of the vesicles pass when a pressure pushes them into straight pores: ``1/d = 1/d_c - P / (4 tension)`` [m].

    A vesicle bulges into a narrower pore until its membrane is tense: by Laplace's law that takes ``P = 4 T (1/d_pore - 1/d)``.
    Under more pressure than that of the pore itself, ``4 T / d_pore``, no size is held back, and the diameter is infinite.

    Parameters
    ----------
    cutoff : without pressure [m]. pressure : across the membrane [Pa]. tension : at which a bilayer gives way [N/m].

    Raises
    ------
    SettingError
        The cut-off or the tension is not above 0, or the pressure is negative.

    References
    ----------
    clerc1994, hunter1998
    """
    left = 1.0 / positive("cut-off diameter", cutoff, "m")
    left = left - not_negative("pressure", pressure, "Pa") / (4.0 * positive("membrane tension", tension, "N/m"))
    return np.where(left > 0, 1.0 / np.where(left > 0, left, 1.0), np.inf)
