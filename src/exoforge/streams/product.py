"""What is given: vesicles in or on a carrier, and how the carrier lets them go."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError
from exoforge.base.trace import Trace
from exoforge.streams.suspension import Suspension


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """One application of a therapy.

    Parameters
    ----------
    carrier : a term of the vocabulary 'carriers'.
    loaded : what the carrier holds at the moment of application.
    time : (n_t,) [s] since application, increasing from 0.
    released : (n_size, n_t) [1] cumulative share of the vesicles of each size that the carrier has let go, in [0, 1], never falling.
    applications : how many times it is given.
    interval : [s] between applications.
    start : [s] from the injury to the first application.
    doses_per_batch : [1] how many applications the feed would have filled; below 1, batches were pooled.
    """

    carrier: str
    loaded: Suspension
    time: NDArray[np.float64]
    released: NDArray[np.float64]
    applications: int = 1
    interval: float = 0.0
    start: float = 0.0
    doses_per_batch: float = 1.0
    trace: Trace = field(default_factory=Trace)

    def __post_init__(self) -> None:
        shape = (self.loaded.grid.edges.size - 1, self.time.size)
        if self.released.shape != shape:
            raise InternalError(f"A product needs released shares of shape {shape}; found {self.released.shape}.")
        if self.time[0] != 0 or not np.all(np.diff(self.time) > 0):
            raise InternalError("The times of a product must begin at 0 and increase.")
        if self.released.min() < -1e-12 or self.released.max() > 1 + 1e-12 or np.diff(self.released, axis=1).min(initial=0.0) < -1e-9:
            raise InternalError("The released share of a product must lie in [0, 1] and never fall.")
