"""The command that lays the ways of loading one cargo side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from exoforge.cli.amounts import Picture, check_picture, named_values
from exoforge.cli.engineer_load import EXAMPLE_OF_SET, Cargo, Family, Offered, Sets, Table, Vesicles, Volume, offered_mass, stock_settings, table_rows
from exoforge.cli.front import Json, Members, Quiet, Seed, answer

EXAMPLE = "Example: exoforge engineer compare --cargo doxorubicin --ev 1e11/mL -o compare.svg"


def compare(
    cargo: Cargo,
    methods: Annotated[str, typer.Option("--methods", help="Which ones, with commas; without it all that have a model or a published number.")] = "",
    ev: Vesicles = "",
    volume: Volume = "1 mL",
    offered: Offered = "",
    family: Family = "",
    settings: Sets = None,
    table: Table = None,
    members: Members = 100,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """The ways of loading one cargo side by side: model, ceilings, published numbers, vesicles left, and what comes beside."""
    from exoforge.design.engineering.loading import loading_of
    from exoforge.report.engineering.compare_text import compare_text
    from exoforge.report.engineering.loading_figure import loading_spec
    from exoforge.report.engineering.loading_plain import loading_plain, loading_table

    check_picture(output)
    rows, notes = table_rows(table)
    found = loading_of(
        cargo,
        [one.strip() for one in methods.split(",") if one.strip()],
        stock=stock_settings(ev, volume),
        settings=named_values(settings, "--set", EXAMPLE_OF_SET),
        offered=offered_mass(offered, cargo) if offered else None,
        family=family,
        table=rows,
        notes=notes,
        members=members,
        seed=seed,
    )
    answer(loading_plain(found), compare_text(found), picture=lambda: (loading_spec(found), loading_table(found)), output=output, as_json=as_json, quiet=quiet)
