"""The commands of sizes, as a user runs them, on made-up NanoSight files."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.size import size
from tests.cli.command import exoforge, refused
from tests.shared_data import shared

FOLDER = "data/instruments/nanosight_summaries"


def run(*arguments):
    """What the command prints, in this process: Python takes longer to start than most answers."""
    found = CliRunner().invoke(size, [str(one) for one in arguments])
    assert found.exit_code == 0, found.output
    return found.stdout


def test_limits_answers_in_nanometres_and_draws(tmp_path):
    found = exoforge("size", "limits", "--bead", "100 nm", "--bead-index", "1.59", "--wavelength", "488nm", "--index", "1.37,1.40", "-o", tmp_path / "l.svg")
    assert found.returncode == 0, found.stderr
    assert "177 nm" in found.stdout
    assert (tmp_path / "l.svg").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("limits", "--bead", "100"), "--bead"),
        (("limits", "--bead", "100 nm", "--angles", "100"), "--angles"),
        (("limits", "--bead", "100 nm", "--angles", "100 to 20"), "smaller"),
        (("limits", "--bead", "100 nm", "--index", "glass"), "--index"),
        (("limits", "--bead", "100 nm", "--shell", "5"), "--shell"),
        (("nowhere",), "no file or folder"),
        (("nowhere", "--by", "day"), "--by"),
        (("nowhere", "--sees", "70 nm"), "--sees"),
        (("nowhere", "-o", "x.doc"), "x.doc"),
        (("compare", "a.csv", "b.csv", "--dilution", "10"), "--dilution"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(arguments, word):
    found = CliRunner().invoke(size, list(arguments))
    assert isinstance(found.exception, ExoforgeError)
    assert word in str(found.exception)
    assert "\n" not in str(found.exception)


def test_real_files_are_sized_by_file_and_copies_are_said(tmp_path):
    folder = tmp_path / "runs"
    shutil.copytree(shared(FOLDER), folder)
    first = sorted(folder.glob("*.csv"))[0]
    (folder / "again.csv").write_bytes(first.read_bytes() + b"\n")  # other bytes, the same numbers
    (one,) = json.loads(run(folder, "--by", "sample", "--dilution", "1:1000", "--json"))["techniques"]
    assert len(one["samples"]) == 4
    assert one["diluted"]
    assert sum("a copy, which was counted once" in notice for notice in one["notices"]) == 4  # four videos in that file


def test_the_day_is_taken_from_the_files_themselves():
    said = " ".join(run(shared(FOLDER), "--by", "sample,day", "--dilution", "1:1000").split())
    assert "the date of the files themselves (27/10/2020, 24/09/2020, 21/09/2020)" in said
    assert "bring remarks of their own" in said
    assert "The names also tell" not in said


def test_a_level_that_names_do_not_tell_is_asked_for():
    sentence = refused("size", shared(FOLDER), "--by", "sample,day,injection")
    assert "--pattern" in sentence
    assert "--design" in sentence


def test_a_table_of_videos_parts_before_from_after():
    (one,) = json.loads(run(shared("data/instruments/nanosight_bead_series"), "--by", "sample,day,injection", "--json"))["techniques"]
    assert [(part["sample"], part["groups"]["video"]) for part in one["samples"]] == [("std after", 42), ("std before", 39)]
    assert not one["diluted"]
