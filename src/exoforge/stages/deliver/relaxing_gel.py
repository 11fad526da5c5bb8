"""A hydrogel whose network relaxes and lets vesicles through that are larger than its mesh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.laws.degrading import relaxed
from exoforge.stages.deliver.dosed import product_of, release_times
from exoforge.stages.deliver.gels import SHAPES, Gel, bath_of, diffused, effective_diffusivity, followed, slowed_by_size
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class RelaxingGel(Gel):
    """An effective law, no validated one: the faster the stress in the gel relaxes, the faster vesicles leave.

    ``D(d) = D_eff (100 nm / d) (tau_ref / tau)^p``, released as a layer with one sealed face, a strand or a ball.

    What is read: vesicles pass a mesh smaller than themselves, relaxation lets them overcome the confinement, and more
    crosslinks then make them move faster (Lenzini 2020); fast-relaxing alginate lets vesicles go within four days, a
    slow-relaxing one keeps nearly all, stiffer or softer (mbv2026). What is a choice: the power law, its exponent between 0
    (no say) and 1 (as the speed of the network), and the relaxation time at which the usual diffusivity holds. No modulus
    enters: alone it has no known sign.

    Assumes
    -------
    As the gel layer; one relaxation time, whichever way it was measured.

    References
    ----------
    lenzini2020, mbv2026, crank1975, pmc8228022
    """

    kind: ClassVar[str] = "relaxing-gel"
    title: ClassVar[str] = "Stress-relaxing hydrogel"
    cites: ClassVar[tuple[str, ...]] = ("lenzini2020", "mbv2026", "crank1975", "pmc8228022")

    shape: str = option("shape of the gel", SHAPES, usual="slab")
    length: float = param(
        "m", "thickness of a layer with one sealed face, or radius of a strand or ball", low=1e-7, high=0.1, usual=2e-3, spread=lognormal(1.5)
    )
    relaxation_time: float = param("s", "time in which the stress in the gel halves at constant strain", low=1e-2, high=1e8, usual=300.0, spread=lognormal(5.0))
    reference_time: float = param("s", "relaxation time of a gel with the effective diffusivity stated", low=1e-2, high=1e8, usual=300.0)
    exponent: float = param("", "power of the relaxation time in the effective diffusivity", low=0.0, high=3.0, usual=0.5, spread=uniform(0.0, 1.0))
    diffusivity: float = effective_diffusivity()
    duration: float = followed()

    def load(self, feed: Suspension) -> Product:
        """One gel."""
        time = release_times(self.duration)
        faster = float(relaxed(relaxation_time=self.relaxation_time, reference=self.reference_time, exponent=self.exponent))
        released = diffused(self.shape, slowed_by_size(self.diffusivity * faster, feed) / self.length**2, time, bath=bath_of(self))
        return product_of(self, feed, time=time, released=released)
