"""Cells on microcarriers in a controlled tank, with a stirrer or a vertical wheel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, retold
from exoforge.stages.culture.bioreactor import Bioreactor
from exoforge.stages.culture.release import PublishedYield
from exoforge.stages.culture.vessel_settings import MATCH, hinged_vessel

STIRRER, WHEEL = "stirrer", "vertical-wheel"
WHEEL_FACTORS = (3.0, 10.0)
"""The printed range of a vertical wheel, of yields of aggregates with serum (berry2026)."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class StirredTank(Bioreactor):
    """Cells on microcarriers in a stirred tank, or as aggregates under a vertical wheel.

    ``dE/dt = f q X - k E``: as in a flask, but each cell releases `vessel_factor` times as much.
    The carriers keep some of the medium back at each harvest.

    Returns
    -------
    conditioned medium : of all harvests, pooled; with ``ev`` and the supplement's particles, and soluble protein.

    Assumes
    -------
    The factor is a published comparison and no physics of shear: 24 of one immortalised cell line in a tank of 1 L, 27 of umbilical
    cord cells, 3 to 10 under a vertical wheel, where it is of the yield and not said to be per cell.
    Everything else as in a flask, the rate of re-uptake too.

    References
    ----------
    chiu2016, bioeng2023016, berry2026, pmc9063275, pmc7747060, lehrich2018
    """

    kind: ClassVar[str] = "stirred-tank"
    title: ClassVar[str] = "stirred tank culture"
    cites: ClassVar[tuple[str, ...]] = ("chiu2016", "bioeng2023016", "berry2026", "pmc9063275", "pmc7747060", "lehrich2018")
    cells_per_volume: ClassVar[float] = 4e11
    published: ClassVar[tuple[PublishedYield, ...]] = (
        PublishedYield(
            system="stirred tank of 1 L",
            cell="hMSC-TERT",
            low=24.0,
            high=24.0,
            unit="-fold",
            said="per cell against static culture; the concentration rose 3-fold",
            cite="bioeng2023016",
        ),
        PublishedYield(
            system="stirred tank on microcarriers", cell="umbilical cord MSC", low=27.0, high=27.0, unit="-fold", said="48 h, without serum", cite="pmc9063275"
        ),
        PublishedYield(
            system="vertical wheel, aggregates",
            cell="bone marrow MSC",
            low=WHEEL_FACTORS[0],
            high=WHEEL_FACTORS[1],
            unit="-fold",
            said="yield against static culture, with serum",
            cite="berry2026",
        ),
        PublishedYield(
            system="vertical wheel on microcarriers",
            cell="adipose, bone marrow and umbilical cord MSC",
            low=2.8e11,
            high=4.1e11,
            unit="particles",
            said="48 h; 3.1, 2.8 and 4.1e11; neither volume nor cells are printed",
            cite="pmc9063275",
        ),
    )

    cells: float = param("cells", "cells when the medium was fresh", low=1.0, high=1e15, usual=4e8)
    volume: float = param("m3", "medium in the vessel", low=1e-9, high=10.0, usual=1e-3, spread=MATCH)
    impeller: str = option("what moves the medium", (STIRRER, WHEEL), usual=STIRRER)
    vessel_factor: float = param(
        "",
        "how many times more vesicles a cell releases than in a flask; printed of one cell line in a tank of 1 L, the spread is a choice",
        low=1e-2,
        high=1e3,
        usual=24.0,
        spread=lognormal(2.5),
        cite="bioeng2023016",
        status="read",
    )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every vessel; under a vertical wheel the factor is another one.

        Raises
        ------
        StepError
            As the hinge.
        """
        hinged = hinged_vessel(cls, step)
        if hinged.operation.impeller != WHEEL or isinstance(step.settings.get("vessel_factor"), Stated):
            return hinged
        low, high = WHEEL_FACTORS
        reason = "not reported in the record; the middle of 3 to 10, printed of a vertical wheel, was taken, and any value between is as likely"
        return retold(hinged, "vessel_factor", (low * high) ** 0.5, uniform(low, high), reason=reason, cite="berry2026", status="derived")
