"""What the samples themselves carried away: a release from the contents of the medium."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, not_negative, positive


def with_samples(found: ArrayLike, *, sample: float, total: float) -> Array:
    """Cumulative release from what the medium holds at each sampling: ``M_i = A_i + (v / V) sum_{j < i} A_j``.

    `A_i` is what all of the medium holds at sampling `i` (concentration times `V`); each earlier sample took ``v / V`` of it away, and
    fresh medium took its place. A sample of the whole medium (``v = V``) makes it the running sum.

    Parameters
    ----------
    found : (n,) in the medium at each sampling, in the order of time; amounts or shares of the load. sample : `v` [m3]. total : `V` [m3].

    Raises
    ------
    SettingError
        The sample is larger than the medium, or an argument is not above 0.
    """
    share = _share(sample, total)
    held = np.asarray(found, dtype=np.float64)
    return np.asarray(held + share * (np.cumsum(held) - held))


def spread_with_samples(spread: ArrayLike, *, sample: float, total: float) -> Array:
    """Standard deviation of `with_samples`, where the errors of the samplings are independent: ``s_i^2 + (v / V)^2 sum_{j < i} s_j^2``, its root."""
    share = _share(sample, total)
    square = not_negative("standard deviation", spread) ** 2
    return np.asarray(np.sqrt(square + share**2 * (np.cumsum(square) - square)))


def _share(sample: float, total: float) -> float:
    share = float(positive("sample volume", sample, "m3") / positive("volume of the medium", total, "m3"))
    if share > 1.0 + 1e-12:
        raise SettingError(f"The sample of {sample * 1e6:g} mL is larger than the medium of {total * 1e6:g} mL; the first is a part of the second.")
    return share
