"""A solid scaffold that lets a part go at once and the rest in first order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from exoforge.base.parameters import lognormal, param, uniform
from exoforge.laws.release import burst_first_order
from exoforge.stages.deliver.dosed import DAY, Dosed, product_of, release_times
from exoforge.stages.deliver.gels import followed
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class BurstRelease(Dosed):
    """A porous solid soaked with vesicles, such as beta-tricalcium phosphate: what sits on the surface leaves at once.

    ``M(t) = b + (1 - b) (1 - exp(-k t))``, the same for all sizes.

    The usual rate takes the published release of tricalcium phosphate, "5 d", as the time at which 95 % of what was not burst
    has left: ``k = ln(20) / 5 d``. The same table has 6 d for hydroxyapatite with chitosan and 14 d for hydroxyapatite with
    alginate. No full curve was found in numbers, so that the burst is a choice with a wide interval.

    Assumes
    -------
    All is released in the end, intact; the solid neither dissolves nor binds anything for good.

    References
    ----------
    pmc8228022
    """

    kind: ClassVar[str] = "burst-release"
    title: ClassVar[str] = "Scaffold with burst and first-order release"
    cites: ClassVar[tuple[str, ...]] = ("pmc8228022",)
    usual_carrier: ClassVar[str] = "beta-tcp"

    burst: float = param("", "share of the vesicles that is free at once", low=0.0, high=1.0, usual=0.3, spread=uniform(0.05, 0.6))
    rate: float = param(
        "1/s",
        "first-order rate at which the rest leaves; from '5 d' read as the time of 95 %",
        low=1e-12,
        high=1.0,
        usual=math.log(20.0) / (5.0 * DAY),
        spread=lognormal(2.0),
        cite="pmc8228022",
    )
    duration: float = followed()

    def load(self, feed: Suspension) -> Product:
        """One scaffold."""
        time = release_times(self.duration)
        share = burst_first_order(time, burst=self.burst, rate=self.rate)
        return product_of(self, feed, time=time, released=np.broadcast_to(share, (feed.grid.edges.size - 1, time.size)))
