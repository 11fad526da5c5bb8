"""Loading vesicles by ultrasound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, param, uniform
from exoforge.laws.resizing import SMALLEST_VESICLE
from exoforge.stages.engineer.opening import Opening, Working
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Sonication(Opening):
    """Ultrasound in pulses: in each cycle some vesicles open and shut again, some fuse, some of the large ones break.

    After `c` cycles ``1 - (1 - o)^c`` of the vesicles were open once, `o` of each cycle. Two that fuse become one of ``(d1^2 + d2^2)^(1/2)``,
    one that breaks becomes ``(d / d')^2`` of `d'`. A lumen that was open holds what the liquid outside holds: the ceiling stays.

    Assumes
    -------
    Shares of a cycle that no source prints: choices, with spreads wide enough for studies that saw no change of size and for one in which the
    vesicles grew by three quarters. They stand for power, tip and volume, which do not enter. Cycles are cooled; heat and radicals do nothing.
    Membrane proteins, antigens and function are taken as unharmed: their loss is not modelled. What the vesicles carried before is taken as
    dissolved in their lumens, and spills as that does.

    References
    ----------
    haney2015_loading, pmc10570584, pmc8558234, pmc7600121, smoluchowski1917
    """

    kind: ClassVar[str] = "sonication"
    title: ClassVar[str] = "Loading by sonication"
    cites: ClassVar[tuple[str, ...]] = ("haney2015_loading", "pmc10570584", "pmc8558234", "pmc7600121", "smoluchowski1917")

    cycles: float = param(
        "", "cycles of pulses and pauses", low=0.0, high=1000.0, usual=6.0, spread=uniform(3.0, 12.0), cite="haney2015_loading", status="recalled"
    )
    opened_share: float = param("", "share of the vesicles that open in one cycle and shut again", low=0.0, high=1.0, usual=0.2, spread=uniform(0.02, 0.6))
    fused_share: float = param("", "share of the vesicles that fuse in one cycle", low=0.0, high=1.0, usual=0.12, spread=uniform(0.0, 0.35))
    broken_share: float = param(
        "", "share of the vesicles larger than a piece that break in one cycle", low=0.0, high=1.0, usual=0.005, spread=uniform(0.0, 0.03)
    )
    piece_diameter: float = param("m", "of what they break into", low=SMALLEST_VESICLE, high=1e-6, usual=50e-9, spread=lognormal(1.3))
    vesicle_loss: float = param("", "share of the particles lost in the handling", low=0.0, high=1.0, usual=0.3, spread=uniform(0.1, 0.7))

    def working(self, feed: Suspension) -> Working:
        """In each cycle some open, some fuse and some of the large ones break."""
        return Working(cycles=self.cycles, opened=self.opened_share, fused=self.fused_share, torn=self.broken_share, piece=self.piece_diameter)
