"""Stability for machines: facts that `json.dumps` takes, and the rows of a table; what never happens is null."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import numpy as np

from exoforge.base.units import Quantity, convert
from exoforge.design.stability.accelerated import Accelerated, foretell
from exoforge.design.stability.excursion import Excursion
from exoforge.design.stability.shelf_life import ShelfLife, limit_curve, line_curve
from exoforge.laws.constants import GAS
from exoforge.laws.shelf_life import Poolability
from exoforge.report.picture_files import Rows
from exoforge.report.plain import finite

STEPS = 61
"""Points of a course in a table."""


def shelf_life_facts(found: ShelfLife, unit: str) -> dict[str, Any]:
    """A shelf life; times in `unit`, rates per `unit`."""
    per = _seconds(unit)
    batches = [
        {
            "batch": batch.batch,
            "points": batch.points,
            "covered": batch.covered / per,
            "intercept": batch.intercept,
            "slope": batch.slope * per,
            "slope_error": batch.slope_error * per,
            "line_meets_limit": _time(batch.line_life, per),
            "shelf_life": _time(batch.life, per),
            "side": batch.side,
        }
        for batch in found.batches
    ]
    return {
        "ok": True,
        "file": found.study.file,
        "measured": found.study.measured,
        "value_unit": found.study.unit,
        "time_unit": unit,
        "lower": found.lower,
        "upper": found.upper,
        "confidence_one_sided": found.confidence,
        "logarithm": found.is_log,
        "shelf_life": _time(found.life, per),
        "decided_by": found.decided_by,
        "covered": found.covered / per,
        "model": found.lines.model,
        "scatter": found.lines.deviation,
        "degrees_of_freedom": found.lines.freedom,
        "pooling": _pooling(found.pooled, found.significance),
        "batches": batches,
        "longest_claim_recalled": {store: claim / per for store, claim in found.claims.items()},
        "notes": [*found.notes],
        "cites": [*found.cites],
    }


def shelf_life_rows(found: ShelfLife, unit: str) -> Rows:
    """Every batch's line with its limits over time, and the points."""
    per = _seconds(unit)
    rows: list[list[str | int | float]] = [["batch", "what", f"time [{unit}]", "value", "lower limit", "upper limit"]]
    for place, batch in enumerate(found.batches):
        times = np.linspace(0.0, drawn_until(found), STEPS)
        low, high = (limit_curve(found, place, times, side) for side in ("lower", "upper"))
        columns = zip(times / per, line_curve(found, place, times), low, high, strict=True)
        rows += [[batch.batch, "line", *map(_short, numbers)] for numbers in columns]
        own = found.study.batch == place
        rows += [
            [batch.batch, "point", _short(time / per), _short(value), "", ""] for time, value in zip(found.study.time[own], found.study.value[own], strict=True)
        ]
    return rows


def drawn_until(found: ShelfLife) -> float:
    """How far the lines are drawn [s]: past the shelf life where that is near, and never far out of the data."""
    longest = float(found.study.time.max())
    lives = [life for batch in found.batches for life in (batch.life, batch.line_life) if math.isfinite(life)]
    return min(max([longest, *(1.08 * life for life in lives)]), 3.0 * longest)


