"""What a careful colleague would say about a run: impossible ratios, physical ceilings, doses that one batch cannot fill."""

from __future__ import annotations

import math

from exoforge.base.units import Quantity, convert, fits, short_number
from exoforge.design.doses import stated_si
from exoforge.design.ensemble import Ensemble
from exoforge.design.plausibility import published
from exoforge.design.result import Confrontation, Reach, ResponseResult
from exoforge.laws.dosing import has_volume_limit, species_scales, volume_check
from exoforge.laws.stoichiometry import COPIES_PER_VESICLE
from exoforge.laws.vesicle import purity_ceiling
from exoforge.record.stated import Stated
from exoforge.record.therapy import Therapy
from exoforge.stages.contract import Delivery, Disposition
from exoforge.streams.amounts import mean_diameter, vesicle_number

PER_UG = 1e-9
"""[kg/ug]: particles per kg of protein to particles per microgram."""
COPIES_THAT_MATTER = 100.0
"""Copies of a microRNA per cell below which repression is seldom seen; a choice, of the order that is usually argued."""
MUCH_SERUM = 0.1
"""Share of vesicles from the medium from which it is told; a choice."""
SPARE = 1.05
"""By how much a dose may overfill a stated volume before it is told; a choice."""
UNLIKELY = 5.0
"""Factor from the reference mass of a species beyond which a body mass is doubted; a choice."""
SETTLED = 0.9
"""Share of members above which a direction is called settled; a choice."""
IN_THE_LEDGER = "The ledger says which assumptions decide it; how vesicles act on this tissue is a prior."
CELLS_PER_VOLUME = 1e13
"""[cells/m3] 10,000 cells per mm3: a choice for a granulating defect, to turn a dose into copies per cell."""


def warnings_of(
    therapy: Therapy, ensemble: Ensemble, reaches: tuple[Reach, ...], response: ResponseResult | None, confrontations: tuple[Confrontation, ...]
) -> tuple[str, ...]:
    """Every warning, as a sentence with its numbers."""
    found = [*_stated_purity(therapy, ensemble), *_computed_purity(ensemble, reaches), *_loading(reaches)]
    found += [
        *_unsettled(response),
        *_late(ensemble),
        *_implausible(response),
        *_dose_as_read(ensemble),
        *_serum(ensemble),
        *_volume_of_dose(therapy, ensemble),
        *_batches(ensemble),
        *_spins(reaches),
        *_volume(therapy, ensemble),
        *_mass(therapy),
        *_stoichiometry(ensemble),
        *_failures(ensemble),
        *(sentence for confrontation in confrontations for sentence in _disagreements(confrontation)),
    ]
    return tuple(found)


def _spins(reaches: tuple[Reach, ...]) -> list[str]:
    """Spins whose feed does not fit the rotor at once, or whose pellet does not fit what it is resuspended in."""
    found = []
    for reach in (one for one in reaches if one.kind == "centrifugation"):
        runs, crowded = reach.figures.get("runs", 1.0), reach.figures.get("pellet volume over resuspension volume", 0.0)
        if runs > 1:
            found.append(f"{reach.key}: the feed fills the rotor's tubes {runs:.0f} times, so that the spin is {runs:.0f} runs.")
        if crowded > 1:
            found.append(
                f"{reach.key}: the pellet takes {crowded:.2g} times the volume that it is resuspended in; state a larger 'resuspension_volume', "
                "because so dense a suspension is beyond the model."
            )
    return found


def _typical_diameter(ensemble: Ensemble) -> float:
    passages = ensemble.central.river.passages
    if passages and vesicle_number(passages[-1].suspension) > 0:
        return mean_diameter(passages[-1].suspension)
    return 100e-9


