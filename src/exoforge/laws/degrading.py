"""Gels that do not stay as they are: a mesh that opens as its crosslinks break, and a network that relaxes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, not_negative, numbers, positive, within


def opened_mesh(time: ArrayLike, *, mesh: ArrayLike, degradation_rate: ArrayLike) -> Array:
    """Mesh size of a gel that loses its crosslinks in first order: ``xi(t) = xi0 exp(k t / 3)`` [m].

    Parameters
    ----------
    time : [s]. mesh : at the start [m]. degradation_rate : loss of crosslinks [1/s].

    Raises
    ------
    SettingError
        An argument is outside its domain.

    Assumes
    -------
    Affine swelling, crosslinks lost at random, no defects; `laws.release.freeing_time` is its inverse.

    References
    ----------
    lu2000
    """
    grown = not_negative("time", time, "s") * not_negative("degradation rate", degradation_rate, "1/s") / 3.0
    return numbers(positive("mesh size", mesh, "m") * np.exp(grown))


def share_freed(time: ArrayLike, *, diameter: ArrayLike, mesh: ArrayLike, spread: float, degradation_rate: ArrayLike) -> Array:
    """Share of the particles of one diameter whose place in a degrading gel has opened: ``Phi(ln(xi(t) / d) / ln s)``.

    A particle is free when the mesh around it reaches its diameter. Mesh sizes lie log-normally around the median
    ``xi0 exp(k t / 3)`` with the geometric standard deviation `s`, so that the release is no step; the smaller go first.

    Parameters
    ----------
    time : [s]. diameter, mesh : [m]. spread : geometric standard deviation of the mesh; at 1 all open at once.
    degradation_rate : [1/s].

    Raises
    ------
    SettingError
        An argument is outside its domain.

    Assumes
    -------
    A freed particle is gone at once: diffusion is fast beside degradation. The order of the places by mesh size stays.
    """
    from scipy.special import ndtr

    width = np.log(within("geometric spread of the mesh", spread, 1.0, 10.0))
    size = positive("diameter", diameter, "m") / positive("mesh size", mesh, "m")
    ahead = not_negative("degradation rate", degradation_rate, "1/s") * not_negative("time", time, "s") / 3.0 - np.log(size)
    if width < 1e-9:
        return numbers(np.where(ahead >= 0.0, 1.0, 0.0))
    return numbers(ndtr(ahead / width))


def relaxed(*, relaxation_time: ArrayLike, reference: ArrayLike, exponent: ArrayLike) -> Array:
    """Effective law: by how much a network that relaxes faster lets vesicles through faster, ``(tau_ref / tau)^p`` times the diffusivity.

    The direction is read: gels that relax stress release vesicles larger than their mesh, fast-relaxing ones within days,
    slow-relaxing ones hardly. The form is a choice, because no equation was found; at `p` of 0 relaxation has no say.

    Parameters
    ----------
    relaxation_time, reference : [s]. exponent : `p`, 0 to 3.

    Raises
    ------
    SettingError
        An argument is outside its domain.

    References
    ----------
    lenzini2020, mbv2026
    """
    ratio = positive("reference relaxation time", reference, "s") / positive("relaxation time", relaxation_time, "s")
    return numbers(ratio ** within("exponent", exponent, 0.0, 3.0))
