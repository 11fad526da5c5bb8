"""Whether a progenitor becomes an osteoblast or a chondrocyte, after Schittler 2010, on the shelf: two switches in one cell."""

from __future__ import annotations

from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics.card import Claim, ModelCard
from exoforge.laws.kinetics.model import Event, KineticModel, State
from exoforge.stages.respond.untreated import at, untreated


def _value(name: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit="", meaning=meaning, low=0.0, usual=usual, cite="schittler2010_model", status="read")


def _fate(state: str, word: str) -> tuple[Parameter, ...]:
    """The values of one fate; those of the two fates are the same."""
    other = "C" if state == "O" else "O"
    return (
        _value(f"a{state}", 0.1, f"call of the {word} factor for itself"),
        _value(f"b{state}", 1.0, f"making of the {word} factor without a call"),
        _value(f"m{state}", 1.0, f"where the making of the {word} factor bends"),
        _value(f"c{state}{other}", 0.1, f"hold of the other fate on the {word} factor"),
        _value(f"c{state}P", 0.5, f"hold of the progenitor factor on the {word} factor"),
        _value(f"c{state}{state}", 0.1, f"hold of the {word} factor on itself"),
        _value(f"k{state}", 0.1, f"loss of the {word} factor"),
    )


MODEL = KineticModel(
    name="bone_schittler2010",
    title="Fate of a progenitor: osteoblast or chondrocyte",
    time_unit="d",
    cite="schittler2010",
    states=(
        State(name="P", unit="", meaning="progenitor factor", initial=12.03, scale=1.0),
        State(name="O", unit="", meaning="osteogenic factor", initial=0.14, scale=1.0),
        State(name="C", unit="", meaning="chondrogenic factor", initial=0.14, scale=1.0),
        State(name="zD", unit="", meaning="stimulus to differentiate", initial=0.0, scale=1.0),
        State(name="zO", unit="", meaning="stimulus towards bone", initial=0.0, scale=1.0),
        State(name="zC", unit="", meaning="stimulus towards cartilage", initial=0.0, scale=1.0),
    ),
    parameters=(
        _value("n", 2.0, "steepness of the calls"),
        _value("aP", 0.2, "call of the progenitor factor for itself"),
        _value("bP", 0.5, "making of the progenitor factor without a call"),
        _value("mP", 10.0, "where the making of the progenitor factor bends"),
        _value("cPP", 0.1, "hold of the progenitor factor on itself"),
        _value("kP", 0.1, "loss of the progenitor factor"),
        *_fate("O", "osteogenic"),
        *_fate("C", "chondrogenic"),
        _value("start", 100.0, "time at which the stimuli begin"),
        _value("stop", 800.0, "time at which the stimuli end"),
        _value("given_D", 0.8, "stimulus to differentiate that is given"),
        _value("given_O", 1.0, "stimulus towards bone that is given"),
        _value("given_C", 0.0, "stimulus towards cartilage that is given; none in the file"),
    ),
    rates={
        "P": "(aP * P**n + bP) / (mP + zD + cPP * P**n) - kP * P",
        "O": "(aO * O**n + bO + zO) / (mO + cOC * C**n + cOP * P**n + cOO * O**n) - kO * O",
        "C": "(aC * C**n + bC + zC) / (mC + cCO * O**n + cCP * P**n + cCC * C**n) - kC * C",
        "zD": "0",
        "zO": "0",
        "zC": "0",
    },
    events=(
        Event(time="start", assign={"zD": "given_D", "zO": "given_O", "zC": "given_C"}, meaning="the stimuli begin"),
        Event(time="stop", assign={"zD": "0", "zO": "0", "zC": "0"}, meaning="the stimuli end"),
    ),
)


def _claim(key: str, title: str, expected: float, state: str, time: float, **changed: float) -> Claim:
    def compute() -> float:
        return at(untreated(MODEL, 1500.0, 15001, tuple(changed.items())), time, state)

    file = "the published file BioModels 493, by another solver"
    source = f"{file}, with the two fates exchanged" if changed else file
    return Claim(key=f"fate {key}", title=title, expected=expected, tolerance=1e-5, origin="independent run", source=source, compute=compute)


CARD = ModelCard(
    key="schittler2010",
    title="Fate of a progenitor: osteoblast or chondrocyte",
    tissue="bone",
    model=MODEL,
    cite=("schittler2010", "schittler2010_model"),
    read_from="the published file BioModels 493 with its notes, and the abstract of the article in it; the article itself was not read",
    claims=(
        _claim("progenitor", "progenitor factor before the stimuli, time 50", 12.035308428, "P", 50.0),
        _claim("turning", "osteogenic factor at time 400", 3.868735650, "O", 400.0),
        _claim("turning P", "progenitor factor at time 400", 2.428003382, "P", 400.0),
        _claim("bone under stimulus", "osteogenic factor at time 790", 10.636307769, "O", 790.0),
        _claim("bone for ever", "osteogenic factor long after the stimuli, time 1500", 9.756486944, "O", 1500.0),
        _claim("not cartilage", "chondrogenic factor long after the stimuli, time 1500", 1.024959092, "C", 1500.0),
        _claim("exchanged", "stimulus towards cartilage instead: chondrogenic factor at time 1500", 9.756486944, "C", 1500.0, given_O=0.0, given_C=1.0),
    ),
    behaviours=("The fate outlasts the stimulus, and a stimulus towards bone or cartilage decides which fate it is, as the abstract says.",),
    not_reproduced=(
        "The file gives no unit of time; days stand here for what it does not say.",
        "In the file the stimuli begin 100 and end 800 after the progenitor factor first rises above 12.03, which is at once; here they have these times.",
    ),
    cannot_say=(
        "What vesicles do: no effect is coupled to it; the cargoes said to drive osteogenic differentiation have no measured strength.",
        "How many cells of a population turn: it is one cell.",
    ),
)
