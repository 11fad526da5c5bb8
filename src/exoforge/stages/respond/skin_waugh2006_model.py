"""Inflammation of a skin wound on the shelf: its equations, what vesicles move in it, its card."""

from __future__ import annotations

from functools import partial

from exoforge.base.parameters import FIXED, Parameter, lognormal
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.model import KineticModel, State
from exoforge.stages.respond.coupling import ACTIVITY, Effect, effective, maximum_effect
from exoforge.stages.respond.rest import rates_at, root
from exoforge.stages.respond.untreated import at, claims_of, untreated

EFFECTS = (
    Effect(
        parameter="alpha",
        sign=-1,
        maximum="emax_phenotype",
        edges=("let-7b-m2", "mir-223-m2", "mir-181c-m2"),
    ),
)
"""What vesicles move: the share of arriving monocytes that turn inflammatory, downwards."""

RATE_SPREAD = lognormal(1.05)
"""How far each rate may stray, a choice. The model has two stable states and little between them: with a factor of 1.1
already 8 % of 200 normal wounds end chronic and 18 % of diabetic ones do not, so that a wider spread would undo what the
setting 'wound' states."""


def _rate(name: str, unit: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit=unit, meaning=meaning, low=0.0, usual=usual, spread=RATE_SPREAD, cite="waugh2006", status="read")


def _coefficient(name: str, unit: str, usual: float, power: int) -> Parameter:
    meaning = f"coefficient of T**{power} in the migration K(T) of monocytes; the four are one fit and do not stray alone"
    return Parameter(name=name, unit=unit, meaning=meaning, usual=usual, spread=FIXED, cite="waugh2006", status="read")


ALPHA = Parameter(
    name="alpha", unit="", meaning="share of arriving monocytes that turn inflammatory", low=0.0, high=1.0, usual=0.5, cite="waugh2006", status="read"
)

RATES = (
    _coefficient("tau1", "cells mm6/pg3/d", -2.47, 3),
    _coefficient("tau2", "cells mm3/pg2/d", 21.94, 2),
    _coefficient("tau3", "cells/pg/d", 6.41, 1),
    _coefficient("tau4", "cells/mm3/d", 1.75, 0),
    _rate("k1", "", 0.05, "share of macrophages that divide"),
    _rate("k2", "1/d", 0.693, "division of macrophages"),
    _rate("k3", "mm3/cells", 0.002, "inverse of the density at which division stops"),
    _rate("d1", "1/d", 0.2, "removal of macrophages"),
    _rate("k4", "pg/cells/d", 0.07, "production of TGF-beta by inflammatory macrophages"),
    _rate("d2", "1/d", 9.1, "decay of TGF-beta"),
)
MAXIMUM = maximum_effect(
    "emax_phenotype", "largest relative fall of the inflammatory share by vesicles; a prior, never measured for this model", largest=1.0, high=1.0
)

MODEL = KineticModel(
    name="skin_waugh2006",
    title="Macrophages and TGF-beta in a skin wound",
    time_unit="d",
    cite="waugh2006",
    states=(
        State(name="phi_I", unit="cells/mm3", meaning="inflammatory macrophages", initial=200.0, scale=10.0),
        State(name="phi_R", unit="cells/mm3", meaning="repair macrophages", initial=200.0, scale=10.0),
        State(name="T", unit="pg/mm3", meaning="TGF-beta", initial=6.0, scale=0.1),
    ),
    parameters=(ALPHA, *RATES, MAXIMUM),
    inputs=(ACTIVITY,),
    definitions={
        **effective(EFFECTS, tissue="skin"),
        "K": "tau1 * T**3 + tau2 * T**2 + tau3 * T + tau4",
        "division": "k1 * k2 * (1 - k3 * (phi_I + phi_R))",
    },
    rates={
        "phi_I": "alpha_eff * K + division * phi_I - d1 * phi_I",
        "phi_R": "(1 - alpha_eff) * K + division * phi_R - d1 * phi_R",
        "T": "k4 * phi_I - d2 * T",
    },
)


def _wound(day: float, *states: str, alpha: float) -> float:
    return sum(at(untreated(MODEL, 120.0, 12_001, (("alpha", alpha),)), day, state) for state in states)


def _steady_total(alpha: float, low: float, high: float) -> float:
    """All macrophages where the declared rates vanish: there the two kinds stand as alpha to 1 - alpha and T = k4 phi_I / d2."""
    usual = {parameter.name: float(parameter.usual or 0.0) for parameter in RATES}

    def growth(total: float) -> float:
        cells = alpha * total
        rates = rates_at(MODEL, {"alpha": alpha, "phi_I": cells, "phi_R": total - cells, "T": usual["k4"] * cells / usual["d2"]})
        return rates["phi_I"] + rates["phi_R"]

    return root(growth, low, high)


_claim = claims_of("skin", "computed once from BioModels 679 to 681, by another solver")
TOTAL = ("phi_I", "phi_R")
CARD = ModelCard(
    key="waugh2006",
    title="Macrophages and TGF-beta in a skin wound",
    tissue="skin",
    model=MODEL,
    cite=("waugh2006",),
    read_from="BioModels 679, 680 and 681; the article was not read",
    claims=(
        _claim("A1 normal", "normal wound, all macrophages at day 120", 12.7302, 0.01, "cells/mm3", partial(_wound, 120.0, *TOTAL, alpha=0.5)),
        _claim("A1 diabetic", "diabetic wound, all macrophages at day 120", 1132.216, 0.1, "cells/mm3", partial(_wound, 120.0, *TOTAL, alpha=0.8)),
        _claim("A1 normal day 20", "normal wound, inflammatory macrophages at day 20", 43.8537, 0.01, "cells/mm3", partial(_wound, 20.0, "phi_I", alpha=0.5)),
        _claim("A1 normal R", "normal wound, repair macrophages at day 20", 43.8537, 0.01, "cells/mm3", partial(_wound, 20.0, "phi_R", alpha=0.5)),
        _claim("A1 diabetic I", "diabetic wound, inflammatory macrophages at day 20", 899.666, 0.05, "cells/mm3", partial(_wound, 20.0, "phi_I", alpha=0.8)),
        _claim("A1 diabetic R", "diabetic wound, repair macrophages at day 20", 226.987, 0.05, "cells/mm3", partial(_wound, 20.0, "phi_R", alpha=0.8)),
        _claim("A2 resolved", "alpha 0.6, lower stable state", 13.413, 0.001, "cells/mm3", partial(_steady_total, 0.6, 1.0, 100.0)),
        _claim("A2 between", "alpha 0.6, unstable state", 461.43, 0.01, "cells/mm3", partial(_steady_total, 0.6, 100.0, 800.0)),
        _claim("A2 chronic", "alpha 0.6, upper stable state", 1164.34, 0.01, "cells/mm3", partial(_steady_total, 0.6, 800.0, 1500.0)),
    ),
    behaviours=(
        "Setting alpha of a diabetic wound from 0.8 to 0.2 at day 22 resolves chronic inflammation, the treatment of the article: all macrophages fall from "
        "1131 to 21/mm3 at day 60 and 11/mm3 at day 120.",
        "The course from the published start tips from resolved to chronic between alpha 0.65 and 0.7.",
    ),
    not_reproduced=("No figure of the article was laid beside these courses.",),
    cannot_say=(
        "When a wound closes, how much collagen it has, or whether it scars: all that is computed is inflammation.",
        "Anything where TGF-beta is above 9.17 pg/mm3: K(T) is a cubic fit and negative there, and such a course is refused.",
        "How much vesicles lower alpha: the effect is a prior.",
    ),
)
