"""Repeats of one sample, as any Zetasizer file gives them, put together to one measurement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments.dls.notices import notices_of
from exoforge.instruments.dls.variables import AXES, CURVES, SCALARS, SPECS
from exoforge.instruments.summaries import over_repeats
from exoforge.laws import distributions as law
from exoforge.laws import dls
from exoforge.streams.measurement import Distribution, Figure, Measurement

Array = NDArray[np.float64]
TECHNIQUE = "dls"
WEIGHTINGS: tuple[Literal["intensity", "volume", "number"], ...] = ("intensity", "volume", "number")
FIGURES = (
    ("z-average", "z_average", "m"),
    ("polydispersity index", "polydispersity_index", ""),
    ("zeta potential", "zeta_potential", "V"),
    ("mobility", "mobility", "m2/V/s"),
    ("conductivity", "conductivity", "S/m"),
    ("intercept", "intercept", ""),
    ("mean count rate", "mean_count_rate", "1/s"),
    ("derived count rate", "derived_count_rate", "1/s"),
)
"""Printed numbers that are headlines: name, array, unit."""
FULL = 1.02
"""Sum of the shares of a distribution above which it is none. A choice; printed shares are rounded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One record of a file, in SI.

    Parameters
    ----------
    sample : as the file names it. label : such as ``repeat 2``.
    scalars : by array name. curves : by name, see `variables.CURVES`.
    settings : by section and key. flags : the instrument's judgements by key. unread : by key.
    """

    sample: str
    label: str
    scalars: Mapping[str, float]
    curves: Mapping[str, Array]
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


def scalar_of(name: str, number: float, path: Path) -> float:
    """A number of a file in SI; undefined where it is no number, or a z-average of 0, which is printed where none was found.

    Raises
    ------
    FileError
        It is outside what such a number can be.
    """
    one = next(scalar for scalar in SCALARS if scalar.array == name)
    value = number * one.factor + one.offset
    if np.isinf(value) or value < one.low or value > one.high:
        raise FileError(f"'{path}' gives {number:g} as {one.meaning} ({one.names[0]}), which cannot be; export it again.")
    return np.nan if name == "z_average" and value == 0 else float(value)


def curve_of(name: str, numbers: Array, path: Path) -> Array:
    """A curve of a file in SI.

    Raises
    ------
    FileError
        It holds what is no number, an axis does not increase, or shares are negative or come to more than 1.
    """
    _, _, _, meaning, factor = next(one for one in CURVES if one[0] == name)
    values = np.asarray(numbers, dtype=np.float64) * factor
    if not np.isfinite(values).all() or np.abs(values, out=np.zeros_like(values), where=values != 0).max(initial=0.0) > 1e12:
        raise FileError(f"'{path}': the curve '{meaning}' holds values that are no numbers; it is damaged, export it again.")
    if name in AXES and (values.size < 2 or np.any(np.diff(values) <= 0)):
        raise FileError(f"'{path}': the values of '{meaning}' do not increase; it is damaged, export it again.")
    if name in ("size", "lag_time") and values[0] <= 0:
        raise FileError(f"'{path}': the values of '{meaning}' must be above 0; it is damaged, export it again.")
    if name in WEIGHTINGS and (values.min(initial=0.0) < 0 or values.sum() > FULL):
        raise FileError(f"'{path}': the shares of '{meaning}' are negative or come to {values.sum():.0%}; it is damaged, export it again.")
    return values


def alike(one: Run, other: Run) -> bool:
    """Whether two runs share their classes and lags, so that they can stand side by side."""
    return set(one.curves) == set(other.curves) and all(np.array_equal(one.curves[name], other.curves[name]) for name in AXES if name in one.curves)


def measurement_of(runs: Sequence[Run], *, instrument: str) -> Measurement:
    """The measurement of one sample, from its repeats; they must be `alike`."""
    arrays: dict[str, Array] = {}
    for scalar in SCALARS:
        values = np.array([run.scalars.get(scalar.array, np.nan) for run in runs])
        if np.isfinite(values).any():
            arrays[scalar.array] = values
    for name, *_ in CURVES:
        if name in runs[0].curves:
            curves = [run.curves[name] for run in runs]
            arrays[name] = curves[0] if name in AXES else _side_by_side(curves)
    computed = [_recomputed(run) for run in runs]
    for name, values in zip(("z_average_computed", "polydispersity_computed"), np.array(computed).T, strict=True):
        if np.isfinite(values).any():
            arrays[name] = values
    measured = Measurement(
        technique=TECHNIQUE,
        arrays=arrays,
        specs=SPECS,
        sample=runs[0].sample,
        instrument=instrument,
        settings=_settings(runs),
        flags={key: tuple(run.flags.get(key, "") for run in runs) for key in dict.fromkeys(key for run in runs for key in run.flags)},
        unread={f"{run.label}: {key}" if len(runs) > 1 else key: text for run in runs for key, text in run.unread.items()},
        distributions=tuple(_distributions(runs)),
    )
    measured = replace(measured, figures=tuple(figures_of(measured)))
    return replace(measured, notices=tuple(notices_of(measured, [run.label for run in runs])))


def _side_by_side(curves: Sequence[Array]) -> Array:
    """(longest, n_run); a shorter one is undefined at its end."""
    stacked = np.full((max(curve.size for curve in curves), len(curves)), np.nan)
    for place, curve in enumerate(curves):
        stacked[: curve.size, place] = curve
    return stacked


def _settings(runs: Sequence[Run]) -> dict[str, dict[str, Any]]:
    """Every setting: the value that all repeats share, or one for each."""
    found: dict[str, dict[str, Any]] = {}
    for section in dict.fromkeys(section for run in runs for section in run.settings):
        own = found.setdefault(section, {})
        for key in dict.fromkeys(key for run in runs for key in run.settings.get(section, {})):
            each = tuple(run.settings.get(section, {}).get(key) for run in runs)
            own[key] = each[0] if all(value == each[0] for value in each) else each
    return found


def _distributions(runs: Sequence[Run]) -> Iterator[Distribution]:
    for weighting in WEIGHTINGS:
        for run in runs:
            amount, size = run.curves.get(weighting), run.curves.get("size")
            if amount is not None and size is not None and amount.any():
                label = run.label if weighting == "intensity" else f"{run.label}, by {weighting}"
                yield Distribution(label=label, edges=edges_of(size), amount=amount, unit="", weighting=weighting)


def edges_of(size: Array) -> Array:
    """Edges of classes from the diameters that name them: half way between neighbours on a logarithmic axis.

    The printed diameter is the middle of its class: the column 'Undersize By Intensity' of three real records of software 8.02 counts half
    of each class at its own diameter, to the printed digits.

    Assumes
    -------
    The edges stand half way on a logarithmic axis, as the diameters are evenly spaced there; the software prints none.
    """
    middles = np.sqrt(size[1:] * size[:-1])
    return np.concatenate([[size[0] ** 2 / middles[0]], middles, [size[-1] ** 2 / middles[-1]]])


def _recomputed(run: Run) -> tuple[float, float]:
    """z-average and polydispersity from the correlogram, by the lags that the software fitted; undefined where something is missing."""
    needed = ("temperature", "dispersant_viscosity", "dispersant_index", "scattering_angle", "wavelength")
    lag, curve = run.curves.get("lag_time"), run.curves.get("correlation")
    if lag is None or curve is None or lag.shape != curve.shape or not all(np.isfinite(run.scalars.get(name, np.nan)) for name in needed):
        return np.nan, np.nan
    held = run.scalars
    baseline = held.get("measured_baseline", 0.0)
    excess = curve - (baseline if np.isfinite(baseline) else 0.0)
    fitted = run.curves.get("fit_lag", np.empty(0))
    places = np.searchsorted(lag, fitted * (1 - 1e-9)) if fitted.size else dls.fitted_lags(lag, excess, first=FIRST_LAG)
    places = places[places < lag.size]
    try:
        vector = dls.scattering_vector(wavelength=held["wavelength"], refractive_index=held["dispersant_index"], angle=held["scattering_angle"])
        found = dls.cumulants(lag[places], excess[places])
        diameter = dls.hydrodynamic_diameter(decay=found.decay, vector=vector, temperature=held["temperature"], viscosity=held["dispersant_viscosity"])
    except SettingError:
        return np.nan, np.nan
    return float(diameter), found.polydispersity


FIRST_LAG = 0.5e-6
"""[s] Shorter lags hold the detector's afterpulses. A choice, where the file does not say which lags were fitted."""


