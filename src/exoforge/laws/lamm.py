"""Sedimentation and diffusion together: the Lamm equation, in a tube or in the sector cell of an analytical centrifuge.

```
dc/dt = (1/A) d/dr [ A (D dc/dr - v c) ]        A = 1 in a tube, A = r in a sector;  v = s w^2 r
```

Nothing passes either end. The cells hold amounts, and what leaves one enters another, so that no particle is lost. The
Peclet number of a cell, ``|v| width / D``, ranges from 1e-3 (a protein on the fine grid of an analytical run) to 1e5
(a vesicle on the coarse grid of a tube). No single way was found to be good over the whole range, so each population
takes one of three; they were measured against each other and against exact solutions:

- ``characteristics``, where drift rules (Peclet number 10 or more at a wall that it presses against): the ways of the
  particles are exact for a velocity that is linear within each cell, amounts are collected by monotone parabolas, and
  diffusion (Crank-Nicolson) stands between two half steps of drift, corrected for the stretching of the liquid. What is
  held at a wall stays there. A step may cross any number of cells, so that most runs take 1 to 20 steps: in 200 cells
  some 50 times faster than explicit steps and with a tenth of their error. Without diffusion it is exact to rounding.
- ``explicit``, where drift and diffusion meet within a cell or so: exponential (Scharfetter-Gummel) fluxes, exact for a
  layer at rest on any cells, turned into central ones as far as a limiter allows where the boundary moves; Heun's steps
  of a length that leaves no amount negative.
- ``implicit``, where the cells resolve all layers (Peclet number up to 1) and explicit steps would be more than 400:
  exponential fluxes with their first correction for a change in time, L-stable steps of second order whose length
  follows the change. An equilibrium is met to 1e-4 at 400 cells, in some 500 steps where explicit ones take 200 000.

References: lamm1929, schuck_page, strang1968, colella1984, vanleer1974, scharfetter1969, tenthije2011, zalesak1979
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import ConvergenceError, InternalError, SettingError
from exoforge.laws.compiled import compiled
from exoforge.laws.domain import Array, not_negative, numbers, positive, within

Scheme = Literal["characteristics", "explicit", "implicit"]
SCHEMES: tuple[Scheme, ...] = ("characteristics", "explicit", "implicit")
FEWEST_CELLS = 4
"""The edges of a cell's parabola take four cells."""
THIN, FAR, FAST, LONG = 1e-12, 1e3, 1e3, 1e15
"""Thinnest cell and farthest face [m], fastest drift [m/s] (and diffusion [m2/s]), longest run [s]: within them no number overflows."""
STANDING = 1e-20
"""A particle that moves less than this share of the thinnest cell in the whole run stands still."""


def plateau(lambda_t: ArrayLike, *, sector: bool = True) -> Array:
    """Concentration ahead of the boundary over that at the start: ``exp(-2 lambda_t)`` in a sector, ``exp(-lambda_t)`` in a tube.

    Exact until the boundary or what diffuses from either end arrives.

    References
    ----------
    svedberg1940
    """
    return np.exp((-2.0 if sector else -1.0) * numbers(lambda_t))


def boundary(lambda_t: ArrayLike, *, start: ArrayLike) -> Array:
    """Radius [m] of what stood at `start` [m]: ``r = start exp(lambda_t)``, ``lambda_t = s w^2 t``; no diffusion.

    Raises
    ------
    SettingError
        The radius is not above 0.

    References
    ----------
    svedberg1940
    """
    return positive("radius at the start", start, "m") * np.exp(numbers(lambda_t))


def equilibrium(radius: ArrayLike, *, r_min: ArrayLike, r_max: ArrayLike, k: ArrayLike) -> Array:
    """Concentration over that of the uniform start in a sector cell that has come to rest.

    ``c/c0 = E exp(k (r^2 - r_max^2)/2) / (1 - exp(-E))``, ``E = k (r_max^2 - r_min^2)/2``.

    Parameters
    ----------
    radius : [m]. r_min, r_max : meniscus and bottom [m].
    k : ``s w^2 / D`` [1/m2]; negative for what floats, 0 for what does neither.

    Raises
    ------
    SettingError
        A radius is not above 0, `r_max` is not beyond `r_min`, or a radius lies outside them.

    References
    ----------
    svedberg1940
    """
    inner, outer = _ends(r_min, r_max)
    r, steep = within("radius", radius, float(np.min(inner)), float(np.max(outer)), "m"), numbers(k)
    exponent = np.abs(steep) * (outer**2 - inner**2) / 2.0
    from_end = np.where(steep < 0, r**2 - inner**2, outer**2 - r**2)
    share = np.where(exponent > 0, exponent, 1.0) / -np.expm1(-np.where(exponent > 0, exponent, 1.0))
    return np.where(exponent > 0, share, 1.0) * np.exp(-np.abs(steep) * from_end / 2.0)


