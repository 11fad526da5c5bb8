"""The command line: one command for each thing that a scientist comes for. A room is imported only by the command that needs it."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import suppress
from typing import Any

import typer

from exoforge.base.errors import ExoforgeError
from exoforge.cli import (
    assay,
    calibrate,
    cargo,
    cells,
    culture,
    distribute,
    dose,
    engineer,
    evidence,
    flow,
    image,
    isolate,
    lot,
    markers,
    model,
    pulses,
    quality,
    read,
    records,
    release,
    respond,
    sensitivity,
    size,
    store,
    trial,
)
from exoforge.cli.front import problems_of

app = typer.Typer(
    name="exoforge",
    help="A workbench for MSC-exosome therapies: one record, checked, simulated, confronted with the instrument's files, and handed over as a dossier.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
records.mount(app)
read.mount(app)
quality.mount(app)
evidence.mount(app)
app.add_typer(image.image)
app.add_typer(assay.assay)
calibrate.mount(app)
app.add_typer(markers.markers)
app.add_typer(dose.dose)
app.add_typer(culture.culture)
app.add_typer(isolate.isolate)
app.add_typer(engineer.engineer)
app.add_typer(cargo.cargo)
app.add_typer(store.store)
app.add_typer(release.release)
cells.mount(app)
distribute.mount(app)
respond.mount(app)
app.add_typer(trial.trial)
sensitivity.mount(app)
app.add_typer(model.model)
app.add_typer(lot.lot)
app.add_typer(flow.flow)
app.add_typer(pulses.pulses)
app.add_typer(size.size)

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""
USAGE_ERRORS: Any = typer.BadParameter.__mro__[1:3]
"""A command line that cannot be read: the errors of click, wherever this version of typer keeps its click."""


def main() -> None:
    """Run the command line: a refusal is one clear sentence and exit code 2, whoever refuses."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without µ still gets its answer
    sys.argv[1:] = [_as_unicode(word) for word in sys.argv[1:]]
    try:
        code = app(prog_name="exoforge", standalone_mode=False)
        if code == STOPPED:
            raise KeyboardInterrupt  # typer has caught it and said nothing
        if sys.stdout is not None:
            sys.stdout.flush()
    except ExoforgeError as trouble:
        code = _refuse(problems_of(trouble), str(trouble))
    except USAGE_ERRORS as trouble:
        told = trouble.format_message()
        typed = trouble.ctx.command_path if getattr(trouble, "ctx", None) else "exoforge"
        usage = told if told.startswith("Usage") else f"{told.rstrip('.')}. '{typed} --help' says what there is."
        code = _refuse(problems_of(ExoforgeError(usage)), usage)
    except (KeyboardInterrupt, typer.Abort):
        code = _refuse([], "Stopped; nothing was written.", code=STOPPED)
    except BrokenPipeError:
        code = _silent()
    except OSError as trouble:
        code = _refuse([], f"The system refuses ({trouble.strerror}); the answer may not be printed whole.")
    raise SystemExit(code if isinstance(code, int) else 0)


def _as_unicode(word: str) -> str:
    """A word of the command line as text: UTF-8 also where the terminal promises less, and never half a sign."""
    return os.fsencode(word).decode("utf-8", "surrogateescape" if os.path.lexists(word) else "replace")


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
