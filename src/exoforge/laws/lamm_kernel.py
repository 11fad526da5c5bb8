"""The compiled part of `lamm`: three ways to carry one population through one run, and the choice between them.

The text below the marker is copied into a cached module and compiled there, see `compiled`. Above it stands the compiler's
plain stand-in, so that this file can be read, typed and run by itself. Why there are three ways is told in `lamm`. In all of
them amounts are never negative, and what leaves a cell enters another.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def njit(**options: bool | str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Stand-in of the compiler: leaves a function as it is."""
    return lambda function: function


# ---- the text below stands in the compiled module ----

CHARACTERISTICS, EXPLICIT, IMPLICIT = 0, 1, 2
LOST = -1
"""In place of a number of steps: the amount has changed, which is a bug."""

RESOLVED = 1.0
"""Peclet number of all cells up to which implicit steps are as accurate as explicit ones (measured)."""
PILED = 10.0
"""Peclet number of the cell at a wall from which all but 5e-5 of a layer at rest lies in that cell."""
MANY = 400
"""Explicit steps beyond which implicit ones are cheaper (measured)."""
STRETCH = 0.5
"""Stretching of the liquid within one step of the characteristics, as step times |dv/dr|."""
SMEAR = 0.1
"""Squared widths of a cell by which diffusion may spread before the flow forgets it and yet be met with longer steps."""
DIFFERENCE = 2e-5
"""Share of the amount that one implicit step may move otherwise than a first-order step would."""
STILL = 1e-13
"""Share that may yet move in all remaining steps when a run is called finished."""


class Grid(NamedTuple):
    """Cells between faces: radii and areas of the faces, volumes and centres of the cells, distances of centres, edge weights."""

    faces: Floats
    centre: Floats
    volume: Floats
    area: Floats
    gap: Floats
    weights: Floats
    first: Whole


@njit(error_model="numpy", inline="always")
def bernoulli(x: float) -> float:
    """``x / (exp(x) - 1)`` for x not below 0."""
    if x < 1e-5:
        return 1.0 - 0.5 * x
    return x / math.expm1(x) if x < 700.0 else 0.0


@njit(error_model="numpy")
def rates(grid: Grid, velocity: Floats, diffusion: Floats, drift: bool, right: Floats, left: Floats) -> float:
    """Shares per time that leave each cell over its right and left face, by exponential fluxes; the fastest emptying of a cell."""
    n = grid.volume.size
    right[n - 1], left[0] = 0.0, 0.0
    for i in range(n - 1):
        speed, d = abs(velocity[i + 1]) if drift else 0.0, diffusion[i + 1]
        back = d / grid.gap[i + 1] * bernoulli(speed * grid.gap[i + 1] / d) if d > 0.0 else 0.0
        forth = grid.area[i + 1] * (back + speed)
        back *= grid.area[i + 1]
        if velocity[i + 1] < 0.0:
            forth, back = back, forth
        right[i] = forth / grid.volume[i]
        left[i + 1] = back / grid.volume[i + 1]
    fastest = 0.0
    for i in range(n):
        fastest = max(fastest, right[i] + left[i])
    return fastest


@njit(error_model="numpy")
def factorise(step: float, right: Floats, left: Floats, keep: Floats, down: Floats) -> None:
    """Factors of one backward Euler step. Nothing is subtracted, so all stay positive and no amount is lost to rounding."""
    rest = 1.0
    for i in range(right.size):
        if i > 0:
            rest = 1.0 + step * left[i] * rest / (rest + step * right[i - 1])
        pivot = rest + step * right[i]
        keep[i] = 1.0 / pivot
        down[i] = step * right[i] / pivot


@njit(error_model="numpy")
def solve(step: float, left: Floats, keep: Floats, down: Floats, u: Floats) -> None:
    """One backward Euler step of the factorised rates, in place."""
    n = u.size
    for i in range(1, n):
        u[i] += down[i - 1] * u[i - 1]
    u[n - 1] *= keep[n - 1]
    for i in range(n - 2, -1, -1):
        u[i] = (u[i] + step * left[i + 1] * u[i + 1]) * keep[i]


