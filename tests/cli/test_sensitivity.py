"""The commands of sensitivity and calibration, as a user meets them."""

import json

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli import app
from exoforge.record.files import record_text
from tests.design.records import CULTURE, DELIVER, DEPOT, DOSE, record

RUNNER = CliRunner()
DATA = "quantity,time [h],value,unit,sd\n" + "\n".join(f"released,{hour},{value},%,3" for hour, value in ((2, 10), (8, 25), (24, 40), (72, 62), (144, 80)))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    (folder / "my.toml").write_text(record_text(record(CULTURE, DELIVER, DEPOT, DOSE)), encoding="utf-8")
    (folder / "data.csv").write_text(DATA + "\n", encoding="utf-8")
    return folder


def asked(*arguments):
    found = RUNNER.invoke(app, list(map(str, arguments)))
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


@pytest.mark.parametrize("command", ["sensitivity", "calibrate"])
def test_help_has_an_example_and_the_common_options(command):
    text = asked(command, "--help")
    assert f"Example: exoforge {command}" in text
    for option in ("--json", "--quiet", "--seed", "--plot"):
        assert option in text


def test_indices_as_text_facts_and_picture(files):
    arguments = ("sensitivity", files / "my.toml", "--of", "peak-exposure", "--evaluations", 900)
    text = asked(*arguments, "--plot", files / "s.svg")
    assert max(len(line) for line in text.splitlines() if not line.startswith("Wrote")) <= 100
    assert "Which single assumption flips a verdict?" in text
    assert (files / "s.svg").stat().st_size > 1000
    facts = json.loads(asked(*arguments, "--json"))
    assert facts["output"]["name"] == "peak-exposure"
    assert facts["evaluations"] <= 900
    assert asked(*arguments, "--quiet") == ""


def test_a_calibrated_record_is_written(files):
    arguments = ("calibrate", files / "my.toml", "--data", files / "data.csv", "--members", 100)
    text = asked(*arguments, "-o", files / "calibrated.toml", "--plot", files / "c.svg")
    assert max(len(line) for line in text.splitlines() if not line.startswith("Wrote")) <= 100
    assert "sha256" in (files / "calibrated.toml").read_text(encoding="utf-8")
    assert (files / "c.svg").stat().st_size > 1000
    facts = json.loads(asked(*arguments, "--hold-out", "0.2", "--json"))
    assert facts["held_out"]["points"] == 1
    checked = json.loads(asked("check", files / "calibrated.toml", "--json"))
    assert checked["ok"]


def test_refusals(files):
    for arguments in (("--method", "magic"), ("--error", "none"), ("--hold-out", "1.2")):
        found = RUNNER.invoke(app, ["calibrate", str(files / "my.toml"), "--data", str(files / "data.csv"), *arguments])
        assert isinstance(found.exception, ExoforgeError)
