"""Loading vesicles by warming them with the cargo."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, param
from exoforge.laws.stability import arrhenius_rate
from exoforge.stages.engineer.opening import Opening, Working
from exoforge.streams.suspension import Suspension

REFERENCE = 315.15
"""[K] The temperature of which the rate of opening is told; 42 degrees Celsius, the usual heat shock."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class ThermalLoading(Opening):
    """Warm membranes let the cargo through: vesicles exchange their lumen at a rate that grows with the temperature.

    ``opened = 1 - exp(-k t)``, ``k = k_42 exp((Ea / R) (1 / T_42 - 1 / T))``. A lumen that was open holds what the liquid outside holds.

    Assumes
    -------
    The rate at 42 degrees and its activation energy are choices, wide, because no source measured them for vesicles: the published
    efficiencies of heat are of whole experiments. Sizes stay. Proteins of the vesicles, and a protein cargo, unfold from about 50 degrees on:
    that, and any loss of antigens and function, is not modelled. What the vesicles carried before is taken as dissolved in their lumens, and
    spills as that does.

    References
    ----------
    pmc8191593
    """

    kind: ClassVar[str] = "thermal-loading"
    title: ClassVar[str] = "Loading by heat"
    cites: ClassVar[tuple[str, ...]] = ("pmc8191593",)

    temperature: float = param("K", "of the mixture", low=273.15, high=343.15, usual=REFERENCE)
    duration: float = param("s", "at that temperature", low=0.0, high=1e6, usual=600.0, spread=lognormal(2.0))
    opening_rate: float = param("1/s", "at which vesicles exchange their lumen at 42 degrees Celsius", low=0.0, high=10.0, usual=2e-4, spread=lognormal(4.0))
    activation_energy: float = param("J/mol", "of that rate", low=0.0, high=1e6, usual=8e4, spread=lognormal(1.5))

    def working(self, feed: Suspension) -> Working:
        """One opening, of as many as the rate opens in the time."""
        rate = arrhenius_rate(rate=self.opening_rate, reference_temperature=REFERENCE, temperature=self.temperature, activation_energy=self.activation_energy)
        return Working(cycles=1.0, opened=-math.expm1(-float(rate) * self.duration))
