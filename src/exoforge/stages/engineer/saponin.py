"""Loading vesicles with a mild detergent that opens membranes at their cholesterol."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, param, uniform
from exoforge.stages.contract import Split
from exoforge.stages.engineer.opening import Opening, Working
from exoforge.streams.suspension import Suspension

SAPONIN = "saponin"
"""How the solute is called that stays until a step removes it."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class SaponinPermeabilisation(Opening):
    """Saponin binds cholesterol and leaves pores: above a concentration a share of the vesicles is open, below it none.

    A lumen that was open holds what the liquid outside holds. The saponin, ``concentration`` times the volume, is a solute of the product
    until a later step takes it away; it opens cells as it opens vesicles.

    Assumes
    -------
    Sizes stay. Vesicles shut when the saponin is gone; until then, and if it is not washed out, they leak, which is not followed. How much
    opens above the concentration is a choice, the same for all sizes. Membrane proteins, antigens and function are taken as unharmed: their
    loss is not modelled. What the vesicles carried before is taken as dissolved in their lumens, and spills as that does.

    References
    ----------
    fuhrmann2015, haney2015_loading, pmc7284431, pmc7600121
    """

    kind: ClassVar[str] = "saponin-permeabilisation"
    title: ClassVar[str] = "Loading with saponin"
    cites: ClassVar[tuple[str, ...]] = ("fuhrmann2015", "haney2015_loading", "pmc7284431", "pmc7600121")

    concentration: float = param(
        "kg/m3",
        "of saponin in the mixture; 0.1 g/L and 2 g/L are remembered of two studies",
        low=0.0,
        high=100.0,
        usual=0.1,
        status="recalled",
        cite="fuhrmann2015",
    )
    opening_concentration: float = param("kg/m3", "of saponin above which vesicles open", low=0.0, high=100.0, usual=0.03, spread=lognormal(2.0))
    opened_share: float = param("", "share of the vesicles that is open above it", low=0.0, high=1.0, usual=0.5, spread=uniform(0.1, 1.0))

    def treat(self, feed: Suspension) -> Split:
        """As every loading, with the saponin among the solutes of the product."""
        split, added = Opening.treat(self, feed), self.concentration * feed.volume
        solutes = {**split.product.solutes, SAPONIN: split.product.solutes.get(SAPONIN, 0.0) + added}
        figures = {**split.figures, "saponin in the product [kg]": solutes[SAPONIN]}
        return dataclasses.replace(split, product=dataclasses.replace(split.product, solutes=solutes), figures=figures)

    def working(self, feed: Suspension) -> Working:
        """All open at once where there is more saponin than opens them, that of an earlier step included."""
        there = self.concentration + feed.solutes.get(SAPONIN, 0.0) / feed.volume
        return Working(cycles=1.0, opened=self.opened_share if there > self.opening_concentration else 0.0)
