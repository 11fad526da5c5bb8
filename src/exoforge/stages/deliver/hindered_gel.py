"""A hydrogel whose diffusivity is asked of laws of hindrance, which disagree: each member of an ensemble follows one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.laws.hindrance import canal_peppas_mesh, lustig_peppas, obstruction, ogston
from exoforge.laws.sedimentation import diffusion_coefficient
from exoforge.laws.water import viscosity
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, is_stated, retold, stated_quantity, step_key, without
from exoforge.stages.deliver.dosed import dosed, product_of, release_times
from exoforge.stages.deliver.gels import (
    BODY_TEMPERATURE,
    REFERENCE_DIAMETER,
    SHAPES,
    Gel,
    bath_of,
    diffused,
    effective_diffusivity,
    followed,
    passed_over,
    stated_mesh,
    without_bath,
)
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension

LAWS = ("lustig-peppas", "obstruction", "ogston", "retention")
"""The members of the structural ensemble, in the order of what they let through for 100 nm in a gel of the usual settings.
The last is no law but the diffusivity fitted to published retentions. That each has the same weight is a choice."""

READERS: Mapping[str, Set[str]] = {
    "law_rank": {"ensemble"},
    "mesh_size": {"lustig-peppas", "obstruction"},
    "polymer_share": {"lustig-peppas", "ogston"},
    "fibre_radius": {"obstruction", "ogston"},
    "diffusivity": {"retention"},
}
"""Which laws read a setting."""

CHAIN = ("strand_mass", "repeat_mass", "characteristic_ratio")
"""Settings from which, with the share of polymer, the mesh of Canal and Peppas is formed."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class HinderedGel(Gel):
    """A gel in which ``D(d) = D0(d) h(d)``: Stokes and Einstein in water at 37 degC, times a law of hindrance.

    ``lustig-peppas``: ``(1 - d / (2 xi)) exp(-v / (1 - v))``, 0 above it. ``obstruction``: ``exp(-(pi/4) ((r + r_f) / (xi/2 + r_f))^2)``.
    ``ogston``: ``exp(-sqrt(v) (r + r_f) / r_f)``. ``retention``: the effective diffusivity of the gel layer, fitted to retentions.

    With `law` at ``ensemble`` each member follows one of the four, drawn by `law_rank`; the usual rank, in the middle, is one
    of them and no mean. For 100 nm they differ by many powers of ten, so that the result has several heights and its
    interval spans them: read it by law. A stated `storage_modulus` gives the mesh ``(k_B T / G)^(1/3)``; stated `strand_mass`,
    `repeat_mass` and `characteristic_ratio` give that of Canal and Peppas; `mesh_size` comes before both. Where it is none of
    these, the usual mesh is the elastic one of 1 kPa, a choice.

    Assumes
    -------
    As the gel layer; laws made for stiff spheres of a few nanometres hold for vesicles, which is doubtful and why there are four.

    References
    ----------
    lustig1988, amsden1998, ogston1973, canal1989, axpe2019, pmc8228022, crank1975
    """

    kind: ClassVar[str] = "hindered-gel"
    title: ClassVar[str] = "Hydrogel by laws of hindrance"
    cites: ClassVar[tuple[str, ...]] = ("lustig1988", "amsden1998", "ogston1973", "canal1989", "axpe2019", "pmc8228022", "crank1975")

    shape: str = option("shape of the gel", SHAPES, usual="slab")
    length: float = param(
        "m", "thickness of a layer with one sealed face, or radius of a strand or ball", low=1e-7, high=0.1, usual=2e-3, spread=lognormal(1.5)
    )
    law: str = option("law of hindrance, or the ensemble of all", ("ensemble", *LAWS), usual="ensemble")
    law_rank: float = param(
        "", "which law a member follows: place from 0 to 1 among them, from the tightest to the loosest", low=0.0, high=1.0, usual=0.6, spread=uniform(0.0, 1.0)
    )
    mesh_size: float = param("m", "mesh size of the swollen network", low=1e-10, high=1e-4, usual=16.2e-9, spread=lognormal(2.0))
    polymer_share: float = param("", "volume of polymer over that of the swollen gel", low=1e-4, high=0.9, usual=0.02, spread=lognormal(1.5))
    fibre_radius: float = param(
        "m", "radius of a polymer chain or bundle; that of alginate", low=1e-10, high=2e-7, usual=0.83e-9, spread=lognormal(2.0), cite="axpe2019", status="read"
    )
    diffusivity: float = effective_diffusivity()
    duration: float = followed()

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every delivery; the mesh from the modulus or the chains where they are stated, and what each law says of 100 nm in a notice."""
        hinged = dosed(cls, step, also_read=("storage_modulus", *CHAIN))
        told: tuple[str, ...] = ()
        if is_stated(step, "mesh_size"):
            told = passed_over(step, "'mesh_size'", ("storage_modulus", *CHAIN))
        else:
            hinged, told = _with_mesh(hinged, step)
        gel = hinged.operation
        used = {*LAWS, "ensemble"} if gel.law == "ensemble" else {gel.law}
        idle = [name for name, laws in READERS.items() if not used & laws]
        if "mesh_size" in idle:
            idle, told = [*idle, "storage_modulus", *CHAIN], ()
        hinged = without_bath(without(hinged, step, idle), step)
        return dataclasses.replace(hinged, notices=(*hinged.notices, *told, _disagreement(gel, step)))

    def load(self, feed: Suspension) -> Product:
        """One gel."""
        time = release_times(self.duration)
        diffusivity = diffusivities(self, law_of(self), feed.grid.diameter)
        return product_of(self, feed, time=time, released=diffused(self.shape, diffusivity / self.length**2, time, bath=bath_of(self)))


def law_of(gel: HinderedGel) -> str:
    """The law that one gel follows."""
    return gel.law if gel.law != "ensemble" else LAWS[min(int(gel.law_rank * len(LAWS)), len(LAWS) - 1)]


def diffusivities(gel: HinderedGel, law: str, diameter: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a law says of vesicles in a gel, (n_size,) [m2/s]."""
    if law == "retention":
        return gel.diffusivity * REFERENCE_DIAMETER / diameter
    radius = diameter / 2.0
    if law == "lustig-peppas":
        hindrance = lustig_peppas(radius, mesh=gel.mesh_size, polymer_share=gel.polymer_share)
    elif law == "obstruction":
        hindrance = obstruction(radius, mesh=gel.mesh_size, fibre_radius=gel.fibre_radius)
    else:
        hindrance = ogston(radius, polymer_share=gel.polymer_share, fibre_radius=gel.fibre_radius)
    free = diffusion_coefficient(diameter=diameter, temperature=BODY_TEMPERATURE, viscosity=viscosity(BODY_TEMPERATURE))
    return np.asarray(free * hindrance)


