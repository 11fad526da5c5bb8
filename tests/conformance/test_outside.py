"""A unit operation of an outside package needs one file and one entry point."""

import sys
from pathlib import Path

import pytest

from exoforge.design.check import check_record
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
    (tmp_path / "settling.py").write_text((FOLDER / "settling.py").read_text())
    info = tmp_path / "outside_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: outside-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[exoforge.operations]\nsettling = settling:Settling\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    operations.cache_clear()
    yield
    operations.cache_clear()
    sys.modules.pop("settling", None)


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
