"""Every law of release fitted to many curves: our time beside a loop of SciPy's curve_fit, in one run, with the cost over the number of curves.

python benchmarks/release.py [--curves 100] [--repeats 3]
"""

import argparse
import statistics
import time
import warnings

import numpy as np
from scipy.optimize import curve_fit

from exoforge.laws.release_fit import fit_law, points_of
from exoforge.laws.release_fit_laws import LAWS, in_other_unit, share_released

TIME = np.array([1.0, 2.0, 4.0, 8.0, 12.0, 24.0, 48.0, 72.0])
WHOLE = [law for law in LAWS.values() if not law.first_part]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--curves", type=int, default=100)
    options.add_argument("--repeats", type=int, default=3)
    asked = options.parse_args()
    warnings.filterwarnings("ignore")
    shares = made(asked.curves)
    ours, fits = timed(lambda: [fit_law(law, points_of([TIME] * len(shares), shares)) for law in WHOLE], asked.repeats)
    theirs, squares = timed(lambda: [[peer(law, share) for share in shares] for law in WHOLE], 1)
    best = np.array([fit.squares for fit in fits])
    print(f"{asked.curves} curves of {TIME.size} points, {len(WHOLE)} laws each, median of {asked.repeats}; the peer runs once, from one start for each fit")
    print(f"exoforge    {ours:8.3f} s   {1e3 * ours / asked.curves:8.2f} ms a curve   starts from a grid of 28 to 336 places")
    print(f"curve_fit   {theirs:8.3f} s   {1e3 * theirs / asked.curves:8.2f} ms a curve   ({theirs / ours:.1f} times ours)")
    worse = np.array([sum(row) for row in squares]) / best - 1
    print(f"squares of curve_fit above ours, over laws: most {worse.max():.2g}, least {worse.min():.2g} of ours (inf: a fit that it gave up)")
    print("\ncurves   exoforge s   ms a curve")
    for count in (1, 3, 10, 30, 100, 300, 1000):
        some = made(count)
        seconds, _ = timed(lambda some=some: [fit_law(law, points_of([TIME] * len(some), some)) for law in WHOLE], asked.repeats)
        print(f"{count:6d}   {seconds:10.4f}   {1e3 * seconds / count:10.3f}")


def made(count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [1 - np.exp(-((TIME / (15 * np.exp(0.3 * rng.normal()))) ** 0.7)) + rng.normal(0, 0.015, TIME.size) for _ in range(count)]


def peer(law, share: np.ndarray) -> float:
    """Squares of SciPy's fit from the middle of our grid, on the same scales."""
    start = in_other_unit(law, np.array([[np.median(one) for one in law.grid]]), TIME[-1])[0]
    try:
        theta, _ = curve_fit(lambda at, *places: share_released(law, at, np.array(places)), TIME, share, p0=start)
    except RuntimeError:
        return np.inf
    return float(np.sum((share - share_released(law, TIME, theta)) ** 2))


def timed(job, repeats: int) -> tuple[float, object]:
    times, answer = [], None
    for _ in range(repeats):
        begun = time.perf_counter()
        answer = job()
        times.append(time.perf_counter() - begun)
    return statistics.median(times), answer


if __name__ == "__main__":
    main()
