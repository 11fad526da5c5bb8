"""The commands of risk of bias: record what you judge of a study, see it, hand it on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from exoforge.cli.front import Json, Quiet, Seed, count, say

bias = typer.Typer(name="bias", help="Risk of bias, item by item, as you judge it.", no_args_is_help=True, rich_markup_mode=None)

Study = Annotated[str, typer.Argument(help="A cited work (qi2016), a trial, or an arm or claim on one.", show_default=False)]


def mount(app: typer.Typer) -> None:
    """Add the commands to the commands of the evidence."""
    app.add_typer(bias)
    for command, example in (
        (record, 'exoforge evidence bias record qi2016 --tool syrcle --item random-sequence --judgement unclear --by "N.N."'),
        (show, "exoforge evidence bias show qi2016"),
        (export, "exoforge evidence bias export bias.csv"),
    ):
        bias.command(epilog=f"Example: {example}")(command)


def record(
    study: Study,
    tool: Annotated[str, typer.Option("--tool", help="syrcle or camarades.", show_default=False)],
    item: Annotated[str, typer.Option("--item", help="Key of an item; 'exoforge evidence bias show' lists them.", show_default=False)],
    judgement: Annotated[str, typer.Option("--judgement", help="low, high or unclear; for camarades yes, no or unclear.", show_default=False)],
    by: Annotated[str, typer.Option("--by", help="Who judged.", show_default=False)],
    quote: Annotated[str, typer.Option("--quote", help="The words of the study that it rests on; may be left out where unclear.")] = "",
    on: Annotated[str, typer.Option("--on", help="Day as YYYY-MM-DD; today without it.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Record one judgement in your own file, where no upgrade touches it."""
    from dataclasses import asdict

    from exoforge.evidence.bias import record_judgement
    from exoforge.evidence.store import open_store
    from exoforge.report.evidence.bias import recorded_text

    del seed
    day = _day(on)
    with open_store() as store:
        made = record_judgement(store, study, tool=tool, item=item, judgement=judgement, by=by, quote=quote, on=day)
    say({"ok": True, **asdict(made)}, recorded_text(made), as_json=as_json, quiet=quiet)


def show(
    study: Annotated[str, typer.Argument(help="A cited work, a trial, or an arm on one; without it, all. Where there are none, the items of the tools.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Show how studies were judged, item by item; where none was, the items of the tools."""
    from exoforge.evidence.bias import read_judgements, study_of
    from exoforge.evidence.store import open_store
    from exoforge.report.evidence.bias import judgements_facts, judgements_text

    del seed
    found = read_judgements()
    if study and not any(one.study == study for one in found):
        with open_store() as store:
            study = study_of(store, study)
    found = tuple(one for one in found if study in ("", one.study))
    say(judgements_facts(found), judgements_text(found, study), as_json=as_json, quiet=quiet)


def export(
    path: Annotated[Path, typer.Argument(help="The file to write; it ends in .csv.", show_default=False)],
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Write every judgement as a table."""
    from exoforge.evidence.bias import export_judgements

    del seed
    written = export_judgements(path)
    say({"ok": True, "written": [str(path)], "judgements": written}, f"Wrote {path}: {count(written, 'judgement')}.", as_json=as_json, quiet=quiet)


def _day(stated: str) -> date:
    """The day that was stated, else today."""
    from exoforge.base.errors import SettingError

    if not stated:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(stated)
    except ValueError:
        raise SettingError(f"'{stated}' is no day; state it as YYYY-MM-DD with --on.") from None
