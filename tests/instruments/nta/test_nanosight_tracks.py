"""NanoSight's lists of tracks, and the summary of one video: made here with known truth, because no real file is public."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import FileError
from exoforge.instruments import read_measurement
from exoforge.instruments.catalog import UNVERIFIED
from exoforge.instruments.folder import read_all
from exoforge.instruments.nta import lognormal_truth, summary_text, write_summary
from exoforge.instruments.nta.layout import SINGLE_TITLE, TITLE
from exoforge.instruments.nta.tracks import counted, mean_square_step

PARTICLES = "Particle ID,Size/nm,Diffusion coefficient/nm^2 s^-1,Ln(Adjusted intensity)/AU,Start frame,Tracklength,Included in distribution?"
POINTS = "Particle ID,Size/nm,Diffusion coefficient/nm^2 s^-1,Frame,X/pixels,Y/pixels,Ln(Adjusted intensity)/AU,Included in distribution?"
ROWS = ("1,100,4.9E6,3.1,0,20,True", "2,120,4.1E6,3.3,5,12,True", "3,300,1.6E6,5.0,9,3,False", "4,140,3.5E6,3.2,30,40,True")


def written(tmp_path, head, rows, name="video_ParticleData.csv", end="\n", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes((end.join([head, *rows]) + end).encode(encoding))
    return path


def figure(measured, name):
    return next(one for one in measured.figures if one.name == name).value


def test_the_softwares_own_choice_of_tracks_is_kept_and_counted(tmp_path):
    measured = read_measurement(written(tmp_path, PARTICLES, ROWS))
    (histogram,) = measured.distributions
    assert ("video", "") == (measured.sample, histogram.unit)
    assert 3 == histogram.counted == histogram.amount.sum() == figure(measured, "valid tracks")
    assert {"file": "ParticleData", "tracks": 4, "included": 3} == measured.settings["Tracks"]
    assert 120e-9 == pytest.approx(figure(measured, "mean diameter"))
    assert 120e-9 == pytest.approx(figure(measured, "D50"))
    np.testing.assert_allclose(measured.arrays["track_diffusion"], [4.9e-12, 4.1e-12, 1.6e-12, 3.5e-12])
    assert UNVERIFIED in measured.notices


def test_columns_in_any_order_semicolons_commas_utf16_and_more_columns(tmp_path):
    plain = read_measurement(written(tmp_path, PARTICLES, ROWS)).arrays["track_diameter"]
    turned = [",".join(reversed([*row.split(","), "7"])) for row in ROWS]
    more = read_measurement(written(tmp_path, ",".join(reversed([*PARTICLES.split(","), "Colour"])), turned))
    np.testing.assert_array_equal(more.arrays["track_diameter"], plain)
    assert {"Colour": "7,7,7,7"} == dict(more.unread)
    german = [row.replace(",", ";").replace(".", ",") for row in ROWS]
    for encoding in ("utf-8", "utf-16"):
        found = read_measurement(written(tmp_path, PARTICLES.replace(",", ";"), german, end="\r\n", encoding=encoding))
        np.testing.assert_array_equal(found.arrays["track_diameter"], plain)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((), "has no rows"),
        (("1,100,4.9E6,3.1,0,20,True", "2,120,4.1E6,3.3,5,12"), "damaged at line 3: 6 cells"),
        (("1,,4.9E6,3.1,0,20,True",), "line 2: nothing stands in the column 'Size/nm'"),
        (("1,big,4.9E6,3.1,0,20,True",), "line 2: 'big' is no number"),
        (("1,100,4.9E6,3.1,0,20,perhaps",), "'perhaps' is no number in the column 'Included in distribution\\?'"),
        (("1,inf,4.9E6,3.1,0,20,True",), "'inf' is no number"),
        (("1,1e300,4.9E6,3.1,0,20,True",), "'1e300' is no number"),
        (("1,-5,4.9E6,3.1,0,20,True",), "includes a track of -5 nm"),
        (("1,100,4.9E6,3.1,0,20,True", "1,100,4.9E6,3.1,0,20,True"), "lists a Particle ID twice"),
    ],
)
def test_a_damaged_list_is_refused_in_one_sentence(tmp_path, rows, words):
    path = written(tmp_path, PARTICLES, rows)
    with pytest.raises(FileError, match=words) as refusal:
        read_measurement(path)
    assert str(path) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def walk(tracks=60, frames=40, drift=(0.5, -0.25), seed=4, truthful=True):
    """Brownian tracks in pixels with a drift; the exported diffusion coefficient is that of the walk, or of another track."""
    rng = np.random.default_rng(seed)
    diffusion = rng.uniform(0.5, 4.0, tracks)
    exported = diffusion if truthful else rng.permutation(diffusion)
    rows = []
    for track in range(tracks):
        steps = rng.normal(drift, np.sqrt(2 * diffusion[track]), (frames, 2))
        for frame, (x, y) in enumerate(np.cumsum(steps, axis=0)):
            size = 400.0 / exported[track]
            rows.append(f"{track},{size:.4f},{exported[track] * 1e6:.2f},{frame},{x:.4f},{y:.4f},3.0,True")
    return rows, diffusion


def test_drift_and_mean_square_steps_of_known_walks(tmp_path):
    rows, diffusion = walk()
    order = np.random.default_rng(1).permutation(len(rows))
    measured = read_measurement(written(tmp_path, POINTS, [rows[place] for place in order], name="video_AllTracks.csv"))
    assert 0.5 == pytest.approx(measured.arrays["x_drift"][0], abs=0.15)
    assert -0.25 == pytest.approx(measured.arrays["y_drift"][0], abs=0.15)
    ratio = measured.arrays["track_mean_square_step"] / (4 * diffusion)
    assert 1.0 == pytest.approx(ratio.mean(), abs=0.1)
    assert (60, 40.0) == (figure(measured, "valid tracks"), measured.arrays["track_length"][0])
    assert (UNVERIFIED,) == measured.notices


def test_diffusion_coefficients_of_other_tracks_are_told(tmp_path):
    rows, _ = walk(truthful=False)
    measured = read_measurement(written(tmp_path, POINTS, rows, name="video_AllTracks.csv"))
    assert "do not belong to these tracks" in measured.notices[0]


def test_a_track_at_two_places_in_one_frame_is_refused(tmp_path):
    row = "1,100,4.9E6,0,1,1,3,True"
    with pytest.raises(FileError, match="two places in one frame"):
        read_measurement(written(tmp_path, POINTS, [row, row], name="video_AllTracks.csv"))


def test_a_gap_in_a_track_is_no_step():
    steps = mean_square_step(np.array([0.0, 1.0, 5.0, 0.0]), np.array([1.0, 1.0, 1.0, 2.0]), np.array([0.0, 1.0, 90.0, 5.0]), np.zeros(4))
    np.testing.assert_allclose(steps, [0.0, np.nan])


@given(sizes=st.lists(st.floats(1e-10, 1e-3), max_size=40))
@settings(max_examples=40, deadline=None)
def test_every_track_is_in_the_histogram(sizes):
    histogram = counted(np.array(sizes), label="video")
    assert len(sizes) == histogram.amount.sum() == histogram.counted


def test_the_summary_of_one_video_reads_as_that_of_an_experiment(tmp_path):
    truth = lognormal_truth(median=110e-9, geometric_sd=1.3, concentration=np.array([3e14]), sample="one")
    path = tmp_path / "one_Summary.csv"
    path.write_text(summary_text(truth).replace(TITLE, SINGLE_TITLE, 1), encoding="utf-8")
    measured = read_measurement(path)
    assert measured.file is not None
    assert "nanosight-single" == measured.file.reader
    assert 3e14 == pytest.approx(figure(measured, "concentration"), rel=0.01)
    assert UNVERIFIED in measured.notices
    both = lognormal_truth(median=110e-9, geometric_sd=1.3, concentration=np.array([3e14, 3e14]), sample="two")
    path.write_text(summary_text(both).replace(TITLE, SINGLE_TITLE, 1), encoding="utf-8")
    with pytest.raises(FileError, match="but names 2"):
        read_measurement(path)


def test_included_tracks_stand_beside_the_valid_tracks_of_the_summary(tmp_path):
    truth = lognormal_truth(median=110e-9, geometric_sd=1.3, concentration=np.array([3e14]), sample="pair")
    write_summary(truth, tmp_path / "pair-ExperimentSummary.csv")
    video = read_measurement(tmp_path / "pair-ExperimentSummary.csv").settings["Experiment Details"]["Filename:"][0]
    written(tmp_path, PARTICLES, ROWS, name=f"{video}_ParticleData.csv")
    remarks = read_all([tmp_path]).remarks
    assert any("includes 3 of 4 tracks" in remark and "valid tracks" in remark for remark in remarks), remarks
