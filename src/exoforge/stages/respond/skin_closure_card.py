"""The closure of a skin wound on the shelf: its values, what vesicles move in it, its equations and its card."""

from __future__ import annotations

import math
from functools import lru_cache, partial

import numpy as np

from exoforge.base.parameters import Parameter, Status, lognormal
from exoforge.laws.closure import Closure, Epidermis, resolved
from exoforge.laws.kinetics.card import Claim, ModelCard
from exoforge.stages.respond.coupling import Effect, effective, maximum_effect

BOTH = ("uc-exos-wnt-reepithelialisation", "wnt4-proliferation")
"""Mechanisms that name proliferation and migration of skin cells in one breath."""
EFFECTS = (
    Effect(parameter="h", sign=1, maximum="emax_division", edges=("exo-burn-pcna-reepithelialisation", *BOTH)),
    Effect(parameter="D", sign=1, maximum="emax_migration", edges=BOTH),
)
"""What vesicles move: the largest rate of division of epidermal cells, and how fast they creep. Skin at rest stays as it is."""

VALUE_SPREAD = lognormal(1.1)
"""How far each value without unit may stray, a choice."""
PUBLISHED_RADIUS = 5e-3
"""[m] Radius of the wound that is 1 in the published values; recalled (sherratt1990)."""


def _value(name: str, usual: float, meaning: str, *, unit: str = "", read: bool = True) -> Parameter:
    cite = "sherratt1990_implementation" if read else "sherratt1990"
    status: Status = "read" if read else "recalled"
    return Parameter(name=name, unit=unit, meaning=meaning, low=1e-9, high=1e4, usual=usual, spread=VALUE_SPREAD, cite=cite, status=status)


ACTIVATOR = (
    _value("D_activator", 5e-4, "diffusion of cells, in units of k and of a wound of 5 mm radius; activator"),
    _value("D_c_activator", 0.45, "diffusion of the signal, in the same units; activator"),
    _value("lam_activator", 30.0, "turnover of the signal, in units of k; activator"),
    _value("h_activator", 10.0, "largest rate of division, in units of k; activator"),
    _value("c_m", 40.0, "signal at which division is largest, in units of unwounded skin; activator"),
    _value("cells_alpha", 0.1, "cells at which the signal is made fastest (alpha), in units of unwounded skin; activator"),
)
INHIBITOR = (
    _value("D_inhibitor", 1e-4, "diffusion of cells, in units of k and of a wound of 5 mm radius; inhibitor", read=False),
    _value("D_c_inhibitor", 0.85, "diffusion of the signal, in the same units; inhibitor", read=False),
    _value("lam_inhibitor", 5.0, "turnover of the signal, in units of k; inhibitor", read=False),
    _value("h_inhibitor", 10.0, "largest rate of division, in units of k; inhibitor", read=False),
)
LOSS = Parameter(
    name="loss",
    unit="1/s",
    meaning="rate k at which unwounded skin loses cells, once in 100 h; it sets the days and was not read again",
    low=1e-8,
    high=1e-4,
    usual=1 / 360e3,
    spread=lognormal(1.5),
    cite="sherratt1990",
    status="recalled",
)
EMAX_DIVISION = maximum_effect(
    "emax_division", "largest relative rise of the largest rate of division by vesicles; a prior, never measured for this model", largest=0.5, high=1.0
)
EMAX_MIGRATION = maximum_effect(
    "emax_migration", "largest relative rise of the diffusion of cells by vesicles; a prior, never measured for this model", largest=1.0, high=20.0
)


def _lines() -> tuple[tuple[str, str], ...]:
    """The equations by form of printing; the effects of vesicles as the coupling states them, which also checks their mechanisms."""
    moved = [f"{name} = {text}" for name, text in effective(EFFECTS, tissue="skin").items()]
    text = [
        *moved,
        "dn/dt = D_eff * lap(n) + s(c) * n * (2 - n) - n",
        "dc/dt = D_c * lap(c) + lam * (f(n) - c)",
        "activator: s(c) = 2 * c_m * (h_eff - b) * c / (c_m**2 + c**2) + b, b = (1 + c_m**2 - 2 * h_eff * c_m) / (1 - c_m)**2",
        "activator: f(n) = n * (1 + alpha**2) / (n**2 + alpha**2)",
        "inhibitor: s(c) = ((h_eff - 1) * c + h_eff) / (2 * (h_eff - 1) * c + 1), f(n) = n",
        "n = c = 0 in the wound at t = 0; n = c = 1 at its edge",
    ]
    latex = [
        r"h_{\mathrm{eff}} = h (1 + \mathrm{emax\_division}\; a), \quad D_{\mathrm{eff}} = D (1 + \mathrm{emax\_migration}\; a)",
        r"\frac{\partial n}{\partial t} = D_{\mathrm{eff}} \nabla^2 n + s(c)\, n (2 - n) - n",
        r"\frac{\partial c}{\partial t} = D_c \nabla^2 c + \lambda (f(n) - c)",
        r"\text{activator: } s = \frac{2 c_m (h_{\mathrm{eff}} - b) c}{c_m^2 + c^2} + b, \quad b = \frac{1 + c_m^2 - 2 h_{\mathrm{eff}} c_m}{(1 - c_m)^2},"
        r" \quad f = \frac{n (1 + \alpha^2)}{n^2 + \alpha^2}",
        r"\text{inhibitor: } s = \frac{(h_{\mathrm{eff}} - 1) c + h_{\mathrm{eff}}}{2 (h_{\mathrm{eff}} - 1) c + 1}, \quad f = n",
        r"n = c = 0 \text{ in the wound at } t = 0, \quad n = c = 1 \text{ at its edge}",
    ]
    typst = [
        'h_"eff" = h (1 + "emax_division" a), quad D_"eff" = D (1 + "emax_migration" a)',
        'frac(diff n, diff t) = D_"eff" nabla^2 n + s(c) n (2 - n) - n',
        "frac(diff c, diff t) = D_c nabla^2 c + lambda (f(n) - c)",
        '"activator:" s = frac(2 c_m (h_"eff" - b) c, c_m^2 + c^2) + b, quad b = frac(1 + c_m^2 - 2 h_"eff" c_m, (1 - c_m)^2),'
        " quad f = frac(n (1 + alpha^2), n^2 + alpha^2)",
        '"inhibitor:" s = frac((h_"eff" - 1) c + h_"eff", 2 (h_"eff" - 1) c + 1), quad f = n',
        'n = c = 0 "in the wound at" t = 0, quad n = c = 1 "at its edge"',
    ]
    for kind, values in (("activator", ACTIVATOR), ("inhibitor", INHIBITOR)):
        written = ", ".join(f"{one.name.removesuffix(f'_{kind}')} = {one.usual:g}" for one in values)
        text.append(f"{kind}: {written}")
        latex.append(rf"\text{{{kind}: {written.replace('_', chr(92) + '_')}}}")
        typst.append(f'"{kind}: {written}"')
    return tuple((form, line) for form, lines in (("text", text), ("latex", latex), ("typst", typst)) for line in lines)


