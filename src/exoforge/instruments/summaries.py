"""Headline numbers that every technique forms in the same way: of repeats, and of size distributions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws import distributions as law
from exoforge.streams.measurement import Distribution, Figure


def over_repeats(name: str, values: ArrayLike, unit: str, *, source: Literal["printed", "computed"], meaning: str, repeat: str) -> Iterator[Figure]:
    """The mean of technical repeats with their spread; nothing where no repeat has a number.

    Parameters
    ----------
    values : one for each repeat; those that are not finite are left out, and the meaning says so.
    meaning : the rule for one repeat; empty where the source says it all. repeat : what a repeat is, such as ``video``.
    """
    each = np.atleast_1d(np.asarray(values, dtype=np.float64))
    known = each[np.isfinite(each)]
    if not known.size:
        return
    left = f"; {each.size - known.size} without a number left out" if known.size < each.size else ""
    of = f"of one {repeat}" if known.size == 1 else f"mean of {known.size} {repeat}s"
    formed = f"{of}{left}" if not meaning else f"{meaning}{left}" if known.size == 1 else f"{of}: {meaning}{left}"
    spread = float(known.std(ddof=1)) if known.size > 1 else None
    yield Figure(name=name, value=float(known.mean()), unit=unit, meaning=formed, source=source, spread=spread, repeats=int(known.size))


def of_distributions(distributions: Sequence[Distribution], *, repeat: str) -> tuple[Figure, ...]:
    """Mean, mode, D10, D50, D90 and the sum of size distributions, each formed for every repeat and then averaged."""
    held = [one for one in distributions if one.amount.any()]
    if not held:
        return ()
    d10, d50, d90 = np.array([law.quantiles(one.edges, one.amount, (0.1, 0.5, 0.9)) for one in held]).T
    middles = [law.mean(one.edges, one.amount) for one in held]
    modes = [law.mode(one.edges, one.amount) for one in held]
    weighting = held[0].weighting
    sizes = (("mean diameter", middles), ("mode diameter", modes), ("D10", d10), ("D50", d50), ("D90", d90))
    found = [one for name, values in sizes for one in over_repeats(name, values, "m", source="computed", meaning=f"of the bins, by {weighting}", repeat=repeat)]
    if held[0].unit == "particles/m3":
        sums = [one.amount.sum() for one in distributions]
        found += over_repeats("concentration", sums, "particles/m3", source="computed", meaning="sum of the bins, as written in the file", repeat=repeat)
    return tuple(found)
