"""Two instruments on one sample, compared only where both can see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.design.sizing.model import SAMPLE, Repeat
from exoforge.laws.distances import above
from exoforge.laws.distributions import quantiles

SHARES = (0.1, 0.5, 0.9)
TOO_FEW = 0.05
"""Share above the common limit below which the comparison rests on a tail; said. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What one technique saw of a sample above the common limit.

    Parameters
    ----------
    limit : [m] its own detection limit. share : of its particles that lie above the common limit.
    concentration : [particles/m3] above the common limit; None without concentrations. diameters : (3,) [m] D10, D50, D90 above it.
    repeats : videos or runs, whose means these are. diluted : whether the concentration is that of the undiluted sample.
    """

    technique: str
    limit: float
    share: float
    concentration: float | None
    diameters: tuple[float, float, float]
    repeats: int
    diluted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two techniques on one sample, `ratio` of the second's concentration to the first's above `common` [m]; None where it cannot be formed."""

    sample: str
    common: float
    first: Seen
    second: Seen
    ratio: float | None
    notices: tuple[str, ...]


def compared(sample: str, first: Sequence[Repeat], second: Sequence[Repeat], *, sees: Mapping[str, float]) -> Comparison:
    """Compare two techniques above the larger of their detection limits.

    Parameters
    ----------
    first, second : the repeats of each on the same sample. sees : detection limit [m] by technique; it stands before what a file says.

    Raises
    ------
    SettingError
        A limit is not known, a distribution is not by number, or nothing lies above the common limit.
    """
    limits = [_limit(part, sees) for part in (first, second)]
    common = max(limits)
    one, other = (_seen(part, limit, common) for part, limit in zip((first, second), limits, strict=True))
    notices = [
        f"Only {part.share:.1%} of what {part.technique} counted lies above {common * 1e9:.3g} nm: the comparison rests on its tail."
        for part in (one, other)
        if part.share < TOO_FEW
    ]
    names = [tuple(dict.fromkeys(part.places[SAMPLE] for part in side)) for side in (first, second)]
    if set(names[0]) != set(names[1]):
        called = " and ".join(f"{', '.join(map(repr, own))} by {part.technique}" for own, part in zip(names, (one, other), strict=True))
        notices.insert(0, f"The names differ: the sample is {called}. Laid side by side they say something only if they are the same preparation.")
    ratio = None
    if one.concentration and other.concentration and one.diluted == other.diluted:
        ratio = other.concentration / one.concentration
    elif one.concentration is not None and other.concentration is not None and one.diluted != other.diluted:
        notices.append(
            "One of the two concentrations is that of the undiluted sample and the other is not, so they are not divided; state the dilution of both."
        )
    return Comparison(sample=sample, common=common, first=one, second=other, ratio=ratio, notices=tuple(notices))


def every_comparison(repeats: Sequence[Repeat], *, sees: Mapping[str, float]) -> tuple[tuple[Comparison, ...], tuple[str, ...]]:
    """Every pair of techniques that measured the same sample.

    Parameters
    ----------
    repeats : of all samples and techniques. sees : as `compared` takes it.

    Returns
    -------
    comparisons : sample by sample. remarks : why a pair is left out.
    """
    found, remarks = [], []
    for sample in dict.fromkeys(one.places["sample"] for one in repeats):
        own = [one for one in repeats if one.places["sample"] == sample]
        for first, second in combinations(dict.fromkeys(one.technique for one in own), 2):
            sides = [[one for one in own if one.technique == technique] for technique in (first, second)]
            try:
                found.append(compared(sample, *sides, sees=sees))
            except SettingError as trouble:
                remarks.append(f"'{sample}' by {first} and {second}: {trouble}")
    return tuple(found), tuple(remarks)


def _limit(repeats: Sequence[Repeat], sees: Mapping[str, float]) -> float:
    technique = repeats[0].technique
    known = [one.distribution.detection for one in repeats if one.distribution.detection is not None]
    if technique in sees:
        return sees[technique]
    if not known:
        raise SettingError(
            f"From which diameter {technique} sees such particles is not known, so it is not compared; state it, as in --sees '{technique}=70 nm' "
            "('exoforge size limits' computes it from a bead)."
        )
    return max(known)


def _seen(repeats: Sequence[Repeat], limit: float, common: float) -> Seen:
    technique = repeats[0].technique
    held = [one.distribution for one in repeats if one.distribution.amount.any()]
    weighted = next((part.weighting for part in held if part.weighting != "number"), None)
    if weighted is not None or not held:
        what = f"distributions by {weighted}" if weighted else "no particles"
        raise SettingError(f"{technique} has {what}; techniques are compared by numbers of particles, so it is left out.")
    cut = [above(part.edges, part.amount, common) for part in held]
    d10, d50, d90 = np.mean([quantiles(edges, amount, SHARES) for edges, amount in cut], axis=0)
    absolute = all(part.unit == "particles/m3" for part in held)
    return Seen(
        technique=technique,
        limit=limit,
        share=float(np.mean([amount.sum() / part.amount.sum() for (_, amount), part in zip(cut, held, strict=True)])),
        concentration=float(np.sum([amount.sum() for _, amount in cut]) / len(repeats)) if absolute else None,
        diameters=(float(d10), float(d50), float(d90)),
        repeats=len(repeats),
        diluted=all(one.diluted is not None for one in repeats),
    )
