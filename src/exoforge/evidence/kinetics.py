"""The published kinetics of vesicles in a body: values at a site and a time, figures of the course in blood, and findings in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from exoforge.base.tables import packaged_table
from exoforge.base.units import convert, parse_quantity
from exoforge.evidence.conflicts import Conflict, conflicts_touching
from exoforge.streams.kinetics import LabelKind, MeasuredKinetics

Status = Literal["read", "recalled"]
TABLES = ("published.toml", "relative.toml")
SHIPPED_RELATIVE = "shares of liver and spleen, which are 100 together"
"""The unit of the relative values that the package carries."""

FIGURES: Mapping[str, tuple[str, str]] = {
    "half-life": ("half-life in blood", "s"),
    "early half-life": ("early half-life in blood", "s"),
    "terminal half-life": ("terminal half-life in blood", "s"),
    "half-life in tissues": ("half-life in tissues", "s"),
    "area": ("area under the course in blood, of a dose of 100 %", "s/m3"),
    "residence time": ("mean residence time", "s"),
    "residence time to the last point": ("mean residence time to the last point", "s"),
    "clearance": ("clearance", "m3/s"),
    "volume": ("volume of distribution", "m3"),
    "time still found in blood": ("time for which vesicles are still found in blood", "s"),
}
"""What may be said of a course in blood: in words, and the unit in which it is held here."""

AREA_UNITS: Mapping[str, float] = {"%ID h/mL": 36.0 * 1e6}
"""Printed units of an area, and what one of them is in shares of the dose [s/m3]."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedFigure:
    """One published figure of a course, in the unit of `FIGURES`.

    Parameters
    ----------
    name : of `FIGURES`. low, high : its bounds; the same where one number is printed. centre : the number between them, where one is printed.
    bound : ``below`` or ``above`` where only a bound is printed. printed : as printed. note : what was done to it.
    """

    name: str
    low: float
    high: float
    centre: float | None
    bound: Literal["", "below", "above"]
    printed: str
    note: str
    status: Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Experiment:
    """One preparation with one label, given in one way to one kind of animal.

    Parameters
    ----------
    study : key of a reference; via : that of the work in which its numbers were read, empty for its own.
    species, route : terms. cell_source : a term of the vocabulary 'sources', or words. strain, dose : as printed, empty where not.
    condition : what the animal is or was made, empty for a healthy one. surface : as records state it, ``none`` for a plain one.
    values, figures : what was measured. findings : with their status, in words. caution : what stands between them and a prediction.
    """

    key: str
    study: str
    via: str
    species: str
    strain: str
    cell_source: str
    label: str
    label_kind: LabelKind
    route: str
    dose: str
    condition: str
    surface: str
    source: str
    status: Status
    caution: str
    values: tuple[MeasuredKinetics, ...]
    figures: tuple[PublishedFigure, ...]
    findings: tuple[tuple[str, Status], ...]


@lru_cache(maxsize=1)
def experiments() -> tuple[Experiment, ...]:
    """Every experiment of the table."""
    found: dict[str, Experiment] = {}
    for table in TABLES:
        for key, row in packaged_table("exoforge.evidence", "data", "kinetics", table).items():
            found[key] = _experiment(key, row)
    return tuple(found.values())


def experiments_of(*, species: str = "", routes: tuple[str, ...] = ()) -> tuple[Experiment, ...]:
    """The experiments in a species and by any of some routes, terms; all where one is not said."""
    return tuple(one for one in experiments() if species in ("", one.species) and (not routes or one.route in routes))


def contradictions(route: str) -> tuple[Conflict, ...]:
    """What documents say of the kinetics against these measurements, where the route is into blood; such a claim stands beside every datum."""
    return conflicts_touching({"routes:intravascular"}) if route in INTO_BLOOD else ()


INTO_BLOOD = ("intravascular", "intravenous", "intravenous-infusion", "retro-orbital", "intra-arterial", "intracoronary")
"""Routes whose measurements are laid over one another: vesicles enter the blood."""


def _experiment(key: str, row: Mapping[str, Any]) -> Experiment:
    status: Status = row["status"]
    found = Experiment(
        key=key,
        study=row["study"],
        via=row.get("via", ""),
        species=row["species"],
        strain=row.get("strain", ""),
        cell_source=row["cell_source"],
        label=row["label"],
        label_kind=row["label_kind"],
        route=row["route"],
        dose=row.get("dose", ""),
        condition=row.get("condition", ""),
        surface=row.get("surface", "none"),
        source=row["source"],
        status=status,
        caution=row.get("caution", ""),
        values=(),
        figures=tuple(_figure(entry, status) for entry in row.get("figure", ())),
        findings=tuple((entry["says"], entry.get("status", status)) for entry in row.get("finding", ())),
    )
    return dataclasses.replace(found, values=tuple(_values(found, row)))


def _values(one: Experiment, row: Mapping[str, Any]) -> Iterator[MeasuredKinetics]:
    shared: dict[str, Any] = {
        name: getattr(one, name) for name in ("study", "species", "strain", "cell_source", "label", "label_kind", "route", "dose", "source", "status")
    }
    for entry in row.get("value", ()):
        yield MeasuredKinetics(**shared, **{**entry, "time": _seconds(entry["time"])})
    for entry in row.get("shares", ()):
        for site, value in entry.items():
            if site != "time":
                yield MeasuredKinetics(
                    **shared, site=site, time=_seconds(entry["time"]), value=value, basis="relative signal", unit=SHIPPED_RELATIVE, locator=one.key
                )


def _seconds(text: str) -> float:
    return convert(parse_quantity(text), "s").value


def _figure(entry: Mapping[str, Any], status: Status) -> PublishedFigure:
    name, unit = entry["name"], entry["unit"]
    factor = _factor(unit, FIGURES[name][1])
    low, high, centre = entry["low"], entry["high"], entry.get("centre")
    bound = entry.get("bound", "")
    printed = f"{centre:g} ± {high - centre:g}" if centre is not None else f"{low:g}" if low == high else f"{low:g} to {high:g}"
    printed = f"below {high:g}" if bound == "below" else f"above {low:g}" if bound == "above" else printed
    return PublishedFigure(
        name=name,
        low=low * factor,
        high=high * factor,
        centre=None if centre is None else centre * factor,
        bound=bound,
        printed=f"{printed} {unit}",
        note=entry.get("note", ""),
        status=entry.get("status", status),
    )


def _factor(unit: str, to: str) -> float:
    """What one printed unit is [to]; an area of 1 %ID h/mL is 0.01 of the dose times 3600 s over 1e-6 m3."""
    if unit in AREA_UNITS:
        return AREA_UNITS[unit]
    return convert(parse_quantity(f"1 {unit}"), to).value
