"""Loading vesicles by freezing them with the cargo and thawing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import param, uniform
from exoforge.stages.engineer.opening import Opening, Working
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class FreezeThawLoading(Opening):
    """Ice opens some vesicles in each cycle, and presses some together so that they fuse.

    After `c` cycles ``1 - (1 - o)^c`` of the vesicles were open once and ``(1 - s/2)^c`` of their number is left, `o` opened and `s` fused
    in one cycle. Two that fuse become one of ``(d1^2 + d2^2)^(1/2)``, whose larger lumen fills with liquid from outside.

    Assumes
    -------
    A lumen that was open holds what the liquid outside holds; that ice concentrates both, and that the liquid that is left over is richer
    while the membrane is open, is left out and would raise the loading. Shares of a cycle are choices: abstracts say that vesicles fuse, grow
    and aggregate, not how many. Membrane proteins, antigens and function are taken as unharmed: their loss is not modelled. What the vesicles
    carried before is taken as dissolved in their lumens, and spills as that does. What freezing costs a stored product is another step.

    References
    ----------
    haney2015_loading, pmc10570584, sato2016, pmc7284431, pmc7600121, smoluchowski1917
    """

    kind: ClassVar[str] = "freeze-thaw-loading"
    title: ClassVar[str] = "Loading by freezing and thawing"
    cites: ClassVar[tuple[str, ...]] = ("haney2015_loading", "pmc10570584", "sato2016", "pmc7284431", "pmc7600121", "smoluchowski1917")

    cycles: float = param("", "of freezing and thawing", low=0.0, high=100.0, usual=3.0, cite="haney2015_loading", status="recalled")
    opened_share: float = param("", "share of the vesicles that open in one cycle and shut again", low=0.0, high=1.0, usual=0.3, spread=uniform(0.05, 0.8))
    fused_share: float = param("", "share of the vesicles that fuse in one cycle", low=0.0, high=1.0, usual=0.1, spread=uniform(0.0, 0.5))
    vesicle_loss: float = param("", "share of the particles lost to clumps and in the handling", low=0.0, high=1.0, usual=0.25, spread=uniform(0.05, 0.6))

    def working(self, feed: Suspension) -> Working:
        """In each cycle some open and some fuse."""
        return Working(cycles=self.cycles, opened=self.opened_share, fused=self.fused_share)
