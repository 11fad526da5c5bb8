"""The catalogue of carriers, for the terminal and for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from exoforge.base.parameters import Parameter, parameters_of
from exoforge.base.terms import term
from exoforge.base.units import convert, parse_quantity
from exoforge.report.display import amount, number
from exoforge.report.plain import plain_references
from exoforge.report.text import aligned, pair, references_text, wrapped
from exoforge.stages.contract import Operation
from exoforge.stages.deliver import OPERATIONS
from exoforge.stages.deliver.carriers import NOT_REPORTED, UNSAID, Carrier

LABEL = 20
SILENT = "nothing read"
READING = "Kinds are choices of this package where print names no mechanism; no number here is fitted to vesicles of your gel. For research use."


def carriers_text(found: Sequence[Carrier]) -> str:
    """Every carrier class by class: the kind that stands for it, and in short what print says of release."""
    rows: list[tuple[str, ...]] = []
    for label, group in groupby(found, key=lambda one: one.label):
        rows += [("",), (label,), *((f"  {one.key}", one.kind or "no model", _short(one)) for one in group)]
    lines = ["Carriers of vesicles, and how a record's carrier is taken to let go", *aligned(rows), ""]
    *most, last = (f"'{kind}'" for kind in UNSAID)
    lines += wrapped(
        f"A step of the stage 'deliver' whose kind is {', '.join(most)} or {last} is run as the kind of its carrier; every other kind is run as stated."
    )
    lines += ["", "exoforge release carriers NAME shows one with its places in print.", *wrapped(READING)]
    return "\n".join(lines)


def carrier_text(one: Carrier, asked: str) -> str:
    """One carrier: its model, why, what to state with the usual values, and what print says."""
    entry = term("carriers", one.key)
    asked_key = term("carriers", asked).key
    lines = [f"{entry.label[:1].upper()}{entry.label[1:]} ({one.key})", *wrapped(entry.definition, "  ")]
    if asked_key != one.key:
        lines += wrapped(f"'{asked_key}' has no row of its own; this is the nearest wider carrier.", "  ")
    lines += ["", *pair("class", one.label, width=LABEL)]
    operation = operation_for(one)
    lines += pair("release model", "none" if operation is None else f"{operation.kind} ({operation.title})", width=LABEL)
    lines += pair("why", one.why, width=LABEL)
    if operation is not None and one.state:
        lines += ["", "To be stated in the record; else the usual value is taken and told"]
        lines += [line for parameter in _to_state(one, operation) for line in pair(parameter.name, _usual(parameter, one), width=LABEL)]
    lines += ["", "In print, of release and retention"]
    for statement in one.statements:
        lines += wrapped(statement.value, "  - ")
        lines += wrapped(f"[{statement.document}] {statement.locator}: “{statement.words}”", "    ")
    lines += [] if one.statements else [f"  {SILENT}"]
    cites = _cites(one, operation)
    return "\n".join([*lines, "", *([references_text(plain_references(cites)), ""] if cites else []), *wrapped(READING)])


def carriers_facts(found: Sequence[Carrier]) -> dict[str, Any]:
    """Every carrier for machines."""
    return {"ok": True, "carriers": [asdict(one) for one in found]}


def carrier_facts(one: Carrier, asked: str) -> dict[str, Any]:
    """One carrier for machines, with the declared settings and the references whole."""
    operation = operation_for(one)
    settings: list[Mapping[str, Any]] = []
    if operation is not None:
        settings = [
            {"name": each.name, "meaning": each.meaning, "unit": each.unit, "usual": each.usual, "status": each.status, "cite": each.cite}
            for each in _to_state(one, operation)
        ]
    return {"ok": True, "asked": asked, "carrier": asdict(one), "settings": settings, "references": plain_references(_cites(one, operation))}


def operation_for(one: Carrier) -> type[Operation] | None:
    """The operation that stands for a carrier; None where none does."""
    return next((operation for operation in OPERATIONS if operation.kind == one.kind), None)


def _to_state(one: Carrier, operation: type[Operation]) -> list[Parameter]:
    declared = {parameter.name: parameter for parameter in parameters_of(operation)}
    return [declared[name] for name in one.state]


def _usual(parameter: Parameter, one: Carrier) -> str:
    """A setting with what is taken for it: the carrier's own value where print gives one, else that of the kind."""
    own = next((usual for usual in one.usual if usual.name == parameter.name), None)
    if own is not None:
        value = convert(parse_quantity(own.value), parameter.unit).value
        return f"{parameter.meaning}; for this carrier {amount(value, parameter.unit)} ({own.status}, {own.cite}: {own.reason})"
    usual = parameter.usual
    shown = str(usual) if isinstance(usual, str) or usual is None else amount(usual, parameter.unit) if parameter.unit else number(usual)
    source = f"{parameter.status}, {parameter.cite}" if parameter.cite else parameter.status
    return f"{parameter.meaning}; usually {shown} ({source})"


def _short(one: Carrier) -> str:
    """What print says in a few words: first a statement with a figure, then any that says something."""
    said = [statement.value for statement in one.statements if not statement.value.startswith(NOT_REPORTED)]
    figures = [value for value in said if any(sign.isdigit() for sign in value)]
    return next(iter((*figures, *said)), NOT_REPORTED if one.statements else SILENT).partition(" (")[0].partition(";")[0]


def _cites(one: Carrier, operation: type[Operation] | None) -> list[str]:
    own = () if operation is None else operation.cites
    return list(dict.fromkeys([*(statement.document for statement in one.statements), *own]))
