"""Every reader, the package's own and those of others: it names itself, refuses garbage in one sentence, and never hangs on a damaged file."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.disk import LARGEST_TEXT
from exoforge.base.errors import FileError
from exoforge.instruments import readers
from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.files import InstrumentFile
from exoforge.streams.measurement import SHARED_FIGURES
from tests.shared_data import FOLDER

REAL = sorted(path for path in (FOLDER / "data/instruments").rglob("*") if path.is_file() and path.suffix != ".md" and path.stat().st_size < 5_000_000)
"""Real files of every kind, where they are on this machine."""
FLIPS = 12
"""Damaged copies of each real file; a quarter of it where reading takes long."""
LARGE = 1_000_000
"""[bytes]"""


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.name)
def test_a_reader_names_itself(reader):
    assert all((reader.technique, reader.name, reader.version, reader.title, reader.extensions))
    assert all(ending.startswith(".") for ending in reader.extensions)
    assert reader.largest > 0
    assert reader.__doc__


def test_names_are_unique():
    assert len({reader.name for reader in readers()}) == len(readers())


@given(content=st.binary(min_size=1, max_size=400).filter(lambda content: content.strip()))
def test_no_reader_takes_garbage(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "garbage.csv"
        path.write_bytes(content)
        file = InstrumentFile(path, largest=LARGEST_TEXT)
        for reader in readers():
            if reader.sniff(file):
                with pytest.raises(FileError):
                    reader.read(file)


@pytest.mark.skipif(not REAL, reason="the real instrument files are not on this machine; the look-alikes in tests/ were used")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_file_is_read_with_its_digest_and_headline_numbers(path: Path):
    for one in read_measurements(path):
        assert one.file is not None
        assert len(one.file.sha256) == 64
        assert one.figures or one.markers or one.arrays
        assert all(name for name in (one.technique, one.sample, one.instrument))
        assert [figure.name for figure in one.figures if SHARED_FIGURES.get(figure.name, figure.unit) != figure.unit] == []
        assert len({figure.name for figure in one.figures}) == len(one.figures)


@pytest.mark.skipif(not REAL, reason="the real instrument files are not on this machine; the look-alikes in tests/ were used")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_file_that_was_damaged_is_read_or_refused_in_one_sentence(path: Path, tmp_path: Path):
    draw = random.Random(path.name)
    content = path.read_bytes()
    damaged = tmp_path / path.name
    for turn in range(FLIPS if len(content) < LARGE else FLIPS // 4):
        copy = bytearray(content)
        if turn % 3 == 0:
            copy = copy[: draw.randrange(1, len(copy))]
        else:
            reach = 4096 if turn % 3 == 1 else len(copy)
            for _ in range(8):
                copy[draw.randrange(min(reach, len(copy)))] = draw.randrange(256)
        damaged.write_bytes(bytes(copy))
        try:
            read_measurements(damaged)
        except FileError as refusal:
            assert "\n" not in str(refusal)
            assert str(damaged) in str(refusal)
