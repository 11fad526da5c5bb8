"""One application's dose in every unit that the field uses, each with its interval and provenance, or the reason why it cannot be said."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from exoforge.base.errors import SettingError
from exoforge.base.units import Quantity, convert
from exoforge.design.ensemble import Ensemble, Outcome
from exoforge.design.result import DoseRow
from exoforge.design.summary import interval_of
from exoforge.evidence.dose.scaling import range_note, surface_factor, table_species
from exoforge.laws.dosing import HUMAN_MASS
from exoforge.laws.stoichiometry import COPIES_PER_VESICLE
from exoforge.record.stated import Missing, Stated, text_of
from exoforge.record.therapy import Therapy
from exoforge.streams.amounts import particle_number, phospholipid, total_protein, vesicle_number
from exoforge.streams.suspension import Suspension


def dose_table(therapy: Therapy, ensemble: Ensemble) -> tuple[DoseRow, ...]:
    """The dose of one application, unit by unit; empty when nothing is given."""
    if ensemble.central.river.product is None:
        return ()
    stated = therapy.dosing.dose
    rows = [DoseRow(label="As stated", unit="", interval=None, provenance=text_of(stated))]

    def add(label: str, unit: str, provenance: str, amount: Callable[[Suspension], float]) -> None:
        def figure(outcome: Outcome) -> float:
            product = outcome.river.product
            return amount(product.loaded) if product is not None else float("nan")

        rows.append(DoseRow(label=label, unit=unit, interval=interval_of(ensemble, figure), provenance=provenance))

    def refuse(label: str, unit: str, reason: str) -> None:
        rows.append(DoseRow(label=label, unit=unit, interval=None, provenance=reason))

    batch = "computed from the simulated batch"
    add("Vesicles", "particles", batch + "; the cells' own, without those that came with the medium", vesicle_number)
    add("All particles of any size", "particles", batch + ", with vesicles of the medium, lipoproteins and aggregates", particle_number)
    add("Volume of preparation", "m3", "that holds the dose, at the concentration of the preparation", lambda loaded: loaded.volume)
    add("Protein", "kg protein", batch + ", vesicular and co-isolated", total_protein)
    add("Phospholipid", "mol", "0.65 nm2 per lipid in both leaflets; all lipid counted as phospholipid, so an upper bound", phospholipid)
    if ensemble.central.river.product.loaded.cells > 0:
        add("Cell equivalents", "cells", "cells whose medium it took in this batch", lambda loaded: loaded.cells)
    else:
        refuse("Cell equivalents", "cells", "the number of producing cells is not known")
    add(
        "Copies of one abundant microRNA",
        "copies",
        f"{COPIES_PER_VESICLE} copies per vesicle (chevillet2014, abstract; no source of MSC among its six)",
        lambda loaded: COPIES_PER_VESICLE * vesicle_number(loaded),
    )
    _per_defect(therapy, add, refuse)
    _per_mass(therapy, add, refuse)
    return tuple(rows)


Add = Callable[[str, str, str, Callable[[Suspension], float]], None]
Refuse = Callable[[str, str, str], None]


def _per_defect(therapy: Therapy, add: Add, refuse: Refuse) -> None:
    for name, unit, label in (("defect_volume", "m3", "Vesicles per volume of defect"), ("defect_area", "m2", "Vesicles per area of defect")):
        if size := stated_si(therapy, name, unit):
            add(label, f"particles/{unit}", f"over the stated {name.replace('_', ' ')}", partial(_over, size))
        elif name == "defect_volume":
            refuse(label, f"particles/{unit}", "the record states no defect volume")


def _over(size: float, loaded: Suspension) -> float:
    return vesicle_number(loaded) / size


def _per_mass(therapy: Therapy, add: Add, refuse: Refuse) -> None:
    mass = stated_si(therapy, "body_mass", "kg")
    label, human = "Vesicles per body mass", "Human equivalent by body surface"
    if not mass:
        refuse(label, "particles/kg", "the record states no body mass")
        refuse(human, "particles/kg", "needs a body mass")
        return
    add(label, "particles/kg", "over the stated body mass", partial(_over, mass))
    species = _table_species(therapy)
    if not species or species == "human":
        refuse(human, "particles/kg", "the record treats humans" if species else "the species treated is not in the guidance's table")
        return
    factor = surface_factor(species)
    caution = "FDA 2005 factors; the guidance itself exempts local routes and large molecules, so read it beside the dose per defect"
    if outside := range_note(species, mass):
        caution += f". {outside}"
    add(human, "particles/kg", caution, lambda loaded: factor * vesicle_number(loaded) / mass)
    add(f"The same for {HUMAN_MASS:g} kg", "particles", caution, lambda loaded: factor * vesicle_number(loaded) / mass * HUMAN_MASS)


def _table_species(therapy: Therapy) -> str:
    """The species treated as the guidance's table names it; empty when it has none."""
    species = therapy.target.species
    try:
        return table_species(species.value) if isinstance(species, Stated) else ""
    except SettingError:
        return ""


def stated_si(therapy: Therapy, name: str, unit: str) -> float | None:
    """A stated value of dosing or target in a unit; None when it is missing."""
    for part in (therapy.target, therapy.dosing):
        leaf = getattr(part, name, Missing())
        if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity):
            return convert(leaf.value, unit).value
    return None
