"""The response: the tissue with and without the therapy, its endpoints, and the equations that gave them."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.design.plausibility import published
from exoforge.design.response_result import EndpointResult, OutcomeShares, Plausibility, ResponseResult
from exoforge.design.result import Interval
from exoforge.design.run_result import Run
from exoforge.report.blocks import Block, Cell, Chapter, Code, Column, Figure, Fold, Paragraph, Picture, Table, cells
from exoforge.report.display import interval_lines, number, percent, round_amount
from exoforge.report.figures.response import activity as activity_figure
from exoforge.report.figures.response import course, endpoint
from exoforge.report.words import sentence_case

TITLE = "Response of the tissue"
COLUMNS = (
    Column(title="Endpoint", weight=2.4),
    Column(title="Treated", number=True, weight=1.5),
    Column(title="Untreated", number=True, weight=1.5),
    Column(title="Treated less untreated", number=True, weight=1.5),
    Column(title="Better in", number=True, weight=0.8),
)
DIRECTIONS = {True: "more is better", False: "less is better", None: "neither more nor less is better"}

NO_TISSUE = "The record has no tissue that answers (no step of the stage 'respond'), so no response is computed."
NO_RESULT = "The tissue has no result in any member; the warnings say why."


def response(run: Run) -> Chapter:
    """The chapter of the response."""
    result = run.response
    if result is None:
        text = NO_RESULT if run.ensemble.failed else NO_TISSUE
        return Chapter(key="response", title=TITLE, blocks=(Paragraph(text=text, tone="absent"),))
    shown = [state for state in result.shown if state in result.treated and state in result.untreated]
    never = f"not within {horizon(result)}"
    courses = [Picture(name=f"state-{place}", spec=course(result, state), wide=False) for place, state in enumerate(shown, start=1)]
    courses.append(Picture(name="activity", spec=activity_figure(result.activity)))
    judged = [Picture(name=f"endpoint-{place}", spec=endpoint(one, never=never), wide=False) for place, one in enumerate(result.endpoints, start=1)]
    blocks: list[Block] = [
        Paragraph(text=f"{result.title}. The same tissue parameters are used with and without the therapy, member by member."),
        Figure(pictures=tuple(courses), caption="Medians (lines) and 90 % of the members (bands): dark and solid with the therapy, light and dashed without."),
        Figure(pictures=tuple(judged), caption="Endpoints: the median (dot or diamond) and 90 % of the members (line)."),
        Table(caption="Endpoints", columns=COLUMNS, rows=tuple(_row(one, never) for one in result.endpoints), note=_note(result)),
    ]
    if result.outcome is not None:
        blocks += _outcome(result.outcome)
    if result.plausibility:
        blocks.append(_beside(result.plausibility))
    if result.message:
        blocks.append(Paragraph(text=result.message, tone="warning"))
    if result.cannot_say:
        blocks.append(Fold(title="What this model cannot say", blocks=tuple(Paragraph(text=sentence) for sentence in result.cannot_say)))
    if result.equations:
        blocks.append(Fold(title=f"The equations ({len(result.equations)})", blocks=(Code(lines=result.equations),)))
    return Chapter(key="response", title=TITLE, blocks=tuple(blocks))


def _outcome(outcome: OutcomeShares) -> list[Block]:
    """The classes with and without the therapy, and the rule behind them."""
    rows = tuple(
        cells(name, percent(treated), percent(untreated)) for name, treated, untreated in zip(outcome.classes, outcome.treated, outcome.untreated, strict=True)
    )
    moved = f"The therapy moves {percent(outcome.improved)} of the members to a better class and {percent(outcome.worsened)} to a worse one."
    columns = (Column(title="Class of outcome", weight=2.0), Column(title="Treated", number=True), Column(title="Untreated", number=True))
    return [Table(caption="Classes of outcome, share of the members", columns=columns, rows=rows, note=f"{moved} {outcome.rule}")]


def _beside(found: Sequence[Plausibility]) -> Table:
    """The prediction beside what meta-analyses of animal studies pooled."""
    rows = tuple(
        cells(
            Cell(text=sentence_case(one.effect.outcome), under=one.effect.condition),
            Cell(text=published(one.effect), under=one.effect.source),
            "–" if one.predicted is None else f"{number(one.predicted.median)} ({number(one.predicted.low)} to {number(one.predicted.high)})",
            one.verdict,
        )
        for one in found
    )
    columns = (
        Column(title="Outcome", weight=2.0),
        Column(title="Pooled over studies in animals", weight=2.2),
        Column(title="Predicted", number=True, weight=1.2),
        Column(title="Benefit", weight=0.9),
    )
    note = "A check; nothing was fitted to them. A difference in standard deviations between animals has no counterpart in a model of one tissue."
    return Table(caption="Beside published effects", columns=columns, rows=rows, note=note)


def horizon(result: ResponseResult) -> str:
    """The time up to which the tissue is followed."""
    band = next(iter(result.treated.values()))
    return round_amount(float(band.x[-1]), "s")


def _row(one: EndpointResult, never: str) -> tuple[Cell, ...]:
    """Treated and untreated may be never reached; their difference is then infinite and has no number."""
    return cells(
        Cell(text=sentence_case(one.meaning), under=DIRECTIONS[one.larger_is_better]),
        _interval(one.treated, one.unit, never),
        _interval(one.untreated, one.unit, never),
        _interval(one.difference, one.unit, "one arm never"),
        percent(one.better),
    )


def _interval(interval: Interval, unit: str, never: str) -> Cell:
    above, below = interval_lines(interval, unit, never=never)
    return Cell(text=above, under=below)


def _note(result: ResponseResult) -> str:
    failed = (
        f" {result.failed} {'member has' if result.failed == 1 else 'members have'} no result and {'is' if result.failed == 1 else 'are'} left out."
        if result.failed
        else ""
    )
    return f"'Better in' is the share of the members in which the therapy improves the endpoint.{failed}"
