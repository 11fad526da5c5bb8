"""What all dispositions share: when carriers let vesicles go, and where first-order steps take them.

Between two times the release is taken as steady; at an application what is free at once is a jump. With that the recurrence
is exact, and the sum over all places is what was given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.parameters import param
from exoforge.base.trace import digest
from exoforge.laws.chain import chain_amounts
from exoforge.stages.contract import Disposition, entry_of
from exoforge.streams.amounts import number_by_diameter
from exoforge.streams.exposure import Exposure
from exoforge.streams.product import Product

DAY = 86400.0
AFTER_LAST = 28.0 * DAY
"""[s] for which an exposure is followed after the last application, beyond the horizon if need be."""

_FIRST_OFFSET = 10.0
"""[s] after an application, or the end of an infusion, at which the tabulation begins."""

_AFTER_INFUSION = 24
"""Times from the end of an infusion on."""


def followed_until() -> Any:
    """Declare how long an exposure is followed as a field."""
    return param(
        "s",
        "time since the injury that is followed at least, and 28 d past the last application; later nothing changes",
        low=DAY,
        high=3650 * DAY,
        usual=120 * DAY,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """Vesicles that all carriers together hold and have let go, applications superposed.

    Parameters
    ----------
    time : (n_t,) [s] since the injury.
    carried : (n_t,) [particles] still in the carriers.
    steady : (n_t,) [particles] let go so far, without the jumps.
    jump : (n_t,) [particles] let go at once at that time.
    starts : (applications,) [s] of the applications; each is one of the times.
    given : [particles] of all applications.
    """

    time: NDArray[np.float64]
    carried: NDArray[np.float64]
    steady: NDArray[np.float64]
    jump: NDArray[np.float64]
    starts: NDArray[np.float64]
    given: float


def release_of(product: Product, horizon: float) -> Release:
    """The release of a product over time, all sizes together, each counted by its vesicles.

    Parameters
    ----------
    horizon : [s] since the injury that the times reach at least.
    """
    number = number_by_diameter(product.loaded)
    dose = float(number.sum())
    share = number @ product.released / dose if dose > 0 else np.zeros(product.time.size)
    # The released share never falls; this takes away the rounding of the mean over sizes.
    share = np.minimum(np.maximum.accumulate(share), 1.0)
    time, starts = exposure_times(product.applications, product.interval, product.start, horizon, _infusion(product, share))
    since = time - starts[:, np.newaxis]
    let_go = np.interp(since, product.time, share)
    is_given = since >= 0
    jump = np.zeros(time.size)
    np.add.at(jump, np.searchsorted(time, starts), dose * share[0])
    return Release(
        time=time,
        carried=dose * np.sum(np.where(is_given, 1.0 - let_go, 0.0), axis=0),
        steady=dose * np.sum(np.where(is_given, let_go - share[0], 0.0), axis=0),
        jump=jump,
        starts=starts,
        given=dose * product.applications,
    )


def _infusion(product: Product, share: NDArray[np.float64]) -> float:
    """How long a release lasts that is one straight line, which is an infusion [s]; 0 for any other."""
    return float(product.time[-1]) if product.time.size == 2 and share[-1] > share[0] else 0.0


@lru_cache(maxsize=64)
def exposure_times(applications: int, interval: float, start: float, horizon: float, infusion: float = 0.0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times at which an exposure is tabulated, and the times of the applications.

    From 0 to the horizon, or to `AFTER_LAST` past the last application when that is later: evenly, and logarithmically from
    ten seconds after each application, with the application itself and a second before it, so that a jump stays a jump; and
    in the same way from the end of each infusion.

    Parameters
    ----------
    infusion : duration of each application [s]; 0 for what is given at once.

    Returns
    -------
    time : (n_t,) [s], about 150. starts : (applications,) [s]. Both read-only.
    """
    starts = np.asarray(start + interval * np.arange(applications), dtype=np.float64)
    end = max(horizon, starts[-1] + AFTER_LAST)
    offsets = np.geomspace(_FIRST_OFFSET, end, max(12, 90 // applications))
    after = (starts[:, np.newaxis] + offsets).ravel()
    before = starts[starts > 1.0] - 1.0
    stops = starts + infusion if infusion > 0 else np.empty(0)
    afterwards = (stops[:, np.newaxis] + np.geomspace(_FIRST_OFFSET, 10.0 * infusion + 600.0, _AFTER_INFUSION)).ravel()
    time = np.unique(np.concatenate([np.linspace(0.0, end, 61), before, starts, after[after < end], stops[stops < end], afterwards[afterwards < end]]))
    time.setflags(write=False)
    starts.setflags(write=False)
    return time, starts


def exposure_of(
    operation: Disposition,
    product: Product,
    *,
    horizon: float,
    label_loss: float,
    places: Callable[[Release, float], NDArray[np.float64]],
    sites: tuple[str, ...],
    target: str,
    target_volume: float,
    notes: Mapping[str, float] | None = None,
) -> Exposure:
    """The exposure that a disposition makes of a product, followed once for the vesicles and once for their label.

    Parameters
    ----------
    horizon : [s] as in `release_of`. label_loss : [1/s].
    places : (n_site, n_t) [particles] from a release and a rate at which the label is lost; with a rate of 0, all vesicles.
    target_volume : [m3]
    notes : as of the exposure.
    """
    entry = entry_of(operation, inputs=(digest(product.loaded.number, product.released),))
    release = release_of(product, horizon)
    vesicles = places(release, 0.0)
    return Exposure(
        time=release.time,
        sites=sites,
        particles=vesicles,
        labelled=places(release, label_loss) if label_loss > 0 else vesicles,
        target=target,
        target_volume=target_volume,
        given=release.given,
        notes=dict(notes or {}),
        trace=product.trace + entry,
    )


def follow(release: Release, *, loss: ArrayLike, passing: ArrayLike = (), share: float = 1.0) -> NDArray[np.float64]:
    """Vesicles in places that follow one another, from where the carriers let them go; exact with the release as it is taken.

    Parameters
    ----------
    loss, passing : rates of each place and step as `chain_amounts` takes them [1/s].
    share : of what is let go that enters the first place [1].

    Returns
    -------
    number : (n_place, n_t) [particles]
    """
    steps = np.diff(release.time)
    return chain_amounts(steps, inflow=share * np.diff(release.steady) / steps, loss=loss, passing=passing, added=share * release.jump)


def let_go(release: Release) -> NDArray[np.float64]:
    """Vesicles that the carriers have let go so far, the jumps among them, (n_t,) [particles]."""
    return np.asarray(release.steady + np.cumsum(release.jump), dtype=np.float64)
