"""Rule sets as data: complete, explained, and with sources that are on the list."""

import pytest

from exoforge.base.errors import SettingError
from exoforge.base.trace import references
from exoforge.quality.applicability import PREDICATES
from exoforge.quality.checks import CHECKS
from exoforge.quality.rules import ruleset, ruleset_from_plain, rulesets


@pytest.mark.parametrize("name", rulesets())
def test_every_rule_is_whole(name):
    rules = ruleset(name)
    known = {one.key for one in references()}
    assert rules.version
    for rule in rules.rules:
        assert rule.level in ("mandatory", "mandatory-if-applicable", "encouraged")
        assert rule.confidence in ("read", "recalled")
        assert rule.applies in PREDICATES
        assert rule.check in CHECKS
        assert rule.text.endswith(".")
        assert rule.source
        assert rule.add.endswith(".")
        assert rule.cites
        assert set(rule.cites) <= known
    assert set(rules.predicates) <= set(PREDICATES)
    assert {name for rule in rules.rules for name in rule.classes} == set(rules.words)


def test_misev_holds_every_row_of_the_table_read():
    """The eleven rows of PMC9465297 T3 (the second gives two rules) and the one that PMC8581208 T1 adds."""
    rules = ruleset("misev2018").rules
    assert 13 == len(rules)
    assert {"mandatory": 10, "mandatory-if-applicable": 2, "encouraged": 1} == {
        level: [rule.level for rule in rules].count(level) for level in ("mandatory", "mandatory-if-applicable", "encouraged")
    }
    assert ["PMC8581208 T1"] == [rule.source for rule in rules if "PMC9465297" not in rule.source]


def test_recalled_words_are_marked():
    rules = ruleset("misev2018")
    assert "alix" in rules.recalled["cytosolic"]
    assert "cd63" not in rules.recalled["transmembrane"]
    assert all(set(rules.recalled[name]) <= set(words) for name, words in rules.words.items())


def test_an_unknown_set_is_refused():
    with pytest.raises(SettingError, match="did you mean 'misev2018'"):
        ruleset("misev201")
    with pytest.raises(SettingError, match="does not list"):
        _made(classes=["ghost"])
    with pytest.raises(SettingError, match="does not explain"):
        _made(applies="ghost")


def _made(**changed):
    rule = {"id": "a", "text": "A.", "section": "s", "level": "encouraged", "applies": "always", "check": "ratio", "source": "us", "confidence": "read"}
    return ruleset_from_plain("made", {"title": "Made", "predicates": {"always": "always"}, "rule": [rule | changed]})
