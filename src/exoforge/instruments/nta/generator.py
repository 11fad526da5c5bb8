"""Look-alike NanoSight files of known truth, clearly marked as made by exoforge: for tests, examples and teaching."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.disk import write_atomically
from exoforge.base.errors import SettingError
from exoforge.instruments.nta import layout
from exoforge.instruments.nta.curves import PERCENTILES, bin_edges, quantiles, statistics
from exoforge.instruments.nta.layout import Row
from exoforge.instruments.nta.variables import SPECS, STATISTICS, WEIGHTINGS, Weighting
from exoforge.instruments.nta.virtual import BINS, NanoSightVirtual
from exoforge.laws.sedimentation import diffusion_coefficient
from exoforge.laws.water import viscosity
from exoforge.streams.measurement import Measurement

Array = NDArray[np.float64]

REMARK = f"{layout.SYNTHETIC} in the layout of NTA 3.4; not measured"
SOFTWARE = "exoforge (layout of NTA 3.4)"
DIFFUSION_BINS = np.arange(2.0, 4000.0, 4.0) * 1e-14
"""[m2/s] Centres of the bins of diffusion coefficient."""
DETECTED_PER_FRAME = 1.1
"""Centres per particle and frame in a look-alike. A choice."""
FIRST_VIDEO = 60
SECONDS_PER_VIDEO = 69
"""[s] from one video to the next, as in the real files."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a look-alike looks.

    Parameters
    ----------
    operator, time : texts of the file's head; ``hh:mm:ss  dd/mm/yyyy``.
    weightings : how many of the six distributions are written, in the order of `variables.WEIGHTINGS`.
    averages : whether Average and Standard Error are written; exports of an autosampler lack them.
    lost : videos, counted from 0, whose capture settings were lost.
    flags : the instrument's judgements by ``section/key``, one text per video, where they are not the usual ones.
    encoding : ``utf-8`` or ``cp1252``; it matters when surface or volume weightings are written (µ, ²).
    """

    operator: str = "exoforge"
    time: str = "09:00:00  01/01/2024"
    weightings: int = 1
    averages: bool = True
    lost: tuple[int, ...] = ()
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    encoding: str = "utf-8"


def lognormal_truth(
    *, median: float, geometric_sd: float, concentration: Array, temperature: float = 298.15, dilution: float | None = None, sample: str = "synthetic"
) -> Measurement:
    """A measurement whose size distribution is lognormal and known, one video per concentration.

    Parameters
    ----------
    median : [m] of the diameters by number. geometric_sd : above 1.
    concentration : (n_video,) [particles/m3].
    temperature : [K]. dilution : the factor recorded; None for not recorded.

    Raises
    ------
    SettingError
        The median or a concentration is not above 0, or the geometric standard deviation is not above 1.
    """
    from scipy.special import ndtr

    if not (median > 0 and geometric_sd > 1 and concentration.size and concentration.min() > 0):
        raise SettingError(
            f"A lognormal truth needs a median and concentrations above 0 and a geometric SD above 1; found {median:g} m, {concentration} and {geometric_sd:g}."
        )
    with np.errstate(divide="ignore"):
        below = ndtr(np.log(bin_edges(BINS) / median) / np.log(geometric_sd))
    curve = np.diff(below)[:, np.newaxis] * concentration
    each = np.ones(concentration.size)
    arrays = {
        "bin_diameter": BINS,
        "concentration": curve,
        **statistics(BINS, curve),
        "total_concentration": curve.sum(axis=0),
        "temperature": each * temperature,
        "viscosity": each * viscosity(temperature),
    }
    if dilution is not None:
        arrays["dilution"] = each * dilution
    return Measurement(technique="nta", arrays=arrays, specs=SPECS, sample=sample, instrument="known truth")


def write_summary(measured: Measurement, path: Path, *, look: Look | None = None) -> None:
    """Write a measurement as a look-alike of a NanoSight ExperimentSummary; arguments and refusals as `summary_text`.

    Raises
    ------
    FileError
        The file cannot be written.
    """
    look = look or Look()
    write_atomically(path, summary_text(measured, look=look).encode(look.encoding))


def summary_text(measured: Measurement, *, look: Look | None = None) -> str:
    """The text of a look-alike.

    Parameters
    ----------
    measured : an NTA measurement with `bin_diameter`, `concentration` and `total_concentration`, real or virtual. Whatever
        else it holds is printed where the layout has a place for it; where it holds nothing, the usual text stands.

    Raises
    ------
    SettingError
        The measurement is not of NTA, its bins are not the 1000 bins of 1 nm of the layout, a video has no particles, or the
        sample or operator holds a character that the layout cannot.
    """
    look = look or Look()
    bins = measured.arrays.get("bin_diameter", np.empty(0))
    if measured.technique != "nta" or bins.shape != BINS.shape or not np.allclose(bins, BINS, rtol=1e-9, atol=0):
        raise SettingError(f"A NanoSight look-alike needs an NTA measurement on 1000 bins of 1 nm; found technique '{measured.technique}', {bins.size} bins.")
    if not measured.arrays["concentration"].any(axis=0).all():
        raise SettingError("A NanoSight look-alike needs particles in every video; at least one video has none.")
    if any(mark in text for text in (measured.sample, look.operator) for mark in ',"\r\n[]'):
        raise SettingError(f"The sample '{measured.sample}' or the operator '{look.operator}' holds a comma, quote, bracket or line break; leave it out.")
    arrays = _completed(measured.arrays)
    names = _video_names(measured.sample, look.time, arrays["total_concentration"].size)
    blocks = WEIGHTINGS[: look.weightings]
    lines = [
        *_head(measured.sample, look, names),
        *_sections(arrays, look, len(names)),
        "[Data Included],",
        *(f"{kind.section.split()[0]} distribution - {kind.name.capitalize()} weighting - With Percentiles," for kind in blocks),
        ",",
    ]
    for place, kind in enumerate(blocks):
        if place in (0, 3):
            lines += [f"[{kind.section}],,", f"{layout.METHOD},FTLA,"]
        lines += _block(arrays, kind, look, names)
    return "\n".join(lines) + "\n"


def _completed(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays, with the counts that the layout must print derived from the concentration where they are absent."""
    total = arrays["total_concentration"]
    measured_as = total / arrays.get("dilution", np.ones_like(total))
    usual = NanoSightVirtual()
    per_frame = arrays.get("particles_per_frame", measured_as * usual.field_volume)
    derived = {
        "particles_per_frame": per_frame,
        "centres_per_frame": per_frame * DETECTED_PER_FRAME,
        "completed_tracks": per_frame * usual.frames / usual.frames_per_track,
        "valid_tracks": per_frame * usual.frames / usual.frames_per_valid_track,
    }
    return derived | dict(arrays)


