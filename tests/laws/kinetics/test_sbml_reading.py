"""Models in SBML: what is read, that it means the same, and that what cannot be read is named."""

import importlib.util

import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.laws.kinetics.model import KineticModel
from exoforge.laws.kinetics.sbml_reading import model_of_sbml
from exoforge.laws.kinetics.simulate import course, simulate

pytest.importorskip("libsbml")


def maths(text: str) -> str:
    """Mathematics of an SBML file from the library's own notation; ``time`` is time."""
    import libsbml

    found = libsbml.writeMathMLToString(libsbml.parseL3Formula(text))
    return found.split("\n", 1)[1].replace(' xmlns:sbml="http://www.sbml.org/sbml/level3/version1/core"', "")


def sbml(body: str, model: str = "") -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1">'
    return f'{head}<model id="made" timeUnits="second" {model}>{body}</model></sbml>'


def species(name: str, initial: str = 'initialConcentration="2"', *, amount: bool = False, boundary: bool = False, home: str = "v") -> str:
    flags = f'hasOnlySubstanceUnits="{str(amount).lower()}" boundaryCondition="{str(boundary).lower()}" constant="false"'
    return f'<species id="{name}" compartment="{home}" {initial} {flags}/>'


def reaction(name: str, law: str, takes: str = "", makes: str = "", local: str = "", count: str = "1", more: str = "") -> str:
    def side(kind: str, what: str) -> str:
        return f'<listOf{kind}><speciesReference species="{what}" stoichiometry="{count}" constant="true"/></listOf{kind}>' if what else ""

    own = f"<listOfLocalParameters>{local}</listOfLocalParameters>" if local else ""
    sides = side("Reactants", takes) + side("Products", makes)
    return f'<reaction id="{name}" reversible="false" fast="false" {more}>{sides}<kineticLaw>{maths(law)}{own}</kineticLaw></reaction>'


def event(trigger: str, variable: str, value: str, *, first: str = "true", more: str = "") -> str:
    change = f'<listOfEventAssignments><eventAssignment variable="{variable}">{maths(value)}</eventAssignment></listOfEventAssignments>'
    return f'<event id="e" useValuesFromTriggerTime="true"><trigger initialValue="{first}" persistent="true">{maths(trigger)}</trigger>{more}{change}</event>'


VOLUME = '<listOfCompartments><compartment id="v" size="4" spatialDimensions="3" constant="true"/></listOfCompartments>'
X = '<parameter id="x" value="0" constant="false"/>'


def parameters(*parts: str) -> str:
    return f"<listOfParameters>{''.join(parts)}</listOfParameters>"


def rules(**rates: str) -> str:
    return f"<listOfRules>{''.join(f'<rateRule variable={chr(34)}{name}{chr(34)}>{maths(text)}</rateRule>' for name, text in rates.items())}</listOfRules>"


RISING = parameters(X) + rules(x="1")


def at(model: KineticModel, name: str, times: list[float]) -> np.ndarray:
    found = simulate(model, times=[0.0, *times], rtol=1e-10, engine="reference")
    assert found.message == ("",)
    return course(found, name)[0, 1:]


def rising(expression: str, times: list[float]) -> np.ndarray:
    """The integral of an expression from 0 on."""
    body = parameters(X) + rules(x=expression)
    return at(model_of_sbml(sbml(body), "made"), "x", times)


def test_a_concentration_falls_by_its_rate_law_over_the_volume():
    body = VOLUME + f"<listOfSpecies>{species('a')}</listOfSpecies><listOfReactions>" + reaction("loss", "k * a", "a", "", '<localParameter id="k" value="2"/>')
    model = model_of_sbml(sbml(body + "</listOfReactions>"), "made")
    assert [one.name for one in model.parameters] == ["v", "loss_k"]
    assert at(model, "a", [1.0]) == pytest.approx(2 * np.exp(-0.5), rel=1e-8)


def test_an_amount_falls_by_its_rate_law_alone():
    body = VOLUME + f"<listOfSpecies>{species('a', amount=True)}</listOfSpecies><listOfReactions>" + reaction("loss", "2 * a", "a") + "</listOfReactions>"
    assert at(model_of_sbml(sbml(body), "made"), "a", [1.0]) == pytest.approx(8 * np.exp(-2), rel=1e-8)


def test_stoichiometry_and_boundary_species_are_kept():
    several = f"<listOfSpecies>{species('a', boundary=True)}{species('b', 'initialAmount=' + chr(34) + '0' + chr(34))}</listOfSpecies>"
    body = VOLUME + several + "<listOfReactions>" + reaction("make", "a", "a", "b", count="3") + "</listOfReactions>"
    model = model_of_sbml(sbml(body), "made")
    assert [state.name for state in model.states] == ["b"]
    assert at(model, "b", [2.0]) == pytest.approx(2 * 3 * 2 / 4)


