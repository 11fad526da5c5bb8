"""The share of what a cell takes up that leaves the endosome: declared once, for every model in which vesicles act by what is inside them."""

from __future__ import annotations

from typing import Any

from exoforge.base.parameters import lognormal, param


def endosomal_escape() -> Any:
    """Declare the share of the vesicles taken up that open into the fluid of the cell as a field."""
    return param(
        "",
        "share of the vesicles taken up that open into the fluid of the cell; the middle of 1 to 2 % of siRNA in lipid nanoparticles, for want of "
        "better: of native vesicles 20 to 30 % (bonsergent2021, joshi2020, recalled) and none that was seen (cd63_release2025) are both in print",
        low=0.0,
        high=1.0,
        usual=0.015,
        spread=lognormal(6.0),
        cite="gilleron2013",
        status="derived",
    )