def _video_names(sample: str, time: str, videos: int) -> tuple[str, ...]:
    clock, date = time.split()
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    day, month, year = date.split("/")
    starts = [hours * 3600 + minutes * 60 + seconds + FIRST_VIDEO + SECONDS_PER_VIDEO * video for video in range(videos)]
    return tuple(f"{sample} {year}-{month}-{day} {start // 3600:02d}-{start // 60 % 60:02d}-{start % 60:02d}" for start in starts)


def _row(key: str, cells: list[str] | tuple[str, ...], spare: int = 0) -> str:
    return ",".join([key, *cells, *[""] * spare]) + ","


def _head(sample: str, look: Look, names: tuple[str, ...]) -> list[str]:
    details = (SOFTWARE, f"{names[0]}.nano", look.operator, look.time, sample, "", "", REMARK)
    return [
        f"{layout.TITLE},",
        f"Created with {SOFTWARE},",
        ",",
        f"[{layout.DETAILS}],,",
        *(f"{key},{text}," for key, text in zip(layout.DETAIL_KEYS, details, strict=True)),
        ",,",
        "," * (len(names)),
        _row(layout.VIDEO_NAMES, names),
        _row("Processed", ["Yes"] * len(names)),
        "",
    ]


def _sections(arrays: Mapping[str, Array], look: Look, videos: int) -> list[str]:
    lines: list[str] = []
    rows = [row for row in layout.ROWS if row.section != layout.DETAILS]
    for name in dict.fromkeys(row.section for row in rows):
        averages = [layout.AVERAGE, layout.STANDARD_ERROR] if look.averages and name == layout.RESULTS else []
        if name == layout.RESULTS:
            lines += [f"[{layout.EXCLUSION}]", _row(layout.NO_EXCLUSION, [""] * videos), ""]
        lines.append(_row(f"[{name}]", ["" for _ in range(videos)] + averages))
        for row in (row for row in rows if row.section == name):
            cells = _cells(row, arrays, look, videos)
            lines.append(_row(row.key, cells + (_average_cells(row, arrays) if averages else [])))
        lines.append("," * (videos + 1))
    for name in (layout.WARNINGS, layout.INFORMATION):
        lines.append(f"[{name}]")
        for row in (row for row in layout.FLAGS if row.section == name):
            stated = look.flags.get(f"{name}/{row.key}")
            lines.append(_row(row.key, stated or _usual(row, look, videos)))
        lines.append("")
    return lines


