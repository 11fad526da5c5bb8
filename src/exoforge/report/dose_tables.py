"""Doses in other units and in other species, for the terminal and for machines: plain text, and dicts that `json.dumps` takes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from exoforge.base.trace import reference
from exoforge.base.units import Quantity, quantity_text
from exoforge.design.result import Interval
from exoforge.evidence.dose.conversion import Conversion, ConvertedDose, DoseContext, Factor, RefusedDose
from exoforge.evidence.dose.lognormal import LogNormal
from exoforge.evidence.dose.scaling import ScaledDose, ScaledRow
from exoforge.record.dose_level import DoseLevel, DoseReading
from exoforge.report.display import interval_text, number, unit_text
from exoforge.report.text import WIDTH, references_text

SAID = "median, and in brackets the 5th and 95th percentile"
LABEL = 20


def conversion_text(reading: DoseReading, answers: Sequence[tuple[DoseLevel, Sequence[Conversion], Sequence[str]]], context: DoseContext) -> str:
    """Every level of a dose in other units, with the factors that led there, the refusals, the doubts and the references.

    Parameters
    ----------
    answers : for each level its conversions, and what is hard to believe about the level itself.
    """
    lines: list[str] = []
    for level, conversions, doubts in answers:
        lines += [level.text or quantity_text(level.quantity), ""]
        converted = [one for one in conversions if isinstance(one, ConvertedDose)]
        lines += _converted(converted)
        refused = [one for one in conversions if isinstance(one, RefusedDose)]
        lines += _refused(refused)
        flags = dict.fromkeys((*doubts, *(flag for one in converted for flag in one.flags)))
        lines += [line for flag in flags for line in _wrapped(f"! {flag}", "  ")]
        lines.append("")
    if any(isinstance(one, ConvertedDose) for _, conversions, _ in answers for one in conversions):
        lines += [f"  {SAID}", f"  diameter {context.diameter.median * 1e9:.3g} nm ({context.diameter_said}); isolation: {context.isolation}", ""]
    lines += _notes((*reading.notes, *context.notes), reading.unread)
    cited = references_of(answers)
    shown = "\n".join([*lines, *([references_text(cited)] if cited else [])]).rstrip()
    return re.sub(r"\n{3,}", "\n\n", shown)


def _converted(conversions: Sequence[ConvertedDose]) -> list[str]:
    """One line per unit; the factors below, each once."""
    lines = [f"  = {_interval(one.amount, one.to)}" for one in conversions]
    factors = {factor.text: factor for one in conversions for factor in one.factors}
    if factors:
        lines.append("")
    for factor in factors.values():
        lines += _wrapped(f"{factor.text}  [{factor.origin}, {factor.status}]", "  × ")
        lines += _wrapped(factor.sentence, "      ")
    return [*lines, ""] if lines else []


def _refused(refusals: Sequence[RefusedDose]) -> list[str]:
    """Units that cannot be said, together where the reason is one."""
    units: dict[str, list[str]] = {}
    for one in refusals:
        units.setdefault(one.reason, []).append(unit_text(one.to))
    return [line for reason, names in units.items() for line in _wrapped(f"{', '.join(names)}: {reason}", "  – ")]


def _interval(amount: LogNormal, unit: str) -> str:
    return interval_text(Interval(central=amount.median, low=amount.low, median=amount.median, high=amount.high), unit)


def scaling_text(scaled: ScaledDose) -> str:
    """A dose in another species by every way, with the disagreement of the guidance, what it exempts, and the volume."""
    lines = [f"{quantity_text(scaled.dose)} in {_with_mass(scaled.source, scaled.source_mass)}, carried to {_with_mass(scaled.target, scaled.target_mass)}", ""]
    for row in scaled.rows:
        lines += _row(row)
    lines += ["", *_wrapped(disagreement(scaled), "  "), ""]
    for one in scaled.exemptions:
        applies = {None: "the route is not stated", True: "this route", False: "not this route"}[one.applies]
        lines += _wrapped(f"exempt in the guidance: {one.sentence} [{one.status}; {applies}]", "  – ")
    if scaled.volume is not None:
        lines += ["", *_wrapped(f"{scaled.volume.sentence} [{scaled.volume.source}, {scaled.volume.status}]", "  ")]
    return "\n".join([*lines, "", *_notes(scaled.notes, "")]).rstrip()


def disagreement(scaled: ScaledDose) -> str:
    """How far the two ways of the guidance lie apart."""
    off = 100 * abs(scaled.disagreement - 1)
    if off < 0.05:
        return "The two ways of the guidance agree."
    side = "less" if scaled.disagreement < 1 else "more"
    return f"The two ways of the guidance disagree: the power of body mass gives {number(off)} % {side} than body surface (ratio {scaled.disagreement:.3g})."


def _row(row: ScaledRow) -> list[str]:
    if row.dose is None:
        return _wrapped(f"{row.method:<{LABEL}}  {row.sentence}", "  ")
    per_mass = f"  ({_amount(row.per_mass)})" if row.per_mass is not None else ""
    starting = f"; starting dose, a tenth: {_amount(row.starting)}" if row.starting is not None else ""
    return _wrapped(f"{row.method:<{LABEL}}  {_amount(row.dose)}{per_mass}{starting}  [{row.sentence}; {row.source}, {row.status}]", "  ")


def _amount(quantity: Quantity) -> str:
    shown = f"{number(quantity.value, 3)} {unit_text(quantity.unit)}"
    return f"{shown} ({number(quantity.low, 3)} to {number(quantity.high, 3)})" if quantity.low is not None and quantity.high is not None else shown


def _with_mass(species: str, mass: Quantity) -> str:
    return f"{species} of {mass.value:g} kg"


def _notes(notes: Iterable[str], unread: str) -> list[str]:
    said = [*dict.fromkeys(notes), *([f"Not read: '{unread}'."] if unread else [])]
    return [line for note in said for line in _wrapped(note, "  * ")] + ([""] if said else [])


def _wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=" " * (len(lead) + 2), break_on_hyphens=False, replace_whitespace=False)


def references_of(answers: Sequence[tuple[DoseLevel, Sequence[Conversion], Sequence[str]]]) -> list[dict[str, Any]]:
    """The references of the factors that were really used, each once."""
    used = [factor for _, conversions, _ in answers for one in conversions if isinstance(one, ConvertedDose) for factor in one.factors]
    return _references(key for factor in used for key in factor.cites)


def _references(keys: Iterable[str]) -> list[dict[str, Any]]:
    found = [reference(key) for key in dict.fromkeys(keys)]
    return [{"key": one.key, "text": one.text, "doi": one.doi, "pmid": one.pmid, "status": one.status} for one in found]


def conversion_plain(reading: DoseReading, answers: Sequence[tuple[DoseLevel, Sequence[Conversion], Sequence[str]]], context: DoseContext) -> dict[str, Any]:
    """The same for machines; amounts in the unit asked for, with median, low, high and log_sd."""
    return {
        "ok": True,
        "text": reading.text,
        "levels": [
            {**level_plain(level), "conversions": [_conversion(one) for one in conversions], "doubts": [*doubts]} for level, conversions, doubts in answers
        ],
        "unread": reading.unread,
        "notes": [*reading.notes, *context.notes],
        "isolation": context.isolation,
        "diameter": {**_lognormal(context.diameter), "unit": "m", "from": context.diameter_said},
        "references": references_of(answers),
    }


def level_plain(level: DoseLevel) -> dict[str, Any]:
    """One dose level as plain texts and numbers."""
    return {
        "text": level.text,
        "dose": quantity_text(level.quantity),
        "printed": quantity_text(level.printed),
        "counted": level.counted,
        "is_assumed": level.is_assumed,
        "is_yield": level.is_yield,
        "volume": None if level.volume is None else quantity_text(level.volume),
        "per": level.place,
        "also": [quantity_text(other) for other in level.also],
        "limit": None if level.limit is None else quantity_text(level.limit),
    }


def _conversion(one: Conversion) -> dict[str, Any]:
    if isinstance(one, RefusedDose):
        return {"to": one.to, "ok": False, "reason": one.reason}
    return {"to": one.to, "ok": True, **_lognormal(one.amount), "factors": [_factor(factor) for factor in one.factors], "flags": [*one.flags]}


def _factor(factor: Factor) -> dict[str, Any]:
    return {
        "text": factor.text,
        **_lognormal(factor.value),
        "origin": factor.origin,
        "status": factor.status,
        "cites": [*factor.cites],
        "sentence": factor.sentence,
    }


def _lognormal(value: LogNormal) -> dict[str, float]:
    return {"median": value.median, "low": value.low, "high": value.high, "log_sd": value.log_sd}


def scaling_plain(scaled: ScaledDose) -> dict[str, Any]:
    """The same for machines; doses as texts with their unit."""
    check = scaled.volume
    return {
        "dose": quantity_text(scaled.dose),
        "from": {"species": scaled.source, "body_mass": quantity_text(scaled.source_mass)},
        "to": {"species": scaled.target, "body_mass": quantity_text(scaled.target_mass)},
        "ways": [_row_plain(row) for row in scaled.rows],
        "disagreement": scaled.disagreement,
        "exemptions": [{"sentence": one.sentence, "status": one.status, "applies": one.applies} for one in scaled.exemptions],
        "volume": None if check is None else {"verdict": check.verdict, "sentence": check.sentence, "source": check.source, "status": check.status},
        "notes": [*scaled.notes],
        "references": _references(("fda2005", *((check.source,) if check is not None and check.status == "read" else ()))),
    }


def _row_plain(row: ScaledRow) -> dict[str, Any]:
    doses = {name: getattr(row, name) for name in ("dose", "per_mass", "starting")}
    return {
        "method": row.method,
        "factor": row.factor,
        **{name: None if dose is None else quantity_text(dose) for name, dose in doses.items()},
        "sentence": row.sentence,
        "source": row.source,
        "status": row.status,
    }
