"""How the dossier was made: version, seed, members, the trace of every operation, and the record as it was stated."""

from __future__ import annotations

from exoforge.base.trace import Entry
from exoforge.design.run_result import Run
from exoforge.record.files import record_text
from exoforge.report.blocks import Block, Cell, Chapter, Code, Column, Facts, Fold, Paragraph, Table, cells
from exoforge.report.display import number

COLUMNS = (
    Column(title="Operation", weight=1.3),
    Column(title="Settings, in SI units", weight=3.2),
    Column(title="Input digest", weight=1.2),
    Column(title="Seed", number=True, weight=0.5),
)


def making(run: Run) -> Chapter:
    """The last chapter."""
    ensemble = run.ensemble
    failed = f"; {ensemble.failed} without a result, left out" if ensemble.failed else ""
    rows = (
        ("Made by", f"exoforge {run.version}"),
        ("Record", f"{run.therapy.id}, format {run.therapy.format}, beside this file as record.toml"),
        ("Ensemble", f"{ensemble.members} members over {ensemble.uncertain} uncertain values, seed {ensemble.seed}{failed}"),
        ("Again", "The same record, version, members and seed give the same numbers."),
    )
    blocks: list[Block] = [Facts(rows=rows)]
    if run.trace.entries:
        table = Table(caption="", columns=COLUMNS, rows=tuple(_row(entry) for entry in run.trace.entries))
        blocks.append(Fold(title=f"Trace of the central member ({len(run.trace.entries)} operations)", blocks=(table,)))
    else:
        blocks.append(Paragraph(text="No operation was computed.", tone="absent"))
    blocks.append(Fold(title="The record as it was stated", blocks=(Code(lines=tuple(record_text(run.therapy).splitlines())),)))
    return Chapter(key="making", title="How this was made", blocks=tuple(blocks))


def _row(entry: Entry) -> tuple[Cell, ...]:
    settings = ", ".join(f"{name} {value if isinstance(value, str) else number(float(value), 3)}" for name, value in entry.settings.items())
    seed = "" if entry.seed is None else str(entry.seed)
    return cells(Cell(text=entry.operation, under=f"version {entry.version}" if entry.version else ""), settings, ", ".join(entry.inputs), seed)
