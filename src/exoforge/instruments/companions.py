"""What the files of one reading say about each other: copies of videos, and settings that make their numbers incomparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from exoforge.base.trace import digest
from exoforge.laws.water import viscosity
from exoforge.streams.measurement import Measurement

Array = NDArray[np.float64]
CONSEQUENCES: Mapping[str, str] = {
    "frame_rate": "The diffusion coefficient is proportional to the frame rate and the diameter inversely, so a rate that is not real moves them all",
    "shutter": "A longer exposure blurs tracks and shows fainter particles, which changes both sizes and counts",
}
"""What a difference between measurements means, by the array that differs."""
RELATIVE = {"frame_rate": 1e-3, "shutter": 1e-3}
"""Share from which two values count as different: the files print six digits."""
CAMERA = (
    "Camera Level",
    "Slider Shutter",
    "Slider Gain",
    "Detection Threshold",
    "Sensitivity",
    "Shutter",
    "Minimum Brightness",
    "Minimum Area",
    "Maximum Area",
    "Minimum Tracelength",
)
"""Settings of camera and analysis that decide which particles are seen, as NanoSight and ZetaView name them."""
TEMPERATURE_DIFFERENCE = 2.0
"""[K] between measurements from which it is told. A choice; the viscosity of water changes by 2 % per kelvin."""
VISCOSITY_DIFFERENCE = 0.02
"""Share that the viscosity may stray from what its temperature explains, between measurements, unremarked. A choice."""
NAMED = 3
"""Files that a remark names of each value; the rest are counted."""


def remarks_on(measurements: Sequence[Measurement]) -> tuple[str, ...]:
    """Sentences about several measurements together, most serious first."""
    return (*_same_distributions(measurements), *_settings(measurements), *_track_counts(measurements))


def _same_distributions(measurements: Sequence[Measurement]) -> Iterator[str]:
    """Videos or runs that are equal number by number, in one file or in several of different bytes; all that the same files share at once."""
    places: dict[str, list[tuple[int, str]]] = {}
    for at, one in enumerate(measurements):
        for distribution in one.distributions:
            if distribution.amount.any():
                places.setdefault(digest(distribution.amount), []).append((at, distribution.label))
    shared: dict[tuple[int, ...], list[list[str]]] = {}
    for several in places.values():
        holders = tuple(dict.fromkeys(at for at, _ in several))
        labels = list(dict.fromkeys(label for _, label in several))
        sources = {one.file.sha256 if one.file else at for at in holders for one in (measurements[at],)}
        if len(several) > 1 and not (len(holders) > 1 and len(sources) == len(labels) == 1):
            shared.setdefault(holders, []).append(labels)
    for holders, found in shared.items():
        names = [_name(measurements[at]) for at in holders]
        if len(names) > 1:
            said = some_names([", ".join(one) for one in found], quoted=False)
            yield f"In {some_names(names)} the same numbers stand under {said}: a copy, and no repeat."
        else:
            for labels in found:
                yield f"{some_names(labels, quoted=False)} of {names[0]!r} are the same number by number: a copy, and no repeat."


def _name(one: Measurement) -> str:
    return one.file.name if one.file else one.sample


def _settings(measurements: Sequence[Measurement]) -> Iterator[str]:
    """Settings that differ between measurements of one instrument, and what that does to their numbers."""
    kinds: dict[tuple[str, str], list[Measurement]] = {}
    for one in measurements:
        kinds.setdefault((one.technique, one.instrument.split(",")[0]), []).append(one)
    for (_, instrument), several in kinds.items():
        if len(several) > 1:
            yield from _rates(several, instrument)
            yield from _water(several, instrument)
            yield from _camera(several, instrument)


def _rates(several: Sequence[Measurement], instrument: str) -> Iterator[str]:
    for key, share in RELATIVE.items():
        values = [(_name(one), _finite(one, key)) for one in several]
        groups: dict[str, list[str]] = {}
        plain: dict[str, float] = {}
        for name, found in values:
            for value in found:
                text = next((old for old, known in plain.items() if abs(value - known) <= share * abs(known)), f"{value:.4g}")
                plain.setdefault(text, value)
                if name not in groups.setdefault(text, []):
                    groups[text].append(name)
        if len(groups) < 2:
            continue
        most = max(groups, key=lambda text: len(groups[text]))
        said = "; ".join(f"{text} in {some_names(names)}" for text, names in groups.items())
        bias = ""
        if key == "frame_rate" and all(value > 0 for value in plain.values()):
            strays = [(text, plain[most] / value - 1.0) for text, value in plain.items() if text != most]
            listed = "; ".join(f"{abs(change):.1%} too {'small' if change < 0 else 'large'} at {text} /s" for text, change in strays)
            bias = f": if {most} /s was real in all, diameters are {listed}"
        unit, what = ("/s", "frame rate") if key == "frame_rate" else ("s", "shutter time")
        yield f"The {what} [{unit}] differs between measurements of {instrument}: {said}. {CONSEQUENCES[key]}{bias}."


def _water(several: Sequence[Measurement], instrument: str) -> Iterator[str]:
    """Temperature and viscosity: the diameter is proportional to T / viscosity."""
    known = [(_name(one), _finite(one, "temperature"), _finite(one, "viscosity")) for one in several]
    warm = [(float(found.mean()), name) for name, found, _ in known if found.size]
    if len(warm) > 1 and max(warm)[0] - min(warm)[0] > TEMPERATURE_DIFFERENCE:
        (low, cold), (high, hot) = min(warm), max(warm)
        yield (
            f"The temperature differs by {high - low:.1f} K between measurements of {instrument} "
            f"({low - 273.15:.1f} °C in {cold!r}, {high - 273.15:.1f} °C in {hot!r}): "
            "the software takes its viscosity from it, so an error of one kelvin is one of about 2 % in diameter."
        )
    pairs = [(float(t.mean()), float(v.mean()), name) for name, t, v in known if t.size and v.size and v.min() > 0]
    liquid = [(given / float(viscosity(t)), name) for t, given, name in pairs if 273.15 <= t <= 373.15]
    if len(liquid) > 1:
        (least, thin), (greatest, thick) = min(liquid), max(liquid)
        if greatest / least - 1.0 > VISCOSITY_DIFFERENCE:
            yield (
                f"The viscosity was taken as {least:.2f} times that of water in {thin!r} and {greatest:.2f} times in {thick!r}, both {instrument}: "
                f"for the same medium one of their diameters is {greatest / least - 1.0:.0%} off, because a diameter is inversely proportional to it."
            )


def _camera(several: Sequence[Measurement], instrument: str) -> Iterator[str]:
    """Settings that decide which particles are seen, as text, because some are words."""
    differing = []
    for key in CAMERA:
        groups: dict[str, list[str]] = {}
        for one in several:
            for text in dict.fromkeys(_texts(one, key)):
                groups.setdefault(text, []).append(_name(one))
        if len(groups) > 1:
            differing.append(f"{key} ({'; '.join(f'{text} in {some_names(names, 1)}' for text, names in groups.items())})")
    if differing:
        yield (
            f"Measurements of {instrument} differ in what their camera or analysis sees: {', '.join(differing)}. "
            "More sensitive settings show smaller particles, so concentrations and sizes do not compare."
        )


def _texts(one: Measurement, key: str) -> tuple[str, ...]:
    for section in one.settings.values():
        if isinstance(section, Mapping) and key in section:
            found = section[key]
            return tuple(str(text) for text in found if str(text)) if isinstance(found, tuple) else (str(found),) if str(found) else ()
    return ()


def _finite(one: Measurement, key: str) -> Array:
    values = one.arrays.get(key)
    return values[np.isfinite(values)] if values is not None and values.ndim == 1 else np.empty(0)


def some_names(names: Sequence[str], most: int = NAMED, *, quoted: bool = True) -> str:
    """``'a', 'b' and 'c'``; of many the first, and how many more."""
    shown = [repr(name) if quoted else name for name in names[:most]]
    last = [f"{len(names) - most} more"] if len(names) > most else []
    parts = [*shown, *last]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _track_counts(measurements: Sequence[Measurement]) -> Iterator[str]:
    """Tracks that a list of tracks includes against the valid tracks of the summary of the same video, known by the name of the file."""
    valid: dict[str, tuple[float, str]] = {}
    for one in measurements:
        videos = one.settings.get("Experiment Details", {}).get("Filename:", ())
        for video, count in zip(videos, one.arrays.get("valid_tracks", ()), strict=False):
            valid[str(video)] = (float(count), _name(one))
    for one in measurements:
        tracks = one.settings.get("Tracks")
        if tracks is None or one.sample not in valid:
            continue
        count, summary = valid[one.sample]
        if np.isfinite(count) and count != tracks["included"]:
            yield (
                f"{_name(one)!r} includes {tracks['included']} of {tracks['tracks']} tracks in its distribution, "
                f"where {summary!r} counts {count:.0f} valid tracks "
                "for the same video; both are kept."
            )
