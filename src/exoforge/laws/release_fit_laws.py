"""The laws of release as a fit sees them: their coefficients on the scales where they are sought, and where a search begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array
from exoforge.laws.release import burst_first_order, cylinder, slab, sphere
from exoforge.laws.release_curves import first_order, higuchi, hopfenberg, korsmeyer_peppas, plateau_first_order, weibull, zero_order

Scale = Literal["log", "logit", "exponent"]
LIMITS: Mapping[Scale, tuple[float, float]] = {"log": (-60.0, 60.0), "logit": (-14.0, 14.0), "exponent": (-4.0, 3.0)}
"""Between these a search keeps the logarithm of a coefficient, the logit of a share (1e-6 to all but 1e-6) and the logarithm of an exponent. A choice."""
LAST_FOURIER = 12.0
"""From this Fourier number on a shape is empty to 1e-12; later ones are taken as this one."""
MANY = 50_000
"""Values at once from which on a shape is read from a table, which errs by less than 1e-6: bands of thousands of curves need no more. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Coefficient:
    """One coefficient of a law.

    Parameters
    ----------
    name, meaning : for people. scale : on which it is sought. power : of time in its unit; -1 for a rate, 1 for a time, 0 for a pure number.
    """

    name: str
    meaning: str
    scale: Scale = "log"
    power: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Law:
    """A law as a fit sees it.

    Parameters
    ----------
    key, title : for machines and for people. mechanism : what it would mean, in a few words.
    share : of time and coefficients, all of which broadcast. grid : for each coefficient the places (on its own scale, with the last time as unit of
        time) where a search begins.
    shape : slab, sphere or cylinder where it holds for one shape only.
    first_part : whether it holds for the first 60 % only. power_of_time : whether its first coefficient has time to minus its second in its unit.
    """

    key: str
    title: str
    mechanism: str
    coefficients: tuple[Coefficient, ...]
    share: Callable[..., Array]
    grid: tuple[Array, ...]
    shape: str = ""
    first_part: bool = False
    power_of_time: bool = False
    cites: tuple[str, ...] = ()


def _crank(shape: Callable[[ArrayLike], Array]) -> Callable[[Array, Array], Array]:
    def share(time: Array, rate: Array) -> Array:
        fourier = np.minimum(rate * time, LAST_FOURIER)
        return shape(fourier) if fourier.size < MANY else np.interp(np.sqrt(fourier), *_table(shape))

    return share


@lru_cache(maxsize=4)
def _table(shape: Callable[[ArrayLike], Array]) -> tuple[Array, Array]:
    """A shape's share over the square root of the Fourier number, in which it is smooth."""
    root = np.linspace(0.0, np.sqrt(LAST_FOURIER), 8001)
    return root, np.maximum.accumulate(shape(root**2))


RATES = np.linspace(np.log(1e-4), np.log(1e3), 28)
_SHAPES = np.log(np.array([0.15, 0.3, 0.5, 0.75, 1.0, 1.5, 2.5, 4.0]))
_SHARES = np.array([-13.5, -6.0, -4.0, -2.5, -1.5, -0.7, 0.0, 0.7, 1.5, 3.0, 6.0, 13.5])
_RATE = Coefficient(name="k", meaning="rate", power=-1.0)
_FICK = Coefficient(name="D/l²", meaning="diffusivity over the square of the length", power=-1.0)

