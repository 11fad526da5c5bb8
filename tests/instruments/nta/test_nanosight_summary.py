"""The NanoSight reader: look-alikes of known truth, real files against the numbers printed in them, and damage of every kind."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import FileError
from exoforge.instruments import read_measurement
from exoforge.instruments.nta import SPECS, NanoSightSummary
from exoforge.instruments.nta.curves import quantiles, statistics
from exoforge.streams.measurement import Measurement
from tests.instruments.as_file import as_file
from tests.shared_data import shared

DATA = Path(__file__).parents[1] / "data"
LOOK_ALIKES = ("clean", "cautious", "windows_1252", "wrong_rate", "five_videos")
CLEAN = (DATA / "clean.csv").read_text(encoding="utf-8")
PRINTED = {"total_concentration": (0.005, 0.0), "mode": (0.0, 0.051e-9)}
ONE_DECIMAL = (0.0, 0.051e-9)


def read(text: str) -> Measurement:
    return NanoSightSummary().read(as_file(text))[0]


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_look_alike_gives_back_its_truth(name):
    expected = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    measured = read_measurement(DATA / f"{name}.csv")
    assert expected["sample"] == measured.sample
    assert expected["notices"] == list(measured.notices)
    assert expected["unread"] == dict(measured.unread)
    for key, texts in expected["flags"].items():
        assert tuple(texts) == measured.flags[key]
    for key, values in expected["numbers"].items():
        share, rest = PRINTED.get(key, ONE_DECIMAL)
        np.testing.assert_allclose(measured.arrays[key], values, rtol=share, atol=rest, err_msg=key)
    dilution = measured.arrays.get("dilution")
    assert expected["dilution"] == (None if dilution is None else dilution.tolist())
    assert (1000, expected["videos"]) == measured.arrays["concentration"].shape


def test_units_are_si():
    arrays = read_measurement(DATA / "clean.csv").arrays
    np.testing.assert_allclose(arrays["bin_diameter"][[0, -1]], [0.5e-9, 999.5e-9])
    np.testing.assert_allclose(arrays["temperature"], 298.15)
    np.testing.assert_allclose(arrays["viscosity"], 0.889997e-3)
    np.testing.assert_allclose(arrays["shutter"], 0.0325)
    np.testing.assert_allclose(arrays["frame_rate"], 24.9825)
    np.testing.assert_allclose(arrays["concentration"].sum(axis=0), arrays["total_concentration"], rtol=0.005)


def test_surface_and_volume_are_those_of_spheres():
    arrays = read_measurement(DATA / "windows_1252.csv").arrays
    diameter = arrays["bin_diameter"][:, np.newaxis]
    seen = arrays["concentration"] > 1e9
    for name, law in (("surface", np.pi * diameter**2), ("volume", np.pi / 6 * diameter**3)):
        expected = np.broadcast_to(law, seen.shape)[seen]
        np.testing.assert_allclose((arrays[f"{name}_concentration"] / np.where(seen, arrays["concentration"], 1))[seen], expected, rtol=1e-3)


def test_sizes_and_diffusion_coefficients_agree_by_stokes_and_einstein():
    arrays = read_measurement(DATA / "windows_1252.csv").arrays
    expected = 1.380649e-23 * arrays["temperature"] / (3 * np.pi * arrays["viscosity"] * arrays["d50"])
    np.testing.assert_allclose(arrays["diffusion_d50"], expected, rtol=2e-3)


def test_every_array_is_declared_and_of_the_declared_shape():
    declared = {spec.name: spec for spec in SPECS}
    arrays = read_measurement(DATA / "windows_1252.csv").arrays
    sizes = {"size": 1000, "diffusion": 1000, "percentile": 101, "video": 2}
    for name, array in arrays.items():
        assert tuple(sizes[dim] for dim in declared[name].dims) == array.shape
        assert np.float64 == array.dtype


def test_no_text_of_a_file_is_dropped():
    """Every cell of the file is found again in settings, flags or unread, except the numbers of the tables, which are arrays."""
    measured = read_measurement(DATA / "five_videos.csv")
    kept = json.dumps([measured.settings, dict(measured.flags), dict(measured.unread)], ensure_ascii=False)
    for line in (DATA / "five_videos.csv").read_text(encoding="utf-8").splitlines():
        if line.startswith("Bin centre"):
            break
        for cell in line.split(","):
            if cell and not cell.startswith("[") and cell not in {"Graph Data", "Weighting"}:
                assert cell in kept, line


def test_the_file_says_that_bins_are_not_counts():
    settings_read = read_measurement(DATA / "clean.csv").settings
    assert "they are not counts" in settings_read["exoforge"]["bins"]
    assert "FTLA" == settings_read["Size Data (Number)"]["Analysis Method"]


def test_the_rate_that_was_lost_explains_the_sizes():
    """The three videos with a placeholder rate read 24.9825 / 29.999998 too small, as the notice says."""
    arrays = read_measurement(DATA / "wrong_rate.csv").arrays
    np.testing.assert_allclose(arrays["d50"] * arrays["frame_rate"] / 24.9825, arrays["d50"][0], atol=0.15e-9)


REAL = "data/instruments/nanosight_summaries"


def test_real_files_agree_with_the_numbers_printed_in_them():
    """Sum of bins, mean, D10, D50, D90 and SD against the header; average and standard error against the videos."""
    files = sorted(shared(REAL).glob("*.csv"))
    assert files
    for path in files:
        measured = read_measurement(path)
        arrays = measured.arrays
        np.testing.assert_allclose(arrays["concentration"].sum(axis=0), arrays["total_concentration"], rtol=0.005)
        for name, values in statistics(arrays["bin_diameter"], arrays["concentration"]).items():
            np.testing.assert_allclose(values, arrays[name], atol=0.51e-9 if name == "mode" else 0.051e-9, rtol=0, err_msg=f"{path.name}: {name}")
        table = quantiles(arrays["bin_diameter"], arrays["concentration"], arrays["percentile"][1:-1])
        np.testing.assert_allclose(arrays["percentiles"][1:-1], table, atol=0.26e-9, rtol=0, err_msg=path.name)
        printed = measured.settings["Size Data (Number)"]
        videos = arrays["mean"].size
        assert float(printed["Average"]["Mean"]) == pytest.approx(arrays["mean"].mean() * 1e9, abs=0.11)
        assert float(printed["Standard Error"]["Mean"]) == pytest.approx(arrays["mean"].std(ddof=1) / np.sqrt(videos) * 1e9, abs=0.11)


def test_real_files_leave_nothing_unread_and_contradict_themselves_nowhere():
    for path in sorted(shared(REAL).glob("*.csv")):
        measured = read_measurement(path)
        assert {} == dict(measured.unread)
        assert not [notice for notice in measured.notices if "printed" in notice or "add up" in notice or "viscosity is" in notice]
        assert any("dilution factor is not recorded" in notice for notice in measured.notices)


def test_a_real_file_of_an_unreliable_measurement_says_so():
    path = next(shared(REAL).glob("HOT1A3_12h_A*.csv"))
    measured = read_measurement(path)
    assert ("Unreliable", "Unreliable", "Unreliable", "Be cautious of data due to noise") == measured.flags[
        "Concentration Warnings/Validity of concentration measurement"
    ]
    assert "The instrument says of 'Completed Tracks': '<200' in video 2." in measured.notices
    assert "The instrument says of 'Vibration detected': 'High vibration' in videos 1 and 4." in measured.notices


def test_a_real_file_with_all_weightings_has_all_curves():
    arrays = read_measurement(next(shared(REAL).glob("ATCC_T0*.csv"))).arrays
    np.testing.assert_allclose(arrays["surface_mean"][0], 223.0e-9)
    np.testing.assert_allclose(arrays["diffusion_d50"][0], 248.0e-14)
    np.testing.assert_allclose(arrays["volume_concentration"].sum(axis=1)[202] > 0, True)


def edited(old: str, new: str) -> str:
    assert old in CLEAN
    return CLEAN.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CLEAN.split("[Experiment Details]")[0], "names no videos"),
        (CLEAN.split("[Size Data]")[0], "no section [Size Data]; found [Experiment Details], [Conditions]"),
        (CLEAN.split("Bin centre")[0], "has no bins"),
        (CLEAN.split("\n300.5,")[0], "the percentiles of the Number weighting of [Size Data] do not go to 100"),
        (CLEAN.split("\n50,")[0], "the percentiles of the Number weighting of [Size Data] do not go to 100"),
        (CLEAN.split("\n300.5,")[0] + "\n300.5,12", "has 7 columns"),
        (edited("\n200.5,", "\n200.5,x"), "is not a number"),
        (edited("\n200.5,", "\n200.5,-"), "holds negative values"),
        (edited("\n200.5,", "\n20.5,"), "does not increase"),
        (edited("\n200.5,", "\n200.75,"), "lacks bins"),
        (edited("Concentration (particles / ml),", "Count,"), "expected 'Bin centre (nm)' and 4 times 'Concentration (particles / ml)'"),
        (edited("Weighting,Number", "Weighting,Colour"), "the Number weighting of [Size Data] is absent"),
        (
            edited("Size distribution - Number weighting - With Percentiles,", "Size distribution - Volume weighting - With Percentiles,"),
            "the Volume weighting of [Size Data] is absent",
        ),
        (CLEAN.replace(",", ";"), "separates its values by ';'"),
    ],
)
def test_a_damaged_file_is_refused_in_one_sentence(text, words):
    with pytest.raises(FileError) as refusal:
        read(text)
    assert words in str(refusal.value)
    assert "file.csv'" in str(refusal.value)


def test_the_truncated_look_alike_is_refused_with_its_line():
    with pytest.raises(FileError, match="cut off or damaged at line 390"):
        read_measurement(DATA / "truncated.csv")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (edited("Viscosity/cP,0.889997", "Viscosity/cP,1.200000"), "The viscosity is 34.8% above that of water"),
        (edited("Shutter/ms,32.500000", "Shutter/ms,15.000000"), "The shutter differs between videos: 15 ms, 32.5 ms, 32.5 ms, 32.5 ms"),
        (edited("(concentrations adjusted for this factor),100,", "(concentrations adjusted for this factor),50,"), "dilution factor is not the same"),
        (edited("(Particles / ml),2.98e+10", "(Particles / ml),2.98e+08"), "do not add up to the printed concentration: 2.98e+10 against 2.98e+08"),
        (edited("\nD50,110.0,", "\nD50,115.0,"), "The bins of video 1 do not give the printed D50: 110.0 nm against 115.0 nm"),
        (edited(",3.01e+10,", ",4.01e+10,"), "The printed Average of 'Concentration (Particles / ml)' is 4.01e+10, but the videos give 3.01e+10."),
        (edited("[Concentration Warnings]", "[Other]"), "The file has no [Concentration Warnings]"),
    ],
)
def test_doubtful_metadata_are_told(text, words):
    assert any(words in notice for notice in read(text).notices), read(text).notices


def test_words_in_the_place_of_numbers_are_undefined_and_kept():
    measured = read_measurement(DATA / "wrong_rate.csv")
    np.testing.assert_array_equal(measured.arrays["camera_level"], [16, np.nan, np.nan, np.nan])
    assert ("16", *["Manual settings used"] * 3) == measured.settings["Conditions"]["Camera Level"]


def test_sections_that_are_absent_leave_their_arrays_out():
    head, rest = CLEAN.split("[Conditions]")
    measured = read(head + "[Settings]" + rest.split("[Settings]")[1])
    assert "temperature" not in measured.arrays
    assert "concentration" in measured.arrays


def test_a_row_with_values_beyond_the_videos_keeps_them_as_unread():
    measured = read(edited("Detection Threshold,5,5,5,5,", "Detection Threshold,5,5,5,5,7,"))
    assert {"Settings/Detection Threshold": "7"} == dict(measured.unread)


LINES = CLEAN.split("\n")


@settings(max_examples=60, deadline=None)
@given(
    place=st.integers(0, 120),
    cell=st.integers(0, 5),
    text=st.one_of(st.text(max_size=12), st.floats().map(str), st.sampled_from(["1e300", "1e-300", "0", "", "nan", "inf", "-1"])),
)
def test_a_file_with_any_one_cell_changed_is_read_or_refused(place, cell, text):
    cells = LINES[place].split(",")
    cells[cell % len(cells)] = text
    try:
        measured = read("\n".join([*LINES[:place], ",".join(cells), *LINES[place + 1 :]]))
    except FileError:
        return
    assert np.isfinite(measured.arrays["concentration"]).all()


@settings(max_examples=40, deadline=None)
@given(length=st.integers(0, len(CLEAN) - 200))
def test_a_file_cut_anywhere_is_refused(length):
    with pytest.raises(FileError):
        read(CLEAN[:length])


def test_lines_of_a_later_version_within_the_data_are_kept():
    text = edited("Analysis Method,FTLA,", "Analysis Method,FTLA,\nRefractive Index,1.38,").replace("Graph Data,\n", "Graph Data,\nSkewness,1,2,3,4,\n", 1)
    assert {"Size Data/Refractive Index": "1.38", "Size Data (Number)/Skewness": "1,2,3,4"} == dict(read(text).unread)
