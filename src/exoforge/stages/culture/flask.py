"""Cells in flasks release vesicles into medium, which is then harvested."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from exoforge.base.parameters import lognormal, option, param, parameters_of, quantile, replaced, uniform
from exoforge.base.trace import Assumption, Trace
from exoforge.laws.production import vesicles_in_medium
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Culture, Hinged, entry_of, hinge, without
from exoforge.stages.culture.population import MARKERS, size_grid, vesicle_shares, vesicles
from exoforge.stages.culture.supplement import SUPPLEMENTS, supplement
from exoforge.streams.suspension import Suspension

CELLS_PER_VOLUME = 2e11
"""[cells/m3] A choice: 2e5 cells per mL of medium, by which cells and volume are matched when only one of them is stated."""

MATCH = lognormal(2.0)
"""How far the matched one may stray."""

DAY = 86_400.0
"""[s]"""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Flask(Culture):
    """Cells in flasks, from the change of medium to the harvest.

    ``dE/dt = q X - k E`` with ``X = X0 exp(mu t)``: secretion per cell, first-order re-uptake by the cells, growth.
    What the supplement brings is there at the start: its vesicles are taken up like the cells' own, the rest stays as it is.
    Its vesicles are a species of their own, ``serum-ev``, because an instrument counts them with the product.

    Returns
    -------
    conditioned medium : with ``ev`` and the supplement's particles; albumin, immunoglobulin and other soluble protein as solutes.

    Assumes
    -------
    Secretion per cell is constant; uptake takes all sizes alike; no vesicle is lost to plastic or breaks; nothing evaporates.
    Apoptotic bodies, cell debris and chylomicrons (above 1000 nm or of no use downstream) are left out.

    References
    ----------
    chiu2016, pmc7747060, lehrich2018
    """

    kind: ClassVar[str] = "flask"
    title: ClassVar[str] = "flask culture"
    cites: ClassVar[tuple[str, ...]] = ("chiu2016", "pmc7747060", "lehrich2018")

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

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As the declarations say, but cells and volume are matched when only one of them is stated, and a serum-free culture has no share of serum."""
        hinged = hinge(cls, step)
        stated = {name for name in ("cells", "volume") if isinstance(step.settings.get(name), Stated)}
        if stated == {"cells"}:
            hinged = _matched(hinged, "volume", hinged.operation.cells / CELLS_PER_VOLUME)
        elif stated == {"volume"}:
            hinged = _matched(hinged, "cells", hinged.operation.volume * CELLS_PER_VOLUME)
        return without(hinged, step, ("supplement_share", "supplement_load")) if hinged.operation.supplement == "serum-free" else hinged

    def produce(self) -> Suspension:
        """The conditioned medium at harvest."""
        made = float(
            vesicles_in_medium(self.duration, cells=self.cells, growth_rate=self.growth_rate, secretion_rate=self.secretion_rate, uptake_rate=self.uptake_rate)
        )
        brought = supplement(self.supplement)
        amount = self.volume * self.supplement_share * self.supplement_load
        left = math.exp(-self.uptake_rate * self.duration)
        kept = np.array([left if one.is_vesicle else 1.0 for one in brought.species])
        own = made * vesicle_shares(median=self.diameter_median, gsd=self.diameter_gsd)
        solutes = {name: mass * amount for name, mass in brought.solutes.items()}
        solutes["soluble-protein"] = solutes.get("soluble-protein", 0.0) + self.soluble_protein_rate * self._cell_seconds()
        return Suspension(
            grid=size_grid(),
            species=(vesicles("ev", refractive_index=self.refractive_index, markers=MARKERS), *brought.species),
            number=np.vstack([own, brought.number * amount * kept[:, None]]),
            volume=self.volume,
            solutes=solutes,
            medium="conditioned-medium",
            cells=self.cells * math.exp(self.growth_rate * self.duration),
            trace=Trace() + entry_of(self),
        )

    def _cell_seconds(self) -> float:
        """The time integral of the number of cells."""
        grown = self.growth_rate * self.duration
        return self.cells * self.duration * (math.expm1(grown) / grown if grown else 1.0)


def _matched(hinged: Hinged, name: str, value: float) -> Hinged:
    """The hinged operation with cells or volume set by the other."""
    parameter = next(one for one in parameters_of(hinged.operation) if one.name == name)
    low, high = (float(edge) for edge in quantile(parameter, MATCH, value, np.array([0.05, 0.95])))

    def told(assumption: Assumption) -> Assumption:
        if assumption.name != name:
            return assumption
        reason = "not reported in the record; matched to the other at 2e5 cells per mL of medium"
        return dataclasses.replace(assumption, value=value, low=low, high=high, reason=reason)

    return dataclasses.replace(
        hinged,
        operation=replaced(hinged.operation, {name: value}),
        assumed=tuple(told(assumption) for assumption in hinged.assumed),
        spreads={**hinged.spreads, name: MATCH},
    )
