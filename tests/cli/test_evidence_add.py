"""The commands of a reviewer: a dry run by default, writing when asked, exit code 2 when something is in the way."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from exoforge.cli.evidence_add import add, remove, template
from exoforge.evidence.additions import additions_file, read_additions
from exoforge.evidence.build import build_store
from exoforge.evidence.store import store_file
from tests.evidence.importers.tables import ROW, table

DATA = Path(__file__).parents[1] / "evidence" / "importers" / "data"


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Runs a command over an empty store of its own."""
    monkeypatch.setenv("EXOFORGE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EXOFORGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False)
    for command in (add, template, remove):
        app.command()(command)

    def asked(*words):
        build_store(store_file(), read_additions())
        return CliRunner().invoke(app, list(map(str, words)))

    return asked


def written(path, *rows):
    Path(path).write_text(table(*rows))
    return path


def test_a_dry_run_says_everything_and_writes_nothing(ask):
    answer = ask("add", written("my rows.csv", ROW, ROW, ROW | {"tissue": "bonne"}))
    assert 0 == answer.exit_code
    for told in ("3 rows read", "row 4: column tissue: 'bonne'", "Already there: 1", "row 3: ", "New: 1", "row 2: muster2021-"):
        assert told in answer.output
    assert "exoforge evidence add 'my rows.csv' --write --good-rows" in answer.output
    assert not additions_file().exists()


def test_writing_is_refused_while_a_row_has_a_problem_unless_the_good_rows_are_asked_for(ask):
    written("rows.csv", ROW, ROW | {"tissue": "bonne"})
    refused = ask("add", "rows.csv", "--write")
    assert (2, False) == (refused.exit_code, additions_file().exists())
    assert "1 row with problems, so nothing was written" in refused.output
    done = ask("add", "rows.csv", "--write", "--good-rows")
    assert (0, 1) == (done.exit_code, len(read_additions()))
    assert "Wrote 1 arm to" in done.output
    assert "1 row with problems left out" in done.output


def test_a_file_without_a_readable_row_ends_with_2(ask):
    answer = ask("add", written("rows.csv", ROW | {"tissue": "bonne"}))
    assert 2 == answer.exit_code
    assert "could be read; nothing was written" in answer.output


def test_a_file_that_is_there_already_is_no_mistake(ask):
    assert 0 == ask("add", written("rows.csv", ROW), "--write").exit_code
    again = ask("add", "rows.csv", "--write")
    assert 0 == again.exit_code
    assert "There is nothing new to write." in again.output


def test_machines_get_the_same_facts(ask):
    facts = json.loads(ask("add", DATA / "cut.ris", "--json").output)
    assert (True, 2, [], ["cited-muster2021"]) == (facts["ok"], facts["rows"], facts["written"], [new["id"] for new in facts["new"]])
    assert "line 7" == facts["problems"][0]["where"]


def test_quiet_prints_nothing_but_problems(ask):
    assert "" == ask("add", written("rows.csv", ROW), "--quiet").output
    told = ask("add", written("rows.csv", ROW, ROW | {"tissue": "bonne"}), "--quiet").output
    assert told.startswith("row 3: column tissue: ")
    assert 1 == len(told.splitlines())


def test_the_template_is_printed_or_written_and_never_over_another_file(ask):
    assert ask("template").output.startswith("id,says,product,")
    assert "Next: exoforge evidence add new.csv" in ask("template", "new.csv").output
    before = Path("new.csv").read_bytes()
    assert ask("template", "new.csv").exit_code
    assert before == Path("new.csv").read_bytes()
    assert "was not read" in ask("add", "new.csv").output


def test_an_addition_is_taken_away(ask):
    ask("add", written("rows.csv", ROW | {"id": "mine"}), "--write")
    assert "Took mine away" in ask("remove", "mine").output
    assert () == read_additions()
