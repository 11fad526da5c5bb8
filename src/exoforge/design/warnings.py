"""What a careful colleague would say about a run: impossible ratios, physical ceilings, doses that one batch cannot fill."""

from __future__ import annotations

import math

from exoforge.base.units import Quantity, convert, fits, short_number
from exoforge.design.doses import MIRNA_COPIES_PER_VESICLE
from exoforge.design.ensemble import Ensemble
from exoforge.design.result import Confrontation, Reach, ResponseResult
from exoforge.laws.vesicle import purity_ceiling
from exoforge.record.stated import Stated
from exoforge.record.therapy import Therapy
from exoforge.streams.amounts import mean_diameter, vesicle_number

PER_UG = 1e-9
"""[kg/ug]: particles per kg of protein to particles per microgram."""
COPIES_THAT_MATTER = 100.0
"""Copies of a microRNA per cell below which repression is seldom seen; a choice, of the order that is usually argued."""
SETTLED = 0.9
"""Share of members above which a direction is called settled; a choice."""
CELLS_PER_VOLUME = 1e13
"""[cells/m3] 10,000 cells per mm3: a choice for a granulating defect, to turn a dose into copies per cell."""


def warnings_of(
    therapy: Therapy, ensemble: Ensemble, reaches: tuple[Reach, ...], response: ResponseResult | None, confrontation: Confrontation | None
) -> tuple[str, ...]:
    """Every warning, as a sentence with its numbers."""
    found = [*_stated_purity(therapy, ensemble), *_computed_purity(ensemble, reaches), *_loading(reaches)]
    found += [*_unsettled(response), *_batches(ensemble), *_stoichiometry(ensemble), *_failures(ensemble), *_disagreements(confrontation)]
    return tuple(found)


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


def _batches(ensemble: Ensemble) -> list[str]:
    product = ensemble.central.river.product
    if product is None or product.doses_per_batch >= 1:
        return []
    needed = 1 / product.doses_per_batch if product.doses_per_batch > 0 else float("inf")
    return [f"One batch fills {short_number(product.doses_per_batch)} applications: about {needed:.0f} batches must be pooled for one dose."]


def _stoichiometry(ensemble: Ensemble) -> list[str]:
    """How few copies of a microRNA a dose can bring to a cell, even when every vesicle arrives."""
    product, exposure = ensemble.central.river.product, ensemble.central.river.exposure
    if product is None or exposure is None or ensemble.central.response is None:
        return []
    cells = CELLS_PER_VOLUME * exposure.target_volume
    arriving = MIRNA_COPIES_PER_VESICLE * vesicle_number(product.loaded) / cells
    present = MIRNA_COPIES_PER_VESICLE * float(exposure.particles[exposure.sites.index(exposure.target)].max()) / cells
    if present >= COPIES_THAT_MATTER:
        return []
    return [
        f"Stoichiometry: at {MIRNA_COPIES_PER_VESICLE} copies of an abundant microRNA per vesicle (recalled from chevillet2014), one application "
        f"brings {short_number(arriving)} copies to each of the {short_number(cells)} cells assumed in the target if every vesicle arrives, "
        f"and {short_number(present)} are there at the most in this run. Repression is seldom seen below {COPIES_THAT_MATTER:.0f}: "
        "an effect through one microRNA alone is doubtful, and the coupling to the tissue is a prior."
    ]


def _unsettled(response: ResponseResult | None) -> list[str]:
    """A headline endpoint whose direction the model does not settle, or in which the therapy does harm."""
    if response is None or math.isnan(response.endpoints[0].better):
        return []
    endpoint = response.endpoints[0]
    if endpoint.better >= SETTLED:
        return []
    return [
        f"The therapy betters the headline endpoint ({endpoint.meaning}) in only {100 * endpoint.better:.0f} % of the members: "
        "with these assumptions the model does not show a benefit. See which of them decide it in the ledger."
    ]


def _failures(ensemble: Ensemble) -> list[str]:
    failed = [member.failed for member in ensemble.members if member.failed]
    found = [f"{len(failed)} of {len(ensemble.members)} members have no result and are left out of the intervals: {failed[0]}"] if failed else []
    if ensemble.central.failed:
        found.append(f"The central member has no result: {ensemble.central.failed}")
    return found


def _disagreements(confrontation: Confrontation | None) -> list[str]:
    if confrontation is None:
        return []
    out = [one for one in confrontation.comparisons if not one.verdict.startswith("within")]
    if not out:
        return []
    listed = ", ".join(f"{one.name} {one.verdict}" for one in out)
    return [f"The instrument disagrees with the prediction: {listed}. Either the record's steps or the assumptions are not what happened."]
