"""Fits of release curves on a terminal."""

from __future__ import annotations

import math

from exoforge.design.release.comparison import RULE, Comparison
from exoforge.design.release.fitting import ReleaseFit
from exoforge.report.display import NARROW, amount, number
from exoforge.report.plain import plain_references
from exoforge.report.release.words import RESEARCH, coefficients_text, interval_said, seconds_text, time_unit_text, unit_of
from exoforge.report.text import aligned, pair, references_text, wrapped

LABEL = 26
SHARED = "Rule and intervals take the errors of points as independent: an error in the load, which all points share, can exclude the law that is true."


def fit_text(found: ReleaseFit) -> str:
    """The best law, what it foretells, every law beside it, the exponent, and what is excluded."""
    curves, unit = found.curves, found.curves.time_unit
    batches = len(curves.curves)
    who = f"{batches} batches, " if batches > 1 else ""
    lines = [f"Release by '{curves.file}': {who}{found.whole.points.number} points after the start", ""]
    lines += _row("best law", f"{found.best.fit.law.title} (weight {found.best.weight:.2f} among the laws on all points)")
    lines += _row("what it would mean", found.best.fit.law.mechanism)
    lines += _row("coefficients", coefficients_text(found.best, unit))
    if batches > 1:
        lines += _spread(found)
    diffusivity = diffusivity_text(found)
    if diffusivity:
        lines += _row("diffusivity by Crank", diffusivity)
    band = found.band
    shown = time_unit_text(unit)
    for share, interval in band.times.items():
        lines += _row(f"released {100 * share:.0f} %", interval_said(interval, shown, beyond=band.last))
        if share in band.new_times:
            lines += _row("  in a new batch", interval_said(band.new_times[share], shown, beyond=band.last))
    took_part = ", ".join(f"{name} {weight:.2g}" for name, weight in band.laws)
    lines += wrapped(f"best law, and in brackets the 5th and 95th percentile over laws and coefficients ({took_part}; seed {found.seed})", "  ")
    lines += ["", f"Laws on all {found.whole.points.number} points", *_table(found.whole), *_skipped(found.whole)]
    lines += wrapped(f"A law is {RULE} (a choice). {SHARED} Scatter: residuals, in per cent of the load. MSC: model selection criterion.", "  ")
    lines += ["", "Their coefficients, with 95 % intervals" + (" over batches" if batches > 1 else ""), *_coefficients(found.whole, unit)]
    lines += ["", *_first_part(found)]
    if found.notes:
        lines += ["", "Notes", *(line for note in found.notes for line in wrapped(note, "  - "))]
    lines += ["", references_text(plain_references(found.cites)), "", RESEARCH]
    return "\n".join(lines).replace(NARROW, " ")


def diffusivity_text(found: ReleaseFit) -> str:
    """The diffusivity of the Crank law of the stated shape, with its interval; empty where no length is stated."""
    length = found.shape.length
    one = next((one for one in found.whole.ranked if one.fit.law.key == f"crank-{found.shape.geometry}"), None)
    if one is None or length is None:
        return ""
    value, low, high = (end * length**2 / found.unit for end in (one.known[0].value, one.known[0].low, one.known[0].high))
    ends = " to ".join(amount(end, "m2/s") if math.isfinite(end) else "no limit" for end in (low, high))
    return f"{amount(value, 'm2/s')} ({ends}) over {amount(length, 'm')}; the law is {one.verdict}"


def _row(label: str, value: str) -> list[str]:
    return pair(label, value, width=LABEL)


def _spread(found: ReleaseFit) -> list[str]:
    """How far the batches lie apart, for each coefficient of the best law."""
    lines = []
    for place, known in enumerate(found.best.known):
        if known.between is None:
            lines += _row(f"between batches, {known.name}", "not determined")
            continue
        one, coefficient = known.between, found.best.fit.law.coefficients[place]
        if coefficient.scale == "logit":
            said = f"standard deviation {number(one.deviation, 2)} of its logit ({number(one.deviation_low, 2)} to {number(one.deviation_high, 2)})"
        else:
            low, middle, high = (number(math.exp(min(end, 50.0)), 3) if end < 50 else "∞" for end in (one.deviation_low, one.deviation, one.deviation_high))
            said = f"a factor of {middle} ({low} to {high}), geometric standard deviation"
        lines += _row(f"between batches, {known.name}", said)
    return lines


def _table(compared: Comparison) -> list[str]:
    rows = [("law", "AICc", "Δ", "weight", "adj. R²", "MSC", "scatter", "")]
    for one in compared.ranked:
        fit = one.fit
        rows.append(
            (
                fit.law.title,
                _signed(fit.akaike, 1),
                f"{one.delta:.1f}",
                f"{one.weight:.3f}" if one.weight >= 5e-4 else "<0.001",
                _signed(fit.adjusted, 4),
                _signed(fit.selection, 2),
                f"{100 * fit.scatter:.2g} %",
                one.verdict,
            )
        )
    wide = aligned([row[:-1] for row in rows], indent="  ", numbers=True)
    return [f"{line}  {row[-1]}".rstrip() for line, row in zip(wide, rows, strict=True)]


def _coefficients(compared: Comparison, unit: str) -> list[str]:
    rows = [
        (
            one.fit.law.title if not place else "",
            known.name,
            number(known.value, 3),
            f"{number(known.low, 3)} to {number(known.high, 3)}",
            unit_of(one.fit.law, place, unit),
        )
        for one in compared.ranked
        for place, known in enumerate(one.known)
    ]
    return aligned(rows, indent="  ")


def _skipped(compared: Comparison) -> list[str]:
    return [line for title, reason in compared.skipped for line in wrapped(f"{title}: not fitted, {reason}", "  ")]


def _first_part(found: ReleaseFit) -> list[str]:
    """The power law and what its exponent means; the laws on its points where those are not all."""
    if found.exponent is None or found.first_part is None:
        return wrapped(f"{found.no_first_part}; no exponent is told.", "")
    known, unit = found.exponent.known, found.curves.time_unit
    power = next(one for one in found.first_part.ranked if one.fit.law.first_part)
    last = max(float(row[kept].max()) for row, kept in zip(found.first_part.points.time, found.first_part.points.weight > 0, strict=True) if kept.any())
    until = seconds_text(last * found.unit, unit)
    lines = [f"Korsmeyer–Peppas on the first 60 % ({found.first_part.points.number} points, until {until})"]
    lines += _row("coefficients", coefficients_text(power, unit))
    lines += [line for shape, said in found.exponent.meanings for line in _row(f"n {number(known.value, 3)} in a {shape}", said)]
    if found.first_part is not found.whole:
        lines += ["", f"All laws on those {found.first_part.points.number} points", *_table(found.first_part), *_skipped(found.first_part)]
    return lines


def _signed(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace("-", "−")
