"""Doses between species, volumes that an animal bears, and the one published unit of an MSC-exosome dose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.base.terms import line
from exoforge.laws.domain import Array, not_negative, positive
from exoforge.laws.tables import folded, known, optional_number, rows

Verdict = Literal["within good practice", "within the maximum", "above good practice", "above the maximum", "no limit on the list"]
"""``within the maximum`` is said where the source states a maximum and no good practice."""

FDA_EXPONENT = 0.33
"""``1 - b`` with the guidance's exponent ``b = 0.67`` of body mass (fda2005)."""

SAFETY_FACTOR = 10.0
"""The guidance's usual divisor from the human equivalent dose to the first dose in healthy volunteers (fda2005)."""

HUMAN_MASS = 60.0
"""[kg], the guidance's reference adult (fda2005)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SpeciesScale:
    """One row of the guidance's table.

    Parameters
    ----------
    species : word of the list. reference_mass : [kg]. surface_area : [m2]. km : mass over surface [kg/m2].
    mass_range : working range of the factor [kg]; None for humans. source, status : of the factor. mass_range_status : of the range.
    """

    species: str
    reference_mass: float
    surface_area: float
    km: float
    mass_range: tuple[float, float] | None
    source: str
    status: str
    mass_range_status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VolumeLimit:
    """What one administration may bring to one animal.

    Parameters
    ----------
    good_practice, maximum : [m3/kg], or [m3] per site when `is_per_site`; None where the source states none.
    note : what the source or its readers add. source, status : of the row.
    """

    species: str
    route: str
    good_practice: float | None
    maximum: float | None
    is_per_site: bool
    note: str
    source: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VolumeCheck:
    """A volume against its limits: the verdict, the two limits for this animal [m3], and a sentence for people."""

    verdict: Verdict
    good_practice: float | None
    maximum: float | None
    sentence: str
    source: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DoseUnit:
    """A dose unit by cells: the vesicles harvested from so many cells, as the ranges that its authors counted.

    Parameters
    ----------
    cells : number. particles : lowest and highest number. protein : lowest and highest mass [kg].
    """

    cells: float
    particles: tuple[float, float]
    protein: tuple[float, float]
    source: str


KORDELAS_UNIT = DoseUnit(cells=4e7, particles=(1.3e10, 3.5e10), protein=(0.5e-6, 1.6e-6), source="kordelas2014")
"""The unit of the first clinical use: one unit is the yield of 4e7 MSC. Precipitated vesicles: most of the protein is not theirs."""


@lru_cache(maxsize=1)
def species_scales() -> tuple[SpeciesScale, ...]:
    """All species of the guidance's table."""
    return tuple(_scale(row) for row in rows("species_scaling.csv"))


def species_scale(species: str) -> SpeciesScale:
    """The scale of a species.

    Raises
    ------
    SettingError
        The species is not in the table.
    """
    key = known(species, [scale.species for scale in species_scales()], "species of the dose table")
    return next(scale for scale in species_scales() if scale.species == key)


def human_equivalent_dose(dose: ArrayLike, *, species: str) -> Array:
    """Dose per body mass in humans of equal dose per body surface: ``HED = dose Km_animal / Km_human``.

    Written for small molecules that are cleared in proportion to surface. For vesicles print it beside the dose per mass and
    the dose per defect: the guidance itself exempts local routes, closed compartments and large proteins given into blood.

    Parameters
    ----------
    dose : anything per body mass of the animal; the unit is kept. species : a word of the table.

    Raises
    ------
    SettingError
        The dose is negative, or the species is not in the table.

    References
    ----------
    fda2005
    """
    return not_negative("dose", dose) * (species_scale(species).km / species_scale("human").km)


def human_equivalent_dose_by_mass(dose: ArrayLike, *, body_mass: ArrayLike, human_mass: ArrayLike = HUMAN_MASS, exponent: float = FDA_EXPONENT) -> Array:
    """The same by the animal's own mass: ``HED = dose (W_animal / W_human)^0.33``, for animals outside the factor's working range.

    For a 20 g mouse it gives 0.071 of the dose where the factor gives 0.081: the two ways of the guidance differ by 12 %.

    Parameters
    ----------
    dose : anything per body mass of the animal; the unit is kept. body_mass, human_mass : [kg]. exponent : 0.33 in the guidance.

    Raises
    ------
    SettingError
        The dose is negative, or a mass is not above 0.

    References
    ----------
    fda2005
    """
    ratio = positive("body mass of the animal", body_mass, "kg") / positive("body mass of the human", human_mass, "kg")
    return not_negative("dose", dose) * ratio**exponent


def is_in_working_range(species: str, body_mass: float) -> bool:
    """Whether the table's factor holds for an animal of this mass [kg]; humans and children have no range and always pass."""
    limits = species_scale(species).mass_range
    return limits is None or limits[0] <= body_mass <= limits[1]


def maximum_starting_dose(human_dose: ArrayLike, *, safety_factor: ArrayLike = SAFETY_FACTOR) -> Array:
    """Maximum recommended starting dose: the human equivalent of the highest harmless animal dose over a safety factor.

    Raises
    ------
    SettingError
        The dose is negative, or the factor is not above 0.

    References
    ----------
    fda2005
    """
    return not_negative("human equivalent dose", human_dose) / positive("safety factor", safety_factor)


