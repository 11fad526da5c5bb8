"""The test of DESeq2 (a negative binomial for each molecule) by PyDESeq2, an extra."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.domain import Array

MISSING_EXTRA = (
    "--method deseq2 runs by the package PyDESeq2, which is not installed; run: pip install 'exoforge[counts]', "
    "or use --method moderated, which needs nothing more."
)
NORMAL = 1.959963984540054
"""Quantile of the normal distribution at 97.5 %."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WaldTest:
    """The log2 fold change of every molecule, not shrunk, with its 95 % interval and its test; `p` is NaN where a count is an outlier by Cook's distance."""

    coefficient: Array
    low: Array
    high: Array
    statistic: Array
    p: Array
    size_factors: Array


def wald_test(counts: Array, treated: Sequence[bool], batch: Sequence[str] = ()) -> WaldTest:
    """Test every molecule by a negative binomial whose dispersion is drawn towards a trend.

    Parameters
    ----------
    counts : (n_molecule, n_sample) whole reads. treated : (n_sample,). batch : (n_sample,); empty without.

    Raises
    ------
    SettingError
        The 'counts' extra is not installed, or batches and groups cannot be told apart.
    ConvergenceError
        PyDESeq2 gives up.

    References
    ----------
    love2014, pydeseq2
    """
    try:
        import pandas
        from pydeseq2.dds import DeseqDataSet
        from pydeseq2.default_inference import DefaultInference
        from pydeseq2.ds import DeseqStats
    except ImportError:
        raise SettingError(MISSING_EXTRA) from None
    samples = [f"s{place}" for place in range(counts.shape[1])]
    frame = pandas.DataFrame(counts.T.astype(np.int64), index=samples, columns=[f"m{place}" for place in range(counts.shape[0])])
    about = pandas.DataFrame({"group": ["treated" if one else "control" for one in treated]}, index=samples)
    if batch:
        about["batch"] = [f"b{sorted(set(batch)).index(one)}" for one in batch]
    inference = DefaultInference(n_cpus=1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = DeseqDataSet(counts=frame, metadata=about, design="~batch + group" if batch else "~group", inference=inference, quiet=True)
            data.deseq2()
            test = DeseqStats(data, contrast=["group", "treated", "control"], independent_filter=False, inference=inference, quiet=True)
            test.summary()
    except (ValueError, ArithmeticError, np.linalg.LinAlgError, KeyError) as trouble:
        raise ConvergenceError(f"PyDESeq2 gives up on this table ({str(trouble)[:160]}); use --method moderated.") from None
    found = test.results_df
    fold = found["log2FoldChange"].to_numpy(dtype=np.float64)
    half = NORMAL * found["lfcSE"].to_numpy(dtype=np.float64)
    return WaldTest(
        coefficient=fold,
        low=fold - half,
        high=fold + half,
        statistic=found["stat"].to_numpy(dtype=np.float64),
        p=found["pvalue"].to_numpy(dtype=np.float64),
        size_factors=np.asarray(data.obs["size_factors"], dtype=np.float64),
    )
