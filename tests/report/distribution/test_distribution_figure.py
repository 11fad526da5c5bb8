"""Where vesicles go, as text, picture and numbers."""

import json
import xml.etree.ElementTree as ET

import pytest

from exoforge.design.distribution.beside import beside_exposure
from exoforge.design.distribution.foretelling import distribution_of
from exoforge.design.distribution.question import Asked
from exoforge.design.run import run_therapy
from exoforge.record.files import record_from_plain
from exoforge.report.chapters.exposure import exposure
from exoforge.report.distribution.figure import distribution_figure, overlay_figure
from exoforge.report.distribution.plain import distribution_facts, distribution_rows
from exoforge.report.distribution.text import distribution_text
from exoforge.report.drawing import size_of, svg_of


@pytest.fixture(scope="module")
def mouse():
    return distribution_of(None, Asked(species="mouse", route="iv", dose="1e10 particles"), members=10)


@pytest.fixture(scope="module")
def run():
    plain = {
        "exoforge": "1.0",
        "id": "a",
        "standing": "planned",
        "step": [
            {"stage": "culture", "kind": "stock"},
            {"stage": "deliver", "kind": "injection"},
            {"stage": "distribute", "kind": "physiological-compartments"},
        ],
        "dosing": {"dose": "1e10 particles", "route": "intravenous"},
        "target": {"species": "mouse"},
    }
    return run_therapy(record_from_plain(plain), members=10)


def titles(spec):
    return [panel["title"]["text"] for row in spec["vconcat"] for panel in row["hconcat"]]


def test_the_picture_has_a_panel_for_every_organ_and_one_for_relative_signals(mouse):
    spec = distribution_figure(mouse)
    json.dumps(spec, allow_nan=False)
    names = titles(spec)
    assert names[:3] == ["Blood", "Liver", "Spleen"]
    assert names[-1] == "Spleen, % of liver + spleen"
    assert "NaN" not in ET.tostring(ET.fromstring(svg_of(spec)), encoding="unicode")


def test_a_relative_signal_is_in_no_panel_of_the_dose(mouse):
    spec = distribution_figure(mouse)
    liver = next(panel for row in spec["vconcat"] for panel in row["hconcat"] if panel["title"]["text"] == "Liver")
    points = [layer for layer in liver["layer"] if layer["mark"]["type"] == "point"]
    drawn = {row["y"] for layer in points for row in layer["data"]["values"]}
    assert drawn == {28.0}


def test_the_answer_for_machines_holds_every_course_and_measurement(mouse):
    facts = json.loads(json.dumps(distribution_facts(mouse), allow_nan=False))
    assert {one["name"] for one in facts["models"]} == {"compartments", "pbpk"}
    assert any(one["key"] == "morishita2015" for one in facts["references"])
    rows = distribution_rows(mouse)
    assert {len(row) for row in rows} == {7}


def test_the_text_tells_what_was_fitted_and_what_is_contradicted(mouse):
    text = distribution_text(mouse)
    assert "inside*" in text
    assert "agreement shows nothing" in text
    assert "Contradicted in print" in text
    assert "not clinical evidence" in text.replace("\n", " ")
    assert "inf" not in text.split()
    assert "nan" not in text.split()


def test_a_run_into_a_vein_of_mice_has_the_published_points_over_it(run):
    chapter = exposure(run)
    pictures = [picture.name for block in chapter.blocks for picture in getattr(block, "pictures", ())]
    assert "exposure-measured" in pictures
    rows = beside_exposure(run.exposure, run.therapy)
    assert [one.site for one, _ in rows] == ["liver", "spleen", "lung"]
    assert rows[0][1].central == pytest.approx(0.28, rel=0.03)
    assert size_of(svg_of(overlay_figure(run.exposure, rows, 0.0)))[0] <= 730


def test_a_local_record_has_none(run):
    local = run.therapy.model_copy(update={"dosing": record_from_plain({"exoforge": "1.0", "id": "a", "standing": "planned"}).dosing})
    assert beside_exposure(run.exposure, local) == ()
