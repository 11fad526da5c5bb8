"""A plug or disc of hydrogel that vesicles leave through its side and its ends."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, option, param
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged
from exoforge.stages.deliver.dosed import Dosed, dosed, product_of, release_times
from exoforge.stages.deliver.gels import diffused, effective_diffusivity, followed, mesh_notice, slowed_by_size
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class GelDisc(Dosed):
    """A cylinder of gel as high as it is, open at its side and at one end, two or none.

    ``M(t) = 1 - (1 - M_cylinder(D t / R^2)) (1 - M_slab(D t / h^2))``, the product rule; `h` is the height when one end is
    sealed and half of it when both are open. ``D(d) = D_eff (100 nm / d)`` as in the gel layer, a fit.

    Assumes
    -------
    As the gel layer, and a tissue that takes everything away: in a bath the product rule does not hold.

    References
    ----------
    crank1975, pmc8228022
    """

    kind: ClassVar[str] = "gel-disc"
    title: ClassVar[str] = "Hydrogel disc"
    cites: ClassVar[tuple[str, ...]] = ("crank1975", "pmc8228022")
    usual_carrier: ClassVar[str] = "hydrogel"

    radius: float = param("m", "radius of the disc; that of a defect of 5 mm is a choice", low=1e-6, high=0.1, usual=2.5e-3, spread=lognormal(1.3))
    thickness: float = param("m", "height of the disc", low=1e-6, high=0.1, usual=2e-3, spread=lognormal(1.5))
    open_ends: str = option("flat ends through which vesicles leave, beside the round side", ("none", "one", "two"), usual="two")
    diffusivity: float = effective_diffusivity()
    duration: float = followed()

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every delivery; a `storage_modulus` is read for the notice on the mesh and changes no number."""
        hinged = dosed(cls, step, also_read=("storage_modulus",))
        return dataclasses.replace(hinged, notices=hinged.notices + mesh_notice(step))

    def load(self, feed: Suspension) -> Product:
        """One disc."""
        time = release_times(self.duration)
        diffusivity = slowed_by_size(self.diffusivity, feed)
        kept = 1.0 - diffused("cylinder", diffusivity / self.radius**2, time)
        if self.open_ends != "none":
            length = self.thickness if self.open_ends == "one" else self.thickness / 2.0
            kept *= 1.0 - diffused("slab", diffusivity / length**2, time)
        return product_of(self, feed, time=time, released=1.0 - kept)