LAWS: Mapping[str, Law] = {
    law.key: law
    for law in (
        Law(
            key="zero-order",
            title="zero order",
            mechanism="a constant rate: a pump, a membrane, or a slab that erodes from its surface",
            coefficients=(_RATE,),
            share=lambda time, rate: zero_order(time, rate=rate),
            grid=(RATES,),
        ),
        Law(
            key="first-order",
            title="first order",
            mechanism="as much of what is left in every hour: a well-mixed store with a leak, or desorption",
            coefficients=(_RATE,),
            share=lambda time, rate: first_order(time, rate=rate),
            grid=(RATES,),
        ),
        Law(
            key="higuchi",
            title="Higuchi",
            mechanism="diffusion out of a matrix that is far from empty",
            coefficients=(Coefficient(name="k", meaning="constant", power=-0.5),),
            share=lambda time, constant: higuchi(time, constant=constant),
            grid=(RATES,),
            cites=("higuchi1961",),
        ),
        Law(
            key="korsmeyer-peppas",
            title="Korsmeyer–Peppas",
            mechanism="a power of time, whose exponent tells diffusion from relaxation",
            coefficients=(Coefficient(name="k", meaning="share at a time of 1"), Coefficient(name="n", meaning="exponent", scale="exponent")),
            share=lambda time, constant, exponent: korsmeyer_peppas(time, constant=constant, exponent=exponent),
            grid=(np.linspace(np.log(0.02), np.log(5.0), 14), _SHAPES),
            first_part=True,
            power_of_time=True,
            cites=("ritgerpeppas1987",),
        ),
        Law(
            key="weibull",
            title="Weibull",
            mechanism="none of its own: it draws the curve",
            coefficients=(Coefficient(name="τ", meaning="time of 63 %", power=1.0), Coefficient(name="b", meaning="shape", scale="exponent")),
            share=lambda time, scale, shape: weibull(time, scale=scale, shape=shape),
            grid=(np.linspace(np.log(1e-3), np.log(1e4), 20), _SHAPES),
            cites=("papadopoulou2006",),
        ),
        Law(
            key="hopfenberg-cylinder",
            title="Hopfenberg, cylinder",
            mechanism="erosion of a cylinder from its surface",
            coefficients=(_RATE,),
            share=lambda time, rate: hopfenberg(time, rate=rate, exponent=2.0),
            grid=(RATES,),
            shape="cylinder",
            cites=("hopfenberg1976",),
        ),
        Law(
            key="hopfenberg-sphere",
            title="Hopfenberg, sphere",
            mechanism="erosion of a sphere from its surface",
            coefficients=(_RATE,),
            share=lambda time, rate: hopfenberg(time, rate=rate, exponent=3.0),
            grid=(RATES,),
            shape="sphere",
            cites=("hopfenberg1976",),
        ),
        *(
            Law(
                key=f"crank-{name}",
                title=f"Crank, {name}",
                mechanism=f"diffusion out of a {name} into a medium that takes all",
                coefficients=(_FICK,),
                share=_crank(shape),
                grid=(RATES,),
                shape=name,
                cites=("crank1975",),
            )
            for name, shape in (("slab", slab), ("cylinder", cylinder), ("sphere", sphere))
        ),
        Law(
            key="burst-first-order",
            title="burst + first order",
            mechanism="a part lies on the surface and is free at once; the rest leaves in first order",
            coefficients=(Coefficient(name="b", meaning="burst", scale="logit"), _RATE),
            share=lambda time, burst, rate: burst_first_order(time, burst=burst, rate=rate),
            grid=(_SHARES, RATES),
        ),
        Law(
            key="plateau-first-order",
            title="first order to a plateau",
            mechanism="a part is held for good; the other leaves in first order",
            coefficients=(Coefficient(name="P", meaning="plateau", scale="logit"), _RATE),
            share=lambda time, plateau, rate: plateau_first_order(time, plateau=plateau, rate=rate),
            grid=(_SHARES, RATES),
        ),
    )
}
"""The laws by key, in the order in which they are told when nothing else orders them."""


def share_released(law: Law, time: Array, theta: Array) -> Array:
    """The share released by a law at times of rows, each with its own coefficients on their scales.

    Parameters
    ----------
    time : (..., n). theta : (..., p), in the unit of `time`.

    Returns
    -------
    share : (..., n).
    """
    return law.share(time, *(column[..., np.newaxis] for column in natural(law, theta)))


def natural(law: Law, theta: Array) -> tuple[Array, ...]:
    """The coefficients themselves, of those on their scales, (..., p): each (...)."""
    found = []
    for place, one in enumerate(law.coefficients):
        column = np.clip(theta[..., place], *LIMITS[one.scale])
        found.append(on_scale(one, column))
    return tuple(found)


def on_scale(coefficient: Coefficient, place: ArrayLike) -> Array:
    """A coefficient itself, of its place on its scale; the ends of the scale, infinite, are 0 and infinity, or 0 and 1."""
    at = np.asarray(place, dtype=np.float64)
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(-at)) if coefficient.scale == "logit" else np.exp(at))


def in_other_unit(law: Law, theta: Array, longer: float) -> Array:
    """Coefficients on their scales for a unit of time that is `longer` times as short as the one before: rates fall, times grow."""
    moved = theta.copy()
    for place, one in enumerate(law.coefficients):
        moved[..., place] += one.power * np.log(longer)
    if law.power_of_time:
        moved[..., 0] -= np.exp(theta[..., 1]) * np.log(longer)
    return moved
