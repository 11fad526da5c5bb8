"""The command that says how many animals or patients a study needs."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, above_zero, amount, check_picture, share
from exoforge.cli.front import Json, Quiet, Seed, answer

if TYPE_CHECKING:
    from exoforge.design.trials.sizing import Comparison


def size(
    endpoint: Annotated[str, typer.Option("--endpoint", help="What is counted or measured, in your words; with --from, the endpoint of the run.")] = "",
    control: Annotated[str, typer.Option("--control", help="Of the control group: a proportion (24%), or a mean.")] = "",
    treated: Annotated[str, typer.Option("--treated", help="Of the treated group, alike.")] = "",
    sd: Annotated[str, typer.Option("--sd", help="Standard deviation between individuals, for means.")] = "",
    effect: Annotated[float, typer.Option("--effect", help="Difference in standard deviations between individuals; Cohen's f with --groups.")] = 0.0,
    paired: Annotated[bool, typer.Option("--paired", help="Both treatments on each animal: --effect is in standard deviations of the differences.")] = False,
    groups: Annotated[int, typer.Option("--groups", help="Number of groups, for an analysis of variance.", min=2)] = 2,
    hazard_ratio: Annotated[float, typer.Option("--hazard-ratio", help="Treated over control, for survival or time to closure.")] = 0.0,
    median: Annotated[str, typer.Option("--median", help="Median time to the event of the control group, such as '60 d'.")] = "",
    accrual: Annotated[str, typer.Option("--accrual", help="How long patients come in, such as '12 months'.")] = "",
    follow_up: Annotated[str, typer.Option("--follow-up", help="How long the last one is followed.")] = "",
    margin: Annotated[str, typer.Option("--margin", help="Margin of non-inferiority, such as 10%.")] = "",
    ratio: Annotated[float, typer.Option("--ratio", help="Treated over control in size.", min=0.1, max=10.0)] = 1.0,
    power: Annotated[float, typer.Option("--power", help="Chance to find the assumed effect.")] = 0.8,
    alpha: Annotated[float, typer.Option("--alpha", help="Significance.")] = 0.05,
    sides: Annotated[int, typer.Option("--sides", help="1 or 2.", min=1, max=2)] = 2,
    wounds: Annotated[float, typer.Option("--wounds-per-animal", help="Wounds or defects that are measured on each animal.", min=1.0, max=100.0)] = 1.0,
    icc: Annotated[float, typer.Option("--icc", help="Correlation of the wounds of one animal.")] = 0.0,
    dropout: Annotated[str, typer.Option("--dropout", help="Share that is lost, such as 10%.")] = "",
    belief: Annotated[str, typer.Option("--belief-sd", help="How unsure the effect is, in its own unit, for the power averaged over it.")] = "",
    dossier: Annotated[Path | None, typer.Option("--from", help="A dossier.json: its predicted endpoint is taken as the assumed effect.")] = None,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Say how many animals or patients a comparison needs, by every formula in use, and what a smaller effect would need."""
    from exoforge.design.trials.sizing import Comparison, size_of
    from exoforge.report.trials.predicted import predicted_effect
    from exoforge.report.trials.size_figure import power_curves
    from exoforge.report.trials.size_text import size_plain, size_text

    del seed
    check_picture(output)
    note = f"Endpoint: {endpoint}.\n" if endpoint else ""
    if dossier is not None:
        if not sd:
            raise SettingError(
                "--sd is missing: a run knows how unsure the model is, not how much animals differ. State the standard deviation between animals."
            )
        control, treated, note = predicted_effect(dossier, endpoint)
    lost = share(dropout, "--dropout") if dropout else 0.0
    asked = Comparison(kind="proportions", alpha=alpha, power=power, sides=sides, ratio=ratio, groups=groups, per_animal=wounds, correlation=icc, dropout=lost)
    if hazard_ratio:
        given = _survival(asked, hazard_ratio, median, accrual, follow_up)
    elif effect or sd:
        given = _means(replace(asked, kind="pairs" if paired else "groups" if groups > 2 else "means"), effect, sd, control, treated, belief)
    elif control and treated:
        given = _proportions(asked, control, treated, margin, belief)
    else:
        raise SettingError("Say what is compared: --control and --treated (proportions, or means with --sd), --effect, or --hazard-ratio.")
    found = size_of(given)
    facts = size_plain(found) | {"endpoint": endpoint, "note": note.strip()}
    answer(facts, note + size_text(found), picture=lambda: power_curves(found), output=output, as_json=as_json, quiet=quiet)


def _survival(asked: Comparison, hazard_ratio: float, median: str, accrual: str, follow_up: str) -> Comparison:
    return replace(
        asked,
        kind="survival",
        hazard_ratio=hazard_ratio,
        hazard=math.log(2.0) / above_zero(median, "s", "--median") if median else 0.0,
        accrual=amount(accrual, "s", "--accrual") if accrual else 0.0,
        follow_up=amount(follow_up, "s", "--follow-up") if follow_up else 0.0,
    )


def _means(asked: Comparison, effect: float, sd: str, control: str, treated: str, belief: str) -> Comparison:
    """Means in standard deviations between individuals; an effect that is stated goes before the two means."""
    spread = above_zero(sd, "", "--sd") if sd else 1.0
    size_in_sd = effect or (amount(treated, "", "--treated") - amount(control, "", "--control")) / spread
    return replace(asked, effect=size_in_sd, effect_sd=amount(belief, "", "--belief-sd") / spread if belief else 0.0)


def _proportions(asked: Comparison, control: str, treated: str, margin: str, belief: str) -> Comparison:
    try:
        asked = replace(asked, control=share(control, "--control"), treated=share(treated, "--treated"))
    except SettingError as trouble:
        raise SettingError(f"{trouble} A mean needs --sd beside it.") from None
    if margin:
        return replace(asked, kind="non-inferiority", margin=share(margin, "--margin"), sides=1)
    return replace(asked, effect_sd=share(belief, "--belief-sd") if belief else 0.0)
