"""Concentrating and washing vesicles while they sweep along a membrane."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, option, param, uniform
from exoforge.base.trace import digest
from exoforge.laws.flux import LMH
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Operation, Separation, Split, entry_of
from exoforge.stages.isolate.film import Film, film_of, layer_of
from exoforge.stages.isolate.retention import (
    KILODALTON,
    USUAL_SHARPNESS,
    demand_open_pores,
    factor_of,
    hinged_membrane,
    observed_by_size,
    observed_retention,
    retained,
    solute_sievings,
)
from exoforge.streams.suspension import Suspension

OBSERVED_ONLY = ("vesicle_sieving", "solute_sieving", "sharpness")
SWEPT = ("flux", "shear_rate", "fibre_length", "pore_spread", "temperature")
"""Settings that matter only where the film or the time is computed."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class TangentialFlowFiltration(Separation):
    """Ultrafiltration and diafiltration in tangential flow: the retentate is the product.

    Of what is sieved with ``S``, reducing the volume `X`-fold and washing with `N` volumes keeps ``X^-S exp(-N S)``.
    Where the sieving comes from is a choice of the step:

    - ``observed``: solutes have one effective sieving. Particles have ``S(d) = S_v + (S_sol - S_v) / (1 + (d / d_c)^n)``, which
      falls from that of the solutes to that of the vesicles around the diameter of a globular protein as heavy as the cut-off.
    - ``film``: each size passes log-normal pores with ``Sa(d)`` (Dechadilok and Deen) and is seen from the bulk as
      ``S = Sa e / (1 - Sa + Sa e)``, ``e = exp(J/k)``, with Leveque's ``k`` of Brownian and shear-induced diffusion: more flux
      piles more up at the wall and lets more of it pass. A flux that the gel at the wall does not allow falls to the largest it
      allows, and the process is followed step by step.

    Of what is held back a share stays on the membrane, the smaller the more: ``1 - (1 - a)^((d / 100 nm)^-1/2)``.

    Returns
    -------
    product : the retentate, in PBS once more than half of its liquid is buffer. rejects ``permeate`` and, if stated, ``hold-up``.
        losses ``membrane`` and, if stated, ``shear``.

    Assumes
    -------
    Well mixed. No solute stays on the membrane. An observed sieving is constant.
    The film is that of dilute spheres in water without charge; the pores do not clog.
    Vesicles torn by shear leave nothing behind; how many are torn no source says.

    References
    ----------
    oxford_ufdf, pmc8699161, erickson2009, dechadilok2006, leveque1928, zydney1986, suryawirawan2024, nikfarjam2020
    """

    kind: ClassVar[str] = "tangential-flow-filtration"
    title: ClassVar[str] = "tangential flow filtration"
    cites: ClassVar[tuple[str, ...]] = (
        "oxford_ufdf",
        "pmc8699161",
        "erickson2009",
        "dechadilok2006",
        "leveque1928",
        "zydney1986",
        "suryawirawan2024",
        "nikfarjam2020",
    )

    concentration_factor: float = param("", "first over last volume", low=1.0, high=1e4, usual=10.0, spread=lognormal(1.5))
    final_volume: float = param("m3", "last volume; 0 where the concentration factor sets it", low=0.0, high=10.0, usual=0.0)
    diavolumes: float = param("", "volumes of buffer per volume of retentate", low=0.0, high=100.0, usual=6.0, spread=uniform(3.0, 10.0), cite="oxford_ufdf")
    membrane_cutoff: float = param(
        "kg", "nominal cut-off: mass of one protein molecule, for example 500 kDa", low=1e-24, high=1e-19, usual=500 * KILODALTON, cite="oxford_ufdf"
    )
    sieving: str = option("where the sieving comes from: an observed value, or the film at the membrane", ("observed", "film"), usual="observed")
    vesicle_sieving: float = param("", "observed sieving of vesicles, far above the cut-off", low=0.0, high=1.0, usual=0.005, spread=uniform(0.0, 0.02))
    solute_sieving: float = param(
        "",
        "effective sieving of soluble protein; about 99 % was removed by 6 diavolumes over 500 kDa, so ln(100)/6",
        low=0.0,
        high=1.0,
        usual=math.log(100.0) / 6.0,
        spread=uniform(0.5, 0.9),
        cite="oxford_ufdf",
        status="derived",
    )
    sharpness: float = param("", "exponent with which sieving falls around the cut-off", low=1.0, high=40.0, usual=USUAL_SHARPNESS, spread=lognormal(1.5))
    membrane_loss: float = param(
        "",
        "share of the retained vesicles of 100 nm that stays on the membrane; recoveries of 61 %, 66 % and 90 % were read",
        low=0.0,
        high=1.0,
        usual=0.25,
        spread=uniform(0.1, 0.4),
        cite="pmc8699161",
    )
    shear_damage: float = param(
        "",
        "share of the retained vesicles that shear destroys; a review says that it happens and gives no number",
        low=0.0,
        high=1.0,
        usual=0.0,
        spread=uniform(0.0, 0.05),
        cite="nikfarjam2020",
    )
    hold_up: float = param("m3", "retentate that stays in fibres and tubing; 0 when it is flushed out", low=0.0, high=10.0, usual=0.0)
    flux: float = param("m/s", "permeate per membrane area and time; 20 L/m2/h", low=1e-8, high=1e-4, usual=20 * LMH, spread=lognormal(1.5))
    shear_rate: float = param("1/s", "at the wall of the fibres", low=10.0, high=1e5, usual=4000.0, spread=lognormal(1.5))
    fibre_length: float = param("m", "of the fibres or the channel", low=0.01, high=2.0, usual=0.2, spread=lognormal(1.3))
    pore_spread: float = param("", "geometric standard deviation of the pore diameters, by number", low=1.0, high=2.0, usual=1.3, spread=uniform(1.1, 1.6))
    temperature: float = param("K", "of the run", low=273.15, high=333.15, usual=293.15, spread=uniform(277.15, 298.15))
    area: float = param("m2", "membrane area, for the time; 0 when it is not stated", low=0.0, high=1e3, usual=0.0)

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        demand_open_pores(self.membrane_cutoff, self.diavolumes, type(self).__name__)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As the declarations say; the last volume may stand instead of the factor, and the usual sieving of protein follows the stated cut-off."""
        has_area = isinstance(step.settings.get("area"), Stated)
        by_film = getattr(step.settings.get("sieving"), "value", "") == "film"
        unswept = () if by_film or has_area else SWEPT
        idle = (*(OBSERVED_ONLY if by_film else ()), *unswept, *(() if has_area else ("area",)))
        return hinged_membrane(cls, step, idle=idle)

    def separate(self, feed: Suspension) -> Split:
        """Retentate, permeate, hold-up and losses; their sum is the feed.

        Raises
        ------
        SettingError
            The stated last volume is larger than the feed or not above the hold-up, or, where film or time are computed, the retentate
            would be a gel.
        """
        factor = factor_of(feed, factor=self.concentration_factor, last=self.final_volume, owner=type(self).__name__)
        film = None
        if self.sieving == "film" or self.area > 0:
            layer = layer_of(feed, **self.swept)
            film = film_of(layer, flux=self.flux, factor=factor, diavolumes=self.diavolumes, observed=self.observed(feed))
        retention = observed_retention(feed, self, factor)
        if film is not None and self.sieving == "film":
            retention = dataclasses.replace(retention, particles=film.particles, solutes=film.solutes)
        retention = dataclasses.replace(retention, torn=self.shear_damage, hold_up=self.hold_up)
        split = retained(feed, retention, feed.trace + entry_of(self, inputs=(digest(feed.number),)))
        if film is None:
            return split
        return dataclasses.replace(split, figures={**split.figures, **self._film_figures(feed, film)})

    @property
    def swept(self) -> dict[str, float]:
        """The arguments of `film.layer_of`."""
        return {
            "cutoff": self.membrane_cutoff,
            "pore_gsd": self.pore_spread,
            "shear_rate": self.shear_rate,
            "length": self.fibre_length,
            "temperature": self.temperature,
        }

    def observed(self, feed: Suspension) -> NDArray[np.float64] | None:
        """(n_size + n_solute,) the sieving that was observed, or None where the film computes it."""
        if self.sieving == "film":
            return None
        by_size = observed_by_size(
            feed.grid.diameter, cutoff=self.membrane_cutoff, sharpness=self.sharpness, vesicles=self.vesicle_sieving, solutes=self.solute_sieving
        )
        return np.concatenate([by_size, solute_sievings(feed, self)])

    def _film_figures(self, feed: Suspension, film: Film) -> dict[str, float]:
        figures = {"flux at the end of concentrating [L/m2/h]": film.flux / LMH, "volume share at the wall": film.wall, "shear rate [1/s]": self.shear_rate}
        if math.isfinite(film.limit):
            figures["largest flux at the end of concentrating [L/m2/h]"] = film.limit / LMH
        if self.area > 0:
            figures["process time [min]"] = film.slowness * feed.volume / self.area / 60.0
        return figures
