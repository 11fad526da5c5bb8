"""A hydrogel that holds vesicles until its mesh has opened far enough."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from exoforge.base.parameters import lognormal, param, uniform
from exoforge.laws.degrading import share_freed
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, is_stated, retold, step_key
from exoforge.stages.deliver.dosed import DAY, Dosed, dosed, product_of, release_times
from exoforge.stages.deliver.gels import REFERENCE_DIAMETER, followed, passed_over, stated_mesh
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension

MOSTLY_FREE = 0.5
"""Share of the vesicles of 100 nm free at the start from which it is told. A choice."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class DegradationRelease(Dosed):
    """A gel that degrades in bulk: a vesicle is free when the mesh around it has grown to its diameter.

    ``xi(t) = xi0 exp(k t / 3)``, ``M(d, t) = Phi(ln(xi(t) / d) / ln s)``: a lag, then a burst, the smaller sizes first; without
    scatter of the mesh a size leaves at ``t = (3 / k) ln(d / xi0)``. What the mesh does not hold at the start is free at once.

    A stated `storage_modulus` gives the mesh ``(k_B T / G)^(1/3)``. The usual mesh is the elastic one of 1 kPa; it, its scatter
    and the rate, with half of the crosslinks gone in two weeks, are choices: they must be stated for a gel in earnest.

    Assumes
    -------
    Crosslinks lost at random and everywhere alike, affine swelling, a gel in which what is free leaves fast beside degradation.
    Vesicles that squeeze through a mesh smaller than themselves are left out; for those there is the relaxing gel.

    References
    ----------
    lu2000
    """

    kind: ClassVar[str] = "degradation-release"
    title: ClassVar[str] = "Degrading hydrogel"
    cites: ClassVar[tuple[str, ...]] = ("lu2000",)
    usual_carrier: ClassVar[str] = "hydrogel"

    mesh_size: float = param("m", "median mesh size at the start", low=1e-9, high=1e-5, usual=16.2e-9, spread=lognormal(2.0))
    mesh_spread: float = param("", "geometric standard deviation of the mesh within the gel", low=1.0, high=10.0, usual=1.5, spread=uniform(1.1, 2.5))
    degradation_rate: float = param("1/s", "first-order loss of crosslinks", low=1e-12, high=1.0, usual=math.log(2.0) / (14.0 * DAY), spread=lognormal(3.0))
    duration: float = followed()

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every delivery; the mesh from a stated `storage_modulus` where no mesh is stated."""
        hinged = dosed(cls, step, also_read=("storage_modulus",))
        told: tuple[str, ...] = ()
        elastic = stated_mesh(step)
        if is_stated(step, "mesh_size"):
            told = passed_over(step, "'mesh_size'", ("storage_modulus",))
        elif elastic is not None:
            reason = "elastic mesh of the stated storage modulus at 37 degC, (k_B T / G)^(1/3); the scatter is a choice"
            hinged = retold(hinged, "mesh_size", elastic, lognormal(1.5), reason=reason)
        return dataclasses.replace(hinged, notices=(*hinged.notices, *told, *_free_at_once(hinged.operation, step)))

    def load(self, feed: Suspension) -> Product:
        """One gel."""
        time = release_times(self.duration)
        diameter = feed.grid.diameter[:, np.newaxis]
        released = share_freed(time, diameter=diameter, mesh=self.mesh_size, spread=self.mesh_spread, degradation_rate=self.degradation_rate)
        return product_of(self, feed, time=time, released=released)


def _free_at_once(gel: DegradationRelease, step: Step) -> tuple[str, ...]:
    """That the mesh is too wide to hold vesicles, so that degradation does not decide their release."""
    share = float(share_freed(0.0, diameter=REFERENCE_DIAMETER, mesh=gel.mesh_size, spread=gel.mesh_spread, degradation_rate=gel.degradation_rate))
    if share < MOSTLY_FREE:
        return ()
    found = f"a mesh of {gel.mesh_size * 1e9:.3g} nm holds back little: {100 * share:.0f} % of the vesicles of 100 nm are free at once"
    return (f"{step_key(step)}: {found}. What slows them then is diffusion, which is left out here; 'gel-slab' and the other gels follow it.",)
