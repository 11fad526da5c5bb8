"""The stiff integrator of the ensemble kernel: Rodas4, a Rosenbrock method of order 4 with an error estimate of order 3.

The text below the marker is copied behind the functions that are generated for a model, and numba compiles both
together, so that the number of states is a constant and the model's own functions are inlined. Above it stand plain
stand-ins with the same signatures, so that this file can be read, typed and run by itself.

In transformed form, with ``W = 1/(gamma h) - J``, every stage solves ``W k_i = f(t + c_i h, y + sum_j a_ij k_j) +
sum_j C_ij k_j / h + h d_i df/dt``; the last stage is the error of the new value. One step costs one factorisation.
Each member has its own step size, so its numbers do not depend on the others nor on the number of threads.

References: hairer1996 (method, coefficients, dense output).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SIZE = 1
prange = range


def njit(**options: bool | str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Stand-in of the compiler: leaves a function as it is."""
    return lambda function: function


def rates(t: float, y: Floats, p: Floats, u: Floats, f: Floats) -> None:
    """The rates f of the states y at time t, with parameters p and inputs u."""


def jacobian(t: float, y: Floats, p: Floats, u: Floats, jac: Floats) -> None:
    """The derivatives of the rates by the states; entries that are always zero are not written."""


def drift(t: float, y: Floats, p: Floats, u: Floats, du: Floats, ft: Floats) -> None:
    """The derivatives of the rates by time, at constant states, when the inputs change by du per time."""


def assign(event: int, t: float, y: Floats, p: Floats, u: Floats, new: Floats) -> None:
    """The states just after an event."""


# ---- the text below stands in every generated module ----


class Work(NamedTuple):
    """Room for the numbers of one step, used again for every step of a member."""

    f: Floats
    ft: Floats
    new: Floats
    stage: Floats
    u: Floats
    jac: Floats
    w: Floats
    k: Floats
    pivots: Whole


FINE, TOO_MANY_STEPS, STEP_TOO_SMALL, NOT_FINITE = 0, 1, 2, 3

GAMMA = 0.25
NODES = np.array([0.0, 0.386, 0.21, 0.63, 1.0, 1.0])
DRIFTS = np.array([0.25, -0.1043, 0.1035, -0.0362, 0.0, 0.0])
STAGES = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [1.544, 0.0, 0.0, 0.0, 0.0],
        [0.9466785280815826, 0.2557011698983284, 0.0, 0.0, 0.0],
        [3.314825187068521, 2.896124015972201, 0.9986419139977817, 0.0, 0.0],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 0.0],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1.0],
    ]
)
COUPLINGS = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [-5.6688, 0.0, 0.0, 0.0, 0.0],
        [-2.430093356833875, -0.2063599157091915, 0.0, 0.0, 0.0],
        [-0.1073529058151375, -9.594562251023355, -20.47028614809616, 0.0, 0.0],
        [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160, 0.0],
        [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
    ]
)
DENSE = np.array(
    [
        [10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662],
        [-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872],
    ]
)


@njit(error_model="numpy", inline="always")
def factorise(w: Floats, pivots: Whole) -> None:
    """LU factors of w in its place, rows exchanged for the largest pivot; the diagonal is kept inverted.

    ``w[j]`` is column j: both the elimination and the substitution then run along memory and without waiting chains.
    """
    for k in range(SIZE):
        best = k
        for i in range(k + 1, SIZE):
            if abs(w[k, i]) > abs(w[k, best]):
                best = i
        pivots[k] = best
        if best != k:
            for j in range(SIZE):
                w[j, k], w[j, best] = w[j, best], w[j, k]
        w[k, k] = 1.0 / w[k, k]
        for i in range(k + 1, SIZE):
            w[k, i] *= w[k, k]
        for j in range(k + 1, SIZE):
            if w[j, k] != 0.0:
                for i in range(k + 1, SIZE):
                    w[j, i] -= w[k, i] * w[j, k]


@njit(error_model="numpy", inline="always")
def solve(w: Floats, pivots: Whole, b: Floats) -> None:
    """The solution of the factorised system, in the place of b."""
    for k in range(SIZE):
        other = pivots[k]
        if other != k:
            b[k], b[other] = b[other], b[k]
    for j in range(SIZE):
        for i in range(j + 1, SIZE):
            b[i] -= w[j, i] * b[j]
    for j in range(SIZE - 1, -1, -1):
        b[j] *= w[j, j]
        for i in range(j):
            b[i] -= w[j, i] * b[j]


