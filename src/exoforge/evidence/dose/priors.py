"""What is known of the units of a dose when nothing was measured: classes of isolation, the physics of one vesicle, and what is taken for granted.

Every factor says whether it was read in its source, recalled from memory, computed, or chosen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.base.errors import SettingError
from exoforge.base.terms import key_or_word
from exoforge.base.units import short_number
from exoforge.evidence.dose.lognormal import LogNormal, between, product, up_to_factor
from exoforge.evidence.dose.ratios import Ratio
from exoforge.laws.dosing import KORDELAS_UNIT, particles_per_cell, particles_per_protein_widest
from exoforge.laws.vesicle import phospholipid_amount, purity_ceiling, whole_mass

MICROGRAM = 1e-9
"""[kg]"""
PURE = 3e10
"""[particles/ug protein] Above it a preparation is called pure (webber2013, recalled)."""
LOW_PURITY = (2e9, 2e10)
"""[particles/ug protein] Between them a preparation is called of low purity (webber2013, recalled)."""
PURE_AT_100_NM = 2e9
"""[particles/ug protein] of pure vesicles of 100 nm by a calculation (sverdlov2012, recalled)."""
BETWEEN_LABS = 3.0
"""Geometric standard deviation that one laboratory's range is widened by when it stands for others; a choice of this package."""
PROTEIN_OF_MASS = 1.5
"""Geometric standard deviation of protein per mass that does not say of what, around 1; a choice of this package."""
LIPID_MODEL = 1.3
"""Geometric standard deviation of the lipid of a vesicle of known size: area per lipid and share of cholesterol; a choice of this package."""
USUAL_DIAMETER = up_to_factor(100e-9, 1.25)
"""[m] where no diameter is stated; a choice of this package."""

