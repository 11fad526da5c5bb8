"""Models of inflammation on the shelf that no tissue of a record uses: the acute response (Reynolds 2006) and macrophage polarisation (Frank 2021)."""

from __future__ import annotations

from functools import partial

from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.model import KineticModel, State
from exoforge.stages.respond.untreated import at, claims_of, untreated


def _rate(cite: str, name: str, unit: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit=unit, meaning=meaning, low=0.0, usual=usual, cite=cite, status="read")


_acute = partial(_rate, "reynolds2006")
_polar = partial(_rate, "frank2021")

REYNOLDS = KineticModel(
    name="reynolds2006",
    title="The acute inflammatory response",
    time_unit="h",
    cite="reynolds2006",
    states=(
        State(name="P", unit="", meaning="pathogens", initial=1.0, scale=0.1),
        State(name="N", unit="", meaning="activated phagocytes", initial=0.0, scale=0.1),
        State(name="D", unit="", meaning="tissue damage", initial=0.0, scale=0.1),
        State(name="CA", unit="", meaning="anti-inflammatory mediators", initial=0.125, scale=0.1),
    ),
    parameters=(
        _acute("kpm", "1/h", 0.6, "killing of pathogens by the local defence"),
        _acute("kmp", "1/h", 0.01, "use of the local defence by pathogens"),
        _acute("sm", "1/h", 0.005, "source of the local defence"),
        _acute("mum", "1/h", 0.002, "loss of the local defence"),
        _acute("kpg", "1/h", 0.3, "growth of pathogens"),
        _acute("pinf", "", 20.0, "pathogens at which growth stops"),
        _acute("kpn", "1/h", 1.8, "killing of pathogens by phagocytes"),
        _acute("knp", "1/h", 0.1, "activation of phagocytes by pathogens"),
        _acute("knn", "1/h", 0.01, "activation of phagocytes by phagocytes"),
        _acute("snr", "1/h", 0.08, "source of phagocytes"),
        _acute("munr", "1/h", 0.12, "loss of resting phagocytes"),
        _acute("mun", "1/h", 0.05, "loss of activated phagocytes"),
        _acute("knd", "1/h", 0.02, "activation of phagocytes by damage"),
        _acute("kdn", "1/h", 0.35, "largest damage by phagocytes"),
        _acute("xdn", "", 0.06, "phagocytes at which damage is half of its largest"),
        _acute("mud", "1/h", 0.02, "repair of damage"),
        _acute("cinf", "", 0.28, "mediators that halve the work of phagocytes"),
        _acute("sc", "1/h", 0.0125, "source of mediators"),
        _acute("kcn", "1/h", 0.04, "largest production of mediators"),
        _acute("kcnd", "", 48.0, "weight of damage in that production"),
        _acute("muc", "1/h", 0.1, "loss of mediators"),
    ),
    definitions={
        "held": "1 + (CA / cinf)**2",
        "fN": "N / held",
        "harm": "fN**6 / (xdn**6 + fN**6)",
        "R": "(knn * N + knp * P + knd * D) / held",
        "call": "(N + kcnd * D) / held",
    },
    rates={
        "P": "kpg * P * (1 - P / pinf) - kpm * sm * P / (mum + kmp * P) - kpn * fN * P",
        "N": "snr * R / (munr + R) - mun * N",
        "D": "kdn * harm - mud * D",
        "CA": "sc + kcn * call / (1 + call) - muc * CA",
    },
)
FRANK = KineticModel(
    name="frank2021",
    title="Polarisation of a macrophage by STAT1 and STAT6",
    time_unit="h",
    cite="frank2021",
    states=(
        State(name="x1", unit="", meaning="active STAT1, towards M1", initial=1.2, scale=1.0),
        State(name="x2", unit="", meaning="active STAT6, towards M2", initial=2.0, scale=1.0),
    ),
    parameters=(
        _polar("a1", "1/h", 5.0, "largest activation of STAT1 by itself"),
        _polar("a2", "1/h", 5.0, "largest activation of STAT6 by itself"),
        _polar("k1", "", 1.0, "STAT1 at which that is half of its largest"),
        _polar("k2", "", 1.0, "STAT6 at which that is half of its largest"),
        _polar("n1", "", 6.0, "steepness of it, STAT1"),
        _polar("n2", "", 6.0, "steepness of it, STAT6"),
        _polar("p1", "", 0.5, "STAT1 that halves the activation of STAT6 by its signal"),
        _polar("p2", "", 1.0, "STAT6 that halves the activation of STAT1"),
        _polar("l1", "", 1.0, "steepness of the hindrance by STAT1"),
        _polar("l2", "", 1.0, "steepness of the hindrance by STAT6"),
        _polar("b1", "1/h", 0.05, "activation of STAT1 at rest"),
        _polar("b2", "1/h", 0.05, "activation of STAT6 at rest"),
        _polar("q1", "1/h", 5.0, "loss of active STAT1"),
        _polar("q2", "1/h", 5.0, "loss of active STAT6"),
        _polar("S1", "1/h", 3.75, "signal for STAT1, such as interferon gamma"),
        _polar("S2", "1/h", 3.75, "signal for STAT6, such as interleukin 4"),
    ),
    definitions={
        "own1": "a1 * x1**n1 / (x1**n1 + k1**n1)",
        "own2": "a2 * x2**n2 / (x2**n2 + k2**n2)",
        "free1": "p2**l2 / (p2**l2 + x2**l2)",
        "free2": "p1**l1 / (p1**l1 + x1**l1)",
    },
    rates={"x1": "(own1 + S1) * free1 + b1 - q1 * x1", "x2": "own2 + S2 * free2 + b2 - q2 * x2"},
)


