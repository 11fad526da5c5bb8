"""Curves made by a known law with scatter: how often that law is excluded, ranked first or supported, and whether its intervals hold the truth.

python benchmarks/release_recovery.py [--repeats 200]
"""

import argparse

import numpy as np

from exoforge.design.release.comparison import EXCLUDED, SUPPORTED, verdict_of
from exoforge.laws.accelerated import corrected_akaike
from exoforge.laws.release_fit import enough, fit_law, points_of
from exoforge.laws.release_fit_intervals import profile_intervals
from exoforge.laws.release_fit_laws import LAWS, share_released

TIMES = {6: np.array([1.0, 4, 8, 16, 32, 72]), 12: np.array([1.0, 2, 4, 6, 8, 12, 16, 24, 32, 48, 60, 72])}
TRUTH = {
    "zero-order": (0.012,),
    "first-order": (0.05,),
    "higuchi": (0.1,),
    "korsmeyer-peppas": (0.04, 0.62),
    "weibull": (15.0, 0.6),
    "hopfenberg-cylinder": (0.01,),
    "hopfenberg-sphere": (0.01,),
    "crank-slab": (0.012,),
    "crank-cylinder": (0.004,),
    "crank-sphere": (0.003,),
    "burst-first-order": (0.2, 0.04),
    "plateau-first-order": (0.7, 0.08),
}
"""Coefficients of each law in hours: all end between 57 % (the power law) and 98 % of the load."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--repeats", type=int, default=200)
    asked = options.parse_args()
    print(f"{asked.repeats} curves of each law; supported: AICc within {SUPPORTED:g} of the lowest; excluded: by the rule, more than {EXCLUDED:g}")
    for number, scatter, load in ((6, 0.02, 0.0), (12, 0.02, 0.0), (6, 0.05, 0.0), (12, 0.05, 0.0), (12, 0.02, 0.05)):
        print(f"\n{number} points, scatter {100 * scatter:g} % of the load" + (f", load misjudged by {100 * load:g} %" if load else ""))
        print(f"{'law':22}{'first':>7}{'supported':>11}{'excluded':>10}{'others excluded':>17}   95 % intervals hold")
        for key in TRUTH:
            print(row(key, TIMES[number], scatter, load, asked.repeats), flush=True)


def row(key: str, times: np.ndarray, scatter: float, load: float, repeats: int) -> str:
    """One law: shares of curves in words."""
    law, rng = LAWS[key], np.random.default_rng(11)
    theta = np.array([np.log(one / (1 - one)) if part.scale == "logit" else np.log(one) for one, part in zip(TRUTH[key], law.coefficients, strict=True)])
    made = share_released(law, times[np.newaxis], theta[np.newaxis]) + rng.normal(0.0, scatter, (repeats, times.size))
    made *= np.exp(load * rng.normal(size=(repeats, 1)))
    points = points_of([times] * repeats, list(made))
    laws = [one for one in LAWS.values() if (not one.first_part or law.first_part) and enough(one, points_of([times], [made[0]]))]
    squares = {one.key: np.sum((made - share_released(one, points.time, fit_law(one, points).theta)) ** 2, axis=1) for one in laws}
    akaike = {one.key: [corrected_akaike(two, points=times.size, coefficients=len(one.coefficients)) for two in squares[one.key]] for one in laws}
    lowest = np.argmin(np.array(list(akaike.values())), axis=0)
    keys = list(akaike)
    verdicts = {
        one: [
            verdict_of(akaike[one][place] - akaike[keys[best]][place], times.size * np.log(squares[one][place] / squares[keys[best]][place]))
            for place, best in enumerate(lowest)
        ]
        for one in keys
    }
    first = np.mean([keys[best] == key for best in lowest])
    supported, excluded = (np.mean([one == word for one in verdicts[key]]) for word in ("supported", "excluded"))
    others = np.mean([[one == "excluded" for one in verdicts[other]] for other in keys if other != key])
    held = np.zeros(theta.size)
    for share in made:
        alone = points_of([times], [share])
        low, high = profile_intervals(fit_law(law, alone), alone)
        held += (low[0] <= theta) & (theta <= high[0])
    names = ", ".join(f"{part.name} {one:.0%}" for part, one in zip(law.coefficients, held / repeats, strict=True))
    return f"{key:22}{first:7.0%}{supported:11.0%}{excluded:10.1%}{others:17.0%}   {names}"


if __name__ == "__main__":
    main()
