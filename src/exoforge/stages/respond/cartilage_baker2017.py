"""A joint in osteoarthritis: cytokines, proteinases and fragments of fibronectin keep one another up, or come to rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import Parameter, lognormal, param
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.model import KineticModel, State
from exoforge.laws.kinetics.simulate import Trajectories
from exoforge.stages.contract import Tissue
from exoforge.stages.respond.coupling import ACTIVITY, HALF_EXPOSURE, HILL, Effect, effective, maximum_effect, sources_of
from exoforge.stages.respond.kinetic_tissue import DAY, Course, Judged, Rule, declares, respond_with
from exoforge.stages.respond.untreated import at, claims_of, untreated, values_of_state
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Response

EFFECTS = (
    Effect(parameter="Ppp", sign=-1, maximum="emax_inflammation", edges=("cartilage-cargo-inflammation",)),
    Effect(parameter="Pfp", sign=-1, maximum="emax_inflammation", edges=("cartilage-cargo-inflammation",)),
)
"""What vesicles move: how strongly pro-inflammatory cytokines and fragments call for more of these cytokines."""

RATE_SPREAD = lognormal(1.1)
"""How far each value may stray, a choice; the published file states none. All of 200 joints drawn so are inflamed without vesicles."""


def _value(name: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit="", meaning=meaning, low=0.0, usual=usual, spread=RATE_SPREAD, cite="baker2017_model", status="read")


MODEL = KineticModel(
    name="cartilage_baker2017",
    title="Cytokines, proteinases and fibronectin fragments in osteoarthritis",
    time_unit="d",
    cite="baker2017",
    states=(
        State(name="p", unit="", meaning="pro-inflammatory cytokines", initial=0.18, scale=0.1),
        State(name="a", unit="", meaning="anti-inflammatory cytokines", initial=5.0, scale=1.0),
        State(name="m", unit="", meaning="matrix metalloproteinases", initial=0.55, scale=0.1),
        State(name="f", unit="", meaning="fragments of fibronectin", initial=0.75, scale=0.1),
    ),
    parameters=(
        _value("Pbp", 0.01, "making of p without a call"),
        _value("Ppp", 10.0, "largest making of p called by p"),
        _value("Pfp", 10.0, "largest making of p called by f"),
        _value("Gamma_p", 1.0, "loss of p"),
        _value("App", 10.0, "largest making of a called by p"),
        Parameter(name="Aph", unit="", meaning="p at which its call for a is half of its largest", low=1e-6, usual=1.0, cite="baker2017_model", status="read"),
        _value("Afp", 10.0, "largest making of a called by f"),
        Parameter(name="Afh", unit="", meaning="f at which its call for a is half of its largest", low=1e-6, usual=1.0, cite="baker2017_model", status="read"),
        _value("Mbp", 0.01, "making of m without a call"),
        _value("Mpp", 10.0, "largest making of m called by p"),
        Parameter(name="Mph", unit="", meaning="p at which its call for m is half of its largest", low=1e-6, usual=1.0, cite="baker2017_model", status="read"),
        _value("Gamma_m", 1.0, "loss of m"),
        Parameter(name="Fdam", unit="", meaning="making of f by damage from outside", low=0.0, usual=0.0, cite="baker2017_model", status="read"),
        _value("Gamma_f", 1.0, "loss of f"),
        Parameter(
            name="turnover",
            unit="d",
            meaning="days in one unit of time of the published model, the mean life of a cytokine; the file gives none, a day is a guess",
            low=1e-3,
            high=100.0,
            usual=1.0,
            spread=lognormal(2.0),
        ),
        maximum_effect(
            "emax_inflammation", "largest relative fall of the making of p by vesicles; a prior, never measured for this model", largest=1.0, high=1.0
        ),
    ),
    inputs=(ACTIVITY,),
    definitions={
        **effective(EFFECTS, tissue="cartilage"),
        "hold": "1 / (1 + a**2)",
        "by_p": "p**2 / (1 + p**2)",
        "by_f": "f**2 / (1 + f**2)",
    },
    rates={
        "p": "((Pbp + Ppp_eff * by_p + Pfp_eff * by_f) * hold - Gamma_p * p) / turnover",
        "a": "(App * p**2 / (Aph**2 + p**2) + Afp * f**2 / (Afh**2 + f**2) - a) / turnover",
        "m": "(Mbp + Mpp * p**2 / (Mph**2 + p**2) - Gamma_m * m) / turnover",
        "f": "(Fdam + m - Gamma_f * f) / turnover",
    },
)


# ---- the card ----

TREATED_AT = 20.0
"""[d] When the published file strikes its targets."""
TENTH = 0.1
"""[1] What is left of a target that is struck, as in the published file."""
END = 500.0
"""[d] By then a joint is at rest or on its cycle."""


def struck(*cut: str, raised: tuple[str, ...] = ()) -> Trajectories:
    """The published joint after some of its states were cut to a tenth, and others raised tenfold, at day 20; time counts from there."""
    before = untreated(MODEL, TREATED_AT, 201)
    factors = dict.fromkeys(raised, 1 / TENTH) | dict.fromkeys(cut, TENTH)
    start = {state: float(values_of_state(before, state)[-1]) * factors.get(state, 1.0) for state in before.states}
    return untreated(MODEL, END, 5001, (), tuple(start.items()))


_run = claims_of("osteoarthritis", "own code of another writer and the published file, which agree in seven digits")
_file = claims_of("osteoarthritis", "the published file BioModels 928, by another solver")


def _rest(state: str) -> Callable[[], float]:
    return lambda: at(struck("p", "m", "f"), END, state)


def _after(state: str, day: float) -> Callable[[], float]:
    return lambda: at(struck("p"), day - TREATED_AT, state)


CARD = ModelCard(
    key="baker2017",
    title="Cytokines, proteinases and fibronectin fragments in osteoarthritis",
    tissue="cartilage",
    model=MODEL,
    cite=("baker2017", "baker2017_model"),
    read_from="the published file BioModels 928 with all its reactions and values, and the abstract of the article in it; the article itself was not read",
    claims=(
        _run("A8 p", "p, m and f cut to a tenth, p at rest", 0.01308241, 1e-7, "", _rest("p")),
        _run("A8 a", "p, m and f cut to a tenth, a at rest", 0.00308254, 1e-7, "", _rest("a")),
        _run("A8 m", "p, m and f cut to a tenth, m at rest", 0.0117112, 1e-7, "", _rest("m")),
        _run("A8 f", "p, m and f cut to a tenth, f at rest", 0.0117112, 1e-7, "", _rest("f")),
        _file("file p day 20", "untreated, p before the strike", 0.29539960, 1e-6, "", lambda: at(untreated(MODEL, TREATED_AT, 201), TREATED_AT, "p")),
        _file("file p day 30", "p alone cut to a tenth, p ten days later", 0.36115095, 1e-5, "", _after("p", 30.0)),
        _file("file f day 50", "p alone cut to a tenth, f thirty days later", 1.02840722, 1e-4, "", _after("f", 50.0)),
        _file("file a day 200", "p alone cut to a tenth, a after 180 days", 5.23843732, 1e-3, "", _after("a", 200.0)),
    ),
    behaviours=(
        "Several targets are needed, as the abstract says: of p, m and f cut to a tenth, no one and no two bring the joint to rest, and all three do.",
        "With anti-inflammatory cytokines raised tenfold, p cut to a tenth is enough; raised alone, or with m or f cut, they are not.",
        "The inflamed joint of these values does not rest: its cytokines rise and fall for ever, in 8.3 units of time.",
        "Vesicles that do not stop this cycle leave no trace: within 0.1 % the fragments are the same 200 d later. At 12 weeks up to 2 % either way are left, "
        "which is the way back to the cycle and no effect.",
    ),
    not_reproduced=(
        "No figure of the article was compared: it was not reached. Of its four classes of behaviour, two are told apart here; "
        "the tristable and the persistent ones need other values.",
    ),
    cannot_say=(
        "How long anything takes in a joint: time and amounts are dimensionless, and the day given to the unit of time is a guess.",
        "How much cartilage is lost: there is no cartilage in it, only fragments of fibronectin.",
        "Which cytokine: all pro-inflammatory ones are one state.",
    ),
)


# ---- how a course is judged ----

LAST_PART = 0.25
"""[1] Share of the time to the horizon over which a course that does not rise and fall is averaged; a choice."""
STOPPED = 1.5
"""[turns] A course that has not risen through its mean for so long before the horizon has left its cycle; a choice."""
AT_REST = 0.1
"""[1] Mean of p and f, in units of their half-saturation, below which a joint is called at rest. A choice between 0.013, the
published rest, and 0.17, the lowest p on the published inflamed cycle."""


def _late(tissue: OsteoarthriticJoint, days: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """The mean over the last whole turn of the cycle before the horizon, or over the last part of the time where there is no cycle.

    Over a part of a turn the mean would depend on where the horizon falls in it: by 6 % here, more than a weak effect.
    """
    end = tissue.horizon / DAY
    start, stop = _last_turn(days, values, end) or ((1 - LAST_PART) * end, end)
    return float(np.interp(np.linspace(start, stop, 400), days, values).mean())


def _last_turn(days: NDArray[np.float64], values: NDArray[np.float64], end: float) -> tuple[float, float] | None:
    """From one rise through the mean of the second half of the time to the next, the last two before the end."""
    above = values - np.interp(np.linspace(end / 2, end, 400), days, values).mean()
    before = np.flatnonzero((above[:-1] < 0) & (above[1:] >= 0))
    rises = days[before] - above[before] * (days[before + 1] - days[before]) / (above[before + 1] - above[before])
    rises = rises[rises <= end]
    if rises.size < 2 or end - rises[-1] > STOPPED * (rises[-1] - rises[-2]):
        return None
    return float(rises[-2]), float(rises[-1])


def _judge(tissue: OsteoarthriticJoint, days: NDArray[np.float64], course: Course) -> str:
    rests = max(_late(tissue, days, course["p"]), _late(tissue, days, course["f"])) < AT_REST
    return RULE.classes[0] if rests else RULE.classes[1]


RULE = Rule(
    sentence=(
        "Homeostasis when pro-inflammatory cytokines and fragments, each as its mean over the last whole turn of their cycle before the horizon, or over the "
        "last quarter of the time where they do not cycle, are below a tenth of their half-saturation, else inflamed. Quarter and tenth are a choice."
    ),
    classes=("homeostasis", "inflamed"),
    judge=_judge,
)


def _mean_of(name: str, state: str, meaning: str, better: bool | None) -> Judged:
    return Judged(
        name=name,
        meaning=f"{meaning} over their half-saturation, mean of the last cycle before the horizon",
        unit="",
        larger_is_better=better,
        measure=lambda tissue, days, course: _late(tissue, days, course[state]),
    )


ENDPOINTS = (
    _mean_of("fragments", "f", "fragments of fibronectin", False),
    _mean_of("cytokines", "p", "pro-inflammatory cytokines", False),
    _mean_of("proteinases", "m", "matrix metalloproteinases", False),
    _mean_of("anti_inflammatory", "a", "anti-inflammatory cytokines", None),
)


@final
@dataclass(frozen=True, kw_only=True, slots=True)
@declares(*MODEL.parameters, HALF_EXPOSURE, HILL)
class OsteoarthriticJoint(Tissue):
    """An inflamed joint comes to rest, or does not: cytokines p and a, proteinases m and fragments f call for one another.

    Four dimensionless ordinary differential equations (`MODEL`), from the inflamed start of the published file. Vesicles lower
    the making of p through `EFFECTS` as long as they are at the target site.

    Assumes
    -------
    One well-mixed joint. That vesicles lower inflammation is read in print; that they do it at these two places is a choice,
    because the review names no cytokine. The length of the unit of time is a guess.

    References
    ----------
    baker2017, baker2017_model
    """

    kind: ClassVar[str] = "osteoarthritis-cytokines"
    title: ClassVar[str] = "Osteoarthritis (4 equations, cytokines, proteinases and fragments)"
    cites: ClassVar[tuple[str, ...]] = ("baker2017", "baker2017_model", *sources_of(EFFECTS))
    card: ClassVar[ModelCard] = CARD
    shown: ClassVar[tuple[str, ...]] = ("p", "f", "m", "a")

    horizon: float = param("s", "time from the start at which the joint is judged; 12 weeks is a choice", low=DAY, high=3650 * DAY, usual=84 * DAY)

    @classmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure."""
        return respond_with(MODEL, ENDPOINTS, members, exposures, refusal=lambda tissue, days, course: "", rule=RULE)
