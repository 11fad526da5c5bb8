"""Concentrating and washing vesicles in a dialysis tube under the weight of the liquid above it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, param, uniform
from exoforge.base.trace import digest
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.laws import water
from exoforge.laws.flux import LMH, pressure_flux
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Operation, Separation, Split, entry_of
from exoforge.stages.isolate.retention import (
    KILODALTON,
    USUAL_SHARPNESS,
    demand_open_pores,
    factor_of,
    hinged_membrane,
    observed_retention,
    retained,
    scaled_sieving,
)
from exoforge.streams.suspension import Suspension

USUAL_CUTOFF = 1000 * KILODALTON
SIEVING_AT_USUAL = scaled_sieving(math.log(100.0) / 6.0, cutoff=USUAL_CUTOFF, usual=500 * KILODALTON)
"""The sieving of soluble protein that was read for 500 kDa, moved to 1000 kDa."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class HydrostaticDialysis(Separation):
    """Hydrostatic filtration dialysis: a head of liquid presses the sample through a dialysis membrane; what stays in the tube is the product.

    ``J = rho g h / (mu R_m)`` is the flux, ``kept = X^-S exp(-N S)`` what stays of what is sieved with `S`. Water or buffer poured
    on top washes it. No pump, so no shear to speak of, and no more pressure than the head.

    Returns
    -------
    product : what stays in the tube, in PBS once more than half of its liquid is buffer. reject ``permeate``. loss ``membrane``.

    Assumes
    -------
    The head and the resistance stay as they are: a fouled membrane is slower, so that the printed time is the least.
    Sieving is observed and constant. The loss on the membrane takes vesicles, the smaller more, and nothing else.
    Concentration factor, washing, area, head and loss are choices: measure yours.

    References
    ----------
    musante2014, oxford_ufdf, bacchin_notebooks, erickson2009
    """

    kind: ClassVar[str] = "hydrostatic-dialysis"
    title: ClassVar[str] = "hydrostatic filtration dialysis"
    cites: ClassVar[tuple[str, ...]] = ("musante2014", "oxford_ufdf", "bacchin_notebooks", "erickson2009", "philo2023", "kell1975")

    concentration_factor: float = param("", "first over last volume", low=1.0, high=1e4, usual=20.0, spread=lognormal(1.5))
    final_volume: float = param("m3", "last volume; 0 where the concentration factor sets it", low=0.0, high=10.0, usual=0.0)
    diavolumes: float = param("", "volumes of buffer per volume in the tube", low=0.0, high=200.0, usual=10.0, spread=uniform(5.0, 15.0))
    membrane_cutoff: float = param(
        "kg",
        "nominal cut-off: mass of one protein molecule, for example 1000 kDa",
        low=1e-24,
        high=1e-19,
        usual=USUAL_CUTOFF,
        cite="musante2014",
        status="recalled",
    )
    vesicle_sieving: float = param("", "observed sieving of vesicles, far above the cut-off", low=0.0, high=1.0, usual=0.005, spread=uniform(0.0, 0.02))
    solute_sieving: float = param(
        "",
        "effective sieving of soluble protein; what was read for 500 kDa, moved to 1000 kDa in proportion to the cut-off",
        low=0.0,
        high=1.0,
        usual=SIEVING_AT_USUAL,
        spread=uniform(0.6, 0.95),
        cite="oxford_ufdf",
    )
    sharpness: float = param("", "exponent with which sieving falls around the cut-off", low=1.0, high=40.0, usual=USUAL_SHARPNESS, spread=lognormal(1.5))
    membrane_loss: float = param(
        "", "share of the retained vesicles of 100 nm that stays on the membrane", low=0.0, high=1.0, usual=0.2, spread=uniform(0.05, 0.5)
    )
    head: float = param("m", "height of the liquid above the membrane", low=0.01, high=20.0, usual=0.5, spread=lognormal(1.5))
    membrane_resistance: float = param(
        "1/m",
        "of the clean membrane; 7e11 to 7e12 were read for ultrafiltration membranes, and a large cut-off is at the open end",
        low=1e9,
        high=1e15,
        usual=1e12,
        spread=lognormal(2.5),
        cite="bacchin_notebooks",
    )
    area: float = param("m2", "membrane through which the tube drains", low=1e-6, high=10.0, usual=50e-4, spread=lognormal(1.5))
    temperature: float = param("K", "of the liquid", low=273.15, high=333.15, usual=293.15, spread=uniform(277.15, 298.15))

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        demand_open_pores(self.membrane_cutoff, self.diavolumes, type(self).__name__)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As the declarations say; the last volume may stand instead of the factor, and the usual sieving of protein follows the stated cut-off."""
        return hinged_membrane(cls, step)

    def separate(self, feed: Suspension) -> Split:
        """What stays in the tube, permeate and loss; their sum is the feed.

        Raises
        ------
        SettingError
            The stated last volume is larger than the feed.
        """
        factor = factor_of(feed, factor=self.concentration_factor, last=self.final_volume, owner=type(self).__name__)
        retention = observed_retention(feed, self, factor)
        split = retained(feed, retention, feed.trace + entry_of(self, inputs=(digest(feed.number),)))
        flux = self.flux
        time = split.rejects["permeate"].volume / (self.area * flux)
        figures = {"flux [L/m2/h]": flux / LMH, "least time [h]": time / 3600.0}
        return Split(product=split.product, rejects=split.rejects, losses=split.losses, figures={**split.figures, **figures})

    @property
    def flux(self) -> float:
        """Flux under the head [m/s]."""
        weight = float(water.density(self.temperature)) * STANDARD_GRAVITY * self.head
        return float(pressure_flux(pressure=weight, viscosity=water.viscosity(self.temperature), membrane_resistance=self.membrane_resistance))
