"""Known answers of dose conversion, administration volumes and non-compartmental identities."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from exoforge.base.units import Quantity
from exoforge.evidence.dose.conversion import ConvertedDose, context_of, convert_level
from exoforge.evidence.dose.scaling import scale_dose, surface_factor
from exoforge.laws import dosing, exposure
from exoforge.laws.vesicle import whole_mass
from exoforge.record.dose_text import read_dose
from tests.known.case import Case

HOUR, ML = 3600.0, 1e-6
KORDELAS = "Kordelas 2014, Leukemia 28:970, as quoted in a review's table of trials"
FDA = "FDA 2005, table of body surface factors"
DIEHL = "Diehl 2001, J Appl Toxicol 21:15"
TRIALS = "dose in Nikfarjam 2020, Table 3; particles derived independently from the lipid of a vesicle of 120 nm"
VERDICTS = ("within good practice", "above good practice", "above the maximum")


def _clearance_ml_per_h() -> float:
    """100 % of the dose over an area of 160 % h/mL."""
    return float(exposure.clearance_of_area(dose=100.0, area_under_curve=160.0 * HOUR / ML)) * HOUR / ML


def _mouse(volume_ml: float) -> dosing.VolumeCheck:
    return dosing.volume_check(species="mouse", route="intravenous", body_mass=0.020, volume=volume_ml * ML)


def _limit(kind: str) -> float:
    limit = getattr(_mouse(0.1), kind)
    assert limit is not None
    return float(limit) / ML


def _rank(volume_ml: float) -> float:
    return float(VERDICTS.index(_mouse(volume_ml).verdict))


def _human_dose() -> float:
    return float(dosing.human_equivalent_dose(5.0, species="mouse"))


def _per_microgram(interval: Callable[[dosing.DoseUnit], tuple[float, float]], end: int) -> float:
    return interval(dosing.KORDELAS_UNIT)[end] * 1e-9


def _trial(dose: float) -> float:
    """Particles per kilogram of a dose in pmol of phospholipid per kilogram, read as the table prints it."""
    (level,) = read_dose(f"{dose:g} pmol phospholid/kg").levels
    found = convert_level(level, "particles/kg", context_of(diameter=Quantity(value=120.0, unit="nm")))
    assert isinstance(found, ConvertedDose)
    return found.amount.median


def _protein_of_particle(end: int) -> float:
    """Protein that goes with one particle [fg]."""
    return 1e9 / _per_microgram(dosing.particles_per_protein, end)


def _not_vesicular() -> float:
    """Share [%] of the least protein per particle that a whole vesicle of 100 nm cannot be."""
    return 100.0 * (1.0 - float(whole_mass(100e-9)) * 1e18 / _protein_of_particle(1))


def _heavy_dose(interval: Callable[[dosing.DoseUnit], tuple[float, float]], end: int) -> float:
    """Particles of 150 mg of exosomes, as the table prints it."""
    (level,) = read_dose("150 mg exosome Once a day during 14 days").levels
    return level.quantity.value * _per_microgram(interval, end)


def _share_of_surface_dose() -> float:
    return scale_dose(Quantity(value=1.0, unit="mg/kg"), source="mouse").disagreement


CASES = (
    Case(
        id="dosing A10 identity",
        title="clearance of an area of 160 %ID h/mL",
        source="CL = D / AUC",
        expected=0.625,
        tolerance=1e-9,
        kind="relative",
        unit="mL/h",
        compute=_clearance_ml_per_h,
    ),
    Case(
        id="dosing A10 published",
        title="the same against the published clearance of exosomes in mice whose macrophages were depleted",
        source="Imai 2015, J Extracell Vesicles 4:26238",
        expected=0.651,
        tolerance=0.157,
        kind="absolute",
        unit="mL/h",
        compute=_clearance_ml_per_h,
    ),
    Case(
        id="dosing A11 fewest per cell",
        title="vesicles per cell, low end",
        source=KORDELAS,
        expected=325.0,
        tolerance=1e-9,
        kind="relative",
        unit="per cell",
        compute=lambda: dosing.particles_per_cell(dosing.KORDELAS_UNIT)[0],
    ),
    Case(
        id="dosing A11 most per cell",
        title="vesicles per cell, high end",
        source=KORDELAS,
        expected=875.0,
        tolerance=1e-9,
        kind="relative",
        unit="per cell",
        compute=lambda: dosing.particles_per_cell(dosing.KORDELAS_UNIT)[1],
    ),
    *(
        Case(
            id=f"dosing A11 {name}",
            title=f"particles per protein, {name}",
            source=KORDELAS,
            expected=expected,
            tolerance=0.01,
            kind="relative",
            unit="1/ug",
            compute=partial(_per_microgram, interval, end),
        )
        for name, expected, interval, end in (
            ("matched ends, low", 2.19e7, dosing.particles_per_protein, 0),
            ("matched ends, high", 2.60e7, dosing.particles_per_protein, 1),
            ("crossed ends, low", 8.1e6, dosing.particles_per_protein_widest, 0),
            ("crossed ends, high", 7.0e7, dosing.particles_per_protein_widest, 1),
        )
    ),
    Case(
        id="dosing A12 human dose",
        title="human equivalent of 5 mg/kg in mice",
        source=FDA,
        expected=0.405,
        tolerance=5e-4,
        kind="absolute",
        unit="mg/kg",
        compute=_human_dose,
    ),
    Case(
        id="dosing A12 for 60 kg",
        title="the same for a person of 60 kg",
        source=FDA,
        expected=24.3,
        tolerance=0.05,
        kind="absolute",
        unit="mg",
        compute=lambda: _human_dose() * dosing.HUMAN_MASS,
    ),
    Case(
        id="dosing A12 first dose",
        title="maximum recommended starting dose of it",
        source=FDA,
        expected=0.0405,
        tolerance=5e-5,
        kind="absolute",
        unit="mg/kg",
        compute=lambda: float(dosing.maximum_starting_dose(_human_dose())),
    ),
    Case(
        id="dosing A12 by mass",
        title="share of a mouse dose per mass in humans, by the mass of 20 g",
        source="FDA 2005, exponent 0.33",
        expected=0.0712,
        tolerance=5e-5,
        kind="absolute",
        unit="",
        compute=lambda: float(dosing.human_equivalent_dose_by_mass(1.0, body_mass=0.020)),
    ),
    Case(
        id="dosing A18 good practice",
        title="intravenous bolus for a mouse of 20 g",
        source=DIEHL,
        expected=0.1,
        tolerance=1e-9,
        kind="relative",
        unit="mL",
        compute=lambda: _limit("good_practice"),
    ),
    Case(
        id="dosing A18 maximum",
        title="slow intravenous injection for a mouse of 20 g",
        source=DIEHL,
        expected=0.5,
        tolerance=1e-9,
        kind="relative",
        unit="mL",
        compute=lambda: _limit("maximum"),
    ),
    *(
        Case(
            id=f"dosing A18 {volume} mL",
            title=f"verdict on {volume} mL: {verdict} (rank)",
            source=DIEHL,
            expected=float(VERDICTS.index(verdict)),
            tolerance=0.1,
            kind="absolute",
            unit="",
            compute=partial(_rank, volume),
        )
        for volume, verdict in ((0.1, VERDICTS[0]), (0.3, VERDICTS[1]), (0.6, VERDICTS[2]))
    ),
    *(
        Case(
            id=f"dosing A11 protein {name}",
            title=f"protein that goes with one particle, {name}",
            source=KORDELAS,
            expected=expected,
            tolerance=0.5,
            kind="absolute",
            unit="fg",
            compute=partial(_protein_of_particle, end),
        )
        for name, expected, end in (("most", 46.0, 0), ("least", 38.0, 1))
    ),
    Case(
        id="dosing A11 whole vesicle",
        title="mass of a whole vesicle of 100 nm at 1.13 g/mL",
        source="sphere, derived independently",
        expected=0.59,
        tolerance=0.005,
        kind="absolute",
        unit="fg",
        compute=lambda: float(whole_mass(100e-9)) * 1e18,
    ),
    Case(
        id="dosing A11 not vesicular",
        title="share of the least protein per particle that is no vesicle's (more than 98 %)",
        source=KORDELAS,
        expected=98.5,
        tolerance=0.5,
        kind="absolute",
        unit="%",
        compute=_not_vesicular,
    ),
    *(
        Case(
            id=f"dosing A13 {dose:g} pmol/kg",
            title=f"particles of a trial dose of {dose:g} pmol phospholipid per kg",
            source=TRIALS,
            expected=expected,
            tolerance=0.01,
            kind="relative",
            unit="particles/kg",
            compute=partial(_trial, dose),
        )
        for dose, expected in ((20.0, 0.94e8), (60.0, 2.8e8), (200.0, 9.4e8))
    ),
    *(
        Case(
            id=f"dosing A14 {name}",
            title=f"particles of 150 mg of exosomes at the ratio of the clinical unit, {name} end",
            source="NCT04356300 in Nikfarjam 2020, Table 3, times the ratio of Kordelas 2014",
            expected=expected,
            tolerance=0.05,
            kind="relative",
            unit="particles",
            compute=partial(_heavy_dose, interval, end),
        )
        for name, expected, interval, end in (
            ("matched low", 3.3e12, dosing.particles_per_protein, 0),
            ("crossed high", 1.1e13, dosing.particles_per_protein_widest, 1),
        )
    ),
    *(
        Case(
            id=f"dosing A12 {species}",
            title=f"share of a dose per mass of a {species} in humans, by body surface",
            source=FDA,
            expected=expected,
            tolerance=0.005,
            kind="relative",
            unit="",
            compute=partial(surface_factor, species),
        )
        for species, expected in (
            *(("mouse", 0.081), ("hamster", 0.135), ("rat", 0.162), ("ferret", 0.189), ("guinea pig", 0.216), ("rabbit", 0.324), ("dog", 0.541)),
            *(("macaque", 0.324), ("marmoset", 0.162), ("squirrel monkey", 0.189), ("baboon", 0.541), ("micropig", 0.73), ("minipig", 0.946)),
        )
    ),
    Case(
        id="dosing A12 disagreement",
        title="dose by body mass over dose by body surface, mouse to human",
        source="FDA 2005, its two ways",
        expected=0.88,
        tolerance=0.005,
        kind="absolute",
        unit="",
        compute=_share_of_surface_dose,
    ),
)
