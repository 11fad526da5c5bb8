"""The arrays of ZetaView measurements, each declared once."""

from __future__ import annotations

from exoforge.instruments.nta.variables import SPECS
from exoforge.streams.measurement import ArraySpec

_VOLUME = "traces times pi/6 d3, as the file has it: the volume of the particles that were traced, and no concentration"
_AREA = "traces times pi/4 d2, as the file has it: the shadow of the particles that were traced, neither their surface nor a concentration"
_GRIDS = (("", "size", "bins of 5 nm"), ("log_", "log_size", "bins of equal ratio; the same traces as in the even bins, not more"))
_PAIRS = (
    ("traces", "", "particles traced"),
    ("bin_volume", "m3", _VOLUME),
    ("bin_area", "m2", _AREA),
)
_POSITION = (
    ("position", "", "place along the cell, 0 to 1"),
    ("position_used", "", "1 where the software uses the position, 0 where it left it out"),
    ("position_intensity", "", "mean scattering intensity, in units of the camera"),
    ("position_particles", "", "particles seen in one frame"),
    ("position_concentration", "particles/m3", "concentration in the cell"),
    ("position_stock_concentration", "particles/m3", "concentration in the cell times the dilution"),
    ("position_traces", "", "particles traced"),
    ("position_x50", "m", "median diameter, as the software has it; undefined without traces"),
    ("position_peak", "m", "fullest diameter, as the software has it; undefined without traces"),
    ("position_span", "", "(X90 - X10) / X50, as the software has it; undefined without traces"),
    ("position_drift", "m/s", "drift of the particles"),
)
_PROFILE = (
    ("profile_position", "", "place across the cell, 0 to 1"),
    ("profile_positive", "", "under positive voltage; the file names no unit"),
    ("profile_negative", "", "under negative voltage; the file names no unit"),
    ("profile_average", "", "mean of both; the file names no unit"),
    ("profile_parabola", "", "the parabola fitted to the means; the file names no unit"),
)

ZETAVIEW_SPECS: tuple[ArraySpec, ...] = (
    *SPECS,
    ArraySpec(name="stated_dilution", dims=("video",), unit="", meaning="dilution that the operator stated; the concentrations are not multiplied by it"),
    ArraySpec(name="log_bin_diameter", dims=("log_size",), unit="m", meaning="label of each bin of equal ratio"),
    ArraySpec(name="log_concentration", dims=("log_size", "video"), unit="particles/m3", meaning="concentration in the cell, per bin of equal ratio"),
    *(
        ArraySpec(name=prefix + name, dims=(dim, "video"), unit=unit, meaning=f"{meaning}, by {bins}")
        for prefix, dim, bins in _GRIDS
        for name, unit, meaning in _PAIRS
    ),
    *(ArraySpec(name=name, dims=("position",), unit=unit, meaning=meaning) for name, unit, meaning in _POSITION),
    *(ArraySpec(name=name, dims=("profile",), unit=unit, meaning=meaning) for name, unit, meaning in _PROFILE),
)
"""Every array that a ZetaView measurement may hold."""
