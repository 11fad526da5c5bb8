"""Concentrating vesicles by pressing the liquid through a membrane that nothing sweeps: a spin device or a stirred cell."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.parameters import lognormal, param, uniform
from exoforge.base.trace import digest
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Operation, Separation, Split, entry_of
from exoforge.stages.isolate.retention import (
    KILODALTON,
    USUAL_SHARPNESS,
    demand_open_pores,
    factor_of,
    hinged_membrane,
    observed_retention,
    retained,
    scaled_sieving,
)
from exoforge.streams.suspension import Suspension

USUAL_CUTOFF = 100 * KILODALTON
SIEVING_AT_USUAL = scaled_sieving(math.log(100.0) / 6.0, cutoff=USUAL_CUTOFF, usual=500 * KILODALTON)
"""The sieving of soluble protein that was read for 500 kDa, moved to 100 kDa."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Ultrafiltration(Separation):
    """Dead-end ultrafiltration in a spin device or a stirred cell: what the membrane holds back is the product.

    ``kept = X^-S exp(-N S)`` as in tangential flow, usually without washing (`N` = 0). Then a protein that passes with `S` is
    still concentrated ``X^(1 - S)``-fold: the volume falls, the purity hardly rises. Nothing sweeps the membrane, so that much
    of what it holds back stays on it: of vesicles about 30 % were recovered. Wash with diavolumes, or sweep, to do better.

    Returns
    -------
    product : the concentrate. rejects ``permeate`` and, if stated, ``hold-up``. losses ``membrane`` and, if stated, ``shear``.

    Assumes
    -------
    Sieving is observed and constant; a cake that builds up would change it. Each load of a device is like the others.
    One review rates the recovery of this method high and its purity low, another states about 30 %: the spread holds both.
    The loss on the membrane takes vesicles, the smaller more, and nothing else. How many vesicles shear tears no source says.

    References
    ----------
    pmc10058361, oxford_ufdf, erickson2009, nikfarjam2020
    """

    kind: ClassVar[str] = "ultrafiltration"
    title: ClassVar[str] = "ultrafiltration"
    cites: ClassVar[tuple[str, ...]] = ("pmc10058361", "oxford_ufdf", "erickson2009", "nikfarjam2020")

    concentration_factor: float = param("", "first over last volume", low=1.0, high=1e4, usual=20.0, spread=lognormal(1.5))
    final_volume: float = param("m3", "last volume; 0 where the concentration factor sets it", low=0.0, high=10.0, usual=0.0)
    diavolumes: float = param("", "volumes of buffer per volume of concentrate; 0 concentrates alone", low=0.0, high=100.0, usual=0.0)
    membrane_cutoff: float = param("kg", "nominal cut-off: mass of one protein molecule, for example 100 kDa", low=1e-24, high=1e-19, usual=USUAL_CUTOFF)
    vesicle_sieving: float = param("", "observed sieving of vesicles, far above the cut-off", low=0.0, high=1.0, usual=0.005, spread=uniform(0.0, 0.02))
    solute_sieving: float = param(
        "",
        "effective sieving of soluble protein; what was read for 500 kDa, moved to 100 kDa in proportion to the cut-off",
        low=0.0,
        high=1.0,
        usual=SIEVING_AT_USUAL,
        spread=uniform(0.1, 0.8),
        cite="oxford_ufdf",
    )
    sharpness: float = param("", "exponent with which sieving falls around the cut-off", low=1.0, high=40.0, usual=USUAL_SHARPNESS, spread=lognormal(1.5))
    membrane_loss: float = param(
        "",
        "share of the retained vesicles of 100 nm that stays on the membrane; a recovery of about 30 % was read",
        low=0.0,
        high=1.0,
        usual=0.7,
        spread=uniform(0.3, 0.9),
        cite="pmc10058361",
        status="derived",
    )
    shear_damage: float = param(
        "",
        "share of the retained vesicles that shear destroys; a review says that it happens and gives no number",
        low=0.0,
        high=1.0,
        usual=0.0,
        spread=uniform(0.0, 0.1),
        cite="nikfarjam2020",
    )
    hold_up: float = param("m3", "concentrate that is not recovered; 0 when it is rinsed out", low=0.0, high=10.0, usual=0.0)
    load_volume: float = param("m3", "what a device takes at a time", low=1e-8, high=1.0, usual=15e-6, cite="amicon15", status="recalled")
    area: float = param("m2", "membrane of one device", low=1e-6, high=10.0, usual=7.6e-4, cite="amicon15", status="recalled")
    flux: float = param("m/s", "mean flux of a load; 50 L/m2/h", low=1e-8, high=1e-3, usual=50e-3 / 3600.0, spread=lognormal(2.0))

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        demand_open_pores(self.membrane_cutoff, self.diavolumes, type(self).__name__)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As the declarations say; the last volume may stand instead of the factor, and the usual sieving of protein follows the stated cut-off."""
        return hinged_membrane(cls, step)

    def separate(self, feed: Suspension) -> Split:
        """Concentrate, permeate, hold-up and losses; their sum is the feed.

        Raises
        ------
        SettingError
            The stated last volume is larger than the feed or not above the hold-up.
        """
        factor = factor_of(feed, factor=self.concentration_factor, last=self.final_volume, owner=type(self).__name__)
        retention = observed_retention(feed, self, factor)
        retention = dataclasses.replace(retention, torn=self.shear_damage, hold_up=self.hold_up)
        split = retained(feed, retention, feed.trace + entry_of(self, inputs=(digest(feed.number),)))
        permeate = split.rejects["permeate"].volume
        loads = math.ceil(feed.volume / self.load_volume * (1 - 1e-9))
        figures = {"loads of the device": float(loads), "filtering time of all loads, one device [min]": permeate / (self.area * self.flux) / 60.0}
        return Split(product=split.product, rejects=split.rejects, losses=split.losses, figures={**split.figures, **figures})
