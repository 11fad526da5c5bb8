"""From a declaration to the Python text that numba compiles: rates, analytic Jacobian, time derivative, events.

Definitions stay named steps of the text and are differentiated once each (forward mode), common subexpressions are
shared, and only what a function needs is written into it. Every model name is written with ``_`` behind it, so that it
cannot meet a name of the generated text. Sympy is needed here only; a cached module is used without it.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from exoforge.base.errors import SettingError
from exoforge.laws.kinetics.expressions import tree_of
from exoforge.laws.kinetics.model import KineticModel, state_names

MARKER = "# ---- the text below stands in every generated module ----\n"
SMALL_MODEL = 24
"""States up to which the generated functions are merged into the kernel."""

HEADER = '''"""Generated from the kinetic model '{name}'; a cached file, made again whenever it is absent."""

from __future__ import annotations

import math
from math import acos, asin, atan, copysign, cos, cosh, exp, log, sin, sinh, sqrt, tan, tanh
from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SIZE = {size}


@njit(error_model="numpy", inline="always")
def step_function(x):
    return 1.0 if x > 0.0 else (0.0 if x < 0.0 else 0.5)
'''


def module_text(model: KineticModel) -> str:
    """The whole text of the module of a model.

    The functions of a small model are merged into the kernel, which runs a third faster; those of a large one are
    called, because merging them takes the compiler too long.

    Raises
    ------
    SettingError
        An expression divides by a constant zero.
    """
    signature = "t, y, p, u"
    _, rates, slopes, drifts, steps = _derivatives(model)
    n = len(model.states)
    parts = [
        HEADER.format(name="".join(sign for sign in model.name if sign.isalnum() or sign in "_-. "), size=n),
        _function(model, "rates", f"{signature}, f", {f"f[{i}]": rate for i, rate in enumerate(rates)}, steps),
        _function(model, "jacobian", f"{signature}, jac", {f"jac[{i}, {j}]": slopes[i][j] for i in range(n) for j in range(n) if slopes[i][j] != 0}, steps),
        _function(model, "drift", f"{signature}, du, ft", {f"ft[{i}]": drift for i, drift in enumerate(drifts)}, steps),
        *_events_text(model, signature, steps),
    ]
    return "\n\n".join(parts) + "\n\n" + kernel_text()


def kernel_text() -> str:
    """The part of the kernel's source that stands in every generated module."""
    source = (resources.files("exoforge.laws.kinetics") / "kernel.py").read_text(encoding="utf-8")
    return source.split(MARKER, 1)[1].lstrip("\n")


def _decorator(model: KineticModel) -> str:
    return f'@njit(error_model="numpy", inline="{"always" if len(model.states) <= SMALL_MODEL else "never"}")'


def _symbol(name: str) -> Any:
    from sympy import Symbol

    return Symbol(name if name == "t" else f"{name}_", real=True)


@lru_cache(maxsize=1)
def _choose() -> Any:
    """``choose(sign, above, otherwise)``: the derivative is that of the branch taken, whatever the other one does."""
    from sympy import Function

    class Choose(Function):  # type: ignore[misc]  # sympy has no types
        nargs = 3

        def _eval_derivative(self, by: Any) -> Any:
            sign, above, otherwise = self.args
            slopes = above.diff(by), otherwise.diff(by)
            return slopes[0] if slopes[0] == slopes[1] else Choose(sign, *slopes)

    return Choose


@lru_cache(maxsize=2)
def _rounded(name: str) -> Any:
    """``floor`` and ``ceil``, flat between their steps."""
    from sympy import Function, Integer

    def flat(self: Any, by: Any) -> Any:
        return Integer(0)

    return type(name, (Function,), {"nargs": 1, "_eval_derivative": flat})


@lru_cache(maxsize=1)
def _power() -> Any:
    """``base ** exponent`` with a symbolic exponent, whose derivative is also right where the base is zero."""
    from sympy import Function, log

    class Power(Function):  # type: ignore[misc]  # sympy has no types
        nargs = 2

        def fdiff(self, argindex: int = 1) -> Any:
            base, exponent = self.args
            return exponent * Power(base, exponent - 1) if argindex == 1 else self * log(base)

    return Power


