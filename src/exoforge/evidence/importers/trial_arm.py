"""One arm of a registered trial as a record: what the registry states is reported, what was recognised in its words is derived."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exoforge.base.terms import term
from exoforge.base.units import quantity_text
from exoforge.evidence.importers.arms import arm_of
from exoforge.evidence.importers.contract import ImportedRow
from exoforge.evidence.importers.names import Names
from exoforge.evidence.importers.recognised import condition_term, one_named_in, product_in
from exoforge.record.dose_level import DoseLevel
from exoforge.record.dose_text import read_dose
from exoforge.record.dose_units import form_of
from exoforge.record.therapy import DOSE_UNITS, Citation

UNTREATED = frozenset({"PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"})
"""Kinds of arms that are no therapy; they stand as comparators of the others."""
PHASES: Mapping[str, str] = {"EARLY_PHASE1": "early 1", "PHASE1": "1", "PHASE2": "2", "PHASE3": "3", "PHASE4": "4", "NA": "not applicable"}
QUOTE = 240
"""[characters] of the registry's words that are kept beside a value."""
RECOGNISED = "recognised in the words of the registry"
DOSES = ("particles", "protein", "cells", "phospholipid")
"""What a number in running text may count to be taken for a dose; a bare mass or volume may be of anything."""
_OF_VESICLES = re.compile(r"exos|vesic|\bs?EVs?\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialArm:
    """One arm as the registry prints it; each intervention with name and description."""

    label: str = ""
    description: str = ""
    interventions: tuple[tuple[str, str], ...] = ()
    comparators: tuple[str, ...] = ()


def trial_row(protocol: Mapping[str, Any], arm: TrialArm, *, own: str, place: str, file: str, row: int, names: Names) -> ImportedRow:
    """The record of one arm.

    Parameters
    ----------
    protocol : the protocolSection of the study. own : identifier of the record.

    Raises
    ------
    RecordError
        A value of the registry does not fit the record.
    """
    told = _Told(protocol)
    nct = told.text("identificationModule.nctId")
    title = told.text("identificationModule.briefTitle") or told.text("identificationModule.officialTitle")
    sponsor = told.text("sponsorCollaboratorsModule.leadSponsor.name")
    draft = Citation(key=nct.casefold(), authors=sponsor, year=_year(told.text("statusModule.startDateStruct.date")), title=title, journal="ClinicalTrials.gov")
    work = names.work(nct.casefold()) or names.named(draft)
    leaf = _Leaf(document=work.key, nct=nct)
    notes: list[str] = []
    plain = {
        "id": own,
        "title": "; ".join(part for part in (title, arm.label if arm.label.casefold() not in title.casefold() else "") if part),
        **_given(arm, title, leaf, notes),
        "target": _target(told, leaf, notes),
        "study": _study(told, arm, leaf),
    }
    made = arm_of(plain, work=work, file=file, place=place, row=row, says=told.text("descriptionModule.briefSummary")[:QUOTE] or title)
    return ImportedRow(place=place, name=title, unit="trial", arm=made, notes=tuple(notes))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Leaf:
    """Makes values that stand in one registry entry."""

    document: str
    nct: str

    def __call__(self, value: Any, at: str, *, quote: str = "", basis: str = "reported", note: str = "") -> dict[str, Any]:
        where = {"document": self.document, "locator": f"{self.nct}, {at}", "quote": quote[:QUOTE]}
        return {"value": value, "basis": basis, "where": where} | ({"note": note} if note else {})


class _Told:
    """What the registry states under a dotted path, or nothing."""

    def __init__(self, protocol: Mapping[str, Any]) -> None:
        self._protocol = protocol

    def at(self, path: str) -> Any:
        found: Any = self._protocol
        for key in path.split("."):
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    def listed(self, path: str) -> list[Any]:
        found = self.at(path)
        return found if isinstance(found, list) else []

    def text(self, path: str) -> str:
        found = self.at(path)
        return " ".join(found.split()) if isinstance(found, str) else ""

    def texts(self, path: str) -> list[str]:
        found = self.at(path)
        return [" ".join(one.split()) for one in found if isinstance(one, str) and one.strip()] if isinstance(found, list) else []


def _given(arm: TrialArm, title: str, leaf: _Leaf, notes: list[str]) -> dict[str, Any]:
    """What is given, of which cell, by which way and how much."""
    names = "; ".join(name for name, _ in arm.interventions)
    words = " ".join((names, arm.label, arm.description, *(description for _, description in arm.interventions)))
    tables: dict[str, Any] = {"product": {}, "source": {}, "dosing": {}}
    for table, key, found, text in (
        ("product", "kind", product_in(names) or product_in(words) or product_in(title), names or title),
        ("source", "cell", one_named_in("sources", names) or one_named_in("sources", words) or one_named_in("sources", title), names or title),
        ("dosing", "route", one_named_in("routes", words), words),
    ):
        if found:
            tables[table][key] = leaf(found, "arms and interventions", quote=text, basis="derived", note=RECOGNISED)
        else:
            notes.append(f"No one {'product' if key == 'kind' else key} was recognised in the words of the arm; it is held as not reported.")
    if names:
        tables["product"]["name"] = leaf(names, "interventions", quote=names)
    tables["dosing"] |= _dosing(arm, tables["product"].get("kind", {}).get("value", ""), leaf, notes)
    return tables


def _dosing(arm: TrialArm, product: str, leaf: _Leaf, notes: list[str]) -> dict[str, Any]:
    """The dose as the registry prints it, and as a quantity where the text holds exactly one."""
    texts = [text for text in dict.fromkeys((*(description for _, description in arm.interventions), arm.description)) if text]
    printed = " / ".join(texts)
    if not printed:
        return {}
    as_printed = {"as_printed": leaf(printed, "arms and interventions", quote=printed)}
    is_alone = len(arm.interventions) <= 1
    readings = [read_dose(text, subject="cells" if product in ("msc", "msc-construct") else "vesicles") for text in texts]
    levels = [(level, reading) for reading in readings for level in reading.levels if _is_dose(level, is_alone=is_alone)]
    kinds = {(quantity_text(level.quantity), level.counted) for level, _ in levels}
    if len(kinds) != 1:
        why = "holds no dose that can be read" if not kinds else f"holds {len(kinds)} doses ({', '.join(sorted(text for text, _ in kinds))})"
        notes.append(f"The text of the arm {why}; it is kept as printed.")
        return as_printed
    level, reading = levels[0]
    basis = "assumed" if level.is_assumed else "reported"
    note = " ".join((f"Read in '{level.text}'.", *reading.notes))
    dose = {"dose": leaf(quantity_text(level.quantity), "arms and interventions", quote=level.text, basis=basis, note=note)}
    volume = {"volume": leaf(quantity_text(level.volume), "arms and interventions", quote=level.text)} if level.volume else {}
    notes.append(f"The dose {level.quantity} was read in '{level.text}'.")
    return as_printed | dose | volume


def _is_dose(level: DoseLevel, *, is_alone: bool) -> bool:
    """Whether a number in running text is the dose of the product: a mass only where it is of vesicles and nothing else is given."""
    if form_of(level.quantity).unit not in DOSE_UNITS:
        return False
    return level.counted in DOSES or (level.counted == "mass" and is_alone and _OF_VESICLES.search(level.text) is not None)


def _target(told: _Told, leaf: _Leaf, notes: list[str]) -> dict[str, Any]:
    conditions = told.texts("conditionsModule.conditions")
    target = {"species": leaf("human", "registry of trials in people", basis="derived", note="a registered trial treats people")}
    if not conditions:
        return target
    target["conditions"] = leaf(conditions, "conditions", quote="; ".join(conditions))
    key, condition = condition_term(conditions)
    if key:
        is_word = condition.casefold() in (key, term("indications", key).label.casefold())
        target["indication"] = leaf(key, "conditions", quote=condition, basis="reported" if is_word else "derived", note="" if is_word else RECOGNISED)
    else:
        notes.append(f"No indication of the vocabulary was recognised in {', '.join(map(repr, conditions))}; the conditions are kept as text.")
    return target


def _study(told: _Told, arm: TrialArm, leaf: _Leaf) -> dict[str, Any]:
    study = {
        "type": leaf("clinical", "registry of trials in people", basis="derived"),
        "trial": leaf(told.text("identificationModule.nctId"), "identification"),
    }
    if phases := [PHASES.get(phase, phase) for phase in told.texts("designModule.phases")]:
        study["phase"] = leaf("/".join(phases), "design", quote=", ".join(told.texts("designModule.phases")))
    if design := _design(told):
        study["design"] = leaf(design, "design")
    if status := told.text("statusModule.overallStatus"):
        study["status"] = leaf("Unknown status" if status == "UNKNOWN" else _plain(status).capitalize(), "status", quote=status)
    countries = dict.fromkeys(country for one in told.listed("contactsLocationsModule.locations") if (country := _Told(one).text("country")))
    if countries:
        study["country"] = leaf(", ".join(countries), "locations")
    count, kind = told.at("designModule.enrollmentInfo.count"), told.text("designModule.enrollmentInfo.type")
    if isinstance(count, int) and not isinstance(count, bool) and count > 0:
        study["patients"] = leaf(count, "enrolment", quote=kind, basis="reported" if kind == "ACTUAL" else "planned")
    if arm.comparators:
        study["comparator"] = leaf(", ".join(dict.fromkeys(arm.comparators)), "arms")
    for name, path in (("start", "startDateStruct"), ("primary_completion", "primaryCompletionDateStruct"), ("completion", "completionDateStruct")):
        if date := told.text(f"statusModule.{path}.date"):
            kind = told.text(f"statusModule.{path}.type")
            study[f"{name}_date"] = leaf(date, "status", quote=kind, basis="planned" if kind == "ESTIMATED" else "reported")
    return study | ({"registered_date": leaf(first, "status")} if (first := told.text("statusModule.studyFirstSubmitDate")) else {})


def _design(told: _Told) -> str:
    """``randomized, parallel, masking: double``, as far as the registry states it."""
    info = "designModule.designInfo"
    allocation, model, masking = (_plain(told.text(f"{info}.{path}")) for path in ("allocation", "interventionModel", "maskingInfo.masking"))
    parts = ("" if allocation == "na" else allocation, model, f"masking: {masking}" if masking else "")
    return ", ".join(part for part in parts if part)


def _plain(text: str) -> str:
    return text.replace("_", " ").casefold()


def _year(date: str) -> int | None:
    return int(date[:4]) if re.match(r"\d{4}", date) else None
