"""What tells one fitted law from another: weights by Akaike's criterion, and runs of residuals."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from exoforge.laws.domain import Array


def akaike_weights(criteria: Sequence[float]) -> Array:
    """The weight of each law among those compared: ``exp(-delta / 2)`` over the sum of all.

    References
    ----------
    burnham2002
    """
    delta = np.asarray(criteria, dtype=np.float64) - min(criteria)
    share = np.exp(-delta / 2.0)
    return np.asarray(share / share.sum())


def runs_probability(signs: Sequence[bool]) -> float:
    """Probability of so few runs of equal signs, if points fell above and below a curve by chance (Wald and Wolfowitz, exact, one-sided).

    Returns
    -------
    probability : 1 where all lie on one side, which says nothing about order.
    """
    above = sum(map(bool, signs))
    below = len(signs) - above
    if not above or not below:
        return 1.0
    seen = 1 + sum(one != other for one, other in itertools.pairwise(map(bool, signs)))
    ways = 0
    for runs in range(2, seen + 1):
        half = runs // 2
        if runs % 2 == 0:
            ways += 2 * math.comb(above - 1, half - 1) * math.comb(below - 1, half - 1)
        else:
            ways += math.comb(above - 1, half) * math.comb(below - 1, half - 1) + math.comb(above - 1, half - 1) * math.comb(below - 1, half)
    return ways / math.comb(above + below, above)