# Characteristics


@njit(error_model="numpy")
def passage(length: float, v: float, w: float) -> float:
    """Time through a cell in which the velocity goes in a line from v to w, both above 0."""
    x = (w - v) / v
    if abs(x) < 1e-9:
        return length / v * (1.0 - 0.5 * x)
    if -0.9 < x < 9.0:
        return length / v * math.log1p(x) / x
    return length * (math.log(w) - math.log(v)) / (w - v)


@njit(error_model="numpy")
def trace(grid: Grid, velocity: Floats, duration: float, clock: Floats, cell: Whole, depth: Floats) -> None:
    """Where what stands at each inner face was before: the cell, and the share of its volume below that place.

    The velocity is linear within a cell, so that the way through a cell has a closed form.
    """
    r, n = grid.faces, grid.volume.size
    for side in range(2):
        # Side 0: faces passed outward, followed from left to right. Side 1: faces passed inward, in mirror image.
        sign = 1.0 if side == 0 else -1.0
        oldest = 0
        for walk in range(n + 1):
            j = walk if side == 0 else n - walk
            v = sign * velocity[j]
            if v <= 0.0:
                continue
            before = j - 1 if side == 0 else j + 1
            if walk == 0 or sign * velocity[before] <= 0.0:
                oldest, clock[j] = walk, 0.0
            else:
                clock[j] = clock[before] + passage(abs(r[j] - r[before]), sign * velocity[before], v)
            while clock[j] - clock[oldest if side == 0 else n - oldest] > duration:
                oldest += 1
            if j == 0 or j == n:
                continue
            m = oldest if side == 0 else n - oldest
            k = m - 1 if side == 0 else m
            if k < 0 or k >= n:
                cell[j], depth[j] = (0, 0.0) if side == 0 else (n - 1, 1.0)
                continue
            beyond = m - 1 if side == 0 else m + 1
            slope = sign * (velocity[m] - velocity[beyond]) / abs(r[m] - r[beyond])
            rest = duration - (clock[j] - clock[m])
            x = slope * rest
            way = sign * velocity[m] * rest * (-math.expm1(-x) / x if abs(x) > 1e-9 else 1.0 - 0.5 * x)
            radius = r[m] - sign * min(way, abs(r[m] - r[beyond]))
            # With the volume coordinate r or r^2/2, (radius - r_k)(area + area_k)/2 is the volume in between.
            area = grid.area[k] + (grid.area[k + 1] - grid.area[k]) * (radius - r[k]) / (r[k + 1] - r[k])
            cell[j] = k
            depth[j] = min(max(0.5 * (radius - r[k]) * (area + grid.area[k]) / grid.volume[k], 0.0), 1.0)
    for j in range(1, n):
        if velocity[j] == 0.0:
            cell[j], depth[j] = j, 0.0


@njit(error_model="numpy")
def remap(grid: Grid, cell: Whole, depth: Floats, u: Floats, density: Floats, low: Floats, high: Floats, new: Floats) -> None:
    """What lies between the former places of each cell's faces, by a monotone parabola in every cell."""
    n = u.size
    for i in range(n):
        density[i] = u[i] / grid.volume[i]
    for j in range(n + 1):
        edge = 0.0
        for k in range(4):
            edge += grid.weights[j, k] * density[grid.first[j] + k]
        a, b = density[max(j - 1, 0)], density[min(j, n - 1)]
        edge = min(max(edge, min(a, b)), max(a, b)) if 0 < j < n else max(edge, 0.0)
        if j < n:
            low[j] = edge
        if j > 0:
            high[j - 1] = edge
    for i in range(n):
        a, b, c = low[i], high[i], density[i]
        if (b - c) * (c - a) <= 0.0:
            low[i], high[i] = c, c
        else:
            rise, bend = b - a, 6.0 * (c - 0.5 * (a + b))
            if rise * bend > rise * rise:
                low[i] = 3.0 * c - 2.0 * b
            elif rise * bend < -rise * rise:
                high[i] = 3.0 * c - 2.0 * a
    before_cell, before = 0, 0.0
    for i in range(n):
        if i == n - 1:
            k, part = n - 1, u[n - 1]
        else:
            k = cell[i + 1]
            x = depth[i + 1]
            bend = 6.0 * (density[k] - 0.5 * (low[k] + high[k]))
            part = grid.volume[k] * x * (low[k] + x * (0.5 * (high[k] - low[k] + bend) - x * bend / 3.0))
            part = min(max(part, 0.0), u[k])
            if k < before_cell:
                k, part = before_cell, before
        if k == before_cell:
            new[i] = max(part - before, 0.0)
        else:
            total = u[before_cell] - before
            for m in range(before_cell + 1, k):
                total += u[m]
            new[i] = total + part
        before_cell, before = k, part


