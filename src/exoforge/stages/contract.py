"""What every stage promises, and the one hinge between a record and a model.

A unit operation, carrier or tissue is one frozen, final dataclass in one file: its parameters declared with `param`, its
equation in the docstring, its references in `cites`. It takes one stream and returns another. Whatever enters a separation
or a treatment, or is made in it, comes out as product, rejects or losses, per species and size bin, to 1e-12.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError, StepError
from exoforge.base.parameters import Parameter, Spread, check_all, check_value, parameters_of, quantile, replaced, spread_of_interval, values_of
from exoforge.base.trace import Assumption, Entry
from exoforge.base.units import Quantity, convert, fits, parse_quantity
from exoforge.laws.kinetics.card import ModelCard
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.streams.exposure import Exposure
from exoforge.streams.product import Product
from exoforge.streams.response import Response
from exoforge.streams.suspension import Suspension


@dataclass(frozen=True, kw_only=True, slots=True)
class Hinged:
    """What the hinge makes of a step: the operation, what had to be assumed, and how far each parameter may stray.

    `spreads` holds one entry per uncertain parameter: those assumed, and those stated with an interval.
    `notices` are sentences about settings that no model reads and choices that matter.
    """

    operation: Any
    assumed: tuple[Assumption, ...] = ()
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """What became of a feed.

    Parameters
    ----------
    product : what goes on down the river.
    rejects : what was set aside and still exists, by name (supernatant, permeate, later fractions).
    losses : [particles] (n_species, n_size) that are gone, by cause (wall, aggregation, decay).
    made : [particles] (n_species, n_size) that were not there before, by cause: what fused, broke or precipitated has another size or
        is another kind. Kinds that the feed does not have stand behind those that it has.
    figures : [1 or as named] numbers worth printing, by name.
    """

    product: Suspension
    rejects: Mapping[str, Suspension] = field(default_factory=dict)
    losses: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    made: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)


class Operation(ABC):
    """Anything that stands at a stage.

    `stage` and `kind` name it as a record does; `title` is what a scientist calls it; `cites` are the keys of its equations;
    `reads` are the values of the record's dosing and target that the operation reads as if its step had stated them.
    """

    stage: ClassVar[str]
    kind: ClassVar[str]
    title: ClassVar[str]
    cites: ClassVar[tuple[str, ...]] = ()
    reads: ClassVar[tuple[str, ...]] = ()
    version: ClassVar[str] = "1"

    def __post_init__(self) -> None:
        check_all(self)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """The operation of a step, and what had to be assumed. The same for every operation; one that reads a setting in its own way says so in its file."""
        return hinge(cls, step)


class Culture(Operation):
    """Cells make vesicles."""

    stage: ClassVar[str] = "culture"

    @abstractmethod
    def produce(self) -> Suspension:
        """The conditioned medium at harvest."""


class Separation(Operation):
    """One unit operation of an isolation."""

    stage: ClassVar[str] = "isolate"

    @property
    def volume_per_run(self) -> float:
        """Feed that one run of the stated device takes [m3]; infinite where the step states no device of its own."""
        return math.inf

    @property
    def time_per_run(self) -> float:
        """How long one run takes by what the step itself states, its `duration` where it has one [s]; 0 where it states nothing of it."""
        return float(getattr(self, "duration", 0.0))

    @abstractmethod
    def separate(self, feed: Suspension) -> Split:
        """Product, rejects and losses; their sum is the feed."""


class Treatment(Operation):
    """What is done to vesicles without separating them: loading, storage."""

    @abstractmethod
    def treat(self, feed: Suspension) -> Split:
        """Product, rejects and losses; their sum is the feed and what was made."""


class Delivery(Operation):
    """A carrier takes up a dose."""

    stage: ClassVar[str] = "deliver"

    @abstractmethod
    def load(self, feed: Suspension) -> Product:
        """One application: the dose taken from the feed, and the release from the carrier."""


class Disposition(Operation):
    """What the body does with the vesicles."""

    stage: ClassVar[str] = "distribute"

    @abstractmethod
    def distribute(self, product: Product) -> Exposure:
        """Vesicles by site over time."""

    @classmethod
    def distribute_each(cls, members: Sequence[Self], products: Sequence[Product]) -> tuple[Exposure, ...]:
        """The exposures of many members, each to its own product; a disposition that is a kinetic model follows them in one call."""
        return tuple(member.distribute(product) for member, product in zip(members, products, strict=True))


class Tissue(Operation):
    """How a tissue answers. `card` holds its equations and what is known of them; `shown` are the states that a dossier draws."""

    stage: ClassVar[str] = "respond"
    card: ClassVar[ModelCard]
    shown: ClassVar[tuple[str, ...]] = ()

    @classmethod
    @abstractmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure; members that share a time grid go through the kernel in one call."""


