"""Pictures and tables of markers: what is drawn is what was read, and every chart can be written."""

import json

import pytest

from exoforge.base.errors import SettingError
from exoforge.instruments.bead_array import BeadPanelFile, beads_of
from exoforge.instruments.blots import MarkerTable
from exoforge.instruments.proteomics import PeaksMatches
from exoforge.instruments.rna import CountTable
from exoforge.report.drawing import svg_of
from exoforge.report.instruments.beads_figure import beads_picture
from exoforge.report.instruments.markers_figure import markers_picture
from exoforge.report.instruments.markers_text import markers_plain, markers_text
from exoforge.report.instruments.pictures import picture_of
from exoforge.report.instruments.proteomics_figure import categories_picture
from exoforge.report.instruments.rna_figure import rna_picture
from tests.instruments.as_file import as_file
from tests.instruments.bead_array.made import PANEL, made_events
from tests.instruments.blots.filled import FILLED
from tests.instruments.proteomics.test_peaks_psm import KNOWN
from tests.instruments.rna.test_counts import TABLE


@pytest.fixture
def blot():
    return MarkerTable().read(as_file(FILLED, "western.csv"))[0]


@pytest.fixture
def milk():
    return PeaksMatches().read(as_file(KNOWN))[0]


def texts(spec):
    return json.dumps(spec, ensure_ascii=False)


def test_the_map_shows_every_marker_and_says_what_is_not_said(blot, milk):
    spec, rows = markers_picture([blot, milk])
    cells = {(cell["marker"], cell["sample"]): cell["text"] for cell in spec["hconcat"][1]["data"]["values"]}
    assert cells["CD9", "lot 1"] == "+"
    assert cells["calnexin", "lot 1"] == "−"
    assert cells["CD9", "1_A"] == "·"
    assert cells["syntenin-1", "1_A"] == "3"
    assert len(rows) == 1 + len(blot.markers) + len(milk.markers)
    assert svg_of(spec)


def test_two_samples_of_one_name_are_told_apart(blot):
    spec, _ = markers_picture([blot, blot])
    assert {cell["sample"] for cell in spec["hconcat"][1]["data"]["values"]} == {"lot 1", "lot 1 (2)"}


def test_without_markers_there_is_no_map(blot):
    from dataclasses import replace

    with pytest.raises(SettingError, match="nothing of any marker"):
        markers_picture([replace(blot, markers=())])


def test_categories_are_bars(milk):
    spec, _ = categories_picture([milk])
    share = {row["category"][0]: row["share"] for row in spec["hconcat"][0]["data"]["values"]}
    assert share["2"] == pytest.approx(1000 * 3 / 5)  # 5 spectra name a protein that is no decoy
    assert svg_of(spec)


def test_rna_is_bars_for_one_and_a_map_for_several():
    several = CountTable().read(as_file(TABLE))
    one, rows = rna_picture(several[:1])
    assert one["data"]["values"][0]["name"] == "miR-21-5p"
    assert svg_of(one)
    assert len(rows) == 5
    both, _ = rna_picture(several)
    assert "of each library" in texts(both)
    assert svg_of(both)


def test_beads_are_drawn_with_their_medians():
    import numpy as np

    events, _ = made_events(np.random.default_rng(3), each=100, debris=50)
    spec, rows = beads_picture(events, beads_of(events, BeadPanelFile().read(as_file(PANEL, "panel.yml"))[0]))
    assert [row[1] for row in rows[1:]] == ["EGF", "EPO", "HGF", "SCF", "VEGF"]
    assert svg_of(spec)


def test_the_technique_finds_its_picture(blot, milk):
    assert picture_of([blot])[0]["title"]["text"] == "Markers by sample"
    assert picture_of([milk])[0]["title"]["text"] == "Proteins by category of MISEV2018"


def test_the_table_fits_a_terminal_and_the_plain_form_is_json(blot, milk):
    text = markers_text([blot, milk, milk, milk, milk], ())
    assert max(map(len, text.splitlines())) <= 100
    assert "syntenin-1" in text
    assert json.loads(json.dumps(markers_plain([blot, milk], ()), allow_nan=False))["ok"]
