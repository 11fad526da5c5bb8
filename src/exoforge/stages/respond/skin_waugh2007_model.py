"""The bed of a skin wound on the shelf: macrophages, fibroblasts, collagen, TGF-beta, PDGF and hyaluronan, and the published skin substitutes."""

from __future__ import annotations

from functools import partial

from exoforge.base.parameters import FIXED, Parameter, lognormal
from exoforge.laws.kinetics.card import Claim, ModelCard
from exoforge.laws.kinetics.model import Event, KineticModel, State
from exoforge.stages.respond.coupling import ACTIVITY, Effect, effective, maximum_effect
from exoforge.stages.respond.untreated import at, untreated

EFFECTS = (
    Effect(parameter="alpha", sign=-1, maximum="emax_phenotype", edges=("let-7b-m2", "mir-223-m2", "mir-181c-m2")),
    Effect(
        parameter="k10",
        sign=1,
        maximum="emax_fibroblasts",
        edges=("exo-fibroblast-akt", "exo-fibroblast-erk", "exo-fibroblast-stat3", "adipose-exos-pi3k-fibroblasts"),
    ),
    Effect(parameter="k11", sign=1, maximum="emax_collagen", edges=("evs-collagen", "ipsc-exos-erk-collagen")),
)
"""What vesicles move: the share of arriving monocytes that turn inflammatory, division of fibroblasts, synthesis of collagen.
No mechanism of the table speaks of hyaluronan, so vesicles do not make any."""

RATE_SPREAD = lognormal(1.05)
"""How far each rate may stray, a choice; the same as for the inflammation of a wound (waugh2006)."""


def _rate(name: str, unit: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit=unit, meaning=meaning, low=0.0, usual=usual, spread=RATE_SPREAD, cite="waugh2007", status="read")


def _fits() -> tuple[Parameter, ...]:
    """The coefficients of the four cubic fits; those of one fit belong together and do not stray alone."""
    fits = {
        "tau_K": ("migration K(T) of monocytes", "cells/mm3/d", "T", (-2.47, 21.94, 6.41, 1.75)),
        "tau_M": ("migration M(P) of fibroblasts", "cells/mm3/d", "P", (15.333, -167.21, 452.38, 2.6593)),
        "tau_f": ("effect f(T) of TGF-beta on collagen", "", "T", (0.0092, -0.1552, 0.6279, 0.2527)),
        "tau_g": ("effect g(C) of collagen on its own synthesis", "", "C", (-4.33e-10, 9e-7, -5.5e-4, 0.13)),
    }
    found = []
    for stem, (meaning, unit, of, values) in fits.items():
        inverse = "mm3/ug" if of == "C" else "mm3/pg"
        for i, value in enumerate(values):
            power = 3 - i
            units = " ".join(filter(None, (unit, f"({inverse})^{power}" if power else "")))
            found.append(
                Parameter(
                    name=f"{stem}{i + 1}",
                    unit=units,
                    meaning=f"coefficient of {of}**{power} in the {meaning}",
                    usual=value,
                    spread=FIXED,
                    cite="waugh2007",
                    status="read",
                )
            )
    return tuple(found)


FITS = _fits()
RATES = (
    _rate("k1", "", 0.05, "share of macrophages that divide"),
    _rate("k2", "1/d", 0.693, "division of macrophages"),
    _rate("k3", "mm3/cells", 0.002, "crowding by macrophages"),
    _rate("k5", "mm3/cells", 0.0025, "crowding by fibroblasts"),
    _rate("k6", "mm3/ug", 0.0004, "crowding by collagen"),
    _rate("d1", "1/d", 0.2, "removal of macrophages"),
    _rate("k4", "pg/cells/d", 0.07, "production of TGF-beta by inflammatory macrophages"),
    _rate("k7", "pg/cells/d", 0.004, "production of TGF-beta by fibroblasts"),
    _rate("d2", "1/d", 9.1, "decay of TGF-beta"),
    _rate("k8", "pg/cells/d", 0.015, "production of PDGF by macrophages"),
    _rate("k9", "pg/cells/d", 0.0015, "production of PDGF by fibroblasts"),
    _rate("d3", "1/d", 4.0, "decay of PDGF"),
    _rate("k10", "1/d", 0.924, "division of fibroblasts"),
    _rate("d5", "mm3/cells/d", 1.5e-5, "removal of collagen by fibroblasts"),
    _rate("d6", "1/d", 0.7, "decay of hyaluronan"),
)


def _of_wound(name: str, unit: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit=unit, meaning=meaning, low=0.0, usual=usual, cite="waugh2007", status="read")


BY_WOUND = (
    _of_wound("d4", "1/d", 1.0, "removal of fibroblasts"),
    _of_wound("k11", "ug/cells/d", 20.0, "synthesis of collagen by fibroblasts"),
    _of_wound("k12", "ug/cells/d", 0.01, "production of hyaluronan by fibroblasts"),
)
"""What tells a normal from a diabetic wound; the values are those of a normal one."""
DIABETIC = {"d4": 2.5, "k11": 5.0, "k12": 0.001}

