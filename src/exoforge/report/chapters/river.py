"""The river: particles, protein and purity after each step, and what each step kept."""

from __future__ import annotations

from exoforge.design.result import Interval, Reach
from exoforge.design.run_result import Run
from exoforge.report.blocks import Block, Cell, Chapter, Column, Figure, Paragraph, Picture, Table, cells
from exoforge.report.display import amount, interval_lines, percent, share_text
from exoforge.report.figures.river import river as river_figure
from exoforge.report.words import settings_text, spoken, step_of, step_title

CAPTION = (
    "The dark river is as wide as the share of the first vesicles that is still there; what each step sets aside or loses lies on its bank. "
    "Right: vesicles, all particles and protein as shares of what there was at first, and the purity, with the interval of 90 % of the members."
)
COLUMNS = (
    Column(title="After", weight=1.5),
    Column(title="Vesicles", number=True, weight=1.2),
    Column(title="All particles", number=True, weight=1.2),
    Column(title="Protein", number=True, weight=0.9),
    Column(title="Purity, vesicles/µg protein", number=True, weight=1.35),
    Column(title="Volume", number=True, weight=0.8),
    Column(title="Keeps of the vesicles", number=True, weight=1.1),
    Column(title="Sets aside, loses", weight=2.1),
)


def river(run: Run) -> Chapter:
    """The chapter of the river."""
    blocks: list[Block] = []
    if not run.reaches:
        blocks.append(Paragraph(text="The record has no step of culture or isolation that could be simulated, so there is no river to draw.", tone="absent"))
    if len(run.reaches) > 1:
        settings = {reach.key: settings_text(step_of(run, reach.key)) for reach in run.reaches}
        blocks.append(Figure(pictures=(Picture(name="river", spec=river_figure(run.reaches, settings)),), caption=CAPTION))
    if run.reaches:
        note = "Median (5th–95th percentile) of the members; volumes, and what is set aside or lost, with every value as stated or usual."
        blocks.append(Table(caption="After each step", columns=COLUMNS, rows=tuple(map(_row, run.reaches)), note=note))
    return Chapter(key="river", title="The river", blocks=tuple(blocks))


def _interval(interval: Interval, unit: str = "") -> Cell:
    """Two lines; the head of the column says that it is protein, and per which mass of it."""
    above, below = interval_lines(interval, unit)
    return Cell(text=above.replace(" particles/µg protein", "").replace(" protein", ""), under=below)


def _row(reach: Reach) -> tuple[Cell, ...]:
    parts = [f"{spoken(name)} {percent(share)}" for name, share in (*reach.rejects.items(), *reach.losses.items()) if share > 0]
    return cells(
        Cell(text=step_title(reach), mark="strong"),
        _interval(reach.vesicles),
        _interval(reach.particles),
        _interval(reach.protein, "kg protein"),
        _interval(reach.purity, "particles/kg protein"),
        amount(reach.volume, "m3", 2),
        share_text(reach.recovery) if parts or reach.recovery.central != 1 else "",
        ", ".join(parts),
    )
