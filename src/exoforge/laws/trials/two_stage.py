"""Two-stage trials of one arm (Simon): stop early when too few respond."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError

MOST_PATIENTS = 150
"""In all, up to which designs are searched; a choice of time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TwoStage:
    """A design: stop after `n1` patients when at most `r1` respond; else go on to `n`, and call the therapy promising above `r` responses.

    Parameters
    ----------
    alpha, power : chance of calling it promising at the uninteresting and at the wanted response [1].
    stops_early : chance of stopping early, and expected_size : patients on average, both at the uninteresting response.
    """

    r1: int
    n1: int
    r: int
    n: int
    alpha: float
    power: float
    stops_early: float
    expected_size: float


def simon_designs(uninteresting: float, wanted: float, *, alpha: float = 0.05, power: float = 0.8) -> tuple[TwoStage, ...]:
    """For each size in all that has a design, the one that exposes the fewest patients on average, by full enumeration.

    The chance of at most `r` responses is ``B(r1; n1) + sum over x > r1 of b(x; n1) B(r - x; n - n1)``, exact. The smallest size is
    the minimax design, the one with the least expected size the optimal one; between them lie the admissible ones.

    Raises
    ------
    SettingError
        The responses are not ``0 < uninteresting < wanted < 1``, an error is not between 0 and 1, or no design up to
        `MOST_PATIENTS` exists.

    References
    ----------
    simon1989
    """
    if not 0 < uninteresting < wanted < 1:
        raise SettingError(f"The responses are {uninteresting:g} and {wanted:g}; they must rise within 0 and 1.")
    if not (0 < alpha < 1 and 0 < power < 1):
        raise SettingError(f"The significance is {alpha:g} and the power {power:g}; both must lie between 0 and 1.")
    tables = [_tables(size, uninteresting, wanted) for size in range(MOST_PATIENTS + 1)]
    found: list[TwoStage] = []
    best = float("inf")
    for n in range(2, MOST_PATIENTS + 1):
        if found and n > 2.5 * found[0].n:
            break
        one = _best_of(n, tables, alpha, power)
        if one is not None and one.expected_size < best - 1e-12:
            found.append(one)
            best = one.expected_size
    if not found:
        raise SettingError(
            f"No two-stage design of up to {MOST_PATIENTS} patients tells {wanted:g} from {uninteresting:g} at these errors; "
            "widen the difference or allow more error."
        )
    return tuple(found)


def minimax_and_optimal(designs: tuple[TwoStage, ...]) -> tuple[TwoStage, TwoStage]:
    """The design with the fewest patients at the most, and the one with the fewest on average."""
    return designs[0], min(designs, key=lambda one: one.expected_size)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Tables:
    """Chances of exactly and of at most so many responses, (2, size + 1): at the uninteresting and the wanted response."""

    exactly: NDArray[np.float64]
    at_most: NDArray[np.float64]


def _tables(size: int, *shares: float) -> _Tables:
    from scipy.special import bdtr

    count = np.arange(size + 1)
    at_most = np.array([bdtr(count.astype(float), size, share) for share in shares])
    return _Tables(exactly=np.diff(at_most, axis=1, prepend=0.0), at_most=at_most)


def _best_of(n: int, tables: list[_Tables], alpha: float, power: float) -> TwoStage | None:
    """The design of a size with the least expected number of patients, None where none keeps both errors."""
    best: TwoStage | None = None
    whole = tables[n].at_most
    # Stopping early only makes few responses likelier, so that no r is enough which already a single stage of all patients refuses too often.
    top = int(np.searchsorted(whole[1], 1 - power, side="right")) - 1
    if top < 0:
        return None
    for n1 in range(1, n):
        first, second = tables[n1], tables[n - n1]
        for r1 in range(min(n1, top) + 1):
            stops = first.at_most[:, r1]
            if stops[1] > 1 - power:
                break
            expected = n1 + (1 - stops[0]) * (n - n1)
            if best is not None and expected >= best.expected_size:
                continue
            r = np.arange(r1, top + 1)
            x = np.arange(r1 + 1, n1 + 1)
            left = r[:, np.newaxis] - x
            chance = np.where(left >= 0, second.at_most[:, np.clip(left, 0, n - n1)], 0.0)
            at_most = stops[:, np.newaxis] + np.einsum("sx,srx->sr", first.exactly[:, r1 + 1 :], chance)
            fits = np.flatnonzero((1 - at_most[0] <= alpha) & (1 - at_most[1] >= power))
            if fits.size:
                place = int(fits[0])
                best = TwoStage(
                    r1=r1, n1=n1, r=int(r[place]), n=n,
                    alpha=float(1 - at_most[0, place]), power=float(1 - at_most[1, place]), stops_early=float(stops[0]), expected_size=float(expected),
                )  # fmt: skip
    return best
