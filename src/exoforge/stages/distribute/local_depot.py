"""Vesicles released into a defect: taken up by its cells, drained away, degraded."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, param, parameters_of
from exoforge.laws.kinetics.card import Claim, ModelCard
from exoforge.laws.kinetics.model import Input, KineticModel, State
from exoforge.record.therapy import Step
from exoforge.stages.contract import Disposition, Hinged, is_stated, step_key
from exoforge.stages.distribute.entering import READS, by_route, entered, hinged_with
from exoforge.stages.distribute.passage import DAY, Release, exposure_of, follow, followed_until, let_go
from exoforge.streams.exposure import Exposure
from exoforge.streams.product import Product

HOUR = 3600.0
SITES = ("carrier", "local-free", "local-cells", "drained", "degraded")


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class LocalDepot(Disposition):
    """A local treatment: the carrier lets vesicles go into the defect, where cells and drainage compete for them.

    ``dF/dt = f R(t) - (u + d) F``, ``dC/dt = u F - g C``, drained ``d F + (1 - f) R``, degraded ``g C``: `F` free in the defect,
    `C` in its cells, `R` the release of all applications together, `f` the share of it that stays where it is put: that of the
    route, which for a breath or an eye drop is small. The label is lost everywhere outside the carrier at one rate more.

    The target is ``local-cells``: whatever a vesicle carries acts in, or on, the cell that took it; a vesicle that drains away
    or is still in the gel does nothing. What drains is not followed further in the body.

    No source for the four rates was found: equations and rates are a choice, the rates priors with wide intervals, to be
    fitted to a measured retention.

    Assumes
    -------
    A well-mixed defect of constant volume; uptake does not saturate and does not depend on size; nothing comes back from blood.

    """

    kind: ClassVar[str] = "local-depot"
    title: ClassVar[str] = "Local depot"
    reads: ClassVar[tuple[str, ...]] = (*READS, "defect_volume")

    deposited: float = param("", "share of what is let go that stays at the place of entry; that of the route", low=0.0, high=1.0, usual=1.0)
    uptake: float = param(
        "1/s", "rate at which local cells take up a free vesicle; once in 12 h is a guess", low=1e-10, high=1.0, usual=1 / (12 * HOUR), spread=lognormal(4.0)
    )
    drainage: float = param(
        "1/s",
        "rate at which a free vesicle leaves with lymph or exudate; once in 24 h is a guess",
        low=0.0,
        high=1.0,
        usual=1 / (24 * HOUR),
        spread=lognormal(4.0),
    )
    degradation: float = param(
        "1/s", "rate at which a vesicle is degraded in a cell; once in 24 h is a guess", low=0.0, high=1.0, usual=1 / (24 * HOUR), spread=lognormal(3.0)
    )
    label_loss: float = param(
        "1/s", "rate at which a vesicle loses its label; once in 48 h is a guess", low=0.0, high=1.0, usual=1 / (48 * HOUR), spread=lognormal(3.0)
    )
    defect_volume: float = param("m3", "volume of the tissue that is treated; 100 mm3 is a choice", low=1e-12, high=1e-2, usual=1e-7, spread=lognormal(3.0))
    horizon: float = followed_until()

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; what stays at the place of entry follows from the route, and a route into blood is refused."""
        found = entered(step)
        if found.route is not None and found.route.entry == "blood":
            reason = f"The route '{found.route.key}' brings vesicles into blood, and this step follows a place where they are put. "
            reason += "Use 'body-compartments', or state a local route."
            found = replace(found, reasons={**found.reasons, "route": reason})
        hinged = hinged_with(cls, step, found)
        if found.route is None:
            return hinged
        if found.route.entry == "airway" and not is_stated(step, "defect_volume"):
            told = "the usual 'defect_volume' is that of a small defect, not of airways; state the volume that is reached, or read no number per volume."
            hinged = replace(hinged, notices=(*hinged.notices, f"{step_key(step)}: {told}"))
        return by_route(hinged, step, found.route)

    def distribute(self, product: Product) -> Exposure:
        """Vesicles in carrier, defect and cells, and those gone."""
        return exposure_of(
            self,
            product,
            horizon=self.horizon,
            label_loss=self.label_loss,
            places=partial(_places, self),
            sites=SITES,
            target="local-cells",
            target_volume=self.defect_volume,
        )


