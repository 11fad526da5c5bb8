"""Look-alike files: what is written is read back, and nobody can take one for a measurement."""

import dataclasses

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.instruments import read_measurement
from exoforge.instruments.nta import NanoSightSummary, NanoSightVirtual, lognormal_truth, summary_text, write_summary
from exoforge.instruments.nta.generator import Look
from exoforge.streams.suspension import SizeGrid, Species, Suspension
from tests.instruments.as_file import as_file


@settings(max_examples=15, deadline=None)
@given(
    median=st.floats(60e-9, 300e-9),
    geometric_sd=st.floats(1.1, 1.5),
    concentrations=st.lists(st.floats(1e13, 1e16), min_size=1, max_size=5),
    averages=st.booleans(),
)
@example(median=1.7377879622305272e-07, geometric_sd=1.4376202243356149, concentrations=[1e13], averages=False)
def test_truth_to_file_to_reader(median, geometric_sd, concentrations, averages, tmp_path_factory):
    truth = lognormal_truth(median=median, geometric_sd=geometric_sd, concentration=np.array(concentrations))
    path = tmp_path_factory.mktemp("look") / "summary.csv"
    write_summary(truth, path, look=Look(averages=averages))
    measured = read_measurement(path)
    np.testing.assert_allclose(measured.arrays["concentration"], truth.arrays["concentration"], atol=0.51e6)
    np.testing.assert_allclose(measured.arrays["d50"], median, rtol=1e-3, atol=0.1e-9)
    assert {} == dict(measured.unread)
    assert averages == ("concentration_average" in measured.arrays)
    assert not [notice for notice in measured.notices if "printed" in notice or "add up" in notice]


def test_a_virtual_measurement_becomes_a_file_and_comes_back(tmp_path):
    grid = SizeGrid(edges=np.geomspace(30e-9, 600e-9, 41))
    number = 1e10 * np.exp(-0.5 * (np.log(grid.diameter / 110e-9) / 0.4) ** 2)
    kind = Species(name="small_ev", density=np.full(40, 1100.0), density_medium="pbs", refractive_index=1.39, protein=np.zeros(40), is_vesicle=True)
    sample = Suspension(grid=grid, species=(kind,), number=number[np.newaxis, :], volume=1e-6)
    seen = NanoSightVirtual().observe(sample, videos=5, rng=np.random.default_rng(3))
    write_summary(seen, tmp_path / "batch.csv", look=Look(weightings=6, encoding="cp1252"))
    measured = read_measurement(tmp_path / "batch.csv")
    for name in ("mean", "sd", "d10", "d50", "d90"):
        np.testing.assert_allclose(measured.arrays[name], seen.arrays[name], atol=0.051e-9)
    np.testing.assert_allclose(measured.arrays["total_concentration"], seen.arrays["total_concentration"], rtol=0.005)
    np.testing.assert_allclose(measured.arrays["valid_tracks"], seen.arrays["valid_tracks"], atol=0.51)
    np.testing.assert_array_equal(measured.arrays["dilution"], seen.arrays["dilution"])
    np.testing.assert_allclose(measured.arrays["bin_diameter"], seen.arrays["bin_diameter"], rtol=1e-12)


def test_a_look_alike_says_that_it_is_one():
    truth = lognormal_truth(median=100e-9, geometric_sd=1.3, concentration=np.array([1e14]))
    text = summary_text(truth)
    assert "Remarks,Synthetic: made by exoforge" in text
    assert "Created with NTA" not in text


def test_the_reader_says_that_a_look_alike_is_synthetic(tmp_path):
    truth = lognormal_truth(median=100e-9, geometric_sd=1.3, concentration=np.array([1e14]))
    notices = NanoSightSummary().read(as_file(summary_text(truth)))[0].notices
    assert "synthetic" in notices[0]


def test_what_the_layout_cannot_hold_is_refused():
    truth = lognormal_truth(median=100e-9, geometric_sd=1.3, concentration=np.array([1e14]))
    with pytest.raises(SettingError, match="comma, quote"):
        summary_text(dataclasses.replace(truth, sample="a,b"))
    with pytest.raises(SettingError, match="1000 bins of 1 nm"):
        summary_text(dataclasses.replace(truth, arrays={"bin_diameter": np.arange(3.0), "concentration": np.ones((3, 1))}))
    with pytest.raises(SettingError, match="particles in every video"):
        summary_text(dataclasses.replace(truth, arrays=truth.arrays | {"concentration": np.zeros((1000, 1))}))
    with pytest.raises(SettingError, match="geometric SD above 1"):
        lognormal_truth(median=100e-9, geometric_sd=0.9, concentration=np.array([1e14]))
