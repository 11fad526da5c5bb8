"""The compiled part of `closure`: one wound, two reaction-diffusion equations on rings, followed by Rodas4 with steps of its own choice.

The text below the marker is copied into a cached module and compiled there, see `compiled`. Above it stands the compiler's
plain stand-in, so that this file can be read, typed and run by itself. Everything is in units of the wound's radius and of the
time 1/k in which cells are lost. A Rosenbrock step needs the Jacobian, whose blocks of two by two stand on three diagonals, so that
a step costs in proportion to the number of rings. The tail of cells ahead of the front is followed to `SMALL`, because it is
the tail that grows into the front. Rows of `state` are the cells n and the signal c.

References: hairer1996 (method and dense output; the coefficients are those of the kernel of kinetic models).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exoforge.laws.kinetics.kernel import COUPLINGS, DENSE, DRIFTS, GAMMA, NODES, STAGES

Floats = NDArray[np.float64]


def njit(**options: bool | str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Stand-in of the compiler: leaves a function as it is."""
    return lambda function: function


# ---- the text below stands in the compiled module ----

FINE, TOO_MANY_STEPS, STEP_TOO_SMALL, NEGATIVE_MITOSIS = 0, 1, 2, 3
SMALL = 1e-10
"""Absolute tolerance of the cells and the signal, in units of unwounded skin."""
LITTLE = 1e-3
"""Share of a step over which the drift of the rates with the activity is measured."""


class Skin(NamedTuple):
    """A wound without dimensions: activator (or inhibitor), spread of cells and signal, turnover of the signal, largest mitosis, cm and alpha."""

    activator: bool
    spread: float
    signal_spread: float
    turnover: float
    peak: float
    c_peak: float
    n_peak: float
    more_mitosis: float
    more_spread: float


class Rings(NamedTuple):
    """Diffusion towards the inner and outer neighbour of each ring, and the share of the wound that each ring is."""

    inner: Floats
    outer: Floats
    share: Floats


@njit(error_model="numpy", inline="always")
def resting(skin: Skin, peak: float) -> float:
    """Mitosis without signal, for the activator."""
    return (1.0 + skin.c_peak * skin.c_peak - 2.0 * peak * skin.c_peak) / (1.0 - skin.c_peak) ** 2


@njit(error_model="numpy", inline="always")
def mitosis(skin: Skin, peak: float, rest: float, c: float) -> tuple[float, float]:
    """The rate of mitosis s(c) and its slope."""
    if skin.activator:
        below = skin.c_peak * skin.c_peak + c * c
        factor = 2.0 * skin.c_peak * (peak - rest)
        return factor * c / below + rest, factor * (skin.c_peak * skin.c_peak - c * c) / (below * below)
    below = 2.0 * (peak - 1.0) * c + 1.0
    above = (peak - 1.0) * c + peak
    return above / below, (peak - 1.0) * (below - 2.0 * above) / (below * below)


@njit(error_model="numpy", inline="always")
def release(skin: Skin, n: float) -> tuple[float, float]:
    """What cells make of the signal, f(n), and its slope."""
    if not skin.activator:
        return n, 1.0
    square = skin.n_peak * skin.n_peak
    below = n * n + square
    return n * (1.0 + square) / below, (1.0 + square) * (square - n * n) / (below * below)


@njit(error_model="numpy", cache=True)
def rates(skin: Skin, rings: Rings, active: float, state: Floats, f: Floats) -> None:
    """The rates of the cells and the signal, with vesicles as active as `active`; beyond the edge both are 1."""
    last = state.shape[1] - 1
    peak = skin.peak * (1.0 + skin.more_mitosis * active)
    spread = skin.spread * (1.0 + skin.more_spread * active)
    rest = resting(skin, peak)
    for i in range(last + 1):
        n, c = state[0, i], state[1, i]
        s, _ = mitosis(skin, peak, rest, c)
        made, _ = release(skin, n)
        f[0, i] = s * n * (2.0 - n) - n
        f[1, i] = skin.turnover * (made - c)
    for row in range(2):
        moving = spread if row == 0 else skin.signal_spread
        u, du = state[row], f[row]
        du[0] += moving * rings.outer[0] * (u[1] - u[0])
        for i in range(1, last):
            du[i] += moving * (rings.inner[i] * (u[i - 1] - u[i]) + rings.outer[i] * (u[i + 1] - u[i]))
        du[last] += moving * (rings.inner[last] * (u[last - 1] - u[last]) + rings.outer[last] * (1.0 - u[last]))


