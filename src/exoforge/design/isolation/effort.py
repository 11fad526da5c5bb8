"""Time and money of an isolation: hands, machines, consumables and equipment, from a table of estimates that a user may replace.

A step of volume `V` is done in ``ceil(V / largest)`` runs of equal size `v`. With ``g = max(v / capacity, 1)``, the size of a run
over that of the reference, one run takes ``hands_on g^b`` of a person, ``run_time`` beside the duration that the step itself
states of a machine, and ``consumables g^exponent`` of money; the equipment costs ``price g^a``, spread with its upkeep over its hours of use.
Steps follow each other on one set of equipment; a person is paid for the hands-on time alone.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass

from exoforge.base.units import STANDARD_GRAVITY
from exoforge.design.isolation.prices import OTHER, Equipment, OperationEffort, Prices
from exoforge.stages.contract import Separation

BENCH_FORCE, HIGH_SPEED_FORCE = 20_000 * STANDARD_GRAVITY, 50_000 * STANDARD_GRAVITY
"""[m/s2] Up to these forces a bench-top and a floor centrifuge serve; choices."""

HOUR = 3600.0


@dataclass(frozen=True, kw_only=True, slots=True)
class StepEffort:
    """What one step takes: runs, each of so many times the reference size, time [s] and money, the parts of the money apart."""

    kind: str
    runs: int
    size: float
    machine_time: float
    hands_on: float
    consumables: float
    machine: float
    equipment: Equipment
    training: str


def effort_of(operation: Separation, volume: float, prices: Prices) -> StepEffort:
    """What a step takes for so much feed to it.

    Parameters
    ----------
    volume : [m3] that enters the step.
    """
    row = _row_of(operation, prices)
    runs = max(math.ceil(volume / row.largest * (1.0 - 1e-9)), 1)
    size = max(volume / runs / row.capacity, 1.0)
    time = runs * (row.run_time + operation.time_per_run)
    equipment = prices.equipment[row.equipment]
    hourly = equipment.price * size**prices.price_exponent * (1.0 / prices.years + prices.service) / prices.hours_per_year
    return StepEffort(
        kind=operation.kind,
        runs=runs,
        size=size,
        machine_time=time,
        hands_on=runs * row.hands_on * size**prices.hands_on_exponent,
        consumables=runs * row.consumables * size**row.exponent,
        machine=hourly * time / HOUR,
        equipment=equipment,
        training=row.training,
    )


def elapsed(steps: Sequence[StepEffort], prices: Prices) -> float:
    """Time from the feed to the product, step after step, hands and machines in turn [s]."""
    return prices.preparation + sum(one.machine_time + one.hands_on for one in steps)


def hands_on(steps: Sequence[StepEffort], prices: Prices) -> float:
    """Time of a person [s]."""
    return prices.preparation + sum(one.hands_on for one in steps)


def cost(steps: Sequence[StepEffort], prices: Prices) -> float:
    """Money in all: hands, machines and consumables."""
    return hands_on(steps, prices) / HOUR * prices.wage + sum(one.consumables + one.machine for one in steps)


def _row_of(operation: Separation, prices: Prices) -> OperationEffort:
    """The row of a step's kind, with what the step itself says of its size and machine."""
    row = prices.operations.get(operation.kind, prices.operations[OTHER])
    held = operation.volume_per_run
    if math.isfinite(held):
        row = dataclasses.replace(row, capacity=held, largest=max(held, row.largest if row.largest > row.capacity else held))
    if operation.kind == "centrifugation":
        force = getattr(operation, "acceleration", math.inf)
        machine = "bench-centrifuge" if force <= BENCH_FORCE else "high-speed-centrifuge" if force <= HIGH_SPEED_FORCE else "ultracentrifuge"
        row = dataclasses.replace(row, equipment=machine, training="low" if machine == "bench-centrifuge" else row.training)
    return row
