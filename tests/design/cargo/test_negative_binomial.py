"""The test of DESeq2 by PyDESeq2 beside DESeq2 itself: the same folds, and p values as far apart as two fits of the dispersion are."""

import math

import pytest

pytest.importorskip("pydeseq2")
from tests.known.counts import made, row

# DESeq2 1.38.3 in R 4.2, results(independentFiltering = FALSE), of the made-up table
BY_R = {
    "miR-2017-5p": (-2.38438792764879, -7.94267362581783, 1.97869094689805e-15),
    "miR-2002-3p": (-2.27327844769809, -6.08793801414719, 1.14374133124786e-09),
    "miR-2014-3p": (-2.07162927087268, -5.96333115353247, 2.47146823899459e-09),
    "miR-2009-5p": (2.03055901032172, 5.62903737980522, 1.81218126376123e-08),
}


@pytest.mark.parametrize("name", BY_R)
def test_as_deseq2(name):
    fold, statistic, p = BY_R[name]
    got = row(made("deseq2"), name)
    assert got.log2_fold == pytest.approx(fold, rel=1e-3)
    assert got.statistic == pytest.approx(statistic, rel=0.01)
    assert math.log10(got.p) == pytest.approx(math.log10(p), abs=0.1)
    assert (got.high - got.low) / 2 == pytest.approx(1.959964 * abs(got.log2_fold / got.statistic), rel=1e-6)
