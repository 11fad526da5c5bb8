"""Loading vesicles by keeping them in a solution of the cargo."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.base.trace import Assumption, digest
from exoforge.laws.loading import lumen_ceiling, membrane_share, partition_loading
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, entry_of, hinge, step_key, without
from exoforge.streams.amounts import bilayers_by_diameter, lost_cargo_name
from exoforge.streams.suspension import Suspension


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class IncubationLoading(Treatment):
    """Vesicles and cargo in one tube until they are in equilibrium; then the free cargo is removed.

    Computed: ``f_m = K phi_m / (1 + (K - 1) phi_m)`` of the cargo is in the membranes and ``f_l = (1 - f_m) phi_l / (1 - phi_m)``
    in the lumens, `phi_m` and `phi_l` being the shares of the mixture that membranes and lumens of this feed fill. The
    efficiency is ``(1 - loss) (f_m + f_l)``. Claimed: the efficiency is the one that the step states, in the vesicles
    recovered over the cargo offered, and it is kept even where it is impossible for a dissolved cargo.

    The cargo offered is in the recovered vesicles, in those lost with the handling, or free. Lost vesicles held as much as the
    recovered ones, vesicle by vesicle: ``loss (f_m + f_l)`` of it when computed, ``loss / (1 - loss)`` times the efficiency when
    claimed; a claim so high that this is more than what was offered leaves them the rest.

    Every result shows the physical ceiling beside the efficiency: a cargo in water can be in the lumens with at most their
    share of the volume (`lumen_ceiling`); what is claimed above it is in the membrane, on the surface or precipitated.

    Figures
    -------
    ``loading_efficiency``, ``lumen_ceiling``, ``claim_over_ceiling`` (efficiency over lumen ceiling), and when it is computed
    ``membrane_share`` (`f_m` at this K), all [1]; ``lost cargo`` of each name [kg], which left with lost vesicles.

    Assumes
    -------
    Equilibrium; a cargo that does not change the vesicles; particles of all kinds lost alike, with the cargo that they carried before.

    References
    ----------
    pmc10570584
    """

    stage: ClassVar[str] = "engineer"
    kind: ClassVar[str] = "incubation-loading"
    title: ClassVar[str] = "Loading by incubation"
    cites: ClassVar[tuple[str, ...]] = ("pmc10570584",)

    cargo_mass: float = param("kg", "mass of cargo offered", low=0.0, high=1.0)
    efficiency_basis: str = option("whether the loading efficiency is the one claimed or computed from partition", ("claimed", "computed"), usual="computed")
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
    vesicle_loss: float = param("", "share of the particles lost in the handling", low=0.0, high=1.0, usual=0.2, spread=uniform(0.05, 0.5))
    free_cargo_removed: float = param("", "share of the free cargo that is taken away afterwards", low=0.0, high=1.0, usual=0.9, spread=uniform(0.5, 1.0))
    cargo: str = "cargo"

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; a stated `efficiency` is a claim, `cargo` is the name of what is loaded."""
        claims = isinstance(step.settings.get("efficiency", Missing()), Stated)
        own: dict[str, float | str] = {"efficiency_basis": "claimed"} if claims else {"efficiency_basis": "computed", "efficiency": 0.0}
        leaf: Any = step.settings.get("cargo", Missing())
        hinged = hinge(cls, step, stated=own, also_read=("cargo",))
        named = str(leaf.value) if isinstance(leaf, Stated) else "cargo"
        assumed = () if isinstance(leaf, Stated) else (_unnamed(step, leaf.reason),)
        notices = (f"{step_key(step)}: the loading efficiency is taken as stated; compare it with the lumen ceiling that is printed with it.",)
        whole = dataclasses.replace(
            hinged,
            operation=dataclasses.replace(hinged.operation, cargo=named),
            assumed=hinged.assumed + assumed,
            notices=hinged.notices + (notices if claims else ()),
        )
        return without(whole, step, ("partition_coefficient",)) if claims else whole

    def treat(self, feed: Suspension) -> Split:
        """Loaded vesicles; the cargo that was taken away; the particles lost, whose cargo is printed among the figures.

        Raises
        ------
        SettingError
            The feed has no volume, so that no concentration is known.
        """
        if feed.volume <= 0:
            raise SettingError("The feed of the loading has no volume; loading needs the concentration of the vesicles.")
        lumens, membranes, dissolved_in_membranes = shares_of(feed, self.partition_coefficient)
        efficiency, astray = self._aboard(dissolved_in_membranes + (1.0 - dissolved_in_membranes) * lumens / (1.0 - membranes))
        recovered = 1.0 - self.vesicle_loss
        loaded = efficiency * self.cargo_mass
        free = (1.0 - efficiency - astray) * self.cargo_mass
        removed = free * self.free_cargo_removed
        lost = feed.number * self.vesicle_loss
        entry = entry_of(self, inputs=(digest(feed.number),))
        trace = feed.trace + dataclasses.replace(entry, settings={**entry.settings, "cargo": self.cargo})
        cargo = {name: mass * recovered for name, mass in feed.cargo.items()}
        left = feed.solutes.get(self.cargo, 0.0) + free * (1.0 - self.free_cargo_removed)
        product = dataclasses.replace(
            feed,
            number=feed.number - lost,
            cargo={**cargo, self.cargo: cargo.get(self.cargo, 0.0) + loaded},
            solutes={**feed.solutes, self.cargo: left},
            trace=trace,
        )
        away = dataclasses.replace(feed, number=np.zeros_like(feed.number), volume=0.0, cells=0.0, cargo={}, solutes={self.cargo: removed}, trace=trace)
        figures = {"loading_efficiency": efficiency, "lumen_ceiling": lumens}
        if self.efficiency_basis == "computed":
            figures["membrane_share"] = dissolved_in_membranes
        if lumens > 0:
            figures["claim_over_ceiling"] = efficiency / lumens
        gone = {name: mass * self.vesicle_loss for name, mass in feed.cargo.items()}
        gone[self.cargo] = gone.get(self.cargo, 0.0) + astray * self.cargo_mass
        figures |= {lost_cargo_name(name): mass for name, mass in gone.items()}
        return Split(product=product, rejects={"free-cargo": away}, losses={"handling": lost}, figures=figures)

    def _aboard(self, inside: float) -> tuple[float, float]:
        """Shares of the cargo offered that the recovered and the lost vesicles hold; `inside` is what both hold when it is computed."""
        recovered = 1.0 - self.vesicle_loss
        if self.efficiency_basis == "computed":
            return recovered * inside, self.vesicle_loss * inside
        if self.efficiency == 0:
            return 0.0, 0.0
        rest = 1.0 - self.efficiency
        return self.efficiency, min(self.efficiency * self.vesicle_loss / recovered, rest) if recovered > 0 else rest


def shares_of(feed: Suspension, partition_coefficient: float) -> tuple[float, float, float]:
    """Shares of the mixture that lumens and membranes fill, and share of a cargo that is in the membranes at equilibrium.

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
    return lumens, membranes, float(partition_loading(partition_coefficient=partition_coefficient, membrane_fraction=membranes))


def _unnamed(step: Step, reason: str) -> Assumption:
    return Assumption(
        key=f"{step_key(step)}: cargo", name="cargo", meaning="what is loaded", value="cargo", reason=f"{reason} in the record; it is called 'cargo'"
    )