@njit(error_model="numpy")
def steps_of_characteristics(grid: Grid, velocity: Floats, diffusion: Floats, duration: float) -> float:
    """How many steps follow the stretching of the liquid closely enough for the diffusion in between.

    Each step redistributes the amounts within the cells, which smears a little; so they are few where diffusion does less than that.
    """
    stretch, spread = 0.0, 0.0
    for i in range(grid.volume.size):
        width = grid.faces[i + 1] - grid.faces[i]
        stretch = max(stretch, abs(velocity[i + 1] - velocity[i]) / width)
        spread = max(spread, max(diffusion[i], diffusion[i + 1]) / width**2)
    whole = stretch * duration
    smear = 2.0 * spread * (duration if whole < 1.0 else 1.0 / stretch)
    return max(math.ceil(whole / STRETCH * min(smear / SMEAR, 1.0)), 1.0)


@njit(error_model="numpy")
def finished(old: Floats, new: Floats, remaining: float) -> bool:
    """Whether all remaining steps together would move nothing any more; the new amounts take the place of the old."""
    moved, total = 0.0, 0.0
    for i in range(old.size):
        moved += abs(new[i] - old[i])
        total += new[i]
        old[i] = new[i]
    return moved * remaining <= STILL * total


@njit(error_model="numpy")
def by_characteristics(grid: Grid, velocity: Floats, diffusion: Floats, duration: float, most: int, u: Floats) -> int:
    """Exact ways of the particles, and diffusion between two half steps of them. Returns the steps, more than allowed when given up."""
    n = u.size
    right, left, keep, down = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    density, low, high, old, new = np.empty(n), np.empty(n), np.empty(n), np.zeros(n), np.empty(n)
    clock, spread, depth, half_depth = np.zeros(n + 1), np.zeros(n + 1), np.zeros(n + 1), np.zeros(n + 1)
    cell, half_cell = np.zeros(n + 1, dtype=np.int64), np.zeros(n + 1, dtype=np.int64)
    steps = steps_of_characteristics(grid, velocity, diffusion, duration)
    step = duration / steps
    for j in range(1, n):
        # Half steps of linear drift around diffusion spread too much or too little by this factor, which is taken out beforehand.
        x = min(abs(step * (velocity[j + 1] - velocity[j - 1]) / (grid.faces[j + 1] - grid.faces[j - 1])), 1.0)
        spread[j] = diffusion[j] * (math.sinh(x) / x if x > 1e-3 else 1.0)
    for j, toward in ((1, -velocity[0]), (n - 1, velocity[n])):
        # What drift holds at a wall does not diffuse away from it, but for the share that a layer at rest has beyond the last cell.
        if toward > 0.0 and spread[j] > 0.0:
            spread[j] *= bernoulli(toward * grid.gap[j] / spread[j])
    fastest = rates(grid, velocity, spread, False, right, left)
    if fastest == 0.0:
        trace(grid, velocity, duration, clock, cell, depth)
        remap(grid, cell, depth, u, density, low, high, new)
        u[:] = new
        return 1
    parts = max(math.ceil(0.5 * step * fastest), 1.0)
    half = 0.5 * step / parts
    factorise(half, right, left, keep, down)
    trace(grid, velocity, 0.5 * step, clock, half_cell, half_depth)
    if steps > 1.0:
        trace(grid, velocity, step, clock, cell, depth)
    remap(grid, half_cell, half_depth, u, density, low, high, old)
    done, still = 0.0, False
    while True:
        done += 1.0
        if done * parts > most:
            return most + 1
        u[:] = old
        for _ in range(int(parts)):
            # Crank-Nicolson: half forward, which `parts` keeps positive, and half backward.
            for i in range(n):
                new[i] = u[i] * max(1.0 - half * (right[i] + left[i]), 0.0)
                if i > 0:
                    new[i] += half * right[i - 1] * u[i - 1]
                if i < n - 1:
                    new[i] += half * left[i + 1] * u[i + 1]
            solve(half, left, keep, down, new)
            u[:] = new
        if still or done >= steps:
            break
        remap(grid, cell, depth, u, density, low, high, new)
        still = finished(old, new, steps - done)
    remap(grid, half_cell, half_depth, u, density, low, high, new)
    u[:] = new
    return int(done)


