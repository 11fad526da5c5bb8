"""Tables as text: marks, decimal marks, line ends and what is refused."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import FileError
from exoforge.instruments.delimited import cell_mark, decimal_mark, head_cells, is_missing, number, place_of, rows_of, unique

PATH = Path("table.csv")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,5", 1.5), ("1.5", 1.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1,234,567", 1234567), ("6.10E+10", 6.1e10), ("−2", -2), ("12 345,6", 12345.6)],
)
def test_a_number_is_read_in_every_usual_spelling(text, value):
    assert number(text) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["", "NA", "n.d.", "-", "abc", "1_000", "1 2"])
def test_what_is_no_number_is_undefined(text):
    assert math.isnan(number(text))


def test_missing_is_not_a_word():
    assert is_missing("NA")
    assert not is_missing("positive")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_every_mark_and_line_end_gives_the_same_rows(mark, end):
    text = end.join(mark.join(row) for row in (("a", "b", "c"), ("1", "2", "3"))) + end
    assert [row.cells for row in rows_of(text, PATH)] == [("a", "b", "c"), ("1", "2", "3")]


def test_a_quoted_cell_may_hold_marks_and_line_ends():
    rows = list(rows_of('a,b\n"x, y\nz",2\n', PATH))
    assert rows[1].cells == ("x, y z", "2")
    assert rows[1].line == 3


def test_a_quotation_that_never_ends_is_refused_in_one_sentence():
    text = 'a,b\n"' + "x" * 200_000 + "\n"
    with pytest.raises(FileError, match=r"table\.csv") as refusal:
        list(rows_of(text, PATH))
    assert "\n" not in str(refusal.value)


def test_columns_are_found_by_any_of_their_names():
    assert place_of(("Sample Name", "CD9"), "sample", "sample_name") == 0
    assert place_of(("a",), "b") is None


def test_names_that_repeat_are_numbered():
    assert unique(("a", "b", "a")) == ("a", "b", "a (2)")


def test_remarks_are_left_out():
    assert head_cells("# made by hand\n\nmarker,result\n") == ("marker", "result")
    assert cell_mark("a;b;c,d") == ";"


def test_a_line_end_inside_a_cell_does_not_break_the_search_for_the_mark():
    assert cell_mark("a\rb,1,2") == ","
    assert head_cells("a,b\rc\n1,2\n") == ("a", "b\rc")


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_but_by_refusal(text):
    try:
        list(rows_of(text, PATH))
    except FileError as refusal:
        assert "\n" not in str(refusal)


@pytest.mark.parametrize(
    ("cells", "mark", "values"),
    [
        (("1,234", "0,5"), "", (1.234, 0.5)),
        (("1,234", "3,2E+11"), "", (1.234, 3.2e11)),
        (("1,234", "987.5"), ".", (1234, 987.5)),
        (("1,234", "320,000,000"), ".", (1234, 3.2e8)),
        (("1.234", "1.234.567"), ",", (1234, 1234567)),
        (("1.234", "1.234,5"), ",", (1234, 1234.5)),
        (("1.234", "2.345"), "", (1.234, 2.345)),
        (("110,5", "0.5", "NA"), "", (110.5, 0.5)),
    ],
)
def test_the_decimal_mark_is_that_of_the_whole_table(cells, mark, values):
    found = decimal_mark(cells, PATH)
    assert found == mark
    assert [number(cell, found) for cell in cells[: len(values)]] == pytest.approx(values)


@pytest.mark.parametrize("cells", [("1,234",), ("1,234", "987"), ("1,234", "110,5", "0.5"), ("1.234", "110,5")])
def test_a_number_that_may_be_a_thousand_times_another_is_refused(cells):
    with pytest.raises(FileError, match=r"table\.csv.*may be 1\.234 or 1234") as refusal:
        decimal_mark(cells, PATH)
    assert "\n" not in str(refusal.value)


@given(st.lists(st.floats(0.01, 9e5), min_size=1, max_size=20), st.integers(0, 4))
def test_a_table_is_never_read_a_thousandfold_wrong(values, digits):
    for group, decimal in ((",", "."), (".", ","), ("", "."), ("", ",")):
        cells = [f"{value:,.{digits}f}".replace(",", "g").replace(".", decimal).replace("g", group) for value in values]
        if group == "." and all("," not in cell for cell in cells):
            continue  # points alone are taken for decimal marks
        try:
            mark = decimal_mark(cells, PATH)
        except FileError:
            continue
        assert [number(cell, mark) for cell in cells] == pytest.approx([round(value, digits) for value in values])
