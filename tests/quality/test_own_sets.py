"""A rule set of one's own: read whole, or refused in one sentence that says what is wrong."""

import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.quality.evaluate import evaluate
from exoforge.quality.own import find_rulesets, ruleset_of_file
from exoforge.quality.rules import rulesets
from exoforge.record.files import parse_record

OWN = """title = "My release specification"
version = "3"

[predicates]
always = "Every lot."

[words.absent]
read = ["gm130", "calnexin"]

[[rule]]
id = "no-cell-debris"
text = "GM130 and calnexin are absent."
section = "release"
level = "mandatory"
applies = "always"
check = "all-negative"
classes = ["absent"]
source = "our specification, version 3"
confidence = "read"
"""
LOT = 'exoforge = "1.0"\nid = "lot"\nstanding = "performed"\n[[measurement]]\ntechnique = "western-blot"\nquantity = "GM130, calnexin"\nvalue = "negative"\n'


def write(folder, text, name="mine.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_it_is_read_and_judges(tmp_path):
    rules = ruleset_of_file(write(tmp_path, OWN))
    assert (rules.key, rules.version, rules.score) == ("mine", "3", "counts")
    assert [one.state for one in evaluate(parse_record(LOT), ruleset=rules)] == ["met"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("confidence =", "confidense =", "unknown key 'confidense'; did you mean 'confidence'"),
        ("all-negative", "all-negativ", "did you mean 'all-negative'"),
        ('applies = "always"', 'applies = "allways_"', "add it to"),
        ('"mandatory"', '"must"', "it is one of mandatory"),
        ('read = ["gm130"', 'raed = ["gm130"', "did you mean 'read'"),
        ('title = "My release specification"', "title = 3", "write a text"),
        ('classes = ["absent"]', 'classes = "absent"', "write a list"),
        ('classes = ["absent"]', "classes = [1]", "write a list"),
        ('classes = ["absent"]', "", "has 0 classes; the check 'all-negative' needs 1"),
        ('classes = ["absent"]', 'classes = ["ghost"]', "does not list"),
        ('read = ["gm130"', 'read = [" "', "write a list"),
        ('classes = ["absent"]', "least = 0", "it must be 1 or more"),
        ("[[rule]]", "[rule]", "write a list"),
        ('id = "no-cell-debris"\n', "", "lacks 'id'"),
        ('version = "3"', "version = [", "is no TOML"),
        ('version = "3"', 'score = "stars"', "score 'stars'"),
        ('check = "all-negative"', 'check = "quantities"', "The amounts are particle-number"),
        ("[predicates]\nalways", "[predicates]\nsometimes = 'x'\nalways", None),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path, old, new, said):
    assert old in OWN
    path = write(tmp_path, OWN.replace(old, new))
    if said is None:
        assert ruleset_of_file(path).rules
        return
    with pytest.raises((SettingError, FileError)) as trouble:
        ruleset_of_file(path)
    assert said in str(trouble.value)
    assert "\n" not in str(trouble.value)


def test_an_unknown_predicate_that_is_explained_is_refused(tmp_path):
    path = write(tmp_path, OWN.replace("always = ", "allways_ = ").replace('"always"', '"allways_"'))
    with pytest.raises(SettingError, match="did you mean 'always'"):
        ruleset_of_file(path)


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"\xff\xfe\x00", b"a = ["])
def test_what_is_no_rule_set(tmp_path, content):
    path = tmp_path / "set.toml"
    path.write_bytes(content)
    with pytest.raises((FileError, SettingError)):
        ruleset_of_file(path)


def test_sets_by_name_file_and_all(tmp_path):
    path = write(tmp_path, OWN)
    assert [one.key for one in find_rulesets(["ev-metric", str(path), "ev-metric"])] == ["ev-metric", "mine"]
    assert tuple(one.key for one in find_rulesets(["all"])) == rulesets()
    with pytest.raises(SettingError, match="rename"):
        find_rulesets(["ev-metric", str(write(tmp_path, OWN, "ev-metric.toml"))])
    with pytest.raises(SettingError, match="Two rules"):
        ruleset_of_file(write(tmp_path, OWN + OWN[OWN.index("[[rule]]") :]))