@lru_cache(maxsize=4)
def _published(activator: bool, circular: bool = True) -> Closure:
    """The published wound, untreated, on rings that no longer matter; every 0.01/k."""
    skin = skin_of({one.name: float(one.usual or 0.0) for one in (*ACTIVATOR, *INHIBITOR)}, activator, 1.0)
    return resolved(skin, times=np.linspace(0.0, 60.0, 6001), circular=circular, tolerance=1e-3)[0]


def skin_of(values: dict[str, float], activator: bool, scale: float) -> Epidermis:
    """The regulation in units of a wound that is `scale` times as wide as the published one."""
    kind = "activator" if activator else "inhibitor"
    return Epidermis(
        activator=activator,
        D=values[f"D_{kind}"] / scale**2,
        D_c=values[f"D_c_{kind}"] / scale**2,
        lam=values[f"lam_{kind}"],
        h=values[f"h_{kind}"],
        c_m=values["c_m"],
        alpha=values["cells_alpha"],
    )


def _time_of(activator: bool, edge: float) -> float:
    """[1/k] When the edge of the published wound is that far out."""
    found = _published(activator)
    return float(np.interp(-edge, -found.edge, np.linspace(0.0, 60.0, 6001)))


def _speed(activator: bool) -> float:
    return 0.3 / (_time_of(activator, 0.4) - _time_of(activator, 0.7))


RUN = "computed once by another implementation, 400 rings"
CARD = ModelCard(
    key="sherratt1990",
    title="Closure of a skin wound by epidermal cells",
    tissue="skin",
    lines=_lines(),
    cite=("sherratt1990", "sherratt1990_implementation"),
    read_from="an open implementation of the activator with its values; the article was not read again, and the inhibitor, its values, the time 1/k of 100 h "
    "and the radius of 5 mm are recalled",
    claims=(
        Claim(key="skin A6 healed", title="activator, round wound, no place below 0.8", expected=20.64, tolerance=0.1, kind="absolute", unit="1/k",
              origin="independent run", source=RUN, compute=lambda: _published(True).closed),
        Claim(key="skin A6 speed", title="activator, speed of the edge from 0.7 to 0.4", expected=0.0506, tolerance=0.0005, kind="absolute", unit="R k",
              origin="independent run", source=RUN, compute=partial(_speed, True)),
        Claim(key="skin A6 half area", title="activator, half of the area closed", expected=7.96, tolerance=0.02, kind="absolute", unit="1/k",
              origin="independent run", source=RUN, compute=lambda: _time_of(True, math.sqrt(0.5))),
    ),
    behaviours=(
        "The activator closes the published wound with an edge that moves at 0.0505 R k, five times the least speed 0.0103 of the front linearised without "
        "signal, because the signal diffuses ahead of the cells.",
        "The inhibitor closes the same wound in 46.1/k, at 0.0237 R k between 0.7 and 0.4 of the radius.",
        "With 1/k = 100 h and R = 5 mm these are 2.5e-3 and 1.2e-3 mm/h; the article is recalled to print 2.6e-3 and 1.2e-3 mm/h.",
    ),
    not_reproduced=(
        "The speed of the inhibitor is recalled as about 0.03 R k; the equations as recalled give 0.0237 (round wound) and no choice of rings changes that. "
        "Equation, values and number are all from memory, so that which of them is off cannot be said here.",
    ),
    cannot_say=(
        "In how many days a real wound closes: k and the radius are recalled, and a speed measured in rabbit ears (8.6e-3 mm/h, recalled) is three times "
        "the model's.",
        "Anything of contraction, which closes most of a mouse wound, or of infection, the wound bed, vessels and scar.",
        "How much vesicles speed division or creeping of these cells: both effects are priors.",
    ),
)  # fmt: skip