# Explicit steps


@njit(error_model="numpy")
def largest_step(grid: Grid, velocity: Floats, diffusion: Floats) -> float:
    """The longest explicit step that cannot take more out of a cell than is in it."""
    n, fastest = grid.volume.size, 0.0
    for i in range(n):
        out = 0.0
        if i > 0:
            out += grid.area[i] * (2.0 * max(-velocity[i], 0.0) + diffusion[i] / grid.gap[i])
        if i < n - 1:
            out += grid.area[i + 1] * (2.0 * max(velocity[i + 1], 0.0) + diffusion[i + 1] / grid.gap[i + 1])
        fastest = max(fastest, out / grid.volume[i])
    return 1.0 / fastest if fastest > 0.0 else math.inf


@njit(error_model="numpy")
def forward(
    grid: Grid, velocity: Floats, diffusion: Floats, fitted: Floats, steady: Floats, step: float, u: Floats, density: Floats, fall: Floats, new: Floats
) -> None:
    """One Euler step with exponential fluxes, turned into central ones as far as the limiter lets.

    The limiter compares the gradient upstream with that at the face, and takes no notice of the share of the difference
    that stands in a layer at rest, where the exponential flux is exact.
    """
    n = u.size
    for i in range(n):
        density[i] = u[i] / grid.volume[i]
        new[i] = u[i]
    for j in range(1, n):
        fall[j] = (density[j] - density[j - 1]) / grid.gap[j]
    for j in range(1, n):
        outward = velocity[j] >= 0.0
        up = j - 1 if outward else j
        ratio = (fall[j - 1] if outward else fall[j + 1]) / fall[j] if fall[j] != 0.0 else 0.0
        ratio = (ratio - steady[j]) / (1.0 - steady[j]) if steady[j] < 1.0 else 0.0
        central = 1.0 if ratio >= 1.0 else 2.0 * ratio / (1.0 + ratio) if ratio > 0.0 else 0.0  # the ratio is infinite beside a denormal difference
        value = density[up] + central * fall[j] * (grid.faces[j] - grid.centre[up])
        value = min(max(value, 0.0), 2.0 * density[up])
        moved = step * grid.area[j] * (velocity[j] * value - diffusion[j] * (central + (1.0 - central) * fitted[j]) * fall[j])
        new[j - 1] -= moved
        new[j] += moved


