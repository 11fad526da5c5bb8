"""Events at one moment, triggers from constants, and files of other programs: what they mean stays the same."""

import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.kinetics.sbml_reading import model_of_sbml
from tests.laws.kinetics.test_sbml_reading import RISING, VOLUME, X, at, maths, parameters, reaction, rules, sbml, species

pytest.importorskip("libsbml")

XY = parameters(X, '<parameter id="y" value="0" constant="false"/>')


def event(name, trigger, variable, value, *, before="true", priority="1"):
    change = f'<listOfEventAssignments><eventAssignment variable="{variable}">{maths(value)}</eventAssignment></listOfEventAssignments>'
    rank = f"<priority>{maths(priority)}</priority>"
    head = f'<event id="{name}" useValuesFromTriggerTime="{before}"><trigger initialValue="true" persistent="true">{maths(trigger)}</trigger>'
    return f"{head}{rank}{change}</event>"


def events(*parts):
    return f"<listOfEvents>{''.join(parts)}</listOfEvents>"


@pytest.mark.parametrize(("before", "seen"), [("true", 0.0), ("false", 1.0)])
def test_events_at_one_moment_see_the_values_that_the_file_says(before, seen):
    first = event("e1", "time >= 3", "x", "x + 1", before=before, priority="10")
    text = sbml(XY + events(event("e2", "time >= 3", "y", "x", before=before, priority="-2"), first))
    model = model_of_sbml(text, "made")
    assert at(model, "x", [5.0]) == pytest.approx([1.0])
    assert at(model, "y", [5.0]) == pytest.approx([seen])


@pytest.mark.parametrize("second", [event("e2", "time >= 3", "y", "x"), event("e2", "time >= p", "y", "x")])
def test_events_that_cannot_be_ordered_are_named(second):
    known = XY.replace("</listOfParameters>", '<parameter id="p" value="3" constant="true"/></listOfParameters>')
    first = event("e1", "time >= 3", "x", "x + 1", before="false", priority="10")
    with pytest.raises(SettingError, match=r"uses the values before the others \(event 'e1', event 'e2'\)"):
        model_of_sbml(sbml(known + events(first, second)), "made")


def test_a_concentration_and_its_volume_set_at_one_moment_are_named():
    home = VOLUME.replace('constant="true"', 'constant="false"')
    text = home + f"<listOfSpecies>{species('a')}</listOfSpecies>" + events(event("e1", "time > 3", "v", "8"), event("e2", "time > 3", "a", "1"))
    with pytest.raises(SettingError, match="a concentration and its volume set at one moment"):
        model_of_sbml(sbml(text), "made")


def test_a_trigger_may_wait_for_a_constant_that_a_rule_gives():
    known = parameters(X, '<parameter id="tau" constant="false"/>', '<parameter id="p" value="1.5" constant="true"/>')
    rule = f'<listOfRules><assignmentRule variable="tau">{maths("2 * p")}</assignmentRule><rateRule variable="x">{maths("1")}</rateRule></listOfRules>'
    model = model_of_sbml(sbml(known + rule + events(event("e1", "time > tau", "x", "100"))), "made")
    assert at(model, "x", [5.0]) == pytest.approx([102.0])


@pytest.mark.parametrize("count", [60, 2000])
def test_a_long_sum_is_read(count):
    model = model_of_sbml(sbml(parameters(X) + rules(x=" + ".join(["0.5"] * count))), "made")
    assert at(model, "x", [1.0]) == pytest.approx([count / 2])


def test_a_species_of_many_reactions_is_read():
    several = "".join(reaction(f"r{i}", "0.001 * a", "a") for i in range(400))
    text = VOLUME + f"<listOfSpecies>{species('a', amount=True)}</listOfSpecies><listOfReactions>{several}</listOfReactions>"
    assert at(model_of_sbml(sbml(text), "made"), "a", [1.0]) == pytest.approx([8 * 2.718281828459045**-0.4])


