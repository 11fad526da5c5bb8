"""An assay on a plate: its standard curve with what the standards read back as, its limits, and its samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.instruments.plates.blocks import LETTERS
from exoforge.instruments.plates.kinds import Kind
from exoforge.instruments.plates.layout import Layout
from exoforge.instruments.plates.limits import Limits, Standard, limits_of, standards_of
from exoforge.instruments.plates.reader import RAW
from exoforge.instruments.plates.samples import Sample, samples_of
from exoforge.instruments.plates.variables import ASSAY_SPECS
from exoforge.laws.standard_curve import Model, StandardCurve, fit_curve
from exoforge.streams.measurement import Dilution, Figure, Measurement

DISAGREEMENT = 0.20
"""Difference between dilutions of one sample that is told. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Assay:
    """A whole assay.

    Parameters
    ----------
    kind, plate : of which it is. unit, factor : of the concentrations, and to kg/m3.
    curve : over concentrations in `unit`. dose, signal : every standard well that it was fitted to.
    blank : mean of the blanks that was subtracted, 0 where none was. weighting : of the fit.
    standards, limits, samples, notices : what came of it.
    """

    kind: Kind
    plate: Measurement
    unit: str
    factor: float
    curve: StandardCurve
    weighting: str
    dose: NDArray[np.float64]
    signal: NDArray[np.float64]
    blank: float
    standards: tuple[Standard, ...]
    limits: Limits
    samples: tuple[Sample, ...]
    notices: tuple[str, ...]


def run_assay(
    plate: Measurement, layout: Layout, kind: Kind, *, model: Model | None = None, weighting: str | None = None, subtract_blank: bool = True
) -> Assay:
    """Read an assay off a plate.

    Parameters
    ----------
    plate : as a plate reader's sheet was read. layout : its map. model, weighting : of the curve; None for the kind's own.
    subtract_blank : whether the mean of the blank wells is taken off every other well.

    Raises
    ------
    SettingError
        The map names wells that the plate has not, or standards are too few or unread.
    ConvergenceError
        The standards do not determine the curve.
    """
    grid = plate.arrays["signal"]
    over = {f"{LETTERS[row]}{column + 1}" for row, column in zip(*np.nonzero(plate.arrays["saturated"]), strict=True)}
    read = {well.name: _signal(grid, well.name, plate.sample) for well in layout.wells}
    blanks = np.array([read[well.name] for well in layout.wells if well.role == "blank"])
    blanks = blanks[np.isfinite(blanks)]
    blank = float(blanks.mean()) if subtract_blank and blanks.size else 0.0
    standards = [well for well in layout.wells if well.role == "standard"]
    usable = [well for well in standards if np.isfinite(read[well.name])]
    levels = {well.concentration for well in standards if well.name in over}
    usable = [well for well in usable if well.concentration not in levels]
    dose = np.array([well.concentration for well in usable])
    signal = np.array([read[well.name] for well in usable]) - blank
    if np.unique(dose).size < 3:
        raise SettingError(
            f"{np.unique(dose).size} standards can be read on '{plate.sample}'; a standard curve needs 3 or more. Look at the map and at saturated wells."
        )
    curve = fit_curve(dose, signal, model=model or kind.model, weighting=weighting or kind.weighting)
    checked = standards_of(curve, dose, signal)
    limits = limits_of(curve, checked, blanks - blank)
    samples = tuple(samples_of(curve, limits, layout, read, over, blank))
    found = Assay(
        kind=kind,
        plate=plate,
        unit=layout.unit,
        factor=layout.factor,
        curve=curve,
        weighting=weighting or kind.weighting,
        dose=dose,
        signal=signal,
        blank=blank,
        standards=checked,
        limits=limits,
        samples=samples,
        notices=(),
    )
    missing = len(standards) - len(usable)
    return _with_notices(found, missing, sorted(levels), blanks.size, subtract_blank)


def _signal(grid: NDArray[np.float64], name: str, plate: str) -> float:
    row, column = LETTERS.index(name[0]), int(name[1:]) - 1
    if row >= grid.shape[0] or column >= grid.shape[1]:
        raise SettingError(f"The map names the well {name}; the plate '{plate}' has {grid.shape[0]} rows and {grid.shape[1]} columns.")
    return float(grid[row, column])


def _with_notices(assay: Assay, missing: int, levels: list[float], blanks: int, subtract: bool) -> Assay:
    from dataclasses import replace

    said = [text for text in assay.plate.notices if text != RAW]
    if levels:
        said.append(f"Standards with saturated wells are left out of the curve: {', '.join(f'{one:g}' for one in levels)} {assay.unit}.")
    elif missing:
        said.append(f"{missing} standard wells hold no number and are left out of the curve.")
    if not blanks:
        said.append("The map names no blank; the curve keeps the background, and no limit of detection is formed.")
    elif subtract and blanks == 1:
        said.append("One blank well: its scatter is unknown, and no limit of detection is formed.")
    bad = [one for one in assay.standards if one.passed is False]
    if bad:
        named = f"{', '.join(f'{one.dose:g}' for one in bad)} {assay.unit}"
        said.append(f"{len(bad)} of {len(assay.standards)} standards read back outside 80 to 120 %, or at a CV above 20 %: {named}.")
    if assay.limits.quantified is None:
        said.append("No standard reads back within 80 to 120 % at a CV below 20 %: this curve quantifies nothing.")
    said += list(_disagreements(assay))
    said.append(assay.kind.caution)
    return replace(assay, notices=tuple(said))


def _disagreements(assay: Assay) -> Iterator[str]:
    stock: dict[str, list[float]] = {}
    for one in assay.samples:
        if not one.refused:
            stock.setdefault(one.name, []).append(one.value * one.dilution)
    for name, values in stock.items():
        if len(values) > 1 and max(values) > (1.0 + DISAGREEMENT) * min(values):
            factor = max(values) / min(values)
            yield f"The dilutions of '{name}' disagree by a factor {factor:.2f}: it does not dilute as the standard does, or something interferes."


def as_measurements(assay: Assay) -> tuple[Measurement, ...]:
    """Every sample that has a value as a measurement of its own, its figure that of the undiluted sample."""
    return tuple(_measurement(assay, one) for one in assay.samples if not one.refused)


def _measurement(assay: Assay, one: Sample) -> Measurement:
    scale = assay.factor * one.dilution
    figure = Figure(
        name=assay.kind.figure,
        value=one.value * scale,
        unit="kg/m3",
        meaning=f"{assay.kind.title}, {assay.curve.model} curve of {len(assay.standards)} standards, times the dilution {one.dilution:g}",
        source="computed",
        spread=None if one.spread is None else one.spread * scale,
        repeats=int(np.isfinite(one.signal).sum()),
        low=None if one.low is None else one.low * scale,
        high=None if one.high is None else one.high * scale,
    )
    return Measurement(
        technique=assay.kind.technique,
        arrays={"well_signal": one.signal, "well_concentration": one.each * assay.factor},
        specs=ASSAY_SPECS,
        sample=one.name,
        instrument=assay.plate.instrument,
        settings={"assay": {"kind": assay.kind.name, "model": assay.curve.model, "weighting": assay.weighting, "blank": assay.blank, "wells": one.wells}},
        notices=(*(f"{text[0].upper()}{text[1:]}." for text in one.remarks), *assay.notices),
        figures=(figure,),
        dilution=Dilution(factor=one.dilution, applied=True, source="the plate map"),
        file=assay.plate.file,
    )
