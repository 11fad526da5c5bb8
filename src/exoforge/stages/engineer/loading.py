"""What every loading shares: what is offered, what is claimed, what is lost, and where each part of the cargo is in the end."""

from __future__ import annotations

import dataclasses
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError, SettingError
from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.base.trace import digest
from exoforge.laws.loading import lumen_ceiling, membrane_share, packing_ceiling
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, entry_of
from exoforge.stages.engineer.adding import together
from exoforge.stages.engineer.aggregates import with_aggregates
from exoforge.stages.engineer.hinging import UNKNOWN
from exoforge.stages.engineer.hinging import hinged_loading as hinged_loading
from exoforge.streams.amounts import bilayers_by_diameter, copies_per_vesicle, lost_cargo_name
from exoforge.streams.suspension import Cargo, Suspension


@dataclass(frozen=True, kw_only=True, slots=True)
class Uptake:
    """Where the cargo offered is when a method has done its work, before vesicles are lost or anything is washed.

    Parameters
    ----------
    lumen, membrane : [1] share of the cargo offered that is in the lumens, and in or on the membranes.
    precipitated : [1] share that lies beside the vesicles as particles of its own. aggregate_diameter : [m] median of these.
    figures : further numbers worth printing.
    carriers : [1] share of the vesicles that took any; below 1 the others stayed shut.
    """

    lumen: float
    membrane: float
    precipitated: float = 0.0
    aggregate_diameter: float = 100e-9
    figures: Mapping[str, float] = field(default_factory=dict)
    carriers: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Reshaped:
    """The vesicles after a method that changes them: what there is, what is no longer there, and what was made of it, by cause.

    Each (n_species, n_size) [particles]; ``number + sum(gone) = feed + sum(made)`` per species and bin.
    `lost` is the share of the vesicles' cargo, old and new, that goes with those of `gone` for which nothing was made [1].
    """

    number: NDArray[np.float64]
    gone: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    made: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    lost: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Loading(Treatment):
    """A way of bringing a cargo into vesicles that are already isolated; the ways differ only in `take_up` and `reshaped`.

    Claimed, the efficiency is the one that the step states, in the vesicles recovered over the cargo offered, and it is kept even where it is
    impossible for a dissolved cargo; computed, it is ``(1 - loss) (lumen + membrane)``, less what vesicles take along that the method itself
    loses. The cargo offered is in the recovered vesicles, in those lost with the handling, precipitated, or free. Lost vesicles held as much
    as the recovered ones, vesicle by vesicle; a claim so high that this is more than what was offered leaves them the rest. What precipitated
    is not lost with the handling.

    A cargo of the same name that was there before stays: its mass is added to, its molar mass is the mean by number of molecules, and the
    share of carriers is that of the equally filled vesicles which would have the same mean and the same scatter.

    Every result shows the ceilings beside the efficiency: a cargo in water can be in the lumens with at most their share of the volume
    (`lumen_ceiling`), and no lumen holds more molecules than fit (`packing_ceiling`). What is claimed above them is in the membrane, on the
    surface or beside the vesicles.

    Figures
    -------
    ``loading_efficiency``, ``lumen_ceiling``, ``claim_over_ceiling``, ``membrane_share`` where computed [1]; ``copies per vesicle`` and the
    packing ceiling where the molar mass is known; shares of the cargo offered that are left free, were taken away free, or precipitated [1];
    ``lost cargo`` of each name [kg], which left with lost vesicles.
    """

    stage: ClassVar[str] = "engineer"
    computing: ClassVar[tuple[str, ...]] = ("partition_coefficient",)
    """Settings that only a computed efficiency reads."""

    cargo_mass: float = param("kg", "mass of cargo offered", low=0.0, high=1.0)
    efficiency_basis: str = option("whether the loading efficiency is the one claimed or computed", ("claimed", "computed"), usual="computed")
    efficiency: float = param(
        "", "loading efficiency claimed: cargo in the recovered vesicles over cargo offered; not used when computed", low=0.0, high=1.0, usual=0.0
    )
    partition_coefficient: float = param(
        "",
        "concentration of cargo in the membrane over that in water; 1 for one that likes both, 1e4 for a fatty one; not used when claimed",
        low=0.0,
        high=1e9,
        usual=100.0,
        spread=lognormal(10.0),
    )
    molar_mass: float = param("kg/mol", "mass of one mole of the cargo; 0 while nobody knows, and then no copies are counted", low=0.0, high=1e6, usual=UNKNOWN)
    solubility: float = param("kg/m3", "most of the cargo that the mixture dissolves; 0 while nobody knows", low=0.0, high=1e4, usual=UNKNOWN)
    vesicle_loss: float = param("", "share of the particles lost in the handling", low=0.0, high=1.0, usual=0.2, spread=uniform(0.05, 0.5))
    free_cargo_removed: float = param(
        "", "share of the free cargo that is taken away within this step; 0 when a step of its own removes it", low=0.0, high=1.0, usual=0.0
    )
    cargo: str = "cargo"
    stated_mass: float = 0.0
    """[kg] of cargo that the record states, which is held against what dissolves while `cargo_mass` strays; 0 where they are the same."""

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; `cargo` names the substance and brings what is known of it, and a stated `efficiency` is a claim."""
        return hinged_loading(cls, step)

    @abstractmethod
    def take_up(self, feed: Suspension) -> Uptake:
        """Where the cargo is when the method has done its work on this feed, before anything is lost."""

    def reshaped(self, feed: Suspension) -> Reshaped:
        """The vesicles after the method; most methods leave their sizes as they are."""
        return Reshaped(number=feed.number)

    def treat(self, feed: Suspension) -> Split:
        """Loaded vesicles; the cargo that was taken away; the particles lost, whose cargo is printed among the figures.

        Raises
        ------
        SettingError
            The feed has no volume, so that no concentration is known; with what is dissolved already, more is offered than the mixture dissolves;
            an efficiency is claimed where no vesicle is left to hold it.
        """
        if feed.volume <= 0:
            raise SettingError("The feed of the loading has no volume; loading needs the concentration of the vesicles.")
        _check_dissolved(self, feed)
        return _handed_out(self, feed, self.take_up(feed), self.reshaped(feed))


def shares_of_mixture(feed: Suspension) -> tuple[float, float]:
    """Shares of the mixture that the lumens and the membranes of all vesicles fill.

    Raises
    ------
    SettingError
        The vesicles would fill more than the mixture.
    """
    concentration, diameter = bilayers_by_diameter(feed) / feed.volume, feed.grid.diameter
    lumens = float(np.sum(lumen_ceiling(concentration, diameter)))
    membranes = float(np.sum(membrane_share(concentration, diameter)))
    if lumens + membranes >= 1.0:
        raise SettingError(f"The vesicles of the feed would fill {lumens + membranes:.3g} of the mixture; check the volume of the feed.")
    return lumens, membranes


def _check_dissolved(loading: Loading, feed: Suspension) -> None:
    offered = ((loading.stated_mass or loading.cargo_mass) + feed.solutes.get(loading.cargo, 0.0)) / feed.volume
    if loading.solubility > UNKNOWN and offered > loading.solubility:
        raise SettingError(
            f"The cargo is offered at {offered:.3g} g/L, more than the {loading.solubility:.3g} g/L that dissolve; the rest would lie beside the vesicles as a "
            "solid, which no assay tells from loaded cargo. Offer less, in more volume, or state the 'solubility' with its solvent."
        )


def _handed_out(loading: Loading, feed: Suspension, uptake: Uptake, reshaped: Reshaped) -> Split:
    """The bookkeeping of every loading: what was offered is aboard, precipitated, free, removed, or lost with vesicles."""
    offered, name = loading.cargo_mass, loading.cargo
    recovered = (1.0 - loading.vesicle_loss) * (1.0 - reshaped.lost)
    if loading.efficiency_basis == "claimed" and loading.efficiency > 0 and recovered * float(bilayers_by_diameter(feed).sum()) == 0:
        raise SettingError(f"{100 * loading.efficiency:.3g} % of the cargo are said to be in the vesicles, but no vesicle is left to hold it.")
    shares = _shares(loading, uptake, recovered)
    dissolved = feed.solutes.get(name, 0.0) + shares.free * offered
    removed = dissolved * loading.free_cargo_removed
    lost = reshaped.number * loading.vesicle_loss
    entry = entry_of(loading, inputs=(digest(feed.number),))
    trace = feed.trace + dataclasses.replace(entry, settings={**entry.settings, "cargo": name})
    before = {key: dataclasses.replace(one, mass=one.mass * recovered) for key, one in feed.cargo.items()}
    carriers = uptake.carriers if loading.efficiency_basis == "computed" else 1.0
    added = Cargo(mass=shares.aboard * offered, molar_mass=loading.molar_mass or None, carriers=carriers)
    product = dataclasses.replace(
        feed,
        number=reshaped.number - lost,
        cargo={**before, name: together(before[name], added) if name in before else added},
        solutes={**feed.solutes, name: dissolved - removed},
        trace=trace,
    )
    away = dataclasses.replace(feed, number=np.zeros_like(feed.number), volume=0.0, cells=0.0, cargo={}, solutes={name: removed}, trace=trace)
    gone = {key: one.mass * (1.0 - recovered) for key, one in feed.cargo.items()}
    gone[name] = gone.get(name, 0.0) + shares.astray * offered
    worked = dataclasses.replace(feed, number=reshaped.number)
    figures = {**_figures(loading, (feed, worked), product, shares, uptake), **uptake.figures, **{lost_cargo_name(key): mass for key, mass in gone.items()}}
    split = Split(product=product, rejects={"free-cargo": away}, losses={**reshaped.gone, "handling": lost}, made=reshaped.made, figures=figures)
    return with_aggregates(split, name, shares.precipitated * offered, uptake.aggregate_diameter) if shares.precipitated > 0 else split


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shares:
    """Where the cargo offered is in the end, as shares of it that sum to 1: in recovered and in lost vesicles, precipitated, free."""

    aboard: float
    astray: float
    precipitated: float
    free: float


def _shares(loading: Loading, uptake: Uptake, recovered: float) -> _Shares:
    if min(uptake.lumen, uptake.membrane, uptake.precipitated) < 0 or uptake.lumen + uptake.membrane + uptake.precipitated > 1.0 + 1e-9:
        raise InternalError(f"The loading '{loading.kind}' hands out shares of the cargo that are negative or more than all of it: {uptake}.")
    aboard, astray = _aboard(loading, uptake, recovered)
    precipitated = max(min(uptake.precipitated, 1.0 - aboard - astray), 0.0)
    return _Shares(aboard=aboard, astray=astray, precipitated=precipitated, free=max(1.0 - aboard - astray - precipitated, 0.0))


def _aboard(loading: Loading, uptake: Uptake, recovered: float) -> tuple[float, float]:
    """Shares of the cargo offered that the recovered and the lost vesicles hold."""
    inside = uptake.lumen + uptake.membrane
    if loading.efficiency_basis == "computed":
        return recovered * inside, (1.0 - recovered) * inside
    if loading.efficiency == 0:
        return 0.0, 0.0
    rest = 1.0 - loading.efficiency
    return loading.efficiency, min(loading.efficiency * (1.0 - recovered) / recovered, rest) if recovered > 0 else rest


def _figures(loading: Loading, mixtures: tuple[Suspension, Suspension], product: Suspension, shares: _Shares, uptake: Uptake) -> dict[str, float]:
    """What is printed of a loading; the ceiling is that of the larger lumens, before the method or, where it fuses vesicles, after it."""
    lumens = max(shares_of_mixture(one)[0] for one in mixtures)
    figures = {"loading_efficiency": shares.aboard, "lumen_ceiling": lumens}
    if lumens > 0:
        figures["claim_over_ceiling"] = shares.aboard / lumens
    if loading.efficiency_basis == "computed":
        figures["membrane_share"] = uptake.membrane
    aboard, copies = product.cargo[loading.cargo], copies_per_vesicle(product).get(loading.cargo)
    if copies is not None and aboard.molar_mass is not None:
        figures["copies per vesicle"] = copies
        vesicles = bilayers_by_diameter(product)
        figures["packing ceiling, copies per vesicle"] = float(vesicles @ packing_ceiling(product.grid.diameter, aboard.molar_mass) / vesicles.sum())
    figures["share of the cargo left free"] = shares.free * (1.0 - loading.free_cargo_removed)
    if loading.free_cargo_removed > 0:
        figures["share of the cargo taken away free"] = shares.free * loading.free_cargo_removed
    if shares.precipitated > 0:
        figures["share of the cargo precipitated"] = shares.precipitated
    return figures
