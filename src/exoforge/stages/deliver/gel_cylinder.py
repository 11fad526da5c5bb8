"""Strands of hydrogel, as a printer lays them, that vesicles leave by an effective diffusion."""

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
class GelCylinder(Gel):
    """A printed gel or a fibre mat: long strands, each of which vesicles leave through its side (Crank).

    ``M(t) = 1 - sum 4 / j_n^2 exp(-j_n^2 F)``, `j_n` the zeros of the Bessel function J0, ``F = D(d) t / R^2``,
    ``D(d) = D_eff (100 nm / d)``; in a bath as a cylinder in `laws.finite_bath`. The effective diffusivity is that of the
    gel layer, a fit; the usual radius of a strand is a choice.

    Assumes
    -------
    As the gel layer; pores between the strands that are open to the tissue, strands of one radius, ends that count for nothing.

    References
    ----------
    crank1975, pmc8228022
    """

    kind: ClassVar[str] = "gel-cylinder"
    title: ClassVar[str] = "Printed strands of hydrogel"
    cites: ClassVar[tuple[str, ...]] = ("crank1975", "pmc8228022")
    usual_carrier: ClassVar[str] = "printed-scaffold"

    radius: float = param("m", "radius of a strand", low=1e-7, high=0.02, usual=2e-4, spread=lognormal(1.5))
    diffusivity: float = effective_diffusivity()
    duration: float = followed()

    def load(self, feed: Suspension) -> Product:
        """One printed piece."""
        time = release_times(self.duration)
        released = diffused("cylinder", slowed_by_size(self.diffusivity, feed) / self.radius**2, time, bath=bath_of(self))
        return product_of(self, feed, time=time, released=released)
