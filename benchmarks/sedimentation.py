"""Our transport beside an implicit upwind scheme solved by LAPACK: time and error in one run, and how the cost grows.

Part 1: 60 sizes x 4 kinds of particles in 200 cells of a swinging bucket (SW 40 Ti), three spins of a usual protocol, each from a
uniform start. The rival puts all populations into one tridiagonal matrix, factorised once a spin (dgttrf) and solved once a step
(dgttrs), 500 steps a spin. Without diffusion both are measured against the characteristics, which are exact; our own scheme then
follows these very characteristics, so its error is that of rounding, and its older sister, explicit van Leer steps, is shown too.
With diffusion the truth is the explicit scheme on cells an eighth as wide, for every eighth population.

Part 2: the same spin with more sizes, kinds and cells; the cost should grow in proportion.

    python benchmarks/sedimentation.py [--repeats 7] [--output cost.svg]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dgttrf, dgttrs

from exoforge.laws import lamm, sedimentation
from exoforge.laws.rotors import mean_radius, rotor
from exoforge.report.figures.marks import Spec, chart, logarithmic, number_axis, quantitative, text_mark, values
from exoforge.report.figures.theme import FAINT, INK, QUIET, TREATED, UNTREATED
from exoforge.report.picture_files import check_ending, write_picture

Array = NDArray[np.float64]

ROTOR = rotor("SW 40 Ti")
CELLS, SIZES, KINDS = 200, 60, 4
SPINS = ((300.0, 600.0), (10_000.0, 1800.0), (100_000.0, 4200.0))
"""Acceleration [g at the mean radius] and duration [s]."""
IMPLICIT_STEPS = 500
FINER, EVERY = 8, 8
WATER = {"medium_density": 1005.0, "viscosity": 1.0e-3}
COLD_START = (
    "import time; begun = time.perf_counter(); import numpy as np; from exoforge.laws import lamm; "
    "lamm.transport(np.ones((1, 4)), faces=np.arange(1.0, 6.0), velocity=1.0, diffusion=1.0, duration=1.0); print(time.perf_counter() - begun)"
)


def particles(sizes: int = SIZES, kinds: int = KINDS) -> tuple[Array, Array]:
    """Sedimentation and diffusion coefficients of every size of every kind: from light vesicles to aggregates of protein."""
    diameter, density = (grid.ravel() for grid in np.meshgrid(np.geomspace(30e-9, 400e-9, sizes), np.linspace(1050.0, 1300.0, kinds)))
    s = sedimentation.sedimentation_coefficient(diameter=diameter, density=density, **WATER)
    return s, sedimentation.diffusion_coefficient(diameter=diameter, temperature=293.15, viscosity=WATER["viscosity"])


def spins(s: Array) -> list[tuple[Array, float]]:
    """The rates ``s w^2`` and the duration of each spin."""
    return [(s * float(sedimentation.rcf_to_angular_velocity(g * 9.80665, mean_radius(ROTOR))) ** 2, duration) for g, duration in SPINS]


def faces_of(cells: int) -> Array:
    return np.linspace(ROTOR.r_min, ROTOR.r_max, cells + 1)


def start(populations: int, cells: int) -> Array:
    return np.full((populations, cells), 1.0 / cells)


def exact(rate: Array, duration: float, cells: int) -> Array:
    """Amounts in the cells by the characteristics: what stands at r was at ``r exp(-s w^2 t)``."""
    before = np.maximum(faces_of(cells) * np.exp(-rate * duration)[:, None], ROTOR.r_min)
    before[:, -1] = ROTOR.r_max
    return np.diff(before, axis=1) / (ROTOR.r_max - ROTOR.r_min)


def ours(rate: Array, diffusion: Array, duration: float, cells: int = CELLS, scheme: lamm.Scheme | None = None) -> Array:
    faces = faces_of(cells)
    return lamm.transport(start(rate.size, cells), faces=faces, velocity=rate[:, None] * faces, diffusion=diffusion, duration=duration, scheme=scheme)


def lapack(rate: Array, diffusion: Array, duration: float) -> Array:
    """Backward Euler steps, upwind drift, central diffusion; everything denser than the medium."""
    faces = faces_of(CELLS)
    width, step = faces[1] - faces[0], duration / IMPLICIT_STEPS
    drift, spread = step * rate[:, None] * faces / width, (step * diffusion / width**2)[:, None]
    inner = np.ones((1, CELLS + 1))
    inner[:, [0, -1]] = 0.0  # nothing passes the ends
    outward, inward = (drift + spread) * inner, spread * inner
    diagonal = 1.0 + outward[:, 1:] + inward[:, :-1]
    below, above = -outward[:, :-1], -inward[:, 1:]
    factors = dgttrf(below.ravel()[1:], diagonal.ravel(), above.ravel()[:-1])
    content = start(rate.size, CELLS).ravel()
    for _ in range(IMPLICIT_STEPS):
        content, _ = dgttrs(*factors[:-1], content, overwrite_b=1)
    return content.reshape(rate.size, CELLS)


def errors(found: list[Array], truth: list[Array]) -> tuple[float, float, float, float]:
    """Share left above the last cell, and profile (sum over the cells): mean and largest error over populations and spins."""
    supernatant = np.array([np.abs((a - b)[:, :-1].sum(axis=1)) for a, b in zip(found, truth, strict=True)])
    profile = np.array([np.abs(a - b).sum(axis=1) for a, b in zip(found, truth, strict=True)])
    return float(supernatant.mean()), float(supernatant.max()), float(profile.mean()), float(profile.max())


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Median of warm repeats."""
    work()
    found = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return statistics.median(found)


