"""Make counts.csv: invented counts of real microRNA names, with a known truth, for trying 'exoforge cargo explain'.

Four samples of vesicles of resting cells (Rest) and four of primed cells (Primed). Negative binomial counts; the molecules of `RAISED` and
`LOWERED` are changed fourfold in Primed, and nothing else is. No such experiment was done.
"""

import csv
from pathlib import Path

import numpy as np

from exoforge.cargo.mirbase import strands

HERE = Path(__file__).parent
RAISED = ("miR-21-5p", "miR-126-3p", "miR-146a-5p", "miR-216a-5p", "miR-22-3p", "miR-181a-5p")
LOWERED = ("miR-221-3p", "miR-29b-3p", "miR-155-5p")
OTHERS = 240
DISPERSION, CHANGE = 0.08, 4.0


def main() -> None:
    rng = np.random.default_rng(2026)
    known = [one.name for one in strands() if one.name and one.name not in (*RAISED, *LOWERED)]
    names = [*RAISED, *LOWERED, *rng.choice(known, size=OTHERS, replace=False)]
    level = np.concatenate([rng.lognormal(7.0, 0.8, len(RAISED) + len(LOWERED)), rng.lognormal(4.5, 1.8, OTHERS)])
    depth = rng.uniform(0.7, 1.4, 8)
    mean = np.outer(level, depth)
    mean[: len(RAISED), 4:] *= CHANGE
    mean[len(RAISED) : len(RAISED) + len(LOWERED), 4:] /= CHANGE
    counts = rng.negative_binomial(1.0 / DISPERSION, 1.0 / (1.0 + DISPERSION * mean))
    rows = sorted(zip(names, counts.tolist(), strict=True))
    with (HERE / "counts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["molecule", *(f"{group}_{place}" for group in ("Rest", "Primed") for place in range(1, 5))])
        writer.writerows([f"hsa-{name}", *row] for name, row in rows)


if __name__ == "__main__":
    main()
