"""One door for all instrument files: it opens for what can be read and says in one sentence what else it found."""

import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import FileError
from exoforge.instruments import read_measurement, readers
from exoforge.instruments.catalog import UNVERIFIED
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.streams.measurement import Measurement

DATA = Path(__file__).parent / "data"


def test_every_reader_names_itself():
    for reader in readers():
        assert isinstance(reader, Reader)
        assert all((reader.technique, reader.name, reader.version, reader.title, reader.extensions))
    assert len({reader.name for reader in readers()}) == len(readers())


def test_the_file_is_named_so_that_anybody_can_tell_whether_it_is_the_same():
    path = DATA / "clean.csv"
    source = read_measurement(path).file
    assert source is not None
    assert hashlib.sha256(path.read_bytes()).hexdigest() == source.sha256
    assert ("clean.csv", "nanosight-summary", "2") == (source.name, source.reader, source.reader_version)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"%PDF-1.7 something", "looks like a PDF"),
        (b"\x01\x00\x02", "it is no text"),
        (b'id = "x"\nstanding = "planned"\n', "looks like a therapy record"),
        (b"hello,world\n1,2\n", "it begins with 'hello,world'"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, content, words):
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    with pytest.raises(FileError) as refusal:
        read_measurement(path)
    assert words in str(refusal.value)
    assert str(path) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_folder_and_an_absent_file_are_refused(tmp_path):
    with pytest.raises(FileError, match="is a directory"):
        read_measurement(tmp_path)
    with pytest.raises(FileError, match="There is no file"):
        read_measurement(tmp_path / "none.csv")


@given(content=st.binary(max_size=300).filter(lambda content: not content.startswith((b"\xff\xfe", b"\xfe\xff"))))
def test_garbage_raises_nothing_but_a_file_error(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "garbage.csv"
        path.write_bytes(content)
        with pytest.raises(FileError):
            read_measurement(path)


@given(text=st.text(max_size=300))
def test_garbage_after_a_true_first_line_raises_nothing_but_a_file_error(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "garbage.csv"
        path.write_text("NTA Experiment Summary File,\n" + text, encoding="utf-8", errors="replace")
        with pytest.raises(FileError):
            read_measurement(path)


def test_an_outside_reader_is_found_and_said_to_be_unverified(monkeypatch, tmp_path):
    class Other(Reader):
        technique, name, version, title, extensions = "other", "other", "1", "other files", (".oth",)

        def sniff(self, file: InstrumentFile) -> bool:
            return file.start.startswith("OTHER")

        def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
            return (Measurement(technique="other", arrays={}, specs=(), sample="s", instrument="i"),)

    class Entry:
        def load(self):
            return Other

    monkeypatch.setattr("exoforge.base.announced.entry_points", lambda group: [Entry()])
    readers.cache_clear()
    path = tmp_path / "file.oth"
    path.write_text("OTHER 1")
    try:
        assert "other" in {reader.name for reader in readers()}
        measured = read_measurement(path)
        assert measured.file is not None
        assert measured.file.reader == "other"
        assert measured.notices == (UNVERIFIED,)
    finally:
        readers.cache_clear()
