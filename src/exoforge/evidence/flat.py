"""One arm as one row: what tables, filters and other programs see of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from exoforge.base.terms import line
from exoforge.base.units import Quantity
from exoforge.evidence.claims import Arm
from exoforge.record.stated import Leaf, Missing, Stated, text_of
from exoforge.record.therapy import NOT_REPORTED, Therapy

Cell = str | float | None
"""A text, a number, or None where nothing was said."""
BETWEEN = "; "
"""What stands between several things in one cell."""
ARROW = {"up": " ↑", "down": " ↓", "unchanged": " =", "not reported": ""}


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column of the flat table.

    Parameters
    ----------
    name, meaning : as printed and explained.
    read : takes it from an arm.
    kind : of its cells.
    room : the vocabulary of its words, if they are terms.
    """

    name: str
    meaning: str
    read: Callable[[Arm], Cell]
    kind: Literal["text", "number"] = "text"
    room: str = ""


def said(leaf: Leaf) -> str | None:
    """What a leaf says, or None."""
    return None if isinstance(leaf, Missing) else text_of(leaf)


def carrier_of(therapy: Therapy) -> Leaf:
    """What carries the vesicles: the setting 'carrier' of the first step of delivery that states one."""
    for step in therapy.steps:
        if step.stage == "deliver" and isinstance(leaf := step.settings.get("carrier"), Stated):
            return leaf
    return NOT_REPORTED


def modification_of(therapy: Therapy) -> tuple[str | None, Leaf]:
    """How the cells or the vesicles were changed: the kind of the first such step, and the agent that was used."""
    for step in therapy.steps:
        if step.kind in _CHANGES:
            return step.kind, step.settings.get("agent", NOT_REPORTED)
    return None, NOT_REPORTED


_CHANGES = frozenset(
    {
        *("conditioning", "hypoxic-preconditioning", "cytokine-preconditioning", "chemical-preconditioning", "physical-preconditioning"),
        *("genetic-modification", "surface-modification", "incubation-loading", "electroporation", "sonication", "extrusion"),
        *("freeze-thaw-loading", "saponin-permeabilisation", "transfection-loading", "thermal-loading", "engineer", "spheroid-culture"),
    }
)


def row_of(arm: Arm) -> dict[str, Cell]:
    """The row of an arm, column by column."""
    return {column.name: column.read(arm) for column in COLUMNS}


def _leaf(name: str, meaning: str, leaf: Callable[[Therapy], Leaf], room: str = "") -> Column:
    return Column(name=name, meaning=meaning, read=lambda arm: said(leaf(arm.therapy)), room=room)


def _class(name: str, meaning: str, leaf: Callable[[Therapy], Leaf], room: str) -> Column:
    """The widest term of a leaf's word."""

    def widest(arm: Arm) -> Cell:
        word = said(leaf(arm.therapy))
        return (line(room, word) or (word,))[-1] if word else None

    return Column(name=name, meaning=meaning, read=widest, room=room)


def _number(name: str, meaning: str, number: Callable[[Quantity], float | None], leaf: Callable[[Therapy], Leaf]) -> Column:
    def read(arm: Arm) -> Cell:
        stated = leaf(arm.therapy)
        return number(stated.value) if isinstance(stated, Stated) and isinstance(stated.value, Quantity) else None

    return Column(name=name, meaning=meaning, read=read, kind="number")


def _work(name: str, meaning: str, field: str) -> Column:
    def read(arm: Arm) -> Cell:
        own = [citation for citation in arm.therapy.citations if citation.key == arm.claim.study]
        value = getattr(own[0], field) if own else None
        return str(value) if value else None

    return Column(name=name, meaning=meaning, read=read)


def _dose_unit(arm: Arm) -> Cell:
    dose = arm.therapy.dosing.dose
    return dose.value.unit if isinstance(dose, Stated) and isinstance(dose.value, Quantity) else None


def _dose_basis(arm: Arm) -> Cell:
    dose = arm.therapy.dosing.dose
    return dose.basis if isinstance(dose, Stated) else None


def _dose_note(arm: Arm) -> Cell:
    dose = arm.therapy.dosing.dose
    return dose.note or None if isinstance(dose, Stated) else None


def _cargo(arm: Arm) -> Cell:
    named = arm.therapy.source.settings.get("cargo", NOT_REPORTED)
    words = dict.fromkeys(named.value) if isinstance(named, Stated) and isinstance(named.value, tuple) else {}
    for mechanism in arm.therapy.mechanisms:
        words |= dict.fromkeys(mechanism.cargo.value) if isinstance(mechanism.cargo, Stated) else {}
    return BETWEEN.join(words) or None


def _parts(name: Literal["target", "pathway", "process", "effect"]) -> Callable[[Arm], Cell]:
    def read(arm: Arm) -> Cell:
        found = ((getattr(one, name), getattr(one, f"{name}_direction")) for one in arm.therapy.mechanisms)
        return BETWEEN.join(dict.fromkeys(text_of(leaf) + ARROW[direction] for leaf, direction in found if isinstance(leaf, Stated))) or None

    return read


def _outcomes(arm: Arm) -> Cell:
    return BETWEEN.join(dict.fromkeys(text_of(one.endpoint) + ARROW[one.direction] for one in arm.therapy.outcomes)) or None


