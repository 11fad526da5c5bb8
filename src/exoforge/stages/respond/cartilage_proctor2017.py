"""Cartilage under interleukin 1: miR-140 decides whether the enzymes that cut the matrix come as a pulse or stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import lognormal, param
from exoforge.cargo.mechanisms import edge
from exoforge.cargo.names import name_of
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.simulate import Trajectories
from exoforge.laws.stoichiometry import vesicles_needed, vesicles_per_cell
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Tissue, hinge, without
from exoforge.stages.respond.cartilage_proctor2017_network import DELIVERED, MODEL, OWN_SYNTHESIS
from exoforge.stages.respond.escape import endosomal_escape
from exoforge.stages.respond.kinetic_tissue import Course, Drive, Judged, Rule, concentration, declares, respond_with
from exoforge.stages.respond.measures import at_horizon
from exoforge.stages.respond.untreated import at, claims_of, peak, peak_time, untreated
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Response

HOUR = 3600.0
TIMES_PER_DAY = 12
"""How often a course is written down; the earliest peak comes after 8 h."""
GENES = 2.0
"""[copies] of the gene of miR-140 in the cell."""
WORTH_SAYING = 500.0
"""[copies per cell] The rise of miR-140 for which the vesicles needed are counted: about what a cell of the published model has. A choice."""
HALF_OF_PEAK = 0.5
"""[1] An enzyme that ends below this share of its own peak has passed as a pulse. A choice."""
MATRIX = 1000.0
"""[copies] of bound aggrecan at the start, as published."""

CARRIED = "carried_cargo"
"""The setting under which the plan says what earlier steps of the record put into the vesicles: one name, or several."""
SAME = ("miR-140", "miR-140-5p")
"""Names that are the miR-140 of this model. Its arm is not in the published file; miR-140-3p binds other mRNAs and is not counted."""

EDGES = ("cartilage-cargo-regeneration", "mir-140-5p-chondrocytes")
"""The mechanisms that say that vesicles bring miR-140 to chondrocytes. Both report what the cells then do, and neither how much arrives."""


# ---- the card ----


def _cell(expression: float = 1.0, anti: float = 0.0) -> Trajectories:
    """200 h without vesicles, ten times an hour."""
    return untreated(MODEL, 200 * HOUR, 2001, (("expression", expression), ("anti_miR140_given", anti)))


def _last(run: Trajectories, state: str) -> float:
    return at(run, 200 * HOUR, state)


_claim = claims_of("cartilage", "the published file MODEL1705170005, by another solver")

CARD = ModelCard(
    key="proctor2017",
    title="miR-140 in a chondrocyte after a stimulus by interleukin 1",
    tissue="cartilage",
    model=MODEL,
    cite=("proctor2017", "proctor2017_model"),
    read_from="the published file MODEL1705170005 with all its reactions and values, and the abstract of the article in it; the article itself was not read",
    claims=(
        _claim("A7 ADAMTS5 peak", "with miR-140, peak of ADAMTS5", 105.49, 0.01, "copies", lambda: peak(_cell(), "ADAMTS5")),
        _claim("A7 ADAMTS5 hour", "with miR-140, hour of the peak of ADAMTS5", 8.2, 0.11, "h", lambda: peak_time(_cell(), "ADAMTS5") / HOUR),
        _claim("A7 ADAMTS5 end", "with miR-140, ADAMTS5 after 200 h", 0.0, 1e-3, "copies", lambda: _last(_cell(), "ADAMTS5")),
        _claim("A7 MMP13 peak", "with miR-140, peak of MMP13", 87.86, 0.01, "copies", lambda: peak(_cell(), "MMP13")),
        _claim("A7 MMP13 hour", "with miR-140, hour of the peak of MMP13", 30.7, 0.11, "h", lambda: peak_time(_cell(), "MMP13") / HOUR),
        _claim("A7 fragments", "with miR-140, fragments of aggrecan after 200 h", 6.273, 1e-3, "copies", lambda: _last(_cell(), "AggFrag")),
        _claim("A7 none ADAMTS5", "without miR-140, ADAMTS5 after 200 h", 250.0, 0.01, "copies", lambda: _last(_cell(0.0), "ADAMTS5")),
        _claim("A7 none MMP13", "without miR-140, MMP13 after 200 h", 2399.6, 0.1, "copies", lambda: _last(_cell(0.0), "MMP13")),
        _claim("A7 none fragments", "without miR-140, fragments of aggrecan after 200 h", 162.88, 0.01, "copies", lambda: _last(_cell(0.0), "AggFrag")),
        _claim("A7 none matrix", "without miR-140, bound aggrecan after 200 h", 858.78, 0.01, "copies", lambda: _last(_cell(0.0), "Aggrecan_Collagen2")),
        _claim("A7 inhibitor", "5000 copies of an inhibitor, fragments after 200 h", 163.53, 0.01, "copies", lambda: _last(_cell(1.0, 5000.0), "AggFrag")),
    ),
    behaviours=(
        "miR-140 changes the answer to interleukin 1 from a lasting rise of ADAMTS5 and MMP13 into a pulse, as the abstract says.",
        "5000 copies of an inhibitor of miR-140 act as having no miR-140: ADAMTS5 stays, and the fragments after 200 h differ by less than 1 %.",
    ),
    not_reproduced=(
        "No figure of the article was compared: it was not reached. The numbers are those of another solver on the published file.",
        "The constant ksynHDAC4 of the file serves no reaction: HDAC4 is translated with the constant of its transcription, which has the same value. "
        "It is kept so.",
    ),
    cannot_say=(
        "How much cartilage a joint loses: one cell, one stimulus, 200 hours and no tissue.",
        "What other cargo does: vesicles act here by their miR-140 and by nothing else.",
        "Whether more copies are better for the matrix without end: miR-140 also binds the mRNA of SMAD3 and IGFBP5, which call for aggrecan, so that beyond "
        "some hundreds of copies more fewer fragments go with slightly less bound aggrecan.",
        "Whether a dose heals: the ADAMTS5 mRNA of this model decays only when miR-140 is on it, so that miR-140 is decisive by construction.",
    ),
)


# ---- how vesicles come in ----


def _delivered(members: Sequence[CartilageMir140], exposures: Sequence[Exposure]) -> NDArray[np.float64]:
    """(n_members, n_t) [copies/s] into one cell; no more in all than escapes of what the vesicles given hold."""
    found = []
    for tissue, exposure in zip(members, exposures, strict=True):
        per_cell = np.maximum(concentration(exposure), 0.0) / tissue.chondrocyte_density
        copies = copies_in_vesicle(tissue, exposure)
        rate = tissue.hand_over * tissue.escape * copies * per_cell
        total, most = float(np.trapezoid(rate, exposure.time)), _given_per_cell(tissue, exposure) * copies * tissue.escape
        found.append(rate * (most / total if total > most else 1.0))
    return np.array(found)


def is_mir140(cargo: str) -> bool:
    """Whether a cargo is the miR-140 of this model, by any of its spellings."""
    found = name_of(cargo)
    return found is not None and found.key in SAME


def copies_in_vesicle(tissue: CartilageMir140, exposure: Exposure) -> float:
    """Copies of miR-140 per vesicle given: those that the vesicles were loaded with, and where they were not, those of the parameter."""
    loaded = [copies for cargo, copies in exposure.copies.items() if is_mir140(cargo)]
    return float(sum(loaded)) if loaded else tissue.copies_per_vesicle


def _given_per_cell(tissue: CartilageMir140, exposure: Exposure) -> float:
    """All vesicles given, over the cells of the target."""
    return float(vesicles_per_cell(vesicles=exposure.given, cells=tissue.chondrocyte_density * exposure.target_volume))


def _share_of_supply(tissue: CartilageMir140, strength: NDArray[np.float64]) -> NDArray[np.float64]:
    """What vesicles bring, as a share of that and of what a healthy cell makes itself."""
    own = GENES * float(getattr(tissue, OWN_SYNTHESIS[0]))
    return np.asarray(strength / (strength + own) if own > 0 else np.sign(strength), dtype=np.float64)


def _stoichiometry(tissue: CartilageMir140, exposure: Exposure) -> str:
    there, copies = _given_per_cell(tissue, exposure), copies_in_vesicle(tissue, exposure)
    loaded = [cargo for cargo in exposure.copies if is_mir140(cargo)]
    said = f"The vesicles carry {', '.join(loaded)}: {copies:.2g} copies in each, in place of the parameter." if loaded else ""
    arms = [cargo for cargo in loaded if not str(getattr(name_of(cargo), "key", "")).endswith("p")]
    if arms:
        said += f" Which arm '{arms[0]}' is was not said; it is taken as the miR-140 of the model."
    if there <= 0 or there * copies >= WORTH_SAYING:
        return said
    needed = f"need {float(vesicles_needed(copies=WORTH_SAYING, copies_per_vesicle=copies)):.3g} vesicles per cell" if copies > 0 else "are out of reach"
    told = (
        f"With {copies:.2g} copies of miR-140 per vesicle, {WORTH_SAYING:g} copies more in each chondrocyte {needed}, "
        f"all taken up and emptied; {there:.3g} per chondrocyte were given in all."
    )
    return f"{said} {told}".strip()


DRIVE = Drive(signal=DELIVERED.name, strength=_delivered, shown=_share_of_supply, note=_stoichiometry)
"""Vesicles at the target hand over their miR-140."""


def _until(tissue: CartilageMir140, days: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values up to the horizon of a tissue, and the one there."""
    return np.append(values[days * 24 * HOUR < tissue.horizon], at_horizon(tissue, days, values))


