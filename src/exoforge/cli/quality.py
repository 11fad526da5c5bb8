"""The command that lays records, and the files of their instruments, before the guidelines of the field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.cli.amounts import Picture, check_picture
from exoforge.cli.front import Json, Quiet, Seed, say
from exoforge.cli.reading import read_files

if TYPE_CHECKING:
    from exoforge.quality.judge import Judged
    from exoforge.streams.measurement import Measurement

EXAMPLE = 'Example: exoforge quality my.toml --set misev2018,ev-metric --with "A12 ExperimentSummary.csv" -o wheel.svg'
USUAL = ("misev2018", "ev-metric")
"""Rule sets that are printed and written rule by rule where none is named; the others are counted."""
MOST_WHEELS = 24
"""Wheels in one picture; more cannot be looked at."""

Records = Annotated[list[Path] | None, typer.Argument(help="Therapy records (TOML); several are the experiments of one study.", show_default=False)]
Sets = Annotated[
    str,
    typer.Option(
        "--set",
        help=f"Rule sets, with commas between: names, TOML files of your own, or 'all'. Without it, all are counted and {' and '.join(USUAL)} shown.",
        show_default=False,
    ),
]
Listed = Annotated[bool, typer.Option("--sets", help="List the rule sets that there are.")]
With = Annotated[
    list[Path] | None,
    typer.Option("--with", help="Files or folders of instruments that measured the preparation; for one record, may be given again.", show_default=False),
]
Everything = Annotated[bool, typer.Option("--all", help="Print also the rules that are met or do not apply.")]
Markdown = Annotated[Path | None, typer.Option("--markdown", help="Checklist to write as Markdown tables, for a supplement.", show_default=False)]
Table = Annotated[Path | None, typer.Option("--csv", help="Checklist to write as a table, one rule in each row.", show_default=False)]


def mount(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLE)(quality)


def quality(
    records: Records = None,
    sets: Sets = "",
    listed: Listed = False,
    files: With = None,
    output: Picture = None,
    markdown: Markdown = None,
    table: Table = None,
    everything: Everything = False,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Judge records by the guidelines: what is met, not met, not reported or only planned, and what to add."""
    from exoforge.base.disk import check_folder
    from exoforge.base.errors import SettingError
    from exoforge.quality.judge import judge
    from exoforge.quality.own import find_rulesets
    from exoforge.record.files import read_record
    from exoforge.report.quality.plain import judged_plain, sets_plain
    from exoforge.report.quality.text import judged_text, sets_text
    from exoforge.report.text import wrapped

    del seed
    if listed:
        known = find_rulesets(["all", *(name for name in _names(sets) if name.endswith(".toml"))] if sets else ["all"])
        say(sets_plain(known), sets_text(known), as_json=as_json, quiet=quiet)
        return
    if not records:
        raise SettingError("Give one record or more to judge; 'exoforge quality --sets' lists the rule sets.")
    records = list(dict.fromkeys(records))
    if files and len(records) > 1:
        raise SettingError(f"--with was given with {len(records)} records; it cannot be told which the files belong to. Judge that record by itself.")
    check_picture(output)
    for path in (markdown, table):
        if path is not None:
            check_folder(path.parent)
    chosen = find_rulesets(_names(sets) if sets else (*USUAL, "all"))
    measurements, remarks = _measured(files or [], hidden=quiet or as_json)
    judged = tuple(one for record in records for one in judge(read_record(record), chosen, measurements, source=str(record)))
    detailed = tuple(one for one in judged if sets or one.rules.key in USUAL)
    written = _write(detailed, output, markdown, table)
    told = [line for one in remarks for line in wrapped(one)]
    text = "\n\n".join(
        part for part in (judged_text(judged, detailed, everything=everything), "\n".join(told), "\n".join(f"Wrote {path}." for path in written)) if part
    )
    facts = judged_plain(judged) | {"remarks": remarks, "written": [str(path) for path in written]}
    say(facts, text, as_json=as_json, quiet=quiet)


def _names(sets: str) -> list[str]:
    from exoforge.base.errors import SettingError

    names = [name.strip() for name in sets.split(",") if name.strip()]
    if not names:
        raise SettingError("--set is empty; name a rule set, such as 'misev2018', or leave it out.")
    return names


def _measured(files: list[Path], *, hidden: bool) -> tuple[tuple[Measurement, ...], list[str]]:
    """What the instruments wrote of the preparation, and sentences on what was left out or not read."""
    if not files:
        return (), []
    from exoforge.quality.standards import CAUTION, without_standards
    from exoforge.quality.synthetic import synthetic_remarks

    reading = read_files(files, hidden=hidden)
    kept, left_out = without_standards(reading.measurements)
    unread = (f"Not read: {one.sentence}" for one in reading.refusals)
    return kept, [CAUTION, *left_out, *synthetic_remarks(kept), *unread, *reading.remarks]


def _write(judged: tuple[Judged, ...], output: Path | None, markdown: Path | None, table: Path | None) -> list[Path]:
    from exoforge.base.disk import make_folder, write_atomically
    from exoforge.base.errors import SettingError
    from exoforge.report.picture_files import write_picture
    from exoforge.report.quality.plain import checklist_csv, checklist_markdown
    from exoforge.report.quality.wheel import wheels_figure

    written = []
    if output is not None:
        if len(judged) > MOST_WHEELS:
            raise SettingError(f"{len(judged)} wheels would be in one picture; at most {MOST_WHEELS} can be. Take fewer records or sets.")
        spec, rows = wheels_figure(judged)
        write_picture(output, spec=spec, rows=rows)
        written.append(output)
    for path, made in ((markdown, checklist_markdown), (table, checklist_csv)):
        if path is not None:
            make_folder(path.parent)
            write_atomically(path, made(judged))
            written.append(path)
    return written
