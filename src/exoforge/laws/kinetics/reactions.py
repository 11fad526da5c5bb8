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


def mass_action(name: str, turn: str, rate: str) -> Reaction:
    """A reaction whose speed is its rate times everything that stands on its left side.

    Parameters
    ----------
    turn : one turn, such as ``SMAD3 + TGFb -> SMAD3_P + TGFb``, each thing once on a side; what stands on both sides drives the
        reaction and is not used up. Nothing on the left makes the speed constant, nothing on the right is a loss.
    rate : expression of the rate constant.

    Raises
    ------
    SettingError
        The turn has no arrow, or one thing twice on a side.
    """
    sides = turn.split("->")
    takes, makes = ([part for part in side.split("+") if part.strip()] for side in (*sides, "")[:2])
    before, after = ([part.strip() for part in side] for side in (takes, makes))
    if len(sides) != 2 or len(set(before)) < len(before) or len(set(after)) < len(after):
        raise SettingError(f"The reaction '{name}' is stated as '{turn}'; write it as 'A + B -> C', each thing once on a side.")
    change = {one: float((one in after) - (one in before)) for one in dict.fromkeys((*before, *after)) if (one in after) != (one in before)}
    return Reaction(name=name, speed=" * ".join([f"({rate})" if "+" in rate or "-" in rate else rate, *before]), change=change)
