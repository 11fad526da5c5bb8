"""What every loading shares: what is offered, what is claimed, what is lost, and where each part of the cargo is in the end."""

from __future__ import annotations

import dataclasses
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import FIXED, lognormal, option, param, spread_of_interval, uniform
from exoforge.base.trace import Assumption, digest
from exoforge.cargo.substances import Known, Substance, substance_of
from exoforge.laws.loading import lumen_ceiling, membrane_share, packing_ceiling
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, entry_of, hinge, is_stated, retold, stated_quantity, step_key, without
from exoforge.stages.engineer.aggregates import with_aggregates
from exoforge.streams.amounts import bilayers_by_diameter, copies_per_vesicle, lost_cargo_name
from exoforge.streams.suspension import Cargo, Suspension

UNKNOWN = 0.0
"""A molar mass or a solubility of 0 says that nobody stated one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Uptake:
    """Where the cargo offered is when a method has done its work, before vesicles are lost or anything is washed.

    Parameters
    ----------
    lumen, membrane : [1] share of the cargo offered that is in the lumens, and in or on the membranes.
    precipitated : [1] share that lies beside the vesicles as particles of its own. aggregate_diameter : [m] median of these.
    figures : further numbers worth printing.
    """

    lumen: float
    membrane: float
    precipitated: float = 0.0
    aggregate_diameter: float = 100e-9
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reshaped:
    """The vesicles after a method that changes their sizes: what there is, what is no longer there, and what was made of it, by cause.

    Each (n_species, n_size) [particles]; ``number + sum(gone) = feed + sum(made)`` per species and bin.
    """

    number: NDArray[np.float64]
    gone: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    made: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Loading(Treatment):
    """A way of bringing a cargo into vesicles that are already isolated; the ways differ only in `take_up` and `reshaped`.

    Claimed, the efficiency is the one that the step states, in the vesicles recovered over the cargo offered, and it is kept even where it is
    impossible for a dissolved cargo; computed, it is ``(1 - loss) (lumen + membrane)``. The cargo offered is in the recovered vesicles, in
    those lost with the handling, precipitated, or free. Lost vesicles held as much as the recovered ones, vesicle by vesicle; a claim so high
    that this is more than what was offered leaves them the rest.

    Every result shows the ceilings beside the efficiency: a cargo in water can be in the lumens with at most their share of the volume
    (`lumen_ceiling`), and no lumen holds more molecules than fit (`packing_ceiling`). What is claimed above them is in the membrane, on the
    surface or beside the vesicles.

    Figures
    -------
    ``loading_efficiency``, ``lumen_ceiling``, ``claim_over_ceiling``, ``membrane_share`` where computed [1]; ``copies per vesicle`` and the
    packing ceiling where the molar mass is known; ``lost cargo`` of each name [kg], which left with lost vesicles.
    """

    stage: ClassVar[str] = "engineer"

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
            The feed has no volume, so that no concentration is known; more is offered than the mixture dissolves.
        """
        if feed.volume <= 0:
            raise SettingError("The feed of the loading has no volume; loading needs the concentration of the vesicles.")
        _check_dissolved(self, feed)
        return _handed_out(self, feed, self.take_up(feed), self.reshaped(feed))


def hinged_loading(cls: type[Loading], step: Step, *, also_read: tuple[str, ...] = ()) -> Hinged:
    """A loading from its step: the substance by its name, its mass also as an amount, a claim as a claim.

    Raises
    ------
    StepError
        As `hinge`.
    """
    claims = is_stated(step, "efficiency")
    own: dict[str, float | str] = {"efficiency_basis": "claimed"} if claims else {"efficiency_basis": "computed", "efficiency": 0.0}
    leaf: Any = step.settings.get("cargo", step.settings.get("agent", Missing()))
    named = str(leaf.value) if isinstance(leaf, Stated) else "cargo"
    substance = substance_of(named) if isinstance(leaf, Stated) else None
    offered = stated_quantity(step, "cargo_mass", "kg", "mol") if is_stated(step, "cargo_mass") else None
    if offered is not None and offered.unit == "mol":
        own["cargo_mass"] = _as_mass(step, offered.value, substance)
    hinged = hinge(cls, step, stated=own, also_read=("cargo", "agent", *also_read))
    hinged = _with_substance(hinged, step, substance)
    assumed = () if isinstance(leaf, Stated) else (_unnamed(step, leaf.reason),)
    notices = (f"{step_key(step)}: the loading efficiency is taken as stated; compare it with the ceilings that are printed with it.",)
    whole = dataclasses.replace(
        hinged,
        operation=dataclasses.replace(hinged.operation, cargo=named),
        assumed=hinged.assumed + assumed,
        notices=hinged.notices + (notices if claims else ()),
    )
    return without(whole, step, ("partition_coefficient",)) if claims else whole


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
    offered = loading.cargo_mass / feed.volume
    if loading.solubility > UNKNOWN and offered > loading.solubility:
        raise SettingError(
            f"The cargo is offered at {offered:.3g} g/L, more than the {loading.solubility:.3g} g/L that dissolve; the rest would lie beside the vesicles as a "
            "solid, which no assay tells from loaded cargo. Offer less, in more volume, or state the 'solubility' with its solvent."
        )


