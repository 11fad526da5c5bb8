"""An injection of vesicles in solution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from exoforge.stages.deliver.dosed import Dosed, product_of
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension

_TIME = np.array([0.0, 1.0])
_TIME.setflags(write=False)


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Injection(Dosed):
    """A solution that is injected, dropped or infused quickly: every vesicle is free at once.

    ``M(t) = 1``, a choice: no depot forms where it is injected.

    Assumes
    -------
    Nothing stays in the syringe, runs back out of the tissue, or clumps on the way.
    """

    kind: ClassVar[str] = "injection"
    title: ClassVar[str] = "Injection"
    usual_carrier: ClassVar[str] = "solution"

    def load(self, feed: Suspension) -> Product:
        """One injection."""
        return product_of(self, feed, time=_TIME, released=np.ones((feed.grid.edges.size - 1, 2)))
