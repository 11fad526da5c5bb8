"""Adding to the evidence: what is new, what is there, what is wrong; and that nothing is written until it is asked for."""

import os
import shutil
from pathlib import Path

import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.evidence.adding import carry_out, plan_additions, remove_additions
from exoforge.evidence.additions import additions_file, read_additions
from exoforge.evidence.build import build_store
from exoforge.evidence.documents import documents
from exoforge.evidence.lookup import arms_of
from exoforge.evidence.store import open_store
from exoforge.evidence.works import reference_list
from tests.evidence.importers.tables import ROW, arm, table

DATA = Path(__file__).parent / "importers" / "data"


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("EXOFORGE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EXOFORGE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def plan(tmp_path):
    """Plans the adding of rows to a store of given arms."""

    def planned(*rows, held=(), file="rows.csv"):
        path = tmp_path / file
        if rows and isinstance(rows[0], dict):
            path.write_text(table(*rows))
        else:
            shutil.copy(DATA / rows[0], path)
        store = tmp_path / f"{len(list(tmp_path.iterdir()))}.duckdb"
        build_store(store, held)
        with open_store(store) as opened:
            return plan_additions(path, opened)

    return planned


def rows(**changes):
    """Two rows of one work, of which the second is changed."""
    return ROW | dict.fromkeys(changes, ""), ROW | changes


def test_looking_writes_nothing_and_writing_keeps_what_was_there(plan):
    first = plan(ROW)
    assert 1 == len(first.new)
    assert not additions_file().parent.exists()
    carry_out(first)
    second = plan(ROW | {"dose": "200 ug protein"})
    before = additions_file().read_bytes()
    assert before == additions_file().read_bytes()
    carry_out(second)
    assert additions_file().read_bytes().startswith(before)
    assert [row.arm for row in (*first.new, *second.new)] == list(read_additions())


def test_an_addition_can_be_found_in_the_store(plan, tmp_path):
    carry_out(plan(ROW))
    build_store(tmp_path / "all.duckdb", read_additions())
    with open_store(tmp_path / "all.duckdb") as store:
        assert read_additions() == arms_of(store, "muster2021")


def test_adding_a_file_twice_adds_it_once(plan):
    carry_out(plan(*rows(dose="200 ug protein")))
    again = plan(*rows(dose="200 ug protein"))
    assert ((), 2) == (again.new, len(again.already))
    before = additions_file().read_bytes()
    carry_out(again)
    assert before == additions_file().read_bytes()


def test_an_identifier_that_is_held_is_there_already(plan):
    found = plan(ROW | {"id": "mine", "tissue": "skin"}, held=[arm(id="mine")])
    assert ["mine"] == [one.held for one in found.already]
    assert "An arm with the identifier 'mine' is held." == found.already[0].sentence


def test_one_identifier_for_two_things_in_one_file_is_a_problem(plan):
    found = plan(ROW | {"id": "mine"}, ROW | {"id": "mine", "dose": "7 ug protein"})
    assert (1, 1) == (len(found.new), len(found.unusable))
    assert "'mine' is the identifier of row 2 too" in found.unusable[0].problems[0]


def test_the_same_row_twice_in_one_file_is_added_once(plan):
    found = plan(ROW, ROW)
    assert (1, 1) == (len(found.new), len(found.already))
    assert "(row 2)" in found.already[0].sentence


@pytest.mark.parametrize("same", [{}, {"dose": "0.1 mg protein"}, {"route": "intravenous"}, {"result": "improved"}, {"tissue": ""}, {"pmid": "77"}])
def test_the_same_study_with_the_same_facts_is_there_already(plan, same):
    held = arm(id="held")
    found = plan(ROW | same | {"id": "other"}, held=[held])
    assert ["held"] == [one.held for one in found.already]


@pytest.mark.parametrize(
    "other",
    [{"dose": "200 ug protein"}, {"dose": "100 ug"}, {"route": "topical"}, {"carrier": "gelatin"}, {"treated_species": "mouse"}, {"schedule": "weekly"}],
)
def test_the_same_study_with_another_fact_is_a_new_arm(plan, other):
    found = plan(ROW | other, held=[arm(id="held", schedule="daily")])
    assert 1 == len(found.new)
    assert any("is held with other facts (held)" in note for note in found.new[0].notes)


def test_the_same_trial_is_there_already_unless_a_fact_differs(plan):
    held = arm(id="held", trial="NCT99999905", title="A register entry", authors="", year="")
    found = plan(ROW | {"trial": "nct99999905"}, ROW | {"trial": "NCT99999905", "dose": "7 ug protein"}, held=[held])
    assert [("row 2", "held")] == [(one.row.place, one.held) for one in found.already]
    assert ["row 3"] == [row.place for row in found.new]


def test_a_registered_trial_that_is_held_is_there_already_whatever_it_says(plan):
    held = arm(id="held", trial="NCT99999901", dose="7 ug protein")
    found = plan("trial.json", held=[held])
    assert ((), ["held", "held"]) == (found.new, [one.held for one in found.already])
    assert 2 == len(plan("trial.json").new)


def test_a_citation_that_is_held_is_told_with_its_key(plan):
    held = arm(title="Another made citation", year="2019")
    found = plan("two.ris", held=[held])
    assert (["cited-muster2021"], [held.claim.study]) == ([row.arm.therapy.id for row in found.new], [one.held for one in found.already])
    assert f"The work is known as '{held.claim.study}'; arms of it: {held.therapy.id}" in found.already[0].sentence


def test_a_work_of_a_reference_list_of_the_package_is_known(plan, tmp_path):
    work = next(printed for key in documents() for printed in reference_list(key) if len(printed.title) > 30 and printed.year)
    (tmp_path / "one.ris").write_text(f"TY  - JOUR\nAU  - Nobody, X\nTI  - {work.title.upper()}\nPY  - {work.year}\nER  - \n")
    build_store(tmp_path / "empty.duckdb", [])
    with open_store(tmp_path / "empty.duckdb") as store:
        found = plan_additions(tmp_path / "one.ris", store)
    assert ([work.key], True) == ([one.held for one in found.already], found.already[0].sentence.endswith("with no arm yet."))


def test_a_citation_that_was_added_gives_way_to_what_is_read_of_it(plan):
    carry_out(plan("two.ris"))
    found = plan(ROW | {"title": "A made citation on vesicles and bone", "doi": "10.1000/example.1"})
    assert "muster2021" == found.new[0].arm.claim.study
    assert any("cited and not yet read; that can now be taken away" in note for note in found.new[0].notes)


def test_rows_with_problems_are_kept_apart(plan):
    found = plan(ROW, ROW | {"tissue": "bonne"}, ROW | {"dose": "much"})
    assert (1, ["row 3", "row 4"]) == (len(found.new), [row.place for row in found.unusable])
    carry_out(found)
    assert 1 == len(read_additions())


@pytest.mark.parametrize("broken", ["{", "[]", '{"record": {}}', '{"claim": {}, "record": {"exoforge": "1.1"}}'])
def test_a_broken_file_of_additions_is_named_with_its_line_and_left_as_it_is(plan, broken):
    ready = plan(ROW)
    carry_out(plan(ROW | {"id": "first"}))
    with additions_file().open("a") as file:
        file.write(broken + "\n")
    before = additions_file().read_bytes()
    for doing in (lambda: plan(ROW), lambda: carry_out(ready), lambda: remove_additions(["first"])):
        with pytest.raises(FileError, match="Line 2 of"):
            doing()
    assert before == additions_file().read_bytes()


def test_nothing_is_left_when_the_disk_refuses(plan, monkeypatch):
    carry_out(plan(ROW | {"id": "first"}))
    before = additions_file().read_bytes()
    ready = plan(ROW | {"id": "second", "dose": "7 ug protein"})

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", full)
        with pytest.raises(FileError, match="No space left"):
            carry_out(ready)
    assert before == additions_file().read_bytes()
    assert [additions_file()] == list(additions_file().parent.iterdir())


def test_a_plan_that_was_overtaken_writes_nothing(plan):
    first, second = plan(ROW), plan(ROW)
    carry_out(first)
    with pytest.raises(SettingError, match="was added since"):
        carry_out(second)
    assert 1 == len(read_additions())


def test_an_addition_is_taken_away_by_its_identifier_or_its_work(plan):
    carry_out(plan(*rows(dose="200 ug protein")))
    carry_out(plan("two.ris"))
    names = [one.therapy.id for one in read_additions()]
    assert (names[0],) == remove_additions([names[0]])
    assert (names[3],) == remove_additions(["doe2019"])
    assert names[1:3] == [one.therapy.id for one in read_additions()]
    remove_additions(names[1:3])
    assert () == read_additions()
    assert 1 == len(plan(ROW | {"dose": "9 ug protein"}).new)


def test_only_what_was_added_can_be_taken_away(plan):
    carry_out(plan(ROW | {"id": "mine"}))
    with pytest.raises(SettingError, match=r"called 'mime'; did you mean 'mine'\?.*cannot be taken away"):
        remove_additions(["mine", "mime"])
    assert 1 == len(read_additions())
