"""Tables in TOML: what a user's entry may state, and the sentences of what it may not."""

import pytest

from exoforge.base.errors import FileError
from exoforge.base.tables import check_keys, packaged_table, stated_amount, user_table


def test_a_packaged_table_may_lie_in_a_folder():
    assert "roszkowski2024" in packaged_table("exoforge.evidence", "data", "documents.toml")
    assert "wage" in packaged_table("exoforge.design.isolation", "effort.toml")


def test_a_key_that_nobody_reads_is_named_with_those_that_are():
    check_keys({"a": 1}, ("a", "b"), where="here", what="a thing")
    with pytest.raises(FileError, match=r"here: 'c' is not read; a thing has a, b\."):
        check_keys({"a": 1, "c": 2}, ("a", "b"), where="here", what="a thing")


def test_an_amount_has_its_unit():
    assert stated_amount("94 mL", "m3", where="here") == pytest.approx(94e-6)
    assert stated_amount("0 min", "s", where="here", may_be_none=True) == 0.0


@pytest.mark.parametrize(
    ("value", "options", "sentence"),
    [
        ("94 kg", {}, "^here: "),
        (94, {"like": "94 mL"}, 'Write it like "94 mL"'),
        ("0 mL", {}, "here is '0 mL'; it must be above 0"),
        ("-1 mL", {"like": "94 mL"}, 'it must be above 0, like "94 mL"'),
        ("-1 mL", {"may_be_none": True}, "it must be 0 or above"),
        (["94 mL"], {}, "^here: "),
    ],
)
def test_an_amount_that_is_none_is_refused(value, options, sentence):
    with pytest.raises(FileError, match=sentence):
        stated_amount(value, "m3", where="here", **options)


def test_a_file_that_is_no_table_is_refused_with_what_was_expected(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("[a\n")
    with pytest.raises(FileError, match=r"cannot be read as TOML: .*; a table of things was expected"):
        user_table(path, what="a table of things")
