"""Where a repeat stands in the design, copies, and a dilution that is applied once."""

from dataclasses import replace

import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.design.sizing.naming import naming
from exoforge.design.sizing.repeats import repeats_of
from exoforge.streams.measurement import Dilution
from tests.design.sizing.runs import curve, measurement, series

PATTERN = "{sample}_{dilution}_{day}_{injection}_{video}"
LEVELS = ["sample", "day", "injection"]


def test_a_pattern_lets_the_sample_hold_the_sign_between():
    one = measurement([curve(1e-7, 1e14, label="std_before_125_1_2_00")])
    found, said = repeats_of([one], LEVELS, naming(PATTERN))
    assert found[0].places == {"sample": "std_before", "day": "1", "injection": "2"}
    assert found[0].diluted == 125.0
    assert found[0].distribution.amount.sum() == pytest.approx(125e14)
    assert said == []


def test_the_sample_or_the_files_name_is_taken_where_the_label_does_not_fit():
    one = measurement([curve(1e-7, 1e14, label="video 1")], sample="x", file="A12_3_1.csv")
    assert repeats_of([one], ["sample", "day"], naming("{sample}_{day}_{injection}"))[0][0].places == {"sample": "A12", "day": "3"}


def test_a_table_names_files_labels_and_levels(tmp_path):
    table = tmp_path / "design.csv"
    table.write_text("File;Label;Sample;Day;Dilution\nrun.csv;v1;a;1;1:100\nrun.csv;v2;b;2;1:50\n", encoding="utf-8")
    one = measurement([curve(1e-7, 1e14, label="v1"), curve(1.1e-7, 1e14, label="v2")])
    found, _ = repeats_of([one], ["sample", "day"], naming("", table))
    assert [part.places for part in found] == [{"sample": "a", "day": "1"}, {"sample": "b", "day": "2"}]
    assert [part.diluted for part in found] == [100.0, 50.0]
    with pytest.raises(SettingError, match=r"no row for 'v3'"):
        repeats_of([measurement([curve(1e-7, 1.0, label="v3")])], ["sample", "day"], naming("", table))


def test_a_table_without_files_is_refused(tmp_path):
    table = tmp_path / "design.csv"
    table.write_text("sample,day\na,1\n", encoding="utf-8")
    with pytest.raises(FileError, match="columns file"):
        naming("", table)


def test_settings_that_a_reader_parsed_are_used():
    parts = [curve(1e-7, 1e14, label="v1"), curve(1.1e-7, 1e14, label="v2")]
    one = measurement(parts, settings={"name": {"Day": ["1", "2"], "donor": "D7"}})
    found, _ = repeats_of([one], ["sample", "donor", "day"], naming())
    assert [part.places["day"] for part in found] == ["1", "2"]
    assert found[0].places["donor"] == "D7"


def test_a_refusal_names_the_file():
    fits = measurement([curve(1e-7, 1e14, label="a_1_2")], file="a_1_2.csv")
    with pytest.raises(SettingError, match=r"'other\.csv' does not fit the pattern '\{sample\}_\{day\}_\{video\}'"):
        repeats_of([fits, measurement([curve(1.1e-7, 1e14, label="x")], file="other.csv")], ["sample", "day"], naming("{sample}_{day}_{video}"))
    wrong = measurement([curve(1.1e-7, 1e14, label="b_x_3")], file="wrong.csv")
    with pytest.raises(SettingError, match=r"'wrong\.csv': 'x' is no dilution"):
        repeats_of([wrong], ["sample"], naming("{sample}_{dilution}_{video}"))
    with pytest.raises(SettingError, match=r"name or table of 'run\.csv' says 1:100"):
        repeats_of([series()], LEVELS, naming(PATTERN), dilution=20.0)


def test_files_without_sizes_are_left_out_and_told_whatever_their_names():
    fits = measurement([curve(1e-7, 1e14, label="a_1_2")])
    found, said = repeats_of([fits, measurement([], file="trace.txt", technique="trps")], ["sample", "day"], naming("{sample}_{day}_{video}"))
    assert len(found) == 1
    assert said == ["'trace.txt' (trps) has no size distribution and was left out; its pulses have sizes only after 'exoforge pulses calibrate'."]
    with pytest.raises(SettingError, match=r"'trace\.txt' \(trps\).*pulses calibrate.*None of the files"):
        repeats_of([measurement([], file="trace.txt", technique="trps")], ["sample"], naming())


def test_what_names_tell_besides_the_levels_is_said_and_a_files_own_dilution_is_no_name():
    parts = [curve(1e-7, 1e14, label="x_1_first_0"), curve(1.1e-7, 1e14, label="x_1_second_1")]
    names = {"day": ("1", "1"), "operator": ("first", "second"), "video": ("0", "1"), "mean": ("100.0", "110.0")}
    one = measurement(parts, settings={"names": names, "run": {"Dilution": "500"}})
    found, said = repeats_of([one], ["sample", "day"], naming())
    assert found[0].diluted is None
    assert len(said) == 1
    assert "also tell the operator (first, second)" in said[0]
    assert "--by sample,day,operator" in said[0]
    assert repeats_of([one], ["sample", "operator", "day"], naming())[1] == []


def test_a_word_that_is_one_within_each_group_mixes_nothing():
    parts = [curve(1e-7, 1e14, label="x_1_first_0"), curve(1.1e-7, 1e14, label="x_2_second_1")]
    one = measurement(parts, settings={"names": {"day": ("1", "2"), "operator": ("first", "second")}})
    assert repeats_of([one], ["sample", "day"], naming())[1] == []


