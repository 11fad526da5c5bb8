"""A cargo added to a cargo: what the two are together."""

from __future__ import annotations

import dataclasses

from exoforge.streams.suspension import Cargo


def together(before: Cargo, added: Cargo) -> Cargo:
    """A cargo that was there and more of it: masses add, molecules add, and so do the squares of what a vesicle holds.

    A mass of 0 changes nothing but a molar mass that was not known.
    """
    mass = before.mass + added.mass
    if added.mass == 0 or before.mass == 0:
        known = before if added.mass == 0 and before.mass > 0 else added
        return dataclasses.replace(known, molar_mass=known.molar_mass or before.molar_mass or added.molar_mass)
    a, b = before.mass / mass, added.mass / mass
    molar = before.molar_mass or added.molar_mass
    if before.molar_mass is not None and added.molar_mass is not None:
        molar = 1.0 / (a / before.molar_mass + b / added.molar_mass)
    return Cargo(mass=mass, molar_mass=molar, carriers=even_carriers(a, before.carriers, b, added.carriers))


def even_carriers(first: float, first_carriers: float, second: float, second_carriers: float) -> float:
    """Share of equally filled vesicles with the same mean and scatter as two cargoes together, of which each vesicle has or has not either.

    With `a` and `b` the shares of both in the whole, ``1 / carriers = a^2 / carriers_a + 2 a b + b^2 / carriers_b``.

    Parameters
    ----------
    first, second : amounts, 0 or above. first_carriers, second_carriers : [1] share of the vesicles that hold any, independent of each other.
    """
    whole = first + second
    parts = [(amount / whole, carriers) for amount, carriers in ((first, first_carriers), (second, second_carriers)) if amount > 0]
    if not parts or min(carriers for _, carriers in parts) <= 0:
        return 1.0
    unlike = 1.0 - sum(share * share for share, _ in parts) + sum(share * share / carriers for share, carriers in parts)
    return min(1.0 / unlike, 1.0)
