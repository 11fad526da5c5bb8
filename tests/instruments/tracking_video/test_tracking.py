"""Videos: of known truth, the real one, and those that cannot be read."""

import io
import zipfile

import numpy as np
import pytest
import tifffile

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments import read_measurement
from exoforge.instruments.tracking_video import Camera, brownian_video, tracked
from exoforge.instruments.tracking_video.stacks import frames_of, is_stack
from exoforge.laws.constants import BOLTZMANN
from exoforge.laws.water import viscosity
from tests.shared_data import shared


def figure(measured, name):
    return next(one.value for one in measured.figures if one.name == name)


@pytest.mark.parametrize("true", [0.05, 0.3])
def test_a_made_video_gives_its_diffusion_coefficient_in_spite_of_drift(true):
    video = brownian_video(np.full(40, true), frames=200, drift=(0.3, -0.2), rng=np.random.default_rng(0))
    measured = tracked(video, Camera(frame_rate=1, pixel=1), sample="made")
    assert figure(measured, "diffusion coefficient") == pytest.approx(true, rel=0.06)
    assert figure(measured, "slope of the mean squared displacement") == pytest.approx(4 * true, rel=0.15)
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
    """trackpy 0.7 on the same frames: 1.56 to 1.63 um2/s with pictures of 7 to 11 pixels; on the whole film 1.57 to 1.67; by theory 1.66."""
    frames, _ = frames_of(shared("data/instruments/tracking_video/bulk_water_150f_crop200.npz"))
    measured = tracked(frames, Camera(frame_rate=24, pixel=1e-6 / 2.85), sample="beads")
    assert measured.settings["tracking"]["particles are"] == "dark"
    assert figure(measured, "slope of the mean squared displacement") == pytest.approx(1.62e-12, abs=0.09e-12)


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


@pytest.mark.parametrize("content", [b"II*\x00", b"MM\x00*\x00\x00", b"II+\x00\x08\x00", b"PK\x03\x04", b"II*\x00" + b"\xff" * 60])
def test_a_sniff_never_raises(tmp_path, content):
    path = tmp_path / "cut.tif"
    path.write_bytes(content)
    assert not is_stack(path, content)


def test_a_film_is_told_from_fields_and_from_a_picture_in_colour(tmp_path):
    page = np.zeros((64, 80), dtype=np.uint8)
    kinds = {"film": np.stack([page] * 25), "fields": np.stack([page] * 3), "colour": np.stack([page] * 3, axis=-1)}
    for name, values in kinds.items():
        path = tmp_path / f"{name}.tif"
        tifffile.imwrite(path, values, photometric="rgb" if name == "colour" else "minisblack")
        assert is_stack(path, path.read_bytes()[:4096]) == (name == "film")


def test_dark_particles_in_signed_frames_do_not_overflow():
    video = brownian_video(np.full(20, 0.2), frames=60, rng=np.random.default_rng(1))
    plain = tracked(255 - video, Camera(frame_rate=1, pixel=1, dark=True), sample="a")
    signed = tracked(((255 - video.astype(np.int32)) * 256 - 32768).astype(np.int16), Camera(frame_rate=1, pixel=1, dark=True), sample="b")
    assert figure(signed, "diffusion coefficient") == pytest.approx(figure(plain, "diffusion coefficient"), rel=1e-3)


def test_one_size_is_given_for_the_slope_and_no_mean_of_tracks():
    """The mean of 1/D over single tracks grows without bound by chance; the latex spheres of 1 um came out at 1.62 um by it."""
    true = 0.3
    video = brownian_video(np.full(60, true), frames=150, rows=300, columns=300, rng=np.random.default_rng(5))
    measured = tracked(video, Camera(frame_rate=25, pixel=2e-7), sample="x")
    expected = BOLTZMANN * 298.15 / (3 * np.pi * float(viscosity(298.15)) * true * 4e-14 * 25)
    assert figure(measured, "hydrodynamic diameter") == pytest.approx(expected, rel=0.1)
    assert not any(one.name == "mean diameter" for one in measured.figures)
    assert any("By chance alone" in notice for notice in measured.notices)


def test_moves_beyond_the_search_are_told():
    video = brownian_video(np.full(30, 1.5), frames=100, rows=300, columns=300, rng=np.random.default_rng(6))
    fast, slow = (tracked(video, Camera(diameter=width), sample="x").notices for width in (7, 15))
    assert any("seem slower and larger" in notice for notice in fast)
    assert not any("seem slower and larger" in notice for notice in slow)


def test_a_few_false_tracks_do_not_move_the_diffusion_coefficient():
    """Two tracks of noise, 26 and 30 frames long, pulled the mean of 60 true ones from 0.05 to 0.068."""
    video = brownian_video(np.full(60, 0.05), frames=200, rows=300, columns=300, drift=(0.1, -0.05), rng=np.random.default_rng(0))
    measured = tracked(video, Camera(frame_rate=1, pixel=1), sample="x")
    assert figure(measured, "diffusion coefficient") == pytest.approx(0.05, rel=0.08)


def test_what_is_no_stack_is_not_called_damaged(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(200))
    with pytest.raises(FileError, match="is no stack of frames"):
        frames_of(path)
