"""What can be asked of a record: its headline figures, the difference of each endpoint, the class of its outcome as yes or no."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exoforge.base.errors import SettingError, UnitError
from exoforge.base.units import Quantity, convert, fits
from exoforge.design.ensemble import Ensemble, Outcome
from exoforge.design.summary import difference, headline_figures
from exoforge.streams.response import Response

AFTER: Mapping[str, tuple[str, ...]] = {"effect": (), "peak-exposure": ("respond",)}
"""Stages that come after a headline; after all others come body and tissue."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """One number of a row.

    Parameters
    ----------
    name : by which it is asked for. title : what it is to a scientist. unit : of the number.
    read : the number of a row; NaN where the row has none.
    is_yes_or_no : whether it is 1 or 0.
    after : stages that come after it and need not run.
    """

    name: str
    title: str
    unit: str
    read: Callable[[Outcome], float]
    is_yes_or_no: bool = False
    after: tuple[str, ...] = ()


def outputs_of(ensemble: Ensemble) -> tuple[Output, ...]:
    """Every output of a record, the headline first."""
    found = [
        Output(name=head.name, title=head.label, unit=head.unit, read=_held(figure), after=AFTER.get(head.name, ("distribute", "respond")))
        for head, figure in headline_figures(ensemble)
    ]
    response = ensemble.central.response
    if response is not None:
        found += [
            Output(name=one.name, title=f"{one.meaning}, treated less untreated", unit=one.unit, read=_endpoint(one.name))
            for one in response.endpoints.values()
        ]
        for word in response.outcome.classes if response.outcome is not None else ():
            found.append(Output(name=word, title=f"outcome with the therapy is '{word}'", unit="", read=_class(word), is_yes_or_no=True))
    return tuple({one.name: one for one in reversed(found)}.values())[::-1]


def output_named(outputs: tuple[Output, ...], asked: str, *, tissues: tuple[str, ...] = ()) -> Output:
    """The output of a name; without one, or by the name of the record's tissue, the headline.

    Raises
    ------
    SettingError
        There is none, or none of that name; those there are, are listed.
    """
    if not outputs:
        raise SettingError("The record has no step from which a number could be computed, so that nothing can be asked of it; add a culture, or a dose.")
    wanted = "-".join(asked.casefold().replace("_", " ").split())
    if not wanted or wanted in tissues:
        return outputs[0]
    known = {one.name.casefold().replace("_", "-").replace(" ", "-"): one for one in outputs}
    if wanted in known:
        return known[wanted]
    near = difflib.get_close_matches(wanted, known, n=1)
    hint = f"; did you mean '{known[near[0]].name}'?" if near else f"; there is {', '.join(one.name for one in outputs)}."
    raise SettingError(f"'{asked}' is no output of this record{hint}")


def _held(figure: Callable[[Outcome], float]) -> Callable[[Outcome], float]:
    return lambda outcome: math.nan if outcome.failed else _finite(figure(outcome), outcome.response)


def _endpoint(name: str) -> Callable[[Outcome], float]:
    def read(outcome: Outcome) -> float:
        response = outcome.response
        if response is None or response.message:
            return math.nan
        one = response.endpoints[name]
        return difference(_censored(one.treated, one.unit, response), _censored(one.untreated, one.unit, response))

    return read


def _class(word: str) -> Callable[[Outcome], float]:
    def read(outcome: Outcome) -> float:
        held = outcome.response.outcome if outcome.response is not None else None
        return float(held.treated == word) if held is not None and held.treated else math.nan

    return read


def _finite(value: float, response: Response | None) -> float:
    """A headline figure that is infinite, because one course of a time endpoint never gets there, with the end of the course in place of never."""
    if not math.isinf(value) or response is None:
        return value
    one = next(iter(response.endpoints.values()))
    return difference(_censored(one.treated, one.unit, response), _censored(one.untreated, one.unit, response))


def _censored(value: float, unit: str, response: Response) -> float:
    """A time that is never reached as the time at which the course ends."""
    if not math.isinf(value):
        return value
    return math.copysign(convert(Quantity(value=float(response.time[-1]), unit="s"), unit).value, value) if is_time(unit) else math.nan


def is_time(unit: str) -> bool:
    """Whether a unit measures time."""
    try:
        return bool(unit) and fits(Quantity(value=1.0, unit=unit), "s")
    except UnitError:
        return False
