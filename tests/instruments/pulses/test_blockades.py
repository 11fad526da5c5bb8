"""The reader of blockade tables and their calibration with beads."""

import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments.catalog import read_measurement
from exoforge.instruments.pulses import BlockadeTable, TrpsVirtual, blockade_text, calibrated
from exoforge.instruments.pulses.events import UNCALIBRATED
from tests.instruments.as_file import as_file
from tests.instruments.dls.samples import lognormal, one_size

HEAD = "Start Time,Magnitude,Baseline\n"


def figure(measured, name):
    return next(one for one in measured.figures if one.name == name)


@pytest.fixture(scope="module")
def sample():
    return TrpsVirtual().observe(lognormal(), videos=2, rng=np.random.default_rng(1))


@pytest.fixture(scope="module")
def beads():
    return TrpsVirtual().observe(one_size(150e-9), videos=2, rng=np.random.default_rng(2))


def read(text, **more):
    return BlockadeTable().read(as_file(text, **more))[0]


@pytest.mark.parametrize(("mark", "comma"), [(",", False), (";", True), ("\t", True), ("\t", False)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_every_pulse_is_read(sample, mark, comma, encoding):
    file = as_file(blockade_text(sample, mark=mark, comma=comma), encoding=encoding)
    assert BlockadeTable().sniff(file)
    (found,) = BlockadeTable().read(file)
    for name in ("time", "magnitude", "baseline", "relative_magnitude"):
        assert found.arrays[name] == pytest.approx(sample.arrays[name], rel=1e-7), name
    assert figure(found, "events").value == sample.arrays["time"].size
    assert found.distributions == ()
    assert UNCALIBRATED in found.notices


def test_beads_give_the_diameters_back(sample, beads):
    found = calibrated(read(blockade_text(sample)), read(blockade_text(beads)), diameter=150e-9)
    assert figure(found, "D50").value == pytest.approx(figure(sample, "D50").value, rel=0.005)
    assert UNCALIBRATED not in found.notices
    assert found.distributions[0].counted == sample.arrays["time"].size
    assert found.distributions[0].detection == pytest.approx(found.arrays["diameter"].min())


def test_beads_of_known_concentration_give_that_of_the_sample(sample, beads):
    concentration = figure(beads, "concentration").value
    found = calibrated(read(blockade_text(sample)), read(blockade_text(beads)), diameter=150e-9, concentration=concentration)
    assert figure(found, "concentration").value == pytest.approx(figure(sample, "concentration").value, rel=0.01)
    assert found.distributions[0].amount.sum() == pytest.approx(figure(found, "concentration").value)
    assert found.distributions[0].unit == "particles/m3"


def test_columns_in_any_order_and_with_any_marks_in_their_names():
    found = read("baseline ;FWHM-Duration;cumulative counts;Magnitude;StartTime\n100;0,5;1;2,5;0,25\n")
    assert found.arrays["magnitude"][0] == pytest.approx(2.5e-9)
    assert found.arrays["half_width"][0] == pytest.approx(0.5e-3)
    assert found.settings["columns without an array"] == {"cumulative counts": (1.0,)}


def test_words_where_numbers_are_not_needed_are_kept():
    found = read("StartTime,Magnitude,Baseline,Orientation\n0.1,1,100,down\n")
    assert np.isnan(found.arrays["orientation"][0])
    assert found.settings["columns without an array"]["Orientation"] == "line 2: down"


def test_settings_beside_the_table_are_read_and_a_bomb_is_not(sample, tmp_path):
    (tmp_path / "run.csv").write_text(blockade_text(sample))
    entities = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    (tmp_path / "run.xml").write_text(
        f"{entities}<Recording><SrSampleName>lot 7 &amp; 8</SrSampleName><SrPressure>10</SrPressure><Notes>&b;</Notes></Recording>"
    )
    found = read_measurement(tmp_path / "run.csv")
    assert found.sample == "lot 7 & 8"
    assert found.settings["recording"]["Pressure"] == "10"
    assert found.settings["recording"]["Notes"] == "&b;"


def test_few_pulses_and_dips_the_other_way_are_told():
    said = " ".join(read(HEAD + "0.1,1,100\n0.2,-1,100\n").notices)
    assert "Only 2 pulses" in said
    assert "go the other way" in said


def test_beads_must_fit(sample, beads):
    table = read(blockade_text(sample))
    with pytest.raises(SettingError, match="1 pulses"):
        calibrated(table, read(HEAD + "0.1,1,100\n"), diameter=150e-9)
    with pytest.raises(SettingError, match="above 0"):
        calibrated(table, read(blockade_text(beads)), diameter=0.0)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        (HEAD, "no pulse"),
        (HEAD + "0.1,1\n", "2 of 3 cells"),
        (HEAD + "0.1,1,100,5\n", "4 cells for 3"),
        (HEAD + "0.1,deep,100\n", "'deep' as 'Magnitude'"),
        (HEAD + "0.1,inf,100\n", "'inf' as 'Magnitude'"),
        (HEAD + "0.1,nan,100\n", "'nan' as 'Magnitude'"),
        (HEAD + "0.1,1e300,100\n", "'1e300' as 'Magnitude'"),
        (HEAD + "0.1,,100\n", "'' as 'Magnitude'"),
        (HEAD + '0.1,"1' + "x" * 200_000 + '",100\n', "no table that can be read"),
    ],
)
def test_what_is_cut_or_absurd_is_refused_in_one_sentence(text, match):
    file = as_file(text)
    with pytest.raises(FileError, match=match) as refusal:
        BlockadeTable().read(file)
    assert "\n" not in str(refusal.value)
    assert str(file.path) in str(refusal.value)
