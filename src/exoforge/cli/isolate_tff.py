"""The command of one membrane: tangential flow filtration with its washing, its time and its flux."""

from __future__ import annotations

from typing import Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import FeedFile, Picture, above_zero, amount, check_picture
from exoforge.cli.front import Json, Members, Quiet, Seed, answer
from exoforge.cli.isolate_front import UsualSupplement, UsualVolume, feed_asked

KIND = "tangential-flow-filtration"
EXAMPLE = "Example: exoforge isolate tff --cutoff 500kDa --concentrate 10x --diavolumes 6 --area 0.01m2 --shear 4000/s -o tff.svg"


def tff(
    cutoff: Annotated[str, typer.Option("--cutoff", help="Nominal cut-off of the membrane.")] = "500 kDa",
    concentrate: Annotated[str, typer.Option("--concentrate", help="First over last volume, such as 10x.")] = "",
    last_volume: Annotated[str, typer.Option("--final-volume", help="Last volume, in place of --concentrate.")] = "",
    diavolumes: Annotated[str, typer.Option("--diavolumes", help="Volumes of buffer per volume held.")] = "",
    feed: FeedFile = None,
    volume: UsualVolume = "",
    supplement: UsualSupplement = "",
    area: Annotated[str, typer.Option("--area", help="Membrane area.")] = "100 cm2",
    shear: Annotated[str, typer.Option("--shear", help="Shear rate at the wall of the fibres, such as 4000/s.")] = "",
    flux: Annotated[str, typer.Option("--flux", help="Permeate per area and time, such as '20 LMH' (L/m2/h).")] = "",
    fibre_length: Annotated[str, typer.Option("--fibre-length", help="Length of the fibres or the channel.")] = "",
    fibre_diameter: Annotated[str, typer.Option("--fibre-diameter", help="Inner diameter of a fibre.")] = "0.5 mm",
    sieving: Annotated[str, typer.Option("--sieving", help="'observed' takes what was observed, 'film' computes it from pores, flux and shear.")] = "observed",
    protein_sieving: Annotated[str, typer.Option("--protein-sieving", help="Observed sieving of soluble protein, 0 to 1, where you know yours.")] = "",
    hold_up: Annotated[str, typer.Option("--hold-up", help="Retentate that stays in fibres and tubing.")] = "",
    temperature: Annotated[str, typer.Option("--temp", help="Temperature of the run.")] = "",
    members: Members = 300,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Concentrate and wash over a membrane: balance, purity, buffer, time, flux, wall, shear, and when to begin washing."""
    from exoforge.design.isolation.membrane_run import membrane_run
    from exoforge.design.isolation.steps import planned_step
    from exoforge.report.isolation.membrane_figure import membrane_spec
    from exoforge.report.isolation.membrane_plain import membrane_plain, membrane_rows
    from exoforge.report.isolation.membrane_text import membrane_text

    check_picture(output)
    if concentrate.strip() and last_volume.strip():
        raise SettingError("--concentrate and --final-volume are both given; leave out one, because the feed's volume decides it.")
    if last_volume.strip():
        above_zero(last_volume, "m3", "--final-volume")
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
    settings = {name: f"{amount(text, unit, option)!r} {unit}".strip() for name, text, unit, option in given if text.strip()}
    planned, notices = planned_step("isolate", KIND, settings | {"sieving": sieving})
    found = membrane_run(
        feed_asked(feed, before=(KIND,), volume=volume, supplement=supplement),
        planned,
        fibre_diameter=amount(fibre_diameter, "m", "--fibre-diameter"),
        notices=notices,
        members=members,
        seed=seed,
    )
    answer(
        membrane_plain(found),
        membrane_text(found),
        picture=lambda: (membrane_spec(found), membrane_rows(found)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )
