"""Counts in gates and beside controls, for people and for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exoforge.instruments.cytometry.gates import Compared, Gated
from exoforge.report.display import NOTHING, amount, number, percent
from exoforge.report.instruments.cytometry_text import LABEL, numbered
from exoforge.report.text import aligned, pairs


def gates_text(
    sample: str, gated: Sequence[Gated], volume: tuple[float | None, str], controls: Sequence[tuple[str, str, Sequence[Compared]]], remarks: Sequence[str]
) -> str:
    """Counts in gates and beside controls, on one screen; each control is its role, its name and what it says."""
    rows = [["gate", "events", "95 %", "share", "of", "events/mL, 95 %"]] + [
        [
            one.gate,
            str(one.events),
            f"{one.low:.0f} to {one.high:.0f}",
            percent(one.events / one.parent) if one.parent else NOTHING,
            one.within or "all",
            _with_interval(one.concentration) if one.concentration else NOTHING,
        ]
        for one in gated
    ]
    lines = [sample, "", *aligned(rows, indent="  "), ""]
    lines += pairs([("sample volume", f"{amount(volume[0], 'm3')}, {volume[1]}" if volume[0] else "not known: no concentration is formed")], width=LABEL)
    for role, name, compared in controls:
        lines += ["", f"{role}: {name}", ""]
        shown = [["gate", "events", "rate over the sample's", "sample less control"]] + [
            [one.gate, str(one.control), NOTHING if one.share is None else percent(one.share), _difference(one)] for one in compared
        ]
        lines += aligned(shown, indent="  ")
    return "\n".join([*lines, *numbered(remarks)])


def _with_interval(values: tuple[float, float, float]) -> str:
    value, low, high = (number(part * 1e-6) for part in values)
    return f"{value} ({low} to {high})"


def _difference(one: Compared) -> str:
    if one.unit == "m3":
        return f"{_with_interval(one.difference)} events/mL"
    value, low, high = (number(part) for part in one.difference)
    return f"{value} events/s ({low} to {high})"


def gates_plain(
    sample: str, gated: Sequence[Gated], volume: tuple[float | None, str], controls: Sequence[tuple[str, str, Sequence[Compared]]], remarks: Sequence[str]
) -> dict[str, Any]:
    """Counts in gates as plain values."""
    return {
        "ok": True,
        "sample": sample,
        "volume": volume[0],
        "volume_from": volume[1],
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
            for one in gated
        ],
        "controls": [
            {
                "role": role,
                "control": name,
                "gates": [
                    {"gate": one.gate, "events": one.control, "share": one.share, "difference": list(one.difference), "per": one.unit} for one in compared
                ],
            }
            for role, name, compared in controls
        ],
        "remarks": list(remarks),
    }
