"""A spin of a rotor for the terminal and for machines, and the list of rotors."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from exoforge.base.terms import is_term, term
from exoforge.base.trace import reference, references
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.design.isolation.rotor_run import REFERENCE, Elsewhere, KindRow, RotorRun, Warmth
from exoforge.laws.constants import FREEZING, SVEDBERG, SVEDBERG_HOUR
from exoforge.laws.rotors import Rotor, capacity, computed_factor
from exoforge.report.display import NARROW, NOTHING, amount, number, percent, round_amount
from exoforge.report.document import NATURE
from exoforge.report.text import WIDTH, references_text

LABEL = 14
SAID = {"radial-field": "radial field", "parallel-field": "parallel field", "constant-velocity": "constant velocity"}
"""The fidelities in words, the truest first."""
SWINGING_SAID = {"radial-field": "radial field", "parallel-field": "along the tube"}
"""In a swinging bucket two of them are one."""
NOT_EQUAL = (
    "The three times differ because they keep three different things equal. A k-factor counts the way from r_min to r_max, which no particle travels in a "
    "fixed-angle tube: there it only crosses the tube. Equal t / k therefore pellets different shares (livshits2015), and a time that fits one size of "
    "vesicle fits no other. Choose by what must be pelleted, and say which rotor was used."
)
WHY_KINDS = (
    "Dissolved protein does not pack: what reaches the wall is a thin, loose layer, and how much of it stays when the supernatant is poured off is open."
)
ASSUMED = (
    "Full tubes, uniform at the start, dilute, smooth spheres; run-up and braking, convection, diffusion and damage are left out. Pelleted is what reaches "
    "the wall or bottom; what comes back when a pellet is resuspended is less (pellet_recovery in a record)."
)


def rotor_text(run: RotorRun) -> str:
    """A spin on two screens."""
    parts = [_head(run), _notices(run), _cutoffs(run), _sizes(run), _kinds(run), _others(run), _warmths(run), _load(run), _closing(run)]
    return "\n\n".join(part for part in parts if part)


def _head(run: RotorRun) -> str:
    spin, one = run.spin, run.spin.rotor
    forces = ", ".join(f"{_force(value)} at {name}" for name, value in run.forces.items())
    top = "" if one.max_speed is None else f", {percent(spin.speed / one.max_speed)} of the highest, {_rpm(one.max_speed)} ({one.max_speed_status})"
    density = "by size, from a shell of membrane around a lumen" if spin.density is None else amount(spin.density, "kg/m3", 4)
    rows = [
        ("speed", _rpm(spin.speed) + top),
        ("force", forces),
        ("k-factor", f"{_svedberg_hours(run.factor)} at this speed{_full_factor(run)}"),
        ("medium", f"{amount(run.medium_density, 'kg/m3', 4)}, {amount(run.viscosity, 'Pa s')} at {_celsius(spin.temperature)}"),
        ("vesicles", f"density {density}"),
    ]
    first = f"{_named(one)}: {_force(run.forces[spin.at])} at {spin.at} for {_time(spin.duration)} at {_celsius(spin.temperature)}"
    return "\n".join([first, "", *(line for label, words in rows for line in _wrapped(f"  {label:<{LABEL}}{words}", " " * (LABEL + 2)))])


def _full_factor(run: RotorRun) -> str:
    one = run.spin.rotor
    if run.full_factor is None:
        return ""
    printed = f"; its maker prints {one.k_factor / SVEDBERG_HOUR:.0f} ({one.k_factor_status})" if one.k_factor is not None else ""
    return f", {_svedberg_hours(run.full_factor)} at the highest{printed}"


def _notices(run: RotorRun) -> str:
    return "\n".join(line for told in run.notices for line in _wrapped(f"! {told}", "  "))


def _cutoffs(run: RotorRun) -> str:
    if run.reference <= 0 and not any(math.isfinite(value) for value in run.cutoffs.values()):
        return ""
    said = "; ".join(f"{words} {_size(run.cutoffs[key])}" for key, words in _fidelities(run).items())
    return "\n".join(_wrapped(f"Cut-off, the smallest vesicle that is pelleted whole: {said}", "  "))


def _sizes(run: RotorRun) -> str:
    words = _fidelities(run)
    with_wall = run.spin.rotor.kind == "swinging"
    head = ["vesicles of", "density, g/mL", *words.values(), "apart, points", *(["on the wall"] if with_wall else [])]
    rows = []
    for one in run.sizes:
        shares = [one.shares[key] for key in words]
        apart = 100.0 * (max(shares) - min(shares))
        rows.append(
            [
                amount(one.diameter, "m"),
                f"{one.density * 1e-3:.3f}",
                *(percent(share, 3) for share in shares),
                f"{apart:.1f}",
                *([percent(one.wall)] if with_wall else []),
            ]
        )
    note = ["  on the wall: met the side wall in the radial field; it slides down or stays there"] if with_wall else []
    return "\n".join(["Pelleted share by size, at each fidelity of the field", *_table(head, rows), *note])


def _kinds(run: RotorRun) -> str:
    head = ["in the feed", "size or s20,w", "pelleted", "floats", *(["on the wall"] if run.spin.rotor.kind == "swinging" else [])]
    rows = []
    for one in run.kinds:
        wall = [percent(one.wall) if one.diameter else NOTHING] if run.spin.rotor.kind == "swinging" else []
        floats = percent(one.floating) if one.floating else NOTHING
        rows.append([_kind(one), _measure(one), percent(one.pelleted), floats, *wall])
    title = _wrapped(f"What pellets of {run.said}, in the radial field", "")
    return "\n".join([*title, *_table(head, rows), *_wrapped(f"  {WHY_KINDS}", "  ")])


def _others(run: RotorRun) -> str:
    here = run.reference
    if not run.others or here <= 0:
        return ""
    head = ["in", "speed", "k, S h", "by k", "by 100 nm", "by cut-off", "100 nm at the time by k"]
    rows = [
        [
            one.rotor.label,
            f"{_rpm(one.speed)}{' *' if one.is_limited else ''}",
            number(one.factor / SVEDBERG_HOUR, 3),
            _time(one.by_factor),
            _by_share(one, here),
            _time(one.by_cutoff),
            f"{percent(one.share, 3)} ({_points(one.share - here)})",
        ]
        for one in run.others
    ]
    said = f"Time in other rotors at the same force at {run.spin.at}; here {percent(here, 3)} of 100 nm vesicles are pelleted in {_time(run.spin.duration)}"
    notes = ["  * the highest speed of the rotor, which does not reach the force"] if any(one.is_limited for one in run.others) else []
    if here >= 1.0:
        notes.append("  >: all vesicles of 100 nm are pelleted in both rotors from this time on")
    return "\n".join([*_wrapped(said, ""), *_table(head, rows), *notes, *_wrapped(f"  {NOT_EQUAL}", "  ")])


def _warmths(run: RotorRun) -> str:
    head = ["at", "viscosity", "100 nm pelleted", "cut-off"]
    rows = [[_celsius(one.temperature), amount(one.viscosity, "Pa s"), percent(one.share, 3), _size(one.cutoff)] for one in run.warmths]
    said = _wrapped(f"  {_warm_sentence(run.warmths)}", "  ") if run.reference > 0 else []
    return "\n".join(["The same spin at other temperatures, in the radial field", *_table(head, rows), *said])


def _warm_sentence(warmths: Sequence[Warmth]) -> str:
    cold, warm = warmths[0], warmths[1]
    ratio = cold.viscosity / warm.viscosity
    return (
        f"A spin at {_celsius(cold.temperature)} needs {ratio:.2f} times as long as one at {_celsius(warm.temperature)}: the medium is that much more viscous."
    )


def _load(run: RotorRun) -> str:
    one, figures = run.spin.rotor, run.figures
    held = capacity(one)
    if held is None or one.tube_volume is None:
        return "\n".join(_wrapped(f"The tubes of {one.label} are not known, so that the number of runs is not, either.", ""))
    runs = round(figures.get("runs", 1.0))
    load = f"{round_amount(run.volume, 'm3')} in {one.tubes} tubes of {round_amount(one.tube_volume, 'm3')} ({one.load_status}): "
    load += f"{runs} run{'s' if runs > 1 else ''}"
    load += f" of up to {round_amount(held, 'm3')}, {_time(runs * run.spin.duration)} at speed in all" if runs > 1 else ""
    fill = figures.get("tube fill", 1.0)
    partly = (
        f" The tubes are {percent(fill)} full, and the shares are those of full ones; state r_min in a record for partly filled ones." if fill < 0.9 else ""
    )
    return "\n".join(_wrapped(f"{load}. Pellet: {amount(figures['pellet volume [uL]'] * 1e-9, 'm3')} of packed particles.{partly}", ""))


def _closing(run: RotorRun) -> str:
    source = f"Rotor: {run.spin.rotor.source}."
    return "\n".join([*_wrapped(ASSUMED, ""), *_wrapped(f"{source} References: {', '.join(run.cites)}; --json prints them whole.", ""), NATURE])


def rotor_plain(run: RotorRun) -> dict[str, Any]:
    """Everything of a spin as plain values in SI units; infinite cut-offs as null."""
    spin = run.spin
    return {
        "ok": True,
        "rotor": rotor_facts(spin.rotor),
        "speed": spin.speed,
        "speed_rpm": spin.speed * 30.0 / math.pi,
        "duration": spin.duration,
        "temperature": spin.temperature,
        "vesicle_density": spin.density,
        "medium_density": run.medium_density,
        "viscosity": run.viscosity,
        "forces_x_g": {name: value / STANDARD_GRAVITY for name, value in run.forces.items()},
        "k_factor_S_h": run.factor / SVEDBERG_HOUR,
        "k_factor_at_highest_S_h": None if run.full_factor is None else run.full_factor / SVEDBERG_HOUR,
        "cutoffs": {name: _finite(value) for name, value in run.cutoffs.items()},
        "sizes": [{**asdict(one), "apart": max(one.shares.values()) - min(one.shares.values())} for one in run.sizes],
        "kinds": [asdict(one) for one in run.kinds],
        "others": [_other_plain(one) for one in run.others],
        "reference": {"diameter": REFERENCE, "pelleted": run.reference},
        "temperatures": [{**asdict(one), "cutoff": _finite(one.cutoff)} for one in run.warmths],
        "volume": run.volume,
        "figures": dict(run.figures),
        "feed": run.said,
        "notices": [*run.notices],
        "notes": [NOT_EQUAL, WHY_KINDS, ASSUMED],
        "references": [asdict(reference(key)) for key in run.cites],
    }


def rotor_rows(run: RotorRun) -> list[list[str | float]]:
    """The pelleted shares over the diameter, by fidelity and in other rotors, the head first."""
    others = [f"{one.rotor.label}, {one.by_factor / 60.0:.4g} min" for one in run.others]
    head: list[str | float] = ["diameter_nm", *run.curves, *others]
    columns = [run.diameters * 1e9, *run.curves.values(), *(one.curve for one in run.others)]
    rows: list[list[str | float]] = [head]
    rows += [[float(f"{value:.6g}") for value in row] for row in zip(*columns, strict=True)]
    return rows


def rotors_text(listed: Iterable[Rotor]) -> str:
    """The list of rotors, with where each was read."""
    head = ["rotor", "r_min", "r_max, mm", "angle", "tube, mm", "tubes", "max rpm", "x g, r_max", "k, S h", "maker's k"]
    rows: list[list[str]] = []
    sources: dict[str, list[str]] = {}
    for one in listed:
        factor = computed_factor(one)
        rows.append(
            [
                one.label,
                *(f"{radius * 1e3:.1f}" for radius in (one.r_min, one.r_max)),
                "swings" if one.angle is None else f"{math.degrees(one.angle):.3g}°",
                NOTHING if one.tube_diameter is None else f"{one.tube_diameter * 1e3:.3g}{_mark(one.tube_diameter_status)}",
                NOTHING if one.tube_volume is None or one.tubes is None else f"{one.tubes} x {round_amount(one.tube_volume, 'm3')}{_mark(one.load_status)}",
                NOTHING if one.max_speed is None else f"{one.max_speed * 30.0 / math.pi:.0f}{_mark(one.max_speed_status)}",
                NOTHING if one.max_speed is None else f"{one.max_speed**2 * one.r_max / STANDARD_GRAVITY:.0f}",
                NOTHING if factor is None else f"{factor / SVEDBERG_HOUR:.1f}",
                NOTHING if one.k_factor is None else f"{one.k_factor / SVEDBERG_HOUR:.0f}{_mark(one.k_factor_status)}",
            ]
        )
        sources.setdefault(one.source, []).append(one.label)
    notes = [line for source, labels in sources.items() for line in _wrapped(f"  {source}: {', '.join(labels)}", "    ")]
    said = "r recalled, not opened for this package; unmarked: read in the source, or stated in your file. k is computed from the radii at the highest speed."
    known = [one for one in references() if any(re.search(rf"\b{one.key}\b", source) for source in sources)]
    cited = ["", references_text([asdict(one) for one in known])] if known else []
    return "\n".join([*_table(head, rows, lead="", gap=1), *_wrapped(said, ""), "", "Radii and angle from", *notes, *cited])


def rotor_facts(one: Rotor) -> dict[str, Any]:
    """A rotor as plain values in SI units."""
    return {**asdict(one), "computed_k_factor": computed_factor(one), "capacity": capacity(one)}


def _other_plain(one: Elsewhere) -> dict[str, Any]:
    return {
        "rotor": one.rotor.label,
        "speed": one.speed,
        "is_limited": one.is_limited,
        "k_factor_S_h": one.factor / SVEDBERG_HOUR,
        "time_by_k": one.by_factor,
        "time_by_100_nm": one.by_share,
        "time_by_cutoff": one.by_cutoff,
        "pelleted_at_time_by_k": one.share,
    }


def _fidelities(run: RotorRun) -> dict[str, str]:
    return SWINGING_SAID if run.spin.rotor.kind == "swinging" else SAID


def _named(one: Rotor) -> str:
    return f"{one.label} (swinging bucket)" if one.angle is None else f"{one.label} (fixed angle, {math.degrees(one.angle):.3g}°)"


def _kind(one: KindRow) -> str:
    known = is_term("species_in_suspension", one.name)
    return term("species_in_suspension", one.name).label if known else one.name.replace("-", " ")


def _measure(one: KindRow) -> str:
    if one.diameter is not None:
        return amount(one.diameter, "m")
    return NOTHING if not one.standard else f"{one.standard / SVEDBERG:.2g} S"


def _by_share(one: Elsewhere, here: float) -> str:
    if one.by_share is None:
        return NOTHING
    return f"> {_time(one.by_share)}" if here >= 1.0 else _time(one.by_share)


def _points(difference: float) -> str:
    points = 100.0 * difference
    return "the same" if abs(points) < 0.05 else f"{'+' if points > 0 else '−'}{abs(points):.1f} points"


def _mark(status: str) -> str:
    return " r" if status == "recalled" else ""


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _size(diameter: float) -> str:
    return amount(diameter, "m") if math.isfinite(diameter) else "none"


def _celsius(kelvin: float) -> str:
    return f"{kelvin - FREEZING:.3g} °C"


def _rpm(speed: float) -> str:
    return f"{_whole(speed * 30.0 / math.pi)} rpm"


def _force(acceleration: float) -> str:
    return f"{_whole(float(f'{acceleration / STANDARD_GRAVITY:.4g}'))} × g"


def _whole(value: float) -> str:
    """A whole number, its thousands apart from five digits on."""
    return f"{value:,.0f}".replace(",", NARROW if value >= 1e4 else "")


def _svedberg_hours(factor: float) -> str:
    return f"{number(factor / SVEDBERG_HOUR, 3)} S h"


def _time(seconds: float) -> str:
    return amount(seconds, "s", 2)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, lead: str = "  ", gap: int = 3) -> list[str]:
    """Columns as wide as they need, the first to the left and the others to the right; a terminal shows no narrow blanks."""
    cells = [[cell.replace(NARROW, "") for cell in row] for row in (head, *rows)]
    wide = [max(len(row[column]) for row in cells) for column in range(len(head))]
    space = " " * gap
    return [
        (
            lead + space.join(f"{cell:<{width}}" if place == 0 else f"{cell:>{width}}" for place, (cell, width) in enumerate(zip(row, wide, strict=True)))
        ).rstrip()
        for row in cells
    ]


def _wrapped(text: str, further: str) -> list[str]:
    lead = text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(text.strip(), WIDTH, initial_indent=lead, subsequent_indent=further, break_on_hyphens=False, replace_whitespace=False)