SUBSTITUTE = tuple(
    Parameter(name=name, unit=unit, meaning=f"{what} brought by a skin substitute while it is applied", low=0.0, usual=0.0)
    for name, unit, what in (
        ("A_F", "cells/mm3/d", "fibroblasts"),
        ("A_C", "ug/mm3/d", "collagen"),
        ("A_T", "pg/mm3/d", "TGF-beta"),
        ("A_P", "pg/mm3/d", "PDGF"),
        ("A_H", "ug/mm3/d", "hyaluronan"),
    )
)
APPLICATIONS = Parameter(name="applications", unit="", meaning="how often the skin substitute is applied", low=0.0, high=8.0, usual=0.0)
TREATMENTS = {
    "none": {},
    "apligraf": {"applications": 5.0, "A_F": 1550.0, "A_C": 0.45, "A_T": 0.4, "A_P": 1.0, "A_H": 2.5},
    "dermagraft": {"applications": 8.0, "A_F": 8000.0, "A_C": 18.75, "A_T": 0.4, "A_P": 1.0, "A_H": 80.0},
}
"""The published pulses (waugh2007, models C and D). Their files name both Apligraf; that eight applications are Dermagraft is inferred."""
FIRST_APPLICATION, BETWEEN, LASTING = 28, 7, 1
"""[d] The first application, from one to the next, and how long one brings anything (waugh2007)."""

MODEL = KineticModel(
    name="skin_waugh2007",
    title="The bed of a skin wound: inflammation, fibroblasts, collagen, hyaluronan",
    time_unit="d",
    cite="waugh2007",
    states=(
        State(name="phi_I", unit="cells/mm3", meaning="inflammatory macrophages", initial=200.0, scale=10.0),
        State(name="phi_R", unit="cells/mm3", meaning="repair macrophages", initial=200.0, scale=10.0),
        State(name="F", unit="cells/mm3", meaning="fibroblasts", initial=50.0, scale=10.0),
        State(name="C", unit="ug/mm3", meaning="collagen", initial=10.0, scale=100.0),
        State(name="T", unit="pg/mm3", meaning="TGF-beta", initial=6.0, scale=0.1),
        State(name="P", unit="pg/mm3", meaning="PDGF", initial=2.0, scale=0.1),
        State(name="H", unit="ug/mm3", meaning="hyaluronan", initial=0.01, scale=0.01),
        State(name="applied", unit="", meaning="1 while a skin substitute is applied, else 0", initial=0.0, scale=1.0),
    ),
    parameters=(
        *FITS,
        *RATES,
        *BY_WOUND,
        *SUBSTITUTE,
        APPLICATIONS,
        maximum_effect(
            "emax_phenotype", "largest relative fall of the inflammatory share by vesicles; a prior, never measured for this model", largest=1.0, high=1.0
        ),
        maximum_effect(
            "emax_fibroblasts",
            "largest relative rise of the division of fibroblasts by vesicles; a prior, never measured for this model",
            largest=0.5,
            high=20.0,
        ),
        maximum_effect(
            "emax_collagen", "largest relative rise of the synthesis of collagen by vesicles; a prior, never measured for this model", largest=1.0, high=20.0
        ),
    ),
    inputs=(ACTIVITY,),
    definitions={
        "alpha": "0.4407 - 0.197 * log10(H)",
        **effective(EFFECTS, tissue="skin"),
        "K": "tau_K1 * T**3 + tau_K2 * T**2 + tau_K3 * T + tau_K4",
        "M": "tau_M1 * P**3 + tau_M2 * P**2 + tau_M3 * P + tau_M4",
        "f": "tau_f1 * T**3 + tau_f2 * T**2 + tau_f3 * T + tau_f4",
        "g": "tau_g1 * C**3 + tau_g2 * C**2 + tau_g3 * C + tau_g4",
        "room": "1 - (k3 * (phi_I + phi_R) + k5 * F + k6 * C)",
    },
    rates={
        "phi_I": "alpha_eff * K + k1 * k2 * phi_I * room - d1 * phi_I",
        "phi_R": "(1 - alpha_eff) * K + k1 * k2 * phi_R * room - d1 * phi_R",
        "F": "M + k10_eff * F * room + applied * A_F - d4 * F",
        "C": "k11_eff * F * f * g + applied * A_C - d5 * F * C",
        "T": "k4 * phi_I + k7 * F + applied * A_T - d2 * T",
        "P": "k8 * (phi_I + phi_R) + k9 * F + applied * A_P - d3 * P",
        "H": "k12 * F + applied * A_H - d6 * H",
        "applied": "0",
    },
    events=tuple(
        event
        for i in range(8)
        for event in (
            Event(
                time=str(FIRST_APPLICATION + i * BETWEEN),
                assign={"applied": f"minimum(1, maximum(0, applications - {i}))"},
                meaning=f"application {i + 1} begins",
            ),
            Event(time=str(FIRST_APPLICATION + i * BETWEEN + LASTING), assign={"applied": "0"}, meaning=f"application {i + 1} ends"),
        )
    ),
)


