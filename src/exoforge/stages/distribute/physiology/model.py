"""The declared model of vesicles in a body: plasma, the vessels and the cells of nine organs, a depot, and what is gone.

Amounts are shares of what is given in all, so that a capacity is the share that fills an organ. Two declarations come from
one text: `MODEL` follows vesicles, and `LABELLED` those that still have their label, in a body that is filled by vesicles
and not by labels: how much room they leave comes from `MODEL` as an input.
"""

from __future__ import annotations

from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics.model import Input, KineticModel, State
from exoforge.stages.distribute.physiology.bodies import ORGANS, anatomy, body_of

SATURABLE = ("liver", "spleen")
"""Organs whose phagocytes fill."""
TO_LUNG = ("liver", "kidney", "heart", "brain", "bone", "rest")
"""Organs whose blood goes to the lung; that of spleen and gut goes to the liver."""

MOUSE = anatomy(body_of("mouse"), body_of("mouse").body_mass)
"""The mouse in which the usual uptakes hold."""

FITTED = {"liver": 4.40320e-9, "spleen": 2.40516e-10, "lung": 9.65861e-10}
"""[m3/s] Uptake clearances of that mouse, fitted with `OTHER` to four numbers (takahashi2013, morishita2015); the card checks that the fit is kept."""
OTHER = 9.34705e-5
"""[1/s] Uptake clearance per volume of the other tissues, from the same fit."""
BRAIN = 0.03
"""[1] Uptake per volume of the brain over that of the other tissues, a choice."""

SCALE = 1e-2
"""[1] of all that is given: the size of a state at which its absolute and relative tolerances matter alike, a hundredfold apart."""

RELEASE = Input(name="release", unit="1/s", meaning="what the carriers let go, as a share of all that is given")
HASTE = Input(name="haste", unit="", meaning="by how much phagocytes take up faster after repeated doses; 0 at the first dose, 1 is twice as fast")


def room(organ: str) -> Input:
    """How much room vesicles leave in an organ that fills, 1 when it is empty."""
    return Input(name=f"room_{organ}", unit="", meaning=f"room left in {_named(organ)}, from the course of the vesicles")


def _named(organ: str) -> str:
    return "the rest of the body" if organ == "rest" else f"the {organ}"


def _states() -> tuple[State, ...]:
    """Cells first, plasma late: the factorisation of the solver then fills almost nothing."""
    scale = SCALE
    return (
        *(State(name=f"{organ}_cells", unit="", meaning=f"in the cells of {_named(organ)}", initial=0.0, scale=scale) for organ in ORGANS),
        *(State(name=f"{organ}_vessels", unit="", meaning=f"in the vessels of {_named(organ)}", initial=0.0, scale=scale) for organ in ORGANS),
        State(name="depot", unit="", meaning="at the site of application, outside the carrier", initial=0.0, scale=scale),
        State(name="lymph", unit="", meaning="in lymph on the way to blood", initial=0.0, scale=scale),
        State(name="plasma", unit="", meaning="in plasma", initial=0.0, scale=scale),
        State(name="missed", unit="", meaning="lost at the site of application or on the way to blood", initial=0.0, scale=scale),
        State(name="gone", unit="", meaning="degraded in cells", initial=0.0, scale=scale),
    )


def _parameters() -> list[Parameter]:
    def one(name: str, unit: str, usual: float, meaning: str, low: float = 0.0) -> Parameter:
        return Parameter(name=name, unit=unit, meaning=meaning, low=low, usual=usual)

    found = [
        one("direct", "", 1.0, "1 where the release is in blood at once, 0 where it comes to a depot"),
        one("deposited", "", 1.0, "share of the release that stays at the site of application"),
        one("absorption_rate", "1/s", 0.0, "rate at which vesicles leave the site of application with lymph"),
        one("local_loss", "1/s", 0.0, "rate at which vesicles are lost at the site of application"),
        one("lymph_exit", "1/s", 1.0, "one over the mean time in lymph"),
        one("absorbed", "", 1.0, "share of what leaves lymph that arrives in blood"),
        one("degradation", "1/s", 0.05 / 3600.0, "rate at which cells degrade a vesicle"),
        one("flow", "m3/s", MOUSE.output, "cardiac output of plasma", 1e-12),
        one("volume_plasma", "m3", MOUSE.plasma, "plasma", 1e-12),
    ]
    for place, organ in enumerate(ORGANS):
        if organ != "lung":
            found.append(one(f"flow_{organ}", "m3/s", float(MOUSE.flow[place]), f"plasma through {_named(organ)}"))
        found.append(one(f"volume_{organ}", "m3", float(MOUSE.vessels[place]), f"vessels of {_named(organ)}", 1e-15))
        uptake = FITTED.get(organ, OTHER * float(MOUSE.tissue[place]) * (BRAIN if organ == "brain" else 1.0))
        found.append(one(f"uptake_{organ}", "m3/s", uptake, f"uptake clearance of {_named(organ)}, empty"))
    return found


