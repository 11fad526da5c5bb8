"""The command that asks what a ligand on the surface changes in a body."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.cli.amounts import Picture, amount, check_picture
from exoforge.cli.front import Json, Members, Quiet, Seed, answer, progress_bar

EXAMPLE = "Example: exoforge engineer surface my.toml --ligand CREKA --per-vesicle 50 -o surface.png"


def surface(
    record: Annotated[Path | None, typer.Argument(help="A therapy record (TOML); without it, a usual stock of vesicles.", show_default=False)] = None,
    ligand: Annotated[str, typer.Option("--ligand", help="What is put on, such as CREKA, RGD, CXCR4, aptamer, CPP, PEG, RVG or CD47.")] = "",
    per_vesicle: Annotated[str, typer.Option("--per-vesicle", help="Ligands per vesicle, in place of the record's or of the usual 50 (PEG: 1000).")] = "",
    species: Annotated[str, typer.Option("--species", help="Whose body it is, in place of the record's; a mouse where nobody says.")] = "",
    route: Annotated[str, typer.Option("--route", help="The way in, in place of the record's; a vein where nobody says.")] = "",
    members: Members = 300,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Compute what a ligand on the surface changes: uptake, stay in blood and share at the target, beside the same vesicles without it."""
    from exoforge.design.engineering.surface import surface_answer
    from exoforge.record.files import read_record
    from exoforge.report.engineering.surface_figure import surface_figure
    from exoforge.report.engineering.surface_plain import surface_facts, surface_rows
    from exoforge.report.engineering.surface_text import surface_text

    check_picture(output)
    number = amount(per_vesicle, "", "--per-vesicle") if per_vesicle else None
    therapy = read_record(record) if record is not None else None
    with progress_bar("Members", hidden=quiet or as_json) as progress:
        found = surface_answer(therapy, ligand=ligand, per_vesicle=number, species=species, route=route, members=members, seed=seed, progress=progress)
    answer(surface_facts(found), surface_text(found), picture=lambda: (surface_figure(found), surface_rows(found)), output=output, as_json=as_json, quiet=quiet)
