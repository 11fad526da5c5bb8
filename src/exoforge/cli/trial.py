"""The commands that plan a study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, amount, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer, say

trial = typer.Typer(name="trial", help="Plan a study: how many animals or patients, in stages, and how doses are stepped up.", no_args_is_help=True)

Chances = Annotated[str, typer.Option("--true", help="True chance of toxicity by dose, such as '0.05,0.1,0.25,0.4'.")]
Target = Annotated[float, typer.Option("--target", help="Toxicity that is aimed at.")]
Skeleton = Annotated[str, typer.Option("--skeleton", help="Prior chance of toxicity by dose, for the CRM; without it, an even one around the target.")]


@trial.command(epilog="Example: exoforge trial size --endpoint closure --control 24% --treated 45% --dropout 10%")
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
    from exoforge.report.trials.size_figure import power_curves
    from exoforge.report.trials.size_text import size_plain, size_text

    del seed
    check_picture(output)
    note = f"Endpoint: {endpoint}.\n" if endpoint else ""
    more: dict[str, Any] = {
        "alpha": alpha,
        "power": power,
        "sides": sides,
        "ratio": ratio,
        "per_animal": wounds,
        "correlation": icc,
        "dropout": _share(dropout, "--dropout"),
    }
    if dossier is not None:
        control, treated, note = _predicted(dossier, endpoint)
        if not sd:
            raise SettingError(
                "--sd is missing: a run knows how unsure the model is, not how much animals differ. State the standard deviation between animals."
            )
    if hazard_ratio:
        hazard = 0.6931471805599453 / amount(median, "s", "--median") if median else 0.0
        times: dict[str, Any] = {
            "accrual": amount(accrual, "s", "--accrual") if accrual else 0.0,
            "follow_up": amount(follow_up, "s", "--follow-up") if follow_up else 0.0,
        }
        given = Comparison(kind="survival", hazard_ratio=hazard_ratio, hazard=hazard, **times, **more)
    elif effect or sd:
        spread = amount(sd, "", "--sd") if sd else 1.0
        if not spread > 0:
            raise SettingError(f"--sd is '{sd}'; it must be above 0.")
        size_in_sd = effect or (amount(treated, "", "--treated") - amount(control, "", "--control")) / spread
        kind: Any = "pairs" if paired else "groups" if groups > 2 else "means"
        given = Comparison(kind=kind, effect=size_in_sd, groups=groups, effect_sd=amount(belief, "", "--belief-sd") / spread if belief else 0.0, **more)
    elif control and treated:
        shares: dict[str, Any] = {"control": _share(control, "--control"), "treated": _share(treated, "--treated")}
        if margin:
            given = Comparison(kind="non-inferiority", margin=_share(margin, "--margin"), **shares, **(more | {"sides": 1}))
        else:
            given = Comparison(kind="proportions", effect_sd=_share(belief, "--belief-sd"), **shares, **more)
    else:
        raise SettingError("Say what is compared: --control and --treated (proportions, or means with --sd), --effect, or --hazard-ratio.")
    found = size_of(given)
    facts = size_plain(found) | {"endpoint": endpoint, "note": note.strip()}
    answer(facts, note + size_text(found), picture=lambda: power_curves(found), output=output, as_json=as_json, quiet=quiet)


@trial.command("two-stage", epilog="Example: exoforge trial two-stage --uninteresting 10% --wanted 30%")
def two_stage(
    uninteresting: Annotated[str, typer.Option("--uninteresting", help="Response at which the therapy is not worth more.")],
    wanted: Annotated[str, typer.Option("--wanted", help="Response that is hoped for.")],
    alpha: Annotated[float, typer.Option("--alpha", help="Chance to go on although it is not worth it.")] = 0.05,
    power: Annotated[float, typer.Option("--power", help="Chance to go on when it is.")] = 0.8,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Say when a trial of one arm may stop early (Simon's two stages): minimax, optimal, and those between."""
    from dataclasses import asdict

    from exoforge.laws.trials.two_stage import minimax_and_optimal, simon_designs
    from exoforge.report.trials.escalation_text import two_stage_text

    del seed
    low, high = _share(uninteresting, "--uninteresting"), _share(wanted, "--wanted")
    found = simon_designs(low, high, alpha=alpha, power=power)
    minimax, optimal = minimax_and_optimal(found)
    facts = {"ok": True, "minimax": asdict(minimax), "optimal": asdict(optimal), "admissible": [asdict(one) for one in found]}
    say(facts, two_stage_text(minimax, optimal, found, low, high), as_json=as_json, quiet=quiet)


