"""A spin of a rotor for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.base.units import STANDARD_GRAVITY
from exoforge.design.isolation.rotor_pelleting import REFERENCE
from exoforge.design.isolation.rotor_result import Elsewhere, RotorRun
from exoforge.laws.constants import SVEDBERG_HOUR
from exoforge.laws.rotors import Rotor, capacity, computed_factor, rpm_of
from exoforge.report.isolation.rotor_text import ASSUMED, NOT_EQUAL, WHY_KINDS
from exoforge.report.plain import finite, plain_references


def rotor_plain(run: RotorRun) -> dict[str, Any]:
    """Everything of a spin as plain values in SI units; infinite cut-offs as null."""
    spin = run.spin
    return {
        "ok": True,
        "rotor": rotor_facts(spin.rotor),
        "speed": spin.speed,
        "speed_rpm": rpm_of(spin.speed),
        "duration": spin.duration,
        "temperature": spin.temperature,
        "vesicle_density": spin.density,
        "medium_density": run.medium_density,
        "viscosity": run.viscosity,
        "forces_x_g": {name: value / STANDARD_GRAVITY for name, value in run.forces.items()},
        "k_factor_S_h": run.factor / SVEDBERG_HOUR,
        "k_factor_at_highest_S_h": None if run.full_factor is None else run.full_factor / SVEDBERG_HOUR,
        "cutoffs": finite(run.cutoffs),
        "sizes": [{**asdict(one), "apart": max(one.shares.values()) - min(one.shares.values())} for one in run.sizes],
        "kinds": [asdict(one) for one in run.kinds],
        "others": [_other_plain(one) for one in run.others],
        "reference": {"diameter": REFERENCE, "pelleted": run.reference},
        "temperatures": [finite(asdict(one)) for one in run.warmths],
        "volume": run.volume,
        "figures": dict(run.figures),
        "feed": run.said,
        "notices": [*run.notices],
        "notes": [NOT_EQUAL, WHY_KINDS, ASSUMED],
        "references": plain_references(run.cites),
    }


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


def rotor_rows(run: RotorRun) -> list[list[str | float]]:
    """The pelleted shares over the diameter, by fidelity and in other rotors, the head first."""
    others = [f"{one.rotor.label}, {one.by_factor / 60.0:.4g} min" for one in run.others]
    head: list[str | float] = ["diameter_nm", *run.curves, *others]
    columns = [run.diameters * 1e9, *run.curves.values(), *(one.curve for one in run.others)]
    rows: list[list[str | float]] = [head]
    rows += [[float(f"{value:.6g}") for value in row] for row in zip(*columns, strict=True)]
    return rows
