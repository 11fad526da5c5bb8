"""The commands that plan a study."""

from __future__ import annotations

from typing import Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, check_picture, share
from exoforge.cli.front import Json, Quiet, Seed, answer, say
from exoforge.cli.trial_size import size

trial = typer.Typer(name="trial", help="Plan a study: how many animals or patients, in stages, and how doses are stepped up.", no_args_is_help=True)

Chances = Annotated[str, typer.Option("--true", help="True chance of toxicity by dose, such as '0.05,0.1,0.25,0.4'.")]
Target = Annotated[float, typer.Option("--target", help="Toxicity that is aimed at.")]
Skeleton = Annotated[str, typer.Option("--skeleton", help="Prior chance of toxicity by dose, for the CRM; without it, an even one around the target.")]


trial.command(epilog="Example: exoforge trial size --endpoint closure --control 24% --treated 45% --dropout 10%")(size)


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
    low, high = share(uninteresting, "--uninteresting"), share(wanted, "--wanted")
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
    chances, prior = _shares(true, "--true"), _shares(skeleton, "--skeleton")
    found = compare_designs(chances, target, designs=names, patients=patients, cohort=cohort, simulations=simulations, seed=seed, prior=prior)
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
    found = next_dose(name, target, [n for n, _ in counts], [y for _, y in counts], at, prior=_shares(skeleton, "--skeleton"))
    say({"ok": True, "dose": found.dose, "reason": found.reason}, decision_text(found, name), as_json=as_json, quiet=quiet)


@trial.command(epilog="Example: exoforge trial interval --events 0 --patients 24")
def interval(
    events: Annotated[int, typer.Option("--events", help="How many had it.")],
    patients: Annotated[int, typer.Option("--patients", help="Among how many.")],
    coverage: Annotated[float, typer.Option("--share", help="Of the interval.")] = 0.95,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Say what a count of events can and cannot exclude: exact interval, and the one-sided upper end that 'none of n' leaves."""
    from exoforge.laws.trials.exact import proportion_interval
    from exoforge.report.trials.size_text import interval_text

    del seed
    low, high = proportion_interval(events, patients, share=coverage)
    _, upper = proportion_interval(events, patients, share=coverage, sides=1)
    facts = {"ok": True, "low": low, "high": high, "upper": upper}
    say(facts, interval_text(events, patients, coverage, low, high, upper), as_json=as_json, quiet=quiet)


def _shares(text: str, option: str) -> tuple[float, ...]:
    try:
        return tuple(share(part, option) for part in text.replace(";", ",").split(",") if part.strip())
    except SettingError as trouble:
        raise SettingError(f"{trouble} Separate several with commas.") from None
