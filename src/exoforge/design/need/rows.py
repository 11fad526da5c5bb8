"""The rows of a chain: what is stated, what is assumed, what a record's run says, and how the copies come in over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from exoforge.base.errors import SettingError, StepError
from exoforge.base.parameters import parameters_of, uniform
from exoforge.design.ensemble import Ensemble, Uncertain, member_values, uncertain_of
from exoforge.design.need.asked import AskedCargo, loaded_as
from exoforge.design.need.chain import CopiesToACell, Known
from exoforge.design.need.search import even, knots_until, scaled
from exoforge.design.plan import Plan, PlannedStep
from exoforge.design.result import Interval
from exoforge.design.summary import interval_of_rows
from exoforge.design.tissue_question import models_of
from exoforge.laws.domain import Array
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.contract import hinge, is_stated, retold
from exoforge.stages.respond.cartilage_proctor2017 import DRIVE, CartilageMir140, copies_in_vesicle, is_mir140
from exoforge.stages.respond.kinetic_tissue import concentration
from exoforge.streams.amounts import mean_diameter, vesicle_number
from exoforge.streams.exposure import Exposure
from exoforge.streams.product import Product

OF_TISSUE = {"cells_per_volume": "chondrocyte_density", "copies_per_vesicle": "copies_per_vesicle"}
"""Parameters of the chain, by those of the tissue that are the same."""
INSIDE = "local-cells"
"""The site whose vesicles are in cells already."""


def planned_chain(cargo: AskedCargo, tissue: str, stated: Mapping[str, str]) -> PlannedStep:
    """The chain through its hinge: what is stated, and what is assumed for this tissue and this cargo.

    Raises
    ------
    SettingError
        A stated value has no unit that fits, or is out of range.
    """
    step = Step(stage="respond", kind=CopiesToACell.kind, settings=leaves_of(stated))
    try:
        hinged = hinge(CopiesToACell, step)
    except StepError as trouble:
        raise SettingError(" ".join(trouble.reasons.values())) from None
    if CartilageMir140 in models_of(tissue) and not is_stated(step, "cells_per_volume"):
        density = next(one for one in parameters_of(CartilageMir140) if one.name == "chondrocyte_density")
        hinged = retold(
            hinged, "cells_per_volume", float(density.usual or 0.0), density.spread, reason="as for cartilage", cite=density.cite, status=density.status
        )
        hinged = replace(hinged, assumed=tuple(replace(one, meaning=density.meaning) if one.name == "cells_per_volume" else one for one in hinged.assumed))
    if cargo.name is None and not is_stated(step, "threshold"):
        meaning = "loaded siRNA in a cell from which on half of the effect is seen; 10 to 110"
        hinged = retold(hinged, "threshold", 110.0, uniform(10.0, 110.0), reason="as for siRNA", cite="stalder2013", status="read")
        hinged = replace(hinged, assumed=tuple(replace(one, meaning=meaning) if one.name == "threshold" else one for one in hinged.assumed))
    return PlannedStep(key="chain", step=step, operation=hinged.operation, assumed=hinged.assumed, spreads=hinged.spreads)


def rows_of(plan: Plan, members: int, seed: int, *, skip: int = 0) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """The values that differ from the central ones, row by row and for each of two steps; the first row has none."""
    uncertain: Sequence[Uncertain] = uncertain_of(plan)
    table = member_values(uncertain, members, seed, skip=skip)
    rows: tuple[list[dict[str, float]], list[dict[str, float]]] = ([{}], [{}])
    for values in table.tolist():
        for place in (0, 1):
            rows[place].append({one.parameter.name: value for one, value in zip(uncertain, values, strict=True) if one.place == place})
    return rows


def columns_of(planned: PlannedStep, rows: Sequence[Mapping[str, float]]) -> dict[str, Array]:
    """(n_rows,) of every parameter of the chain."""
    centre = {one.name: float(getattr(planned.operation, one.name)) for one in parameters_of(CopiesToACell)}
    return {name: np.array([row.get(name, value) for row in rows]) for name, value in centre.items()}


def known_of(cargo: AskedCargo, exposures: Sequence[Exposure], tissues: Sequence[CartilageMir140], ensemble: Ensemble) -> tuple[Known, tuple[str, ...]]:
    """What the members of a run say in place of declared values."""
    rivers = [ensemble.central.river, *(member.river for member in ensemble.members)]
    loaded, told = loaded_as(exposures[0].copies, cargo)
    copies = np.array([sum(one.copies.get(name, 0.0) for name in loaded) for one in exposures]) if loaded else None
    said = {
        "given": "vesicles in all applications of the record",
        "at_target": "share of the vesicles given that is there, by the record's distribution",
        "target_volume": "volume of the record's target",
        "cells_per_volume": "cells per volume, of the record's tissue",
        "copies_per_vesicle": f"copies in one vesicle, as loaded with {', '.join(loaded)}" if loaded else "copies in one vesicle, of the record's tissue",
    }
    if not loaded and tissues and cargo.name is not None and is_mir140(cargo.label):
        copies = np.array([copies_in_vesicle(one, exposure) for one, exposure in zip(tissues, exposures, strict=True)])
    by_tissue = {one.name: one for planned in ensemble.plan.steps if isinstance(planned.operation, CartilageMir140) for one in planned.assumed}
    assumed = {name: by_tissue[own] for name, own in OF_TISSUE.items() if own in by_tissue and not (loaded and name == "copies_per_vesicle")}
    held = [
        next((river.product.loaded.cargo[name] for name in loaded if name in river.product.loaded.cargo), None) if river.product else None for river in rivers
    ]
    carriers = np.array([max(one.carriers, 1e-9) if one is not None else 1.0 for one in held]) if loaded else None
    target, product = exposures[0].target, rivers[0].product
    if product is not None and product.applications > 1:
        told = (
            *told,
            f"The record gives {product.applications} applications; the chain counts the most vesicles that are at the target at one time, and not what one "
            "application brings after another.",
        )
    return Known(
        given=np.array([one.given for one in exposures]),
        at_target=np.array([float(one.particles[one.sites.index(one.target)].max()) for one in exposures]),
        target_volume=np.array([one.target_volume for one in exposures]),
        cells_per_volume=np.array([one.chondrocyte_density for one in tissues]) if tissues else None,
        copies_per_vesicle=copies,
        carriers=carriers,
        diameter=_diameters([river.product for river in rivers]),
        said=said,
        assumed=assumed,
        in_cells=target == INSIDE,
    ), told


def _diameters(products: Sequence[Product | None]) -> Array | None:
    """[m] of each product's vesicles; None where one of them holds none."""
    if any(one is None or vesicle_number(one.loaded) <= 0 for one in products):
        return None
    return np.array([mean_diameter(one.loaded) for one in products if one is not None])


def arrival_of(tissues: Sequence[CartilageMir140], exposures: Sequence[Exposure] | None, over: Array) -> Array:
    """How the copies come in over time, with area 1: as the vesicles are at the target, or evenly."""
    horizon = tissues[0].horizon
    knots = knots_until(horizon)
    if exposures is None:
        return even(over[: len(tissues)], horizon, knots)
    found = [np.interp(knots, one.time, np.maximum(concentration(one), 0.0), left=0.0, right=0.0) for one in exposures[: len(tissues)]]
    return scaled(np.array(found), knots)


def handed_over(tissues: Sequence[CartilageMir140], exposures: Sequence[Exposure]) -> Interval:
    """[copies/cell] that the response of each row hands over up to its horizon."""
    total = []
    for tissue, exposure in zip(tissues, exposures, strict=False):
        knots = knots_until(tissue.horizon)
        total.append(float(np.trapezoid(np.interp(knots, exposure.time, DRIVE.strength([tissue], [exposure])[0], left=0.0, right=0.0), knots)))
    return interval_of_rows(np.array(total))


def leaves_of(settings: Mapping[str, str]) -> dict[str, Any]:
    """Settings as the leaves of a record."""
    return {name: leaf_from_plain(text, "planned") for name, text in settings.items()}
