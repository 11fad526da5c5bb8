"""Reading release curves: every way to write the table, and each refusal."""

import numpy as np
import pytest

from exoforge.base.errors import ExoforgeError
from exoforge.base.units import parse_quantity
from exoforge.design.release.curves import Sampling, read_curves

ROWS = ((0, 0), (1, 10), (2, 20), (4, 31), (8, 42), (12, 55))


def table(tmp_path, head, rows, *, mark=","):
    path = tmp_path / "curves.csv"
    path.write_text("\n".join([head, *(mark.join(str(cell) for cell in row) for row in rows)]) + "\n", encoding="utf-8")
    return path


def test_per_cent_and_fraction_by_the_head(tmp_path):
    found = read_curves(table(tmp_path, "time (h),released (%)", ROWS))
    assert found.curves[0].released == pytest.approx(np.array([0, 10, 20, 31, 42, 55]) / 100)
    assert found.curves[0].time[-1] == 12 * 3600
    same = read_curves(table(tmp_path, "time (min);cumulative release [fraction]", [(60 * a, f"{b / 100}".replace(".", ",")) for a, b in ROWS], mark=";"))
    assert same.curves[0].released == pytest.approx(found.curves[0].released)
    assert same.curves[0].time == pytest.approx(found.curves[0].time)


def test_wide_and_long_tables_are_the_same_curves(tmp_path):
    wide = read_curves(table(tmp_path, "time (h),A (%),A sd,B (%),B sd", [(a, b, 1, b + 2 if a else 0, 2) for a, b in ROWS]))
    rows = [(a, b, "A", 1) for a, b in ROWS] + [(a, b + 2 if a else 0, "B", 2) for a, b in ROWS]
    long = read_curves(table(tmp_path, "time (h),released (%),batch,sd", rows))
    assert [one.batch for one in wide.curves] == [one.batch for one in long.curves] == ["A", "B"]
    for one, other in zip(wide.curves, long.curves, strict=True):
        assert one.released == pytest.approx(other.released)
        assert one.spread == pytest.approx(other.spread)
    assert wide.curves[1].spread == pytest.approx(0.02)


def test_amounts_are_shares_of_what_was_loaded(tmp_path):
    path = table(tmp_path, "time (h),released (ug)", ROWS)
    found = read_curves(path, sampling=Sampling(loaded=parse_quantity("0.1 mg")))
    assert found.curves[0].released[-1] == pytest.approx(0.55)
    assert any("0.1 mg" in note for note in found.notes)
    counted = table(tmp_path, "time (h),released (particles)", [(a, f"{b}e8") for a, b in ROWS])
    assert read_curves(counted, sampling=Sampling(loaded=parse_quantity("1e10 particles"))).curves[0].released[-1] == pytest.approx(0.55)


def test_samples_of_concentrations_are_made_up_for(tmp_path):
    path = table(tmp_path, "time (h),released (ug/mL)", [(0, 0), (1, 1), (2, 2), (4, 2.5), (8, 2.4)])
    found = read_curves(path, sampling=Sampling(sample=1e-6, total=10e-6, loaded=parse_quantity("100 ug")))
    assert found.curves[0].released == pytest.approx([0, 0.10, 0.21, 0.28, 0.295])
    assert found.corrected


def test_what_had_to_be_told_is_told(tmp_path):
    found = read_curves(table(tmp_path, "time (h),released (%),remark", [(8, 42, "x"), (1, 10, "x"), (2, 20.0, "x"), (4, 31, "x"), (12, 41.5, "x")]))
    told = " ".join(found.notes)
    for words in ("order of time", "falls from 42 %", "No row states the start", "No volume of samples", "Not read: remark"):
        assert words in told, words
    small = read_curves(table(tmp_path, "time (h),released (%)", [(a, b / 100) for a, b in ROWS]))
    assert any("says per cent and no value is above 1" in note for note in small.notes)


@pytest.mark.parametrize(
    ("head", "rows", "words"),
    [
        ("time (h),released (%)", [*ROWS, (24, 130)], "above 100 %"),
        ("time (h),released (fraction)", ROWS, "wrong unit"),
        ("time (h),released (%)", [*ROWS, (24, 45)], "falls from 55 % at 12 h to 45 % at 24 h"),
        ("time (h),released (%)", ROWS[:4], "3 points after the start"),
        ("time (h),released", ROWS, "names no unit"),
        ("time,released (%)", ROWS, "names no unit"),
        ("time (h),released (kPa)", ROWS, "measures no release"),
        ("time (h),released (bananas)", ROWS, "no unit that is known"),
        ("time (h),released (ug)", ROWS, "--loaded"),
        ("time (h),released (ug/mL)", ROWS, "--total-volume"),
        ("time (h),released (%)", [*ROWS, (12, 56)], "same time"),
        ("time (h),released (%)", [(-1, 0), *ROWS[1:]], "not negative"),
        ("time (h),released (%)", [(0, 30), (1, 31), *ROWS[3:], (14, 60)], "at time 0"),
        ("time (h),released (%)", [(0, 0), (1, -5), *ROWS[2:]], "a release is not negative"),
        ("time (h),released (%)", [(a, 0) for a, _ in ROWS], "releases nothing"),
        ("time (h),released (%),sd", [(a, b, 0) for a, b in ROWS], "0 or below"),
        ("hour,A", [(a, b) for a, b in ROWS], "names no unit"),
        ("x,released (%)", ROWS, "column of times"),
        ("time (h),remark", [(a, "x") for a, _ in ROWS], "column of released shares"),
        ("time (h),released (%)", [*ROWS, ("", 60)], "no time"),
        ("time (h),A (%),B (%),batch", [(a, b, b, "x") for a, b in ROWS], "several columns"),
    ],
)
def test_what_is_no_release_is_refused_in_a_sentence(tmp_path, head, rows, words):
    with pytest.raises(ExoforgeError) as refusal:
        read_curves(table(tmp_path, head, rows))
    assert words in str(refusal.value)


