"""The commands of the maps and of bias: a table on the terminal, a file by its ending, sentences for what cannot be."""

import csv
import json

import pytest
import typer
from typer.testing import CliRunner

from exoforge.base.errors import SettingError
from exoforge.cli.evidence_bias import mount
from exoforge.cli.evidence_map import landscape, map_, timeline
from exoforge.evidence.bias import judgements_file
from exoforge.evidence.build import build_store
from exoforge.evidence.store import store_file
from tests.evidence.made_arms import few


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Runs a command over a small store of its own."""
    monkeypatch.setenv("EXOFORGE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EXOFORGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    build_store(store_file(), few())
    app = typer.Typer(pretty_exceptions_enable=False)
    for name, command in (("map", map_), ("timeline", timeline), ("landscape", landscape)):
        app.command(name)(command)
    mount(app)

    def asked(*words):
        answer = CliRunner().invoke(app, list(words))
        if isinstance(answer.exception, SettingError):
            raise answer.exception
        assert 0 == answer.exit_code, answer.output
        return answer.output

    return asked


@pytest.mark.parametrize("command", ["map", "timeline", "landscape"])
@pytest.mark.parametrize(("ending", "begins"), [(".html", b"<!DOCTYPE html>"), (".svg", b"<svg"), (".png", b"\x89PNG"), (".csv", b""), (".json", b"{")])
def test_a_file_is_written_by_its_ending(ask, tmp_path, command, ending, begins):
    path = tmp_path / "maps" / f"one{ending}"
    assert f"Wrote {path}." in ask(command, "-o", str(path))
    assert path.read_bytes().startswith(begins)
    assert [path] == list(path.parent.iterdir())


def test_without_a_file_it_is_a_table(ask):
    told = ask("map", "--rows", "tissue", "--columns", "carrier-class", "--size", "studies")
    assert "Cited works by tissue and carrier class (all arms)" in told
    assert "·" in told
    assert "2021  1  1" in ask("timeline")
    assert "NCT00000001" in ask("landscape")


def test_filters_narrow_the_map(ask):
    facts = json.loads(ask("map", "--json", "--tissue", "skin"))
    assert ([[1, 1]], {"tissue": ["skin"]}, 2) == (facts["counts"], facts["filters"], facts["arms"])
    assert "tissue: skin" in ask("map", "--tissue", "skin")


def test_the_matrix_is_a_table_for_other_programs(ask, tmp_path):
    ask("map", "-o", "m.csv", "-q")
    assert ["bone", "2", "1", "0"] == list(csv.reader((tmp_path / "m.csv").read_text().splitlines()))[1]


def test_the_specification_draws_elsewhere(ask, tmp_path):
    ask("map", "-o", "m.json")
    spec = json.loads((tmp_path / "m.json").read_text())
    assert "https://vega.github.io/schema/vega-lite/v5.json" == spec["$schema"]
    assert "white" == spec["background"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("map", "-o", "m.pdf"), "'m.pdf' ends in '.pdf'; this is written as .html, .svg, .png, .csv or .json."),
        (("map", "--rows", "organ"), "There is no facet 'organ'"),
        (("map", "--tissue", "heart", "-o", "m.html"), "nothing was written; widen the question"),
        (("timeline", "--tissue", "heart", "-o", "m.png"), "nothing was written"),
        (("landscape", "--tissue", "heart", "-o", "m.svg"), "nothing was written"),
        (("bias", "record", "first2019", "--tool", "syrcle", "--item", "baseline", "--judgement", "unclear", "--by", "N.N.", "--on", "May"), "is no day"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_leaves_no_file(ask, tmp_path, words, told):
    with pytest.raises(SettingError, match=told):
        ask(*words)
    assert {"cache"} == {path.name for path in tmp_path.iterdir()}


def test_a_judgement_is_recorded_shown_and_handed_on(ask, tmp_path):
    assert "No study has been judged." in ask("bias", "show")
    assert "random-sequence" in ask("bias", "show")
    given = ("--tool", "syrcle", "--item", "random-sequence", "--judgement", "unclear", "--by", "N.N.", "--quote", "not said", "--on", "2031-05-04")
    assert "Recorded: first2019, SYRCLE's risk of bias tool, random-sequence: unclear (N.N., 2031-05-04)." in ask("bias", "record", "a1", *given)
    assert judgements_file().exists()
    assert "'not said'" in ask("bias", "show", "a2")
    assert "'second2021' has not been judged." in ask("bias", "show", "second2021")
    assert json.loads(ask("bias", "show", "--json"))["judgements"][0]["stands"] is True
    assert "1 judgement" in ask("bias", "export", "b.csv")
    assert "first2019,syrcle,random-sequence,unclear" in (tmp_path / "b.csv").read_text()
