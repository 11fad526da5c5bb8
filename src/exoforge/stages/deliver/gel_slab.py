"""A layer of hydrogel that vesicles leave by an effective diffusion."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError, StepError
from exoforge.base.parameters import lognormal, option, param
from exoforge.base.units import Quantity, convert
from exoforge.laws.release import mesh_size, slab
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, step_key
from exoforge.stages.deliver.dosed import DAY, Dosed, dosed, product_of, release_times
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension

REFERENCE_DIAMETER = 100e-9
"""[m], of the vesicle whose effective diffusivity is stated."""

BODY_TEMPERATURE = 310.15
"""[K]"""

_LAST_ROOT = 3.5
"""Square root of the Fourier number at which all but 1e-13 has left."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class GelSlab(Dosed):
    """A gel layer, patch or filled defect, from which vesicles leave through one face or two (Crank).

    ``M(t) = 1 - sum 8 / ((2n+1)^2 pi^2) exp(-(2n+1)^2 pi^2 F / 4)``, ``F = D(d) t / l^2``, ``D(d) = D_eff (100 nm / d)``;
    `l` is the thickness when one face is sealed and half of it when both are open.

    The effective diffusivity is a fit, not a prediction: a gel of 0.1 to 10 kPa has an elastic mesh of 35 to 7.5 nm, finer
    than a vesicle, so that what really sets the release is pores, relaxation and degradation of the gel. When the step states
    `storage_modulus`, the mesh ``(k_B T / G)^(1/3)`` is told in a notice.

    The usual value stands between two published retentions, each read for a layer of 2 mm with one open face: 86 % kept after
    2 d in thermosensitive chitosan is 3.6e-13 m2/s, 90 % kept after 14 d in photo-imine hyaluronate is 2.6e-14 m2/s.

    Assumes
    -------
    Uniform start, a tissue that takes everything away, a gel that neither swells nor degrades, no binding.

    References
    ----------
    crank1975, pmc8228022, lenzini2020
    """

    kind: ClassVar[str] = "gel-slab"
    title: ClassVar[str] = "Hydrogel layer"
    cites: ClassVar[tuple[str, ...]] = ("crank1975", "pmc8228022", "lenzini2020")
    usual_carrier: ClassVar[str] = "hydrogel"

    thickness: float = param("m", "thickness of the gel layer", low=1e-6, high=0.1, usual=2e-3, spread=lognormal(1.5))
    open_faces: str = option("faces of the layer through which vesicles leave", ("one", "two"), usual="one")
    diffusivity: float = param(
        "m2/s",
        "effective diffusivity of a vesicle of 100 nm in the gel: a fit to releases, not a prediction",
        low=1e-18,
        high=1e-10,
        usual=1e-13,
        spread=lognormal(4.0),
        cite="pmc8228022",
    )
    duration: float = param("s", "how long the release is followed; later the carrier keeps what is left", low=60.0, high=3650.0 * DAY, usual=120.0 * DAY)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every delivery; a `storage_modulus` is read for the notice on the mesh and changes no number."""
        hinged = dosed(cls, step, also_read=("storage_modulus",))
        return dataclasses.replace(hinged, notices=hinged.notices + _mesh_notice(step))

    def load(self, feed: Suspension) -> Product:
        """One gel."""
        time = release_times(self.duration)
        length = self.thickness if self.open_faces == "one" else self.thickness / 2.0
        diffusivity = self.diffusivity * REFERENCE_DIAMETER / feed.grid.diameter
        root = np.sqrt(np.multiply.outer(diffusivity / length**2, time))
        return product_of(self, feed, time=time, released=np.interp(root, *_slab_table()))


@lru_cache(maxsize=1)
def _slab_table() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Crank's series over the square root of the Fourier number, in which it is smooth: a table errs by less than 1e-6 and costs no series per size."""
    root = np.linspace(0.0, _LAST_ROOT, 4001)
    share = np.maximum.accumulate(slab(root**2))  # at its end the series is flat to rounding
    for column in (root, share):
        column.setflags(write=False)
    return root, share


def _mesh_notice(step: Step) -> tuple[str, ...]:
    leaf: Any = step.settings.get("storage_modulus", Missing())
    if not isinstance(leaf, Stated):
        return ()
    try:
        if not isinstance(leaf.value, Quantity):
            raise SettingError(f"{leaf.value!r} is not a quantity; write a number and its unit, for example '1 kPa'.")
        mesh = float(mesh_size(modulus=convert(leaf.value, "Pa").value, temperature=BODY_TEMPERATURE))
    except SettingError as trouble:
        raise StepError(step_key(step), {"storage_modulus": f"'storage_modulus': {trouble}"}) from None
    held_back = (
        "a vesicle of 100 nm is larger than that, so that the effective diffusivity is a fit to a release, not a prediction"
        if mesh < REFERENCE_DIAMETER
        else "a vesicle of 100 nm passes it, and is held back less than the usual effective diffusivity says"
    )
    return (f"{step_key(step)}: a storage modulus of {leaf.value} means an elastic mesh of {mesh * 1e9:.1f} nm at 37 degC; {held_back}.",)
