"""The commands by which a reviewer adds to the evidence: look first, write when asked, take away again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exoforge.cli.front import Json, Quiet, Seed, count, say

if TYPE_CHECKING:
    from exoforge.evidence.adding import Plan
    from exoforge.evidence.importers.contract import ImportedRow

GoodRows = Annotated[bool, typer.Option("--good-rows", help="With --write: write the rows that can be read, although others cannot.")]
WIDEST = 110
"""[characters] of an arm in one line."""


def add(
    path: Annotated[Path, typer.Argument(help="A filled template (CSV), citations (RIS, NBIB) or trials (ClinicalTrials.gov JSON).", show_default=False)],
    write: Annotated[bool, typer.Option("--write", help="Write what is new; without it, nothing is written.")] = False,
    good_rows: GoodRows = False,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Add arms of your own: say what would be added, and write it with --write."""
    from exoforge.evidence.adding import carry_out, plan_additions
    from exoforge.evidence.store import open_store

    del seed
    with open_store() as store:
        plan = plan_additions(path, store)
    is_readable = bool(plan.new or plan.already)
    is_refused = not is_readable or (write and bool(plan.unusable) and not good_rows)
    written = carry_out(plan) if write and plan.new and not is_refused else None
    problems = list(_problem_lines(plan))
    end = _end(plan, written, is_write=write, is_readable=is_readable)
    shown = [*([end] if is_refused else []), *problems] if quiet else [*_head(plan), *problems, *_body(plan), "", end]
    say(_facts(plan, written, ok=not is_refused), "\n".join(shown), as_json=as_json, quiet=quiet and not shown)
    if is_refused:
        raise typer.Exit(2)


def template(
    path: Annotated[Path | None, typer.Argument(help="The file to make; without it, the template is printed.", show_default=False)] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Write the table that a reviewer fills in: a heading, and one row that shows how."""
    from exoforge.base.disk import is_there, write_atomically
    from exoforge.base.errors import FileError
    from exoforge.evidence.importers.template_columns import COLUMNS, template_text

    del seed
    columns = [{"name": column.name, "meaning": column.meaning, "vocabulary": column.room} for column in COLUMNS]
    if path is None:
        say({"ok": True, "columns": columns, "template": template_text()}, template_text().rstrip("\n"), as_json=as_json, quiet=quiet)
        return
    if is_there(path):
        raise FileError(f"'{path}' is there already, and it was left as it is; name a file that is not there yet.")
    write_atomically(path, "\ufeff" + template_text())  # the mark tells spreadsheet programs that it is UTF-8
    text = f"Wrote {path}: {count(len(columns), 'column')}, and one example row, which is never read as evidence.\nNext: {_command(path)}"
    say({"ok": True, "columns": columns, "written": [str(path)]}, text, as_json=as_json, quiet=quiet)


def remove(
    names: Annotated[list[str], typer.Argument(help="Identifiers of arms, or keys of works, that you have added.", show_default=False)],
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Take away what you have added."""
    from exoforge.evidence.adding import remove_additions
    from exoforge.evidence.additions import additions_file

    del seed
    gone = remove_additions(names)
    say({"ok": True, "removed": list(gone)}, f"Took {', '.join(gone)} away from {additions_file()}.", as_json=as_json, quiet=quiet)


def _head(plan: Plan) -> Iterator[str]:
    yield f"{plan.path}: {plan.source.title}, {count(len(plan.source.rows), 'row')} read."
    yield from (f"note: {note}" for note in plan.source.notes)


def _problem_lines(plan: Plan) -> Iterator[str]:
    for row in plan.unusable:
        yield from (f"{row.place}: {problem}" for problem in row.problems)


def _body(plan: Plan) -> Iterator[str]:
    if plan.already:
        yield f"\nAlready there: {len(plan.already)}"
        yield from (f"  {found.row.place}: {found.sentence}" for found in plan.already)
    if plan.new:
        yield f"\nNew: {len(plan.new)}"
        for row in plan.new:
            yield f"  {row.place}: {_one_line(row)}"
            yield from (f"    note: {note}" for note in row.notes)


def _one_line(row: ImportedRow) -> str:
    assert row.arm is not None
    line = f"{row.arm.therapy.id}  {row.arm.therapy.title}"
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…"


def _end(plan: Plan, written: Path | None, *, is_write: bool, is_readable: bool) -> str:
    bad = count(len(plan.unusable), "row")
    if not is_readable:
        return f"Nothing in {plan.path} could be read; nothing was written." if plan.unusable else f"{plan.path} holds no row; nothing was written."
    if written is not None:
        left = f" {bad} with problems left out." if plan.unusable else ""
        return f"Wrote {count(len(plan.new), 'arm')} to {written}.{left}"
    if not plan.new:
        return "There is nothing new to write."
    if is_write:
        return f"{bad} with problems, so nothing was written. Mend the file, or write the others: {_command(plan.path)} --write --good-rows"
    options = "--write --good-rows" if plan.unusable else "--write"
    return f"Nothing was written. To write {count(len(plan.new), 'arm')}: {_command(plan.path)} {options}"


def _command(path: Path) -> str:
    return f"exoforge evidence add {shlex.quote(str(path))}"


def _facts(plan: Plan, written: Path | None, *, ok: bool) -> dict[str, Any]:
    return {
        "ok": ok,
        "file": str(plan.path),
        "read_as": plan.source.title,
        "rows": len(plan.source.rows),
        "notes": list(plan.source.notes),
        "problems": [{"where": row.place, "sentence": problem, "line": None, "severity": "error"} for row in plan.unusable for problem in row.problems],
        "already": [{"where": found.row.place, "held": found.held, "sentence": found.sentence} for found in plan.already],
        "new": [
            {"where": row.place, "id": row.arm.therapy.id, "title": row.arm.therapy.title, "notes": list(row.notes)} for row in plan.new if row.arm is not None
        ],
        "written": [str(written)] if written else [],
    }