def faxen(radius: ArrayLike, *, r_min: ArrayLike, lambda_t: ArrayLike, k: ArrayLike) -> Array:
    """Concentration over that of the start in a sector cell while the boundary moves, approximately.

    ``c/c0 = (exp(-tau)/2) [1 - erf((1 - sqrt(x exp(-tau))) / sqrt(e (1 - exp(-tau))))]``,
    ``tau = 2 lambda_t``, ``x = (r/r_min)^2``, ``e = 2 / (k r_min^2)``.

    Parameters
    ----------
    radius : [m]. r_min : meniscus [m]. lambda_t : ``s w^2 t``, above 0. k : ``s w^2 / D`` [1/m2], above 0.

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    An endless cell and a small e: good to 0.005 at e = 2e-3 once the boundary has left the meniscus. It knows no bottom.

    References
    ----------
    faxen1929
    """
    from scipy.special import erfc

    inner, tau = positive("smallest radius", r_min, "m"), 2.0 * positive("lambda_t", lambda_t)
    width = np.sqrt(-np.expm1(-tau) * 2.0 / positive("k", k, "1/m2")) / inner
    behind = 1.0 - positive("radius", radius, "m") / inner * np.exp(-tau / 2.0)
    return np.exp(-tau) / 2.0 * np.asarray(erfc(behind / width), dtype=np.float64)


def transport(
    content: ArrayLike,
    *,
    faces: ArrayLike,
    velocity: ArrayLike,
    diffusion: ArrayLike,
    duration: float,
    sector: bool = False,
    courant: float = 0.9,
    scheme: Scheme | None = None,
    most_steps: int = 200_000,
) -> Array:
    """The amounts in every cell after drift and diffusion; the equation stands at the head of the module.

    Parameters
    ----------
    content : (n_population, n_cell) amounts in the cells at the start: particles or mass, 0 or above.
    faces : (n_cell + 1,) radii between the cells, increasing [m]; at least 4 cells.
    velocity : (n_population, n_cell + 1) or (n_cell + 1,) at the faces [m/s], outward positive; it may change sign.
    diffusion : (n_population,), (n_population, n_cell + 1) or one number [m2/s], 0 or above.
    duration : [s].
    sector : whether the cross-section grows with the radius.
    courant : explicit steps as a share, up to 1, of the longest that leaves no amount negative.
    scheme : one way for all populations; None chooses for each.
    most_steps : steps of one population after which the run is given up.

    Returns
    -------
    content : (n_population, n_cell), never negative; each row sums up to what it was, to 1e-12.

    Raises
    ------
    SettingError
        An array is misshapen, not finite, or outside its range; the faces do not increase; the scheme is unknown.
    ConvergenceError
        A population needs more steps than allowed.
    FileError
        The cache folder named by EXOFORGE_CACHE cannot be written.

    Assumes
    -------
    Dilute: populations do not feel each other, nor their own concentration. Velocity and diffusion are steady. A layer
    thinner than a cell sits in the last cell, where its concentration says nothing. No convection.
    """
    places = within("face of a cell", faces, -FAR, FAR, "m")
    if places.ndim != 1 or places.size <= FEWEST_CELLS or np.any(np.diff(places) < THIN):
        raise SettingError(
            f"The faces must be at least {FEWEST_CELLS + 1} increasing radii in metres, {THIN:g} m or more apart; "
            f"found {places.size} in {places.ndim} dimension(s)."
        )
    if sector:
        positive("first face of a sector", places[0], "m")
    amounts = not_negative("amount in a cell", content).copy(order="C")
    if amounts.ndim != 2 or amounts.shape[1] != places.size - 1:
        raise SettingError(f"The content has shape {amounts.shape}; it must be (populations, cells) with {places.size - 1} cells between the faces.")
    if scheme is not None and scheme not in SCHEMES:
        raise SettingError(f"There is no scheme '{scheme}'; choose one of {', '.join(SCHEMES)}, or None.")
    if not 0.0 < courant <= 1.0:
        raise SettingError(f"courant is {courant:g}; it must lie above 0 and not above 1.")
    shape = (len(amounts), places.size)
    v = within("velocity", _at_faces("velocity", velocity, shape), -FAST, FAST, "m/s")
    d = within("diffusion coefficient", _at_faces("diffusion", diffusion, shape), 0.0, FAST, "m2/s")
    time = float(within("duration", duration, 0.0, LONG, "s"))
    if time > 0 and amounts.size:
        v[np.abs(v) * time < STANDING * THIN] = 0.0
        _carry(amounts, places, v, d, time, sector, courant, scheme, most_steps)
    return amounts


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Settled:
    """What stands where after a spin of a tube that was uniform at the start.

    Parameters
    ----------
    faces : (n_cell + 1,) [m].
    content : (n_population, n_cell) shares of each population in the cells.
    concentration : (n_population, n_cell) over that of the start.
    pelleted : (n_population,) share in the bottom layer beyond what the liquid just above it would hold there.
    """

    faces: Array
    content: Array
    concentration: Array
    pelleted: Array


