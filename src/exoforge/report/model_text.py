"""Models of the shelf on a terminal: the list, a card, claims computed again, a course."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from exoforge.base.parameters import Parameter
from exoforge.base.trace import reference
from exoforge.base.units import short_number
from exoforge.design.shelf.checking import Checked
from exoforge.design.shelf.comparison import Agreement
from exoforge.design.shelf.running import ModelRun
from exoforge.laws.kinetics.card import Claim, ModelCard, Origin, equations_of
from exoforge.laws.kinetics.model import KineticModel
from exoforge.report.display import NOTHING, unit_text
from exoforge.report.text import aligned, pair, wrapped

COUNTED: dict[Origin, str] = {"published": "published", "independent run": "of independent runs", "analytic": "on paper"}
LABEL = 32
RESEARCH = "For research use: what a model computes is no evidence of how a therapy works."
ORIGINS = {"published": "published", "independent run": "run of another program", "analytic": "on paper"}


def list_text(cards: Mapping[str, ModelCard]) -> str:
    """Every model in one line."""
    rows = [("model", "tissue", "states", "parameters", "known numbers", "title")]
    for key, card in cards.items():
        states, parameters = (str(len(card.model.states)), str(len(card.model.parameters))) if card.model else (NOTHING, NOTHING)
        rows.append((key, card.tissue, states, parameters, str(len(card.claims)), card.title))
    wide = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = []
    for row in rows:
        lead = "  ".join(f"{cell:{'<' if column < 2 else '>'}{width}}" for column, (cell, width) in enumerate(zip(row, wide, strict=False)))
        lines += wrapped(row[5], f"{lead}  ")
    return "\n".join([*lines, "", "'exoforge model check' computes the known numbers again; 'exoforge model show KEY' prints one model."])


def card_text(card: ModelCard, found: Sequence[Checked] = (), agreement: Agreement | None = None) -> str:
    """All that is known of a model."""
    lines = [f"{card.key}: {card.title}", ""]
    rows = [("tissue", card.tissue), ("read from", card.read_from), ("status", status_text(card, found))]
    if agreement is not None:
        rows.append(("another program", agreement.sentence))
    for label, value in rows:
        lines += pair(label, value, width=16) if value else []
    if card.model is not None:
        lines += ["", f"Equations, time in {unit_text(card.model.time_unit)}"]
    else:
        lines += ["", "Equations"]
    lines += [line for equation in equations_of(card) for line in wrapped(equation, "  ", hang=4)]
    if card.model is not None:
        lines += _declared(card.model)
    if card.claims:
        lines += ["", "Known numbers", *_claims(card, found)]
    for head, sentences in (("Reproduced in words", card.behaviours), ("Not reproduced", card.not_reproduced), ("What it cannot say", card.cannot_say)):
        if sentences:
            lines += ["", head, *(line for sentence in sentences for line in wrapped(sentence, "  - "))]
    if card.cite:
        lines += ["", "References", *(line for key in card.cite for line in wrapped(_reference(key), "  ", hang=2))]
    return "\n".join([*lines, "", RESEARCH])


def status_text(card: ModelCard, found: Sequence[Checked] = ()) -> str:
    """How far a model was validated, as words."""
    if not card.cite:
        return "imported, nothing reproduced"
    if not card.claims:
        return "no known number yet"
    if not found:
        return f"{len(card.claims)} known numbers ({origins_text(card)}); --check computes them now"
    return f"{sum(one.is_reproduced for one in found)} of {len(found)} known numbers reproduced now ({origins_text(card)})"


def origins_text(card: ModelCard) -> str:
    """How many known numbers of a model each kind of source gave."""
    counts = Counter(claim.origin for claim in card.claims)
    return ", ".join(f"{counts[origin]} {word}" for origin, word in COUNTED.items() if counts[origin])


def check_text(results: Mapping[str, Sequence[Checked]]) -> str:
    """Claims of several models, computed now."""
    lines = []
    for key, found in results.items():
        good = sum(one.is_reproduced for one in found)
        lines += [f"{key}: {good} of {len(found)} known numbers reproduced" if found else f"{key}: no known number", *_checked(found), ""]
    off = [f"{key}: {one.claim.title}" for key, found in results.items() for one in found if not one.is_reproduced]
    total = sum(len(found) for found in results.values())
    if off:
        lines += [
            f"{len(off)} of {total} known numbers {'is' if len(off) == 1 else 'are'} off, marked ! above:",
            *(line for one in off for line in wrapped(one, "  ! ")),
        ]
    elif len(results) > 1:
        lines.append(f"All {total} known numbers of {len(results)} models are reproduced.")
    return "\n".join(lines).rstrip()


def run_text(run: ModelRun) -> str:
    """Where a course ends and where it peaks."""
    model = run.card.model
    unit = unit_text(model.time_unit) if model else ""
    lines = [f"{run.card.key}: {run.card.title}, from 0 to {short_number(float(run.times[-1]), 6)} {unit}", ""]
    rows: list[tuple[str, ...]] = [("state", "unit", "at the start", "at the end", "largest", f"at, {unit}")]
    for one in run.courses:
        ends = (short_number(float(one.values[0]), 4), short_number(float(one.values[-1]), 4), short_number(one.peak, 4), short_number(one.peak_time, 4))
        rows.append((one.name, unit_text(one.unit) or NOTHING, *ends))
    lines += aligned(rows, indent="  ")
    if run.changed:
        lines += ["", *wrapped("Set: " + ", ".join(f"{name} = {value:g}" for name, value in run.changed.items()), hang=2)]
    lines += [line for note in run.notes for line in wrapped(note)]
    if not run.card.cite:
        lines += wrapped("The model was imported; nothing of it was reproduced here.")
    return "\n".join([*lines, "", RESEARCH])


def spread_text(one: Parameter) -> str:
    """How far a parameter may stray."""
    spread = one.spread
    if spread.shape == "uniform":
        return f"{spread.a:.4g} to {spread.b:.4g}"
    if spread.shape == "lognormal":
        return f"a factor {spread.a:.3g}"
    return f"± {spread.a:.4g}" if spread.shape == "normal" else "fixed"


def value_text(one: Parameter) -> str:
    """The usual value of a parameter with its unit."""
    if one.usual is None:
        return "to be stated"
    return f"{short_number(float(one.usual), 6)} {unit_text(one.unit)}".strip()


def origin_text(claim: Claim) -> str:
    """Who gave a number, and where it stands."""
    return f"{claim.source} ({ORIGINS[claim.origin]})"


def got_text(claim: Claim, got: float | None) -> str:
    """An answer with one digit more than its tolerance can tell apart, so that it is the same on every machine."""
    if got is None or not math.isfinite(got):
        return "no number"
    allowed = claim.tolerance if claim.kind == "absolute" else claim.tolerance * abs(claim.expected)
    if not got or allowed <= 0:
        return f"{got:.6g}"
    finest = math.floor(math.log10(allowed)) - 1
    digits = min(max(math.floor(math.log10(abs(got))) - finest + 1, 1), 12)
    return "0" if float(f"{got:.{max(-finest, 0)}f}") == 0 else f"{got:.{digits}g}"


def tolerance_text(claim: Claim) -> str:
    """How far an answer may be off."""
    if claim.kind == "absolute":
        return f"± {claim.tolerance:g} {claim.unit}".strip()
    return f"± {claim.tolerance * 100:g} %" if claim.tolerance >= 1e-6 else f"± {claim.tolerance:g} of it"


def _declared(model: KineticModel) -> Iterable[str]:
    lines = ["", "States"]
    lines += [line for one in model.states for line in pair(f"{one.name}, {unit_text(one.unit)}".rstrip(", "), one.meaning, width=LABEL)]
    if model.parameters:
        lines += ["", "Parameters" + (": usual value; how far it may stray, status and source of the value" if model.cite else ", with the values of the file")]
    for one in model.parameters:
        told = f"{one.meaning} ({spread_text(one)}; {' '.join(part for part in (one.status, one.cite) if part)})" if model.cite else one.meaning
        lines += pair(f"{one.name} = {value_text(one)}", told, width=LABEL)
    if model.inputs:
        lines += ["", "From outside"]
        lines += [line for signal in model.inputs for line in pair(f"{signal.name}, {unit_text(signal.unit)}".rstrip(", "), signal.meaning, width=LABEL)]
    if model.events:
        lines += ["", "Events"]
        lines += [line for event in model.events for line in pair(f"at t = {event.time}", event.meaning, width=LABEL)]
    return lines


def _claims(card: ModelCard, found: Sequence[Checked]) -> list[str]:
    if found:
        return _checked(found)
    lines = []
    for claim in card.claims:
        lines += wrapped(f"{claim.title}: {claim.expected:.6g} {claim.unit}".rstrip() + f", {tolerance_text(claim)}; {origin_text(claim)}", "  - ")
    return lines


def _checked(found: Sequence[Checked]) -> list[str]:
    lines = []
    for one in found:
        claim = one.claim
        got = f"got {got_text(claim, one.got)}" if not one.trouble else one.trouble
        told = f"{claim.title}: {got}, expected {claim.expected:.6g} {claim.unit}".rstrip() + f" {tolerance_text(claim)}; {origin_text(claim)}"
        lines += wrapped(told, "  + " if one.is_reproduced else "  ! ")
    return lines


def _reference(key: str) -> str:
    found = reference(key)
    return f"[{key}] {found.text} ({found.status})" + (f" doi:{found.doi}" if found.doi else "")
