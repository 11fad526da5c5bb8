"""A density gradient as text, as plain values and as a picture."""

import json

import pytest

from exoforge.design.isolation.feed import usual_feed
from exoforge.design.isolation.gradient_run import gradient_run, pelleted_sample
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.report.display import NARROW
from exoforge.report.document import NATURE
from exoforge.report.drawing import svg_of
from exoforge.report.isolation.gradient_figure import gradient_spec
from exoforge.report.isolation.gradient_text import gradient_plain, gradient_rows, gradient_text
from exoforge.stages.isolate.density_gradient import DensityGradient

SAMPLE = pelleted_sample(usual_feed())
CASES = {
    "usual": {},
    "zonal": {"medium": "sucrose", "loading": "top", "duration": "1 h"},
    "salt": {"medium": "CsCl"},
    "diffusing": {"transport": "diffusion", "fractions": "40"},
    "cushion": {"layers": "30 %", "loading": "top"},
}


def run(**settings):
    stated = {name: leaf_from_plain(text, "planned") for name, text in settings.items()}
    return gradient_run(DensityGradient.from_step(Step(stage="isolate", kind="density-gradient", settings=stated)), SAMPLE)


@pytest.fixture(scope="module", params=list(CASES))
def found(request):
    return run(**CASES[request.param])


def shown(text):
    """As a terminal shows it."""
    return text.replace(NARROW, "")


def test_the_text_says_all_and_fits_a_terminal(found):
    text = shown(gradient_text(found))
    for words in ("rpm", "g/mL", "Bands at the end", "Bands over time", "Fractions from the top", "Which fractions to take", "Equilibrium by size", NATURE):
        assert words in text
    for words in ("vesicles of the cells", "VLDL", "albumin", "mixed" if found.operation.loading == "mixed" else "layer", "Lamm equation", "density_shift"):
        assert words in text
    assert max(len(line) for line in text.splitlines() if line != NATURE) <= 100


def test_what_has_not_arrived_is_named():
    assert "Not yet at rest: 30 nm, 50 nm, 70 nm" in shown(gradient_text(run(**CASES["zonal"]))).replace("\n  ", " ")
    assert "All these sizes have arrived" in gradient_text(run(duration="10 d", layers="2, 30 %", shape="linear"))


def test_what_a_gradient_cannot_take_away_is_said():
    text = " ".join(gradient_text(run()).split())
    assert "vesicles of the serum lie in the pooled fractions, too" in shown(text)


def test_pooled_fractions_are_marked():
    text = gradient_text(run())
    assert [line.split()[0] for line in text.splitlines() if line[1:4].strip() == "*" and line[0].isdigit()] == ["7", "8"]


def test_the_plain_values_are_json_and_hold_the_same(found):
    facts = json.loads(json.dumps(gradient_plain(found), allow_nan=False))
    assert facts["tubes"] == found.tubes
    assert len(facts["fractions"]) == int(found.operation.fractions)
    assert facts["course"][-1]["bands"][0]["radius"] == found.bands[0].radius
    assert {one["key"] for one in facts["references"]} >= {"meselson1957"}
    assert facts["settings"]["medium"] == found.operation.medium


def test_the_numbers_of_the_picture_stand_under_their_heads(found):
    rows = gradient_rows(found)
    assert rows[0][:3] == ["radius_mm", "density_g_ml", "ev_percent_per_mm"]
    assert len(rows) == found.tube.faces.size
    width = rows[2][0] - rows[1][0]
    assert sum(row[2] for row in rows[1:]) * width == pytest.approx(100.0 * (found.bands[0].liquid), abs=0.5)


def test_the_picture_can_be_drawn_and_names_the_kinds(found):
    pytest.importorskip("vl_convert")
    picture = svg_of(gradient_spec(found))
    for words in ("Density", "Bands at the end", "Middles over time", "VLDL", "sample", "pooled"):
        assert words in picture
