"""Many members of one plan: each uncertain parameter drawn for each member, the same numbers on one core and on a hundred.

Row 0 is the central member (every parameter at its stated or usual value). Then come two rows for each uncertain parameter,
alone at its 5th and its 95th percentile with all others central: what the ledger reads. Then the members proper. Member i
draws from its own generator, spawned from the seed by i, so that a member does not depend on how many there are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Parameter, Spread, parameters_of, quantile, replaced
from exoforge.base.trace import Assumption
from exoforge.design.plan import Plan, PlannedStep
from exoforge.design.river import River, exposed, flow
from exoforge.stages.contract import Operation
from exoforge.streams.response import Response

MOST_MEMBERS = 100_000
Progress = Callable[[int, int], None]
Made = dict[tuple[int, tuple[tuple[str, float | str], ...]], Operation]
"""Operations by their place and the values that differ from the central ones: rows that share the values of a step share its operation, so
that what comes later sees by the identity of an operation that nothing differs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Uncertain:
    """One parameter of one step that may stray: the step's place in the plan, the spread and its centre."""

    place: int
    parameter: Parameter
    spread: Spread
    centre: float
    assumption: Assumption
    origin: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """One row: its river and, if the record has a tissue, its response."""

    river: River
    response: Response | None

    @property
    def failed(self) -> str:
        """Empty, or why this row has no result."""
        return self.response.message if self.response is not None else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ensemble:
    """All rows of a run.

    Parameters
    ----------
    central : row 0.
    alone : for each uncertain parameter, the rows in which it alone is at its 5th and 95th percentile.
    members : the members proper.
    """

    plan: Plan
    uncertain: tuple[Uncertain, ...]
    central: Outcome
    alone: tuple[tuple[Outcome, Outcome], ...]
    members: tuple[Outcome, ...]
    seed: int
    seconds: float


def uncertain_of(plan: Plan) -> tuple[Uncertain, ...]:
    """Every parameter of the plan that has a spread, in the order of the steps and of their declarations."""
    found: list[Uncertain] = []
    for place, planned in enumerate(plan.steps):
        assumed = {assumption.name: assumption for assumption in planned.assumed}
        for parameter in parameters_of(planned.operation):
            spread = planned.spreads.get(parameter.name)
            if spread is None or spread.shape == "fixed":
                continue
            centre = float(getattr(planned.operation, parameter.name))
            found.append(
                Uncertain(
                    place=place,
                    parameter=parameter,
                    spread=spread,
                    centre=centre,
                    assumption=assumed.get(parameter.name) or _stated_interval(planned, parameter, spread, centre),
                    origin="assumed" if parameter.name in assumed else "stated interval",
                )
            )
    return tuple(found)


def _stated_interval(planned: PlannedStep, parameter: Parameter, spread: Spread, centre: float) -> Assumption:
    low, high = quantile(parameter, spread, centre, np.array([0.05, 0.95]))
    return Assumption(
        key=f"{planned.key}: {parameter.name}",
        name=parameter.name,
        meaning=parameter.meaning,
        value=centre,
        unit=parameter.unit,
        low=float(low),
        high=float(high),
        reason="stated with an interval; half of the members were drawn evenly from either side of the stated value",
    )


def draws(uncertain: Sequence[Uncertain], members: int, seed: int) -> NDArray[np.float64]:
    """The table of values, (1 + 2 n_uncertain + members, n_uncertain) [each parameter's unit]."""
    count = len(uncertain)
    table = np.tile(np.array([one.centre for one in uncertain], dtype=np.float64), (1 + 2 * count + members, 1))
    for column, one in enumerate(uncertain):
        table[1 + 2 * column : 3 + 2 * column, column] = quantile(one.parameter, one.spread, one.centre, np.array([0.05, 0.95]))
    table[1 + 2 * count :] = member_values(uncertain, members, seed)
    return table


def member_values(uncertain: Sequence[Uncertain], members: int, seed: int, *, skip: int = 0) -> NDArray[np.float64]:
    """The values of the members alone, (members, n_uncertain) [each parameter's unit].

    Parameters
    ----------
    skip : so many draws of each member were used before, by parameters that come first.
    """
    probabilities = np.empty((members, len(uncertain)))
    for member in range(members):
        generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(member,)))
        probabilities[member] = generator.random(skip + len(uncertain))[skip:]
    columns = [quantile(one.parameter, one.spread, one.centre, probabilities[:, column]) for column, one in enumerate(uncertain)]
    return np.column_stack(columns) if columns else np.empty((members, 0))


