"""The estimates of samples from their repeats: a nested model for each quantity, and the distances between samples."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.design.sizing.levels import Told, groups_within, plural, told_apart
from exoforge.design.sizing.model import SAMPLE, Distance, Estimate, Repeat, SampleEstimate, SampleSummary, Sizing, Spread
from exoforge.design.sizing.spreads import own_spreads, spread_of
from exoforge.laws import distributions as law
from exoforge.laws.distances import cumulative, kolmogorov, permutation, wasserstein
from exoforge.laws.domain import Array
from exoforge.laws.mixed_model import CONFIDENCE, Component, fit_nested
from exoforge.streams.measurement import CONCENTRATION

SIZES = ("D10", "D50", "D90", "mean diameter", "mode diameter")
"""Estimated as they are. A choice: their spread is small beside them."""
MOST_EDGES = 4000
"""Edges on which the distributions of all repeats are laid side by side. A choice."""
FEW = 2.5
"""Degrees of freedom below which an interval is said to be wide. A choice."""
SKIPPED = frozenset({"video"})


def size_samples(
    repeats: Sequence[Repeat], levels: Sequence[str], *, biological: str = "", pool: bool = False, said: Sequence[str] = (), seed: int = 0
) -> tuple[Sizing, ...]:
    """The samples, one result for each technique and weighting.

    Parameters
    ----------
    repeats : of all techniques. levels : below the sample, outermost first, without the repeat itself.
    biological : the level whose groups are animals, donors or lots.
    pool : whether a sample with one group at the outermost level takes its interval from the spread of the others.
    said : what was left out on the way. seed : of the permutations that are drawn.

    Raises
    ------
    SettingError
        The biological level is none of the levels.
    """
    if biological and biological not in levels:
        raise SettingError(f"--biological is '{biological}'; it must be one of the levels below the sample ({', '.join(levels) or 'none is given'}).")
    kinds = dict.fromkeys((one.technique, one.distribution.weighting) for one in repeats)
    inner = [level for level in levels if level not in SKIPPED]
    return tuple(
        _of_technique(
            [one for one in repeats if (one.technique, one.distribution.weighting) == kind],
            kind,
            inner,
            tuple(said),
            biological=biological,
            pool=pool,
            seed=seed,
        )
        for kind in kinds
    )


def _of_technique(
    repeats: list[Repeat], kind: tuple[str, str], levels: Sequence[str], said: tuple[str, ...], *, biological: str, pool: bool, seed: int
) -> Sizing:
    technique, weighting = kind
    repeat = "video" if technique == "nta" else "run"
    notices = list(said)
    empty = [one for one in repeats if not one.distribution.amount.any()]
    notices += [f"{one.name} holds no particles: it has no size and was left out of every number; look at it." for one in empty]
    full = [one for one in repeats if one.distribution.amount.any()]
    if not full:
        raise SettingError(f"No distribution of {technique} holds any particles; there is nothing to estimate.")
    told = told_apart(full, levels, repeat, pool=pool)
    values = _values(full)
    unknown = [one for one in full if one.diluted is None]
    if CONCENTRATION in values and 0 < len(unknown) < len(full):
        del values[CONCENTRATION]
        notices.append(
            f"The dilution of {len(unknown)} of {len(full)} distributions is not known (such as {unknown[0].name}), so concentrations are left out; "
            "state it in a column 'dilution' of --design, or analyse the files apart."
        )
    estimates = []
    for name, numbers in values.items():
        estimate, more = _estimate(name, numbers, full, told, biological, (*levels, repeat))
        estimates.append(estimate)
        notices += [sentence for sentence in more if sentence not in notices]
    notices += _remarks(estimates)
    grid = _grid(full)
    samples = tuple(_summary(name, grid, full, levels, repeat) for name in dict.fromkeys(one.places[SAMPLE] for one in full))
    diluted = not unknown
    if CONCENTRATION in values and not diluted:
        notices.append("No dilution is applied: the concentrations are those of the samples as they were measured.")
    return Sizing(
        technique=technique,
        weighting=weighting,
        levels=(*levels, repeat),
        biological=biological,
        diluted=diluted,
        samples=samples,
        estimates=tuple(estimates),
        distances=_distances(samples, testable=told.interval and bool(levels), seed=seed),
        notices=(*told.notices, *notices),
    )


def _values(repeats: Sequence[Repeat]) -> dict[str, Array]:
    parts = [one.distribution for one in repeats]
    d10, d50, d90 = np.array([law.quantiles(part.edges, part.amount, (0.1, 0.5, 0.9)) for part in parts]).T
    means = np.array([law.mean(part.edges, part.amount) for part in parts])
    modes = np.array([law.mode(part.edges, part.amount) for part in parts])
    found = dict(zip(SIZES, (d10, d50, d90, means, modes), strict=True))
    if all(part.unit == "particles/m3" for part in parts):
        found[CONCENTRATION] = np.array([part.amount.sum() for part in parts])
    return found


def _estimate(name: str, values: Array, repeats: Sequence[Repeat], told: Told, biological: str, levels: Sequence[str]) -> tuple[Estimate, list[str]]:
    """One quantity; where the variances are not determined, the means alone, with the sentence that says why."""
    logarithmic = name == CONCENTRATION
    numbers = np.log(values) if logarithmic else values
    back = np.exp if logarithmic else np.asarray
    samples = [one.places[SAMPLE] for one in repeats]
    names = list(dict.fromkeys(samples))
    notices: list[str] = []
    spreads: tuple[Spread, ...] = ()
    centres = np.array([numbers[[sample == name for sample in samples]].mean() for name in names])
    lows: list[float | None] = [None] * len(names)
    highs: list[float | None] = [None] * len(names)
    freedoms: list[float | None] = [None] * len(names)
    try:
        if told.random and told.residual:
            fit = fit_nested(numbers, samples=samples, levels=[[one.places[level] for one in repeats] for level in told.random])
            centres, components = fit.means, fit.components
            if told.interval:
                lows[:], highs[:], freedoms[:] = back(fit.low).tolist(), back(fit.high).tolist(), fit.freedom.tolist()
        else:
            components, freedom, half = _one_level(numbers, samples, names)
            if told.interval and components:
                lows[:], highs[:], freedoms[:] = back(centres - half).tolist(), back(centres + half).tolist(), [freedom] * len(names)
        outer = [level for level in (*told.random, told.residual) if level]
        spreads = tuple(spread_of(level, one, components, logarithmic, biological) for level, one in zip(outer, components, strict=False))
    except (ConvergenceError, SettingError) as trouble:
        notices.append(f"{name}: the spreads cannot be told apart, so no interval is given. {trouble}")
    for place in (place for place, one in enumerate(names) if one in told.alone):
        lows[place] = highs[place] = freedoms[place] = None
    own = [own_spreads(one, numbers, repeats, levels, logarithmic=logarithmic) for one in names]
    found = tuple(
        SampleEstimate(sample=one, value=float(back(centre)), low=low, high=high, freedom=freedom, shown=shown)
        for one, centre, low, high, freedom, shown in zip(names, centres, lows, highs, freedoms, own, strict=True)
    )
    unit = "particles/m3" if logarithmic else "m"
    return Estimate(name=name, unit=unit, logarithmic=logarithmic, samples=found, spreads=spreads, values=len(repeats)), notices


def _one_level(numbers: Array, samples: Sequence[str], names: Sequence[str]) -> tuple[tuple[Component, ...], float, Array]:
    """Repeats without levels between: one pooled variance, with its exact interval, and half the width of each sample's."""
    from scipy.stats import chi2, t

    groups = [numbers[[sample == name for sample in samples]] for name in names]
    freedom = sum(group.size - 1 for group in groups)
    if freedom < 1:
        return (), 0.0, np.zeros(len(names))
    variance = float(sum(((group - group.mean()) ** 2).sum() for group in groups)) / freedom
    low, high = (freedom * variance / float(chi2.ppf(share, freedom)) for share in ((1 + CONFIDENCE) / 2, (1 - CONFIDENCE) / 2))
    half = float(t.ppf((1 + CONFIDENCE) / 2, freedom)) * np.sqrt(variance / np.array([group.size for group in groups]))
    one = Component(variance=variance, low=low, high=high, freedom=freedom, groups=numbers.size, together=1.0, at_zero=False)
    return (one,), float(freedom), np.asarray(half)


