"""What the exponent of the power law says of the mechanism, by the shape of the carrier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.design.release.comparison import Known, Ranked

EXPONENTS: Mapping[str, tuple[float, float]] = {"slab": (0.5, 1.0), "cylinder": (0.45, 0.89), "sphere": (0.43, 0.85)}
"""Exponents of diffusion alone and of relaxation alone, by shape (Ritger and Peppas, recalled)."""
START = 0.5
"""Exponent of diffusion out of every shape at the start, where only a thin skin has emptied: the limit of the series of Crank."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exponent:
    """The exponent with its interval, and for each shape in question what it would mean."""

    known: Known
    meanings: tuple[tuple[str, str], ...]


def exponent_of(power: Ranked, geometry: str) -> Exponent:
    """Read the exponent of a fitted power law.

    Parameters
    ----------
    geometry : slab, cylinder or sphere; empty to tell all three.
    """
    known = power.known[1]
    shapes = (geometry,) if geometry else tuple(EXPONENTS)
    return Exponent(known=known, meanings=tuple((shape, meaning_of(known.low, known.high, shape)) for shape in shapes))


def meaning_of(low: float, high: float, shape: str) -> str:
    """What an interval of the exponent leaves of the mechanisms, in words that do not name one.

    Diffusion alone is a range, from its exponent over the first 60 % to 0.5: the slope of Crank's series on logarithms is 0.5
    at the start for every shape and falls as a cylinder or sphere empties.
    """
    diffusion, relaxation = EXPONENTS[shape]
    whole = f"n = {diffusion:g}" if diffusion == START else f"n = {diffusion:g} to {START:g}"
    holds_diffusion, holds_relaxation = low <= START and high >= diffusion, low <= relaxation <= high
    if holds_diffusion and holds_relaxation:
        return "the interval holds diffusion and relaxation; nothing is decided"
    if holds_diffusion:
        return f"agrees with diffusion ({whole}) and not with relaxation alone (n = {relaxation:g})"
    if holds_relaxation:
        return f"agrees with relaxation or erosion at a constant rate (n = {relaxation:g}) and not with diffusion alone ({whole})"
    if high < diffusion:
        return f"below diffusion ({whole}): a fast start, a burst or many sizes, not one mechanism"
    if low > relaxation:
        return f"above relaxation (n = {relaxation:g}): a lag, swelling or erosion that speeds up"
    return f"between diffusion ({whole}) and relaxation (n = {relaxation:g}): neither alone; both, or another mechanism such as first order"