_of_reynolds = claims_of("skin reynolds", "computed once from BioModels 714, by another solver")
_of_frank = claims_of("skin frank", "computed once from BioModels 1060, by another solver")


def _pathogens(growth: float) -> float:
    return at(untreated(REYNOLDS, 500.0, 2, (("kpg", growth),)), 500.0, "P")


def _settled(state: str, x1: float, x2: float) -> float:
    return at(untreated(FRANK, 100.0, 2, (), (("x1", x1), ("x2", x2))), 100.0, state)


COUPLED_TO_NOTHING = "What vesicles do: nothing couples them to this model, and no tissue of a record uses it."
REYNOLDS_CARD = ModelCard(
    key="reynolds2006",
    title=REYNOLDS.title,
    tissue="rest-of-body",
    model=REYNOLDS,
    cite=("reynolds2006",),
    read_from="BioModels 714; the article was not read",
    claims=(_of_reynolds("resolves", "growth 0.3/h, pathogens at 500 h", 0.0, 1e-6, "", partial(_pathogens, 0.3)),),
    behaviours=("Pathogens that grow at 0.3/h are cleared; at 0.6/h they and the inflammation stay.",),
    not_reproduced=("No figure of the article was laid beside these courses.", "The time unit, hours, is recalled: the file states none."),
    cannot_say=(COUPLED_TO_NOTHING,),
)
FRANK_CARD = ModelCard(
    key="frank2021",
    title=FRANK.title,
    tissue="wound-bed",
    model=FRANK,
    cite=("frank2021",),
    read_from="BioModels 1060; the article was not read",
    claims=(
        _of_frank("low x1", "signals of 3.75, from a start with little STAT1: STAT1", 0.5952, 1e-4, "", partial(_settled, "x1", 0.1, 0.1)),
        _of_frank("low x2", "the same: STAT6", 0.3544, 1e-4, "", partial(_settled, "x2", 0.1, 0.1)),
        _of_frank("high x1", "signals of 3.75, from a start with much STAT1: STAT1", 1.3153, 1e-4, "", partial(_settled, "x1", 2.0, 0.1)),
        _of_frank("high x2", "the same: STAT6", 0.2167, 1e-4, "", partial(_settled, "x2", 2.0, 0.1)),
    ),
    behaviours=("With both signals at 3.75 the macrophage has two stable states; the start decides which it takes. That of the file leads to less STAT1.",),
    not_reproduced=("No figure of the article was laid beside these states.", "The time unit, hours, is a choice: the file states none."),
    cannot_say=(COUPLED_TO_NOTHING,),
)
