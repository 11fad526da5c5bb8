"""What the model of vesicles in a whole body says of itself."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from exoforge.laws.kinetics.card import Claim, ModelCard
from exoforge.laws.kinetics.simulate import course, simulate
from exoforge.stages.distribute.physiology.bodies import ORGANS
from exoforge.stages.distribute.physiology.model import LABELLED, MODEL, MOUSE
from exoforge.stages.distribute.physiology.numbers import group_of, parameters_of_group
from exoforge.stages.distribute.physiology.operation import PhysiologicalCompartments

HOUR = 3600.0


@lru_cache(maxsize=8)
def _label(state: str, seconds: float) -> float:
    """Percent of a dose of label in an empty mouse; ``blood`` is plasma and all vessels."""
    times, ends = np.array([0.0, seconds]), np.array([0.0, seconds])
    mouse = PhysiologicalCompartments()
    none, whole = (ends, np.zeros(2)), (ends, np.ones(2))
    run = simulate(
        LABELLED,
        times=times,
        parameters={**parameters_of_group(group_of([mouse])), "label_loss": mouse.label_loss},
        inputs={"release": none, "haste": none, "room_liver": whole, "room_spleen": whole},
        initial={"plasma": 1.0},
        rtol=1e-9,
    )
    states = ["plasma", *(f"{organ}_vessels" for organ in ORGANS)] if state == "blood" else [state]
    return 100.0 * float(sum(course(run, one)[0, -1] for one in states))


@lru_cache(maxsize=2)
def _plasma_without_uptake() -> float:
    """Share of vesicles in plasma, percent, long after they are mixed with the blood of all vessels and none is taken up."""
    ends = np.array([0.0, HOUR])
    run = simulate(
        MODEL,
        times=ends,
        parameters={f"uptake_{organ}": 0.0 for organ in ORGANS},
        inputs={"release": (ends, np.zeros(2)), "haste": (ends, np.zeros(2))},
        initial={"plasma": 1.0},
        rtol=1e-9,
    )
    return 100.0 * float(course(run, "plasma")[0, -1])


@lru_cache(maxsize=2)
def _balance() -> float:
    ends = np.array([0.0, 24 * HOUR])
    run = simulate(
        MODEL,
        times=ends,
        parameters={**parameters_of_group(group_of([PhysiologicalCompartments()])), "capacity_liver": 0.2, "capacity_spleen": 0.01},
        inputs={"release": (ends, np.zeros(2)), "haste": (ends, np.zeros(2))},
        initial={"plasma": 1.0},
    )
    return 100.0 * float(run.values[0, :, -1].sum())


def _fitted(key: str, title: str, expected: float, state: str, seconds: float, source: str) -> Claim:
    return Claim(key=key, title=title, expected=expected, tolerance=1e-3, unit="%ID", origin="published", source=source, compute=lambda: _label(state, seconds))


CARD = ModelCard(
    key="vesicles-in-body",
    title="Vesicles in a whole body (physiologically based)",
    tissue="blood",
    model=MODEL,
    cite=("kagan2013_article", "takahashi2013", "morishita2015", "brown1997", "httk_physiology", "shah2012"),
    read_from="the topology of the liposome model of Kagan 2013 (article and supplement); organs of mouse and rat from its table S1, of rabbit and human "
    "from public tables; uptakes fitted here to four numbers read in abstracts and quotations: blood 50 % at 2 min (Takahashi 2013), liver 28, spleen 1.6, "
    "lung 7 %ID at 4 h (Morishita 2015). Nothing of the liposome fit was taken over",
    claims=(
        _fitted("pbpk fit blood 2 min", "label in blood at 2 min (fitted to it)", 50.0, "blood", 120.0, "half-life of about 2 min in mice, Takahashi 2013"),
        _fitted("pbpk fit liver 4 h", "label in the liver at 4 h (fitted to it)", 28.0, "liver_cells", 4 * HOUR, "Morishita 2015, abstract"),
        _fitted("pbpk fit spleen 4 h", "label in the spleen at 4 h (fitted to it)", 1.6, "spleen_cells", 4 * HOUR, "Morishita 2015, abstract"),
        _fitted("pbpk fit lung 4 h", "label in the lung at 4 h (fitted to it)", 7.0, "lung_cells", 4 * HOUR, "Morishita 2015, abstract"),
        Claim(
            key="pbpk mixed blood",
            title="share in plasma when nothing is taken up",
            expected=100.0 * MOUSE.plasma / (MOUSE.plasma + float(MOUSE.vessels.sum())),
            tolerance=1e-6,
            unit="%ID",
            origin="analytic",
            source="one concentration in plasma and all vessels, which holds only if every organ returns the flow that it receives",
            compute=_plasma_without_uptake,
        ),
        Claim(
            key="pbpk balance",
            title="all places together at 24 h, liver and spleen filled",
            expected=100.0,
            tolerance=1e-10,
            unit="%ID",
            origin="analytic",
            source="nothing is made or vanishes",
            compute=_balance,
        ),
    ),
    behaviours=(
        "The label in organs at 4 h adds up to far less than the dose: it is uptake less loss.",
        "A dose large against the capacity of liver and spleen stays in blood for longer, as it does when phagocytes are depleted.",
        "Vesicles whose uptake is slowed, such as by PEG, stay in blood for longer and reach the other organs later.",
    ),
    not_reproduced=(
        "The slow clearances of others in mice: 0.65 mL/h and an area of 160 %ID h/mL with an enzyme as label after depletion of macrophages (Imai 2015), "
        "about 1 mL/h with 125I. Two minutes in 50 mL/kg of plasma are some 25 mL/h here, 10 without phagocytes, 4 and 10 %ID h/mL: a factor of 15 to 40 "
        "that no prior spans.",
        "A slow second phase in blood, which several labels show: nothing comes back from cells here, whether vesicles or free label make that phase.",
        "Vesicles of MSC: no measured course in blood with percent of dose was read, so that the uptakes are those of melanoma vesicles.",
        "Any course in rats, rabbits or people: no measured one was read; the step from the mouse is a prior.",
    ),
    cannot_say=(
        "How loss divides into degradation and loss of label, and what tissues other than liver, spleen and lung take: the data do not tell.",
        "At which dose phagocytes fill: the capacity for vesicles was not measured; the usual value is a guess.",
        "How much of a targeted vesicle reaches a diseased part of an organ: an organ is one place here.",
        "Anything of a patient: no parameter was measured in people. A half-life in blood of 5 (2 to 12) min comes out for 70 kg, of 2.0 (1.4 to 2.8) in mice "
        "(median, 5 to 95 % of the priors): how far the scaling is trusted, not a measurement.",
    ),
)
"""Four of the claims are what the uptakes were fitted to: they show that the fit is kept, and predict nothing."""
