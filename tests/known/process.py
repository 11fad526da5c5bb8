"""Known answers of isolation, storage, loading, release and tracking.

"derived independently" marks a number that another implementation of the cited equation gave before this one was written.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from exoforge.laws import chromatography, filtration, loading, production, release, sedimentation, stability, tracking, vesicle, water
from exoforge.laws.constants import SVEDBERG, SVEDBERG_HOUR
from exoforge.laws.exponential import rate_of_half_life
from exoforge.laws.rotors import Rotor, mean_radius, rotor
from tests.known.case import Case

NM, ML, HOUR, DAY = 1e-9, 1e-6, 3600.0, 86400.0
DERIVED = "derived independently"
EXACT = "follows from the equation"
LIVSHITS = "Livshits 2015, Sci Rep 5:17319"
HALF_HOUR_AT_10000_G = {"acceleration": 1e4 * 9.80665, "time": 1800.0}


def absolute(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any]) -> Case:
    """A case whose tolerance is in its unit."""
    return Case(
        id=f"process {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="absolute", compute=lambda: float(compute())
    )


def relative(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any]) -> Case:
    """A case whose tolerance is a share of the expected value."""
    return Case(
        id=f"process {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="relative", compute=lambda: float(compute())
    )


# Centrifugation


def geometry(r: Rotor) -> dict[str, float]:
    radii = {"r_min": r.r_min, "r_max": r.r_max}
    return radii if r.tube_diameter is None or r.angle is None else radii | {"tube_diameter": r.tube_diameter, "angle": r.angle}


def speed(r: Rotor) -> float:
    return float(sedimentation.rcf_to_angular_velocity(HALF_HOUR_AT_10000_G["acceleration"], mean_radius(r)))


def lambda_t(r: Rotor, diameter_nm: float) -> float:
    """The conditions of the published table: 150 kg/m3 denser than a buffer of 1.55 mPa s."""
    s = sedimentation.sedimentation_coefficient(diameter=diameter_nm * NM, density=1150.0, medium_density=1000.0, viscosity=1.55e-3)
    return float(s) * speed(r) ** 2 * HALF_HOUR_AT_10000_G["time"]


def pelleted(r: Rotor, diameter_nm: float) -> float:
    law = sedimentation.swinging_bucket if r.kind == "swinging" else sedimentation.fixed_angle_constant_velocity
    return 100.0 * float(law(lambda_t(r, diameter_nm), **geometry(r)))


def cutoff(r: Rotor) -> float:
    law = sedimentation.swinging_bucket_completion if r.kind == "swinging" else sedimentation.fixed_angle_completion_constant_velocity
    run = {"density": 1150.0, "medium_density": 1000.0, "viscosity": 1.55e-3, "angular_velocity": speed(r), "time": 1800.0}
    return float(sedimentation.cutoff_diameter(completion=law(**geometry(r)), **run)) / NM


def clearing_cases() -> list[Case]:
    def k_factor(r: Rotor) -> Any:
        assert r.max_speed is not None
        return sedimentation.clearing_factor(r_min=r.r_min, r_max=r.r_max, angular_velocity=r.max_speed) / SVEDBERG_HOUR

    printed = {
        "SW 40 Ti": (137.33, 137),
        "SW 28": (245.52, 246),
        "MLS-50": (71.08, 71),
        "Type 45 Ti": (132.81, 133),
        "Type 60 Ti": (62.66, 63),
        "Type 70 Ti": (43.65, 44),
        "TLA-110": (13.05, 13),
    }
    cases = []
    for label, (computed, chart) in printed.items():
        compute = partial(k_factor, rotor(label))
        cases += [
            relative(f"A1 {label}", f"k-factor of {label} at full speed", DERIVED, computed, "S h", 1e-3, compute),
            absolute(f"A1 {label} chart", f"k-factor of {label}, rounded", "maker's chart (recalled)", chart, "S h", 0.5, compute),
        ]
    return cases


def table_cases() -> list[Case]:
    printed = {
        "SW 40 Ti": (321, {150: 30, 120: 20, 100: 14, 70: 7}),
        "SW 28": (308, {150: 31, 120: 21, 100: 15, 70: 7}),
        "Type 45 Ti": (210, {150: 62, 120: 41, 100: 29, 70: 14}),
        "Type 60 Ti": (170, {150: 88, 120: 61, 100: 43, 70: 22}),
    }
    source = f"{LIVSHITS}, Table 2"
    cases = []
    for label, (smallest, shares) in printed.items():
        r = rotor(label)
        cases.append(absolute(f"A3 {label} d*", f"smallest size pelleted completely, {label}", source, smallest, "nm", 0.65, partial(cutoff, r)))
        for size, share in shares.items():
            title = f"pelleted of {size} nm, {label}, 10,000 g, 30 min"
            cases.append(absolute(f"A3 {label} {size} nm", title, source, share, "%", 0.75, partial(pelleted, r, size)))
    return cases


def field_cases() -> list[Case]:
    def in_field(law: Callable[..., Any], label: str, size: float) -> Any:
        r = rotor(label)
        return 100.0 * law(lambda_t(r, size), **geometry(r))

    def bucket(parts: slice) -> Any:
        r = rotor("SW 40 Ti")
        return 100.0 * sum(sedimentation.swinging_bucket_radial(lambda_t(r, 120.0), **geometry(r))[parts])

    cases = []
    for label, size, share in (("Type 45 Ti", 120, 46.19), ("Type 45 Ti", 70, 16.96), ("Type 60 Ti", 100, 47.27)):
        title = f"pelleted of {size} nm, {label}, velocity growing with radius"
        compute = partial(in_field, sedimentation.fixed_angle_parallel_field, label, size)
        cases.append(absolute(f"A4 {label} {size} nm", title, f"{LIVSHITS}, supplement, {DERIVED}", share, "%", 0.02, compute))
    radial = partial(in_field, sedimentation.fixed_angle_radial_field, "Type 45 Ti", 120.0)
    title = "of 120 nm, SW 40 Ti, radial field"
    return [
        *cases,
        absolute("A5 bottom", f"on the bottom {title}", DERIVED, 19.68, "%", 0.02, partial(bucket, slice(1))),
        absolute("A5 bottom and wall", f"on bottom and wall {title}", DERIVED, 28.85, "%", 0.02, partial(bucket, slice(2))),
        absolute("A5 fixed angle", "pelleted of 120 nm, Type 45 Ti, radial field", f"{DERIVED}, Monte Carlo", 51.8, "%", 0.05, radial),
    ]


def scaling_cases() -> list[Case]:
    def twice_as_large() -> Any:
        r = rotor("Type 45 Ti")
        return pelleted(r, 70.0) / 100.0 - sedimentation.fixed_angle_constant_velocity(lambda_t(r, 140.0) / 4.0, **geometry(r))

    def of_density(density: float) -> Any:
        r = rotor("SW 40 Ti")
        s = sedimentation.sedimentation_coefficient(diameter=100 * NM, density=density, medium_density=1000.0, viscosity=1e-3)
        return sedimentation.swinging_bucket(s * speed(r) ** 2 * 1800.0, **geometry(r))

    return [
        absolute("A6 twice the size", "P(d, t) - P(2 d, t/4)", EXACT, 0.0, "", 1e-12, twice_as_large),
        absolute("A6 as dense", "pelleted when as dense as the medium", EXACT, 0.0, "", 1e-12, partial(of_density, 1000.0)),
        absolute("A6 lighter", "pelleted when lighter than the medium", EXACT, 0.0, "", 1e-12, partial(of_density, 950.0)),
    ]


# Particles and water


def particle_cases() -> list[Case]:
    def svedbergs(density: float, medium: float, viscosity: float) -> Any:
        return sedimentation.sedimentation_coefficient(diameter=100 * NM, density=density, medium_density=medium, viscosity=viscosity) / SVEDBERG

    def diffusion() -> Any:
        return sedimentation.diffusion_coefficient(diameter=100 * NM, temperature=293.15, viscosity=1.002e-3)

    def viscosity(celsius: float) -> Any:
        return 1e3 * water.viscosity(celsius + 273.15)

    cold, warm = partial(svedbergs, 1150.0, 1000.0, 1.55e-3), partial(svedbergs, 1100.0, 998.21, 1.002e-3)
    philo = "Philo 2023, as coded in UltraScan III"
    return [
        relative("A2 cold buffer", "s of 100 nm, 1150 in 1000 kg/m3, 1.55 mPa s", DERIVED, 537.6, "S", 1e-3, cold),
        relative("A2 water", "s of 100 nm, 1100 kg/m3, water at 20 C", DERIVED, 564.4, "S", 1e-3, warm),
        relative("A2 diffusion", "D of 100 nm, water at 20 C", DERIVED, 4.2858e-12, "m2/s", 1e-3, diffusion),
        *(
            relative(f"A9 {celsius} C", f"viscosity of water at {celsius} C", philo, expected, "mPa s", 1e-3, partial(viscosity, celsius))
            for celsius, expected in ((4, 1.5673), (20, 1.0016), (25, 0.8900), (37, 0.6913))
        ),
        absolute("water density", "density of water at 20 C", "Kell 1975", 998.2, "kg/m3", 0.05, partial(water.density, 293.15)),
    ]


def vesicle_cases() -> list[Case]:
    def scaled(law: Callable[..., Any], factor: float, size: float) -> Any:
        return factor * law(size * NM)

    densities = ((40, 1.099), (60, 1.081), (100, 1.063), (150, 1.052), (200, 1.047))
    ceilings = ((50, 3.6e10), (70, 1.6e10), (100, 6.8e9), (150, 2.5e9))
    lipids = ((80, 90.7), (100, 145.3), (120, 212.7), (150, 337.9), (200, 610.8))
    density, ceiling, lipid = partial(scaled, vesicle.shell_density, 1e-3), partial(scaled, vesicle.purity_ceiling, 1e-9), vesicle.phospholipid_amount
    return [
        *(absolute(f"shell {d} nm", f"density of a vesicle of {d} nm", DERIVED, x, "g/mL", 6e-4, partial(density, d)) for d, x in densities),
        *(relative(f"ceiling {d} nm", f"most vesicles of {d} nm per protein", DERIVED, x, "1/ug", 0.015, partial(ceiling, d)) for d, x in ceilings),
        *(absolute(f"lipid {d} nm", f"lipid of 1e9 vesicles of {d} nm", DERIVED, x, "pmol", 0.06, partial(scaled, lipid, 1e21, d)) for d, x in lipids),
    ]


# Membranes and columns


def membrane_cases() -> list[Case]:
    def kept(sieving: float) -> Any:
        concentrated = filtration.concentration_yield(sieving=sieving, concentration_factor=10.0)
        return concentrated * filtration.diafiltration_yield(sieving=sieving, diavolumes=6.0)

    def seen(ratio: float) -> Any:
        return filtration.observed_sieving(actual_sieving=0.2, flux_ratio=ratio)

    convection, diffusion = filtration.hindered_convection, filtration.hindered_diffusion
    deen = "Dechadilok and Deen 2006 (recalled), derived independently"
    measured = partial(filtration.sieving_of_yield, remaining=0.01, diavolumes=6.0)
    return [
        *(
            relative(f"A14 S {s}", f"kept at sieving {s}, 10-fold concentration, 6 diavolumes", DERIVED, x, "", 1e-4, partial(kept, s))
            for s, x in ((0.005, 0.9593), (0.5, 0.015744), (0.95, 3.754e-4))
        ),
        relative("A15 J/k 2", "observed sieving, actual 0.2, J/k 2", DERIVED, 0.64879, "", 5e-5, partial(seen, 2.0)),
        relative("A15 J/k 0.5", "observed sieving, actual 0.2, J/k 0.5", DERIVED, 0.29188, "", 5e-5, partial(seen, 0.5)),
        absolute("A16 W", "hindered convection at 0.3", deen, 0.64504, "", 1e-5, partial(convection, 0.3)),
        absolute("A16 H", "hindered diffusion at 0.3", deen, 0.20333, "", 1e-5, partial(diffusion, 0.3)),
        *(absolute(f"A16 W({end})", f"hindered convection at {end}", EXACT, 1.0 - end, "", 1e-12, partial(convection, end)) for end in (0, 1)),
        *(absolute(f"A16 H({end})", f"hindered diffusion at {end}", EXACT, 1.0 - end, "", 1e-12, partial(diffusion, end)) for end in (0, 1)),
        relative("A14 protein", "sieving when 6 diavolumes remove 99 %", DERIVED, 0.7675, "", 1e-4, measured),
    ]


def column_cases() -> list[Case]:
    def moment(which: int) -> Any:
        bed = {"length": 0.1, "velocity": 1e-4, "axial_dispersion": 1e-8, "phase_ratio": 1.5, "accessible_porosity": 0.6}
        return chromatography.column_moments(**bed, bead_radius=4.5e-5, pore_diffusion=2e-11, film_transfer=5e-6)[which]

    source = f"{DERIVED} by a 40-digit Laplace transform"
    return [
        relative("A18 mean", "mean elution time, size exclusion column", source, 1900.0, "s", 1e-12, partial(moment, 0)),
        relative("A18 variance", "variance of the elution time", source, 22610.0, "s2", 1e-12, partial(moment, 1)),
    ]


# Storage, production, loading


def storage_cases() -> list[Case]:
    cold = 277.15
    diffusion = sedimentation.diffusion_coefficient(diameter=100 * NM, temperature=cold, viscosity=water.viscosity(cold))
    stored = {"diffusion": diffusion, "time": 48.0 * HOUR}

    def depth() -> Any:
        return 1e3 * stability.swept_depth(**stored)

    def flat() -> Any:
        return 100.0 * stability.wall_adsorption(**stored, area=2.5e-4, volume=0.5 * ML)

    def tube() -> Any:
        return 100.0 * stability.wall_adsorption_cylinder(**stored, radius=4e-3)

    def daily_rate(celsius: float) -> Any:
        known = {"rate": 0.01 / DAY, "reference_temperature": 298.15, "activation_energy": 80e3}
        return DAY * stability.arrhenius_rate(temperature=celsius + 273.15, **known)

    def shelf_life() -> Any:
        return stability.shelf_life(daily_rate(4.0) / DAY) / DAY

    where = "100 nm, 4 C, 48 h"
    product = "0.01 per day at 25 C, 80 kJ/mol"
    return [
        relative("A21 depth", f"layer emptied by a sticky wall, {where}", DERIVED, 0.755, "mm", 5e-3, depth),
        absolute("A21 flat", f"lost from 0.5 mL to 2.5 cm2, {where}", DERIVED, 37.8, "%", 0.1, flat),
        absolute("A21 tube", f"lost in a tube of 4 mm radius, {where}", DERIVED, 34.9, "%", 0.1, tube),
        relative("A24 4 C", f"loss rate at 4 C of a product with {product}", DERIVED, 8.6703e-4, "1/d", 1e-4, partial(daily_rate, 4.0)),
        relative("A24 37 C", "its loss rate at 37 C", DERIVED, 0.034855, "1/d", 1e-4, partial(daily_rate, 37.0)),
        absolute("A24 t90", "its time to 90 % at 4 C", DERIVED, 121.5, "d", 0.05, shelf_life),
    ]


def production_cases() -> list[Case]:
    def per_cell(hours: float) -> Any:
        return production.vesicles_per_cell(hours * HOUR, secretion_rate=2000.0 / DAY, uptake_rate=rate_of_half_life(24.0 * HOUR))

    title = "vesicles per cell, 2000 a day, uptake half-life 24 h, after"
    return [
        relative(f"A22 {hours} h", f"{title} {hours} h", DERIVED, expected, "per cell", 5e-5, partial(per_cell, hours))
        for hours, expected in ((24, 1442.7), (48, 2164.0), (72, 2524.7))
    ]


def loading_cases() -> list[Case]:
    def potential() -> Any:
        return 1e3 * loading.schwan_potential(field=1e5, diameter=100 * NM)

    def field() -> Any:
        return 1e-5 * loading.porating_field(potential=0.5, diameter=100 * NM)

    lumen = partial(loading.lumen_ceiling, 1e11 / ML, 100 * NM)
    return [
        relative("A23 lumen", "volume share of the lumens, 1e11 per mL of 100 nm", DERIVED, 3.817e-5, "", 5e-4, lumen),
        relative("A23 Schwan", "voltage across the membrane of 100 nm at 1 kV/cm", DERIVED, 7.5, "mV", 1e-9, potential),
        absolute("A23 poration", "field for 0.5 V across the membrane of 100 nm", DERIVED, 67.0, "kV/cm", 0.5, field),
    ]


# Release and tracking


def release_cases() -> list[Case]:
    def mesh() -> Any:
        return release.mesh_size(modulus=1e3, temperature=310.0) / NM

    def freed() -> Any:
        return release.freeing_time(diameter=100 * NM, mesh=30 * NM, degradation_rate=0.1 / DAY) / DAY

    printed = ((release.slab, 0.356823, 0.196731), (release.sphere, 0.770479, 0.0305465), (release.cylinder, 0.605824, 0.0630582))
    source = f"Crank 1975, {DERIVED}"
    cases = []
    for law, share, half in printed:
        shape = law.__name__
        cases += [
            relative(f"A26 {shape}", f"released by a {shape} at Fourier number 0.1", source, share, "", 1e-5, partial(law, 0.1)),
            relative(f"A26 {shape} half", f"Fourier number of half release, {shape}", source, half, "", 1e-5, partial(release.fourier_of_share, law)),
        ]
    return [
        *cases,
        absolute("A28 mesh", "mesh of a gel of 1 kPa at 310 K", DERIVED, 16.24, "nm", 5e-3, mesh),
        absolute("A28 freed", "100 nm leaves a mesh of 30 nm that degrades at 0.1 per day", DERIVED, 36.12, "d", 5e-3, freed),
    ]


def tracking_cases() -> list[Case]:
    def densest() -> Any:
        ratio = np.linspace(0.5, 1.5, 10001)
        return ratio[np.argmax(tracking.ratio_density(ratio, steps=10.0))]

    title = "estimated over true size, tracks of 10 steps"
    return [
        absolute("A29 mean", f"mean {title}", DERIVED, 1.1111, "", 5e-5, partial(tracking.ratio_mean, 10.0)),
        absolute("A29 CV", f"coefficient of variation of {title}", DERIVED, 0.3536, "", 5e-5, partial(tracking.ratio_cv, 10.0)),
        absolute("A29 mode", f"most frequent {title}", DERIVED, 0.9091, "", 5e-5, partial(tracking.ratio_mode, 10.0)),
        absolute("A29 densest", f"the same, found on the density: {title}", DERIVED, 0.9091, "", 2e-4, densest),
    ]


CASES = (
    *clearing_cases(),
    *particle_cases(),
    *table_cases(),
    *field_cases(),
    *scaling_cases(),
    *vesicle_cases(),
    *membrane_cases(),
    *column_cases(),
    *storage_cases(),
    *production_cases(),
    *loading_cases(),
    *release_cases(),
    *tracking_cases(),
)
