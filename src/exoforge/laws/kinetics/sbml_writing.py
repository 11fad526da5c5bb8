"""A model as SBML, Level 3 Version 2: what other simulators read.

States are parameters with a rate rule, definitions have an assignment rule, inputs are straight lines between their knots.
Meanings, sources and units stand as names, notes and unit definitions. No library is needed to write it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError, TermError
from exoforge.base.parameters import Parameter
from exoforge.base.trace import reference
from exoforge.laws.kinetics.expressions import tree_of
from exoforge.laws.kinetics.model import KineticModel
from exoforge.laws.kinetics.problem import Signal
from exoforge.laws.kinetics.sbml_unit_definitions import unit_definitions

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2">'
MATHS = '<math xmlns="http://www.w3.org/1998/Math/MathML">'
TIME = '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol>'
ANNOTATION = "urn:exoforge:kinetics"
"""The namespace of what SBML has no word for: the scale of a state."""
OPERATORS: dict[type[ast.AST], str] = {ast.Add: "plus", ast.Sub: "minus", ast.Mult: "times", ast.Div: "divide", ast.Pow: "power"}
WORDS = {
    "log": "ln",
    "ceil": "ceiling",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "sqrt": "root",
    "log10": "log",
    "minimum": "min",
    "maximum": "max",
}
"""Functions whose names differ; MathML's ``log`` without a base is the one to base 10."""


def sbml_text(model: KineticModel, inputs: Mapping[str, Signal] | None = None) -> str:
    """A model in SBML.

    Parameters
    ----------
    inputs : by name, (times (n,), values (n,)), as for `simulate`: straight lines between the knots and the last value after
        them. One that never changes becomes a constant, which the reader of the file may set.

    Raises
    ------
    SettingError
        The model has an input that is not given, or one is given for several members; a parameter has no usual value.
    """
    given = inputs or {}
    absent = [signal.name for signal in model.inputs if signal.name not in given]
    if absent:
        raise SettingError(f"The model '{model.name}' takes {', '.join(absent)} from outside, which a file in SBML must state; give it as (times, values).")
    units = unit_definitions(
        [*(one.unit for one in model.states), *(one.unit for one in model.parameters), *(one.unit for one in model.inputs), model.time_unit]
    )
    quantities, rules = _inputs(model, given, units)
    assignments = []
    for parameter in model.parameters:
        if parameter.usual is None:
            raise SettingError(f"The parameter '{parameter.name}' of the model '{model.name}' has no usual value, and a file in SBML must state one.")
        value = f" value={_quoted(float(parameter.usual))}"
        quantities.append(_quantity(parameter.name, parameter.meaning, parameter.unit, units, f'{value} constant="true"', _told(parameter)))
    for state in model.states:
        value = "" if isinstance(state.initial, str) else f" value={_quoted(float(state.initial))}"
        quantities.append(_quantity(state.name, state.meaning, state.unit, units, f'{value} constant="false"', "", scale=state.scale))
        if isinstance(state.initial, str):
            assignments.append(f'<initialAssignment symbol="{state.name}">{_maths(state.initial)}</initialAssignment>')
    for name, text in model.definitions.items():
        quantities.append(f'<parameter id="{name}" constant="false"/>')
        rules.append(f'<assignmentRule variable="{name}">{_maths(text)}</assignmentRule>')
    rules += [f'<rateRule variable="{name}">{_maths(text)}</rateRule>' for name, text in model.rates.items()]
    ident = re.sub(r"\W", "_", model.name, flags=re.ASCII)
    ident = ident if re.match(r"[A-Za-z_]", ident) else f"_{ident}"
    time = units.get(model.time_unit, ("", ""))[0]
    body = [
        f"<model id={quoteattr(ident)} name={quoteattr(model.title)}" + (f' timeUnits="{time}"' if time else "") + ">",
        _notes(" ".join(part for part in (_source(model), _constant_inputs(model, given)) if part)),
        *_listed("UnitDefinitions", [definition for _, definition in units.values() if definition]),
        *_listed("Parameters", quantities),
        *_listed("InitialAssignments", assignments),
        *_listed("Rules", rules),
        *_listed("Events", _events(model)),
        "</model>",
    ]
    return "\n".join([HEAD, *body, "</sbml>"]) + "\n"


def _listed(kind: str, parts: list[str]) -> list[str]:
    return [f"<listOf{kind}>", *(f"  {part}" for part in parts), f"</listOf{kind}>"] if parts else []


def _quantity(name: str, meaning: str, unit: str, units: Mapping[str, tuple[str, str]], more: str, notes: str, *, scale: float = 0.0) -> str:
    ident = units.get(unit, ("", ""))[0]
    note = "" if ident or not unit else f"unit: {unit}"
    inside = _notes("; ".join(part for part in (note, notes) if part))
    if scale:
        inside += f'<annotation><state xmlns="{ANNOTATION}" scale={_quoted(scale)}/></annotation>'
    head = f"<parameter id={quoteattr(name)} name={quoteattr(meaning)}" + (f' units="{ident}"' if ident else "") + more
    return f"{head}>{inside}</parameter>" if inside else f"{head}/>"


def _told(parameter: Parameter) -> str:
    """Where a value is from, and the range of it."""
    source = f"{parameter.status}, {parameter.cite}" if parameter.cite else parameter.status
    limits = [f"{word} {limit:g}" for word, limit in (("from", parameter.low), ("to", parameter.high)) if np.isfinite(limit)]
    return f"source: {source}" + (f"; allowed {' '.join(limits)}" if limits else "")


