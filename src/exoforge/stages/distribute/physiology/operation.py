"""Vesicles in a whole body: organs joined by their blood flows, in mice, rats, rabbits and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, final

from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.cargo.surfaces import PLAIN
from exoforge.record.therapy import Step
from exoforge.stages.contract import Disposition, Hinged
from exoforge.stages.distribute.entering import READS
from exoforge.stages.distribute.passage import DAY, followed_until
from exoforge.stages.distribute.physiology.bodies import SPECIES, body_of
from exoforge.stages.distribute.physiology.following import follow
from exoforge.stages.distribute.physiology.hinging import hinged_body
from exoforge.stages.distribute.physiology.model import BRAIN, FITTED, OTHER
from exoforge.stages.distribute.physiology.sites import TARGETS
from exoforge.stages.distribute.physiology.surfaces import ACCESSIBLE, CHOICES, CORONA
from exoforge.stages.distribute.routes import routes
from exoforge.streams.exposure import Exposure
from exoforge.streams.product import Product

HOUR = 3600.0
"""[s]"""
UNCERTAIN = lognormal(1.3)
"""Of an uptake that was fitted to one study without its scatter; a choice."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class PhysiologicalCompartments(Disposition):
    """A body of nine organs, each with vessels and cells; blood carries vesicles, cells take them and give none back.

    ``d(vessels)/dt = Q (C_in - C) - taken``, ``d(cells)/dt = taken - g cells``, ``taken = U C``; in liver and spleen
    ``taken = (1 + haste) U C (1 - cells / capacity)``. Spleen and gut drain into the liver, the liver with all others into the lung.
    The topology is that of Kagan 2013 for liposomes, with brain and bone taken out of the rest of the body, and with each millilitre
    of plasma counted once: what organs do not hold is in large vessels. An organ clears ``Q U / (Q + U)``, always less than what passes it. A route that is
    not into blood goes through a depot and lymph.

    The usual uptakes of liver, spleen and lung and one uptake per volume for all other tissues are fitted to four numbers: half
    of the dose in blood at 2 min (vesicles of melanoma cells in mice) and 28, 1.6 and 7 %ID of label in liver, spleen and lung
    at 4 h, with degradation at 0.05 and loss of label at 0.12 per hour. Neither how the loss divides into these two, nor what
    the other tissues take, nor how that divides among them, can be told apart by these data: those values are choices with wide
    priors. Nothing is known of the capacity of phagocytes for vesicles.

    From the mouse to another body, or another mass, an uptake goes as
    ``U = U_mouse (V / V_mouse)^s (Q / Q_mouse)^(1-s)``, `V` the organ outside its vessels and `Q` its flow; `s`, between as flow and
    as mass, is a prior.

    The label is lost everywhere at one rate more; cells degrade vesicle and label together. Where the release takes time, or
    doses repeat, the label knows the room that vesicles leave in liver and spleen as straight lines between the times of the
    exposure, and the release strays from that of the carrier by 1e-4 of the dose at most.

    A modified surface, stated here or put on by steps of the record, moves the uptake of its organs by ``1 - b + b f``, `b`
    the share of the vesicles that bear an accessible ligand where the product says how many there are, else 1. What blood lays on
    the vesicles, their corona, is in the usual uptakes as far as it is that of plain vesicles; `corona` is what a new surface makes of it
    in liver and spleen.

    Assumes
    -------
    Each vessel bed well mixed; one kind of vesicle, its size and source without influence; nothing returns from cells; plasma as
    the medium of all vessels; uptake of all organs but liver and spleen never fills; the first second of mixing left out.

    References
    ----------
    kagan2013_article, takahashi2013, morishita2015, brown1997, httk_physiology, salvati2013
    """

    kind: ClassVar[str] = "physiological-compartments"
    title: ClassVar[str] = "Whole body, organs and blood flows"
    cites: ClassVar[tuple[str, ...]] = ("kagan2013_article", "takahashi2013", "morishita2015", "brown1997", "httk_physiology", "salvati2013")
    reads: ClassVar[tuple[str, ...]] = (*READS, "tissue", "doses", "surface")

    species: str = option("species whose body it is", SPECIES, usual="mouse")
    body_mass: float = param("kg", "mass of the animal or patient; that of the body's source is usual", low=1e-3, high=500.0, usual=body_of("mouse").body_mass)
    route: str = option("way in, a term of the vocabulary 'routes'", tuple(routes()), usual="intravenous")
    deposited: float = param("", "share of what is let go that stays at the place of entry", low=0.0, high=1.0, usual=1.0)
    absorption_rate: float = param("1/s", "rate at which a vesicle leaves the place of entry with lymph", low=0.0, high=1.0, usual=1 / DAY)
    local_loss: float = param("1/s", "rate at which a vesicle is taken up, broken down or carried off at the place of entry", low=0.0, high=1.0, usual=1 / DAY)
    delay: float = param("s", "mean time in lymph; under a minute counts as a minute", low=0.0, high=30 * DAY, usual=0.0)
    absorbed: float = param("", "share of what leaves lymph that arrives in blood", low=0.0, high=1.0, usual=1.0)
    liver: float = param(
        "m3/s",
        "uptake clearance of the liver of a 24 g mouse, empty",
        low=0.0,
        high=1e-5,
        usual=FITTED["liver"],
        spread=UNCERTAIN,
        cite="morishita2015",
        status="derived",
    )
    spleen: float = param(
        "m3/s",
        "uptake clearance of the spleen of a 24 g mouse, empty",
        low=0.0,
        high=1e-5,
        usual=FITTED["spleen"],
        spread=UNCERTAIN,
        cite="morishita2015",
        status="derived",
    )
    lung: float = param(
        "m3/s",
        "uptake clearance of the lung of a 24 g mouse",
        low=0.0,
        high=1e-5,
        usual=FITTED["lung"],
        spread=UNCERTAIN,
        cite="morishita2015",
        status="derived",
    )
    other: float = param(
        "1/s",
        "uptake clearance per volume of gut, kidney, heart, bone and the rest of the body; fitted to what remains of the fall in blood, so hardly known",
        low=0.0,
        high=1.0,
        usual=OTHER,
        spread=lognormal(1.6),
        cite="takahashi2013",
        status="derived",
    )
    brain: float = param(
        "",
        "uptake per volume of the brain over that of the other tissues; small, behind its barrier, and a choice",
        low=0.0,
        high=1e3,
        usual=BRAIN,
        spread=lognormal(3.0),
    )
    scaling: float = param(
        "",
        "how uptake goes from body to body: 0 as the organ's flow, 1 as its size; halfway is a choice (liposomes went best as mass to 0.75, like flow)",
        low=0.0,
        high=1.0,
        usual=0.5,
        spread=uniform(0.0, 1.0),
    )
    phagocytes: float = param("", "share of the phagocytes of liver and spleen that is there; below 1 where they were depleted", low=0.0, high=1.0, usual=1.0)
    capacity_liver: float = param(
        "particles/m3", "vesicles per volume at which the liver takes no more; 1e12 per mL is a guess", low=1e6, high=1e30, usual=1e18, spread=lognormal(10.0)
    )
    capacity_spleen: float = param(
        "particles/m3", "vesicles per volume at which the spleen takes no more; 1e12 per mL is a guess", low=1e6, high=1e30, usual=1e18, spread=lognormal(10.0)
    )
    degradation: float = param("1/s", "rate at which cells degrade a vesicle", low=0.0, high=1.0, usual=0.05 / HOUR, spread=lognormal(2.0))
    label_loss: float = param("1/s", "rate at which a vesicle loses its label", low=0.0, high=1.0, usual=0.12 / HOUR, spread=lognormal(1.5))
    repeat_clearance: float = param(
        "",
        "factor on the uptake by liver and spleen from the second dose on; circulation was seen to shorten in macaques, by how much is a choice",
        low=1.0,
        high=1e3,
        usual=2.0,
        spread=uniform(1.0, 5.0),
    )
    recovery: float = param(
        "s", "time in which that falls back by a factor of e; two weeks are a choice", low=60.0, high=3650 * DAY, usual=14 * DAY, spread=lognormal(2.0)
    )
    cell_density: float = param(
        "1/m3",
        "cells per volume at the target; that of hepatocytes (114 to 139 million per gram over four species), for other tissues a choice",
        low=1e9,
        high=1e16,
        usual=1.3e14,
        spread=lognormal(2.0),
        cite="sohlenius2006",
        status="derived",
    )
    surface: str = option("what the surface of the vesicles bears", CHOICES, usual=PLAIN)
    surface_factor: float = param("", "factor by which the surface moves the uptake of its organs", low=1.0, high=1e4, usual=1.0)
    second_surface: str = option("what the surface bears beside it, counted by a choice", CHOICES, usual=PLAIN)
    second_surface_factor: float = param("", "factor by which the second surface moves the uptake of its organs", low=1.0, high=1e4, usual=1.0)
    corona: float = param("", CORONA, low=0.0, high=1e3, usual=1.0, spread=lognormal(1.3))
    accessible: float = param("", ACCESSIBLE, low=0.0, high=1.0, usual=0.5, spread=uniform(0.1, 1.0))
    target: str = option("site on which the response depends", TARGETS, usual="rest-of-body")
    horizon: float = followed_until()

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """The body of a step: species, route, tissue and surface are read as words; what they bring of priors is told."""
        return hinged_body(cls, step)

    def distribute(self, product: Product) -> Exposure:
        """Vesicles in carrier, depot, lymph, blood and organs, and those gone."""
        return follow([self], [product])[0]

    @classmethod
    def distribute_each(cls, members: Sequence[Self], products: Sequence[Product]) -> tuple[Exposure, ...]:
        """The exposures of many members, those that share their times in one call of the kernel."""
        return follow(members, products)
