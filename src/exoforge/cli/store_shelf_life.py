"""The commands of stability: a shelf life, what a faster test foretells, and what a journey did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, amount, check_picture
from exoforge.cli.front import Json, Quiet, Seed, say

if TYPE_CHECKING:
    from exoforge.base.units import Quantity

StudyFile = Annotated[Path, typer.Argument(help="A table (CSV) with a head for each column and its unit, such as 'time [months]'.", show_default=False)]
TimeUnit = Annotated[str, typer.Option("--unit", help="Unit of times: of the answer, and of a table whose head names none.")]
Column = Annotated[str, typer.Option("--column", help="The column of values, where the table has several.")]


def shelf_life(
    data: StudyFile,
    limit: Annotated[float | None, typer.Option("--limit", "--lower", help="Lowest value that the specification allows.", show_default=False)] = None,
    upper: Annotated[float | None, typer.Option("--upper", help="Highest value that it allows; with both, two-sided limits.", show_default=False)] = None,
    unit: TimeUnit = "",
    at: Annotated[str, typer.Option("--at", help="Which temperature, where the table has several, such as 5C.")] = "",
    column: Column = "",
    by_column: Annotated[bool, typer.Option("--by-column", help="Every column after the time is a batch.")] = False,
    logarithm: Annotated[bool, typer.Option("--log", help="The logarithm of the value follows a line (first-order loss).")] = False,
    significance: Annotated[float, typer.Option("--significance", help="Below this probability batches are held to differ.")] = 0.25,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Find the shelf life of a product from its stability study, by batches, as ICH Q1E does."""
    from exoforge.design.stability.shelf_life import shelf_life_of
    from exoforge.design.stability.studies import at_temperature, read_study
    from exoforge.report.figures.stability import shelf_life_figure
    from exoforge.report.picture_files import write_picture
    from exoforge.report.stability_plain import shelf_life_facts, shelf_life_rows
    from exoforge.report.stability_text import shelf_life_text

    del seed
    check_picture(output)
    _check_unit(unit)
    study = read_study(data, column=column, time_unit=unit, by_column=by_column)
    chosen = at_temperature(study, amount(at, "K", "--at") if at else None)
    _finite(("--limit", limit), ("--upper", upper), ("--significance", significance))
    found = shelf_life_of(chosen, lower=limit, upper=upper, is_log=logarithm, significance=significance)
    shown = unit or study.time_unit
    if output is not None:
        write_picture(output, spec=shelf_life_figure(found, shown), rows=shelf_life_rows(found, shown))
    say(shelf_life_facts(found, shown), shelf_life_text(found, shown), as_json=as_json, quiet=quiet)


