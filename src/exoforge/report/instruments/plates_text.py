"""A standard curve and its samples on a terminal."""

from __future__ import annotations

from exoforge.instruments.plates import Assay, Sample
from exoforge.report.display import NOTHING, amount, number, percent, unit_text
from exoforge.report.text import aligned, pairs, wrapped

LABEL = 30


def assay_text(assay: Assay) -> str:
    """One assay on one or two screens."""
    lines = [f"{assay.kind.title} on {assay.plate.sample}", "", *pairs(_facts(assay), width=LABEL)]
    lines += ["", f"Standards, in {unit_text(assay.unit)}", *aligned(_standards(assay), indent="  ", numbers=True)]
    lines += ["", f"Samples, in the well in {unit_text(assay.unit)}; CV between wells", *aligned(_samples(assay), indent="  ")]
    lines += [line for one in assay.samples if one.refused for line in wrapped(f"{_named(one)}: {one.refused}.", "  - ")]
    lines += [line for one in assay.samples for remark in one.remarks for line in wrapped(f"{_named(one)}: {remark}.", "  - ")]
    lines += ["", f"{len(assay.notices)} thing{'s' if len(assay.notices) > 1 else ''} to know"]
    lines += [line for place, notice in enumerate(assay.notices, start=1) for line in wrapped(notice, f"  {place}. ")]
    return "\n".join(lines)


def curve_text(assay: Assay) -> str:
    """The equation of the curve with its numbers."""
    curve = assay.curve
    if curve.logistic is not None:
        one = curve.logistic
        power = f"^{one.asymmetry:.4g}" if curve.model == "5pl" else ""
        return f"y = {one.at_infinity:.4g} + ({one.at_zero:.4g} − {one.at_infinity:.4g}) / (1 + (x / {one.middle:.4g})^{one.slope:.4g}){power}".replace(
            "-", "−"
        )
    terms = [f"{value:.4g}" + ("" if power == 0 else " x" if power == 1 else " x²") for power, value in enumerate(curve.coefficients)]
    return "y = " + " + ".join(terms).replace("+ -", "− ").replace("-", "−")


def _facts(assay: Assay) -> list[tuple[str, str]]:
    limits, unit = assay.limits, unit_text(assay.unit)
    weights = {"none": "no weights", "1/y": "weights 1/y", "1/y2": "weights 1/y²"}[assay.weighting]
    rows = [("curve", f"{assay.curve.model}, {weights}, {assay.dose.size} wells: {curve_text(assay)}")]
    if assay.blank:
        rows.append(("blank", f"{assay.blank:.4g}, subtracted from every well"))
    if limits.detected is not None:
        rows.append(("limit of detection", f"{number(limits.detected)} {unit} in the well: blank + 3 SD"))
    if limits.blank_quantified is not None:
        rows.append(("limit of quantification", f"{number(limits.blank_quantified)} {unit} in the well: blank + 10 SD"))
    if limits.quantified is not None:
        rows.append(
            ("quantifies", f"{limits.quantified:g} to {limits.highest:g} {unit} in the well: standards that read back within 80 to 120 %, CV below 20 %")
        )
    return rows


def _standards(assay: Assay) -> list[list[str]]:
    rows = [["made", "wells", "signal", "reads back", "recovery", "CV", "within limits"]]
    for one in assay.standards:
        word = {True: "yes", False: "no", None: NOTHING}[one.passed]
        rows.append([f"{one.dose:g}", str(one.wells), f"{one.signal:.4g}", number(one.back, 4), percent(one.recovery, 3), percent(one.cv), word])
    return rows


def _named(one: Sample) -> str:
    return f"{one.name} at 1:{one.dilution:g}" if one.dilution != 1 else one.name


def _samples(assay: Assay) -> list[list[str]]:
    rows = [["sample", "dilution", "wells", "in the well", f"{assay.kind.figure}, undiluted", "95 % interval", "CV"]]
    for one in assay.samples:
        scale = assay.factor * one.dilution
        if one.refused:
            rows.append([one.name, f"1:{one.dilution:g}", str(len(one.wells)), NOTHING, "not given", "", ""])
            continue
        ends = [amount(end * scale, "kg/m3") if end is not None else "beyond the standards" for end in (one.low, one.high)]
        cv = percent(one.spread / one.value) if one.spread is not None else NOTHING
        rows.append([one.name, f"1:{one.dilution:g}", str(len(one.wells)), number(one.value, 3), amount(one.value * scale, "kg/m3"), " to ".join(ends), cv])
    return rows