def _sympy_of(node: ast.AST) -> Any:
    """A checked syntax tree in sympy's terms; nothing is evaluated but arithmetic."""
    import sympy

    match node:
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _sympy_of(left), _sympy_of(right)
            match op:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    return a / b
            return a**b if b.is_number else _power()(a, b)
        case ast.UnaryOp(op=op, operand=operand):
            return -_sympy_of(operand) if isinstance(op, ast.USub) else _sympy_of(operand)
        case ast.Name(id=name):
            return _symbol(name)
        case ast.Call(func=ast.Name(id="log10"), args=[argument]):
            return sympy.log(_sympy_of(argument)) / sympy.log(10.0)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            own = {"minimum": sympy.Min, "maximum": sympy.Max, "abs": sympy.Abs, "choose": _choose(), "floor": _rounded("Floor"), "ceil": _rounded("Ceil")}
            return (own.get(name) or getattr(sympy, name))(*(_sympy_of(argument) for argument in arguments))
    assert isinstance(node, ast.Constant)
    return sympy.Integer(node.value) if isinstance(node.value, int) else sympy.Float(node.value)


def _expression(text: str) -> Any:
    import sympy

    found = _sympy_of(tree_of(text))
    if found.has(sympy.zoo, sympy.nan, sympy.oo, sympy.I):
        raise SettingError(f"The expression '{text}' has no finite real value; it divides by a constant zero or takes a root of a negative number.")
    return found


def _derivatives(model: KineticModel) -> tuple[Any, list[Any], list[list[Any]], list[Any], dict[Any, Any]]:
    """Definitions, rates, their derivatives by states and by time, and every named step that these use."""
    from sympy import Symbol

    states = [_symbol(name) for name in state_names(model)]
    speeds = {_symbol(signal.name): Symbol(f"{signal.name}_speed_") for signal in model.inputs}
    steps: dict[Any, Any] = {}
    by_state: dict[Any, list[Any]] = {}
    by_time: dict[Any, Any] = {}

    def partials(expression: Any) -> tuple[list[Any], Any]:
        used = [name for name in by_state if name in expression.free_symbols]
        inner = [(name, expression.diff(name)) for name in used]
        slopes = [expression.diff(state) + sum(outer * by_state[name][j] for name, outer in inner) for j, state in enumerate(states)]
        drift = expression.diff(_symbol("t")) + sum(outer * by_time[name] for name, outer in inner)
        return slopes, drift + sum(expression.diff(signal) * speed for signal, speed in speeds.items())

    for name, text in model.definitions.items():
        symbol = _symbol(name)
        steps[symbol] = _expression(text)
        slopes, drift = partials(steps[symbol])
        by_state[symbol], by_time[symbol] = [], _named(drift, f"{name}_by_t_", steps)
        for state, slope in zip(states, slopes, strict=True):
            by_state[symbol].append(_named(slope, f"{symbol}by_{state}", steps))
    rates = [_expression(model.rates[name]) for name in state_names(model)]
    found = [partials(rate) for rate in rates]
    return states, rates, [slopes for slopes, _ in found], [drift for _, drift in found], steps


def _named(expression: Any, name: str, steps: dict[Any, Any]) -> Any:
    """A derivative as a named step, unless it is a mere number."""
    from sympy import Symbol

    if expression.is_number:
        return expression
    symbol = Symbol(f"{name}_", real=True)
    steps[symbol] = expression
    return symbol


def _events_text(model: KineticModel, signature: str, steps: dict[Any, Any]) -> list[str]:
    """One function per event, and ``assign``, which calls the right one."""
    names = state_names(model)
    parts: list[str] = []
    choices = [_decorator(model), f"def assign(event, {signature}, new):", "    for i in range(SIZE):", "        new[i] = y[i]"]
    for number, event in enumerate(model.events):
        targets = {f"new[{names.index(name)}]": _expression(text) for name, text in event.assign.items()}
        parts.append(_function(model, f"event_{number}", f"{signature}, new", targets, steps))
        choices += [f"    if event == {number}:", f"        event_{number}({signature}, new)"]
    return [*parts, "\n".join(choices) + "\n"]