def _peak_day(tissue: CartilageMir140, days: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    place = int(_until(tissue, days, values).argmax())
    return float(_until(tissue, days, days)[place])


def _judge(tissue: CartilageMir140, days: NDArray[np.float64], course: Course) -> str:
    passed = all(at_horizon(tissue, days, course[name]) <= HALF_OF_PEAK * _until(tissue, days, course[name]).max() for name in ("ADAMTS5", "MMP13"))
    return RULE.classes[0] if passed else RULE.classes[1]


RULE = Rule(
    sentence="At the horizon: pulse-like when ADAMTS5 and MMP13 are both below half of their own peaks, else sustained degradation. The half is a choice.",
    classes=("pulse-like", "sustained degradation"),
    judge=_judge,
)

ENDPOINTS = (
    Judged(
        name="fragments",
        meaning="fragments of aggrecan per cell at the horizon",
        unit="copies",
        larger_is_better=False,
        measure=lambda tissue, days, course: at_horizon(tissue, days, course["AggFrag"]),
    ),
    Judged(
        name="matrix",
        meaning="aggrecan bound to collagen at the horizon, as a share of that at the start",
        unit="",
        larger_is_better=True,
        measure=lambda tissue, days, course: at_horizon(tissue, days, course["Aggrecan_Collagen2"]) / MATRIX,
    ),
    Judged(
        name="mmp13_peak",
        meaning="most MMP13 per cell up to the horizon",
        unit="copies",
        larger_is_better=False,
        measure=lambda tissue, days, course: float(_until(tissue, days, course["MMP13"]).max()),
    ),
    Judged(
        name="mmp13_peak_day",
        meaning="day of most MMP13; that of the horizon where it still rises",
        unit="d",
        larger_is_better=None,
        measure=lambda tissue, days, course: _peak_day(tissue, days, course["MMP13"]),
    ),
)


@final
@dataclass(frozen=True, kw_only=True, slots=True)
@declares(*MODEL.parameters)
class CartilageMir140(Tissue):
    """A chondrocyte meets interleukin 1: its miR-140, and that which vesicles bring, decide for how long it cuts the matrix.

    50 species and 85 reactions of mass action (`MODEL`). Vesicles at the target site hand over their miR-140 at a rate:
    ``delivered = hand_over x escape x copies_per_vesicle x vesicles per chondrocyte`` enters the free miR-140 of the cell. In all no
    more enters than escapes of what the vesicles given hold. Vesicles that were loaded with miR-140 hold as many copies as the exposure says, also
    where these are none; `copies_per_vesicle` is of those that nobody loaded. There is no activity between 0 and 1; what is drawn as such is the share
    ``delivered / (delivered + 2 ksynmiR140)`` of the supply of a healthy cell.

    Assumes
    -------
    All chondrocytes of the target volume get the same. The handing over does not lower the number of vesicles at the target.
    The time of the stimulus is time 0, the day of the injury. How fast vesicles are taken up, how much of them escapes the endosome,
    how many copies they hold and how much miR-140 the cell has are priors; no number of this model was fitted to a joint.

    References
    ----------
    proctor2017, proctor2017_model, chevillet2014, hunziker2002
    """

    kind: ClassVar[str] = "cartilage-mir140"
    title: ClassVar[str] = "Cartilage under interleukin 1 (50 species, miR-140 and the enzymes that cut the matrix)"
    cites: ClassVar[tuple[str, ...]] = (
        "proctor2017",
        "proctor2017_model",
        "miyaki2009",
        *dict.fromkeys(key for one in map(edge, EDGES) for key in (one.document, one.study) if key),
    )
    reads: ClassVar[tuple[str, ...]] = (CARRIED,)
    card: ClassVar[ModelCard] = CARD
    shown: ClassVar[tuple[str, ...]] = ("AggFrag", "MMP13", "ADAMTS5", "miR140")

    copies_per_vesicle: float = param(
        "copies/particle",
        "copies of miR-140 in one vesicle; the mean over six sources for abundant microRNAs, miR-140 and MSC not among them",
        low=0.0,
        high=1e4,
        usual=0.00825,
        spread=lognormal(5.0),
        cite="chevillet2014",
        status="read",
    )
    hand_over: float = param(
        "1/s",
        "rate at which a vesicle at the target hands itself over to the cell; once in 10 d, a tenth of the vesicles that stay for a day, is a guess",
        low=0.0,
        high=1.0,
        usual=1 / (240 * HOUR),
        spread=lognormal(5.0),
    )
    escape: float = endosomal_escape()
    chondrocyte_density: float = param(
        "cells/m3",
        "chondrocytes per volume; 9626 per mm3 in the medial condyle of human knees",
        low=1e10,
        high=1e16,
        usual=9.626e12,
        spread=lognormal(1.5),
        cite="hunziker2002",
        status="read",
    )
    horizon: float = param("s", "time from the stimulus at which the tissue is judged; 200 h is a choice", low=24 * HOUR, high=2000 * HOUR, usual=200 * HOUR)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; where earlier steps loaded miR-140, the copies are those of the vesicles, and the parameter is not told."""
        hinged = hinge(cls, step)
        leaf: Any = step.settings.get(CARRIED, Missing())
        named = leaf.value if isinstance(leaf, Stated) else ()
        loaded = [named] if isinstance(named, str) else [str(one) for one in named]
        return without(hinged, step, ("copies_per_vesicle",)) if any(map(is_mir140, loaded)) else hinged

    @classmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure."""
        return respond_with(
            MODEL,
            ENDPOINTS,
            members,
            exposures,
            refusal=lambda tissue, days, course: "",
            rule=RULE,
            drive=DRIVE,
            times_per_day=TIMES_PER_DAY,
        )