def check_members(members: int) -> None:
    """See that an ensemble can have so many members.

    Raises
    ------
    SettingError
        They are fewer than 2 or too many.
    """
    if not 2 <= members <= MOST_MEMBERS:
        raise SettingError(f"The ensemble has {members} members; it needs from 2 to {MOST_MEMBERS}.")


def ensemble_of(plan: Plan, *, members: int = 1000, seed: int = 0, progress: Progress | None = None) -> Ensemble:
    """Run a plan with all its uncertainty.

    Parameters
    ----------
    members : how many members are drawn, from 2 to 100,000.
    seed : the seed of every draw.
    progress : called with the number of rows done and to do.

    Raises
    ------
    SettingError
        The number of members or the seed is out of range.
    """
    check_members(members)
    if seed < 0:
        raise SettingError(f"The seed is {seed}; it must be zero or more.")
    begun = time.perf_counter()
    uncertain = uncertain_of(plan)
    table = draws(uncertain, members, seed)
    outcomes = outcomes_of(plan, uncertain, table, progress=progress)
    count = len(uncertain)
    alone = tuple((outcomes[1 + 2 * column], outcomes[2 + 2 * column]) for column in range(count))
    return Ensemble(
        plan=plan,
        uncertain=uncertain,
        central=outcomes[0],
        alone=alone,
        members=tuple(outcomes[1 + 2 * count :]),
        seed=seed,
        seconds=time.perf_counter() - begun,
    )


def outcomes_of(
    plan: Plan,
    uncertain: Sequence[Uncertain],
    table: NDArray[np.float64],
    *,
    central: River | None = None,
    likes: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """What becomes of each row of values, the first of which is the central one.

    Parameters
    ----------
    table : (n_rows, n_uncertain) [each parameter's unit].
    central : the river of the first row, where it has flowed already.
    likes : (n_rows,) for each row an earlier one: what comes before the first value in which the two differ is taken over from there.
        Without it, every row is laid beside the first.
    progress : called with the number of rows done and to do.

    Raises
    ------
    SettingError
        A value cannot be used by its step.
    """
    rivers: list[River] = [central] if central is not None else []
    made: Made = {}
    for row, values in enumerate(table[len(rivers) :], start=len(rivers)):
        like = likes[row] if likes is not None else 0
        try:
            rivers.append(_river(plan, uncertain, values, (table[like], rivers[like]) if row else None, made))
        except SettingError as trouble:
            if row == 0:
                raise
            raise SettingError(f"With values drawn within the stated or usual intervals: {trouble} State the uncertain values more narrowly.") from None
        if progress is not None:
            progress(row + 1, len(table))
    return _answered(exposed(rivers))


def _river(plan: Plan, uncertain: Sequence[Uncertain], values: NDArray[np.float64], like: tuple[NDArray[np.float64], River] | None, made: Made) -> River:
    """One row up to its product. What comes before the first value that differs from a like row is taken over from that."""
    steps = len(plan.steps)
    until = min((one.place for one, differs in zip(uncertain, values != like[0], strict=True) if differs), default=steps) if like is not None else 0
    changed: dict[int, dict[str, float | str]] = {}
    for one, value in zip(uncertain, values.tolist(), strict=True):
        if one.place >= until and value != one.centre:
            changed.setdefault(one.place, {})[one.parameter.name] = value
    operations: list[tuple[str, Operation]] = []
    for place, planned in enumerate(plan.steps):
        key = (place, tuple(changed.get(place, {}).items()))
        if key not in made:
            made[key] = replaced(planned.operation, changed[place]) if place in changed else planned.operation
        operations.append((planned.key, made[key]))
    return flow(operations, like=like[1] if like is not None else None, until=until)


def river_with(ensemble: Ensemble, column: int, value: float) -> River:
    """The central river with one uncertain parameter, by its place among them, at a value [its unit], up to its product.

    Raises
    ------
    SettingError
        The value cannot be used by its step.
    """
    centre = np.array([one.centre for one in ensemble.uncertain])
    values = centre.copy()
    values[column] = value
    return _river(ensemble.plan, ensemble.uncertain, values, (centre, ensemble.central.river), {})


def _answered(rivers: Sequence[River]) -> list[Outcome]:
    """All tissues answer to their exposures in one call."""
    tissues = [river.tissue for river in rivers if river.tissue is not None]
    exposures = [river.exposure for river in rivers if river.exposure is not None]
    if not tissues or len(exposures) != len(rivers):
        return [Outcome(river=river, response=None) for river in rivers]
    responses = type(tissues[0]).respond_each(tissues, exposures)
    return [Outcome(river=river, response=response) for river, response in zip(rivers, responses, strict=True)]
