"""A layer of hydrogel that vesicles leave by an effective diffusion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, option, param
from exoforge.stages.deliver.dosed import product_of, release_times
from exoforge.stages.deliver.gels import Gel, bath_of, diffused, effective_diffusivity, followed, slowed_by_size
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class GelSlab(Gel):
    """A gel layer, patch or filled defect, from which vesicles leave through one face or two (Crank).

    ``M(t) = 1 - sum 8 / ((2n+1)^2 pi^2) exp(-(2n+1)^2 pi^2 F / 4)``, ``F = D(d) t / l^2``, ``D(d) = D_eff (100 nm / d)``;
    `l` is the thickness when one face is sealed and half of it when both are open. In a bath of ``alpha = V_bath / (K V_gel)``
    it is ``a/(1+a) - sum 2 a^2 / (1 + a + a^2 q^2) exp(-q^2 F)`` over the roots of ``tan q = -a q``, and ``1/(1+a)`` stays.

    The effective diffusivity is a fit, not a prediction: a gel of 0.1 to 10 kPa has an elastic mesh of 35 to 7.5 nm, finer
    than a vesicle, so that what really sets the release is pores, relaxation and degradation of the gel. When the step states
    `storage_modulus`, the mesh ``(k_B T / G)^(1/3)`` is told in a notice.

    The usual value stands between two published retentions, each read for a layer of 2 mm with one open face: 86 % kept after
    2 d in thermosensitive chitosan is 3.6e-13 m2/s, 90 % kept after 14 d in photo-imine hyaluronate is 2.6e-14 m2/s.

    Assumes
    -------
    Uniform start, a tissue that takes everything away or a stirred bath, a gel that neither swells nor degrades, binding that
    is fast, linear and reversible and so part of the effective diffusivity and of `partition`.

    References
    ----------
    crank1975, pmc8228022, lenzini2020
    """

    kind: ClassVar[str] = "gel-slab"
    title: ClassVar[str] = "Hydrogel layer"
    cites: ClassVar[tuple[str, ...]] = ("crank1975", "pmc8228022", "lenzini2020")

    thickness: float = param("m", "thickness of the gel layer", low=1e-6, high=0.1, usual=2e-3, spread=lognormal(1.5))
    open_faces: str = option("faces of the layer through which vesicles leave", ("one", "two"), usual="one")
    diffusivity: float = effective_diffusivity()
    duration: float = followed()

    def load(self, feed: Suspension) -> Product:
        """One gel."""
        time = release_times(self.duration)
        length = self.thickness if self.open_faces == "one" else self.thickness / 2.0
        released = diffused("slab", slowed_by_size(self.diffusivity, feed) / length**2, time, bath=bath_of(self))
        return product_of(self, feed, time=time, released=released)
