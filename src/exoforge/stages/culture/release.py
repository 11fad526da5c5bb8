"""What every vessel shares: cells that grow and release, what they take up again, what the supplement brings, and the harvests."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Spread, lognormal, option, param, parameters_of, quantile, replaced, uniform
from exoforge.base.trace import Assumption, Trace
from exoforge.laws.production import vesicles_in_medium
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Culture, Hinged, Operation, entry_of, hinge, step_key, without
from exoforge.stages.culture.population import MARKERS, size_grid, vesicle_shares, vesicles
from exoforge.stages.culture.preconditioning import KINDS, NONE, SEVERAL, Reading, read_word
from exoforge.stages.culture.supplement import SUPPLEMENTS, supplement
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]

MATCH = lognormal(2.0)
"""How far the matched one of cells and volume may stray."""

DAY = 86_400.0
"""[s]"""
NO_UPTAKE = 1e-9
"""Share taken up between two harvests below which there is no plateau to speak of."""
MOST_GROWTH = 600.0
"""Logarithm of a growth beyond which no number is left to compute with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedYield:
    """What somebody printed of a vessel, to be laid beside a number that is computed.

    Parameters
    ----------
    system, cell : as printed. low, high : of the amount, equal for one number. unit : ``particles/mL``, ``particles`` or ``-fold``.
    said : the time and the medium, as printed. cite : key of the reference.
    """

    system: str
    cell: str
    low: float
    high: float
    unit: str
    said: str
    cite: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Vessel(Culture):
    """Cells in a vessel, from the change of medium to the harvest, as often as it is harvested.

    ``dE/dt = q X - k E - harvest``: secretion per cell, first-order re-uptake, and at each harvest all of the medium but a share that stays.
    ``X = X0 exp(mu t)`` until the growth area is covered, and constant from then on; dying cells (``mu < 0``) know no such end.

    `cells_per_volume` [cells/m3] is the choice by which cells and volume are matched when only one of them is stated.
    """

    cells_per_volume: ClassVar[float]
    published: ClassVar[tuple[PublishedYield, ...]] = ()

    cells: float = param("cells", "cells when the medium was fresh", low=1.0, high=1e15, usual=1e8)
    volume: float = param("m3", "medium harvested", low=1e-9, high=10.0, usual=5e-4, spread=MATCH)
    duration: float = param("s", "from fresh medium to harvest", low=0.0, high=60 * DAY, usual=2 * DAY, spread=uniform(DAY, 3 * DAY))
    secretion_rate: float = param(
        "particles/cell/s",
        "vesicles that one cell releases in time; the middle of the 60 to 65 per hour counted on single breast cancer cells",
        low=0.0,
        high=10.0,
        usual=62.5 / 3600.0,
        spread=lognormal(3.0),
        cite="chiu2016",
        status="derived",
    )
    uptake_rate: float = param(
        "1/s",
        "first-order re-uptake of vesicles by the whole culture; a half-life of one day",
        low=0.0,
        high=1e-2,
        usual=math.log(2.0) / DAY,
        spread=lognormal(2.0),
    )
    growth_rate: float = param("1/s", "net growth of the cells, negative when they die", low=-1e-4, high=1e-4, usual=0.0, spread=uniform(-2e-6, 5e-6))
    supplement: str = option("what is added to the basal medium during the release", SUPPLEMENTS, usual="serum-free")
    supplement_share: float = param("", "volume of supplement per volume of medium", low=0.0, high=1.0, usual=0.1, spread=uniform(0.05, 0.2))
    supplement_load: float = param(
        "",
        "how many times more particles and protein than the table of supplements says",
        low=0.0,
        high=1e3,
        usual=1.0,
        spread=lognormal(3.0),
        cite="lehrich2018",
        status="recalled",
    )
    soluble_protein_rate: float = param(
        "kg protein/cell/s",
        "soluble protein that one cell secretes in time; 50 pg per day",
        low=0.0,
        high=1e-15,
        usual=50e-15 / DAY,
        spread=lognormal(2.5),
    )
    diameter_median: float = param(
        "m",
        "median diameter of the vesicles, by number; between 55 nm in the electron microscope and 105 nm by particle tracking",
        low=40e-9,
        high=400e-9,
        usual=90e-9,
        spread=lognormal(1.25),
        cite="yan_talk",
    )
    diameter_gsd: float = param("", "geometric standard deviation of the diameter", low=1.01, high=2.5, usual=1.4, spread=uniform(1.25, 1.6))
    refractive_index: float = param(
        "", "of a vesicle at 488 nm", low=1.34, high=1.6, usual=1.39, spread=uniform(1.38, 1.40), cite="yan_talk", status="recalled"
    )
    harvests: float = param("", "how often the medium is harvested and renewed, a whole number; each time after the duration", low=1.0, high=200.0, usual=1.0)
    growth_area: float = param("m2", "surface on which the cells grow; 0 where space does not limit them", low=0.0, high=1e4, usual=0.0)
    confluence: float = param(
        "cells/m2", "cells that cover the growth area, at which growth ends; 4e4 per cm2", low=1e6, high=1e11, usual=4e8, spread=lognormal(1.5)
    )
    preconditioning: str = option("what the cells were exposed to before or during the release", KINDS, usual=NONE)
    preconditioning_factor: float = param(
        "", "how many times more vesicles a cell releases after the preconditioning than without it", low=1e-3, high=1e3, usual=1.0
    )

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        if self.harvests != round(self.harvests):
            raise SettingError(f"{type(self).__name__}.harvests is {self.harvests:g}; it must be a whole number.")
        grown = self.growth_rate * min(self.harvests * self.duration, _growth_time(self))
        if grown > MOST_GROWTH:
            raise SettingError(
                f"{type(self).__name__}.growth_rate is {self.growth_rate:g} 1/s for {self.harvests * self.duration / DAY:.3g} d, which makes exp({grown:.3g}) "
                "times as many cells; state a shorter time, a slower growth or a growth_area."
            )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As the declarations say, but cells and volume are matched when only one is stated, and what has no part in the culture is not assumed.

        Raises
        ------
        StepError
            As the hinge.
        """
        return hinged_vessel(cls, step)

    def times_flask(self) -> float:
        """[1] How many times more vesicles a cell releases in this vessel than in a flask."""
        return 1.0

    def kept_share(self) -> float:
        """[1] The share of the medium that stays in the vessel at each harvest."""
        return 0.0

    def medium_used(self) -> float:
        """[m3] All medium that went into the vessel."""
        return self.volume * (1.0 + (self.harvests - 1.0) * (1.0 - self.kept_share()))

    def produce(self) -> Suspension:
        """The conditioned medium of all harvests, pooled."""
        count, kept = round(self.harvests), self.kept_share()
        started, grown = _intervals(self)
        left = math.exp(-self.uptake_rate * self.duration)
        made = float(gathered(_released(self, grown, self.duration, started), left=left, kept=kept)[-1])
        brought = supplement(self.supplement)
        amount = self.volume * self.supplement_share * self.supplement_load
        stays, fades = (_brought(count, left=share, kept=kept) for share in (1.0, left))
        shares = np.array([fades if one.is_vesicle else stays for one in brought.species])
        own = made * vesicle_shares(median=self.diameter_median, gsd=self.diameter_gsd)
        solutes = {name: mass * amount * stays for name, mass in brought.solutes.items()}
        secreted = float(gathered(self.soluble_protein_rate * _cell_seconds(self, grown, started), left=1.0, kept=kept)[-1])
        solutes["soluble-protein"] = solutes.get("soluble-protein", 0.0) + secreted
        return Suspension(
            grid=size_grid(),
            species=(vesicles("ev", refractive_index=self.refractive_index, markers=MARKERS), *brought.species),
            number=np.vstack([own, brought.number * amount * shares[:, None]]),
            volume=self.volume * (1.0 - kept) * count,
            solutes=solutes,
            medium="conditioned-medium",
            cells=float(_cells_at(self, count * self.duration)),
            trace=Trace() + entry_of(self),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """The cells' own vesicles over time, each harvest with its end and its new beginning.

    Parameters
    ----------
    time : (n,) [s] since the first medium was fresh. inside : (n,) [particles] in the vessel. taken : (n,) [particles] in all harvests before.
    balance : (n,) [particles] at which release and uptake would be in balance; infinite where uptake is too slow to be seen.
    """

    time: Array
    inside: Array
    taken: Array
    balance: Array


def course(vessel: Vessel, points: int = 25) -> Course:
    """The vesicles in the medium and those harvested, over time.

    Parameters
    ----------
    points : per harvest, 2 or more; the first is just after a change of medium and the last just before the next.
    """
    kept, left = vessel.kept_share(), math.exp(-vessel.uptake_rate * vessel.duration)
    started, grown = _intervals(vessel)
    taken = gathered(_released(vessel, grown, vessel.duration, started), left=left, kept=kept)
    before = np.concatenate([[0.0], taken[:-1]])
    staying = np.diff(np.concatenate([[0.0], taken])) * (kept / (1.0 - kept))
    start = np.concatenate([[0.0], staying[:-1]])
    within = np.linspace(0.0, vessel.duration, points)
    made = _released(vessel, np.minimum(grown[:, None], within), within, started[:, None])
    time = np.arange(started.size)[:, None] * vessel.duration + within
    cells = _cells_at(vessel, time)
    has_plateau = vessel.uptake_rate * vessel.duration > NO_UPTAKE
    balance = _rate(vessel) * cells / vessel.uptake_rate if has_plateau else np.full(time.shape, np.inf)
    inside = made + start[:, None] * np.exp(-vessel.uptake_rate * within)
    return Course(time=time.ravel(), inside=inside.ravel(), taken=np.repeat(before, points), balance=balance.ravel())


def gathered(made: Array, *, left: float, kept: float) -> Array:
    """What has been harvested after each harvest, when a share stays in the vessel and fades with what follows.

    ``I(i) = kept left I(i-1) + made(i)``, of which ``(1 - kept) I(i)`` is harvested.

    Parameters
    ----------
    made : (n,) what is in the vessel at each harvest of what came since the one before. left : share that outlives an interval.
    kept : share of the medium that stays at each harvest.

    Returns
    -------
    harvested : (n,) in all, after each harvest.
    """
    inside = total = 0.0
    found = np.empty(made.size)
    for place, new in enumerate(made.tolist()):
        inside = inside * left + new
        total += (1.0 - kept) * inside
        inside *= kept
        found[place] = total
    return found


def hinged_vessel(cls: type[Vessel], step: Step) -> Hinged:
    """The vessel of a step: cells and volume matched, the preconditioning read, and what has no part in the culture not assumed.

    Raises
    ------
    StepError
        As the hinge.
    """
    reading = read_word(step)
    hinged = hinge(cls, step, stated={"preconditioning": reading.kind} if reading.kind else None)
    hinged = _matched_amounts(cls, hinged, step)
    vessel = hinged.operation
    if vessel.supplement == "serum-free":
        hinged = without(hinged, step, ("supplement_share", "supplement_load"))
    if vessel.growth_area == 0:
        hinged = without(_not_told(hinged, "growth_area"), step, ("confluence",))
    if vessel.preconditioning == NONE:
        hinged = without(hinged, step, ("preconditioning_factor",))
    elif not isinstance(step.settings.get("preconditioning_factor"), Stated):
        hinged = retold(hinged, "preconditioning_factor", reading.factor, reading.spread, reason=reading.reason, cite=reading.cite, status=reading.status)
    return dataclasses.replace(hinged, notices=(*hinged.notices, *_notices(hinged.operation, step, reading)))


def retold(hinged: Hinged, name: str, value: float, spread: Spread, *, reason: str, cite: str | None = None, status: str | None = None) -> Hinged:
    """The hinged operation with one of its assumptions taken in another way: value, spread and why."""
    parameter = next(one for one in parameters_of(hinged.operation) if one.name == name)
    low, high = (float(edge) for edge in quantile(parameter, spread, value, np.array([0.05, 0.95])))
    changes = {"cite": cite, "status": status}
    further = {key: word for key, word in changes.items() if word is not None}

    def told(assumption: Assumption) -> Assumption:
        if assumption.name != name:
            return assumption
        return dataclasses.replace(assumption, value=value, low=low, high=high, reason=reason, **further)

    return dataclasses.replace(
        hinged,
        operation=replaced(hinged.operation, {name: value}),
        assumed=tuple(told(assumption) for assumption in hinged.assumed),
        spreads={**hinged.spreads, name: spread},
    )


def _matched_amounts(cls: type[Vessel], hinged: Hinged, step: Step) -> Hinged:
    """Cells or volume set by the other, where only one of them is stated."""
    per_volume = cls.cells_per_volume
    stated = {name for name in ("cells", "volume") if isinstance(step.settings.get(name), Stated)}
    mantissa, exponent = f"{per_volume * 1e-6:.1e}".split("e")
    reason = f"not reported in the record; matched to the other at {float(mantissa):g}e{int(exponent)} cells per mL of medium"
    if stated == {"cells"}:
        return retold(hinged, "volume", hinged.operation.cells / per_volume, MATCH, reason=reason)
    if stated == {"volume"}:
        return retold(hinged, "cells", hinged.operation.volume * per_volume, MATCH, reason=reason)
    return hinged


def _not_told(hinged: Hinged, name: str) -> Hinged:
    """Without the assumption that a limit is not there, which is none."""
    return dataclasses.replace(hinged, assumed=tuple(one for one in hinged.assumed if one.name != name))


def _notices(vessel: Vessel, step: Step, reading: Reading) -> tuple[str, ...]:
    is_stated = isinstance(step.settings.get("preconditioning_factor"), Stated)
    found = [] if is_stated else [f"{step_key(step)}: {sentence}" for sentence in reading.notices]
    room = vessel.growth_area * vessel.confluence
    if 0 < room < vessel.cells:
        found.append(
            f"{step_key(step)}: {vessel.cells:.3g} cells are more than the {room:.3g} that cover {vessel.growth_area * 1e4:.4g} cm2; "
            "they are taken to live on without growing; check cells, area and confluence."
        )
    if vessel.preconditioning == SEVERAL and not is_stated:
        found.append(f"{step_key(step)}: what several preconditionings do together to the yield was read nowhere; nothing is multiplied.")
    return tuple(found)


def _rate(vessel: Vessel) -> float:
    """[particles/cell/s] What one cell releases here."""
    conditioned = 1.0 if vessel.preconditioning == NONE else vessel.preconditioning_factor
    return vessel.secretion_rate * vessel.times_flask() * conditioned


def _growth_time(vessel: Vessel) -> float:
    """[s] How long the cells grow before the area is covered; infinite where nothing ends it."""
    room = vessel.growth_area * vessel.confluence
    if vessel.growth_rate <= 0 or room == 0:
        return math.inf
    return max(math.log(room / vessel.cells), 0.0) / vessel.growth_rate


def _cells_at(vessel: Vessel, time: Array | float) -> Array:
    return np.asarray(vessel.cells * np.exp(vessel.growth_rate * np.minimum(time, _growth_time(vessel))))


def _intervals(vessel: Vessel) -> tuple[Array, Array]:
    """Cells at the start of each interval between harvests, and how long they still grow in it [s]."""
    start = np.asarray(np.arange(round(vessel.harvests)) * vessel.duration, dtype=np.float64)
    growing = _growth_time(vessel)
    return _cells_at(vessel, start), np.minimum(np.maximum(growing - start, 0.0), vessel.duration)


def _released(vessel: Vessel, grown: Array, time: Array | float, cells: Array) -> Array:
    """Vesicles in the medium `time` after each change of it, of the cells' release since then; they grow for `grown` of that time."""
    rates = {"secretion_rate": _rate(vessel), "uptake_rate": vessel.uptake_rate}
    made = vesicles_in_medium(grown, cells=cells, growth_rate=vessel.growth_rate, **rates)
    if _growth_time(vessel) == math.inf:
        return made
    rest = time - grown
    return vesicles_in_medium(rest, cells=cells * np.exp(vessel.growth_rate * grown), growth_rate=0.0, initial=made, **rates)


def _cell_seconds(vessel: Vessel, grown: Array, cells: Array) -> Array:
    """The time integral of the number of cells in each interval [cells s]."""
    if vessel.growth_rate == 0:
        return cells * vessel.duration
    exponent = vessel.growth_rate * grown
    return np.asarray(cells * (np.expm1(exponent) / vessel.growth_rate + np.exp(exponent) * (vessel.duration - grown)))


def _brought(count: int, *, left: float, kept: float) -> float:
    """What is harvested in all of something that each fresh medium brings, per amount in one filling."""
    inside, total = 1.0, 0.0
    for _ in range(count):
        inside *= left
        total += (1.0 - kept) * inside
        inside = kept * inside + (1.0 - kept)
    return total
