"""What outlines come to: headline numbers of one field or of several together, and what is doubtful about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.streams.measurement import Figure

Array = NDArray[np.float64]

FEW = 50
"""Outlines below which they are said to be few. A choice."""
FEW_IN_A_FIELD = 5
"""Sized outlines below which a field by itself says nothing of the spread between fields. A choice."""


def figures_of(fields: Sequence[Mapping[str, Array]], areas: Sequence[float]) -> Iterator[Figure]:
    """The headline numbers of one field, or of the fields of one sample together.

    All outlines count alike, whatever field they lie in; the spread is the standard deviation between the fields that hold enough of them.

    Parameters
    ----------
    fields : arrays as `SPECS` declares them. areas : [m2] of each; none where the scale is not known.

    Assumes
    -------
    Diameters are those of the outlines themselves, in no bins; `numpy.quantile` between them.
    """
    held = [field["diameter"][np.isfinite(field["diameter"])] for field in fields]
    counts = np.array([field["row"].size for field in fields], dtype=np.float64)
    among = "" if len(fields) == 1 else f" in {len(fields)} fields"
    yield Figure(name="vesicles", value=float(counts.sum()), unit="", meaning=f"outlines that are clear and closed{among}", source="computed")
    wide = np.concatenate([field["diameter_pixel"] for field in fields])
    if not areas and wide.size:
        meaning = f"of the outlines{among}; the scale is not known"
        yield Figure(name="median diameter in pixels", value=float(np.median(wide)), unit="", meaning=meaning, source="computed")
    if areas:
        spread = float(np.std(counts / np.array(areas), ddof=1)) if len(areas) > 1 else None
        meaning = f"outlines over the area of the image{among}"
        yield Figure(
            name="vesicles per area", value=counts.sum() / sum(areas), unit="1/m2", meaning=meaning, source="computed", spread=spread, repeats=len(areas)
        )
    known = np.concatenate(held)
    if not known.size:
        return
    telling = [one for one in held if one.size >= FEW_IN_A_FIELD]
    rules: tuple[tuple[str, Callable[[Array], np.floating[Any]]], ...] = (
        ("mean diameter", np.mean),
        ("D10", lambda one: np.quantile(one, 0.1)),
        ("D50", np.median),
        ("D90", lambda one: np.quantile(one, 0.9)),
    )
    for name, rule in rules:
        spread = float(np.std([rule(one) for one in telling], ddof=1)) if len(telling) > 1 else None
        meaning = f"of {known.size} outlines{among}" + (f"; SD between the {len(telling)} that hold {FEW_IN_A_FIELD} or more" if spread is not None else "")
        yield Figure(name=name, value=float(rule(known)), unit="m", meaning=meaning, source="computed", spread=spread, repeats=len(fields))


def doubts_on(arrays: Mapping[str, Array]) -> Iterator[str]:
    """What is doubtful about outlines, of one field or of several together."""
    diameter, crossing = arrays["diameter"], arrays["overlapping"] > 0
    if diameter.size < FEW:
        yield f"{diameter.size} outlines are few for a size distribution; add fields."
    if crossing.any():
        known = np.isfinite(diameter)
        alone = diameter[known & ~crossing]
        without = f"without them D50 is {np.median(alone) * 1e9:.0f} nm and not {np.median(diameter[known]) * 1e9:.0f} nm. " if alone.size else ""
        what = f"{int(crossing.sum())} outlines cross each other: aggregates, or vesicles that are not round and were seen as several"
        yield f"{what}; {without}Look at the picture." if without else f"{what}. Look at the picture."
    if arrays["at_border"].any():
        yield f"{int(arrays['at_border'].sum())} vesicles reach beyond the border: they are counted and not sized. Large ones do so more often."
    if diameter.size:
        yield "Small and faint vesicles are missed first, so that sizes lean to the large; outlines of rims come out a few per cent too wide."
