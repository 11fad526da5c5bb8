"""Particles per protein of a preparation, judged by what vesicles of its size can be at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exoforge.base.units import short_number
from exoforge.laws.ratios import MODERATE, PURE, over_ceiling
from exoforge.laws.vesicle import purity_ceiling
from exoforge.streams.measurement import Measurement

PER_UG = 1e-9
"""From particles per kg to particles per ug."""
USUAL_DIAMETER = 120e-9
"""[m], taken where no diameter is known. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Purity:
    """The ratio of one preparation [particles/kg protein].

    Parameters
    ----------
    label : of the preparation. ratio, low, high : with its 95 % interval, None where no spread is known.
    diameter : [m] of its particles. is_assumed : whether it was assumed. ceiling : the most that vesicles of it can be.
    over : ratio over ceiling. sentences : what that means.
    """

    label: str
    ratio: float
    low: float | None
    high: float | None
    diameter: float
    is_assumed: bool
    ceiling: float
    over: float
    sentences: tuple[str, ...]


def purity_of(label: str, ratio: float, *, low: float | None = None, high: float | None = None, diameter: float | None = None) -> Purity:
    """Judge a ratio.

    Parameters
    ----------
    ratio, low, high : [particles/kg protein]. diameter : [m]; None for a usual one, which is told.

    Raises
    ------
    SettingError
        The ratio or the diameter is not above 0.

    References
    ----------
    webber2013
    """
    size = USUAL_DIAMETER if diameter is None else diameter
    over, ceiling = float(over_ceiling(ratio, size)), float(purity_ceiling(size))
    return Purity(
        label=label,
        ratio=ratio,
        low=low,
        high=high,
        diameter=size,
        is_assumed=diameter is None,
        ceiling=ceiling,
        over=over,
        sentences=tuple(_sentences(ratio, low, over, ceiling, size, diameter is None)),
    )


def purities(measurements: Sequence[Measurement]) -> tuple[Purity, ...]:
    """The ratio of every measurement that has one, with its own mean diameter where it has one."""
    found = []
    for one in measurements:
        figures = {figure.name: figure for figure in one.figures}
        if (ratio := figures.get("particles per protein")) is not None:
            size = figures.get("mean diameter")
            found.append(purity_of(one.sample, ratio.value, low=ratio.low, high=ratio.high, diameter=size.value if size else None))
    return tuple(found)


def _sentences(ratio: float, low: float | None, over: float, ceiling: float, size: float, assumed: bool) -> list[str]:
    of = f"{'a usual ' if assumed else ''}{size * 1e9:.0f} nm"
    most = f"{short_number(ceiling * PER_UG)} per ug, the most that vesicles of {of} can be with the protein that a full one carries"
    said = []
    if over > 1:
        sure = "" if low is None else " with its whole interval" if low > ceiling else ", though its interval reaches below"
        said.append(
            f"The ratio is {over:.2g} times {most}{sure}: particles counted are no vesicles, or protein was under-read, or these vesicles hold less of it."
        )
    else:
        share = "all" if over > 0.995 else f"{100 * over:.2g} %"
        said.append(
            f"The ratio is below {most}: at that much protein in each, vesicles would account for {share} of the protein, and other protein for the rest."
        )
    word = "pure" if ratio >= PURE else "impure" if ratio < MODERATE else "between pure and impure"
    said.append(f"By the thresholds commonly quoted (3e10 and 2e9 per ug; recalled, not read again) it would be called {word}.")
    if ceiling < PURE <= ratio or (np.isfinite(ratio) and ceiling < PURE and over <= 1):
        said.append(f"The customary 3e10 per ug lies above the ceiling of {of}: full vesicles of this size cannot reach it.")
    return said
