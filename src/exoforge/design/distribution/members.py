"""One member of an ensemble as a pharmacologist reads it: its blood after the first dose, and the volumes of its body."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError, SettingError
from exoforge.design.ensemble import Outcome
from exoforge.laws.exposure import NonCompartmental, noncompartmental
from exoforge.stages.contract import Disposition
from exoforge.stages.distribute.body import TISSUE_DENSITY, BodyCompartments, tissue_share
from exoforge.stages.distribute.physiology.bodies import anatomy, body_of
from exoforge.stages.distribute.physiology.operation import PhysiologicalCompartments
from exoforge.stages.distribute.physiology.sites import ORGAN_SITES
from exoforge.streams.exposure import Exposure

Array = NDArray[np.float64]
SEEN = 1e-4
"""[1] Share of its peak down to which the blood is followed for its figures, about what an instrument sees. A choice."""


def exposure_in(outcome: Outcome) -> Exposure:
    """The exposure of a row."""
    if outcome.river.exposure is None:
        raise InternalError("A plan of distribution ended without an exposure.")
    return outcome.river.exposure


def disposition_in(outcome: Outcome) -> Disposition:
    """The body of a row."""
    if outcome.river.disposition is None:
        raise InternalError("A plan of distribution ended without a body.")
    return outcome.river.disposition


def first_dose(outcome: Outcome) -> tuple[float, float]:
    """When the first dose is given, and how long it is alone [s]."""
    product = outcome.river.product
    if product is None:
        raise InternalError("A plan of distribution ended without a product.")
    return product.start, product.interval if product.applications > 1 else math.inf


def labelled_share(outcome: Outcome, site: str, since: float) -> float:
    """Share of all that is given which is at a site with its label, at a time since the first dose [s]; on the logarithm of time between two times."""
    exposure, (start, _) = exposure_in(outcome), first_dose(outcome)
    course = exposure.labelled[exposure.sites.index(site)] / exposure.given
    return float(np.interp(math.log(max(since, 1.0)), np.log(np.maximum(exposure.time - start, 1.0)), course))


def _blood(outcome: Outcome, kind: str) -> tuple[Array, Array]:
    """The blood after the first dose alone, in shares of that dose, down to what an instrument sees."""
    exposure, (start, alone) = exposure_in(outcome), first_dose(outcome)
    since = exposure.time - start
    product = outcome.river.product
    doses = 1 if product is None else product.applications
    course = getattr(exposure, kind)[exposure.sites.index("blood")] / exposure.given * doses
    chosen = (since >= 0) & (since < alone)
    since, course = since[chosen], course[chosen]
    top = int(course.argmax())
    below = np.flatnonzero(course[top:] < SEEN * course[top])
    last = top + int(below[0]) if below.size else course.size
    return since[:last], course[:last]


def blood_half_life(outcome: Outcome, kind: str) -> float:
    """Time from the peak in blood, or the end of an infusion, to half of what was there [s]; infinite where not reached, NaN where nothing is in blood."""
    since, course = _blood(outcome, kind)
    if course.size < 2 or not course.max() > 0:
        return math.nan
    top = max(int(course.argmax()), int(np.searchsorted(since, _infusion(outcome))))
    if top >= course.size - 1 or not course[top] > 0:
        return math.inf
    below = np.flatnonzero(course[top:] <= 0.5 * course[top])
    if not below.size:
        return math.inf
    after = top + int(below[0])
    before = after - 1
    share = math.log(course[before] / (0.5 * course[top])) / math.log(course[before] / course[after])
    return float(since[before] + share * (since[after] - since[before]) - since[top])


def blood_figures(outcome: Outcome, single: float) -> dict[str, float]:
    """Figures of the blood of one member, as an instrument would find them from the label of the first dose."""
    since, course = _blood(outcome, "labelled")
    infusion = _infusion(outcome)
    if course.size < 2 or not course.max() > 0:
        return {}
    try:
        found: NonCompartmental = noncompartmental(since, course / blood_volume(disposition_in(outcome)), dose=1.0, infusion=min(infusion, single))
    except SettingError:
        return {}
    named = {
        "half-life": blood_half_life(outcome, "labelled"),
        "terminal half-life": found.terminal_half_life,
        "area": found.area_to_infinity,
        "residence time": found.residence_time,
        "clearance": found.clearance,
        "volume": found.volume,
    }
    return {name: math.nan if value is None else value for name, value in named.items()}


def _infusion(outcome: Outcome) -> float:
    """How long the first dose is infused [s]; 0 for what is not."""
    product = outcome.river.product
    return float(product.time[-1]) if product is not None and product.time.size == 2 and product.released[0, 0] == 0 else 0.0


def blood_volume(body: Disposition) -> float:
    """Volume in which vesicles in blood are, by the model [m3]: plasma and the vessels of all organs."""
    if isinstance(body, PhysiologicalCompartments):
        found = anatomy(body_of(body.species), body.body_mass)
        return float(found.plasma + found.vessels.sum())
    return tissue_share("blood") * _mass(body) / TISSUE_DENSITY


def organ_volume(body: Disposition, site: str) -> float:
    """Volume of an organ with its vessels [m3]."""
    if isinstance(body, PhysiologicalCompartments):
        return float(anatomy(body_of(body.species), body.body_mass).whole[ORGAN_SITES.index(site)])
    return tissue_share(site) * _mass(body) / TISSUE_DENSITY


def _mass(body: Disposition) -> float:
    if not isinstance(body, BodyCompartments):
        raise InternalError(f"A body of the kind '{body.kind}' is not known here.")
    return body.body_mass