def _usual(row: Row, look: Look, videos: int) -> list[str]:
    return [row.lost if row.lost is not None and video in look.lost else row.usual for video in range(videos)]


def _cells(row: Row, arrays: Mapping[str, Array], look: Look, videos: int) -> list[str]:
    cells = _usual(row, look, videos)
    if row.array in arrays:
        for video, value in enumerate(arrays[row.array]):
            if (row.lost is None or video not in look.lost) and np.isfinite(value):
                cells[video] = format((value - row.offset) / row.factor, row.form)
    return cells


def _average_cells(row: Row, arrays: Mapping[str, Array]) -> list[str]:
    if not row.averaged:
        return ["", ""]
    return [format(value, row.form) for value in _average(arrays[row.array] / row.factor)]


def _average(values: Array) -> tuple[Array, Array]:
    """Average of the videos and its standard error, along the last axis; 0 for a single video."""
    videos = values.shape[-1]
    return values.mean(axis=-1), (values.std(axis=-1, ddof=1) / np.sqrt(videos) if videos > 1 else np.zeros(values.shape[:-1]))


def _curve(arrays: Mapping[str, Array], kind: Weighting) -> tuple[Array, Array]:
    """Bins and curve of a weighting in SI: as the measurement holds it, or derived from that of size by number."""
    name = f"{kind.prefix}concentration"
    if name in arrays and kind.axis in arrays:
        return arrays[kind.axis], arrays[name]
    power, share = {"Number": (0, 1.0), "Surface Area": (2, np.pi), "Volume": (3, np.pi / 6.0)}[kind.name]
    weighted = arrays["concentration"] * (share * BINS**power)[:, np.newaxis]
    if kind.dim == "size":
        return BINS, weighted
    return DIFFUSION_BINS, _by_diffusion(weighted, arrays)


def _by_diffusion(curve: Array, arrays: Mapping[str, Array]) -> Array:
    """A curve over size as one over diffusion coefficient: every share of a bin goes where Stokes and Einstein put it."""
    each = np.ones(curve.shape[1])
    temperature = arrays.get("temperature", each * 298.15)
    medium = arrays.get("viscosity", viscosity(temperature))
    edges = bin_edges(BINS)
    smallest = np.maximum(edges, edges[1] * 1e-3)
    moved = np.empty((DIFFUSION_BINS.size, curve.shape[1]))
    for video, column in enumerate(curve.T):
        diffusion = diffusion_coefficient(diameter=smallest, temperature=temperature[video], viscosity=medium[video])[::-1]
        cumulative = np.concatenate([[0.0], np.cumsum(column[::-1])])
        moved[:, video] = np.diff(np.interp(bin_edges(DIFFUSION_BINS), diffusion, cumulative))
    return moved


def _block(arrays: Mapping[str, Array], kind: Weighting, look: Look, names: tuple[str, ...]) -> list[str]:
    bins, curve = _curve(arrays, kind)
    averages = [layout.AVERAGE, layout.STANDARD_ERROR] if look.averages else []
    lines = [f"{layout.WEIGHTING},{kind.name},", _row(layout.FILENAME, [*names, *averages])]
    for name, values in statistics(bins, curve).items():
        printed = values / kind.axis_factor
        ends = [f"{value:.1f}" for value in _average(printed)] if look.averages else []
        lines.append(_row(STATISTICS[name][0], [f"{value:.1f}" for value in printed] + ends))
    lines.append(_row(layout.VALID_TRACKS, [f"{np.rint(value):.1f}" for value in arrays["valid_tracks"]], spare=len(averages)))
    titles = [kind.average_title, layout.STANDARD_ERROR] if look.averages else []
    lines += [f"{layout.GRAPH},", _row(kind.axis_title, [kind.curve_title] * len(names) + titles)]
    columns = curve / kind.curve_factor
    if look.averages:
        columns = np.column_stack([columns, *_average(columns)])
    lines += [_row(f"{place:.1f}", [f"{value:.0f}" for value in row]) for place, row in zip(bins / kind.axis_factor, columns, strict=True)]
    lines += ["", _row(layout.PERCENTILE, [kind.percentile_title] * len(names))]
    table = quantiles(bins, curve, PERCENTILES) / kind.axis_factor
    lines += [_row(str(share), [f"{value:.1f}" for value in row]) for share, row in enumerate(table)]
    return [*lines, "," * (len(names) + 1)]
