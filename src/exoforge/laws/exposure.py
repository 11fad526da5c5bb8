"""What a measured course in blood says without any model of the body: non-compartmental analysis."""

from __future__ import annotations

from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, positive


def clearance_of_area(*, dose: ArrayLike, area_under_curve: ArrayLike) -> Array:
    """Clearance of a dose given into blood: ``CL = D / AUC`` [m3/s]; dose [a], area under the concentration curve [a s/m3].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    return positive("dose", dose) / positive("area under the curve", area_under_curve)
