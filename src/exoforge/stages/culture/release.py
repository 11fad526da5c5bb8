"""What every vessel shares: cells that grow and release, what they take up again, what the supplement brings, and the harvests."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.base.trace import Trace
from exoforge.record.therapy import Step
from exoforge.stages.contract import Culture, Hinged, Operation, entry_of
from exoforge.stages.culture.harvests import cells_at, gathered_of_medium, growth_time, protein_gathered, vesicles_gathered
from exoforge.stages.culture.population import MARKERS, size_grid, vesicle_shares, vesicles
from exoforge.stages.culture.preconditioning import KINDS, NONE
from exoforge.stages.culture.supplement import SUPPLEMENTS, complexes, supplement
from exoforge.stages.culture.vessel_settings import MATCH, hinged_vessel
from exoforge.streams.suspension import Suspension

DAY = 86_400.0
"""[s]"""
MOST_GROWTH = 600.0
"""Logarithm of a growth beyond which no number is left to compute with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedYield:
    """What somebody printed of a vessel, to be laid beside a number that is computed.

    Parameters
    ----------
    system, cell : as printed. low, high : of the amount, equal for one number. unit : ``particles/mL``, ``particles`` or ``-fold``.
    said : the time and the medium, as printed. cite : key of the reference.
    """

    system: str
    cell: str
    low: float
    high: float
    unit: str
    said: str
    cite: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Vessel(Culture):
    """Cells in a vessel, from the change of medium to the harvest, as often as it is harvested.

    ``dE/dt = q X - k E - harvest``: secretion per cell, first-order re-uptake, and at each harvest all of the medium but a share that stays.
    ``X = X0 exp(mu t)`` until the growth area is covered, and constant from then on; dying cells (``mu < 0``) know no such end.

    `cells_per_volume` [cells/m3] is the choice by which cells and volume are matched when only one of them is stated.
    """

    cells_per_volume: ClassVar[float]
    published: ClassVar[tuple[PublishedYield, ...]] = ()

    cells: float = param("cells", "cells when the medium was fresh", low=1.0, high=1e15, usual=1e8)
    volume: float = param("m3", "medium harvested", low=1e-9, high=10.0, usual=5e-4, spread=MATCH)
    duration: float = param("s", "from fresh medium to harvest", low=0.0, high=60 * DAY, usual=2 * DAY, spread=uniform(DAY, 3 * DAY))
    secretion_rate: float = param(
        "particles/cell/s",
        "vesicles that one cell releases in time; the middle of the 60 to 65 per hour counted on single breast cancer cells",
        low=0.0,
        high=10.0,
        usual=62.5 / 3600.0,
        spread=lognormal(3.0),
        cite="chiu2016",
        status="derived",
    )
    uptake_rate: float = param(
        "1/s",
        "first-order re-uptake of vesicles by the whole culture; a half-life of one day",
        low=0.0,
        high=1e-2,
        usual=math.log(2.0) / DAY,
        spread=lognormal(2.0),
    )
    growth_rate: float = param("1/s", "net growth of the cells, negative when they die", low=-1e-4, high=1e-4, usual=0.0, spread=uniform(-2e-6, 5e-6))
    supplement: str = option("what is added to the basal medium during the release", SUPPLEMENTS, usual="serum-free")
    supplement_share: float = param("", "volume of supplement per volume of medium", low=0.0, high=1.0, usual=0.1, spread=uniform(0.05, 0.2))
    supplement_load: float = param(
        "",
        "how many times more particles and protein than the table of supplements says",
        low=0.0,
        high=1e3,
        usual=1.0,
        spread=lognormal(3.0),
        cite="lehrich2018",
        status="recalled",
    )
    soluble_protein_rate: float = param(
        "kg protein/cell/s",
        "soluble protein that one cell secretes in time; 50 pg per day",
        low=0.0,
        high=1e-15,
        usual=50e-15 / DAY,
        spread=lognormal(2.5),
    )
    diameter_median: float = param(
        "m",
        "median diameter of the vesicles, by number; between 55 nm in the electron microscope and 105 nm by particle tracking",
        low=40e-9,
        high=400e-9,
        usual=90e-9,
        spread=lognormal(1.25),
        cite="yan_talk",
    )
    diameter_gsd: float = param("", "geometric standard deviation of the diameter", low=1.01, high=2.5, usual=1.4, spread=uniform(1.25, 1.6))
    refractive_index: float = param(
        "", "of a vesicle at 488 nm", low=1.34, high=1.6, usual=1.39, spread=uniform(1.38, 1.40), cite="yan_talk", status="recalled"
    )
    harvests: float = param("", "how often the medium is harvested and renewed, a whole number; each time after the duration", low=1.0, high=200.0, usual=1.0)
    growth_area: float = param("m2", "surface on which the cells grow; 0 where space does not limit them", low=0.0, high=1e4, usual=0.0)
    confluence: float = param(
        "cells/m2", "cells that cover the growth area, at which growth ends; 4e4 per cm2", low=1e6, high=1e11, usual=4e8, spread=lognormal(1.5)
    )
    preconditioning: str = option("what the cells were exposed to before or during the release", KINDS, usual=NONE)
    preconditioning_factor: float = param(
        "", "how many times more vesicles a cell releases after the preconditioning than without it", low=1e-3, high=1e3, usual=1.0
    )
    complex_share: float = param(
        "",
        "share of the secreted protein that is no single molecule but complexes and matrix of 10 to 30 nm, which pellet and are held back with vesicles; "
        "no measurement was found",
        low=0.0,
        high=1.0,
        usual=0.03,
        spread=lognormal(2.0),
    )

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        if self.harvests != round(self.harvests):
            raise SettingError(f"{type(self).__name__}.harvests is {self.harvests:g}; it must be a whole number.")
        grown = self.growth_rate * min(self.harvests * self.duration, growth_time(self))
        if grown > MOST_GROWTH:
            raise SettingError(
                f"{type(self).__name__}.growth_rate is {self.growth_rate:g} 1/s for {self.harvests * self.duration / DAY:.3g} d, which makes exp({grown:.3g}) "
                "times as many cells; state a shorter time, a slower growth or a growth_area."
            )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As the declarations say, but cells and volume are matched when only one is stated, and what has no part in the culture is not assumed.

        Raises
        ------
        StepError
            As the hinge.
        """
        return hinged_vessel(cls, step)

    def times_flask(self) -> float:
        """[1] How many times more vesicles a cell releases in this vessel than in a flask."""
        return 1.0

    def kept_share(self) -> float:
        """[1] The share of the medium that stays in the vessel at each harvest."""
        return 0.0

    def medium_used(self) -> float:
        """[m3] All medium that went into the vessel."""
        return self.volume * (1.0 + (self.harvests - 1.0) * (1.0 - self.kept_share()))

    def produce(self) -> Suspension:
        """The conditioned medium of all harvests, pooled."""
        count, kept, left = round(self.harvests), self.kept_share(), math.exp(-self.uptake_rate * self.duration)
        brought = supplement(self.supplement)
        amount = self.volume * self.supplement_share * self.supplement_load
        stays, fades = (gathered_of_medium(count, left=share, kept=kept) for share in (1.0, left))
        shares = np.array([fades if one.is_vesicle else stays for one in brought.species])
        own = vesicles_gathered(self)[-1] * vesicle_shares(median=self.diameter_median, gsd=self.diameter_gsd)
        solutes = {name: mass * amount * stays for name, mass in brought.solutes.items()}
        secreted = protein_gathered(self)
        solutes["soluble-protein"] = solutes.get("soluble-protein", 0.0) + secreted * (1.0 - self.complex_share)
        lumps = complexes()
        return Suspension(
            grid=size_grid(),
            species=(vesicles("ev", refractive_index=self.refractive_index, markers=MARKERS), *lumps.species, *brought.species),
            number=np.vstack([own, lumps.number * (secreted * self.complex_share), brought.number * amount * shares[:, None]]),
            volume=self.volume * (1.0 - kept) * count,
            solutes=solutes,
            medium="conditioned-medium",
            cells=float(cells_at(self, count * self.duration)),
            trace=Trace() + entry_of(self),
        )
