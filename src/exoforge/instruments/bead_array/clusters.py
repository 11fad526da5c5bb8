"""Bead populations told apart: groups by scatter in two dimensions, identities by brightness in one, the number of both known."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.intp]

CELLS = 100
"""Cells of the map of scatter in each direction. A choice, as the next two."""
SMOOTH = 2.0
"""[cells] Width by which the map is smoothed before its peaks are looked for."""
APART = 15
"""[cells] Two peaks that are nearer are one."""
GROUP_REACH = 2.5
"""Standard deviations (Mahalanobis distance) up to which an event belongs to a group; singlets, not clumps. A choice."""
STEP = 0.005
"""[decades] Bins of brightness."""
KERNEL = 3.0
"""[bins] Width by which the histogram of brightness is smoothed. A choice; beads are 0.02 to 0.05 decades wide on a real cytometer."""
BEAD_REACH = 3.0
"""Robust standard deviations of brightness up to which an event belongs to a bead. A choice."""
ROUNDS = 30


def groups_of(forward: Array, side: Array, number: int) -> Places:
    """Which group of beads each event belongs to, by the logarithms of its scatter; the groups from small to large forward scatter.

    The densest places of the map are taken as centres; then median and covariance of the events within reach are formed until
    they stay.

    Parameters
    ----------
    forward, side : (n_event,) above 0, else the event belongs to none. number : of groups.

    Returns
    -------
    group : (n_event,) 0 to `number` - 1, and -1 for none. Empty of groups where fewer than `number` peaks are found: all -1.
    """
    from scipy.ndimage import gaussian_filter, maximum_filter

    place = np.full(forward.size, -1, dtype=np.intp)
    usable = (forward > 0) & (side > 0) & np.isfinite(forward) & np.isfinite(side)
    if usable.sum() < 20 * number:
        return place
    points = np.log10(np.column_stack([forward[usable], side[usable]]))
    low, high = np.percentile(points, [0.5, 99.5], axis=0)
    if not np.all(high > low):
        return place
    dense, x, y = np.histogram2d(points[:, 0], points[:, 1], bins=CELLS, range=[(low[0], high[0]), (low[1], high[1])])
    smooth = gaussian_filter(dense, SMOOTH)
    peaks = np.argwhere((smooth == maximum_filter(smooth, size=APART)) & (smooth > 0))
    peaks = peaks[np.argsort([-smooth[tuple(peak)] for peak in peaks], kind="stable")][:number]
    if len(peaks) < number:
        return place
    centres = np.array([(x[i : i + 2].mean(), y[j : j + 2].mean()) for i, j in peaks])
    spreads = [np.eye(2) * 0.05**2] * number
    inside = np.full(len(points), -1, dtype=np.intp)
    for _ in range(ROUNDS):
        far = np.stack([np.einsum("ni,ij,nj->n", points - c, np.linalg.inv(s), points - c) for c, s in zip(centres, spreads, strict=True)])
        now = np.where(far.min(axis=0) < GROUP_REACH**2, far.argmin(axis=0), -1)
        if min(int((now == group).sum()) for group in range(number)) < 3:
            return place
        if np.array_equal(now, inside):
            break
        inside = now
        centres = np.array([np.median(points[inside == group], axis=0) for group in range(number)])
        spreads = [np.cov(points[inside == group].T) * _GAIN + 1e-8 * np.eye(2) for group in range(number)]
    rank = np.argsort(np.argsort(centres[:, 0]))
    place[usable] = np.where(inside >= 0, rank[inside], -1)
    return place


_GAIN = 1.0 / (1.0 - (GROUP_REACH**2 / 2.0) * np.exp(-(GROUP_REACH**2) / 2.0) / (1.0 - np.exp(-(GROUP_REACH**2) / 2.0)))
"""A normal cloud in two dimensions that is cut at the reach has a smaller covariance; this undoes it."""


def peaks_of(brightness: Array, number: int) -> tuple[Places, float]:
    """Which bead each event is, by the logarithm of its brightness; the beads from dim to bright.

    The `number` most prominent peaks of the smoothed histogram are the beads, the lowest place between two of them parts them, and
    an event within reach of the median of its part belongs to it.

    Parameters
    ----------
    brightness : (n_event,); what is not above 0 belongs to none. number : of beads.

    Returns
    -------
    bead : (n_event,) 0 to `number` - 1, and -1 for none; all -1 where fewer peaks are found.
    doubt : prominence of the next peak over that of the last one taken; near 1 the number of beads is in doubt.
    """
    from scipy.ndimage import gaussian_filter1d
    from scipy.signal import find_peaks

    place = np.full(brightness.size, -1, dtype=np.intp)
    usable = np.flatnonzero((brightness > 0) & np.isfinite(brightness))
    if usable.size < 5 * number:
        return place, 1.0
    logs = np.log10(brightness[usable])
    edges = np.arange(max(logs.min(), np.median(logs) - 6) - 20 * STEP, min(logs.max(), np.median(logs) + 6) + 20 * STEP, STEP)
    dense = gaussian_filter1d(np.histogram(logs, edges)[0].astype(np.float64), KERNEL)
    tops, about = find_peaks(dense, prominence=1e-9)
    order = np.argsort(-about["prominences"], kind="stable")
    if tops.size < number:
        return place, 1.0
    doubt = float(about["prominences"][order[number]] / about["prominences"][order[number - 1]]) if tops.size > number else 0.0
    chosen = np.sort(tops[order[:number]])
    cuts = [edges[left + int(np.argmin(dense[left:right]))] for left, right in pairwise(chosen)]
    part = np.searchsorted(np.array(cuts), logs, side="right")
    for bead in range(number):
        own = part == bead
        middle = np.median(logs[own])
        width = max(1.4826 * float(np.median(np.abs(logs[own] - middle))), STEP)
        place[usable[own & (np.abs(logs - middle) <= BEAD_REACH * width)]] = bead
    return place, doubt
