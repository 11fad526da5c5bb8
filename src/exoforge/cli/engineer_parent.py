"""The command of changed parent cells: preconditioning and gene modification as cited changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, check_picture
from exoforge.cli.front import Json, Members, Quiet, Seed, answer

EXAMPLE = "Example: exoforge engineer parent --agent hypoxia --agent TNF-alpha -o changes.svg"


def parent(
    record: Annotated[Path | None, typer.Argument(help="A therapy record (TOML) whose steps change the parent cells.", show_default=False)] = None,
    agent: Annotated[
        list[str] | None,
        typer.Option("--agent", help="What the cells were changed with, such as hypoxia, TNF-alpha, H2O2, miR-375 or CXCR4; may be given several times."),
    ] = None,
    members: Members = 1000,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Say what is printed of preconditioned or gene-modified parent cells: yield, cargo, effect, and what the models make of it."""
    from exoforge.design.engineering.parent import parent_of_agents, parent_of_record
    from exoforge.record.files import read_record
    from exoforge.report.engineering.parent_figure import parent_figure, parent_rows
    from exoforge.report.engineering.parent_plain import parent_plain
    from exoforge.report.engineering.parent_text import parent_text

    check_picture(output)
    if (record is None) == (not agent):
        raise SettingError("Give either a record or agents with --agent, such as '--agent hypoxia'.")
    found = (
        parent_of_record(read_record(record), members=members, seed=seed) if record is not None else parent_of_agents(agent or (), members=members, seed=seed)
    )
    answer(parent_plain(found), parent_text(found), picture=lambda: (parent_figure(found), parent_rows(found)), output=output, as_json=as_json, quiet=quiet)
