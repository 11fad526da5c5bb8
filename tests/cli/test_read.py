"""The command that opens any instrument's file, as a user meets it."""

import csv
import shutil
from pathlib import Path

import pytest

from tests.cli.command import exoforge, refused

DATA = Path(__file__).resolve().parents[1] / "instruments" / "data"
PLATE = Path(__file__).resolve().parents[2] / "examples" / "assay" / "bca-plate.csv"


def test_a_plate_says_how_to_get_to_protein():
    found = " ".join(exoforge("read", PLATE).stdout.split())
    assert "exoforge assay read plate.csv --layout map.csv --assay bca" in found


def test_the_dilution_of_the_file_is_applied_once_when_asked(tmp_path):
    path = tmp_path / "figures.csv"
    found = exoforge("read", DATA / "zetaview_point.txt", "--dilution", "file", "--csv", path)
    assert found.returncode == 0, found.stderr
    rows = {row["name"]: float(row["value"]) for row in csv.DictReader(path.read_text().splitlines())}
    plain = exoforge("read", DATA / "zetaview_point.txt", "--csv", path)
    assert plain.returncode == 0, plain.stderr
    diluted = {row["name"]: float(row["value"]) for row in csv.DictReader(path.read_text().splitlines())}
    assert rows["concentration of the undiluted sample"] > diluted["concentration"]


@pytest.mark.parametrize(("file", "dilution", "said"), [(PLATE, "10", "these files hold none"), (DATA / "clean.csv", "1:1.000", "may be 1.000 or 1000")])
def test_a_dilution_that_means_nothing_here_is_refused(file, dilution, said):
    assert said in refused("read", file, "--dilution", dilution)


def test_a_folder_with_a_copy_counts_it_once(tmp_path):
    shutil.copy(DATA / "clean.csv", tmp_path / "a.csv")
    shutil.copy(DATA / "clean.csv", tmp_path / "b.csv")
    found = exoforge("read", tmp_path)
    assert found.returncode == 0
    assert "2 files, 1 measurement (nta), 0 refused" in found.stdout
    assert "'a.csv' and 'b.csv' hold the same bytes" in found.stdout
