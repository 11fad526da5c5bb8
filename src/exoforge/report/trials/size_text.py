"""The size of a study on one screen: the formulas beside each other, what is added, and what a smaller effect would need."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.design.trials.sizing import Comparison, TrialSize
from exoforge.laws.trials.two_groups import whole
from exoforge.report.display import number, percent
from exoforge.report.plain import finite, plain_references
from exoforge.report.text import aligned, references_line, wrapped

UNITS = {
    "proportions": "control group",
    "non-inferiority": "each group",
    "means": "control group",
    "pairs": "pairs",
    "groups": "each group",
    "survival": "events in all",
}
NATURE = "A calculation for planning. Its assumptions are the user's; it is no evidence that the therapy works."


def size_text(found: TrialSize) -> str:
    """A size with its alternatives."""
    comparison = found.comparison
    sides = "" if comparison.kind == "groups" else f" ({comparison.sides}-sided)"
    errors = f"significance {comparison.alpha:g}{sides}, power {100 * comparison.power:g} %"
    lines = [*wrapped(f"{question(comparison)}; {errors}."), "", f"Size by formula ({UNITS[comparison.kind]})"]
    lines += aligned([(way.name, "–" if way.size is None else str(whole(way.size)), way.note) for way in found.ways], indent="  ")
    lines += ["", *_added(found)]
    if found.others:
        lines += ["", f"If the true effect is a share of the assumed one (sizes as by formula, {UNITS[comparison.kind]})"]
        rows = [("effect", "size needed", "power of the planned size")]
        rows += [(f"{100 * one.share:g} %", "none finds it" if one.size is None else str(one.size), percent(one.power)) for one in found.others]
        lines += aligned(rows, indent="  ")
    if found.assurance is not None:
        lines += ["", *wrapped(f"Power averaged over what is believed of the effect (assurance): {percent(found.assurance)}.", "")]
    if found.warnings:
        lines += ["", *(line for sentence in found.warnings for line in wrapped(sentence, "  - "))]
    cites = [way.cite for way in found.ways if way.cite]
    return "\n".join([*lines, "", *(references_line(dict.fromkeys(cites)) if cites else []), NATURE])


def interval_text(events: int, patients: int, coverage: float, low: float, high: float, upper: float) -> str:
    """What a count of events leaves open; `upper` is the end of the one-sided interval."""
    exact = f"{100 * coverage:g} % interval {100 * low:.3g} to {100 * high:.3g} % (exact)"
    return f"{events} of {patients}: {exact}, one-sided at most {100 * upper:.4g} %.\n\n{NATURE}"


def question(comparison: Comparison) -> str:
    """What is compared, in words."""
    match comparison.kind:
        case "proportions":
            return f"{percent(comparison.control)} of the control group against {percent(comparison.treated)} of the treated"
        case "non-inferiority":
            return f"{percent(comparison.treated)} no worse than {percent(comparison.control)} by a margin of {percent(comparison.margin)}"
        case "means":
            return f"two means that differ by {number(comparison.effect, 3)} standard deviations between individuals"
        case "pairs":
            return f"pairs that differ by {number(comparison.effect, 3)} standard deviations of their differences"
        case "groups":
            return f"{comparison.groups} groups with an effect f of {number(comparison.effect, 3)}"
        case "survival":
            return f"two survival curves with a hazard ratio of {number(comparison.hazard_ratio, 3)}"


def _added(found: TrialSize) -> list[str]:
    comparison = found.comparison
    if comparison.kind == "survival":
        known = "" if found.patients is None else f" That many events come from about {found.patients} patients in all."
        return wrapped(f"{whole(found.ways[0].size or 0)} events are needed.{known}")
    if comparison.kind == "pairs":
        return wrapped(f"{found.control.individuals} animals or patients in all, each with both treatments; {found.control.enrolled} to enrol.")
    names = ("each",) if found.control == found.treated else ("control", "treated")
    rows = []
    for name, one in zip(names, (found.control, found.treated), strict=False):
        rows.append((f"{name} group" if name != "each" else "each group", f"{one.individuals} animals or patients, {one.enrolled} to enrol"))
    said = []
    if comparison.per_animal > 1:
        said.append(f"{comparison.per_animal:g} wounds per animal with a correlation of {comparison.correlation:g} within it")
    if comparison.dropout:
        said.append(f"{percent(comparison.dropout)} lost")
    head = "With " + " and ".join(said) if said else "With one wound per animal and none lost"
    return [head, *aligned(rows, indent="  ")]


def size_plain(found: TrialSize) -> dict[str, Any]:
    """The same for machines."""
    facts: dict[str, Any] = finite(asdict(found))
    return {"ok": True, **facts, "references": plain_references(way.cite for way in found.ways if way.cite), "nature": NATURE}
