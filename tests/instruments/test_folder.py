"""Folders of files: copies, names, order."""

import shutil
from pathlib import Path

from exoforge.instruments.folder import read_all

DATA = Path(__file__).parent / "data"


def test_the_same_bytes_are_one_measurement_and_told_also_under_one_name(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        shutil.copy(DATA / "clean.csv", tmp_path / folder / "run.csv")
    reading = read_all([tmp_path])
    assert (2, 1) == (reading.files, len(reading.measurements))
    (remark,) = [one for one in reading.remarks if "same bytes" in one]
    assert str(tmp_path / "a" / "run.csv") in remark
    assert str(tmp_path / "b" / "run.csv") in remark


def test_a_file_that_is_named_twice_is_read_once(tmp_path):
    path = Path(shutil.copy(DATA / "clean.csv", tmp_path))
    reading = read_all([path, tmp_path, path])
    assert (1, 1, ()) == (reading.files, len(reading.measurements), reading.remarks)


def test_copies_of_videos_under_another_head_are_told_once_for_all(tmp_path):
    text = (DATA / "clean.csv").read_bytes()
    for number in range(1, 12):
        (tmp_path / f"lot {number}.csv").write_bytes(text + b"\n" * number)
    reading = read_all([tmp_path])
    copies = [one for one in reading.remarks if "a copy, and no repeat" in one]
    assert len(copies) == 1
    assert "and 8 more" in copies[0]
    assert ["lot 1.csv", "lot 2.csv", "lot 3.csv"] == [one.file.name for one in reading.measurements[:3]]
