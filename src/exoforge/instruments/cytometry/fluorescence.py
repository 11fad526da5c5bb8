"""Fluorescence in molecules: the peaks of beads of known brightness, the line through them, and a sample on that line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.instruments.cytometry.channels import channel_name, like, scatter_pair
from exoforge.instruments.cytometry.segments import Array
from exoforge.laws.bead_peaks import Peak, densest, mixture_labels, on_scale, peaks_of
from exoforge.laws.cytometry import BeadLine, bead_line, molecules_of
from exoforge.streams.measurement import Measurement

KEPT = 0.3
"""Share of the events kept, in the densest place of the scatter plot: single beads. As in FlowCal's examples."""
CLUSTERING = 3
"""Fluorescence channels in which the peaks are told apart, at most. A choice."""
UNEVEN = 2.0
"""Factor by which a peak may differ from the mean number of events unremarked. A choice; makers mix about equal parts."""
BROAD = 5.0
"""Factor over the lower quartile of the coefficients of variation above which a peak may be two. A choice."""
APART = 1.0
"""Distance of neighbouring medians over the sum of their robust standard deviations below which it is told. A choice."""
GOOD_LINE = 0.99
"""R^2 of the logarithms below which the line is doubted. A choice."""
SLOPES = (0.75, 1.33)
"""Slopes of the line between which it is given; a detector that answers in proportion has 1. A choice; FlowCal's example beads come to 1.07."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownPeak:
    """A peak beside its known value: `molecules` as the maker states, `recovered` from the line, undefined where there is none."""

    peak: Peak
    molecules: float
    recovered: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """A fluorescence channel calibrated with beads.

    Parameters
    ----------
    channel : calibrated. clustered : channels in which the peaks were told apart. unit : of the known values, such as ``MESF``.
    peaks : the dimmest first. line : through those that are used. power_law : through the stained ones, without a background.
    kept, events : events used, and all. doubts : sentences.
    """

    channel: str
    clustered: tuple[str, ...]
    unit: str
    peaks: tuple[KnownPeak, ...]
    line: BeadLine
    power_law: BeadLine | None
    kept: int
    events: int
    doubts: tuple[str, ...]
    signal: Array


def calibrate(
    beads: Measurement, *, channel: str, values: Sequence[float], unit: str = "MESF", clustered: Sequence[str] = (), kept: float = KEPT
) -> Calibration:
    """Find the peaks of beads, match them in order of brightness to their known values, and draw the line.

    Parameters
    ----------
    values : known brightness of each peak, in any order; 0 for the blank. clustered : channels in which the peaks are told apart;
        without them, the channel and up to two like it. kept : share of the events used, the densest in scatter.

    Raises
    ------
    SettingError
        The channel is not there, values are missing, negative or equal, too few peaks can be used, or the line through them cannot be right.
    """
    name = channel_name(beads, channel)
    known = _known(values)
    within = tuple(dict.fromkeys((name, *(channel_name(beads, one) for one in clustered)))) if clustered else like(beads, name, most=CLUSTERING)
    chosen = np.all([np.isfinite(beads.arrays[one]) for one in within], axis=0)
    pair = scatter_pair(beads)
    doubts: list[str] = []
    if pair is None:
        doubts.append("The file has no two scatter channels, so that clumps of beads could not be left out.")
    else:
        chosen &= np.isfinite(beads.arrays[pair[0]]) & np.isfinite(beads.arrays[pair[1]])
        place = np.flatnonzero(chosen)
        chosen = np.zeros_like(chosen)
        chosen[place[densest(beads.arrays[pair[0]][place], beads.arrays[pair[1]][place], share=kept)]] = True
    signal = beads.arrays[name][chosen]
    labels = mixture_labels(np.column_stack([on_scale(beads.arrays[one][chosen]) for one in within]), known.size)
    peaks = peaks_of(signal, labels, known.size, top=_top(beads, name))
    used = np.array([not peak.trouble for peak in peaks])
    middles = np.array([peak.middle for peak in peaks])
    line = bead_line(middles[used], known[used]) if used.sum() > 2 and known[used][0] >= 0 else _too_few(peaks)
    _check_line(line, known[used], unit)
    stained = used & (known > 0)
    power_law = bead_line(middles[stained], known[stained], background=False) if stained.sum() > 1 else None
    recovered = np.where(middles > 0, molecules_of(line, middles) - line.background, np.nan)
    found = tuple(KnownPeak(peak=peak, molecules=float(value), recovered=float(back)) for peak, value, back in zip(peaks, known, recovered, strict=True))
    doubts += _doubts(peaks, line)
    return Calibration(
        channel=name,
        clustered=within,
        unit=unit,
        peaks=found,
        line=line,
        power_law=power_law,
        kept=int(chosen.sum()),
        events=int(chosen.size),
        doubts=tuple(doubts),
        signal=signal,
    )


def _known(values: Sequence[float]) -> Array:
    known = np.sort(np.asarray(values, dtype=np.float64))
    if known.size < 3 or not np.all(np.isfinite(known)) or known[0] < 0 or np.any(np.diff(known) <= 0):
        raise SettingError(
            f"The values of the beads are {', '.join(f'{one:g}' for one in values) or 'none'}; three or more different ones, 0 or above, are needed."
        )
    return known


def _too_few(peaks: Sequence[Peak]) -> BeadLine:
    why = "; ".join(f"peak {place}: {peak.trouble}" for place, peak in enumerate(peaks, start=1) if peak.trouble)
    raise SettingError(
        f"Only {sum(not peak.trouble for peak in peaks)} of {len(peaks)} bead peaks can be used; a line needs 4, or 3 without a background ({why})."
    )


def _check_line(line: BeadLine, known: Array, unit: str) -> None:
    """Refuse a line that nothing confirms, or that no detector could have."""
    if line.freedom < 1:
        raise SettingError(
            f"A line with a background has three parameters, so that {known.size} bead peaks leave no degree of freedom and nothing shows whether it is right; "
            "give the values of beads with 4 usable peaks or more."
        )
    wrong = []
    if line.background > known[-1]:
        wrong.append(f"the beads' own background would be {line.background:.3g} {unit}, above their brightest peak of {known[-1]:g}")
    if not SLOPES[0] <= line.slope <= SLOPES[1]:
        wrong.append(f"its slope is {line.slope:.4g}, where {SLOPES[0]:g} to {SLOPES[1]:g} is taken for a detector that answers about in proportion")
    if wrong:
        raise SettingError(
            f"The line through the bead peaks is not given: {', and '.join(wrong)}; see that the values are those of this lot and channel, one for each peak."
        )


def _top(beads: Measurement, name: str) -> float:
    """The largest signal that a channel can show: of its range, amplifier and gain where the file says them, else the largest seen."""
    entry = beads.settings.get("channels", {}).get(name, {})
    seen = float(np.nanmax(beads.arrays[name], initial=0.0))
    top = float(entry.get("top", 0.0))
    return max(seen, top) if top > 0 else seen


def _doubts(peaks: Sequence[Peak], line: BeadLine) -> list[str]:
    found = []
    mean = np.mean([peak.events for peak in peaks])
    uneven = [str(place) for place, peak in enumerate(peaks, start=1) if not mean / UNEVEN < peak.events < mean * UNEVEN]
    if uneven:
        found.append(f"Peak {', '.join(uneven)} holds over {UNEVEN:g} times more or fewer events than the mean; are there as many values as peaks?")
    usual = float(np.nanquantile([peak.cv for peak in peaks if not peak.trouble], 0.25))
    broad = [str(place) for place, peak in enumerate(peaks, start=1) if peak.cv > BROAD * usual]
    if broad:
        found.append(f"Peak {', '.join(broad)} is over {BROAD:g} times as broad as the narrower ones and may be two; are there as many values as peaks?")
    close = [
        f"{place} and {place + 1}" for place, (a, b) in enumerate(pairwise(peaks), start=1) if b.middle - a.middle < APART * (a.cv * a.middle + b.cv * b.middle)
    ]
    if close:
        found.append(f"Peaks {', '.join(close)} overlap in this channel; they were told apart with the help of the other channels.")
    if line.r_squared < GOOD_LINE:
        found.append(f"The line explains {100 * line.r_squared:.1f} % of the variance of the logarithms; are the values those of this lot and this channel?")
    if line.freedom == 1:
        found.append("The line has one degree of freedom left; its interval says little.")
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class InMolecules:
    """A sample on a calibrated line: events and the molecules at the 5th, 50th and 95th percentile, with how many lie beyond the beads."""

    sample: str
    events: int
    percentiles: tuple[float, float, float]
    below: int
    above: int


def in_molecules(sample: Measurement, calibration: Calibration) -> InMolecules:
    """A sample's events in molecules; settings of the instrument must be those at which the beads were run.

    Raises
    ------
    SettingError
        The sample has not the calibrated channel, or no event.
    """
    raw = sample.arrays[channel_name(sample, calibration.channel)]
    signal = raw[np.isfinite(raw)]
    if not signal.size:
        raise SettingError(f"'{sample.sample}' holds no event in {calibration.channel}.")
    used = [one.peak.middle for one in calibration.peaks if not one.peak.trouble]
    low, middle, high = (float(one) for one in molecules_of(calibration.line, np.quantile(signal, [0.05, 0.5, 0.95])))
    return InMolecules(
        sample=sample.sample,
        events=int(signal.size),
        percentiles=(low, middle, high),
        below=int(np.count_nonzero(signal < min(used))),
        above=int(np.count_nonzero(signal > max(used))),
    )


def same_settings(beads: Measurement, sample: Measurement, channel: str) -> str:
    """A sentence where the detector's voltage or gain of a channel differs between two files; empty where it does not."""
    words = []
    for key, what in (("v", "voltage"), ("g", "gain")):
        pair = [_keyword(one, channel, key) for one in (beads, sample)]
        if None not in pair and pair[0] != pair[1]:
            words.append(f"{what} {pair[0]} with the beads and {pair[1]} with the sample")
    return f"{channel} had {' and '.join(words)}: the calibration does not hold for '{sample.sample}'." if words else ""


def _keyword(one: Measurement, channel: str, key: str) -> str | None:
    text = one.settings.get("keywords", {})
    number = next((name[1:-1] for name, value in text.items() if name.startswith("p") and name.endswith("n") and str(value).strip() == channel), None)
    found = text.get(f"p{number}{key}")
    return None if found is None else str(found).strip()
