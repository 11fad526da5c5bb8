"""The command about density gradients, as a user meets it."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.isolate import isolate
from exoforge.report.display import NARROW

RUNNER = CliRunner()
RECORD = """
exoforge = "1.0"
id = "floated"
standing = "planned"
[[step]]
stage = "culture"
kind = "flask"
volume = "50 mL"
[[step]]
stage = "isolate"
kind = "centrifugation"
acceleration = "100000 x g (r_av)"
duration = "2 h"
keep = "pellet"
resuspension_volume = "0.5 mL"
[[step]]
stage = "isolate"
kind = "density-gradient"
"""


def asked(*arguments):
    found = RUNNER.invoke(isolate, ["gradient", *map(str, arguments)])
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def refused(*arguments):
    found = RUNNER.invoke(isolate, ["gradient", *map(str, arguments)])
    assert isinstance(found.exception, ExoforgeError), (found.output, found.exception)
    return str(found.exception)


def test_the_example_of_the_help_works(tmp_path):
    picture = tmp_path / "bands.svg"
    example = ["--medium", "iodixanol", "--steps", "5,10,20,40", "--speed", "35000rpm", "--time", "18h", "--fractions", "12", "--density", "1.08..1.12", "-o"]
    text = asked(*example, picture)
    assert "35000 rpm" in text.replace(NARROW, "")
    assert "Wrote" in text
    assert picture.read_text().startswith("<svg")


def test_the_sample_of_a_record_is_what_it_makes_before_its_gradient(tmp_path):
    record = tmp_path / "my.toml"
    record.write_text(RECORD)
    facts = json.loads(asked("--feed", record, "--json"))
    assert "centrifugation" in facts["sample"]["said"]
    assert facts["sample"]["volume"] == pytest.approx(0.6e-6)
    assert facts["tubes"] == 1


def test_a_linear_gradient_by_molarity_and_a_window_without_unit():
    facts = json.loads(asked("--medium", "sucrose", "--linear", "0.25..2 M", "--density", "1.13..1.19", "--json"))
    assert facts["settings"]["layer_1"] == pytest.approx(0.083, abs=6e-4)
    assert facts["settings"]["window_high"] == pytest.approx(1190.0)


def test_a_part_of_the_sample_is_loaded():
    facts = json.loads(asked("--volume", "0.5 mL", "--rcf", "100000g@rav", "--json"))
    assert facts["sample"]["volume"] == pytest.approx(0.5e-6)
    assert facts["angular_velocity"] ** 2 * 0.11275 == pytest.approx(1e5 * 9.80665, rel=1e-6)


def test_quiet_says_nothing():
    assert asked("--quiet") == ""


def test_the_numbers_of_the_picture_can_be_had(tmp_path):
    asked("--quiet", "-o", tmp_path / "bands.csv")
    assert (tmp_path / "bands.csv").read_text().startswith("radius_mm,density_g_ml,ev_percent_per_mm")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--steps", "40,20"), "each must be denser"),
        (("--steps", "5,10", "--linear", "5..10"), "both given"),
        (("--linear", "10"), "light and the dense end"),
        (("--speed", "90000rpm"), "more than the 40000 rpm"),
        (("--speed", "35000rpm", "--rcf", "1000g@rav"), "state one of them"),
        (("--rcf", "100000g"), "does not say its radius"),
        (("--medium", "ficoll"), "a gradient is made of"),
        (("--rotor", "Type 45 Ti"), "fixed-angle rotor"),
        (("--tubes", "1"), "state 2 tubes"),
        (("--density", "1.1"), "lowest and the highest"),
        (("--density", "1.3..1.4"), "move the window"),
        (("--volume", "5 mL"), "the sample has 2 mL"),
        (("--time", "5"), "'duration'"),
        (("--temp", "60 C"), "temperature"),
        (("-o", "bands.doc"), "ends in '.doc'"),
    ],
)
def test_a_refusal_is_a_sentence_without_a_step(arguments, sentence):
    found = refused(*arguments)
    assert sentence in found
    assert "step[" not in found


def test_the_rooms_are_imported_only_when_the_command_runs():
    heavy = ("pint", "pydantic", "numpy", "numba", "exoforge.design")
    code = f"import sys; import exoforge.cli.isolate_gradient; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
