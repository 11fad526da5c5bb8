"""What the standards of a curve read back as, and below what the curve says nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.laws.standard_curve import StandardCurve, curve_value, nearest_dose

RECOVERY = (0.80, 1.20)
"""Recovery within which a standard reads back well. A choice, customary in the field."""
HIGHEST_CV = 0.20
"""Coefficient of variation of the wells of a standard, read back, above which it does not. A choice, customary in the field."""
REACH = 0.5
"""Share of the span of the standards by which the curve is carried on to read the outer standards back. A choice."""
DETECTED, QUANTIFIED = 3.0, 10.0
"""Standard deviations of the blank above its mean at which something is detected, and quantified. Customary; recalled."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standard:
    """One standard, read back from the curve.

    Parameters
    ----------
    dose : as it was made. wells : how many. signal : their mean. back : mean of what they read back as; undefined where a well lies beyond the curve.
    recovery : `back` over `dose`; undefined at 0. cv : of the wells, read back; undefined for one well.
    passed : whether recovery and CV are within limits; None at a dose of 0.
    """

    dose: float
    wells: int
    signal: float
    back: float
    recovery: float
    cv: float
    passed: bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Below what a curve says nothing; concentrations in the unit of the standards, None where they cannot be formed.

    Parameters
    ----------
    detected : blank + 3 SD. blank_quantified : blank + 10 SD. quantified : the lowest standard that reads back within limits, with all above it.
    highest : the highest standard that does.
    """

    detected: float | None
    blank_quantified: float | None
    quantified: float | None
    highest: float | None


def standards_of(curve: StandardCurve, dose: NDArray[np.float64], signal: NDArray[np.float64]) -> tuple[Standard, ...]:
    """Every standard of a curve, read back well by well.

    A well beyond the ends of the curve is read on the curve carried on by half its span, for the wells of the outer standards lie on either side of them.
    """
    found = []
    for level in np.unique(dose):
        mine = signal[dose == level]
        back = np.array([nearest_dose(curve, float(one), reach=REACH) for one in mine])
        mean = float(back.mean())
        recovery = mean / float(level) if level > 0 else float("nan")
        cv = float(back.std(ddof=1) / mean) if back.size > 1 and mean > 0 else float("nan")
        passed = None
        if level > 0:
            passed = bool(RECOVERY[0] <= recovery <= RECOVERY[1] and not cv > HIGHEST_CV)
        found.append(Standard(dose=float(level), wells=int(mine.size), signal=float(mine.mean()), back=mean, recovery=recovery, cv=cv, passed=passed))
    return tuple(found)


def limits_of(curve: StandardCurve, standards: tuple[Standard, ...], blanks: NDArray[np.float64]) -> Limits:
    """The limits of detection and of quantification; `blanks` are those of the fitted signal."""
    detected = quantified = None
    if blanks.size > 1:
        mean, spread = float(blanks.mean()), float(blanks.std(ddof=1))
        rising = float(curve_value(curve, curve.high)) > float(curve_value(curve, curve.low))
        detected, quantified = (_dose(curve, mean + (1 if rising else -1) * many * spread) for many in (DETECTED, QUANTIFIED))
    good = [one for one in standards if one.passed is not None]
    kept: list[Standard] = []
    for one in reversed(good):
        if one.passed:
            kept.append(one)
        elif kept:
            break
    return Limits(
        detected=detected,
        blank_quantified=quantified,
        quantified=kept[-1].dose if kept else None,
        highest=kept[0].dose if kept else None,
    )


def _dose(curve: StandardCurve, value: float) -> float | None:
    """On the curve, carried on below the lowest standard as far as 0."""
    found = nearest_dose(curve, value, reach=REACH)
    return found if found >= 0 else None
