"""Small kinetic models whose solutions are known."""

from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics import Event, Input, KineticModel, State


def parameter(name: str, usual: float | None, low: float = -1e12, high: float = 1e12) -> Parameter:
    return Parameter(name=name, unit="1/h", meaning=f"test value {name}", low=low, high=high, usual=usual)


def state(name: str, initial: str | float, scale: float = 1.0) -> State:
    return State(name=name, unit="nM", meaning=f"test state {name}", initial=initial, scale=scale)


def model(states: tuple[State, ...], rates: dict[str, str], parameters: tuple[Parameter, ...] = (), **more) -> KineticModel:
    return KineticModel(
        **{"name": "made_up", "title": "made up", "time_unit": "h", "states": states, "rates": rates, "parameters": parameters, "cite": "", **more}
    )


CHAIN = model(
    (state("A", "dose"), state("B", 0.0), state("C", 0.0)),
    {"A": "-ka * A", "B": "ka * A - kb * B", "C": "kb * B"},
    (parameter("dose", 1.0, 0.0), parameter("ka", 2.0, 0.0), parameter("kb", 0.5, 0.0)),
    name="chain",
)
"""A -> B -> C."""

FORCED = model(
    (state("E", 0.0),),
    {"E": "S - gamma * E"},
    (parameter("gamma", 1.5),),
    inputs=(Input(name="S", unit="nM/h", meaning="infusion"),),
    name="forced",
)

VAN_DER_POL = model(
    (state("x", 2.0), state("v", 0.0)),
    {"x": "v", "v": "mu * ((1 - x**2) * v) - x"},
    (parameter("mu", 100.0),),
    name="van_der_pol",
)

GROWTH = model(
    (state("x", "start"), state("y", 0.0)),
    {"x": "k + r * x + s * x**n + 1e6 * ramp * (maximum(0, t - 1) - maximum(0, t - 1.000001))", "y": "-y"},
    tuple(parameter(name, usual) for name, usual in {"start": 0.0, "k": 0.0, "r": 0.0, "s": 0.0, "n": 2.0, "ramp": 0.0}.items()),
    name="growth",
)
"""Logistic growth, a runaway, a root, a jump: one model, so that it is compiled once."""

EVERYTHING = model(
    (state("I", "k"), state("Q", 0.0), state("beta", 0.3)),
    {
        "I": "rise - 0.2 * Q * I + S * exp(-t) - minimum(I, 2) / 5",
        "Q": "rise * beta - sqrt(Q + 1) * log10(I + 2) + 0.01 * t",
        "beta": "maximum(0.1, hill) * log(1 + I) - beta**3 + u2 / 3",
    },
    (parameter("k", 0.4), parameter("n", 2.5), parameter("when", 1.25)),
    inputs=(Input(name="S", unit="1", meaning="one signal"), Input(name="u2", unit="1", meaning="another")),
    definitions={"hill": "I**n / (k**n + I**n)", "rise": "2 * hill + S * t / 4"},
    events=(Event(time="when", assign={"Q": "Q + 1", "I": "I / 2 + Q"}, meaning="bolus"),),
    name="everything",
)
"""Every sign, function and kind of symbol of the language in one model."""