@lru_cache(maxsize=1)
def volume_limits() -> tuple[VolumeLimit, ...]:
    """All limits of administration volume on the list."""
    return tuple(_limit(row) for row in rows("volume_limits.csv"))


def volume_check(*, species: str, route: str, body_mass: float, volume: float, sites: int = 1) -> VolumeCheck:
    """Whether an animal bears an administered volume.

    Parameters
    ----------
    species, route : words of the list, such as ``mouse`` and ``intravenous``, or narrower terms of the vocabulary. body_mass : [kg].
    volume : of one administration [m3]. sites : among how many sites it is divided; counts only for limits per site.

    Returns
    -------
    check : ``no limit on the list`` when the source states none for this species and route.

    Raises
    ------
    SettingError
        The species or the route is on no row, or a number is not above 0.

    References
    ----------
    diehl2001
    """
    animal = known(_listed(species, "species"), dict.fromkeys(limit.species for limit in volume_limits()), "species of the volume table")
    way = known(_listed(route, "route"), dict.fromkeys(limit.route for limit in volume_limits()), "route of the volume table")
    positive("body mass", body_mass, "kg")
    positive("administered volume", volume, "m3")
    if sites < 1:
        raise SettingError(f"The number of injection sites is {sites}; it must be 1 or more.")
    found = [limit for limit in volume_limits() if limit.species == animal and limit.route == way]
    if not found:
        sentence = f"No volume limit for {animal}, {way}, is on the list; {volume * 1e6:g} mL was not judged."
        return VolumeCheck(verdict="no limit on the list", good_practice=None, maximum=None, sentence=sentence, source="", status="")
    limit = found[0]
    amount = sites if limit.is_per_site else body_mass
    good = None if limit.good_practice is None else limit.good_practice * amount
    most = None if limit.maximum is None else limit.maximum * amount
    verdict = _verdict(volume, good, most)
    sentence = f"{volume * 1e6:g} mL {way} in {animal} of {body_mass * 1e3:g} g is {verdict} ({_milliliters(good)} good practice, {_milliliters(most)} at most)"
    sentence += f"; {limit.note}." if limit.note else "."
    return VolumeCheck(verdict=verdict, good_practice=good, maximum=most, sentence=sentence, source=limit.source, status=limit.status)


def has_volume_limit(*, species: str = "", route: str = "") -> bool:
    """Whether the list has any limit for a species, a route, or both; narrower terms of the vocabulary count as what they belong to."""
    animal, way = folded(_listed(species, "species")), folded(_listed(route, "route"))
    return any((not animal or folded(limit.species) == animal) and (not way or folded(limit.route) == way) for limit in volume_limits())


def particles_per_cell(unit: DoseUnit) -> tuple[float, float]:
    """Vesicles harvested per cell, lowest and highest."""
    return unit.particles[0] / unit.cells, unit.particles[1] / unit.cells


def particles_per_protein(unit: DoseUnit) -> tuple[float, float]:
    """Particles per protein [1/kg] when few particles go with little protein: the narrower interval, lowest first."""
    low, high = sorted(count / mass for count, mass in zip(unit.particles, unit.protein, strict=True))
    return low, high


def particles_per_protein_widest(unit: DoseUnit) -> tuple[float, float]:
    """Particles per protein [1/kg] when nothing is known of which went with which: fewest over most, most over least."""
    return unit.particles[0] / unit.protein[1], unit.particles[1] / unit.protein[0]


def _listed(word: str, column: Literal["species", "route"]) -> str:
    """The word of the list that a term of the vocabulary means or belongs to; the word itself where there is none."""
    listed = {folded(getattr(limit, column)) for limit in volume_limits()}
    wider = line({"species": "species", "route": "routes"}[column], word)
    return next((name for name in wider if folded(name) in listed), word)


def _verdict(volume: float, good: float | None, most: float | None) -> Verdict:
    slack = 1.0 + 1e-9  # a volume stated at its limit is within it, whatever the units' rounding
    if most is not None and volume > most * slack:
        return "above the maximum"
    if good is not None:
        return "above good practice" if volume > good * slack else "within good practice"
    return "no limit on the list" if most is None else "within the maximum"


def _milliliters(limit: float | None) -> str:
    return "none stated" if limit is None else f"{limit * 1e6:g} mL"


def _scale(row: dict[str, str]) -> SpeciesScale:
    low, high = optional_number(row["mass_low_kg"]), optional_number(row["mass_high_kg"])
    return SpeciesScale(
        species=row["species"],
        reference_mass=float(row["reference_mass_kg"]),
        surface_area=float(row["surface_area_m2"]),
        km=float(row["km_kg_per_m2"]),
        mass_range=None if low is None or high is None else (low, high),
        source=row["source"],
        status=row["status"],
        mass_range_status=row["mass_range_status"],
    )


def _limit(row: dict[str, str]) -> VolumeLimit:
    good, most = optional_number(row["good_practice"]), optional_number(row["maximum"])
    return VolumeLimit(
        species=row["species"],
        route=row["route"],
        good_practice=None if good is None else good * 1e-6,
        maximum=None if most is None else most * 1e-6,
        is_per_site=folded(row["unit"]) == "ml per site",
        note=row["note"],
        source=row["source"],
        status=row["status"],
    )
