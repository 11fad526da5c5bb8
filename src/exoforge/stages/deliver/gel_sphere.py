"""Microgels and microspheres of hydrogel that vesicles leave by an effective diffusion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, param
from exoforge.stages.deliver.dosed import product_of, release_times
from exoforge.stages.deliver.gels import Gel, bath_of, diffused, effective_diffusivity, followed, slowed_by_size
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class GelSphere(Gel):
    """Balls of gel of one radius, each of which vesicles leave through its surface (Crank).

    ``M(t) = 1 - (6 / pi^2) sum exp(-n^2 pi^2 F) / n^2``, ``F = D(d) t / R^2``, ``D(d) = D_eff (100 nm / d)``; in a bath as a
    sphere in `laws.finite_bath`. The effective diffusivity is that of the gel layer, a fit; the usual radius is a choice.

    Assumes
    -------
    As the gel layer; balls that do not touch, of one radius.

    References
    ----------
    crank1975, pmc8228022
    """

    kind: ClassVar[str] = "gel-sphere"
    title: ClassVar[str] = "Microgels"
    cites: ClassVar[tuple[str, ...]] = ("crank1975", "pmc8228022")
    usual_carrier: ClassVar[str] = "porous-microspheres"

    radius: float = param("m", "radius of a ball of gel", low=1e-7, high=0.02, usual=1e-4, spread=lognormal(2.0))
    diffusivity: float = effective_diffusivity()
    duration: float = followed()

    def load(self, feed: Suspension) -> Product:
        """One dose of microgels."""
        time = release_times(self.duration)
        released = diffused("sphere", slowed_by_size(self.diffusivity, feed) / self.radius**2, time, bath=bath_of(self))
        return product_of(self, feed, time=time, released=released)