def _handed_out(loading: Loading, feed: Suspension, uptake: Uptake, reshaped: Reshaped) -> Split:
    """The bookkeeping of every loading: what was offered is aboard, precipitated, free, removed, or lost with vesicles."""
    offered, recovered = loading.cargo_mass, 1.0 - loading.vesicle_loss
    inside, astray = _aboard(loading, uptake)
    precipitated = min(uptake.precipitated, 1.0 - inside - astray)
    free = max(1.0 - inside - astray - precipitated, 0.0) * offered
    removed = free * loading.free_cargo_removed
    lost = reshaped.number * loading.vesicle_loss
    entry = entry_of(loading, inputs=(digest(feed.number),))
    trace = feed.trace + dataclasses.replace(entry, settings={**entry.settings, "cargo": loading.cargo})
    before = {name: dataclasses.replace(one, mass=one.mass * recovered) for name, one in feed.cargo.items()}
    own = before.get(loading.cargo, Cargo(mass=0.0))
    product = dataclasses.replace(
        feed,
        number=reshaped.number - lost,
        cargo={**before, loading.cargo: Cargo(mass=own.mass + inside * offered, molar_mass=loading.molar_mass or None)},
        solutes={**feed.solutes, loading.cargo: feed.solutes.get(loading.cargo, 0.0) + free - removed},
        trace=trace,
    )
    away = dataclasses.replace(feed, number=np.zeros_like(feed.number), volume=0.0, cells=0.0, cargo={}, solutes={loading.cargo: removed}, trace=trace)
    gone = {name: one.mass * loading.vesicle_loss for name, one in feed.cargo.items()}
    gone[loading.cargo] = gone.get(loading.cargo, 0.0) + astray * offered
    figures = {**_figures(loading, feed, product, inside, uptake), **uptake.figures, **{lost_cargo_name(name): mass for name, mass in gone.items()}}
    split = Split(product=product, rejects={"free-cargo": away}, losses={**reshaped.gone, "handling": lost}, made=reshaped.made, figures=figures)
    return with_aggregates(split, loading.cargo, precipitated * offered, uptake.aggregate_diameter) if precipitated > 0 else split


def _aboard(loading: Loading, uptake: Uptake) -> tuple[float, float]:
    """Shares of the cargo offered that the recovered and the lost vesicles hold."""
    recovered, inside = 1.0 - loading.vesicle_loss, uptake.lumen + uptake.membrane
    if loading.efficiency_basis == "computed":
        return recovered * inside, loading.vesicle_loss * inside
    if loading.efficiency == 0:
        return 0.0, 0.0
    rest = 1.0 - loading.efficiency
    return loading.efficiency, min(loading.efficiency * loading.vesicle_loss / recovered, rest) if recovered > 0 else rest


def _figures(loading: Loading, feed: Suspension, product: Suspension, inside: float, uptake: Uptake) -> dict[str, float]:
    lumens, _ = shares_of_mixture(feed)
    figures = {"loading_efficiency": inside, "lumen_ceiling": lumens}
    if lumens > 0:
        figures["claim_over_ceiling"] = inside / lumens
    copies = copies_per_vesicle(product).get(loading.cargo)
    if loading.efficiency_basis == "computed":
        figures["membrane_share"] = uptake.membrane
    if copies is not None:
        figures["copies per vesicle"] = copies
        vesicles = bilayers_by_diameter(feed)
        if vesicles.sum() > 0:
            figures["packing ceiling, copies per vesicle"] = float(vesicles @ packing_ceiling(feed.grid.diameter, loading.molar_mass) / vesicles.sum())
    return figures


def _with_substance(hinged: Hinged, step: Step, substance: Substance | None) -> Hinged:
    """What is known of the substance, in place of the usual values of a cargo of which nothing is known."""
    if substance is None:
        return hinged
    found = hinged
    for name, known in (("molar_mass", substance.molar_mass), ("partition_coefficient", substance.partition), ("solubility", substance.solubility)):
        if known is not None and not is_stated(step, name):
            found = _retold(found, name, known, substance)
    return found


def _retold(hinged: Hinged, name: str, known: Known, substance: Substance) -> Hinged:
    spread = spread_of_interval(known.low, known.high) if known.low < known.high else FIXED
    reason = f"not stated in the record; that of {substance.label}. {known.note}".strip()
    return retold(hinged, name, known.value, spread, reason=reason, cite=known.cite, status=known.status)


def _as_mass(step: Step, amount: float, substance: Substance | None) -> float:
    molar = stated_quantity(step, "molar_mass", "kg/mol")
    if molar is not None:
        return amount * molar.value
    if substance is None or substance.molar_mass is None:
        raise SettingError("'cargo_mass' is stated as an amount of substance; state the 'molar_mass' too, or the mass.")
    return amount * substance.molar_mass.value


def _unnamed(step: Step, reason: str) -> Assumption:
    return Assumption(
        key=f"{step_key(step)}: cargo", name="cargo", meaning="what is loaded", value="cargo", reason=f"{reason} in the record; it is called 'cargo'"
    )
