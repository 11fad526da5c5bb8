"""A solid that wears off from outside and lets go of what is embedded in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from exoforge.base.parameters import lognormal, option, param
from exoforge.laws.release_curves import hopfenberg
from exoforge.stages.deliver.dosed import DAY, Dosed, product_of, release_times
from exoforge.stages.deliver.gels import DIMENSIONS, SHAPES, followed
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class ErosionRelease(Dosed):
    """A carrier that dissolves at its surface: ``M(t) = 1 - (1 - t / T)^n``, all sizes alike (Hopfenberg).

    `n` is 1 for a layer, 2 for a strand, 3 for a grain or ball, and `T` the time in which the carrier is gone. No time was
    found in print for a carrier of vesicles: the usual one is a choice with a wide interval.

    Assumes
    -------
    Vesicles embedded evenly, a front of constant speed, no diffusion ahead of it. Whether vesicles sit in such a carrier or on
    it is not said in print for most; on it, take the adsorbed coating.

    References
    ----------
    hopfenberg1976
    """

    kind: ClassVar[str] = "erosion-release"
    title: ClassVar[str] = "Eroding carrier"
    cites: ClassVar[tuple[str, ...]] = ("hopfenberg1976",)
    usual_carrier: ClassVar[str] = "mof"

    shape: str = option("shape of the pieces of the carrier", SHAPES, usual="sphere")
    erosion_time: float = param("s", "time in which the carrier is gone", low=60.0, high=3650.0 * DAY, usual=28.0 * DAY, spread=lognormal(2.5))
    duration: float = followed()

    def load(self, feed: Suspension) -> Product:
        """One carrier."""
        time = release_times(self.duration)
        share = hopfenberg(time, rate=1.0 / self.erosion_time, exponent=DIMENSIONS[self.shape])
        return product_of(self, feed, time=time, released=np.broadcast_to(share, (feed.grid.edges.size - 1, time.size)))
