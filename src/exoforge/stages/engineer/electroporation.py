"""Loading vesicles by electric pulses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.laws.electroporation import charging_time, pole_potential, porated_share, pulse_heating
from exoforge.laws.loading import porating_field, schwan_potential
from exoforge.laws.permeation import filled_from_bath, filling_rate
from exoforge.laws.vesicle import lumen_diameter, lumen_volume
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged
from exoforge.stages.engineer.adding import even_carriers
from exoforge.stages.engineer.loading import Loading, Reshaped, Uptake, shares_of_mixture
from exoforge.stages.engineer.pulses import TYPICAL, hinged_pulses
from exoforge.streams.amounts import bilayers_by_diameter
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Electroporation(Loading):
    """Vesicles and cargo between two electrodes.

    A pulse puts ``U = 1.5 E r (1 - exp(-t / tau))`` across the membrane at the pole, ``tau = r C (1 / s_i + 1 / (2 s_e))``. Where
    ``U |cos(angle)|`` reaches the threshold the membrane opens, on ``1 - U_c / U`` of the surface, and shuts again some time after. Through the
    open part the lumen of that size exchanges with the liquid outside, and ends at most as concentrated as that. A size in which no place reaches
    the threshold stays shut. The cargo that membranes dissolve is in them as in an incubation.

    Beside this, and whether anything opens or not: a share of the cargo outside precipitates with metal of the electrodes, and a share of the
    vesicles clumps and is gone. Both are numbers from experience and not from an equation; a chelator leaves less of the first.

    Assumes
    -------
    Square pulses (of one that decays, state half its time constant), all alike, between which nothing but the pores remembers; spheres that the
    field does not deform; no pull of the field on the cargo; no passage through shut membranes, which lets a small drug load too little; every
    vesicle in the same field. What an earlier step left dissolved of the cargo is not offered again.

    Figures
    -------
    As `Loading`; ``voltage across a vesicle of 100 nm [V]``; ``field that opens a vesicle of 100 nm [V/m]``; ``charging time of a vesicle of
    100 nm [s]``; ``vesicles opened``, share [1]; ``surface opened``, share of the surface of all vesicles [1]; ``lumens filled``, share of the
    equilibrium [1]; ``heating [K]``; ``vesicles clumped``, share [1].

    References
    ----------
    schwan1957, kotnik1998, kooijmans2013
    """

    kind: ClassVar[str] = "electroporation"
    title: ClassVar[str] = "Loading by electroporation"
    cites: ClassVar[tuple[str, ...]] = ("schwan1957", "kotnik1998", "kooijmans2013")
    computing: ClassVar[tuple[str, ...]] = ("partition_coefficient", "pore_permeability", "open_time")

    field: float = param(
        "V/m", "field between the electrodes, voltage over gap; both may be stated instead", low=0.0, high=1e9, usual=1e5, spread=lognormal(2.0)
    )
    pulse_duration: float = param("s", "length of one square pulse", low=1e-10, high=10.0, usual=1e-3, spread=lognormal(3.0))
    pulses: float = param("", "how many pulses, a whole number", low=1.0, high=1e4, usual=1.0)
    threshold: float = param(
        "V",
        "voltage across the membrane above which it opens",
        low=0.01,
        high=10.0,
        usual=0.5,
        spread=uniform(0.2, 1.0),
        cite="bilayer_electrics",
        status="recalled",
    )
    conductivity: float = param(
        "S/m", "conductivity of the mixture", low=1e-5, high=20.0, usual=1.5, spread=lognormal(1.3), cite="bilayer_electrics", status="recalled"
    )
    inner_conductivity: float = param(
        "S/m", "conductivity of the lumen", low=1e-5, high=20.0, usual=0.5, spread=lognormal(1.5), cite="bilayer_electrics", status="recalled"
    )
    temperature: float = param("K", "temperature of the mixture before the pulses", low=273.15, high=373.15, usual=293.15, spread=uniform(277.15, 298.15))
    open_time: float = param("s", "how long pores stay open after each pulse", low=0.0, high=86400.0, usual=1.0, spread=lognormal(10.0))
    pore_permeability: float = param(
        "m/s", "permeability of the opened part of the membrane for the cargo", low=0.0, high=1.0, usual=1e-6, spread=lognormal(10.0)
    )
    precipitated_share: float = param(
        "",
        "share of the dissolved cargo that precipitates with metal of the electrodes, without a chelator",
        low=0.0,
        high=1.0,
        usual=0.1,
        spread=uniform(0.0, 0.6),
    )
    edta: str = option("whether a chelator such as EDTA or citrate binds the metal of the electrodes", ("no", "yes"), usual="no")
    edta_leaves: float = param(
        "", "precipitation with a chelator over that without", low=0.0, high=1.0, usual=0.1, spread=uniform(0.0, 0.5), cite="kooijmans2013", status="recalled"
    )
    aggregate_diameter: float = param("m", "median diameter of the precipitated particles", low=30e-9, high=800e-9, usual=200e-9, spread=lognormal(1.8))
    vesicle_aggregation: float = param(
        "",
        "share of the vesicles that clump or break in the pulses and are gone, beside what the handling loses",
        low=0.0,
        high=1.0,
        usual=0.1,
        spread=uniform(0.0, 0.3),
        cite="cells2020_loading",
    )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every loading; a voltage and a gap make the field, and pulses outside the range of the equations are refused."""
        return hinged_pulses(cls, step)

    def take_up(self, feed: Suspension) -> Uptake:
        """Shares of the cargo in lumens and membranes, and precipitated, when the pores have shut."""
        _, membranes = shares_of_mixture(feed)
        vesicles, diameter = bilayers_by_diameter(feed) / feed.volume, feed.grid.diameter
        porated = self._porated(diameter)
        space = lumen_diameter(diameter)
        open_ = (vesicles > 0) & (space > 0) & (porated > 0)
        lumen = vesicles[open_] * lumen_volume(diameter[open_])
        shut = float(vesicles @ lumen_volume(diameter)) - float(lumen.sum())
        rate = filling_rate(permeability=self.pore_permeability * porated[open_], diameter=space[open_])
        bath = 1.0 - shut - float(lumen.sum()) - membranes + self.partition_coefficient * membranes
        inside, outside = filled_from_bath(self.pulses * (self.pulse_duration + self.open_time), rate=rate, lumen=lumen, bath=bath)
        within, bound = float(lumen @ inside), self.partition_coefficient * membranes * outside
        precipitated = max(1.0 - within - bound, 0.0) * self.precipitated_share * (self.edta_leaves if self.edta == "yes" else 1.0)
        whole = float(vesicles.sum())
        opened = float(vesicles[open_].sum()) / whole if whole > 0 else 0.0
        figures = self._electric() | {"vesicles opened": opened, "vesicles clumped": self.vesicle_aggregation}
        if whole > 0:
            figures["surface opened"] = float(vesicles * diameter**2 @ porated) / float(vesicles @ diameter**2)
        if lumen.size and self.efficiency_basis == "computed":
            figures["lumens filled"] = min(within / (shut + float(lumen.sum())) * (bath + float(lumen.sum())), 1.0)
        return Uptake(
            lumen=within,
            membrane=bound,
            precipitated=precipitated,
            aggregate_diameter=self.aggregate_diameter,
            figures=figures,
            carriers=even_carriers(within, opened, bound, 1.0),
        )

    def reshaped(self, feed: Suspension) -> Reshaped:
        """The vesicles that the pulses leave single and whole."""
        share = np.array([[self.vesicle_aggregation if one.is_vesicle else 0.0] for one in feed.species])
        gone = feed.number * share
        return Reshaped(number=feed.number - gone, gone={"clumping in the pulses": gone}, lost=self.vesicle_aggregation)

    def _porated(self, diameter: NDArray[np.float64]) -> NDArray[np.float64]:
        charging = charging_time(diameter=diameter, inner_conductivity=self.inner_conductivity, outer_conductivity=self.conductivity)
        pole = pole_potential(field=self.field, diameter=diameter, pulse=self.pulse_duration, charging=charging)
        return porated_share(pole=pole, threshold=self.threshold)

    def _electric(self) -> dict[str, float]:
        charging = charging_time(diameter=TYPICAL, inner_conductivity=self.inner_conductivity, outer_conductivity=self.conductivity)
        return {
            "voltage across a vesicle of 100 nm [V]": float(schwan_potential(field=self.field, diameter=TYPICAL)),
            "field that opens a vesicle of 100 nm [V/m]": float(porating_field(potential=self.threshold, diameter=TYPICAL)),
            "charging time of a vesicle of 100 nm [s]": float(charging),
            "heating [K]": float(pulse_heating(field=self.field, conductivity=self.conductivity, pulse=self.pulse_duration, pulses=self.pulses)),
        }
