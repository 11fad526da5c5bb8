"""Vesicles given into blood: gone within minutes, most of them into the liver."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, option, param, parameters_of, uniform
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.model import Input, KineticModel, State
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Disposition, Hinged, hinge
from exoforge.stages.distribute.passage import DAY, Release, exposure_of, first_place, second_place
from exoforge.streams.exposure import Exposure
from exoforge.streams.product import Product

HOUR = 3600.0
REFERENCE_MASS = 0.020
"""[kg], of the mouse in which the usual half-life holds."""

ORGANS = ("liver", "spleen", "lung", "rest-of-body")
SITES = ("carrier", "blood", *ORGANS, "cleared")

TISSUE_SHARE = {"blood": 0.049, "liver": 0.0549, "spleen": 0.0035, "lung": 0.0073}
"""Share of body mass, mouse (kagan2013); the rest of the body is what they leave."""

TISSUE_DENSITY = 1000.0
"""[kg/m3], a choice."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class IntravenousCompartments(Disposition):
    """Blood that organs clear, each in first order, and in which nothing comes back.

    ``dB/dt = R(t) - k B``, ``dO_i/dt = s_i k B - g O_i``, cleared ``g sum O_i``, with ``k = ln 2 / t_half``,
    ``t_half = half_life (body_mass / 20 g)^exponent`` and ``s_i = w_i / sum w``. The label is lost everywhere at one rate more:
    what an instrument sees is uptake less loss of label, so that its percents of injected dose do not add up to 100.

    The usual half-life, 2 min, is of vesicles of melanoma cells in mice. The weights give liver, spleen and lung 28, 1.6 and 7 %ID
    of label at 4 h when vesicle and label together are lost at 0.17 per hour; what is left is the rest of the body. Neither
    that loss, nor its division between degradation and label, nor the share of the rest, can be told apart by these data. A half-life that the
    step states is taken as that of its own animal and is not scaled. Longer circulation in macaques than in mice fits the
    sign of the scaling; its exponent was not measured for vesicles.

    Vesicles of MSC are said to circulate long; no measured time course in blood that was found supports it.

    Assumes
    -------
    First-order uptake without saturation; no return to blood; the first minute of mixing is left out; repeated doses are
    cleared as the first, although repeated dosing was seen to shorten circulation; the mouse's organ shares for all species.

    References
    ----------
    takahashi2013, morishita2015, driedonks2022, kagan2013
    """

    kind: ClassVar[str] = "intravenous-compartments"
    title: ClassVar[str] = "Intravenous, blood and organs"
    cites: ClassVar[tuple[str, ...]] = ("takahashi2013", "morishita2015", "driedonks2022", "kagan2013")
    reads: ClassVar[tuple[str, ...]] = ("body_mass",)

    body_mass: float = param("kg", "mass of the animal or patient; a mouse is a choice", low=1e-3, high=500.0, usual=REFERENCE_MASS)
    half_life: float = param("s", "half-life in blood", low=1.0, high=30 * DAY, usual=120.0, spread=lognormal(2.0), cite="takahashi2013", status="read")
    exponent: float = param(
        "",
        "exponent of body mass by which the half-life of a mouse is scaled; a quarter is the usual allometry of times",
        low=-1.0,
        high=1.0,
        usual=0.25,
        spread=uniform(0.0, 0.5),
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
    target: str = option("site on which the response depends", ("blood", *ORGANS), usual="rest-of-body")
    horizon: float = param(
        "s",
        "time since the injury that is followed at least, and 28 d past the last application; later nothing changes",
        low=DAY,
        high=3650 * DAY,
        usual=120 * DAY,
    )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; a stated half-life is not scaled by body mass, because it is that of the step's own animal."""
        leaf: Any = step.settings.get("half_life", Missing())
        is_own = isinstance(leaf, Stated) and "exponent" not in step.settings
        return hinge(cls, step, stated={"exponent": 0.0} if is_own else None)

    def distribute(self, product: Product) -> Exposure:
        """Vesicles in carrier, blood and organs, and those gone."""
        return exposure_of(
            self,
            product,
            horizon=self.horizon,
            label_loss=self.label_loss,
            places=partial(_places, self),
            sites=SITES,
            target=self.target,
            target_volume=tissue_share(self.target) * self.body_mass / TISSUE_DENSITY,
        )


def tissue_share(site: str) -> float:
    """Share of body mass of blood, an organ or the rest of the body."""
    return TISSUE_SHARE[site] if site in TISSUE_SHARE else 1.0 - sum(TISSUE_SHARE.values())


def _places(body: IntravenousCompartments, release: Release, label_loss: float) -> NDArray[np.float64]:
    """Vesicles that still have their label, by site, (n_site, n_t) [particles]; all of them when no label is lost."""
    uptake = math.log(2.0) / (body.half_life * (body.body_mass / REFERENCE_MASS) ** body.exponent)
    blood = first_place(release, uptake + label_loss)
    organs = second_place(release, blood, first_loss=uptake + label_loss, transfer=uptake, loss=body.degradation + label_loss)
    weights = np.array([body.liver, body.spleen, body.lung, body.rest])
    shares = weights / weights.sum()
    gone = np.zeros(blood.size) if label_loss > 0 else release.steady + np.cumsum(release.jump) - blood - organs
    return np.concatenate([[release.carried, blood], np.multiply.outer(shares, organs), [gone]])


MODEL = KineticModel(
    name="intravenous_compartments",
    title="Vesicles in blood and organs",
    time_unit="s",
    states=(
        State(name="blood", unit="particles", meaning="in blood", initial=0.0, scale=1e9),
        State(name="in_liver", unit="particles", meaning="in the liver", initial=0.0, scale=1e9),
        State(name="in_spleen", unit="particles", meaning="in the spleen", initial=0.0, scale=1e8),
        State(name="in_lung", unit="particles", meaning="in the lung", initial=0.0, scale=1e9),
        State(name="in_rest", unit="particles", meaning="in the rest of the body", initial=0.0, scale=1e9),
        State(name="cleared", unit="particles", meaning="degraded in organs", initial=0.0, scale=1e9),
    ),
    parameters=tuple(
        parameter
        for parameter in parameters_of(IntravenousCompartments)
        if parameter.name in ("body_mass", "half_life", "exponent", "liver", "spleen", "lung", "rest", "degradation")
    ),
    inputs=(Input(name="release", unit="particles/s", meaning="what the carriers let go into blood"),),
    definitions={
        "uptake": f"log(2) / (half_life * (body_mass / {REFERENCE_MASS}) ** exponent)",
        "weights": "liver + spleen + lung + rest",
    },
    rates={
        "blood": "release - uptake * blood",
        "in_liver": "liver / weights * uptake * blood - degradation * in_liver",
        "in_spleen": "spleen / weights * uptake * blood - degradation * in_spleen",
        "in_lung": "lung / weights * uptake * blood - degradation * in_lung",
        "in_rest": "rest / weights * uptake * blood - degradation * in_rest",
        "cleared": "degradation * (in_liver + in_spleen + in_lung + in_rest)",
    },
    cite="morishita2015",
)
"""The same equations as a declaration: what the documentation prints and what the closed form is tested against."""

CARD = ModelCard(
    key="intravenous",
    title="Vesicles in blood and organs",
    tissue="blood",
    model=MODEL,
    cite=("morishita2015", "takahashi2013"),
    read_from="closed form of linear compartments; its values from the works cited",
)
