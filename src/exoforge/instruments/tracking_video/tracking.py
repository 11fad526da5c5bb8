"""From frames to sizes: particles are found, followed, freed of drift, and each track gives a diffusion coefficient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.instruments.summaries import of_distributions
from exoforge.laws import particle_tracking as law
from exoforge.laws.constants import BOLTZMANN
from exoforge.laws.water import viscosity
from exoforge.streams.measurement import ArraySpec, Distribution, Figure, Measurement

Array = NDArray[np.float64]

TECHNIQUE = "particle-tracking-video"
SHORTEST = 25
"""[frame] Tracks that are shorter do not count: a noise peak does not last, and short tracks size badly. A choice."""
LAGS = 20
"""[frame] Longest lag of the mean squared displacement. A choice."""
FASTEST = 0.5
"""Share of a particle's picture that it may move from one frame to the next. A choice."""
OPEN = 1.0 / 6.0
"""`R` of a shutter that is open for the whole frame."""
CROWDED = 0.1
"""Chance that another particle lies within the farthest move from which it is told. A choice."""
LOST = 0.01
"""Share of the moves of diffusing particles that lie beyond the farthest from which it is told. A choice."""
SIZE_BINS = np.geomspace(20e-9, 20e-6, 61)
"""[m] Bins of the sizes of tracks."""

