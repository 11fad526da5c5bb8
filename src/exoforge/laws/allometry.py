"""What changes with body mass between species, by a power of it; an assumption for vesicles, never a measurement."""

from __future__ import annotations

from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, numbers, positive

TIME_EXPONENT = 0.25
"""Of half-lives and residence times: the usual allometry of drugs, recalled. It was not measured for vesicles."""

TIME_EXPONENT_RANGE = (0.0, 0.5)
"""From no scaling to twice the usual; a choice. Macaques cleared vesicles more slowly than mice (driedonks2022), by how much was not read."""


def scaled(value: ArrayLike, *, from_mass: ArrayLike, to_mass: ArrayLike, exponent: ArrayLike) -> Array:
    """A quantity of one animal in another: ``y = value (to/from)^exponent``; the unit is kept.

    Parameters
    ----------
    value : anything above 0. from_mass, to_mass : body masses [kg]. exponent : any number; all four broadcast.

    Raises
    ------
    SettingError
        The value or a mass is not above 0.

    Assumes
    -------
    One power law holds from one species to the other. For vesicles no exponent was found: print the answer for the whole range.
    """
    ratio = positive("body mass scaled to", to_mass, "kg") / positive("body mass scaled from", from_mass, "kg")
    return positive("quantity to be scaled", value) * ratio ** numbers(exponent)
