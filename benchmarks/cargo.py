"""Tables of counts: made comparable, tested and explained, beside limma in R and PyDESeq2 on the same table in the same run.

Run: ``python benchmarks/cargo.py [--molecules 2000] [--samples 100] [--peer-samples 100]``. The goal is 5 s for 2,000 molecules in 100 samples from
the file to the explanation with 10,000 permutations. limma is timed inside R, without the start of R and the reading of its packages; it is left
out where ``Rscript`` or the packages are missing, and PyDESeq2 where it is not installed. Both peers get the molecules that our rule
keeps; ours is timed warm, the peers in their first call.
"""

import argparse
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from exoforge.cargo.targets import cargo_targets
from exoforge.design.cargo.cargo_table import read_cargo_table
from exoforge.design.cargo.contrast import changed_at, contrast_of
from exoforge.design.cargo.explained import explained
from exoforge.laws.count_normalisation import is_expressed, log_per_million, trimmed_mean_factors
from exoforge.laws.moderated_t import fit_rows, moderated_test
from exoforge.laws.multiple_testing import benjamini_hochberg

LIMMA = """
suppressMessages({library(limma); library(edgeR)})
x <- as.matrix(read.csv("%s", row.names = 1)); g <- factor(sub("_.*", "", colnames(x)))
begun <- proc.time()[["elapsed"]]
y <- calcNormFactors(DGEList(x)); l <- cpm(y, log = TRUE, prior.count = 3)
t <- topTable(eBayes(lmFit(l, model.matrix(~g)), trend = TRUE), coef = 2, number = Inf, sort.by = "none")
cat("seconds", proc.time()[["elapsed"]] - begun, "called", sum(t$adj.P.Val < 0.05), "\\n")
"""


def made_up(molecules: int, samples: int, folder: Path) -> Path:
    """A table with one molecule in ten fourfold up or down; the names that the package knows come first."""
    rng = np.random.default_rng(20)
    known = sorted({pair.cargo.key for pair in cargo_targets() if re.fullmatch(r"(miR|let)-\w+-[35]p", pair.cargo.key)})
    names = (known + [f"miR-{number}-5p" for number in range(20_000, 20_000 + molecules)])[:molecules]
    mean = np.exp(rng.normal(4.5, 2.0, molecules))
    fold = np.where(rng.random(molecules) < 0.1, rng.choice([-2.0, 2.0], molecules), 0.0)
    treated = np.arange(samples) % 2
    mu = mean[:, None] * 2.0 ** (fold[:, None] * treated) * rng.uniform(0.5, 2, samples)
    counts = rng.negative_binomial(4, 4 / (4 + mu))
    labels = [f"{'AB'[one]}_{place + 1}" for place, one in enumerate(treated)]
    path = folder / f"counts-{molecules}-{samples}.csv"
    rows = [",".join([name, *map(str, row)]) for name, row in zip(names, counts.tolist(), strict=True)]
    path.write_text("\n".join([",".join(["molecule", *labels]), *rows]) + "\n", encoding="utf-8")
    return path


def timed(job):
    begun = time.perf_counter()
    found = job()
    return time.perf_counter() - begun, found


def core(counts, treated):
    """Normalisation and test alone, as the peers do them."""
    logs = log_per_million(counts, counts.sum(axis=0) * trimmed_mean_factors(counts)[0])
    return benjamini_hochberg(moderated_test(fit_rows(logs, np.column_stack([np.ones(treated.size), treated]))).p)


def ours(path: Path) -> None:
    whole, found = timed(lambda: contrast_of(path, control="A", treated="B"))
    more, _ = timed(lambda: explained(found, permutations=10_000, seed=1))
    reading, table = timed(lambda: read_cargo_table(path))
    counts = table.values[is_expressed(table.values, table.values.shape[1] // 2)]
    treated = np.array([name.startswith("B") for name in table.samples], dtype=float)
    alone, _ = timed(lambda: core(counts, treated))
    print(
        f"  {len(found.rows):6d} x {len(table.samples):4d}: file to contrast {whole:6.2f} s (reading {reading:.2f} s, normalise and test {alone:.2f} s), "
        f"explained {more:5.2f} s, together {whole + more:5.2f} s; {len(changed_at(found))} called"
    )


def peers(path: Path, folder: Path) -> None:
    table = read_cargo_table(path)
    kept = is_expressed(table.values, table.values.shape[1] // 2)
    counts = table.values[kept]
    treated = np.array([name.startswith("B") for name in table.samples], dtype=float)
    alone, q = timed(lambda: core(counts, treated))
    print(f"Normalised and tested, {counts.shape[0]} x {counts.shape[1]}")
    print(f"  ours                    {alone:8.2f} s, {int((q < 0.05).sum())} called")
    held = folder / "kept.csv"
    rows = [",".join([f"m{place}", *(f"{value:.0f}" for value in row)]) for place, row in enumerate(counts)]
    held.write_text("\n".join([",".join(["molecule", *table.samples]), *rows]) + "\n", encoding="utf-8")
    if shutil.which("Rscript"):
        told = subprocess.run(["Rscript", "-e", LIMMA % held.as_posix()], capture_output=True, text=True, check=False)
        found = re.search(r"seconds (\S+) called (\d+)", told.stdout)
        print(f"  limma and edgeR in R    {float(found[1]):8.2f} s, {found[2]} called" if found else "  limma or edgeR is not installed in R")
    else:
        print("  no Rscript on this machine")
    try:
        from exoforge.design.cargo.negative_binomial import wald_test

        seconds, test = timed(lambda: wald_test(counts, (treated > 0).tolist()))
        known = np.isfinite(test.p)
        print(f"  PyDESeq2, one process   {seconds:8.2f} s, {int((benjamini_hochberg(test.p[known]) < 0.05).sum())} called (another model)")
    except Exception as trouble:  # a peer that is missing or gives up is told
        print(f"  PyDESeq2: {trouble}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--molecules", type=int, default=2000)
    parser.add_argument("--samples", type=int, default=100)
    parser.add_argument("--peer-samples", type=int, default=100)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("From the file to the explanation (the first one warms up)")
        ours(made_up(200, 8, folder))
        for samples in sorted({asked.samples // 4, asked.samples // 2, asked.samples, 2 * asked.samples}):
            ours(made_up(asked.molecules, samples, folder))
        for molecules in (asked.molecules // 2, 2 * asked.molecules):
            ours(made_up(molecules, asked.samples, folder))
        peers(made_up(asked.molecules, asked.peer_samples, folder), folder)


if __name__ == "__main__":
    main()
