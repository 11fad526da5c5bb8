"""Videos: of known truth, the real one, and those that cannot be read."""

import io
import zipfile

import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments import read_measurement
from exoforge.instruments.tracking_video import Camera, brownian_video, tracked
from exoforge.instruments.tracking_video.stacks import frames_of
from tests.shared_data import shared


def figure(measured, name):
    return next(one.value for one in measured.figures if one.name == name)


@pytest.mark.parametrize("true", [0.05, 0.3])
def test_a_made_video_gives_its_diffusion_coefficient_in_spite_of_drift(true):
    video = brownian_video(np.full(40, true), frames=200, drift=(0.3, -0.2), rng=np.random.default_rng(0))
    measured = tracked(video, Camera(frame_rate=1, pixel=1), sample="made")
    assert figure(measured, "diffusion coefficient") == pytest.approx(true, rel=0.06)
    assert figure(measured, "msd slope") == pytest.approx(4 * true, rel=0.15)
    assert measured.arrays["drift_row"].mean() == pytest.approx(0.3, abs=0.05)
    assert measured.arrays["drift_column"].mean() == pytest.approx(-0.2, abs=0.05)


def test_dark_particles_are_found_as_bright_ones_are():
    video = brownian_video(np.full(20, 0.2), frames=60, rng=np.random.default_rng(1))
    bright = tracked(video, Camera(frame_rate=1, pixel=1), sample="b")
    dark = tracked(255 - video, Camera(frame_rate=1, pixel=1), sample="d")
    assert dark.settings["tracking"]["particles are"] == "dark"
    assert figure(dark, "diffusion coefficient") == pytest.approx(figure(bright, "diffusion coefficient"), rel=1e-6)


def test_without_scale_nothing_is_in_metres():
    measured = tracked(brownian_video(np.full(10, 0.2), frames=40, rng=np.random.default_rng(2)), Camera(), sample="x")
    assert measured.distributions == ()
    assert not any(one.unit.startswith("m") for one in measured.figures)
    assert "frame rate and size of a pixel" in measured.notices[0]


def test_larger_particles_are_sized_larger():
    rng = np.random.default_rng(3)
    small, large = (tracked(brownian_video(np.full(20, d), frames=120, rng=rng), Camera(frame_rate=30, pixel=1e-7), sample="x") for d in (0.4, 0.1))
    ratio = np.nanmedian(large.arrays["track_diameter"]) / np.nanmedian(small.arrays["track_diameter"])
    assert ratio == pytest.approx(4.0, rel=0.2)


def test_the_real_video_of_latex_spheres_gives_the_slope_that_others_found():
    """trackpy on the same frames: 1.54 to 1.61 um2/s by its settings; on the whole film 1.57 to 1.67; by theory 1.66."""
    frames, _ = frames_of(shared("data/instruments/tracking_video/bulk_water_150f_crop200.npz"))
    measured = tracked(frames, Camera(frame_rate=24, pixel=1e-6 / 2.85), sample="beads")
    assert measured.settings["tracking"]["particles are"] == "dark"
    assert figure(measured, "msd slope") == pytest.approx(1.62e-12, abs=0.09e-12)


@pytest.mark.parametrize(
    ("camera", "words"), [(Camera(frame_rate=0), "frame rate is 0"), (Camera(diameter=8), "odd number"), (Camera(shortest=2), "4 or more")]
)
def test_settings_that_mean_nothing_are_refused(camera, words):
    with pytest.raises(SettingError, match=words):
        tracked(np.zeros((5, 40, 40), dtype=np.uint8), camera, sample="x")


def test_an_archive_is_read_with_what_else_it_says(tmp_path):
    path = tmp_path / "film.npz"
    np.savez_compressed(path, frames=brownian_video(np.full(5, 0.2), frames=30, rows=64, columns=64, rng=np.random.default_rng(4)), fps=25.0, note="beads")
    measured = read_measurement(path)
    assert measured.settings["file"] == {"fps": "25.0", "note": "beads"}


def test_pickled_objects_and_flat_arrays_are_refused(tmp_path):
    path = tmp_path / "objects.npz"
    np.savez(path, frames=np.array([{"a": 1}], dtype=object))
    with pytest.raises(FileError, match=r"holds no stack|is damaged"):
        read_measurement(path)
    np.savez(path, frames=np.zeros((40, 40)))
    with pytest.raises(FileError, match="holds no stack"):
        read_measurement(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.npz"
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": "|u1", "fortran_order": False, "shape": (10**6, 10**4, 10**4)})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("frames.npy", head.getvalue() + b"\x00" * 5_000_000)
    with pytest.raises(FileError, match="holds fewer"):
        read_measurement(path)
