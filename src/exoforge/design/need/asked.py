"""Which cargo is asked about, and whether what vesicles were loaded with is that cargo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.base.errors import SettingError
from exoforge.cargo.names import Name, kinship, name_of, names_in
from exoforge.cargo.substances import substance_of
from exoforge.design.ensemble import Ensemble
from exoforge.record.stated import Stated
from exoforge.record.therapy import Therapy
from exoforge.stages.respond.cartilage_proctor2017 import CartilageMir140

SMALL_RNA = "small RNA"
FOR_CARTILAGE = "miR-140-5p"
"""The microRNA that the model of cartilage follows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedCargo:
    """A small RNA: how it is printed, its name where it is a microRNA, and its molar mass [kg/mol] where one is known."""

    label: str
    name: Name | None
    molar_mass: float | None


def asked_cargo(text: str) -> AskedCargo:
    """The small RNA that somebody means.

    Raises
    ------
    SettingError
        It is neither a microRNA nor another small RNA of the table of substances.
    """
    name, substance = name_of(text), substance_of(text)
    is_one = name is not None and name.kind == "microRNA"
    if name is not None and name.kind == "microRNAs":
        raise SettingError(f"'{text}' is several microRNAs. {name.note}".strip())
    if not is_one and (substance is None or substance.family != SMALL_RNA):
        raise SettingError(
            f"'{text}' is no microRNA or other small RNA by its name; write one like 'miR-140-5p' or 'siRNA'. Only of these are copies counted here."
        )
    mass = substance.molar_mass.value if substance is not None and substance.molar_mass is not None else None
    return AskedCargo(label=name.label if is_one and name is not None else text, name=name if is_one else None, molar_mass=mass)


def loaded_as(copies: Mapping[str, float], asked: AskedCargo) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cargos of an exposure that are the one asked about, and sentences where the names are kin and not the same."""
    found, told = [], []
    for cargo in copies:
        name = name_of(cargo)
        if asked.name is None or name is None:
            if cargo.casefold() == asked.label.casefold():
                found.append(cargo)
            continue
        kin = kinship(name, asked.name) or kinship(asked.name, name)
        if name.key == asked.name.key or kin:
            found.append(cargo)
        if kin:
            told.append(f"The vesicles hold '{cargo}'; {kin}. They are taken as the same here.")
    return tuple(found), tuple(told)


def cargo_of_run(therapy: Therapy, ensemble: Ensemble) -> str:
    """The small RNA of which a dossier counts the copies: what was loaded, else what the record names as acting, else that of its model; empty if none."""
    exposure = ensemble.central.river.exposure
    named = list(exposure.copies) if exposure is not None else []
    for mechanism in therapy.mechanisms:
        leaf = mechanism.cargo
        texts = leaf.value if isinstance(leaf, Stated) and isinstance(leaf.value, tuple) else (leaf.value,) if isinstance(leaf, Stated) else ()
        named += [one.key for text in texts for one in names_in(str(text))]
    if isinstance(ensemble.central.river.tissue, CartilageMir140):
        named.append(FOR_CARTILAGE)
    return next((text for text in named if _is_small_rna(str(text))), "")


def _is_small_rna(text: str) -> bool:
    try:
        asked_cargo(text)
    except SettingError:
        return False
    return True
