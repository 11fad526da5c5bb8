"""Vesicles in a body, whatever way they came in: place of entry, lymph, blood and organs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import StepError
from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.cargo.surfaces import PLAIN
from exoforge.laws.allometry import TIME_EXPONENT, TIME_EXPONENT_RANGE
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Disposition, Hinged, is_stated, step_key
from exoforge.stages.distribute.body_uptake import OF_SURFACE, REFERENCE_MASS, organ_rates, uptake_over, uptake_rate
from exoforge.stages.distribute.entering import READS, Entered, by_number, by_route, entered, hinged_with, of_species, site_of_tissue, stated_word
from exoforge.stages.distribute.passage import DAY, Release, exposure_of, follow, followed_until, let_go
from exoforge.stages.distribute.physiology.surfaces import (
    ACCESSIBLE,
    CHOICES,
    CORONA,
    ligand_notes,
    shares_bearing,
    surface_words,
    with_surface,
)
from exoforge.stages.distribute.routes import reaching_blood, route_of, routes
from exoforge.streams.exposure import Exposure
from exoforge.streams.product import Product

HOUR = 3600.0


ORGANS = ("liver", "spleen", "lung", "rest-of-body")
TARGETS = ("blood", *ORGANS, "local-free")
"""Sites on which a response may depend; the place of entry by the airways alone, where its volume is that of the lung."""
SITES_OF_BLOOD = ("carrier", "blood", *ORGANS, "cleared")
"""Sites when vesicles are given into blood."""
SITES = ("carrier", "local-free", "lymph", "blood", *ORGANS, "not-absorbed", "cleared")
"""Sites by any other route; ``local-free`` is the place of entry."""

TISSUE_SHARE = {"blood": 0.049, "liver": 0.0549, "spleen": 0.0035, "lung": 0.0073}
"""Share of body mass, mouse (kagan2013); the rest of the body is what they leave."""

TISSUE_DENSITY = 1000.0
"""[kg/m3], a choice."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class BodyCompartments(Disposition):
    """From the place of entry by lymph into blood, from blood into organs; each step in first order, and nothing comes back.

    ``dX/dt = f R - (a + d) X``, ``dL/dt = a X - L/w``, ``dB/dt = F L/w - k B``, ``dO_i/dt = s_i k B - g O_i``, cleared
    ``g sum O_i``, not absorbed ``(1 - f) R + d X + (1 - F) L/w``; given into blood ``dB/dt = R - k B``. Here
    ``k = m ln 2 / t_half``, ``t_half = half_life (body_mass / 20 g)^exponent`` and ``s_i = w_i / sum w``; `m` is 1 until the second
    dose and ``1 + (repeat_clearance - 1) exp(-interval / recovery)`` from then on. The label is lost everywhere at one rate more:
    what an instrument sees is uptake less loss of label, so that its percents of injected dose do not add up to 100.

    The usual half-life, 2 min, is of vesicles of melanoma cells in mice. The weights give liver, spleen and lung 28, 1.6 and 7 %ID
    of label at 4 h when vesicle and label together are lost at 0.17 per hour; what is left is the rest of the body. Neither
    that loss, nor its division between degradation and label, nor the share of the rest, can be told apart by these data. A half-life that the
    step states is taken as that of its own animal and is not scaled. Longer circulation in macaques than in mice fits the
    sign of the scaling; its exponent was not measured for vesicles. Repeated intravenous doses were seen to circulate more
    shortly in macaques; by how much was not read, so that `repeat_clearance` is a prior from none to strong.

    Vesicles of MSC are said to circulate long; no measured time course in blood that was found supports it.

    A modified surface, stated here or put on by steps of the record, moves the rate ``s_i k`` of its organs by a factor, so
    that both the half-life and the shares change; an organ that is a part of the rest of the body cannot be moved alone. `phagocytes` and
    `corona` move those of liver and spleen. A half-life that is stated is that of plain vesicles with all their phagocytes.

    Assumes
    -------
    First-order uptake without saturation; no return to blood; the first minute of mixing is left out; the first passage
    through an organ behind an artery, and through the lung, is left out; the mouse's organ shares for all species; doses
    minutes apart change clearance like doses days apart.

    References
    ----------
    takahashi2013, morishita2015, driedonks2022, kagan2013
    """

    kind: ClassVar[str] = "body-compartments"
    title: ClassVar[str] = "Blood and organs, by any route"
    cites: ClassVar[tuple[str, ...]] = ("takahashi2013", "morishita2015", "driedonks2022", "kagan2013")
    reads: ClassVar[tuple[str, ...]] = (*READS, "doses", "tissue", "surface")

    route: str = option("way in, a term of the vocabulary 'routes'", tuple(routes()), usual="intravenous")
    body_mass: float = param("kg", "mass of the animal or patient; a mouse is a choice", low=1e-3, high=500.0, usual=REFERENCE_MASS)
    deposited: float = param("", "share of what is let go that stays at the place of entry", low=0.0, high=1.0, usual=1.0)
    absorption_rate: float = param("1/s", "rate at which a vesicle leaves the place of entry for lymph or blood", low=0.0, high=1.0, usual=1 / DAY)
    local_loss: float = param("1/s", "rate at which a vesicle is taken up, broken down or carried off at the place of entry", low=0.0, high=1.0, usual=1 / DAY)
    delay: float = param("s", "mean time in lymph; 0 for straight into blood", low=0.0, high=30 * DAY, usual=0.0)
    absorbed: float = param("", "share of what leaves the place of entry that arrives in blood", low=0.0, high=1.0, usual=1.0)
    half_life: float = param("s", "half-life in blood", low=1.0, high=30 * DAY, usual=120.0, spread=lognormal(2.0), cite="takahashi2013", status="read")
    exponent: float = param(
        "",
        "exponent of body mass by which the half-life of a mouse is scaled; a quarter is the usual allometry of times",
        low=-1.0,
        high=1.0,
        usual=TIME_EXPONENT,
        spread=uniform(*TIME_EXPONENT_RANGE),
    )
    liver: float = param(
        "", "weight of the liver in the uptake", low=0.0, high=1e6, usual=0.5514, spread=lognormal(1.3), cite="morishita2015", status="derived"
    )
    spleen: float = param(
        "", "weight of the spleen in the uptake", low=0.0, high=1e6, usual=0.0315, spread=lognormal(1.3), cite="morishita2015", status="derived"
    )
    lung: float = param("", "weight of the lung in the uptake", low=0.0, high=1e6, usual=0.1378, spread=lognormal(1.3), cite="morishita2015", status="derived")
    rest: float = param("", "weight of the rest of the body in the uptake", low=1e-6, high=1e6, usual=0.2793, spread=lognormal(1.6))
    degradation: float = param("1/s", "rate at which a vesicle is degraded in an organ", low=0.0, high=1.0, usual=0.05 / HOUR, spread=lognormal(2.0))
    label_loss: float = param("1/s", "rate at which a vesicle loses its label", low=0.0, high=1.0, usual=0.12 / HOUR, spread=lognormal(1.5))
    repeat_clearance: float = param(
        "",
        "factor of clearance from the second dose on, if it follows at once; seen in macaques without a size, a prior from none to strong",
        low=1.0,
        high=100.0,
        usual=2.0,
        spread=lognormal(2.5),
    )
    recovery: float = param(
        "s", "time between doses in which the factor falls to a third; 4 weeks is a choice", low=60.0, high=3650 * DAY, usual=28 * DAY, spread=lognormal(2.0)
    )
    phagocytes: float = param("", "share of the phagocytes of liver and spleen that is there; below 1 where they were depleted", low=0.0, high=1.0, usual=1.0)
    surface: str = option("what the surface of the vesicles bears", CHOICES, usual=PLAIN)
    surface_factor: float = param("", "factor by which the surface moves the uptake of its organs", low=1.0, high=1e4, usual=1.0)
    second_surface: str = option("what the surface bears beside it, counted by a choice", CHOICES, usual=PLAIN)
    second_surface_factor: float = param("", "factor by which the second surface moves the uptake of its organs", low=1.0, high=1e4, usual=1.0)
    corona: float = param("", CORONA, low=0.0, high=1e3, usual=1.0, spread=lognormal(1.3))
    accessible: float = param("", ACCESSIBLE, low=0.0, high=1.0, usual=0.5, spread=uniform(0.1, 1.0))
    target: str = option("site on which the response depends; that of the record's tissue where it is one", TARGETS, usual="rest-of-body")
    horizon: float = followed_until()

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; the way in follows from the route, and a stated half-life is that of the step's own animal, not scaled."""
        found = entered(step)
        own: dict[str, float | str] = {"route": found.route.key} if found.route is not None else {}
        if found.route is None:  # stated as unspecified, or refused
            step = step.model_copy(update={"settings": {name: leaf for name, leaf in step.settings.items() if name != "route"}})
        own_target, notices = _target(step, found)
        own |= own_target
        try:
            own |= surface_words(step)
        except StepError as trouble:
            own["surface"] = PLAIN  # so that this reason stands alone
            found = replace(found, reasons={**found.reasons, **trouble.reasons})
        leaf: Any = step.settings.get("half_life", Missing())
        if isinstance(leaf, Stated) and "exponent" not in step.settings:
            own["exponent"] = 0.0
        hinged = hinged_with(cls, step, found, stated=own)
        route = route_of(hinged.operation.route)
        hinged = with_surface(by_number(by_route(of_species(hinged, step), step, route), step), step, OF_SURFACE)
        if hinged.operation.target == "local-free" and route.entry != "airway":
            reason = f"The target 'local-free' has a known volume in the airways alone, and the route is '{route.key}'. Use 'local-depot' for what acts there."
            raise StepError(step_key(step), {"target": reason})
        if route.key not in ("intravenous", "intravenous-infusion"):
            notices += (f"{step_key(step)}: the route '{route.key}': {route.note}",)
        return replace(hinged, notices=hinged.notices + notices)

    def distribute(self, product: Product) -> Exposure:
        """Vesicles at the place of entry, in lymph, blood and organs, and those gone."""
        return exposure_of(
            self,
            product,
            horizon=self.horizon,
            label_loss=self.label_loss,
            places=partial(_places, self, shares_bearing(self, product.loaded)),
            sites=SITES_OF_BLOOD if _into_blood(self) else SITES,
            target=self.target,
            target_volume=tissue_share("lung" if self.target == "local-free" else self.target) * self.body_mass / TISSUE_DENSITY,
            notes={
                "share of the dose that reaches blood": _reaching_blood(self),
                "clearance from blood, first dose [m3/s]": uptake_rate(self, shares_bearing(self, product.loaded))
                * tissue_share("blood")
                * self.body_mass
                / TISSUE_DENSITY,
                **ligand_notes(self.surface, self.accessible, product.loaded),
            },
        )


