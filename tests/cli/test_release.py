"""The commands of release, as a user meets them."""

import json

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.release import release
from tests.cli.command import refused as refused_process

RUNNER = CliRunner()
CURVES = """time (h);A (%);B (%);C (%)
0;0;0;0
1;13,1;14,6;12,9
2;21,2;22,9;20,1
4;31,9;35,5;31,4
8;45,7;50,6;46,6
12;57,3;61,0;56,9
24;74,4;78,9;74,6
48;89,5;92,0;88,9
"""
RECORD = """exoforge = "1.0"
id = "gel"
standing = "planned"
[[step]]
stage = "deliver"
kind = "gel-slab"
[dosing]
dose = "2e10 particles"
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "curves.csv").write_text(CURVES, encoding="utf-8")
    (tmp_path / "gel.toml").write_text(RECORD, encoding="utf-8")
    return tmp_path


def asked(*arguments):
    found = RUNNER.invoke(release, list(map(str, arguments)))
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def refused(*arguments):
    found = RUNNER.invoke(release, list(map(str, arguments)))
    assert isinstance(found.exception, ExoforgeError), (found.output, found.exception)
    return str(found.exception)


@pytest.mark.parametrize("command", ["fit", "predict"])
def test_help_has_an_example_and_the_common_options(command):
    text = asked(command, "--help")
    assert f"Example: exoforge release {command}" in text
    for option in ("--json", "--quiet", "--seed", "--plot"):
        assert option in text


def test_curves_are_fitted_drawn_and_written(files):
    text = asked("fit", files / "curves.csv", "--geometry", "slab", "--thickness", "2 mm", "--plot", files / "out.svg", "--csv", files / "laws.csv")
    assert "best law" in text
    assert "between batches" in text
    assert (files / "out.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "crank-slab" in (files / "laws.csv").read_text(encoding="utf-8")
    facts = json.loads(asked("fit", files / "curves.csv", "--json"))
    assert facts["ok"]
    assert len(facts["batches"]) == 3
    assert asked("fit", files / "curves.csv", "--quiet") == ""


def test_a_carrier_is_computed_and_measured_points_laid_over(files):
    facts = json.loads(asked("predict", files / "gel.toml", "--fit", files / "curves.csv", "--members", 10, "--json"))
    assert len(facts["measured"]["beside"]) == 3
    text = asked("predict", files / "gel.toml", "--diameter", "120 nm", "--spread", "1.4", "--members", 10, "--plot", files / "out.csv")
    assert "log-normal around 120 nm" in text
    assert (files / "out.csv").read_text(encoding="utf-8").startswith("what,time [s],released")


def test_options_that_cannot_be_are_refused(files):
    assert "--geometry is 'cube'" in refused("fit", files / "curves.csv", "--geometry", "cube")
    assert "--thickness" in refused("fit", files / "curves.csv", "--thickness", "2 mL", "--geometry", "slab")
    assert "--sample-volume" in refused("fit", files / "curves.csv", "--sample-volume", "1 mL")
    assert "--loaded" in refused("fit", files / "curves.csv", "--loaded", "much")
    assert "'out.gif'" in refused("fit", files / "curves.csv", "--plot", files / "out.gif")
    assert "needs from 2" in refused("predict", files / "gel.toml", "--members", 1)


def test_a_refusal_of_the_whole_program_is_a_sentence_and_exit_code_2(files):
    (files / "falls.csv").write_text("time (h),released (%)\n0,0\n1,20\n2,45\n4,39\n8,60\n", encoding="utf-8")
    assert "falls from 45 % at 2 h to 39 % at 4 h" in refused_process("release", "fit", files / "falls.csv")
