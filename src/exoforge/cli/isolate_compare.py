"""The commands about whole methods: side by side on one feed, over the volume of the feed, and the methods that there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, amount, check_picture
from exoforge.cli.front import Json, Members, Quiet, Seed, answer, progress_bar, say
from exoforge.cli.isolate_front import UsualSupplement, UsualVolume, feed_asked

if TYPE_CHECKING:
    from exoforge.design.isolation.feed import Feed
    from exoforge.design.isolation.methods import Method
    from exoforge.design.plan import PlannedStep

USUAL = "duc,dguc,uf,uf+df,sec,peg,affinity"
EXAMPLE = "Example: exoforge isolate compare --feed my.toml --methods duc,uf,uf+df,sec -o compare.svg"
EXAMPLE_OF_SCALE = "Example: exoforge isolate scale --methods duc,uf+df --from '10 mL' --to '1000 L' -o scale.svg"
EXAMPLE_OF_LIST = "Example: exoforge isolate methods"

LARGEST_FEED = 1000.0
"""[m3]"""
Methods = Annotated[str, typer.Option("--methods", help="Short names, with commas; 'exoforge isolate methods' lists them. 'all' takes all.")]
MethodsFile = Annotated[Path | None, typer.Option("--own-methods", help="Your own methods as a TOML file.", show_default=False)]
PricesFile = Annotated[Path | None, typer.Option("--prices", help="Your own times and prices as a TOML file, over the shipped estimates.", show_default=False)]
RecordOfFeed = Annotated[
    Path | None,
    typer.Option("--feed", help="A record: its culture makes the feed, and its isolation is one more method.", show_default=False),
]


def mount(app: typer.Typer) -> None:
    """Add the commands about whole methods."""
    app.command(epilog=EXAMPLE)(compare)
    app.command(epilog=EXAMPLE_OF_SCALE)(scale)
    app.command(epilog=EXAMPLE_OF_LIST)(methods)


def compare(
    feed: RecordOfFeed = None,
    methods: Methods = USUAL,
    volume: UsualVolume = "",
    supplement: UsualSupplement = "",
    own_methods: MethodsFile = None,
    prices: PricesFile = None,
    members: Members = 500,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Recovery, purity, size, contaminants, time and cost of whole methods on one feed, each with its interval."""
    from exoforge.design.isolation.comparison import compare as compared
    from exoforge.design.isolation.methods import chosen, methods_with
    from exoforge.design.isolation.prices import prices_with
    from exoforge.design.isolation.rubric import letters_of
    from exoforge.report.isolation.comparison_figure import comparison_spec
    from exoforge.report.isolation.comparison_plain import comparison_plain, comparison_rows
    from exoforge.report.isolation.comparison_text import comparison_text

    check_picture(output)
    known, table = methods_with(own_methods), prices_with(prices)
    wanted = list(chosen(",".join(known) if methods.strip() == "all" else methods, known))
    start, trains = _feed_and_own(feed, wanted, volume=volume, supplement=supplement)
    with progress_bar("separating", hidden=quiet or as_json) as progress:
        found = compared(start, wanted, prices=table, members=members, seed=seed, trains=trains, progress=progress)
    letters = letters_of(found)
    answer(
        comparison_plain(found, letters),
        comparison_text(found, letters),
        picture=lambda: (comparison_spec(found), comparison_rows(found)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


def scale(
    feed: RecordOfFeed = None,
    methods: Methods = USUAL,
    low: Annotated[str, typer.Option("--from", help="Smallest volume of feed.")] = "10 mL",
    high: Annotated[str, typer.Option("--to", help="Largest volume of feed.")] = "1000 L",
    own_methods: MethodsFile = None,
    prices: PricesFile = None,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Cost and time over the volume of the feed, by the laws of scale of every step."""
    import numpy as np

    from exoforge.design.isolation.comparison import compare as compared
    from exoforge.design.isolation.methods import chosen, methods_with
    from exoforge.design.isolation.prices import prices_with
    from exoforge.design.isolation.scale import POINTS, scale_curve
    from exoforge.report.isolation.scale_figure import scale_spec
    from exoforge.report.isolation.scale_plain import scale_plain, scale_rows
    from exoforge.report.isolation.scale_text import scale_text

    check_picture(output)
    ends = amount(low, "m3", "--from"), amount(high, "m3", "--to")
    if not 0 < ends[0] < ends[1] <= LARGEST_FEED:
        raise SettingError(f"The volumes go from '{low}' to '{high}'; the second must be larger than the first, the first above 0, and none above 1000 m3.")
    known, table = methods_with(own_methods), prices_with(prices)
    wanted = list(chosen(",".join(known) if methods.strip() == "all" else methods, known))
    start, trains = _feed_and_own(feed, wanted)
    found = compared(start, wanted, prices=table, members=2, seed=seed, trains=trains)
    curves = [scale_curve(one, table, np.geomspace(*ends, POINTS)) for one in found.compared]
    answer(
        scale_plain(curves, table),
        scale_text(curves, table),
        picture=lambda: (scale_spec(curves, table.currency), scale_rows(curves, table.currency)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


def methods(
    own_methods: MethodsFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """The methods that there are, step by step, with where each was read."""
    from dataclasses import asdict

    from exoforge.design.isolation.methods import methods_with
    from exoforge.report.isolation.comparison_text import methods_text

    del seed
    known = methods_with(own_methods)
    say({key: asdict(one) for key, one in known.items()}, methods_text(known), as_json=as_json, quiet=quiet)


def _feed_and_own(record: Path | None, wanted: list[Method], **settings: str) -> tuple[Feed, dict[str, tuple[PlannedStep, ...]]]:
    """The feed, and the train of a record's own isolation, which joins the methods that are wanted.

    Raises
    ------
    SettingError
        As `feed_asked`.
    """
    from exoforge.design.isolation.methods import record_method
    from exoforge.record.files import read_record

    start = feed_asked(record, **settings)
    own = None if record is None else record_method(read_record(record))
    if own is None:
        return start, {}
    method, steps = own
    wanted.append(method)
    return start, {method.key: steps}
