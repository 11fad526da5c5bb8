"""The commands that lay whole methods side by side: on one feed, and over the volume of the feed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.cli.amounts import Picture, amount, check_picture
from exoforge.cli.front import Json, Quiet, Seed, progress_bar, say

if TYPE_CHECKING:
    from exoforge.design.isolation.feed import Feed
    from exoforge.design.isolation.methods import Method
    from exoforge.design.plan import PlannedStep

USUAL = "duc,dguc,uf,uf+df,sec,peg,affinity"
Methods = Annotated[str, typer.Option("--methods", help="Short names, with commas; 'exoforge isolate methods' lists them. 'all' takes all.")]
MethodsFile = Annotated[Path | None, typer.Option("--own-methods", help="Your own methods as a TOML file.", show_default=False)]
PricesFile = Annotated[Path | None, typer.Option("--prices", help="Your own times and prices as a TOML file, over the shipped estimates.", show_default=False)]
RecordOfFeed = Annotated[
    Path | None,
    typer.Option("--feed", help="A record: its culture makes the feed, and its isolation is one more method.", show_default=False),
]


def compare(
    feed: RecordOfFeed = None,
    methods: Methods = USUAL,
    volume: Annotated[str, typer.Option("--volume", help="Volume of the usual feed, such as '2 L'; a record states its own.")] = "",
    supplement: Annotated[str, typer.Option("--supplement", help="What the usual feed's medium held: serum-free, fbs, ev-depleted-fbs, platelet-lysate.")] = "",
    own_methods: MethodsFile = None,
    prices: PricesFile = None,
    members: Annotated[int, typer.Option("--members", help="Members of the ensemble, from 2 to 100,000.")] = 500,
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
    from exoforge.report.isolation.comparison_text import comparison_plain, comparison_text

    check_picture(output)
    known, table = methods_with(own_methods), prices_with(prices)
    wanted = list(chosen(",".join(known) if methods.strip() == "all" else methods, known))
    start, trains = _feed(feed, {"volume": volume, "supplement": supplement}, wanted)
    with progress_bar("separating", hidden=quiet or as_json) as progress:
        found = compared(start, wanted, prices=table, members=members, seed=seed, trains=trains, progress=progress)
    letters = letters_of(found)
    if output is not None:
        from exoforge.report.isolation.comparison_figure import comparison_spec
        from exoforge.report.isolation.comparison_text import comparison_rows
        from exoforge.report.picture_files import write_picture

        write_picture(output, spec=comparison_spec(found), rows=comparison_rows(found))
    text = comparison_text(found, letters) + (f"\n\nWrote {output}." if output is not None else "")
    say(comparison_plain(found, letters), text, as_json=as_json, quiet=quiet)


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

    from exoforge.base.errors import SettingError
    from exoforge.design.isolation.comparison import compare as compared
    from exoforge.design.isolation.methods import chosen, methods_with
    from exoforge.design.isolation.prices import prices_with
    from exoforge.design.isolation.scale import POINTS, scale_curve
    from exoforge.report.isolation.scale_figure import scale_plain, scale_rows, scale_spec, scale_text

    check_picture(output)
    ends = amount(low, "m3", "--from"), amount(high, "m3", "--to")
    if not 0 < ends[0] < ends[1]:
        raise SettingError(f"The volumes go from '{low}' to '{high}'; the second must be larger than the first, and both above 0.")
    known, table = methods_with(own_methods), prices_with(prices)
    wanted = list(chosen(",".join(known) if methods.strip() == "all" else methods, known))
    start, trains = _feed(feed, {}, wanted)
    found = compared(start, wanted, prices=table, members=2, seed=seed, trains=trains)
    curves = [scale_curve(one, table, np.geomspace(*ends, POINTS)) for one in found.compared]
    if output is not None:
        from exoforge.report.picture_files import write_picture

        write_picture(output, spec=scale_spec(curves, table.currency), rows=scale_rows(curves, table.currency))
    text = scale_text(curves, table) + (f"\n\nWrote {output}." if output is not None else "")
    say(scale_plain(curves, table), text, as_json=as_json, quiet=quiet)


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


def _feed(path: Path | None, settings: Mapping[str, str], wanted: list[Method]) -> tuple[Feed, dict[str, tuple[PlannedStep, ...]]]:
    """The feed, and the train of a record's own isolation, which joins the methods that are wanted.

    Raises
    ------
    SettingError
        A record is given, and the usual feed is described beside it.
    """
    from exoforge.base.errors import SettingError
    from exoforge.design.isolation.feed import feed_of, usual_feed
    from exoforge.design.isolation.methods import record_method
    from exoforge.record.files import read_record

    stated = {name: value for name, value in settings.items() if value.strip()}
    if path is None:
        return usual_feed(**stated), {}
    if stated:
        raise SettingError(f"--{next(iter(stated))} describes the usual feed, but --feed names a record, which states its own; leave out one of them.")
    therapy = read_record(path)
    own = record_method(therapy)
    if own is None:
        return feed_of(therapy), {}
    wanted.append(own[0])
    return feed_of(therapy), {own[0].key: own[1]}
