"""Sobol indices of the examples: seconds over evaluations, and our estimators beside those of SALib on the same values.

Run: .venv/bin/python benchmarks/sensitivity.py
"""

import sys
import time
import warnings
from pathlib import Path

import numpy as np

from exoforge.design.plan import plan_of
from exoforge.design.sensitivity.indices import sobol_of
from exoforge.laws.sobol import saltelli_design, sobol_indices, sobol_intervals
from exoforge.record.files import read_record

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.toml"))
CURVE = (1_250, 5_000, 20_000)


def main():
    _beside_salib()
    for example in EXAMPLES:
        plan = plan_of(read_record(example))
        sobol_of(plan, evaluations=600)  # compiles what is not compiled yet
        for evaluations in CURVE:
            begun, own = time.perf_counter(), time.process_time()
            found = sobol_of(plan, evaluations=evaluations)
            spent, processor = time.perf_counter() - begun, time.process_time() - own
            per = 1e3 * processor / found.evaluations
            print(f"{example.stem:<24} {found.evaluations:>6} evaluations {spent:6.1f} s, {processor:6.1f} s of processor, {per:.2f} ms each, with flips")
            sys.stdout.flush()


def _beside_salib():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from SALib.analyze import sobol as salib
    inputs, base = 17, 1024
    design = saltelli_design(base, [[column] for column in range(inputs)], seed=0)
    values = np.prod((np.abs(4 * design.points - 2) + np.arange(inputs)) / (1 + np.arange(inputs)), axis=1)
    problem = {"num_vars": inputs, "names": [str(column) for column in range(inputs)], "bounds": [[0, 1]] * inputs}
    begun = time.perf_counter()
    ours = sobol_indices(design, values)
    sobol_intervals(design, values, seed=0, resamples=400)
    middle = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = salib.analyze(problem, values, calc_second_order=False, num_resamples=400)
    end = time.perf_counter()
    apart = max(np.abs(ours.first - theirs["S1"]).max(), np.abs(ours.total - theirs["ST"]).max())
    spent = f"ours {middle - begun:.3f} s, SALib {end - middle:.3f} s"
    print(f"estimators, {len(values)} values, 400 resamples: {spent}, largest difference {apart:.1e}", flush=True)


if __name__ == "__main__":
    main()
