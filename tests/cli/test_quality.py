"""The command quality, as a user runs it."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.command import exoforge, refused

EXAMPLES = Path(__file__).parents[2] / "examples"
BATCH, PLAN = EXAMPLES / "performed-bone-batch.toml", EXAMPLES / "planned-skin-gel.toml"
FILE = EXAMPLES / "performed-bone-batch-ExperimentSummary.csv"


def test_a_record_with_its_file(tmp_path):
    found = exoforge("quality", BATCH, "--with", FILE, "--markdown", tmp_path / "c.md", "--csv", tmp_path / "c.csv", "-o", tmp_path / "w.svg")
    assert found.returncode == 0, found.stderr
    assert "44 % of 9" in found.stdout
    assert "add    Write into each [[measurement]]: antibody" in found.stdout
    assert max(map(len, found.stdout.splitlines())) <= 100 or str(tmp_path) in found.stdout
    rows = list(csv.reader((tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 1 + 13 + 9
    assert {len(row) for row in rows} == {12}
    text = (tmp_path / "c.md").read_text(encoding="utf-8")
    assert {line.count("|") for line in text.splitlines() if line.startswith("|")} == {6}
    assert (tmp_path / "w.svg").read_text(encoding="utf-8").startswith("<svg")


def test_without_a_set_all_are_counted_and_two_are_shown():
    found = exoforge("quality", BATCH).stdout
    table = found.split("Rule by rule below")[0]
    for key in ("misev2018", "misev2023", "ev-metric", "miflowcyt-ev", "isct2006", "msc-vesicle-metrics", "msc-vesicle-panel", "msc-vesicle-flow"):
        assert f"\n  {key} " in table
    assert "add --set isct2006, say, or --set all" in found
    assert "MISEV2018, characterisation of extracellular vesicles (misev2018" in found
    assert "MISEV2023, studies" not in found
    assert "--set all" not in exoforge("quality", BATCH, "--set", "misev2023").stdout
    assert max(map(len, found.splitlines())) <= 100
    facts = json.loads(exoforge("quality", BATCH, "--json").stdout)
    assert len({one["set"] for one in facts["judged"]}) == 8


def test_a_synthetic_file_is_said_to_be_one():
    assert "says that it is synthetic" in exoforge("quality", BATCH, "--with", FILE, "--set", "ev-metric").stdout.replace("\n", " ")


def test_files_are_taken_for_the_preparation_and_bead_standards_are_left_out():
    beads = EXAMPLES / "lots" / "lot-01-beads-ExperimentSummary.csv"
    both = exoforge("quality", BATCH, "--with", FILE, "--with", beads, "--set", "ev-metric", "--json")
    alone = exoforge("quality", BATCH, "--with", FILE, "--set", "ev-metric", "--json")
    both, alone = json.loads(both.stdout), json.loads(alone.stdout)
    assert both["judged"] == alone["judged"]
    assert "taken as a measurement of this preparation" in alone["remarks"][0]
    assert any("Bead standards in 'lot-01-beads-ExperimentSummary.csv' are left out" in one for one in both["remarks"])
    assert not any("left out" in one for one in alone["remarks"])
    assert "taken as a measurement" not in exoforge("quality", BATCH, "--set", "ev-metric").stdout


def test_several_records_have_a_mean():
    found = json.loads(exoforge("quality", BATCH, PLAN, "--set", "ev-metric", "--json").stdout)
    assert [one["share"] for one in found["judged"]] == [4 / 9, 0]
    assert found["mean_share"] == {"ev-metric": 2 / 9}
    assert {one["key"] for one in found["references"]} == {"evtrack2017", "evtrack_addon2019"}
    assert len(json.loads(exoforge("quality", PLAN, PLAN, "--set", "ev-metric", "--json").stdout)["judged"]) == 1
    assert "22 %" in exoforge("quality", BATCH, PLAN, "--set", "ev-metric").stdout


def test_a_plan_is_called_one():
    found = exoforge("quality", PLAN, "--set", "misev2023").stdout
    assert "planned        State how much starting material was used." in found
    assert "found  step[1].cells = 1e9 cells (planned)" in found


def test_the_sets_are_listed():
    found = exoforge("quality", "--sets")
    assert found.returncode == 0
    assert {"ev-metric", "isct2006", "miflowcyt-ev", "misev2018", "misev2023"} <= {line.split(" ")[0] for line in found.stdout.splitlines()}
    assert len(json.loads(exoforge("quality", "--sets", "--json").stdout)) >= 8


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give one record or more"),
        ([BATCH, "--set", "ev-metrik"], "did you mean 'ev-metric'"),
        ([BATCH, "--set", ","], "--set is empty"),
        ([BATCH, "--set", "nowhere.toml"], "There is no file 'nowhere.toml'"),
        ([BATCH, PLAN, "--with", FILE], "it cannot be told which"),
        ([BATCH, "--with", BATCH], "a therapy record"),
        ([BATCH, "-o", "wheel.doc"], "wheel.doc"),
    ],
)
def test_refusals(arguments, said):
    assert said in refused("quality", *arguments)
