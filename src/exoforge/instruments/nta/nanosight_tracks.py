"""The readers of NanoSight's exports of single tracks: ParticleData (one row a track) and AllTracks (one row a point)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.nta.number_table import Head, head_of, numbers_of, other_columns, whole_head
from exoforge.instruments.nta.track_variables import TRACK_SPECS
from exoforge.instruments.nta.tracks import LARGEST_DIAMETER, counted, drift, figures_of_tracks, mean_square_step, rank_correlation
from exoforge.laws.distributions import mode
from exoforge.streams.measurement import Measurement

Array = NDArray[np.float64]
SHARED = {"particle id": "track_id", "size/nm": "track_diameter", "diffusion coefficient/nm^2 s^-1": "track_diffusion"}
PARTICLES = SHARED | {
    "ln(adjusted intensity)/au": "track_log_intensity",
    "start frame": "track_start",
    "tracklength": "track_length",
    "included in distribution?": "track_included",
}
POINTS = SHARED | {
    "frame": "point_frame",
    "x/pixels": "point_x",
    "y/pixels": "point_y",
    "ln(adjusted intensity)/au": "point_log_intensity",
    "included in distribution?": "track_included",
}
FACTORS = {"track_diameter": 1e-9, "track_diffusion": 1e-18}
PRODUCT_SPREAD = 0.05
"""Share by which diffusion coefficient times diameter, which is k T / (3 pi viscosity), may vary between the middle 80 % of tracks unremarked. A choice."""
ENOUGH_STEPS, ENOUGH_TRACKS = 5, 20
FOLLOWS = 0.5
"""Rank correlation between exported and drawn diffusion below which they do not belong together. A choice."""
SECTION = "Tracks"
"""Where the settings of a measurement keep how many tracks there are and how many the software includes."""


@final
class NanoSightParticles(Reader):
    """Reads the ParticleData of one NanoSight video: one row for each track, with the software's word on whether it counts.

    The columns were read in two public programs that parse such files, and not in a file. They may stand in any order.
    The distribution counts the included tracks, so its bins are counts, which those of a summary are not.
    """

    technique: ClassVar[str] = "nta"
    name: ClassVar[str] = "nanosight-particles"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "NanoSight ParticleData files"
    extensions: ClassVar[tuple[str, ...]] = (".csv",)

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the head names tracks with a start and a length."""
        return _has(file, "particle id", "size/nm", "tracklength", "included in distribution?")

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The tracks of a video.

        Raises
        ------
        FileError
            A column is absent, a row is cut or no number, a track stands twice, or a diameter is impossible.
        """
        head = whole_head(file)
        arrays = _arrays(file, head, PARTICLES, "the table of tracks")
        _check_tracks(file, arrays)
        if np.unique(arrays["track_id"]).size < arrays["track_id"].size:
            raise FileError(f"'{file.path}' lists a Particle ID twice in ParticleData, where each track has one row; export it again.")
        return (_measurement(file, head, arrays, PARTICLES, "ParticleData", ()),)


@final
class NanoSightTracks(Reader):
    """Reads the AllTracks of one NanoSight video: one row for each point of each track, in pixels.

    The columns were read in two public programs that parse such files, and not in a file. They may stand in any order.
    Besides what ParticleData gives, the drift of all tracks and the mean square step of each are computed here; the
    exported diffusion coefficients must rise with them. The size of a pixel is not in the file, so no diameter is computed.
    """

    technique: ClassVar[str] = "nta"
    name: ClassVar[str] = "nanosight-tracks"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "NanoSight AllTracks files"
    extensions: ClassVar[tuple[str, ...]] = (".csv",)

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the head names points with a frame and a place."""
        return _has(file, "particle id", "size/nm", "frame", "x/pixels", "y/pixels")

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The tracks of a video, point by point.

        Raises
        ------
        FileError
            A column is absent, a row is cut or no number, a track is at two places in one frame, or a diameter is impossible.
        """
        head = whole_head(file)
        read = _arrays(file, head, POINTS, "the table of points")
        order = np.lexsort((read["point_frame"], read["track_id"]))
        read = {name: array[order] for name, array in read.items()}
        track, frame = read.pop("track_id"), read["point_frame"]
        if np.any((np.diff(track) == 0) & (np.diff(frame) == 0)):
            raise FileError(f"'{file.path}' has a track at two places in one frame; export it again.")
        first = np.concatenate([[0], np.flatnonzero(np.diff(track)) + 1])
        arrays = {name: array if name.startswith("point_") else array[first] for name, array in read.items()}
        arrays |= {"track_id": track[first], "point_track": track, "track_start": frame[first]}
        arrays["track_length"] = np.diff(np.append(first, track.size)).astype(np.float64)
        arrays["track_mean_square_step"] = mean_square_step(frame, track, read["point_x"], read["point_y"])
        x, y = drift(frame, track, read["point_x"], read["point_y"])
        if np.isfinite(x):
            arrays |= {"x_drift": np.array([x]), "y_drift": np.array([y])}
        _check_tracks(file, arrays)
        return (_measurement(file, head, arrays, POINTS, "AllTracks", tuple(_movement(arrays))),)


def _has(file: InstrumentFile, *names: str) -> bool:
    return set(names) <= {cell.casefold() for cell in head_of(file.start).cells}


def _arrays(file: InstrumentFile, head: Head, known: Mapping[str, str], what: str) -> dict[str, Array]:
    cells = [cell.casefold() for cell in head.cells]
    absent = [name for name in known if cells.count(name) != 1]
    if absent:
        raise FileError(f"'{file.path}' has no column '{absent[0]}', or has it twice; found {', '.join(head.cells)}. Export it again from the NTA software.")
    places = [cells.index(name) for name in known]
    truth = [place for place, name in zip(places, known.values(), strict=True) if name == "track_included"]
    values = numbers_of(file, head, places, what=what, truths=truth)
    return {name: values[:, column] * FACTORS.get(name, 1.0) for column, name in enumerate(known.values())}


def _check_tracks(file: InstrumentFile, arrays: Mapping[str, Array]) -> None:
    diameter = arrays["track_diameter"][arrays["track_included"] > 0]
    wrong = diameter[~((diameter > 0) & (diameter <= LARGEST_DIAMETER))]
    if wrong.size:
        raise FileError(
            f"'{file.path}' includes a track of {wrong[0] * 1e9:g} nm in its distribution; a diameter is above 0 and below a millimetre. Export it again."
        )


def _measurement(file: InstrumentFile, head: Head, arrays: dict[str, Array], known: Mapping[str, str], kind: str, more: tuple[str, ...]) -> Measurement:
    included = arrays["track_included"] > 0
    diameter = arrays["track_diameter"][included]
    histogram = counted(diameter, label="video")
    fullest = mode(histogram.edges, histogram.amount) if diameter.size else None
    places = [place for place, cell in enumerate(head.cells) if cell.casefold() in known]
    none = () if diameter.size else ("The software includes no track of this video in its distribution.",)
    return Measurement(
        technique="nta",
        arrays=arrays,
        specs=TRACK_SPECS,
        sample=re.sub(r"_(ParticleData|AllTracks)$", "", file.path.stem, flags=re.IGNORECASE),
        instrument="NanoSight",
        settings={SECTION: {"file": kind, "tracks": included.size, "included": int(included.sum())}},
        unread=other_columns(file, head, places),
        notices=(*none, *more, *_product(arrays)),
        figures=tuple(figures_of_tracks(diameter, fullest)),
        distributions=(histogram,),
    )


def _product(arrays: Mapping[str, Array]) -> Iterator[str]:
    """Whether diffusion coefficient and diameter of all tracks belong to one temperature and viscosity."""
    use = (arrays["track_included"] > 0) & (arrays["track_diffusion"] > 0)
    product = arrays["track_diameter"][use] * arrays["track_diffusion"][use]
    if product.size >= ENOUGH_TRACKS:
        low, middle, high = np.quantile(product, (0.1, 0.5, 0.9))
        if high - low > PRODUCT_SPREAD * middle:
            yield (
                f"Diameter times diffusion coefficient, one number for one temperature and viscosity, varies by {(high - low) / middle:.0%} between "
                "the included tracks: their diameters do not follow from their diffusion coefficients alone."
            )


def _movement(arrays: Mapping[str, Array]) -> Iterator[str]:
    """Whether the exported diffusion coefficients rise with how far the points move."""
    step = arrays["track_mean_square_step"]
    use = (arrays["track_included"] > 0) & (arrays["track_length"] > ENOUGH_STEPS) & np.isfinite(step) & (arrays["track_diffusion"] > 0)
    if use.sum() < ENOUGH_TRACKS:
        return
    follows = rank_correlation(step[use], arrays["track_diffusion"][use])
    if not follows >= FOLLOWS:
        yield (
            f"The exported diffusion coefficients hardly rise with the mean square steps of the tracks (rank correlation {follows:.2f}): "
            "they do not belong to these tracks."
        )