def _function(model: KineticModel, name: str, signature: str, targets: Mapping[str, Any], steps: Mapping[Any, Any]) -> str:
    """One function that writes the targets, with the steps they need, common subexpressions shared."""
    from sympy import cse, numbered_symbols

    needed = _needed(list(targets.values()), steps)
    shared, reduced = cse([*(steps[step] for step in needed), *targets.values()], symbols=numbered_symbols("c"), order="none")
    values = dict(shared) | dict(zip(needed, reduced, strict=False))
    places = _places(model)
    printer = _printer()
    lines: list[str] = []
    written: set[str] = set()

    def write(expression: Any) -> str:
        for symbol in sorted(expression.free_symbols, key=str):
            if str(symbol) not in written and str(symbol) != "t":
                written.add(str(symbol))
                place = places.get(str(symbol)) or write(values[symbol])
                lines.append(f"    {symbol} = {place}")
        return str(printer.doprint(expression))

    for target, expression in zip(targets, reduced[len(needed) :], strict=True):
        lines.append(f"    {target} = {write(expression)}")
    return "\n".join([_decorator(model), f"def {name}({signature}):", *(lines or ["    pass"])]) + "\n"


def _needed(expressions: list[Any], steps: Mapping[Any, Any]) -> list[Any]:
    """The steps that expressions use, directly or through others."""
    found: dict[Any, None] = {}
    waiting = list(expressions)
    while waiting:
        for symbol in waiting.pop().free_symbols:
            if symbol in steps and symbol not in found:
                found[symbol] = None
                waiting.append(steps[symbol])
    return sorted(found, key=list(steps).index)


def _places(model: KineticModel) -> dict[str, str]:
    """Where each declared thing stands in the arguments."""
    places = {f"{state.name}_": f"y[{i}]" for i, state in enumerate(model.states)}
    places |= {f"{parameter.name}_": f"p[{i}]" for i, parameter in enumerate(model.parameters)}
    for i, signal in enumerate(model.inputs):
        places |= {f"{signal.name}_": f"u[{i}]", f"{signal.name}_speed_": f"du[{i}]"}
    return places


@lru_cache(maxsize=1)
def _printer() -> Any:
    """Sympy's Python printer, with numbers that read back unchanged and whole powers as products."""
    from sympy.printing.precedence import PRECEDENCE
    from sympy.printing.pycode import PythonCodePrinter

    class Printer(PythonCodePrinter):  # type: ignore[misc]  # sympy has no types
        def _print_Float(self, number: Any) -> str:
            return repr(float(number))

        _print_Integer = _print_Rational = _print_NumberSymbol = _print_Float

        def _print_Pow(self, power: Any, rational: bool = False) -> str:
            if power.exp.is_Integer and power.exp > 1:
                return f"{self.parenthesize(power.base, PRECEDENCE['Pow'] + 1)}**{int(power.exp)}"
            return str(super()._print_Pow(power, rational=rational))

        def _print_Power(self, power: Any) -> str:
            base, exponent = (self.parenthesize(part, PRECEDENCE["Pow"] + 1) for part in power.args)
            return f"({base}**{exponent})"

        def _print_Choose(self, choice: Any) -> str:
            sign, above, otherwise = (self._print(part) for part in choice.args)
            return f"({above} if {sign} > 0.0 else {otherwise})"

        def _print_Floor(self, rounded: Any) -> str:
            return f"np.floor({self._print(rounded.args[0])})"

        def _print_Ceil(self, rounded: Any) -> str:
            return f"np.ceil({self._print(rounded.args[0])})"

        def _print_Heaviside(self, step: Any) -> str:
            return f"step_function({self._print(step.args[0])})"

    return Printer({"fully_qualified_modules": False})
