"""An imported model beside libRoadRunner, where that is installed: two programs that read the same file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.disk import read_text
from exoforge.base.errors import SettingError
from exoforge.laws.kinetics.expressions import evaluate
from exoforge.laws.kinetics.model import KineticModel
from exoforge.laws.kinetics.sbml_draft import counts_amount, draft_of
from exoforge.laws.kinetics.sbml_library import document_of
from exoforge.laws.kinetics.simulate import simulate

AGREEMENT = 1e-6
"""[1] Largest difference, as a share of a state's largest value, that is called agreement; a choice, far below what any data tell apart."""
POINTS = 51
NOTHING = 1e-12
"""[1] A state that stays below this share of its scale counts as nothing there; neither program resolves it. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """How far two programs are apart on one file.

    Parameters
    ----------
    difference : the largest, as a share of the largest value of its state; None where libRoadRunner gave no numbers.
    sentence : the finding in words.
    """

    difference: float | None
    state: str
    agrees: bool
    sentence: str


def compared(path: Path, model: KineticModel, until: float) -> Agreement:
    """The states of a model from time 0 on, by this package and by libRoadRunner from the same file.

    At the moment of an event one program reports the value before it and the other the value after it, so that moment is left out.

    Parameters
    ----------
    until : [time unit of the model]

    Raises
    ------
    SettingError
        libRoadRunner is not installed.
    """
    if find_spec("roadrunner") is None:
        raise SettingError("libRoadRunner is not installed; to compare with it run: pip install libroadrunner")
    times = np.linspace(0.0, until, POINTS)
    usual = {one.name: one.usual for one in model.parameters}
    moments = [float(evaluate(event.time, usual)) for event in model.events]
    calm = np.array([all(abs(time - moment) > 1e-9 * until for moment in moments) for time in times])
    ours = simulate(model, times=times, rtol=1e-9)
    if ours.message[0]:
        return Agreement(difference=None, state="", agrees=False, sentence=ours.message[0])
    text = read_text(path, what="a model in SBML")
    source = document_of(text, path.name).getModel()
    chosen = _selections(source, ours.states)
    if not chosen:
        return Agreement(difference=None, state="", agrees=False, sentence="Nothing that the file names changes, so there is nothing to compare.")
    try:
        theirs = _followed(text, list(chosen.values()), until)
    except Exception as trouble:  # libRoadRunner raises plain RuntimeError and more
        told = str(trouble).splitlines()[0]
        return Agreement(difference=None, state="", agrees=False, sentence=f"libRoadRunner gives no numbers for it: {told}")
    mine = np.array([ours.values[0, ours.states.index(state)] for state in chosen])[:, calm]
    size = np.abs(mine).max(axis=1)
    least = np.array([NOTHING * one.scale for one in model.states if one.name in chosen])
    apart = np.abs(mine - theirs[:, calm]).max(axis=1) / np.maximum(size, least)
    worst = int(np.argmax(apart))
    name, largest = list(chosen)[worst], float(apart[worst])
    agrees = largest <= AGREEMENT
    word = "agrees" if agrees else "does not agree"
    sentence = f"libRoadRunner {word} up to {until:g} {model.time_unit}: the largest difference is {largest:.1e} of the largest value of '{name}'."
    return Agreement(difference=largest, state=name, agrees=agrees, sentence=sentence)


def _selections(source: Any, states: Sequence[str]) -> dict[str, str]:
    """State -> how libRoadRunner calls it; a switch on time is only here, and the amount of a concentration goes by its id."""
    found = {}
    for ident, name in draft_of(source, []).words.names.items():
        species = source.getSpecies(ident)
        if name in states:
            found[name] = f"[{ident}]" if species is not None and not counts_amount(source, species) else ident
        elif species is not None and f"{name}_amount" in states:
            found[f"{name}_amount"] = ident
    return {state: found[state] for state in states if state in found}


def _followed(text: str, chosen: list[str], until: float) -> NDArray[np.float64]:
    roadrunner = import_module("roadrunner")
    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_FATAL)
    runner = roadrunner.RoadRunner(text)
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-10, 1e-13
    runner.integrator.maximum_num_steps = 200_000
    runner.timeCourseSelections = ["time", *chosen]
    return np.array(runner.simulate(0.0, until, POINTS))[:, 1:].T
