"""Known answers of the tissues: the fracture model of Trejo 2019 and the wound model of Waugh and Sherratt 2006."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np
from scipy.optimize import brentq

from exoforge.laws.kinetics.expressions import evaluate
from exoforge.laws.kinetics.model import KineticModel
from exoforge.laws.kinetics.simulate import Trajectories, simulate
from exoforge.stages.respond import bone_trejo2019, skin_waugh2006
from tests.known.case import Case

BONE, SKIN = bone_trejo2019.MODEL, skin_waugh2006.MODEL
TREJO = "computed once from the open implementation of Trejo 2019, by another solver"
ANALYTIC = "steady state of the equations of Trejo 2019 on paper"
WAUGH = "computed once from BioModels 679 to 681 (Waugh and Sherratt 2006), by another solver"


@lru_cache(maxsize=16)
def _run(model: KineticModel, until: float, changed: tuple[tuple[str, float], ...]) -> Trajectories:
    """A model without vesicles, 20 times a day."""
    until_and_on = np.linspace(0.0, until, round(20 * until) + 1)
    run = simulate(model, times=until_and_on, parameters=dict(changed), inputs={"activity": (np.array([0.0, until]), np.zeros(2))}, rtol=1e-8)
    assert run.message == ("",)
    return run


def _bone(**changed: float) -> Trajectories:
    return _run(BONE, 400.0, tuple(changed.items()))


def _at(run: Trajectories, day: float, *states: str) -> float:
    """The states together at a day."""
    return sum(float(np.interp(day, run.times, run.values[0, run.states.index(state)])) for state in states)


def _peak(run: Trajectories, state: str) -> float:
    return float(run.values[0, run.states.index(state)].max())


def _peak_day(run: Trajectories, state: str) -> float:
    return float(run.times[run.values[0, run.states.index(state)].argmax()])


def _half_bone_day(run: Trajectories) -> float:
    return float(np.interp(0.5, run.values[0, run.states.index("mb")], run.times))


def _steady_total(alpha: float, low: float, high: float) -> float:
    """All macrophages where the declared rates vanish: there the two kinds stand as alpha to 1 - alpha and T = k4 phi_I / d2."""
    usual = {parameter.name: parameter.usual for parameter in SKIN.parameters} | {"alpha": alpha, "activity": 0.0}

    def growth(total: float) -> float:
        values = usual | {"phi_I": alpha * total, "phi_R": (1 - alpha) * total}
        values["T"] = values["k4"] * values["phi_I"] / values["d2"]
        for name, text in SKIN.definitions.items():
            values[name] = evaluate(text, values)
        assert abs(float(evaluate(SKIN.rates["T"], values))) < 1e-12
        return float(evaluate(SKIN.rates["phi_I"], values) + evaluate(SKIN.rates["phi_R"], values))

    return float(brentq(growth, low, high))


def _wound(day: float, *states: str, alpha: float) -> float:
    return _at(_run(SKIN, 120.0, (("alpha", alpha),)), day, *states)


def _case(id: str, title: str, source: str, expected: float, tolerance: float, unit: str, compute: partial[float]) -> Case:
    return Case(id=f"tissues {id}", title=title, source=source, expected=expected, tolerance=tolerance, kind="absolute", unit=unit, compute=compute)


def _later(measure: Callable[..., float], *arguments: object, **changed: float) -> partial[float]:
    """A measure of the fracture model with some rates changed, computed when asked for."""
    return partial(lambda: measure(_bone(**changed), *arguments))


TOTAL = ("phi_I", "phi_R")
CASES = (
    _case("A1 normal", "normal wound, all macrophages at day 120", WAUGH, 12.7302, 0.01, "cells/mm3", partial(_wound, 120.0, *TOTAL, alpha=0.5)),
    _case("A1 diabetic", "diabetic wound, all macrophages at day 120", WAUGH, 1132.216, 0.1, "cells/mm3", partial(_wound, 120.0, *TOTAL, alpha=0.8)),
    _case("A1 normal day 20", "normal wound, inflammatory macrophages at day 20", WAUGH, 43.8537, 0.01, "cells/mm3", partial(_wound, 20.0, "phi_I", alpha=0.5)),
    _case("A1 diabetic I", "diabetic wound, inflammatory macrophages at day 20", WAUGH, 899.666, 0.05, "cells/mm3", partial(_wound, 20.0, "phi_I", alpha=0.8)),
    _case("A1 diabetic R", "diabetic wound, repair macrophages at day 20", WAUGH, 226.987, 0.05, "cells/mm3", partial(_wound, 20.0, "phi_R", alpha=0.8)),
    _case("A2 resolved", "alpha 0.6, lower stable state", WAUGH, 13.413, 0.001, "cells/mm3", partial(_steady_total, 0.6, 1.0, 100.0)),
    _case("A2 between", "alpha 0.6, unstable state", WAUGH, 461.43, 0.01, "cells/mm3", partial(_steady_total, 0.6, 100.0, 800.0)),
    _case("A2 chronic", "alpha 0.6, upper stable state", WAUGH, 1164.34, 0.01, "cells/mm3", partial(_steady_total, 0.6, 800.0, 1500.0)),
    _case("A4 osteoblasts", "union, osteoblasts at rest", ANALYTIC, 1e6 * (1 - 0.15 / 0.2202), 1.0, "cells/mL", _later(_at, 400.0, "Cb")),
    _case("A4 peak", "union, peak of osteoblasts", TREJO, 5.580e5, 100.0, "cells/mL", _later(_peak, "Cb")),
    _case("A4 peak day", "union, day of the peak of osteoblasts", TREJO, 13.95, 0.1, "d", _later(_peak_day, "Cb")),
    _case("A4 half bone", "union, day of half the bone", TREJO, 38.0, 0.1, "d", _later(_half_bone_day)),
    _case("A4 bone day 100", "union, bone at day 100", TREJO, 0.8186, 1e-4, "g/mL", _later(_at, 100.0, "mb")),
    _case("A4 M1", "union, peak of M1", TREJO, 4.857e5, 100.0, "cells/mL", _later(_peak, "M1")),
    _case("A4 M2", "union, peak of M2", TREJO, 1.679e5, 100.0, "cells/mL", _later(_peak, "M2")),
    _case("A4 c1", "union, peak of pro-inflammatory cytokines", TREJO, 1.836, 0.001, "ng/mL", _later(_peak, "c1")),
    _case("A4 MSC", "union, peak of MSC", TREJO, 1.707e5, 100.0, "cells/mL", _later(_peak, "Cs")),
    _case("A4 cartilage", "union, peak of cartilage", TREJO, 0.84687, 1e-4, "g/mL", _later(_peak, "mc")),
    _case("A5 bone", "non-union (db 0.3), bone at day 400", TREJO, 0.25533, 1e-4, "g/mL", _later(_at, 400.0, "mb", db=0.3)),
    _case("A5 cartilage", "non-union (db 0.3), cartilage at day 400", TREJO, 0.44029, 1e-4, "g/mL", _later(_at, 400.0, "mc", db=0.3)),
    _case("A5 osteoblasts", "non-union (db 0.3), osteoblasts die out", ANALYTIC, 0.0, 1.0, "cells/mL", _later(_at, 400.0, "Cb", db=0.3)),
    _case("E2 MSC", "delayed union (ds 0.1), MSC that stay", ANALYTIC, 1e6 * (1 - 0.1 / 0.5), 1.0, "cells/mL", _later(_at, 400.0, "Cs", ds=0.1)),
    _case("E2 half bone", "delayed union (ds 0.1), day of half the bone", TREJO, 31.5, 0.1, "d", _later(_half_bone_day, ds=0.1)),
    _case("D0 half bone", "four times the debris, day of half the bone", TREJO, 21.55, 0.1, "d", _later(_half_bone_day, D0=2e8)),
)
