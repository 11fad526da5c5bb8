"""The command that follows a dose through a body: blood and organs over time, beside what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.cli.amounts import Picture, check_picture, named_values
from exoforge.cli.front import Json, Members, Quiet, Seed, answer, progress_bar


def mount(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: exoforge distribute --species mouse --route iv --dose '1e10 particles' -o organs.png")(distribute)


def distribute(
    record: Annotated[Path | None, typer.Argument(help="A therapy record (TOML); without it, --species and --route say enough.", show_default=False)] = None,
    species: Annotated[str, typer.Option("--species", help="Whose body it is, in place of the record's ('exoforge terms species').")] = "",
    route: Annotated[str, typer.Option("--route", help="The way in, in place of the record's ('exoforge terms routes').")] = "",
    dose: Annotated[str, typer.Option("--dose", help="One application, in place of the record's, such as '1e10 particles'.")] = "",
    model: Annotated[str, typer.Option("--model", help="compartments, pbpk (organs and blood flows) or both; without it, all that have such a body.")] = "",
    surface: Annotated[str, typer.Option("--surface", help="What the surface of the vesicles bears, such as pegylated.")] = "",
    settings: Annotated[list[str] | None, typer.Option("--set", help="A setting of the body, such as phagocytes=0.1; again for more.")] = None,
    measured: Annotated[
        Path | None, typer.Option("--measured", help="A table (CSV): site, 'time (h)', value, unit (%ID, %ID/g or relative), sd.", show_default=False)
    ] = None,
    time_unit: Annotated[str, typer.Option("--time-unit", help="Unit of times whose head names none, such as h.")] = "",
    members: Members = 300,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Compute where vesicles go, vesicle and label apart, beside published and own measurements on the same basis."""
    from exoforge.design.distribution.foretelling import distribution_of
    from exoforge.design.distribution.question import Asked
    from exoforge.record.files import read_record
    from exoforge.report.distribution.figure import distribution_figure
    from exoforge.report.distribution.plain import distribution_facts, distribution_rows
    from exoforge.report.distribution.text import distribution_text

    check_picture(output)
    given = named_values(settings, "--set", "phagocytes=0.1")
    asked = Asked(species=species, route=route, dose=dose, surface=surface, model=model.strip().casefold(), settings=given)
    therapy = read_record(record) if record is not None else None
    with progress_bar("Members", hidden=quiet or as_json) as progress:
        found = distribution_of(therapy, asked, measured=measured, time_unit=time_unit, members=members, seed=seed, progress=progress)
    answer(
        distribution_facts(found),
        distribution_text(found),
        picture=lambda: (distribution_figure(found), distribution_rows(found)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )
