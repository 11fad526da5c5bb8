"""The command line as a user meets it: each command, and each kind of bad input as one sentence and exit code 2."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exoforge.record.templates import templates
from tests.cli.command import COMMAND, exoforge, refused

HOUSE = Path(__file__).parents[2]
EXAMPLES = HOUSE / "examples"
COMMANDS = ("new", "check", "run", "cite", "terms", "schema")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_the_common_options(command):
    text = exoforge(command, "--help").stdout
    assert "Example: exoforge " + command in text
    for option in ("--json", "--quiet", "--seed"):
        assert option in text


def test_the_whole_of_it(tmp_path):
    assert "Wrote my.toml" in exoforge("new", "--template", "calvarial-defect", "my.toml", cwd=tmp_path).stdout
    assert "0 problems" in exoforge("check", "my.toml", cwd=tmp_path).stdout
    ran = exoforge("run", "my.toml", "-o", "out", "--members", "6", "--seed", "2", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"dossier.html", "dossier.pdf", "dossier.json", "record.toml", "ro-crate-metadata.json"} == names
    cited = exoforge("cite", "out/dossier.json", cwd=tmp_path).stdout
    assert "Livshits" in cited
    assert "Waugh" not in cited


def test_the_same_seed_gives_the_same_document(tmp_path):
    for name in ("a", "b"):
        assert exoforge("run", EXAMPLES / "planned-skin-gel.toml", "-o", name, "--members", "4", "--seed", "9", cwd=tmp_path).returncode == 0
    for file in ("dossier.json", "dossier.html", "dossier.pdf", "record.toml"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file


@pytest.mark.parametrize("name", templates())
def test_every_template_passes_its_own_check(name, tmp_path):
    exoforge("new", "--template", name, tmp_path / "my.toml")
    found = json.loads(exoforge("check", tmp_path / "my.toml", "--json").stdout)
    assert found["ok"]


def test_json_is_one_object_for_machines(tmp_path):
    assert "calvarial-defect" in json.loads(exoforge("new", "--json").stdout)
    assert json.loads(exoforge("terms", "--json").stdout)["carriers"] > 10
    assert any(term["key"] == "beta-tcp" for term in json.loads(exoforge("terms", "carriers", "--json").stdout))
    assert "properties" in json.loads(exoforge("schema").stdout)
    (tmp_path / "bad.toml").write_text('exoforge = "1.0"\nid = "a"\nstanding = "plannd"\n')
    found = exoforge("check", tmp_path / "bad.toml", "--json")
    assert found.returncode == 2
    assert json.loads(found.stdout)["problems"][0]["line"] == 3
    found = exoforge("run", tmp_path / "bad.toml", "--json", "-o", tmp_path / "out")
    assert found.returncode == 2
    assert not json.loads(found.stdout)["ok"]


def test_quiet_prints_nothing_when_all_is_well(tmp_path):
    assert exoforge("check", EXAMPLES / "planned-skin-gel.toml", "--quiet").stdout == ""


def test_a_template_never_overwrites(tmp_path):
    (tmp_path / "my.toml").write_text("mine")
    assert "already exists" in refused("new", tmp_path / "my.toml")
    assert (tmp_path / "my.toml").read_text() == "mine"
    assert "did you mean 'calvarial-defect'" in refused("new", "--template", "calvarial-defct", tmp_path / "other.toml")


RECORD = 'exoforge = "1.0"\nid = "a"\nstanding = "planned"\n'
STEP = '[[step]]\nstage = "culture"\nkind = "flask"\n'
BAD_RECORDS = {
    "unknown unit": (RECORD + STEP + 'duration = "48 hh"\n', "hh"),
    "unknown term": (RECORD + '[source]\ncell = "adipose-mscc"\n', "did you mean"),
    "negative": (RECORD + STEP + 'cells = "-1 cells"\n', "must lie in"),
    "not a number": (RECORD + STEP + "cells = nan\n", "not a number"),
    "missing required": (RECORD + STEP + '[[step]]\nstage = "isolate"\nkind = "centrifugation"\n', "state it in the record"),
    "out of order": (RECORD + '[[step]]\nstage = "deliver"\nkind = "injection"\n' + STEP, "cannot follow"),
    "not toml": ("id = [", "not valid TOML"),
    "decimal comma": (RECORD + '[dosing]\nvolume = "0,5 mL"\n', "comma"),
}


@pytest.mark.parametrize("name", BAD_RECORDS)
def test_a_bad_record_is_refused_and_nothing_is_written(name, tmp_path):
    text, words = BAD_RECORDS[name]
    (tmp_path / "bad.toml").write_text(text)
    out = tmp_path / "out"
    out.mkdir()
    (out / "dossier.html").write_text("an older one")
    assert words in refused("run", tmp_path / "bad.toml", "-o", out)
    assert words in refused("check", tmp_path / "bad.toml")
    assert (out / "dossier.html").read_text() == "an older one"
    assert [path.name for path in out.iterdir()] == ["dossier.html"]


def test_bad_files_are_refused(tmp_path):
    (tmp_path / "empty.toml").write_text("")
    with (tmp_path / "huge.toml").open("wb") as file:
        file.write(b"NTA Experiment Summary File,\n")
        file.truncate(200_000_000)
    assert "There is no file" in refused("check", tmp_path / "absent.toml")
    assert "is empty" in refused("run", tmp_path / "empty.toml", "-o", tmp_path / "out")
    assert "200 MB" in refused("run", tmp_path / "huge.toml", "-o", tmp_path / "out")
    assert "is a directory" in refused("run", tmp_path, "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_bad_instrument_files_are_refused(tmp_path):
    good = EXAMPLES / "performed-bone-batch.toml"
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "zetaview.txt").write_text("ZetaView S/N 20-001\nSize / nm\tNumber\n")
    with (tmp_path / "huge.csv").open("wb") as file:
        file.write(b"NTA Experiment Summary File,\n" * 5000)
        file.truncate(200_000_000)
    whole = (EXAMPLES / "performed-bone-batch-ExperimentSummary.csv").read_text()
    (tmp_path / "cut.csv").write_text(whole[: len(whole) // 3])
    for name, words in (("empty.csv", "empty"), ("zetaview.txt", "ZetaView"), ("huge.csv", "200 MB"), ("cut.csv", "cut"), ("absent.csv", "no file")):
        assert words in refused("run", good, "--nta", tmp_path / name, "-o", tmp_path / "out"), name
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere; the next test stands for this one")
def test_a_folder_without_permission_is_refused(tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert "cannot be made or written to" in refused("run", EXAMPLES / "planned-skin-gel.toml", "-o", locked / "out", "--members", "4")


def test_a_file_where_the_folder_should_be_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine")
    assert "is a file" in refused("run", EXAMPLES / "planned-skin-gel.toml", "-o", tmp_path / "out", "--members", "4")
    assert "is a file" in refused("run", EXAMPLES / "planned-skin-gel.toml", "-o", tmp_path / "out" / "deeper", "--members", "4")
    assert (tmp_path / "out").read_text() == "mine"


def test_cite_refuses_what_is_no_dossier(tmp_path):
    (tmp_path / "x.json").write_text("{}")
    (tmp_path / "y.json").write_text("{")
    assert "no dossier" in refused("cite", tmp_path / "x.json")
    assert "not JSON" in refused("cite", tmp_path / "y.json")
    assert "There is no vocabulary" in refused("terms", "carrierz")


@pytest.mark.parametrize(
    "arguments", [("bogus", "--json"), ("run", "--json"), ("run", "a.toml", "--bogus", "--json"), ("run", "a.toml", "--seed", "-1", "--json")]
)
def test_a_command_line_that_cannot_be_read_is_one_object_too(arguments):
    found = exoforge(*arguments)
    assert found.returncode == 2
    assert json.loads(found.stdout)["problems"][0]["sentence"]


def test_ctrl_c_says_that_nothing_was_written(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "run", str(EXAMPLES / "planned-skin-gel.toml"), "-o", str(tmp_path / "out"), "--members", "20000"],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "nothing was written" in told
    assert not (tmp_path / "out").exists()


def test_a_terminal_without_greek_still_gets_its_answer(tmp_path):
    found = subprocess.run([*COMMAND, "terms", "units"], capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"}, check=False)
    assert found.returncode == 0


def test_closed_and_full_streams_are_no_traceback():
    for line in ("terms units >&-", "terms units > /dev/full", "terms units | head -1"):
        found = subprocess.run(f"{sys.executable} -m exoforge {line}", shell=True, capture_output=True, text=True, check=False)
        assert "Traceback" not in found.stderr, line


@pytest.mark.parametrize(
    "text",
    [
        RECORD + "[target]\nbody_mass = " + "9" * 400 + "\n",
        RECORD + '[source]\nsettings = 5\npassage = "4"\n',
        "exoforge = 1" + "0" * 5000 + "\n",
        "a = " + "[" * 5000,
        RECORD + "unread = { a = 1 }\n",
        RECORD + '[[steps]]\nstage = "culture"\nkind = "flask"\n',
        RECORD + '[[step]]\nstage = "culture"\nkind = "flask"\norder = "hello"\n',
    ],
    ids=["huge", "settings", "digits", "deep", "unread", "steps", "order"],
)
def test_hostile_records_are_refused(text, tmp_path):
    (tmp_path / "bad.toml").write_text(text)
    refused("check", tmp_path / "bad.toml")


def test_a_pipe_is_no_record(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "no regular file" in refused("check", tmp_path / "pipe")
    assert "too long" in refused("run", EXAMPLES / "planned-skin-gel.toml", "-o", "x" * 300)


def test_an_impossible_ensemble_is_refused(tmp_path):
    assert "needs from 2" in refused("run", EXAMPLES / "planned-skin-gel.toml", "-o", tmp_path / "out", "--members", "1")
