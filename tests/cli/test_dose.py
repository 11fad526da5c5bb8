"""The commands about doses, as a user meets them."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.dose import dose
from tests.evidence.dose.batches import COUNT, HEAD, PROTEIN

RUNNER = CliRunner()


def asked(*arguments):
    found = RUNNER.invoke(dose, list(map(str, arguments)))
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def refused(*arguments):
    found = RUNNER.invoke(dose, list(map(str, arguments)))
    assert isinstance(found.exception, ExoforgeError), (found.output, found.exception)
    return str(found.exception)


@pytest.mark.parametrize("command", ["convert", "scale"])
def test_help_has_an_example_and_the_common_options(command):
    text = asked(command, "--help")
    assert f"Example: exoforge dose {command}" in text
    for option in ("--json", "--quiet", "--seed"):
        assert option in text


def test_a_dose_is_converted_by_the_measurements_of_its_batch(tmp_path):
    record = tmp_path / "my.toml"
    record.write_text(HEAD.format(name="batch-7") + COUNT + PROTEIN)
    facts = json.loads(asked("convert", "100 ug protein", "--to", "particles", "--batch", record, "--json"))
    (answer,) = facts["levels"][0]["conversions"]
    assert answer["median"] == pytest.approx(8e10)
    assert {factor["origin"] for factor in answer["factors"]} == {"batch"}
    by_lab = json.loads(asked("convert", "100 ug protein", "--to", "particles", "--lab", record, "--json"))
    assert {factor["origin"] for factor in by_lab["levels"][0]["conversions"][0]["factors"]} == {"same lab"}


def test_options_of_size_are_used():
    facts = json.loads(asked("convert", "100 ug", "--to", "ug/kg", "--body-mass", "250 g", "--json"))
    assert facts["levels"][0]["conversions"][0]["median"] == pytest.approx(400.0)
    facts = json.loads(asked("convert", "100 ug", "--to", "ug/cm2", "--area", "50 mm2", "--json"))
    assert facts["levels"][0]["conversions"][0]["median"] == pytest.approx(200.0)


def test_free_text_of_a_paper_is_read():
    text = asked("convert", "100 μg and 200 μg, implantation with scaffolds", "--isolation", "ultracentrifugation")
    assert "100 µg" in text
    assert "200 µg" in text
    assert "implantation with scaffolds" in text


def test_a_dose_is_scaled_and_a_printed_volume_makes_an_amount():
    facts = json.loads(asked("scale", "1 μg/μL (250 μL)", "--from", "rat", "--from-mass", "250 g", "--json"))
    assert facts["levels"][0]["dose"] == "250 ug"
    text = asked("scale", "100 ug", "--from", "rat", "--to", "human", "--route", "intra-articular", "--defect-from", "50 uL", "--defect-to", "5 mL")
    assert "times 5 mL over 50 uL" in " ".join(text.split())


def test_quiet_says_nothing():
    assert asked("convert", "1e10 particles", "--quiet") == ""
    assert asked("scale", "1e10 particles", "--from", "rat", "--quiet") == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("convert", "NA"), "no dose was reported"),
        (("convert", "a spoonful"), "No dose was found"),
        (("convert", "1e10 particles", "--to", "cells"), "without the yield"),
        (("convert", "1e10 particles", "--to", "bananas"), "Unknown unit"),
        (("convert", "1e10 particles", "--isolation", "magic"), "is no isolation"),
        (("convert", "1e10 particles", "--batch", "nowhere.toml"), "nowhere.toml"),
        (("scale", "1 ug", "--from", "dragon"), "not a species"),
        (("scale", "100 ug/mL", "--from", "rat"), "is a concentration"),
    ],
)
def test_a_refusal_is_a_sentence(arguments, sentence):
    assert sentence in refused(*arguments)


def test_the_rooms_are_imported_only_by_the_command_that_needs_them():
    heavy = ("pint", "pydantic", "numpy", "duckdb", "exoforge.evidence.dose")
    code = f"import sys; import exoforge.cli.dose; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
