"""The command that follows a dose through a body."""

import json

import pytest

from tests.cli.command import exoforge, refused

BARE = ("distribute", "--species", "mouse", "--route", "iv", "--dose", "1e10 particles", "--members", "10")


def test_a_bare_command_line_is_answered_in_a_hundred_columns(tmp_path):
    picture = tmp_path / "organs.svg"
    told = exoforge(*BARE, "--plot", picture)
    assert told.returncode == 0, told.stderr
    assert picture.stat().st_size > 10_000
    assert "morishita2015" in told.stdout
    assert "Contradicted in print" in told.stdout
    assert "nan" not in told.stdout.casefold().split()
    assert all(len(line) <= 104 for line in told.stdout.splitlines())


def test_json_holds_courses_and_what_was_published():
    told = exoforge(*BARE, "--model", "pbpk", "--json")
    assert told.returncode == 0, told.stderr
    facts = json.loads(told.stdout)
    assert facts["ok"]
    assert facts["models"][0]["name"] == "pbpk"
    assert len(facts["models"][0]["sites"]["liver"]["time"]) > 50
    assert {one["study"] for one in facts["published"]} >= {"morishita2015", "kim2019", "evatlas2026"}
    assert "not clinical evidence" in facts["nature"]


def test_the_numbers_of_the_picture_can_be_written(tmp_path):
    table = tmp_path / "organs.csv"
    assert exoforge(*BARE, "--model", "compartments", "-o", table, "-q").returncode == 0
    lines = table.read_text().splitlines()
    assert lines[0] == "model,site,what,time [s],median,low,high"
    assert any(line.startswith("measured: morishita2015,liver") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--species", "mouse"), "--route"),
        (("--species", "mouse", "--route", "iv", "--measured", "absent.csv"), "absent.csv"),
        (("--species", "mouse", "--route", "iv", "--plot", "organs.doc"), ".doc"),
        (("--species", "mouse", "--route", "iv", "--set", "phagocytes"), "--set"),
        (("--species", "mouse", "--route", "iv", "--members", "1"), "members"),
        (("absent.toml",), "absent.toml"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments, said):
    assert said in refused("distribute", *arguments)
