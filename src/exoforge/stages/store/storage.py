"""Vesicles in a tube, cold or frozen, for a time."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, option, param, parameters_of, uniform
from exoforge.base.trace import digest
from exoforge.base.units import Quantity, convert, fits
from exoforge.laws import water
from exoforge.laws.constants import FREEZING
from exoforge.laws.sedimentation import diffusion_coefficient
from exoforge.laws.stability import arrhenius_rate, first_order_remaining, freeze_thaw_remaining, shelf_life, wall_adsorption_cylinder
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, entry_of, hinge
from exoforge.streams.amounts import cargo_share, carried_protein, lost_cargo
from exoforge.streams.suspension import Suspension

Regime = Literal["refrigerated", "frozen", "deep-frozen"]
DAY = 86400.0
FREED = "soluble-protein"
"""The solute that the protein of broken vesicles joins."""
REFERENCE_TEMPERATURE = 277.15
"""[K], 4 degC, at which the rate in the liquid is stated."""

DEEP_FROZEN_BELOW = 213.15
"""[K], -60 degC: between the freezers of -20 and -80 degC that were compared; a choice."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Storage(Treatment):
    """A suspension that is kept: what decays, what breaks when it is frozen and thawed, what stays on the wall.

    ``N = N0 (1 - f)^n exp(-k t) (1 - w)``, each factor told as a loss of its own. The rate `k` belongs to a regime: liquid
    (0 degC and above), frozen (below 0), deep-frozen (below -60). Within the liquid ``k = k_4 exp((Ea/R)(1/277.15 - 1/T))``;
    no rate is ever carried through freezing, where ice and glass change the mechanism. The wall takes by diffusion what
    reaches the side of a tube, ``w = s (1 - sum 4/j_n^2 exp(-j_n^2 D t / R^2))``, in liquid only: small vesicles first.

    Rates are read off statements such as "quality is kept for 7 d at 4 degC, for 90 d at -20 or -80 degC", taken as 10 %
    lost by then, which the statements do not say. At 4 degC a measured loss beside the wall of about 17 % in 48 h is six times faster:
    the usual rate stands between the two. The same source has one bound for both freezers, so both have one rate.

    The usual loss per freeze-thaw cycle is a choice below the published 13 % of "repeated" cycles, whose number is not stated.
    What is frozen and given must be thawed: without a stated number one cycle is counted.

    Figures
    -------
    ``surviving_share`` of the vesicles, ``loss_rate`` [1/s], ``t90`` [s] by decay alone; ``lost cargo`` of each name [kg].

    Assumes
    -------
    Only vesicles are lost: the wall, too, was measured with vesicles, and nothing is known of what it takes of other particles.
    A vesicle that decays or breaks sets its protein free, which stays as ``soluble-protein``, so that storage purifies nothing;
    one that sticks to the wall takes its protein along. The cargo of all lost vesicles leaves with them, shared out by surface.
    No aggregation; drying is not described.

    References
    ----------
    roszkowski2024, evtushenko2020
    """

    stage: ClassVar[str] = "store"
    kind: ClassVar[str] = "storage"
    title: ClassVar[str] = "Storage"
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
        "1/s", "first-order loss of vesicles below 0 degC", low=0.0, high=1.0, usual=0.10536 / (90.0 * DAY), spread=lognormal(3.0), cite="roszkowski2024"
    )
    deep_frozen_loss: float = param(
        "1/s", "first-order loss of vesicles below -60 degC", low=0.0, high=1.0, usual=0.10536 / (90.0 * DAY), spread=lognormal(3.0), cite="roszkowski2024"
    )
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
    tube_radius: float = param("m", "inner radius of the tube", low=1e-4, high=1.0, usual=4e-3, spread=lognormal(1.5))

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation, but only what the regime of the step uses is asked for and told."""
        return hinge(cls, step, stated=_not_asked(cls, step))

    def treat(self, feed: Suspension) -> Split:
        """What is left; nothing is set aside; what was lost to freezing, decay and the wall."""
        is_vesicle = np.array([species.is_vesicle for species in feed.species])[:, np.newaxis]
        rate = loss_rate(self)
        thawed = float(freeze_thaw_remaining(loss=self.freeze_thaw_loss, cycles=self.freeze_thaw_cycles))
        kept = float(first_order_remaining(self.duration, rate=rate))
        whole = np.where(is_vesicle, feed.number * thawed, feed.number)
        still = np.where(is_vesicle, whole * kept, whole)
        number = np.where(is_vesicle, still * (1.0 - wall_share(self, feed)), still)
        broken, decayed = feed.number - whole, whole - still
        losses = {"freeze-thaw": broken, "decay": decayed, "wall": still - number}
        before, after = float(feed.number[is_vesicle[:, 0]].sum()), float(number[is_vesicle[:, 0]].sum())
        surviving = after / before if before > 0 else 1.0
        aboard = cargo_share(feed, number) if feed.number.any() else 1.0
        product = dataclasses.replace(
            feed,
            number=number,
            solutes={**feed.solutes, FREED: feed.solutes.get(FREED, 0.0) + carried_protein(feed, broken + decayed)},
            cargo={name: mass * aboard for name, mass in feed.cargo.items()},
            trace=feed.trace + entry_of(self, inputs=(digest(feed.number),)),
        )
        figures = {"surviving_share": surviving, "loss_rate": rate, **lost_cargo(feed, losses)}
        if rate > 0:
            figures["t90"] = float(shelf_life(rate))
        return Split(product=product, losses=losses, figures=figures)


def regime_of(temperature: float) -> Regime:
    """The regime of a temperature [K]; no equation joins one regime to the next."""
    if temperature >= FREEZING:
        return "refrigerated"
    return "frozen" if temperature >= DEEP_FROZEN_BELOW else "deep-frozen"


def loss_rate(storage: Storage) -> float:
    """First-order loss of vesicles at the temperature of the store [1/s]; Arrhenius in the liquid, and nowhere else."""
    regime = regime_of(storage.temperature)
    if regime == "frozen":
        return storage.frozen_loss
    if regime == "deep-frozen":
        return storage.deep_frozen_loss
    rate = arrhenius_rate(
        rate=storage.refrigerated_loss,
        reference_temperature=REFERENCE_TEMPERATURE,
        temperature=storage.temperature,
        activation_energy=storage.activation_energy,
    )
    return float(rate)


def wall_share(storage: Storage, feed: Suspension) -> NDArray[np.float64]:
    """Share of the vesicles of each size that the wall has taken, (n_size,); none when frozen."""
    if regime_of(storage.temperature) != "refrigerated" or storage.duration == 0:
        return np.zeros(feed.grid.edges.size - 1)
    stickiness = storage.low_binding_share if storage.low_binding == "yes" else 1.0
    viscosity = water.viscosity(storage.temperature)
    diffusion = diffusion_coefficient(diameter=feed.grid.diameter, temperature=storage.temperature, viscosity=viscosity)
    return stickiness * np.interp(np.sqrt(diffusion * storage.duration) / storage.tube_radius, *_cylinder_table())


@lru_cache(maxsize=1)
def _cylinder_table() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share taken by the wall of a tube over ``sqrt(D t) / R``, in which it is smooth: a table errs by less than 1e-6 and costs no series per call."""
    root = np.linspace(0.0, 2.5, 5001)
    share = wall_adsorption_cylinder(diffusion=root**2, time=1.0, radius=1.0)
    for column in (root, share):
        column.setflags(write=False)
    return root, share