def _stated_purity(therapy: Therapy, ensemble: Ensemble) -> list[str]:
    """Stated particles per protein beyond what a vesicle of that size can carry."""
    diameter = _typical_diameter(ensemble)
    ceiling = float(purity_ceiling(diameter))
    found = []
    for claim in therapy.measurements:
        value = claim.value.value if isinstance(claim.value, Stated) else None
        if isinstance(value, Quantity) and fits(value, "particles/kg protein"):
            stated = convert(value, "particles/kg protein").value
            if stated > ceiling:
                found.append(
                    f"The stated {value} is above the physical ceiling of {short_number(ceiling * PER_UG)} particles/ug protein "
                    f"for vesicles of {diameter * 1e9:.0f} nm: "
                    "either the particle count holds more than vesicles, or the protein assay read low."
                )
    return found


def _computed_purity(ensemble: Ensemble, reaches: tuple[Reach, ...]) -> list[str]:
    if not reaches:
        return []
    last, ceiling = reaches[-1], float(purity_ceiling(_typical_diameter(ensemble)))
    if last.purity.central > ceiling:
        found, most = short_number(last.purity.central * PER_UG), short_number(ceiling * PER_UG)
        return [f"The computed purity of {found} particles/ug protein is above the physical ceiling of {most}."]
    share = last.purity.central / ceiling if ceiling > 0 else 1.0
    if share < 0.1:
        return [
            f"At {short_number(last.purity.central * PER_UG)} particles/ug protein, about {100 * (1 - share):.0f} % of the protein is not vesicular: "
            "a dose in ug protein is mostly a dose of something else."
        ]
    return []


def _loading(reaches: tuple[Reach, ...]) -> list[str]:
    found = []
    for reach in reaches:
        claim, ceiling = reach.figures.get("loading_efficiency"), reach.figures.get("lumen_ceiling")
        if claim is not None and ceiling is not None and claim > ceiling:
            found.append(
                f"{reach.title}: {100 * claim:.3g} % of the cargo is said to be loaded, but equilibrium with the lumen can take at most "
                f"{short_number(100 * ceiling)} % at this concentration; the rest must sit in or on membranes, or be free or aggregated cargo."
            )
    return found


def _dose_as_read(ensemble: Ensemble) -> list[str]:
    """What had to be assumed to make a dose of what was stated: it stands under every number of the dose."""
    return [
        f"The dose: {assumption.reason}."
        for planned in ensemble.plan.steps
        if isinstance(planned.operation, Delivery)
        for assumption in planned.assumed
        if assumption.name == "dose_basis" and assumption.value in ("batch", "protein")
    ]


