"""A model stated as reactions: each has a speed and says what it makes and takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from exoforge.base.errors import SettingError


@dataclass(frozen=True, kw_only=True, slots=True)
class Reaction:
    """One process.

    Parameters
    ----------
    speed : expression of states, parameters, inputs and definitions [amount per time].
    change : state -> how many of it one turn makes, negative for what it takes.
    """

    name: str
    speed: str
    change: Mapping[str, float] = field(hash=False)


def rates_of(states: Sequence[str], reactions: Sequence[Reaction]) -> dict[str, str]:
    """The rate of every state: ``sum over reactions of change x speed``; ``0`` where no reaction touches it.

    The speeds themselves enter as definitions named ``v_<reaction>`` (`speeds_of`), so that each is written once.

    Raises
    ------
    SettingError
        A reaction changes what is no state.
    """
    terms: dict[str, list[str]] = {state: [] for state in states}
    for reaction in reactions:
        for state, count in reaction.change.items():
            if state not in terms:
                raise SettingError(f"The reaction '{reaction.name}' changes '{state}', which is not one of the states: {', '.join(states)}.")
            size = "" if abs(count) == 1 else f"{abs(count):.15g} * "
            terms[state].append(f"{'-' if count < 0 else '+'} {size}v_{reaction.name}")
    return {state: " ".join(found).removeprefix("+ ") or "0" for state, found in terms.items()}


def speeds_of(reactions: Sequence[Reaction]) -> dict[str, str]:
    """The definitions ``v_<reaction>`` of a model stated as reactions."""
    return {f"v_{reaction.name}": reaction.speed for reaction in reactions}
