"""The commands of the model shelf: what there is, what it says, what it gives, and in and out of files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, check_picture, named_values
from exoforge.cli.front import Json, Quiet, Seed, say

model = typer.Typer(name="model", help="The model shelf: equations, parameters with their sources, known numbers, SBML in and out.", no_args_is_help=True)

Source = Annotated[str, typer.Argument(help="A model on the shelf, or a file in SBML (.xml).", show_default=False)]


@model.command("list", epilog="Example: exoforge model list")
def list_models(as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """List every model there is."""
    from exoforge.report.model_plain import list_facts
    from exoforge.report.model_text import list_text
    from exoforge.stages.shelf import cards

    del seed
    say(list_facts(cards()), list_text(cards()), as_json=as_json, quiet=quiet)


@model.command(epilog="Example: exoforge model show trejo2019 --check")
def show(
    source: Source,
    check: Annotated[bool, typer.Option("--check", help="Compute the known numbers now.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Print a model: equations, parameters with their sources, what was reproduced, what not, and what it cannot say."""
    from exoforge.design.shelf.checking import checked
    from exoforge.design.shelf.sources import card_from
    from exoforge.report.model_plain import card_facts
    from exoforge.report.model_text import card_text

    del seed
    card = card_from(source)
    found = checked(card) if check else ()
    say(card_facts(card, found), card_text(card, found), as_json=as_json, quiet=quiet)


@model.command(epilog="Example: exoforge model export trejo2019 --sbml -o trejo2019.xml")
def export(
    source: Source,
    as_sbml: Annotated[bool, typer.Option("--sbml", help="SBML, Level 3 Version 2, with units and sources (what is taken without a choice).")] = False,
    as_latex: Annotated[bool, typer.Option("--latex", help="The equations in LaTeX, one a line.")] = False,
    as_text: Annotated[bool, typer.Option("--text", help="The equations in plain text.")] = False,
    given: Annotated[
        list[str] | None,
        typer.Option("--input", help="name=value or name=table.csv (time, value) of what comes from outside; again for more.", show_default=False),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; without it, the text is printed.", show_default=False)] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Write a model for other programs, or its equations for a text."""
    from exoforge.base.disk import check_folder, write_atomically
    from exoforge.design.shelf.outside import exported
    from exoforge.design.shelf.sources import card_from
    from exoforge.laws.kinetics.card import equations_of

    del seed
    if given and (as_latex or as_text):
        raise SettingError("--input goes into SBML only; --latex and --text print the equations, which hold for any.")
    if as_sbml + as_latex + as_text > 1:
        raise SettingError("--sbml, --latex and --text are three forms; choose one of them.")
    if output is not None:
        check_folder(output.parent)
    card = card_from(source)
    form = "latex" if as_latex else "text" if as_text else "sbml"
    notes: tuple[str, ...] = ()
    if as_latex or as_text:
        text = "\n".join(equations_of(card, "latex" if as_latex else "text")) + "\n"
    else:
        text, notes = exported(card, named_values(given, "--input", "activity=1"))
    facts = {"ok": True, "model": card.key, "form": form, "notes": list(notes), "file": str(output) if output else None, "text": text}
    if output is not None:
        write_atomically(output, text)
        text = "\n".join([*notes, f"Wrote {output}."])
    elif notes and not as_json and not quiet:
        typer.echo("\n".join(notes), err=True)
    say(facts, text.rstrip("\n"), as_json=as_json, quiet=quiet)


@model.command("import", epilog="Example: exoforge model import my-model.xml --compare -o my-model.md")
def import_model(
    file: Annotated[Path, typer.Argument(help="A model in SBML, of any level.", show_default=False)],
    compare: Annotated[bool, typer.Option("--compare", help="Simulate it with libRoadRunner, too, where that is installed.")] = False,
    until: Annotated[str, typer.Option("--until", help="How far to compare, such as '100 d'; a bare number is in the model's unit of time.")] = "100",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write its card, too (.md).", show_default=False)] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Read a model from SBML and print its card; what cannot be read is named, and nothing is left out."""
    from exoforge.base.disk import check_folder, write_atomically
    from exoforge.design.shelf.comparison import compared
    from exoforge.design.shelf.running import declared, time_of
    from exoforge.design.shelf.sources import imported
    from exoforge.report.model_page import card_page
    from exoforge.report.model_plain import card_facts
    from exoforge.report.model_text import card_text

    del seed
    if output is not None:
        if output.suffix.lower() != ".md":
            raise SettingError(f"'{output.name}' ends in '{output.suffix}'; the card is written as .md.")
        check_folder(output.parent)
    card = imported(file)
    agreement = compared(file, declared(card), time_of(card, until)) if compare else None
    text = card_text(card, agreement=agreement)
    if output is not None:
        write_atomically(output, card_page(card))
        text += f"\n\nWrote {output}."
    say(card_facts(card, agreement=agreement), text, as_json=as_json, quiet=quiet)


@model.command(epilog='Example: exoforge model run trejo2019 --set kpb=0.3 --until "100 d" --states mb,mc -o bone.png')
def run(
    source: Source,
    changed: Annotated[list[str] | None, typer.Option("--set", help="name=value of a parameter, start or input; again for more.", show_default=False)] = None,
    until: Annotated[str, typer.Option("--until", help="How far, such as '400 d'; a bare number is in the model's unit of time.")] = "100",
    states: Annotated[str, typer.Option("--states", help="Which states, such as mb,mc; without it, all.")] = "",
    output: Picture = None,
    table: Annotated[Path | None, typer.Option("--csv", help="Table of the courses to write, too: .csv.", show_default=False)] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Follow a model through time; what comes from outside is nothing unless it is set."""
    from exoforge.design.shelf.running import run_model, time_of, value_of
    from exoforge.design.shelf.sources import card_from
    from exoforge.report.figures.model import run_figure
    from exoforge.report.model_plain import run_facts, run_rows
    from exoforge.report.model_text import run_text
    from exoforge.report.picture_files import write_picture

    del seed
    if table is not None and table.suffix.lower() != ".csv":
        raise SettingError(f"'{table.name}' ends in '{table.suffix}'; the table is written as .csv.")
    for path in (output, table):
        check_picture(path)
    card = card_from(source)
    values = {name: value_of(card, name, text) for name, text in named_values(changed, "--set", "kpb=0.3").items()}
    found = run_model(card, until=time_of(card, until), changed=values, states=[part.strip() for part in states.split(",") if part.strip()])
    text = run_text(found)
    for path in (output, table):
        if path is not None:
            write_picture(path, spec=run_figure(found), rows=run_rows(found))
            text += f"\n\nWrote {path}."
    say(run_facts(found), text, as_json=as_json, quiet=quiet)


@model.command(epilog="Example: exoforge model check waugh2006")
def check(
    key: Annotated[str, typer.Argument(help="A model on the shelf; without it, all of them.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Compute the known numbers of a model, or of all, and lay them beside what others found."""
    from exoforge.design.shelf.checking import checked
    from exoforge.report.model_plain import check_facts
    from exoforge.report.model_text import check_text
    from exoforge.stages.shelf import card_of, cards

    del seed
    chosen = {key: card_of(key)} if key else cards()
    results = {one: checked(card) for one, card in chosen.items()}
    facts = check_facts(results)
    say(facts, check_text(results), as_json=as_json, quiet=quiet)
    if not facts["ok"]:
        raise typer.Exit(1)