def _serum(ensemble: Ensemble) -> list[str]:
    """Vesicles that came with the medium, among those that an instrument counts."""
    passages = ensemble.central.river.passages
    if not passages:
        return []
    last = passages[-1].suspension
    foreign = float(last.number[[species.is_vesicle and species.from_medium for species in last.species]].sum())
    own = vesicle_number(last)
    if foreign < MUCH_SERUM * (own + foreign):
        return []
    return [
        f"{100 * foreign / (own + foreign):.0f} % of the vesicles of the preparation came with the serum or lysate of the medium. "
        "They are not counted as product here, but an instrument counts them, and so does a dose by particles."
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


def _stoichiometry(ensemble: Ensemble) -> list[str]:
    """How few copies of a microRNA a dose can bring to a cell, even when every vesicle arrives."""
    product, exposure = ensemble.central.river.product, ensemble.central.river.exposure
    if product is None or exposure is None or ensemble.central.response is None:
        return []
    cells = CELLS_PER_VOLUME * exposure.target_volume
    arriving = COPIES_PER_VESICLE * vesicle_number(product.loaded) / cells
    present = COPIES_PER_VESICLE * float(exposure.particles[exposure.sites.index(exposure.target)].max()) / cells
    if present >= COPIES_THAT_MATTER:
        return []
    return [
        f"Stoichiometry: at {COPIES_PER_VESICLE} copies of an abundant microRNA per vesicle (chevillet2014, abstract), one application "
        f"brings {short_number(arriving)} copies to each of the {short_number(cells)} cells assumed in the target if every vesicle arrives, "
        f"and {short_number(present)} are there at the most in this run. Repression is seldom seen below {COPIES_THAT_MATTER:.0f}: "
        "an effect through one microRNA alone is doubtful, and the coupling to the tissue is a prior."
    ]


def _unsettled(response: ResponseResult | None) -> list[str]:
    """A headline endpoint whose direction the model does not settle, and one whose centre says something else than its members."""
    if response is None:
        return []
    endpoint = response.endpoints[0]
    found = []
    if not response.activity.high.any():
        return ["No vesicle is at the target while the tissue is followed: every application comes after it is judged, or nothing arrives."]
    if endpoint.better < 1 - SETTLED:
        found.append(
            f"The model predicts harm: the therapy worsens the headline endpoint ({endpoint.meaning}) in "
            f"{100 * (1 - endpoint.better):.0f} % of the members. {IN_THE_LEDGER}"
        )
    elif endpoint.better < SETTLED:
        found.append(
            f"The model does not settle whether the therapy helps: it improves the headline endpoint ({endpoint.meaning}) in "
            f"{100 * endpoint.better:.0f} % of the members and worsens or leaves it in the others. {IN_THE_LEDGER}"
        )
    if endpoint.difference.central * endpoint.difference.median < 0:
        found.append(
            f"The central member and the median member disagree on the sign of the effect ({short_number(endpoint.difference.central)} and "
            f"{short_number(endpoint.difference.median)} {endpoint.unit}): the tissue has more than one outcome. Read the interval, not the centre."
        )
    return found


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
        f"{late} of {product.applications} applications come after the tissue is judged, at day {short_number(horizon / 86400.0)}; they change nothing of its "
        "endpoints. State a later 'horizon' for the tissue, or fewer applications."
    ]


def _implausible(response: ResponseResult | None) -> list[str]:
    """Predicted effects that leave what was pooled over animals."""
    if response is None:
        return []
    compared = [one for one in response.plausibility if one.predicted is not None]
    out = [one for one in compared if one.verdict != "within"]
    if not out:
        return []
    listed = "; ".join(
        f"{one.effect.outcome}, predicted {short_number(one.predicted.median)} {one.effect.unit} beside {published(one.effect)}, {one.effect.source}: "
        f"{one.verdict}"
        for one in out
        if one.predicted is not None
    )
    return [f"The prediction leaves what was pooled over studies in animals in {len(out)} of {len(compared)} comparisons: {listed}."]


def _failures(ensemble: Ensemble) -> list[str]:
    failed = [member.failed for member in ensemble.members if member.failed]
    found = []
    if failed:
        found.append(f"In {len(failed)} of {len(ensemble.members)} members the tissue has no result; they are left out of its figures. {failed[0]}")
    notes = [member.response.note for member in ensemble.members if member.response is not None and member.response.note]
    if notes:
        found.append(f"In {len(notes)} of {len(ensemble.members)} members, for example: {notes[0]}")
    if ensemble.central.failed:
        found.append(f"The central member has no result: {ensemble.central.failed}")
    return found


def _disagreements(confrontation: Confrontation) -> list[str]:
    """What lies outside the predicted interval, with what would explain it."""
    out = [one for one in confrontation.comparisons if one.verdict.startswith(("above", "below"))]
    if not out:
        return []
    listed = ", ".join(f"{one.name} {one.verdict}" for one in out)
    doubts = sum(1 for texts in confrontation.measurement.flags.values() for text in texts if text.startswith(("Unreliable", "Be cautious")))
    own = f" The instrument itself doubts the measurement in {doubts} of its own flags." if doubts else ""
    first = confrontation.explanations[0] if confrontation.explanations else None
    nearest = f" The single change that does most is '{first.meaning}' of {first.key}." if first else " No single change within the usual ranges does much."
    said = f"The instrument disagrees with the prediction ({confrontation.measurement.sample}): {listed}."
    return [f"{said} Either the record's steps or the assumptions are not what happened.{nearest}{own}"]