@njit(error_model="numpy", cache=True)
def factorise(skin: Skin, rings: Rings, active: float, state: Floats, shift: float, factors: Floats) -> None:
    """Shift less the Jacobian: the inverse of each ring's block, and what the rings within and without bring to its solution."""
    peak = skin.peak * (1.0 + skin.more_mitosis * active)
    spread = skin.spread * (1.0 + skin.more_spread * active)
    rest = resting(skin, peak)
    for i in range(state.shape[1]):
        n, c = state[0, i], state[1, i]
        s, slope = mitosis(skin, peak, rest, c)
        _, making = release(skin, n)
        both = rings.inner[i] + rings.outer[i]
        nn = shift - s * (2.0 - 2.0 * n) + 1.0 + spread * both
        nc = -slope * n * (2.0 - n)
        cn = -skin.turnover * making
        cc = shift + skin.turnover + skin.signal_spread * both
        within_nn, within_nc, within_cn, within_cc = 0.0, 0.0, 0.0, 0.0
        if i > 0:
            low_n, low_c = spread * rings.inner[i], skin.signal_spread * rings.inner[i]
            up_n, up_c = spread * rings.outer[i - 1], skin.signal_spread * rings.outer[i - 1]
            within = factors[i - 1]
            within_nn, within_nc, within_cn, within_cc = low_n * within[0], low_n * within[1], low_c * within[2], low_c * within[3]
            nn -= within_nn * up_n
            nc -= within_nc * up_c
            cn -= within_cn * up_n
            cc -= within_cc * up_c
        one = 1.0 / (nn * cc - nc * cn)
        out_n, out_c = spread * rings.outer[i], skin.signal_spread * rings.outer[i]
        own = factors[i]
        own[0], own[1], own[2], own[3] = cc * one, -nc * one, -cn * one, nn * one
        own[4], own[5], own[6], own[7] = within_nn, within_nc, within_cn, within_cc
        own[8], own[9], own[10], own[11] = own[0] * out_n, own[1] * out_c, own[2] * out_n, own[3] * out_c


@njit(error_model="numpy", cache=True)
def solve(factors: Floats, b: Floats) -> None:
    """The solution of the factorised system, in the place of b; what a ring waits for of its neighbour is kept short."""
    size = b.shape[1]
    n, c = b[0, 0], b[1, 0]
    for i in range(1, size):
        own = factors[i]
        n, c = b[0, i] + own[4] * n + own[5] * c, b[1, i] + own[6] * n + own[7] * c
        b[0, i], b[1, i] = n, c
    n, c = 0.0, 0.0
    for i in range(size - 1, -1, -1):
        own = factors[i]
        here_n, here_c = own[0] * b[0, i] + own[1] * b[1, i], own[2] * b[0, i] + own[3] * b[1, i]
        n, c = here_n + own[8] * n + own[9] * c, here_c + own[10] * n + own[11] * c
        b[0, i], b[1, i] = n, c


@njit(error_model="numpy", cache=True)
def add(factor: float, what: Floats, to: Floats) -> None:
    """Add a multiple of rows to rows, in place."""
    for row in range(to.shape[0]):
        for i in range(to.shape[1]):
            to[row, i] += factor * what[row, i]


@njit(error_model="numpy", cache=True)
def step(skin: Skin, rings: Rings, t: float, h: float, signal: tuple[float, float, float], state: Floats, rtol: float, work: tuple[Floats, ...]) -> float:
    """The error of one step, in units of the tolerance; the new state stands in ``work[0]``. `signal` is activity, its slope, and its time."""
    new, k, ft, stage, factors = work
    at, slope, since = signal
    active = at + slope * (t - since)
    drifting = slope != 0.0 and (skin.more_mitosis != 0.0 or skin.more_spread != 0.0)
    factorise(skin, rings, active, state, 1.0 / (GAMMA * h), factors)
    if drifting:
        rates(skin, rings, active + slope * LITTLE * h, state, ft)
        rates(skin, rings, active, state, k[0])
        add(-1.0, k[0], ft)
    for i in range(6):
        stage[:] = state
        for j in range(i):
            if STAGES[i, j] != 0.0:
                add(STAGES[i, j], k[j], stage)
        rates(skin, rings, active + slope * NODES[i] * h, stage, k[i])
        for j in range(i):
            add(COUPLINGS[i, j] / h, k[j], k[i])
        if drifting and DRIFTS[i] != 0.0:
            add(DRIFTS[i] / LITTLE, ft, k[i])
        solve(factors, k[i])
    worst = 0.0
    for row in range(2):
        for i in range(state.shape[1]):
            new[row, i] = stage[row, i] + k[5, row, i]
            allowed = SMALL + rtol * max(abs(state[row, i]), abs(new[row, i]))
            worst = max(worst, abs(k[5, row, i]) / allowed)
    return worst


