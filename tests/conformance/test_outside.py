"""A unit operation or a reader of an outside package needs one file and one entry point."""

import sys
from pathlib import Path

import pytest

from exoforge.base.errors import FileError
from exoforge.design.check import check_record
from exoforge.instruments import read_measurement, readers
from exoforge.record.files import parse_record
from exoforge.stages.catalog import operations

FOLDER = Path(__file__).parent / "outside"
RECORD = """
exoforge = "1.0"
id = "outside"
standing = "planned"
[[step]]
stage = "culture"
kind = "flask"
[[step]]
stage = "isolate"
kind = "settling"
duration = "16 h"
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The outside package as pip would leave it: its module and its entry point, on the path."""
    for name in ("settling.py", "counter.py"):
        (tmp_path / name).write_text((FOLDER / name).read_text())
    info = tmp_path / "outside_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: outside-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[exoforge.operations]\nsettling = settling:Settling\n[exoforge.readers]\ncounter = counter:Counter\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for listed in (operations, readers):
        listed.cache_clear()
    yield
    for listed in (operations, readers):
        listed.cache_clear()
    for name in ("settling", "counter"):
        sys.modules.pop(name, None)


def test_an_outside_operation_runs_in_the_river(installed):
    from exoforge.design.run import run_therapy

    assert ("isolate", "settling") in operations()
    result = run_therapy(parse_record(RECORD), members=5)
    assert result.reaches[1].title == "Settling overnight"
    assert 0 < result.reaches[1].recovery.central <= 1
    assert any("height" in row.assumption.key for row in result.ledger)
    assert any("Stokes GG" in entry.cites[0] for entry in result.trace.entries if entry.operation == "isolate/settling")


def test_without_the_package_the_kind_is_unknown():
    problems = check_record(parse_record(RECORD))
    assert any("settling" in problem.sentence for problem in problems)


def test_an_outside_reader_is_taken_where_its_files_are_met(installed, tmp_path):
    path = tmp_path / "run.cnt"
    path.write_text("COUNTER A12 = 4711")
    measured = read_measurement(path)
    assert [figure.value for figure in measured.figures] == [4711.0]
    assert measured.file is not None
    assert measured.file.reader == "my-counter"
    path.write_text("COUNTER A12 = many")
    with pytest.raises(FileError, match="has no count"):
        read_measurement(path)
