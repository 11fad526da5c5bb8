"""One number followed from lot to lot: control chart, drift, standards beside it, comparability and capability."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.units import convert, fits, parse_quantity
from exoforge.design.lot_points import Point, known_of, points_of, tests_of
from exoforge.design.lots import ReadLot
from exoforge.laws.chart_rules import RuleSet, Signal, signals
from exoforge.laws.control_charts import Limits, individuals, means_and_spreads, moving_ranges
from exoforge.laws.drift import Drift, drift
from exoforge.laws.equivalence import Equivalence, capability, capability_interval, equivalence
from exoforge.quality.release.judge import is_exercise
from exoforge.quality.release.limits import allowed_by, is_concentration
from exoforge.quality.release.specification import Markers, Share, Specification, Word
from exoforge.quality.release.values import in_unit
from exoforge.quality.synthetic import is_synthetic

LEAST_FOR_LIMITS = 8
"""Lots below which only a run chart is given: limits of fewer say nothing. A choice."""
LEAST_FOR_CAPABILITY = 10
"""Lots below which no capability is given; with ten its interval still spans a factor of more than two. A choice."""
LEAST_FOR_DRIFT = 4
"""A choice."""
DRIFT_ALPHA = 0.05
"""Probability of the Mann-Kendall test below which lots are not called steady. A choice."""
NEAR_LIMITS = 1.5
"""Where lots vary by more than this many times what repeats within a lot explain, the note says so. A choice."""
Array = NDArray[np.float64]
Chart = Literal["auto", "individuals", "xbar-s"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Capability:
    """Cpk from neighbouring lots, Ppk from all, with the interval of Ppk, against the limits of the specification."""

    cpk: float | None
    ppk: float
    low: float
    high: float
    limit_low: float | None
    limit_high: float | None
    specification: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """What a figure does from lot to lot.

    Parameters
    ----------
    chart : ``individuals``, ``xbar-s``, or ``run`` where there are too few lots for limits. standards : the same of the standard beside each lot.
    """

    figure: str
    unit: str
    chart: Literal["individuals", "xbar-s", "run"]
    points: tuple[Point, ...]
    limits: Limits | None
    signals: tuple[Signal, ...]
    drift: Drift | None
    standards: tuple[Point, ...] = ()
    standard_drift: Drift | None = None
    capability: Capability | None = None
    equivalence: Equivalence | None = None
    reference: tuple[str, ...] = ()
    margin: float | None = None
    notes: tuple[str, ...] = ()


def follow(
    lots: Sequence[ReadLot],
    figure: str,
    *,
    technique: str = "",
    chart: Chart = "auto",
    first: int | None = None,
    rules: RuleSet = "nelson",
    spec: Specification | None = None,
    reference: Sequence[str] = (),
    margin: str = "",
) -> Series:
    """A figure of files, or the number stated for a test, in the order of making.

    Parameters
    ----------
    figure : a headline number such as ``D50``, or the id of a test whose results are stated.
    first : limits rest on so many first lots; None for all. reference : ids of lots with which the others are compared.
    margin : of equivalence: ``10 nm``, or ``10 %`` of the mean of the reference.

    Raises
    ------
    SettingError
        No lot has the figure, several techniques give it, or an option does not fit.
    """
    notes: list[str] = []
    points, unit = points_of(lots, figure, technique, notes, standard=False)
    if not points and is_concentration(figure) and notes:
        raise SettingError('No lot has a concentration of the undiluted sample: the files do not say how far it was diluted. State dilution = "1:…" for each.')
    if not points:
        raise SettingError(f"No lot has '{figure}'. The files have {known_of(lots)}; stated results: {tests_of(lots)}.")
    standards = points_of(lots, figure, technique, [], standard=True)[0]
    kind = _kind(points, chart, notes)
    values = np.array([one.value for one in points])
    limits = _limits(points, kind, first, notes)
    found = signals(values, limits, rules=rules) if limits is not None else ()
    notes += _made_up(lots)
    drifts = _drift(points, notes)
    steady = not found and (drifts is None or drifts.p >= DRIFT_ALPHA)
    equivalent, allowed = _compared(points, unit, reference, margin)
    return Series(
        figure=figure,
        unit=unit,
        chart=kind,
        points=points,
        limits=limits,
        signals=found,
        drift=drifts,
        standards=standards,
        standard_drift=_drift(standards, []),
        capability=None if spec is None else _capability(values, unit, figure, spec, lots, notes, steady=steady),
        reference=tuple(reference),
        equivalence=equivalent,
        margin=allowed,
        notes=tuple(notes),
    )


def _scattered(points: Sequence[Point], kind: str, limits: Limits) -> list[str]:
    """A sentence on points of the lower chart, of moving ranges or of standard deviations, outside its limits."""
    spread = np.array([one.spread or 0.0 for one in points]) if kind == "xbar-s" else moving_ranges([one.value for one in points])
    out = [one.lot for one, at, low, high in zip(points, spread, limits.spread_low, limits.spread_high, strict=True) if at > high or at < low]
    what = "standard deviation" if kind == "xbar-s" else "step from the lot before"
    return [f"The {what} is outside its own limits in the lower chart: {', '.join(out)}."] if out else []


def _made_up(lots: Sequence[ReadLot]) -> list[str]:
    """A sentence where lots or files say of themselves that nothing was measured."""
    names = [one.lot.id for one in lots if is_exercise(one.lot) or any(is_synthetic(each) for file in one.files for each in file.measurements)]
    return [f"An exercise: {len(names)} of {len(lots)} lots are synthetic or have synthetic files, so nothing is said of a process."] if names else []


def _kind(points: Sequence[Point], chart: Chart, notes: list[str]) -> Literal["individuals", "xbar-s", "run"]:
    if len(points) < LEAST_FOR_LIMITS:
        return "run"
    repeated = all(one.files > 1 for one in points)
    if chart == "xbar-s" and not repeated:
        raise SettingError("A chart of means and standard deviations needs two or more files of every lot; the videos of one filling are no repeats.")
    if chart == "individuals" or not repeated:
        return "individuals"
    notes.append("Every lot has several files, so the chart is one of means and standard deviations (Xbar-S).")
    return "xbar-s"


def _limits(points: Sequence[Point], kind: str, first: int | None, notes: list[str]) -> Limits | None:
    """The limits of a chart, with what to mind about them; none of a run chart."""
    if kind == "run":
        notes.append(f"{len(points)} {'lot is' if len(points) == 1 else 'lots are'} too few for limits, which need {LEAST_FOR_LIMITS}; this is a run chart.")
        return None
    if first is not None and first < LEAST_FOR_LIMITS:
        notes.append(f"The limits rest on {first} lots; {LEAST_FOR_LIMITS} or more are better.")
    values = [one.value for one in points]
    if kind == "individuals":
        limits = individuals(values, first=first)
    else:
        limits = means_and_spreads(values, [one.spread or 0.0 for one in points], [one.files for one in points], first=first)
    notes.append(f"Limits of {'all' if first is None else 'the first'} {limits.used} lots{'; a lot that is out widens them' if first is None else ''}.")
    if kind == "xbar-s" and individuals(values).within > NEAR_LIMITS * float(limits.sigma.mean()):
        notes.append("Lots differ by more than their repeats explain, so nearly every lot may signal; --chart individuals takes the lots themselves.")
    notes += _scattered(points, kind, limits)
    return limits


def _drift(points: Sequence[Point], notes: list[str]) -> Drift | None:
    days = [float(one.day) for one in points]
    if len(points) < LEAST_FOR_DRIFT or len(set(days)) < 2:
        notes.append("Too few lots or days to speak of a drift.")
        return None
    return drift(days, [one.value for one in points])


def _capability(values: Array, unit: str, figure: str, spec: Specification, lots: Sequence[ReadLot], notes: list[str], *, steady: bool) -> Capability | None:
    test = next((one for one in spec.tests if _is_about(one.limit, figure) or one.id.lower() == figure.lower()), None)
    if test is None or isinstance(test.limit, Word | Markers | Share):
        notes.append(f"The specification {spec.id} has no limit on {figure}, so no capability is given.")
        return None
    if len(values) < LEAST_FOR_CAPABILITY:
        notes.append(f"{len(values)} lots are too few for a capability, which needs {LEAST_FOR_CAPABILITY}.")
        return None
    spans = {in_unit(allowed_by(test.limit, one.lot.label), unit) for one in lots}
    if len(spans) > 1:
        notes.append("The lots have different labels, so one capability would mix different limits.")
        return None
    span = next(iter(spans))
    low, high = (None if math.isinf(end) else end for end in (span.low, span.high))
    if not steady:
        notes.append("A rule is broken, or the lots drift: the capability is that of no stable process, and the Cpk flatters. Find the cause first.")
    overall = float(np.std(values, ddof=1))
    if not overall > 0:
        return None
    within = individuals(values).within
    ppk = capability(float(values.mean()), overall, low=low, high=high)
    ends = capability_interval(ppk, len(values))
    cpk = capability(float(values.mean()), within, low=low, high=high) if within > 0 else None
    return Capability(cpk=cpk, ppk=ppk, low=ends[0], high=ends[1], limit_low=low, limit_high=high, specification=f"{spec.id} {spec.version}, {test.id}")


def _is_about(limit: object, figure: str) -> bool:
    return getattr(limit, "figure", "").lower() == figure.lower()


def _compared(points: Sequence[Point], unit: str, reference: Sequence[str], margin: str) -> tuple[Equivalence | None, float | None]:
    """Whether the other lots are equivalent to those of the reference, and the margin in the unit of the figure; None where nobody asked."""
    if not reference:
        if margin:
            raise SettingError("A margin is for a comparison; name the lots of the reference with --reference.")
        return None, None
    if not margin:
        raise SettingError("Equivalence needs a margin that was stated before; give --margin, such as '10 nm' or '10 %'.")
    unknown = sorted(set(reference) - {one.lot for one in points})
    if unknown:
        raise SettingError(f"The reference lot '{unknown[0]}' is not among those with this figure: {', '.join(one.lot for one in points)}.")
    held = [one.value for one in points if one.lot in reference]
    asked = parse_quantity(margin)
    if asked.unit == "%":
        allowed = asked.value / 100.0 * abs(float(np.mean(held)))
    elif fits(asked, unit):
        allowed = convert(asked, unit).value
    else:
        raise SettingError(f"The margin '{margin}' does not fit {unit or 'a pure number'}; give it in such a unit or in %.")
    return equivalence([one.value for one in points if one.lot not in reference], held, margin=allowed), allowed
