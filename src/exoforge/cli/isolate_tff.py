"""The command of one membrane: tangential flow filtration with its washing, its time and its flux."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.cli.amounts import FeedFile, Picture, amount, check_picture
from exoforge.cli.front import Json, Quiet, Seed, say

if TYPE_CHECKING:
    from exoforge.design.isolation.feed import Feed

KIND = "tangential-flow-filtration"
EXAMPLE = "Example: exoforge isolate tff --cutoff 500kDa --concentrate 10x --diavolumes 6 --area 0.01m2 --shear 4000/s -o tff.svg"


def tff(
    cutoff: Annotated[str, typer.Option("--cutoff", help="Nominal cut-off of the membrane.")] = "500 kDa",
    concentrate: Annotated[str, typer.Option("--concentrate", help="First over last volume, such as 10x.")] = "",
    last_volume: Annotated[str, typer.Option("--final-volume", help="Last volume, in place of --concentrate.")] = "",
    diavolumes: Annotated[str, typer.Option("--diavolumes", help="Volumes of buffer per volume held.")] = "",
    feed: FeedFile = None,
    volume: Annotated[str, typer.Option("--volume", help="Volume of the usual feed, such as '2 L'; a record states its own.")] = "",
    supplement: Annotated[str, typer.Option("--supplement", help="What the usual feed's medium held: serum-free, fbs, ev-depleted-fbs, platelet-lysate.")] = "",
    area: Annotated[str, typer.Option("--area", help="Membrane area.")] = "100 cm2",
    shear: Annotated[str, typer.Option("--shear", help="Shear rate at the wall of the fibres, such as 4000/s.")] = "",
    flux: Annotated[str, typer.Option("--flux", help="Permeate per area and time, such as '20 LMH' (L/m2/h).")] = "",
    fibre_length: Annotated[str, typer.Option("--fibre-length", help="Length of the fibres or the channel.")] = "",
    fibre_diameter: Annotated[str, typer.Option("--fibre-diameter", help="Inner diameter of a fibre.")] = "0.5 mm",
    sieving: Annotated[str, typer.Option("--sieving", help="'observed' takes what was observed, 'film' computes it from pores, flux and shear.")] = "observed",
    protein_sieving: Annotated[str, typer.Option("--protein-sieving", help="Observed sieving of soluble protein, 0 to 1, where you know yours.")] = "",
    hold_up: Annotated[str, typer.Option("--hold-up", help="Retentate that stays in fibres and tubing.")] = "",
    temperature: Annotated[str, typer.Option("--temp", help="Temperature of the run.")] = "",
    members: Annotated[int, typer.Option("--members", help="Members of the ensemble, from 2 to 100,000.")] = 300,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Concentrate and wash over a membrane: balance, purity, buffer, time, flux, wall, shear, and when to begin washing."""
    from exoforge.base.errors import SettingError
    from exoforge.design.isolation.membrane_run import membrane_run
    from exoforge.design.plan import PlannedStep
    from exoforge.record.stated import leaf_from_plain
    from exoforge.record.therapy import Step
    from exoforge.report.isolation.membrane_text import membrane_plain, membrane_text
    from exoforge.stages.catalog import operation_of
    from exoforge.stages.contract import step_key

    check_picture(output)
    if concentrate.strip() and last_volume.strip():
        raise SettingError("--concentrate and --final-volume are both given; leave out one, because the feed's volume decides it.")
    given = (
        ("membrane_cutoff", cutoff, "kg", "--cutoff"),
        ("concentration_factor", concentrate, "", "--concentrate"),
        ("final_volume", last_volume, "m3", "--final-volume"),
        ("diavolumes", diavolumes, "", "--diavolumes"),
        ("area", area, "m2", "--area"),
        ("shear_rate", shear, "1/s", "--shear"),
        ("flux", flux, "m/s", "--flux"),
        ("fibre_length", fibre_length, "m", "--fibre-length"),
        ("solute_sieving", protein_sieving, "", "--protein-sieving"),
        ("hold_up", hold_up, "m3", "--hold-up"),
        ("temperature", temperature, "K", "--temp"),
    )
    settings = {name: leaf_from_plain(f"{amount(text, unit, option)!r} {unit}".strip(), "planned") for name, text, unit, option in given if text.strip()}
    step = Step(stage="isolate", kind=KIND, settings={**settings, "sieving": leaf_from_plain(sieving, "planned")})
    hinged = operation_of(step).from_step(step)
    planned = PlannedStep(key=step_key(step), step=step, operation=hinged.operation, assumed=hinged.assumed, spreads=hinged.spreads)
    inner = amount(fibre_diameter, "m", "--fibre-diameter")
    found = membrane_run(
        _feed(feed, {"volume": volume, "supplement": supplement}), planned, fibre_diameter=inner, notices=hinged.notices, members=members, seed=seed
    )
    if output is not None:
        from exoforge.report.isolation.membrane_figure import membrane_rows, membrane_spec
        from exoforge.report.picture_files import write_picture

        write_picture(output, spec=membrane_spec(found), rows=membrane_rows(found))
    text = membrane_text(found) + (f"\n\nWrote {output}." if output is not None else "")
    say(membrane_plain(found), text, as_json=as_json, quiet=quiet)


def _feed(path: Path | None, settings: dict[str, str]) -> Feed:
    """What is filtered.

    Raises
    ------
    SettingError
        A record is given, and the usual feed is described beside it.
    """
    from exoforge.base.errors import SettingError
    from exoforge.design.isolation.feed import feed_of, usual_feed
    from exoforge.record.files import read_record

    stated = {name: value for name, value in settings.items() if value.strip()}
    if path is None:
        return usual_feed(**stated)
    if stated:
        raise SettingError(f"--{next(iter(stated))} describes the usual feed, but --feed names a record, which states its own; leave out one of them.")
    return feed_of(read_record(path), before=(KIND,))
