"""Panels and beads: known truth from made events, the real file, and what is refused."""

import re
from dataclasses import replace

import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments.bead_array import BeadPanelFile, beads_of, beads_of_panel
from exoforge.instruments.catalog import read_measurement
from tests.instruments.as_file import as_file
from tests.instruments.bead_array.made import PANEL, REPORTERS, made_events
from tests.shared_data import shared


def panel(text=PANEL):
    file = as_file(text, "panel.yml")
    assert BeadPanelFile().sniff(file)
    (one,) = BeadPanelFile().read(file)
    return one


def test_a_panel_is_read_in_its_order():
    beads = beads_of_panel(panel())
    assert [(bead.group, bead.id, bead.analyte) for bead in beads] == [
        ("A", "A4", "EGF"),
        ("A", "A5", "EPO"),
        ("B", "B2", "HGF"),
        ("B", "B3", "SCF"),
        ("B", "B9", "VEGF"),
    ]
    assert beads[0].start == pytest.approx(1e-5)  # 10 ng/mL
    assert panel().arrays["standard_dilution"] == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- B", "- C"),
        ('name: "HGF"', "name: [HGF]"),
        ("    B3:", "    B2:"),
        ('      name: "SCF"\n', ""),
        ("analytes:", "analytes: none"),
        ('panel_name: "Made panel (5-plex)"', "panel_name:"),
        ("- A", "  - !!python/object A"),
    ],
)
def test_a_damaged_panel_is_refused_in_one_sentence(old, new):
    with pytest.raises(FileError, match=r"panel\.yml") as refusal:
        BeadPanelFile().read(as_file(PANEL.replace(old, new, 1), "panel.yml"))
    assert "\n" not in str(refusal.value)


def test_an_unknown_unit_is_told_and_undefined():
    one = panel(PANEL.replace("pg/ml", "cups"))
    assert np.isnan(one.arrays["start_concentration"]).all()
    assert "cups" in one.notices[0]


@pytest.mark.parametrize("seed", range(5))
def test_made_beads_are_told_apart(seed):
    events, truth = made_events(np.random.default_rng(seed))
    found = beads_of(events, panel())
    place = found.arrays["bead_of_event"]
    given = np.isfinite(place)
    assert (place[given] == truth[given]).mean() > 0.995
    assert (given & (truth >= 0)).sum() / (truth >= 0).sum() > 0.85
    np.testing.assert_allclose(found.arrays["reporter"], [*REPORTERS["A"], *REPORTERS["B"]], rtol=0.06)
    assert [marker.name for marker in found.markers] == ["EGF", "EPO", "HGF", "SCF", "VEGF"]


def test_the_wrong_panel_is_told():
    events, _ = made_events(np.random.default_rng(1))
    more = PANEL + '    B10:\n      name: "TGF-a"\n      concentration: 1\n'
    try:
        notices = beads_of(events, panel(more)).notices
        assert any("as common as the rarest" in notice or "Fewer than" in notice for notice in notices)
    except SettingError as refusal:
        assert "is this the panel" in str(refusal)
    fewer = PANEL[: PANEL.index("    B9:")]
    assert any("may show more" in notice for notice in beads_of(events, panel(fewer)).notices)


def test_other_measurements_and_channels_are_refused():
    events, _ = made_events(np.random.default_rng(1))
    with pytest.raises(SettingError, match="no channel 'FITC'"):
        beads_of(events, panel(), reporter="FITC")
    with pytest.raises(SettingError, match="panel of beads"):
        beads_of(events, events)
    with pytest.raises(SettingError, match="flow cytometer"):
        beads_of(replace(events, technique="nta"), panel())
    few, _ = made_events(np.random.default_rng(1), each=2, debris=3)
    with pytest.raises(SettingError, match="is this the panel"):
        beads_of(few, panel())
    with pytest.raises(SettingError, match="is this the panel"):
        beads_of(replace(events, arrays={name: np.zeros(0) for name in events.arrays}), panel())


def test_the_real_file_shows_thirteen_even_beads():
    folder = "data/instruments/bead_array/"
    found = beads_of(read_measurement(shared(folder + "K2-C07-A7.fcs")), read_measurement(shared(folder + "legendplex_human_growth_factor_panel_13-plex.yml")))
    share = found.arrays["beads"] / found.arrays["beads"].sum()
    assert found.arrays["beads"].sum() > 0.65 * 6194
    assert share.min() > 0.05
    assert share.max() < 0.10
    code = found.arrays["code"]
    assert (np.diff(code[:6]) > 0).all()
    assert (np.diff(code[6:]) > 0).all()
    assert {marker.name for marker in found.markers} >= {"VEGF", "HGF", "EGF"}


def test_what_a_comma_means_is_told_by_all_numbers_of_a_panel():
    """A standard with a mark between its thousands was once read a thousandfold too small, in silence."""
    starts = [bead.start for bead in beads_of_panel(panel())]
    first = re.search(r"concentration: *(\S+)", PANEL)
    text = PANEL.replace(first[0], "concentration: 1,234", 1).replace("std_dilution: 4", "std_dilution: 2.5")
    assert beads_of_panel(panel(text))[0].start == pytest.approx(1234e-9)
    assert [bead.start for bead in beads_of_panel(panel(text))][1:] == starts[1:]
    with pytest.raises(FileError, match=r"'1,234', which may be 1\.234 or 1234"):
        panel(PANEL.replace(first[0], "concentration: 1,234", 1))