@njit(error_model="numpy", inline="always")
def signal(t: float, start: float, level: Floats, slope: Floats, u: Floats) -> None:
    """The inputs at time t, straight lines from the start of a leg."""
    for i in range(u.shape[0]):
        u[i] = level[i] + slope[i] * (t - start)


@njit(error_model="numpy", inline="always")
def attempt(
    t: float, h: float, y: Floats, p: Floats, start: float, level: Floats, slope: Floats, work: Work, rtol: float, atol: Floats
) -> float:  # fmt: skip
    """One step of length h: the new value, the stages, and the error in units of the tolerance (NaN when not finite)."""
    f, ft, new, stage, u, jac, w, k, pivots = work.f, work.ft, work.new, work.stage, work.u, work.jac, work.w, work.k, work.pivots
    for i in range(SIZE):
        for j in range(SIZE):
            w[j, i] = -jac[i, j]
        w[i, i] += 1.0 / (GAMMA * h)
    factorise(w, pivots)
    for s in range(6):
        if s == 0:
            for i in range(SIZE):
                stage[i] = f[i]
        else:
            for i in range(SIZE):
                new[i] = y[i]
            for j in range(s):
                for i in range(SIZE):
                    new[i] += STAGES[s, j] * k[j, i]
            now = t + NODES[s] * h
            signal(now, start, level, slope, u)
            rates(now, new, p, u, stage)
        for i in range(SIZE):
            stage[i] += DRIFTS[s] * h * ft[i]
        for j in range(s):
            weight = COUPLINGS[s, j] / h
            for i in range(SIZE):
                stage[i] += weight * k[j, i]
        solve(w, pivots, stage)
        for i in range(SIZE):
            k[s, i] = stage[i]
    total = 0.0
    for i in range(SIZE):
        new[i] += k[5, i]
        ratio = k[5, i] / (atol[i] + rtol * max(abs(y[i]), abs(new[i])))
        total += ratio * ratio + 0.0 * new[i]
    return math.sqrt(total / SIZE)


@njit(error_model="numpy", inline="always")
def first_step(y: Floats, f: Floats, rtol: float, atol: Floats, span: float) -> float:
    """A careful first step: the states move by about a hundredth of themselves, in units of the tolerance."""
    size, speed = 0.0, 0.0
    for i in range(SIZE):
        weight = atol[i] + rtol * abs(y[i])
        size += (y[i] / weight) ** 2
        speed += (f[i] / weight) ** 2
    if size > 0.0 and speed > 0.0 and math.isfinite(size) and math.isfinite(speed):
        return min(max(0.01 * math.sqrt(size / speed), 1e-12 * span), span)
    return 1e-6 * span


@njit(error_model="numpy", inline="always")
def write(out: Floats, column: int, y: Floats) -> None:
    """The states into one column of the result."""
    for i in range(SIZE):
        out[i, column] = y[i]


@njit(error_model="numpy", inline="always")
def interpolate(share: float, y: Floats, new: Floats, k: Floats, out: Floats, column: int) -> None:
    """The solution within a step at a share of its length, accurate to order 3, into one column of the result."""
    rest = 1.0 - share
    for i in range(SIZE):
        bend, twist = 0.0, 0.0
        for j in range(5):
            bend += DENSE[0, j] * k[j, i]
            twist += DENSE[1, j] * k[j, i]
        out[i, column] = y[i] * rest + share * (new[i] + rest * (bend + share * twist))


@njit(error_model="numpy", inline="always")
def first_not_finite(values: Floats) -> int:
    """The place of the first value that is not finite, -1 when all are."""
    found = -1
    for i in range(SIZE):
        if found < 0 and not math.isfinite(values[i]):
            found = i
    return found


