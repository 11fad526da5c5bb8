"""The commands of one record: make it, check it, run it, cite what it used, and the words and the format that it is written in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from exoforge.base.errors import sentence_of
from exoforge.cli.front import Json, Members, Quiet, RecordFile, Seed, count, plain, progress_bar, say


def mount(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command, example in (
        (new, "exoforge new --template calvarial-defect my.toml"),
        (check, "exoforge check my.toml"),
        (run, 'exoforge run my.toml -o out/ --nta "A12-ExperimentSummary.csv"'),
        (cite, "exoforge cite out/dossier.json"),
        (terms, "exoforge terms carriers"),
        (schema, "exoforge schema > therapy.schema.json"),
    ):
        app.command(epilog=f"Example: {example}")(command)


def new(
    path: Annotated[Path | None, typer.Argument(help="The file to make.", show_default=False)] = None,
    template: Annotated[str, typer.Option("--template", "-t", help="The record to start from; without a file, all are listed.")] = "calvarial-defect",
    published: Annotated[
        str, typer.Option("--from", help="A published arm to start from, such as lu2023-t1-13: as printed, completed by assumptions that say so.")
    ] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Make a record to start from: a commented template, or a published arm completed so that it runs."""
    from exoforge.record.templates import template_text, templates, write_template

    del seed
    if published:
        return _new_from(published, path, as_json=as_json, quiet=quiet)
    if path is None:
        listed = {name: template_text(name).splitlines()[0].lstrip("# ") for name in templates()}
        say(listed, "\n".join(f"{name:<22}{line}" for name, line in listed.items()), as_json=as_json, quiet=quiet)
        return
    write_template(template, path)
    say({"ok": True, "written": [str(path)]}, f"Wrote {path}. Next: exoforge check {path}", as_json=as_json, quiet=quiet)


def _new_from(published: str, path: Path | None, *, as_json: bool, quiet: bool) -> None:
    """A published arm as a file, with what was put in said in its head."""
    from exoforge.base.disk import write_new
    from exoforge.base.errors import SettingError
    from exoforge.design.completing import completed, completed_text, published_record

    if path is None:
        raise SettingError(f"Name the file to make, such as '{published}.toml'.")
    printed = published_record(published)
    found = completed(printed)
    write_new(path, completed_text(printed.id, printed, found))
    lines = [f"Wrote {path}: {published} as printed, and what a run needs besides.", *(f"  {line}" for line in found.added)]
    told = {"ok": True, "written": [str(path)], "added": list(found.added)}
    say(told, "\n".join([*lines, f"Next: exoforge check {path}, then exoforge run {path} -o out/"]), as_json=as_json, quiet=quiet)


def check(record: RecordFile, as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Say everything that is wrong or doubtful in a record, with the line."""
    from exoforge.design.check import check_record

    del seed
    found = check_record(record)
    errors = [problem for problem in found if problem.severity == "error"]
    lines = [sentence_of(problem, str(record)) if problem.severity == "error" else f"note: {sentence_of(problem, str(record))}" for problem in found]
    lines.append(f"{record}: {count(len(errors), 'problem')}, {count(len(found) - len(errors), 'note')}.")
    shown = lines if not quiet else lines[: len(errors)] if errors else []
    say({"ok": not errors, "problems": [plain(problem) for problem in found]}, "\n".join(shown), as_json=as_json, quiet=quiet and not errors)
    if errors:
        raise typer.Exit(2)


def run(
    record: RecordFile,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the dossier; made if it is not there.")] = Path("out"),
    nta: Annotated[
        list[Path] | None,
        typer.Option("--nta", help="What an instrument wrote of the product; an NTA file is confronted with the prediction. May be given several times."),
    ] = None,
    members: Members = 1000,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Also make dossier.pdf.")] = True,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Run a record through the whole river and write its dossier."""
    from exoforge.base.disk import check_folder
    from exoforge.design.run import run_therapy
    from exoforge.instruments.catalog import read_measurements
    from exoforge.record.files import read_placed
    from exoforge.report.drawing import demand_extra, warm_up
    from exoforge.report.write import write_dossier

    therapy, places = read_placed(record)
    measurements = tuple(one for path in nta or () for one in read_measurements(path))
    check_folder(out)
    demand_extra(pdf=pdf)
    warm_up()
    with progress_bar(f"Simulating {therapy.id}", hidden=quiet or as_json) as progress:
        result = run_therapy(therapy, members=members, seed=seed, measurements=measurements, progress=progress, places=places, source=str(record))
    written = write_dossier(result, out, pdf=pdf)
    from exoforge.report.document import plain as plain_facts
    from exoforge.report.run_text import summary_text

    facts = {"ok": True, "written": [str(path) for path in written], "headlines": plain_facts(result.headlines), "warnings": list(result.warnings)}
    say(facts, summary_text(result) + "\n\n" + "\n".join(f"  {path}" for path in written), as_json=as_json, quiet=quiet)


def cite(
    dossier: Annotated[Path, typer.Argument(help="A dossier.json that 'exoforge run' wrote.", show_default=False)],
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Print the references of what a dossier really used."""
    from exoforge.report.document import read_document
    from exoforge.report.text import references_text

    del seed
    references = read_document(dossier).get("references", [])
    say({"ok": True, "references": references}, references_text(references), as_json=as_json, quiet=quiet)


def terms(
    room: Annotated[str | None, typer.Argument(help="One vocabulary; without it, all are listed.", show_default=False)] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Show the vocabulary: words, definitions, synonyms and identifiers."""
    from dataclasses import asdict

    from exoforge.base.terms import rooms
    from exoforge.base.terms import terms as terms_of

    del seed
    if room is None:
        counted = {name: len(terms_of(name)) for name in rooms()}
        say(counted, "\n".join(f"{name:<24}{count} terms" for name, count in counted.items()), as_json=as_json, quiet=quiet)
        return
    from exoforge.report.text import terms_text

    found = terms_of(room)
    say([asdict(one) for one in found], terms_text(found), as_json=as_json, quiet=quiet)


def schema(as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Print the JSON Schema of a therapy record."""
    from exoforge.record.therapy import json_schema

    del as_json, quiet, seed
    print(json.dumps(json_schema(), indent=1))
