"""A tangential flow filtration as text, as plain values and as a picture."""

import json
import math

import pytest

from exoforge.design.isolation.membrane_run import membrane_run
from exoforge.report.drawing import svg_of
from exoforge.report.isolation.membrane_figure import membrane_spec
from exoforge.report.isolation.membrane_plain import membrane_plain, membrane_rows
from exoforge.report.isolation.membrane_text import membrane_text
from exoforge.report.text import WIDTH
from tests.design.isolation.membranes import DENSE_SETTINGS, dense_feed, feed, planned

CASES = {
    "usual": (feed(), {}),
    "film": (feed(), {"sieving": "film", "flux": "40 LMH"}),
    "dense": (dense_feed(), DENSE_SETTINGS),
    "unwashed": (feed(particles={"ev": 1e11}), {"membrane_cutoff": "10 kDa", "diavolumes": 0}),
    "washed alone": (feed(), {"concentration_factor": 1}),
}


@pytest.fixture(scope="module")
def runs():
    return {name: membrane_run(start, planned(**settings), members=5) for name, (start, settings) in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_the_text_fits_a_terminal_and_says_what_is_asked(runs, name):
    text = membrane_text(runs[name])
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "nan" not in text
    for words in ("vesicles recovered", "process time", "What goes where", "How the flux changes the sieving", "Recoveries that were read", "for research use"):
        assert words in text, words


def test_the_text_tells_the_optimum_where_there_is_one(runs):
    assert "the optimum is the end of concentrating" in " ".join(membrane_text(runs["usual"]).split())
    assert "at the optimum" in membrane_text(runs["dense"])
    assert "When to begin washing" not in membrane_text(runs["unwashed"])


def test_the_text_tells_a_flux_that_falls(runs):
    assert "40 L/m²/h are asked for" in membrane_text(runs["film"])
    assert "falls to" in membrane_text(runs["film"])


@pytest.mark.parametrize("name", CASES)
def test_machines_get_finite_numbers_and_references(runs, name):
    facts = json.loads(json.dumps(membrane_plain(runs[name]), allow_nan=False))
    assert facts["ok"]
    assert facts["recovery"]["median"] == runs[name].recovery.median
    assert len(facts["starts"]["time"]) == len(facts["starts"]["factor"])
    assert {one["status"] for one in facts["references"]} <= {"read", "recalled"}
    assert facts["settings"]["area"] == pytest.approx(0.01)


@pytest.mark.parametrize("name", CASES)
def test_the_picture_draws_and_its_numbers_are_written(runs, name):
    spec = membrane_spec(runs[name])
    assert len(spec["hconcat"]) == (1 if name in ("unwashed", "washed alone") else 2)
    svg = svg_of(spec)
    assert "vesicles of the cells" in svg
    rows = membrane_rows(runs[name])
    assert rows[0] == ["panel", "series", "x", "value"]
    assert all(math.isfinite(row[3]) for row in rows[1:])
