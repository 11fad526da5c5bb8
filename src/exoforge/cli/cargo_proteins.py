"""The command that lays lists of proteins side by side by category."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.cli.amounts import Picture, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer
from exoforge.cli.reading import read_files

Files = Annotated[
    list[Path], typer.Argument(help="Lists of proteins (PEAKS, MaxQuant), one for each way of isolation, or folders of them.", show_default=False)
]
Table = Annotated[Path | None, typer.Option("--csv", help="Table of all shares to write (CSV).", show_default=False)]


def proteins(files: Files, table: Table = None, output: Picture = None, as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Lay lists of proteins side by side: which share speaks for vesicles, which against."""
    from exoforge.design.cargo.proteins import left_out, preparations_of
    from exoforge.report.cargo.proteins_figure import proteins_figure
    from exoforge.report.cargo.proteins_text import proteins_plain, proteins_rows, proteins_text
    from exoforge.report.cargo.tables import check_table, write_table

    del seed
    check_picture(output)
    check_table(table)
    reading = read_files(files, hidden=quiet or as_json)
    found = preparations_of(reading.measurements)
    gone = left_out(reading.measurements)
    text = proteins_text(found, reading.refusals, gone)
    if table is not None:
        write_table(table, proteins_rows(found))
        text += f"\n\nWrote {table}."
    facts = proteins_plain(found, reading.refusals, gone)
    answer(facts, text, picture=lambda: (proteins_figure(found), proteins_rows(found)), output=output, as_json=as_json, quiet=quiet)
    if reading.refusals:
        raise typer.Exit(2)
