"""Risk of bias: what a person judges is kept whole, an unknown word is refused with the nearest, and two judges may differ."""

import csv
from datetime import date

import pytest

from exoforge.base.errors import FileError, SettingError, TermError
from exoforge.base.trace import references
from exoforge.evidence.bias import Judgement, export_judgements, judged_studies, judgements_file, read_judgements, record_judgement, standing, study_of, tools
from exoforge.evidence.store import open_store
from tests.evidence.made_arms import few, made_store

DAY = date(2031, 5, 4)


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setenv("EXOFORGE_DATA", str(tmp_path / "data"))
    with open_store(made_store(tmp_path, few())) as store:
        yield store


def judge(store, study="first2019", **more):
    said = {"tool": "syrcle", "item": "random-sequence", "judgement": "low", "by": "N.N.", "quote": "by random numbers", "on": DAY}
    return record_judgement(store, study, **(said | more))


@pytest.mark.parametrize(("key", "answers"), [("syrcle", ("low", "high", "unclear")), ("camarades", ("yes", "no", "unclear"))])
def test_a_tool_has_ten_items_and_names_its_sources(key, answers):
    tool = tools()[key]
    assert 10 == len({item.key for item in tool.items})
    assert answers == tool.judgements
    assert {tool.cite, tool.read_in} <= {one.key for one in references()}
    assert tool.status in {"read", "recalled"}
    assert all(item.asks.endswith("?") for item in tool.items)


def test_nothing_is_judged_at_first(made):
    assert () == read_judgements()
    assert {} == judged_studies(())


def test_a_judgement_is_kept_in_the_users_own_file(made, tmp_path):
    one = judge(made)
    assert (one,) == read_judgements()
    assert tmp_path / "data" == judgements_file().parent
    assert Judgement(study="first2019", tool="syrcle", item="random-sequence", judgement="low", by="N.N.", on="2031-05-04", quote="by random numbers") == one
    two = judge(made, item="Random Housing", judgement="Unclear", quote="")
    assert (one, two) == read_judgements()
    assert ["first2019"] * 2 == [json_line.split('"')[3] for json_line in judgements_file().read_text().splitlines()]


@pytest.mark.parametrize(
    ("name", "study"), [("first2019", "first2019"), ("a1", "first2019"), ("A3", "second2021"), ("nct00000001", "NCT00000001"), ("fourth", "fourth")]
)
def test_a_study_is_found_by_its_arms_and_trials(made, name, study):
    assert study == study_of(made, name)


@pytest.mark.parametrize(
    ("asked", "error", "told"),
    [
        ({"study": "frist2019"}, TermError, "did you mean first2019"),
        ({"study": "a5"}, SettingError, "'a5' names no work that fits and no trial"),
        ({"tool": "syrkle"}, TermError, "There is no tool 'syrkle'; did you mean syrcle"),
        ({"item": "random-seqence"}, TermError, "did you mean random-sequence"),
        ({"judgement": "yes"}, TermError, "There is no judgement of SYRCLE's risk of bias tool 'yes'. There are low, high, unclear"),
        ({"by": " "}, SettingError, "needs the name or the initials"),
        ({"quote": ""}, SettingError, "The judgement 'low' rests on no words"),
    ],
)
def test_what_cannot_be_judged_is_refused_and_nothing_is_written(made, asked, error, told):
    with pytest.raises(error, match=told):
        judge(made, **asked)
    assert not judgements_file().exists()


def test_the_last_word_of_a_judge_stands_and_the_first_is_kept(made):
    judge(made)
    last = judge(made, judgement="high", quote="alternating")
    assert 2 == len(read_judgements())
    assert (last,) == standing(read_judgements())


def test_where_judges_differ_the_item_is_disputed(made):
    judge(made)
    judge(made, by="M.M.", judgement="unclear", quote="")
    judge(made, item="baseline")
    (bias,) = judged_studies(read_judgements())["first2019"]
    assert {"low": 1, "high": 0, "unclear": 0, "disputed": 1} == bias.counts
    assert (2, 10, ("N.N.", "M.M.")) == (bias.judged, bias.asked, bias.by)


def test_a_broken_line_is_named(made):
    judge(made)
    with judgements_file().open("a") as file:
        file.write('{"study": 1}\n')
    with pytest.raises(FileError, match="Line 2 of"):
        read_judgements()


def test_the_table_holds_every_judgement_and_which_stand(made, tmp_path):
    judge(made)
    judge(made, judgement="high", quote='"alternating", in turns')
    assert 2 == export_judgements(tmp_path / "bias.csv")
    rows = list(csv.DictReader((tmp_path / "bias.csv").read_text().splitlines()))
    assert [("low", "no"), ("high", "yes")] == [(row["judgement"], row["stands"]) for row in rows]
    assert '"alternating", in turns' == rows[1]["quote"]
    assert tools()["syrcle"].items[0].asks == rows[0]["asks"]
    with pytest.raises(SettingError, match=r"does not end in \.csv"):
        export_judgements(tmp_path / "bias.txt")


def test_a_study_in_people_is_not_judged_by_a_tool_for_animals(shipped, tmp_path, monkeypatch):
    monkeypatch.setenv("EXOFORGE_DATA", str(tmp_path))
    with pytest.raises(SettingError, match="is a study in people"):
        record_judgement(shipped, "NCT04313647", tool="syrcle", item="random-sequence", judgement="unclear", by="N", on=date(2026, 1, 1))
    assert read_judgements() == ()
