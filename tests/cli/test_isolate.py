"""The commands that lay methods side by side, as a user runs them."""

import json

import pytest

from exoforge.design.isolation.methods import shipped_methods
from tests.cli.command import exoforge, refused

RECORD = """exoforge = "1.1"
id = "small"
standing = "planned"
[[step]]
stage = "culture"
kind = "flask"
volume = "200 mL"
supplement = "serum-free"
[[step]]
stage = "isolate"
kind = "filtration"
"""


def test_the_comparison_is_printed_and_drawn(tmp_path):
    found = exoforge("isolate", "compare", "--methods", "duc,uf+df", "--members", "10", "-o", tmp_path / "new" / "c.svg")
    assert found.returncode == 0, found.stderr
    assert "uf+df" in found.stdout
    assert (tmp_path / "new" / "c.svg").read_text().startswith("<svg")


def test_all_methods_run_on_one_feed():
    found = exoforge("isolate", "compare", "--methods", "all", "--members", "4", "--json")
    assert found.returncode == 0, found.stderr
    facts = json.loads(found.stdout)
    assert [one["key"] for one in facts["methods"]] == list(shipped_methods())
    for one in facts["methods"]:
        assert 0 < one["measures"]["recovery"]["median"] <= 1, one["key"]


def test_a_records_own_isolation_joins(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text(RECORD)
    facts = json.loads(exoforge("isolate", "compare", "--feed", path, "--methods", "duc", "--members", "4", "--json").stdout)
    assert [one["key"] for one in facts["methods"]] == ["duc", "record"]
    assert facts["feed"]["volume"]["central"] == pytest.approx(2e-4)


def test_the_scale_is_printed_and_written(tmp_path):
    found = exoforge("isolate", "scale", "--methods", "duc,uf+df", "--from", "100 mL", "--to", "10 L", "-o", tmp_path / "s.csv")
    assert found.returncode == 0, found.stderr
    head, *rows = (tmp_path / "s.csv").read_text().splitlines()
    assert head.startswith("method,volume_L")
    assert rows[0].startswith("duc,0.1,")


def test_the_methods_are_listed():
    assert "differential ultracentrifugation" in exoforge("isolate", "methods").stdout


def test_the_same_seed_gives_the_same_answer():
    asked = ("isolate", "compare", "--methods", "uf+df", "--members", "6", "--json", "--seed")
    assert exoforge(*asked, "5").stdout == exoforge(*asked, "5").stdout
    assert exoforge(*asked, "5").stdout != exoforge(*asked, "6").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("compare", "--methods", "ducc"), "did you mean 'duc'?"),
        (("compare", "--members", "1"), "it needs from 2"),
        (("compare", "--volume", "3 kg"), "'volume'"),
        (("compare", "--volume", "0 L"), "volume"),
        (("compare", "--supplement", "fsb"), "did you mean 'fbs'?"),
        (("compare", "--feed", "nowhere.toml"), "nowhere.toml"),
        (("compare", "-o", "c.pdf"), "ends in '.pdf'"),
        (("scale", "--from", "1 L", "--to", "10 mL"), "the second must be larger"),
        (("scale", "--from", "1"), "--from is '1'"),
        (("scale", "--to", "1e300 L"), "none above 1000 m3"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(arguments, sentence):
    assert sentence in refused("isolate", *arguments)


def test_a_feed_that_is_described_twice_is_refused(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text(RECORD)
    assert "leave out one of them" in refused("isolate", "compare", "--feed", path, "--volume", "1 L")
