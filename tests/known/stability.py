"""Known answers of shelf life, kinetics at several temperatures, mean kinetic temperature and the walls of a cold store.

"derived independently" marks a number that least squares on explicit columns, with the distributions of scipy.stats and a root
found by bisection, gave without any code of the package.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np

from exoforge.laws import shelf_life, stability
from exoforge.laws.accelerated import mean_kinetic_temperature, sestak_berggren
from exoforge.laws.sedimentation import diffusion_coefficient
from exoforge.laws.water import viscosity
from exoforge.stages.store.storage import Storage
from tests.known.case import Case
from tests.stages.deliver.feeds import single_size

DERIVED = "derived independently"
SPREADSHEET = "M. Ovais (2007), spreadsheet of a shelf life by ICH and FDA for one batch, as printed at pdfcoke.com"
EVTUSHENKO = "Evtushenko 2020, PLoS One 15:e0243738"
YEAR, DAY, CELSIUS = 365 * 86400.0, 86400.0, 273.15
TIMES = (0.0, 3.0, 6.0, 9.0, 12.0, 18.0, 24.0)
Q1E = (100.2, 99.1, 98.6, 97.4, 96.9, 95.3, 93.6)
LOT_A = (100.1, 99.4, 98.4, 97.8, 96.9, 95.2, 93.7)
LOT_B = (100.5, 99.3, 98.9, 97.7, 97.2, 95.4, 94.2)
LOT_C = (99.4, 98.8, 98.0, 97.1, 96.3, 94.7, 92.9)
FAST = (100.3, 98.9, 98.2, 96.6, 95.9, 93.2, 91.0)
LIKE_A = (100.2, 99.2, 98.7, 97.5, 97.1, 95.1, 93.9)
LIKE_A_TOO = (100.0, 99.5, 98.5, 97.7, 96.8, 95.4, 93.6)


def _case(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any]) -> Case:
    return Case(
        id=f"stability {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="absolute", compute=lambda: float(compute())
    )


def _one(times: tuple[float, ...], values: tuple[float, ...]) -> shelf_life.Lines:
    return shelf_life.fit_lines(times, values, np.zeros(len(times), dtype=int), model="own lines")


def _single_batches() -> list[Case]:
    printed = _one(TIMES, Q1E)
    what = "seven points of one batch, limit 90"
    cases = [
        _case("A25 start", f"intercept, {what}", DERIVED, 100.06647, "%", 5e-6, lambda: printed.intercept[0]),
        _case("A25 slope", "its slope", DERIVED, -0.268962, "%/month", 5e-7, lambda: printed.slope[0]),
        _case("A25 scatter", "its residual standard deviation", DERIVED, 0.164244, "%", 5e-7, lambda: printed.deviation),
        _case(
            "A25 shelf life", "where its confidence limit meets 90", DERIVED, 35.84, "months", 5e-3, lambda: shelf_life.crossing_time(printed, limit=90.0)[0]
        ),
        _case("A25 line", "where the line does", DERIVED, 37.43, "months", 5e-3, lambda: shelf_life.crossing_time(printed, limit=90.0, confidence=0.5)[0]),
    ]
    sheet = _one((0, 1, 3, 6, 9, 12, 18, 24, 48, 54), (103.5, 104.0, 102.0, 101.85, 100.25, 101.0, 95.0, 98.5, 97.25, 95.0))
    return [
        *cases,
        _case("spreadsheet start", "intercept of ten points of an assay", SPREADSHEET, 102.273, "%", 5e-4, lambda: sheet.intercept[0]),
        _case("spreadsheet slope", "its slope", SPREADSHEET, -0.139, "%/month", 5e-4, lambda: sheet.slope[0]),
        _case("spreadsheet scatter", "its residual standard deviation", SPREADSHEET, 1.9892, "%", 5e-5, lambda: sheet.deviation),
        _case("spreadsheet shelf life", "its shelf life at 90 %", SPREADSHEET, 64.770, "months", 5e-4, lambda: shelf_life.crossing_time(sheet, limit=90.0)[0]),
    ]


@lru_cache(maxsize=8)
def _lots(*lots: tuple[float, ...]) -> tuple[shelf_life.Poolability, dict[str, np.ndarray]]:
    time, batch = np.tile(TIMES, len(lots)), np.repeat(np.arange(len(lots)), len(TIMES))
    value = np.concatenate(lots)
    found = shelf_life.poolability(time, value, batch)
    lives = {model: shelf_life.crossing_time(shelf_life.fit_lines(time, value, batch, model=model), limit=90.0) for model in shelf_life.MODELS}
    return found, lives


def _taken(*lots: tuple[float, ...]) -> float:
    found, lives = _lots(*lots)
    return float(np.min(lives[found.model]))


def _batches() -> list[Case]:
    parallel, tilted, alike = (LOT_A, LOT_B, LOT_C), (LOT_A, LOT_B, FAST), (LOT_A, LIKE_A, LIKE_A_TOO)
    what = "three batches, equal slopes and different starts"
    return [
        _case("pooling slopes", f"F of the slopes, {what}", DERIVED, 0.740025, "", 1e-6, lambda: _lots(*parallel)[0].slopes.ratio),
        _case("pooling slopes p", "its probability", DERIVED, 0.493737, "", 1e-6, lambda: _lots(*parallel)[0].slopes.probability),
        _case("pooling starts", "F of the starts", DERIVED, 61.97025, "", 1e-5, lambda: _lots(*parallel)[0].intercepts.ratio),
        _case("pooling common slope", "its shelf life: one slope, the shortest batch", DERIVED, 34.704320, "months", 1e-5, partial(_taken, *parallel)),
        _case(
            "pooling own lines",
            "three batches of different slopes: own lines, pooled scatter, the shortest",
            DERIVED,
            25.888484,
            "months",
            1e-5,
            partial(_taken, *tilted),
        ),
        _case("pooling tilted F", "F of their slopes", DERIVED, 61.855816, "", 1e-5, lambda: _lots(*tilted)[0].slopes.ratio),
        _case("pooling one line", "three batches alike: one line for all", DERIVED, 37.102684, "months", 1e-5, partial(_taken, *alike)),
    ]


def _kinetics() -> list[Case]:
    """The printed fit of a vaccine in years of 365 days; its points are not shipped."""
    fit = {"initial": 98.0576, "log_rate": 42.4048 - np.log(YEAR), "slope": 11966.55, "order": 8.4722}
    source = "AccelStab, vignette: coefficients of the antigenicity of a vaccine, refitted"
    return [
        _case(
            "accelerated value",
            "what that fit foretells after 1.11 years at 5 degC",
            source,
            78.1,
            "%",
            0.05,
            lambda: sestak_berggren(1.11 * YEAR, 278.15, **fit),
        ),
        _case(
            "MKT two",
            "mean kinetic temperature of equal times at 5 and 25 degC",
            f"{DERIVED} with 30 digits",
            19.6976949586,
            "degC",
            1e-9,
            lambda: mean_kinetic_temperature([278.15, 298.15], [1.0, 1.0]) - CELSIUS,
        ),
        _case(
            "MKT five",
            "the same of 2, 4, 6, 8 and 30 degC",
            f"{DERIVED} with 30 digits",
            17.5299125250,
            "degC",
            1e-9,
            lambda: mean_kinetic_temperature(np.array([2.0, 4.0, 6.0, 8.0, 30.0]) + CELSIUS, np.ones(5)) - CELSIUS,
        ),
    ]


def _kept() -> Any:
    """0.5 mL of 100 nm in a 2 mL tube, 48 h at 4 degC; the loss beside the wall is 0.096 per day, chosen to meet the published low-binding total."""
    storage = Storage(temperature=277.15, duration=2 * DAY, freeze_thaw_cycles=0.0, refrigerated_loss=0.096 / DAY)
    return storage.treat(single_size(vesicles=1e10, volume=5e-7))


def _walls() -> list[Case]:
    diffusion = diffusion_coefficient(diameter=1e-7, temperature=277.15, viscosity=viscosity(277.15))

    def tube() -> Any:
        return 100.0 * stability.wall_adsorption_tube(diffusion=diffusion, time=2 * DAY, radius=4e-3, height=5e-7 / (np.pi * 16e-6))

    where = "0.5 mL in a plain 2 mL tube, 48 h, 4 degC"
    return [
        _case("wall tube", f"side 34.9 % and bottom 7.6 % together, 100 nm, {where}", DERIVED, 39.8, "%", 0.1, tube),
        _case(
            "wall total",
            f"lost in all, {where}, with the loss beside the wall that the low-binding tube shows",
            EVTUSHENKO,
            51.0,
            "%",
            3.0,
            lambda: 100.0 * (1.0 - _kept().figures["surviving_share"]),
        ),
        _case("wall share", "of it to the wall, two thirds", EVTUSHENKO, 34.0, "%", 2.0, lambda: _kept().losses["wall"].sum() / 1e8),
    ]


CASES: tuple[Case, ...] = (*_single_batches(), *_batches(), *_kinetics(), *_walls())
