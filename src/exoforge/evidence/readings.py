"""The readings: what was taken from each table and text, claim by claim, built into records.

A reading file holds one table, or the statements of some sections. Its arms are written short, ``field = ["value", "words"]``,
and every value becomes a stated leaf with its document, its place and the words that were read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from exoforge.base.errors import InternalError, SettingError
from exoforge.base.tables import toml_tables
from exoforge.cargo.mechanisms import Edge, edge
from exoforge.evidence.claims import FITS, Claim
from exoforge.evidence.documents import documents
from exoforge.evidence.wording import arm_title, stage_of, way_of_giving
from exoforge.evidence.works import citation_of, cited_work
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import FORMAT, Citation, Therapy

TEXT = "text"
"""The place of a reading that follows the running text instead of a table."""
DIRECTION = {1: "up", -1: "down", 0: "not reported"}
PLACE_OF_FIELD: Mapping[str, tuple[str, str]] = {
    "product": ("product", "kind"),
    "product_name": ("product", "name"),
    "cell": ("source", "cell"),
    "species": ("source", "species"),
    "modification": ("source", "modification"),
    "autology": ("source", "autology"),
    "cargo": ("source", "cargo"),
    "dose": ("dosing", "dose"),
    "dose_text": ("dosing", "as_printed"),
    "volume": ("dosing", "volume"),
    "route": ("dosing", "route"),
    "doses": ("dosing", "doses"),
    "interval": ("dosing", "interval"),
    "start": ("dosing", "start"),
    "schedule": ("dosing", "schedule"),
    "indication": ("target", "indication"),
    "tissue": ("target", "tissue"),
    "treated": ("target", "species"),
    "model": ("target", "model"),
    "study_type": ("study", "type"),
    "design": ("study", "design"),
    "duration": ("study", "duration"),
    "comparator": ("study", "comparator"),
    "result": ("study", "result"),
    "trial": ("study", "trial"),
    "phase": ("study", "phase"),
    "status": ("study", "status"),
    "country": ("study", "country"),
    "patients": ("study", "patients"),
    "group_size": ("study", "group_size"),
    "adverse_events": ("study", "adverse_events"),
}
"""Table and key of a record under which a field of a reading stands; any other field is a further value of the study."""
IN_STEPS = ("modification_kind", "agent", "carrier")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    """One reading file and where its fields stand when they do not say so themselves."""

    document: str
    code: str
    place: str
    columns: Mapping[str, str]


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """Every claim of every reading, by document, table and row.

    Raises
    ------
    InternalError
        A reading of the package does not keep its own form.
    """
    found = [claim for name, plain in toml_tables("exoforge.evidence", "data", "readings") for claim in _claims_of(plain, name)]
    if len({claim.id for claim in found}) < len(found):
        raise InternalError("Two claims of the readings have one identifier.")
    return tuple(sorted(found, key=lambda claim: (list(documents()).index(claim.document), claim.id)))


def _claims_of(plain: Mapping[str, Any], source: str) -> Iterator[Claim]:
    page = _Page(document=plain["document"], code=plain["code"], place=plain["place"], columns=plain.get("columns", {}))
    for entry in plain["claim"]:
        try:
            yield _claim(page, entry)
        except (KeyError, TypeError, ValueError, SettingError) as trouble:
            raise InternalError(f"The reading {source} has a claim that cannot be read ({entry.get('row', entry.get('number'))}): {trouble}") from trouble


def _claim(page: _Page, entry: Mapping[str, Any]) -> Claim:
    row = entry["number"] if page.place == TEXT else entry["row"]
    key = f"{page.document}-{page.code}-{row:02d}"
    if entry["fit"] not in FITS:
        raise InternalError(f"The claim {key} has the fit '{entry['fit']}'; it is one of {', '.join(FITS)}.")
    printed_work = cited_work(page.document, entry["cited"]) if "cited" in entry else None
    study = _study(page, entry)
    arms = entry["arm"]
    letters = [""] if len(arms) == 1 else [chr(ord("a") + place) for place in range(len(arms))]
    return Claim(
        id=key,
        document=page.document,
        locator=_locator(page, entry, ""),
        row=row,
        says=entry["says"],
        study=printed_work.key if printed_work else "",
        printed=entry.get("printed", ""),
        fit=entry["fit"],
        fit_note=entry.get("fit_note", ""),
        also=tuple(entry.get("also", ())),
        flags=tuple(entry.get("flags", ())),
        arms=tuple(_record(page, entry, arm, key + letter, study) for arm, letter in zip(arms, letters, strict=True)),
    )


def _study(page: _Page, entry: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Citation, ...]]:
    """The cited work as further values of the study, and the citations that a record needs."""
    citations = [documents()[page.document].citation]
    values: dict[str, Any] = {}
    if "printed" in entry:
        values["printed_reference"] = _plain({"is": entry["printed"], "words": entry["printed"]}, page, entry, "reference")
    if "cited" in entry and (work := cited_work(page.document, entry["cited"])):
        citations.append(citation_of(work))
        place = {"document": page.document, "locator": f"reference list, {work.number}", "quote": ", ".join(work.authors.split(", ")[:3])}
        basis = "reported" if entry["fit"] == "fits" else "derived"
        values["reference"] = {"value": work.key, "basis": basis, "where": place, "note": entry.get("fit_note", "")}
    elif entry["fit"] != "fits":
        values["reference"] = {"missing": entry.get("fit_note") or "no work is cited"}
    return values, tuple(citations)


def _record(page: _Page, entry: Mapping[str, Any], arm: Mapping[str, Any], key: str, study: tuple[dict[str, Any], tuple[Citation, ...]]) -> Therapy:
    tables: dict[str, dict[str, Any]] = {"product": {}, "source": {}, "dosing": {}, "target": {}, "study": dict(study[0])}
    for field, value in arm.items():
        if field in ("outcome", "mechanisms", *IN_STEPS):
            continue
        table, name = PLACE_OF_FIELD.get(field, ("study", field))
        tables[table][name] = _plain(value, page, entry, field)
    plain = {
        "exoforge": FORMAT,
        "id": key,
        "title": arm_title(_words(arm)),
        "standing": "published",
        **tables,
        "step": _steps(page, entry, arm),
        "mechanism": [_mechanism(edge(name)) for name in arm.get("mechanisms", ())],
        "outcome": [_outcome(page, entry, outcome) for outcome in arm.get("outcome", ())],
        "citation": list(study[1]),
    }
    return Therapy.model_validate(plain, context={"basis": "reported"})


def _plain(value: Any, page: _Page, entry: Mapping[str, Any], field: str) -> dict[str, Any]:
    """A short value of a reading as the long form of a record."""
    if isinstance(value, list):
        value = dict(zip(("is", "words", "at"), value, strict=False))
    where = {"document": page.document, "locator": value.get("at") or _locator(page, entry, field), "quote": value.get("words", "")}
    if where["locator"].startswith("column "):
        where["locator"] = f"{_locator(page, entry, '')}, {where['locator']}"
    plain = {"value": value["is"], "basis": value.get("basis", "reported"), "where": where}
    return plain | ({"note": value["note"]} if "note" in value else {})


def _locator(page: _Page, entry: Mapping[str, Any], field: str) -> str:
    if page.place == TEXT:
        return f"section '{entry['section']}', sentence '{entry['opening']}…'"
    column = page.columns.get(field, "")
    return f"{page.place}, row {entry['row']}" + (f", column {column}" if column else "")


def _value(arm: Mapping[str, Any], field: str) -> Any:
    value = arm.get(field)
    return value[0] if isinstance(value, list) else value["is"] if value else None


def _words(arm: Mapping[str, Any]) -> dict[str, str]:
    """The words of an arm from which its title is made; a dose level by its quantity, because the print may hold several."""
    words = {field: str(value) for field in ("product", "cell", "modification", "carrier", "model", "indication") if (value := _value(arm, field))}
    return words | {"dose": str(_value(arm, "dose") or _value(arm, "dose_text") or "")}


def _steps(page: _Page, entry: Mapping[str, Any], arm: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was done to the cell or the vesicles, and how they were carried."""
    steps: list[dict[str, Any]] = []
    if kind := _value(arm, "modification_kind"):
        agent = {"agent": _plain(arm["agent"], page, entry, "agent")} if "agent" in arm else {}
        steps.append({"stage": stage_of(kind), "kind": kind, **agent})
    if "carrier" in arm:
        given = way_of_giving(_value(arm, "route") or "")
        steps.append({"stage": "deliver", "kind": given, "carrier": _plain(arm["carrier"], page, entry, "carrier")})
    return steps


def _outcome(page: _Page, entry: Mapping[str, Any], outcome: Mapping[str, Any]) -> dict[str, Any]:
    leaves = {name: _plain(value, page, entry, name if name in page.columns else "outcome") for name, value in outcome.items() if name != "direction"}
    return leaves | {"direction": outcome["direction"]}


def _mechanism(statement: Edge) -> dict[str, Any]:
    """A statement of the table of mechanisms, as the record of the arm holds it."""

    def leaf(value: Any) -> Any:
        where = {"document": statement.document, "locator": statement.locator, "quote": statement.words}
        return leaf_from_plain({"value": value, "where": where}, "reported")

    parts = {"target": statement.target, "pathway": statement.pathway, "process": statement.process, "effect": statement.effect}
    directions = {
        "target_direction": DIRECTION[statement.target_sign],
        "pathway_direction": DIRECTION[statement.pathway_sign],
        "process_direction": DIRECTION[statement.process_sign],
        "effect_direction": DIRECTION[statement.sign],
    }
    cargo = {"cargo": leaf(list(statement.cargo))} if statement.cargo else {}
    return cargo | {name: leaf(value) for name, value in parts.items() if value} | directions | {"statement": leaf(statement.key)}