def settled(
    *,
    coefficient: ArrayLike,
    diffusion: ArrayLike,
    r_min: float,
    r_max: float,
    angular_velocity: float,
    duration: float,
    cells: int = 200,
    layer: float | None = None,
    sector: bool = False,
) -> Settled:
    """Spin a uniform suspension, with diffusion: the profile and the share on the bottom.

    A species that diffuses is never pelleted for good: at the bottom it forms a layer of thickness ``D / (s w^2 r_max)``, a
    tenth of a micrometre for a vesicle of 100 nm at 100 000 g, a tenth of a millimetre for a protein like albumin. So
    `pelleted` is what a layer of stated thickness holds beyond what the liquid just above would hold in its place, and 0
    where it holds less. Where the species' own layer is much thinner this is `sedimentation.swinging_bucket`; where it is
    not, the number depends on `layer`, and the profile says more.

    Parameters
    ----------
    coefficient, diffusion : (n_population,) or numbers: sedimentation [s], negative floats; diffusion [m2/s].
    r_min, r_max : meniscus and bottom [m]. angular_velocity : [rad/s]. duration : [s].
    cells : of equal width. layer : bottom layer [m], up to half the tube, in whole cells; None is one cell.
    sector : sector cell instead of a tube with parallel walls.

    Raises
    ------
    SettingError
        A value is out of range, `r_max` is not beyond `r_min`, or the arrays differ in length.
    ConvergenceError, FileError
        As `transport`.

    Assumes
    -------
    All of `transport`; no way sideways to the wall of the tube, and no loss of the layer when the tube is emptied.
    """
    inner, outer = (float(end) for end in _ends(r_min, r_max))
    if int(cells) != cells or cells < FEWEST_CELLS:
        raise SettingError(f"There are {cells:g} cells; {FEWEST_CELLS} or more in whole numbers are needed.")
    s, d = np.atleast_1d(numbers(coefficient)), np.atleast_1d(numbers(diffusion))
    if s.ndim != 1 or d.ndim != 1:
        raise SettingError(f"The coefficients have shape {s.shape} and {d.shape}; give one number for each population.")
    if s.size != d.size and 1 not in (s.size, d.size):
        raise SettingError(f"There are {s.size} sedimentation coefficients and {d.size} of diffusion; give one of each for every population.")
    s, d = np.broadcast_arrays(s, d)
    width = (outer - inner) / cells
    depth = width if layer is None else float(within("bottom layer", layer, 0.0, (outer - inner) / 2.0, "m"))
    faces = np.linspace(inner, outer, int(cells) + 1)
    volume = np.diff(_volume_coordinate(faces, sector))
    rate = s * positive("angular velocity", angular_velocity, "rad/s") ** 2
    start = np.tile(volume / volume.sum(), (s.size, 1))
    content = transport(start, faces=faces, velocity=rate[:, None] * faces, diffusion=d, duration=duration, sector=sector)
    bottom = max(int(np.ceil(depth / width - 1e-9)), 1)
    above = content[:, -bottom - 1] / volume[-bottom - 1]
    pelleted = np.maximum(content[:, -bottom:].sum(axis=1) - above * volume[-bottom:].sum(), 0.0)
    return Settled(faces=faces, content=content, concentration=content / start, pelleted=pelleted)


