"""The commands on markers: a template to fill in, beads told apart in the events of a cytometer, markers of several techniques side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.cli.amounts import Picture, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer, say
from exoforge.cli.reading import read_files

markers = typer.Typer(name="markers", help="Markers of vesicles: blots, bead arrays, lists of proteins.", no_args_is_help=True, rich_markup_mode=None)

Events = Annotated[Path, typer.Argument(help="Events of a flow cytometer (FCS).", show_default=False)]
PanelFile = Annotated[Path, typer.Option("--panel", help="The panel of beads (.yml).", show_default=False)]
Code = Annotated[str, typer.Option("--code", help="Colour that names a bead.")]
Reporter = Annotated[str, typer.Option("--reporter", help="Colour that tells how much a bead has caught.")]
Files = Annotated[list[Path], typer.Argument(help="Files with markers, of one technique or several, or folders of them.", show_default=False)]


@markers.command(epilog="Example: exoforge markers template > western.csv")
def template(as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Print a table of markers to fill in, which 'exoforge read' reads."""
    from exoforge.instruments.blots import TEMPLATE

    del seed
    say({"template": TEMPLATE}, TEMPLATE.rstrip("\n"), as_json=as_json, quiet=quiet)


@markers.command(epilog="Example: exoforge markers beads K2-C07-A7.fcs --panel panel.yml -o beads.svg")
def beads(
    events: Events,
    panel: PanelFile,
    code: Code = "APC",
    reporter: Reporter = "PE",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Tell the beads of a panel apart and give the reporter of each analyte."""
    from exoforge.instruments.bead_array import beads_of
    from exoforge.instruments.catalog import read_measurement
    from exoforge.report.instruments.beads_figure import beads_picture
    from exoforge.report.instruments.reading_plain import measurement_plain
    from exoforge.report.instruments.reading_text import measurement_text

    del seed
    check_picture(output)
    measured = read_measurement(events)
    found = beads_of(measured, read_measurement(panel), code=code, reporter=reporter)
    answer(
        measurement_plain(found),
        measurement_text(found),
        picture=lambda: beads_picture(measured, found),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


@markers.command(epilog="Example: exoforge markers compare western.csv 'DB search psm.csv' -o markers.svg")
def compare(files: Files, output: Picture = None, as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """Lay the markers of several files side by side."""
    from exoforge.base.errors import FileError
    from exoforge.report.instruments.markers_figure import markers_picture
    from exoforge.report.instruments.markers_text import markers_plain, markers_text

    del seed
    check_picture(output)
    reading = read_files(files, hidden=quiet or as_json)
    held = tuple(one for one in reading.measurements if one.markers)
    if not held:
        raise FileError(
            reading.refusals[0].sentence if reading.refusals else f"'{files[0]}' says nothing of any marker; give a blot, a bead array or a list of proteins."
        )
    text = markers_text(held, reading.refusals)
    answer(markers_plain(held, reading.refusals), text, picture=lambda: markers_picture(held), output=output, as_json=as_json, quiet=quiet)
    if reading.refusals:
        raise typer.Exit(2)
