"""The reader of blockade tables."""

import numpy as np
import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import read_measurement
from exoforge.instruments.pulses import BlockadeTable, TrpsVirtual, blockade_text
from exoforge.instruments.pulses.events import UNCALIBRATED
from tests.instruments.as_file import as_file
from tests.instruments.dls.samples import lognormal

HEAD = "Start Time,Magnitude,Baseline\n"


def figure(measured, name):
    return next(one for one in measured.figures if one.name == name)


@pytest.fixture(scope="module")
def sample():
    return TrpsVirtual().observe(lognormal(), videos=2, rng=np.random.default_rng(1))


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
        f"{entities}<Recording><SrSampleName>lot 7 &amp; 8</SrSampleName><SrPressure>10</SrPressure><SrDilution>1000</SrDilution><Notes>&b;</Notes></Recording>"
    )
    found = read_measurement(tmp_path / "run.csv")
    assert found.sample == "lot 7 & 8"
    assert found.settings["recording"]["Pressure"] == "10"
    assert found.settings["recording"]["Notes"] == "&b;"
    assert (found.dilution.factor, found.dilution.applied) == (1000.0, False)


@pytest.mark.parametrize("stated", ["1", "none", "0.001", ""])
def test_a_dilution_that_says_nothing_is_not_known(sample, tmp_path, stated):
    (tmp_path / "run.csv").write_text(blockade_text(sample))
    (tmp_path / "run.xml").write_text(f"<Recording><SrDilution>{stated}</SrDilution></Recording>")
    assert read_measurement(tmp_path / "run.csv").dilution.factor is None


def test_few_pulses_and_dips_the_other_way_are_told():
    said = " ".join(read(HEAD + "0.1,1,100\n0.2,-1,100\n").notices)
    assert "Only 1 of 2 pulses" in said
    assert "go the other way" in said
    assert figure(read(HEAD + "0.1,1,100\n0.2,-1,100\n"), "events").value == 1


@pytest.mark.parametrize(("row", "deeper"), [("0.2,101,100", 1), ("0.2,1,0", 1), ("0.2,100,-100", 0), ("0.2,-500,100", 0)])
def test_a_pulse_deeper_than_the_current_is_told(row, deeper):
    assert any("deeper than the current" in one for one in read(HEAD + f"0.1,1,100\n{row}\n").notices) == bool(deeper)


def test_a_rate_is_that_of_the_gaps_between_pulses():
    """Eleven pulses, one every 0.1 s, are ten per second."""
    text = HEAD + "".join(f"{turn / 10},1,100\n" for turn in range(11))
    assert figure(read(text), "rate of pulses").value == pytest.approx(10.0)


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
