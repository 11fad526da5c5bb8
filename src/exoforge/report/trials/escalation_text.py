"""Rules of escalation beside each other: which dose they select, how many patients meet too high a dose."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.design.trials.escalation import Decision, Escalation
from exoforge.laws.trials.two_stage import TwoStage
from exoforge.report.display import number, percent
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, values
from exoforge.report.figures.theme import FAINT, QUIET, TREATED, UNTREATED
from exoforge.report.picture_files import Rows
from exoforge.report.plain import finite, plain_references
from exoforge.report.text import aligned, references_line, wrapped
from exoforge.report.trials.size_text import NATURE

CITES = {"3+3": "storer1989", "boin": "liu2015", "crm": "cheung2011"}
NO_TRUTH = (
    "The true curve is the user's assumption. No published trial of vesicles of MSC that was read reports a dose-limiting toxicity by dose, and their "
    "doses stand in units that cannot be compared, so that none can be suggested here."
)
NAMES = {"3+3": "3+3", "boin": "BOIN", "crm": "CRM"}


def escalation_text(found: Escalation) -> str:
    """The rules on one screen."""
    doses = range(1, len(found.true) + 1)
    head = (
        f"{found.simulations} simulated trials by each rule, {found.patients} patients in cohorts of {found.cohort} (3+3 has its own sizes), seed {found.seed}."
    )
    lines = [*wrapped(head), "", f"Target toxicity {percent(found.target)}"]
    rows = [("", *(f"dose {dose}" for dose in doses), "none"), ("true toxicity", *(percent(one) for one in found.true), "")]
    rows += [(f"{NAMES[name]} selects", *(percent(one) for one in result.selected), percent(result.none)) for name, result in found.designs]
    rows += [(f"{NAMES[name]} patients", *(number(one) for one in result.patients), "") for name, result in found.designs]
    lines += aligned(rows, indent="  ", numbers=True)
    table = [("", "right dose", "dose too toxic", "patients overdosed", "patients", "toxicities")]
    for name, result in found.designs:
        table.append(
            (NAMES[name], percent(result.correct), percent(result.too_toxic), percent(result.overdosed), number(result.size, 3), number(result.toxicities))
        )
    lines += ["", *aligned(table, indent="  ", numbers=True)]
    lines += wrapped("'Too toxic' is a true toxicity above four thirds of the target (a choice); the right dose is the one nearest to the target.", "  ")
    if any(name == "boin" for name, _ in found.designs):
        up, down = found.boundaries
        lines += ["", f"BOIN: raise the dose at or below {up:.4f} observed, lower it at or above {down:.4f}"]
        rows = [("patients at the dose", "raise at most", "lower from", "give up from")]
        rows += [(str(n), str(raise_at), str(lower), str(out) if out <= n else "–") for n, raise_at, lower, out in found.table if n % found.cohort == 0]
        lines += aligned(rows, indent="  ", numbers=True)
    if any(name == "crm" for name, _ in found.designs):
        lines += [
            "",
            *wrapped(f"CRM: skeleton {', '.join(f'{one:.3f}' for one in found.skeleton)}; one-parameter logistic curve, no untried dose is skipped.", ""),
        ]
    return "\n".join([*lines, "", *wrapped(NO_TRUTH), *references_line(CITES[name] for name, _ in found.designs), NATURE])


def escalation_plain(found: Escalation) -> dict[str, Any]:
    """The same for machines."""
    facts: dict[str, Any] = finite(asdict(found))
    facts["designs"] = {name: finite(asdict(result)) for name, result in found.designs}
    return {"ok": True, **facts, "references": plain_references(CITES[name] for name, _ in found.designs), "nature": NATURE}


def escalation_figure(found: Escalation) -> tuple[Spec, Rows]:
    """How often each rule selects each dose, with the dose nearest to the target set off."""
    nearest = min(range(len(found.true)), key=lambda dose: abs(found.true[dose] - found.target))
    names = [*(f"{dose + 1}" for dose in range(len(found.true))), "none"]
    panels: list[Spec] = []
    rows: list[tuple[str | float, ...]] = [("design", "dose", "true toxicity", "selected", "patients")]
    for name, result in found.designs:
        shares = [*result.selected, result.none]
        inks = [
            TREATED if place == nearest else UNTREATED if place < len(found.true) and found.true[place] > found.target * 4 / 3 else QUIET
            for place in range(len(names))
        ]
        inks[-1] = FAINT
        data = values(dose=names, share=shares, ink=inks)
        encoding = {
            "x": {"field": "dose", "type": "ordinal", "sort": names, "axis": {"title": "dose", "labelAngle": 0}},
            "y": quantitative("share", axis=number_axis("share of the trials" if not panels else None, format=".0%"), scale={"domain": [0, 1]}),
            "color": {"field": "ink", "type": "nominal", "scale": None},
        }
        panels.append({"title": {"text": NAMES[name]}, "width": 170, "height": 200, "data": {"values": data}, "mark": {"type": "bar"}, "encoding": encoding})
        rows += [(name, place + 1, found.true[place], result.selected[place], result.patients[place]) for place in range(len(found.true))]
        rows.append((name, "none", "", result.none, ""))
    subtitle = f"dark: the dose nearest to {percent(found.target)}; orange: too toxic; {found.simulations} simulated trials by each rule"
    title = {"text": "Which dose is selected", "subtitle": subtitle, "offset": 12}
    return chart({"title": title, "hconcat": panels, "spacing": 24}, alt="Share of simulated trials that select each dose, by rule of escalation."), rows


def decision_text(found: Decision, design: str) -> str:
    """The next dose in a sentence."""
    next_dose = "Stop." if found.dose is None else f"Next: dose {found.dose}."
    return "\n".join([*wrapped(f"{NAMES[design]}: {next_dose} {found.reason[:1].upper()}{found.reason[1:]}."), "", NATURE])


def two_stage_text(minimax: TwoStage, optimal: TwoStage, every: tuple[TwoStage, ...], uninteresting: float, wanted: float) -> str:
    """Two-stage designs beside each other."""
    rows = [("", "stop at", "promising above", "alpha", "power", "stops early", "patients on average")]
    for one in every:
        name = "minimax" if one is minimax else "optimal" if one is optimal else "admissible"
        alpha, power, early = f"{one.alpha:.4f}", f"{one.power:.4f}", f"{one.stops_early:.4f}"
        rows.append((name, f"{one.r1}/{one.n1}", f"{one.r}/{one.n}", alpha, power, early, f"{one.expected_size:.2f}"))
    head = f"Two stages, one arm: {percent(uninteresting)} of responses are not interesting, {percent(wanted)} are wanted."
    how = "Stop after the first stage when at most so many respond; call it promising when more than so many respond in all. Exact binomial chances."
    return "\n".join([*wrapped(head), "", *aligned(rows, indent="  ", numbers=True), *wrapped(how, "  "), "", *references_line(["simon1989"]), NATURE])