def _definitions(labelled: bool) -> dict[str, str]:
    found = {"flow_artery": "flow_liver - flow_spleen - flow_gut", "C_plasma": "plasma / volume_plasma"}
    found |= {f"C_{organ}": f"{organ}_vessels / volume_{organ}" for organ in ORGANS}
    for organ in ORGANS:
        empty = f"room_{organ}" if labelled else f"(1 - {organ}_cells / capacity_{organ})"
        found[f"taken_{organ}"] = f"uptake_{organ} * C_{organ}" + (f" * (1 + haste) * {empty}" if organ in SATURABLE else "")
    return found


def _rates(labelled: bool) -> dict[str, str]:
    def lost(state: str) -> str:
        return f" - label_loss * {state}" if labelled else ""

    arriving = {organ: f"flow_{organ} * C_plasma" for organ in ORGANS}
    arriving["liver"] = "flow_artery * C_plasma + flow_spleen * C_spleen + flow_gut * C_gut"
    arriving["lung"] = " + ".join(f"flow_{organ} * C_{organ}" for organ in TO_LUNG)
    found: dict[str, str] = {}
    for organ in ORGANS:
        leaving = "flow" if organ == "lung" else f"flow_{organ}"
        found[f"{organ}_cells"] = f"taken_{organ} - degradation * {organ}_cells{lost(f'{organ}_cells')}"
        found[f"{organ}_vessels"] = f"{arriving[organ]} - {leaving} * C_{organ} - taken_{organ}{lost(f'{organ}_vessels')}"
    found["depot"] = f"(1 - direct) * deposited * release - (absorption_rate + local_loss) * depot{lost('depot')}"
    found["lymph"] = f"absorption_rate * depot - lymph_exit * lymph{lost('lymph')}"
    found["plasma"] = f"direct * release + absorbed * lymph_exit * lymph + flow * (C_lung - C_plasma){lost('plasma')}"
    degraded = " + ".join(f"{organ}_cells" for organ in ORGANS)
    # A label that never stayed in the body is not followed.
    fallen = "" if labelled else "(1 - direct) * (1 - deposited) * release + "
    found["missed"] = f"{fallen}local_loss * depot + (1 - absorbed) * lymph_exit * lymph{lost('missed')}"
    found["gone"] = f"degradation * ({degraded}){lost('gone')}"
    return found


def _model(labelled: bool) -> KineticModel:
    label = [Parameter(name="label_loss", unit="1/s", meaning="rate at which a vesicle loses its label, everywhere", low=0.0, usual=0.12 / 3600.0)]
    full = [
        Parameter(name=f"capacity_{organ}", unit="", meaning=f"share of all that is given at which {_named(organ)} is full", low=1e-30, usual=1e6)
        for organ in SATURABLE
    ]
    return KineticModel(
        name="vesicles_in_body_label" if labelled else "vesicles_in_body",
        title="Vesicles with their label in a body" if labelled else "Vesicles in a body",
        time_unit="s",
        cite="kagan2013_article",
        states=_states(),
        parameters=tuple(_parameters() + (label if labelled else full)),
        inputs=(RELEASE, HASTE, *(room(organ) for organ in SATURABLE)) if labelled else (RELEASE, HASTE),
        definitions=_definitions(labelled),
        rates=_rates(labelled),
    )


MODEL = _model(labelled=False)
LABELLED = _model(labelled=True)
