"""The arrays of a nanoparticle tracking measurement, each declared once."""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.streams.measurement import ArraySpec


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighting:
    """One kind of distribution that the software writes: of size or of diffusion coefficient, by number, surface or volume.

    Parameters
    ----------
    section, name : as in the file: ``Size Data``, ``Number``.
    prefix : of the names of its arrays.
    axis, dim : the array of its bins, and their dimension.
    axis_unit, axis_factor : SI unit of the bins, and what the file's number is multiplied by.
    curve_unit, curve_factor : the same of the curve.
    axis_title, curve_title, average_title, percentile_title : the file's own headings.
    """

    section: str
    name: str
    prefix: str
    axis: str
    dim: str
    axis_unit: str
    axis_factor: float
    curve_unit: str
    curve_factor: float
    axis_title: str
    curve_title: str
    average_title: str
    percentile_title: str


PER_ML = 1e6
"""[1/m3] in one per millilitre."""

STATISTICS = {
    "mean": ("Mean", "mean"),
    "mode": ("Mode", "mode"),
    "sd": ("SD", "standard deviation of the distribution"),
    "d10": ("D10", "10th percentile"),
    "d50": ("D50", "median"),
    "d90": ("D90", "90th percentile"),
}
"""Array name without prefix, the file's key, the meaning."""

_CURVES = (
    ("Number", "", "particles/m3", PER_ML, "Concentration (particles / ml)", "Concentration average"),
    ("Surface Area", "surface_", "1/m", PER_ML * 1e-18, "Surface area conc. (nm² / ml)", "Surface area average"),
    ("Volume", "volume_", "", PER_ML * 1e-27, "Volume conc. (nm³ / ml)", "Volume average"),
)
_AXES = (
    ("Size Data", "", "bin_diameter", "size", "m", 1e-9, "Bin centre (nm)", "Size (nm)"),
    ("Diffusion Coefficient Data", "diffusion_", "bin_diffusion", "diffusion", "m2/s", 1e-14, "Bin centre (E4 nm²/s)", "Diffusion Coefficient (E4 nm²/s)"),
)

WEIGHTINGS = tuple(
    Weighting(
        section=section,
        name=name,
        prefix=domain + kind,
        axis=axis,
        dim=dim,
        axis_unit=axis_unit,
        axis_factor=axis_factor,
        curve_unit=curve_unit,
        curve_factor=curve_factor,
        axis_title=axis_title,
        curve_title=curve_title,
        average_title=average_title,
        percentile_title=percentile_title,
    )
    for section, domain, axis, dim, axis_unit, axis_factor, axis_title, percentile_title in _AXES
    for name, kind, curve_unit, curve_factor, curve_title, average_title in _CURVES
)
"""The six distributions, in the order of the file; the first, of size by number, is the one that every measurement has."""

_VIDEO = (
    ("temperature", "K", "temperature of the sample"),
    ("viscosity", "Pa s", "viscosity that the software took for the diameters"),
    ("camera_level", "", "camera level; undefined where manual settings were used"),
    ("shutter", "s", "exposure of one frame; 0 where the capture settings were lost"),
    ("frame_rate", "1/s", "frames per second; the diffusion coefficient is proportional to it"),
    ("detection_threshold", "", "detection threshold of the analysis"),
    ("frames_analysed", "", "frames analysed"),
    ("dilution", "", "dilution factor for which the software adjusted the concentrations"),
    ("total_concentration", "particles/m3", "concentration of all sizes"),
    ("particles_per_frame", "", "particles seen in one frame"),
    ("centres_per_frame", "", "bright centres seen in one frame"),
    ("completed_tracks", "", "tracks completed, long enough or not"),
    ("x_drift", "pixel", "drift along x from one frame to the next"),
    ("y_drift", "pixel", "drift along y from one frame to the next"),
)


def _of_weighting(kind: Weighting) -> tuple[ArraySpec, ...]:
    of = f"of the distribution of {kind.dim} weighted by {kind.name.lower()}"
    statistics = (
        ArraySpec(name=kind.prefix + name, dims=("video",), unit=kind.axis_unit, meaning=f"{meaning} {of}") for name, (_, meaning) in STATISTICS.items()
    )
    return (
        ArraySpec(name=f"{kind.prefix}concentration", dims=(kind.dim, "video"), unit=kind.curve_unit, meaning=f"curve {of}, per bin; not counts"),
        ArraySpec(name=f"{kind.prefix}concentration_average", dims=(kind.dim,), unit=kind.curve_unit, meaning=f"average of the videos' curves {of}"),
        ArraySpec(
            name=f"{kind.prefix}concentration_standard_error", dims=(kind.dim,), unit=kind.curve_unit, meaning=f"standard error of the videos' curves {of}"
        ),
        *statistics,
        ArraySpec(name=f"{kind.prefix}valid_tracks", dims=("video",), unit="", meaning=f"tracks long enough to count, {of}"),
        ArraySpec(name=f"{kind.prefix}percentiles", dims=("percentile", "video"), unit=kind.axis_unit, meaning=f"percentiles {of}"),
    )


SPECS: tuple[ArraySpec, ...] = (
    ArraySpec(name="bin_diameter", dims=("size",), unit="m", meaning="centre of each bin of diameter"),
    ArraySpec(name="bin_diffusion", dims=("diffusion",), unit="m2/s", meaning="centre of each bin of diffusion coefficient"),
    ArraySpec(name="percentile", dims=("percentile",), unit="", meaning="share below each percentile, 0 to 1"),
    *(ArraySpec(name=name, dims=("video",), unit=unit, meaning=meaning) for name, unit, meaning in _VIDEO),
    *(spec for kind in WEIGHTINGS for spec in _of_weighting(kind)),
)
"""Every array that an NTA measurement may hold."""
