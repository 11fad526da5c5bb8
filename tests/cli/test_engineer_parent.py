"""The command of changed parent cells, as a user meets it."""

import json

from tests.cli.command import exoforge, refused
from tests.design.records import CULTURE, HEAD
from tests.design.test_plan_culture import HYPOXIA, MIR


def test_agents_and_a_record_are_answered(tmp_path):
    found = exoforge("engineer", "parent", "--agent", "hypoxia", "--members", "20", "--json", "-o", tmp_path / "changes.csv")
    assert (tmp_path / "changes.csv").read_text(encoding="utf-8").startswith("agent,about")
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["agents"][0]["operation"] == "hypoxic-preconditioning"
    path = tmp_path / "my.toml"
    path.write_text(HEAD + MIR + CULTURE + HYPOXIA, encoding="utf-8")
    text = exoforge("engineer", "parent", path, "--members", "20")
    assert text.returncode == 0, text.stderr
    assert "copies per vesicle, the mean" in text.stdout
    quiet = exoforge("engineer", "parent", path, "--members", "20", "--quiet")
    assert (quiet.returncode, quiet.stdout) == (0, "")


def test_what_cannot_be_answered_is_refused_in_a_sentence(tmp_path):
    assert "Give either a record or agents" in refused("engineer", "parent")
    path = tmp_path / "my.toml"
    path.write_text(HEAD + CULTURE, encoding="utf-8")
    assert "changes no parent cell" in refused("engineer", "parent", path)
    assert "Give either a record or agents" in refused("engineer", "parent", path, "--agent", "hypoxia")
    assert "did you mean 'kartogenin'" in refused("engineer", "parent", "--agent", "kartogenine")
    path.write_text(HEAD + CULTURE + MIR + 'vector = "prayer"\n', encoding="utf-8")
    assert "name a virus" in refused("engineer", "parent", path)