UNKNOWN = "unknown"
"""The class of a preparation whose isolation is not stated."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IsolationClass:
    """How many particles go with a microgram of protein after a kind of isolation.

    Parameters
    ----------
    key, title : its names. operations : terms of the vocabulary 'operations' that belong to it.
    per_protein : [particles/ug protein]. status : ``derived`` from what was read, or ``recalled`` where one end is. cites : of the ends.
    sentence : how the range was made.
    """

    key: str
    title: str
    operations: tuple[str, ...]
    per_protein: LogNormal
    status: str
    cites: tuple[str, ...]
    sentence: str


def _kordelas_ends() -> tuple[float, float]:
    """Fewest and most particles per ug of protein of the clinical unit, when nothing is known of which went with which."""
    low, high = particles_per_protein_widest(KORDELAS_UNIT)
    return low * MICROGRAM, high * MICROGRAM


def _widened(number: LogNormal) -> LogNormal:
    return product(number, up_to_factor(1.0, BETWEEN_LABS))


def isolation_classes() -> Mapping[str, IsolationClass]:
    """Every class, by its key."""
    fewest, most = _kordelas_ends()
    classes = (
        IsolationClass(
            key="precipitation",
            title="polymer precipitation",
            operations=("precipitation",),
            per_protein=_widened(between(fewest, most)),
            status="derived",
            cites=("kordelas2014",),
            sentence=f"{short_number(fewest)} to {short_number(most)} particles per ug of the one clinical precipitate (kordelas2014, read in a review), "
            f"widened by a factor {BETWEEN_LABS:g} between laboratories (choice)",
        ),
        IsolationClass(
            key="concentrated",
            title="pelleting, filtration or concentration without a purifying step",
            operations=(
                *("centrifugation", "differential-centrifugation", "filtration", "ultrafiltration", "tangential-flow-filtration", "diafiltration"),
                *("sequential-filtration", "track-etch-filtration", "hydrostatic-dialysis", "dialysis"),
            ),
            per_protein=between(most, LOW_PURITY[1]),
            status="recalled",
            cites=("kordelas2014", "webber2013"),
            sentence=f"from the most of a clinical precipitate, {short_number(most)} (kordelas2014, read in a review), "
            f"to the top of the class of low purity, {short_number(LOW_PURITY[1])} (webber2013, recalled); that these two bound it is a choice",
        ),
        IsolationClass(
            key="purified",
            title="with a step that parts vesicles from protein: column, gradient, cushion, affinity",
            operations=("size-exclusion", "density-gradient", "rate-zonal", "isopycnic", "cushion", "ion-exchange", "immunoaffinity"),
            per_protein=between(PURE_AT_100_NM, PURE),
            status="recalled",
            cites=("sverdlov2012", "webber2013"),
            sentence=f"from {short_number(PURE_AT_100_NM)}, pure vesicles of 100 nm by calculation (sverdlov2012, recalled), "
            f"to {short_number(PURE)}, where a preparation is called pure (webber2013, recalled); that these two bound it is a choice",
        ),
        IsolationClass(
            key=UNKNOWN,
            title="isolation not stated",
            operations=(),
            per_protein=between(fewest, PURE),
            status="recalled",
            cites=("kordelas2014", "webber2013"),
            sentence=f"anything from the fewest of a clinical precipitate, {short_number(fewest)} (kordelas2014, read in a review), "
            f"to {short_number(PURE)}, where a preparation is called pure (webber2013, recalled)",
        ),
    )
    return {one.key: one for one in classes}


def isolation_class(word: str) -> IsolationClass:
    """The class that a word means: its own name, or an operation of the vocabulary that belongs to it; no word is the unknown class.

    Raises
    ------
    SettingError
        The word is neither.
    """
    classes = isolation_classes()
    if not word.strip():
        return classes[UNKNOWN]
    if word.strip().casefold() in classes:
        return classes[word.strip().casefold()]
    key = key_or_word("operations", word)
    for one in classes.values():
        if key in one.operations:
            return one
    known = ", ".join((*(name for name in classes if name != UNKNOWN), "centrifugation", "size-exclusion"))
    raise SettingError(f"'{word}' is no isolation that says how pure vesicles are; use one like {known} ('exoforge terms operations' lists all).")


def class_ratios(one: IsolationClass) -> tuple[Ratio, ...]:
    """What a class of isolation says: particles per protein, and, where a source counted cells, particles and protein per cell."""
    purity = Ratio(
        of="particles", per="protein", value=one.per_protein, origin="class", status=one.status, cites=one.cites, sentence=f"{one.title}: {one.sentence}"
    )
    if one.key != "precipitation":
        return (purity,)
    said = f"the clinical unit of {short_number(KORDELAS_UNIT.cells)} cells (kordelas2014, read in a review), widened by a factor {BETWEEN_LABS:g} (choice)"
    protein = between(*(mass / MICROGRAM / KORDELAS_UNIT.cells for mass in KORDELAS_UNIT.protein))
    return (
        purity,
        Ratio(
            of="particles",
            per="cells",
            value=_widened(between(*particles_per_cell(KORDELAS_UNIT))),
            origin="class",
            status="derived",
            cites=("kordelas2014",),
            sentence=f"yield of {said}",
        ),
        Ratio(of="protein", per="cells", value=_widened(protein), origin="class", status="derived", cites=("kordelas2014",), sentence=f"protein of {said}"),
    )


def protein_of_mass() -> Ratio:
    """A mass that does not say of what, as protein."""
    sentence = f"the mass does not say of what and is taken as protein, known up to a factor {PROTEIN_OF_MASS:g} (choice)"
    return Ratio(of="protein", per="mass", value=up_to_factor(1.0, PROTEIN_OF_MASS), origin="assumption", status="choice", sentence=sentence)


def phospholipid_of_particle(diameter: LogNormal) -> Ratio:
    """Phospholipid of one vesicle: ``N = pi (d^2 + (d - 10 nm)^2) / 0.65 nm2``, all lipid counted as phospholipid.

    The spread of the diameter counts with the slope of ``ln N`` over ``ln d`` at the median, beside `LIPID_MODEL`.

    Parameters
    ----------
    diameter : [m] of the vesicle that stands for all; a broad size distribution holds more lipid than its median vesicle.
    """
    step = 1e-4
    amounts = [float(phospholipid_amount(diameter.median * math.exp(sign * step))) for sign in (-1, 0, 1)]
    slope = math.log(amounts[2] / amounts[0]) / (2 * step)
    value = product(LogNormal(median=amounts[1], log_sd=abs(slope) * diameter.log_sd), up_to_factor(1.0, LIPID_MODEL))
    sentence = (
        f"two leaflets of 0.65 nm2 per lipid at {diameter.median * 1e9:.3g} nm (computed), known up to a factor {LIPID_MODEL:g} beside the diameter (choice); "
        "all lipid counts as phospholipid, so particles come out too few where there is cholesterol"
    )
    return Ratio(of="phospholipid", per="particles", value=value, origin="physics", status="computed", sentence=sentence)


def doubtful_purity(per_protein: LogNormal, diameter: LogNormal) -> tuple[str, ...]:
    """What is impossible, or belongs to something else than vesicles, in a number of particles per microgram of protein.

    Compared at the median diameter with the most particles that a microgram can be (`laws.vesicle.purity_ceiling`), and with the
    mass of a whole vesicle: protein beyond that is not the vesicles' own.

    Parameters
    ----------
    per_protein : [particles/ug protein]. diameter : [m].
    """
    nanometres = f"{diameter.median * 1e9:.3g} nm"
    ceiling = float(purity_ceiling(diameter.median)) * MICROGRAM
    own = float(whole_mass(diameter.median)) * 1e18
    protein = 1e9 / per_protein.median
    notes = []
    if per_protein.median > ceiling:
        notes.append(
            f"Impossible for vesicles of {nanometres}: {short_number(per_protein.median)} particles per ug of protein is more than the "
            f"{short_number(ceiling)} that hold all of it; something that is no vesicle was counted, or protein was missed."
        )
    elif per_protein.high > ceiling:
        notes.append(f"The interval reaches above {short_number(ceiling)} particles per ug, the most that vesicles of {nanometres} can be.")
    if protein > own:
        notes.append(
            f"At the median, each particle goes with {short_number(protein)} fg of protein, and a whole vesicle of {nanometres} weighs {short_number(own)} fg: "
            f"at least {short_number(100 * (1 - own / protein), 3)} % of the protein is not the vesicles'."
        )
    return tuple(notes)
