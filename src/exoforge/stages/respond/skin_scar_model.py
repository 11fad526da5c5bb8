"""Scarring of skin on the shelf: macrophages and myofibroblasts that feed each other (the circuit of Adler et al. 2020)."""

from __future__ import annotations

from exoforge.base.parameters import Parameter, lognormal
from exoforge.laws.kinetics.model import Event, KineticModel, State
from exoforge.stages.respond.coupling import ACTIVITY, Effect, effective, maximum_effect

EFFECTS = (
    Effect(
        parameter="l1",
        sign=-1,
        maximum="emax_myofibroblasts",
        edges=("scar-mirs-myofibroblasts", "scar-mirs", "uc-exos-smad2-scar", "afsc-exos-tgfb-scar"),
    ),
)
"""What vesicles move: the division of myofibroblasts. TGF-beta, which the mechanisms name, is not in the circuit; what they are said
to lower, myofibroblasts, is."""

RATE_SPREAD = lognormal(1.05)
"""How far each rate may stray, a choice. With 1.1, 28 % of 300 inflammations of 4 d healed untreated, so that
the scatter would speak and not the therapy; with 1.05, 7 %."""
PER_DAY = 1440.0
"""[min/d] The published rates of molecules are per minute."""


def _rate(name: str, unit: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit=unit, meaning=meaning, low=1e-12, usual=usual, spread=RATE_SPREAD, cite="adler2020_implementation", status="read")


MODEL = KineticModel(
    name="skin_adler2020",
    title="Scar: macrophages and myofibroblasts that feed each other",
    time_unit="d",
    cite="adler2020",
    states=(
        State(name="F", unit="cells/mL", meaning="myofibroblasts", initial="F0", scale=1e3),
        State(name="M", unit="cells/mL", meaning="macrophages", initial=0.0, scale=1e3),
        State(name="C", unit="molecules/mL", meaning="CSF1, by which myofibroblasts feed macrophages", initial=0.0, scale=1e7),
        State(name="P", unit="molecules/mL", meaning="PDGF, by which macrophages feed myofibroblasts and these themselves", initial=0.0, scale=1e7),
        State(name="influx", unit="cells/mL/d", meaning="macrophages that come in from blood", initial="inflow", scale=1e5),
    ),
    parameters=(
        Parameter(name="F0", unit="cells/mL", meaning="myofibroblasts at the injury; one is a choice", low=0.0, usual=1.0),
        Parameter(
            name="inflow",
            unit="cells/mL/d",
            meaning="macrophages that come in from blood while inflammation lasts",
            low=0.0,
            usual=1e6,
            spread=RATE_SPREAD,
            cite="adler2020_implementation",
            status="read",
        ),
        Parameter(
            name="inflammation", unit="d", meaning="how long macrophages come in; it is the injury, never a thing to choose; 4 is a choice", low=0.0, usual=4.0
        ),
        _rate("l1", "1/d", 0.9, "largest division of myofibroblasts"),
        _rate("l2", "1/d", 0.8, "largest division of macrophages"),
        _rate("m1", "1/d", 0.3, "removal of myofibroblasts"),
        _rate("m2", "1/d", 0.3, "removal of macrophages"),
        _rate("K", "cells/mL", 1e6, "myofibroblasts at which division stops"),
        _rate("k1", "molecules/mL", 1e9, "PDGF at which division of myofibroblasts is half of its largest"),
        _rate("k2", "molecules/mL", 1e9, "CSF1 at which division of macrophages is half of its largest"),
        _rate("b1", "molecules/cells/d", 470 * PER_DAY, "secretion of CSF1 by myofibroblasts"),
        _rate("b2", "molecules/cells/d", 70 * PER_DAY, "secretion of PDGF by macrophages"),
        _rate("b3", "molecules/cells/d", 240 * PER_DAY, "secretion of PDGF by myofibroblasts"),
        _rate("a1", "molecules/cells/d", 940 * PER_DAY, "uptake of CSF1 by macrophages"),
        _rate("a2", "molecules/cells/d", 510 * PER_DAY, "uptake of PDGF by myofibroblasts"),
        _rate("g", "1/d", 2.0, "decay of both factors"),
        maximum_effect(
            "emax_myofibroblasts",
            "largest relative fall of the division of myofibroblasts by vesicles; a prior, never measured for this model",
            largest=1.0,
            high=1.0,
        ),
    ),
    inputs=(ACTIVITY,),
    definitions={**effective(EFFECTS, tissue="skin"), "bound_P": "P / (k1 + P)", "bound_C": "C / (k2 + C)"},
    rates={
        "F": "F * (l1_eff * bound_P * (1 - F / K) - m1)",
        "M": "influx + M * (l2 * bound_C - m2)",
        "C": "b1 * F - a1 * M * bound_C - g * C",
        "P": "b2 * M + b3 * F - a2 * F * bound_P - g * P",
        "influx": "0",
    },
    events=(Event(time="inflammation", assign={"influx": "0"}, meaning="inflammation ends"),),
)
