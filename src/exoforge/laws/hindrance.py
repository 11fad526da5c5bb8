"""How much a hydrogel slows a particle: mesh sizes, and laws for ``D / D0`` that start from different pictures of the network.

The laws were made for proteins and dextrans of a few nanometres. For a vesicle of 100 nm they disagree by orders of magnitude,
also with measurement, because a vesicle deforms and a network yields. No one of them is taken for true here: they are members
of one structural ensemble. `radius` is the hydrodynamic radius of the particle, `fibre_radius` that of a polymer chain or bundle.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, not_negative, numbers, positive, within

BOND = 0.154e-9
"""[m], length of a bond between two carbon atoms. Recalled."""


def canal_peppas_mesh(
    *, polymer_share: ArrayLike, strand_mass: ArrayLike, repeat_mass: ArrayLike, characteristic_ratio: ArrayLike, bonds: float = 2.0, bond: float = BOND
) -> Array:
    """Mesh size of a swollen network from its chains: ``xi = v^(-1/3) (n C_n M_c / M_r)^(1/2) l`` [m].

    Parameters
    ----------
    polymer_share : volume of polymer over that of the swollen gel, `v`, above 0 and below 1.
    strand_mass : of a chain between two crosslinks, `M_c`; repeat_mass : of a repeating unit, `M_r` [kg/mol].
    characteristic_ratio : of the chain, `C_n`. bonds : of the backbone in one repeating unit, `n`: 2 for a vinyl chain, 3 for
        polyethylene glycol. bond : length of one [m].

    Raises
    ------
    SettingError
        An argument is outside its domain.

    Assumes
    -------
    Chains of the rest state without swelling stress, no entanglements, isotropic swelling.

    References
    ----------
    canal1989
    """
    share = within("share of polymer", polymer_share, 1e-6, 1.0 - 1e-6)
    units = positive("mass of a strand", strand_mass, "kg/mol") / positive("mass of a repeating unit", repeat_mass, "kg/mol")
    length = positive("bond length", bond, "m") * np.sqrt(positive("bonds of a unit", bonds) * positive("characteristic ratio", characteristic_ratio) * units)
    return numbers(length / np.cbrt(share))


def lustig_peppas(radius: ArrayLike, *, mesh: ArrayLike, polymer_share: ArrayLike, ratio: ArrayLike = 1.0) -> Array:
    """Hindrance by sieving and free volume: ``(1 - r / xi) exp(-Y v / (1 - v))``; 0 for a radius of the mesh or more.

    Parameters
    ----------
    radius, mesh : [m]. polymer_share : `v`. ratio : `Y`, critical volume of a jump over the free volume of a water molecule; commonly 1.

    Raises
    ------
    SettingError
        An argument is outside its domain.

    Assumes
    -------
    A mesh of one size that neither yields nor moves: what is larger never leaves.

    References
    ----------
    lustig1988
    """
    share = within("share of polymer", polymer_share, 0.0, 1.0 - 1e-6)
    open_share = np.maximum(1.0 - positive("radius", radius, "m") / positive("mesh size", mesh, "m"), 0.0)
    return numbers(open_share * np.exp(-not_negative("free volume ratio", ratio) * share / (1.0 - share)))


def ogston(radius: ArrayLike, *, polymer_share: ArrayLike, fibre_radius: ArrayLike) -> Array:
    """Hindrance by a random array of straight fibres: ``exp(-sqrt(v) (r + r_f) / r_f)``.

    Parameters
    ----------
    radius, fibre_radius : [m]. polymer_share : `v`.

    Raises
    ------
    SettingError
        An argument is outside its domain.

    Assumes
    -------
    Stiff thin fibres in a dilute gel that do not move; the mesh enters through their number alone.

    References
    ----------
    ogston1973
    """
    share = within("share of polymer", polymer_share, 0.0, 1.0 - 1e-6)
    fibre = positive("fibre radius", fibre_radius, "m")
    return numbers(np.exp(-np.sqrt(share) * (positive("radius", radius, "m") + fibre) / fibre))


def obstruction(radius: ArrayLike, *, mesh: ArrayLike, fibre_radius: ArrayLike) -> Array:
    """Hindrance by openings of many sizes (Amsden): ``exp(-(pi/4) ((r + r_f) / (rbar + r_f))^2)``, ``rbar = xi / 2``.

    Parameters
    ----------
    radius, mesh, fibre_radius : [m].

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    A particle passes an opening that is larger than itself and waits at the others; openings as in a random array of fibres.

    References
    ----------
    amsden1998, axpe2019
    """
    fibre = positive("fibre radius", fibre_radius, "m")
    ratio = (positive("radius", radius, "m") + fibre) / (positive("mesh size", mesh, "m") / 2.0 + fibre)
    return numbers(np.exp(-np.pi / 4.0 * ratio**2))


def free_volume(radius: ArrayLike, *, polymer_share: ArrayLike, void_radius: ArrayLike) -> Array:
    """Hindrance by the free volume of water alone: ``exp(-(r / r_w)^3 v / (1 - v))``; for a particle larger than a few voids it is 0.

    Parameters
    ----------
    radius, void_radius : [m]; voids in water of 0.269 nm are read in the reference. polymer_share : `v`.

    Raises
    ------
    SettingError
        An argument is outside its domain.

    References
    ----------
    axpe2019
    """
    share = within("share of polymer", polymer_share, 0.0, 1.0 - 1e-6)
    ratio = positive("radius", radius, "m") / positive("radius of a void", void_radius, "m")
    return numbers(np.exp(-(ratio**3) * share / (1.0 - share)))


def multiscale(radius: ArrayLike, *, mesh: ArrayLike, polymer_share: ArrayLike, fibre_radius: ArrayLike, void_radius: ArrayLike = 0.269e-9) -> Array:
    """Free volume for what is small and obstruction for what is large: ``erf(r_w / r) free_volume + erfc(r_w / r) obstruction``.

    For a vesicle it is `obstruction` to within the share ``erf(r_w / r)``, below one in a hundred.

    Parameters, refusals as `free_volume` and `obstruction`.

    References
    ----------
    axpe2019
    """
    from scipy.special import erf

    small = erf(positive("radius of a void", void_radius, "m") / positive("radius", radius, "m"))
    passing = free_volume(radius, polymer_share=polymer_share, void_radius=void_radius)
    return numbers(small * passing + (1.0 - small) * obstruction(radius, mesh=mesh, fibre_radius=fibre_radius))
