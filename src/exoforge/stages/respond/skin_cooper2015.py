"""The first days of a skin wound: debris, pathogens, neutrophils and macrophages under oestrogen and cortisol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import Parameter, lognormal, param
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.model import KineticModel, State
from exoforge.laws.kinetics.reactions import Reaction, rates_of, speeds_of
from exoforge.laws.kinetics.simulate import Trajectories
from exoforge.stages.contract import Tissue
from exoforge.stages.respond.coupling import ACTIVITY, HALF_EXPOSURE, HILL, Effect, effective, maximum_effect, sources_of
from exoforge.stages.respond.kinetic_tissue import DAY, Course, Judged, Rule, declares, respond_with
from exoforge.stages.respond.measures import at_horizon, day_from_which, summed_over_days
from exoforge.stages.respond.untreated import at, claims_of, peak, peak_time, untreated, values_of_state
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Response

EFFECTS = (
    Effect(parameter="snr", sign=-1, maximum="emax_inflammation", edges=("mir-181c-inflammation", "exo-burn-tnf", "exo-burn-il1b")),
    Effect(parameter="kmm", sign=-1, maximum="emax_inflammation", edges=("mir-181c-inflammation", "exo-burn-tnf", "exo-burn-il1b")),
)
"""What vesicles move: how many neutrophils are activated, and how much macrophages call further ones."""
RATE_SPREAD = lognormal(1.2)
"""How far each rate may stray, a choice."""
CLEARED = 0.2
"""[1] Debris below which it is called cleared, a tenth of the start; a choice."""
STERILE = 1e-3
"""[1] Pathogens up to which none are said to be left, a hundredth of the start; a choice."""


def _rate(name: str, unit: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit=unit, meaning=meaning, low=0.0, usual=usual, spread=RATE_SPREAD, cite="cooper2015", status="read")


HORMONES = (
    Parameter(name="E", unit="", meaning="oestrogen, as the model counts it; 0 is none", low=0.0, high=100.0, usual=0.0, cite="cooper2015", status="read"),
    Parameter(name="C", unit="", meaning="cortisol, as the model counts it; 0 is none", low=0.0, high=1000.0, usual=0.0, cite="cooper2015", status="read"),
)
STATES = (
    State(name="P", unit="", meaning="pathogens", initial=0.1, scale=0.1),
    State(name="Pt", unit="", meaning="debris", initial=2.0, scale=1.0),
    State(name="M", unit="", meaning="activated macrophages", initial=0.0, scale=0.1),
    State(name="N", unit="", meaning="activated neutrophils", initial=0.1, scale=0.1),
)
REACTIONS = (
    Reaction(name="growth", speed="kpg * P * (1 - P / pinf)", change={"P": 1}),
    Reaction(name="background", speed="kpb * sb * P / (mub + kbp * P)", change={"P": -1}),
    Reaction(name="kill_N", speed="kpn * P * N * (1 + ken * E)", change={"P": -1}),
    Reaction(name="kill_M", speed="kpm * P * fi2 * (1 + kem * E)", change={"P": -1}),
    Reaction(name="clear_N", speed="kptn * Pt * N * (1 + ken * N)", change={"Pt": -1}),
    Reaction(name="clear_M", speed="kptm * Pt * fi2 * (1 + kem * E)", change={"Pt": -1}),
    Reaction(name="death_N", speed="mun * N", change={"N": -1, "Pt": 1}),
    Reaction(name="fading", speed="mupt * Pt", change={"Pt": -1}),
    Reaction(name="recruit_M", speed="smr * R1 / (mumr + R1)", change={"M": 1}),
    Reaction(name="loss_M", speed="mum * M", change={"M": -1}),
    Reaction(name="recruit_N", speed="snr_eff * R2 / (munr + R2) / (1 + (E / ENinf)**2)", change={"N": 1}),
    Reaction(name="eaten_N", speed="knm * N * fi2", change={"N": -1}),
)
MODEL = KineticModel(
    name="skin_cooper2015",
    title="The first days of a skin wound",
    time_unit="d",
    cite="cooper2015",
    states=STATES,
    parameters=(
        _rate("kpn", "1/d", 35.03, "killing of pathogens by neutrophils"),
        _rate("kpm", "1/d", 34.8, "killing of pathogens by macrophages"),
        _rate("Ninf", "", 0.11, "neutrophils that halve the work of macrophages"),
        _rate("kptn", "1/d", 2.03, "clearance of debris by neutrophils"),
        _rate("kptm", "1/d", 3.16, "clearance of debris by macrophages"),
        _rate("mupt", "1/d", 0.37, "fading of debris"),
        _rate("knp", "1/d", 17.58, "activation of neutrophils by pathogens"),
        _rate("knpt", "1/d", 2.97, "activation of neutrophils by debris"),
        _rate("snr", "1/d", 0.38, "source of neutrophils"),
        _rate("munr", "1/d", 3.3, "loss of resting neutrophils"),
        _rate("mun", "1/d", 1.02, "death of neutrophils, which leaves debris"),
        _rate("knm", "1/d", 6.42, "removal of neutrophils by macrophages"),
        _rate("kmp", "1/d", 18.52, "activation of macrophages by pathogens"),
        _rate("kmm", "1/d", 0.06, "activation of macrophages by macrophages"),
        _rate("kmn", "1/d", 10.58, "activation of macrophages by neutrophils"),
        _rate("kmpt", "1/d", 41.5, "activation of macrophages by debris"),
        _rate("smr", "1/d", 0.17, "source of macrophages"),
        _rate("mumr", "1/d", 0.54, "loss of resting macrophages"),
        _rate("mum", "1/d", 0.5, "loss of macrophages"),
        _rate("Cm1", "", 72.84, "cortisol that hinders the work of macrophages"),
        _rate("Cm2", "", 13.06, "cortisol that hinders the activation of macrophages"),
        _rate("Cn", "", 175.72, "cortisol that hinders the activation of neutrophils"),
        _rate("ENinf", "", 6.8, "oestrogen that halves the activation of neutrophils"),
        _rate("EMinf", "", 5.0, "oestrogen that halves the call of macrophages for macrophages"),
        _rate("ken", "", 5.37, "help of oestrogen to neutrophils"),
        _rate("kem", "", 4.97, "help of oestrogen to macrophages"),
        _rate("kpg", "1/d", 14.4, "growth of pathogens"),
        _rate("pinf", "", 20.0, "pathogens at which growth stops"),
        _rate("kbp", "1/d", 0.2, "use of the background defence by pathogens"),
        _rate("sb", "1/d", 0.12, "source of the background defence"),
        _rate("mub", "1/d", 0.048, "loss of the background defence"),
        _rate("kpb", "1/d", 14.4, "killing of pathogens by the background defence"),
        *HORMONES,
        maximum_effect(
            "emax_inflammation", "largest relative fall of both calls for cells by vesicles; a prior, never measured for this model", largest=0.5, high=1.0
        ),
    ),
    inputs=(ACTIVITY,),
    definitions={
        **effective(EFFECTS, tissue="skin"),
        "fi2": "M / (1 + (N / Ninf)**2 + (C / Cm1)**2)",
        "R2": "(knpt * Pt + knp * P) / (1 + (C / Cn)**2)",
        "R1": "(kmpt * Pt + kmp * P + kmm_eff / (1 + (E / EMinf)**2) * M + kmn * N) / (1 + (C / Cm2)**2)",
        **speeds_of(REACTIONS),
    },
    rates=rates_of([state.name for state in STATES], REACTIONS),
)
DAYS, POINTS = 12.0, 12_001
"""[d] How long the claims follow the model, and at how many times."""


def _cleared_day(oestrogen: float) -> float:
    run = untreated(MODEL, DAYS, POINTS, (("E", oestrogen),))
    debris = values_of_state(run, "Pt")
    first = int(np.flatnonzero(debris < CLEARED)[0])
    return float(np.interp(-CLEARED, -debris[first - 1 : first + 1], run.times[first - 1 : first + 1]))


_claim = claims_of("skin cooper", "computed once from BioModels 855, by another solver")


def _measured(measure: Callable[[Trajectories, str], float], state: str) -> float:
    return measure(untreated(MODEL, DAYS, POINTS), state)


CARD = ModelCard(
    key="cooper2015",
    title="The first days of a skin wound",
    tissue="skin",
    model=MODEL,
    cite=("cooper2015",),
    read_from="BioModels 855; the article was not read",
    claims=(
        _claim("peak N", "no hormones, largest number of neutrophils", 0.14834, 1e-5, "", partial(_measured, peak, "N")),
        _claim("peak N day", "no hormones, day of it", 0.759, 0.001, "d", partial(_measured, peak_time, "N")),
        _claim("peak M", "no hormones, largest number of macrophages", 0.27261, 1e-5, "", partial(_measured, peak, "M")),
        _claim("peak M day", "no hormones, day of it", 4.137, 0.0015, "d", partial(_measured, peak_time, "M")),
        _claim("debris day 5", "no hormones, debris at day 5", 0.02041, 1e-5, "", lambda: at(untreated(MODEL, DAYS, POINTS), 5.0, "Pt")),
        _claim("cleared E 5", "oestrogen 5, day when debris falls below 0.2", 0.760, 0.001, "d", partial(_cleared_day, 5.0)),
        _claim("cleared E 0", "no oestrogen, day when debris falls below 0.2", 2.761, 0.001, "d", partial(_cleared_day, 0.0)),
    ),
    behaviours=("Oestrogen clears debris faster: with 5 it is below 0.2 after 0.76 d, without after 2.76 d.",),
    not_reproduced=(
        "No figure of the article was laid beside these courses.",
        "In the file neutrophils clear debris at kptn Pt N (1 + ken N), where they kill pathogens at kpn P N (1 + ken E). The first N may be a slip for E; "
        "the article was not read, so the file is followed and the suspicion told.",
    ),
    cannot_say=(
        "Anything after about ten days, or of closure, collagen and scar.",
        "Cells per volume: the amounts have no unit that could be compared with a count.",
        "How much vesicles lower the call for cells: the effect is a prior.",
    ),
)


def _pathogens(tissue: SkinFirstDays, days: NDArray[np.float64], course: Course) -> float:
    left = at_horizon(tissue, days, course["P"])
    return left if left > STERILE else 0.0


def _load(course: Course) -> NDArray[np.float64]:
    return course["M"] + course["N"]


ENDPOINTS = (
    Judged(
        name="debris_day",
        meaning="day from which debris stays below a tenth of the start; infinite where it does not by the horizon",
        unit="d",
        larger_is_better=False,
        measure=lambda tissue, days, course: day_from_which(tissue, days, course["Pt"], CLEARED, above=False),
    ),
    Judged(
        name="pathogens",
        meaning="pathogens at the horizon, fewer than a hundredth of the start counted as none; they start at 0.1",
        unit="",
        larger_is_better=False,
        measure=_pathogens,
    ),
    Judged(
        name="inflammation",
        meaning="mean of neutrophils and macrophages together until the horizon",
        unit="",
        larger_is_better=None,
        measure=lambda tissue, days, course: summed_over_days(tissue, days, _load(course)) / (tissue.horizon / DAY),
    ),
)


def _judge(tissue: SkinFirstDays, days: NDArray[np.float64], course: Course) -> str:
    if _pathogens(tissue, days, course) > 0:
        return "infected"
    return "cleared" if at_horizon(tissue, days, course["Pt"]) < CLEARED else "littered"


RULE = Rule(
    sentence=f"infected: more than {STERILE:g} of pathogens at the horizon (a hundredth of the start); littered: else more than {CLEARED:g} of debris (a tenth "
    "of the start); cleared: neither. Both levels are choices.",
    classes=("cleared", "littered", "infected"),
    judge=_judge,
)


@final
@dataclass(frozen=True, kw_only=True, slots=True)
@declares(*MODEL.parameters, HALF_EXPOSURE, HILL)
class SkinFirstDays(Tissue):
    """Neutrophils and then macrophages clear a fresh wound of debris and pathogens.

    Four ordinary differential equations (`MODEL`): pathogens P, debris Pt, macrophages M and neutrophils N, under constant
    oestrogen E and cortisol C. Vesicles lower the calls for neutrophils and macrophages through `EFFECTS`.

    Assumes
    -------
    The first ten days or so of an acute wound, well mixed. Amounts are relative. The file is followed where it may hold a slip
    (clearance of debris by neutrophils, see the card).

    References
    ----------
    cooper2015
    """

    kind: ClassVar[str] = "skin-first-days"
    title: ClassVar[str] = "First days of a skin wound (4 equations, debris, pathogens, neutrophils, macrophages)"
    cites: ClassVar[tuple[str, ...]] = ("cooper2015", *sources_of(EFFECTS))
    card: ClassVar[ModelCard] = CARD
    shown: ClassVar[tuple[str, ...]] = ("Pt", "P", "N", "M")

    horizon: float = param("s", "time from the injury at which the wound is judged", low=DAY, high=30 * DAY, usual=10 * DAY)

    @classmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure."""
        return respond_with(MODEL, ENDPOINTS, members, exposures, refusal=lambda tissue, days, course: "", rule=RULE, times_per_day=24)
