"""The command line: one command for each thing that a scientist comes for. A room is imported only by the command that needs it."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from exoforge.base.errors import ExoforgeError, RecordError, sentence_of

app = typer.Typer(
    name="exoforge",
    help="A workbench for MSC-exosome therapies: one record, checked, simulated, confronted with the instrument's files, and handed over as a dossier.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""
USAGE_ERRORS: Any = typer.BadParameter.__mro__[1:3]
"""A command line that cannot be read: the errors of click, wherever this version of typer keeps its click."""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object for machines instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")]
Seed = Annotated[int, typer.Option("--seed", help="Seed of every random draw; the same seed gives the same numbers.", min=0)]
RecordFile = Annotated[Path, typer.Argument(help="A therapy record (TOML).", show_default=False)]


def main() -> None:
    """Run the command line: a refusal is one clear sentence and exit code 2, whoever refuses."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without µ still gets its answer
    try:
        code = app(standalone_mode=False)
        if code == STOPPED:
            raise KeyboardInterrupt  # typer has caught it and said nothing
        if sys.stdout is not None:
            sys.stdout.flush()
    except ExoforgeError as trouble:
        code = _refuse(_problems(trouble), str(trouble))
    except USAGE_ERRORS as trouble:
        told = trouble.format_message()
        usage = told if told.startswith("Usage") else f"{told.rstrip('.')}. 'exoforge --help' says what there is."
        code = _refuse(_problems(ExoforgeError(usage)), usage)
    except (KeyboardInterrupt, typer.Abort):
        code = _refuse([], "Stopped; nothing was written.", code=STOPPED)
    except BrokenPipeError:
        code = _silent()
    except OSError as trouble:
        code = _refuse([], f"The system refuses ({trouble.strerror}); the answer may not be printed whole.")
    raise SystemExit(code if isinstance(code, int) else 0)


def _refuse(problems: list[dict[str, Any]], sentence: str, *, code: int = 2) -> int:
    with suppress(OSError, ValueError):
        if "--json" in sys.argv and problems:
            print(json.dumps({"ok": False, "problems": problems}))
        else:
            print(sentence, file=sys.stderr)
    return code


def _silent() -> int:
    """Nobody reads on: let the interpreter close a stream that still works."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  # it lives as long as the process
    return 0


@app.command(epilog="Example: exoforge new --template calvarial-defect my.toml")
def new(
    path: Annotated[Path | None, typer.Argument(help="The file to make.", show_default=False)] = None,
    template: Annotated[str, typer.Option("--template", "-t", help="The record to start from; without a file, all are listed.")] = "calvarial-defect",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Make a commented record to start from."""
    from exoforge.record.templates import template_text, templates, write_template

    del seed
    if path is None:
        listed = {name: template_text(name).splitlines()[0].lstrip("# ") for name in templates()}
        _say(listed, "\n".join(f"{name:<22}{line}" for name, line in listed.items()), as_json=as_json, quiet=quiet)
        return
    write_template(template, path)
    _say({"ok": True, "written": [str(path)]}, f"Wrote {path}. Next: exoforge check {path}", as_json=as_json, quiet=quiet)


@app.command(epilog="Example: exoforge check my.toml")
def check(record: RecordFile, as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Say everything that is wrong or doubtful in a record, with the line."""
    from exoforge.design.check import check_record

    del seed
    found = check_record(record)
    errors = [problem for problem in found if problem.severity == "error"]
    lines = [sentence_of(problem, str(record)) if problem.severity == "error" else f"note: {sentence_of(problem, str(record))}" for problem in found]
    lines.append(f"{record}: {_count(len(errors), 'problem')}, {_count(len(found) - len(errors), 'note')}.")
    shown = lines if not quiet else lines[: len(errors)] if errors else []
    _say({"ok": not errors, "problems": [_plain(problem) for problem in found]}, "\n".join(shown), as_json=as_json, quiet=quiet and not errors)
    if errors:
        raise typer.Exit(2)


@app.command(epilog='Example: exoforge run my.toml -o out/ --nta "A12-ExperimentSummary.csv"')
def run(
    record: RecordFile,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the dossier; made if it is not there.")] = Path("out"),
    nta: Annotated[Path | None, typer.Option("--nta", help="A NanoSight ExperimentSummary file to confront the prediction with.")] = None,
    members: Annotated[int, typer.Option("--members", help="Members of the ensemble, from 2 to 100,000.")] = 500,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Also make dossier.pdf.")] = True,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Run a record through the whole river and write its dossier."""
    from exoforge.base.disk import check_folder
    from exoforge.design.run import run_therapy
    from exoforge.instruments.catalog import read_measurement
    from exoforge.record.files import read_placed
    from exoforge.report.drawing import demand_extra, warm_up
    from exoforge.report.write import write_dossier

    therapy, places = read_placed(record)
    measurements = () if nta is None else (read_measurement(nta),)
    check_folder(out)
    demand_extra(pdf=pdf)
    warm_up()
    with _progress(f"Simulating {therapy.id}", hidden=quiet or as_json) as progress:
        result = run_therapy(therapy, members=members, seed=seed, measurements=measurements, progress=progress, places=places, source=str(record))
    written = write_dossier(result, out, pdf=pdf)
    from exoforge.report.document import plain
    from exoforge.report.text import summary_text

    facts = {"ok": True, "written": [str(path) for path in written], "headlines": plain(result.headlines), "warnings": list(result.warnings)}
    _say(facts, summary_text(result) + "\n\n" + "\n".join(f"  {path}" for path in written), as_json=as_json, quiet=quiet)


@app.command(epilog="Example: exoforge cite out/dossier.json")
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
    _say({"ok": True, "references": references}, references_text(references), as_json=as_json, quiet=quiet)


@app.command(epilog="Example: exoforge terms carriers")
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
        _say(counted, "\n".join(f"{name:<24}{count} terms" for name, count in counted.items()), as_json=as_json, quiet=quiet)
        return
    from exoforge.report.text import terms_text

    found = terms_of(room)
    _say([asdict(one) for one in found], terms_text(found), as_json=as_json, quiet=quiet)


@app.command(epilog="Example: exoforge schema > therapy.schema.json")
def schema(as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Print the JSON Schema of a therapy record."""
    from exoforge.record.therapy import json_schema

    del as_json, quiet, seed
    print(json.dumps(json_schema(), indent=1))


def _say(facts: Any, text: str, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        print(json.dumps(facts))
    elif not quiet and text:
        print(text)


def _problems(trouble: ExoforgeError) -> list[dict[str, Any]]:
    if isinstance(trouble, RecordError):
        return [_plain(problem) for problem in trouble.problems]
    return [{"where": "", "sentence": str(trouble), "line": None, "severity": "error"}]


def _plain(problem: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(problem)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@contextmanager
def _progress(label: str, *, hidden: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on the error stream, where a person is watching."""
    if hidden or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total} members"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance
