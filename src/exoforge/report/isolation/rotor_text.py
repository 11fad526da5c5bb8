"""A spin of a rotor for the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exoforge.design.isolation.rotor_result import Elsewhere, KindRow, RotorRun, Warmth
from exoforge.laws.constants import SVEDBERG, SVEDBERG_HOUR
from exoforge.laws.rotors import Rotor, capacity
from exoforge.report.display import NOTHING, amount, number, percent, round_amount
from exoforge.report.document import NATURE
from exoforge.report.isolation.words import force_text, kind_label, speed_text
from exoforge.report.text import aligned, pairs, references_line, wrapped

LABEL = 12
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
    forces = ", ".join(f"{force_text(value)} at {name}" for name, value in run.forces.items())
    top = "" if one.max_speed is None else f", {percent(spin.speed / one.max_speed)} of the highest, {speed_text(one.max_speed)} ({one.max_speed_status})"
    density = "by size, from a shell of membrane around a lumen" if spin.density is None else amount(spin.density, "kg/m3", 4)
    rows = [
        ("speed", speed_text(spin.speed) + top),
        ("force", forces),
        ("k-factor", f"{_svedberg_hours(run.factor)} at this speed{_full_factor(run)}"),
        ("medium", f"{amount(run.medium_density, 'kg/m3', 4)}, {amount(run.viscosity, 'Pa s')} at {round_amount(spin.temperature, 'K')}"),
        ("vesicles", f"density {density}"),
    ]
    first = f"{_named(one)}: {force_text(run.forces[spin.at])} at {spin.at} for {_time(spin.duration)} at {round_amount(spin.temperature, 'K')}"
    return "\n".join([first, "", *pairs(rows, width=LABEL)])


def _full_factor(run: RotorRun) -> str:
    one = run.spin.rotor
    if run.full_factor is None:
        return ""
    printed = f"; its maker prints {one.k_factor / SVEDBERG_HOUR:.0f} ({one.k_factor_status})" if one.k_factor is not None else ""
    return f", {_svedberg_hours(run.full_factor)} at the highest{printed}"


def _notices(run: RotorRun) -> str:
    return "\n".join(line for told in run.notices for line in wrapped(told, "! "))


def _cutoffs(run: RotorRun) -> str:
    if run.reference <= 0 and not any(math.isfinite(value) for value in run.cutoffs.values()):
        return ""
    said = "; ".join(f"{words} {_size(run.cutoffs[key])}" for key, words in _fidelities(run).items())
    return "\n".join(wrapped(f"Cut-off, the smallest vesicle that is pelleted whole: {said}", hang=2))


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
    return "\n".join(["Pelleted share by size, at each fidelity of the field", *aligned([head, *rows], indent="  ", gap=3, numbers=True), *note])


def _kinds(run: RotorRun) -> str:
    head = ["in the feed", "size or s20,w", "pelleted", "floats", *(["on the wall"] if run.spin.rotor.kind == "swinging" else [])]
    rows = []
    for one in run.kinds:
        wall = [percent(one.wall) if one.diameter else NOTHING] if run.spin.rotor.kind == "swinging" else []
        floats = percent(one.floating) if one.floating else NOTHING
        rows.append([kind_label(one.name), _measure(one), percent(one.pelleted), floats, *wall])
    title = wrapped(f"What pellets of {run.said}, in the radial field")
    return "\n".join([*title, *aligned([head, *rows], indent="  ", gap=3, numbers=True), *wrapped(WHY_KINDS, "  ")])


def _others(run: RotorRun) -> str:
    here = run.reference
    if not run.others or here <= 0:
        return ""
    head = ["in", "speed", "k, S h", "by k", "by 100 nm", "by cut-off", "100 nm at the time by k"]
    rows = [
        [
            one.rotor.label,
            f"{speed_text(one.speed)}{' *' if one.is_limited else ''}",
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
    return "\n".join([*wrapped(said), *aligned([head, *rows], indent="  ", gap=3, numbers=True), *notes, *wrapped(NOT_EQUAL, "  ")])


def _warmths(run: RotorRun) -> str:
    head = ["at", "viscosity", "100 nm pelleted", "cut-off"]
    rows = [[round_amount(one.temperature, "K"), amount(one.viscosity, "Pa s"), percent(one.share, 3), _size(one.cutoff)] for one in run.warmths]
    said = wrapped(_warm_sentence(run.warmths), "  ") if run.reference > 0 else []
    return "\n".join(["The same spin at other temperatures, in the radial field", *aligned([head, *rows], indent="  ", gap=3, numbers=True), *said])


def _warm_sentence(warmths: Sequence[Warmth]) -> str:
    cold, warm = warmths[0], warmths[1]
    ratio = cold.viscosity / warm.viscosity
    ends = f"A spin at {round_amount(cold.temperature, 'K')} needs {ratio:.2f} times as long as one at {round_amount(warm.temperature, 'K')}"
    return f"{ends}: the medium is that much more viscous."


def _load(run: RotorRun) -> str:
    one, figures = run.spin.rotor, run.figures
    held = capacity(one)
    if held is None or one.tube_volume is None:
        return "\n".join(wrapped(f"The tubes of {one.label} are not known, so that the number of runs is not, either."))
    runs = round(figures.get("runs", 1.0))
    load = f"{round_amount(run.volume, 'm3')} in {one.tubes} tubes of {round_amount(one.tube_volume, 'm3')} ({one.load_status}): "
    load += f"{runs} run{'s' if runs > 1 else ''}"
    load += f" of up to {round_amount(held, 'm3')}, {_time(runs * run.spin.duration)} at speed in all" if runs > 1 else ""
    fill = figures.get("tube fill", 1.0)
    partly = (
        f" The tubes are {percent(fill)} full, and the shares are those of full ones; state r_min in a record for partly filled ones." if fill < 0.9 else ""
    )
    return "\n".join(wrapped(f"{load}. Pellet: {amount(figures['pellet volume [uL]'] * 1e-9, 'm3')} of packed particles.{partly}"))


def _closing(run: RotorRun) -> str:
    return "\n".join([*wrapped(ASSUMED), *wrapped(f"Rotor: {run.spin.rotor.source}.", hang=2), *references_line(run.cites), NATURE])


def _fidelities(run: RotorRun) -> dict[str, str]:
    return SWINGING_SAID if run.spin.rotor.kind == "swinging" else SAID


def _named(one: Rotor) -> str:
    return f"{one.label} (swinging bucket)" if one.angle is None else f"{one.label} (fixed angle, {math.degrees(one.angle):.3g}°)"


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


def _size(diameter: float) -> str:
    return amount(diameter, "m") if math.isfinite(diameter) else "none"


def _svedberg_hours(factor: float) -> str:
    return f"{number(factor / SVEDBERG_HOUR, 3)} S h"


def _time(seconds: float) -> str:
    return amount(seconds, "s", 2)
