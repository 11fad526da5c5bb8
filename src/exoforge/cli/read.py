"""The command that opens any instrument's file: what it is, what it says, what is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.cli.front import Json, Quiet, Seed, progress_bar, say

if TYPE_CHECKING:
    from exoforge.streams.measurement import Measurement

EXAMPLE = 'Example: exoforge read "A12 ExperimentSummary.csv" --plot sizes.svg'
Files = Annotated[list[Path], typer.Argument(help="Files that instruments wrote, or folders of them.", show_default=False)]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", "--output", "-o", help="Picture to write, too: .svg, .png, .csv (its numbers) or .json (the chart, Vega-Lite).", show_default=False),
]
Table = Annotated[Path | None, typer.Option("--csv", help="Table of all headline numbers and markers to write, one in each row.", show_default=False)]
Arrays = Annotated[Path | None, typer.Option("--arrays", help="Folder for the raw arrays of every file as CSV; made if it is not there.", show_default=False)]
DilutionOf = Annotated[
    str, typer.Option("--dilution", help="How far the samples were diluted, such as 1:1000; applied once, and refused where a file has applied it.")
]


def mount(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLE)(read)


def read(
    files: Files,
    plot: Plot = None,
    table: Table = None,
    arrays: Arrays = None,
    dilution: DilutionOf = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Say what instrument files are, what they say, and what is wrong with them."""
    from exoforge.base.disk import check_folder
    from exoforge.base.errors import FileError
    from exoforge.cli.amounts import check_picture
    from exoforge.instruments.dilution import of_stock, parse_dilution, with_dilution
    from exoforge.instruments.folder import read_all
    from exoforge.report.instruments.pictures import picture_of
    from exoforge.report.instruments.reading_plain import reading_plain
    from exoforge.report.instruments.reading_text import measurement_text, reading_text
    from exoforge.report.picture_files import write_picture

    del seed
    check_picture(plot)
    for path in (table.parent if table else None, arrays):
        if path is not None:
            check_folder(path)
    factor = parse_dilution(dilution) if dilution else None
    with progress_bar("reading", hidden=quiet or as_json) as progress:
        reading = read_all(files, progress)
    if factor is not None:
        from dataclasses import replace

        reading = replace(reading, measurements=tuple(of_stock(with_dilution(one, factor)) for one in reading.measurements))
    single = len(files) == 1 and not files[0].is_dir()
    if single and reading.refusals:
        raise FileError(reading.refusals[0].sentence)
    text = "\n\n".join(measurement_text(one) for one in reading.measurements) if single else reading_text(reading)
    written = []
    if plot is not None:
        spec, rows = picture_of(reading.measurements)
        write_picture(plot, spec=spec, rows=rows)
        written.append(plot)
    written += _write_tables(reading.measurements, table, arrays)
    if written:
        text += "\n\n" + "\n".join(f"Wrote {path}." for path in written)
    say(reading_plain(reading) | {"written": [str(path) for path in written]}, text, as_json=as_json, quiet=quiet)
    if reading.refusals:
        raise typer.Exit(2)


def _write_tables(measurements: Sequence[Measurement], table: Path | None, arrays: Path | None) -> list[Path]:
    from exoforge.base.disk import make_folder, write_atomically
    from exoforge.report.instruments.reading_plain import array_tables, figures_rows

    written: list[Path] = []
    if table is not None:
        make_folder(table.parent)
        write_atomically(table, _csv(figures_rows(measurements)))
        written.append(table)
    if arrays is not None:
        make_folder(arrays)
        for number, one in enumerate(measurements, start=1):
            stem = re.sub(r"[^\w.-]+", "-", Path(one.file.name).stem if one.file else one.sample)
            for name, rows in array_tables(one):
                path = arrays / f"{stem}-{number}-{name}.csv"
                write_atomically(path, _csv(rows))
                written.append(path)
    return written


def _csv(rows: object) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]  # rows of texts and numbers, a list or one by one
    return text.getvalue()
