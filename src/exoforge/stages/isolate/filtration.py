"""Pressing a suspension through a dead-end filter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.base.trace import digest
from exoforge.laws.fouling import blocking_time, flux_left
from exoforge.laws.pores import mean_pore_passage, pressed_cutoff
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Separation, Split, entry_of, hinge, retold, without
from exoforge.stages.isolate.parting import evenly, portion, yields
from exoforge.stages.isolate.retention import sticking, vesicles_of
from exoforge.streams.suspension import Suspension

ETCHED_SHARPNESS = 16.0
"""A choice: the pores of a track-etch membrane are alike, so that its cut-off is twice as steep as that of a cast one."""

LARGEST_WHOLE = 1.25
"""Diameters of the pore up to which a vesicle passes whole: at constant volume one of 1.28 needs 6 % more membrane, and a bilayer bears 3 to 5 % (recalled)."""

PRESSED_ONLY = ("pressure", "tension")


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Filtration(Separation):
    """Dead-end filtration through a membrane: the filtrate is the product.

    A particle of diameter `d` passes with ``p = 1 / (1 + (d / d_c)^n)``, ``d_c = r pore``; a vesicle is soft and passes as one
    that is `softness` times smaller. Through the straight pores of a ``track-etch`` membrane the pressure pushes vesicles that
    are larger still: ``1 / d_c(P) = 1 / (r pore) - P / (4 tension)``, of which those up to
    1.25 times the pore come out whole; at constant volume a larger one would have to stretch its membrane by more than a bilayer
    bears, and is torn. In a ``cast`` membrane the pressure falls off over its whole
    depth and has no such grip. Of the vesicles that pass a share is adsorbed, of the smaller more, ``1 - (1 - a)^((d / 100 nm)^-1/2)``,
    and a share of the liquid stays in the housing with all that is in it.

    The flux falls as pores block (Hermia's intermediate law): after the volume `capacity` per area a tenth is left.

    Returns
    -------
    product : the filtrate. reject ``filter`` : retained particles and hold-up. losses ``adsorption`` and ``torn``.

    Assumes
    -------
    The cut-off is soft because pores are spread in size; its form is a choice, no mechanism. A torn vesicle leaves
    nothing behind. The cut-off does not change while the filter blocks. Solutes do not adsorb.

    References
    ----------
    hermia1982, clerc1994, hunter1998, nikfarjam2020
    """

    kind: ClassVar[str] = "filtration"
    title: ClassVar[str] = "dead-end filtration"
    cites: ClassVar[tuple[str, ...]] = ("hermia1982", "clerc1994", "hunter1998", "nikfarjam2020")

    pore: float = param("m", "nominal pore diameter of the membrane", low=5e-9, high=1e-4, usual=0.22e-6)
    membrane: str = option("how the membrane was made: cast, with winding pores, or track-etch, with straight ones", ("cast", "track-etch"), usual="cast")
    cutoff_ratio: float = param(
        "", "diameter of rigid particles of which half passes, over the nominal pore", low=0.1, high=3.0, usual=1.0, spread=lognormal(1.15)
    )
    sharpness: float = param("", "exponent of the cut-off; 2 is blunt, 20 nearly a step", low=1.0, high=40.0, usual=8.0, spread=lognormal(1.5))
    softness: float = param(
        "",
        "diameter of a vesicle over that of a rigid particle that passes as well; a review says that soft ones pass 100 nm, without a number",
        low=1.0,
        high=5.0,
        usual=1.2,
        spread=uniform(1.0, 1.5),
        cite="nikfarjam2020",
    )
    pressure: float = param(
        "Pa", "across a track-etch membrane; very low where larger vesicles shall stay", low=0.0, high=1e7, usual=1e4, spread=lognormal(2.0)
    )
    tension: float = param(
        "N/m",
        "at which the membrane of a vesicle gives way in a straight pore",
        low=1e-5,
        high=0.1,
        usual=5e-3,
        spread=lognormal(1.6),
        cite="rawicz2000",
        status="recalled",
    )
    adsorption: float = param(
        "", "share of the vesicles of 100 nm that pass and stick to the membrane", low=0.0, high=1.0, usual=0.1, spread=uniform(0.02, 0.3)
    )
    hold_up: float = param("", "share of the liquid that stays in the filter", low=0.0, high=0.9, usual=0.02, spread=uniform(0.005, 0.05))
    capacity: float = param(
        "m3/m2", "volume per membrane area after which a tenth of the flux is left; 200 L/m2", low=1e-5, high=1e3, usual=0.2, spread=lognormal(2.5)
    )
    first_flux: float = param("m/s", "flux of the clean filter; 1000 L/m2/h", low=1e-8, high=1.0, usual=1.0 / 3600.0, spread=lognormal(2.0))
    area: float = param("m2", "membrane area of one filter; 0 takes what the capacity needs", low=0.0, high=1e3, usual=0.0)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As the declarations say; the usual cut-off of a track-etch membrane is steeper, and pressure matters to it alone."""
        area = () if isinstance(step.settings.get("area"), Stated) else ("area",)
        hinged = hinge(cls, step)
        if hinged.operation.membrane == "cast":
            return without(hinged, step, (*PRESSED_ONLY, *area))
        hinged = without(hinged, step, area)
        return hinged if isinstance(step.settings.get("sharpness"), Stated) else _etched(hinged)

    def separate(self, feed: Suspension) -> Split:
        """Filtrate, filter, adsorbed and torn particles; their sum is the feed."""
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        passing, tearing = self.passage(feed)
        through, torn = feed.number * passing, feed.number * tearing
        adsorbed = through * vesicles_of(feed) * sticking(feed.grid.diameter, self.adsorption)
        free = through - adsorbed
        losses = {"adsorption": adsorbed} | ({"torn": torn} if torn.any() else {})
        kept = 1.0 - self.hold_up
        product = portion(feed, number=free * kept, volume=feed.volume * kept, solutes=evenly(feed, kept), trace=trace)
        filter_ = portion(
            feed,
            number=np.maximum(feed.number - through - torn, 0.0) + free * self.hold_up,
            volume=feed.volume * self.hold_up,
            solutes=evenly(feed, self.hold_up),
            trace=trace,
        )
        figures = {**yields(feed, product, losses), **self._filter_figures(feed)}
        return Split(product=product, rejects={"filter": filter_}, losses=losses, figures=figures)

    @property
    def vesicle_cutoff(self) -> float:
        """Diameter of the vesicles of which half passes whole [m]."""
        rigid = self.pore * self.cutoff_ratio
        return max(rigid * self.softness, min(self.pressed, LARGEST_WHOLE * rigid))

    @property
    def pressed(self) -> float:
        """Diameter of the vesicles of which the pressure pushes half into straight pores [m], whole or not; infinite when it pushes every size."""
        if self.membrane == "cast":
            return 0.0
        return float(pressed_cutoff(self.pore * self.cutoff_ratio, pressure=self.pressure, tension=self.tension))

    def passage(self, feed: Suspension) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(n_species, n_size) shares that pass the pores whole, and (n_species, n_size) shares that are torn in them."""
        rigid = mean_pore_passage(feed.grid.edges, cutoff=self.pore * self.cutoff_ratio, sharpness=self.sharpness)
        whole = mean_pore_passage(feed.grid.edges, cutoff=self.vesicle_cutoff, sharpness=self.sharpness)
        torn = np.zeros_like(whole)
        if self.pressed > self.vesicle_cutoff:
            pushed = mean_pore_passage(feed.grid.edges, cutoff=self.pressed, sharpness=self.sharpness) if math.isfinite(self.pressed) else np.ones_like(whole)
            torn = np.maximum(pushed - whole, 0.0)
        vesicle = vesicles_of(feed)
        return np.where(vesicle > 0, whole, rigid), vesicle * torn

    def _filter_figures(self, feed: Suspension) -> dict[str, float]:
        figures = {"cut-off of vesicles [nm]": self.vesicle_cutoff * 1e9}
        needed = feed.volume / self.capacity
        figures["filter area needed [cm2]"] = needed * 1e4
        filters = max(math.ceil(needed / self.area * (1 - 1e-9)), 1) if self.area > 0 else 1
        load = feed.volume / (self.area * filters) if self.area > 0 else self.capacity
        if self.area > 0:
            figures["filters needed"] = float(filters)
            figures["flux left at the end"] = float(flux_left(load, capacity=self.capacity))
        figures["filtering time [min]"] = float(blocking_time(load, first_flux=self.first_flux, capacity=self.capacity)) / 60.0
        return figures


def _etched(hinged: Hinged) -> Hinged:
    """The operation with the usual sharpness of a track-etch membrane, told as such."""
    reason = "not reported in the record; the pores of a track-etch membrane are alike, so twice the sharpness of a cast one was taken"
    return retold(hinged, "sharpness", ETCHED_SHARPNESS, hinged.spreads["sharpness"], reason=reason)
