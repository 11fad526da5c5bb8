"""The command of surfaces, as a user meets it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.engineer import engineer

RUNNER = CliRunner()


def run(*arguments):
    return RUNNER.invoke(engineer, ["surface", *map(str, arguments)])


def test_help_has_an_example_and_the_common_options():
    text = run("--help").output
    assert "Example: exoforge engineer surface" in text
    for option in ("--json", "--quiet", "--seed", "--output", "--ligand", "--per-vesicle"):
        assert option in text


def test_text_json_and_picture(tmp_path):
    found = run("--ligand", "CREKA", "--members", 4, "-o", tmp_path / "one.json")
    assert found.exit_code == 0, (found.output, found.exception)
    assert "uptake, bone" in found.output
    assert "adelipour2023" in found.output
    assert json.loads((tmp_path / "one.json").read_text())["vconcat"]
    facts = json.loads(run("--ligand", "PEG", "--species", "rat", "--members", 4, "--json").output)
    assert (facts["ok"], facts["species"], facts["surface"]) == (True, "rat", "pegylated")
    again = json.loads(run("--ligand", "PEG", "--species", "rat", "--members", 4, "--json").output)
    assert facts == again
    assert run("--ligand", "PEG", "--members", 4, "--quiet").output == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--ligand"),
        (("--ligand", "unobtainium"), "No study"),
        (("--ligand", "PEG", "--per-vesicle", "many"), "--per-vesicle"),
        (("--ligand", "PEG", "-o", "no.gif"), "gif"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(arguments, words):
    found = run(*arguments)
    assert isinstance(found.exception, ExoforgeError), found.output
    assert words in str(found.exception)
