"""Simon's designs and simulated CRM trials beside plain loops in Python that do the same.

Run: ``python benchmarks/trials.py``. The loops are what is usually written: one trial after the other with the posterior by
quadrature, and one design after the other with scipy's binomial. Fewer trials are looped and the time is scaled; said so.
"""

import time

import numpy as np
from scipy.stats import binom

from exoforge.laws.trials import crm
from exoforge.laws.trials.two_stage import minimax_and_optimal, simon_designs

TRUE, TARGET, PATIENTS = (0.05, 0.1, 0.25, 0.4, 0.55), 0.3, 30
PRIOR = crm.skeleton(5, TARGET, guess=2, half_width=0.075)
LOOPED = 20


def looped_trials(trials: int) -> float:
    """Seconds for trials one after the other, a patient cohort at a time, posterior on the full grid each time."""
    rng = np.random.default_rng(0)
    begun = time.perf_counter()
    for _ in range(trials):
        given, toxic, at = [], [], 0
        for _ in range(PATIENTS // 3):
            given += [at] * 3
            toxic += list(rng.random(3) < TRUE[at])
            at, _ = crm.decide(PRIOR, given, toxic, TARGET)
    return time.perf_counter() - begun


def simulated(trials: int) -> float:
    begun = time.perf_counter()
    crm.simulate(TRUE, TARGET, PRIOR, patients=PATIENTS, cohort=3, simulations=trials, rng=np.random.default_rng(0))
    return time.perf_counter() - begun


def looped_simon(low: float, high: float, most: int) -> tuple[float, float]:
    """Seconds and least expected size by plain loops up to a size."""
    begun = time.perf_counter()
    best = np.inf
    for n in range(2, most + 1):
        for n1 in range(1, n):
            for r1 in range(n1 + 1):
                stop = binom.cdf(r1, n1, low)
                if n1 + (1 - stop) * (n - n1) >= best:
                    continue
                x = np.arange(r1 + 1, n1 + 1)
                for r in range(r1, n):
                    if binom.cdf(r1, n1, high) + binom.pmf(x, n1, high) @ binom.cdf(r - x, n - n1, high) > 0.2:
                        break
                    if 1 - (stop + binom.pmf(x, n1, low) @ binom.cdf(r - x, n - n1, low)) <= 0.05:
                        best = n1 + (1 - stop) * (n - n1)
                        break
    return time.perf_counter() - begun, best


def main() -> None:
    print(f"CRM, {PATIENTS} patients in cohorts of 3")
    for trials in (200, 2000, 20_000):
        print(f"  {trials:6d} trials, ours: {simulated(trials):7.3f} s")
    loop = looped_trials(LOOPED) / LOOPED * 2000
    ours = simulated(2000)
    print(f"  2000 trials, plain loop (from {LOOPED}): {loop:7.2f} s; ours {ours:.3f} s, {loop / ours:.0f} times faster")
    begun = time.perf_counter()
    _, optimal = minimax_and_optimal(simon_designs(0.1, 0.3))
    ours = time.perf_counter() - begun
    loop, best = looped_simon(0.1, 0.3, optimal.n)
    print(f"Simon 10 % against 30 %: ours {ours:.3f} s (all sizes), plain loop up to {optimal.n} patients {loop:.2f} s")
    print(f"  least expected size {optimal.expected_size:.2f} and {best:.2f}")


if __name__ == "__main__":
    main()
