"""Where the vesicles are, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError
from exoforge.base.trace import Trace


@dataclass(frozen=True, kw_only=True, slots=True)
class Exposure:
    """Vesicles by site over time. Every particle given is at one of the sites at any time: the sum over sites is what was given so far.

    Parameters
    ----------
    time : (n_t,) [s] since the injury, increasing.
    sites : names of the sites (vocabulary 'tissues'): ``carrier``, ``local-free``, ``local-cells``, ``blood``, organs, ``cleared``.
    particles : (n_site, n_t) [particles] vesicles at each site.
    labelled : (n_site, n_t) [particles] vesicles whose label is still attached, which is what an instrument would see; equal to
        `particles` where no label is modelled. A label is not a vesicle.
    target : the site on which the response depends.
    target_volume : [m3] of the tissue at the target site.
    given : [particles] total of all applications.
    copies : [1] copies of each cargo per vesicle given, by name, where its molar mass is known.
    """

    time: NDArray[np.float64]
    sites: tuple[str, ...]
    particles: NDArray[np.float64]
    labelled: NDArray[np.float64]
    target: str
    target_volume: float
    given: float
    copies: Mapping[str, float] = field(default_factory=dict)
    notes: Mapping[str, float] = field(default_factory=dict)
    trace: Trace = field(default_factory=Trace)

    def __post_init__(self) -> None:
        shape = (len(self.sites), self.time.size)
        for name, array in (("particles", self.particles), ("labelled", self.labelled)):
            if array.shape != shape:
                raise InternalError(f"An exposure needs {name} of shape {shape}; found {array.shape}.")
            if not np.all(np.isfinite(array)) or array.min() < -1e-9 * max(self.given, 1.0):
                raise InternalError(f"An exposure holds negative or undefined {name}.")
        if not np.all(np.diff(self.time) > 0):
            raise InternalError("The times of an exposure must increase.")
        if self.target not in self.sites:
            raise InternalError(f"The target '{self.target}' is not one of the sites {', '.join(self.sites)}.")
