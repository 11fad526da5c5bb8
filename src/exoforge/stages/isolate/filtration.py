"""Pressing a suspension through a dead-end filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, param, uniform
from exoforge.base.trace import digest
from exoforge.laws.filtration import pore_passage
from exoforge.stages.contract import Separation, Split, entry_of
from exoforge.stages.isolate.parting import evenly, portion, yields
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Filtration(Separation):
    """Dead-end filtration through a membrane: the filtrate is the product.

    A particle of diameter `d` passes with ``p = 1 / (1 + (d / (r pore))^n)``; of what passes, a share is adsorbed and a share
    of the liquid stays in the housing with everything that is in it.

    Returns
    -------
    product : the filtrate. reject ``filter`` : retained particles and hold-up. loss ``adsorption``.

    Assumes
    -------
    The cut-off is soft because pores are spread in size and vesicles deform; its form is a choice, no mechanism.
    No clogging, no change of the cut-off with pressure or throughput, no adsorption of solutes.
    """

    kind: ClassVar[str] = "filtration"
    title: ClassVar[str] = "dead-end filtration"

    pore: float = param("m", "nominal pore diameter of the membrane", low=5e-9, high=1e-4, usual=0.22e-6)
    cutoff_ratio: float = param("", "diameter of which half passes, over the nominal pore", low=0.1, high=3.0, usual=1.0, spread=lognormal(1.15))
    sharpness: float = param("", "exponent of the cut-off; 2 is blunt, 20 nearly a step", low=1.0, high=40.0, usual=8.0, spread=lognormal(1.5))
    adsorption: float = param("", "share of the particles that pass and stick to the membrane", low=0.0, high=1.0, usual=0.1, spread=uniform(0.02, 0.3))
    hold_up: float = param("", "share of the liquid that stays in the filter", low=0.0, high=0.9, usual=0.02, spread=uniform(0.005, 0.05))

    def separate(self, feed: Suspension) -> Split:
        """Filtrate, filter and adsorbed particles; their sum is the feed."""
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        through = feed.number * pore_passage(feed.grid.diameter, cutoff=self.pore * self.cutoff_ratio, sharpness=self.sharpness)
        adsorbed = through * self.adsorption
        free = through - adsorbed
        losses = {"adsorption": adsorbed}
        kept = 1.0 - self.hold_up
        product = portion(feed, number=free * kept, volume=feed.volume * kept, solutes=evenly(feed, kept), trace=trace)
        filter_ = portion(
            feed,
            number=feed.number - through + free * self.hold_up,
            volume=feed.volume * self.hold_up,
            solutes=evenly(feed, self.hold_up),
            trace=trace,
        )
        return Split(product=product, rejects={"filter": filter_}, losses=losses, figures=yields(feed, product, losses))
