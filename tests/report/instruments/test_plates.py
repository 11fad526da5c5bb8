"""Pictures and words of plates, potencies and ratios."""

import json
from pathlib import Path

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.plates import kind_of, read_doses, read_layout, run_assay, run_potency
from exoforge.instruments.preparations import purity_of
from exoforge.report.drawing import svg_of
from exoforge.report.instruments.plates_figure import assay_spec, plate_picture
from exoforge.report.instruments.plates_plain import assay_plain, assay_rows
from exoforge.report.instruments.plates_ratio_figure import ratio_picture, ratio_rows, ratio_spec
from exoforge.report.instruments.plates_ratio_text import ratio_plain
from exoforge.report.instruments.plates_text import assay_text, curve_text
from exoforge.report.instruments.potency_figure import potency_spec
from exoforge.report.instruments.potency_text import potency_plain

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "assay"


@pytest.fixture(scope="module")
def plate():
    return read_measurements(EXAMPLES / "bca-plate.csv")[0]


@pytest.mark.parametrize("model", ["linear", "quadratic", "4pl", "5pl"])
def test_every_model_is_written_and_drawn(plate, model):
    found = run_assay(plate, read_layout(EXAMPLES / "bca-map.csv"), kind_of("bca"), model=model)
    assert curve_text(found).startswith("y = ")
    assert model in assay_text(found)
    json.dumps(assay_plain(found), allow_nan=False)
    assert len(assay_rows(found)) == 1 + found.dose.size + len(found.samples)
    drawn = svg_of(assay_spec(found))
    assert "concentration in the well, µg/mL" in drawn
    assert "lot 8" in drawn


def test_a_plate_is_drawn_with_its_saturated_well(plate):
    spec, rows = plate_picture([plate])
    assert ["562 nm", "E7", "", 1] in rows
    assert "saturated" in svg_of(spec)
    with pytest.raises(SettingError):
        plate_picture([])


@pytest.mark.parametrize("model", ["4pl", "parallel-line"])
@pytest.mark.parametrize("transform", ["none", "log"])
def test_both_models_of_potency_are_drawn(model, transform):
    found = run_potency(read_doses(EXAMPLES / "migration.csv"), reference="REF", model=model, transform=transform)
    spec = potency_spec(found)
    assert spec["title"]["text"].startswith("No test of suitability failed" if found.suitable else "This assay gives no potency that may be reported")
    drawn = svg_of(spec)
    assert "dose, particles/cell" in drawn
    json.dumps(potency_plain(found), allow_nan=False)


def test_ratios_are_drawn_beside_their_ceiling():
    found = [purity_of("A", 1e18, low=5e17, high=2e18, diameter=100e-9), purity_of("A", 1e20, diameter=100e-9), purity_of("B", 3e18)]
    drawn = svg_of(ratio_spec(found))
    assert "1 of 3 above" in drawn
    assert "A (2)" in drawn
    assert ratio_rows(found)[2][6] == pytest.approx(1e11 / 6.8e9, rel=0.01)
    json.dumps(ratio_plain(found), allow_nan=False)
    with pytest.raises(SettingError, match="no ratio"):
        ratio_picture([])


def test_nothing_prints_nan(plate):
    found = run_assay(plate, read_layout(EXAMPLES / "bca-map.csv"), kind_of("bca"))
    assert np.isnan(found.samples[2].value)
    assert "nan" not in assay_text(found).casefold()