def accelerated(
    data: StudyFile,
    at: Annotated[str, typer.Option("--at", help="Temperature to foretell, above freezing, such as 4C.", show_default=False)],
    limit: Annotated[float | None, typer.Option("--limit", help="Lowest value that the specification allows.", show_default=False)] = None,
    until: Annotated[str, typer.Option("--until", help="When the value is asked for, such as '24 months'.")] = "",
    kinetics: Annotated[str, typer.Option("--kinetics", help="sestak-berggren or first-order; without it, those of the lower AICc.")] = "",
    unit: TimeUnit = "",
    column: Column = "",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Fit kinetics to a study at several temperatures and foretell a cold store."""
    from exoforge.design.stability.accelerated import accelerated_of, kinetics_of
    from exoforge.design.stability.studies import read_study
    from exoforge.report.figures.stability import accelerated_figure
    from exoforge.report.picture_files import write_picture
    from exoforge.report.stability_plain import accelerated_facts, accelerated_rows
    from exoforge.report.stability_text import accelerated_text

    del seed
    check_picture(output)
    _check_unit(unit)
    asked = amount(until, "s", "--until") if until else None
    wanted = kinetics_of(kinetics) if kinetics else None
    kelvin = amount(at, "K", "--at")
    study = read_study(data, column=column, time_unit=unit, several_temperatures=True)
    _finite(("--limit", limit))
    found = accelerated_of(study, at=kelvin, limit=limit, until=asked, kinetics=wanted)
    shown = unit or study.time_unit
    if output is not None:
        write_picture(output, spec=accelerated_figure(found, shown), rows=accelerated_rows(found, shown))
    say(accelerated_facts(found, shown), accelerated_text(found, shown), as_json=as_json, quiet=quiet)


def excursion(
    log: Annotated[Path, typer.Argument(help="The log of a temperature logger (CSV) with time stamps.", show_default=False)],
    allowed: Annotated[str, typer.Option("--allowed", help="Temperature of the store, or its range, such as 4C or '2 to 8 C'.", show_default=False)],
    loss: Annotated[str, typer.Option("--loss", help="First-order loss of this product at 4 degC, such as '0.02 1/d'; else the usual one.")] = "",
    activation_energy: Annotated[str, typer.Option("--activation-energy", help="Of that loss, such as '80 kJ/mol'; else the usual one.")] = "",
    frozen_loss: Annotated[str, typer.Option("--frozen-loss", help="First-order loss of this product when frozen, such as '0.001 1/d'.")] = "",
    freeze_thaw_loss: Annotated[str, typer.Option("--freeze-thaw-loss", help="Share lost in one cycle, such as '5 %'.")] = "",
    mkt_energy: Annotated[str, typer.Option("--mkt-energy", help="Activation energy of the mean kinetic temperature.")] = "83.144 kJ/mol",
    column: Annotated[str, typer.Option("--column", help="The column of temperatures, where the log has several.")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Unit of temperatures whose head names none, such as C.")] = "",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Sum up a temperature log: mean kinetic temperature, time outside, and what was lost on the way."""
    from exoforge.design.stability.excursion import excursion_of
    from exoforge.design.stability.logs import read_log
    from exoforge.report.figures.stability import excursion_figure
    from exoforge.report.picture_files import write_picture
    from exoforge.report.stability_plain import excursion_facts, excursion_rows
    from exoforge.report.stability_text import excursion_text

    check_picture(output)
    kept = _temperature(allowed, "--allowed")
    stated = {
        "refrigerated_loss": (loss, "1/s", "--loss"),
        "activation_energy": (activation_energy, "J/mol", "--activation-energy"),
        "frozen_loss": (frozen_loss, "1/s", "--frozen-loss"),
        "deep_frozen_loss": (frozen_loss, "1/s", "--frozen-loss"),
        "freeze_thaw_loss": (freeze_thaw_loss, "", "--freeze-thaw-loss"),
    }
    given = {name: amount(text, si, option) for name, (text, si, option) in stated.items() if text}
    energy = amount(mkt_energy, "J/mol", "--mkt-energy")
    found = excursion_of(read_log(log, column=column, unit=unit), allowed=kept, stated=given, energy=energy, seed=seed)
    if output is not None:
        write_picture(output, spec=excursion_figure(found), rows=excursion_rows(found))
    say(excursion_facts(found), excursion_text(found), as_json=as_json, quiet=quiet)


def _temperature(text: str, option: str) -> Quantity:
    """A temperature or a range of them [K]."""
    from exoforge.base.units import convert, fits, parse_quantity

    try:
        found = parse_quantity(text)
    except SettingError as trouble:
        raise SettingError(f"{option} is '{text}': {trouble}") from None
    if not fits(found, "K"):
        raise SettingError(f"{option} is '{text}'; write a temperature with its unit like '4 C', or a range like '2 to 8 C'.")
    return convert(found, "K")


def _check_unit(unit: str) -> None:
    from exoforge.base.units import Quantity, fits

    if unit and not fits(Quantity(value=1.0, unit=unit), "s"):
        raise SettingError(f"--unit is '{unit}'; write a unit of time like 'months' or 'd'.")


def _finite(*given: tuple[str, float | None]) -> None:
    """See that a bare number of an option is one."""
    from exoforge.base.errors import SettingError

    for option, value in given:
        if value is not None and not abs(value) < float("inf"):
            raise SettingError(f"{option} is {value}; write a number.")