def _remarks(estimates: Sequence[Estimate]) -> list[str]:
    """What to mind about the spreads and the intervals, one sentence for all quantities."""
    zero: dict[str, list[str]] = {}
    few: dict[str, float] = {}
    for one in estimates:
        for spread in one.spreads:
            if spread.at_zero:
                zero.setdefault(spread.level, []).append(one.name)
        least = min((part.freedom for part in one.samples if part.freedom is not None), default=FEW)
        if least < FEW:
            few[one.name] = least
    found = [
        f"{', '.join(names)}: nothing was seen to spread between {plural(level)} beyond what lies within them; "
        "0 is the estimate, its upper limit is in the table."
        for level, names in zero.items()
    ]
    if few:
        span = dict.fromkeys(f"{one:.2g}" for one in (min(few.values()), max(few.values())))
        found.append(
            f"{', '.join(few)}: the intervals rest on {' to '.join(span)} degree{'' if list(span) == ['1'] else 's'} of freedom, so they are wide; "
            "more groups at the outermost level narrow them."
        )
    return found


def _grid(repeats: Sequence[Repeat]) -> Array:
    edges = np.unique(np.concatenate([one.distribution.edges for one in repeats]))
    return edges if edges.size <= MOST_EDGES else edges[np.unique(np.linspace(0, edges.size - 1, MOST_EDGES).astype(int))]


