"""The sizes: predicted, and beside them what an instrument measured."""

from __future__ import annotations

from collections.abc import Mapping

from exoforge.design.result import Comparison, Confrontation
from exoforge.design.run_result import Run
from exoforge.report.blocks import Block, Cell, Chapter, Column, Facts, Figure, Fold, Listing, Mark, Paragraph, Picture, Table, cells
from exoforge.report.confrontation import distance_text
from exoforge.report.display import NOTHING, amount, interval_text, with_error
from exoforge.report.figures.sizes import sizes as sizes_figure
from exoforge.report.words import sentence_case, spoken

CAPTION = "Every curve has area 1. The instrument misses the smallest particles and blurs the rest, so that what it sees is not what there is."
QUIET_FLAGS = frozenset({"OK", "No", ""})
"""What a NanoSight file writes where nothing is the matter."""
COLUMNS = (
    Column(title="Quantity", weight=1.2),
    Column(title="Predicted (90 % of members)", number=True, weight=1.6),
    Column(title="Measured ± standard error", number=True, weight=1.5),
    Column(title="Verdict", weight=1.6),
)

MARKS: dict[str, Mark] = {"within": "good", "not": "quiet"}
"""How the first word of a verdict looks; any other is a disagreement."""


def sizes(run: Run) -> Chapter:
    """The chapter of the sizes."""
    if run.sizes is None:
        blocks: tuple[Block, ...] = (Paragraph(text="Nothing was made in this record, so there is no size distribution to predict.", tone="absent"),)
        return Chapter(key="sizes", title="Sizes, predicted and measured", blocks=blocks)
    picture = Picture(name="sizes", spec=sizes_figure(run.sizes, run.confrontations, run.final))
    found: list[Block] = [Figure(pictures=(picture,), caption=CAPTION)]
    if not run.confrontations:
        found.append(Paragraph(text="No instrument file was given, so the prediction stands alone. Add one with 'exoforge run … --nta FILE'.", tone="absent"))
    else:
        found += [block for one in run.confrontations for block in _confronted(one)]
    return Chapter(key="sizes", title="Sizes, predicted and measured", blocks=tuple(found))


def _confronted(confrontation: Confrontation) -> list[Block]:
    measurement = confrontation.measurement
    rows = [("Sample", measurement.sample), ("Instrument", measurement.instrument)]
    if measurement.file is not None:
        rows.append(("File", f"{measurement.file.name} (SHA-256 {measurement.file.sha256[:16]}…, read by {measurement.file.reader})"))
    if measurement.flags:
        rows.append(("Its own flags", _flags_in_short(measurement.flags)))
    blocks: list[Block] = [
        Table(caption=f"The prediction beside the measurement, as a {confrontation.instrument} sees it", columns=COLUMNS, rows=_rows(confrontation)),
        Paragraph(text=distance_text(confrontation)),
        *_explained(confrontation),
        Facts(rows=tuple((name, text) for name, text in rows if text)),
    ]
    if confrontation.notices:
        blocks.append(Listing(items=tuple(Cell(text=text) for text in confrontation.notices), tone="warning"))
    if measurement.flags:
        flags = tuple(cells(spoken(key), " · ".join(text or NOTHING for text in texts)) for key, texts in measurement.flags.items())
        columns = (Column(title="Flag"), Column(title="Video by video", weight=1.5))
        blocks.append(Fold(title=f"All flags that the instrument set ({len(flags)})", blocks=(Table(caption="", columns=columns, rows=flags),)))
    return blocks


def _rows(confrontation: Confrontation) -> tuple[tuple[Cell, ...], ...]:
    return tuple(map(_row, confrontation.comparisons))


def _explained(confrontation: Confrontation) -> list[Block]:
    """Which single change would bring the two nearer."""
    if confrontation.distance <= (confrontation.between_videos or 0.0):
        return [Paragraph(text="They are no farther apart than two videos of the same sample are, so that nothing needs to be explained.")]
    if not confrontation.explanations:
        return [Paragraph(text="No single uncertain value, changed within its usual range, brings them nearer by a tenth or more.")]
    columns = (
        Column(title="If this alone were otherwise", weight=2.4),
        Column(title="Predicted with", number=True),
        Column(title="Nearest with", number=True),
        Column(title="Distance left", number=True),
    )
    rows = tuple(
        cells(
            Cell(text=sentence_case(one.meaning), under=one.key),
            amount(one.central, one.unit),
            amount(one.changed, one.unit) + (" (end of its range)" if one.at_edge else ""),
            f"{amount(one.after, 'm')} of {amount(one.before, 'm')}",
        )
        for one in confrontation.explanations
    )
    note = "One value is changed at a time, between its 5th and 95th percentile; this says what would explain the difference, and not what happened."
    return [Table(caption="What would explain the difference", columns=columns, rows=rows, note=note)]


def _flags_in_short(flags: Mapping[str, tuple[str, ...]]) -> str:
    """The flags that say more than that all is well."""
    telling = [f"{spoken(key.rsplit('/', 1)[-1])}: {' · '.join(dict.fromkeys(texts))}" for key, texts in flags.items() if not set(texts) <= QUIET_FLAGS]
    return "; ".join(telling) or f"all {len(flags)} say OK or No"


def _row(one: Comparison) -> tuple[Cell, ...]:
    measured = amount(one.measured, one.unit)
    if one.measured_error is not None:
        measured = with_error(one.measured, one.measured_error, one.unit)
    return cells(one.name, interval_text(one.predicted, one.unit), measured, Cell(text=one.verdict, mark=MARKS.get(one.verdict.split()[0], "bad")))
