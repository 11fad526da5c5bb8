"""A contrast made up for tests: names with their fold change and q; NaN where not tested."""

import math

from exoforge.design.cargo.contrast_result import Changed, Contrast


def changed(name, fold, q=0.5, mean=100.0, *, written="", species="", detected=True):
    known = fold if detected else math.nan
    spread = 0.5 if detected else math.nan
    return Changed(
        name=name,
        written=written or name,
        species=species,
        detected=detected,
        log2_fold=known,
        low=known - spread,
        high=known + spread,
        mean_log_cpm=5.0,
        statistic=known,
        p=q / 10 if detected else math.nan,
        q=q if detected else math.nan,
        control_mean=mean,
        treated_mean=mean,
    )


def contrast(*rows, fdr=0.05):
    samples = {"control_samples": ("C_1", "C_2"), "treated_samples": ("T_1", "T_2")}
    factors = dict.fromkeys(("C_1", "C_2", "T_1", "T_2"), 1.0)
    return Contrast(
        source="made.csv", control="C", treated="T", **samples, method="moderated", normalisation="tmm", factors=factors, libraries=factors, rows=rows, fdr=fdr
    )
