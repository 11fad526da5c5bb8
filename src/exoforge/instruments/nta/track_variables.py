"""The arrays of exports that list tracks one by one, each declared once."""

from __future__ import annotations

from exoforge.instruments.nta.variables import SPECS
from exoforge.streams.measurement import ArraySpec

_TRACK = (
    ("track_id", "", "number of the track in the file"),
    ("track_diameter", "m", "diameter of the track, as the software has it"),
    ("track_diffusion", "m2/s", "diffusion coefficient of the track, as the software has it"),
    ("track_log_intensity", "", "natural logarithm of the adjusted intensity, in units of the camera"),
    ("track_start", "", "first frame of the track"),
    ("track_length", "", "frames of the track"),
    ("track_included", "", "1 where the software includes the track in its distribution, else 0"),
    ("track_mean_square_step", "", "mean square displacement from one frame to the next about the drift [pixel2]; undefined without two frames in a row"),
)
_POINT = (
    ("point_track", "", "number of the track that a point belongs to"),
    ("point_frame", "", "frame of a point"),
    ("point_x", "pixel", "place along x"),
    ("point_y", "pixel", "place along y"),
    ("point_log_intensity", "", "natural logarithm of the adjusted intensity at a point, in units of the camera"),
)

TRACK_SPECS: tuple[ArraySpec, ...] = (
    *SPECS,
    *(ArraySpec(name=name, dims=("track",), unit=unit, meaning=meaning) for name, unit, meaning in _TRACK),
    *(ArraySpec(name=name, dims=("point",), unit=unit, meaning=meaning) for name, unit, meaning in _POINT),
)
"""Every array that a measurement with tracks may hold."""
