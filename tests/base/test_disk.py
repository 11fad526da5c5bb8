"""The only way to a disk."""

import pytest

from exoforge.base.disk import cache_folder, check_folder, make_folder, read_bytes, read_text, write_atomically
from exoforge.base.errors import FileError


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("µ ok".encode(), "µ ok"),
        (b"\xef\xbb\xbfmarked", "marked"),
        (b"\xb5 and \xb2", "µ and ²"),
        ("wide µ".encode("utf-16"), "wide µ"),
    ],
)
def test_text_is_read_as_what_it_is(tmp_path, content, text):
    (tmp_path / "a.txt").write_bytes(content)
    assert read_text(tmp_path / "a.txt", what="a text") == text


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"\xff\xfe\x00\xd8\x00"])
def test_what_is_no_text_is_refused(tmp_path, content):
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(FileError, match="a text was expected"):
        read_text(tmp_path / "a.txt", what="a text")


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    with (tmp_path / "a").open("wb") as file:
        file.truncate(3_000_000)
    with pytest.raises(FileError, match="3 MB"):
        read_bytes(tmp_path / "a", what="a text", largest=1_000_000)


def test_a_name_that_the_system_refuses_is_told(tmp_path):
    with pytest.raises(FileError):
        read_bytes(tmp_path / ("a" * 5000), what="a text")


def test_a_failed_write_leaves_the_old_file_and_no_scrap(tmp_path, monkeypatch):
    target = tmp_path / "a.txt"
    target.write_text("old")
    monkeypatch.setattr("pathlib.Path.replace", _full_disk)
    with pytest.raises(FileError, match="cannot be written"):
        write_atomically(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def _full_disk(*_):
    raise OSError(28, "No space left on device")


def test_a_folder_is_asked_for_without_being_made(tmp_path):
    check_folder(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileError, match="is a file"):
        check_folder(tmp_path / "file" / "b")


def test_a_folder_without_permission_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(FileError, match="no permission"):
        check_folder(tmp_path / "a")


def test_a_cache_folder_that_cannot_be_written_is_refused(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("EXOFORGE_CACHE", str(tmp_path / "file"))
    with pytest.raises(FileError, match="named by EXOFORGE_CACHE cannot be written"):
        cache_folder("kinetics")


def test_without_a_writable_cache_a_folder_of_the_process_is_taken(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.delenv("EXOFORGE_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(tmp_path / "file" / name))
    assert cache_folder("kinetics").is_dir()
    assert "exoforge-" in cache_folder("kinetics").name