def _not_asked(cls: type[Storage], step: Step) -> dict[str, float | str]:
    """Usual values of what the step's regime does not use: they enter no number, so they are no assumption."""
    regimes = _regimes_of(step)
    settings = step.settings
    idle: dict[str, float | str] = {}
    if "refrigerated" not in regimes:
        idle |= _usual(cls, "refrigerated_loss", "activation_energy", "low_binding", "low_binding_share", "tube_radius")
    if "frozen" not in regimes:
        idle |= _usual(cls, "frozen_loss")
    if "deep-frozen" not in regimes:
        idle |= _usual(cls, "deep_frozen_loss")
    if not _says(settings.get("low_binding", Missing()), "yes"):
        idle |= _usual(cls, "low_binding_share")
    cycles = settings.get("freeze_thaw_cycles", Missing())
    if not isinstance(cycles, Stated) and regimes == {"refrigerated"}:
        idle |= {"freeze_thaw_cycles": 0.0}
    if idle.get("freeze_thaw_cycles") == 0.0 or (isinstance(cycles, Stated) and isinstance(cycles.value, Quantity) and cycles.value.value == 0):
        idle |= _usual(cls, "freeze_thaw_loss")
    return {name: value for name, value in idle.items() if not isinstance(settings.get(name, Missing()), Stated)}


def _regimes_of(step: Step) -> set[Regime]:
    """Every regime that the stated temperature, with its interval, touches; an unreadable one is left for the hinge to refuse."""
    leaf: Any = step.settings.get("temperature", Missing())
    if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity) and fits(leaf.value, "K"):
        stated = convert(leaf.value, "K")
        coldest, warmest = (stated.value if end is None else end for end in (stated.low, stated.high))
        limits = [limit for limit in (DEEP_FROZEN_BELOW, FREEZING) if coldest < limit <= warmest]
        return {regime_of(temperature) for temperature in (coldest, *limits)}
    return {regime_of(float(value)) for value in _usual(Storage, "temperature").values()}


def _usual(cls: type[Storage], *names: str) -> dict[str, float | str]:
    return {parameter.name: parameter.usual for parameter in parameters_of(cls) if parameter.name in names and parameter.usual is not None}


def _says(leaf: Any, word: str) -> bool:
    return isinstance(leaf, Stated) and (leaf.value == word or (word == "yes" and leaf.value is True))
