"""Pictures of flow cytometry: events are binned before they are drawn, and nothing undefined is written."""

import json

import numpy as np

from exoforge.instruments.cytometry.gates import Gate
from exoforge.report.instruments.cytometry_figure import default_pair, density_panel, events_picture
from exoforge.streams.measurement import ArraySpec, Measurement


def measured(**channels):
    specs = tuple(ArraySpec(name=name.replace("_", "-"), dims=("event",), unit="", meaning="") for name in channels)
    arrays = {name.replace("_", "-"): np.asarray(values, dtype=np.float64) for name, values in channels.items()}
    return Measurement(technique="flow-cytometry", arrays=arrays, specs=specs, sample="made", instrument="none")


def many(count=1_000_000):
    rng = np.random.default_rng(1)
    return measured(FSC_A=rng.lognormal(8, 1, count), SSC_A=rng.normal(0, 100, count), Time=np.arange(count))


def test_a_million_events_are_some_thousand_squares():
    spec, rows = events_picture([many()])
    assert len(json.dumps(spec, allow_nan=False)) < 2_000_000
    assert 1000 < len(rows) < 10_000
    held = sum(row[-1] for row in rows[1:])
    assert 0.99e6 < held <= 1e6


def test_gates_are_drawn_in_their_channels():
    gates = [
        Gate(name="one", channels=("FSC-A", "SSC-A"), polygon=((1000.0, -50.0), (9000.0, -50.0), (9000.0, 50.0))),
        Gate(name="two", above={"FSC-A": 500.0}),
        Gate(name="elsewhere", above={"Time": 5.0}),
    ]
    panel, _ = density_panel(many(5000), ("FSC-A", "SSC-A"), gates)
    marks = [layer["mark"]["type"] for layer in panel["layer"]]
    assert marks == ["rect", "line", "text", "rule"]


def test_undefined_and_equal_numbers_are_drawn():
    spec, _ = events_picture([measured(A=[1.0, 1.0, np.nan], B=[np.inf, 2.0, 3.0])])
    json.dumps(spec, allow_nan=False)


def test_the_scatter_is_shown_where_there_is_some():
    assert default_pair(many(10)) == ("FSC-A", "SSC-A")
    assert default_pair(measured(Time=[1], SSC_H=[1], FL1_H=[1])) == ("SSC-H", "FL1-H")
    assert default_pair(measured(A=[1])) == ("A", "A")


def test_signals_around_zero_and_decades_above_share_an_axis():
    rng = np.random.default_rng(2)
    faint = measured(FSC_A=rng.lognormal(8, 1, 4000), FL1_A=np.concatenate([rng.normal(0, 20, 2000), rng.lognormal(9, 0.3, 2000)]))
    panel, rows = density_panel(faint, ("FSC-A", "FL1-A"))
    assert panel["layer"][0]["encoding"]["y"]["scale"]["type"] == "symlog"
    assert sum(row[-1] for row in rows) > 3950
