"""Cells in flasks release vesicles into medium, which is then harvested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.stages.culture.release import PublishedYield, Vessel


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Flask(Vessel):
    """Cells in flasks or the trays of a cell factory, from the change of medium to the harvest.

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
    A preconditioning changes the yield only by a factor that a document prints, and neither sizes nor soluble protein.

    References
    ----------
    chiu2016, pmc7747060, lehrich2018
    """

    kind: ClassVar[str] = "flask"
    title: ClassVar[str] = "flask culture"
    cites: ClassVar[tuple[str, ...]] = ("chiu2016", "pmc7747060", "lehrich2018")
    cells_per_volume: ClassVar[float] = 2e11
    published: ClassVar[tuple[PublishedYield, ...]] = (
        PublishedYield(
            system="cell factory of 10 layers",
            cell="umbilical cord MSC",
            low=1.36e9,
            high=5.96e9,
            unit="particles/mL",
            said="harvested every 48 h over 6 d",
            cite="pmc9063275",
        ),
    )
