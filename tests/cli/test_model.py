"""The commands of the model shelf, as a user meets them."""

import csv
import json

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ConvergenceError, ExoforgeError
from exoforge.cli.model import model
from exoforge.stages.shelf import cards
from tests.cli.command import refused as refused_process

RUNNER = CliRunner()


def asked(*arguments) -> str:
    found = RUNNER.invoke(model, list(map(str, arguments)))
    assert found.exit_code == 0, (found.output, found.exception)
    assert all(len(line) <= 100 for line in found.stdout.splitlines()) or "export" in arguments or "--json" in arguments
    return found.stdout


def refused(*arguments) -> str:
    found = RUNNER.invoke(model, list(map(str, arguments)))
    assert isinstance(found.exception, ExoforgeError), found.output
    return str(found.exception)


def test_the_list_names_every_model_and_computes_no_claim(monkeypatch):
    def never(claim):
        raise AssertionError("a claim was computed")

    monkeypatch.setattr("exoforge.design.shelf.checking._one", never)
    told = asked("list")
    assert all(key in told for key in cards())
    assert [one["model"] for one in json.loads(asked("list", "--json"))["models"]] == list(cards())


@pytest.mark.parametrize("key", list(cards()))
def test_every_card_is_shown_and_is_plain_json(key):
    told = asked("show", key)
    assert cards()[key].title.split(":")[0] in told.replace("\n", " ")
    assert json.loads(asked("show", key, "--json"))["model"] == key


def test_a_card_shows_a_value_with_its_source_and_its_claims():
    told = asked("show", "trejo2019", "--check")
    assert "k01 = 0.611 1/d" in told
    assert "read trejo2019_implementation" in told
    assert "known numbers reproduced now" in told
    assert "got " in told


def test_an_unknown_model_is_refused_with_the_nearest():
    assert "did you mean 'trejo2019'" in refused("show", "trejo2018")


def test_a_model_goes_out_and_comes_back(tmp_path):
    pytest.importorskip("libsbml")
    file = tmp_path / "trejo.xml"
    told = asked("export", "trejo2019", "--sbml", "-o", file)
    assert "What comes from outside (activity) is written as the constant 0" in told
    told = asked("import", file, "-o", tmp_path / "card.md")
    assert "imported, nothing reproduced" in told
    assert "Not reproduced" in told
    assert "## Equations" in (tmp_path / "card.md").read_text(encoding="utf-8")
    ours = json.loads(asked("run", "trejo2019", "--until", "50 d", "--json"))["states"]
    theirs = {one["name"]: one for one in json.loads(asked("run", file, "--until", "50 d", "--json"))["states"]}
    assert all(theirs[one["name"]]["end"] == pytest.approx(one["end"], rel=1e-6, abs=1e-9) for one in ours)


def test_equations_are_printed_for_a_text():
    assert "dmb/dt = (pbs - qbd * mb) * Cb" in asked("export", "trejo2019", "--text")
    assert r"\frac{\mathrm{d} D}{\mathrm{d} t}" in asked("export", "trejo2019", "--latex")
    assert "choose one of them" in refused("export", "trejo2019", "--latex", "--text")


def test_an_import_names_what_it_cannot_read_and_ends_with_2(tmp_path):
    pytest.importorskip("libsbml")
    bomb = tmp_path / "bomb.xml"
    bomb.write_text('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "b">]><sbml>&a;</sbml>', encoding="utf-8")
    assert "declares a document type" in refused_process("model", "import", bomb)
    assert "no XML that can be read" in refused("import", _file(tmp_path, "broken.xml", "<sbml"))
    assert "There is no file" in refused("import", tmp_path / "absent.xml")
    assert "begins with the element 'html'" in refused("import", _file(tmp_path, "page.xml", "<html/>"))


def test_an_import_is_laid_beside_libroadrunner(tmp_path):
    pytest.importorskip("libsbml")
    pytest.importorskip("roadrunner")
    file = tmp_path / "waugh.xml"
    asked("export", "waugh2006", "-o", file)
    assert "libRoadRunner agrees up to 60 d" in asked("import", file, "--compare", "--until", "60 d").replace("\n" + " " * 20, " ")


def test_the_moment_of_an_event_is_no_disagreement(tmp_path):
    pytest.importorskip("libsbml")
    pytest.importorskip("roadrunner")
    mathml = '<math xmlns="http://www.w3.org/1998/Math/MathML">'
    time = '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol>'
    body = '<listOfParameters><parameter id="x" value="1" constant="false"/></listOfParameters>'
    body += f'<listOfRules><rateRule variable="x">{mathml}<ci>x</ci></math></rateRule></listOfRules>'
    body += '<listOfEvents><event useValuesFromTriggerTime="true"><trigger initialValue="true" persistent="true">'
    body += f"{mathml}<apply><gt/>{time}<cn>2</cn></apply></math></trigger>"
    body += (
        f'<listOfEventAssignments><eventAssignment variable="x">{mathml}<cn>0.5</cn></math></eventAssignment></listOfEventAssignments></event></listOfEvents>'
    )
    head = '<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="jump" timeUnits="second">'
    file = _file(tmp_path, "jump.xml", f"{head}{body}</model></sbml>")
    assert json.loads(asked("import", file, "--compare", "--until", "4 s", "--json"))["compared"]["agrees"] is True