def test_a_concentration_is_diluted_in_a_volume_that_grows():
    home = '<listOfCompartments><compartment id="v" size="4" spatialDimensions="3" constant="false"/></listOfCompartments>'
    body = home + f'<listOfSpecies>{species("a")}</listOfSpecies><listOfRules><rateRule variable="v">{maths("1")}</rateRule></listOfRules>'
    rate = "<listOfReactions>" + reaction("none", "0 * a", "a") + "</listOfReactions>"
    model = model_of_sbml(sbml(body + rate), "made")
    assert at(model, "a_amount", [4.0]) == pytest.approx(8.0)
    assert model.definitions["a"] == "a_amount / v"


def test_initial_assignments_may_use_each_other():
    known = parameters('<parameter id="x" constant="false"/>', '<parameter id="p" constant="true"/>', '<parameter id="q" value="3" constant="true"/>')
    several = (("x", "2 * p"), ("p", "q + 1"))
    starts = "".join(f'<initialAssignment symbol="{name}">{maths(text)}</initialAssignment>' for name, text in several)
    model = model_of_sbml(sbml(f"{known}<listOfInitialAssignments>{starts}</listOfInitialAssignments>{rules(x='p')}"), "made")
    assert at(model, "x", [1.0]) == pytest.approx(8 + 4)
    assert simulate(model, times=[0.0, 1.0], parameters={"q": 0.0}, engine="reference").values[0, 0, 1] == pytest.approx(3.0)


def test_function_definitions_are_written_out():
    import libsbml

    function = libsbml.writeMathMLToString(libsbml.parseL3Formula("lambda(u, w, u - 2 * w)")).split("\n", 1)[1]
    body = f'<listOfFunctionDefinitions><functionDefinition id="f">{function}</functionDefinition></listOfFunctionDefinitions>'
    rest = parameters(X) + rules(x="f(7, 1 + 1)")
    assert at(model_of_sbml(sbml(body + rest), "made"), "x", [1.0]) == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("ln(7) + log10(7) + exp(0.3) + sqrt(3) + root(3, 8) + log(2, 8)", np.log(7) + np.log10(7) + np.exp(0.3) + 3**0.5 + 5),
        ("abs(-2) + floor(2.7) + ceil(2.2) + sin(1) + cos(1) + tan(1)", 2 + 2 + 3 + np.sin(1) + np.cos(1) + np.tan(1)),
        (
            "arcsin(0.3) + acos(0.3) + atan(3) + sinh(1) + cosh(1) + tanh(1)",
            np.arcsin(0.3) + np.arccos(0.3) + np.arctan(3) + np.sinh(1) + np.cosh(1) + np.tanh(1),
        ),
        ("2^3 - -3 + (1/4) * 8 + pi", 8 + 3 + 2 + np.pi),
        ("piecewise(5, 2 >= 2, 7) + piecewise(1, 2 > 2, 3)", 5 + 3),
        ("piecewise(1, (1 < 2) && (2 < 1), 2, (1 < 2) || (2 < 1), 3)", 2),
        ("piecewise(1, !(1 == 1), 2) + piecewise(1, 1 != 2, 2) + piecewise(1, xor(true, true), 2)", 2 + 1 + 2),
        ("sec(1) + csc(1) + cot(1)", 1 / np.cos(1) + 1 / np.sin(1) + 1 / np.tan(1)),
    ],
)
def test_mathematics_means_the_same(expression, value):
    assert rising(expression, [1.0]) == pytest.approx(value, rel=1e-9)


def test_a_condition_on_time_turns_exactly_at_its_time():
    assert rising("piecewise(1000, (time >= 2) && (time < 2.001), 0)", [2.0, 10.0]) == pytest.approx([0.0, 1.0], abs=1e-9)


@pytest.mark.parametrize(
    ("trigger", "first", "value"),
    [
        ("time >= 3", "true", 100 + 2),
        ("3 < time", "true", 100 + 2),
        ("time == 3", "true", 100 + 2),
        ("(time > 3) && (time < 4)", "true", 100 + 2),
        ("time >= 0", "true", 5),
        ("time >= 0", "false", 100 + 5),
        ("time < 2", "false", 100 + 5),
        ("time > 9", "true", 5),
    ],
)
def test_an_event_happens_when_its_trigger_turns_true(trigger, first, value):
    model = model_of_sbml(sbml(RISING + f"<listOfEvents>{event(trigger, 'x', '100', first=first)}</listOfEvents>"), "made")
    assert at(model, "x", [5.0]) == pytest.approx([value])


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (f"<listOfRules><algebraicRule>{maths('x')}</algebraicRule></listOfRules>", "an algebraic rule"),
        (f"<listOfEvents>{event('x > 2', 'x', '0')}</listOfEvents>", "waits for more than time beside a constant (event 'e'"),
        (f"<listOfEvents>{event('time > 2', 'x', '0', more='<delay>' + maths('3') + '</delay>')}</listOfEvents>", "a delay (event 'e')"),
        (f'<listOfRules><rateRule variable="x">{maths("delay(x, 1)")}</rateRule></listOfRules>', "'delay(x, 1)' (rule of 'x')"),
        (f'<listOfRules><rateRule variable="x">{maths("factorial(3)")}</rateRule></listOfRules>', "'factorial(3)' (rule of 'x')"),
        (f"<listOfConstraints><constraint>{maths('x > 0')}</constraint></listOfConstraints>", "a constraint"),
        (f'<listOfRules><rateRule variable="x">{maths("piecewise(1, x > 0)")}</rateRule></listOfRules>', "a 'piecewise' without 'otherwise'"),
    ],
)
def test_what_is_not_read_is_named_with_its_place(body, named):
    known = '<listOfParameters><parameter id="x" value="0" constant="false"/></listOfParameters>'
    with pytest.raises(SettingError) as trouble:
        model_of_sbml(sbml(known + body), "made.xml")
    assert named in str(trouble.value)
    assert str(trouble.value).startswith("'made.xml' cannot be read as it stands; it has ")


