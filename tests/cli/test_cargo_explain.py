"""The commands on tables of cargo, as a user meets them."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.cargo import cargo
from tests.cli.command import refused as refused_process
from tests.shared_data import shared

RUNNER = CliRunner()
HERE = Path(__file__).resolve().parents[1] / "design" / "cargo"
COUNTS, PROTEINS = HERE / "made_up_counts.csv", HERE / "made_up_protein_groups.txt"
GROUPS = ("--control", "Ctrl", "--treated", "Primed")


def asked(*arguments):
    found = RUNNER.invoke(cargo, list(map(str, arguments)))
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def refused(*arguments):
    found = RUNNER.invoke(cargo, list(map(str, arguments)))
    assert isinstance(found.exception, ExoforgeError), (found.output, found.exception)
    return str(found.exception)


def test_text_table_and_picture(tmp_path):
    text = asked("explain", COUNTS, *GROUPS, "--csv", tmp_path / "all.csv", "-o", tmp_path / "picture.json", "--permutations", 200)
    assert "22 of 193 tested molecules differ" in text
    assert "Targets and mechanisms" in text
    assert text.count("For research use") == 1
    with (tmp_path / "all.csv").open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) == 241
    assert json.loads((tmp_path / "picture.json").read_text(encoding="utf-8"))["hconcat"]


def test_json_holds_the_contrast_and_what_is_known():
    facts = json.loads(asked("explain", COUNTS, *GROUPS, "--json", "--permutations", 200))
    assert sum(facts["changed"].values()) == 22
    assert facts["explained"]["permutations"] == 200


def test_quiet_says_nothing():
    assert asked("explain", COUNTS, *GROUPS, "-q", "--permutations", 50) == ""


def test_proteins_with_intensities_are_compared_and_not_explained():
    text = asked("explain", PROTEINS, "--control", "A", "--treated", "B")
    assert "6 of 60 tested protein groups differ" in text
    assert "Targets and mechanisms" not in text
    assert "holds proteins" in refused("explain", PROTEINS, "--control", "A", "--treated", "B", "--targets", COUNTS)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--control", "X", "--treated", "Primed"), "No sample is of group 'X'"),
        ((*GROUPS, "--fdr", "2"), "between 0 and 100 %"),
        ((*GROUPS, "--evidence", "weak"), "strong or any"),
        ((*GROUPS, "--csv", "all.xlsx"), "written as .csv"),
        ((*GROUPS, "-o", "picture.jpg"), ".svg"),
    ],
)
def test_refusals(more, sentence):
    assert sentence in refused("explain", COUNTS, *more)


def test_one_sample_in_a_group_is_refused_as_a_process(tmp_path):
    path = tmp_path / "counts.csv"
    path.write_text("m,Ctrl_1,Primed_1,Primed_2\nmiR-1-3p,90,80,70\nmiR-9-3p,50,70,80\n", encoding="utf-8")
    assert "no variance" in refused_process("cargo", "explain", path, *GROUPS)


def test_proteins_of_the_real_files(tmp_path):
    files = sorted(shared("data/instruments/proteomics").glob("*.csv"))
    text = asked("proteins", *files, "--csv", tmp_path / "shares.csv")
    assert "apolipoprotein B" in text
    assert "4_UC_POOL1" in text
    facts = json.loads(asked("proteins", *files, "--json"))
    assert len(facts["lists"]) == 3
    assert "(220)" in text  # resting on a protein of one peptide
    assert "all lists: The false discovery rate is not in the file" in text
    assert "made_up_counts.csv is no list of proteins but of small-rna and was left out" in " ".join(asked("proteins", *files, COUNTS).split())


def test_proteins_of_no_list_are_refused():
    assert "None of the files is a list of proteins" in refused("proteins", COUNTS)
