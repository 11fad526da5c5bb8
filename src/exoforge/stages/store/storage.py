"""Vesicles in a tube, cold or frozen, for a time."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.laws import water
from exoforge.laws.release import slab
from exoforge.laws.sedimentation import diffusion_coefficient
from exoforge.laws.stability import first_order_remaining, freeze_thaw_remaining, shelf_life, wall_adsorption_cylinder
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, hinge, step_key
from exoforge.stages.store.containers import REFERENCE_RADIUS, containers, protectants, usual_radius
from exoforge.stages.store.hinging import notices_of, settled
from exoforge.stages.store.keeping import kept
from exoforge.stages.store.regimes import DAY, FROZEN_BOUND, rates_at, regime_of
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Storage(Treatment):
    """A suspension that is kept: what decays, what breaks when it is frozen and thawed, what stays on the wall.

    ``N = N0 (1 - f)^n exp(-k t) (1 - w)``, each factor told as a loss of its own. The rate `k` belongs to a regime: liquid
    (0 degC and above), frozen (below 0), deep-frozen (below -60). Within the liquid ``k = k_4 exp((Ea/R)(1/277.15 - 1/T))``;
    no rate is ever carried through freezing, where ice and glass change the mechanism. The wall takes by diffusion what
    reaches the side and the bottom of a tube, in liquid only: small vesicles first.
    ``w = s (1 - (1 - w_side) (1 - w_bottom))``, ``w_side = 1 - sum 4/j_n^2 exp(-j_n^2 D t / R^2)``, the bottom a slab as high as the liquid.

    Rates are read off statements such as "quality is kept for 7 d at 4 degC", taken as 10 % lost by then, which the statements
    do not say. At 4 degC a measured loss beside the wall of about 18 % in 48 h is six times faster: the usual rate stands
    between the two. "At least 90 d" frozen is a bound and no rate: anything from no loss to 10 % in 90 d is as likely, and the
    usual rate is the middle. The same source has one bound for both freezers, so both have one rate.

    The usual loss per freeze-thaw cycle is a choice below the published 13 % of "repeated" cycles, whose number is not stated.
    What is frozen and given must be thawed: without a stated number one cycle is counted.

    A protectant lowers the losses of the regimes in which it was read to help, by a factor of which only the direction was read.

    Figures
    -------
    ``surviving_share`` of the vesicles, ``loss_rate`` [1/s], ``t90`` [s] by decay alone; ``lost cargo`` of each name [kg].

    Assumes
    -------
    Only vesicles are lost: the wall, too, was measured with vesicles, and nothing is known of what it takes of other particles.
    A vesicle that decays or breaks sets its protein free, which stays as ``soluble-protein``, so that storage purifies nothing;
    one that sticks to the wall takes its protein along. The cargo of all lost vesicles leaves with them, shared out by surface.
    A standing vessel with a flat bottom, still, and a wall that never fills up. No aggregation; drying is `Lyophilisation`.

    References
    ----------
    roszkowski2024, evtushenko2020, walker2022, vandewakker2022, wu2021
    """

    stage: ClassVar[str] = "store"
    kind: ClassVar[str] = "storage"
    title: ClassVar[str] = "Storage"
    version: ClassVar[str] = "2"
    cites: ClassVar[tuple[str, ...]] = ("roszkowski2024", "evtushenko2020")

    duration: float = param("s", "time in store; a month is a choice", low=0.0, high=3650.0 * DAY, usual=30.0 * DAY, spread=uniform(1.0 * DAY, 90.0 * DAY))
    temperature: float = param("K", "temperature of the store; -80 degC is a choice", low=77.0, high=333.15, usual=193.15)
    freeze_thaw_cycles: float = param("", "how often it is frozen and thawed", low=0.0, high=100.0, usual=1.0)
    freeze_thaw_loss: float = param(
        "",
        "share of the vesicles lost in one cycle; 'repeated' cycles took 13 %, how many is not stated",
        low=0.0,
        high=1.0,
        usual=0.05,
        spread=uniform(0.01, 0.13),
        cite="roszkowski2024",
    )
    refrigerated_loss: float = param(
        "1/s", "first-order loss of vesicles at 4 degC", low=0.0, high=1.0, usual=0.03 / DAY, spread=lognormal(2.5), cite="roszkowski2024"
    )
    activation_energy: float = param("J/mol", "activation energy of the loss in liquid", low=0.0, high=3e5, usual=8e4, spread=uniform(4e4, 1.2e5))
    frozen_loss: float = param(
        "1/s",
        "first-order loss of vesicles below 0 degC; 'at least 90 d' is its upper bound, half of it is taken",
        low=0.0,
        high=1.0,
        usual=0.5 * FROZEN_BOUND,
        spread=uniform(0.0, FROZEN_BOUND),
        cite="roszkowski2024",
    )
    deep_frozen_loss: float = param(
        "1/s",
        "first-order loss of vesicles below -60 degC; 'at least 90 d' is its upper bound, half of it is taken",
        low=0.0,
        high=1.0,
        usual=0.5 * FROZEN_BOUND,
        spread=uniform(0.0, FROZEN_BOUND),
        cite="roszkowski2024",
    )
    protectant: str = option("what is added to protect the vesicles", tuple(protectants()), usual="none")
    protected_share: float = param(
        "",
        "losses with a protectant over those without; that it helps was read, how much is a choice",
        low=0.0,
        high=1.0,
        usual=0.6,
        spread=uniform(0.2, 1.0),
        cite="walker2022",
    )
    container: str = option("what the wall is made of", tuple(containers()), usual="polypropylene", cite="evtushenko2020")
    low_binding: str = option("whether the container binds little (low-binding plastic, or blocked with albumin)", ("yes", "no"), usual="no")
    low_binding_share: float = param(
        "",
        "stickiness of a low-binding wall; of 34 % to the wall of a plain tube about 2.5 % was left, as a difference of two totals",
        low=0.0,
        high=1.0,
        usual=0.07,
        spread=uniform(0.0, 0.3),
        cite="evtushenko2020",
    )
    aliquots: float = param("", "among how many equal vessels the suspension is divided", low=1.0, high=1e6, usual=1.0)
    vessel: str = option("whether the vessel follows the volume in it, or is the tube of the stated radius", ("by-volume", "as-stated"), usual="by-volume")
    tube_radius: float = param(
        "m", "inner radius of the tube; by volume, that of the tube for 2 mL or less", low=1e-4, high=1.0, usual=REFERENCE_RADIUS, spread=lognormal(1.5)
    )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation, but only what the regime of the step uses is asked for and told; a stated radius is the vessel's own."""
        hinged = hinge(cls, step, stated=settled(cls, step), also_read=("buffer",))
        said = tuple(f"{step_key(step)}: {notice}" for notice in notices_of(step))
        return dataclasses.replace(hinged, notices=hinged.notices + said)

    def treat(self, feed: Suspension) -> Split:
        """What is left; nothing is set aside; what was lost to freezing, decay and the wall."""
        rate = loss_rate(self)
        thawed = freeze_thaw_remaining(loss=self.freeze_thaw_loss * protection(self, is_frozen=True), cycles=self.freeze_thaw_cycles)
        shares: dict[str, float | NDArray[np.float64]] = {
            "freeze-thaw": float(thawed),
            "decay": float(first_order_remaining(self.duration, rate=rate)),
            "wall": 1.0 - wall_share(self, feed),
        }
        split = kept(self, feed, shares, sticking=("wall",))
        told = {"loss_rate": rate} | ({"t90": float(shelf_life(rate))} if rate > 0 else {})
        return dataclasses.replace(split, figures={**split.figures, **told})


def loss_rate(storage: Storage) -> float:
    """First-order loss of vesicles at the temperature of the store [1/s], with what the protectant leaves of it."""
    rate = rates_at(
        storage.temperature,
        refrigerated_loss=storage.refrigerated_loss,
        activation_energy=storage.activation_energy,
        frozen_loss=storage.frozen_loss,
        deep_frozen_loss=storage.deep_frozen_loss,
    )
    return float(rate) * protection(storage, is_frozen=regime_of(storage.temperature) != "refrigerated")


def protection(storage: Storage, *, is_frozen: bool) -> float:
    """What a protectant leaves of the losses in a regime: 1 where no benefit was read."""
    added = protectants()[storage.protectant]
    return storage.protected_share if (added.frozen if is_frozen else added.liquid) else 1.0


def stickiness(storage: Storage) -> float:
    """How much of what reaches the wall stays there."""
    is_bare = storage.low_binding == "no" and not containers()[storage.container].is_low_binding and not protectants()[storage.protectant].blocks_wall
    return 1.0 if is_bare else storage.low_binding_share


def wall_share(storage: Storage, feed: Suspension) -> NDArray[np.float64]:
    """Share of the vesicles of each size that the wall has taken, (n_size,); none when frozen."""
    volume = feed.volume / storage.aliquots
    if regime_of(storage.temperature) != "refrigerated" or storage.duration == 0 or volume <= 0:
        return np.zeros(feed.grid.edges.size - 1)
    radius = storage.tube_radius * (usual_radius(volume) / REFERENCE_RADIUS if storage.vessel == "by-volume" else 1.0)
    height = volume / (math.pi * radius**2)
    viscosity = water.viscosity(storage.temperature)
    travelled = np.sqrt(diffusion_coefficient(diameter=feed.grid.diameter, temperature=storage.temperature, viscosity=viscosity) * storage.duration)
    root, side, bottom = _wall_table()
    spared = (1.0 - np.interp(travelled / radius, root, side)) * (1.0 - np.interp(travelled / height, root, bottom))
    return stickiness(storage) * np.asarray(1.0 - spared, dtype=np.float64)


@lru_cache(maxsize=1)
def _wall_table() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """What side and bottom of a tube take over ``sqrt(D t) / l``, in which it is smooth: a table errs by less than 1e-6 and costs no series per call."""
    root = np.linspace(0.0, 3.0, 6001)
    table = root, wall_adsorption_cylinder(diffusion=root**2, time=1.0, radius=1.0), np.asarray(slab(root**2), dtype=np.float64)
    for column in table:
        column.setflags(write=False)
    return table