def test_every_construct_is_named_at_once():
    several = VOLUME + "<listOfSpecies>" + species("a").replace("/>", ' conversionFactor="f"/>') + "</listOfSpecies>"
    several += '<listOfParameters><parameter id="f" value="2" constant="true"/><parameter id="w" constant="true"/></listOfParameters>'
    several += "<listOfReactions>" + reaction("r", "a", "a").replace('fast="false"', 'fast="true"') + "</listOfReactions>"
    with pytest.raises(SettingError) as trouble:
        model_of_sbml(sbml(several, 'conversionFactor="f"'), "made")
    for named in (
        "a conversion factor (model, 'f')",
        "a conversion factor (species 'a')",
        "a fast reaction (reaction 'r')",
        "no initial value (parameter 'w')",
    ):
        assert named in str(trouble.value)


def test_definitions_in_a_circle_are_refused():
    known = parameters(*(f'<parameter id="{name}" constant="false"/>' for name in "xy"), '<parameter id="z" value="1" constant="false"/>')
    circle = "".join(f'<assignmentRule variable="{a}">{maths(b)}</assignmentRule>' for a, b in (("x", "y"), ("y", "x")))
    moved = f'<rateRule variable="z">{maths("x")}</rateRule>'
    with pytest.raises(SettingError, match="in a circle"):
        model_of_sbml(sbml(f"{known}<listOfRules>{circle}{moved}</listOfRules>"), "made")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<sbml", "no XML that can be read"),
        ("not a model at all", "no XML that can be read"),
        ("<html></html>", "begins with the element 'html'"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><sbml>&c;</sbml>', "declares a document type"),
        ("<sbml>" * 500 + "</sbml>" * 500, "nested more than"),
        ('<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"/>', "without a model|not correct SBML"),
        ("<sbml>\0</sbml>", "not a text"),
    ],
)
def test_what_is_no_sbml_is_refused_in_one_sentence(text, sentence):
    with pytest.raises(FileError, match=sentence):
        model_of_sbml(text, "file.xml")


def test_functions_that_grow_without_end_are_refused():
    import libsbml

    parts = [
        "<functionDefinition id='f0'>" + libsbml.writeMathMLToString(libsbml.parseL3Formula("lambda(u, u + u)")).split("\n", 1)[1] + "</functionDefinition>"
    ]
    for i in range(1, 60):
        body = libsbml.writeMathMLToString(libsbml.parseL3Formula(f"lambda(u, f{i - 1}(u) + f{i - 1}(u))")).split("\n", 1)[1]
        parts.append(f"<functionDefinition id='f{i}'>{body}</functionDefinition>")
    rest = parameters(X) + rules(x="f59(x)")
    with pytest.raises(SettingError, match="becomes longer than"):
        model_of_sbml(sbml(f"<listOfFunctionDefinitions>{''.join(parts)}</listOfFunctionDefinitions>{rest}"), "made")


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "libsbml", None)
    with pytest.raises(SettingError, match=r"pip install 'exoforge\[sbml\]'"):
        model_of_sbml(sbml(RISING), "made")


@pytest.mark.skipif(importlib.util.find_spec("roadrunner") is None, reason="libRoadRunner is not installed")
def test_a_model_with_events_and_conditions_agrees_with_libroadrunner():
    import roadrunner

    moving = rules(x="piecewise(1, time < 2, 0) - 0.3 * x + piecewise(0.2, x > 0.5, 0.1)")
    body = f"{parameters(X)}{moving}<listOfEvents>{event('time > 4', 'x', 'x + 2')}</listOfEvents>"
    runner = roadrunner.RoadRunner(sbml(body))
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance, runner.integrator.maximum_time_step = 1e-10, 1e-13, 0.001
    runner.timeCourseSelections = ["time", "x"]
    theirs = np.array(runner.simulate(0, 8, 17))[1:, 1]
    ours = at(model_of_sbml(sbml(body), "made"), "x", list(np.linspace(0, 8, 17)[1:]))
    keep = np.linspace(0, 8, 17)[1:] != 4.0
    assert ours[keep] == pytest.approx(theirs[keep], abs=1e-6)
