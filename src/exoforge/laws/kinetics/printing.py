"""The equations of a model as people read them: plain text, LaTeX (documentation) or Typst (dossier)."""

from __future__ import annotations

import ast
import re
from typing import Literal

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.laws.kinetics.expressions import tree_of
from exoforge.laws.kinetics.model import KineticModel

Form = Literal["text", "latex", "typst"]

GREEK = frozenset(
    {
        *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma"),
        *("tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"),
    }
)
FUNCTION_WORDS = {
    "latex": {"log": r"\ln", "log10": r"\log_{10}", "minimum": r"\min", "maximum": r"\max", "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan"},
    "typst": {"log": "ln", "log10": "log_10", "minimum": "min", "maximum": "max", "asin": "arcsin", "acos": "arccos", "atan": "arctan"},
}
AROUND = {"abs": ("lvert", "rvert"), "floor": ("lfloor", "rfloor"), "ceil": ("lceil", "rceil")}
_SUM, _PRODUCT, _POWER, _FRACTION, _ATOM = 1, 2, 3, 4, 5
_STRENGTH: dict[type[ast.AST], int] = {ast.Add: _SUM, ast.Sub: _SUM, ast.Mult: _PRODUCT, ast.Div: _PRODUCT, ast.Pow: _POWER}


def equations(model: KineticModel, form: Form = "text") -> tuple[str, ...]:
    """All equations of a model, in the order of its declaration: definitions, rates, initial values, events.

    Parameters
    ----------
    form : ``text`` (one line each), ``latex`` or ``typst`` (mathematics without the surrounding dollar signs).

    Raises
    ------
    SettingError
        The form is unknown.
    """
    if form not in ("text", "latex", "typst"):
        raise SettingError(f"There is no form '{form}' for equations; choose 'text', 'latex' or 'typst'.")
    lines = [f"{symbol_text(name, form)} = {expression_text(text, form)}" for name, text in model.definitions.items()]
    lines += [f"{_derivative(state.name, form)} = {expression_text(model.rates[state.name], form)}" for state in model.states]
    start = {"text": "{}(t0)", "latex": "{}(t_{{0}})", "typst": "{}(t_0)"}[form]
    for state in model.states:
        initial = state.initial if isinstance(state.initial, str) else f"{state.initial:.15g}"
        lines.append(f"{start.format(symbol_text(state.name, form))} = {expression_text(initial, form)}")
    for event in model.events:
        lead = {"text": "at t = {}: ", "latex": r"\text{{at }} t = {}\colon\; ", "typst": '"at" t = {}: '}[form].format(expression_text(event.time, form))
        arrow = {"text": "->", "latex": r"\to", "typst": "->"}[form]
        lines += [f"{lead}{symbol_text(name, form)} {arrow} {expression_text(text, form)}" for name, text in event.assign.items()]
    return tuple(lines)


def expression_text(text: str, form: Form) -> str:
    """One expression in the form asked for; products, fractions and brackets stay as they were declared."""
    return ast.unparse(tree_of(text)) if form == "text" else _printed(tree_of(text), form)[0]


def symbol_text(name: str, form: Form) -> str:
    """A declared name as a symbol: ``k_12`` and ``k12`` have an index, ``tau`` is Greek, longer words stand upright."""
    if form == "text":
        return name
    found = re.fullmatch(r"(_*[A-Za-z]+|_+)_?(.*?)_*", name)
    stem, index = (found.group(1), found.group(2)) if found else (name, "")
    parts = [_word(stem, form), *(_word(part, form) for part in index.split("_") if part)]
    if len(parts) == 1:
        return parts[0]
    below = ", ".join(parts[1:])
    return f"{parts[0]}_{{{below}}}" if form == "latex" else f"{parts[0]}_({below})"


def _word(word: str, form: Form) -> str:
    if word.isdigit() or (len(word) == 1 and word.isalpha()):
        return word
    if word in GREEK:
        return f"\\{word}" if form == "latex" else word
    return rf"\mathrm{{{word.replace('_', chr(92) + '_')}}}" if form == "latex" else f'"{word}"'


