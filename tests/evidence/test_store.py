"""The store: made from the tables on first use, made anew when they change, and never written by a question."""

import os

import pytest

from exoforge.base.errors import FileError
from exoforge.evidence import store as module
from exoforge.evidence.additions import arm_from_plain, arm_to_plain, read_additions, write_additions
from exoforge.evidence.corpus import arms
from exoforge.evidence.flat import COLUMNS
from exoforge.evidence.lookup import arms_of
from exoforge.evidence.store import open_store, store_file


@pytest.fixture
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("EXOFORGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("EXOFORGE_DATA", str(tmp_path / "data"))
    return tmp_path


def one_of_my_own():
    plain = arm_to_plain(arms()[0])
    plain["record"]["id"] = "mine"
    plain["claim"] |= {"id": "mine", "document": "me"}
    return arm_from_plain(plain)


def test_it_is_made_on_first_use_and_kept(own_folders):
    assert not store_file().exists()
    with open_store() as store:
        assert store.tuples("SELECT count(*) FROM arms") == [(len(arms()),)]
    made = store_file().stat().st_mtime_ns
    with open_store() as store:
        assert {column.name for column in COLUMNS} <= set(store.rows("SELECT * FROM arms LIMIT 1")[0])
    assert store_file().stat().st_mtime_ns == made


def test_an_addition_makes_it_anew_and_the_old_one_goes(own_folders):
    with open_store():
        before = store_file()
    for left in before.parent.iterdir():
        os.utime(left, (0, 0))  # a store of today may be in use by another process, an old one is not
    write_additions([one_of_my_own()])
    assert store_file() != before
    with open_store() as store:
        assert [arm.therapy.id for arm in arms_of(store, "mine")] == ["mine"]
    assert list(before.parent.glob("*.duckdb")) == [store_file()]


def test_other_tables_are_another_store(own_folders, monkeypatch):
    before = store_file()
    monkeypatch.setattr(module, "SCHEMA", module.SCHEMA + 1)
    assert store_file() != before


def test_it_is_only_read(shipped_file):
    with open_store(shipped_file) as store, pytest.raises(FileError, match="read-only"):
        store.tuples("DELETE FROM arms")


def test_what_is_no_store_is_refused(tmp_path):
    (tmp_path / "no.duckdb").write_text("this is a letter, not a store of evidence, and long enough to look like one " * 100)
    with pytest.raises(FileError, match="cannot be opened as a store"), open_store(tmp_path / "no.duckdb"):
        pass


def test_additions_survive_and_a_broken_line_is_named(own_folders):
    mine = one_of_my_own()
    path = write_additions([mine])
    assert read_additions() == (mine,)
    path.write_text(path.read_text() + '{"record": 3}\n')
    with pytest.raises(FileError, match=r"Line 2 of .* is no arm of the evidence"):
        read_additions()


@pytest.mark.parametrize("arm", arms()[::23], ids=lambda arm: arm.therapy.id)
def test_an_arm_comes_back_from_the_store_as_it_was(arm, shipped):
    (back,) = arms_of(shipped, arm.therapy.id)
    assert back.therapy == arm.therapy
    assert back.claim.flags == arm.claim.flags
    assert back.claim.study == arm.claim.study


@pytest.mark.parametrize("left", [0, 100, 5000, 500_000])
def test_a_broken_store_is_made_anew(own_folders, left):
    with open_store() as store:
        whole = store.tuples("SELECT count(*) FROM arms")
    with store_file().open("r+b") as file:
        file.truncate(left)
    with open_store() as store:
        assert store.tuples("SELECT count(*) FROM arms") == whole
        assert store.tuples("SELECT sum(length(record)) > 0 FROM arms") == [(True,)]


def test_several_writers_lose_nothing(own_folders):
    from concurrent.futures import ThreadPoolExecutor

    from exoforge.base.disk import locked
    from exoforge.evidence.additions import additions_file

    def write(number):
        mine = one_of_my_own()
        plain = arm_to_plain(mine)
        plain["record"]["id"] = f"mine{number}"
        with locked(additions_file()):
            write_additions((*read_additions(), arm_from_plain(plain)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(16)))
    assert len(read_additions()) == 16
