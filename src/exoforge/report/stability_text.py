"""Stability on a terminal: shelf life, kinetics, and what a journey did."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from exoforge.base.units import Quantity, convert
from exoforge.design.result import Interval
from exoforge.design.stability.accelerated import Accelerated
from exoforge.design.stability.excursion import Excursion
from exoforge.design.stability.shelf_life import BatchLife, ShelfLife
from exoforge.laws.accelerated import KineticFit
from exoforge.laws.constants import GAS
from exoforge.laws.shelf_life import Poolability, VarianceRatio
from exoforge.report.display import NARROW, amount, interval_text, number, percent, share_text, unit_text, with_error
from exoforge.report.plain import plain_references
from exoforge.report.text import aligned, pair, references_text, wrapped
from exoforge.report.words import with_signs

LABEL = 33
RESEARCH = "For research use: computed from the table that was given; no evidence of how the product works."
KINETICS = {"first-order": "first order", "sestak-berggren": "Šesták–Berggren"}
MODELS = {
    "one line": "one line for all batches",
    "common slope": "one slope, and for each batch its own start",
    "own lines": "its own line for each batch, with one scatter",
}
PLURALS = {one: f"{one}s" for one in ("day", "week", "month", "year")}
REGIMES = {"refrigerated": "liquid (0 °C and above)", "frozen": "below 0 °C", "deep-frozen": "below −60 °C"}


def shelf_life_text(found: ShelfLife, unit: str) -> str:
    """The shelf life, every batch, and the tests whether they may be pooled; times in a unit."""
    study = found.study
    lines = [f"Shelf life by '{study.file}': {measured_text(found)}", ""]
    level = f"{'two' if found.confidence > 0.96 else 'one'}-sided 95 % confidence limit of the mean"
    lines += _row("shelf life", f"{time_text(found.life, unit)}, when the {level} meets {limit_text(found)}")
    decided = next(batch for batch in found.batches if batch.batch == found.decided_by)
    lines += _row("the line itself meets it after", time_text(decided.line_life, unit))
    if len(found.batches) > 1:
        lines += _row("decided by", "all batches alike" if found.lines.model == "one line" else found.decided_by)
    lines += _row("the data cover", f"{time_text(found.covered, unit)}{_beyond(found, unit)}")
    claims = ", ".join(f"{time_text(claim, unit)} ({store})" for store, claim in found.claims.items())
    lines += _row("the guideline lets claim at most", f"{claims}; recalled, and only with supporting data")
    lines += ["", *_batch_table(found, unit)]
    if found.pooled:
        lines += ["", *_pooling(found.pooled, found.significance)]
    return _closed(lines, found.notes, found.cites)


def accelerated_text(found: Accelerated, unit: str) -> str:
    """What a study at several temperatures foretells, the kinetics beside each other, and where the answer leaves the study."""
    until, measured = found.until, found.study.measured
    celsius = _chosen(found.at)
    said = unit_text(found.study.unit)
    lines = [f"{celsius} by '{found.study.file}': {measured}{f', {said}' if said else ''}", ""]
    course, new = (f"{_value(low)} to {_value(high)}" for low, high in ((until.mean_low, until.mean_high), (until.new_low, until.new_high)))
    lines += _row(f"value after {time_text(until.time, unit)}", f"{_value(until.value)} (course {course}, a new measurement {new})")
    if found.life is not None and found.limit is not None and found.mean_life is not None and found.course_life is not None:
        lines += _row(f"falls to {found.limit:g} {said}".rstrip(), f"after {time_text(found.course_life, unit)} (the course itself)")
        lines += _row("  lower limit of the course", f"after {time_text(found.mean_life, unit)}")
        lines += _row("  lower limit of a measurement", f"after {time_text(found.life, unit)}")
    lines += ["  each limit is one-sided at 95 %", "", *_kinetics(found)]
    if found.beyond:
        lines += ["", "Outside the study"]
        lines += [line for sentence in found.beyond for line in wrapped(with_signs(sentence), "  ! ")]
    return _closed(lines, found.notes, found.cites)


def excursion_text(found: Excursion) -> str:
    """A journey: its mean kinetic temperature or why there is none, what was outside, and what was lost."""
    low, high = found.allowed
    kept = _chosen(high) if low == high else f"{_chosen(low).removesuffix(' °C')} to {_chosen(high)}"
    lines = [f"'{found.log.file}': {amount(found.duration, 's')} from {found.log.start:%Y-%m-%d %H:%M}, to be kept at {kept}", ""]
    if found.mkt is not None:
        energy = f"{found.energy / 1e3:.5g} kJ/mol{', recalled' if found.energy == 83144.0 else ''}"
        lines += _row("mean kinetic temperature", f"{amount(found.mkt, 'K')} ({energy})")
    else:
        lines += _row("mean kinetic temperature", f"none. {found.mkt_missing}")
        if found.liquid_mkt is not None:
            lines += _row("  of the time in the liquid alone", amount(found.liquid_mkt, "K"))
    lines += _row("mean; lowest and highest", f"{amount(found.mean, 'K')}; {amount(found.coldest, 'K')} and {amount(found.warmest, 'K')}")
    lines += _row(f"time above {_chosen(high)}", f"{amount(found.above, 's')} ({percent(found.above / found.duration)})")
    if low != high:
        lines += _row(f"time below {_chosen(low)}", f"{amount(found.below, 's')} ({percent(found.below / found.duration)})")
    if set(found.times) != {"refrigerated"}:
        lines += _row("time in each regime", ", ".join(f"{REGIMES[regime]} {amount(seconds, 's')}" for regime, seconds in found.times.items()))
        lines += _row("frozen on the way", f"{found.freezings} times" if found.freezings != 1 else "once")
    lines += ["", *_row("vesicles lost on the way", share_text(found.lost))]
    lines += _row(f"lost in the same time at {_chosen(high)}", share_text(found.lost_if_kept))
    lines += _row("difference, of all vesicles", _difference(found.extra))
    if found.as_if_kept is not None:
        lines += _row(f"as much as at {_chosen(high)} in", interval_text(found.as_if_kept, "s"))
    lines += [f"  median, and in brackets the 5th and 95th percentile of {found.members} draws, seed {found.seed}", "", "Rates of the vesicles"]
    for rate in found.rates:
        ends = "stated" if rate.is_stated else f"{amount(rate.low, rate.parameter.unit)} to {amount(rate.high, rate.parameter.unit)}, {rate.parameter.status}"
        lines += wrapped(with_signs(f"{rate.parameter.meaning.split(';')[0]}: {amount(rate.value, rate.parameter.unit)} ({ends})"), "  ", hang=2)
    return _closed(lines, found.notes, found.cites)


def time_text(seconds: float, unit: str) -> str:
    """A time in a unit, ``35.8 months``; in words when it is 0 or infinite."""
    if math.isinf(seconds):
        return "never"
    if seconds == 0:
        return "out from the start"
    shown = convert(Quantity(value=seconds, unit="s"), unit).value
    return f"{number(shown, 3)} {PLURALS.get(unit, unit_text(unit))}"


def limit_text(found: ShelfLife) -> str:
    """The limits of a specification."""
    said = [f"{limit:g}" for limit in (found.lower, found.upper) if limit is not None]
    return f"{' or '.join(said)} {unit_text(found.study.unit)}".strip()


def measured_text(found: ShelfLife) -> str:
    """What was measured, with its unit."""
    said = unit_text(found.study.unit)
    return f"{found.study.measured}{f', {said}' if said else ''}{', by its logarithm' if found.is_log else ''}"


def _beyond(found: ShelfLife, unit: str) -> str:
    if math.isinf(found.life) or found.life <= found.covered:
        return ""
    return f"; the answer lies {time_text(found.life - found.covered, unit)} beyond them"


def _batch_table(found: ShelfLife, unit: str) -> list[str]:
    per = convert(Quantity(value=1.0, unit=unit), "s").value
    one = next((single for single, many in PLURALS.items() if unit == many), unit_text(unit))
    head = ("batch", "points", "covers", "ln of start" if found.is_log else "start", f"change per {one}", "line meets", "shelf life")
    rows = [head, *(_batch_row(batch, per, unit) for batch in found.batches)]
    return aligned(rows, indent="  ", gap=3)


def _batch_row(batch: BatchLife, per: float, unit: str) -> tuple[str, ...]:
    slope = with_error(batch.slope * per, batch.slope_error * per, "").replace("-", "−")
    times = (time_text(batch.line_life, unit), time_text(batch.life, unit))
    return (batch.batch[:24], str(batch.points), time_text(batch.covered, unit), number(batch.intercept, 4), slope, *times)


def _pooling(pooled: Poolability, significance: float) -> list[str]:
    lines = ["May the batches be pooled?"]
    rows: Sequence[tuple[str, VarianceRatio]] = (("slopes", pooled.slopes), ("starts", pooled.intercepts))
    for name, test in rows:
        verdict = "held different" if test.probability < significance else "held equal"
        idle = " (not asked: the slopes differ)" if name == "starts" and pooled.model == "own lines" else ""
        lines.append(f"  {name:<8} F({test.freedom[0]}, {test.freedom[1]}) {number(test.ratio, 3):<8} p {_chance(test.probability):<14} {verdict}{idle}")
    return [*lines, f"  significance {significance:g}: {MODELS[pooled.model]}"]


def _chance(probability: float) -> str:
    return "below 0.0001" if probability < 1e-4 else number(probability, 2)


def _kinetics(found: Accelerated) -> list[str]:
    head = ("", "order", "activation energy", "start", "scatter", "AICc")
    rows = [head, *(_fit_row(KINETICS[name], fit, is_taken=name == found.taken) for name, fit in found.fits.items())]
    table = aligned(rows, indent="  ", gap=3)
    return ["Kinetics", *table, *wrapped(with_signs(f"{KINETICS[found.taken]} was taken: {found.chosen_by}."), "  ", hang=2)]


def _fit_row(name: str, fit: KineticFit, *, is_taken: bool) -> tuple[str, ...]:
    order = "1, given" if fit.is_order_given else "0, lowest" if fit.is_at_bound else with_error(fit.order, math.sqrt(fit.covariance[3, 3]), "")
    energy = with_error(fit.slope * GAS, math.sqrt(fit.covariance[2, 2]) * GAS, "J/mol")
    start = with_error(fit.initial, math.sqrt(fit.covariance[0, 0]), "")
    return (f"{'>' if is_taken else ' '} {name}", order, energy, start, number(fit.deviation, 3), f"{fit.aicc:.1f}".replace("-", "−"))


def _chosen(kelvin: float) -> str:
    """A temperature that somebody chose, without trailing zeros."""
    return f"{kelvin - 273.15:.4g} °C".replace("-", "−")


def _value(value: float) -> str:
    return number(value, 3)


def _difference(interval: Interval) -> str:
    shown = [f"{100 * value:+.2g}".replace("-", "−") for value in (interval.median, interval.low, interval.high)]
    return f"{shown[0]} ({shown[1]} to {shown[2]}){NARROW}%"


def _row(label: str, value: str) -> list[str]:
    return pair(label, with_signs(value), width=LABEL)


def _closed(lines: Iterable[str], notes: Sequence[str], cites: Sequence[str]) -> str:
    """The notes, the references and what the answer is good for, below everything else."""
    told = [line for note in notes for line in wrapped(with_signs(note), "  * ")]
    return "\n".join([*lines, *(["", *told] if told else []), "", references_text(plain_references(cites)), "", RESEARCH])
