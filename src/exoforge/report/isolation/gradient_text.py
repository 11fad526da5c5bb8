"""A density gradient for the terminal and for machines."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from exoforge.base.terms import is_term, term
from exoforge.base.trace import reference
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.design.isolation.gradient_result import Band, Choice, GradientRun, RestRow
from exoforge.laws import media
from exoforge.laws.constants import FREEZING
from exoforge.report.display import NARROW, NOTHING, amount, number, percent, round_amount
from exoforge.report.document import NATURE
from exoforge.report.text import WIDTH

LABEL = 12
SHOWN_TIMES = (2, 4, 6, 9, 11)
"""Which of the times are printed; the others are drawn and in the JSON."""
ARRIVED = 0.95
"""Share of the way from which vesicles are said to have arrived."""
APART = 0.02
"""Share of a kind that the two ways to compute may place in another fraction without a word."""
TINY = 5e-4
SHORT = {
    "ev": "EV",
    "serum-ev": "sEV",
    "vldl": "VLDL",
    "ldl": "LDL",
    "hdl": "HDL",
    "protein-aggregate": "aggr.",
    "protein-complex": "cplx.",
    "albumin": "alb.",
    "igg": "IgG",
    "soluble-protein": "other",
}
"""Kinds of a sample in a narrow column: EV are the vesicles of the cells."""
LEGEND = (
    "  * pooled by the densities asked for; EV, sEV: vesicles of the cells and of the serum; aggr., cplx.: aggregates and complexes of protein; "
    "alb.: albumin; other: soluble protein; EV/µg: vesicles of the cells per µg of all protein"
)
COLUMNS = 10
NAMES = {
    "ev": "vesicles of the cells",
    "serum-ev": "vesicles of the serum",
    "vldl": "VLDL",
    "ldl": "LDL",
    "hdl": "HDL",
    "protein-aggregate": "aggregates of protein",
    "albumin": "albumin",
    "igg": "IgG",
    "soluble-protein": "other soluble protein",
}
"""The same in a sentence."""
ASSUMED = (
    "Full tubes, parallel walls that catch nothing, no mixing when pouring, starting and stopping, dilute zones. The gradient stands still, its layers as soft "
    "as diffusion makes them by the middle of the run. Vesicles are density_shift denser than the shells of the feed, which is empirical. "
    "Handling losses are not in the tables, but in the yield."
)


def gradient_text(run: GradientRun) -> str:
    """A gradient on two or three screens."""
    parts = [_head(run), _bands(run), _course(run), _fractions(run), _choices(run), _rests(run), _difference(run), _notices(run), _closing(run)]
    return "\n\n".join(part for part in parts if part)


def title_of(run: GradientRun) -> str:
    """Rotor, force, time and temperature in one line."""
    one, speed = run.operation, run.tube.plan.angular_velocity
    place = {"r_min": run.tube.plan.r_min, "r_av": (run.tube.plan.r_min + run.tube.plan.r_max) / 2.0, "r_max": run.tube.plan.r_max}[one.radius]
    force = f"{_whole(speed**2 * place / STANDARD_GRAVITY)} × g at {one.radius.replace('_', ' ')}"
    return f"{one.rotor}: {_whole(speed * 30.0 / math.pi)} rpm ({force}) for {amount(one.duration, 's', 2)} at {one.temperature - FREEZING:.3g} °C"


def layers_text(run: GradientRun) -> str:
    """The medium and its layers with their densities at 20 degrees."""
    one, medium = run.operation, media.medium_of(run.operation.medium)
    said = [f"{100.0 * share:.3g}" for share in one.layers]
    densities = [f"{float(media.density(medium.key, share)) * 1e-3:.3f}" for share in one.layers]
    if one.shape == "self-forming":
        ends = " to ".join(f"{run.tube.bench_density[end] * 1e-3:.3f}" for end in (0, -1))
        return f"{medium.label}, filled in at {said[0]} % {medium.unit} ({densities[0]} g/mL), forms {ends} g/mL by itself"
    row = " to ".join((said[0], said[-1])) if one.shape == "linear" else ", ".join(said)
    heavy = " to ".join((densities[0], densities[-1])) if one.shape == "linear" else ", ".join(densities)
    return f"{medium.label}, {'linear' if one.shape == 'linear' else 'layers'} {row} % {medium.unit} ({heavy} g/mL at 20 °C)"


def _head(run: GradientRun) -> str:
    one, tube = run.operation, run.tube
    feed = run.sample.suspension
    runs = f", {run.figures['runs']:.0f} run{'s' if run.figures['runs'] > 1 else ''}" if "runs" in run.figures else ""
    where = {"bottom": "mixed into the densest layer", "top": "layered on top", "mixed": "mixed through the tube"}[one.loading]
    load = f"{round_amount(feed.volume, 'm3')} in {run.tubes:g} tube{'s' if run.tubes > 1 else ''}{runs}: {amount(feed.volume / run.tubes, 'm3')} each, {where}"
    rows = [
        ("gradient", layers_text(run)),
        ("viscosity", f"{number(float(tube.viscosity.min()) * 1e3)} to {number(float(tube.viscosity.max()) * 1e3)} mPa s in the run"),
        ("tube", f"{amount(tube.plan.volume, 'm3')}, {tube.plan.r_min * 1e3:.1f} to {tube.plan.r_max * 1e3:.1f} mm from the axis"),
        ("sample", run.sample.said),
        ("load", load),
        ("motion", f"by {one.transport}"),
    ]
    lines = [line for label, words in rows for line in _wrapped(f"  {label:<{LABEL}}{words}", " " * (LABEL + 2))]
    return "\n".join([title_of(run), "", *lines])


def _bands(run: GradientRun) -> str:
    head = ["% of each kind", "mm", "mL down", "g/mL", "68 % within, mm", "in liquid", "floated", "pelleted"]
    rows = [[kind_text(one.name), *_band(one), _share(one.liquid), _share(one.floated), _share(one.pelleted)] for one in run.bands]
    note = "  place and width are those of what is in the liquid: mm from the axis, mL of a tube above it, g/mL of the liquid at 20 °C"
    return "\n".join(["Bands at the end", *_table(head, rows, gap=2), *_wrapped(note, "  ")])


def _band(one: Band) -> list[str]:
    if one.liquid < TINY:
        return [NOTHING] * 4
    return [f"{one.radius * 1e3:.1f}", f"{one.depth * 1e6:.2f}", f"{one.density * 1e-3:.3f}", f"{one.low * 1e3:.1f}–{one.high * 1e3:.1f}"]


def _course(run: GradientRun) -> str:
    shown = [run.course[place] for place in SHOWN_TIMES]
    head = ["mL from the top after", *(amount(one[0].time, "s", 2) for one in shown)]
    rows = [[kind_text(one.name), *(_place(step[place]) for step in shown)] for place, one in enumerate(run.bands)]
    return "\n".join(["Bands over time", *_table(head, rows)])


def _place(one: Band) -> str:
    if max(one.pelleted, one.floated) > 0.5:
        return "bottom" if one.pelleted > one.floated else "meniscus"
    return f"{one.depth * 1e6:.2f}"


def _fractions(run: GradientRun) -> str:
    names = [one.name for one in run.bands][:COLUMNS]
    head = ["", "to mL", "g/mL", *(SHORT.get(name, name[:8]) for name in names), "EV/µg"]
    rows = []
    for one in run.fractions:
        pure = number(one.vesicles / one.protein * 1e-9) if one.protein > 0 and one.vesicles >= 1.0 else NOTHING
        mark = f"{one.number}{' *' if one.is_pooled else ''}"
        rows.append([mark, f"{one.last * 1e6:.2f}", f"{one.light * 1e-3:.3f}–{one.dense * 1e-3:.3f}", *(_share(one.shares[name]) for name in names), pure])
    rest = [f"{one.name} {percent(one.pelleted)}" for one in run.bands if one.pelleted >= TINY]
    under = (
        f"  on the bottom, in no fraction: {', '.join(f'{kind_text(one.name)} {percent(one.pelleted)}' for one in run.bands if one.pelleted >= TINY)}"
        if rest
        else ""
    )
    more = f"  {len(run.bands) - COLUMNS} more kinds are in the JSON" if len(run.bands) > COLUMNS else ""
    notes = [
        *_wrapped(LEGEND, "    "),
        *_wrapped(under, "    "),
        *_wrapped(more, "    "),
    ]
    return "\n".join(
        [f"Fractions from the top, {amount(run.fractions[0].last, 'm3')} of each tube: % of each kind", *_table(head, rows, lead="", gap=2), *notes]
    )


def _choices(run: GradientRun) -> str:
    one, best = run.pooled, run.best
    low, high = run.fractions[one.first - 1].light, run.fractions[one.last - 1].dense
    asked = f"{run.operation.window_low * 1e-3:.4g} to {run.operation.window_high * 1e-3:.4g} g/mL"
    yields = f"; after handling losses {percent(run.figures['vesicle yield'])} of all vesicles" if "vesicle yield" in run.figures else ""
    lines = _wrapped(f"  {asked} pools {_named(one)} ({low * 1e-3:.3f}–{high * 1e-3:.3f} g/mL): {_holds(one)}{yields}.", "    ")
    if (best.first, best.last) == (one.first, one.last):
        lines += _wrapped("  No other run of fractions parts vesicles from other protein better.", "    ")
    else:
        ends = run.fractions[best.first - 1].light, run.fractions[best.last - 1].dense
        why = "there the share of the vesicles exceeds that of the other protein most"
        lines += _wrapped(f"  Best parted: {_named(best)} ({ends[0] * 1e-3:.3f}–{ends[1] * 1e-3:.3f} g/mL), {_holds(best)}; {why}.", "    ")
    lines += [line for name in _beside(run) for line in _wrapped(f"  ! {name}", "    ")]
    return "\n".join(["Which fractions to take", *lines])


def _holds(one: Choice) -> str:
    return f"{percent(one.vesicles)} of the cells' vesicles and {percent(one.other_protein)} of the protein that is not theirs"


def _named(one: Choice) -> str:
    return f"fraction {one.first}" if one.first == one.last else f"fractions {one.first} to {one.last}"


def _beside(run: GradientRun) -> list[str]:
    """What a gradient cannot take away: kinds of which much lies among the pooled fractions."""
    inside = run.fractions[run.pooled.first - 1 : run.pooled.last]
    return [
        f"{percent(held)} of {kind_text(band.name)} lie in the pooled fractions, too; a count of particles cannot tell them apart."
        for band in run.bands
        if band.name in {one.name for one in run.sample.suspension.species} and band.name != "ev"
        for held in [sum(one.shares[band.name] for one in inside)]
        if held > 0.1
    ]


def _rests(run: GradientRun) -> str:
    if not run.rests:
        return ""
    head = ["size", "g/mL in PBS", "rests at", "there, nm", "relaxes in", "way come", "band ± mm", "diffusion ±", ""]
    rows = [_rest(one) for one in run.rests]
    late = [one for one in run.rests if one.way < ARRIVED]
    if not late:
        said = "All these sizes have arrived: the run sorts by density, and a longer one changes nothing but what diffuses."
    else:
        sizes = ", ".join(round_amount(one.diameter, "m") for one in late)
        said = (
            f"Not yet at rest: {sizes}. Where they are depends on time, force and size, not on density alone; "
            "densities read from their fractions are not theirs."
        )
    wide = "Their bands are wide because vesicles of one size differ in density (density_spread), hardly by diffusion."
    return "\n".join(["Equilibrium by size", *_table(head, rows, gap=2), *_wrapped(f"  {said} {wide}", "  ")])


def _rest(one: RestRow) -> list[str]:
    if one.rest is None or one.width is None or one.diffusive is None or one.relaxation is None or one.diameter_there is None:
        middle = ["an end", NOTHING, NOTHING, percent(one.way), NOTHING, NOTHING]
    else:
        wide = [f"{one.width * 1e3:.2g}", f"{one.diffusive * 1e3:.2g}"]
        middle = [f"{one.rest * 1e-3:.3f}", f"{one.diameter_there * 1e9:.0f}", amount(one.relaxation, "s", 2), percent(one.way), *wide]
    return [round_amount(one.diameter, "m"), f"{one.density * 1e-3:.3f}", *middle, "at rest" if one.way >= ARRIVED else "on the way"]


def _difference(run: GradientRun) -> str:
    by = run.pooled_by
    found = f"{percent(by['diffusion'], 3)} of the cells' vesicles are pooled, by characteristics {percent(by['characteristics'], 3)}."
    lead = f"With diffusion everywhere (Lamm equation) {found}"
    other = {name: apart for name, apart in run.differences.items() if apart > APART}
    if not other:
        return "\n".join(_wrapped(f"{lead} No fraction differs by more than {percent(APART)} of any kind.", ""))
    worst = max(other, key=lambda name: other[name])
    named = ", ".join(f"{kind_text(name)} {percent(apart)}" for name, apart in sorted(other.items(), key=lambda item: -item[1]))
    return "\n".join(_wrapped(f"{lead} Most different in one fraction: {named}. For {kind_text(worst)} trust 'diffusion'.", ""))


def _notices(run: GradientRun) -> str:
    return "\n".join(line for note in run.notices for line in _wrapped(f"* {note}", "  "))


def _closing(run: GradientRun) -> str:
    keys = ", ".join(_cites(run))
    return "\n".join([*_wrapped(ASSUMED, ""), *_wrapped(f"References: {keys}; --json prints them whole.", ""), NATURE])


def gradient_plain(run: GradientRun) -> dict[str, Any]:
    """Everything of a gradient as plain values in SI units."""
    one, tube = run.operation, run.tube
    return {
        "ok": True,
        "title": title_of(run),
        "settings": asdict(one),
        "angular_velocity": tube.plan.angular_velocity,
        "tubes": run.tubes,
        "sample": {"said": run.sample.said, "volume": run.sample.suspension.volume},
        "tube": {name: getattr(tube, name).tolist() for name in ("faces", "share", "bench_density", "density", "viscosity")},
        "course": [{"time": bands[0].time if bands else None, "bands": [asdict(band) for band in bands]} for bands in run.course],
        "fractions": [asdict(row) for row in run.fractions],
        "pooled": asdict(run.pooled),
        "best": asdict(run.best),
        "rests": [asdict(row) for row in run.rests],
        "differences": dict(run.differences),
        "pooled_by": dict(run.pooled_by),
        "figures": dict(run.figures),
        "assumed": [asdict(told) for told in run.assumed],
        "notices": [*run.notices, ASSUMED],
        "references": [asdict(reference(key)) for key in _cites(run)],
    }


def gradient_rows(run: GradientRun) -> list[list[str | float]]:
    """The tube at the end, cell by cell: radius, density, and per cent of each kind per mm; the head first."""
    faces = run.tube.faces
    middle, width = (faces[1:] + faces[:-1]) / 2.0, float(faces[1] - faces[0])
    density = (run.tube.bench_density[1:] + run.tube.bench_density[:-1]) / 2.0
    rows: list[list[str | float]] = [["radius_mm", "density_g_ml", *(f"{one.name}_percent_per_mm" for one in run.bands)]]
    columns = [middle * 1e3, density * 1e-3, *(run.profiles / (width * 1e3) * 100.0)]
    rows += [[float(f"{value:.6g}") for value in row] for row in zip(*columns, strict=True)]
    return rows


def kind_text(name: str) -> str:
    """A kind of the sample in few words."""
    if name in NAMES:
        return NAMES[name]
    return term("species_in_suspension", name).label if is_term("species_in_suspension", name) else name.replace("-", " ")


def _cites(run: GradientRun) -> tuple[str, ...]:
    """What this medium used."""
    key = run.operation.medium
    own = {
        "iodixanol": ("optiprep", "visipaque"),
        "iodixanol-in-sucrose": ("optiprep", "visipaque"),
        "sucrose": ("barber1966", "crc_solutions"),
        "caesium-chloride": ("crc_solutions", "ifft1961"),
        "heavy-water": ("heavywater",),
    }[key]
    return (*own, "meselson1957", "serum_proteins", "roszkowski2024_gradients", "nikfarjam2020_gradients")


def _share(value: float) -> str:
    """A share in per cent without its sign, for columns that say so."""
    if value < 1e-6:
        return NOTHING
    if value < TINY:
        return "<0.1"
    return "100" if value >= 0.9995 else f"{100.0 * value:.1f}"


def _whole(value: float) -> str:
    rounded = float(f"{value:.4g}")
    return f"{rounded:,.0f}".replace(",", NARROW if rounded >= 1e4 else "")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, lead: str = "  ", gap: int = 3) -> list[str]:
    """Columns as wide as they need, the first to the left and the others to the right."""
    wide = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    space = " " * gap
    return [
        (
            lead + space.join(f"{cell:<{width}}" if place == 0 else f"{cell:>{width}}" for place, (cell, width) in enumerate(zip(row, wide, strict=True)))
        ).rstrip()
        for row in (head, *rows)
    ]


def _wrapped(text: str, further: str) -> list[str]:
    lead = text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(text.strip(), WIDTH, initial_indent=lead, subsequent_indent=further, break_on_hyphens=False, replace_whitespace=False)
