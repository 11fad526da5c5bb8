"""``exoforge markers`` as a user meets it."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from exoforge.cli.markers import markers
from exoforge.instruments.blots import TEMPLATE
from tests.cli.command import exoforge, refused
from tests.instruments.bead_array.made import PANEL
from tests.instruments.blots.filled import FILLED
from tests.shared_data import shared


def test_the_template_is_read_again(tmp_path):
    found = exoforge("markers", "template")
    assert found.stdout == TEMPLATE
    path = tmp_path / "western.csv"
    path.write_text(found.stdout, encoding="utf-8")
    assert "neither a result nor an intensity" in refused("read", path)
    path.write_text(FILLED, encoding="utf-8")
    read = json.loads(CliRunner().invoke(markers, ["compare", str(path), "--json"]).stdout)
    assert {marker["name"]: marker["result"] for marker in read["samples"][0]["markers"]}["calnexin"] == "negative"
    picture = CliRunner().invoke(markers, ["compare", str(path), "-o", str(tmp_path / "map.svg")])
    assert picture.exit_code == 0, picture.output
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith("<svg")
    assert max(map(len, picture.stdout.replace(str(tmp_path), "").splitlines())) <= 100


def test_a_panel_is_no_file_of_markers(tmp_path):
    path = tmp_path / "panel.yml"
    path.write_text(PANEL, encoding="utf-8")
    assert "says nothing of any marker" in refused("markers", "compare", path)
    assert "expected" in str(CliRunner().invoke(markers, ["beads", str(path), "--panel", str(path)]).exception)


def test_the_beads_of_the_real_file(tmp_path):
    folder = "data/instruments/bead_array/"
    panel = shared(folder + "legendplex_human_growth_factor_panel_13-plex.yml")
    arguments = ["beads", shared(folder + "K2-C07-A7.fcs"), "--panel", panel, "-o", tmp_path / "beads.csv", "--json"]
    found = CliRunner().invoke(markers, [str(one) for one in arguments])
    assert found.exit_code == 0, found.output
    facts = json.loads(found.stdout)
    assert len(facts["markers"]) == 13
    rows = (tmp_path / "beads.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 14
    assert np.mean([float(row.split(",")[2]) for row in rows[1:]]) == pytest.approx(330, abs=60)
