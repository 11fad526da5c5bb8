"""How long it takes to concentrate and to wash over a membrane, and when the washing is best begun."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, not_negative, numbers, positive, within

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def stages(factor: float) -> Array:
    """Concentration factors at which the flux must be known to integrate up to `factor`: (n,) nodes of Gauss in ``ln X``.

    Raises
    ------
    SettingError
        The factor is below 1.
    """
    whole = math.log(float(within("concentration factor", factor, 1.0, math.inf)))
    return np.exp(whole * (_NODES + 1.0) / 2.0)


def concentration_time(flux: ArrayLike, *, factor: float, volume: ArrayLike, area: ArrayLike) -> Array:
    """Time to reduce a volume `X`-fold: ``t = (V_0 / A) int d(ln X) / (X J(X))`` [s].

    Parameters
    ----------
    flux : (..., n) at the concentration factors that `stages` names [m/s]. factor : first over last volume, 1 or above.
    volume : at the start [m3]. area : of the membrane [m2].

    Raises
    ------
    SettingError
        A flux, volume or area is not above 0, or the factor is below 1.
    """
    slowness = 1.0 / (stages(factor) * positive("flux", flux, "m/s"))
    # Gauss over ln X from 0 to ln(factor).
    whole = math.log(factor) / 2.0 * slowness @ _WEIGHTS
    return numbers(positive("volume", volume, "m3") / positive("membrane area", area, "m2") * whole)


def diafiltration_time(flux: ArrayLike, *, diavolumes: ArrayLike, volume: ArrayLike, area: ArrayLike) -> Array:
    """Time to wash a constant volume: ``t = N V / (A J)`` [s], `N` volumes of buffer per volume held.

    Raises
    ------
    SettingError
        A flux, volume or area is not above 0, or the number of diavolumes is negative.
    """
    permeate = not_negative("number of diavolumes", diavolumes) * positive("volume", volume, "m3")
    return permeate / (positive("membrane area", area, "m2") * positive("flux", flux, "m/s"))


def gel_optimum(gel: ArrayLike) -> Array:
    """Concentration at which washing takes the least time when the flux is ``k ln(c_g / c)``: ``c* = c_g / e``, in the unit of `gel`.

    The volume to be washed falls with the concentration and the flux, too: ``c ln(c_g / c)`` is largest there. It belongs to
    the gel model; by the osmotic theory, at its limiting flux, the time falls with concentration without end (foley2000).

    Raises
    ------
    SettingError
        The concentration is not above 0.

    References
    ----------
    ng1976, paulen2011
    """
    return positive("concentration of the gel", gel) / math.e


def best_start(time: Callable[[float], float], *, highest: float) -> float:
    """Concentration factor at which to begin washing so that the whole takes the least time.

    Parameters
    ----------
    time : of the whole process when it pauses to wash at that factor [s]. highest : factor at the end, 1 or above.

    Returns
    -------
    factor : from 1 to `highest`, to a relative 1e-5.

    Raises
    ------
    SettingError
        The highest factor is below 1.
    """
    from scipy.optimize import minimize_scalar

    end = math.log(float(within("highest concentration factor", highest, 1.0, math.inf)))
    if end == 0.0:
        return 1.0
    # A coarse look first: a flux that is capped has more than one valley.
    coarse = np.linspace(0.0, end, 33)
    middle = int(np.argmin([time(math.exp(place)) for place in coarse]))
    bounds = (float(coarse[max(middle - 1, 0)]), float(coarse[min(middle + 1, 32)]))
    found = minimize_scalar(lambda place: time(math.exp(place)), bounds=bounds, method="bounded", options={"xatol": 1e-6})
    edge = float(coarse[middle])
    return math.exp(float(found.x) if float(found.fun) < time(math.exp(edge)) else edge)
