"""The command of a column, as a user meets it."""

import json
import subprocess
import sys

import pytest

from tests.cli.command import exoforge, refused

RECORD = """exoforge = "1.1"
id = "small"
standing = "planned"
[[step]]
stage = "culture"
kind = "flask"
volume = "200 mL"
supplement = "serum-free"
[[step]]
stage = "isolate"
kind = "tangential-flow-filtration"
concentration_factor = 100
[[step]]
stage = "isolate"
kind = "size-exclusion"
resin = "cl-6b"
"""
FEW = ("--members", "4")


def test_help_has_an_example():
    found = exoforge("isolate", "column", "--help")
    assert "Example: exoforge isolate column" in found.stdout
    for option in ("--bed", "--load", "--resin", "--resins", "--feed", "--flow", "--fraction", "--purity", "--recovery", "--json", "--quiet", "--seed"):
        assert option in found.stdout


@pytest.mark.parametrize("ending", ["svg", "csv"])
def test_a_run_is_printed_and_drawn(tmp_path, ending):
    path = tmp_path / "new" / f"c.{ending}"
    found = exoforge("isolate", "column", "--bed", "10mL", "--load", "0.5mL", "--resin", "qEV 70", "--fraction", "0.5mL", "--recovery", "60%", *FEW, "-o", path)
    assert found.returncode == 0, found.stderr
    assert "Pool fractions" in found.stdout
    assert path.stat().st_size > 1000


def test_the_feed_may_be_a_record_and_a_wanted_purity_a_bare_number(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text(RECORD)
    facts = json.loads(exoforge("isolate", "column", "--feed", path, "--purity", "1e8", "--resin", "cl-4b", *FEW, "--json").stdout)
    assert facts["feed_volume"] == pytest.approx(2e-6)
    assert facts["settings"]["resin"] == "Sepharose CL-4B"
    assert facts["fulfilled"]
    assert facts["pool"]["purity"] >= 1e17
    with_unit = json.loads(exoforge("isolate", "column", "--feed", path, "--purity", "1e8 particles/ug protein", "--resin", "cl-4b", *FEW, "--json").stdout)
    assert with_unit["pool"] == facts["pool"]


def test_resins_of_ones_own(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[mine]\npore_diameter = "60 nm"\nbead_diameter = "90 um"\nbed_volume = "20 mL"\n')
    listed = exoforge("isolate", "column", "--resins", path, "--list-resins")
    assert "mine" in listed.stdout
    assert "Sepharose CL-2B" in listed.stdout
    facts = json.loads(exoforge("isolate", "column", "--resins", path, "--resin", "mine", *FEW, "--json").stdout)
    assert (facts["settings"]["pore_diameter"], facts["settings"]["bed_volume"]) == pytest.approx((60e-9, 20e-6))
    assert facts["load"] == pytest.approx(1e-6)


def test_stated_pores_and_beads_win():
    facts = json.loads(exoforge("isolate", "column", "--pore", "50 nm", "--bead", "80 um", "--model", "finite-volumes", *FEW, "--json").stdout)
    assert (facts["settings"]["pore_diameter"], facts["settings"]["bead_radius"]) == pytest.approx((50e-9, 40e-6))
    assert facts["model"] == "finite-volumes"


def test_quiet_says_nothing():
    assert exoforge("isolate", "column", "--quiet", *FEW).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--load", "6mL"), "At most 50% of the bed is taken"),
        (("--bed", "5 kg"), "--bed is '5 kg'"),
        (("--load", "0.5"), "--load is '0.5'"),
        (("--resin", "sephadex g25 superfine"), "is not a resin on the list"),
        (("--resins", "nowhere.toml"), "nowhere.toml"),
        (("--recovery", "150%"), "must lie in (0, 1]"),
        (("--purity", "much"), "--purity is 'much'"),
        (("--model", "magic"), "it must be moments or finite-volumes"),
        (("--members", "1"), "from 2 to"),
        (("-o", "c.pdf"), "'.pdf'"),
        (("--flow", "0 mL/min"), "--flow is '0 mL/min'; it must be above 0"),
        (("--pore", "0 nm"), "--pore is '0 nm'; it must be above 0"),
        (("--bed", "1e4 L"), "bed_volume"),
    ],
)
def test_a_refusal_is_a_sentence(arguments, sentence):
    assert sentence in refused("isolate", "column", *arguments)


def test_the_rooms_are_imported_only_by_the_command_that_needs_them():
    heavy = ("pint", "pydantic", "numpy", "scipy", "exoforge.design", "exoforge.laws")
    code = f"import sys; import exoforge.cli.isolate_column; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
