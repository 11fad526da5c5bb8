"""Cells beside their vesicles, at the command line."""

from __future__ import annotations

import json

from tests.cli.command import exoforge, refused


def test_page_picture_and_numbers_are_written(tmp_path):
    asked = ("cells", "--indication", "stroke", "--dose", "1e10 particles", "--cell-dose", "1e6 cells/kg", "--body-mass", "70 kg")
    exoforge(*asked, "-o", tmp_path / "side.html")
    assert "<svg" in (tmp_path / "side.html").read_text()
    exoforge(*asked, "-o", tmp_path / "side.csv")
    assert (tmp_path / "side.csv").read_text().startswith("group,dose,low [vesicles]")
    told = json.loads(exoforge(*asked, "--json").stdout)
    assert told["yields"][0]["doses"]["low"] > 2


def test_a_picture_without_a_dose_and_another_ending_are_refused(tmp_path):
    assert "no dose" in refused("cells", "--indication", "diabetic wound", "-o", tmp_path / "side.svg")
    assert "written as" in refused("cells", "-o", tmp_path / "side.pdf")


def test_a_published_arm_of_living_cells_is_taken_by_its_cells(tmp_path):
    made = tmp_path / "arm.toml"
    exoforge("new", "--from", "adelipour2023-t1-08", made)
    assert made.read_text().startswith("# The published arm adelipour2023-t1-08, as printed")
    assert "Vesicles that 1e6 cells gave" in exoforge("cells", made, "--members", "10").stdout
