"""Counts in gates and beside controls, for people and for machines."""

from __future__ import annotations

from typing import Any

from exoforge.instruments.cytometry.controls import GatedSample
from exoforge.instruments.cytometry.gates import Compared
from exoforge.report.display import NOTHING, amount, number, percent
from exoforge.report.instruments.cytometry_text import LABEL, numbered
from exoforge.report.text import aligned, pairs


def gates_text(found: GatedSample) -> str:
    """Counts in gates and beside controls, on one screen."""
    rows = [["gate", "events", "95 %", "share", "of", "events/mL, 95 %"]] + [
        [
            one.gate,
            str(one.events),
            f"{one.low:.0f} to {one.high:.0f}",
            percent(one.events / one.parent) if one.parent else NOTHING,
            one.within or "all",
            _with_interval(one.concentration) if one.concentration else NOTHING,
        ]
        for one in found.gates
    ]
    lines = [found.sample, "", *aligned(rows, indent="  "), ""]
    volume = f"{amount(found.volume, 'm3')}, {found.volume_from}" if found.volume else "not known: no concentration is formed"
    lines += pairs([("sample volume", volume)], width=LABEL)
    for control in found.controls:
        lines += ["", f"{control.role}: {control.sample}", ""]
        shown = [["gate", "events", "rate over the sample's", "sample less control"]] + [
            [one.gate, str(one.control), NOTHING if one.share is None else percent(one.share), _difference(one)] for one in control.gates
        ]
        lines += aligned(shown, indent="  ")
    return "\n".join([*lines, *numbered(found.remarks)])


def _with_interval(values: tuple[float, float, float]) -> str:
    value, low, high = (number(part * 1e-6) for part in values)
    return f"{value} ({low} to {high})"


def _difference(one: Compared) -> str:
    if one.unit == "m3":
        return f"{_with_interval(one.difference)} events/mL"
    value, low, high = (number(part) for part in one.difference)
    return f"{value} events/s ({low} to {high})"


def gates_plain(found: GatedSample) -> dict[str, Any]:
    """Counts in gates as plain values."""
    return {
        "ok": True,
        "sample": found.sample,
        "volume": found.volume,
        "volume_from": found.volume_from,
        "gates": [
            {
                "gate": one.gate,
                "within": one.within,
                "events": one.events,
                "parent": one.parent,
                "low": one.low,
                "high": one.high,
                "concentration": None if one.concentration is None else list(one.concentration),
            }
            for one in found.gates
        ],
        "controls": [
            {
                "role": control.role,
                "control": control.sample,
                "gates": [
                    {"gate": one.gate, "events": one.control, "share": one.share, "difference": list(one.difference), "per": one.unit} for one in control.gates
                ],
            }
            for control in found.controls
        ],
        "remarks": list(found.remarks),
    }
