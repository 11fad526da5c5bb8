"""Loading vesicles by keeping them in a solution of the cargo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.laws.loading import partition_loading
from exoforge.stages.engineer.loading import Loading, Uptake, shares_of_mixture
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class IncubationLoading(Loading):
    """Vesicles and cargo in one tube until they are in equilibrium.

    ``f_m = K phi_m / (1 + (K - 1) phi_m)`` of the cargo is in the membranes and ``f_l = (1 - f_m) phi_l / (1 - phi_m)``
    in the lumens, `phi_m` and `phi_l` being the shares of the mixture that membranes and lumens of this feed fill.

    Assumes
    -------
    Equilibrium; a cargo that does not change the vesicles; particles of all kinds lost alike, with the cargo that they carried before.

    References
    ----------
    pmc10570584
    """

    kind: ClassVar[str] = "incubation-loading"
    title: ClassVar[str] = "Loading by incubation"
    cites: ClassVar[tuple[str, ...]] = ("pmc10570584",)

    def take_up(self, feed: Suspension) -> Uptake:
        """Shares of the cargo in lumens and membranes at equilibrium."""
        lumens, membranes = shares_of_mixture(feed)
        inside = float(partition_loading(partition_coefficient=self.partition_coefficient, membrane_fraction=membranes))
        return Uptake(lumen=(1.0 - inside) * lumens / (1.0 - membranes), membrane=inside)