def entry_of(operation: Operation, *, inputs: tuple[str, ...] = ()) -> Entry:
    """The trace entry of an operation: its name, version, settings and references. What was assumed is added by the run."""
    return Entry(
        operation=f"{operation.stage}/{operation.kind}", version=operation.version, settings=values_of(operation), inputs=inputs, cites=operation.cites
    )


def step_key(step: Step) -> str:
    """How assumptions and sentences name a step: its place, counted from 1, stage and kind."""
    return f"step[{step.order + 1}] {step.stage}/{step.kind}"


def is_stated(step: Step, name: str) -> bool:
    """Whether a step states a setting."""
    return isinstance(step.settings.get(name), Stated)


def stated_quantity(step: Step, name: str, *units: str) -> Quantity | None:
    """A quantity that a step states, in the first of the units that it fits, or as it stands when no unit is named; None when it is not stated.

    Raises
    ------
    StepError
        What is stated is no quantity, or fits none of the units.
    """
    leaf: Any = step.settings.get(name, Missing())
    if not isinstance(leaf, Stated):
        return None
    try:
        found = _quantity(leaf.value, f", for example '1 {units[0]}'" if units else "")
        return convert(found, next((unit for unit in units if fits(found, unit)), units[0])) if units else found
    except SettingError as trouble:
        raise StepError(step_key(step), {name: f"'{name}': {trouble}"}) from None


def _quantity(value: Any, example: str) -> Quantity:
    found = parse_quantity(value) if isinstance(value, str) else value
    if not isinstance(found, Quantity):
        raise SettingError(f"{value!r} is not a quantity; write a number and its unit{example}.")
    return found


def without(hinged: Hinged, step: Step, names: Collection[str]) -> Hinged:
    """What the hinge made of a step, without the assumptions and spreads of parameters that change nothing; one that is stated all the same is told."""
    idle = [name for name in names if isinstance(step.settings.get(name), Stated)]
    notices = tuple(f"{step_key(step)}: '{name}' is stated, but with the other settings of the step nothing uses it; it changes no number." for name in idle)
    return dataclasses.replace(
        hinged,
        assumed=tuple(assumption for assumption in hinged.assumed if assumption.name not in names),
        spreads={name: spread for name, spread in hinged.spreads.items() if name not in names},
        notices=hinged.notices + notices,
    )


def retold(hinged: Hinged, name: str, value: float, spread: Spread, *, reason: str, cite: str | None = None, status: str | None = None) -> Hinged:
    """What the hinge made of a step, with one of its assumed parameters taken in another way: its value and spread, and why.

    Parameters
    ----------
    cite, status : of the value; those of the declared usual value where they are None.
    """
    parameter = next(one for one in parameters_of(hinged.operation) if one.name == name)
    low, high = (float(edge) for edge in quantile(parameter, spread, value, np.array([0.05, 0.95])))
    further = {key: word for key, word in {"cite": cite, "status": status}.items() if word is not None}

    def told(assumption: Assumption) -> Assumption:
        if assumption.name != name:
            return assumption
        return dataclasses.replace(assumption, value=value, low=low, high=high, reason=reason, **further)

    return dataclasses.replace(
        hinged,
        operation=replaced(hinged.operation, {name: value}),
        assumed=tuple(told(assumption) for assumption in hinged.assumed),
        spreads={**hinged.spreads, name: spread},
    )