def accelerated_facts(found: Accelerated, unit: str) -> dict[str, Any]:
    """Kinetics and what they foretell; times in `unit`."""
    per = _seconds(unit)
    fits = {
        name: {
            "order": fit.order,
            "order_given": fit.is_order_given,
            "activation_energy_J_per_mol": fit.slope * GAS,
            "k1_per_unit": fit.log_rate + math.log(per),
            "k2_K": fit.slope,
            "initial": fit.initial,
            "standard_errors_initial_k1_k2_order": np.sqrt(np.diag(fit.covariance)).tolist(),
            "scatter": fit.deviation,
            "degrees_of_freedom": fit.freedom,
            "aicc": fit.aicc,
        }
        for name, fit in found.fits.items()
    }
    until = asdict(found.until) | {"time": found.until.time / per}
    lives = {"course": found.course_life, "course_lower_limit": found.mean_life, "measurement_lower_limit": found.life}
    return {
        "ok": True,
        "file": found.study.file,
        "measured": found.study.measured,
        "value_unit": found.study.unit,
        "time_unit": unit,
        "at_K": found.at,
        "limit": found.limit,
        "kinetics": fits,
        "taken": found.taken,
        "chosen_by": found.chosen_by,
        "foretold": until,
        "reaches_limit": {name: None if life is None else _time(life, per) for name, life in lives.items()},
        "outside_the_study": [*found.beyond],
        "notes": [*found.notes],
        "cites": [*found.cites],
    }


def accelerated_rows(found: Accelerated, unit: str) -> Rows:
    """The course with its limits at the temperature asked for, and the points of the study."""
    per = _seconds(unit)
    fit = found.fits[found.taken]
    rows: list[list[str | int | float]] = [["what", "temperature [K]", f"time [{unit}]", "value", "course low", "course high", "new low", "new high"]]
    for time in np.linspace(0.0, found.until.time, STEPS):
        one = foretell(fit, float(time), found.at)
        rows.append(["course", found.at, *map(_short, (time / per, one.value, one.mean_low, one.mean_high, one.new_low, one.new_high))])
    for time, kelvin, value in zip(found.study.time, found.study.temperature, found.study.value, strict=True):
        rows.append(["point", _short(kelvin), _short(time / per), _short(value), "", "", "", ""])
    return rows


def excursion_facts(found: Excursion) -> dict[str, Any]:
    """A journey; times in s, temperatures in K, losses as shares."""
    return {
        "ok": True,
        "file": found.log.file,
        "start": found.log.start.isoformat(),
        "readings": int(found.log.time.size),
        "duration_s": found.duration,
        "allowed_K": [*found.allowed],
        "mean_K": found.mean,
        "coldest_K": found.coldest,
        "warmest_K": found.warmest,
        "above_s": found.above,
        "below_s": found.below,
        "regimes_s": dict(found.times),
        "freezings": found.freezings,
        "mean_kinetic_temperature_K": found.mkt,
        "why_none": found.mkt_missing,
        "mean_kinetic_temperature_of_the_liquid_K": found.liquid_mkt,
        "mkt_energy_J_per_mol": found.energy,
        "lost": finite(asdict(found.lost)),
        "lost_if_kept": finite(asdict(found.lost_if_kept)),
        "extra": finite(asdict(found.extra)),
        "as_if_kept_s": None if found.as_if_kept is None else finite(asdict(found.as_if_kept)),
        "rates": [{"name": one.parameter.name, "value": one.value, "unit": one.parameter.unit, "low": one.low, "high": one.high} for one in found.rates],
        "members": found.members,
        "seed": found.seed,
        "notes": [*found.notes],
        "cites": [*found.cites],
    }


def excursion_rows(found: Excursion) -> Rows:
    """Every reading: time since the first and temperature."""
    readings = zip(found.log.time, found.log.temperature, strict=True)
    return [["time [s]", "temperature [K]"], *([_short(time), _short(kelvin)] for time, kelvin in readings)]


def _pooling(pooled: Poolability | None, significance: float) -> dict[str, Any] | None:
    if pooled is None:
        return None
    tests = {
        name: {"F": finite(test.ratio), "freedom": [*test.freedom], "p": test.probability}
        for name, test in (("slopes", pooled.slopes), ("starts", pooled.intercepts))
    }
    return {"significance": significance, "model": pooled.model, **tests}


def _time(seconds: float, per: float) -> float | None:
    return seconds / per if math.isfinite(seconds) else None


def _short(value: float) -> float:
    return float(f"{value:.8g}")


def _seconds(unit: str) -> float:
    return convert(Quantity(value=1.0, unit=unit), "s").value
