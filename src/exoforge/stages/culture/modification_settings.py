"""How a record states a genetic modification: the agent and what is known of it, the vector by many words, a motif, and what then has no part."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

from exoforge.base.errors import SettingError
from exoforge.base.parameters import FIXED, Spread, Status, lognormal, spread_of_interval, uniform
from exoforge.base.trace import Assumption
from exoforge.cargo.names import folded, name_of
from exoforge.cargo.substances import substance_of
from exoforge.record.settings import reason_missing, stated_leaf, stated_text
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, hinge, is_stated, retold, step_key, without

if TYPE_CHECKING:
    from exoforge.stages.culture.genetic_modification import GeneticModification

AGENT, VECTOR, MOTIF = "agent", "vector", "sorting_motif"
"""Settings of a modification that are words."""
DISPLAYED = "displayed"
"""Under this name a modification reads which agents of the record are known surfaces."""
NOT_KNOWN = "not known"
PLACES = ("inside", "surface")
WHERE_MEASURED = ("modified cells", "harvest")
MICRORNAS = ("microRNA", "microRNAs")
"""Kinds of names of which native copies per vesicle are known."""
OF_FOLD = ("native_copies", "fold", "fold_measured_in", "sorting_factor")
"""What has no part where the copies are stated."""
OF_CARRIERS = ("modified_cells", "loaded_share")
MOTIF_SPREAD = lognormal(3.0)
"""How far a motif without a printed factor may change the copies; a choice."""
TAT_TAR = 65.0
"""[1] How many times more miR-199a was in vesicles with the TAT-TAR interaction than without it (sutaria2017)."""
COUNTED = (
    "counted were 50 to 170 molecules in one vesicle, of GFP fused to the best of several sorting proteins, in less than half of the particles of Expi293F "
    "cells (silva2021), which a protein that is merely overexpressed need not reach"
)

_Efficiency = tuple[float, Spread, str, str, Status]
EFFICIENCIES: Mapping[str, _Efficiency] = {
    "viral": (
        0.68,
        uniform(0.46, 0.9),
        "the middle between more than 46 % of human MSC by a retroviral vector and 90 % after repeated infection",
        "msc_retrovirus",
        "derived",
    ),
    "non-viral": (
        0.3,
        uniform(0.02, 0.36),
        "the middle of 24 to 36 % in human bone marrow MSC of five donors; from 2 % upward in another work (msc_lipofection2010)",
        "msc_transfection2018",
        "derived",
    ),
    "": (0.5, uniform(0.02, 1.0), "the vector is not stated, and efficiencies in MSC were read from 2 % to 90 %; a choice", "", "choice"),
}
"""Share of the cells that are modified, by the vector: value, spread, why, reference and status."""
_VIRAL, _OTHER = ("vir", "transduc", "aav"), ("non-viral", "plasmid", "lipo", "electropor", "nucleofect", "transfect", "mimic", "mrna", "polym")


def hinged_modification(cls: type[GeneticModification], step: Step) -> Hinged:
    """A modification from its step.

    Raises
    ------
    StepError
        As the hinge.
    SettingError
        A vector is not known, or copies are stated of an agent whose molar mass nobody knows.
    """
    stated = stated_text(step, AGENT)
    agent, name = stated or "agent", name_of(stated) if stated else None
    is_microrna = name is not None and name.kind in MICRORNAS
    basis = "stated" if is_stated(step, "copies_per_vesicle") else "computed" if is_microrna or _states_chain(step) else NOT_KNOWN
    own: dict[str, float | str] = {"copies_basis": basis}
    if not is_stated(step, "location"):
        own["location"] = "surface" if folded(agent) in _displayed(step) else "inside"
    if is_stated(step, "fold") and not is_stated(step, "fold_measured_in"):
        own["fold_measured_in"] = "harvest"
    hinged = hinge(cls, step, stated=own, also_read=(AGENT, VECTOR, MOTIF))
    hinged = _with_molar_mass(hinged, step, agent)
    hinged = _with_motif(_with_efficiency(hinged, step), step)
    on_surface = hinged.operation.location == "surface"
    idle = [] if basis == "stated" else ["copies_per_vesicle"]
    idle += OF_FOLD if basis != "computed" else []
    idle += OF_CARRIERS if basis == NOT_KNOWN or on_surface else []
    idle += ["molar_mass"] if basis == NOT_KNOWN or on_surface else []
    idle += ["sorting_factor"] if basis == "computed" and not is_stated(step, MOTIF) and not is_stated(step, "sorting_factor") else []
    if basis == "stated" and not on_surface and hinged.operation.molar_mass == 0:
        raise SettingError(f"{step_key(step)}: copies of '{agent}' are stated, but nobody knows its 'molar_mass'; state it in a unit like 'kg/mol'.")
    hinged = without(hinged, step, idle)
    told = tuple(f"{step_key(step)}: {sentence}" for sentence in _sentences(hinged.operation, agent, "" if name is None else name.kind))
    assumed = () if stated else (_unnamed(step, reason_missing(step, AGENT)),)
    return dataclasses.replace(
        hinged, operation=dataclasses.replace(hinged.operation, agent=agent), assumed=hinged.assumed + assumed, notices=hinged.notices + told
    )


def vector_of(words: str) -> str:
    """``viral`` or ``non-viral``, by any word of the field; empty where it is neither."""
    plain = words.casefold()
    if any(one in plain for one in _OTHER):
        return "non-viral"
    return "viral" if any(one in plain for one in _VIRAL) else ""


def _states_chain(step: Step) -> bool:
    return is_stated(step, "native_copies") and is_stated(step, "fold")


def _displayed(step: Step) -> tuple[str, ...]:
    leaf = stated_leaf(step, DISPLAYED)
    return tuple(folded(one) for one in leaf.value) if leaf is not None else ()


def _with_molar_mass(hinged: Hinged, step: Step, agent: str) -> Hinged:
    substance = substance_of(agent)
    if substance is None or substance.molar_mass is None or is_stated(step, "molar_mass"):
        return hinged
    known = substance.molar_mass
    spread = spread_of_interval(known.low, known.high) if known.low < known.high else FIXED
    reason = f"not stated in the record; that of {substance.label}. {known.note}".strip()
    return retold(hinged, "molar_mass", known.value, spread, reason=reason, cite=known.cite, status=known.status)


def _with_efficiency(hinged: Hinged, step: Step) -> Hinged:
    words = stated_text(step, VECTOR)
    vector = vector_of(words)
    if words and not vector:
        raise SettingError(f"{step_key(step)}: '{VECTOR}' is '{words}'; name a virus, such as 'lentivirus', or what is none, such as 'plasmid' or 'mimic'.")
    if is_stated(step, "modified_cells"):
        return hinged
    value, spread, reason, cite, status = EFFICIENCIES[vector]
    return retold(hinged, "modified_cells", value, spread, reason=f"not reported in the record; {reason}", cite=cite, status=status)


def _with_motif(hinged: Hinged, step: Step) -> Hinged:
    motif = stated_text(step, MOTIF)
    if not motif or is_stated(step, "sorting_factor"):
        return hinged
    if {"tat", "tar"} <= set(motif.casefold().replace("-", " ").replace("/", " ").split()):
        reason = "65-fold with the interaction against without it, of miR-199a in vesicles of HEK293T cells, which brought no active miRNA to other cells"
        return retold(hinged, "sorting_factor", TAT_TAR, MOTIF_SPREAD, reason=reason, cite="sutaria2017", status="read")
    reason = "sorting motifs bring more of a miRNA into vesicles, by a factor that was not read; 1 was taken, and its spread is a choice"
    return retold(hinged, "sorting_factor", 1.0, MOTIF_SPREAD, reason=reason, cite="garciamartin2022", status="choice")


def _sentences(modification: GeneticModification, agent: str, kind: str) -> list[str]:
    """What a user must know of how the modification was read."""
    unknown = modification.copies_basis == NOT_KNOWN
    if modification.location == "surface":
        where = f"'{agent}' is taken to stand on the surface of the vesicles and is no cargo"
        if unknown:
            return [f"{where}; how many there are is not known, so that no density is told. State 'copies_per_vesicle'; {COUNTED}."]
        return [f"{where}; every vesicle of the cells is taken to show the same density."]
    if unknown:
        return [f"how many copies of '{agent}' such vesicles hold is not known, and none is put into them. State 'copies_per_vesicle'; {COUNTED}."]
    found = []
    if modification.copies_basis == "computed":
        found.append(
            f"copies of '{agent}' are native copies of other cells times a fold that is a wide prior or stated; no work that was read counted them in vesicles "
            "of modified MSC. State 'copies_per_vesicle' where they were counted."
        )
    if kind == "microRNAs":
        found.append(f"'{agent}' names several microRNAs; the copies are those of one of them.")
    return found


def _unnamed(step: Step, reason: str) -> Assumption:
    told = f"{reason} in the record; without it nothing is put into the vesicles"
    return Assumption(key=f"{step_key(step)}: {AGENT}", name=AGENT, meaning="what the cells were made to express", value="agent", reason=told)
