"""The history of a lot: chained, and an altered past is seen."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.record.history import START, append, entry_digest, history_path, read_history


@pytest.fixture
def path(tmp_path):
    path = history_path(tmp_path / "lot-07.toml")
    for number in range(1, 5):
        append(path, who="A. Example", event="note", what=f"thing {number}", why="a test", subject="0" * 64)
    return path


def lines(path):
    return path.read_text().splitlines(keepends=True)


def test_entries_follow_each_other(path):
    found = read_history(path)
    assert path.name == "lot-07.history.jsonl"
    assert (found.breaks, found.notices) == ((), ())
    assert [one.number for one in found.entries] == [1, 2, 3, 4]
    assert found.entries[0].previous == START
    assert all(entry_digest(one) == one.digest for one in found.entries)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda all_: [all_[0], all_[1].replace("thing 2", "thing 9"), *all_[2:]], "Entry 2"),
        (lambda all_: [all_[0], *all_[2:]], "entry 2 is missing"),
        (lambda all_: all_[1:], "entry 1 is missing"),
        (lambda all_: [all_[0], all_[2], all_[1], all_[3]], "order was changed"),
        (lambda all_: [*all_, all_[3]], "stands behind entry 4"),
        (lambda all_: [all_[0], "hello\n", *all_[1:]], "Line 2 is no entry"),
        (lambda all_: [all_[0].replace('"subject":"' + "0" * 64 + '"', '"subject":5'), *all_[1:]], "Line 1 is no entry"),
        (lambda all_: [all_[0].replace('"what":', '"what":"all is well","what":'), *all_[1:]], "Line 1 is no entry"),
    ],
)
def test_an_altered_past_is_seen_and_nothing_is_added_to_it(path, change, said):
    path.write_text("".join(change(lines(path))))
    assert any(said in one for one in read_history(path).breaks)
    before = path.read_bytes()
    with pytest.raises(FileError, match="altered"):
        append(path, who="B", event="note", what="more")
    assert path.read_bytes() == before


def test_an_entry_that_was_rewritten_with_its_digest_no_longer_fits_the_next(path):
    plain = json.loads(lines(path)[1])
    from exoforge.record.history import Entry

    changed = Entry(**{**plain, "what": "another thing"})
    plain |= {"what": "another thing", "digest": entry_digest(changed)}
    path.write_text("".join([lines(path)[0], json.dumps(plain, separators=(",", ":")) + "\n", *lines(path)[2:]]))
    assert any("Entry 3 does not follow entry 2" in one for one in read_history(path).breaks)


def test_a_last_line_that_was_cut_off_survives_and_is_told(path):
    path.write_bytes(path.read_bytes()[:-40])
    found = read_history(path)
    assert len(found.entries) == 3
    assert "Line 4 was cut off" in found.notices[0]
    append(path, who="B", event="note", what="after the cut")
    after = read_history(path)
    assert after.breaks == ()
    assert "never finished" in after.notices[0]
    assert [one.number for one in after.entries] == [1, 2, 3, 4]


def test_writers_at_the_same_time_lose_nothing(path):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: append(path, who=f"P{number}", event="note", what="x"), range(8)))
    found = read_history(path)
    assert (len(found.entries), found.breaks) == (12, ())


def test_nobody_and_nothing_are_refused(path):
    for who, what, event in ((" ", "x", "note"), ("A", "", "note"), ("A", "x", "noted")):
        with pytest.raises(SettingError):
            append(path, who=who, event=event, what=what)
    assert read_history(path.with_name("other.jsonl")).entries == ()


def test_a_time_that_goes_back_is_told_and_breaks_nothing(path):
    append(path, who="A. Example", event="note", what="late", time="2001-01-01T00:00:00+00:00")
    found = read_history(path)
    assert found.breaks == ()
    assert any("earlier time" in one for one in found.notices)
