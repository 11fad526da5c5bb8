"""Gates: events inside them, tables that are refused, controls that are subtracted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments.catalog import read_measurement
from exoforge.instruments.cytometry.controls import gated_sample
from exoforge.instruments.cytometry.gates import Gate, compare, count_gates, in_polygon, inside, plot_channels, read_gates
from exoforge.instruments.cytometry.generator import fcs_bytes

TABLE = """
[[gate]]
name = "vesicles"
channels = ["SSC", "FL1"]
polygon = [[1, 1], [100, 1], [100, 100], [1, 100]]
scale = "log"

[[gate]]
name = "double"
within = "vesicles"
above = { FL1 = 10, FL2 = 5 }
below = { FL2 = 50 }
"""


@pytest.fixture
def measured(tmp_path):
    path = tmp_path / "run.fcs"
    events = {"SSC": [10, 10, 10, 200, 10], "FL1": [10, 9, 50, 50, np.nan], "FL2": [5, 5, 50, 6, 6], "Time": [0, 1, 2, 3, 4]}
    path.write_bytes(fcs_bytes({name: np.array(values, dtype=float) for name, values in events.items()}))
    return read_measurement(path)


@pytest.fixture
def gates(tmp_path):
    path = tmp_path / "gates.toml"
    path.write_text(TABLE, encoding="utf-8")
    return read_gates(path)


def test_a_limit_belongs_to_what_lies_above_it(measured, gates):
    held = inside(measured, gates)
    assert held["vesicles"].tolist() == [True, True, True, False, False]
    assert held["double"].tolist() == [True, False, False, False, False]
    assert plot_channels(measured, gates) == ("SSC", "FL1")


def test_counts_have_their_parent_and_their_interval(measured, gates):
    vesicles, double = count_gates(measured, gates, 1e-9)
    assert (vesicles.events, vesicles.parent, double.events, double.parent) == (3, 5, 1, 3)
    assert double.low == pytest.approx(0.0253, abs=1e-4)
    assert vesicles.concentration == (pytest.approx(3e9), pytest.approx(0.6187e9, rel=1e-3), pytest.approx(8.767e9, rel=1e-3))
    assert count_gates(measured, gates, None)[0].concentration is None


def test_a_control_is_subtracted_by_volume_or_else_by_time(measured, gates):
    same, remark = compare(measured, measured, gates, (1e-9, 1e-9))
    assert (same[0].difference[0], same[0].share, remark) == (0.0, 1.0, "")
    twice, _ = compare(measured, measured, gates, (1e-9, 2e-9))
    assert (twice[0].difference[0], twice[0].share) == (pytest.approx(1.5e9), 0.5)
    by_time, remark = compare(measured, measured, gates, (None, 1e-9))
    assert by_time[0].unit == "s"
    assert "same flow rate" in remark


@given(st.floats(-2, 2), st.floats(-2, 2))
def test_a_polygon_that_is_a_rectangle_is_one(x, y):
    corners = np.array([[-1.0, -0.5], [1.0, -0.5], [1.0, 0.5], [-1.0, 0.5]])
    if min(abs(abs(x) - 1.0), abs(abs(y) - 0.5)) > 1e-9:
        assert in_polygon(np.array([x]), np.array([y]), corners)[0] == (abs(x) < 1 and abs(y) < 0.5)


def test_a_hollow_polygon_has_a_hollow():
    corners = np.array([[0, 0], [4, 0], [4, 4], [2, 1], [0, 4]], dtype=float)
    assert in_polygon(np.array([2.0, 2.0, 0.5]), np.array([3.0, 0.5, 2.0]), corners).tolist() == [False, True, True]


def test_lines_are_straight_in_decades_where_it_is_said():
    corners = np.array([[1, 1], [100, 1], [100, 100]], dtype=float)
    point = np.array([10.0]), np.array([5.0])
    assert in_polygon(*point, corners, scale="log")[0]
    assert in_polygon(np.array([-1.0, 0.0]), np.array([1.0, 1.0]), corners, scale="log").tolist() == [False, False]


@given(st.lists(st.tuples(*[st.floats(allow_nan=True, allow_infinity=True)] * 2), min_size=1), st.sampled_from(["linear", "log"]))
def test_no_number_of_an_event_upsets_a_polygon(events, scale):
    x, y = np.array(events).T
    corners = np.array([[300, 500], [40_000, 500], [40_000, 100_000], [300, 100_000]], dtype=float)
    held = in_polygon(x, y, corners, scale=scale)  # a warning would be an error
    assert not held[~(np.isfinite(x) & np.isfinite(y)) | (x <= 0) | (y <= 0)].any()


def test_events_without_a_place_on_decades_are_told(tmp_path):
    path = tmp_path / "faint.fcs"
    path.write_bytes(fcs_bytes({"SSC": np.array([10.0, -3.0, 10.0, 0.0, 10.0]), "FL1": np.array([10.0, 10.0, -5.0, 0.0, 500.0])}))
    faint, box = read_measurement(path), {"channels": ("SSC", "FL1"), "polygon": ((1.0, 1.0), (100.0, 1.0), (100.0, 100.0), (1.0, 100.0))}
    found = gated_sample(faint, [Gate(name="decades", scale="log", **box), Gate(name="straight", **box)], {})
    assert [one.events for one in found.gates] == [1, 1]
    told = [one for one in found.remarks if "at or below 0" in one]
    assert len(told) == 1
    assert told[0].startswith("3 of 5 events are at or below 0 in SSC or FL1")
    assert "'decades'" in told[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no gate"),
        ("gate = 3", "holds no gate"),
        ("[[gate]]\nabove = { A = 1 }", "has no name"),
        ('[[gate]]\nname = "a"', "needs limits"),
        ('[[gate]]\nname = "a"\nabove = { A = "x" }', "no table of channels and numbers"),
        ('[[gate]]\nname = "a"\nabove = { A = nan }', "no table of channels and numbers"),
        ('[[gate]]\nname = "a"\nchannels = ["A"]\npolygon = [[0, 0], [1, 1], [1, 0]]', "two names"),
        ('[[gate]]\nname = "a"\nchannels = ["A", "B"]\npolygon = [[0, 0], [1, 1]]', "three corners"),
        ('[[gate]]\nname = "a"\nchannels = ["A", "B"]\npolygon = [[0, 0], [1, 1], [1, 0]]\nscale = "log"', "at or below 0"),
        ('[[gate]]\nname = "a"\nscale = "odd"\nabove = { A = 1 }', "'linear' or 'log'"),
        ('[[gate]]\nname = "a"\nwithin = "b"\nabove = { A = 1 }', "no gate above it"),
        ('[[gate]]\nname = "a"\nabove = { A = 1 }\n[[gate]]\nname = "a"\nabove = { A = 1 }', "two gates"),
        ('[[gate]]\nname = "a"\nover = { A = 1 }', "over"),
        ("[[gate", "TOML"),
    ],
)
def test_a_table_that_says_too_little_is_refused(tmp_path, text, words):
    path = tmp_path / "gates.toml"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(FileError, match=words if words != "holds no gate" or text else "empty|holds no gate"):
        read_gates(path)


def test_a_channel_that_the_file_has_not_is_refused(measured):
    with pytest.raises(SettingError, match="no channel 'FL9'"):
        inside(measured, [Gate(name="a", above={"FL9": 1.0})])
