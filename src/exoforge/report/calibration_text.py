"""A calibration on a terminal: what the data leave of each prior, and how well it foretells what was kept back."""

from __future__ import annotations

from exoforge.design.calibration.result import Calibrated, Calibration, Checked, Ends, ErrorModel, ErrorSize
from exoforge.report.display import NOTHING, number, percent, scale_for
from exoforge.report.plain import plain_references
from exoforge.report.text import aligned, pair, references_text, wrapped
from exoforge.report.words import number_of

LABEL = 36
METHODS = {"smoother": "ensemble smoother (multiple data assimilation)", "mcmc": "draws of the posterior (MCMC, emcee)"}
RESEARCH = "For research use: a posterior is what the data leave of the priors if the model holds; it is no evidence of how the product works."


def calibration_text(found: Calibration, name: str) -> str:
    """Priors beside posteriors, the checks, and what cannot be told apart."""
    measured = found.measured
    held = f", {found.held.points} kept back" if found.held else ""
    lines = [f"{name}: calibrated to '{measured.file}'", ""]
    lines += pair("values", f"{found.fitted.points} used{held}", width=LABEL)
    lines += pair("method", f"{METHODS[found.method]}, {found.error} error, seed {found.seed}, {found.evaluations} evaluations", width=LABEL)
    lines += pair("parameters", f"{len(found.parameters)}; {found.left_out} others move no value by half of its error", width=LABEL)
    rows: list[tuple[str, ...]] = [("step", "parameter", "prior", "posterior", "width kept")]
    rows += [_row(one) for one in found.parameters]
    lines += ["", *aligned(rows, indent="  "), "  median, and in brackets the 5th and 95th percentile; * informed by the data", ""]
    for one in found.errors:
        lines += pair(f"estimated error of {one.quantity}", _error(one, found.error), width=LABEL)
    lines += _check("values used", found.fitted)
    if found.held is not None:
        lines += _check("values kept back", found.held)
    lines.append("")
    for first, second, size in found.pairs:
        name_of_one, other = (found.parameters[place].assumption.name for place in (first, second))
        lines += wrapped(
            f"'{name_of_one}' and '{other}' cannot be told apart by these data (correlation {size:.2f}); their intervals hold only together.".replace("-", "−"),
            "  ! ",
        )
    lines += [line for note in (*found.diagnostics, *found.notes, *measured.notes) for line in wrapped(note, "  * ")]
    return "\n".join([*lines, "", references_text(plain_references(found.cites)), "", *wrapped(RESEARCH)])


def ends_text(ends: Ends, unit: str) -> str:
    """``1.9e-13 (1.3e-13 to 2.7e-13) m2/s`` in the unit in which it is read."""
    scale = scale_for(unit, ends.median)
    shown = [number(scale(value)) for value in (ends.median, ends.low, ends.high)]
    return f"{shown[0]} ({shown[1]} to {shown[2]}) {scale.unit}".strip()


def _row(one: Calibrated) -> tuple[str, ...]:
    unit = one.uncertain.parameter.unit
    mark = "*" if one.informed else ""
    return (
        str(number_of(one.assumption.key) or ""),
        one.assumption.name,
        ends_text(one.prior, unit),
        ends_text(one.posterior, unit),
        f"{percent(one.kept)} {mark}",
    )


def _error(one: ErrorSize, model: ErrorModel) -> str:
    """The size of an error; the smoother gives one number, whose own uncertainty it does not know."""
    ends = one.deviation
    between = f"{number(ends.low)} to {number(ends.high)}" if ends.low < ends.high else "one number; its own error is not known"
    return f"{number(ends.median)}{' in logarithms' if model == 'log-normal' else ''} ({between})"


def _check(label: str, one: Checked) -> list[str]:
    low, high = (percent(share) for share in one.expected)
    chance = NOTHING if one.p != one.p else f"{one.p:.2f}"
    said = f"{percent(one.covered)} of {one.points} in the 90 % band of new measurements ({low} to {high} by chance); p {chance}"
    return pair(f"{label}, posterior predictive", said, width=LABEL)
