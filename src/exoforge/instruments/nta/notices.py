"""What is doubtful about an NTA measurement: sentences about its metadata and a check of the file against itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from exoforge.instruments.nta import layout
from exoforge.instruments.nta.curves import statistics
from exoforge.instruments.nta.variables import PER_ML, STATISTICS
from exoforge.laws.water import viscosity
from exoforge.streams.measurement import Measurement

Array = NDArray[np.float64]

SYNTHETIC_SAID = "The file says of itself that it is synthetic: it was made by exoforge and nothing was measured."

TEMPERATURE_SPREAD = 0.5
"""[K] between videos above which it is told. A choice."""

VISCOSITY_DIFFERENCE = 0.01
"""Share by which the viscosity may differ from water's unremarked. A choice; 84 real files differ by less than 0.002."""

CONCENTRATION_TOLERANCE = 0.005
"""Share: the printed concentration has three digits."""

SIZE_TOLERANCE = {"mean": 0.051e-9, "mode": 0.51e-9, "sd": 0.051e-9, "d10": 0.051e-9, "d50": 0.051e-9, "d90": 0.051e-9}
"""[m]: sizes are printed with one decimal; the printed mode is finer than the bins."""


def notices_of(measured: Measurement) -> tuple[str, ...]:
    """The sentences that a reader of the measurement should know, most serious first."""
    return (
        *_synthetic(measured),
        *_judgements(measured),
        *_capture(measured),
        *_frame_rate(measured),
        *_dilution(measured),
        *_medium(measured),
        *_self_check(measured),
        *_averages(measured),
    )


def named(videos: Iterable[int]) -> str:
    """``video 2`` or ``videos 1, 2 and 4``, from places counted from 0."""
    numbers = [str(video + 1) for video in videos]
    if len(numbers) == 1:
        return f"video {numbers[0]}"
    return f"videos {', '.join(numbers[:-1])} and {numbers[-1]}"


def _synthetic(measured: Measurement) -> Iterator[str]:
    if str(measured.settings.get(layout.DETAILS, {}).get("Remarks", "")).startswith(layout.SYNTHETIC):
        yield SYNTHETIC_SAID


