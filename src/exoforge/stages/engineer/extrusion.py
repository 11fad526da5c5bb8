"""Loading vesicles by pressing them with the cargo through small pores."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.errors import SettingError
from exoforge.base.parameters import param, uniform
from exoforge.laws.resizing import SMALLEST_VESICLE
from exoforge.stages.contract import Operation
from exoforge.stages.engineer.loading import Uptake
from exoforge.stages.engineer.opening import Opening, Working
from exoforge.streams.suspension import Suspension

LYSIS_TENSION = 5e-3
"""[N/m] At which a bilayer gives way in a pore, as in a filter; recalled (rawicz2000)."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Extrusion(Opening):
    """Vesicles larger than the pieces that come out of the pores break in them; smaller ones squeeze through, and some of them open.

    A vesicle of `d` becomes ``(d / d')^2`` of ``d' = x d_p``: near the pore, a little above it where the pores are narrow, below it where they
    are wide. After `c` passes ``(1 - b)^c`` of the large ones are left. What broke, and what opened, holds what the liquid outside holds.

    Figures
    -------
    As `Loading` and the sizes before and after; ``pressure that no vesicle withstands [Pa]``, ``P = 4 T / d_p`` with the tension `T` of lysis.

    Raises
    ------
    SettingError
        The pieces would be smaller than a bilayer can bend to.

    Assumes
    -------
    That pressure for every pass; with less, the large ones block the pores. One size of pieces, where real ones are spread.
    Shares of a pass are choices. Membrane proteins, antigens and function are taken as unharmed: their loss is not modelled. What the
    vesicles carried before is taken as dissolved in their lumens, and spills as that does.

    References
    ----------
    clerc1994, hunter1998, haney2015_loading, fuhrmann2015, pmc8558234
    """

    kind: ClassVar[str] = "extrusion"
    title: ClassVar[str] = "Loading by extrusion"
    cites: ClassVar[tuple[str, ...]] = ("clerc1994", "hunter1998", "haney2015_loading", "fuhrmann2015", "pmc8558234")

    pore_diameter: float = param("m", "of the membrane", low=1e-9, high=1e-5, usual=200e-9, cite="haney2015_loading", status="recalled")
    passes: float = param("", "through the membrane", low=0.0, high=1000.0, usual=10.0, cite="haney2015_loading", status="recalled")
    size_over_pore: float = param(
        "",
        "diameter of what breaks over that of the pore; about 0.8 for pores of 200 nm and 1.3 for 50 nm",
        low=0.1,
        high=3.0,
        usual=1.0,
        spread=uniform(0.8, 1.3),
        cite="hunter1998",
        status="recalled",
    )
    broken_share: float = param("", "share of the vesicles above that size that break in one pass", low=0.0, high=1.0, usual=0.8, spread=uniform(0.4, 1.0))
    opened_share: float = param("", "share of all vesicles that open in one pass and shut again", low=0.0, high=1.0, usual=0.05, spread=uniform(0.0, 0.3))
    fused_share: float = param("", "share of the vesicles that fuse in one pass", low=0.0, high=1.0, usual=0.02, spread=uniform(0.0, 0.1))
    vesicle_loss: float = param("", "share of the particles lost on the membrane and in the syringes", low=0.0, high=1.0, usual=0.3, spread=uniform(0.1, 0.6))

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        if self.size_over_pore * self.pore_diameter < SMALLEST_VESICLE:
            raise SettingError(
                f"Extrusion.pore_diameter is {self.pore_diameter * 1e9:.4g} nm, from which pieces of {self.size_over_pore * self.pore_diameter * 1e9:.4g} nm "
                f"would come; a bilayer bends to spheres of {SMALLEST_VESICLE * 1e9:g} nm and above. State wider pores; 50 to 400 nm are usual."
            )

    def take_up(self, feed: Suspension) -> Uptake:
        """Shares of the cargo in the lumens that broke or were open and in the membranes."""
        uptake = Opening.take_up(self, feed)
        pressure = {"pressure that no vesicle withstands [Pa]": 4.0 * LYSIS_TENSION / self.pore_diameter}
        return dataclasses.replace(uptake, figures={**uptake.figures, **pressure})

    def working(self, feed: Suspension) -> Working:
        """In each pass those larger than the pieces break, some open and some fuse."""
        piece = self.size_over_pore * self.pore_diameter
        return Working(cycles=self.passes, opened=self.opened_share, fused=self.fused_share, torn=self.broken_share, piece=piece)