@trial.command(epilog="Example: exoforge trial escalate --design boin --target 0.3 --true 0.05,0.1,0.25,0.4,0.55 -o escalation.svg")
def escalate(
    true: Chances,
    target: Target = 0.3,
    design: Annotated[str, typer.Option("--design", help="3+3, boin, crm or all.")] = "all",
    cohort: Annotated[int, typer.Option("--cohort", help="Patients treated together.")] = 3,
    patients: Annotated[int, typer.Option("--patients", help="Patients in all, for BOIN and CRM.")] = 30,
    simulations: Annotated[int, typer.Option("--simulations", help="Simulated trials by each rule.")] = 2000,
    skeleton: Skeleton = "",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Simulate trials by rules of dose escalation: which dose they select, and how many patients meet too high a dose."""
    from exoforge.design.trials.escalation import DESIGNS, compare_designs
    from exoforge.report.trials.escalation_text import escalation_figure, escalation_plain, escalation_text

    check_picture(output)
    names = DESIGNS if design == "all" else (design.casefold(),)
    found = compare_designs(
        _list(true, "--true"), target, designs=names, patients=patients, cohort=cohort, simulations=simulations, seed=seed, prior=_list(skeleton, "--skeleton")
    )
    answer(escalation_plain(found), escalation_text(found), picture=lambda: escalation_figure(found), output=output, as_json=as_json, quiet=quiet)


@trial.command(epilog="Example: exoforge trial decide --design boin --target 0.3 --data '3/0 3/1 0/0 0/0' --at 2")
def decide(
    data: Annotated[str, typer.Option("--data", help="Patients and toxicities at each dose, lowest first, such as '3/0 6/2 0/0'.")],
    at: Annotated[int, typer.Option("--at", help="The dose of the last cohort, counted from 1.")],
    target: Target = 0.3,
    design: Annotated[str, typer.Option("--design", help="3+3, boin or crm.")] = "boin",
    skeleton: Skeleton = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Say what a rule of escalation does next, from the patients so far; for planning and checking, the trial's own board decides."""
    from exoforge.design.trials.escalation import next_dose
    from exoforge.report.trials.escalation_text import decision_text

    del seed
    pairs = [part.partition("/") for part in data.split()]
    try:
        counts = [(int(n), int(y)) for n, _, y in pairs]
    except ValueError:
        raise SettingError(f"--data is '{data}'; write patients/toxicities for each dose, such as '3/0 6/2 0/0'.") from None
    name = design.casefold()
    found = next_dose(name, target, [n for n, _ in counts], [y for _, y in counts], at, prior=_list(skeleton, "--skeleton"))
    say({"ok": True, "dose": found.dose, "reason": found.reason}, decision_text(found, name), as_json=as_json, quiet=quiet)


@trial.command(epilog="Example: exoforge trial interval --events 0 --patients 24")
def interval(
    events: Annotated[int, typer.Option("--events", help="How many had it.")],
    patients: Annotated[int, typer.Option("--patients", help="Among how many.")],
    share: Annotated[float, typer.Option("--share", help="Of the interval.")] = 0.95,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Say what a count of events can and cannot exclude: exact interval, and the one-sided upper end that 'none of n' leaves."""
    from exoforge.laws.trials.exact import proportion_interval
    from exoforge.report.trials.size_text import NATURE

    del seed
    low, high = proportion_interval(events, patients, share=share)
    _, upper = proportion_interval(events, patients, share=share, sides=1)
    facts = {"ok": True, "low": low, "high": high, "upper": upper}
    text = (
        f"{events} of {patients}: {100 * share:g} % interval {100 * low:.3g} to {100 * high:.3g} % (exact), one-sided at most {100 * upper:.4g} %.\n\n{NATURE}"
    )
    say(facts, text, as_json=as_json, quiet=quiet)


def _share(text: str, option: str) -> float:
    """A proportion as somebody writes it: 24%, 24 % or 0.24; empty is 0."""
    if not text.strip():
        return 0.0
    written, per_cent = text.strip().removesuffix("%").strip().replace(",", "."), text.strip().endswith("%")
    try:
        found = float(written) / (100 if per_cent else 1)
    except ValueError:
        raise SettingError(f"{option} is '{text}'; write a proportion like 24% or 0.24.") from None
    if not 0 <= found <= 1:
        raise SettingError(f"{option} is '{text}'; a proportion lies between 0 and 100 %. A mean needs --sd beside it.")
    return found


def _list(text: str, option: str) -> tuple[float, ...]:
    try:
        return tuple(_share(part, option) for part in text.replace(";", ",").split(",") if part.strip())
    except SettingError as trouble:
        raise SettingError(f"{trouble} Separate several with commas.") from None


def _predicted(path: Path, endpoint: str) -> tuple[str, str, str]:
    """Untreated and treated of an endpoint of a run, and what to say of it."""
    from exoforge.report.document import read_document

    response = read_document(path).get("response") or {}
    listed = {one["name"]: one for one in response.get("endpoints", [])}
    if endpoint not in listed:
        raise SettingError(f"'{path}' has no endpoint '{endpoint}'; it has {', '.join(listed) or 'none'}.")
    one = listed[endpoint]
    treated, untreated, difference = (one[name] for name in ("treated", "untreated", "difference"))
    if None in (treated["median"], untreated["median"]):
        raise SettingError(f"The endpoint '{endpoint}' of '{path}' has no finite median; no size can be planned on it.")
    ends = json.dumps([difference["low"], difference["high"]])
    note = (
        f"The effect is COMPUTED by exoforge ({one['meaning']}: {untreated['median']:.3g} untreated, {treated['median']:.3g} treated; 90 % of the members "
        f"differ by {ends}). It rests on priors and is no evidence; look at the rows for smaller effects.\n"
    )
    return str(untreated["median"]), str(treated["median"]), note