def _grouped(texts: Iterable[str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for video, text in enumerate(texts):
        groups.setdefault(text, []).append(video)
    return groups


def _judgements(measured: Measurement) -> Iterator[str]:
    """The instrument's own warnings, each once."""
    told: set[tuple[str, tuple[str, ...]]] = set()
    if not any(key.startswith(layout.WARNINGS) for key in measured.flags):
        yield f"The file has no [{layout.WARNINGS}]; whether the instrument trusts its concentrations is not known."
    for key, texts in measured.flags.items():
        what = key.split("/", maxsplit=1)[1]
        if what == "Vibration correction applied" or (what, texts) in told:
            continue
        told.add((what, texts))
        warnings = {text: videos for text, videos in _grouped(texts).items() if text not in layout.FINE}
        if warnings:
            said = "; ".join(f"'{text}' in {named(videos)}" for text, videos in warnings.items())
            yield f"The instrument says of '{what}': {said}."


def _capture(measured: Measurement) -> Iterator[str]:
    conditions = measured.settings.get("Conditions", {})
    words = {
        key: [(text, video) for video, text in enumerate(conditions[key]) if text and not _is_number(text)]
        for key in (row.key for row in layout.ROWS if row.section == "Conditions" and row.array)
        if key in conditions
    }
    lost = sorted({video for found in words.values() for _, video in found} | set(np.flatnonzero(measured.arrays.get("shutter", np.ones(1)) == 0).tolist()))
    shutter = measured.arrays.get("shutter")
    if not lost and shutter is not None and np.ptp(shutter) > 0:
        yield f"The shutter differs between videos: {', '.join(f'{value * 1e3:g} ms' for value in shutter)}; so does their motion blur."
    if lost:
        said = sorted({text for found in words.values() for text, _ in found})
        quoted = f" ({', '.join(repr(text) for text in said)})" if said else ""
        yield (
            f"The capture settings of {named(lost)} were not kept{quoted}: "
            "their shutter, frame rate, temperature and viscosity may be placeholders of the software, and their diameters depend on them."
        )


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _frame_rate(measured: Measurement) -> Iterator[str]:
    rates = measured.arrays.get("frame_rate", np.empty(0))
    if not np.isfinite(rates).all() or rates.size == 0 or rates.min() <= 0 or np.ptp(rates) <= 1e-3 * rates.min():
        return
    shutter = measured.arrays.get("shutter", np.ones_like(rates))
    kept = [video for video in range(rates.size) if shutter[video] > 0] or list(range(rates.size))
    real = max((rates[video] for video in kept), key=lambda rate: sum(abs(rates[video] - rate) < 1e-3 * rate for video in kept))
    groups = _grouped(f"{rate:.4g}" for rate in rates)
    listed = ", ".join(f"{rate} /s in {named(videos)}" for rate, videos in groups.items())
    biased = "; ".join(
        f"the diameters of {named(videos)} are {abs(real / rates[videos[0]] - 1):.1%} too {'small' if rates[videos[0]] > real else 'large'}"
        for videos in groups.values()
        if abs(rates[videos[0]] - real) > 1e-3 * real
    )
    yield f"The frame rate differs between videos: {listed}. The diffusion coefficient is proportional to it: if {real:.4g} /s was real in all, {biased}."


def _dilution(measured: Measurement) -> Iterator[str]:
    dilution = measured.arrays.get("dilution")
    texts = {text for text in measured.settings.get(layout.RESULTS, {}).get(layout.DILUTION, ()) if text and text != layout.NOT_RECORDED}
    if dilution is None and texts:
        yield f"The dilution is '{min(texts)}', which is no number: whether the concentrations are adjusted for it is not known."
    elif dilution is None:
        yield "The dilution factor is not recorded: the concentrations are those of the sample as it was measured, not of the stock."
    elif not np.isfinite(dilution).all() or np.ptp(dilution) > 0:
        yield "The dilution factor is not the same for all videos, or not recorded for some: their concentrations do not compare."


def _medium(measured: Measurement) -> Iterator[str]:
    temperature, given = measured.arrays.get("temperature"), measured.arrays.get("viscosity")
    if temperature is None:
        return
    if np.nanmax(temperature) - np.nanmin(temperature) > TEMPERATURE_SPREAD:
        yield f"The temperature differs by {np.nanmax(temperature) - np.nanmin(temperature):.2f} K between videos."
    if given is not None:
        yield from medium_notices(temperature, given)


def medium_notices(temperature: Array, given: Array) -> Iterator[str]:
    """Whether the viscosities [Pa s] are those of water at the temperatures [K]."""
    liquid = np.isfinite(temperature) & np.isfinite(given) & (temperature >= 273.15) & (temperature <= 373.15)
    if not liquid.any():
        yield "The temperatures are not those of liquid water; the diameters depend on them."
        return
    ratio = given[liquid] / viscosity(temperature[liquid])
    worst = ratio[np.argmax(np.abs(ratio - 1))]
    if abs(worst - 1) > VISCOSITY_DIFFERENCE:
        yield (
            f"The viscosity is {abs(worst - 1):.1%} {'above' if worst > 1 else 'below'} that of water at the same temperature; "
            "the diameters are inversely proportional to it and hold only if the diluent is that viscous."
        )


def _self_check(measured: Measurement) -> Iterator[str]:
    """The curve by number against the numbers printed above it."""
    arrays = measured.arrays
    curve, total = arrays["concentration"], arrays.get("total_concentration")
    sums = curve.sum(axis=0)
    if empty := np.flatnonzero(sums == 0).tolist():
        yield f"The size distribution of {named(empty)} is empty."
    if total is not None:
        wrong = np.flatnonzero(np.abs(sums - total) > CONCENTRATION_TOLERANCE * np.abs(total)).tolist()
        if wrong:
            first = wrong[0]
            yield (
                f"The bins of {named(wrong)} do not add up to the printed concentration: {sums[first] / PER_ML:.3g} against "
                f"{total[first] / PER_ML:.3g} particles/mL in video {first + 1}."
            )
    computed = statistics(arrays["bin_diameter"], curve)
    rounding = _rounding(arrays["bin_diameter"], curve, computed)
    for name, values in computed.items():
        if name in arrays:
            wrong = np.flatnonzero(np.abs(values - arrays[name]) > SIZE_TOLERANCE[name] + rounding.get(name, 0.0)).tolist()
            if wrong:
                first = wrong[0]
                yield (
                    f"The bins of {named(wrong)} do not give the printed {STATISTICS[name][0]}: {values[first] * 1e9:.1f} nm against "
                    f"{arrays[name][first] * 1e9:.1f} nm in video {first + 1}."
                )


def _rounding(centres: Array, curve: Array, computed: Mapping[str, Array]) -> dict[str, Array]:
    """How far the file's own rounding of each bin to whole particles/mL can move mean and standard deviation: (n_video,) [m].

    ``|d mean| <= sum e |d - mean| / N`` and ``|d SD| <= sum e (d - mean)^2 / (2 SD N)``, with `e` half a particle/mL in every bin.
    It matters in dilute samples, whose tails round to nothing.
    """
    away, half = np.abs(centres[:, np.newaxis] - computed["mean"]), 0.5 * PER_ML
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = half * away.sum(axis=0) / curve.sum(axis=0)
        return {"mean": mean, "sd": half * (away**2).sum(axis=0) / (2.0 * computed["sd"] * curve.sum(axis=0))}


def _averages(measured: Measurement) -> Iterator[str]:
    """The printed average and standard error of the videos against the videos."""
    block = measured.settings.get("Size Data (Number)", {})
    checks = [(measured.arrays.get("total_concentration"), "Concentration (Particles / ml)", measured.settings, "Results, ", PER_ML, 0.01)]
    checks += [(measured.arrays.get(name), key, block, "", 1e-9, 0.0) for name, (key, _) in STATISTICS.items()]
    for values, key, settings, place, factor, share in checks:
        if values is None or values.size < 2 or not np.isfinite(values).all():
            continue
        tolerance = share * abs(values.mean()) + 0.11e-9 * (factor == 1e-9)
        expected = {layout.AVERAGE: values.mean(), layout.STANDARD_ERROR: values.std(ddof=1) / np.sqrt(values.size)}
        for title, value in expected.items():
            text = settings.get(f"{place}{title}", {}).get(key, "")
            if _is_number(text) and abs(float(text) * factor - value) > tolerance:
                yield f"The printed {title} of '{key}' is {text}, but the videos give {value / factor:.3g}."
