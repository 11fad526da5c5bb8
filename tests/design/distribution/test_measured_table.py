"""A user's table of measured distribution."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import FileError
from exoforge.design.distribution.measured_table import read_measured


@pytest.fixture
def read(tmp_path):
    def reading(text):
        path = tmp_path / "own.csv"
        path.write_text(text)
        return read_measured(path, species="mouse", route="intravenous")

    return reading


def test_the_unit_may_stand_in_the_head(read):
    values, _ = read("organ;time (min);value (%ID/g)\nLiver;5;12,5\nserum;5;3\n")
    assert [(one.site, one.time, one.value, one.basis) for one in values] == [
        ("liver", 300.0, 12.5, "percent of dose per gram"),
        ("blood", 300.0, 3.0, "percent of dose per gram"),
    ]


def test_a_spread_becomes_bounds_that_are_not_below_0(read):
    values, _ = read("site,time (h),value,unit,sd\nliver,1,2,%ID,3\nspleen,1,2,%ID,\n")
    assert (values[0].low, values[0].high) == (0.0, 5.0)
    assert math.isnan(values[1].low)


def test_a_bare_per_cent_is_a_relative_signal_and_told(read):
    values, told = read("site,time (h),value (%)\nliver,1,90\nspleen,1,10\n")
    assert {one.basis for one in values} == {"relative signal"}
    assert any("'%ID'" in sentence for sentence in told)


def test_empty_cells_are_passed_over_and_counted(read):
    values, told = read("site,time (h),value,unit\nliver,1,9,%ID\nspleen,1,,%ID\n")
    assert len(values) == 1
    assert any("1 rows" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("site,time (h),value,unit\nnose cone,1,9,%ID\n", "names the site 'nose cone'"),
        ("site,time (h),value,unit\nliver,1,9,furlong\n", "the unit 'furlong'"),
        ("site,time (h),value\nliver,1,9\n", "no unit"),
        ("site,time (h),value,unit\nliver,1,-9,%ID\n", "neither is below 0"),
        ("site,time (h),value,unit\nliver,,9,%ID\n", "no time"),
        ("site,time (h),value,unit\nliver,1,80,%ID\nlung,1,60,%ID\n", "140 %ID together"),
        ("site,time (h),value,unit\nliver,1,8,%ID\nliver,1,6,%ID\n", "repeats 'liver'"),
        ("site,time (h),value,unit,low,high\nliver,1,8,%ID,9,12\n", "outside its bounds"),
        ("site,time,value,unit\nliver,1,8,%ID\n", "names no unit"),
        ("time (h),value,unit\n1,8,%ID\n", "the site"),
        ("site,value,unit\nliver,8,%ID\n", "column of times"),
        ("site,time (h),value,unit,label kind\nliver,1,8,%ID,glitter\n", "kind of label 'glitter'"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_line(read, text, said):
    with pytest.raises(FileError, match=said):
        read(text)


@given(value=st.floats(0, 100, allow_nan=False), hour=st.floats(0, 1e3))
def test_numbers_come_back_as_written(tmp_path_factory, value, hour):
    path = tmp_path_factory.mktemp("own") / "own.csv"
    path.write_text(f"site,time (h),value,unit\nliver,{hour!r},{value!r},%ID\n")
    (one,), _ = read_measured(path, species="mouse", route="intravenous")
    assert one.value == pytest.approx(value)
    assert one.time == pytest.approx(3600 * hour)
