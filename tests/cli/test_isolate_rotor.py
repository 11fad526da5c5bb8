"""The commands about rotors, as a user meets them."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.isolate import isolate

RUNNER = CliRunner()
SPIN = ("rotor", "Type 45 Ti", "--time", "70min")
OWN = '["House rotor"]\nkind = "swinging"\nr_min = "65 mm"\nr_max = "150 mm"\nmax_speed = "30000 rpm"\ntube_volume = "20 mL"\ntubes = 4\n'


def asked(*arguments):
    found = RUNNER.invoke(isolate, list(map(str, arguments)))
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def refused(*arguments):
    found = RUNNER.invoke(isolate, list(map(str, arguments)))
    assert isinstance(found.exception, ExoforgeError), (found.output, found.exception)
    return str(found.exception)


@pytest.mark.parametrize("command", ["rotor", "rotors"])
def test_help_has_an_example_and_the_common_options(command):
    text = asked(command, "--help")
    assert f"Example: exoforge isolate {command}" in text
    for option in ("--json", "--quiet", "--seed", "--rotors"):
        assert option in text


def test_a_spin_is_worked_out():
    text = asked(*SPIN, "--rcf", "100000g@rav", "--temp", "4C", "--density", "1.08g/mL", "--other", "SW 32 Ti", "--volume", "94mL")
    for words in ("35781 rpm", "148600 × g at r_max", "210 S h", "density 1.080 g/mL", "SW 32 Ti", "94 mL in 6 tubes of 94 mL", "1 run"):
        assert words in text
    assert "TLA-100.3" not in text


def test_the_same_spin_by_force_and_by_speed():
    by_force = json.loads(asked(*SPIN, "--rcf", "100,000 x g (r_av)", "--json"))
    by_speed = json.loads(asked(*SPIN, "--rpm", f"{by_force['speed_rpm']:.9f}rpm", "--json"))
    assert by_speed["forces_x_g"]["r_av"] == pytest.approx(1e5, rel=1e-9)
    assert by_force["kinds"] == [pytest.approx(one) for one in by_speed["kinds"]]
    other = json.loads(asked(*SPIN, "--rcf", "100000g@rmax", "--json"))
    assert other["speed_rpm"] == pytest.approx(29352, abs=1)


def test_medium_and_sizes_are_taken():
    facts = json.loads(asked(*SPIN, "--rcf", "1e4g@rav", "--medium-viscosity", "1.55 mPa s", "--temp", "20 C", "--size", "50..150", "--json"))
    assert facts["viscosity"] == pytest.approx(1.55e-3)
    assert [round(one["diameter"] * 1e9) for one in facts["sizes"]] == [50, 60, 70, 80, 100, 120, 150]
    assert [one["temperature"] for one in facts["temperatures"]] == [277.15, 293.15]


def test_a_record_gives_the_feed(tmp_path):
    record = tmp_path / "my.toml"
    culture = '[[step]]\nstage = "culture"\nkind = "flask"\ncells = "1e8 cells"\nvolume = "100 mL"\nsupplement = "serum-free"\n'
    record.write_text('exoforge = "1.0"\nid = "mine"\nstanding = "planned"\n' + culture)
    facts = json.loads(asked(*SPIN, "--rcf", "1e5g@rav", "--feed", record, "--json"))
    assert "mine" in facts["feed"]
    assert facts["volume"] == pytest.approx(1e-4)
    assert {one["name"] for one in facts["kinds"]} == {"ev", "protein-complex", "soluble-protein"}


def test_rotors_of_ones_own(tmp_path):
    path = tmp_path / "my-rotors.toml"
    path.write_text(OWN)
    assert "House rotor" in asked("rotors", "--rotors", path)
    assert "House rotor" not in asked("rotors")
    listed = json.loads(asked("rotors", "--rotors", path, "--json"))["rotors"]
    assert listed[-1]["capacity"] == pytest.approx(80e-6)
    text = asked("rotor", "house rotor", "--rpm", "29000rpm", "--time", "2h", "--rotors", path, "--other", "house-rotor", "--other", "SW 41")
    assert "House rotor (swinging bucket)" in text
    assert "SW 41 Ti" in text
    assert "30000 rpm that rotor House rotor bears (stated)" in refused("rotor", "house rotor", "--rpm", "31000rpm", "--time", "2h", "--rotors", path)
    path.write_text(OWN.replace("swinging", "drum"))
    assert "my-rotors.toml" in refused("rotors", "--rotors", path)


@pytest.mark.parametrize("ending", ["svg", "png", "csv", "json"])
def test_the_picture_is_written(tmp_path, ending):
    path = tmp_path / f"rotor.{ending}"
    assert f"Wrote {path}" in asked(*SPIN, "--rcf", "1e4g@rav", "-o", path).replace("\n", "")
    assert path.stat().st_size > 1000


def test_quiet_says_nothing():
    assert asked(*SPIN, "--rcf", "1e4g@rav", "--quiet") == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--rcf", "100000g"), "does not say its radius, and in Type 45 Ti it means: r_min (35.9 mm) 49910 rpm; r_av (69.8 mm) 35781 rpm; r_max"),
        ((), "neither is given"),
        (("--rcf", "1e5g@rav", "--rpm", "40000rpm"), "both are given"),
        (("--rpm", "60000rpm"), "60000 rpm are more than the 45000 rpm"),
        (("--rcf", "300000g@rmax"), "more than the 45000 rpm"),
        (("--rpm", "40000"), "--rpm is '40000'; write a number and its unit like '35000 rpm'"),
        (("--rcf", "1e5g@rav", "--size", "30"), "--size is '30'; give the smallest and the largest"),
        (("--rcf", "1e5g@rav", "--volume", "0 mL"), "--volume is '0 mL'; it must be above 0"),
        (("--rcf", "1e5g@rav", "--density", "1.08"), "--density is '1.08'"),
        (("--rcf", "1e5g@rav", "--other", "SW 33"), "did you mean 'SW 32 Ti'"),
        (("--rcf", "1e5g@rav", "--rotors", "nowhere.toml"), "nowhere.toml"),
        (("--rcf", "1e5g@rav", "--feed", "nowhere.toml"), "nowhere.toml"),
        (("--rcf", "1e5g@rav", "-o", "rotor.pdf"), "'rotor.pdf' ends in '.pdf'"),
    ],
)
def test_a_refusal_is_a_sentence(arguments, sentence):
    assert sentence in refused(*SPIN, *arguments)


def test_an_unknown_rotor_is_refused():
    assert "did you mean 'Type 45 Ti'" in refused("rotor", "Typ 45 Ti", "--rpm", "4000rpm", "--time", "1h")


def test_the_rooms_are_imported_only_by_the_command_that_needs_them():
    heavy = ("pint", "pydantic", "numpy", "exoforge.laws", "exoforge.design")
    code = f"import sys; import exoforge.cli.isolate_rotor; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