def _with_mesh(hinged: Hinged, step: Step) -> tuple[Hinged, tuple[str, ...]]:
    """What the hinge made of a step that states no mesh, with that of the chains or of the modulus; and what was stated and left out."""
    spread = lognormal(1.5)
    if all(is_stated(step, name) for name in CHAIN):
        strand, repeat, ratio = (stated_quantity(step, name, unit) for name, unit in zip(CHAIN, ("kg/mol", "kg/mol", ""), strict=True))
        assert strand is not None
        assert repeat is not None
        assert ratio is not None
        mesh = canal_peppas_mesh(
            polymer_share=hinged.operation.polymer_share, strand_mass=strand.value, repeat_mass=repeat.value, characteristic_ratio=ratio.value
        )
        reason = "formed from the stated chains and the share of polymer (Canal and Peppas), two bonds of 0.154 nm for each unit; the scatter is a choice"
        hinged = retold(hinged, "mesh_size", float(mesh), spread, reason=reason, cite="canal1989", status="recalled")
        return hinged, passed_over(step, "the stated chains", ("storage_modulus",))
    elastic = stated_mesh(step)
    told = passed_over(step, "the usual value" if elastic is None else "'storage_modulus'", CHAIN)
    told = tuple(f"{sentence} A mesh of chains needs all of {', '.join(CHAIN)}." for sentence in told)
    if elastic is None:
        return hinged, told
    reason = "elastic mesh of the stated storage modulus at 37 degC, (k_B T / G)^(1/3); the scatter is a choice"
    return retold(hinged, "mesh_size", elastic, spread, reason=reason), told


def _disagreement(gel: HinderedGel, step: Step) -> str:
    size = np.array([REFERENCE_DIAMETER])
    found = {law: float(diffusivities(gel, law, size)[0]) for law in LAWS}
    said = ", ".join(f"{law} {value:.1e}" if value > 0 else f"{law} none passes" for law, value in found.items())
    taken = "each member of the ensemble follows one of them" if gel.law == "ensemble" else f"'{gel.law}' was taken"
    return f"{step_key(step)}: the laws disagree for a vesicle of 100 nm in this gel [m2/s]: {said}; {taken}, and none of them was checked on vesicles."