def _summary(sample: str, grid: Array, repeats: Sequence[Repeat], levels: Sequence[str], repeat: str) -> SampleSummary:
    own = [one for one in repeats if one.places[SAMPLE] == sample]
    curves = np.array([cumulative(one.distribution.edges, one.distribution.amount, grid) for one in own])
    units = _units(own, curves, levels)
    counts = [one.distribution.counted for one in own]
    return SampleSummary(
        sample=sample,
        groups=groups_within(own, levels) | {repeat: len(own)},
        counted=None if any(count is None for count in counts) else float(sum(count for count in counts if count is not None)),
        edges=grid,
        shares=units.mean(axis=0),
        units=units,
        repeats=curves,
    )


def _units(repeats: Sequence[Repeat], curves: Array, levels: Sequence[str]) -> Array:
    """The curves of the groups at the outermost level: at every level each group counts alike, however many repeats it has."""
    rows = [tuple(one.places[level] for level in levels) for one in repeats]
    for depth in range(len(levels), 0, -1):
        groups: dict[tuple[str, ...], list[int]] = {}
        for index, row in enumerate(rows):
            groups.setdefault(row[:depth], []).append(index)
        curves = np.array([curves[places].mean(axis=0) for places in groups.values()])
        rows = list(groups)
    return curves


def _distances(samples: Sequence[SampleSummary], *, testable: bool, seed: int) -> tuple[Distance, ...]:
    found = []
    for first, second in combinations(samples, 2):
        one, other = ((part.edges, np.diff(part.shares)) for part in (first, second))
        test = None
        if testable:
            units = np.concatenate([first.units, second.units])
            test = permutation(first.edges, units, first=first.units.shape[0], rng=np.random.default_rng(seed))
        found.append(Distance(first=first.sample, second=second.sample, wasserstein=wasserstein(one, other), kolmogorov=kolmogorov(one, other), test=test))
    return tuple(found)
