"""A cell product and its vesicles side by side: dose, storage, distribution, evidence and trials, each with its source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from exoforge.base.errors import SettingError
from exoforge.base.terms import is_term, line, term
from exoforge.base.units import Quantity, convert, parse_quantity
from exoforge.design.cells.doses import alive_of, cells_of, particles_of, unit_yield, yields_of
from exoforge.design.cells.foreseen import foreseen_of
from exoforge.design.cells.result import CellsBeside, Side
from exoforge.design.cells.scaling import scaled_doses
from exoforge.design.ensemble import check_members
from exoforge.evidence.facts import Fact, facts
from exoforge.evidence.kinetics import INTO_BLOOD, experiments_of
from exoforge.evidence.search import EVERYTHING, Question, search
from exoforge.evidence.store import Store, open_store
from exoforge.evidence.trials import said_in, trials_of
from exoforge.record.stated import Stated, leaf_from_plain, text_of
from exoforge.record.therapy import Therapy

PRODUCTS: Mapping[str, str] = {"cells": "msc", "vesicles": "extracellular-vesicle"}
"""The two sides, and the widest term of each in the vocabulary 'products'."""
LIVING = ("msc", "msc-construct")
"""Products that are cells, of the same vocabulary."""
STORAGE = "storage"
HUMAN = "human"
"""Of whom a dose per body mass is taken where no record says a species."""
CELL_WORDS = re.compile(r"\b(mscs?|cells?)\b(?!-)", re.IGNORECASE)
"""What a comparator says that means cells."""
VESICLE_WORDS = re.compile(r"exosome|vesicle|\bevs?\b", re.IGNORECASE)
"""What a comparator says that means vesicles."""
NUMBER = re.compile(r"(?<![\w-])\d")
"""The start of a number in a dose as printed; that of a name, such as AGLE-102, is none."""
IN_PEOPLE = "clinical"
"""A study in people, of the vocabulary 'study_types'; a registered trial on tissue outside the body is none."""


def beside(
    therapy: Therapy | None, *, indication: str = "", dose: str = "", cell_dose: str = "", body_mass: str = "", members: int = 300, seed: int = 0
) -> CellsBeside:
    """Lay a cell product beside its vesicles.

    Parameters
    ----------
    therapy : the vesicle therapy; None for a question without a record. Of one of living cells, the stated dose is that of the cells.
    indication, dose : in place of the record's. cell_dose : one application of the cell product, such as ``1e6 cells/kg``. body_mass : for it.
    members, seed : of the ensemble that makes the record's vesicles.

    Raises
    ------
    SettingError
        A dose is none, a word is unknown, or the number of members is out of range.
    """
    check_members(members)
    named = _indication(therapy, indication)
    if therapy is not None and dose:
        therapy = therapy.model_copy(update={"dosing": therapy.dosing.model_copy(update={"dose": leaf_from_plain(dose, "planned")})})
    stated = dose or _stated_dose(therapy)
    if therapy is not None and not dose and not cell_dose and _is_cells(therapy):
        stated, cell_dose = "", stated
    mass = _mass(therapy, body_mass)
    particles, cells = particles_of(stated), cells_of(cell_dose, mass)
    notices = []
    if stated and particles is None:
        notices.append(
            f"The dose of vesicles ({stated}) is not in particles, so that no cells can be said for it here; "
            "'exoforge dose convert' brings it there, or says why not."
        )
    if not cell_dose:
        notices.append("No dose of cells was said; --cell-dose names one, such as '1e6 cells/kg'. The doses that were printed are listed.")
    foreseen, troubles = foreseen_of(therapy, members=members, seed=seed) if therapy is not None else (None, ())
    notices += troubles
    kilograms = convert(mass, "kg").value if mass is not None else None
    species = str(therapy.target.species.value) if therapy is not None and isinstance(therapy.target.species, Stated) else HUMAN
    with open_store() as store:
        cells_side, vesicles_side = (_side(store, side, named[0], species, kilograms) for side in ("cells", "vesicles"))
    return CellsBeside(
        title=(therapy.title or therapy.id) if therapy is not None else "",
        indication=named,
        vesicle_dose=stated,
        cell_dose=cell_dose,
        particles=particles,
        body_mass=kilograms,
        yields=yields_of(None if foreseen is None else foreseen.per_cell, particles=particles, cells=cells),
        alive=alive_of(particles=particles, cells=cells),
        foreseen=foreseen,
        sides=(cells_side, vesicles_side),
        stated=_stated_facts(),
        kinetics=experiments_of(routes=INTO_BLOOD),
        notices=tuple(notices),
    )


def _indication(therapy: Therapy | None, word: str) -> tuple[str, str]:
    if not word and therapy is not None and isinstance(therapy.target.indication, Stated):
        word = str(therapy.target.indication.value)
    if not word:
        return ("", "")
    if not is_term("indications", word):
        raise SettingError(f"'{word}' is no indication of the vocabulary; 'exoforge terms indications' lists them.")
    found = term("indications", word)
    return (found.key, found.label)


def _stated_dose(therapy: Therapy | None) -> str:
    return text_of(therapy.dosing.dose) if therapy is not None and isinstance(therapy.dosing.dose, Stated) else ""


def _is_cells(therapy: Therapy) -> bool:
    """Whether the record is of living cells, so that its dose is one of cells."""
    kind = therapy.product.kind
    return isinstance(kind, Stated) and str(kind.value) in LIVING


def _mass(therapy: Therapy | None, text: str) -> Quantity | None:
    if text:
        return parse_quantity(text)
    leaf: Any = therapy.target.settings.get("body_mass") if therapy is not None else None
    return leaf.value if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity) else None


def _side(store: Store, side: str, indication: str, species: str, mass: float | None) -> Side:
    filters = {"product": [PRODUCTS[side]], **({"indication": [indication]} if indication else {})}
    answer = search(store, Question(filters=filters, facets=(), limit=EVERYTHING))
    rows = answer.rows
    other = next(one for one in PRODUCTS if one != side)
    against = [(str(row["id"]), str(row["comparator"])) for row in rows if row["comparator"] and _means(str(row["comparator"]), other)]
    everywhere = search(store, Question(filters={"product": [PRODUCTS[side]]}, facets=(), limit=1))
    return Side(
        product=side,
        arms=answer.total,
        studies=answer.studies,
        everywhere=(everywhere.total, everywhere.studies),
        wider=tuple(_wider(store, side, key) for key in line("indications", indication)[1:]) if indication else (),
        results=_counted(rows, "result"),
        study_types=_counted(rows, "study_type"),
        species=_counted(rows, "treated_species"),
        routes=_counted(rows, "route"),
        doses=tuple((str(row["dose_as_printed"] or row["dose"]), str(row["id"])) for row in rows if row["dose"] or NUMBER.search(row["dose_as_printed"] or "")),
        scaled=scaled_doses(rows, unit_yield(), species=species, mass=mass),
        trials=tuple(one for one in trials_of(store, filters) if IN_PEOPLE in said_in(one, "study_type")),
        compared=tuple(against),
    )


def _wider(store: Store, side: str, indication: str) -> tuple[str, int, int]:
    """A wider indication, and the arms and works of a product for all that belongs to it."""
    found = search(store, Question(filters={"product": [PRODUCTS[side]], "indication": [indication]}, facets=(), limit=1))
    return (term("indications", indication).label, found.total, found.studies)


def _means(comparator: str, side: str) -> bool:
    """Whether a comparator is the product of a side and names the other one nowhere."""
    own, other = (CELL_WORDS, VESICLE_WORDS) if side == "cells" else (VESICLE_WORDS, CELL_WORDS)
    return bool(own.search(comparator)) and not other.search(comparator)


def _counted(rows: Iterable[Mapping[str, Any]], column: str) -> dict[str, int]:
    return dict(Counter(str(row[column] or "not reported") for row in rows).most_common())


def _stated_facts() -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    """What the documents say of both, by what it is about; storage first, because that decides logistics."""
    chosen = [fact for fact in facts() if fact.topic == "comparison" or (fact.topic == STORAGE and "scaffold" not in fact.about)]
    abouts = dict.fromkeys(fact.about if fact.topic != STORAGE else STORAGE for fact in sorted(chosen, key=lambda one: one.topic != STORAGE))
    return tuple((about, tuple(fact for fact in chosen if about == (fact.about if fact.topic != STORAGE else STORAGE))) for about in abouts)
