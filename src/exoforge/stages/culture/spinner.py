"""Cells on microcarriers in a flask with a hanging stirrer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, param
from exoforge.stages.culture.bioreactor import Bioreactor
from exoforge.stages.culture.release import PublishedYield
from exoforge.stages.culture.vessel_settings import MATCH


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Spinner(Bioreactor):
    """Cells on microcarriers, or as clumps, in a spinner flask.

    ``dE/dt = f q X - k E``: as in a flask, but each cell releases `vessel_factor` times as much.
    The carriers keep some of the medium back at each harvest.

    Returns
    -------
    conditioned medium : of all harvests, pooled; with ``ev`` and the supplement's particles, and soluble protein.

    Assumes
    -------
    The factor is one published comparison of one immortalised cell line and no physics of shear; it holds for vesicles alone.
    Everything else as in a flask, the rate of re-uptake too.

    References
    ----------
    chiu2016, bioeng2023016, pmc9063275, pmc7747060, lehrich2018
    """

    kind: ClassVar[str] = "spinner"
    title: ClassVar[str] = "spinner flask culture"
    cites: ClassVar[tuple[str, ...]] = ("chiu2016", "bioeng2023016", "pmc9063275", "pmc7747060", "lehrich2018")
    cells_per_volume: ClassVar[float] = 4e11
    published: ClassVar[tuple[PublishedYield, ...]] = (
        PublishedYield(
            system="spinner flask on microcarriers",
            cell="bone marrow MSC",
            low=1e11,
            high=1e11,
            unit="particles/mL",
            said="harvested every 48 h over 7 d, with 5 % fetal bovine serum",
            cite="pmc9063275",
        ),
        PublishedYield(
            system="spinner flask on non-porous microcarriers",
            cell="hMSC-TERT",
            low=6.0,
            high=6.0,
            unit="-fold",
            said="per cell against static culture, medium free of particles",
            cite="bioeng2023016",
        ),
    )

    cells: float = param("cells", "cells when the medium was fresh", low=1.0, high=1e15, usual=5e7)
    volume: float = param("m3", "medium in the vessel", low=1e-9, high=10.0, usual=1.25e-4, spread=MATCH)
    vessel_factor: float = param(
        "",
        "how many times more vesicles a cell releases than in a flask; printed of one cell line, the spread is a choice",
        low=1e-2,
        high=1e3,
        usual=6.0,
        spread=lognormal(2.5),
        cite="bioeng2023016",
        status="read",
    )