def test_a_run_says_what_it_took_and_writes_its_courses(tmp_path):
    told = asked("run", "trejo2019", "--set", "kpb=0.3", "--until", "8 weeks", "--states", "mb,mc", "--csv", tmp_path / "c.csv", "--plot", tmp_path / "c.json")
    assert "Nothing comes in from outside: activity is 0 throughout" in told
    assert "Set: kpb = 0.3" in told
    with (tmp_path / "c.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["time [d]", "mb [g/mL]", "mc [g/mL]"]
    assert float(rows[-1][0]) == 56.0
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["columns"] == 2


def test_a_value_with_a_unit_is_converted():
    set_by_hour = json.loads(asked("run", "trejo2019", "--set", "kpb=0.0125 1/h", "--json"))
    set_by_day = json.loads(asked("run", "trejo2019", "--set", "kpb=0.3", "--json"))
    assert set_by_hour["set"]["kpb"] == pytest.approx(0.3)
    assert set_by_hour["states"][9]["end"] == pytest.approx(set_by_day["states"][9]["end"])


def test_an_input_that_is_set_acts():
    without, with_it = (json.loads(asked("run", "trejo2019", *more, "--json")) for more in ((), ("--set", "activity=1")))
    assert with_it["notes"] == []
    assert with_it["states"][9]["values"][100] != without["states"][9]["values"][100]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--set", "nonsense=1"), "no parameter, state or input 'nonsense'"),
        (("--set", "kpb"), "write name=value"),
        (("--set", "kpb=0.3 kg"), "'kpb' is set to '0.3 kg'"),
        (("--set", "kpb=-1"), "it must lie in"),
        (("--until", "3 kg"), "--until is '3 kg'"),
        (("--until", "-1"), "the time must be above 0"),
        (("--until", "nan"), "the time must be above 0"),
        (("--states", "mb,xx"), "has no state 'xx'"),
        (("--csv", "out.txt"), "written as .csv"),
    ],
)
def test_what_cannot_be_run_is_refused(arguments, sentence):
    assert sentence in refused("run", "trejo2019", *arguments)


def test_a_solver_that_gives_up_is_one_sentence(tmp_path):
    pytest.importorskip("libsbml")
    body = '<listOfParameters><parameter id="x" value="1" constant="false"/></listOfParameters><listOfRules><rateRule variable="x">'
    body += '<math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>x</ci><ci>x</ci></apply></math></rateRule></listOfRules>'
    head = '<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="runaway" timeUnits="second">'
    file = _file(tmp_path, "runaway.xml", head + body + "</model></sbml>")
    found = RUNNER.invoke(model, ["run", str(file), "--until", "2 s"])
    assert isinstance(found.exception, ConvergenceError)
    assert "Member 0 of 'runaway' stopped at 1" in str(found.exception)


def test_an_input_goes_into_the_file(tmp_path):
    pytest.importorskip("libsbml")
    assert "constant in this file: activity = 0." in asked("export", "trejo2019")
    told = asked("export", "trejo2019", "--input", "activity=0.4", "-o", tmp_path / "constant.xml")
    assert "constant 0" not in told
    ours, theirs = (json.loads(asked("run", one, "--json", *more)) for one, more in (("trejo2019", ("--set", "activity=0.4")), (tmp_path / "constant.xml", ())))
    assert theirs["states"][9]["end"] == pytest.approx(ours["states"][9]["end"], rel=1e-6)
    knots = _file(tmp_path, "knots.csv", "time,activity\n0,0\n7,1\n14,0\n")
    assert "<piecewise>" in asked("export", "trejo2019", "--input", f"activity={knots}")


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [("nonsense=1", "has no input 'nonsense'"), ("activity=inf", "a finite number"), ("activity={}", "never fall"), ("activity=gone.csv", "There is no file")],
)
def test_an_input_that_cannot_be_used_is_refused(tmp_path, stated, sentence):
    assert sentence in refused("export", "trejo2019", "--input", stated.format(_file(tmp_path, "back.csv", "5,1\n0,2\n")))


def test_a_renamed_id_is_compared_too(tmp_path):
    pytest.importorskip("libsbml")
    pytest.importorskip("roadrunner")
    body = '<listOfParameters><parameter id="lambda" value="1" constant="false"/></listOfParameters><listOfRules><rateRule variable="lambda">'
    body += '<math xmlns="http://www.w3.org/1998/Math/MathML"><apply><minus/><ci>lambda</ci></apply></math></rateRule></listOfRules>'
    head = '<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="named" timeUnits="second">'
    file = _file(tmp_path, "named.xml", f"{head}{body}</model></sbml>")
    assert json.loads(asked("import", file, "--compare", "--until", "4 s", "--json"))["compared"]["state"] == "lambda_"


def test_a_number_that_is_off_is_named_at_the_end_and_ends_with_1(monkeypatch):
    from dataclasses import replace

    card = cards()["sherratt1990"]
    wrong = replace(card, claims=(replace(card.claims[0], compute=lambda: 1e9), *card.claims[1:]))
    monkeypatch.setattr("exoforge.stages.shelf.card_of", lambda key: wrong)
    found = RUNNER.invoke(model, ["check", "sherratt1990"])
    assert found.exit_code == 1
    assert f"1 of {len(card.claims)} known numbers is off" in found.stdout


def test_check_computes_the_known_numbers_of_one_model():
    facts = json.loads(asked("check", "waugh2006", "--json"))
    assert facts["ok"] is True
    assert all(one["reproduced"] for one in facts["models"][0]["claims"])


def _file(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name
