"""The command of tangential flow filtration, as a user meets it."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.isolate import isolate

RUNNER = CliRunner()
FEW = ("--members", "5")


def asked(*arguments):
    found = RUNNER.invoke(isolate, ["tff", *map(str, arguments)])
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def refused(*arguments):
    found = RUNNER.invoke(isolate, ["tff", *map(str, arguments)])
    assert isinstance(found.exception, ExoforgeError), (found.output, found.exception)
    return str(found.exception)


def test_help_has_an_example_and_the_common_options():
    text = asked("--help")
    assert "Example: exoforge isolate tff" in text
    for option in ("--json", "--quiet", "--seed", "--feed", "--output", "--shear"):
        assert option in text


def test_the_example_runs():
    text = asked("--cutoff", "500kDa", "--concentrate", "10x", "--diavolumes", "6", "--area", "0.01m2", "--shear", "4000/s", *FEW)
    assert "over 500 kDa: 500 mL, 10-fold, washed with 6 diavolumes" in text
    assert "4000 1/s at the wall" in text


def test_options_reach_the_operation():
    facts = json.loads(
        asked(
            *("--cutoff", "300 kDa", "--final-volume", "20 mL", "--diavolumes", "3", "--volume", "2 L", "--area", "0.1 m2", "--flux", "15 LMH"),
            *("--sieving", "film", "--fibre-length", "30 cm", "--hold-up", "2 mL", "--temp", "4 C", "--json", *FEW),
        )
    )
    assert facts["factor"] == pytest.approx(100.0)
    assert facts["feed_volume"] == pytest.approx(2e-3)
    assert facts["product_volume"] == pytest.approx(18e-6)
    settings = facts["settings"]
    assert settings["flux"] == pytest.approx(15e-3 / 3600)
    assert settings["temperature"] == pytest.approx(277.15)
    assert (settings["sieving"], settings["fibre_length"], settings["diavolumes"]) == ("film", 0.3, 3.0)


def test_a_record_is_the_feed(tmp_path):
    record = tmp_path / "my.toml"
    record.write_text(
        'exoforge = "1.0"\nid = "mine"\nstanding = "planned"\n[[step]]\nstage = "culture"\nkind = "flask"\nvolume = "1 L"\n'
        '[[step]]\nstage = "isolate"\nkind = "filtration"\nhold_up = 0.1\n[[step]]\nstage = "isolate"\nkind = "tangential-flow-filtration"\n'
    )
    facts = json.loads(asked("--feed", record, "--json", *FEW))
    assert facts["feed_volume"] == pytest.approx(0.9e-3)
    assert "isolate/filtration" in facts["feed"]
    assert "describes the usual feed" in refused("--feed", record, "--volume", "1 L")


def test_a_picture_and_its_numbers_are_written(tmp_path):
    for name in ("tff.svg", "tff.csv"):
        assert f"Wrote {tmp_path / name}" in asked("-o", tmp_path / name, *FEW).replace("\n", "")
        assert (tmp_path / name).stat().st_size > 500


def test_quiet_says_nothing():
    assert asked("--quiet", *FEW) == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--cutoff", "10 kDa", "--diavolumes", "6"), "66 kDa"),
        (("--cutoff", "500"), "--cutoff is '500'"),
        (("--concentrate", "10x", "--final-volume", "5 mL"), "--concentrate and --final-volume are both given"),
        (("--shear", "fast"), "--shear is 'fast'"),
        (("--concentrate", "0.5x"), "must lie in [1, 10000]"),
        (("--sieving", "magic"), "'sieving' is 'magic'"),
        (("--area", "0 m2"), "state the area"),
        (("--fibre-diameter", "0 mm"), "inner diameter of the fibre is 0 m"),
        (("--final-volume", "0 mL"), "--final-volume is '0 mL'; it must be above 0"),
        (("--final-volume", "3 L"), "more than the feed's"),
        (("--members", "1"), "1 members"),
        (("-o", "tff.docx"), "tff.docx"),
    ],
)
def test_nonsense_is_refused(arguments, sentence):
    assert sentence in refused(*arguments)


def test_the_command_loads_nothing_heavy_at_start():
    code = "import sys, exoforge.cli.isolate_tff; print([name for name in ('scipy', 'numpy', 'pint', 'numba') if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
