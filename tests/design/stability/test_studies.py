import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.design.stability.studies import at_temperature, read_study

MONTH = 2629800.0


def read(tmp_path, text, **options):
    path = tmp_path / "data.csv"
    path.write_text(text, encoding="utf-8")
    return read_study(path, **options)


def test_a_long_table_with_batches_and_gaps(tmp_path):
    study = read(tmp_path, "lot;age / months;potency [%];analyst\nA;0;100,1;xy\nA;6;98,4;xy\nB;0;;xy\nB;3;99,0;xy\n")
    assert study.batches == ("A", "B")
    assert study.time == pytest.approx(np.array([0, 6, 3]) * MONTH)
    assert study.value.tolist() == [100.1, 98.4, 99.0]
    assert (study.measured, study.unit, study.time_unit) == ("potency", "%", "month")
    assert study.notes == ("1 empty cell was left out (line 4).", "Not read: analyst.")


def test_a_wide_table_by_column(tmp_path):
    study = read(tmp_path, "months;lot A;lot B\n0;100;99\n3;99;\n6;98;97\n", by_column=True)
    assert study.batches == ("lot A", "lot B")
    assert study.value.tolist() == [100, 99, 99, 98, 97]


def test_times_take_the_unit_of_the_option_where_the_head_names_none(tmp_path):
    assert read(tmp_path, "time,value\n0,1\n2,3\n", time_unit="weeks").time.tolist() == [0.0, 2 * 604800.0]
    assert read(tmp_path, "time [d],value\n0,1\n2,3\n", time_unit="weeks").time.tolist() == [0.0, 2 * 86400.0]
    with pytest.raises(FileError, match=r"'time' of 'data\.csv' names no unit"):
        read(tmp_path, "time,value\n0,1\n2,3\n")


def test_temperatures_in_the_head_or_in_the_cells(tmp_path):
    head = read(tmp_path, "time [d];T [°C];value\n0;5;1\n2;40;3\n", several_temperatures=True)
    cells = read(tmp_path, "time [d];temperature;value\n0;5 °C;1\n2;40C;3\n", several_temperatures=True)
    fahrenheit = read(tmp_path, "time [d];temperature (°F);value\n0;41;1\n2;104;3\n", several_temperatures=True)
    for study in (head, cells, fahrenheit):
        assert study.temperature == pytest.approx([278.15, 313.15])


def test_one_condition_is_chosen_among_several(tmp_path):
    text = "time [d];T [°C];batch;value\n0;5;A;1\n2;5;B;3\n0;40;B;4\n"
    study = read(tmp_path, text)
    with pytest.raises(SettingError, match=r"several temperatures \(5, 40 degC\)"):
        at_temperature(study, None)
    cold = at_temperature(study, 278.15)
    assert (cold.value.tolist(), cold.batches) == ([1.0, 3.0], ("A", "B"))
    assert at_temperature(study, 313.15).batches == ("B",)
    with pytest.raises(SettingError, match="no point at 25 degC"):
        at_temperature(study, 298.15)
    plain = read(tmp_path, "time [d];value\n0;1\n2;3\n")
    assert at_temperature(plain, None) is plain
    with pytest.raises(SettingError, match="names no temperatures"):
        at_temperature(plain, 278.15)


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("when;value\n0;1\n", {}, "Unable to find a column of times"),
        ("time [d];T [°C]\n0;1\n", {}, "Unable to find a column of values"),
        ("time [d];a;b\n0;1;2\n", {}, "several columns of values, 'a', 'b'; choose one with --column"),
        ("time [d];a;b\n0;1;2\n", {"column": "c"}, "0 columns 'c'"),
        ("time [d];value\n0;1\n;2\n", {}, "Line 3 of 'data.csv' has a value and no time"),
        ("time [d];value\n0;1\n-2;2\n", {}, "has the time -2"),
        ("time [mg];value\n0;1\n", {}, "in 'mg', which does not fit|Unable to find a column of times"),
        ("time [d];batch;value\n0;A;1\n2;;2\n", {}, "Line 3 of 'data.csv' names no batch"),
        ("time [d];value\n0;\n2;\n", {}, "Unable to find a column of values"),
        ("time [d];T;value\n0;5;1\n", {"several_temperatures": True}, "names no unit of temperature"),
        ("time [d];value\n0;1\n", {"several_temperatures": True}, "Unable to find a column of temperatures"),
        ("time [d];T [°C];value\n0;;1\n", {"several_temperatures": True}, "Line 2 of 'data.csv' names no temperature"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path, text, options, message):
    with pytest.raises(FileError, match=message):
        read(tmp_path, text, **options)


def test_a_column_is_chosen_by_its_head_or_its_name(tmp_path):
    text = "time [d];size [nm];count [1/mL]\n0;100;1e10\n7;101;9e9\n"
    assert read(tmp_path, text, column="count").value.tolist() == [1e10, 9e9]
    assert read(tmp_path, text, column="Size [nm]").unit == "nm"
