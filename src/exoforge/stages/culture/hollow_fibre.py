"""Cells around hollow fibres: medium runs through the fibres, vesicles are harvested from the space around them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, param, uniform
from exoforge.stages.culture.bioreactor import Bioreactor
from exoforge.stages.culture.release import DAY, PublishedYield
from exoforge.stages.culture.vessel_settings import MATCH


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class HollowFibre(Bioreactor):
    """Cells in the space around hollow fibres, fed through them without pause and harvested again and again.

    ``dE/dt = f q X - k E - harvest``: at each harvest the space around the fibres is flushed, but for a share that stays.
    The medium that runs through the fibres feeds the cells and carries no vesicle away; it counts as medium used.

    Returns
    -------
    conditioned medium : of all harvests, pooled; with ``ev`` and the supplement's particles, and soluble protein.

    Assumes
    -------
    No vesicle and no protein passes the fibres; what the supplement brings is that of the harvested medium alone.
    No factor per cell was found in what was read, so that a cell releases as in a flask, with a wide spread; the rate of re-uptake
    is that of a flask, although the cells stand a hundred times as dense, with a wide spread too.
    The cells fill the space: they hardly grow.

    References
    ----------
    chiu2016, pmc9063275, pmc7747060, lehrich2018
    """

    kind: ClassVar[str] = "hollow-fibre"
    title: ClassVar[str] = "hollow-fibre culture"
    cites: ClassVar[tuple[str, ...]] = ("chiu2016", "pmc9063275", "pmc7747060", "lehrich2018")
    cells_per_volume: ClassVar[float] = 2.5e13
    published: ClassVar[tuple[PublishedYield, ...]] = (
        PublishedYield(
            system="hollow fibre bioreactor (FiberCell)",
            cell="bone marrow MSC",
            low=5.5e10,
            high=5.5e10,
            unit="particles/mL",
            said="harvested every 24 h over 25 d, without serum",
            cite="pmc9063275",
        ),
        PublishedYield(
            system="hollow fibre bioreactor (Quantum)",
            cell="bone marrow MSC",
            low=1.04e10,
            high=1.04e10,
            unit="particles/mL",
            said="harvested every 48 h over 12 d, with 5 % platelet lysate",
            cite="pmc9063275",
        ),
    )

    cells: float = param("cells", "cells when the medium was fresh", low=1.0, high=1e15, usual=5e8)
    volume: float = param("m3", "medium in the space around the fibres", low=1e-9, high=10.0, usual=2e-5, spread=MATCH)
    duration: float = param("s", "from fresh medium to harvest, and from one harvest to the next", low=0.0, high=60 * DAY, usual=DAY)
    uptake_rate: float = param(
        "1/s",
        "first-order re-uptake of vesicles by the whole culture; a half-life of one day, as in a flask",
        low=0.0,
        high=1e-2,
        usual=math.log(2.0) / DAY,
        spread=lognormal(3.0),
    )
    growth_rate: float = param("1/s", "net growth of the cells, negative when they die", low=-1e-4, high=1e-4, usual=0.0, spread=uniform(-3e-7, 3e-7))
    vessel_factor: float = param(
        "", "how many times more vesicles a cell releases than in a flask; none was found", low=1e-2, high=1e3, usual=1.0, spread=lognormal(3.0)
    )
    kept_back: float = param("", "share of the medium that stays around the fibres at each harvest", low=0.0, high=0.95, usual=0.1, spread=uniform(0.02, 0.3))
    perfusion: float = param(
        "m3/cell/s",
        "medium that runs through the fibres for each cell first there; 2 mL per million cells and day, which changes no number of vesicles",
        low=0.0,
        high=1e-12,
        usual=2e-12 / DAY,
    )

    def medium_used(self) -> float:
        """[m3] Medium harvested, left behind and run through the fibres."""
        return Bioreactor.medium_used(self) + self.perfusion * self.cells * self.duration * self.harvests
