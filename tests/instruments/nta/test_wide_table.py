"""Tables of videos in columns: real bead series, made tables, and damage."""

import numpy as np
import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import read_measurements
from tests.shared_data import shared

SIZES = np.arange(0.5, 300.0)
BEADS = "data/instruments/nanosight_bead_series/standards_MASTER-ExperimentSummary.csv"


def table(names, head="particle_size", sizes=SIZES, mark=",", peak=100.0):
    lines = [mark.join([head, *names])]
    for size in sizes:
        lines.append(mark.join([f"{size:g}", *(f"{1e6 * np.exp(-(((size - peak) / 20) ** 2)) * (1 + column):.0f}" for column in range(len(names)))]))
    return "\n".join(lines) + "\n"


def read(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_measurements(path)


def test_columns_that_differ_in_injection_and_video_are_one_measurement(tmp_path):
    names = ["std_after_125_1_1_00", "std_after_125_1_1_01", "std_after_125_1_2_00", "std_before_125_1_1_00"]
    after, before = read(tmp_path, table(names))
    assert ("std_after_125_1", "std_before_125_1") == (after.sample, before.sample)
    assert names[:3] == [one.label for one in after.distributions]
    parts = after.settings["Column names"]
    assert (("1", "1", "2"), ("00", "01", "00")) == (parts["injection"], parts["video"])
    assert (("125",) * 3, ("after",) * 3, ("1",) * 3) == (parts["dilution"], parts["when"], parts["day"])
    assert after.dilution.factor is None
    assert any("a dilution of 125; whether" in notice for notice in after.notices)
    concentration = next(one for one in after.figures if one.name == "concentration")
    assert (3, 2.0) == (concentration.repeats, pytest.approx(concentration.value / after.distributions[0].amount.sum(), rel=1e-3))


def test_four_parts_other_parts_and_names_that_come_again(tmp_path):
    (mouse,) = read(tmp_path, table(["7_500_1_00", "7_500_2_00"]))
    assert ("7_500", ("500", "500")) == (mouse.sample, mouse.settings["Column names"]["dilution"])
    free = read(tmp_path, table(["control", "treated"]))
    assert ["control", "treated"] == [one.sample for one in free]
    (twice,) = read(tmp_path, table(["7_500_1_00", "7_500_1_00"]))
    assert ["7_500_1_00", "7_500_1_00 (2)"] == [one.label for one in twice.distributions]
    assert any("of the same name" in notice for notice in twice.notices)


def test_titled_columns_and_decimal_commas(tmp_path):
    one, two = read(tmp_path, table(["A (particles/mL)", "B (particles/mL)"], head="Size (nm)"))
    assert ("A", "B") == (one.sample, two.sample)
    german = table(["A (particles/mL)", "B (particles/mL)"], head="Size (nm)", mark=";").replace(".", ",")
    np.testing.assert_array_equal(read(tmp_path, german)[1].arrays["concentration"], two.arrays["concentration"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("particle_size,a,\n0.5,1\n", "holds no|even bins"),
        ("particle_size,a\n", "has no rows"),
        (table(["a", "", "b"]), "column without a name"),
        (table(["a"], sizes=SIZES[::-1]), "even bins"),
        (table(["a"], sizes=SIZES * 2), "expected the bins of NTA"),
        (table(["a"]).replace("\n1.5,0", "\n1.5,-3"), "nothing is below 0"),
        (table(["a"]).replace("\n1.5,0", "\n1.5,"), "nothing stands"),
        (table(["a", "b"])[:-6], "damaged at line 301"),
        (table(["A (particles/mL)", "note"], head="Size (nm)"), "the column 'note' beside concentrations"),
    ],
)
def test_a_damaged_table_is_refused_in_one_sentence(tmp_path, text, words):
    with pytest.raises(FileError, match=words) as refusal:
        read(tmp_path, text)
    assert "\n" not in str(refusal.value)


def test_the_bead_series_is_fourteen_samples_by_day_with_81_videos():
    found = read_measurements(shared(BEADS))
    assert 14 == len(found)
    labels = [one.label for measured in found for one in measured.distributions]
    assert 81 == len(set(labels)) == len(labels)
    assert "std_after_125_1_2_00" in labels


def test_thousands_in_a_table_with_decimal_points_are_refused(tmp_path):
    text = table(("a_1_1_1",), mark="\t").splitlines()
    cells = text[50].split("\t")
    text[50] = f"{cells[0]}\t1,280"
    with pytest.raises(FileError, match="line 51: '1,280' may hold a decimal comma"):
        read(tmp_path, "\n".join(text) + "\n")
