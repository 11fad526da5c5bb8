"""The assumptions: every value that nobody stated, those that move the headline most first."""

from __future__ import annotations

from collections import Counter

from exoforge.design.result import Headline, Interval, LedgerRow
from exoforge.design.run_result import Run
from exoforge.report.blocks import Block, Cell, Chapter, Column, Figure, Fold, Mark, Paragraph, Picture, Table, cells
from exoforge.report.display import SHARES, amount, centre_of, interval_lines, number, percent, scale_for
from exoforge.report.figures.tornado import moving, tornado
from exoforge.report.words import number_of, sentence_case

TITLE = "Assumptions, ranked"
STATUSES: dict[str, Mark] = {"read": "read", "derived": "derived", "recalled": "recalled", "choice": "choice"}
NOTE = (
    "'Read' was read in its source for this package, 'recalled' is from memory and was not re-read, 'choice' is this package's own. "
    "That is said of the value: the range of a value that nobody stated is this package's choice, also where the value was read. "
    "A value without a range was not varied, because nothing is known of its spread."
)
SAME = "no visible change"


def assumptions(run: Run) -> Chapter:
    """The chapter of the assumptions."""
    if not run.ledger:
        return Chapter(key="assumptions", title=TITLE, blocks=(Paragraph(text="Nothing had to be assumed.", tone="absent"),))
    headline = run.headlines[0] if run.headlines else None
    usual = _usual_reason(run.ledger)
    moved = [row for row in run.ledger if _moves(row, headline) not in (SAME, "not varied")]
    still = [row for row in run.ledger if row not in moved]
    blocks: list[Block] = [Paragraph(text=_summary(run.ledger))]
    if headline is not None and moving(run.ledger):
        picture = Picture(name="tornado", spec=tornado(run.ledger, headline))
        blocks.append(Figure(pictures=(picture,), caption=f"How far each assumption alone moves '{headline.label}'."))
    note = NOTE + (f" Where no reason stands: {usual}." if usual else "")
    if moved:
        blocks.append(_table(f"The {len(moved)} that move the headline, those that move it most first", moved, headline, usual, note))
    if still and moved:
        blocks.append(Fold(title=f"The other {len(still)}, which do not move it visibly", blocks=(_table("", still, headline, usual, ""),)))
    elif still:
        blocks.append(_table(f"All {len(still)}; none moves a headline visibly", still, headline, usual, note))
    return Chapter(key="assumptions", title=TITLE, blocks=tuple(blocks))


def _summary(ledger: tuple[LedgerRow, ...]) -> str:
    """How many there are, and how they are known."""
    assumed = [row.assumption.status for row in ledger if row.origin == "assumed"]
    stated = len(ledger) - len(assumed)
    words = {"read": "read in a source", "derived": "derived from what was read", "recalled": "recalled", "choice": "choices of this package"}
    counted = ", ".join(f"{count} {words.get(status, status)}" for status, count in Counter(assumed).most_common())
    parts = [f"{len(assumed)} values were assumed: {counted}." if assumed else "", f"Stated by the record as an interval: {stated}." if stated else ""]
    return " ".join(part for part in parts if part)


def _usual_reason(ledger: tuple[LedgerRow, ...]) -> str:
    """The reason that most rows share, which need not be said at each."""
    reason, count = Counter(row.assumption.reason.rstrip(".") for row in ledger).most_common(1)[0]
    return reason if count > len(ledger) / 2 else ""


def _table(caption: str, rows: list[LedgerRow], headline: Headline | None, usual: str, note: str) -> Table:
    columns: tuple[Column, ...] = (
        Column(title="Assumption", weight=2.6),
        Column(title="Value and range", number=True, weight=1.5),
        Column(title="Basis", weight=1.3),
        Column(title="Headline at 5th, 95th percentile", number=True, weight=1.2),
        Column(title="Why", weight=1.6),
    )
    if all(row.assumption.reason.rstrip(".") == usual for row in rows):
        columns = columns[:-1]
    return Table(caption=caption, columns=columns, rows=tuple(_row(row, headline, usual)[: len(columns)] for row in rows), note=note)


def _row(row: LedgerRow, headline: Headline | None, usual: str) -> tuple[Cell, ...]:
    one = row.assumption
    place = number_of(one.key)
    stated = row.origin != "assumed"
    reason = one.reason.rstrip(".")
    return cells(
        Cell(text=sentence_case(one.meaning), under=one.name + (f", step {place}" if place else "")),
        _value(row),
        Cell(text="stated interval" if stated else one.status, mark="good" if stated else STATUSES.get(one.status, ""), under=one.cite.replace("_", "_\u200b")),
        _moves(row, headline),
        "" if reason == usual else sentence_case(reason),
    )


def _value(row: LedgerRow) -> Cell:
    one = row.assumption
    if isinstance(one.value, str):
        return Cell(text=one.value)
    if one.low is None or one.high is None or one.low == one.high:
        return Cell(text=amount(one.value, one.unit, 2))
    above, below = interval_lines(Interval(central=one.value, low=one.low, median=one.value, high=one.high), one.unit)
    return Cell(text=above, under=below)


def _moves(row: LedgerRow, headline: Headline | None) -> str:
    if headline is None or row.at_low is None or row.at_high is None:
        return "not varied"
    scale = scale_for(headline.unit, centre_of(headline.interval))
    low, centre, high = ((percent(end) if headline.name in SHARES else number(scale(end))) for end in (row.at_low, centre_of(headline.interval), row.at_high))
    return SAME if low == centre == high else f"{low}, {high}"
