"""An injection or infusion of vesicles in solution."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, final

import numpy as np

from exoforge.base.parameters import param, uniform
from exoforge.base.terms import line
from exoforge.record.settings import stated_text
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, is_stated, retold, step_key, without
from exoforge.stages.deliver.dosed import DAY, Dosed, dosed, product_of
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension

_AT_ONCE = np.array([0.0, 1.0])
_AT_ONCE.setflags(write=False)

USUAL_INFUSION = 1800.0
"""[s] taken when a record says infusion and not how long; a choice."""

INFUSION_SPREAD = uniform(600.0, 7200.0)
"""From ten minutes to two hours; a choice."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Injection(Dosed):
    """A solution that is injected or dropped, every vesicle free at once, or infused evenly over a time.

    ``M(t) = 1``; infused over `T`: ``M(t) = min(t/T, 1)``. A choice: no depot forms where it is injected.

    Assumes
    -------
    Nothing stays in the syringe, runs back out of the tissue, or clumps on the way; the pump runs evenly.
    """

    kind: ClassVar[str] = "injection"
    title: ClassVar[str] = "Injection or infusion"
    usual_carrier: ClassVar[str] = "solution"
    reads: ClassVar[tuple[str, ...]] = (*Dosed.reads, "infusion_duration", "route")

    infusion_duration: float = param("s", "how long one application is infused; 0 for what is given at once", low=0.0, high=7 * DAY, usual=0.0)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every delivery; an infusion without its duration takes the usual one, and one that outlasts the interval between doses is told."""
        hinged = dosed(cls, step)
        route = stated_text(step, "route")
        ways = line("routes", route)
        if is_stated(step, "infusion_duration"):
            return replace(hinged, notices=(*hinged.notices, *_doubts(hinged.operation, step, route, ways)))
        if "intravenous-infusion" not in ways:
            return without(hinged, step, ("infusion_duration",))
        reason = "the route is an infusion, but its duration is not reported in the record; half an hour is a choice"
        return retold(hinged, "infusion_duration", USUAL_INFUSION, INFUSION_SPREAD, reason=reason)

    def load(self, feed: Suspension) -> Product:
        """One injection or infusion."""
        sizes = feed.grid.edges.size - 1
        if self.infusion_duration > 0:
            return product_of(self, feed, time=np.array([0.0, self.infusion_duration]), released=np.tile([0.0, 1.0], (sizes, 1)))
        return product_of(self, feed, time=_AT_ONCE, released=np.ones((sizes, 2)))


def _doubts(injection: Injection, step: Step, route: str, ways: tuple[str, ...]) -> tuple[str, ...]:
    """What is odd about a stated infusion."""
    if injection.infusion_duration == 0:
        return ()
    found = []
    if ways and "intravascular" not in ways:
        found.append(f"{step_key(step)}: an infusion is stated, but the route '{route}' is not into a vessel; it is computed as stated.")
    if injection.doses > 1 and injection.infusion_duration > injection.interval:
        found.append(f"{step_key(step)}: the infusion lasts longer than the interval between doses; the doses overlap.")
    return tuple(found)
