"""What the tissue does, treated and untreated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError
from exoforge.base.trace import Trace


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """One number by which a response is judged. `larger_is_better` is None where neither is."""

    name: str
    meaning: str
    unit: str
    treated: float
    untreated: float
    larger_is_better: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeClass:
    """The class of a course with the therapy and without, by a stated rule.

    Parameters
    ----------
    rule : the rule as a sentence, with its thresholds and where they come from.
    classes : every class that the rule can give, from best to worst.
    treated, untreated : one of the classes each; empty where the course has no result.
    """

    rule: str
    classes: tuple[str, ...]
    treated: str
    untreated: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """The course of a tissue with the therapy and without, from the same tissue parameters.

    Parameters
    ----------
    time : (n_t,) [s] since the injury.
    states, units, meanings : names, units and meanings of the states of the model.
    treated, untreated : (n_state, n_t).
    activity : (n_t,) [1] local active exposure in [0, 1] that drove the treated course.
    endpoints : by name; the first is the headline. A tissue is judged by at least two.
    outcome : the class of the outcome; None where the tissue states no rule.
    message : empty, or why there is no result and what to try; the endpoints are then NaN.
    note : empty, or what was done where an input did not reach; the endpoints hold all the same.
    """

    tissue: str
    time: NDArray[np.float64]
    states: tuple[str, ...]
    units: tuple[str, ...]
    meanings: tuple[str, ...]
    treated: NDArray[np.float64]
    untreated: NDArray[np.float64]
    activity: NDArray[np.float64]
    endpoints: Mapping[str, Endpoint]
    outcome: OutcomeClass | None = None
    message: str = ""
    note: str = ""
    trace: Trace = field(default_factory=Trace)

    def __post_init__(self) -> None:
        shape = (len(self.states), self.time.size)
        if self.treated.shape != shape or self.untreated.shape != shape or not len(self.units) == len(self.meanings) == len(self.states):
            raise InternalError(f"A response needs states of shape {shape}; found {self.treated.shape} and {self.untreated.shape}.")
        if not np.all(np.diff(self.time) > 0):
            raise InternalError("The times of a response must increase.")
        if self.outcome is not None and not {self.outcome.treated, self.outcome.untreated} <= {"", *self.outcome.classes}:
            raise InternalError(f"The outcomes '{self.outcome.treated}' and '{self.outcome.untreated}' are not among {', '.join(self.outcome.classes)}.")
        if len(self.endpoints) < 2:
            raise InternalError("A tissue is judged by at least two endpoints.")
