"""The command that plans a culture, as a user meets it."""

import json

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli import app

RUNNER = CliRunner()


def asked(*arguments):
    found = RUNNER.invoke(app, ["culture", "plan", *map(str, arguments)])
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def test_help_has_an_example_and_the_common_options():
    text = asked("--help")
    assert "Example: exoforge culture plan" in text
    for option in ("--json", "--quiet", "--seed", "--output", "--members"):
        assert option in text


def test_the_options_reach_the_plan():
    words = "--cells 4e7 --hours 48 --vessel hollow-fibre --volume 100mL --every 12 --supplement fbs --preconditioning hypoxia --preconditioning TNF-α"
    facts = json.loads(asked(*words.split(), "--source", "adipose", "--dose", "1e10", "--recovery", "5 to 20 %", "--area", "0.5 m2", "--members", 3, "--json"))
    question = facts["question"]
    assert question["volume"] == pytest.approx(1e-4)
    assert question["harvest_every"] == 12 * 3600
    assert question["recovery"] == pytest.approx([0.05, 0.2])
    assert question["area"] == 0.5
    assert ["hypoxia", "cytokine"] == [one["kind"] for one in facts["preconditioning"]]
    assert facts["source"]["key"] == "adipose-msc"
    chosen = next(one for one in facts["vessels"] if one["key"] == "hollow-fibre")
    assert (chosen["harvests"], facts["members"]) == (4, 3)


def test_a_picture_is_written_beside_the_text(tmp_path):
    target = tmp_path / "plan.svg"
    assert f"Wrote {target}." in asked("--members", 3, "-o", target)
    assert target.read_text(encoding="utf-8").startswith("<svg")
    asked("--members", 3, "-o", tmp_path / "plan.csv", "--quiet")
    assert (tmp_path / "plan.csv").read_text(encoding="utf-8").startswith("vessel,time_h")


def test_the_same_seed_gives_the_same_text():
    assert asked("--members", 4, "--seed", 2) == asked("--members", 4, "--seed", 2)
    assert asked("--members", 4, "--quiet") == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--volume", "3"), "--volume is '3'"),
        (("--recovery", "300 %"), "recovery of the isolation"),
        (("--recovery", "2 mL"), "write a share like"),
        (("--recovery", "much"), "--recovery is 'much'"),
        (("--vessel", "bucket"), "no model of the vessel"),
        (("--vessel", "hollow-fibre", "--hours", "120", "--every", "48"), "such as 60 h"),
        (("--source", "moon"), "not a known term of 'sources'"),
        (("-o", "plan.doc"), "ends in '.doc'"),
    ],
)
def test_a_refusal_is_a_sentence(arguments, sentence):
    found = RUNNER.invoke(app, ["culture", "plan", *arguments, "--members", "2"])
    assert isinstance(found.exception, ExoforgeError), (found.output, found.exception)
    assert sentence in str(found.exception)
