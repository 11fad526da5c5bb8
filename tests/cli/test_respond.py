"""The command that asks a tissue."""

import json
from pathlib import Path

import pytest

from tests.cli.command import exoforge, refused

RECORD = Path(__file__).parents[2] / "examples" / "published-bone-tcp.toml"


def test_a_bone_answers_with_both_arms_and_what_drives_it():
    told = exoforge("respond", RECORD, "--tissue", "bone", "--members", "40", "--json")
    assert told.returncode == 0, told.stderr
    facts = json.loads(told.stdout)
    assert facts["model"] == "trejo2019"
    assert len(facts["endpoints"]) >= 2
    assert facts["plausibility"]
    assert "not clinical evidence" in facts["nature"]


def test_the_text_names_the_model_and_the_published_effects():
    told = exoforge("respond", RECORD, "--members", "20")
    assert told.returncode == 0
    assert "exoforge model show trejo2019" in told.stdout
    assert "bailey2022_bone" in told.stdout
    assert all(len(line) <= 104 for line in told.stdout.splitlines())


@pytest.mark.parametrize("tissue", ["heart", "kidney", "liver", "spinal-cord", "lung", "eye", "muscle"])
def test_a_tissue_without_a_model_is_answered_by_the_evidence_alone(tissue):
    told = exoforge("respond", RECORD, "--tissue", tissue, "--json")
    assert told.returncode == 0, told.stderr
    facts = json.loads(told.stdout)
    assert facts["model"] is None
    assert "endpoints" not in facts


def test_without_a_model_named_the_record_s_own_is_asked(tmp_path):
    """And not the first one of the tissue, which would not know the settings of the record's step."""
    text = RECORD.with_name("planned-skin-gel.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text.replace('kind = "skin-wound-bed"', 'kind = "skin-wound"'), encoding="utf-8")
    told = exoforge("respond", own, "--tissue", "skin", "--members", "2", "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["model"] == "waugh2006"


def test_a_narrower_tissue_is_answered_by_the_model_of_the_wider():
    told = exoforge("respond", RECORD, "--tissue", "femur", "--members", "5", "--json")
    assert json.loads(told.stdout)["model"] == "trejo2019"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--tissue", "bones and more"], "no tissue of the vocabulary"),
        (["--tissue", "bone", "--model", "invented"], "no model of bone"),
        (["--tissue", "bone", "--set", "horizon"], "write name=value"),
        (["--tissue", "bone", "--until", "soon"], "soon"),
        (["--tissue", "bone", "--members", "1"], "members"),
        (["--tissue", "skin"], "--set wound=VALUE"),
        (["--tissue", "bone", "--model", "sherratt1990"], "--tissue skin"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments, words):
    assert words in refused("respond", RECORD, *arguments)