def _target(step: Step, found: Entered) -> tuple[dict[str, float | str], tuple[str, ...]]:
    """The site of the record's tissue, where the step states no target; and what is told when vesicles lie elsewhere than where the tissue is reached."""
    target = site_of_tissue(step, TARGETS)
    if is_stated(step, "target") or found.route is None:
        return ({"target": target} if target and not is_stated(step, "target") else {}), ()
    if found.route.entry == "airway" and target == "lung":
        return {"target": "local-free"}, (
            f"{step_key(step)}: the response depends on what lies in the airways, 'local-free', not on what blood brings to the lung.",
        )
    if target or found.route.entry == "blood" or not stated_word(step, "tissue"):
        return ({"target": target} if target else {}), ()
    tissue = stated_word(step, "tissue")
    told = f"'{tissue}' is no site here, so that the response depends on 'rest-of-body', which blood alone reaches; "
    told += "use 'local-depot' for what acts where it is put."
    return {}, (f"{step_key(step)}: {told}",)


def tissue_share(site: str) -> float:
    """Share of body mass of blood, an organ or the rest of the body."""
    return TISSUE_SHARE[site] if site in TISSUE_SHARE else 1.0 - sum(TISSUE_SHARE.values())


def _reaching_blood(body: BodyCompartments) -> float:
    if _into_blood(body):
        return 1.0
    return reaching_blood(deposited=body.deposited, absorbed=body.absorbed, absorption_rate=body.absorption_rate, local_loss=body.local_loss)


