"""What a careful colleague would say about a run: impossible ratios, physical ceilings, a response that the model does not settle."""

from __future__ import annotations

from exoforge.base.units import Quantity, convert, fits, short_number
from exoforge.design.dose_warnings import warnings_of_dose
from exoforge.design.ensemble import Ensemble
from exoforge.design.loading_warnings import warnings_of_loading
from exoforge.design.plausibility import published
from exoforge.design.response_result import ResponseResult
from exoforge.design.result import Confrontation, Reach
from exoforge.laws.vesicle import purity_ceiling
from exoforge.record.stated import Stated
from exoforge.record.therapy import Therapy
from exoforge.stages.engineer.liposome_hybrid import LIPOSOME
from exoforge.streams.amounts import mean_diameter, vesicle_number

PER_UG = 1e-9
"""[kg/ug]: particles per kg of protein to particles per microgram."""
MUCH_SERUM = 0.1
"""Share of vesicles from the medium from which it is told; a choice."""
SETTLED = 0.9
"""Share of members above which a direction is called settled; a choice."""
SMALL = 0.01
"""Change of an endpoint over its untreated value below which its sign is not spoken of; a choice."""
IN_THE_LEDGER = "The ledger says which assumptions decide it; how vesicles act on this tissue is a prior."


def warnings_of(
    therapy: Therapy, ensemble: Ensemble, reaches: tuple[Reach, ...], response: ResponseResult | None, confrontations: tuple[Confrontation, ...]
) -> tuple[str, ...]:
    """Every warning, as a sentence with its numbers."""
    return (
        *_stated_purity(therapy, ensemble),
        *_computed_purity(ensemble, reaches),
        *warnings_of_loading(ensemble),
        *_unsettled(response),
        *_implausible(response),
        *_serum(ensemble),
        *_spins(reaches),
        *warnings_of_dose(therapy, ensemble),
        *_failures(ensemble),
        *(sentence for confrontation in confrontations for sentence in _disagreements(confrontation)),
    )


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


def _serum(ensemble: Ensemble) -> list[str]:
    """Vesicles that came with the medium, among those that an instrument counts."""
    passages = ensemble.central.river.passages
    if not passages:
        return []
    last = passages[-1].suspension
    foreign = float(last.number[[species.is_vesicle and species.from_medium and species.name != LIPOSOME for species in last.species]].sum())
    own = vesicle_number(last)
    if foreign < MUCH_SERUM * (own + foreign):
        return []
    return [
        f"{100 * foreign / (own + foreign):.0f} % of the vesicles of the preparation came with the serum or lysate of the medium. "
        "They are not counted as product here, but an instrument counts them, and so does a dose by particles."
    ]


def _unsettled(response: ResponseResult | None) -> list[str]:
    """A headline endpoint whose direction the model does not settle, and one whose centre says something else than its members."""
    if response is None:
        return []
    endpoint = response.endpoints[0]
    found = []
    if not response.activity.high.any():
        return ["No vesicle is at the target while the tissue is followed: every application comes after it is judged, or nothing arrives."]
    if 0 < abs(endpoint.difference.median) < SMALL * abs(endpoint.untreated.median):
        found.append(
            f"The therapy hardly moves the headline endpoint ({endpoint.meaning}): by {short_number(endpoint.difference.median)} {endpoint.unit} in "
            f"the middle, where it is {short_number(endpoint.untreated.median)} untreated. Which way so little goes says nothing."
        )
    elif endpoint.better < 1 - SETTLED:
        found.append(
            f"In {100 * (1 - endpoint.better):.0f} % of the members the therapy worsens the headline endpoint ({endpoint.meaning}). That is no finding "
            f"of harm: it follows from priors, and says which of them to look at. {IN_THE_LEDGER}"
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
