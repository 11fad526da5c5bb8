"""The commands of loading, as a user meets them."""

import json

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli.engineer import engineer
from tests.cli.command import exoforge
from tests.cli.command import refused as refused_process
from tests.shared_data import shared

RUNNER = CliRunner()
LOAD = ("load", "--cargo", "siRNA", "--method", "electroporation", "--ev", "1e11/mL", "--members", "8")
COMPARE = ("compare", "--cargo", "doxorubicin", "--ev", "1e11/mL", "--members", "4")


def asked(*arguments):
    found = RUNNER.invoke(engineer, list(map(str, arguments)))
    assert found.exit_code == 0, (found.output, found.exception)
    return found.output


def refused(*arguments):
    found = RUNNER.invoke(engineer, list(map(str, arguments)))
    assert isinstance(found.exception, ExoforgeError), (found.output, found.exception)
    return str(found.exception)


def test_load_as_a_process():
    found = exoforge("engineer", *LOAD)
    assert found.returncode == 0, found.stderr
    assert "Ceilings" in found.stdout
    assert "Published" in found.stdout


def test_load_as_json():
    facts = json.loads(asked(*LOAD, "--efficiency", "30 %", "--json"))
    assert facts["methods"][0]["claim"]["efficiency"] == pytest.approx(0.3)
    assert facts["ceilings"]["lumens"]["central"] < 1e-3
    assert asked(*LOAD, "--quiet") == ""


def test_an_amount_of_substance_is_a_mass():
    facts = json.loads(asked(*LOAD, "--offered", "2 nmol", "--json"))
    assert facts["asked"]["offered"] == pytest.approx(2e-9 * 13.3)


def test_the_same_seed_gives_the_same_numbers():
    assert asked(*LOAD, "--seed", "3") == asked(*LOAD, "--seed", "3")


@pytest.mark.parametrize("ending", ["svg", "png", "csv", "json"])
def test_pictures(tmp_path, ending):
    path = tmp_path / f"load.{ending}"
    assert f"Wrote {path}" in asked(*LOAD, "-o", path).replace("\n", "")
    assert path.stat().st_size > 500


def test_compare_lays_all_side_by_side():
    text = asked(*COMPARE)
    for title in ("Loading by electroporation", "Loading by sonication", "Loading with saponin", "ranks nothing"):
        assert title in text
    few = asked(*COMPARE, "--methods", "sonication, saponin")
    assert "electroporation" not in few


def test_a_table_is_laid_beside(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("Method,Drug,Molecule_Type,Loading_Capacity_Pct,Units\nsonication,DOX,Small,12.5,wt/wt\n", encoding="utf-8")
    assert "12.5" in asked(*COMPARE, "--methods", "sonication", "--table", path)


def test_the_published_table_is_laid_beside():
    text = asked(*COMPARE, "--table", shared("data/context/ev_atlas/Fig3bc_Loading_Capacity.csv"))
    assert "129 numbers of 53 works" in text
    assert "4.1 to 23.6" in text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--ev", "1e11"), "vesicles per volume"),
        (("--ev", "-1e11/mL"), "above 0"),
        (("--volume", "3 kg"), "--volume"),
        (("--offered", "0 ug"), "above 0"),
        (("--offered", "0 nmol"), "above 0"),
        (("--offered", "much"), "--offered"),
        (("--cargo", "spio", "--offered", "2 nmol"), "molar mass"),
        (("--cargo", " "), "No cargo is named"),
        (("--set", "efficiency=30 %"), "--efficiency"),
        (("--efficiency", "130 %"), "--efficiency"),
        (("--method", "heatgun"), "no way of loading"),
        (("--cargo", "CRISPR"), "several things"),
        (("--set", "vesicle_loss"), "name=value"),
        (("--set", "vesicle_loss=0.1", "--set", "vesicle_loss=0.2"), "twice"),
        (("--set", "vesicle_loss=3"), "vesicle_loss"),
        (("--cargo", "paclitaxel", "--offered", "100ug"), "dissolve"),
        (("--members", "1"), "members"),
        (("--table", "nowhere.csv"), "no file"),
        (("-o", "load.doc"), ".doc"),
    ],
)
def test_bad_input_is_refused(more, words):
    assert words in refused(*LOAD, *more)


def test_a_refusal_ends_with_two():
    assert "several things" in refused_process("engineer", "load", "--cargo", "CRISPR", "--method", "sonication")