def _at(wound: str, treatment: str, day: float, state: str) -> float:
    changed = (DIABETIC if wound == "diabetic" else {}) | TREATMENTS[treatment]
    return at(untreated(MODEL, 210.0, 2101, tuple(changed.items())), day, state)


def _claim(wound: str, day: float, state: str, expected: float, *, treatment: str = "none") -> Claim:
    of = next(one for one in MODEL.states if one.name == state)
    return Claim(
        key=f"skin A3 {wound if treatment == 'none' else treatment} {state} day {day:g}",
        title=f"{wound} wound, {of.meaning} at day {day:g}" + ("" if treatment == "none" else f", after {treatment}"),
        expected=expected,
        tolerance=1e-4,
        kind="relative",
        unit=of.unit,
        origin="independent run",
        source="computed once from BioModels MODEL1006230106, 003, 099 and 102, by another solver",
        compute=partial(_at, wound, treatment, day, state),
    )


CARD = ModelCard(
    key="waugh2007",
    title="The bed of a skin wound: inflammation, fibroblasts, collagen, hyaluronan",
    tissue="skin",
    model=MODEL,
    cite=("waugh2007", "waugh2006"),
    read_from="BioModels MODEL1006230106 (normal), 003 (diabetic), 099 and 102 (treated), with the abstract; the article was not read",
    claims=(
        _claim("normal", 21.0, "phi_I", 15.922),
        _claim("normal", 21.0, "phi_R", 25.064),
        _claim("normal", 21.0, "F", 107.56),
        _claim("normal", 21.0, "C", 1251.8),
        _claim("normal", 21.0, "T", 0.17156),
        _claim("normal", 21.0, "P", 0.19905),
        _claim("normal", 21.0, "H", 1.6838),
        _claim("normal", 200.0, "phi_I", 5.7384),
        _claim("normal", 200.0, "phi_R", 6.2651),
        _claim("normal", 200.0, "F", 45.233),
        _claim("normal", 200.0, "C", 1249.5),
        _claim("normal", 200.0, "H", 0.64619),
        _claim("diabetic", 28.0, "phi_I", 50.905),
        _claim("diabetic", 28.0, "phi_R", 33.336),
        _claim("diabetic", 28.0, "F", 69.924),
        _claim("diabetic", 28.0, "C", 492.53),
        _claim("diabetic", 100.0, "C", 558.92),
        _claim("diabetic", 57.0, "C", 717.08, treatment="apligraf"),
        _claim("diabetic", 100.0, "C", 765.58, treatment="apligraf"),
        _claim("diabetic", 78.0, "C", 1251.45, treatment="dermagraft"),
        _claim("diabetic", 100.0, "C", 1242.76, treatment="dermagraft"),
    ),
    behaviours=(
        "Both published treatments raise collagen: a diabetic wound has 559 ug/mm3 at day 100, with five applications (C) 766, with eight (D) 1243.",
        "Five applications (C) never bring collagen above that of a normal wound (717 ug/mm3 after the last); eight (D) reach it at day 78 with 1251 ug/mm3, "
        "as much as a normal wound and 1.7 times as much as C has then. So D overshoots C.",
        "After the last application alpha returns to that of a diabetic wound: 0.09 while D is applied, 0.51 a week later, 0.79 three weeks later, where it is "
        "0.77 untreated; hyaluronan is gone (0.018 against 0.022 ug/mm3). The substitute heals only as long as it lasts, but collagen stays.",
        "Inflammation feeds the fibroblasts here: lowering alpha by half from day 0 on leaves a diabetic wound with less collagen at day 120 (0.32 of a normal "
        "wound against 0.46), and half as much synthesis again with more (0.66). A shift of phenotype alone is no help in this model.",
    ),
    not_reproduced=(
        "The abstract calls hyaluronan the key to healing. In the equations of the files the fibroblasts brought are: with eight applications collagen at day "
        "100 is 1243 ug/mm3 with and without their hyaluronan, 719 without their fibroblasts, 1236 with fibroblasts alone and 543 with hyaluronan "
        "alone (559 untreated).",
        "The times to healing of the article were not seen; its threshold of healing neither, so that the classes here follow a rule of this package.",
        "Whether eight applications with 32 times the hyaluronan are Dermagraft is inferred from the title: the file names both treatments Apligraf.",
    ),
    cannot_say=(
        "When a wound closes: nothing here is a surface. See the model of closure.",
        "Anything of infection, vessels, perfusion or pressure, which keep diabetic wounds open.",
        "What vesicles do to hyaluronan, which sets alpha: no mechanism in the table speaks of it.",
        "How large the three effects of vesicles are: they are priors.",
        "Anything where K(T) or M(P), cubic fits, are negative (TGF-beta above 9.17, PDGF between 4.98 and 5.93 pg/mm3): such a course is refused.",
    ),
)
