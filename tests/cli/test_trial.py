"""The commands that plan a study."""

import json

import pytest

from tests.cli.command import exoforge, refused


def test_a_size_with_its_alternatives():
    told = exoforge(
        "trial", "size", "--endpoint", "closure", "--control", "24%", "--treated", "45 %", "--wounds-per-animal", "2", "--icc", "0.3", "--dropout", "10%"
    )
    assert told.returncode == 0, told.stderr
    assert "normal approximation        80" in told.stdout
    assert "with continuity correction  89" in told.stdout
    assert "52 animals or patients, 58 to enrol" in told.stdout
    assert "no evidence" in told.stdout


def test_a_figure_of_the_power(tmp_path):
    told = exoforge("trial", "size", "--effect", "0.8", "-o", "power.csv", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    lines = (tmp_path / "power.csv").read_text().splitlines()
    assert lines[0].startswith("share of the effect")
    assert any(line.startswith("1.0,26") or line.startswith("1,26") for line in lines)


def test_rules_of_escalation_beside_each_other():
    arguments = ("trial", "escalate", "--true", "0.05,0.1,0.25,0.4,0.55", "--target", "0.3", "--simulations", "200", "--seed", "4", "--json")
    facts = json.loads(exoforge(*arguments).stdout)
    assert set(facts["designs"]) == {"3+3", "boin", "crm"}
    assert facts["boundaries"] == pytest.approx([0.2365, 0.3585], abs=5e-5)
    assert json.loads(exoforge(*arguments).stdout) == facts, "the same seed gives the same numbers"


def test_a_run_may_be_planned_on_and_is_called_computed(tmp_path):
    endpoint = {"name": "bone", "meaning": "bone at the horizon", "unit": ""} | {
        name: {"central": middle, "low": middle - 0.1, "median": middle, "high": middle + 0.1}
        for name, middle in (("treated", 0.6), ("untreated", 0.5), ("difference", 0.1))
    }
    (tmp_path / "dossier.json").write_text(json.dumps({"exoforge_dossier": "1", "format": "", "response": {"endpoints": [endpoint]}}))
    told = exoforge("trial", "size", "--from", "dossier.json", "--endpoint", "bone", "--sd", "0.1", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "COMPUTED" in told.stdout
    assert "noncentral t  17" in told.stdout, "one standard deviation"
    assert "animals differ" in refused("trial", "size", "--from", tmp_path / "dossier.json", "--endpoint", "bone")
    assert "it has bone" in refused("trial", "size", "--from", tmp_path / "dossier.json", "--endpoint", "callus", "--sd", "1")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["size"], "Say what is compared"),
        (["size", "--control", "24%", "--treated", "24%"], "no difference"),
        (["size", "--control", "124%", "--treated", "24%"], "between 0 and 100"),
        (["size", "--control", "much", "--treated", "24%"], "begin with a number"),
        (["size", "--effect", "0.5", "--icc", "1.5", "--wounds-per-animal", "3"], "correlation"),
        (["size", "--control", "0.5", "--treated", "0.7", "--sd", "0"], "above 0"),
        (["escalate", "--true", "0.3,0.2"], "must not fall"),
        (["escalate", "--true", "0.1,0.2", "--design", "rolling"], "no design"),
        (["escalate", "--true", "0.1,x"], "commas"),
        (["decide", "--data", "3-0", "--at", "1"], "patients/toxicities"),
        (["decide", "--data", "3/4 0/0", "--at", "1"], "no more toxicities"),
        (["decide", "--data", "3/0 0/0", "--at", "2"], "no patients"),
        (["two-stage", "--uninteresting", "40%", "--wanted", "20%"], "rise"),
        (["interval", "--events", "5", "--patients", "3"], "no proportion"),
    ],
)
def test_what_cannot_be_planned_is_refused(arguments, words):
    assert words in refused("trial", *arguments)