COLUMNS: tuple[Column, ...] = (
    Column(name="id", meaning="identifier of the arm", read=lambda arm: arm.therapy.id),
    Column(name="claim", meaning="identifier of the claim: document, table, row", read=lambda arm: arm.claim.id),
    Column(name="document", meaning="document that says it", read=lambda arm: arm.claim.document),
    Column(name="locator", meaning="table and row, or section and sentence", read=lambda arm: arm.claim.locator),
    Column(name="title", meaning="one line for a reader", read=lambda arm: arm.therapy.title),
    Column(name="says", meaning="the claim in short", read=lambda arm: arm.claim.says),
    _leaf("product", "what was given", lambda therapy: therapy.product.kind, "products"),
    _leaf("product_name", "its name", lambda therapy: therapy.product.name),
    _leaf("cell", "cell of origin", lambda therapy: therapy.source.cell, "sources"),
    _leaf("donor_species", "species of the donor", lambda therapy: therapy.source.species, "species"),
    _leaf("autology", "autologous or allogeneic", lambda therapy: therapy.source.settings.get("autology", NOT_REPORTED)),
    _leaf("modification", "what was done to cells or vesicles", lambda therapy: therapy.source.modification),
    Column(name="modification_kind", meaning="kind of modification", read=lambda arm: modification_of(arm.therapy)[0], room="operations"),
    _leaf("agent", "with what", lambda therapy: modification_of(therapy)[1]),
    _leaf("carrier", "what carried it", carrier_of, "carriers"),
    _class("carrier_class", "class of the carrier", carrier_of, "carriers"),
    _leaf("dose_as_printed", "dose in the words of the source", lambda therapy: therapy.dosing.as_printed),
    _number("dose", "dose, middle of an interval", lambda dose: dose.value, lambda therapy: therapy.dosing.dose),
    _number("dose_low", "lower end", lambda dose: dose.low, lambda therapy: therapy.dosing.dose),
    _number("dose_high", "upper end", lambda dose: dose.high, lambda therapy: therapy.dosing.dose),
    Column(name="dose_unit", meaning="unit of the dose", read=_dose_unit),
    Column(name="dose_basis", meaning="how the dose is known", read=_dose_basis),
    Column(name="dose_note", meaning="what must be known of the dose", read=_dose_note),
    _leaf("volume", "volume of one application", lambda therapy: therapy.dosing.volume),
    _leaf("route", "route", lambda therapy: therapy.dosing.route, "routes"),
    _leaf("doses", "number of applications", lambda therapy: therapy.dosing.doses),
    _leaf("schedule", "how often and how long", lambda therapy: therapy.dosing.schedule),
    _leaf("indication", "disease or defect", lambda therapy: therapy.target.indication, "indications"),
    _leaf("tissue", "tissue treated", lambda therapy: therapy.target.tissue, "tissues"),
    _class("tissue_class", "widest tissue", lambda therapy: therapy.target.tissue, "tissues"),
    _leaf("treated_species", "species treated", lambda therapy: therapy.target.species, "species"),
    _leaf("model", "model in the words of the source", lambda therapy: therapy.target.model),
    _leaf("study_type", "in cells, animals or people", lambda therapy: therapy.study.type, "study_types"),
    _leaf("design", "design", lambda therapy: therapy.study.design),
    _leaf("duration", "time points or follow-up", lambda therapy: therapy.study.duration),
    _leaf("comparator", "against what", lambda therapy: therapy.study.comparator),
    _leaf("result", "sign of the whole, as told", lambda therapy: therapy.study.result, "results"),
    Column(name="outcomes", meaning="endpoints with direction", read=_outcomes),
    Column(name="cargo", meaning="cargo named", read=_cargo),
    Column(name="targets", meaning="targets with direction", read=_parts("target")),
    Column(name="pathways", meaning="pathways with direction", read=_parts("pathway")),
    Column(name="processes", meaning="cell processes with direction", read=_parts("process")),
    Column(name="effects", meaning="effects with direction", read=_parts("effect")),
    _leaf("trial", "identifier of the trial", lambda therapy: therapy.study.trial),
    _leaf("phase", "phase", lambda therapy: therapy.study.phase),
    _leaf("status", "status as printed", lambda therapy: therapy.study.status),
    _leaf("country", "country", lambda therapy: therapy.study.country),
    _number("patients", "people in the study", lambda number: number.value, lambda therapy: therapy.study.patients),
    _leaf("adverse_events", "adverse events as told", lambda therapy: therapy.study.adverse_events),
    Column(name="study", meaning="key of the work that fits the claim", read=lambda arm: arm.claim.study or None),
    _work("cited_authors", "its authors, as printed", "authors"),
    _work("cited_year", "its year", "year"),
    _work("cited_title", "its title", "title"),
    _work("cited_journal", "its journal", "journal"),
    _work("cited_pmid", "its PMID, as printed", "pmid"),
    _work("cited_doi", "its DOI, as printed", "doi"),
    Column(name="printed_reference", meaning="reference as printed at the place", read=lambda arm: arm.claim.printed or None),
    Column(name="fit", meaning="whether the reference fits the claim", read=lambda arm: arm.claim.fit),
    Column(name="flags", meaning="contradictions, slips and doubts", read=lambda arm: " ".join(arm.claim.flags) or None),
)

ROOM_OF: Mapping[str, str] = {column.name: column.room for column in COLUMNS if column.room}
"""The vocabulary of each column whose cells are terms."""