def beside_lapack(repeats: int) -> None:
    """Print part 1."""
    s, d = particles()
    runs = spins(s)
    none = np.zeros_like(d)
    chosen = slice(None, None, EVERY)
    truths = {
        "no diffusion": (none, slice(None), [exact(rate, duration, CELLS) for rate, duration in runs]),
        "with diffusion": (
            d,
            chosen,
            [ours(rate[chosen], d[chosen], t, CELLS * FINER, "explicit").reshape(-1, CELLS, FINER).sum(axis=2) for rate, t in runs],
        ),
    }
    ways: list[tuple[str, Callable[[Array, Array, float], Array], int]] = [
        (f"LAPACK, {IMPLICIT_STEPS} steps a spin", lapack, max(repeats // 2, 1)),
        ("ours, explicit", partial(ours, scheme="explicit"), max(repeats // 2, 1)),
        ("ours", ours, repeats),
    ]
    for title, (diffusion, few, truth) in truths.items():
        print(f"\n{title:28}  time [ms]      supernatant error         profile error (L1)")
        print(f"{'':28}               mean       largest        mean       largest")
        rival = None
        for name, way, count in ways:
            found = [way(rate[few], diffusion[few], duration) for rate, duration in runs]
            mean, most, profile, most_profile = errors(found, truth)
            took = seconds(lambda way=way, diffusion=diffusion: [way(rate, diffusion, duration) for rate, duration in runs], count)
            rival = rival or (took, mean, profile)
            print(f"{name:28}  {1e3 * took:8.1f}   {mean:9.2e}   {most:9.2e}   {profile:9.2e}   {most_profile:9.2e}")
        times_better = "rounding" if profile < 1e-12 else f"{rival[2] / profile:.0f}"
        print(f"{'LAPACK over ours':28}  {rival[0] / took:8.0f}   {'':9}   {'':9}   {times_better:>9}")


def growth(repeats: int) -> list[tuple[str, int, float]]:
    """Part 2: what grows, how many times the usual, and the seconds of the three spins."""
    found = []
    for factor in (0.25, 0.5, 1, 2, 4, 8):
        for name, sizes, kinds, cells in (
            ("sizes", int(SIZES * factor), KINDS, CELLS),
            ("kinds", SIZES, int(KINDS * factor), CELLS),
            ("cells", SIZES, KINDS, int(CELLS * factor)),
        ):
            s, d = particles(sizes, kinds)
            runs = spins(s)
            found.append((name, factor, seconds(lambda runs=runs, d=d, cells=cells: [ours(rate, d, t, cells) for rate, t in runs], repeats)))
    return found


def exponents(found: list[tuple[str, int, float]]) -> dict[str, float]:
    """The slope of the logarithms: 1 is proportional."""
    return {
        name: float(np.polyfit(*np.log(np.array([(factor, took) for one, factor, took in found if one == name])).T, 1)[0])
        for name in ("sizes", "kinds", "cells")
    }


def picture(found: list[tuple[str, int, float]]) -> Spec:
    """Cost against how many times the usual problem."""
    counts = {"sizes": SIZES, "kinds": KINDS, "cells": CELLS}
    marks = {"sizes": (TREATED, "circle", 110, False), "kinds": (UNTREATED, "square", 26, True), "cells": (INK, "triangle-up", 60, False)}
    usual = statistics.median(took for _, factor, took in found if factor == 1)
    times = [1e3 * took for _, _, took in found] + [1e3 * usual * factor for factor in (0.25, 8)]
    scale, ticks = logarithmic(times)
    across = {"type": "log", "base": 2, "domain": [0.25, 8], "nice": False}
    x = quantitative("x", axis=number_axis("times the usual number", values=[0.25, 0.5, 1, 2, 4, 8], tickCount=12, labelExpr="datum.value"), scale=across)
    y = quantitative("y", axis=number_axis("three spins, ms", **ticks), scale=scale)
    straight = values(x=[0.25, 8.0], y=[250 * usual, 8000 * usual])
    layers: list[Spec] = [{"data": {"values": straight}, "mark": {"type": "line", "color": FAINT, "strokeWidth": 4}, "encoding": {"x": x, "y": y}}]
    for place, (name, (ink, shape, size, filled)) in enumerate(marks.items()):
        rows = [(float(factor), 1e3 * took) for one, factor, took in found if one == name]
        data = {"values": values(x=[row[0] for row in rows], y=[row[1] for row in rows])}
        layers.append({"data": data, "mark": {"type": "line", "color": ink, "strokeWidth": 1}, "encoding": {"x": x, "y": y}})
        point = {"type": "point", "shape": shape, "size": size, "filled": filled, "color": ink, "strokeWidth": 1.4, "opacity": 1, "clip": False}
        layers.append({"data": data, "mark": point, "encoding": {"x": x, "y": y}})
        at = {"value": 12 + 16 * place}
        layers.append({"data": {"values": [{}]}, "mark": point, "encoding": {"x": {"value": 16}, "y": at}})
        layers.append(text_mark(f"{name} (usual {counts[name]})", x={"value": 28}, y=at, colour=ink, baseline="middle"))
    layers.append(text_mark("grey: in proportion", x={"value": 10}, y={"value": 12 + 16 * len(marks)}, colour=QUIET, baseline="middle"))
    title = {"text": "Cost of sedimentation with diffusion", "subtitle": "SW 40 Ti: 300 g 10 min, 10,000 g 30 min, 100,000 g 70 min"}
    alt = "Time of three spins against the number of sizes, kinds of particles and cells, beside a line of proportion."
    return chart({"width": 380, "height": 230, "title": title, "layer": layers}, alt=alt)


def compile_times() -> tuple[float, float]:
    """Seconds of a first call in a new process, with an empty cache and with a filled one."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "EXOFORGE_CACHE": folder}
        cold, *warm = (
            float(subprocess.run([sys.executable, "-c", COLD_START], env=environment, capture_output=True, text=True, check=True).stdout) for _ in range(4)
        )
    return cold, statistics.median(warm)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--output", type=Path, help="draw the cost: .svg, .png, .csv or .json")
    given = parser.parse_args()
    if given.output:
        check_ending(given.output)
    cold, warm = compile_times()
    print(f"first call in a new process, imports and all: {cold:.1f} s with an empty cache (compiles), {warm:.2f} s afterwards")
    print(f"{SIZES} sizes x {KINDS} kinds in {CELLS} cells, {len(SPINS)} spins in {ROTOR.label}; medians of {given.repeats} warm repeats")
    beside_lapack(given.repeats)
    found = growth(given.repeats)
    print("\ntimes the usual number         " + "".join(f"{factor:>9g}" for factor in (0.25, 0.5, 1, 2, 4, 8)) + "   exponent")
    for name, exponent in exponents(found).items():
        print(f"{name + ', three spins [ms]':30} " + "".join(f"{1e3 * took:9.2f}" for one, _, took in found if one == name) + f"   {exponent:.2f}")
    if given.output:
        rows = [("what grows", "times the usual", "ms"), *((name, factor, round(1e3 * took, 3)) for name, factor, took in found)]
        write_picture(given.output, spec=picture(found), rows=rows)


if __name__ == "__main__":
    main()
