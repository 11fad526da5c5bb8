"""What two groups of samples differ in: every molecule with its fold change, its interval and its false discovery rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Method = Literal["moderated", "deseq2"]
"""``moderated`` is the t statistic with a variance shared among molecules; ``deseq2`` the Wald statistic of the negative binomial by PyDESeq2."""
Normalisation = Literal["tmm", "median-of-ratios", "cpm", "median"]
"""``median`` is of intensities of proteins: the median ratio of what is found in every sample."""
Measured = Literal["counts", "intensities"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """One molecule of the contrast; `low` to `high` hold its log2 fold change with 95 %.

    Parameters
    ----------
    name : one spelling for one molecule, such as ``miR-21-5p``. written : as in the table. species : prefix such as ``hsa``; empty without.
    detected : whether it was found in enough samples to be tested. Where it is False, nothing of the test is known: `log2_fold`, `low`,
        `high`, `mean_log_cpm`, `statistic`, `p` and `q` are NaN.
    log2_fold : of treated over control. mean_log_cpm : average of the log2 of counts (or intensities) per million over all samples.
    statistic : moderated t, or Wald. p : two-sided. q : by Benjamini and Hochberg, among what was tested.
    control_mean, treated_mean : normalised counts per million (or intensities), the mean of the samples of each group.
    """

    name: str
    written: str
    species: str
    detected: bool
    log2_fold: float
    low: float
    high: float
    mean_log_cpm: float
    statistic: float
    p: float
    q: float
    control_mean: float
    treated_mean: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Contrast:
    """Two groups of samples compared.

    Parameters
    ----------
    source : name of the file. control, treated : names of the groups. control_samples, treated_samples : names of their samples.
    factors : by which each library (or sample) was made comparable, by sample; those of TMM and of the median of ratios are relative to 1.
    libraries : reads of each sample, as in the table; of intensities their sum.
    rows : every molecule of the table but those passed over, in the order of the table.
    passed_over : rows that are not in the contrast, each with the reason.
    rule : which molecules were tested, as a sentence. freedom : degrees of freedom of the residual.
    prior_freedom : degrees that the other molecules add; infinite where all follow the trend, 0 for deseq2.
    batches : names of batches that the model holds; empty without. unknown : names that are no microRNA.
    """

    source: str
    control: str
    treated: str
    control_samples: tuple[str, ...]
    treated_samples: tuple[str, ...]
    method: Method
    normalisation: Normalisation
    factors: Mapping[str, float]
    rows: tuple[Changed, ...]
    passed_over: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    measured: Measured = "counts"
    libraries: Mapping[str, float]
    rule: str = ""
    freedom: float = 0.0
    prior_freedom: float = 0.0
    fdr: float = 0.05
    batches: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
