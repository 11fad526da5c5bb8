"""The command that follows a number from lot to lot."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from exoforge.cli.amounts import Picture, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer, progress_bar


def trend(
    lots: Annotated[list[Path], typer.Argument(help="Lot files, or folders of them.", show_default=False)],
    figure: Annotated[str, typer.Option("--figure", "-f", help="A headline number such as D50, or the id of a test whose results are stated.")],
    technique: Annotated[str, typer.Option("--technique", help="Take the figure from files of this technique, such as nta.")] = "",
    chart: Annotated[Literal["auto", "individuals", "xbar-s"], typer.Option("--chart", help="xbar-s needs several files of every lot.")] = "auto",
    first: Annotated[
        int | None, typer.Option("--first", help="Form the limits from so many first lots; without it, from all.", min=2, show_default=False)
    ] = None,
    rules: Annotated[Literal["nelson", "western-electric"], typer.Option("--rules", help="By which lots signal.")] = "nelson",
    spec: Annotated[str, typer.Option("--spec", "-s", help="A specification, for the capability of the process against it.")] = "",
    reference: Annotated[str, typer.Option("--reference", help="Ids of lots, with commas; the others are tested for equivalence with them.")] = "",
    margin: Annotated[str, typer.Option("--margin", help="Margin of equivalence, such as '10 nm' or '10 %', chosen before.")] = "",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Follow a number from lot to lot: control chart, rules, drift, standards beside it, equivalence and capability."""
    from exoforge.design.lot_trend import follow
    from exoforge.design.lots import lots_in
    from exoforge.quality.release.specification import specification
    from exoforge.report.lots.control_figure import control_spec
    from exoforge.report.lots.trend_text import trend_plain, trend_rows, trend_text

    del seed
    check_picture(output)
    asked = specification(spec) if spec else None
    with progress_bar("reading", hidden=quiet or as_json) as progress:
        read = lots_in(lots, progress)
    names = [one.strip() for one in reference.split(",") if one.strip()]
    found = follow(read, figure, technique=technique, chart=chart, first=first, rules=rules, spec=asked, reference=names, margin=margin)
    answer(trend_plain(found), trend_text(found), picture=lambda: (control_spec(found), trend_rows(found)), output=output, as_json=as_json, quiet=quiet)
