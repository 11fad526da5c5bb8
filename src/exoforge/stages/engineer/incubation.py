"""Loading vesicles by keeping them in a solution of the cargo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from exoforge.base.parameters import lognormal, param
from exoforge.laws.permeation import emptying_time, filled_from_bath, filling_rate
from exoforge.laws.vesicle import lumen_diameter, lumen_volume
from exoforge.stages.engineer.families import WATERY_PASSAGE
from exoforge.stages.engineer.loading import Loading, Uptake, shares_of_mixture
from exoforge.streams.amounts import bilayers_by_diameter
from exoforge.streams.suspension import Suspension

HOUR = 3600.0
EMPTYING = "time to lose the cargo once it is washed [s]"
"""What the figure is called by which a loading of this kind is doubted."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class IncubationLoading(Loading):
    """Vesicles and cargo in one tube for a time.

    The membranes are in equilibrium with the water at once. The lumen of each size fills through its membrane, ``dc_i/dt = (c - c_i) / tau_i``
    with ``tau = r / (3 P)``, `r` the radius of the lumen, and all draw on the same cargo. After a long time
    ``f_m = K phi_m / (1 + (K - 1) phi_m)`` is in the membranes and ``f_l = (1 - f_m) phi_l / (1 - phi_m)`` in the lumens, `phi_m` and `phi_l`
    being the shares of the mixture that membranes and lumens of this feed fill.

    Assumes
    -------
    Membranes that take up their share at once; a cargo that is not bound or changed inside, and drawn in by no gradient of pH or charge; a cargo
    that does not change the vesicles; particles of all kinds lost alike, with the cargo that they carried before. What an earlier step left
    dissolved of the cargo is not offered again, and what it brought aboard stays.

    Figures
    -------
    As `Loading`; ``lumens filled``, share of the equilibrium [1]; ``time to fill a lumen [s]``, `tau` averaged over the volume of the lumens;
    ``time to lose the cargo once it is washed [s]``, `emptying_time` averaged likewise. No later step follows this loss.

    References
    ----------
    pmc10570584
    """

    kind: ClassVar[str] = "incubation-loading"
    title: ClassVar[str] = "Loading by incubation"
    cites: ClassVar[tuple[str, ...]] = ("pmc10570584", "molmedb_permeability")
    computing: ClassVar[tuple[str, ...]] = ("partition_coefficient", "permeability", "duration")

    duration: float = param("s", "how long vesicles and cargo are together", low=0.0, high=30 * 24 * HOUR, usual=HOUR, spread=lognormal(3.0))
    permeability: float = param(
        "m/s",
        "permeability of the membrane for the dissolved cargo; 0 for one that does not pass",
        low=0.0,
        high=1.0,
        usual=WATERY_PASSAGE.value,
        spread=WATERY_PASSAGE.spread,
        cite=WATERY_PASSAGE.cite,
        status=WATERY_PASSAGE.status,
    )

    def take_up(self, feed: Suspension) -> Uptake:
        """Shares of the cargo in lumens and membranes at the end of the time."""
        _, membranes = shares_of_mixture(feed)
        vesicles, diameter = bilayers_by_diameter(feed) / feed.volume, feed.grid.diameter
        space = lumen_diameter(diameter)
        open_ = (vesicles > 0) & (space > 0)
        lumen = vesicles[open_] * lumen_volume(diameter[open_])
        rate = filling_rate(permeability=self.permeability, diameter=space[open_])
        lumens = float(lumen.sum())
        bath = 1.0 - lumens - membranes + self.partition_coefficient * membranes
        inside, outside = filled_from_bath(self.duration, rate=rate, lumen=lumen, bath=bath)
        figures: dict[str, float] = {}
        computed = lumens > 0 and self.efficiency_basis == "computed"
        if computed:
            figures["lumens filled"] = min(float(lumen @ inside) / lumens * (bath + lumens), 1.0)
        if computed and self.permeability > 0:
            figures["time to fill a lumen [s]"] = float(np.average(1.0 / rate, weights=lumen))
            emptying = emptying_time(permeability=self.permeability, diameter=diameter[open_], partition_coefficient=self.partition_coefficient)
            figures[EMPTYING] = float(np.average(emptying, weights=lumen))
        return Uptake(lumen=float(lumen @ inside), membrane=self.partition_coefficient * membranes * outside, figures=figures)
