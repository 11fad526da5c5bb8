"""The command that lays a cell product beside its vesicles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.cli.front import Json, Members, Quiet, Seed, say


def mount(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: exoforge cells my.toml --cell-dose '1e6 cells' -o side-by-side.html")(cells)


def cells(
    record: Annotated[
        Path | None, typer.Argument(help="A therapy record (TOML) of vesicles; without it, an indication says enough.", show_default=False)
    ] = None,
    indication: Annotated[str, typer.Option("--indication", help="In place of the record's ('exoforge terms indications').")] = "",
    dose: Annotated[str, typer.Option("--dose", help="One application of vesicles, in place of the record's, such as '1e10 particles'.")] = "",
    cell_dose: Annotated[str, typer.Option("--cell-dose", help="One application of cells, such as '1e6 cells' or '1e6 cells/kg'.")] = "",
    body_mass: Annotated[str, typer.Option("--body-mass", help="For a dose of cells per mass, such as '70 kg'.")] = "",
    members: Members = 300,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Page to write, too (.html), or its picture (.svg, .png, .csv, .json).", show_default=False)
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Lay a cell product beside its vesicles: dose, storage, distribution, evidence, trials."""
    from importlib.metadata import version

    from exoforge.base.disk import check_folder
    from exoforge.base.errors import SettingError
    from exoforge.design.cells.beside import beside
    from exoforge.record.files import read_record
    from exoforge.report.cells_figure import cells_figure, cells_rows, dose_rows
    from exoforge.report.cells_page import cells_html
    from exoforge.report.cells_text import cells_facts, cells_text
    from exoforge.report.picture_files import check_ending, write_picture

    if output is not None:
        check_ending(output, page=True)
        check_folder(output.parent)
    therapy = read_record(record) if record is not None else None
    found = beside(therapy, indication=indication, dose=dose, cell_dose=cell_dose, body_mass=body_mass, members=members, seed=seed)
    facts, text = cells_facts(found), cells_text(found)
    if output is not None:
        if output.suffix.casefold() != ".html" and not dose_rows(found):
            raise SettingError("There is no dose in cells or particles to draw; say one with --cell-dose or --dose.")
        spec = cells_figure(found) if dose_rows(found) else {}
        write_picture(output, spec=spec, rows=cells_rows(found), page=lambda: cells_html(found, version("exoforge")))
        facts, text = {**facts, "written": [str(output)]}, f"{text}\n\nWrote {output}."
    say(facts, text, as_json=as_json, quiet=quiet)
