"""Settling overnight: a unit operation of a package outside exoforge."""

from dataclasses import dataclass, replace
from typing import ClassVar, final

import numpy as np

from exoforge.base.parameters import param, uniform
from exoforge.base.trace import digest
from exoforge.laws.sedimentation import sedimentation_coefficient
from exoforge.stages.contract import Separation, Split, entry_of
from exoforge.streams.suspension import Suspension

GRAVITY = 9.80665


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Settling(Separation):
    """What has sunk to the bottom after a time is left behind: ``1 - P = max(0, 1 - s g t / height)``."""

    kind: ClassVar[str] = "settling"
    title: ClassVar[str] = "Settling overnight"
    cites: ClassVar[tuple[str, ...]] = ("Stokes GG (1851) Trans Camb Philos Soc 9:8",)

    duration: float = param("s", "time of settling", low=0.0, high=1e7)
    height: float = param("m", "height of the liquid", low=1e-4, high=10.0, usual=0.1, spread=uniform(0.05, 0.2))

    def separate(self, feed: Suspension) -> Split:
        """The supernatant is the product; what sank is the reject 'sediment'."""
        density = np.array([species.density for species in feed.species])
        speed = sedimentation_coefficient(diameter=feed.grid.diameter, density=density, medium_density=1000.0, viscosity=1e-3) * GRAVITY
        kept = feed.number * np.clip(1.0 - speed * self.duration / self.height, 0.0, 1.0)
        product = replace(feed, number=kept, trace=feed.trace + entry_of(self, inputs=(digest(feed.number),)))
        return Split(product=product, rejects={"sediment": replace(product, number=feed.number - kept, volume=0.0, solutes={}, cargo={})})
