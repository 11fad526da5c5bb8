"""A dose carried from one species to another, by every way that is in use, side by side; none of them is the right one for vesicles."""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.base.errors import SettingError
from exoforge.base.terms import is_term, term
from exoforge.base.units import Quantity, convert, fits, quantity_text, short_number
from exoforge.evidence.dose.exemptions import Exemption, exemptions, judged_volume
from exoforge.laws.dosing import (
    VolumeCheck,
    human_equivalent_dose,
    human_equivalent_dose_by_mass,
    is_in_working_range,
    maximum_starting_dose,
    species_scale,
    species_scales,
)
from exoforge.record.dose_units import DoseForm, canonical, form_of

STARTING = "The starting dose is a tenth of the human equivalent of the highest dose that did no harm (fda2005, read); of any other dose it says nothing."


@dataclass(frozen=True, kw_only=True, slots=True)
class ScaledRow:
    """The dose by one way.

    Parameters
    ----------
    method : its name. factor : dose per mass of the target over that of the source, or of the whole dose for ways that know no mass.
    dose : the dose of one animal or patient; None when it cannot be said. per_mass : the same per kilogram.
    sentence : how it was made, or what is missing. source, status : of the way. starting : a tenth of it, where the guidance asks for that.
    """

    method: str
    sentence: str
    source: str
    status: str
    factor: float | None = None
    dose: Quantity | None = None
    per_mass: Quantity | None = None
    starting: Quantity | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScaledDose:
    """A dose of one species in another, by every way.

    Parameters
    ----------
    dose : as stated. source, target : words of the dose table. source_mass, target_mass : [kg] taken.
    rows : one per way. disagreement : dose by the power of body mass over dose by the table. exemptions : in the guidance.
    volume : check of the stated volume in the target; None when none is stated or no table can judge it. notes : what was taken for granted.
    """

    dose: Quantity
    source: str
    target: str
    source_mass: Quantity
    target_mass: Quantity
    rows: tuple[ScaledRow, ...]
    disagreement: float
    exemptions: tuple[Exemption, ...]
    volume: VolumeCheck | None
    notes: tuple[str, ...]


def scale_dose(
    dose: Quantity,
    *,
    source: str,
    target: str = "human",
    source_mass: Quantity | None = None,
    target_mass: Quantity | None = None,
    route: str = "",
    volume: Quantity | None = None,
    sites: int = 1,
    source_defect: Quantity | None = None,
    target_defect: Quantity | None = None,
) -> ScaledDose:
    """Carry a dose from one species to another: by body surface, by the power of body mass, by mass, and by the size of the defect.

    ``surface: (dose/kg) Km_source / Km_target`` · ``power: (dose/kg) (W_source / W_target)^0.33`` · ``mass: dose/kg`` ·
    ``defect: dose * size_target / size_source``

    Parameters
    ----------
    dose : of one animal, per kg, or per cm2 (which stays what it is). source, target : species of the dose table.
    source_mass, target_mass : body masses; the table's reference masses when None. route : a term of the vocabulary 'routes'.
    volume : of one application in the target, to be judged. sites : among how many sites it is divided.
    source_defect, target_defect : area (cm2), volume (mm3) or joint volume (mL) of the defects, both of one kind.

    Raises
    ------
    SettingError
        A species is not in the table, a number is not above 0, the dose is per mL or not above 0, or the defects are of two kinds.
    UnitError
        The dose has no unit of a dose, or a size has the unit of something else.

    Assumes
    -------
    The table is for small molecules that are cleared in proportion to body surface; no way here was made for vesicles.

    References
    ----------
    fda2005, diehl2001
    """
    here, there = table_species(source), table_species(target)
    form = form_of(dose)
    if form.per == "mL":
        raise SettingError(f"The dose '{quantity_text(dose)}' is a concentration, which has no size of an animal; state the amount, or the volume beside it.")
    if dose.value <= 0:
        raise SettingError(f"The dose '{quantity_text(dose)}' is not above 0; there is nothing to scale.")
    from_mass, to_mass = _mass(here, source_mass), _mass(there, target_mass)
    notes = [*_mass_notes(here, from_mass, source_mass), *_mass_notes(there, to_mass, target_mass)]
    factors = (("body surface", _surface_factor(here, there)), ("power of body mass", _power_factor(from_mass, to_mass)), ("equal per body mass", 1.0))
    is_first_dose = there == "human" and here not in ("human", "child")
    rows = [_by_mass(method, factor, dose, from_mass, to_mass, starting=is_first_dose and factor != 1.0) for method, factor in factors]
    rows.append(_by_defect(dose, source_defect, target_defect))
    check, told = judged_volume(there, route, to_mass, volume, sites)
    if is_first_dose:
        notes.append(STARTING)
    return ScaledDose(
        dose=dose,
        source=here,
        target=there,
        source_mass=from_mass,
        target_mass=to_mass,
        rows=tuple(rows),
        disagreement=factors[1][1] / factors[0][1],
        exemptions=exemptions(route),
        volume=check,
        notes=(*notes, *told),
    )