@njit(error_model="numpy", inline="always")
def travel(
    start: float, end: float, h: float, y: Floats, p: Floats, level: Floats, slope: Floats,
    times: Floats, asked: int, out: Floats, rtol: float, atol: Floats, taken: int, max_steps: int, work: Work,
) -> tuple[float, float, int, int, int, int]:  # fmt: skip
    """From the start to the end of a leg, on which nothing jumps; moves y along and writes the values asked for.

    Returns the time reached, the next step size, the next time asked for, the steps taken, how it ended, and the state
    whose rate is not finite (-1 for none).
    """
    f, new, u, k = work.f, work.new, work.u, work.k
    t, fresh, calm, error, code, culprit = start, True, True, 0.0, FINE, -1
    while t < end:
        if fresh:
            signal(t, start, level, slope, u)
            rates(t, y, p, u, f)
            jacobian(t, y, p, u, work.jac)
            drift(t, y, p, u, slope, work.ft)
            culprit = first_not_finite(f)
            if culprit >= 0:
                code = NOT_FINITE
                break
            if h <= 0.0:
                h = first_step(y, f, rtol, atol, end - start)
        last = h >= end - t
        step = end - t if last else h
        if taken >= max_steps:
            code = TOO_MANY_STEPS
            break
        if not last and step <= max(2e-16 * abs(t), 1e-20 * (end - start)):
            code = STEP_TOO_SMALL if math.isfinite(error) else NOT_FINITE
            break
        error = attempt(t, step, y, p, start, level, slope, work, rtol, atol)
        taken += 1
        growth = min(6.0, max(0.2, 0.9 / math.sqrt(math.sqrt(error)))) if math.isfinite(error) else 0.1
        fresh = error <= 1.0
        if fresh:
            reached = end if last else t + step
            while asked < times.shape[0] and times[asked] < reached:
                interpolate((times[asked] - t) / step, y, new, k, out, asked)
                asked += 1
            for i in range(SIZE):
                y[i] = new[i]
            t = reached
            # A step that was cut short at the end of a leg says nothing against the longer one that was planned.
            h = max(h, step * growth) if last and growth >= 1.0 else step * (growth if calm else min(growth, 1.0))
        else:
            h = step * min(growth, 0.9)
        calm = fresh
    return t, h, asked, taken, code, culprit


@njit(error_model="numpy", inline="never")
def follow(
    y: Floats, p: Floats, bounds: Floats, happens: Whole, level: Floats, slope: Floats, times: Floats,
    out: Floats, rtol: float, atol: Floats, max_steps: int, end: Floats,
) -> tuple[int, int]:  # fmt: skip
    """One member from the first to the last time, leg by leg, with the events between them.

    Returns the steps taken and how it ended; `end` receives the time reached and the first state whose value or rate is
    not finite there (-1 for none).
    """
    work = Work(
        f=np.zeros(SIZE), ft=np.zeros(SIZE), new=np.zeros(SIZE), stage=np.zeros(SIZE), u=np.zeros(level.shape[1]),
        jac=np.zeros((SIZE, SIZE)), w=np.zeros((SIZE, SIZE)), k=np.zeros((6, SIZE)), pivots=np.zeros(SIZE, np.int64),
    )  # fmt: skip
    h, t, asked, taken, code, culprit = 0.0, 0.0, 0, 0, FINE, -1
    for b in range(bounds.shape[0]):
        t = bounds[b]
        if happens[b] >= 0:
            signal(t, t, level[b], slope[b], work.u)
            assign(happens[b], t, y, p, work.u, work.new)
            for i in range(SIZE):
                y[i] = work.new[i]
        if b + 1 < bounds.shape[0] and bounds[b + 1] <= t:
            continue
        culprit = first_not_finite(y)
        if culprit >= 0:
            code = NOT_FINITE
            break
        while asked < times.shape[0] and times[asked] <= t:
            write(out, asked, y)
            asked += 1
        if b + 1 < bounds.shape[0]:
            t, h, asked, taken, code, culprit = travel(t, bounds[b + 1], h, y, p, level[b], slope[b], times, asked, out, rtol, atol, taken, max_steps, work)
            if code != FINE:
                break
    end[0] = t
    end[1] = culprit
    return taken, code


@njit(cache=True, nogil=True, error_model="numpy")
def run_serial(
    y: Floats, p: Floats, bounds: Floats, happens: Whole, level: Floats, slope: Floats, times: Floats,
    rtol: float, atol: Floats, max_steps: int, values: Floats, steps: Whole, codes: Whole, ends: Floats,
) -> None:  # fmt: skip
    """All members, one after the other."""
    for m in range(y.shape[0]):
        b, s = m % bounds.shape[0], m % level.shape[0]
        steps[m], codes[m] = follow(y[m], p[m], bounds[b], happens[b], level[s], slope[s], times, values[m], rtol, atol, max_steps, ends[m])


@njit(cache=True, nogil=True, parallel=True, error_model="numpy")
def run_parallel(
    y: Floats, p: Floats, bounds: Floats, happens: Whole, level: Floats, slope: Floats, times: Floats,
    rtol: float, atol: Floats, max_steps: int, values: Floats, steps: Whole, codes: Whole, ends: Floats,
) -> None:  # fmt: skip
    """All members, spread over threads."""
    for m in prange(y.shape[0]):
        b, s = m % bounds.shape[0], m % level.shape[0]
        steps[m], codes[m] = follow(y[m], p[m], bounds[b], happens[b], level[s], slope[s], times, values[m], rtol, atol, max_steps, ends[m])