def hinge(cls: type[Any], step: Step, *, stated: Mapping[str, float | str] | None = None, also_read: tuple[str, ...] = ()) -> Hinged:
    """Turn a step into an operation by the operation's declarations.

    A stated value is converted; a missing one takes the declared usual value and is told; one without a usual value is
    refused with a sentence that says what to state.

    Parameters
    ----------
    stated : values that the operation has already read in its own way, in its own units.
    also_read : further settings of the step that the operation has read.

    Raises
    ------
    StepError
        Values are missing and have no usual one, have units that do not fit, or are out of range; every reason at once.
    """
    own = dict(stated or {})
    values: dict[str, float | str] = {}
    reasons: dict[str, str] = {}
    assumed: list[Assumption] = []
    spreads: dict[str, Spread] = {}
    parameters = parameters_of(cls)
    for parameter in parameters:
        leaf = step.settings.get(parameter.name, Missing())
        try:
            if parameter.name in own:
                values[parameter.name] = own[parameter.name]
            elif isinstance(leaf, Stated):
                values[parameter.name], interval = _stated_value(parameter, leaf)
                if interval is not None:
                    spreads[parameter.name] = interval
            else:
                values[parameter.name] = _usual_value(parameter, leaf)
                if parameter.spread.shape != "fixed":
                    spreads[parameter.name] = parameter.spread
                assumed.append(_assumption(parameter, step, leaf))
            check_value(parameter, values[parameter.name], cls.__name__)
        except SettingError as trouble:
            reasons[parameter.name] = str(trouble)
    notices = _unread(step, {parameter.name for parameter in parameters} | set(also_read) | set(cls.reads))
    if reasons:
        raise StepError(step_key(step), reasons, notices)
    return Hinged(operation=cls(**values), assumed=tuple(assumed), spreads=spreads, notices=notices)


def _usual_value(parameter: Parameter, leaf: Missing) -> float | str:
    if parameter.usual is None:
        raise SettingError(f"'{parameter.name}' ({parameter.meaning}) is {leaf.reason} and has no usual value; state it in the record{_example(parameter)}.")
    return parameter.usual


def _example(parameter: Parameter) -> str:
    if parameter.choices:
        return f", one of {', '.join(parameter.choices)}"
    return f" in a unit like '{parameter.unit}'" if parameter.unit else ""


def _stated_value(parameter: Parameter, leaf: Stated[Any]) -> tuple[float | str, Spread | None]:
    if parameter.choices:
        word = "yes" if leaf.value is True else "no" if leaf.value is False else str(leaf.value)
        if word not in parameter.choices:
            near = difflib.get_close_matches(word, parameter.choices, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"it must be one of {', '.join(parameter.choices)}."
            raise SettingError(f"'{parameter.name}' is '{word}'; {hint}")
        return word, None
    try:
        moved = convert(_quantity(leaf.value, _example(parameter)), parameter.unit)
    except SettingError as trouble:
        raise SettingError(f"'{parameter.name}': {trouble}") from None
    if moved.low is not None and moved.high is not None:
        for end in (moved.low, moved.high):
            check_value(parameter, end, "interval")
        return moved.value, spread_of_interval(moved.low, moved.high)
    return moved.value, None


def _assumption(parameter: Parameter, step: Step, leaf: Missing) -> Assumption:
    low = high = None
    if not isinstance(parameter.usual, str) and parameter.usual is not None and parameter.spread.shape != "fixed":
        low, high = (float(edge) for edge in quantile(parameter, parameter.spread, parameter.usual, np.array([0.05, 0.95])))
    return Assumption(
        key=f"{step_key(step)}: {parameter.name}",
        name=parameter.name,
        meaning=parameter.meaning,
        value=parameter.usual if parameter.usual is not None else "",
        unit=parameter.unit,
        low=low,
        high=high,
        reason=f"{leaf.reason} in the record; the usual value was taken",
        cite=parameter.cite,
        status=parameter.status,
    )


def _unread(step: Step, known: set[str]) -> tuple[str, ...]:
    sentences = []
    for name in step.settings:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
            hint = f"; did you mean '{near[0]}'?" if near else "; it is kept in the record and changes nothing."
            sentences.append(f"{step_key(step)}: no model reads the setting '{name}'{hint}")
    return tuple(sentences)
