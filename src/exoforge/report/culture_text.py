"""A planned culture for the terminal and for machines: plain text, and dicts that `json.dumps` takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exoforge.base.trace import Assumption
from exoforge.design.culture_evidence import ConditionedTold, SourceTold
from exoforge.design.culture_plan import CulturePlan, VesselResult
from exoforge.design.result import Interval
from exoforge.report.display import amount, headline_text, interval_parts, interval_text, number, percent, share_text
from exoforge.report.document import NATURE, plain
from exoforge.report.plain import plain_references
from exoforge.report.text import aligned, pair, pairs, references_text, wrapped
from exoforge.stages.culture.release import PublishedYield

LABEL = 36
DEPLETED_MEDIUM = 6.92e14
"""[particles/m3] What was counted in medium with depleted serum (lehrich2018, read in its abstract)."""
COUNTED_FROM = 5e-4
"""Share of the count below which a kind of particle is not named."""
FACTORS = (
    "The vessels differ by published factors of what one cell releases, each of one comparison, and by how densely the cells stand, which is a choice. "
    "They are no physics of the vessels."
)
AS_SAID = {"cytokine": "cytokines", "chemical": "chemicals", "oxidative": "oxidative stress", "mechanical": "mechanical means"}
SIGN = {"up": "more", "down": "less", "not said": "changed"}


def culture_text(plan: CulturePlan) -> str:
    """A planned culture: what it gives, what came with the medium, other vessels, a dose, what was published, and what is told of the cells."""
    asked, chosen = plan.question, plan.chosen
    times = f"{chosen.harvests} harvests, one every {_time(chosen.every)}" if chosen.harvests > 1 else "one harvest at the end"
    lines = [f"{chosen.label.capitalize()}: {number(asked.cells)} cells for {_time(asked.time)}, {times}", ""]
    lines += pairs([(one.label, headline_text(one)) for one in chosen.amounts.values()], width=LABEL)
    lines += pair("Medium harvested, and used in all", f"{amount(chosen.volume, 'm3')}, {amount(chosen.medium, 'm3')}", width=LABEL)
    lines += [f"  median, and in brackets the 5th and 95th percentile ({plan.members} members, seed {plan.seed})", ""]
    lines += [*(line for notice in chosen.notices for line in wrapped(notice, "  ! ", hang=2)), *([""] if chosen.notices else [])]
    lines += _beside(plan)
    lines += _vessels(plan)
    lines += _dose(plan)
    lines += _published(plan)
    lines += [line for told in plan.conditioned for line in _conditioned(told)]
    lines += _source(plan.source) if plan.source is not None else []
    lines += ["Assumed for this vessel", *(line for one in chosen.assumed for line in _assumed(one)), ""]
    return "\n".join([*lines, references_text(references_of(plan)), "", NATURE])


def _beside(plan: CulturePlan) -> list[str]:
    """What came with the medium, and what an NTA would make of it."""
    chosen = plan.chosen
    name = plan.question.supplement
    if name == "serum-free":
        told = "Without serum nothing but protein of the cells and its complexes is beside the vesicles; other particles of the basal medium are not modelled."
        return [*wrapped(told, "  ", hang=2), ""]
    lines = [f"What is beside the vesicles of the cells ({name})", ""]
    lines += pairs([(one.label, headline_text(one)) for one in chosen.contaminants], width=LABEL)
    lines += pair("of all vesicles, those of the medium", share_text(chosen.of_serum), width=LABEL)
    lines += ["", "  Of the particles that an NTA of the harvest would count"]
    lines += pairs([(f"  {one.label}", share_text(one.interval)) for one in chosen.counted if not one.interval.high < COUNTED_FROM], width=LABEL)
    if name == "ev-depleted-fbs":
        told = (
            f"The medium's own particles would be counted as {amount(chosen.medium_counted, 'particles/m3', 2)}; {amount(DEPLETED_MEDIUM, 'particles/m3', 2)} "
            "were counted in one depleted medium [lehrich2018], which bounds how many lipoproteins are assumed."
        )
        lines += wrapped(told, "  ! ", hang=2)
    return [*lines, ""]


def _vessels(plan: CulturePlan) -> list[str]:
    """The same cells for the same time in every vessel."""
    rows: list[tuple[str, ...]] = [("  vessel", "vesicles harvested", "per cell", "per mL", "medium")]
    for one in plan.vessels:
        figures = (interval_text(one.amounts[name].interval) for name in ("vesicles", "per-cell"))
        per_ml, _ = interval_parts(one.amounts["concentration"].interval, "particles/m3")
        rows.append((("> " if one is plan.chosen else "  ") + one.label, *figures, per_ml, amount(one.medium, "m3", 2)))
    return ["The same cells for the same time in other vessels", "", *aligned(rows), "", *wrapped(FACTORS, "  ", hang=2), ""]


def _dose(plan: CulturePlan) -> list[str]:
    need = plan.need
    if need is None:
        return []
    low, high = need.recovery
    kept = percent(low) if low == high else f"{percent(low)} to {percent(high)}"
    rows = [
        ("this culture, times", interval_text(need.runs)),
        ("cells at the start", interval_text(need.cells)),
        ("medium", interval_text(need.medium, "m3")),
        ("harvests", interval_text(need.harvests)),
        ("one culture is enough in", f"{percent(need.one_is_enough)} of the members"),
    ]
    return [f"What one dose of {number(need.dose)} vesicles takes, when the isolation keeps {kept}", "", *pairs(rows, width=LABEL), ""]


def _published(plan: CulturePlan) -> list[str]:
    """What was printed of the chosen vessel beside what is computed, and the clinical unit."""
    lines = ["Published beside it, used for the factor alone; the cells behind a number per mL are not printed", ""]
    for one in plan.chosen.published:
        lines += wrapped(f"{_yield(one)}: {one.system}, {one.cell}; {one.said} [{one.cite}]{_against(one, plan.chosen)}", "  ", hang=2)
    low, high = plan.unit.per_cell
    per_cell = plan.chosen.amounts["per-cell"].interval
    least, most = plan.unit.particles
    thin, thick = (mass * 1e6 for mass in plan.unit.protein)
    told = (
        f"{number(least)} to {number(most)} particles and {thin:g} to {thick:g} mg from the supernatant of {number(plan.unit.cells)} MSC after "
        f"precipitation: {low:g} to {high:g} per cell, the unit of a trial [kordelas2014, in {plan.unit.document}, {plan.unit.locator}]; "
        f"computed are {interval_text(per_cell)} per cell before any isolation"
    )
    return [*lines, *wrapped(told, "  ", hang=2), ""]


def _yield(one: PublishedYield) -> str:
    ends = number(one.low) if one.low == one.high else f"{number(one.low)} to {number(one.high)}"
    return f"{ends}{one.unit}" if one.unit.startswith("-") else f"{ends} {one.unit}"


def _against(one: PublishedYield, result: VesselResult) -> str:
    """By which factor the computed concentration lies off a printed one."""
    if one.unit != "particles/mL":
        return ""
    computed = result.amounts["concentration"].interval.median * 1e-6
    ratio = computed / (one.low * one.high) ** 0.5
    side = f"{number(ratio)} times as many" if ratio >= 1 else f"{number(1 / ratio)} times fewer"
    return f"; computed are {number(computed)} per mL, {side}"


def _conditioned(told: ConditionedTold) -> list[str]:
    lines = [f"What is told of preconditioning by {AS_SAID.get(told.kind, told.kind)}", ""]
    for one, found in told.statements:
        what = "vesicles" if one.about == "yield" else one.what
        head = f"{SIGN[one.direction]} {what}" + (f" ({one.agent})" if one.agent and one.agent != told.kind else "")
        said = f'{head}: "{one.quote}", {one.document}, {one.place}'
        lines += wrapped(said + (f"; records {', '.join(arm.therapy.id for arm in found)}" if found else ""), "  - ", hang=2)
        lines += wrapped(one.note, "      ", hang=2) if one.note else []
    if not told.statements:
        lines.append("  nothing of yield or cargo was read")
    lines += [line for fact in told.stated for line in wrapped(f"{fact.about}: {fact.value} [{fact.document}, {fact.locator}]", "  ", hang=2)]
    if told.further:
        command = f"exoforge evidence search --modification {told.operation}"
        lines += wrapped(f"{told.further} more published arms tell what such cells or vesicles do: '{command}'", "  ", hang=2)
    return [*lines, ""]


def _source(told: SourceTold) -> list[str]:
    lines = [f"What is told of {told.label}; it changes no number here, since no rate per cell by source was read", ""]
    lines += wrapped(f"{told.arms} published arms in {', '.join(told.documents)}" if told.arms else "no published arm", "  ", hang=2)
    if told.indications:
        lines += wrapped("most for " + ", ".join(f"{name} ({count})" for name, count in told.indications), "  ", hang=2)
    if told.cargo:
        lines += wrapped("cargo named most: " + ", ".join(f"{name} ({count})" for name, count in told.cargo), "  ", hang=2)
    lines += [line for fact in told.stated for line in wrapped(f"{fact.about}: {fact.value} [{fact.document}, {fact.locator}]", "  ", hang=2)]
    lines += [line for name, says in told.comparisons for line in wrapped(f"beside other sources: {says} [{name}]", "  - ", hang=2)]
    return [*lines, *wrapped(f"'exoforge evidence search --cell {told.key}' lists them", "  ", hang=2), ""]


def _assumed(one: Assumption) -> list[str]:
    if isinstance(one.value, str):
        value = one.value
    elif one.low is None or one.high is None or one.low == one.high:
        value = amount(one.value, one.unit, 2)
    else:
        value = interval_text(Interval(central=one.value, low=one.low, median=one.value, high=one.high), one.unit)
    return [f"  {one.name:<{LABEL - 10}}  {value:<46}  {', '.join(filter(None, (one.status, one.cite)))}"]


def _time(seconds: float) -> str:
    return f"{seconds / 3600:.3g} h" if seconds < 10 * 86_400 else f"{seconds / 86_400:.3g} d"


def references_of(plan: CulturePlan) -> list[dict[str, Any]]:
    """The references of what was used and of what is laid beside it, each once."""
    return plain_references((*plan.chosen.cites, *(one.cite for one in plan.chosen.published), "kordelas2014", *_documents(plan)))


def _documents(plan: CulturePlan) -> Sequence[str]:
    told = [one.document for conditioned in plan.conditioned for one, _ in conditioned.statements]
    return (plan.unit.document, *told, *(plan.source.documents if plan.source is not None else ()))


def culture_plain(plan: CulturePlan) -> dict[str, Any]:
    """The same for machines; numbers in SI units, arms by their names."""
    conditioned = [
        {
            "kind": told.kind,
            "operation": told.operation,
            "further": told.further,
            "stated": plain(told.stated),
            "statements": [
                plain(one) | {"arms": [{"id": arm.therapy.id, "says": arm.claim.says, "fit": arm.claim.fit} for arm in found]} for one, found in told.statements
            ],
        }
        for told in plan.conditioned
    ]
    return {
        "ok": True,
        "nature": NATURE,
        "question": plain(plan.question),
        "chosen": plan.chosen.key,
        "vessels": [plain(one) for one in plan.vessels],
        "dose": plain(plan.need),
        "published_unit": plain(plan.unit) | {"per_cell": list(plan.unit.per_cell)},
        "preconditioning": conditioned,
        "source": plain(plan.source),
        "members": plan.members,
        "seed": plan.seed,
        "references": references_of(plan),
    }
