"""When an event of an SBML file happens, where that is known beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from exoforge.laws.kinetics.expressions import evaluate, names_in
from exoforge.laws.kinetics.sbml_library import libsbml
from exoforge.laws.kinetics.sbml_mathematics import Words, condition_of, expression_of


def moments_of(trigger: Any, words: Words, where: str, value_of: Callable[[str], float]) -> list[str]:
    """The times at which a trigger turns from false to true, as expressions; a trigger that waits for a state is a problem and never happens.

    Parameters
    ----------
    value_of : the value of an expression of constants with the values of the file, which decide in which order several times come.
    """
    turns: list[str] = []

    def noting(when: str) -> str:
        """As a switch of the equations, but only noted."""
        if when not in turns:
            turns.append(when)
        return f"turn_{turns.index(when)}"

    inside = replace(words, after=noting)
    noted = len(words.problems)
    equal = _equality(trigger.getMath(), inside, where)
    sign = condition_of(trigger.getMath(), inside, where)
    if len(words.problems) > noted:
        return []
    if equal is not None:
        return [equal] if value_of(equal) > 0 or (value_of(equal) == 0 and _is_false_before(trigger)) else []
    if not names_in(sign) <= {f"turn_{i}" for i in range(len(turns))}:
        words.problems.append(f"an event that waits for more than time beside a constant ({where}: {libsbml().formulaToL3String(trigger.getMath()):.60})")
        return []
    return _rises(sign, turns, value_of, is_false_before=_is_false_before(trigger))


def _rises(sign: str, turns: list[str], value_of: Callable[[str], float], *, is_false_before: bool) -> list[str]:
    """The turns at which the condition becomes true; before time 0 it counts as true unless the file says that it is false."""
    at = np.array([value_of(when) for when in turns])
    was = not is_false_before
    found = []
    moments = sorted({0.0, *at[at > 0]})
    for moment in moments:
        now = bool(evaluate(sign, {f"turn_{i}": float(at[i] <= moment) for i in range(len(turns))}) > 0)
        if now and not was:
            found.append(turns[int(np.argmin(np.abs(at - moment)))] if (at == moment).any() else "0")
        was = now
    return found


def _is_false_before(trigger: Any) -> bool:
    return bool(trigger.isSetInitialValue() and not trigger.getInitialValue())


def _equality(node: Any, words: Words, where: str) -> str | None:
    """The time of a trigger ``time == constant``."""
    sbml = libsbml()
    if node.getType() != sbml.AST_RELATIONAL_EQ or node.getNumChildren() != 2:
        return None
    sides = [node.getChild(0), node.getChild(1)]
    times = [side.getType() == sbml.AST_NAME_TIME for side in sides]
    if sum(times) != 1:
        return None
    when = expression_of(sides[times.index(False)], words, where)
    return when if words.is_constant(when) else None