@njit(error_model="numpy", cache=True)
def edge(n: Floats, level: float) -> float:
    """How far out the cells are fewer than `level`, as a share of the radius; 0 where they are nowhere."""
    size = n.shape[0]
    for i in range(size - 1, -1, -1):
        if n[i] < level:
            outside, gap = (n[i + 1], 1.0) if i < size - 1 else (1.0, 0.5)
            return float((i + 0.5 + gap * (level - n[i]) / (outside - n[i])) / size)
    return 0.0


@njit(error_model="numpy", nogil=True, cache=True)
def heal(
    skin: Skin, rings: Rings, knots: Floats, activity: Floats, times: Floats, level: float, rtol: float, most: int, open_to: Floats, cells: Floats, told: Floats
) -> int:
    """Follow a wound over `times`: how far it is open, its mean cells, and when it closed (``told[0]``); steps and end stand in ``told[1:]``."""
    size = rings.inner.shape[0]
    state = np.zeros((2, size))
    work = (np.empty((2, size)), np.empty((6, 2, size)), np.zeros((2, size)), np.empty((2, size)), np.empty((size, 12)))
    new, k, _, _, _ = work
    first, second, shown = np.empty(size), np.empty(size), np.empty(size)
    t, h, at, piece = times[0], 1e-6, 0, 0
    last = times[-1]
    told[0] = math.inf
    failed = False
    for count in range(most):
        told[1], told[2] = count, t
        while at < times.shape[0] and times[at] <= t:
            if t == times[at]:
                open_to[at], cells[at] = edge(state[0], level), np.sum(state[0] * rings.share)
            at += 1
        if t >= last:
            return FINE
        while piece < knots.shape[0] - 2 and knots[piece + 1] <= t:
            piece += 1
        width = knots[piece + 1] - knots[piece]
        slope = (activity[piece + 1] - activity[piece]) / width if width > 0 else 0.0
        if min(resting(skin, skin.peak * (1.0 + skin.more_mitosis * activity[piece])), resting(skin, skin.peak)) < 0 and skin.activator:
            return NEGATIVE_MITOSIS
        end = min(last, knots[piece + 1]) if knots[piece + 1] > t else last
        h = min(h, end - t)
        if h < 1e-13 * max(1.0, last):
            return STEP_TOO_SMALL
        worst = step(skin, rings, t, h, (activity[piece], slope, knots[piece]), state, rtol, work)
        if not worst < 1.0:
            h *= max(0.2, 0.9 * worst**-0.25) if worst < math.inf else 0.2
            failed = True
            continue
        reached = end if h >= (end - t) * (1 - 1e-12) else t + h
        first[:] = 0.0
        second[:] = 0.0
        for j in range(5):
            first += DENSE[0, j] * k[j, 0]
            second += DENSE[1, j] * k[j, 0]
        while at < times.shape[0] and times[at] <= reached:
            share = (times[at] - t) / (reached - t)
            shown[:] = (1.0 - share) * state[0] + share * (new[0] + (1.0 - share) * (first + share * second))
            open_to[at], cells[at] = edge(shown, level), np.sum(shown * rings.share)
            at += 1
        if told[0] == math.inf and edge(new[0], level) == 0.0:
            below, above = 0.0, 1.0
            for _ in range(50):
                share = 0.5 * (below + above)
                shown[:] = (1.0 - share) * state[0] + share * (new[0] + (1.0 - share) * (first + share * second))
                if edge(shown, level) > 0.0:
                    below = share
                else:
                    above = share
            told[0] = t + above * (reached - t)
        state[:] = new
        t = reached
        h *= min(1.0 if failed else 5.0, 0.9 * max(worst, 1e-10) ** -0.25)
        failed = False
    return TOO_MANY_STEPS