def _derivative(name: str, form: Form) -> str:
    symbol = symbol_text(name, form)
    if form == "text":
        return f"d{symbol}/dt"
    return rf"\frac{{\mathrm{{d}} {symbol}}}{{\mathrm{{d}} t}}" if form == "latex" else f'(upright("d") {symbol}) / (upright("d") t)'


def _number(value: float, form: Form) -> tuple[str, int]:
    mantissa, _, power = np.format_float_scientific(value, trim="-").partition("e")
    if value == 0 or -4 < int(power) < 5:
        return np.format_float_positional(value, trim="-"), _ATOM
    ten = f"10^{{{int(power)}}}" if form == "latex" else f"10^({int(power)})"
    if mantissa == "1":
        return ten, _POWER
    return f"{mantissa} {chr(92) + 'times' if form == 'latex' else 'times'} {ten}", _PRODUCT


def _bracketed(node: ast.AST, form: Form, strength: int) -> str:
    """A part, in brackets where it binds less than its surroundings."""
    text, own = _printed(node, form)
    if own >= strength:
        return text
    return rf"\left({text}\right)" if form == "latex" else f"({text})"


def _cases(sign: ast.AST, above: ast.AST, otherwise: ast.AST, form: Form) -> str:
    """A choice as a brace with two lines; a difference that must be above zero is read as one thing above the other."""
    left, right = (sign.left, sign.right) if isinstance(sign, ast.BinOp) and isinstance(sign.op, ast.Sub) else (sign, ast.Constant(value=0))
    taken, condition, rest = _printed(above, form)[0], f"{_printed(left, form)[0]} > {_printed(right, form)[0]}", _printed(otherwise, form)[0]
    if form == "latex":
        return rf"\begin{{cases}} {taken} & {condition} \\ {rest} & \text{{otherwise}} \end{{cases}}"
    return f'cases({taken} & "if" {condition}, {rest} & "otherwise")'


def _printed(node: ast.AST, form: Form) -> tuple[str, int]:
    """A syntax tree as mathematics, and how strongly its outermost sign binds."""
    latex = form == "latex"
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            above, below = _printed(left, form)[0], _printed(right, form)[0]
            return (rf"\frac{{{above}}}{{{below}}}" if latex else f"frac({above}, {below})"), _FRACTION
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            above = _printed(right, form)[0]
            return f"{_bracketed(left, form, _ATOM)}^{f'{{{above}}}' if latex else f'({above})'}", _POWER
        case ast.BinOp(left=left, op=op, right=right):
            strength = _STRENGTH[type(op)]
            after = _ATOM if isinstance(right, ast.UnaryOp) else strength + isinstance(op, ast.Sub | ast.Mult)
            sign = {ast.Add: "+", ast.Sub: "-"}.get(type(op), r"\cdot" if latex else "dot")
            return f"{_bracketed(left, form, strength)} {sign} {_bracketed(right, form, after)}", strength
        case ast.UnaryOp(op=op, operand=operand):
            return f"{'-' if isinstance(op, ast.USub) else '+'}{_bracketed(operand, form, _PRODUCT)}", _PRODUCT
        case ast.Call(func=ast.Name(id="sqrt"), args=[argument]):
            inner = _printed(argument, form)[0]
            return (rf"\sqrt{{{inner}}}" if latex else f"sqrt({inner})"), _ATOM
        case ast.Call(func=ast.Name(id="abs" | "floor" | "ceil" as name), args=[argument]):
            within, marks = _printed(argument, form)[0], AROUND[name]
            return (rf"\left\{marks[0]} {within} \right\{marks[1]}" if latex else f"{name}({within})"), _ATOM
        case ast.Call(func=ast.Name(id="choose"), args=[sign, above, otherwise]):
            return _cases(sign, above, otherwise, form), _ATOM
        case ast.Call(func=ast.Name(id=name), args=arguments):
            inner = ", ".join(_printed(argument, form)[0] for argument in arguments)
            return FUNCTION_WORDS[form].get(name, rf"\{name}" if latex else name) + (rf"\left({inner}\right)" if latex else f"({inner})"), _ATOM
        case ast.Name(id=name):
            return symbol_text(name, form), _ATOM
    assert isinstance(node, ast.Constant)
    assert isinstance(node.value, int | float)
    return _number(float(node.value), form)
