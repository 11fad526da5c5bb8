"""ZetaView files: look-alikes of known truth, a real file against its printed numbers, and damage of every kind."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments import read_measurement
from exoforge.instruments.dilution import of_stock
from exoforge.instruments.nta import ZetaLook, ZetaViewVirtual, lognormal_truth, write_zetaview, zetaview_text
from exoforge.instruments.nta.zetaview_positions import ZetaViewPositions
from exoforge.instruments.nta.zetaview_profile import ZetaViewProfile
from exoforge.instruments.nta.zetaview_size import ZetaViewSize
from exoforge.streams.measurement import UNDILUTED
from tests.instruments.as_file import as_file
from tests.instruments.nta.make_zetaview import truth
from tests.instruments.nta.test_virtual import suspension
from tests.shared_data import shared

DATA = Path(__file__).parents[1] / "data"
POINT = (DATA / "zetaview_point.txt").read_bytes().decode("latin-1")
COMMA = (DATA / "zetaview_comma.txt").read_bytes().decode("latin-1")
SAMPLE_1 = "data/instruments/zetaview/Sample1_35nm_1-5pool.txt"
POSITIONS = (
    "Use\tPosition\tMean Int.\tAv. No of Particles\tConc. (p./mL)\tOrig. Conc. (p./cm^3)\tNo. of Traces\tX50 (nm)\tPeak ø (nm)\tSpan\tDrift (µm/s)\tRemoval\n"
    "X\t0.10\t5.0\t100.0\t4.3E+7\t2.1E+11\t20\t110.0\t100.0\t1.0\t2.0\t\n"
    "\t0.50\t5.0\t40.0\t1.7E+7\t8.6E+10\t0\t5997.5\t0.0\t0.0\t9.0\tMIN_TRACES\n"
    "X\t0.90\t5.0\t120.0\t5.1E+7\t2.6E+11\t30\t130.0\t120.0\t1.0\t3.0\t\n"
    "\tMean\t5.0\t110.0\t4.7E+7\t2.4E+11\t25.0\t120.0\t110.0\t1.0\t2.5\t\n"
)
PROFILE = (
    "Original File:\tC:\\a_prof_488.avi\tProfile Voltage:\t+24.000000V\nZetaView S/N:\t00-000\n"
    "Software:\tZetaView (version 8.06)\tAnalyze:\tx\n"
    "Sample:\tEV 1\nParticle Drift Checked:\t2024-01-01 08:00:00\nParticle Drift Check Result:\tGood\nCell Check Result:\tGood\n"
    "Type of Measurement:\tProfile\nNumber of Traces:\t800\tAverage Number of Particles:\t70,5\tDilution::\t1000,000000\nProfile Data:\n"
    "ZP Factor:\t12,500000\t(Smoluchowski)\nResults:\nMobility /µ\x00m/s/V/cm:\t-2,400000\nZeta Potential / mV:\t-30,000000\nParabola: zp = 1,0*x^2\n"
    "ZP Profile:\nPosition\tPositive V\tNegative V\tAverage\tParabola Fit\tZP\n"
    "1,0E-1\t-3,0E+1\t-2,0E+1\t-2,5E+1\t-2,4E+1\n5,0E-1\t-4,0E+1\t-3,0E+1\t-3,5E+1\t-3,6E+1\n"
)


def size(text, encoding="latin-1"):
    return ZetaViewSize().read(as_file(text, "run.txt", encoding=encoding))[0]


def figure(measured, name):
    return next(one for one in measured.figures if one.name == name).value


@pytest.mark.parametrize("name", ["zetaview_point", "zetaview_comma"])
def test_a_look_alike_gives_back_its_truth(name):
    expected = json.loads((DATA / f"{name}.json").read_text())
    measured = read_measurement(DATA / f"{name}.txt")
    (distribution,) = measured.distributions
    assert (expected["sample"], {}) == (measured.sample, dict(measured.unread))
    assert expected["traces"] == distribution.counted == measured.arrays["log_traces"].sum() == figure(measured, "valid tracks")
    assert expected["concentration"] == pytest.approx(figure(measured, "concentration"), rel=1e-4)
    assert (expected["dilution"], False, "the file") == (measured.dilution.factor, measured.dilution.applied, measured.dilution.source)
    assert expected["concentration"] * expected["dilution"] == pytest.approx(figure(of_stock(measured), UNDILUTED), rel=1e-4)
    assert "synthetic" in measured.notices[0]
    assert not [notice for notice in measured.notices if "but the table gives" in notice or "is not known" in notice]


def test_an_empty_run_is_read_and_told():
    measured = read_measurement(DATA / "zetaview_empty.txt")
    assert ((), 0.0) == (measured.distributions, figure(measured, "valid tracks"))
    assert any("The run is empty" in notice for notice in measured.notices)


def test_the_checks_are_flags_and_a_check_that_was_never_made_is_called_so():
    measured = size(COMMA)
    assert ("too high",) == measured.flags["Checks/Particle Drift Check Result"]
    said = " ".join(measured.notices)
    assert "'too high'; but the check is dated 1904-01-01" in said
    assert "cell check: 'Bad'" in said
    assert "check" not in " ".join(size(POINT).notices)


def test_the_real_file_gives_its_printed_numbers():
    measured = read_measurement(shared(SAMPLE_1))
    assert 2235 == figure(measured, "valid tracks") == measured.distributions[0].counted
    assert 8.616e13 == pytest.approx(figure(measured, "concentration"), rel=1e-4)
    assert 4.31e17 == pytest.approx(figure(of_stock(measured), UNDILUTED), rel=1e-3)
    assert {} == dict(measured.unread)
    assert 65.0 < figure(measured, "D10") * 1e9 < figure(measured, "D50") * 1e9 < figure(measured, "D90") * 1e9 < 170.0
    said = " ".join(measured.notices)
    assert "The printed D50 of 99.1 nm" in said
    assert "101.6 nm" in said
    assert "but the table gives" not in said


def test_both_decimal_marks_give_the_same_numbers():
    other = COMMA.replace(",", ".")
    np.testing.assert_array_equal(size(COMMA).arrays["concentration"], size(other).arrays["concentration"])
    assert size(COMMA).arrays["temperature"] == size(other).arrays["temperature"] == pytest.approx(296.15)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-16"])
def test_encodings_and_line_ends(encoding):
    for end in ("\r\n", "\n", "\r"):
        assert 0 < size(POINT.replace("\r\n", end), encoding).arrays["valid_tracks"][0]


def edited(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (POINT[:700], "has no size table"),
        (POINT[: len(POINT) // 12], "is cut off"),
        (edited(POINT, "\tNumber\t", "\tCount\t"), "has no size table"),
        (edited(POINT, "Concentration / cm-3", "Conc"), "no column 'Concentration / cm-3'"),
        (edited(POINT, "7.500E+0\t0.000E+0", "7.500E+0\t-2.000E+0"), "expected 0 or above"),
        (edited(POINT, "7.500E+0\t0.000E+0", "7.500E+0\tx"), "is no row of the size table"),
        (edited(POINT, "7.500E+0\t0.000E+0\t", "7.500E+0\t"), "4 values where the size table has 5"),
        (edited(POINT, "7.500E+0\t0.000E+0", "7.500E+0\t1e300"), "expected 0 or above"),
        (edited(POINT, "7.500E+0\t0.000E+0", "7.500E+0\tnan"), "expected 0 or above"),
        (edited(POINT, "7.500E+0\t0.000E+0\t0.000E+0\t0.000E+0\t0.000E+0\r\n", ""), "neither even nor of equal ratio"),
    ],
)
def test_a_damaged_run_is_refused_in_one_sentence(text, words):
    with pytest.raises(FileError) as refusal:
        size(text)
    assert words in str(refusal.value)
    assert "run.txt'" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_what_is_not_known_is_kept():
    measured = size(edited(POINT, "Operator:\texoforge", "Operator:\texoforge\r\nMoon Phase:\tfull\r\nsomething else"))
    assert {"Moon Phase": "full", "line 4": "something else"} == dict(measured.unread)


def test_a_printed_median_that_the_table_contradicts_is_told():
    line = next(line for line in POINT.split("\r\n") if line.startswith("Median Volume"))
    assert any(
        "'Median Volume (D50)' is 300.00 nm, but the table gives" in notice for notice in size(edited(POINT, line, "Median Volume (D50):\t300.0")).notices
    )


@settings(max_examples=25, deadline=None)
@given(length=st.integers(0, len(POINT) - 30))
def test_a_run_cut_anywhere_is_refused_or_lacks_nothing(length):
    try:
        measured = size(POINT[:length])
    except FileError:
        return
    assert size(POINT).arrays["traces"].sum() == measured.arrays["traces"].sum()


@settings(max_examples=10, deadline=None)
@given(median=st.floats(60e-9, 300e-9), traces=st.integers(50, 5000), decimal=st.sampled_from([",", "."]))
def test_truth_to_file_to_reader(median, traces, decimal):
    run = truth(median=median, traces=float(traces))
    measured = size(zetaview_text(run, look=ZetaLook(decimal=decimal)))
    np.testing.assert_array_equal(measured.arrays["traces"], run.arrays["traces"])
    np.testing.assert_allclose(measured.arrays["concentration"], run.arrays["concentration"], rtol=1e-3)


def test_a_virtual_run_becomes_a_file_and_comes_back(tmp_path):
    seen = ZetaViewVirtual().observe(suspension(np.full(50, 1e8)), rng=np.random.default_rng(2))
    write_zetaview(seen, tmp_path / "run.txt")
    measured = read_measurement(tmp_path / "run.txt")
    assert seen.arrays["valid_tracks"][0] == measured.distributions[0].counted
    assert seen.dilution.factor == measured.dilution.factor
    assert figure(seen, "D50") == pytest.approx(figure(measured, "D50"), rel=1e-3)


def test_a_look_alike_of_other_bins_or_marks_is_refused():
    with pytest.raises(SettingError, match="1200 bins of 5 nm"):
        zetaview_text(lognormal_truth(median=1e-7, geometric_sd=1.3, concentration=np.array([1e14])))
    with pytest.raises(SettingError, match="neither ',' nor"):
        zetaview_text(truth(), look=ZetaLook(decimal=";"))


def test_positions_are_means_of_those_used_and_no_repeats():
    (measured,) = ZetaViewPositions().read(as_file(POSITIONS, "a_size_488_11pos.txt"))
    assert ("a_size_488", 50.0) == (measured.sample, figure(measured, "valid tracks"))
    assert 4.7e13 == pytest.approx(figure(measured, "concentration"))
    assert 120e-9 == pytest.approx(figure(measured, "D50"))
    assert (5000.0, False) == (measured.dilution.factor, measured.dilution.applied)
    assert all(one.spread is None and one.repeats == 1 for one in measured.figures)
    assert np.isnan(measured.arrays["position_x50"][1])
    assert "left out 1 of 3 positions: 1 for 'MIN_TRACES'" in measured.notices[0]
    assert any("no repeat" in notice for notice in measured.notices)


def test_positions_in_another_order_read_the_same_and_none_used_is_told():
    rows = [line.split("\t") for line in POSITIONS.splitlines()]
    (turned,) = ZetaViewPositions().read(as_file("\n".join("\t".join(reversed(row)) for row in rows) + "\n", "a_11pos.txt"))
    assert 50.0 == figure(turned, "valid tracks")
    (none,) = ZetaViewPositions().read(as_file(POSITIONS.replace("X\t0", "\t0"), "a_11pos.txt"))
    assert () == none.figures
    assert any("used no position" in notice for notice in none.notices)


@pytest.mark.parametrize(
    ("old", "new", "words"), [("4.3E+7", "many", "expected a number"), ("\tMIN_TRACES", "", "is cut off or damaged at row 3"), ("X50", "Y50", "no column 'X50")]
)
def test_damaged_positions_are_refused(old, new, words):
    with pytest.raises(FileError, match=words):
        ZetaViewPositions().read(as_file(POSITIONS.replace(old, new, 1), "a_11pos.txt"))


def test_a_profile_gives_its_zeta_potential_in_spite_of_its_zero_bytes(tmp_path):
    path = tmp_path / "a_prof_488.txt"
    path.write_bytes(PROFILE.encode("latin-1"))
    measured = read_measurement(path)
    assert ("electrophoresis", "EV 1", {}) == (measured.technique, measured.sample, dict(measured.unread))
    assert -0.03 == pytest.approx(figure(measured, "zeta potential"))
    assert -2.4e-8 == pytest.approx(figure(measured, "electrophoretic mobility"))
    np.testing.assert_allclose(measured.arrays["profile_average"], [-25.0, -35.0])
    assert () == measured.notices


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Zeta Potential / mV:\t-30,000000", "Zeta Potential / mV:\tNaN", "without a number"),
        ("\t-3,6E+1", "", "cut off or damaged at line 19"),
        ("Position\tPos", "Place\tPos", "no table of positions"),
    ],
)
def test_a_damaged_profile_is_refused(old, new, words):
    with pytest.raises(FileError, match=words):
        ZetaViewProfile().read(as_file_with_zeros(PROFILE.replace(old, new, 1)))


def as_file_with_zeros(text):
    return as_file(text.encode("latin-1"), "a_prof_488.txt")


def test_an_unlikely_or_contradictory_zeta_potential_is_told():
    (far,) = ZetaViewProfile().read(as_file_with_zeros(PROFILE.replace("-30,000000", "-196,0").replace("-2,400000", "-15,68")))
    assert "-196 mV is hardly seen" in far.notices[0]
    (other,) = ZetaViewProfile().read(as_file_with_zeros(PROFILE.replace("-30,000000", "-35,0")))
    assert any("mobility times factor is -30.00 mV" in notice for notice in other.notices)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Dilution::", "Dilution::\t77,000000\tDilution::", "several dilutions (77,000000, "),
        ("Dilution::\t", "Dilution::\t0,5 ", "states a dilution of '0,5"),
        ("Dilution::\t", "Dilution::\t1.000,0 ", "states a dilution of '1.000,0"),
    ],
)
def test_a_dilution_that_is_stated_twice_or_is_none_is_told_and_not_taken(old, new, words):
    assert old in COMMA
    measured = size(COMMA.replace(old, new))
    assert measured.dilution.factor is None
    assert any(words in notice for notice in measured.notices), measured.notices
