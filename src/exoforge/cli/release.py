"""The commands of release: curves that were measured, and what a record's carrier would let go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.cli.amounts import Picture, above_zero, check_picture
from exoforge.cli.front import Json, Members, Quiet, RecordFile, Seed, answer, progress_bar
from exoforge.cli.release_carriers import carriers

if TYPE_CHECKING:
    from exoforge.design.release.curves import Sampling

release = typer.Typer(name="release", help="Release from a carrier: laws fitted to curves, and a record's carrier computed.", no_args_is_help=True)
release.command(epilog="Example: exoforge release carriers chitosan")(carriers)

CurveFile = Annotated[
    Path, typer.Argument(help="A table (CSV): 'time (h)' and 'released (%)', with a column 'batch', or a column for each.", show_default=False)
]
Unit = Annotated[str, typer.Option("--unit", help="Unit of values whose heads name none: %, fraction, ug, particles ...")]
TimeUnit = Annotated[str, typer.Option("--time-unit", help="Unit of times whose head names none, such as h.")]
Loaded = Annotated[str, typer.Option("--loaded", help="What the carrier held at the start, where amounts are given, such as '200 ug'.")]
SampleVolume = Annotated[str, typer.Option("--sample-volume", help="Volume of one sample, replaced by fresh medium; what it carried away is added.")]
TotalVolume = Annotated[str, typer.Option("--total-volume", help="Volume of the medium.")]


@release.command(epilog="Example: exoforge release fit curves.csv --geometry slab --thickness '2 mm' --plot release.svg")
def fit(
    curves: CurveFile,
    geometry: Annotated[str, typer.Option("--geometry", help="slab, cylinder or sphere; without it, all shapes are tried.")] = "",
    thickness: Annotated[str, typer.Option("--thickness", help="Of the slab, or diameter of cylinder or sphere; gives the diffusivity.")] = "",
    open_faces: Annotated[str, typer.Option("--open-faces", help="Faces of a slab that release: one or two.")] = "one",
    sample_volume: SampleVolume = "",
    total_volume: TotalVolume = "",
    loaded: Loaded = "",
    unit: Unit = "",
    time_unit: TimeUnit = "",
    output: Picture = None,
    table: Annotated[Path | None, typer.Option("--csv", help="File for every law with its coefficients.", show_default=False)] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Fit every law to release curves: intervals, which are excluded, and a prediction with its band."""
    from exoforge.base.disk import check_folder, write_atomically
    from exoforge.design.release.curves import read_curves
    from exoforge.design.release.fitting import fit_release, shape_of
    from exoforge.report.release.fit_figure import fit_figure
    from exoforge.report.release.fit_plain import csv_text, curve_rows, fit_facts, law_rows
    from exoforge.report.release.fit_text import fit_text

    check_picture(output)
    if table is not None:
        check_folder(table.parent)
    shape = shape_of(geometry.strip().casefold(), above_zero(thickness, "m", "--thickness") if thickness else None, open_faces.strip().casefold())
    read = read_curves(curves, sampling=_sampling(sample_volume, total_volume, loaded), unit=unit, time_unit=time_unit)
    found = fit_release(read, shape=shape, seed=seed)
    text = fit_text(found)
    if table is not None:
        write_atomically(table, csv_text(law_rows(found)))
        text += f"\n\nWrote {table}."
    answer(fit_facts(found), text, picture=lambda: (fit_figure(found), curve_rows(found)), output=output, as_json=as_json, quiet=quiet)


@release.command(epilog="Example: exoforge release predict my.toml --fit curves.csv --plot release.svg")
def predict(
    record: RecordFile,
    measured: Annotated[Path | None, typer.Option("--fit", help="A table of measured curves to lay over the band.", show_default=False)] = None,
    diameter: Annotated[str, typer.Option("--diameter", help="Median diameter of the vesicles, where the record makes none, such as '120 nm'.")] = "",
    spread: Annotated[float | None, typer.Option("--spread", help="Geometric standard deviation of the diameter.", show_default=False)] = None,
    sample_volume: SampleVolume = "",
    total_volume: TotalVolume = "",
    loaded: Loaded = "",
    unit: Unit = "",
    time_unit: TimeUnit = "",
    members: Members = 1000,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Compute what a record's carrier lets go, by size, with its band; measured curves are laid over it."""
    from exoforge.design.release.curves import read_curves
    from exoforge.design.release.feed import stated_curves
    from exoforge.design.release.foretelling import release_foretold
    from exoforge.record.files import read_record
    from exoforge.report.release.predict_figure import predict_figure
    from exoforge.report.release.predict_plain import predict_facts, predict_rows
    from exoforge.report.release.predict_text import predict_text

    check_picture(output)
    median = above_zero(diameter, "m", "--diameter") if diameter else None
    stated = read_record(record)
    sampling = _sampling(sample_volume, total_volume, loaded)
    table = measured if measured is not None else stated_curves(stated, record.parent)
    curves = None if table is None else read_curves(table, sampling=sampling, unit=unit, time_unit=time_unit)
    with progress_bar("Members", hidden=quiet or as_json) as progress:
        found = release_foretold(stated, curves=curves, diameter=median, spread=spread, members=members, seed=seed, progress=progress)
    answer(predict_facts(found), predict_text(found), picture=lambda: (predict_figure(found), predict_rows(found)), output=output, as_json=as_json, quiet=quiet)


def _sampling(sample: str, total: str, loaded: str) -> Sampling:
    from exoforge.base.errors import SettingError
    from exoforge.base.units import parse_quantity
    from exoforge.design.release.curves import Sampling

    try:
        load = parse_quantity(loaded) if loaded else None
    except SettingError as trouble:
        raise SettingError(f"--loaded is '{loaded}': {trouble}") from None
    return Sampling(
        sample=above_zero(sample, "m3", "--sample-volume") if sample else None,
        total=above_zero(total, "m3", "--total-volume") if total else None,
        loaded=load,
    )
