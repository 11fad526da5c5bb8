"""The answer of a tissue on one screen: untreated beside treated, the class of the outcome, what drives it, what was published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exoforge.design.plausibility import published
from exoforge.design.response_result import ResponseResult
from exoforge.design.result import LedgerRow
from exoforge.design.run_result import Run
from exoforge.design.tissue_question import TissueEvidence
from exoforge.report.chapters.response import DIRECTIONS, horizon
from exoforge.report.display import interval_text, number, percent, unit_text
from exoforge.report.document import NATURE, plain
from exoforge.report.text import aligned, warnings_text, wrapped
from exoforge.report.words import sentence_case, setting_of

DRIVERS = 8
SIGNS = {1: "raised", -1: "lowered", 0: "direction not printed"}


def response_text(run: Run, result: ResponseResult) -> str:
    """A response on one screen."""
    never = f"not within {horizon(result)}"
    lines = [
        result.title,
        *wrapped(f"Model '{result.model}' (exoforge model show {result.model}); {run.ensemble.members} members, seed {run.ensemble.seed}.", ""),
    ]
    for one in result.endpoints:
        lines += ["", *wrapped(f"{sentence_case(one.meaning)} ({DIRECTIONS[one.larger_is_better]})")]
        rows = [
            ("untreated", interval_text(one.untreated, one.unit, never=never)),
            ("treated", interval_text(one.treated, one.unit, never=never)),
            ("treated less untreated", interval_text(one.difference, one.unit, never="one arm never")),
        ]
        if one.larger_is_better is not None:
            rows.append(("better in", f"{percent(one.better)} of the members"))
        lines += aligned(rows, indent="  ")
    lines += ["", "  median, and in brackets the 5th and 95th percentile of the ensemble"]
    lines += _outcome(result)
    lines += ["", "What drives it: the first endpoint's difference when one assumption alone is moved to its ends", *_drivers(run.ledger)]
    if result.plausibility:
        lines += ["", "Beside published effects (a check; nothing was fitted to them)"]
        lines += [text for one in result.plausibility for text in wrapped(one.sentence, "  - ")]
    if result.cannot_say:
        lines += ["", "What this model cannot say", *(text for sentence in result.cannot_say for text in wrapped(sentence, "  - "))]
    return "\n".join([*lines, *warnings_text(run.warnings), "", NATURE])


def _outcome(result: ResponseResult) -> list[str]:
    outcome = result.outcome
    if outcome is None:
        return []
    shares = zip(outcome.classes, outcome.untreated, outcome.treated, strict=True)
    rows = [("class of outcome", "untreated", "treated"), *((name, percent(untreated), percent(treated)) for name, untreated, treated in shares)]
    moved = f"The therapy moves {percent(outcome.improved)} of the members to a better class and {percent(outcome.worsened)} to a worse one."
    return ["", *aligned(rows, indent="  ", numbers=True), *wrapped(f"{moved} {outcome.rule}", "  ")]


def _drivers(ledger: Sequence[LedgerRow]) -> list[str]:
    moving = [row for row in ledger if row.moves > 0 and row.at_low is not None and row.at_high is not None][:DRIVERS]
    if not moving:
        return ["  Nothing that was varied moves it."]
    rows = [("assumption", "varied over", "low end", "high end", "basis")]
    for row in moving:
        one = row.assumption
        ends = " to ".join("–" if end is None else number(end) for end in (one.low, one.high))
        rows.append(
            (
                setting_of(one),
                f"{ends} {unit_text(one.unit)}".strip(),
                number(row.at_low or 0.0),
                number(row.at_high or 0.0),
                "stated" if row.origin == "stated interval" else one.status,
            )
        )
    note = "The basis is that of the value; a range that nobody stated is this package's choice, also where the value was read."
    return [*aligned(rows, indent="  "), *wrapped(note, "  ")]


def response_plain(run: Run, result: ResponseResult) -> dict[str, Any]:
    """The same for machines."""
    return {
        "ok": True,
        "model": result.model,
        "tissue": result.tissue,
        "endpoints": plain(result.endpoints),
        "outcome": plain(result.outcome),
        "plausibility": plain(result.plausibility),
        "cannot_say": list(result.cannot_say),
        "ledger": plain(run.ledger[:DRIVERS]),
        "warnings": list(run.warnings),
        "nature": NATURE,
    }


def evidence_text(found: TissueEvidence) -> str:
    """The answer where no validated model of a tissue was found."""
    refusal = f"No validated model of how {found.label} heals was found, and none is invented: no number is computed. This is what was published on it."
    lines = [
        *wrapped(refusal),
        "",
        f"{found.arms} published arms of {found.studies} works",
        *_counted("result", found.results),
        *_counted("species", found.species),
    ]
    if found.effects:
        lines += ["", "What is said to change there (statements in print, with their sign)"]
        lines += aligned(
            [(sentence_case(effect), SIGNS[sign], f"{count} statement{'' if count == 1 else 's'}") for effect, sign, count in found.effects], indent="  "
        )
    if found.pooled:
        lines += ["", "Pooled over animals by meta-analyses"]
        for one in found.pooled:
            lines += wrapped(f"{sentence_case(one.outcome)}, {one.condition}: {published(one)} ({one.source})", "  - ")
    lines += ["", *wrapped(f"Arms: exoforge evidence search --tissue {found.tissue}. Mechanisms: exoforge evidence mechanisms --tissue {found.tissue}.")]
    return "\n".join(lines)


def _counted(name: str, found: Sequence[tuple[str, int]]) -> list[str]:
    return wrapped(f"{name}: " + ", ".join(f"{word} {count}" for word, count in found), "  ", hang=2) if found else []


def evidence_plain(found: TissueEvidence) -> dict[str, Any]:
    """The same for machines."""
    return {"ok": True, "model": None, **plain(found)}
