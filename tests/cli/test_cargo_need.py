"""The command that counts the vesicles a cell would need."""

import json

import pytest

from tests.cli.command import exoforge, refused

BARE = ("cargo", "need", "--mirna", "miR-140-5p", "--tissue", "cartilage", "--members", "4")


def test_the_example_is_answered_in_a_hundred_columns(tmp_path):
    picture = tmp_path / "need.svg"
    told = exoforge(*BARE, "--dose", "1e10", "-o", picture)
    assert told.returncode == 0, told.stderr
    assert picture.stat().st_size > 5_000
    assert "as many again as a cell of the published model has" in told.stdout.casefold()
    assert max(map(len, told.stdout.splitlines())) <= 100


def test_json_takes_intervals_goals_and_settings():
    told = exoforge(*BARE, "--copies-per-vesicle", "0.1 to 2", "--goal", "fragments=20", "--set", "expression=0.1", "--set", "escape=1", "--json")
    assert told.returncode == 0, told.stderr
    facts = json.loads(told.stdout)
    assert facts["ok"]
    assert "fragments 20" in {one["name"] for one in facts["demands"]}
    assert facts["links"][-1]["taken"][0]["origin"] == "stated"
    assert facts["links"][4]["value"] == facts["links"][3]["value"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--tissue", "cartilage"), "--mirna"),
        (("--mirna", "miR-140-5p"), "--tissue"),
        (("--mirna", "water", "--tissue", "skin"), "no microRNA"),
        ((*BARE[2:], "--goal", "fragments"), "--goal"),
        ((*BARE[2:], "--goal", "fragments=few"), "--goal"),
        ((*BARE[2:], "--goal", "mmp13_peak_day=2"), "no endpoint"),
        ((*BARE[2:], "--dose", "much"), "much"),
        ((*BARE[2:], "--dose", "1e9", "--set", "given=1e9"), "say the same"),
        ((*BARE[2:], "--set", "escape=3"), "escape"),
        ((*BARE[2:], "-o", "need.doc"), ".doc"),
        ((*BARE[2:], "--goal", "fragments=20", "--goal", "fragments=30"), "twice"),
        ((*BARE[2:], "--set", "escape=0.1", "--set", "escape=0.2"), "twice"),
        ((*BARE[2:], "--searched", "1"), "at least 2"),
        (("absent.toml", *BARE[2:]), "absent.toml"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments, said):
    assert said in refused("cargo", "need", *arguments)
