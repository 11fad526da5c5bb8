"""The commands on assays, as a user meets them."""

import json
from pathlib import Path

import pytest

from tests.cli.command import exoforge, refused

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "assay"
PLATE = ("assay", "read", EXAMPLES / "bca-plate.csv", "--layout", EXAMPLES / "bca-map.csv")
POTENCY = ("assay", "potency", EXAMPLES / "migration.csv", "--reference", "REF")
AMOUNTS = ("--particles", "3e11 particles/mL", "--protein", "120 ug/mL")


@pytest.mark.parametrize("command", ["read", "potency", "ratio"])
def test_help_has_an_example(command):
    found = exoforge("assay", command, "--help")
    assert f"Example: exoforge assay {command}" in found.stdout
    assert all(option in found.stdout for option in ("--output", "--json", "--quiet", "--seed"))


@pytest.mark.parametrize("ending", ["svg", "csv"])
def test_a_plate_is_read_and_drawn(tmp_path, ending):
    path = tmp_path / "new" / f"c.{ending}"
    found = exoforge(*PLATE, "-o", path)
    assert found.returncode == 0, found.stderr
    for word in ("quadratic, weights 1/y", "limit of detection", "lot 7", "beyond the highest standard", "E7 saturated", "synthetic", "Wrote"):
        assert word in " ".join(found.stdout.split())
    assert max(map(len, found.stdout.replace(str(path), "").splitlines())) <= 100
    assert path.stat().st_size > 500


def test_a_plate_for_machines_holds_the_truth_of_its_lot():
    facts = json.loads(exoforge(*PLATE, "--json").stdout)
    lots = {one["sample"]: one["figures"][0] for one in facts["measurements"]}
    assert lots["lot 8"]["low"] < 3.1 < lots["lot 8"]["high"]
    assert facts["samples"][2]["value"] is None


def test_a_potency_is_estimated_and_judged(tmp_path):
    facts = json.loads(exoforge(*POTENCY, "--only", "lot 7", "--json").stdout)
    assert facts["suitable"]
    assert facts["potencies"][0]["low"] < 0.8 < facts["potencies"][0]["high"]
    found = exoforge(*POTENCY, "-o", tmp_path / "p.svg")
    assert found.stdout.startswith("This assay gives no potency that may be reported: a test of suitability failed.\n")
    assert "pulls at the common slope" in " ".join(found.stdout.split())
    assert max(map(len, found.stdout.replace(str(tmp_path), "").splitlines())) <= 100
    assert (tmp_path / "p.svg").read_text().startswith("<svg")


def test_a_ratio_is_formed_of_amounts_and_of_a_table(tmp_path):
    found = exoforge("assay", "ratio", *AMOUNTS, "--diameter", "110 nm")
    assert "2.50 × 10⁹ particles/µg protein" in found.stdout
    assert "the most that vesicles of 110 nm can be" in " ".join(found.stdout.split())
    table = tmp_path / "table.csv"
    table.write_text("Sample;Size_nm;Concentration_ml;Protein_ug_per_ml\nA;120;3E+11;400\nA;130;3.2E+11;440\nB;100;1e12;5\n")
    rows = exoforge("assay", "ratio", table, "-o", tmp_path / "r.csv").stdout
    assert "1 above what their size allows" in rows
    assert (tmp_path / "r.csv").read_text().count("\n") == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*PLATE, "--assay", "western"), "must be one of bca"),
        ((*PLATE, "--model", "cubic"), "--model is 'cubic'"),
        ((*PLATE, "--plate", "7"), "--plate is '7'"),
        ((*PLATE, "-o", "x.pdf"), ".svg"),
        ((*POTENCY, "--slope-limits", "1"), "--slope-limits"),
        (("assay", "potency", EXAMPLES / "migration.csv", "--reference", "X"), "no preparation 'X'"),
        (("assay", "ratio"), "Give either"),
        (("assay", "ratio", "--particles", "3e11 particles/mL"), "needs both"),
        (("assay", "ratio", "--particles", "3e11", "--protein", "1 ug/mL"), "--particles"),
        (("assay", "ratio", EXAMPLES / "bca-plate.csv"), "no preparation with both"),
        (("assay", "read", EXAMPLES / "migration.csv", "--layout", EXAMPLES / "bca-map.csv"), "not an instrument file"),
        (("assay", "read", EXAMPLES / "bca-plate.csv", "--layout", EXAMPLES / "absent.csv"), "There is no file"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(arguments, said):
    assert said in refused(*arguments)


def test_the_examples_are_the_ones_that_their_script_makes(tmp_path, monkeypatch):
    import runpy

    made = runpy.run_path(str(EXAMPLES / "make.py"), run_name="made")
    monkeypatch.setitem(made["main"].__globals__, "HERE", tmp_path)
    made["main"]()
    for path in EXAMPLES.glob("*.csv"):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_a_diameter_of_no_vesicle_is_refused():
    assert "20 nm to 10 um" in refused("assay", "ratio", *AMOUNTS, "--diameter", "110 um")
