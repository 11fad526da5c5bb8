"""The commands of the evidence as a reviewer uses them, and each kind of wrong question."""

import csv
import json
import os

import pytest

from tests.cli.command import exoforge, refused

COMMANDS = (
    *("search", "show", "export", "summary", "like", "rows", "facts", "conflicts", "add", "template", "remove"),
    *("mechanisms", "map", "timeline", "landscape"),
)
PLAN = 'exoforge = "1.0"\nid = "plan"\nstanding = "planned"\n[source]\ncell = "hucMSC"\n[target]\nindication = "diabetic wound"\nspecies = "rat"\n'


@pytest.fixture(scope="module")
def env(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    return {**os.environ, "EXOFORGE_CACHE": str(folder / "cache"), "EXOFORGE_DATA": str(folder / "data")}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_the_common_options(command):
    text = " ".join(exoforge("evidence", command, "--help").stdout.split())
    assert f"Example: exoforge evidence {command}" in text
    for option in ("--json", "--quiet", "--seed"):
        assert option in text


def test_a_question_is_answered_in_text_and_json(env):
    text = exoforge("evidence", "search", "hypoxia bone", "--tissue", "bone", "--study-type", "in vivo", env=env).stdout
    assert "lu2023-t1-01" in text
    assert "told as 'improved'" in text
    answer = json.loads(exoforge("evidence", "search", "hypoxia", "bone", "--tissue", "bone", "--study-type", "in vivo", "--json", env=env).stdout)
    assert text.startswith(f"{answer['total']} arms of {answer['studies']} cited works")
    assert {row["study_type"] for row in answer["rows"]} == {"in-vivo"}


def test_a_row_is_shown_with_every_cell_and_its_wrong_number(env):
    text = " ".join(exoforge("evidence", "show", "lu2023-t2-05", env=env).stdout.split())
    for said in ("β-TCP", "hiPSCs", "Rat osteoporotic defects model", "8 weeks", "100 μg and 200 μg", "implantation with scaffolds", "[104]"):
        assert said in text, said
    for said in ("the printed number leads to another work", "Conflict", "Osteogenesis and angiogenesis ↑", "100 ug", "200 ug", "roszkowski2024-text"):
        assert said in text, said


def test_nothing_is_printed_when_quiet(env):
    assert exoforge("evidence", "summary", "-q", env=env).stdout == ""


def test_the_summary_warns(env):
    text = " ".join(exoforge("evidence", "summary", env=env).stdout.split())
    assert "Reporting bias" in text
    assert "with a deviation, error or interval: 0" in text
    assert "never an effect and never clinical evidence" in text


def test_what_is_handed_on_can_be_read(env, tmp_path):
    said = exoforge("evidence", "export", tmp_path / "bone.csv", "--tissue", "bone", env=env).stdout
    with (tmp_path / "bone.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert f"{len(rows)} arms" in said
    assert {"id", "dose_as_printed", "locator", "fit"} <= set(rows[0])


def test_neighbours_of_a_record(env, tmp_path):
    (tmp_path / "plan.toml").write_text(PLAN)
    found = json.loads(exoforge("evidence", "like", tmp_path / "plan.toml", "--json", env=env).stdout)
    assert len(found) == 5
    assert any("diabetic wound in both" in words for words in found[0]["alike"])


def test_the_rows_are_accounted_for(env):
    text = exoforge("evidence", "rows", "lu2023", env=env).stdout
    assert "lu2023, Table 2: 23 rows, 23 claims" in text
    assert "nothing was read of row" not in text


def test_trials_side_by_side(env):
    text = " ".join(exoforge("trials", "--phase", "1", env=env).stdout.split())
    assert "NCT04313647" in text
    assert "10 × level: 20.0 × 10⁸ /3 ml; once" in text
    assert "not comparable without a measurement" in text


def test_wrong_questions_are_one_sentence(env, tmp_path):
    assert "'bnoe' is not a known term of 'tissues'; did you mean" in refused("evidence", "search", "--tissue", "bnoe", env=env)
    assert "is called 'lu2023-t2-55'" in refused("evidence", "show", "lu2023-t2-55", env=env)
    assert "ends in no format" in refused("evidence", "export", tmp_path / "a.docx", env=env)
    assert "No fact speaks of" in refused("evidence", "facts", "xylophone", env=env)
    assert "cannot be written" in refused("evidence", "export", tmp_path / "no" / "a.csv", env=env)
    problems = json.loads(refused("evidence", "search", "--tissue", "bnoe", "--json", env=env))
    assert problems["ok"] is False