def _places(depot: LocalDepot, release: Release, label_loss: float) -> NDArray[np.float64]:
    """Vesicles that still have their label, by site, (n_site, n_t) [particles]; all of them when no label is lost.

    Without label loss the two ends of the path follow from the balance, so that the sites add up to what was given.
    """
    leaving = depot.uptake + depot.drainage + label_loss
    free, cells = follow(release, loss=[leaving, depot.degradation + label_loss], passing=[depot.uptake], share=depot.deposited)
    if label_loss > 0:
        missed = follow(release, loss=[label_loss], share=1.0 - depot.deposited)[0]
        drained = missed + follow(release, loss=[leaving, label_loss], passing=[depot.drainage], share=depot.deposited)[1]
        return np.stack([release.carried, free, cells, drained, np.zeros(free.size)])
    gone = let_go(release)
    left = depot.deposited * gone - free
    drained = depot.drainage / leaving * left
    return np.stack([release.carried, free, cells, (1.0 - depot.deposited) * gone + drained, left - drained - cells])


MODEL = KineticModel(
    name="local_depot",
    title="Vesicles in a defect",
    time_unit="s",
    states=(
        State(name="free", unit="particles", meaning="free in the defect", initial=0.0, scale=1e9),
        State(name="cells", unit="particles", meaning="in the cells of the defect", initial=0.0, scale=1e9),
        State(name="drained", unit="particles", meaning="drained from the defect, or never stayed in it", initial=0.0, scale=1e9),
        State(name="degraded", unit="particles", meaning="degraded in cells", initial=0.0, scale=1e9),
    ),
    parameters=tuple(parameter for parameter in parameters_of(LocalDepot) if parameter.name in ("deposited", "uptake", "drainage", "degradation")),
    inputs=(Input(name="release", unit="particles/s", meaning="what the carriers let go"),),
    rates={
        "free": "deposited * release - (uptake + drainage) * free",
        "cells": "uptake * free - degradation * cells",
        "drained": "drainage * free + (1 - deposited) * release",
        "degraded": "degradation * cells",
    },
    cite="",
)
"""The same equations as a declaration: what the documentation prints and what the closed form is tested against."""

DOSE = 1e10
"""[particles] of the claims; every equation is linear, so that it cancels."""


def _percent(site: str, *, after: float) -> float:
    """Vesicles at a site after a dose that is free at once, with rates of 3, 1 and 0.2 per 100,000 s [% of the dose]."""
    time = np.array([0.0, after])
    bolus = Release(time=time, carried=np.zeros(2), steady=np.zeros(2), jump=np.array([DOSE, 0.0]), starts=np.zeros(1), given=DOSE)
    depot = LocalDepot(uptake=3e-5, drainage=1e-5, degradation=2e-6)
    return 100.0 / DOSE * float(_places(depot, bolus, 0.0)[SITES.index(site), 1])


def _claim(site: str, after: float, expected: float, source: str) -> Claim:
    return Claim(
        key=f"local-depot {site} {after:g} s",
        title=f"vesicles {site.replace('-', ' ')} after {after:g} s",
        expected=expected,
        tolerance=1e-10,
        unit="% of dose",
        origin="analytic",
        source=source,
        compute=partial(_percent, site, after=after),
    )


CARD = ModelCard(
    key="local-depot",
    title="Vesicles in a defect",
    tissue="local-free",
    model=MODEL,
    cite=(),
    read_from="no source; equations and rates are a choice",
    claims=(
        _claim("local-free", DAY, 100 * math.exp(-4e-5 * DAY), "F = D exp(-(u + d) t)"),
        _claim("local-cells", DAY, 100 * 3.0 / 3.8 * (math.exp(-2e-6 * DAY) - math.exp(-4e-5 * DAY)), "C = D u (exp(-g t) - exp(-(u + d) t)) / (u + d - g)"),
        _claim("drained", 300 * DAY, 25.0, "d / (u + d) of what is let go"),
        _claim("degraded", 300 * DAY, 75.0, "u / (u + d) of what is let go"),
    ),
    not_reproduced=("No measured retention of vesicles in a defect was found from which the four rates could be fitted.",),
    cannot_say=(
        "How many vesicles a cell takes up: the rates are priors.",
        "What drained vesicles do elsewhere; 'body-compartments' follows them into the blood.",
        "How uptake saturates, or depends on size.",
    ),
)
