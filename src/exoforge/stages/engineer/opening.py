"""What the methods that open vesicles share: cycles in which some open and shut again, some fuse and some break, and what is inside after.

A lumen that was open holds what the liquid outside holds, no more: however often it is opened, the cargo in the lumens ends at
their share of the mixture. What was in it before is then outside, and of what an earlier step left dissolved it takes its share.
"""

from __future__ import annotations

import dataclasses
import math
from abc import abstractmethod
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from exoforge.laws.loading import partition_loading
from exoforge.laws.resizing import broken, fused
from exoforge.laws.vesicle import lumen_volume, membrane_volume
from exoforge.stages.contract import Split
from exoforge.stages.engineer.adding import even_carriers, together
from exoforge.stages.engineer.loading import Loading, Reshaped, Uptake, shares_of_mixture
from exoforge.streams.suspension import Cargo, Suspension

Array = NDArray[np.float64]

PILED = 0.01
"""[1] Share of the vesicles at the largest size followed from which it is printed; a choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Working:
    """What one cycle of a method does to the vesicles; all shares are those of one cycle [1].

    Parameters
    ----------
    cycles : how often; a part of a cycle counts as that part of its shares.
    opened : share of the vesicles that open and shut again.
    fused : share that fuses with another. torn : share of those larger than `piece` that break. piece : [m] what they break into.
    """

    cycles: float
    opened: float
    fused: float = 0.0
    torn: float = 0.0
    piece: float = 100e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Worked:
    """The vesicles after all cycles, each array (n_species, n_size).

    Parameters
    ----------
    number : [particles]. gone, made : [particles] by cause, ``fusion`` or ``breaking``.
    exchanged : [1] share of the lumens of a size whose liquid came from outside.
    """

    number: Array
    gone: dict[str, Array] = field(default_factory=dict)
    made: dict[str, Array] = field(default_factory=dict)
    exchanged: Array = field(default_factory=lambda: np.zeros((0, 0)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening(Loading):
    """A loading that opens the vesicles; the ways differ only in `working`.

    The liquid of the lumens is exchanged once for everything: what the vesicles carried spills, and of each cargo that they carried, or that is
    loaded now, what is dissolved outside comes in. A second opening in the same liquid so takes nothing out.
    """

    @abstractmethod
    def working(self, feed: Suspension) -> Working:
        """What one cycle does to the vesicles of this feed."""

    def take_up(self, feed: Suspension) -> Uptake:
        """Shares of the cargo in the lumens that were open and in the membranes."""
        return taken_up(feed, self.working(feed), partition_coefficient=self.partition_coefficient)

    def reshaped(self, feed: Suspension) -> Reshaped:
        """The vesicles after the cycles of the method."""
        after = worked(feed, self.working(feed))
        return Reshaped(number=after.number, gone=after.gone, made=after.made)

    def treat(self, feed: Suspension) -> Split:
        """As every loading, of vesicles whose liquid was exchanged."""
        return Loading.treat(self, rinsed(self, feed) if feed.volume > 0 else feed)


def worked(feed: Suspension, working: Working) -> Worked:
    """The vesicles of a feed after the cycles of a method: in each cycle they fuse, then break, then open.

    Assumes
    -------
    Every kind of vesicle meets its own kind; particles that no bilayer encloses neither fuse nor break. Each cycle is like the others.
    """
    vesicle = tuple(one.is_vesicle for one in feed.species)
    number = np.ascontiguousarray(feed.number, dtype=np.float64)
    return _worked(feed.grid.edges.tobytes(), number.tobytes(), vesicle, working)


def taken_up(feed: Suspension, working: Working, *, partition_coefficient: float) -> Uptake:
    """Where a dissolved cargo is after the cycles of a method.

    ``f_m = K phi_m / (1 + (K - 1) phi_m)`` in the membranes; of the rest ``phi_x / (1 - phi_m - phi_c)`` in the lumens, `phi_x` and `phi_c`
    being the shares of the mixture that exchanged and shut lumens fill.

    Raises
    ------
    SettingError
        The vesicles would fill more than the mixture, before or after.
    """
    after, diameter = worked(feed, working), feed.grid.diameter
    for mixture in (feed, dataclasses.replace(feed, number=after.number)):
        shares_of_mixture(mixture)
    vesicle = [one.is_vesicle for one in feed.species]
    vesicles, exchanged = after.number[vesicle], after.number[vesicle] * after.exchanged[vesicle]
    lumen, membrane = lumen_volume(diameter) / feed.volume, membrane_volume(diameter) / feed.volume
    membranes, open_, shut = float((vesicles @ membrane).sum()), float((exchanged @ lumen).sum()), float(((vesicles - exchanged) @ lumen).sum())
    inside = float(partition_loading(partition_coefficient=partition_coefficient, membrane_fraction=membranes))
    within = (1.0 - inside) * open_ / (1.0 - membranes - shut)
    whole, before = float(vesicles.sum()), feed.number[vesicle]
    share = float(exchanged.sum()) / whole if whole > 0 else 0.0
    figures = {"vesicles opened": share, "own soluble content spilled": spilled(feed, after)}
    if whole > 0:
        figures["mean diameter before [m]"] = _mean_diameter(before, diameter)
        figures["mean diameter after [m]"] = _mean_diameter(vesicles, diameter)
        figures["vesicles after over before, without losses"] = whole / float(before.sum())
        piled = float(vesicles[:, -1].sum()) / whole
        if after.gone and piled > max(PILED, float(before[:, -1].sum()) / float(before.sum())):
            figures["share of the vesicles at the largest size followed, where the number is no longer right"] = piled
    return Uptake(lumen=within, membrane=inside, figures=figures, carriers=even_carriers(within, share, inside, 1.0))


def rinsed(loading: Opening, feed: Suspension) -> Suspension:
    """The feed after its lumens were open, without the cargo now offered: the same particles; what they carried spilled, what was dissolved came in.

    Of a cargo `j`, carried and dissolved before, ``m_j (1 - s) + (M_j + s m_j) f_l`` is carried after; `s` is the share spilled and `f_l` that of
    the liquid in exchanged lumens. Of the cargo now loaded the membranes that were open take their share, too: ``f_l + s f_m``.
    """
    working = loading.working(feed)
    gone = spilled(feed, worked(feed, working))
    if gone == 0:
        return feed
    uptake = taken_up(feed, working, partition_coefficient=loading.partition_coefficient)
    liquid = uptake.lumen / (1.0 - uptake.membrane)
    carriers = float(uptake.figures["vesicles opened"])
    cargo, solutes = dict(feed.cargo), dict(feed.solutes)
    for name in dict.fromkeys((*feed.cargo, loading.cargo)):
        own, known = name == loading.cargo, cargo.get(name)
        held = known or Cargo(mass=0.0, molar_mass=loading.molar_mass or None)
        dissolved = solutes.get(name, 0.0) + held.mass * gone
        back = dissolved * (uptake.lumen + gone * uptake.membrane if own else liquid)
        if known is not None or back > 0:
            came_in = Cargo(mass=back, molar_mass=held.molar_mass, carriers=carriers)
            cargo[name] = together(dataclasses.replace(held, mass=held.mass * (1.0 - gone)), came_in)
            solutes[name] = dissolved - back
    return dataclasses.replace(feed, cargo=cargo, solutes=solutes)


def spilled(feed: Suspension, after: Worked) -> float:
    """Share of what was dissolved in the lumens that is outside after; 0 where there are no vesicles."""
    vesicle = [one.is_vesicle for one in feed.species]
    lumen = lumen_volume(feed.grid.diameter)
    before = float((feed.number[vesicle] @ lumen).sum())
    kept = float(((after.number[vesicle] * (1.0 - after.exchanged[vesicle])) @ lumen).sum())
    return min(max(1.0 - kept / before, 0.0), 1.0) if before > 0 else 0.0


@lru_cache(maxsize=8)
def _worked(edges: bytes, number: bytes, vesicle: tuple[bool, ...], working: Working) -> Worked:
    bounds = np.frombuffer(edges, dtype=np.float64)
    centres = np.sqrt(bounds[:-1] * bounds[1:])
    left = np.frombuffer(number, dtype=np.float64).reshape(len(vesicle), -1).copy()
    exchanged = np.zeros_like(left)
    gone = {cause: np.zeros_like(left) for cause in _causes(working)}
    made = {cause: np.zeros_like(left) for cause in gone}
    for part in _parts(working.cycles):
        for row in (place for place, encloses in enumerate(vesicle) if encloses):
            if working.fused > 0:
                step = fused(left[row], centres=centres, share=part * working.fused, exchanged=exchanged[row])
                left[row] = left[row] - step.gone + step.made
                gone["fusion"][row] += step.gone
                made["fusion"][row] += step.made
                exchanged[row] = step.exchanged
            if working.torn > 0:
                step = broken(left[row], centres=centres, share=part * working.torn, piece=working.piece, exchanged=exchanged[row])
                left[row] = left[row] - step.gone + step.made
                gone["breaking"][row] += step.gone
                made["breaking"][row] += step.made
                exchanged[row] = step.exchanged
            exchanged[row] += (1.0 - exchanged[row]) * part * working.opened
    for array in (left, exchanged, *gone.values(), *made.values()):
        array.setflags(write=False)
    return Worked(number=left, gone=gone, made=made, exchanged=exchanged)


def _causes(working: Working) -> tuple[str, ...]:
    return tuple(cause for cause, share in (("fusion", working.fused), ("breaking", working.torn)) if share > 0)


def _parts(cycles: float) -> list[float]:
    whole = math.floor(cycles)
    return [1.0] * whole + ([cycles - whole] if cycles > whole else [])


def _mean_diameter(vesicles: Array, diameter: Array) -> float:
    return float((vesicles @ diameter).sum()) / float(vesicles.sum())
