"""Concentrating and washing step by step, while the film before the membrane says how fast it goes and what passes.

The flux is the wanted one or, where less, the one at which the wall gels; what passes depends on the flux, and what is left
decides the next flux. So a protein that passes leaves the flux to what is held back, and washing it out brings flux back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, fraction, not_negative, positive
from exoforge.laws.flux import gel_flux

CONCENTRATE, WASH = "concentrate", "wash"
STEPS = {CONCENTRATE: 12, WASH: 6}
"""Steps of each phase, even in ``ln X`` and in diavolumes; a choice that keeps what is left and the time to half a per cent of themselves."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FilmCourse:
    """The states of a process from its start to its end.

    Parameters
    ----------
    factor, washed : (n,) first over present volume, and diavolumes so far. permeate : (n,) volume so far over the first volume.
    flux : (n,) [m/s]. passed : (n, n_kind) ``-ln`` of what is left of each kind. slowness : (n,) time so far times area over first volume [s/m].
    wall : (n,) volume share at the wall. limit : (n,) the largest flux that the gel allows [m/s], infinite where none can form.
    ends : places of the last state of each phase.
    """

    factor: Array
    washed: Array
    permeate: Array
    flux: Array
    passed: Array
    slowness: Array
    wall: Array
    limit: Array
    ends: tuple[int, ...]


def film_course(
    *,
    bulk: ArrayLike,
    actual_sieving: ArrayLike,
    mass_transfer: ArrayLike,
    flux: float,
    gel: float,
    phases: Sequence[tuple[str, float]],
    observed: ArrayLike | None = None,
) -> FilmCourse:
    """Follow a batch over a membrane: ``d ln m_i = -S_i(J) d ln X`` while concentrating, ``-S_i(J) dN`` while washing.

    Parameters
    ----------
    bulk : (n_kind,) volume shares in the feed. actual_sieving, mass_transfer : (n_kind,) [1] and [m/s].
    flux : wanted [m/s]. gel : volume share at which the wall gels.
    phases : ``("concentrate", factor)`` and ``("wash", diavolumes)`` in order; a wash is counted in the volume that it finds.
    observed : (n_kind,) sieving that was observed and holds at every flux, in place of what the film computes; None takes the film's.

    Raises
    ------
    SettingError
        A value is outside its domain, a phase is unknown, or the retentate would be a gel.

    Assumes
    -------
    Well mixed, dilute film, no fouling: what stays on the membrane does not slow it.

    References
    ----------
    michaels1968
    """
    share, actual = not_negative("volume share", bulk), fraction("actual sieving coefficient", actual_sieving)
    k, wanted = positive("mass transfer coefficient", mass_transfer, "m/s"), float(positive("flux", flux, "m/s"))
    most = float(positive("volume share of the gel", gel))
    constant = None if observed is None else fraction("observed sieving coefficient", observed)
    log_factor, washed, permeate, slow = 0.0, 0.0, 0.0, 0.0
    passed, guess = np.zeros_like(share), wanted
    states: list[tuple[float, float, float, float, Array, float, float, float]] = []
    ends: list[int] = []

    def seen_at(held: Array) -> tuple[float, float, float, Array]:
        """Limit, flux, volume share at the wall, and observed sieving."""
        limit = gel_flux(held, actual, k, most, guess=guess)
        used = min(wanted, limit)
        ratio = 1.0 / np.maximum(actual + (1.0 - actual) * np.exp(-used / k), 1e-300)
        return limit, used, float(held @ np.where(held > 0, ratio, 0.0)), actual * ratio if constant is None else constant

    limit, used, wall, seen = seen_at(share)
    states.append((1.0, 0.0, 0.0, used, passed, slow, wall, limit))
    for kind, size in phases:
        reach, steps = _reach(kind, size), STEPS[kind]
        width = reach / steps
        before = None
        for _ in range(steps if reach > 0 else 0):
            # Adams and Bashforth: the slope of this state and of the one before it; the first step is Euler's, mended by a second look.
            slope = seen if before is None else 1.5 * seen - 0.5 * before
            log_next = log_factor + (width if kind == CONCENTRATE else 0.0)
            following = passed + width * slope
            if before is None:
                *_, ahead = seen_at(_held(share, log_next, following, most, log_factor))
                following = passed + width * (seen + ahead) / 2.0
            done = math.exp(-log_factor) - math.exp(-log_next) if kind == CONCENTRATE else width * math.exp(-log_factor)
            last_used, before = used, seen
            passed, reached, log_factor = np.maximum(following, passed), log_factor, log_next
            washed += 0.0 if kind == CONCENTRATE else width
            limit, used, wall, seen = seen_at(_held(share, log_factor, passed, most, reached))
            guess = used
            permeate += done
            slow += done * (1.0 / last_used + 1.0 / used) / 2.0
            states.append((math.exp(log_factor), washed, permeate, used, passed, slow, wall, limit))
        ends.append(len(states) - 1)
    columns = list(zip(*states, strict=True))
    factor, wash, through, fluxes, gone, slowness, walls, limits = (np.array(column) for column in columns)
    return FilmCourse(factor=factor, washed=wash, permeate=through, flux=fluxes, passed=gone, slowness=slowness, wall=walls, limit=limits, ends=tuple(ends))


def _reach(kind: str, size: float) -> float:
    if kind == CONCENTRATE:
        if not (math.isfinite(size) and size >= 1.0):
            raise SettingError(f"A concentration factor is {size:g}; it must be 1 or above (first volume over last volume).")
        return math.log(size)
    if kind == WASH:
        return float(not_negative("number of diavolumes", size))
    raise SettingError(f"A phase is '{kind}'; it must be '{CONCENTRATE}' or '{WASH}'.")


def _held(share: Array, log_factor: float, passed: Array, most: float, reached: float) -> Array:
    """Volume shares in the retentate; `reached` is the last factor at which it still flows, as a logarithm."""
    held = share * np.exp(log_factor - passed)
    if held.sum() >= most:
        raise SettingError(
            f"Somewhere between {math.exp(reached):.3g}-fold and {math.exp(log_factor):.3g}-fold the retentate would hold {most:g} of its volume as "
            "particles and protein, which is a gel; concentrate it less."
        )
    return np.asarray(held, dtype=np.float64)
