"""How a record states a column: a resin by one of its names, with its own bed or another, and a window that is often left open."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Spread, lognormal, parameters_of, quantile
from exoforge.base.trace import Assumption
from exoforge.laws.resins import Resin, resin
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, hinge, is_stated, stated_quantity, step_key

CUSTOM = "custom"
"""The word for beads that are not on the list and whose pores and size are stated."""

USUAL_RESIN = "qEV 70"

WINDOW = (0.3, 0.5)
"""Per volume of bed: where collection begins and ends when nobody says it; 3 to 5 mL of a 10 mL column."""

BEAD_SPREADS: Mapping[str, Spread] = MappingProxyType({"pore_diameter": lognormal(1.2), "bead_radius": lognormal(1.3)})
"""How far what the list says of a resin may stray; a choice."""


def hinged_column(cls: type[Any], step: Step) -> Hinged:
    """The operation of a column as a record states it, and what had to be assumed.

    Pores and beads that the step does not state are those of its resin, and so is the bed where the step names the resin but no bed.
    A window that nobody states is the usual share of the bed. Each is told, with its source and how far it may stray.

    Raises
    ------
    SettingError
        The resin is not on the list.
    StepError
        As the declarations say.
    """
    listed, named = _resin(step)
    stated: dict[str, float | str] = {"resin": CUSTOM if listed is None else listed.label}
    told: list[Assumption] = []
    spreads: dict[str, Spread] = {}
    if listed is not None:
        of_resin = f"not reported in the record; that of {listed.label}"
        why = f" ({listed.note})" if listed.note else ""
        if not named:
            told.append(_told(cls, step, "resin", listed.label, "not reported in the record; a common column for vesicles was taken", "qev", "recalled"))
        for name, value, source, status in (
            ("pore_diameter", listed.pore_diameter, listed.pore_source, listed.pore_status),
            ("bead_radius", listed.bead_radius, listed.bead_source, listed.bead_status),
        ):
            if not is_stated(step, name):
                stated[name], spreads[name] = value, BEAD_SPREADS[name]
                told.append(_told(cls, step, name, value, of_resin + (why if status == "choice" else ""), source, status, spreads[name]))
        if named and not is_stated(step, "bed_volume"):
            stated["bed_volume"] = listed.bed_volume
            told.append(_told(cls, step, "bed_volume", listed.bed_volume, f"{of_resin} as it is usually packed or sold", listed.bed_source, listed.bed_status))
            if not is_stated(step, "bed_diameter"):
                stated["bed_diameter"] = listed.bed_diameter
                told.append(_told(cls, step, "bed_diameter", listed.bed_diameter, f"{of_resin} as it is usually packed or sold", "", "choice"))
    told += _usual_window(cls, step, stated)
    hinged = hinge(cls, step, stated=stated)
    column = hinged.operation
    return dataclasses.replace(
        hinged,
        assumed=(*(_counted(one) for one in hinged.assumed), *told),
        spreads={**hinged.spreads, **spreads},
        notices=hinged.notices + _whole_fractions(step, column),
    )


def _counted(assumption: Assumption) -> Assumption:
    if assumption.name != "runs":
        return assumption
    return dataclasses.replace(assumption, reason="not reported in the record; as many equal loads as keep each at 'load_share' of the bed")


def _resin(step: Step) -> tuple[Resin | None, bool]:
    """The stated resin or the usual one, and whether it was stated; None for beads whose pores and size are stated."""
    leaf = step.settings.get("resin")
    if not isinstance(leaf, Stated):
        alone = all(is_stated(step, name) for name in BEAD_SPREADS)
        return (None if alone else resin(USUAL_RESIN)), False
    if str(leaf.value).strip().casefold() == CUSTOM:
        return None, True
    try:
        return resin(str(leaf.value)), True
    except SettingError as trouble:
        raise SettingError(f"{step_key(step)}: 'resin': {trouble} Or state pore_diameter and bead_radius with resin = \"{CUSTOM}\".") from None


def _usual_window(cls: type[Any], step: Step, stated: dict[str, float | str]) -> list[Assumption]:
    """Set the window that nobody states to the usual share of the bed, where the bed is not the usual one, and tell."""
    bed = stated_quantity(step, "bed_volume", "m3")
    volume = bed.value if bed is not None else stated.get("bed_volume")
    if volume is None:
        return []
    told = []
    for name, share in zip(("window_start", "window_end"), WINDOW, strict=True):
        if not is_stated(step, name):
            stated[name] = share * float(volume)
            told.append(_told(cls, step, name, stated[name], f"not reported in the record; {share:.0%} of the bed", "qev", "recalled"))
    return told


def _whole_fractions(step: Step, column: Any) -> tuple[str, ...]:
    start, end = column.window
    if np.allclose((start, end), (column.window_start, column.window_end), rtol=1e-6, atol=0.0):
        return ()
    return (
        f"{step_key(step)}: in fractions of {column.fraction_volume * 1e6:.4g} mL the window from {column.window_start * 1e6:.4g} to "
        f"{column.window_end * 1e6:.4g} mL is collected from {start * 1e6:.4g} to {end * 1e6:.4g} mL.",
    )


def _told(cls: type[Any], step: Step, name: str, value: float | str, reason: str, source: str, status: str, spread: Spread | None = None) -> Assumption:
    parameter = next(one for one in parameters_of(cls) if one.name == name)
    low = high = None
    if spread is not None:
        low, high = (float(edge) for edge in quantile(parameter, spread, float(value), np.array([0.05, 0.95])))
    return Assumption(
        key=f"{step_key(step)}: {name}",
        name=name,
        meaning=parameter.meaning.split(";")[0],
        value=value,
        unit=parameter.unit,
        low=low,
        high=high,
        reason=reason,
        cite=source,
        status=status,
    )
