"""What every command of the command line shares: its options, how it answers, and how it shows that it works."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exoforge.base.errors import ExoforgeError, RecordError

if TYPE_CHECKING:
    from exoforge.report.figures.marks import Spec
    from exoforge.report.picture_files import Rows

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object for machines instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but problems.")]
Members = Annotated[int, typer.Option("--members", help="Members of the ensemble, from 2 to 100,000.")]
Seed = Annotated[int, typer.Option("--seed", help="Seed of every random draw; the same seed gives the same numbers.", min=0)]
RecordFile = Annotated[Path, typer.Argument(help="A therapy record (TOML).", show_default=False)]


def say(facts: Any, text: str, *, as_json: bool, quiet: bool) -> None:
    """Answer: the facts for machines, the text for people, nothing when quiet."""
    if as_json:
        print(json.dumps(facts))
    elif not quiet and text:
        print("".join(sign for sign in text if sign.isprintable() or sign in "\n\t"))  # a study text cannot steer the terminal


def answer(facts: Any, text: str, *, picture: Callable[[], tuple[Spec, Rows]], output: Path | None, as_json: bool, quiet: bool) -> None:
    """Write the picture where one is asked for, then answer as every command does.

    Parameters
    ----------
    picture : makes the picture and the rows of its numbers.
    """
    if output is not None:
        from exoforge.report.picture_files import write_picture

        spec, rows = picture()
        write_picture(output, spec=spec, rows=rows)
        text += f"\n\nWrote {output}."
    say(facts, text, as_json=as_json, quiet=quiet)


def problems_of(trouble: ExoforgeError) -> list[dict[str, Any]]:
    """A refusal as plain problems, one for each reason."""
    if isinstance(trouble, RecordError):
        return [plain(problem) for problem in trouble.problems]
    return [{"where": "", "sentence": str(trouble), "line": None, "severity": "error"}]


def plain(problem: Any) -> dict[str, Any]:
    """A problem as a plain dict."""
    from dataclasses import asdict

    return asdict(problem)


def count(number: int, what: str) -> str:
    """A number with its noun, in the plural where it needs one."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@contextmanager
def progress_bar(label: str, *, hidden: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on the error stream, where a person is watching."""
    if hidden or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance
