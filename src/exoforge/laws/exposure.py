"""One body, few compartments, closed forms: amounts in blood, organ and depot, and the identities of non-compartmental analysis."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, not_negative, positive
from exoforge.laws.exponential import average_decay, bateman


def blood_amount(time: ArrayLike, *, dose: ArrayLike, clearance: ArrayLike, volume: ArrayLike) -> Array:
    """Amount in blood after an intravenous bolus: ``B = D exp(-k t)``, ``k = CL / V``.

    Parameters
    ----------
    time : [s]. dose : in any unit, which the result keeps. clearance : of all organs together [m3/s]. volume : of distribution [m3].

    Raises
    ------
    SettingError
        The volume is not above 0, or another argument is negative.
    """
    rate = elimination_rate(clearance=clearance, volume=volume)
    return not_negative("dose", dose) * np.exp(-rate * not_negative("time", time, "s"))


def organ_amount(time: ArrayLike, *, dose: ArrayLike, organ_clearance: ArrayLike, clearance: ArrayLike, volume: ArrayLike, loss_rate: ArrayLike) -> Array:
    """Amount (or label) in an organ after an intravenous bolus: ``O = D (CL_i / V) (exp(-kl t) - exp(-k t)) / (k - kl)``.

    From ``dO/dt = (CL_i / V) B - kl O``, with its limit at ``kl = k = CL / V``.

    Parameters
    ----------
    time : [s]. dose : in any unit, which the result keeps. organ_clearance : from blood into this organ, `CL_i` [m3/s].
    clearance : of all organs together, `CL` [m3/s]. volume : `V` [m3]. loss_rate : from the organ, `kl` [1/s]; of the label, when a label is measured.

    Raises
    ------
    SettingError
        The volume is not above 0, or another argument is negative.

    Assumes
    -------
    Nothing returns to blood; the first minute of mixing is left out.
    """
    rate = elimination_rate(clearance=clearance, volume=volume)
    uptake = elimination_rate(clearance=organ_clearance, volume=volume)
    t, loss = not_negative("time", time, "s"), not_negative("loss rate", loss_rate, "1/s")
    return not_negative("dose", dose) * uptake * bateman(t, first_rate=loss, second_rate=rate)


def depot_amount(time: ArrayLike, *, dose: ArrayLike, absorption_rate: ArrayLike, degradation_rate: ArrayLike) -> Array:
    """Amount left where it was injected: ``X = D exp(-(ka + kd) t)``, from ``dX/dt = -(ka + kd) X``; rates [1/s].

    Raises
    ------
    SettingError
        An argument is negative or not finite.
    """
    rate = not_negative("absorption rate", absorption_rate, "1/s") + not_negative("degradation rate", degradation_rate, "1/s")
    return not_negative("dose", dose) * np.exp(-rate * not_negative("time", time, "s"))


def absorbed_fraction(*, absorption_rate: ArrayLike, degradation_rate: ArrayLike) -> Array:
    """Share of a depot that ever reaches blood: ``F = ka / (ka + kd)``; rates [1/s].

    Raises
    ------
    SettingError
        The absorption rate is not above 0, or the degradation rate is negative.
    """
    absorbed = positive("absorption rate", absorption_rate, "1/s")
    return absorbed / (absorbed + not_negative("degradation rate", degradation_rate, "1/s"))


def blood_amount_from_depot(
    time: ArrayLike, *, dose: ArrayLike, absorption_rate: ArrayLike, degradation_rate: ArrayLike, clearance: ArrayLike, volume: ArrayLike
) -> Array:
    """Amount in blood fed by a depot: ``B = D ka (exp(-(ka + kd) t) - exp(-k t)) / (k - ka - kd)``, ``k = CL / V``.

    Arguments as `depot_amount` and `blood_amount`. At slow absorption the late slope is that of the depot, not of clearance.

    Raises
    ------
    SettingError
        The volume is not above 0, or another argument is negative.
    """
    into = not_negative("absorption rate", absorption_rate, "1/s")
    leaving = into + not_negative("degradation rate", degradation_rate, "1/s")
    rate = elimination_rate(clearance=clearance, volume=volume)
    return not_negative("dose", dose) * into * bateman(not_negative("time", time, "s"), first_rate=leaving, second_rate=rate)


def exposure_over_time(time: ArrayLike, *, start: ArrayLike, rate: ArrayLike) -> Array:
    """Area under a first-order decay up to a time: ``start (1 - exp(-k t)) / k``, ``start t`` without decay [unit of start times s].

    Raises
    ------
    SettingError
        An argument is negative or not finite.
    """
    t, k = not_negative("time", time, "s"), not_negative("rate", rate, "1/s")
    return not_negative("start value", start) * average_decay(t, k)


def elimination_rate(*, clearance: ArrayLike, volume: ArrayLike) -> Array:
    """First-order rate of a clearance from a volume: ``k = CL / V`` [1/s]; clearance [m3/s], volume [m3].

    Raises
    ------
    SettingError
        The volume is not above 0, or the clearance is negative.
    """
    return not_negative("clearance", clearance, "m3/s") / positive("volume of distribution", volume, "m3")


def clearance_of_area(*, dose: ArrayLike, area_under_curve: ArrayLike) -> Array:
    """Clearance of a dose given into blood: ``CL = D / AUC`` [m3/s]; dose [a], area under the concentration curve [a s/m3].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    return positive("dose", dose) / positive("area under the curve", area_under_curve)


def steady_state_volume(*, clearance: ArrayLike, mean_residence_time: ArrayLike) -> Array:
    """Volume of distribution at steady state: ``Vss = CL MRT`` [m3]; clearance [m3/s], mean residence time [s].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    return positive("clearance", clearance, "m3/s") * positive("mean residence time", mean_residence_time, "s")