def _ends(r_min: ArrayLike, r_max: ArrayLike) -> tuple[Array, Array]:
    inner, outer = positive("smallest radius", r_min, "m"), positive("largest radius", r_max, "m")
    if np.any(inner >= outer):
        raise SettingError(f"The largest radius must lie beyond the smallest; found r_min {np.max(inner):g} m and r_max {np.min(outer):g} m.")
    return inner, outer


def _at_faces(name: str, values: ArrayLike, shape: tuple[int, int]) -> Array:
    """One value per population and face."""
    array = numbers(values)
    by_population = name == "diffusion" and array.ndim == 1
    try:
        return np.broadcast_to(array[:, None] if by_population else array, shape).copy(order="C")  # writeable, as all the kernel was compiled for
    except ValueError:
        raise SettingError(f"The {name} has shape {array.shape}; it must fit {shape[0]} population(s) and {shape[1]} faces.") from None


def _carry(
    amounts: Array, faces: Array, velocity: Array, diffusion: Array, duration: float, sector: bool, courant: float, scheme: Scheme | None, most: int
) -> None:
    """Let the compiled code move the amounts, in place."""
    from exoforge.laws.lamm_kernel import LOST

    steps = np.zeros(len(amounts), dtype=np.int64)
    chosen = -1 if scheme is None else SCHEMES.index(scheme)
    compiled("lamm_kernel.py").carry(*_grid(faces.tobytes(), sector), velocity, diffusion, duration, courant, chosen, most, amounts, steps)
    if np.any(steps == LOST):
        raise InternalError(f"Population {int(np.argmax(steps == LOST))} does not add up to what it was at the start.")
    if np.any(steps > most):
        given_up = int(np.argmax(steps > most))
        raise ConvergenceError(
            f"Population {given_up} needs more than {most} steps for {duration:g} s in {faces.size - 1} cells; "
            "take fewer cells or a shorter run, or raise most_steps. Is every radius in metres and every velocity in metres per second?"
        )


def _volume_coordinate(faces: Array, sector: bool) -> Array:
    return faces**2 / 2.0 if sector else faces


@lru_cache(maxsize=32)
def _grid(faces: bytes, sector: bool) -> tuple[Array, Array, Array, Array, Array, Array, NDArray[np.int64]]:
    """What depends on the faces alone, in the order of the kernel's `Grid`."""
    r = np.frombuffer(faces).copy()  # writeable, as all the kernel was compiled for
    place = _volume_coordinate(r, sector)
    centre = (r[1:] + r[:-1]) / 2.0
    gap = np.full(r.size, np.inf)
    gap[1:-1] = np.diff(centre)
    first = np.clip(np.arange(r.size) - 2, 0, r.size - 1 - FEWEST_CELLS)
    return r, centre, np.diff(place), r.copy() if sector else np.ones(r.size), gap, _edge_weights(place, first), first


def _edge_weights(place: Array, first: NDArray[np.int64]) -> Array:
    """How the density at a face follows from four cells: the slope there of the quartic through the five sums from below."""
    nodes = place[first[:, None] + np.arange(FEWEST_CELLS + 1)] - place[:, None]
    scale = (nodes[:, -1] - nodes[:, 0])[:, None]
    powers = (nodes / scale)[:, None, :] ** np.arange(FEWEST_CELLS + 1)[None, :, None]
    wanted = np.zeros((place.size, FEWEST_CELLS + 1, 1))
    wanted[:, 1] = 1.0
    slopes = np.linalg.solve(powers, wanted)[:, :, 0] / scale
    later = np.cumsum(slopes[:, ::-1], axis=1)[:, ::-1][:, 1:]
    return np.ascontiguousarray(later * np.diff(nodes, axis=1))
