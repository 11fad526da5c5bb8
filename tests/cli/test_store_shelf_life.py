"""The commands of stability, as a user meets them."""

import json

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.store import store
from tests.cli.command import exoforge
from tests.cli.command import refused as refused_process

RUNNER = CliRunner()
STUDY = "month;potency [%]\n0;100,2\n3;99,1\n6;98,6\n9;97,4\n12;96,9\n18;95,3\n24;93,6\n"
WARM = "time [d];T [°C];value [%]\n" + "\n".join(
    f"{day};{celsius};{100 * (1 - loss * day / 60):.3f}" for celsius, loss in ((5, 0.03), (25, 0.2), (40, 0.7)) for day in (0, 10, 20, 30, 45, 60)
)
LOG = "time;T [°C]\n2024-05-01 08:00;5,0\n2024-05-01 20:00;5,5\n2024-05-02 02:00;19,5\n2024-05-02 08:00;5,0\n"


@pytest.fixture
def files(tmp_path):
    for name, text in (("data.csv", STUDY), ("warm.csv", WARM), ("log.csv", LOG)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def asked(*arguments):
    found = RUNNER.invoke(store, list(map(str, arguments)))
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def refused(*arguments):
    found = RUNNER.invoke(store, list(map(str, arguments)))
    assert isinstance(found.exception, ExoforgeError), (found.output, found.exception)
    return str(found.exception)


@pytest.mark.parametrize("command", ["shelf-life", "accelerated", "excursion"])
def test_help_has_an_example_and_the_common_options(command):
    text = asked(command, "--help")
    assert f"Example: exoforge store {command}" in text
    for option in ("--json", "--quiet", "--seed", "--output"):
        assert option in text


def test_a_shelf_life_in_the_unit_of_the_table_and_in_another(files):
    assert "35.8 months" in asked("shelf-life", files / "data.csv", "--limit", 90)
    facts = json.loads(asked("shelf-life", files / "data.csv", "--limit", 90, "--unit", "d", "--json"))
    assert facts["shelf_life"] == pytest.approx(35.84 * 30.4375, abs=0.2)
    assert asked("shelf-life", files / "data.csv", "--limit", 90, "--quiet") == ""
    both = json.loads(asked("shelf-life", files / "data.csv", "--lower", 90, "--upper", 110, "--json"))
    assert both["confidence_one_sided"] == 0.975


def test_a_faster_test_foretells(files):
    facts = json.loads(asked("accelerated", files / "warm.csv", "--at", "4C", "--limit", 90, "--until", "365 d", "--json"))
    assert facts["foretold"]["time"] == pytest.approx(365.0)
    assert facts["foretold"]["new_low"] < facts["foretold"]["value"] < facts["foretold"]["new_high"]
    assert facts["outside_the_study"]
    one = json.loads(asked("accelerated", files / "warm.csv", "--at", "4C", "--kinetics", "first-order", "--json"))
    assert one["taken"] == "first-order"


def test_a_journey_is_summed_up(files):
    facts = json.loads(asked("excursion", files / "log.csv", "--allowed", "2 to 8 C", "--loss", "0.02 1/d", "--activation-energy", "80 kJ/mol", "--json"))
    assert 278.15 < facts["mean_kinetic_temperature_K"] < 292.65
    assert facts["above_s"] > 3600
    assert facts["lost"]["low"] == pytest.approx(facts["lost"]["high"])
    assert "mean kinetic temperature" in asked("excursion", files / "log.csv", "--allowed", "4C")


@pytest.mark.parametrize("ending", ["svg", "png", "csv", "json"])
def test_pictures_are_written(files, ending):
    asked("shelf-life", files / "data.csv", "--limit", 90, "-o", files / f"a.{ending}", "-q")
    asked("accelerated", files / "warm.csv", "--at", "4C", "-o", files / f"b.{ending}", "-q")
    asked("excursion", files / "log.csv", "--allowed", "4C", "-o", files / f"c.{ending}", "-q")
    assert all((files / f"{name}.{ending}").stat().st_size > 40 for name in "abc")


def test_what_cannot_be_answered_is_refused(files):
    assert "needs a limit" in refused("shelf-life", files / "data.csv")
    assert "--unit is 'mg'" in refused("shelf-life", files / "data.csv", "--limit", 90, "--unit", "mg")
    assert "There is no file" in refused("shelf-life", files / "none.csv", "--limit", 90)
    assert "names no temperatures" in refused("shelf-life", files / "data.csv", "--limit", 90, "--at", "5C")
    assert "several temperatures" in refused("shelf-life", files / "warm.csv", "--limit", 90)
    assert "Unable to find a column of temperatures" in refused("accelerated", files / "data.csv", "--at", "4C")
    assert "below freezing" in refused("accelerated", files / "warm.csv", "--at=-20C")
    assert "names no kinetics" in refused("accelerated", files / "warm.csv", "--at", "4C", "--kinetics", "cubic")
    assert "--allowed is 'cold'" in refused("excursion", files / "log.csv", "--allowed", "cold")
    assert "--allowed is '4 h'" in refused("excursion", files / "log.csv", "--allowed", "4 h")
    assert "this is written as" in refused("excursion", files / "log.csv", "--allowed", "4C", "-o", files / "x.pdf")


def test_the_whole_command_line_mounts_them(files):
    found = exoforge("store", "shelf-life", "data.csv", "--limit", "90", "--unit", "months", cwd=files)
    assert found.returncode == 0
    assert "35.8 months" in found.stdout
    assert "Line 3" in refused_process("store", "excursion", "bad.csv", "--allowed", "4C", cwd=_with_bad(files))


def _with_bad(folder):
    (folder / "bad.csv").write_text("time;T [°C]\n2024-05-01 08:00;5\n2024-05-01 09:00;warm\n", encoding="utf-8")
    return folder
