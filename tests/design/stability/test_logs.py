import numpy as np
import pytest

from exoforge.base.errors import FileError
from exoforge.design.stability.logs import read_log

EUROPEAN = """Logger TX-12;SN 0042
Interval;10 min

No.;Time;Temperature [°C];Humidity [%]
1;2024-05-01 08:00:00;4,5;45
2;2024-05-01 08:10:00;4,6;45
3;2024-05-01 08:20:00;;45
4;2024-05-01 10:20:00;12,0;44
5;2024-05-01 10:30:00;5,0;44
"""


def read(tmp_path, text, **options):
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    return read_log(path, **options)


def test_a_logger_with_semicolons_commas_and_lines_of_its_own(tmp_path):
    log = read(tmp_path, EUROPEAN)
    assert log.time.tolist() == [0.0, 600.0, 8400.0, 9000.0]
    assert log.temperature == pytest.approx(np.array([4.5, 4.6, 12.0, 5.0]) + 273.15)
    assert log.gaps == ((600.0, 8400.0),)
    assert log.notes == ("1 reading without a temperature was left out.", "Not read: Humidity [%].")


@pytest.mark.parametrize(
    "text",
    [
        "timestamp,T (C)\n2024-05-01T08:00:00Z,4.5\n2024-05-01T09:00:00Z,5.5\n",
        "time;temp [°C]\n2024-05-01 08:00;4,5\n2024-05-01 09:00;5,5\n",
        "Datum;Zeit;Temperatur °C\n01.05.2024;08:00:00;4,5\n01.05.2024;09:00:00;5,5\n",  # codespell:ignore temperatur,Temperatur
        "Datum;°C\n1.5.2024 8:00;4,5\n1.5.2024 9:00;5,5\n",
        "time\ttemp_degF\n2024-05-01 08:00\t40.1\n2024-05-01 09:00\t41.9\n",
        'time,temperature (K)\n"2024-05-01T08:00:00+02:00",277.65\n"2024-05-01T09:00:00+02:00",278.65\n',
    ],
)
def test_the_same_log_in_many_hands(tmp_path, text):
    log = read(tmp_path, text)
    assert log.time.tolist() == [0.0, 3600.0]
    assert log.temperature == pytest.approx([277.65, 278.65])
    assert (log.start.year, log.start.month, log.start.day, log.start.hour) == (2024, 5, 1, 8)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time;T [C]\n03/04/2024 08:00;4\n03/04/2024 09:00;4\n", "Line 2 of 'log.csv' has a date with strokes, '03/04/2024'"),
        ("time;T [C]\nyesterday;4\n", "no reading with a time stamp"),
        ("time;T [C]\n2024-05-01 08:00;4\n2024-05-01 07:00;5\n", "before the reading above it.*Did summer time end"),
        ("time;T [C]\n2024-05-01 08:00;4\n2024-05-01 09:00Z;5\n", "has a time zone and others have none"),
        ("time;T [C]\n2024-05-01 08:00;4\n", "1 readings over no time"),
        ("time;T [C]\n2024-05-01 08:00;4\n2024-05-01 09:00;warm\n", "Line 3 of 'log.csv', column 'T .C.', says 'warm'"),
        ("time;T [C]\n2024-05-01 08:00;4\nend of log;\n", "Line 3 of 'log.csv' begins with 'end of log"),
        ("time;T1 [C];T2 [C]\n2024-05-01 08:00;4;5\n2024-05-01 09:00;4;5\n", "2 columns of temperatures.*--column"),
        ("time;reading\n2024-05-01 08:00;4\n2024-05-01 09:00;4\n", "names no unit"),
        ("time;T [K]\n2024-05-01 08:00;4\n2024-05-01 09:00;-5\n", "temperature of -5 K, which cannot be"),
        ("2024-05-01 08:00;4\n2024-05-01 09:00;4\n", "holds a reading already"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path, text, message):
    with pytest.raises(FileError, match=message):
        read(tmp_path, text)


def test_a_column_and_a_unit_are_chosen(tmp_path):
    log = read(tmp_path, "time;T1 [C];T2 [C]\n2024-05-01 08:00;4;5\n2024-05-01 09:00;4;6\n", column="T2")
    assert log.temperature == pytest.approx([278.15, 279.15])
    assert read(tmp_path, "time;reading\n2024-05-01 08:00;4\n2024-05-01 09:00;5\n", unit="C").temperature == pytest.approx([277.15, 278.15])
