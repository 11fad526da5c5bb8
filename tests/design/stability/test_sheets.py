import pytest

from exoforge.base.errors import FileError
from exoforge.design.stability.sheets import head_of, number_of, read_sheet


def sheet(tmp_path, text, name="data.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_sheet(path, what="a table of a stability study")


@pytest.mark.parametrize(
    ("written", "name", "unit"),
    [
        ("Time [months]", "time", "months"),
        ("time (d)", "time", "d"),
        ("T / °C", "t", "°C"),
        ("Temp_degC", "temp", "degC"),
        ("Month", "month", "Month"),
        ("Temperatur in °C", "temperatur", "°C"),  # codespell:ignore temperatur,Temperatur
        ("Potency (%)", "potency", "%"),
        ("Lot no.", "lot no.", ""),
        ("Batch_ID", "batch id", ""),
    ],
)
def test_heads_say_their_units(written, name, unit):
    head = head_of(written)
    assert (head.name, head.unit) == (name, unit)


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_any_separator_divides(tmp_path, separator):
    found = sheet(tmp_path, "\n".join(separator.join(row) for row in (("time [d]", "value"), ("0", "100.5"), ("7", "98"))))
    assert found.separator == separator
    assert [cells for _, cells in found.rows] == [("0", "100.5"), ("7", "98")]


def test_decimal_commas_between_semicolons_and_tabs(tmp_path):
    found = sheet(tmp_path, "time [d];value\n0;100,5\n7,5;98,25\n14;97\n")
    assert [number_of(found, line, 1, cells[1]) for line, cells in found.rows] == [100.5, 98.25, 97.0]
    found = sheet(tmp_path, "time [d]\tvalue\n0\t100,5\n7,5\t98,25\n")
    assert [number_of(found, line, 0, cells[0]) for line, cells in found.rows] == [0.0, 7.5]


def test_lines_above_the_heads_and_remarks_are_passed_over_and_counted(tmp_path):
    found = sheet(tmp_path, "Product X\nlaid out by;somebody\n\ntime [d];value\n# a remark\n0;1\n7;2\n")
    assert [head.written for head in found.heads] == ["time [d]", "value"]
    assert found.passed_over == 2
    assert [line for line, _ in found.rows] == [6, 7]


@pytest.mark.parametrize("cell", ["", "NA", "n.d.", "-", "–", " n/a "])
def test_what_was_not_measured_is_no_number(tmp_path, cell):
    found = sheet(tmp_path, "time [d];value\n0;1\n")
    assert number_of(found, 2, 1, cell) is None


@pytest.mark.parametrize(
    ("cell", "message"),
    [("<0.05", "beyond what the assay can tell"), ("about 3", "a number was expected"), ("1.234,5", "a number was expected"), ("1e", "a number was expected")],
)
def test_what_may_be_no_number_is_refused_with_its_line(tmp_path, cell, message):
    found = sheet(tmp_path, "time [d];value\n0;1\n")
    with pytest.raises(FileError, match=f"Line 7 of 'data.csv', column 'value'.*{message}"):
        number_of(found, 7, 1, cell)


def test_a_comma_in_a_number_between_commas_is_refused(tmp_path):
    found = sheet(tmp_path, 'time [d],value\n0,"98,5"\n')
    with pytest.raises(FileError, match="Export with ';' between cells"):
        number_of(found, 2, 1, "98,5")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("just words\nand more\n", "is no table"),
        ("0;1\n1;2\n", "Line 1 of 'data.csv' holds numbers already"),
        ("time;value\nnone;nothing\n", "holds no row with numbers"),
        ("time [d],value\n0,98,5\n1,97,5\n", "3 cells under 2 heads"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, text, message):
    with pytest.raises(FileError, match=message):
        sheet(tmp_path, text)
