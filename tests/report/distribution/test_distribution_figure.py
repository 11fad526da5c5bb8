"""Where vesicles go, as text, picture and numbers."""

import json
import xml.etree.ElementTree as ET

import pytest

from exoforge.design.distribution.beside import beside_exposure
from exoforge.design.distribution.foretelling import distribution_of
from exoforge.design.distribution.question import Asked
from exoforge.design.run import run_therapy
from exoforge.record.files import record_from_plain, record_to_plain
from exoforge.report.chapters.exposure import exposure
from exoforge.report.distribution.figure import OWN, _round_up, distribution_figure, overlay_figure
from exoforge.report.distribution.plain import distribution_facts, distribution_rows
from exoforge.report.distribution.text import distribution_text
from exoforge.report.drawing import size_of, svg_of
from exoforge.report.figures.theme import INK


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


def test_what_a_cell_gets_and_how_full_phagocytes_are_reach_the_dossier(run):
    assert {name.split(" of ")[0] for name in run.exposure.notes} >= {"largest share", "vesicles per cell", "copies per cell"}
    assert any("vesicles per cell of" in getattr(block, "text", "").casefold() for block in exposure(run).blocks)


def test_a_local_record_has_none(run):
    local = run.therapy.model_copy(update={"dosing": record_from_plain({"exoforge": "1.0", "id": "a", "standing": "planned"}).dosing})
    assert beside_exposure(run.exposure, local) == ()


def test_the_text_is_two_screens_in_a_hundred_columns_and_answers_first(mouse):
    lines = distribution_text(mouse).splitlines()
    assert len(lines) <= 130
    assert max(map(len, lines)) <= 100
    assert "half is out of the blood after" in lines[1]


def test_a_range_in_print_is_shown_as_one(mouse):
    line = next(line for line in distribution_text(mouse).splitlines() if "terminal half-life, min" in line)
    assert "149–792" in line
    assert "344" not in line


def test_axes_end_at_a_tick():
    assert [_round_up(value) for value in (0.3, 4.9, 53.0, 0.0011)] == pytest.approx([0.4, 5.0, 60.0, 0.0012])


def test_own_points_have_their_own_colour(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("site,time (h),value,unit\nliver,4,20,%ID\n")
    spec = distribution_figure(distribution_of(None, Asked(species="mouse", route="iv", model="pbpk"), measured=table, members=5))
    liver = next(panel for row in spec["vconcat"] for panel in row["hconcat"] if panel["title"]["text"] == "Liver")
    colours = {
        layer["data"]["values"][0]["y"]: layer["mark"]["color"] for layer in liver["layer"] if layer["mark"]["type"] == "point" and layer["mark"]["size"] < 100
    }
    assert colours == {28.0: INK, 20.0: OWN}


def test_a_stated_uptake_is_no_fit(run):
    def said(one):
        return " ".join(getattr(block, "text", "") for block in exposure(one).blocks)

    assert "liver, spleen and lung was derived from the study of Morishita" in said(run)
    plain = record_to_plain(run.therapy)
    plain["step"][2] |= {"liver": "2e-9 m3/s", "spleen": "1e-10 m3/s", "lung": "4e-10 m3/s"}
    assert "Morishita" not in said(run_therapy(record_from_plain(plain), members=2))
    settings = {organ: plain["step"][2][organ] for organ in ("liver", "spleen", "lung")}
    own = distribution_of(None, Asked(species="mouse", route="iv", model="pbpk", settings=settings), members=2)
    assert not any(any(one.fitted.values()) for one in own.beside if one.study == "morishita2015")
