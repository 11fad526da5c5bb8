"""The FCS reader: every kind of number, what is applied to it, and one sentence for what contradicts itself."""

import re
import warnings

import numpy as np
import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import read_measurement, read_measurements
from exoforge.instruments.cytometry.fcs import trigger_of
from exoforge.instruments.cytometry.generator import fcs_bytes
from exoforge.instruments.cytometry.times import clock_seconds
from tests.instruments.cytometry.fcs_files import fcs
from tests.shared_data import shared

ROWS = np.array([[1, 200, 0], [2, 300, 1], [65535, 5, 3]])
NAMES = ["FSC-H", "FL1-H", "Time"]


def written(tmp_path, content, name="run.fcs"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def read(tmp_path, content):
    return read_measurement(written(tmp_path, content))


def figures(measured):
    return {one.name: one.value for one in measured.figures}


@pytest.mark.parametrize("bits", [16, 24, 32, 64])
@pytest.mark.parametrize("big", [True, False])
def test_integers_of_every_width_are_read(tmp_path, bits, big):
    measured = read(tmp_path, fcs(ROWS, NAMES, bits=bits, big=big, keywords={"$TIMESTEP": "0.5"}))
    assert list(measured.arrays) == NAMES
    assert measured.arrays["FSC-H"].tolist() == [1, 2, 65535]
    assert measured.arrays["Time"].tolist() == [0, 0.5, 1.5]
    assert figures(measured)["events"] == 3


@pytest.mark.parametrize("bits", [32, 64])
def test_floats_are_read_as_they_are(tmp_path, bits):
    rows = np.array([[-1.5, 2.25], [3e8, 1e-3]])
    measured = read(tmp_path, fcs(rows, ["A", "B"], kind="F", bits=bits))
    assert measured.arrays["A"] == pytest.approx(rows[:, 0], rel=1e-7)
    assert measured.arrays["B"] == pytest.approx(rows[:, 1], rel=1e-7)


def test_channels_of_different_width_stand_side_by_side(tmp_path):
    content = fcs([[1, 2]], ["A", "B"], bits=16, keywords={"$P1B": "8", "$P2B": "24"})
    content = content[:4096] + bytes([7, 0, 1, 44])
    measured = read(tmp_path, content)
    assert (measured.arrays["A"][0], measured.arrays["B"][0]) == (7, 300)


def test_bits_beyond_the_range_are_masked(tmp_path):
    measured = read(tmp_path, fcs([[0xFC01]], ["A"], keywords={"$P1R": "1024"}))
    assert measured.arrays["A"][0] == 1


def test_a_logarithmic_amplifier_and_a_gain_are_undone_and_said(tmp_path):
    words = {"$P1E": "4,0", "$P1R": "1024", "$P2G": "4"}
    measured = read(tmp_path, fcs([[512, 200]], ["FL1", "FSC"], keywords=words))
    assert measured.arrays["FL1"][0] == pytest.approx(100.0)  # the standard reads a lowest value of 0 as 1
    assert measured.arrays["FSC"][0] == 50
    assert "4 decades undone" in measured.settings["channels"]["FL1"]["applied"]
    assert "gain 4" in measured.settings["channels"]["FSC"]["applied"]


def test_every_keyword_is_kept_and_a_spillover_is_not_applied(tmp_path):
    words = {"$SPILLOVER": "2,FSC-H,FL1-H,1,0.5,0,1", "LASER POWER": "30"}
    measured = read(tmp_path, fcs(ROWS, NAMES, keywords=words))
    assert measured.settings["keywords"]["laser power"] == "30"
    assert measured.arrays["FL1-H"].tolist() == [200, 300, 5]
    assert any("was not applied" in one for one in measured.notices)


def test_several_data_sets_are_several_measurements(tmp_path):
    first = fcs(ROWS, NAMES, nextdata=0)
    first = fcs(ROWS, NAMES, nextdata=len(first))
    measured = read_measurements(written(tmp_path, first + fcs(ROWS[:1], NAMES)))
    assert [int(figures(one)["events"]) for one in measured] == [3, 1]
    assert [one.sample for one in measured] == ["run (1 of 2)", "run (2 of 2)"]


def test_an_empty_run_says_so(tmp_path):
    measured = read(tmp_path, fcs(np.empty((0, 3)), NAMES, offset_error=0))
    assert figures(measured) == {"events": 0}
    assert measured.notices[0] == "The run holds no event."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (fcs(ROWS, NAMES)[:-4], "is cut off: its events should end beyond"),
        (fcs(ROWS, NAMES)[:300], "copy or export it again"),
        (fcs(ROWS, NAMES, tot=2), r"states 2 events .* room for 3"),
        (fcs(ROWS, NAMES, tot=-1), "neither can be negative"),
        (fcs(ROWS, NAMES, tot="many"), "text segment cannot be read"),
        (fcs(ROWS, NAMES, nextdata=10**7), "further data set begins"),
        (fcs(ROWS, NAMES, keywords={"$DATATYPE": "A"}), r"\$DATATYPE 'A'"),
        (fcs(ROWS, NAMES, keywords={"$MODE": "U"}), "holds histograms"),
        (fcs(ROWS, NAMES, keywords={"$BYTEORD": "2,1,4,3"}), "byte order"),
        (fcs(ROWS, NAMES, keywords={"$P1B": "10"}), "in 10 bits"),
        (fcs(ROWS, NAMES, keywords={"$P1R": "inf"}), "range of inf"),
        (fcs(ROWS, NAMES, keywords={"$PAR": "7"}), "states 7 channels"),
        (b"FCS file to follow by courier\n", "Is this a placeholder"),
        (b"FCS3.0 " + b" " * 60, "text segment cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, content, words):
    path = written(tmp_path, content)
    with pytest.raises(FileError, match=words) as refusal:
        read_measurements(path)
    assert "\n" not in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_a_text_segment_that_claims_gigabytes_is_not_read(tmp_path):
    content = bytearray(fcs(ROWS, NAMES))
    content[18:26] = b"99999999"
    path = written(tmp_path, bytes(content))
    with path.open("r+b") as file:
        file.truncate(200_000_000)  # a hole: it takes no place on the disk
    with pytest.raises(FileError, match="a text segment of"):
        read_measurements(path)


@pytest.mark.parametrize(
    ("instrument", "volume", "litres"),
    [
        ("CytoFLEX", "30000", 30e-6),
        ("Apogee A60 Micro", "22550", 22.55e-6),
        ("Cytek Aurora", " 37.76", 37.76e-6),
        ("Some Cytometer", "30000", None),
        ("Cytek Aurora", "37760", None),  # as uL it would have run at 38 mL/min
        ("CytoFLEX", "30", None),  # as nL it would have run at 0.03 uL/min
        ("CytoFLEX", "nan", None),
        ("CytoFLEX", "", None),
    ],
)
def test_a_concentration_is_formed_only_where_the_unit_of_the_volume_is_clear(tmp_path, instrument, volume, litres):
    rows = np.column_stack([np.arange(600), np.arange(600), np.arange(600)])
    words = {"$CYT": instrument, "$TIMESTEP": "0.1"} | ({"$VOL": volume} if volume else {})
    measured = read(tmp_path, fcs(rows, NAMES, keywords=words))
    found = next((one for one in measured.figures if one.name == "event concentration"), None)
    if litres is None:
        assert found is None
        assert any("--volume" in one for one in measured.notices)
    else:
        assert found is not None
        assert found.value == pytest.approx(600 / (litres * 1e-3))
        assert found.low is not None
        assert found.low < found.value < (found.high or 0)
        assert found.unit == "1/m3"
    assert not any(one.name == "concentration" or one.unit == "particles/m3" for one in measured.figures), "rules and lots would take all events for particles"


@pytest.mark.parametrize(
    ("text", "channel", "threshold"),
    [
        ({"tr": "SSC,101"}, "SSC", 101),
        ({"threshold": "(SSC,1500)"}, "SSC", 1500),
        ({"wch": "FSC", "ch2id": "FSC", "ch2th": "10000"}, "FSC", 10000),
        ({"tr": "FSC,low"}, "FSC", None),
        ({}, None, None),
    ],
)
def test_triggers_are_found_in_every_makers_words(text, channel, threshold):
    found = trigger_of(text)
    assert (found.get("channel"), found.get("threshold")) == (channel, threshold)


@pytest.mark.parametrize(
    ("begun", "ended", "seconds"),
    [
        ("16:50:29", "16:51:46", 77),
        ("23:59:50", "00:00:10", 20),
        ("10:00:00.50", "10:00:01.25", 0.75),
        ("10:00:00:30", "10:00:01:00", 0.5),
        ("ten", "11:00:00", None),
    ],
)
def test_the_clock_is_read(begun, ended, seconds):
    assert clock_seconds({"btim": begun, "etim": ended}) == (None if seconds is None else pytest.approx(seconds))


def run_of(time):
    return fcs_bytes({"FSC-A": np.ones(time.size), "Time": time}, keywords={"timestep": "1"})


def test_swarms_pauses_and_unsteady_flow_are_told(tmp_path):
    rng = np.random.default_rng(1)
    steady = np.sort(rng.random(4000)) * 40.0
    assert not [one for one in read(tmp_path, run_of(steady)).notices if "No event" in one or "unsteady" in one or "events/s" in one]
    assert any("No event for 10" in one for one in read(tmp_path, run_of(np.where(steady > 20, steady + 10.0, steady))).notices)
    assert any("unsteady" in one for one in read(tmp_path, run_of(40.0 * (steady / 40.0) ** 2)).notices)
    assert any("events/s" in one for one in read(tmp_path, run_of(steady / 400.0)).notices)
    assert any("backwards" in one for one in read(tmp_path, run_of(np.concatenate([steady, steady]))).notices)


def test_undefined_numbers_are_counted_and_kept(tmp_path):
    measured = read(tmp_path, fcs_bytes({"FSC-A": np.array([1.0, np.nan, np.inf]), "B": np.ones(3)}))
    assert any(one.startswith("2 numbers are undefined") for one in measured.notices)
    assert np.isnan(measured.arrays["FSC-A"][1])


@pytest.mark.parametrize("name", ["fcs_beads/test_Data001.fcs", "bead_array/K2-C07-A7.fcs"])
def test_real_events_are_those_of_flowio(name):
    import flowio

    path = shared(f"data/instruments/{name}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = flowio.FlowData(str(path)).as_array()
    ours = read_measurement(path)
    for place, (channel, values) in enumerate(ours.arrays.items()):
        if channel != "Time":
            assert values == pytest.approx(theirs[:, place], rel=1e-12)


def test_a_real_cytoflex_file_has_a_volume_that_agrees_with_its_flow_rate():
    measured = read_measurement(shared("data/instruments/bead_array/K2-C07-A7.fcs"))
    found = figures(measured)
    assert (found["events"], found["sample volume"]) == (6194, pytest.approx(17.9765e-9))
    assert found["event concentration"] == pytest.approx(6194 / 17.9765e-9)
    assert re.search("agrees with the flow rate of 30 uL/min", next(one.meaning for one in measured.figures if one.name == "sample volume"))
    assert measured.flags == {"events lost to coincidence ($ABRT)": ("38",)}


def test_a_real_file_of_24_bits_is_read():
    measured = read_measurement(shared("data/instruments/fcs_beads/examples_FCFiles_sample001.fcs"))
    assert figures(measured)["acquisition time"] == pytest.approx(79.1)  # as FlowCal reads it
    assert float(np.max(measured.arrays["FL2"])) == pytest.approx(10 ** (4 * 1023 / 1024))
    assert measured.settings["exoforge"]["trigger"]["threshold"] == 101