SPECS = (
    ArraySpec(name="lag", dims=("lag",), unit="s", meaning="lag of the mean squared displacement; in frames where the frame rate is not known"),
    ArraySpec(name="msd", dims=("lag",), unit="m2", meaning="mean squared displacement over all tracks; in pixel2 where the size of a pixel is not known"),
    ArraySpec(name="msd_pairs", dims=("lag",), unit="", meaning="pairs of positions behind each value"),
    ArraySpec(name="track_length", dims=("track",), unit="", meaning="frames of each track"),
    ArraySpec(name="track_diffusion", dims=("track",), unit="m2/s", meaning="diffusion coefficient of each track; pixel2/frame without scale"),
    ArraySpec(name="track_diameter", dims=("track",), unit="m", meaning="Stokes-Einstein diameter of each track; undefined where it did not diffuse"),
    ArraySpec(name="track_light", dims=("track",), unit="", meaning="mean light of each track, in grey levels summed over its picture"),
    ArraySpec(name="particles", dims=("frame",), unit="", meaning="particles found in each frame"),
    ArraySpec(name="drift_row", dims=("move",), unit="", meaning="common movement from each frame to the next, along rows [pixel]"),
    ArraySpec(name="drift_column", dims=("move",), unit="", meaning="the same along columns [pixel]"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Camera:
    """What must be known of a video, and how its particles are looked for.

    Parameters
    ----------
    frame_rate : [1/s] and pixel : [m] in the sample; None where nobody stated them.
    temperature : [K] of the sample, whose viscosity is taken to be water's.
    diameter : [pixel] of a particle's picture, odd; None to take it from the frames.
    dark : whether particles are darker than the background; None to take it from the frames.
    least_light : [grey levels] dimmer particles are left out. shortest : [frame] of a track that counts.
    """

    frame_rate: float | None = None
    pixel: float | None = None
    temperature: float = 298.15
    diameter: int | None = None
    dark: bool | None = None
    least_light: float = 0.0
    shortest: int = SHORTEST


def tracked(frames: NDArray[Any], camera: Camera, *, sample: str, said: dict[str, str] | None = None) -> Measurement:
    """The measurement in a video.

    Parameters
    ----------
    frames : (n_frame, n_row, n_column) grey levels. said : what the file says beside its frames.

    Raises
    ------
    SettingError
        A setting is out of range.
    """
    dark = _dark(frames) if camera.dark is None else camera.dark
    diameter = _diameter(frames, dark) if camera.diameter is None else camera.diameter
    _check(camera, diameter)
    scaled = camera.frame_rate is not None and camera.pixel is not None
    in_pixels, error = _followed(frames, camera, dark=dark, diameter=diameter)
    doubts = list(doubts_on_tracks(in_pixels["track_diffusion"], error, in_pixels["track_length"], reach=FASTEST * diameter))
    arrays = _scaled(in_pixels, camera)
    distributions = _distribution(arrays["track_diameter"])
    sizes = [one for one in of_distributions(distributions, repeat="video") if one.name != "mean diameter"]  # chance pulls it up without bound
    settings = {
        "file": dict(said or {}),
        "camera": {"frame rate [1/s]": camera.frame_rate, "pixel [m]": camera.pixel, "temperature [K]": camera.temperature},
        "tracking": {
            "diameter of a particle [pixel]": diameter,
            "particles are": "dark" if dark else "bright",
            "least light": camera.least_light,
            "shortest track [frame]": camera.shortest,
            "farthest move [pixel]": FASTEST * diameter,
            "localisation error [pixel]": float(np.sqrt(max(float(np.nanmean(error)), 0.0))) if error.size else None,
        },
    }
    return Measurement(
        technique=TECHNIQUE,
        arrays=arrays,
        specs=SPECS,
        sample=sample,
        instrument=f"video of {frames.shape[0]} frames of {frames.shape[2]} x {frames.shape[1]} pixels",
        settings=settings,
        figures=(*_figures(arrays, frames.shape[0], camera.temperature, scaled=scaled), *sizes),
        distributions=distributions,
        notices=(*_notices(camera, arrays, frames, diameter), *doubts),
    )


def _followed(frames: NDArray[Any], camera: Camera, *, dark: bool, diameter: int) -> tuple[dict[str, Array], Array]:
    """The arrays of a video in pixels and frames, freed of drift, and the squared localisation error [pixel2] of each track."""
    top = float(frames.max())
    light = (top - frame.astype(np.float32) if dark else frame for frame in frames)
    found = [law.located(law.band_passed(frame, noise=1.0, diameter=diameter), diameter=diameter, least_mass=camera.least_light) for frame in light]
    counts = np.array([len(rows) for rows in found])
    frame, rows = np.repeat(np.arange(len(found)), counts), np.concatenate(found)
    track = law.linked(found, reach=FASTEST * diameter, memory=3)
    long = np.bincount(track, minlength=1)[track] >= camera.shortest if track.size else np.zeros(0, dtype=bool)
    names, track = np.unique(track[long], return_inverse=True)
    frame, position, mass = frame[long], rows[long, :2], rows[long, 2]
    _, begun, move = law.steps_of(track, frame, position)
    common = law.drift(begun, move, len(found))
    position = position - np.vstack([np.zeros((1, 2)), np.cumsum(common, axis=0)])[frame]
    lags = min(LAGS, len(found) - 1)
    msd, pairs = law.mean_squared(track, frame, position, most=lags)
    owner, begun, move = law.steps_of(track, frame, position)
    diffusion, error, _ = law.covariance_diffusion(owner, begun, move, blur=OPEN, tracks=names.size)
    lengths = np.bincount(track, minlength=names.size)
    return {
        "lag": np.arange(1.0, lags + 1.0),
        "msd": msd,
        "msd_pairs": pairs.astype(np.float64),
        "track_length": lengths.astype(np.float64),
        "track_diffusion": diffusion,
        "track_light": np.bincount(track, weights=mass, minlength=names.size) / np.maximum(lengths, 1),
        "particles": counts.astype(np.float64),
        "drift_row": common[:, 0],
        "drift_column": common[:, 1],
    }, error


def _scaled(arrays: dict[str, Array], camera: Camera) -> dict[str, Array]:
    """The arrays in metres and seconds as far as those are known, and the diameters where both are."""
    rate, pixel = camera.frame_rate or 1.0, camera.pixel or 1.0
    diffusion = arrays["track_diffusion"] * pixel**2 * rate
    known = camera.frame_rate is not None and camera.pixel is not None
    diameters = _diameters(diffusion, camera.temperature) if known else np.full(diffusion.shape, np.nan)
    return arrays | {"lag": arrays["lag"] / rate, "msd": arrays["msd"] * pixel**2, "track_diffusion": diffusion, "track_diameter": diameters}


def _check(camera: Camera, diameter: int) -> None:
    for name, value in (("frame rate", camera.frame_rate), ("size of a pixel", camera.pixel)):
        if value is not None and not 0 < value < np.inf:
            raise SettingError(f"The {name} is {value:g}; it must be above 0.")
    if diameter < 3 or diameter % 2 == 0:
        raise SettingError(f"The picture of a particle is {diameter} pixels wide; give an odd number, 3 or above.")
    if camera.shortest < 4:
        raise SettingError(f"Tracks of {camera.shortest} frames cannot give a diffusion coefficient; ask for 4 or more.")


def _some(frames: NDArray[Any]) -> NDArray[np.float64]:
    """Up to eight frames, for looking at."""
    return frames[:: max(1, len(frames) // 8)][:8].astype(np.float64)


def _dark(frames: NDArray[Any]) -> bool:
    """Whether the particles are darker than the background: the farther tail of the grey levels is theirs."""
    from scipy.ndimage import gaussian_filter

    some = np.array([gaussian_filter(frame, 1.0) - gaussian_filter(frame, 10.0) for frame in _some(frames)])
    return float(np.mean(some**3)) < 0


def _diameter(frames: NDArray[Any], dark: bool) -> int:
    """Width of a particle's picture [pixel], odd: the width of a Gaussian filter pair that answers most to it, twice over its zero."""
    from scipy.ndimage import gaussian_filter

    light = -_some(frames) if dark else _some(frames)
    widths = np.array([1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0])
    answers = [np.mean([np.percentile(gaussian_filter(one, width) - gaussian_filter(one, 1.6 * width), 99.5) for one in light]) for width in widths]
    return int(2 * round(float(widths[int(np.argmax(answers))]) * 2.4) + 1)


def _diameters(diffusion: Array, temperature: float) -> Array:
    """Stokes-Einstein diameter [m]; undefined for what did not diffuse."""
    known = diffusion > 0
    sizes = np.full(diffusion.shape, np.nan)
    sizes[known] = BOLTZMANN * temperature / (3.0 * np.pi * float(viscosity(temperature)) * diffusion[known])
    return sizes


def _distribution(diameters: Array) -> tuple[Distribution, ...]:
    known = diameters[np.isfinite(diameters)]
    if not known.size:
        return ()
    counts, _ = np.histogram(known, SIZE_BINS)
    return (Distribution(label="tracks", edges=SIZE_BINS, amount=counts.astype(np.float64), unit="", counted=float(counts.sum())),)


def _figures(arrays: dict[str, Array], frames: int, temperature: float, *, scaled: bool) -> list[Figure]:
    lengths, diffusion = arrays["track_length"], arrays["track_diffusion"]
    found = [
        Figure(name="particles per frame", value=float(arrays["particles"].mean()), unit="", meaning=f"mean over {frames} frames", source="computed"),
        Figure(name="tracks", value=float(lengths.size), unit="", meaning="tracks long enough to count", source="computed"),
    ]
    line = law.displacement_line(arrays["lag"], arrays["msd"], arrays["msd_pairs"]) if scaled else None
    if line is not None:
        slope, start = line
        lags = int((arrays["msd"] > 0).sum())
        rule = f"of the line through the mean squared displacement at 1 to {lags} frames, which starts at {start * 1e12:.3g} um2: 4 D"
        found.append(Figure(name="slope of the mean squared displacement", value=slope, unit="m2/s", meaning=rule, source="computed"))
        if slope > 0:
            size = float(_diameters(np.array([slope / 4.0]), temperature)[0])
            rule = f"Stokes-Einstein of that slope, in water of {temperature - 273.15:.1f} degC: one size for all particles, the small and fast weighing most"
            found.append(Figure(name="hydrodynamic diameter", value=size, unit="m", meaning=rule, source="computed"))
    known = np.isfinite(diffusion)
    if scaled and known.any():
        order = np.argsort(diffusion[known])
        behind = np.cumsum(lengths[known][order])
        middle = float(diffusion[known][order][np.searchsorted(behind, behind[-1] / 2.0)])
        said = f"median of {int(known.sum())} tracks, weighted by their length, so that a few false tracks do not move it (covariance estimator)"
        found.append(Figure(name="diffusion coefficient", value=middle, unit="m2/s", meaning=said, source="computed"))
    return found


def _notices(camera: Camera, arrays: dict[str, Array], frames: NDArray[Any], diameter: int) -> Sequence[str]:
    found = []
    if camera.frame_rate is None or camera.pixel is None:
        missing = " and ".join(name for name, value in (("frame rate", camera.frame_rate), ("size of a pixel", camera.pixel)) if value is None)
        stated = "state it with 'exoforge image track --fps 25 --pixel \"0.35 um\"'"
        found.append(f"The {missing} of this video is not in the file, so that nothing is in metres: {stated}.")
    if not arrays["track_length"].size:
        advice = "look at the frames, and state the diameter of a particle's picture, or whether it is dark. Fields are sized by 'exoforge image size'."
        found.append(f"No particle was followed for long enough; {advice}")
    still = np.isfinite(arrays["track_diffusion"]) & (arrays["track_diffusion"] <= 0)
    if still.any():
        found.append(f"{int(still.sum())} of {still.size} tracks did not move beyond their localisation error; they have no size and are left out.")
    top = np.iinfo(frames.dtype).max if frames.dtype.kind in "ui" else None
    if top is not None and float((frames >= top).mean()) > 1e-4:
        found.append(f"{float((frames >= top).mean()):.2%} of the pixels are saturated; bright particles are larger and less well placed than they seem.")
    crowd = arrays["particles"].mean() * np.pi * (FASTEST * diameter) ** 2 / float(frames.shape[1] * frames.shape[2])
    if crowd > CROWDED:
        found.append("Particles lie so close together that neighbours may be taken for each other; dilute the sample, or trust short lags only.")
    return found


def doubts_on_tracks(diffusion: Array, error: Array, lengths: Array, *, reach: float) -> Iterator[str]:
    """What the tracks say of themselves: moves that were too far to be seen, and how much of the spread is chance.

    Parameters
    ----------
    diffusion, error : (n_track,) [pixel2/frame] and [pixel2] of each. lengths : [frame]. reach : [pixel] farthest move.
    """
    known = np.isfinite(diffusion) & (diffusion > 0)
    if not known.any():
        return
    middle = float(np.median(diffusion[known]))
    lost = float(np.exp(-(reach**2) / (4.0 * middle)))
    if lost > LOST:
        yield (
            f"About {lost:.0%} of the moves of such particles lie beyond the {reach:g} pixels in which they are looked for and are lost, "
            "so that they seem slower and larger than they are: film faster, or state a larger --diameter."
        )
    frames = float(np.median(lengths[known]))
    blurred = max(float(np.median(error[known])), 0.0) / middle - 2.0 * OPEN
    chance = float(law.covariance_spread(frames - 1.0, blurred))
    low, high = np.quantile(diffusion[known], [0.1587, 0.8413])
    yield (
        f"By chance alone, tracks of {frames:.0f} frames of equal particles spread by {chance:.0%} (standard deviation of the diffusion coefficient); "
        f"these spread by {(high - low) / 2.0 / middle:.0%}. D10 and D90 are of the tracks, wider than of the particles."
    )