def figures_of(measured: Measurement) -> Iterator[Figure]:
    """The headline numbers; sizes from a distribution carry its weighting in their name, because they are not those of particle numbers."""
    for name, array, unit in FIGURES:
        if array in measured.arrays:
            source: Literal["printed", "computed"] = "printed" if measured.instrument != VIRTUAL else "computed"
            yield from over_repeats(name, measured.arrays[array], unit, source=source, meaning=MEANINGS.get(name, "as the software prints it"), repeat="repeat")
    if "z_average_computed" in measured.arrays and measured.instrument != VIRTUAL:
        meaning = f"cumulants fit here to the correlogram of the file{_off(measured.arrays)}"
        yield from over_repeats("z-average, computed again", measured.arrays["z_average_computed"], "m", source="computed", meaning=meaning, repeat="repeat")
    for weighting in WEIGHTINGS:
        held = [one for one in measured.distributions if one.weighting == weighting]
        if not held:
            continue
        quantiles = np.array([law.quantiles(one.edges, one.amount, (0.1, 0.5, 0.9)) for one in held]).T
        sizes = (("mean diameter", means_of_classes(measured.arrays["size"], measured.arrays[weighting])), *zip(("D10", "D50", "D90"), quantiles, strict=True))
        for name, values in sizes if weighting == "intensity" else sizes[2:3]:
            yield from over_repeats(f"{name} by {weighting}", values, "m", source="computed", meaning="of the size classes", repeat="repeat")


def means_of_classes(size: Array, amount: Array) -> Array:
    """Mean diameter of each repeat that holds anything: ``sum a d / sum a`` over the diameters that name the classes.

    The software's own rule: the mean of the only peak of two real records comes out to 15 digits.

    Parameters
    ----------
    size : (n_size,) [m]. amount : (n_size, n_repeat) in each class.
    """
    held = amount[:, amount.any(axis=0)]
    return np.asarray(size @ held / held.sum(axis=0))


def _off(arrays: Mapping[str, Array]) -> str:
    """How far the z-average computed here lies from the printed one at the most, in words; nothing where none is printed."""
    off = np.abs(arrays["z_average_computed"] / arrays.get("z_average", np.nan) - 1.0)
    known = off[np.isfinite(off)]
    return f"; {known.max() * 100:.2g} % or less from the printed one" if known.size else ""


VIRTUAL = "virtual Zetasizer"
MEANINGS = {"z-average": "cumulants fit of the instrument; weighted by scattered light, no mean of particle numbers"}
