"""New lymph vessels in a healing skin wound: a model on the shelf (Bianchi, Painter and Sherratt 2015)."""

from __future__ import annotations

from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.model import KineticModel, State
from exoforge.laws.kinetics.reactions import Reaction, rates_of, speeds_of
from exoforge.laws.kinetics.simulate import Trajectories
from exoforge.stages.respond.untreated import at, claims_of, peak, peak_time, untreated

RAMP = 1.0
"""[cells/mm3] Over how many cells the onset of vessels rises from 0 to 1; the file has a step, a choice that moves no claim."""


def _rate(name: str, unit: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit=unit, meaning=meaning, low=0.0, usual=usual, cite="bianchi2015", status="read")


STATES = (
    State(name="T", unit="pg/mm3", meaning="active TGF-beta", initial=30.0, scale=1.0),
    State(name="M", unit="cells/mm3", meaning="macrophages", initial=1875.0, scale=100.0),
    State(name="V", unit="pg/mm3", meaning="VEGF", initial=0.5, scale=0.1),
    State(name="L", unit="cells/mm3", meaning="lymphatic endothelial cells", initial=0.0, scale=10.0),
    State(name="Cap", unit="cells/mm3", meaning="lymph vessels, in cells", initial=0.0, scale=10.0),
)
REACTIONS = (
    Reaction(name="activation", speed="(a_p * p_0 * exp(-a_p * T_L * t) + a_M * M) * (T_L + r1 * M)", change={"T": 1}),
    Reaction(name="decay_T", speed="d1 * T", change={"T": -1}),
    Reaction(name="inflow_M", speed="s_M", change={"M": 1}),
    Reaction(name="call_M", speed="share_M * b1 * T**2 / (b2 + T**4)", change={"M": 1}),
    Reaction(name="growth_M", speed="beta * r2 * M * (1 - M / k1)", change={"M": 1}),
    Reaction(name="loss_M", speed="d2 * M", change={"M": -1}),
    Reaction(name="turned_M", speed="rho * Cap * M", change={"M": -1}),
    Reaction(name="inflow_V", speed="s_V", change={"V": 1}),
    Reaction(name="made_V", speed="r3 * M", change={"V": 1}),
    Reaction(name="decay_V", speed="d3 * V", change={"V": -1}),
    Reaction(name="used_V", speed="gamma_V * V * L", change={"V": -1}),
    Reaction(name="growth_L", speed="(c1 + V / (c2 + c3 * V)) / (1 + c4 * T) * L", change={"L": 1}),
    Reaction(name="inflow_L", speed="(s_L + b3 * V**2 / (b4 + V**4)) * space", change={"L": 1}),
    Reaction(name="crowding_L", speed="(M + L + Cap) / k2 * L", change={"L": -1}),
    Reaction(name="vessels", speed="onset * (delta1 + delta2 * V) * L", change={"L": -1, "Cap": 1}),
)
MODEL = KineticModel(
    name="skin_bianchi2015",
    title="New lymph vessels in a normal skin wound",
    time_unit="d",
    cite="bianchi2015",
    states=STATES,
    parameters=(
        _rate("a_p", "mm3/pg/d", 0.029, "activation of TGF-beta by enzymes"),
        _rate("p_0", "pg/mm3", 2.5e5, "enzymes at the injury"),
        _rate("a_M", "mm3/cells/d", 0.45, "activation of TGF-beta by macrophages"),
        _rate("T_L", "pg/mm3", 18.0, "latent TGF-beta"),
        _rate("r1", "pg/cells", 3e-5, "latent TGF-beta made by macrophages"),
        _rate("d1", "1/d", 500.0, "decay of TGF-beta"),
        _rate("s_M", "cells/mm3/d", 542.0, "inflow of macrophages"),
        _rate("share_M", "", 0.5, "share of monocytes that become macrophages (alpha in the file)"),
        _rate("b1", "cells pg2/mm9/d", 8e8, "call of monocytes by TGF-beta"),
        _rate("b2", "pg4/mm12", 8.1e9, "TGF-beta at which that call is largest, to the fourth"),
        _rate("beta", "", 0.005, "share of macrophages that divide"),
        _rate("r2", "1/d", 1.22, "division of macrophages"),
        _rate("k1", "cells/mm3", 6e5, "macrophages at which division stops"),
        _rate("d2", "1/d", 0.2, "removal of macrophages"),
        _rate("rho", "mm3/cells/d", 1e-5, "turn of macrophages into other cells near vessels"),
        _rate("s_V", "pg/mm3/d", 1.9, "inflow of VEGF"),
        _rate("r3", "pg/cells/d", 0.0019, "production of VEGF by macrophages"),
        _rate("d3", "1/d", 11.0, "decay of VEGF"),
        _rate("gamma_V", "mm3/cells/d", 0.0014, "use of VEGF by lymphatic cells"),
        _rate("c1", "1/d", 0.42, "division of lymphatic cells"),
        _rate("c2", "pg d/mm3", 42.0, "inverse of the help of a little VEGF to division"),
        _rate("c3", "d", 4.1, "inverse of the help of much VEGF to division"),
        _rate("c4", "mm3/pg", 0.24, "hindrance of division by TGF-beta"),
        _rate("s_L", "cells/mm3/d", 500.0, "inflow of lymphatic cells"),
        _rate("b3", "cells pg2/mm9/d", 1e7, "call of lymphatic cells by VEGF"),
        _rate("b4", "pg4/mm12", 8.1e9, "VEGF at which that call is largest, to the fourth"),
        _rate("C_star", "cells/mm3", 1e4, "vessels at which the inflow of lymphatic cells stops"),
        _rate("k2", "cells/mm3", 4.71e5, "crowding of lymphatic cells"),
        _rate("L_star", "cells/mm3", 1e4, "lymphatic cells and vessels from which vessels form"),
        _rate("delta1", "1/d", 0.05, "formation of vessels"),
        _rate("delta2", "mm3/pg/d", 0.001, "help of VEGF to it"),
    ),
    definitions={
        "space": "maximum(0, 1 - Cap / C_star)",
        "onset": f"minimum(1, maximum(0, (L + Cap - L_star) / {RAMP:g}))",
        **speeds_of(REACTIONS),
    },
    rates=rates_of([state.name for state in STATES], REACTIONS),
)


_claim = claims_of("skin bianchi", "computed once from BioModels 722, by another solver")


def _normal() -> Trajectories:
    return untreated(MODEL, 100.0, 10_001)


CARD = ModelCard(
    key="bianchi2015",
    title="New lymph vessels in a normal skin wound",
    tissue="skin",
    model=MODEL,
    cite=("bianchi2015",),
    read_from="BioModels 722, the set of a normal wound; the article was not read",
    claims=(
        _claim("peak M", "largest number of macrophages", 6276.4, 0.1, "cells/mm3", lambda: peak(_normal(), "M")),
        _claim("peak M day", "day of it", 5.42, 0.011, "d", lambda: peak_time(_normal(), "M")),
        _claim("vessels", "lymph vessels at day 100", 15994.0, 1.0, "cells/mm3", lambda: at(_normal(), 100.0, "Cap")),
    ),
    not_reproduced=(
        "The diabetic wound: the file holds the values of a normal one only.",
        f"Vessels form from a step at L_star in the file; here the step is a ramp over {RAMP:g} cell/mm3, because the language of the "
        "declarations has no steps.",
        "The meanings and units of the parameters are read off the equations; the file names few.",
    ),
    cannot_say=("What vesicles do: nothing couples them to this model, and no tissue of a record uses it.",),
)
