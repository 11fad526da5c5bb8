"""Polymers that drive particles and proteins out of solution, and the flocs that a slow spin collects."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.constants import AVOGADRO, BOLTZMANN
from exoforge.laws.domain import Array, not_negative, numbers, positive

STRONGEST = 200.0
"""Attraction [thermal energies] beyond which the solubility is none for any purpose; it keeps exponentials within float64."""

NEWTON_STEPS = 40
"""More than any search needs; most end after five."""


def cohn_solubility(*, polymer: ArrayLike, intercept: ArrayLike, slope: ArrayLike) -> Array:
    """Solubility of a protein in a polymer solution (Cohn): ``ln S = alpha - beta c`` [kg/m3].

    Parameters
    ----------
    polymer : concentration `c` [kg/m3], 0 or above.
    intercept : `alpha`, the logarithm of the solubility in kg/m3 that the line has without polymer; no real solubility.
    slope : `beta` [m3/kg], 0 or above.

    Raises
    ------
    SettingError
        The concentration or the slope is negative.

    Assumes
    -------
    One salt, pH and temperature: all three move both constants.

    References
    ----------
    atha1981, juckes1971
    """
    return np.exp(numbers(intercept) - not_negative("slope of the solubility", slope, "m3/kg") * not_negative("polymer concentration", polymer, "kg/m3"))


def precipitated_share(*, concentration: ArrayLike, solubility: ArrayLike) -> Array:
    """Share of a solute that is beyond its solubility: ``1 - S / C``, none below saturation.

    Raises
    ------
    SettingError
        The concentration is negative, or the solubility is not above 0.
    """
    ratio = not_negative("concentration", concentration, "kg/m3") / positive("solubility", solubility, "kg/m3")
    return 1.0 - 1.0 / np.maximum(ratio, 1.0)


def coil_radius(molar_mass: ArrayLike) -> Array:
    """Radius of gyration of polyethylene glycol in water: ``0.0215 nm (M / (g/mol))^0.583`` [m], `molar_mass` in [kg/mol].

    Raises
    ------
    SettingError
        The molar mass is not above 0.

    References
    ----------
    devanand1991
    """
    return numbers(0.0215e-9 * (positive("molar mass of the polymer", molar_mass, "kg/mol") * 1e3) ** 0.583)


def polymer_pressure(*, polymer: ArrayLike, molar_mass: ArrayLike, temperature: ArrayLike) -> Array:
    """Osmotic pressure of a dilute polymer: ``Pi = c N_A k_B T / M`` [Pa].

    Parameters
    ----------
    polymer : [kg/m3]. molar_mass : [kg/mol]. temperature : [K].

    Raises
    ------
    SettingError
        The concentration is negative, or another argument is not above 0.

    Assumes
    -------
    Coils that do not touch. At the strengths in use they do: the pressure is several times higher and the layer that the coils
    keep from is thinner, which act against each other.
    """
    number = not_negative("polymer concentration", polymer, "kg/m3") * AVOGADRO / positive("molar mass of the polymer", molar_mass, "kg/mol")
    return number * BOLTZMANN * positive("temperature", temperature, "K")


def depletion_energy(*, diameter: ArrayLike, pressure: ArrayLike, layer: ArrayLike) -> Array:
    """Energy of two equal spheres that touch in a polymer solution: ``U = -Pi (2 pi / 3) delta^2 (3 R + 2 delta)`` [J].

    The polymer cannot come nearer to a surface than `delta`. Where two such layers overlap, its pressure is missing and pushes the
    spheres together. The larger they are, the stronger: larger vesicles precipitate at less polymer.

    Parameters
    ----------
    diameter : of the spheres, ``2 R`` [m]. pressure : osmotic, of the polymer [Pa]. layer : `delta` [m], about the radius of a coil.

    Returns
    -------
    energy : [J], 0 or below.

    Raises
    ------
    SettingError
        The pressure is negative, or another argument is not above 0.

    Assumes
    -------
    Hard spheres that the polymer does not bind to, coils as hard as the spheres; no charge, no hydration.

    References
    ----------
    asakura1954
    """
    delta = positive("depletion layer", layer, "m")
    overlap = 2.0 * np.pi / 3.0 * delta**2 * (1.5 * positive("diameter", diameter, "m") + 2.0 * delta)
    return -not_negative("osmotic pressure", pressure, "Pa") * overlap


def floc_solubility(*, diameter: ArrayLike, attraction: ArrayLike, layer: ArrayLike) -> Array:
    """Volume share of particles that stay dispersed beside flocs of their own kind: ``s = d / (24 delta) exp(-E)``.

    A particle leaves a floc at the cost of ``E`` thermal energies for the freedom of the solution. It is bound while it is within
    `delta` of a neighbour, a volume of ``4 pi d^2 delta``; its own volume over that is ``d / (24 delta)``.
    With ``E`` in proportion to the polymer this is Cohn's line.

    Parameters
    ----------
    diameter : [m]. attraction : `E`, energy by which a floc holds a particle over ``k_B T``; negative where it is repelled.
    layer : `delta` [m].

    Raises
    ------
    SettingError
        The diameter or the layer is not above 0.
    """
    held = np.minimum(numbers(attraction), STRONGEST)
    return positive("diameter", diameter, "m") / (24.0 * positive("depletion layer", layer, "m")) * np.exp(-held)


def flocculated(*, dispersed: ArrayLike, solubility: ArrayLike) -> Array:
    """Share of each kind of particle that is in flocs which hold all kinds together: ``p = F / (F + s)``.

    ``F`` is the volume share of all flocs and the one above 0 at which ``sum phi / (F + s) = 1``: in a floc that mixes ideally by
    volume, each kind keeps dispersed what it would alone, times its share of the floc. So small particles are carried along by large
    ones. There are no flocs while ``sum phi / s`` is 1 or less. How finely sizes are divided changes nothing.

    Parameters
    ----------
    dispersed : (n,) `phi`, volume share of each kind before the polymer.
    solubility : (n,) `s`, volume share at which each kind would stay dispersed beside its own flocs.

    Returns
    -------
    share : (n,) in [0, 1).

    Raises
    ------
    SettingError
        A volume share is negative, or a solubility is not above 0.
    """
    phi, s = not_negative("volume share", dispersed), positive("solubility", solubility)
    if float(np.sum(phi / s)) <= 1.0:
        return np.zeros(np.broadcast_shapes(phi.shape, s.shape))
    # What dissolves less than a bound takes up more than its volume beyond that bound: the best such bound is below the root.
    order = np.argsort(s)
    volume = max(float(np.max(np.cumsum(phi[order]) - s[order])), 0.0)
    # 1 / sum is concave and rises, so that Newton's steps come from below and never pass the root.
    for _ in range(NEWTON_STEPS):
        weight = phi / (volume + s)
        total = float(np.sum(weight))
        step = total * (total - 1.0) / float(np.sum(weight / (volume + s)))
        volume += max(step, 0.0)
        if step <= 1e-13 * volume:
            break
    return volume / (volume + s)


def spun_down(*, sedimentation: ArrayLike, acceleration: ArrayLike, time: ArrayLike, path: ArrayLike) -> Array:
    """Share of flocs of many sizes that a spin collects: ``1 - exp(-s a t / h)``, `s` of the middling floc.

    Parameters
    ----------
    sedimentation : coefficient [s]. acceleration : mean, in the tube [m/s2]. time : [s]. path : that a floc has to travel [m].

    Raises
    ------
    SettingError
        The path is not above 0, or another argument is negative.

    Assumes
    -------
    The exponential is a choice: of flocs of one size all would be down at ``s a t = h``, of a broad mixture some are late.
    """
    pushed = not_negative("sedimentation coefficient", sedimentation, "s") * not_negative("acceleration", acceleration, "m/s2")
    return -np.expm1(-pushed * not_negative("time", time, "s") / positive("path", path, "m"))