@njit(error_model="numpy")
def by_explicit_steps(grid: Grid, velocity: Floats, diffusion: Floats, duration: float, courant: float, most: int, u: Floats) -> int:
    """Second-order Runge-Kutta steps (Heun), each a mean of two Euler steps. Returns the steps, more than allowed when given up."""
    n = u.size
    density, one, two = np.empty(n), np.empty(n), np.empty(n)
    fall, fitted, steady = np.zeros(n + 1), np.zeros(n + 1), np.zeros(n + 1)
    for j in range(1, n):
        if diffusion[j] > 0.0:
            peclet = abs(velocity[j]) * grid.gap[j] / diffusion[j]
            fitted[j], steady[j] = bernoulli(peclet), math.exp(-peclet)
    steps = max(math.ceil(duration / (courant * largest_step(grid, velocity, diffusion))), 1.0)
    step, done = duration / steps, 0.0
    while done < steps:
        done += 1.0
        if done > most:
            return most + 1
        forward(grid, velocity, diffusion, fitted, steady, step, u, density, fall, one)
        forward(grid, velocity, diffusion, fitted, steady, step, one, density, fall, two)
        for i in range(n):
            two[i] = max(0.5 * (u[i] + two[i]), 0.0)
        if finished(u, two, steps - done):
            break
    return int(done)


# Implicit steps


@njit(error_model="numpy")
def limit(low: Floats, high: Floats, new: Floats) -> None:
    """As much of the difference from low to high as leaves no amount negative, by fluxes between neighbours."""
    n = low.size
    enters = 0.0
    for i in range(n):
        new[i] = low[i]
    share_before = 1.0
    for i in range(n):
        leaves = enters - (high[i] - low[i]) if i < n - 1 else 0.0
        out = max(leaves, 0.0) + max(-enters, 0.0)
        share = 0.999 * low[i] / out if out > 0.999 * low[i] else 1.0
        if i > 0:
            moved = enters * (share_before if enters > 0.0 else share)
            new[i - 1] -= moved
            new[i] += moved
        share_before, enters = share, leaves


@njit(error_model="numpy")
def lags(grid: Grid, velocity: Floats, diffusion: Floats, lag: Floats) -> None:
    """How much of the change in time of the two neighbours belongs to the flux over each face.

    An exponential flux is exact while the flux is the same on the whole way between two centres. Where a boundary passes
    it is not; the first correction, ``area gap (coth(z/2)/2 - 1/z)`` for a Peclet number z, makes the diffusion right again.
    """
    lag[0], lag[-1] = 0.0, 0.0
    for j in range(1, grid.volume.size):
        z = velocity[j] * grid.gap[j] / diffusion[j] if diffusion[j] > 0.0 else 0.0
        exact = 0.5 / math.tanh(0.5 * z) - 1.0 / z if abs(z) > 0.05 else z / 12.0 - z**3 / 720.0
        lag[j] = 0.5 * grid.area[j] * grid.gap[j] * exact


@njit(error_model="numpy")
def stage(step: float, right: Floats, left: Floats, lag: Floats, volume: Floats, work: Floats, u: Floats) -> None:
    """One implicit stage with lagging fluxes, in place: ``(M - step A) new = M u``, without pivots because M and A are dominated by their diagonals."""
    n = u.size
    before, own = 0.0, u[0]
    for i in range(n):
        # Row i of M is (a, b, c), row i of the matrix (a - forth, b + out, c - back).
        a = lag[i] / volume[i - 1] if i > 0 else 0.0
        b = 1.0 - (lag[i + 1] - lag[i]) / volume[i]
        c = -lag[i + 1] / volume[i + 1] if i < n - 1 else 0.0
        next_own = u[i + 1] if i < n - 1 else 0.0
        value = a * before + b * own + c * next_own
        pivot = b + step * (right[i] + left[i])
        if i > 0:
            below = a - step * right[i - 1]
            pivot -= below * work[i - 1]
            value -= below * u[i - 1]
        work[i] = (c - step * left[i + 1]) / pivot if i < n - 1 else 0.0
        u[i] = value / pivot
        before, own = own, next_own
    for i in range(n - 2, -1, -1):
        u[i] -= work[i] * u[i + 1]


