"""The commands of sizes, as a user runs them, on made-up NanoSight files."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.size import size
from exoforge.instruments.pulses import TrpsVirtual, blockade_text
from tests.cli.command import exoforge, refused
from tests.instruments.dls.samples import lognormal
from tests.shared_data import shared

SUMMARY = Path(__file__).resolve().parents[2] / "examples" / "performed-bone-batch-ExperimentSummary.csv"
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


def test_the_help_shows_that_files_alone_are_enough():
    said = " ".join(CliRunner().invoke(size, ["--help"]).stdout.split())
    assert "'exoforge size FILES' is 'exoforge size samples FILES'" in said
    assert "rps=" not in said + CliRunner().invoke(size, ["compare", "--help"]).stdout + CliRunner().invoke(size, ["samples", "--help"]).stdout


def test_a_technique_that_is_not_at_hand_is_refused_with_those_that_are():
    sentence = refused("size", SUMMARY, "--sees", "rps=60 nm")
    assert "--sees names 'rps'" in sentence
    assert "are nta" in " ".join(sentence.split())


def test_pulses_are_not_compared_before_their_calibration(tmp_path):
    (tmp_path / "pulses.csv").write_text(blockade_text(TrpsVirtual().observe(lognormal(), videos=2, rng=np.random.default_rng(1))))
    sentence = " ".join(refused("size", "compare", SUMMARY, tmp_path / "pulses.csv", "--sees", "nta=70 nm,trps=60 nm").split())
    assert "'pulses.csv' (trps) has no size distribution" in sentence
    assert "exoforge pulses calibrate" in sentence


def test_lots_of_one_day_have_no_interval_from_the_beads():
    files = sorted(SUMMARY.parent.glob("lots/*ExperimentSummary.csv"))
    (one,) = json.loads(run(*files, "--by", "sample,day", "--json"))["techniques"]
    known = {part["sample"]: part["low"] for part in one["estimates"][1]["samples"]}
    assert known.pop("beads 100 nm") is not None
    assert set(known.values()) == {None}
    (pooled,) = json.loads(run(*files, "--by", "sample,day", "--pool", "--json"))["techniques"]
    assert all(part["low"] is not None for part in pooled["estimates"][1]["samples"])


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
