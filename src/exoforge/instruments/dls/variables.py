"""The variables of a light scattering measurement, declared once: real files and the virtual Zetasizer fill the same arrays.

All in SI: lengths in m, times in s, temperatures in K, angles in rad, potentials in V, mobilities in m2/V/s, count rates in 1/s.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoforge.streams.measurement import ArraySpec


@dataclass(frozen=True, kw_only=True, slots=True)
class Scalar:
    """One number per repeat.

    Parameters
    ----------
    array : its array. unit, meaning : of the array.
    names : what the software calls it, in its databases and in its tables, without case.
    factor, offset : value in SI = number in the file times `factor` plus `offset`.
    within : the parameter that holds it, where several have the same name; empty for any.
    low, high : [the array's unit] beyond which the number is none.
    """

    array: str
    unit: str
    meaning: str
    names: tuple[str, ...]
    factor: float = 1.0
    offset: float = 0.0
    within: str = ""
    low: float = 0.0
    high: float = np.inf


CUMULANTS = "Cumulants Result"
SCALARS = (
    Scalar(
        array="z_average",
        unit="m",
        meaning="intensity-weighted harmonic mean diameter of the cumulants fit",
        names=("z-average (nm)", "z-average (d.nm)", "z-ave (d.nm)"),
        factor=1e-9,
        high=1e-3,
    ),
    Scalar(
        array="polydispersity_index",
        unit="",
        meaning="variance of the decay rates over the square of their mean",
        names=("polydispersity index (pi)", "pdi", "polydispersity index"),
        low=-1.0,
        high=10.0,
    ),
    Scalar(array="intercept", unit="", meaning="intercept of the cumulants fit", names=("intercept",), within=CUMULANTS, high=10.0),
    Scalar(
        array="measured_baseline", unit="", meaning="baseline that was taken from g2 - 1", names=("measured baseline",), within=CUMULANTS, low=-10.0, high=10.0
    ),
    Scalar(array="cumulants_fit_error", unit="", meaning="error of the cumulants fit", names=("fit error",), within=CUMULANTS, high=1e6),
    Scalar(array="in_range", unit="", meaning="share of the correlogram in the range of the fit", names=("in range (%)",), factor=0.01, high=2.0),
    Scalar(array="mean_count_rate", unit="1/s", meaning="photons counted", names=("mean count rate (kcps)",), factor=1e3, high=1e15),
    Scalar(
        array="derived_count_rate",
        unit="1/s",
        meaning="photons without the attenuator",
        names=("derived mean count rate (kcps)", "derived count rate (kcps)"),
        factor=1e3,
        high=1e18,
    ),
    Scalar(
        array="temperature",
        unit="K",
        meaning="temperature of the sample",
        names=("temperature (°c)", "t (°c)"),
        offset=273.15,
        low=200.0,
        high=600.0,
    ),
    Scalar(
        array="dispersant_viscosity",
        unit="Pa s",
        meaning="viscosity of the medium",
        names=("dispersant viscosity (cp)", "viscosity (cp)"),
        factor=1e-3,
        high=1e4,
    ),
    Scalar(array="dispersant_index", unit="", meaning="refractive index of the medium", names=("dispersant ri",), low=0.5, high=5.0),
    Scalar(
        array="material_index",
        unit="",
        meaning="refractive index of the material, as the operator stated it",
        names=("material ri",),
        within="Material Settings",
        low=0.0,
        high=10.0,
    ),
    Scalar(
        array="scattering_angle",
        unit="rad",
        meaning="angle between laser and detector inside the medium",
        names=("scattering collection angle (°)",),
        factor=np.pi / 180.0,
        high=np.pi,
    ),
    Scalar(array="wavelength", unit="m", meaning="of the laser in vacuum", names=("laser wavelength (nm)",), factor=1e-9, high=1e-4),
    Scalar(
        array="zeta_potential",
        unit="V",
        meaning="mean zeta potential",
        names=("zeta potential (mv)", "zp (mv)", "zeta potential mean (mv)", "mean zeta potential (mv)"),
        factor=1e-3,
        low=-1.0,
        high=1.0,
    ),
    Scalar(
        array="zeta_deviation",
        unit="V",
        meaning="width of the distribution of zeta potential",
        names=("zeta deviation (mv)", "zeta potential standard deviation (mv)"),
        factor=1e-3,
        high=1.0,
    ),
    Scalar(
        array="mobility",
        unit="m2/V/s",
        meaning="mean electrophoretic mobility",
        names=("mobility (µmcm/vs)", "mob (µmcm/vs)"),
        factor=1e-8,
        low=-1e-5,
        high=1e-5,
    ),
    Scalar(array="conductivity", unit="S/m", meaning="of the sample", names=("conductivity (ms/cm)", "cond (ms/cm)"), factor=0.1, high=1e4),
    Scalar(array="quality_factor", unit="", meaning="quality of the phase plot of a zeta potential", names=("quality factor",), low=-1e9, high=1e9),
)
"""Every number per repeat that has an array."""

CURVES = (
    ("size", "m", "size", "class of diameter", 1e-9),
    ("intensity", "", "size", "share of the scattered light in each class", 0.01),
    ("volume", "", "size", "share of the volume in each class, converted by the software with the stated refractive index", 0.01),
    ("number", "", "size", "share of the number in each class, converted by the software with the stated refractive index", 0.01),
    ("lag_time", "s", "lag", "lag of the correlogram", 1e-6),
    ("correlation", "", "lag", "correlogram g2 - 1", 1.0),
    ("fit_lag", "s", "fit", "lag of each point of the cumulants fit", 1e-6),
    ("fit_curve", "", "fit", "cumulants fit to sqrt(g2 - 1 - baseline)", 1.0),
    ("zeta", "V", "zeta", "class of zeta potential", 1e-3),
    ("zeta_intensity", "", "zeta", "light in each class of zeta potential, as the software scales it", 1.0),
)
"""Name, unit, dimension, meaning and factor to SI of every curve."""
AXES = ("size", "lag_time", "zeta")
"""Curves that every repeat of a sample shares."""

SPECS: tuple[ArraySpec, ...] = (
    *(ArraySpec(name=one.array, dims=("repeat",), unit=one.unit, meaning=one.meaning) for one in SCALARS),
    *(ArraySpec(name=name, dims=(dim,) if name in AXES else (dim, "repeat"), unit=unit, meaning=meaning) for name, unit, dim, meaning, _ in CURVES),
    ArraySpec(name="z_average_computed", dims=("repeat",), unit="m", meaning="z-average computed here from the correlogram"),
    ArraySpec(name="polydispersity_computed", dims=("repeat",), unit="", meaning="polydispersity index computed here from the correlogram"),
)
"""Every array that a light scattering measurement may hold."""


def scalar_named(name: str, place: tuple[str, ...] = ()) -> Scalar | None:
    """The number that the software calls so, at this place of its tree (where it matters), or nothing."""
    wanted = name.casefold()
    for one in SCALARS:
        if wanted in {known.casefold() for known in one.names} and (not one.within or not place or one.within in place):
            return one
    return None
