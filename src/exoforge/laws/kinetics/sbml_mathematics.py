"""From the mathematics of an SBML file to the little language of expressions; what it cannot say is named.

A condition becomes an expression that is above zero where the condition is true, so that ``piecewise`` is ``choose``:
``x > y`` is ``x - y``, ``x >= y`` is ``choose(y - x, 0, 1)``, *and* is ``minimum``, *or* is ``maximum``. Nothing is approximated.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from exoforge.base.errors import SettingError
from exoforge.laws.kinetics.sbml_functions import comparisons, joined, joining_functions, simple_functions
from exoforge.laws.kinetics.sbml_library import libsbml

AVOGADRO = 6.02214179e23
"""[1/mol] The value that SBML fixes for its symbol ``avogadro``."""
LARGEST_NUMBER = 1e300
LONGEST = 200_000
"""[signs] The longest equation with all functions written out; functions of functions can grow without end. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What the names in a file's mathematics stand for, and where what is not understood is noted.

    Parameters
    ----------
    names : identifier -> text of the language.
    functions : identifier -> (argument names, body).
    is_constant : whether a text of the language never changes.
    after : makes the text that is 1 from a constant time on and 0 before, from the text of that time.
    problems : sentences on what is not understood, filled while reading.
    """

    names: Mapping[str, str]
    functions: Mapping[str, tuple[tuple[str, ...], Any]]
    is_constant: Callable[[str], bool]
    after: Callable[[str], str]
    problems: list[str] = field(default_factory=list)


def expression_of(node: Any, words: Words, where: str) -> str:
    """A piece of mathematics in the language of expressions; ``0`` where it is not understood or absent, which is then among the problems."""
    return _read(_value, node, words, where)


def condition_of(node: Any, words: Words, where: str) -> str:
    """A condition as an expression that is above zero where it is true."""
    return _read(_condition, node, words, where)


def _read(read: Callable[..., str], node: Any, words: Words, where: str) -> str:
    if node is None:
        return _unknown(words, "no mathematics", where)
    noted = len(words.problems)
    try:
        text = read(node, words, where, {})
        return ast.unparse(ast.parse(text, mode="eval").body) if len(words.problems) == noted else "0"
    except (RecursionError, MemoryError, SyntaxError):
        return _unknown(words, "mathematics nested too deep to be followed", where)


def names_used(node: Any) -> frozenset[str]:
    """The identifiers that a piece of mathematics uses; time is ``time ``, with a blank that no identifier has."""
    sbml = libsbml()
    left, found = [node] if node is not None else [], set()
    while left:
        one = left.pop()
        if one.getType() in (sbml.AST_NAME, sbml.AST_NAME_TIME):
            found.add("time " if one.getType() == sbml.AST_NAME_TIME else one.getName())
        left += _children(one)
    return frozenset(found)


def _children(node: Any) -> Iterator[Any]:
    return (node.getChild(i) for i in range(node.getNumChildren()))


def _operands(node: Any) -> Iterator[Any]:
    """What a sum, product or the like joins; libsbml reads one of many terms as a tower of sums of two."""
    left = [node]
    while left:
        one = left.pop()
        if one.getType() == node.getType():
            left += reversed(list(_children(one)))
        else:
            yield one


def _unknown(words: Words, what: str, where: str) -> str:
    words.problems.append(f"{what} ({where})")
    return "0"


def _value(node: Any, words: Words, where: str, bound: Mapping[str, str]) -> str:
    """A number, in brackets unless it is one name, number or call."""
    sbml = libsbml()
    kind = node.getType()
    if node.isNumber() or kind in (sbml.AST_CONSTANT_PI, sbml.AST_CONSTANT_E, sbml.AST_NAME_AVOGADRO):
        return _number(node, words, where)
    if kind == sbml.AST_NAME_TIME:
        return "t"
    if kind == sbml.AST_NAME:
        found = bound.get(node.getName()) or words.names.get(node.getName())
        return found or _unknown(words, f"the name '{node.getName()}', which is nowhere declared", where)
    if node.isBoolean():
        return f"choose({_condition(node, words, where, bound)}, 1, 0)"
    if kind == sbml.AST_FUNCTION and node.getName() in words.functions:
        names, body = words.functions[node.getName()]
        given = [_value(child, words, where, bound) for child in _children(node)]
        if len(given) != len(names):
            return _unknown(words, f"the function '{node.getName()}' with {len(given)} arguments in place of {len(names)}", where)
        return _short_enough(f"({_value(body, words, where, dict(zip(names, given, strict=True)))})", where)
    if kind == sbml.AST_FUNCTION_PIECEWISE:
        return _piecewise(node, words, where, bound)
    parts = [_value(child, words, where, bound) for child in (_operands(node) if kind in joining_functions() else _children(node))]
    if kind in simple_functions() and len(parts) == 1:
        return simple_functions()[kind].format(parts[0])
    if kind in joining_functions() and (parts or joining_functions()[kind][1]):
        join, empty = joining_functions()[kind]
        return _short_enough(f"({joined(parts, join) if parts else empty})", where)
    return _few(kind, parts) or _unknown(words, f"'{_told(node)}'", where)


def _few(kind: int, parts: list[str]) -> str:
    """Functions of one or two arguments with a form of their own; empty where there is none."""
    sbml = libsbml()
    one, two = len(parts) == 1, len(parts) == 2
    if kind == sbml.AST_MINUS and (one or two):
        return f"(-{parts[0]})" if one else f"({parts[0]} - {parts[1]})"
    if kind == sbml.AST_DIVIDE and two:
        return f"({parts[0]} / {parts[1]})"
    if kind in (sbml.AST_POWER, sbml.AST_FUNCTION_POWER) and two:
        return f"({parts[0]} ** {parts[1]})"
    if kind == sbml.AST_FUNCTION_ROOT and (one or two):
        square = one or float(ast.literal_eval(parts[0]) if _is_number(parts[0]) else 0.0) == 2.0
        return f"sqrt({parts[-1]})" if square else f"({parts[1]} ** (1 / {parts[0]}))"
    if kind == sbml.AST_FUNCTION_LOG and (one or two):
        ten = one or float(ast.literal_eval(parts[0]) if _is_number(parts[0]) else 0.0) == 10.0
        return f"log10({parts[-1]})" if ten else f"(log({parts[1]}) / log({parts[0]}))"
    if kind == sbml.AST_FUNCTION_QUOTIENT and two:
        ratio = f"({parts[0]} / {parts[1]})"
        return f"choose({ratio}, floor({ratio}), ceil({ratio}))"
    if kind == sbml.AST_FUNCTION_REM and two:
        ratio = f"({parts[0]} / {parts[1]})"
        return f"({parts[0]} - {parts[1]} * choose({ratio}, floor({ratio}), ceil({ratio})))"
    return ""


def _short_enough(text: str, where: str) -> str:
    if len(text) > LONGEST:
        raise SettingError(f"The mathematics of the {where} becomes longer than {LONGEST} signs when its functions are written out; no model needs that.")
    return text


def _is_number(text: str) -> bool:
    try:
        return isinstance(ast.literal_eval(text), int | float)
    except (ValueError, SyntaxError):
        return False


def _number(node: Any, words: Words, where: str) -> str:
    sbml = libsbml()
    kind = node.getType()
    if kind in (sbml.AST_NAME_AVOGADRO, sbml.AST_CONSTANT_PI, sbml.AST_CONSTANT_E):  # libsbml's own value of pi has seven digits
        return repr({sbml.AST_CONSTANT_PI: math.pi, sbml.AST_CONSTANT_E: math.e}.get(kind, AVOGADRO))
    if kind == sbml.AST_RATIONAL:
        return f"({node.getNumerator()} / {node.getDenominator()})"
    value = node.getInteger() if kind == sbml.AST_INTEGER else float(node.getValue())
    if not abs(value) < LARGEST_NUMBER:
        return _unknown(words, f"the number {value}, which no equation can hold", where)
    return repr(value) if value >= 0 else f"({value!r})"


def _piecewise(node: Any, words: Words, where: str, bound: Mapping[str, str]) -> str:
    children = list(_children(node))
    if len(children) % 2 == 0:
        return _unknown(words, "a 'piecewise' without 'otherwise', which says nothing where no condition holds", where)
    text = _value(children[-1], words, where, bound)
    for i in range(len(children) - 3, -1, -2):
        text = f"choose({_condition(children[i + 1], words, where, bound)}, {_value(children[i], words, where, bound)}, {text})"
    return text


def _condition(node: Any, words: Words, where: str, bound: Mapping[str, str]) -> str:
    """What is above zero where a condition is true."""
    sbml = libsbml()
    kind = node.getType()
    if kind in (sbml.AST_CONSTANT_TRUE, sbml.AST_CONSTANT_FALSE):
        return "1" if kind == sbml.AST_CONSTANT_TRUE else "0"
    if kind == sbml.AST_FUNCTION and node.getName() in words.functions:
        return f"({_value(node, words, where, bound)} - 0.5)" if not words.functions[node.getName()][1].isBoolean() else _called(node, words, where, bound)
    if kind in comparisons():
        parts = [_value(child, words, where, bound) for child in _children(node)]
        pairs = [_compared(kind, a, b, words) for a, b in pairwise(parts)]
        return _all("minimum", pairs, "1")
    if kind == sbml.AST_LOGICAL_IMPLIES and node.getNumChildren() == 2:
        given, follows = (_condition(child, words, where, bound) for child in _children(node))
        return f"choose({given}, {follows}, 1)"
    several = _operands(node) if kind in (sbml.AST_LOGICAL_AND, sbml.AST_LOGICAL_OR) else _children(node)
    inner = [_condition(child, words, where, bound) for child in several] if node.isLogical() else []
    if kind in (sbml.AST_LOGICAL_AND, sbml.AST_LOGICAL_OR):
        return _all("minimum", inner, "1") if kind == sbml.AST_LOGICAL_AND else _all("maximum", inner, "0")
    if kind == sbml.AST_LOGICAL_NOT and len(inner) == 1:
        return f"choose({inner[0]}, 0, 1)"
    if kind == sbml.AST_LOGICAL_XOR and len(inner) == 2:
        return f"choose({inner[0]}, choose({inner[1]}, 0, 1), {inner[1]})"
    return _unknown(words, f"'{_told(node)}' as a condition", where)


def _called(node: Any, words: Words, where: str, bound: Mapping[str, str]) -> str:
    names, body = words.functions[node.getName()]
    given = [_value(child, words, where, bound) for child in _children(node)]
    return _condition(body, words, where, dict(zip(names, given, strict=False)))


def _compared(kind: int, left: str, right: str, words: Words) -> str:
    """One comparison; that of time with a constant is a switch that an event turns, so that a step ends exactly there."""
    sbml = libsbml()
    when = right if left == "t" else left
    if "t" in (left, right) and words.is_constant(when):
        if kind in (sbml.AST_RELATIONAL_EQ, sbml.AST_RELATIONAL_NEQ):
            return "0" if kind == sbml.AST_RELATIONAL_EQ else "1"
        switch = words.after(when)
        later = {sbml.AST_RELATIONAL_GT, sbml.AST_RELATIONAL_GEQ} if left == "t" else {sbml.AST_RELATIONAL_LT, sbml.AST_RELATIONAL_LEQ}
        return f"({switch} - 0.5)" if kind in later else f"(0.5 - {switch})"
    return comparisons()[kind].format(left, right)


def _all(name: str, parts: list[str], empty: str) -> str:
    return joined(parts, f"{name}({{}}, {{}})") if parts else empty


def _told(node: Any) -> str:
    """A piece of mathematics as a person writes it, shortened."""
    text = libsbml().formulaToL3String(node) or node.getName() or "mathematics without a name"
    return text if len(text) <= 60 else f"{text[:57]}..."
