"""The little language in which a kinetic model states its equations, and its plain meaning in NumPy.

Numbers, declared names, ``+ - * / **``, brackets, and the functions `FUNCTIONS`; nothing else is understood, so that a
model read from a file can never run code. The text is parsed by Python's own parser and every node is checked.
"""

from __future__ import annotations

import ast
import difflib
import math
import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError, SettingError

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": np.exp,
    "log": np.log,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "floor": np.floor,
    "ceil": np.ceil,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "minimum": np.minimum,
    "maximum": np.maximum,
    "choose": lambda sign, above, otherwise: np.where(sign > 0, above, otherwise),
}
"""Functions of an expression; ``log`` is the natural logarithm, and ``choose(c, a, b)`` is a where c > 0, else b."""

ARGUMENTS: dict[str, int] = {"minimum": 2, "maximum": 2, "choose": 3}
"""How many arguments a function takes, where it is not one."""

LONGEST = 200_000
"""[signs] Longest expression with its definitions written out; a choice."""

DEEPEST = 300
"""Levels of an expression above which it is refused, such as terms of one sum; a choice, below what Python can follow."""

OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


@lru_cache(maxsize=4096)
def tree_of(text: str) -> ast.expr:
    """The checked syntax tree of an expression.

    Raises
    ------
    SettingError
        The text is not an expression of the language; the sentence names what is not understood.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        _check(tree, text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as trouble:
        raise SettingError(
            f"The expression '{text}' cannot be read; write numbers, declared names, + - * / ** and {', '.join(FUNCTIONS)}, for example '-k * x / (K + x)'."
        ) from trouble
    return tree


def _check(node: ast.AST, text: str, depth: int = 0) -> None:
    """Let through what the language has, refuse everything else."""
    if depth > DEEPEST:
        raise SettingError(f"The expression '{text:.60}...' is {DEEPEST} levels deep; state parts of it as definitions of their own.")
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            _check(left, text, depth + 1)
            _check(right, text, depth + 1)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check(operand, text, depth + 1)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            wanted = ARGUMENTS.get(name, 1)
            if len(arguments) != wanted:
                raise SettingError(f"'{name}' in the expression '{text}' has {len(arguments)} arguments; it takes {wanted}.")
            for argument in arguments:
                _check(argument, text, depth + 1)
        case ast.Name():
            if node.id in FUNCTIONS:
                raise SettingError(f"'{node.id}' in the expression '{text}' is a function; write its argument in brackets behind it.")
        case ast.Constant(value=bool()):
            raise SettingError(f"'{node.value!r}' in the expression '{text}' is not a number; write 1 or 0.")
        case ast.Constant(value=int() | float() as value):
            if value > 1e300 or not math.isfinite(value):
                raise SettingError(f"A number in the expression '{text}' is too large; it must be at most 1e300.")
        case ast.BinOp(op=ast.BitXor()):
            raise SettingError(f"The sign '^' in the expression '{text}' is not a power here; write **.")
        case _:
            found = ast.unparse(node) if isinstance(node, ast.expr) else type(node).__name__
            raise SettingError(f"'{found}' in the expression '{text}' is not understood; write + - * / ** and {', '.join(FUNCTIONS)} of declared names.")


@lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """Every name that an expression uses, functions left out."""
    return frozenset(node.id for node in ast.walk(tree_of(text)) if isinstance(node, ast.Name) and node.id not in FUNCTIONS)


def check_names(text: str, known: Collection[str], owner: str) -> None:
    """Refuse an expression that uses a name which is not declared, or not yet.

    Raises
    ------
    SettingError
        The expression cannot be read, or a name in it is not among the known ones.
    """
    for name in sorted(names_in(text) - set(known)):
        near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
        hint = f"; did you mean '{near[0]}'?" if near else f"; it may use {', '.join(known) or 'numbers only'}."
        raise SettingError(f"{owner} uses '{name}' in '{text}', which is not declared or not known there{hint}")


def evaluate(text: str, values: Mapping[str, Any]) -> NDArray[np.float64]:
    """The value of an expression.

    Parameters
    ----------
    values : numbers or arrays of any shapes that broadcast together, by name.

    Returns
    -------
    value : array of the broadcast shape; division by zero and the like give inf or NaN without a warning.
    """
    with np.errstate(all="ignore"):
        return np.asarray(_value(tree_of(text), values), dtype=np.float64)


def _value(node: ast.AST, values: Mapping[str, Any]) -> Any:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](_value(left, values), _value(right, values))
        case ast.UnaryOp(op=op, operand=operand):
            inner = _value(operand, values)
            return -inner if isinstance(op, ast.USub) else inner
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name](*(_value(argument, values) for argument in arguments))
        case ast.Name(id=name):
            return np.asarray(values[name], dtype=np.float64)
        case ast.Constant(value=int() | float() as number):
            return np.float64(number)
    raise InternalError(f"A node {type(node).__name__} went past the check of expressions.")


def inlined(text: str, meanings: Mapping[str, str]) -> str:
    """An expression with names replaced by what they mean, and the names in that, until none is left.

    Raises
    ------
    SettingError
        Names mean each other in a circle, or the text becomes longer than `LONGEST`.
    """
    done: dict[str, str] = {}

    def whole(part: str, above: tuple[str, ...]) -> str:
        used = names_in(part) & meanings.keys()
        if not used:
            return part
        for name in used:
            if name in above:
                raise SettingError(f"'{name}' is defined by itself, through {', '.join(above)}; state it without the circle.")
            if name not in done:
                done[name] = whole(meanings[name], (*above, name))
        text = re.sub(r"[A-Za-z_]\w*", lambda found: f"({done[found.group()]})" if found.group() in used else found.group(), part)
        if len(text) > LONGEST:
            raise SettingError(f"An expression becomes longer than {LONGEST} signs when its definitions are written out; state it with fewer of them.")
        return ast.unparse(tree_of(text))

    return whole(text, ())
