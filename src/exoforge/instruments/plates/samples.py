"""The samples of an assay: what their wells read off the standard curve, and why some have no value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.instruments.plates.layout import Layout, Well
from exoforge.instruments.plates.limits import Limits
from exoforge.laws.standard_curve import StandardCurve, curve_value, read_back

HIGHEST_CV = 0.20
"""Coefficient of variation between wells of a sample above which it is told. A choice, as for the standards."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One sample at one dilution; concentrations in the unit of the plate map, in the well.

    Parameters
    ----------
    name, dilution : as in the map. wells, signal : the wells and what they read.
    value, error, low, high : mean in the well with its standard error and 95 % interval; undefined where `refused` says why.
    each : what each well reads back as, undefined beyond the standards. spread : their standard deviation, None for one well.
    refused : why there is no value, or empty. remarks : what is doubtful.
    """

    name: str
    dilution: float
    wells: tuple[str, ...]
    signal: NDArray[np.float64]
    value: float
    error: float
    low: float | None
    high: float | None
    each: NDArray[np.float64]
    spread: float | None
    refused: str
    remarks: tuple[str, ...]


def samples_of(curve: StandardCurve, limits: Limits, layout: Layout, read: dict[str, float], over: set[str], blank: float) -> Iterator[Sample]:
    """Every sample of a map, one for each of its dilutions."""
    groups: dict[tuple[str, float], list[Well]] = {}
    for well in layout.wells:
        if well.role == "sample":
            groups.setdefault((well.sample, well.dilution), []).append(well)
    for (name, dilution), wells in groups.items():
        names = tuple(well.name for well in wells)
        signal = np.array([read[one] for one in names]) - blank
        yield _sample(curve, limits, layout.unit, name, dilution, names, signal, [one for one in names if one in over])


def _sample(
    curve: StandardCurve, limits: Limits, unit: str, name: str, dilution: float, names: tuple[str, ...], signal: NDArray[np.float64], over: list[str]
) -> Sample:
    known = signal[np.isfinite(signal)]
    each = np.array([read_back(curve, float(one)).dose if np.isfinite(one) else np.nan for one in signal])
    refused, value, error, low, high = "", float("nan"), float("nan"), None, None
    if over:
        refused = f"{', '.join(over)} saturated; the other wells would mislead. Dilute more"
    elif not known.size:
        refused = "no well holds a number"
    else:
        mean = float(known.mean())
        reading = read_back(curve, mean, repeats=known.size)
        value, error, low, high = reading.dose, reading.error, reading.low, reading.high
        if not np.isfinite(value):
            refused = _beyond(curve, mean, unit)
    remarks = []
    spread = float(np.std(each, ddof=1)) if each.size > 1 and np.isfinite(each).all() else None
    if not refused:
        if limits.quantified is not None and value < limits.quantified:
            remarks.append(f"below the lowest standard that reads back well ({limits.quantified:g} {unit}); an estimate at best")
        if spread is not None and spread > HIGHEST_CV * value:
            remarks.append(f"its wells differ by a CV of {100 * spread / value:.0f} %")
        if known.size == 1:
            remarks.append("one well: its technical scatter is taken from the standards")
        if known.size < signal.size:
            remarks.append(f"{signal.size - known.size} of {signal.size} wells hold no number and are left out")
    return Sample(
        name=name,
        dilution=dilution,
        wells=names,
        signal=signal,
        value=value,
        error=error,
        low=low,
        high=high,
        each=each,
        spread=spread,
        refused=refused,
        remarks=tuple(remarks),
    )


def _beyond(curve: StandardCurve, mean: float, unit: str) -> str:
    """Why a response has no concentration: beyond the standards, which is not extrapolated."""
    first, last = (float(curve_value(curve, one)) for one in (curve.low, curve.high))
    if (mean - last) * (last - first) > 0:
        return f"beyond the highest standard ({curve.high:g} {unit}), which is not extrapolated. Dilute more"
    if (first - mean) * (last - first) > 0:
        return f"below the lowest standard ({curve.low:g} {unit}), which is not extrapolated. Dilute less"
    return "the curve has this response at two concentrations between its standards. Take another curve"