def test_before_and_after_are_two_samples_unless_when_is_a_level():
    parts = [curve(1e-7, 1e14, label="std_before_125_1_1_00"), curve(1.1e-7, 1e14, label="std_after_125_1_1_00")]
    settings = {"Column names": {"sample": ("std", "std"), "when": ("before", "after"), "dilution": ("125", "125"), "day": ("1", "1")}}
    one = measurement(parts, sample="std_before_125_1", settings=settings)
    found, said = repeats_of([one], ["sample", "day"], naming())
    assert [part.places["sample"] for part in found] == ["std before", "std after"]
    assert not any("also tell" in sentence for sentence in said)
    found, _ = repeats_of([one], ["sample", "when", "day"], naming())
    assert [(part.places["sample"], part.places["when"]) for part in found] == [("std", "before"), ("std", "after")]


def test_a_dilution_that_only_a_reader_parsed_is_told_and_not_applied():
    one = measurement([curve(1e-7, 1e14, label="x_125_1")], settings={"Column names": {"dilution": ("125",)}})
    found, said = repeats_of([one], ["sample"], naming())
    assert found[0].diluted is None
    assert any("a dilution (125), which was not applied" in sentence for sentence in said)
    assert repeats_of([one], ["sample"], naming(), dilution=125.0)[0][0].diluted == 125.0
    with pytest.raises(SettingError, match="one of the two is wrong"):
        repeats_of([one], ["sample"], naming(), dilution=1000.0)


@pytest.mark.parametrize(
    ("settings", "file", "day"),
    [
        ({"Experiment Details": {"Time Captured": "14:26:23  27/10/2020"}}, "AD 2020-10-28 13-28-58-ExperimentSummary.csv", "27/10/2020"),
        ({"Head": {"Date": "2023-04-19"}}, "run.txt", "2023-04-19"),
        ({"Experiment Details": {"Time Captured": ""}}, "AD_0h_A_LS 2020-10-27 13-28-58-ExperimentSummary.csv", "2020-10-27"),
    ],
)
def test_a_day_that_no_name_tells_is_the_date_of_the_file(settings, file, day):
    one = measurement([curve(1e-7, 1e14, label="video 1")], settings=settings, file=file)
    found, said = repeats_of([one], ["sample", "day"], naming())
    assert found[0].places == {"sample": "s", "day": day}
    assert said == [f"No name tells the day, so it is the date of the files themselves ({day})."]
    assert repeats_of([one], ["sample"], naming())[1] == []


def test_a_pattern_takes_apart_the_names_of_summaries():
    one = measurement([curve(1e-7, 1e14, label="video 1")], file="AD_0h_A_LS 2020-10-27 13-28-58-ExperimentSummary.csv")
    found, _ = repeats_of([one], ["sample", "day"], naming("{sample} {day} {time}-ExperimentSummary"))
    assert found[0].places == {"sample": "AD_0h_A_LS", "day": "2020-10-27"}


def test_remarks_of_instruments_are_not_lost():
    one = replace(measurement([curve(1e-7, 1e14, label="v1")]), notices=("The instrument says of 'Noise level': 'Noise detected' in video 1.", "More."))
    assert repeats_of([one], ["sample"], naming())[1] == [
        "1 of 1 files bring remarks of their own ('exoforge read' shows all), such as 'run.csv': The instrument says of 'Noise level': 'Noise detected' in "
        "video 1."
    ]


@pytest.mark.parametrize("pattern", ["{day}_{video}", "{sample}{day}", "{sample}_{day}_{day}", "sample"])
def test_a_pattern_that_cannot_be_used_is_refused_with_an_example(pattern):
    with pytest.raises(SettingError, match=r"\{sample\}_\{dilution\}"):
        naming(pattern)


def test_a_level_that_cannot_be_told_is_refused_with_an_example():
    with pytest.raises(SettingError, match=r"The day of 'v1' in 'run.csv' .*--pattern .*--design") as refusal:
        repeats_of([measurement([curve(1e-7, 1.0, label="v1")])], ["sample", "day"], naming())
    assert "\n" not in str(refusal.value)
    with pytest.raises(SettingError, match="does not fit the pattern"):
        repeats_of([measurement([curve(1e-7, 1.0, label="v1")])], ["sample", "day"], naming(PATTERN))


def test_a_copy_is_counted_once_and_said():
    one, two = curve(1e-7, 1e14, label="v1"), curve(1e-7, 1e14, label="v2")
    found, said = repeats_of([measurement([one, two])], ["sample"], naming())
    assert len(found) == 1
    assert said == ["v2 of 'run.csv' is the same number by number as v1 of 'run.csv': a copy, which was counted once."]


def test_a_dilution_is_applied_once():
    one = measurement([curve(1e-7, 1e14, label="v1")], dilution=Dilution(factor=10.0, applied=False, source="the file"))
    assert repeats_of([one], ["sample"], naming())[0][0].distribution.amount.sum() == pytest.approx(1e15)
    assert repeats_of([one], ["sample"], naming(), dilution=20.0)[0][0].distribution.amount.sum() == pytest.approx(2e15)
    applied = replace(one, dilution=Dilution(factor=10.0, applied=True, source="the file"))
    assert repeats_of([applied], ["sample"], naming())[0][0].distribution.amount.sum() == pytest.approx(1e14)
    with pytest.raises(SettingError, match="applied twice"):
        repeats_of([applied], ["sample"], naming(), dilution=20.0)
    with pytest.raises(SettingError, match="one of the two is wrong"):
        repeats_of([series()], LEVELS, naming(PATTERN), dilution=20.0)


def test_counts_are_never_multiplied():
    counts = curve(1e-7, 500.0, label="v1", unit="", counted=500.0)
    found, _ = repeats_of([measurement([counts])], ["sample"], naming(), dilution=50.0)
    assert np.array_equal(found[0].distribution.amount, counts.amount)
