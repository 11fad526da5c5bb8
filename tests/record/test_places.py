"""Lines of keys in TOML text."""

import tomllib

from hypothesis import given, settings

from exoforge.record.files import record_text
from exoforge.record.places import line_of, lines_of
from tests.record.strategies import therapies

TEXT = '''# a comment with [brackets]
id = "a"            # 2
list = [
  "b = 1",
  "[c]",
]
long = """
x = 1
[[step]]
"""
[source]            # 11
cell = { value = "x", where = { document = "d" } }
"quoted key" = 1
[[step]]            # 14
stage = "culture"
[[step]]
kind = 'a "b" # c'
dotted.key = 3
'''


def test_lines_are_found_through_strings_lists_and_comments():
    assert {
        ("id",): 2,
        ("list",): 3,
        ("long",): 7,
        ("source",): 11,
        ("source", "cell"): 12,
        ("source", "quoted key"): 13,
        ("step", 0): 14,
        ("step", 0, "stage"): 15,
        ("step", 1): 16,
        ("step", 1, "kind"): 17,
        ("step", 1, "dotted", "key"): 18,
    } == lines_of(TEXT)


def test_a_fence_inside_a_string_is_no_fence():
    text = "a = \"it's ''' here\"\nb = 'x \"\"\" y'\n[source]\nc = 1\n"
    assert {("a",): 1, ("b",): 2, ("source",): 3, ("source", "c"): 4} == lines_of(text)


def test_a_place_inside_falls_back_to_what_holds_it():
    places = lines_of(TEXT)
    assert line_of(places, ("source", "cell", "where")) == 12
    assert line_of(places, ("step", 1, "absent")) == 16
    assert line_of(places, ("absent",)) is None


@given(therapy=therapies())
@settings(max_examples=60, deadline=None)
def test_every_step_and_table_of_a_record_is_found(therapy):
    text = record_text(therapy)
    places = lines_of(text)
    plain = tomllib.loads(text)
    for order in range(len(plain.get("step", []))):
        assert text.splitlines()[places["step", order] - 1].strip() == "[[step]]"
    for name in ("source", "dosing", "target"):
        if name in plain:
            assert text.splitlines()[places[name,] - 1].strip().startswith((f"[{name}]", f"{name} ="))