def test_an_error_that_is_stated_lets_a_point_pass(tmp_path):
    rows = [(0, 0, 0), (1, 40, 2), (2, 80, 2), (4, 99, 2), (8, 103, 2)]
    assert any("above 100 %" in note for note in read_curves(table(tmp_path, "time (h),released (%),sd", rows)).notes)
    with pytest.raises(ExoforgeError, match="beyond 2 of its standard deviations"):
        read_curves(table(tmp_path, "time (h),released (%),sd", [*rows[:-1], (8, 105, 2)]))


def test_volumes_go_together(tmp_path):
    path = table(tmp_path, "time (h),released (%)", ROWS)
    with pytest.raises(ExoforgeError, match="without --total-volume"):
        read_curves(path, sampling=Sampling(sample=1e-6))
    with pytest.raises(ExoforgeError, match="larger than the medium"):
        read_curves(path, sampling=Sampling(sample=2e-6, total=1e-6))


REPLICATES = (
    (0, 0, 0, 0, 0, 0),
    (1, 10, 12, 11, 11, 1),
    (4, 30, 33, 31.5, 31.5, 1.5),
    (8, 52, 56, 54, 54, 2),
    (24, 85, 90, 88, 87.7, 2.5),
    (72, 98, 101.6, 97, 98.9, 2.4),
)


@pytest.mark.parametrize("mean", ["Mean (%),SD (%)", "Mean,SD", "Average (%),Stabw (%)", "Mittelwert,Standardabweichung"])
def test_a_mean_beside_its_replicates_is_no_batch_and_its_deviation_allows_what_lies_above_the_load(tmp_path, mean):
    found = read_curves(table(tmp_path, f"time (h),Rep 1 (%),Rep 2 (%),Rep 3 (%),{mean}", REPLICATES))
    assert [one.batch for one in found.curves] == ["Rep 1", "Rep 2", "Rep 3"]
    assert all(one.spread is None for one in found.curves)
    assert any("not fitted beside" in note for note in found.notes)
    assert any("101.6 %" in note for note in found.notes)
    with pytest.raises(ExoforgeError, match="column 'sd'"):
        read_curves(table(tmp_path, "time (h),Rep 1 (%),Rep 2 (%),Rep 3 (%)", [row[:4] for row in REPLICATES]))


@pytest.mark.parametrize("head", ["SEM (%)", "CV (%)", "RSD (%)", "n", "retained (%)"])
def test_what_is_no_release_is_no_batch(tmp_path, head):
    found = read_curves(table(tmp_path, f"time (h),released (%),{head}", [(*row, 3) for row in ROWS]))
    assert [one.batch for one in found.curves] == ["the curve"]
    assert any(head in note for note in found.notes)


def test_a_batch_may_be_called_n(tmp_path):
    assert len(read_curves(table(tmp_path, "time (h),M (%),N (%)", [(a, b, b) for a, b in ROWS])).curves) == 2


def test_a_deviation_in_another_unit_than_its_values_is_refused(tmp_path):
    with pytest.raises(ExoforgeError, match="in '%' and in 'fraction'"):
        read_curves(table(tmp_path, "time (h),released (fraction),sd (%)", [(a, b / 100, 1) for a, b in ROWS]))


def test_units_and_words_below_the_numbers_are_passed_over_and_told(tmp_path):
    plain = read_curves(table(tmp_path, "time (h),released (%)", ROWS))
    found = read_curves(table(tmp_path, "time (h),released (%)", [*ROWS, ("h", "%"), ("Note: at 37 °C", "")]))
    assert found.curves[0].released == pytest.approx(plain.curves[0].released)
    assert any("line 8 ('h'), 9 ('Note: at 37 °C')" in note for note in found.notes)
    with pytest.raises(ExoforgeError, match="says 'h'"):
        read_curves(table(tmp_path, "time (h),released (%)", [*ROWS, ("h", 60)]))
    with pytest.raises(ExoforgeError, match="holds units only"):
        read_curves(table(tmp_path, "Time,Rep 1\n[h],(%)", ROWS))


def test_samples_from_a_stirred_medium_are_made_up_for_and_cumulative_values_are_asked_about(tmp_path):
    sample, medium = 1.5, 10.0
    held, before, rows, truth = 0.0, 0.0, [(0, 0)], []
    for time in (0.5, 1, 2, 4, 8, 24, 48):
        released = 1 - np.exp(-((time / 9) ** 0.7))
        held += released - before
        rows.append((time, 100 * held))
        truth.append(released)
        held, before = held * (1 - sample / medium), released
    volumes = Sampling(sample=sample * 1e-6, total=medium * 1e-6)
    found = read_curves(table(tmp_path, "time (h),found (%)", rows), sampling=volumes)
    assert found.curves[0].released[1:] == pytest.approx(truth)
    told = read_curves(table(tmp_path, "time (h),cumulative release (%)", rows), sampling=volumes)
    assert any("made up for twice" in note for note in told.notes)


def test_a_logger_is_asked_to_be_thinned(tmp_path):
    with pytest.raises(ExoforgeError, match="2000 at most"):
        read_curves(table(tmp_path, "time (h),released (%)", [(place, place / 100) for place in range(2100)]))
