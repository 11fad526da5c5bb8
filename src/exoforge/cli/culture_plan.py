"""The command that plans a culture: vessels side by side, what comes with the medium, what a dose takes, what is told of the cells."""

from __future__ import annotations

from typing import Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, amount, check_picture
from exoforge.cli.front import Json, Members, Quiet, Seed, answer


def plan(
    cells: Annotated[float, typer.Option("--cells", help="Cells at the start, such as 4e7.")] = 4e7,
    hours: Annotated[float, typer.Option("--hours", help="Time of release in all.")] = 48.0,
    vessel: Annotated[str, typer.Option("--vessel", help="flask, spinner, stirred-tank, vertical-wheel or hollow-fibre.")] = "flask",
    volume: Annotated[str, typer.Option("--volume", help="Medium in the vessel, such as '100 mL'; else it follows the cells.")] = "",
    every: Annotated[float | None, typer.Option("--every", help="Hours between harvests; else 24 in hollow fibres, and one harvest elsewhere.")] = None,
    area: Annotated[str, typer.Option("--area", help="Surface on which the cells grow, such as '6320 cm2'; else it does not limit them.")] = "",
    supplement: Annotated[str, typer.Option("--supplement", help="serum-free, fbs, ev-depleted-fbs or platelet-lysate.")] = "serum-free",
    preconditioning: Annotated[
        list[str] | None, typer.Option("--preconditioning", help="hypoxia, cytokine, chemical, heat, oxidative or mechanical; may be given several times.")
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Source of the cells ('exoforge terms sources'): what is told of it.")] = "",
    dose: Annotated[float | None, typer.Option("--dose", help="Vesicles wanted after isolation: what they take.")] = None,
    recovery: Annotated[str, typer.Option("--recovery", help="Share that the isolation keeps, such as '20 %' or '5 to 20 %'.")] = "20 %",
    members: Members = 1000,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Say what a culture would give, beside other vessels and published yields, and what a dose takes of it."""
    from exoforge.design.culture_plan import CultureQuestion, plan_culture
    from exoforge.report.culture_text import culture_plain, culture_text
    from exoforge.report.figures.culture import culture, culture_rows

    check_picture(output)
    question = CultureQuestion(
        vessel=vessel,
        cells=cells,
        time=hours * 3600.0,
        volume=amount(volume, "m3", "--volume") if volume else None,
        harvest_every=None if every is None else every * 3600.0,
        supplement=supplement,
        preconditioning=tuple(preconditioning or ()),
        area=amount(area, "m2", "--area") if area else 0.0,
        source=source,
        dose=dose,
        recovery=_share(recovery),
    )
    planned = plan_culture(question, members=members, seed=seed)
    answer(
        culture_plain(planned),
        culture_text(planned),
        picture=lambda: (culture(planned), culture_rows(planned)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


def _share(text: str) -> tuple[float, float]:
    """The lowest and the highest share that a text states."""
    from exoforge.base.units import convert, fits, parse_quantity

    try:
        found = parse_quantity(text)
        if fits(found, ""):
            share = convert(found, "")
            return (share.value, share.value) if share.low is None or share.high is None else (share.low, share.high)
    except SettingError as trouble:
        raise SettingError(f"--recovery is '{text}': {trouble}") from None
    raise SettingError(f"--recovery is '{text}'; write a share like '20 %' or '5 to 20 %'.")
