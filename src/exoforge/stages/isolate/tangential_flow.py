"""Concentrating and washing vesicles while they sweep along a membrane."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, param, uniform
from exoforge.base.trace import digest
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.filtration import concentration_yield, diafiltration_yield, pore_passage, protein_radius
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Separation, Split, entry_of, hinge, step_key, without
from exoforge.stages.isolate.parting import evenly, portion, yields
from exoforge.streams.suspension import Suspension

KILODALTON = 1.66053906892e-24
"""[kg]"""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class TangentialFlowFiltration(Separation):
    """Ultrafiltration and diafiltration in tangential flow: the retentate is the product.

    Of what is sieved with ``S``, reducing the volume `X`-fold and washing with `N` volumes keeps ``X^-S exp(-N S)``.
    Solutes have one effective sieving. Particles have ``S(d) = S_v + (S_sol - S_v) / (1 + (d / d_c)^n)``, which falls from
    that of the solutes to that of the vesicles around the diameter of a globular protein as heavy as the nominal cut-off.

    Returns
    -------
    product : the retentate, in PBS once more than half of its liquid is buffer. reject ``permeate``. loss ``membrane``.

    Assumes
    -------
    Sieving is observed and constant: flux, polarisation and fouling are inside it and do not grow with concentration.
    Well mixed; no hold-up; the loss on the membrane takes all particles alike and no solute.

    References
    ----------
    oxford_ufdf, pmc8699161, erickson2009
    """

    kind: ClassVar[str] = "tangential-flow-filtration"
    title: ClassVar[str] = "tangential flow filtration"
    cites: ClassVar[tuple[str, ...]] = ("oxford_ufdf", "pmc8699161", "erickson2009")

    concentration_factor: float = param("", "first over last volume", low=1.0, high=1e4, usual=10.0, spread=lognormal(1.5))
    final_volume: float = param("m3", "last volume; 0 where the concentration factor sets it", low=0.0, high=10.0, usual=0.0)
    diavolumes: float = param("", "volumes of buffer per volume of retentate", low=0.0, high=100.0, usual=6.0, spread=uniform(3.0, 10.0), cite="oxford_ufdf")
    membrane_cutoff: float = param(
        "kg", "nominal cut-off: mass of one protein molecule, for example 500 kDa", low=1e-24, high=1e-19, usual=500 * KILODALTON, cite="oxford_ufdf"
    )
    vesicle_sieving: float = param("", "observed sieving of vesicles, far above the cut-off", low=0.0, high=1.0, usual=0.005, spread=uniform(0.0, 0.02))
    solute_sieving: float = param(
        "",
        "effective sieving of soluble protein; about 99 % was removed by 6 diavolumes, so ln(100)/6",
        low=0.0,
        high=1.0,
        usual=math.log(100.0) / 6.0,
        spread=uniform(0.5, 0.9),
        cite="oxford_ufdf",
        status="derived",
    )
    sharpness: float = param("", "exponent with which sieving falls around the cut-off", low=1.0, high=40.0, usual=3.0, spread=lognormal(1.5))
    membrane_loss: float = param(
        "",
        "share of the retained particles that stays on the membrane; recoveries of 61 %, 66 % and 90 % were read",
        low=0.0,
        high=1.0,
        usual=0.25,
        spread=uniform(0.1, 0.4),
        cite="pmc8699161",
    )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As the declarations say; the last volume may be stated instead of the factor.

        Raises
        ------
        SettingError
            Both the factor and the last volume are stated: the feed decides whether they agree.
        """
        hinged = hinge(cls, step)
        factor, volume = (isinstance(step.settings.get(name), Stated) for name in ("concentration_factor", "final_volume"))
        if factor and volume:
            raise SettingError(
                f"{step_key(step)}: 'concentration_factor' and 'final_volume' are both stated; leave out one, because the feed's volume decides it."
            )
        needless = "concentration_factor" if volume else "final_volume"
        return without(hinged, step, (needless,))

    def separate(self, feed: Suspension) -> Split:
        """Retentate, permeate and what the membrane keeps; their sum is the feed.

        Raises
        ------
        SettingError
            The stated last volume is larger than the feed.
        """
        trace = feed.trace + entry_of(self, inputs=(digest(feed.number),))
        factor = self._factor(feed)
        retained = feed.number * self._kept(self._sieving(feed.grid.diameter), factor)
        stuck = retained * self.membrane_loss
        losses = {"membrane": stuck}
        dissolved = float(self._kept(np.array(self.solute_sieving), factor))
        last = feed.volume / factor
        product = portion(
            feed,
            number=retained - stuck,
            volume=last,
            solutes=evenly(feed, dissolved),
            trace=trace,
            medium="pbs" if self.diavolumes > math.log(2.0) else None,
        )
        permeate = portion(
            feed,
            number=feed.number - retained,
            volume=feed.volume - last + self.diavolumes * last,
            solutes=evenly(feed, 1.0 - dissolved),
            trace=trace,
        )
        figures = {"concentration factor": factor, **yields(feed, product, losses)}
        return Split(product=product, rejects={"permeate": permeate}, losses=losses, figures=figures)

    def _factor(self, feed: Suspension) -> float:
        if self.final_volume == 0.0:
            return self.concentration_factor
        if self.final_volume > feed.volume:
            raise SettingError(
                f"TangentialFlowFiltration.final_volume is {self.final_volume:g} m3, more than the feed's {feed.volume:g} m3; state a smaller one."
            )
        return feed.volume / self.final_volume

    def _kept(self, sieving: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
        return concentration_yield(sieving=sieving, concentration_factor=factor) * diafiltration_yield(sieving=sieving, diavolumes=self.diavolumes)

    def _sieving(self, diameter: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n_size,) observed sieving by size."""
        nominal = 2.0 * protein_radius(self.membrane_cutoff * AVOGADRO)
        passing = pore_passage(diameter, cutoff=nominal, sharpness=self.sharpness)
        return self.vesicle_sieving + (self.solute_sieving - self.vesicle_sieving) * passing
