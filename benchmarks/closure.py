"""The closure of a wound: ours beside scipy's BDF with a sparse Jacobian and, where it is installed, py-pde; with the cost over rings.

Run: ``python benchmarks/closure.py``. All three solve the published activator wound (Sherratt and Murray 1990) until 30/k. Ours and BDF have
the same rings; py-pde has a round grid of its own and steps explicitly, as its manual begins. The error is that of the time of closing against
1600 rings with tight steps. BDF's tolerance is the loosest half decade whose error by time stepping is at most ours.
"""

from __future__ import annotations

import math
import os
import time

import numpy as np
from scipy.integrate import solve_ivp
from scipy.sparse import diags

from exoforge.laws.closure import HEALED, Epidermis, closure, resolved

SKIN = Epidermis(activator=True, D=5e-4, D_c=0.45, lam=30.0, h=10.0, c_m=40.0, alpha=0.1)
TIMES = np.linspace(0.0, 30.0, 601)
REPEATS = 3


def best(work):
    """Fewest seconds of a few runs, and the result."""
    seconds = math.inf
    for _ in range(REPEATS):
        begun = time.perf_counter()
        found = work()
        seconds = min(seconds, time.perf_counter() - begun)
    return seconds, found


def closed_at(times, centre):
    """When the middle of the wound reaches the level."""
    first = int(np.argmax(centre >= HEALED))
    return float(np.interp(HEALED, centre[first - 1 : first + 1], times[first - 1 : first + 1]))


def by_bdf(size, rtol):
    """The same rings with scipy: vectorised rates, the pattern of the Jacobian given."""
    faces = np.linspace(0.0, 1.0, size + 1)
    inside = np.diff(faces**2) / 2
    gap = np.full(size + 1, 1.0 / size)
    gap[-1] /= 2
    inner, outer = faces[:-1] / gap[:-1] / inside, faces[1:] / gap[1:] / inside
    b = (1 + SKIN.c_m**2 - 2 * SKIN.h * SKIN.c_m) / (1 - SKIN.c_m) ** 2

    def spread(u):
        before, after = np.vstack([u[:1], u[:-1]]), np.vstack([u[1:], np.ones_like(u[:1])])
        return inner[:, None] * (before - u) + outer[:, None] * (after - u)

    def rates(t, y):
        n, c = y[:size], y[size:]
        s = 2 * SKIN.c_m * (SKIN.h - b) * c / (SKIN.c_m**2 + c**2) + b
        f = n * (1 + SKIN.alpha**2) / (n**2 + SKIN.alpha**2)
        return np.vstack([SKIN.D * spread(n) + s * n * (2 - n) - n, SKIN.D_c * spread(c) + SKIN.lam * (f - c)])

    offsets = [-size, -1, 0, 1, size]
    pattern = diags([np.ones(2 * size - abs(offset)) for offset in offsets], offsets, format="csc")
    run = solve_ivp(
        lambda t, y: rates(t, y[:, None] if y.ndim == 1 else y).reshape(y.shape),
        (0.0, 30.0), np.zeros(2 * size), method="BDF", t_eval=TIMES, rtol=rtol, atol=1e-10, jac_sparsity=pattern, vectorized=True,
    )  # fmt: skip
    return closed_at(TIMES, run.y[0])


def by_py_pde(size):
    """The same equations with py-pde on its round grid; None where it is not installed."""
    try:
        import pde
    except ImportError:
        return None
    b = (1 + SKIN.c_m**2 - 2 * SKIN.h * SKIN.c_m) / (1 - SKIN.c_m) ** 2
    s = f"({2 * SKIN.c_m * (SKIN.h - b)} * c / ({SKIN.c_m**2} + c**2) + {b})"
    f = f"n * {1 + SKIN.alpha**2} / (n**2 + {SKIN.alpha**2})"
    equations = pde.PDE(
        {"n": f"{SKIN.D} * laplace(n) + {s} * n * (2 - n) - n", "c": f"{SKIN.D_c} * laplace(c) + {SKIN.lam} * ({f} - c)"},
        bc={"r-": "neumann", "r+": {"value": 1}},
    )
    grid = pde.PolarSymGrid(1.0, size)
    start = pde.FieldCollection([pde.ScalarField(grid, 0.0), pde.ScalarField(grid, 0.0)], labels=["n", "c"])
    storage = pde.MemoryStorage()
    equations.solve(start, t_range=30.0, dt=0.2 / size**2 / SKIN.D_c, tracker=storage.tracker(0.05))
    return closed_at(np.array(storage.times), np.array([state[0][0] for state in storage.data]))


def main() -> None:
    """Measure and print."""
    truth = closure(SKIN, times=TIMES, rings=1600, rtol=1e-6).closed
    print(f"{os.cpu_count()} cores, one used; closed at {truth:.4f}/k (1600 rings, rtol 1e-6)")
    seconds, (found, size) = best(lambda: resolved(SKIN, times=TIMES, tolerance=1e-3))
    print(f"ours, rings doubled until the time of closing moves by less than 0.1 %: {seconds:.3f} s, {size} rings, closed at {found.closed:.4f}/k")
    print(f"{'rings':>6} {'ours s':>9} {'error %':>8} {'steps':>6} {'BDF s':>9} {'error %':>8} {'rtol':>8} {'times':>6} {'py-pde s':>9} {'error %':>8}")
    for size in (50, 100, 200, 400, 800, 1600):
        seconds, ours = best(lambda size=size: closure(SKIN, times=TIMES, rings=size))
        exact = closure(SKIN, times=TIMES, rings=size, rtol=1e-7).closed
        line = f"{size:6d} {seconds:9.4f} {100 * abs(ours.closed / truth - 1):8.3f} {ours.steps:6d}"
        for rtol in (1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5):
            begun = time.perf_counter()
            theirs = by_bdf(size, rtol)
            taken = time.perf_counter() - begun
            if abs(theirs - exact) <= max(abs(ours.closed - exact), 1e-4 * exact):
                break
        line += f" {taken:9.3f} {100 * abs(theirs / truth - 1):8.3f} {rtol:8.0e} {taken / seconds:6.0f}"
        if size <= 100:
            begun = time.perf_counter()
            other = by_py_pde(size)
            taken = time.perf_counter() - begun
            line += "   not here" if other is None else f" {taken:9.2f} {100 * abs(other / truth - 1):8.3f}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
