"""Cells that release vesicles: numbers that are known, and the hinge."""

import math

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.culture.flask import Flask
from exoforge.streams.amounts import carried_protein

DAY = 86_400.0


def step(**settings):
    return Step(stage="culture", kind="flask", settings={name: leaf_from_plain(value, "planned") for name, value in settings.items()})


@pytest.mark.parametrize(("days", "per_cell"), [(1, 1442.7), (2, 2164.0), (3, 2524.7)])
def test_production_with_reuptake(days, per_cell):
    """process physics, case A22: 2000 per day and cell, uptake half-life one day."""
    made = Flask(duration=days * DAY, secretion_rate=2000 / DAY, uptake_rate=math.log(2) / DAY).produce()
    assert per_cell == pytest.approx(made.number[0].sum() / 1e8, abs=0.05)


def test_a_serum_free_culture_holds_what_the_cells_release_alone():
    made = Flask().produce()
    assert ["ev", "protein-complex"] == [one.name for one in made.species]
    assert ["soluble-protein"] == list(made.solutes)
    complexes = carried_protein(made, made.number * np.array([[0.0], [1.0]]))
    assert complexes == pytest.approx(0.03 * 1e8 * 2 * 50e-15)
    assert made.solutes["soluble-protein"] == pytest.approx(0.97 * 1e8 * 2 * 50e-15)


def test_serum_brings_vesicles_that_are_counted_apart():
    made = Flask(supplement="ev-depleted-fbs", uptake_rate=0.0).produce()
    names = [one.name for one in made.species]
    serum = made.number[names.index("serum-ev")].sum() / made.volume
    assert serum == pytest.approx(6.9e14)  # 6.9e8 per mL of medium, Lehrich 2018
    assert made.solutes["albumin"] == pytest.approx(23.0 * 0.1 * 5e-4)


def test_serum_vesicles_are_taken_up_and_lipoproteins_are_not():
    still, eaten = (Flask(supplement="fbs", uptake_rate=rate).produce() for rate in (0.0, math.log(2) / DAY))
    shares = dict(zip([one.name for one in still.species], eaten.number.sum(axis=1) / still.number.sum(axis=1), strict=True))
    assert shares["serum-ev"] == pytest.approx(0.25)
    assert shares["ldl"] == 1.0


def test_growth_raises_cells_and_what_they_make():
    calm, grown = Flask(growth_rate=0.0), Flask(growth_rate=math.log(2) / (2 * DAY))
    assert grown.produce().cells == pytest.approx(2e8)
    assert grown.produce().solutes["soluble-protein"] == pytest.approx(calm.produce().solutes["soluble-protein"] / math.log(2))


def test_unstated_volume_follows_the_cells_and_is_told():
    hinged = Flask.from_step(step(cells="1e6 cells", duration="48 h"))
    told = {one.name: one for one in hinged.assumed}
    assert hinged.operation.volume == pytest.approx(5e-6)
    assert told["volume"].value == pytest.approx(5e-6)
    assert told["volume"].low < 5e-6 < told["volume"].high
    assert "cells" not in told
    assert hinged.spreads["volume"].shape == "lognormal"


def test_unstated_cells_follow_the_volume():
    hinged = Flask.from_step(step(volume="100 mL"))
    assert hinged.operation.cells == pytest.approx(2e7)
    assert "2e5 cells per mL" in next(one.reason for one in hinged.assumed if one.name == "cells")


def test_a_serum_free_culture_assumes_nothing_of_serum():
    free, serum = Flask.from_step(step(supplement="serum-free")), Flask.from_step(step(supplement="fbs"))
    assert {"supplement_share", "supplement_load"}.isdisjoint(one.name for one in free.assumed)
    assert {"supplement_share", "supplement_load"} <= set(serum.spreads)
    assert {"supplement_share", "supplement_load"}.isdisjoint(free.spreads)


def test_an_unknown_supplement_is_refused_with_the_nearest():
    with pytest.raises(SettingError, match="did you mean 'ev-depleted-fbs'"):
        Flask.from_step(step(supplement="depleted-fbs"))


def test_the_same_settings_make_the_same_numbers():
    one, other = (Flask(supplement="platelet-lysate").produce() for _ in range(2))
    assert np.array_equal(one.number, other.number)
