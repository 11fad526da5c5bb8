"""What a careful colleague would say about a dose: whether it can be filled, given and borne, comes in time, and brings enough to a cell."""

from __future__ import annotations

import math

from exoforge.base.terms import are_related, label_or_word
from exoforge.base.units import short_number
from exoforge.design.doses import stated_si
from exoforge.design.ensemble import Ensemble
from exoforge.design.need.asked import cargo_of_run
from exoforge.laws.dosing import has_volume_limit, species_scales, volume_check
from exoforge.laws.stoichiometry import COPIES_PER_VESICLE, copies_per_cell, vesicles_per_cell
from exoforge.record.stated import Stated
from exoforge.record.therapy import Therapy
from exoforge.stages.contract import Delivery, Disposition
from exoforge.streams.amounts import vesicle_number

DAY = 86400.0
"""[s]"""
COPIES_THAT_MATTER = 100.0
"""Copies of a microRNA per cell below which repression is seldom seen; a choice, of the order that is usually argued."""
SPARE = 1.05
"""By how much a dose may overfill a stated volume before it is told; a choice."""
UNLIKELY = 5.0
"""Factor from the reference mass of a species beyond which a body mass is doubted; a choice."""
CELLS_PER_VOLUME = 1e13
"""[cells/m3] 10,000 cells per mm3: a choice for a granulating defect, to turn a dose into copies per cell."""
LOCAL = ("local-cells", "local-free")
"""Places in the tissue that is treated, whichever it is."""


def warnings_of_dose(therapy: Therapy, ensemble: Ensemble) -> list[str]:
    """Every warning about the dose, as a sentence with its numbers."""
    return [
        *_dose_as_read(ensemble),
        *_volume_of_dose(therapy, ensemble),
        *_batches(ensemble),
        *_late(ensemble),
        *_elsewhere(ensemble),
        *_volume(therapy, ensemble),
        *_mass(therapy),
        *_stoichiometry(therapy, ensemble),
    ]


def _dose_as_read(ensemble: Ensemble) -> list[str]:
    """What had to be assumed to make a dose of what was stated: it stands under every number of the dose."""
    return [
        f"The dose: {assumption.reason}."
        for planned in ensemble.plan.steps
        if isinstance(planned.operation, Delivery)
        for assumption in planned.assumed
        if assumption.name == "dose_basis" and assumption.value in ("batch", "protein")
    ]


def _volume_of_dose(therapy: Therapy, ensemble: Ensemble) -> list[str]:
    """A dose that does not fit where it is to go."""
    product = ensemble.central.river.product
    if product is None:
        return []
    needed = product.loaded.volume
    found = []
    for name, what in (("volume", "the stated volume of one application"), ("defect_volume", "the stated volume of the defect")):
        room = stated_si(therapy, name, "m3")
        if room and needed > SPARE * room:
            found.append(
                f"One dose fills {short_number(needed * 1e9)} uL of the preparation, and {what} is {short_number(room * 1e9)} uL: "
                "the preparation must be concentrated, or the dose is not what can be given."
            )
    return found


def _batches(ensemble: Ensemble) -> list[str]:
    product = ensemble.central.river.product
    if product is None or product.doses_per_batch >= product.applications:
        return []
    needed = math.ceil(product.applications / product.doses_per_batch) if product.doses_per_batch > 0 else math.inf
    what = "the one application" if product.applications == 1 else f"the {product.applications} applications"
    filled = short_number(product.doses_per_batch)
    return [f"One batch fills {filled} applications: {short_number(needed, 3)} batches must be pooled for {what} of one subject."]


def _late(ensemble: Ensemble) -> list[str]:
    """Applications that come when the tissue has been judged already."""
    product, tissue = ensemble.central.river.product, ensemble.central.river.tissue
    horizon = getattr(tissue, "horizon", None)
    if product is None or horizon is None:
        return []
    late = sum(product.start + place * product.interval >= horizon for place in range(product.applications))
    if not 0 < late < product.applications:
        return []
    return [
        f"{late} of {product.applications} applications come after the tissue is judged, at day {short_number(horizon / DAY)}; they change nothing of its "
        "endpoints. State a later 'horizon' for the tissue, or fewer applications."
    ]


def _elsewhere(ensemble: Ensemble) -> list[str]:
    """A tissue that is driven by the vesicles of another organ."""
    exposure, tissue = ensemble.central.river.exposure, ensemble.central.river.tissue
    if exposure is None or tissue is None or exposure.target in LOCAL or are_related("tissues", exposure.target, tissue.card.tissue):
        return []
    site, answers = (label_or_word("tissues", word) for word in (exposure.target, tissue.card.tissue))
    return [
        f"The tissue that answers is {answers}, but it is driven by the vesicles in: {site}. State the 'target' of the distribution that means the same place, "
        "or use 'local-depot' for what is put where it should act."
    ]


def _volume(therapy: Therapy, ensemble: Ensemble) -> list[str]:
    """A stated volume of injection beyond what the animal bears; a step that distributes has judged it already."""
    if any(isinstance(planned.operation, Disposition) for planned in ensemble.plan.steps):
        return []
    mass, volume = stated_si(therapy, "body_mass", "kg"), stated_si(therapy, "volume", "m3")
    species, route = therapy.target.species, therapy.dosing.route
    if not (mass and volume and isinstance(species, Stated) and isinstance(route, Stated)):
        return []
    if not has_volume_limit(species=species.value, route=route.value):
        return []
    found = volume_check(species=species.value, route=route.value, body_mass=mass, volume=volume)
    return [f"{found.sentence} ({found.source})"] if found.verdict.startswith("above") else []


def _mass(therapy: Therapy) -> list[str]:
    """A body mass that no animal of its species has."""
    mass, species = stated_si(therapy, "body_mass", "kg"), therapy.target.species
    if not mass or not isinstance(species, Stated):
        return []
    usual = {scale.species: scale.reference_mass for scale in species_scales()}.get(str(species.value))
    if usual is None or 1 / UNLIKELY <= mass / usual <= UNLIKELY:
        return []
    return [f"A {species.value} of {short_number(mass)} kg is unlikely; the guidance on doses takes {short_number(usual)} kg. Is the unit right?"]


def _stoichiometry(therapy: Therapy, ensemble: Ensemble) -> list[str]:
    """How few copies of any one microRNA a dose can bring to a cell, even when every vesicle arrives; of a cargo that is named the run's own chain tells."""
    product, exposure = ensemble.central.river.product, ensemble.central.river.exposure
    if product is None or exposure is None or ensemble.central.response is None or cargo_of_run(therapy, ensemble):
        return []
    cells = CELLS_PER_VOLUME * exposure.target_volume
    there = float(exposure.particles[exposure.sites.index(exposure.target)].max())
    arriving, present = (
        float(copies_per_cell(vesicles_per_cell=vesicles_per_cell(vesicles=number, cells=cells))) for number in (vesicle_number(product.loaded), there)
    )
    if present >= COPIES_THAT_MATTER:
        return []
    return [
        f"Stoichiometry: at {COPIES_PER_VESICLE} copies of an abundant microRNA per vesicle (chevillet2014, abstract), one application "
        f"brings {short_number(arriving)} copies to each of the {short_number(cells)} cells assumed in the target if every vesicle arrives, "
        f"and {short_number(present)} are there at the most in this run. Repression is seldom seen below {COPIES_THAT_MATTER:.0f}: "
        "an effect through one microRNA alone is doubtful, and the coupling to the tissue is a prior."
    ]