def table_species(word: str) -> str:
    """The species of the dose table that a word means; a kind of macaque is a macaque.

    Raises
    ------
    SettingError
        The table has no such species.
    """
    known = {scale.species.replace(" ", "-"): scale.species for scale in species_scales()}
    if is_term("species", word):
        found = term("species", word)
        for key in (found.key, found.parent):
            if key in known:
                return known[key]
    return species_scale(word).species


def surface_factor(source: str, target: str = "human") -> float:
    """Dose per mass of the target over that of the source, of equal dose per body surface: ``Km_source / Km_target``.

    Raises
    ------
    SettingError
        A species is not in the table.
    """
    return _surface_factor(table_species(source), table_species(target))


def _surface_factor(source: str, target: str) -> float:
    return float(human_equivalent_dose(1.0, species=source) / human_equivalent_dose(1.0, species=target))


def _power_factor(source_mass: Quantity, target_mass: Quantity) -> float:
    return float(human_equivalent_dose_by_mass(1.0, body_mass=source_mass.value, human_mass=target_mass.value))


def range_note(species: str, body_mass: float) -> str:
    """Says when a body mass [kg] lies outside the range in which the table's factor holds; else empty."""
    if is_in_working_range(species, body_mass):
        return ""
    scale = species_scale(species)
    low, high = scale.mass_range or (0.0, 0.0)
    return (
        f"A {scale.species} of {body_mass:g} kg is outside the {low:g} to {high:g} kg for which the factor holds ({scale.mass_range_status}); "
        "the guidance then asks for the power of body mass."
    )


def _mass(species: str, mass: Quantity | None) -> Quantity:
    if mass is None:
        return Quantity(value=species_scale(species).reference_mass, unit="kg")
    moved = convert(mass, "kg")
    if moved.value <= 0:
        raise SettingError(f"The body mass '{quantity_text(mass)}' is not above 0.")
    return moved


def _mass_notes(species: str, mass: Quantity, given: Quantity | None) -> tuple[str, ...]:
    if given is None:
        return (f"The body mass of the {species} is not stated; the table's {mass.value:g} kg was taken (fda2005, read).",)
    note = range_note(species, mass.value)
    return (note,) if note else ()


_WAYS = {"body surface": ("fda2005", "read"), "power of body mass": ("fda2005", "read")}
"""Source and status of each way; the others are arithmetic."""


def _by_mass(method: str, factor: float, dose: Quantity, source_mass: Quantity, target_mass: Quantity, *, starting: bool) -> ScaledRow:
    """One way that carries a dose per body mass."""
    source, status = _WAYS.get(method, ("arithmetic", "computed"))
    form = form_of(dose)
    if form.per == "cm2":
        return ScaledRow(method=method, sentence="the dose is per area, which no body mass changes", source=source, status=status, factor=factor)
    moved = canonical(dose)
    per_mass = moved if form.per == "kg" else _times(moved, 1 / source_mass.value, DoseForm(kind=form.kind, per="kg").unit)
    scaled = _times(per_mass, factor, per_mass.unit)
    whole = _times(scaled, target_mass.value, DoseForm(kind=form.kind).unit)
    first = _times(whole, float(maximum_starting_dose(1.0)), whole.unit) if starting else None
    sentence = f"dose per kg times {short_number(factor, 3)}, times {target_mass.value:g} kg"
    return ScaledRow(method=method, sentence=sentence, source=source, status=status, factor=factor, dose=whole, per_mass=scaled, starting=first)


def _by_defect(dose: Quantity, source: Quantity | None, target: Quantity | None) -> ScaledRow:
    """The same dose per area or volume of the defect, or of the joint."""
    form = form_of(dose)

    def row(sentence: str, factor: float | None = None, size: float | None = None) -> ScaledRow:
        scaled = None if size is None else _times(canonical(dose), size, DoseForm(kind=form.kind).unit)
        return ScaledRow(method="per defect", sentence=sentence, source="arithmetic", status="computed", factor=factor, dose=scaled)

    if form.per == "kg":
        return row("cannot be said of a dose per body mass; state the dose of one animal")
    if form.per == "cm2":
        if target is None:
            return row("the same per cm2; the dose cannot be said without the area of the target's defect")
        area = convert(target, "cm2").value
        return row(f"the same per cm2, times {area:g} cm2", size=area)
    if source is None or target is None:
        missing = " and ".join(word for word, size in (("the source's", source), ("the target's", target)) if size is None)
        return row(f"cannot be said without the size of {missing} defect: its area, its volume, or that of the joint")
    ratio = _size(target, source) / _size(source, source)
    return row(f"times {quantity_text(target)} over {quantity_text(source)}", factor=ratio, size=ratio)


def _size(defect: Quantity, like: Quantity) -> float:
    for unit in ("cm2", "mL"):
        if fits(like, unit):
            if not fits(defect, unit):
                break
            size = convert(defect, unit).value
            if size <= 0:
                raise SettingError(f"The size of the defect '{quantity_text(defect)}' is not above 0.")
            return size
    raise SettingError(f"The sizes of the defects, '{quantity_text(defect)}' and '{quantity_text(like)}', must both be areas (cm2) or both volumes (mm3, mL).")


def _times(quantity: Quantity, factor: float, unit: str) -> Quantity:
    low, high = (None if end is None else end * factor for end in (quantity.low, quantity.high))
    return Quantity(value=quantity.value * factor, low=low, high=high, unit=unit)
