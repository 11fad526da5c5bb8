"""What a logged journey or a warm day did to a product: mean kinetic temperature, and the loss by the rates of its own regimes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Parameter, parameters_of, quantile, replaced
from exoforge.base.units import Quantity
from exoforge.design.result import Interval
from exoforge.design.stability.logs import Log
from exoforge.design.summary import interval_of_rows
from exoforge.laws.accelerated import MKT_ENERGY, mean_kinetic_temperature
from exoforge.laws.constants import FREEZING, GAS
from exoforge.stages.store.regimes import DEEP_FROZEN_BELOW, REFERENCE_TEMPERATURE, Regime, regime_of
from exoforge.stages.store.storage import Storage

USED = ("refrigerated_loss", "activation_energy", "frozen_loss", "deep_frozen_loss", "freeze_thaw_loss")
"""The settings of storage that a journey uses."""
MEMBERS = 1000
_PLACES, _WEIGHTS = np.polynomial.legendre.leggauss(4)
_ENERGIES = 33
"""At so many activation energies the journey is summed up; between them its logarithm is all but straight."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """One setting of storage as it was used: the value in SI, its 5th and 95th percentile, and whether somebody stated it."""

    parameter: Parameter
    value: float
    low: float
    high: float
    is_stated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Excursion:
    """What a log says.

    Parameters
    ----------
    allowed : (lowest, highest) temperature at which the product is meant to be kept [K]; equal for one temperature.
    duration : of the log [s]. mean, coldest, warmest : [K]. above, below : time outside what is allowed [s]. times : time in each regime [s].
    freezings : how often the log goes below 0 degC from above. mkt : mean kinetic temperature [K], or None with `mkt_missing` saying why.
    liquid_mkt : of the time in the liquid alone, where the log crosses freezing [K]; else None. energy : of the mean kinetic temperature [J/mol].
    lost : share of the vesicles lost by decay and freezing. lost_if_kept : the same time at the highest allowed temperature.
    extra : the difference. as_if_kept : time at the highest allowed temperature that loses as much [s]; None out of the liquid.
    """

    log: Log
    allowed: tuple[float, float]
    duration: float
    mean: float
    coldest: float
    warmest: float
    above: float
    below: float
    times: Mapping[Regime, float]
    freezings: int
    mkt: float | None
    mkt_missing: str
    liquid_mkt: float | None
    energy: float
    lost: Interval
    lost_if_kept: Interval
    extra: Interval
    as_if_kept: Interval | None
    rates: tuple[Rate, ...]
    members: int
    seed: int
    notes: tuple[str, ...] = ()
    cites: tuple[str, ...] = ("uspmkt", "roszkowski2024", "evtushenko2020")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pieces:
    """The log as straight pieces, each within one regime: nodes of temperature with their times, (n_piece, 4)."""

    regimes: tuple[Regime, ...]
    kelvin: NDArray[np.float64]
    seconds: NDArray[np.float64]


def excursion_of(
    log: Log, *, allowed: Quantity, stated: Mapping[str, float] | None = None, energy: float = MKT_ENERGY, members: int = MEMBERS, seed: int = 0
) -> Excursion:
    """Sum up a log: readings are joined by straight lines, cut where they cross 0 and -60 degC, and weighted by time.

    Below 0 degC there is no mean kinetic temperature: it is an average over one Arrhenius line, and freezing ends that line.

    Parameters
    ----------
    allowed : temperature of the store [K], with its ends where it is a range. stated : settings of storage of this product, by name, in SI; the others
        take their usual values with their spread. energy : of the mean kinetic temperature [J/mol]. members, seed : of the draws.

    Raises
    ------
    SettingError
        A setting is none that a journey uses, or out of range.

    Assumes
    -------
    Nothing sticks to a wall: the vessel is not known to a logger. Below 0 degC the product is taken for frozen; salt and undercooling may keep it liquid.
    """
    ends = (allowed.value if allowed.low is None else allowed.low, allowed.value if allowed.high is None else allowed.high)
    pieces = _pieces(log)
    times = _times(pieces)
    freezings = sum(one == "refrigerated" and other != "refrigerated" for one, other in zip(pieces.regimes, pieces.regimes[1:], strict=False))
    rates, drawn = _draw(stated or {}, members, seed)
    exponent = _exponent(pieces, drawn)
    thaws = freezings * np.log1p(-np.minimum(drawn["freeze_thaw_loss"], 1.0 - 1e-12))
    kept = _rate_at(ends[1], drawn)
    duration = float(log.time[-1])
    lost, lost_if_kept = -np.expm1(thaws - exponent), -np.expm1(-kept * duration)
    liquid = _of(pieces, "refrigerated")
    is_liquid = times.keys() == {"refrigerated"}
    liquid_mkt = mean_kinetic_temperature(*liquid, activation_energy=energy) if liquid[0].size else None
    return Excursion(
        log=log,
        allowed=ends,
        duration=duration,
        mean=float(np.sum(pieces.kelvin * pieces.seconds) / duration),
        coldest=float(log.temperature.min()),
        warmest=float(log.temperature.max()),
        above=_outside(log, ends[1], above=True),
        below=_outside(log, ends[0], above=False) if allowed.low is not None else 0.0,
        times=times,
        freezings=freezings,
        mkt=liquid_mkt if is_liquid else None,
        mkt_missing="" if is_liquid else _why_no_mkt(times),
        liquid_mkt=None if is_liquid else liquid_mkt,
        energy=energy,
        lost=interval_of_rows(lost),
        lost_if_kept=interval_of_rows(lost_if_kept),
        extra=interval_of_rows(lost - lost_if_kept),
        as_if_kept=interval_of_rows(exponent / kept) if is_liquid and ends[1] >= FREEZING and np.all(kept > 0) else None,
        rates=_used(rates, {*times, regime_of(ends[1])}, freezings),
        members=members,
        seed=seed,
        notes=_notes(log, times, freezings, is_single=allowed.low is None),
    )


def _pieces(log: Log) -> _Pieces:
    """The log cut where it crosses a border of regimes, with the nodes of a Gauss sum on each piece."""
    time, kelvin = log.time, log.temperature
    for border in (FREEZING, DEEP_FROZEN_BELOW):
        before, after = kelvin[:-1] - border, kelvin[1:] - border
        crosses = np.flatnonzero(before * after < 0)
        share = before[crosses] / (before[crosses] - after[crosses])
        time = np.insert(time, crosses + 1, time[crosses] + share * (time[crosses + 1] - time[crosses]))
        kelvin = np.insert(kelvin, crosses + 1, border)
    length = np.diff(time)
    lasting = length > 0
    middle, half = (kelvin[1:] + kelvin[:-1])[lasting] / 2.0, np.diff(kelvin)[lasting] / 2.0
    regimes = tuple(regime_of(float(one)) for one in middle)
    return _Pieces(regimes=regimes, kelvin=middle[:, np.newaxis] + half[:, np.newaxis] * _PLACES, seconds=length[lasting][:, np.newaxis] * _WEIGHTS / 2.0)


def _of(pieces: _Pieces, regime: Regime) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    chosen = np.array([one == regime for one in pieces.regimes])
    kelvin = pieces.kelvin[chosen].ravel()
    return (np.maximum(kelvin, FREEZING) if regime == "refrigerated" else kelvin), pieces.seconds[chosen].ravel()


def _times(pieces: _Pieces) -> dict[Regime, float]:
    order: tuple[Regime, ...] = ("refrigerated", "frozen", "deep-frozen")
    found = {regime: float(_of(pieces, regime)[1].sum()) for regime in order}
    return {regime: seconds for regime, seconds in found.items() if seconds > 0}


def _draw(stated: Mapping[str, float], members: int, seed: int) -> tuple[tuple[Rate, ...], dict[str, NDArray[np.float64]]]:
    """The settings of storage, each drawn `members` times after a first row with all values as stated or usual."""
    declared = {parameter.name: parameter for parameter in parameters_of(Storage)}
    unknown = set(stated) - set(USED)
    if unknown:
        raise SettingError(f"A journey uses no setting '{sorted(unknown)[0]}'; it uses {', '.join(USED)}.")
    given = replaced(Storage(), stated)
    rng = np.random.default_rng(seed)
    rates, drawn = [], {}
    for name in USED:
        parameter, centre = declared[name], float(getattr(given, name))
        chance = rng.uniform(1e-6, 1.0 - 1e-6, size=members)
        values = np.full(members, centre) if name in stated else quantile(parameter, parameter.spread, centre, chance)
        ends = (centre, centre) if name in stated else quantile(parameter, parameter.spread, centre, np.array([0.05, 0.95]))
        drawn[name] = np.concatenate([[centre], values])
        rates.append(Rate(parameter=parameter, value=centre, low=float(ends[0]), high=float(ends[1]), is_stated=name in stated))
    return tuple(rates), drawn


def _used(rates: tuple[Rate, ...], regimes: set[Regime], freezings: int) -> tuple[Rate, ...]:
    """The settings that entered a number of this journey."""
    liquid = "refrigerated" in regimes
    is_used = {
        "refrigerated_loss": liquid,
        "activation_energy": liquid,
        "frozen_loss": "frozen" in regimes,
        "deep_frozen_loss": "deep-frozen" in regimes,
        "freeze_thaw_loss": freezings > 0,
    }
    return tuple(rate for rate in rates if is_used[rate.parameter.name])


def _exponent(pieces: _Pieces, drawn: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """The sum of rate times time over the log, for every member."""
    total = drawn["frozen_loss"] * _of(pieces, "frozen")[1].sum() + drawn["deep_frozen_loss"] * _of(pieces, "deep-frozen")[1].sum()
    kelvin, seconds = _of(pieces, "refrigerated")
    if kelvin.size == 0:
        return np.asarray(total, dtype=np.float64)
    energies = drawn["activation_energy"]
    grid = np.linspace(energies.min(), energies.max(), _ENERGIES) if energies.max() > energies.min() else energies[:1]
    warmer = (1.0 / REFERENCE_TEMPERATURE - 1.0 / kelvin) / GAS
    summed = np.array([np.log(np.sum(seconds * np.exp(energy * warmer))) for energy in grid])
    return np.asarray(total + drawn["refrigerated_loss"] * np.exp(np.interp(energies, grid, summed)), dtype=np.float64)


def _rate_at(kelvin: float, drawn: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    regime = regime_of(kelvin)
    if regime != "refrigerated":
        return drawn["frozen_loss" if regime == "frozen" else "deep_frozen_loss"]
    return np.asarray(drawn["refrigerated_loss"] * np.exp(drawn["activation_energy"] / GAS * (1.0 / REFERENCE_TEMPERATURE - 1.0 / kelvin)), dtype=np.float64)


def _outside(log: Log, border: float, *, above: bool) -> float:
    """Time beyond a temperature [s], the readings joined by straight lines."""
    sign = 1.0 if above else -1.0
    first, last = sign * (log.temperature[:-1] - border), sign * (log.temperature[1:] - border)
    high, low = np.maximum(first, last), np.minimum(first, last)
    span = np.where(high > low, high - low, 1.0)
    share = np.where(low >= 0, np.where(high > 0, 1.0, 0.0), np.clip(high / span, 0.0, 1.0))
    return float(np.sum(share * np.diff(log.time)))


def _why_no_mkt(times: Mapping[Regime, float]) -> str:
    if "refrigerated" not in times:
        return "The log stays below 0 degC. A mean kinetic temperature averages over one Arrhenius line, which holds in the liquid; ice has its own rate."
    return (
        "The log crosses 0 degC. A mean kinetic temperature averages over one Arrhenius line, and freezing ends that line: "
        "no one temperature does what liquid and ice did together."
    )


def _notes(log: Log, times: Mapping[Regime, float], freezings: int, *, is_single: bool) -> tuple[str, ...]:
    notes = list(log.notes)
    if log.gaps:
        hours = sum(end - start for start, end in log.gaps) / 3600.0
        many = f"{len(log.gaps)} gaps" if len(log.gaps) > 1 else "One gap"
        notes.append(f"{many} of {hours:.3g} h in all without readings: a straight line was drawn across, and what happened there is not known.")
    if is_single:
        notes.append("One temperature was allowed; give its range, such as '5 [2, 8] C', to count what lies outside.")
    if freezings:
        notes.append("Below 0 degC the product is taken for frozen; undercooled or salty liquid may have stayed liquid.")
    if "refrigerated" in times:
        notes.append("What the wall of the vessel takes is not in the loss; a storage step of a record reckons it.")
    return tuple(notes)
