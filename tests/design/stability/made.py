"""Studies and logs with a known truth, for the tests of stability."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np

from exoforge.design.stability.logs import Log
from exoforge.design.stability.studies import Study
from exoforge.laws.accelerated import sestak_berggren

MONTH = 2629800.0
HOUR = 3600.0
Q1E_TIMES = (0.0, 3.0, 6.0, 9.0, 12.0, 18.0, 24.0)
Q1E_VALUES = (100.2, 99.1, 98.6, 97.4, 96.9, 95.3, 93.6)
"""One batch with a shelf life of 35.84 months at 90."""
TRUE = {"initial": 100.0, "log_rate": 21.0, "slope": 11000.0, "order": 3.0}


def study(time: Any, value: Any, batch: Any = None, temperature: Any = ()) -> Study:
    """A study of batches A, B, C by their places; times in months."""
    places = np.zeros(len(time), dtype=np.intp) if batch is None else np.asarray(batch, dtype=np.intp)
    return Study(
        file="made.csv",
        measured="potency",
        unit="%",
        time_unit="month",
        time=np.asarray(time, dtype=np.float64) * MONTH,
        value=np.asarray(value, dtype=np.float64),
        batch=places,
        batches=tuple("ABCDEF"[: int(places.max()) + 1]),
        temperature=np.asarray(temperature, dtype=np.float64),
    )


def three_batches(*, slopes: Any = (-0.27, -0.27, -0.27), starts: Any = (100.0, 100.0, 100.0), seed: int = 1, scatter: float = 0.2) -> Study:
    time, batch = np.tile(Q1E_TIMES, 3), np.repeat([0, 1, 2], len(Q1E_TIMES))
    value = np.asarray(starts)[batch] + np.asarray(slopes)[batch] * time + scatter * np.random.default_rng(seed).normal(size=time.size)
    return study(time, value, batch)


def warm_study(*, celsius: Any = (5.0, 25.0, 40.0), seed: int = 0, scatter: float = 1.0, **true: float) -> Study:
    months, kelvin = np.meshgrid(np.repeat([0.0, 0.5, 1.0, 2.0, 3.0, 6.0], 2), np.asarray(celsius) + 273.15)
    exact = sestak_berggren(months.ravel() * MONTH, kelvin.ravel(), **(TRUE | true))
    return study(months.ravel(), exact + scatter * np.random.default_rng(seed).normal(size=exact.size), temperature=kelvin.ravel())


def log(hours: Any, celsius: Any) -> Log:
    time = np.asarray(hours, dtype=np.float64) * HOUR
    steps = np.diff(time)
    usual = float(np.median(steps))
    wide = np.flatnonzero(steps > 5 * usual)
    return Log(
        file="made.csv",
        start=datetime(2024, 5, 1, 8, tzinfo=UTC),
        time=time,
        temperature=np.asarray(celsius, dtype=np.float64) + 273.15,
        usual_interval=usual,
        gaps=tuple((float(time[at]), float(time[at + 1])) for at in wide),
    )
