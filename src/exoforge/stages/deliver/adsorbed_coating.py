"""Vesicles held on the surface of a solid carrier, which come off one by one, or never."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from exoforge.base.parameters import lognormal, param, uniform
from exoforge.laws.release_curves import plateau_first_order
from exoforge.stages.deliver.dosed import DAY, Dosed, product_of, release_times
from exoforge.stages.deliver.gels import REFERENCE_DIAMETER, followed
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class AdsorbedCoating(Dosed):
    """A coated metal, ceramic or polymer: ``M(d, t) = (1 - f) (1 - exp(-k(d) t))``, ``k(d) = k (100 nm / d)^p``.

    A share `f` never leaves while the carrier is there. A larger vesicle touches the surface with more places and comes off
    later; how much later, `p`, is a choice between not at all and as 1 over its area.

    The usual rate is that of the burst scaffold: the published release of tricalcium phosphate, "5 d", read as the time at
    which 95 % of what can leave has left. No rate was found in print for a coated metal or polymer, so the interval is wide.

    Assumes
    -------
    Desorption into a tissue that takes everything away, nothing bound again, a surface that stays.

    References
    ----------
    pmc8228022
    """

    kind: ClassVar[str] = "adsorbed-coating"
    title: ClassVar[str] = "Coated scaffold"
    cites: ClassVar[tuple[str, ...]] = ("pmc8228022",)
    usual_carrier: ClassVar[str] = "titanium"

    rate: float = param(
        "1/s",
        "first-order rate at which vesicles of 100 nm come off; from '5 d' of tricalcium phosphate read as the time of 95 %",
        low=1e-12,
        high=1.0,
        usual=math.log(20.0) / (5.0 * DAY),
        spread=lognormal(4.0),
        cite="pmc8228022",
    )
    kept: float = param("", "share of the vesicles that never comes off", low=0.0, high=1.0, usual=0.2, spread=uniform(0.0, 0.6))
    size_exponent: float = param(
        "", "power of the diameter by which larger vesicles come off more slowly", low=0.0, high=4.0, usual=1.0, spread=uniform(0.0, 2.0)
    )
    duration: float = followed()

    def load(self, feed: Suspension) -> Product:
        """One scaffold."""
        time = release_times(self.duration)
        rate = self.rate * (REFERENCE_DIAMETER / feed.grid.diameter) ** self.size_exponent
        return product_of(self, feed, time=time, released=plateau_first_order(time, plateau=1.0 - self.kept, rate=rate[:, np.newaxis]))
