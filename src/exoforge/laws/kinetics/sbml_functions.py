"""Functions of SBML's mathematics that the little language has too, and how texts of it are joined."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, reduce

from exoforge.laws.kinetics.sbml_library import libsbml

FEW = 50
"""Terms of a sum or the like up to which they are written one after the other; a choice."""


@lru_cache(maxsize=1)
def simple_functions() -> dict[int, str]:
    """Functions of one argument that both languages have."""
    sbml = libsbml()
    return {
        sbml.AST_FUNCTION_EXP: "exp({})",
        sbml.AST_FUNCTION_LN: "log({})",
        sbml.AST_FUNCTION_ABS: "abs({})",
        sbml.AST_FUNCTION_FLOOR: "floor({})",
        sbml.AST_FUNCTION_CEILING: "ceil({})",
        sbml.AST_FUNCTION_SIN: "sin({})",
        sbml.AST_FUNCTION_COS: "cos({})",
        sbml.AST_FUNCTION_TAN: "tan({})",
        sbml.AST_FUNCTION_SEC: "(1 / cos({}))",
        sbml.AST_FUNCTION_CSC: "(1 / sin({}))",
        sbml.AST_FUNCTION_COT: "(1 / tan({}))",
        sbml.AST_FUNCTION_ARCSIN: "asin({})",
        sbml.AST_FUNCTION_ARCCOS: "acos({})",
        sbml.AST_FUNCTION_ARCTAN: "atan({})",
        sbml.AST_FUNCTION_SINH: "sinh({})",
        sbml.AST_FUNCTION_COSH: "cosh({})",
        sbml.AST_FUNCTION_TANH: "tanh({})",
    }


@lru_cache(maxsize=1)
def joining_functions() -> dict[int, tuple[str, str]]:
    """Functions of any number of arguments: how two are joined, and what no argument means."""
    sbml = libsbml()
    return {
        sbml.AST_PLUS: ("{} + {}", "0"),
        sbml.AST_TIMES: ("{} * {}", "1"),
        sbml.AST_FUNCTION_MIN: ("minimum({}, {})", ""),
        sbml.AST_FUNCTION_MAX: ("maximum({}, {})", ""),
    }


@lru_cache(maxsize=1)
def comparisons() -> dict[int, str]:
    """Comparisons, as what is above zero where they are true."""
    sbml = libsbml()
    return {
        sbml.AST_RELATIONAL_GT: "(({0}) - ({1}))",
        sbml.AST_RELATIONAL_LT: "(({1}) - ({0}))",
        sbml.AST_RELATIONAL_GEQ: "choose(({1}) - ({0}), 0, 1)",
        sbml.AST_RELATIONAL_LEQ: "choose(({0}) - ({1}), 0, 1)",
        sbml.AST_RELATIONAL_EQ: "choose(abs(({0}) - ({1})), 0, 1)",
        sbml.AST_RELATIONAL_NEQ: "abs(({0}) - ({1}))",
    }


def joined(parts: Sequence[str], join: str) -> str:
    """Texts joined two by two: one after the other while they are few, else as a balanced tree, which is not deep."""
    found = list(parts)
    if len(found) <= FEW:
        return reduce(join.format, found)
    while len(found) > 1:
        pairs = [join.format(f"({a})", f"({b})") for a, b in zip(found[::2], found[1::2], strict=False)]
        found = [*pairs, found[-1]] if len(found) % 2 else pairs
    return found[0]