@njit(error_model="numpy")
def by_implicit_steps(grid: Grid, velocity: Floats, diffusion: Floats, duration: float, most: int, u: Floats) -> int:
    """Exponential fluxes in L-stable steps of second order whose length follows the change. Returns the steps, more than allowed when given up.

    The amounts stay positive because each step goes only as far from a backward Euler step as leaves none negative.
    """
    n = u.size
    right, left, keep, down = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    low, high, new, lag = np.empty(n), np.empty(n), np.empty(n), np.empty(n + 1)
    fastest = rates(grid, velocity, diffusion, True, right, left)
    lags(grid, velocity, diffusion, lag)
    if fastest == 0.0:
        return 1
    gamma = 1.0 - math.sqrt(0.5)
    step, reached, taken = 1.0 / fastest, 0.0, 0
    while reached < duration:
        taken += 1
        if taken > most:
            break
        last = step >= duration - reached
        h = duration - reached if last else step
        high[:] = u
        stage(gamma * h, right, left, lag, grid.volume, keep, high)
        for i in range(n):
            new[i] = high[i] - u[i]
            low[i] = high[i] = u[i] + (1.0 - gamma) / gamma * new[i]
        stage(gamma * h, right, left, lag, grid.volume, keep, high)
        differs, total = 0.0, 0.0
        for i in range(n):
            differs += abs(high[i] - low[i] - new[i])
            total += u[i]
        differs *= 0.5 / (gamma * (1.0 - gamma))
        growth = min(0.9 * math.sqrt(DIFFERENCE * total / differs), 5.0) if differs > 0.0 else 5.0
        if growth < 0.9:
            step = h * max(growth, 0.2)
            continue
        low[:] = u
        factorise(h, right, left, keep, down)
        solve(h, left, keep, down, low)
        limit(low, high, new)
        for i in range(n):
            u[i] = max(new[i], 0.0)  # rounding of the smallest numbers there are
        reached = duration if last else reached + h
        step = h * growth
    return taken


# One run of all populations


@njit(error_model="numpy")
def choice(grid: Grid, velocity: Floats, diffusion: Floats, duration: float) -> int:
    """The way that suits a population: see the docstring of `lamm`."""
    n = grid.volume.size
    resolved, still = True, True
    for j in range(n + 1):
        width = grid.faces[min(j + 1, n)] - grid.faces[min(j, n - 1)]
        still = still and diffusion[j] == 0.0
        resolved = resolved and abs(velocity[j]) * width <= RESOLVED * diffusion[j]
    if still:
        return CHARACTERISTICS
    if resolved:
        return IMPLICIT if duration > MANY * largest_step(grid, velocity, diffusion) else EXPLICIT
    for j, k, toward in ((0, 0, -velocity[0]), (n, n - 1, velocity[n])):
        if toward > 0.0 and toward * (grid.faces[k + 1] - grid.faces[k]) < PILED * diffusion[j]:
            return EXPLICIT
    return CHARACTERISTICS


@njit(error_model="numpy", cache=True, nogil=True)
def carry(
    faces: Floats, centre: Floats, volume: Floats, area: Floats, gap: Floats, weights: Floats, first: Whole,
    velocity: Floats, diffusion: Floats, duration: float, courant: float, scheme: int, most: int, content: Floats, steps: Whole,
) -> None:  # fmt: skip
    """Carry every population to the end, in place; `scheme` -1 chooses. Steps above `most` tell that a population was given up."""
    grid = Grid(faces, centre, volume, area, gap, weights, first)
    for p in range(content.shape[0]):
        u = content[p]
        before = u.sum()
        if before == 0.0:
            continue
        way = scheme if scheme >= 0 else choice(grid, velocity[p], diffusion[p], duration)
        if way == CHARACTERISTICS:
            steps[p] = by_characteristics(grid, velocity[p], diffusion[p], duration, most, u)
        elif way == EXPLICIT:
            steps[p] = by_explicit_steps(grid, velocity[p], diffusion[p], duration, courant, most, u)
        else:
            steps[p] = by_implicit_steps(grid, velocity[p], diffusion[p], duration, most, u)
        after = u.sum()
        if not abs(after - before) <= 1e-9 * before:  # nor is a NaN an amount
            steps[p] = LOST
        u *= before / after  # what rounding has taken or given, about 1e-15 a step