def _source(model: KineticModel) -> str:
    if not model.cite:
        return ""
    try:
        cited = reference(model.cite)
    except TermError:
        return f"Equations: {model.cite}"
    return f"Equations: {cited.text}" + (f" https://doi.org/{cited.doi}" if cited.doi else "")


def _constant_inputs(model: KineticModel, given: Mapping[str, Signal]) -> str:
    """What a reader of the file must know of the inputs that never change in it."""
    values = {one.name: np.asarray(given[one.name][1], dtype=np.float64) for one in model.inputs}
    still = [f"{name} = {value.flat[0]:g}" for name, value in values.items() if value.size and (value == value.flat[0]).all()]
    return f"From outside the model, constant in this file: {', '.join(still)}." if still else ""


def _notes(text: str) -> str:
    return f'<notes><p xmlns="http://www.w3.org/1999/xhtml">{escape(text)}</p></notes>' if text else ""


def _quoted(value: float) -> str:
    return quoteattr(repr(value))


def _inputs(model: KineticModel, given: Mapping[str, Signal], units: Mapping[str, tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Inputs as quantities and rules: a constant, or lines between knots."""
    quantities, rules = [], []
    for signal in model.inputs:
        times, values = (np.asarray(part, dtype=np.float64) for part in given[signal.name])
        if times.ndim != 1 or values.shape != times.shape or not times.size:
            raise SettingError(
                f"The input '{signal.name}' of '{model.name}' has times of shape {times.shape} and values of shape {values.shape}; give one of each."
            )
        told = ""
        if (values == values[0]).all():
            more = f' value={_quoted(float(values[0]))} constant="true"'
            told = f"comes from outside; taken as the constant {values[0]:g} here: replace it by what comes in"
        else:
            more = ' constant="false"'
            rules.append(f'<assignmentRule variable="{signal.name}">{MATHS}{_lines(times, values)}</math></assignmentRule>')
        quantities.append(_quantity(signal.name, signal.meaning, signal.unit, units, more, told))
    return quantities, rules


def _lines(times: NDArray[np.float64], values: NDArray[np.float64]) -> str:
    """Straight lines between knots; at a time given twice the later value counts from there on."""
    pieces = []
    for i in range(times.size - 1):
        if times[i + 1] > times[i]:
            slope = (values[i + 1] - values[i]) / (times[i + 1] - times[i])
            line = _number(float(values[i]))
            if slope:
                line = f"<apply><plus/>{line}<apply><times/>{_number(float(slope))}<apply><minus/>{TIME}{_number(float(times[i]))}</apply></apply></apply>"
            pieces.append(f"<piece>{line}<apply><lt/>{TIME}{_number(float(times[i + 1]))}</apply></piece>")
    return f"<piecewise>{''.join(pieces)}<otherwise>{_number(float(values[-1]))}</otherwise></piecewise>"


def _events(model: KineticModel) -> list[str]:
    """Events at their times, in the order of the declaration where two come at once."""
    parts = []
    for i, event in enumerate(model.events):
        changes = "".join(f'<eventAssignment variable="{name}">{_maths(text)}</eventAssignment>' for name, text in event.assign.items())
        due = f"<apply><geq/>{TIME}{_mathml(tree_of(event.time))}</apply>"
        parts.append(
            f'<event id="{_free(model, f"event_{i + 1}")}" name={quoteattr(event.meaning)} useValuesFromTriggerTime="false">'
            f'<trigger initialValue="false" persistent="true">{MATHS}{due}</math></trigger>'
            f"<priority>{MATHS}{_number(float(len(model.events) - i))}</math></priority>"
            f"<listOfEventAssignments>{changes}</listOfEventAssignments></event>"
        )
    return parts


def _free(model: KineticModel, name: str) -> str:
    """A name that nothing in a model has."""
    taken = {*model.rates, *model.definitions, *(one.name for one in model.parameters), *(one.name for one in model.inputs)}
    while name in taken:
        name += "_"
    return name


def _maths(text: str) -> str:
    return f"{MATHS}{_mathml(tree_of(text))}</math>"


def _number(value: float) -> str:
    if value < 0:
        return f"<apply><minus/>{_number(-value)}</apply>"
    mantissa, _, power = repr(value).partition("e")
    return f'<cn type="e-notation">{mantissa}<sep/>{int(power)}</cn>' if power else f"<cn>{mantissa}</cn>"


def _mathml(node: ast.AST) -> str:
    """A checked syntax tree as content MathML."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return f"<apply><{OPERATORS[type(op)]}/>{_mathml(left)}{_mathml(right)}</apply>"
        case ast.UnaryOp(op=op, operand=operand):
            return f"<apply><minus/>{_mathml(operand)}</apply>" if isinstance(op, ast.USub) else _mathml(operand)
        case ast.Call(func=ast.Name(id="choose"), args=[sign, above, otherwise]):
            left, right = (sign.left, sign.right) if isinstance(sign, ast.BinOp) and isinstance(sign.op, ast.Sub) else (sign, ast.Constant(value=0))
            condition = f"<apply><gt/>{_mathml(left)}{_mathml(right)}</apply>"
            return f"<piecewise><piece>{_mathml(above)}{condition}</piece><otherwise>{_mathml(otherwise)}</otherwise></piecewise>"
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return f"<apply><{WORDS.get(name, name)}/>{''.join(map(_mathml, arguments))}</apply>"
        case ast.Name(id="t"):
            return TIME
        case ast.Name(id=name):
            return f"<ci>{name}</ci>"
    assert isinstance(node, ast.Constant)
    assert isinstance(node.value, int | float)
    return f'<cn type="integer">{node.value}</cn>' if isinstance(node.value, int) else _number(float(node.value))