def _into_blood(body: BodyCompartments) -> bool:
    return routes()[body.route].entry == "blood"


def _places(body: BodyCompartments, bearing: tuple[float, float], release: Release, label_loss: float) -> NDArray[np.float64]:
    """Vesicles that still have their label, by site, (n_site, n_t) [particles]; all of them when no label is lost.

    Without label loss the ends of the path follow from the balance, so that the sites add up to what was given.
    """
    n = release.time.size - 1
    taken = uptake_over(body, release, bearing)
    lost = np.full(n, body.degradation)
    rates = organ_rates(body, bearing)
    shares = rates / rates.sum() if rates.sum() > 0 else rates
    if _into_blood(body):
        blood, organs = follow(release, loss=np.stack([taken, lost]) + label_loss, passing=taken[np.newaxis])
        cleared = np.zeros(n + 1) if label_loss > 0 else let_go(release) - blood - organs
        return np.stack([release.carried, blood, *np.multiply.outer(shares, organs), cleared])
    leaving = np.full(n, body.absorption_rate + body.local_loss)
    absorbing = np.full(n, body.absorption_rate)
    if body.delay > 0:
        onwards = np.full(n, 1.0 / body.delay)
        losses, passing = [leaving, onwards, taken, lost], [absorbing, body.absorbed * onwards, taken]
        entry, lymph, blood, organs = follow(release, loss=np.stack(losses) + label_loss, passing=np.stack(passing), share=body.deposited)
    else:
        losses, passing = [leaving, taken, lost], [body.absorbed * absorbing, taken]
        entry, blood, organs = follow(release, loss=np.stack(losses) + label_loss, passing=np.stack(passing), share=body.deposited)
        lymph = np.zeros(n + 1)
    if label_loss > 0:
        kept, cleared = _kept_with_label(body, release, label_loss), np.zeros(n + 1)
    else:
        free = let_go(release)
        left = body.deposited * free - entry
        to_lymph = body.absorption_rate / leaving[0] * left if leaving[0] > 0 else np.zeros(n + 1)
        arrived = body.absorbed * (to_lymph - lymph)
        kept = free - entry - lymph - arrived
        cleared = arrived - blood - organs
    return np.stack([release.carried, entry, lymph, blood, *np.multiply.outer(shares, organs), kept, cleared])


def _kept_with_label(body: BodyCompartments, release: Release, label_loss: float) -> NDArray[np.float64]:
    """Vesicles with their label that stay where they entered or in lymph nodes, (n_t,) [particles]; what never stayed in the body is not among them."""
    leaving = body.absorption_rate + body.local_loss + label_loss
    stayed = follow(release, loss=[leaving, label_loss], passing=[body.local_loss], share=body.deposited)[-1]
    withheld = (1.0 - body.absorbed) * body.absorption_rate
    if body.delay > 0:
        onwards = 1.0 / body.delay
        rates, passing = [leaving, onwards + label_loss, label_loss], [body.absorption_rate, (1.0 - body.absorbed) * onwards]
        return np.asarray(stayed + follow(release, loss=rates, passing=passing, share=body.deposited)[-1])
    return np.asarray(stayed + follow(release, loss=[leaving, label_loss], passing=[withheld], share=body.deposited)[-1])
