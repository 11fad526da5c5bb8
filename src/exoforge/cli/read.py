"""The command that opens any instrument's file: what it is, what it says, what is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.cli.front import Json, Quiet, Seed, progress_bar, say

if TYPE_CHECKING:
    from exoforge.streams.measurement import Measurement

EXAMPLE = 'Example: exoforge read "A12 ExperimentSummary.csv" --plot sizes.svg'
Files = Annotated[
    list[Path] | None,
    typer.Argument(help="Files that instruments wrote, or folders of them; without any, the kinds that can be read are listed.", show_default=False),
]
Plot = Annotated[
    Path | None,
    typer.Option(
        "--plot",
        "--output",
        "-o",
        help="Picture to write, too: .svg, .png, .csv (its numbers) or .json (the chart, Vega-Lite); or a folder, for one .svg of every file.",
        show_default=False,
    ),
]
Table = Annotated[Path | None, typer.Option("--csv", help="Table of all headline numbers and markers to write, one in each row.", show_default=False)]
Arrays = Annotated[Path | None, typer.Option("--arrays", help="Folder for the raw arrays of every file as CSV; made if it is not there.", show_default=False)]
DilutionOf = Annotated[
    str,
    typer.Option(
        "--dilution",
        help="How far the samples were diluted, such as 1:1000, or 'file' for what each file states; applied once, and refused where a file has applied it.",
    ),
]


def mount(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLE)(read)


def read(
    files: Files = None,
    plot: Plot = None,
    table: Table = None,
    arrays: Arrays = None,
    dilution: DilutionOf = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Say what instrument files are, what they say, and what is wrong with them."""
    from exoforge.base.disk import check_folder
    from exoforge.base.errors import FileError
    from exoforge.cli.amounts import check_picture
    from exoforge.instruments.folder import read_all
    from exoforge.report.instruments.folder_text import reading_text
    from exoforge.report.instruments.pictures import picture_of
    from exoforge.report.instruments.reading_plain import reading_plain
    from exoforge.report.instruments.reading_text import measurement_text
    from exoforge.report.picture_files import write_picture

    del seed
    if not files:
        from exoforge.instruments.catalog import readers
        from exoforge.report.instruments.kinds_text import kinds_plain, kinds_text

        say(kinds_plain(readers()), kinds_text(readers()), as_json=as_json, quiet=quiet)
        return
    folder = plot if plot is not None and (plot.is_dir() or not plot.suffix) else None
    check_picture(plot / "picture.svg" if folder is not None and plot is not None else plot)
    for path in (table.parent if table else None, arrays, folder):
        if path is not None:
            check_folder(path)
    undiluted = _dilution(dilution)
    with progress_bar("reading", hidden=quiet or as_json) as progress:
        reading = read_all(files, progress)
    if undiluted is not None:
        reading = replace(reading, measurements=undiluted(reading.measurements))
    single = len(files) == 1 and not files[0].is_dir()
    if single and reading.refusals:
        raise FileError(reading.refusals[0].sentence)
    text = "\n\n".join(measurement_text(one) for one in reading.measurements) if single else reading_text(reading)
    written: list[Path] = []
    if folder is not None:
        written += _write_pictures(reading.measurements, folder)
    elif plot is not None:
        spec, rows = picture_of(reading.measurements)
        write_picture(plot, spec=spec, rows=rows)
        written.append(plot)
    written += _write_tables(reading.measurements, table, arrays)
    if written:
        text += "\n\n" + "\n".join(f"Wrote {path}." for path in written)
    say(reading_plain(reading) | {"written": [str(path) for path in written]}, text, as_json=as_json, quiet=quiet)
    if reading.refusals:
        raise typer.Exit(2)


def _dilution(text: str) -> Callable[[Sequence[Measurement]], tuple[Measurement, ...]] | None:
    """What turns measurements into those of the undiluted sample; None where nothing is asked."""
    from exoforge.base.errors import SettingError
    from exoforge.instruments.dilution import holds_concentration, of_stock, parse_dilution, with_dilution

    if not text:
        return None
    factor = None if text.strip().casefold() == "file" else parse_dilution(text)

    def undiluted(found: Sequence[Measurement]) -> tuple[Measurement, ...]:
        if found and not any(map(holds_concentration, found)):
            raise SettingError("--dilution multiplies particles per volume, and these files hold none; leave it out.")
        if factor is None:
            return tuple(of_stock(one) if holds_concentration(one) else one for one in found)
        return tuple(of_stock(with_dilution(one, factor)) if holds_concentration(one) else one for one in found)

    return undiluted


def _write_pictures(measurements: Sequence[Measurement], folder: Path) -> list[Path]:
    """One picture of every file that has something to draw, named after it."""
    from exoforge.base.errors import SettingError
    from exoforge.report.instruments.pictures import picture_of
    from exoforge.report.picture_files import write_picture

    by_file: dict[tuple[str, str], list[Measurement]] = {}
    for one in measurements:
        by_file.setdefault((one.file.name, one.file.sha256) if one.file else (one.sample, ""), []).append(one)
    written: list[Path] = []
    for name, sha256 in by_file:
        path = folder / f"{_stem(name)}.svg"
        path = path if path not in written else folder / f"{_stem(name)}-{sha256[:8]}.svg"
        try:
            spec, rows = picture_of(by_file[name, sha256])
        except SettingError:  # nothing in it that can be drawn; its text has said what there is
            continue
        write_picture(path, spec=spec, rows=rows)
        written.append(path)
    return written


def _stem(name: str) -> str:
    """A file's name without its ending, as part of another's."""
    return re.sub(r"[^\w.-]+", "-", Path(name).stem)


def _write_tables(measurements: Sequence[Measurement], table: Path | None, arrays: Path | None) -> list[Path]:
    from exoforge.base.disk import make_folder, write_atomically
    from exoforge.report.instruments.reading_plain import array_tables, figures_rows

    written: list[Path] = []
    if table is not None:
        make_folder(table.parent)
        write_atomically(table, _csv(figures_rows(measurements)))
        written.append(table)
    if arrays is not None:
        make_folder(arrays)
        for number, one in enumerate(measurements, start=1):
            stem = _stem(one.file.name if one.file else one.sample)
            for name, rows in array_tables(one):
                path = arrays / f"{stem}-{number}-{name}.csv"
                write_atomically(path, _csv(rows))
                written.append(path)
    return written


def _csv(rows: object) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]  # rows of texts and numbers, a list or one by one
    return text.getvalue()
