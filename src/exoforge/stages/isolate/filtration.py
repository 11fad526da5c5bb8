"""Pressing a suspension through a dead-end filter."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, option, param, parameters_of, quantile, replaced, uniform
from exoforge.base.trace import Assumption, digest
from exoforge.laws.fouling import blocking_time, flux_left
from exoforge.laws.pores import mean_pore_passage, pressed_cutoff
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Separation, Split, entry_of, hinge, without
from exoforge.stages.isolate.parting import evenly, portion, yields
from exoforge.stages.isolate.retention import sticking
from exoforge.streams.suspension import Suspension

ETCHED_SHARPNESS = 16.0
"""A choice: the pores of a track-etch membrane are alike, so that its cut-off is twice as steep as that of a cast one."""

PRESSED_ONLY = ("pressure", "tension")


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Filtration(Separation):
    """Dead-end filtration through a membrane: the filtrate is the product.

    A particle of diameter `d` passes with ``p = 1 / (1 + (d / d_c)^n)``, ``d_c = r pore``; a vesicle is soft and passes as one
    that is `softness` times smaller. Through the straight pores of a ``track-etch`` membrane the pressure pushes vesicles that
    are larger still: ``1 / d_c(P) = 1 / d_c - P / (4 tension)``. In a ``cast`` membrane the pressure falls off over its whole
    depth and has no such grip. Of what passes a share is adsorbed, of the smaller more, ``1 - (1 - a)^((d / 100 nm)^-1/2)``,
    and a share of the liquid stays in the housing with all that is in it.

    The flux falls as pores block (Hermia's intermediate law): after the volume `capacity` per area a tenth is left.

    Returns
    -------
    product : the filtrate. reject ``filter`` : retained particles and hold-up. loss ``adsorption``.

    Assumes
    -------
    The cut-off is soft because pores are spread in size; its form is a choice, no mechanism. A vesicle that is pushed through
    comes out whole. The cut-off does not change while the filter blocks. Solutes do not adsorb.

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
        "", "share of the particles of 100 nm that pass and stick to the membrane", low=0.0, high=1.0, usual=0.1, spread=uniform(0.02, 0.3)
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
        """Filtrate, filter and adsorbed particles; their sum is the feed."""
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        through = feed.number * self.passage(feed)
        adsorbed = through * sticking(feed.grid.diameter, self.adsorption)
        free = through - adsorbed
        losses = {"adsorption": adsorbed}
        kept = 1.0 - self.hold_up
        product = portion(feed, number=free * kept, volume=feed.volume * kept, solutes=evenly(feed, kept), trace=trace)
        filter_ = portion(
            feed,
            number=feed.number - through + free * self.hold_up,
            volume=feed.volume * self.hold_up,
            solutes=evenly(feed, self.hold_up),
            trace=trace,
        )
        figures = {**yields(feed, product, losses), **self._filter_figures(feed)}
        return Split(product=product, rejects={"filter": filter_}, losses=losses, figures=figures)

    @property
    def vesicle_cutoff(self) -> float:
        """Diameter of the vesicles of which half passes [m]; infinite when the pressure pushes every size through."""
        soft = self.pore * self.cutoff_ratio * self.softness
        return soft if self.membrane == "cast" else float(pressed_cutoff(soft, pressure=self.pressure, tension=self.tension))

    def passage(self, feed: Suspension) -> NDArray[np.float64]:
        """(n_species, n_size) share that passes the pores."""
        rigid = mean_pore_passage(feed.grid.edges, cutoff=self.pore * self.cutoff_ratio, sharpness=self.sharpness)
        cutoff = self.vesicle_cutoff
        soft = mean_pore_passage(feed.grid.edges, cutoff=cutoff, sharpness=self.sharpness) if math.isfinite(cutoff) else np.ones_like(rigid)
        return np.array([soft if one.is_vesicle else rigid for one in feed.species]).reshape(feed.number.shape)

    def _filter_figures(self, feed: Suspension) -> dict[str, float]:
        figures = {} if math.isinf(self.vesicle_cutoff) else {"cut-off of vesicles [nm]": self.vesicle_cutoff * 1e9}
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
    parameter = next(one for one in parameters_of(hinged.operation) if one.name == "sharpness")
    low, high = (float(end) for end in quantile(parameter, parameter.spread, ETCHED_SHARPNESS, np.array([0.05, 0.95])))
    reason = "not reported in the record; the pores of a track-etch membrane are alike, so twice the sharpness of a cast one was taken"

    def told(one: Assumption) -> Assumption:
        return dataclasses.replace(one, value=ETCHED_SHARPNESS, low=low, high=high, reason=reason) if one.name == "sharpness" else one

    return dataclasses.replace(
        hinged, operation=replaced(hinged.operation, {"sharpness": ETCHED_SHARPNESS}), assumed=tuple(told(one) for one in hinged.assumed)
    )