def test_a_name_that_contains_nan_is_no_absent_value():
    home = VOLUME.replace('id="v"', 'id="nanovial"')
    text = home + f"<listOfSpecies>{species('a', 'initialAmount=' + chr(34) + '2' + chr(34), home='nanovial')}</listOfSpecies>"
    model = model_of_sbml(sbml(text + "<listOfReactions>" + reaction("r", "0 * a", "a") + "</listOfReactions>"), "made")
    assert at(model, "a", [1.0]) == pytest.approx([0.5])


@pytest.mark.parametrize("size", ['spatialDimensions="0"', 'spatialDimensions="3"'])
def test_a_volume_that_nothing_needs_may_be_absent(size):
    home = f'<listOfCompartments><compartment id="v" {size} constant="true"/></listOfCompartments>'
    text = home + f"<listOfSpecies>{species('a', 'initialAmount=' + chr(34) + '2' + chr(34), amount=True)}</listOfSpecies>"
    model = model_of_sbml(sbml(text + "<listOfReactions>" + reaction("r", "1", "a") + "</listOfReactions>"), "made")
    assert at(model, "a", [1.0]) == pytest.approx([1.0])


@pytest.mark.parametrize("level", [(1, 2), (2, 1), (2, 4)])
def test_a_file_of_a_lower_level_is_read(level):
    import libsbml

    text = sbml(VOLUME + f"<listOfSpecies>{species('a')}</listOfSpecies><listOfReactions>" + reaction("r", "2 * a", "a") + "</listOfReactions>")
    document = libsbml.readSBMLFromString(text)
    assert document.setLevelAndVersion(*level, False)
    layout = '<annotation><listOfLayouts xmlns="http://projects.eml.org/bcb/sbml/level2"/></annotation>'
    written = libsbml.writeSBMLToString(document).replace("<listOfCompartments>", f"{layout if level[0] == 2 else ''}<listOfCompartments>", 1)
    assert at(model_of_sbml(written, "made"), "a", [1.0]) == pytest.approx([2 * 2.718281828459045**-0.5])


@pytest.mark.parametrize("first", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="ISO-8859-1"?>'])
def test_the_first_line_of_a_file_does_not_matter(first):
    text = sbml(RISING).replace('<?xml version="1.0" encoding="UTF-8"?>\n', first)
    assert at(model_of_sbml(text, "made"), "x", [1.0]) == pytest.approx([1.0])


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (parameters(X, X), "two things with the same id ('x')"),
        (parameters(X) + rules(x="1").replace("</listOfRules>", f'<rateRule variable="x">{maths("2")}</rateRule></listOfRules>'), "two rules for one thing"),
        (parameters(X) + '<listOfRules><assignmentRule variable="x"/></listOfRules>', "no mathematics (rule of 'x')"),
        (parameters('<parameter id="x" value="-INF" constant="true"/>'), "no initial value (parameter 'x')"),
        (VOLUME + "<listOfReactions>" + '<reaction id="r" reversible="false" fast="false"/>' * 1 + "</listOfReactions>", "reaction without a rate law"),
    ],
)
def test_more_that_cannot_be_read_is_named(body, named):
    with pytest.raises(SettingError) as trouble:
        model_of_sbml(sbml(body), "made")
    assert named in str(trouble.value)


def test_many_of_one_kind_are_counted():
    several = "".join(f'<reaction id="r{i}" reversible="false" fast="false"/>' for i in range(500))
    with pytest.raises(SettingError, match="480 more of that kind"):
        model_of_sbml(sbml(f"<listOfReactions>{several}</listOfReactions>"), "made")


def test_a_name_is_one_line_of_plain_signs():
    model = model_of_sbml(sbml(parameters('<parameter id="x" name="a&#10;b&#x9b;31m" value="0" constant="false"/>') + rules(x="1")), "made")
    assert model.states[0].meaning == "a b 31m"
