"""The command that asks a tissue: untreated beside treated, or what is known where no model is."""

from __future__ import annotations

from typing import Annotated

import typer

from exoforge.base.errors import RecordError, SettingError
from exoforge.cli.amounts import Picture, check_picture, named_values
from exoforge.cli.front import Json, Members, Quiet, RecordFile, Seed, answer, progress_bar, say


def mount(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: exoforge respond my.toml --tissue bone --until '12 weeks' -o bone.svg")(respond)


def respond(
    record: RecordFile,
    tissue: Annotated[str, typer.Option("--tissue", help="The tissue that is to answer ('exoforge terms tissues').")] = "",
    model: Annotated[str, typer.Option("--model", help="One of its models ('exoforge model list'); without it, that of the record, else the usual one.")] = "",
    until: Annotated[str, typer.Option("--until", help="When it is judged, counted from the injury, such as '8 weeks'.")] = "",
    settings: Annotated[list[str] | None, typer.Option("--set", help="A setting of the tissue, such as wound=diabetic; again for more.")] = None,
    members: Members = 1000,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Ask what a therapy could do to a tissue, and what decides it; where no validated model exists, what was published."""
    from exoforge.design.run import run_therapy
    from exoforge.design.tissue_question import evidence_of, model_named, models_of, stated_tissue, tissue_named, with_tissue
    from exoforge.record.files import read_placed
    from exoforge.report.figures.response_sheet import response_sheet
    from exoforge.report.response_text import evidence_plain, evidence_text, response_plain, response_text

    therapy, places = read_placed(record)
    asked = tissue_named(tissue) if tissue else stated_tissue(therapy)
    if not models_of(asked):
        found = evidence_of(asked)
        say(evidence_plain(found), evidence_text(found), as_json=as_json, quiet=quiet)
        return
    check_picture(output)
    given = named_values(settings, "--set", "wound=diabetic") | ({"horizon": until} if until else {})
    own = next((step.kind for step in therapy.steps if step.stage == "respond" and step.kind in {one.kind for one in models_of(asked)}), "")
    changed = with_tissue(therapy, model_named(asked, model or own), given)
    try:
        with progress_bar(f"Simulating {therapy.id}", hidden=quiet or as_json) as progress:
            run = run_therapy(changed, members=members, seed=seed, progress=progress, places=places, source=str(record))
    except RecordError as trouble:
        last = f"step[{len(changed.steps)}]."
        missing = [one.where.removeprefix(last) for one in trouble.problems if one.where.startswith(last)]
        hint = f"\nHere it can be given as --set {missing[0]}=VALUE." if missing else ""
        raise SettingError(f"{trouble}{hint}") from None
    result = run.response
    if result is None:
        raise SettingError("The tissue has no result. " + " ".join(run.warnings or run.notices))
    answer(response_plain(run, result), response_text(run, result), picture=lambda: response_sheet(result), output=output, as_json=as_json, quiet=quiet)
