"""What the gels share: shapes from which vesicles diffuse into tissue or into a bath, and what a stated modulus means."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, option, param
from exoforge.laws.finite_bath import cylinder_bath, slab_bath, sphere_bath
from exoforge.laws.release import cylinder, mesh_size, slab, sphere
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, is_stated, stated_quantity, step_key, without
from exoforge.stages.deliver.dosed import DAY, Dosed, dosed
from exoforge.streams.suspension import Suspension

REFERENCE_DIAMETER = 100e-9
"""[m], of the vesicle whose effective diffusivity is stated."""

BODY_TEMPERATURE = 310.15
"""[K]"""

SHAPES = ("slab", "cylinder", "sphere")
DIMENSIONS = {"slab": 1.0, "cylinder": 2.0, "sphere": 3.0}

_LAWS: dict[str, tuple[Callable[..., NDArray[np.float64]], Callable[..., NDArray[np.float64]], float]] = {
    "slab": (slab, slab_bath, 3.5),
    "cylinder": (cylinder, cylinder_bath, 2.3),
    "sphere": (sphere, sphere_bath, 1.75),
}
"""Into an endless medium, into a bath, and the square root of the Fourier number at which all but 1e-13 has left."""

_POINTS = 2001
"""Of a table even in the fourth root of the Fourier number, which errs by less than 1e-6."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gel(Dosed):
    """A delivery from which vesicles diffuse; the gels differ in shape and in what sets the diffusivity."""

    usual_carrier: ClassVar[str] = "hydrogel"

    surrounding: str = option("what takes the vesicles away: a tissue that never fills, or a bath of stated volume", ("tissue", "bath"), usual="tissue")
    bath_ratio: float = param("", "volume of the bath over that of the gel", low=0.1, high=1e4, usual=10.0)
    partition: float = param("", "concentration in the gel, bound and free, over that in the liquid at equilibrium", low=0.01, high=100.0, usual=1.0)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every delivery; without a bath its two settings are not asked for, and a `storage_modulus` is read for the notice on the mesh."""
        hinged = without_bath(dosed(cls, step, also_read=("storage_modulus",)), step)
        return dataclasses.replace(hinged, notices=hinged.notices + mesh_notice(step))


def effective_diffusivity() -> Any:
    """Declare the diffusivity of a vesicle in a gel as a field."""
    return param(
        "m2/s",
        "effective diffusivity of a vesicle of 100 nm in the gel: a fit to releases, not a prediction",
        low=1e-18,
        high=1e-10,
        usual=1e-13,
        spread=lognormal(4.0),
        cite="pmc8228022",
    )


def followed() -> Any:
    """Declare how long a release is followed as a field."""
    return param("s", "how long the release is followed; later the carrier keeps what is left", low=60.0, high=3650.0 * DAY, usual=120.0 * DAY)


def without_bath(hinged: Hinged, step: Step) -> Hinged:
    """What the hinge made of a step, without the settings of a bath where there is none."""
    return without(hinged, step, ("bath_ratio", "partition")) if hinged.operation.surrounding == "tissue" else hinged


def bath_of(gel: Gel) -> float:
    """The bath that the gel stands in, as the laws count it: its volume over the gel's and the partition; 0 for a tissue, which never fills."""
    return 0.0 if gel.surrounding == "tissue" else gel.bath_ratio / gel.partition


def slowed_by_size(diffusivity: float, feed: Suspension) -> NDArray[np.float64]:
    """Diffusivity of each size, as 1 over the diameter from that of 100 nm, (n_size,) [m2/s]."""
    return diffusivity * REFERENCE_DIAMETER / feed.grid.diameter


def diffused(shape: str, rate: NDArray[np.float64], time: NDArray[np.float64], *, bath: float = 0.0) -> NDArray[np.float64]:
    """Share that has diffused out, (n_size, n_t).

    Parameters
    ----------
    shape : one of `SHAPES`. rate : (n_size,) diffusivity over the square of the length [1/s]. time : (n_t,) [s].
    bath : as `bath_of`.
    """
    values, steps, last = _table(shape, bath)
    place: NDArray[np.float64] = np.multiply.outer(np.sqrt(np.sqrt(rate)), np.sqrt(np.sqrt(time)) * ((_POINTS - 1) / np.sqrt(last)))
    np.minimum(place, _POINTS - 1, out=place)
    whole = place.astype(np.int32)
    place -= whole
    place *= steps.take(whole)
    place += values.take(whole)
    return place


@lru_cache(maxsize=256)
def _table(shape: str, bath: float) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Shares, their differences, and the last root; even in the fourth root of the Fourier number, so that a small bath is fine at the start."""
    endless, filling, last = _LAWS[shape]
    fourier = last**2 * np.linspace(0.0, 1.0, _POINTS) ** 4
    share = filling(fourier, bath=bath) if bath else endless(fourier)
    values = np.clip(np.maximum.accumulate(share), 0.0, 1.0)  # at its end the series is flat to rounding
    values[0] = 0.0
    steps = np.append(np.diff(values), 0.0)
    for column in (values, steps):
        column.setflags(write=False)
    return values, steps, last


def stated_mesh(step: Step) -> float | None:
    """Elastic mesh of a stated `storage_modulus` [m]; None where none is stated.

    Raises
    ------
    StepError
        What is stated is no modulus.
    SettingError
        The modulus is not above 0.
    """
    modulus = stated_quantity(step, "storage_modulus", "Pa")
    return None if modulus is None else float(mesh_size(modulus=modulus.value, temperature=BODY_TEMPERATURE))


def passed_over(step: Step, taken: str, names: Collection[str]) -> tuple[str, ...]:
    """Stated settings from which a mesh could be formed, where another one that comes first is stated too: told, because they change no number."""
    idle = [name for name in names if is_stated(step, name)]
    if not idle:
        return ()
    mesh = stated_mesh(step) if "storage_modulus" in idle else None
    elastic = "" if mesh is None else f" (the elastic mesh of that modulus is {mesh * 1e9:.3g} nm)"
    listed = ", ".join(f"'{name}'" for name in idle)
    return (f"{step_key(step)}: the mesh is that of {taken}; the stated {listed} change{'s' if len(idle) == 1 else ''} no number{elastic}.",)


def mesh_notice(step: Step) -> tuple[str, ...]:
    """What a stated modulus means for a vesicle of 100 nm: a sentence, and no number of the release."""
    mesh = stated_mesh(step)
    if mesh is None:
        return ()
    held_back = (
        "a vesicle of 100 nm is larger than that, so that the effective diffusivity is a fit to a release, not a prediction"
        if mesh < REFERENCE_DIAMETER
        else "a vesicle of 100 nm passes it, and is held back less than the usual effective diffusivity says"
    )
    stated = stated_quantity(step, "storage_modulus")
    return (f"{step_key(step)}: a storage modulus of {stated} means an elastic mesh of {mesh * 1e9:.1f} nm at 37 degC; {held_back}.",)
