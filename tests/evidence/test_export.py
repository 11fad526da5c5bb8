"""What is handed on can be read by the programs that it is for."""

import csv
import json

import duckdb
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.evidence.export import export, plain_cell
from exoforge.evidence.flat import COLUMNS
from exoforge.evidence.search import Question

BONE = Question(filters={"tissue": ["bone"]})
NAMES = [column.name for column in COLUMNS]


def test_json_lines_hold_one_arm_a_line_with_every_place(shipped, tmp_path):
    count = export(shipped, tmp_path / "a.jsonl", Question())
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == count == shipped.tuples("SELECT count(*) FROM arms")[0][0]
    for line in lines:
        assert set(NAMES) <= set(line)
        assert line["record"]["id"] == line["id"]
        assert line["record"]["product"]["kind"]["where"]["locator"]
        assert line["claim"]["locator"]


def test_csv_and_parquet_hold_the_same(shipped, tmp_path):
    count = export(shipped, tmp_path / "a.csv", BONE)
    assert count == export(shipped, tmp_path / "a.parquet", BONE)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    back = duckdb.sql(f"SELECT * FROM '{tmp_path / 'a.parquet'}'")
    assert [column[0] for column in back.description] == NAMES == list(rows[0])
    assert sorted(row["id"] for row in rows) == sorted(row[0] for row in back.fetchall())
    assert len(rows) == count


def test_no_cell_is_taken_for_a_formula():
    for cell in ("=1+1", "+cmd", "-2", "@x", "\tx"):
        assert plain_cell(cell) == "'" + cell
    assert plain_cell("a=b") == "a=b"
    assert plain_cell(None) is None
    assert plain_cell(-2.0) == -2.0


def test_works_are_cited_once(shipped, tmp_path):
    export(shipped, tmp_path / "a.bib", BONE)
    export(shipped, tmp_path / "a.ris", BONE)
    keys = [line.removeprefix("@article{").rstrip(",") for line in (tmp_path / "a.bib").read_text().splitlines() if line.startswith("@")]
    assert len(keys) == len(set(keys)) > 10
    text = (tmp_path / "a.bib").read_text()
    assert text.count("{") == text.count("}")
    ris = (tmp_path / "a.ris").read_text()
    assert ris.count("TY  - ") == ris.count("ER  - ") == len(keys)
    assert "AU  - Qi, X" in ris


def test_an_ending_that_is_no_format_is_refused(shipped, tmp_path):
    with pytest.raises(SettingError, match=r"end it in .jsonl, .csv, .parquet, .bib or .ris"):
        export(shipped, tmp_path / "a.xlsx", BONE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "bib", "ris"])
def test_a_folder_that_is_not_there_is_refused(shipped, tmp_path, ending):
    with pytest.raises(FileError, match="cannot be written"):
        export(shipped, tmp_path / "no" / f"a.{ending}", BONE)
