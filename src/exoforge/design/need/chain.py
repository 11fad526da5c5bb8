"""The chain from a dose to copies in the fluid of a cell: every link a declared parameter, or what a record's own run gives.

n = N a / (C V)          vesicles at the target for each of its cells
c = n u e q              copies in the fluid of a cell
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, final

import numpy as np

from exoforge.base.parameters import lognormal, param, parameters_of, uniform
from exoforge.base.trace import Assumption
from exoforge.design.need.need_result import Link, Taken
from exoforge.design.plan import PlannedStep
from exoforge.design.summary import interval_of_rows
from exoforge.laws.domain import Array
from exoforge.laws.stoichiometry import copies_per_cell, vesicles_per_cell
from exoforge.stages.contract import Operation
from exoforge.stages.respond.escape import endosomal_escape

HOUR = 3600.0


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class CopiesToACell(Operation):
    """From vesicles given to copies of a microRNA in a cell.

    ``c = N a u e q / (C V)``: `N` given, `a` the share at the target, `u` the share of those that its cells take up, `e` the share of these
    that open into the fluid of the cell, `q` copies in each, `C` cells per volume `V`.

    Assumes
    -------
    All cells of the target take alike; no copy is lost between the vesicle and the mRNA; every opened vesicle gives all that it holds.

    References
    ----------
    chevillet2014, hunziker2002, gilleron2013, targetscan_docs
    """

    stage: ClassVar[str] = "respond"
    kind: ClassVar[str] = "copies-to-a-cell"
    title: ClassVar[str] = "Copies of a microRNA in a cell"
    cites: ClassVar[tuple[str, ...]] = ("chevillet2014", "gilleron2013", "targetscan_docs")

    given: float = param("particles", "vesicles given in all; a choice", low=0.0, high=1e20, usual=1e10)
    at_target: float = param(
        "", "share of the vesicles given that is at the target at one time; a wide prior, of no study", low=0.0, high=1.0, usual=0.1, spread=lognormal(4.0)
    )
    target_volume: float = param("m3", "volume of the tissue that is meant; 100 mm3 is a choice", low=1e-12, high=1e-1, usual=1e-7, spread=lognormal(3.0))
    cells_per_volume: float = param(
        "cells/m3", "cells per volume of the target; 10,000 per mm3 is a choice", low=1e10, high=1e16, usual=1e13, spread=lognormal(3.0)
    )
    uptake: float = param(
        "",
        "share of the vesicles at the target that the cells meant take up; a prior: about 1 % was seen within hours in a dish (bonsergent2021, recalled)",
        low=0.0,
        high=1.0,
        usual=0.1,
        spread=lognormal(4.0),
    )
    escape: float = endosomal_escape()
    copies_per_vesicle: float = param(
        "copies/particle",
        "copies of the microRNA in one vesicle; the mean over six sources of vesicles that nobody loaded, for abundant microRNAs, none of them MSC",
        low=0.0,
        high=1e6,
        usual=0.00825,
        spread=lognormal(5.0),
        cite="chevillet2014",
        status="read",
    )
    carriers: float = param("", "share of the vesicles that can hold any copy; 1, all alike, is a choice", low=1e-9, high=1.0, usual=1.0)
    diameter: float = param("m", "diameter of a vesicle, for the most that fits; a choice", low=3e-8, high=1e-6, usual=1e-7, spread=lognormal(1.2))
    target_copies: float = param(
        "copies",
        "copies of the target mRNA in a cell; the median of all mRNAs of a mouse fibroblast",
        low=0.01,
        high=1e6,
        usual=17.0,
        spread=lognormal(4.0),
        cite="schwanhaeusser2011",
        status="recalled",
    )
    threshold: float = param(
        "copies",
        "copies of a microRNA in a cell from which on repression is seen, as a rough guideline; others say 100 to 1000 (mullokandov2012, brown2007, recalled)",
        low=1.0,
        high=1e6,
        usual=1000.0,
        spread=uniform(100.0, 1000.0),
        cite="targetscan_docs",
        status="read",
    )
    over: float = param(
        "s", "time over which the copies arrive, evenly from the stimulus on; a choice", low=60.0, high=1e8, usual=24 * HOUR, spread=lognormal(3.0)
    )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Known:
    """What a record's run gives in place of declared values; each (n_rows,), the central member first, or None.

    `said` is what each of them is in the record, in words; `assumed` what the record's own tissue had to assume; `in_cells` says that the
    vesicles at the target are those inside cells already.
    """

    given: Array | None = None
    at_target: Array | None = None
    target_volume: Array | None = None
    cells_per_volume: Array | None = None
    copies_per_vesicle: Array | None = None
    carriers: Array | None = None
    diameter: Array | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    assumed: Mapping[str, Assumption] = field(default_factory=dict)
    in_cells: bool = False


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Chain:
    """The chain row by row, (n_rows,) each, the central member first: [particles], then per cell [particles/cell], then [copies/cell]."""

    values: Mapping[str, Array]
    given: Array
    at_target: Array
    per_cell: Array
    taken: Array
    opened: Array
    copies: Array


def chain_of(values: Mapping[str, Array], known: Known) -> Chain:
    """Follow every row through the chain.

    Parameters
    ----------
    values : of the parameters of `CopiesToACell`, (n_rows,) by name. known : what takes their place.
    """
    merged = dict(values)
    for name in ("given", "target_volume", "cells_per_volume", "copies_per_vesicle", "carriers", "diameter"):
        own = getattr(known, name)
        if own is not None:
            merged[name] = own
    if known.in_cells:
        merged["uptake"] = np.ones_like(merged["uptake"])
    given = merged["given"]
    at_target = known.at_target if known.at_target is not None else given * merged["at_target"]
    per_cell = vesicles_per_cell(vesicles=at_target, cells=merged["cells_per_volume"] * merged["target_volume"])
    taken = per_cell * merged["uptake"]
    opened = taken * merged["escape"]
    copies = copies_per_cell(vesicles_per_cell=per_cell, copies_per_vesicle=merged["copies_per_vesicle"], uptake=merged["uptake"], escape=merged["escape"])
    return Chain(values=merged, given=given, at_target=at_target, per_cell=per_cell, taken=taken, opened=opened, copies=copies)


def links_of(chain: Chain, known: Known, planned: PlannedStep) -> tuple[Link, ...]:
    """The chain as links, each with what was taken for it and from where."""

    def link(name: str, label: str, values: Array, unit: str, *parts: str) -> Link:
        return Link(name=name, label=label, value=interval_of_rows(values), unit=unit, taken=tuple(_taken(part, chain, known, planned) for part in parts))

    share = "at_target" if known.at_target is None else ""
    reached = link("at-target", "at the target, most at one time", chain.at_target, "particles", *([share] if share else []))
    if known.at_target is not None:
        told = Taken(
            meaning=known.said.get("at_target", "share of the vesicles given that is there"),
            value=interval_of_rows(np.divide(chain.at_target, chain.given, out=np.zeros_like(chain.given), where=chain.given > 0)),
            unit="",
            origin="computed",
        )
        reached = Link(name=reached.name, label=reached.label, value=reached.value, unit=reached.unit, taken=(told,))
    inside = () if known.in_cells else ("uptake",)
    return (
        link("given", "vesicles given", chain.given, "particles", "given"),
        reached,
        link("per-cell", "for each cell of the target", chain.per_cell, "particles/cell", "cells_per_volume", "target_volume"),
        link("taken", "taken up by the cell", chain.taken, "particles/cell", *inside),
        link("opened", "opened into the fluid of the cell", chain.opened, "particles/cell", "escape"),
        link("copies", "copies in the fluid of the cell", chain.copies, "copies/cell", "copies_per_vesicle"),
    )


def _taken(name: str, chain: Chain, known: Known, planned: PlannedStep) -> Taken:
    """What a parameter is in this chain: of the run, stated, or assumed."""
    declared = next(one for one in parameters_of(CopiesToACell) if one.name == name)
    value = interval_of_rows(chain.values[name])
    in_run = getattr(known, name, None) is not None
    told = known.assumed.get(name) if in_run else next((one for one in planned.assumed if one.name == name), None)
    if in_run and told is None:
        return Taken(meaning=known.said.get(name, declared.meaning.split(";")[0]), value=value, unit=declared.unit, origin="computed")
    if told is None:
        return Taken(meaning=declared.meaning.split(";")[0], value=value, unit=declared.unit, origin="stated")
    return Taken(meaning=told.meaning, value=value, unit=declared.unit, origin="assumed", status=told.status, cite=told.cite)
