"""Records as files: the round trip loses nothing, and every problem is told with its line."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exoforge.base.errors import FileError, RecordError
from exoforge.base.units import Quantity
from exoforge.record.files import parse_record, read_record, record_from_plain, record_text, record_to_plain, write_record
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Therapy, json_schema
from tests.record.strategies import therapies

SMALL = 'exoforge = "1.0"\nid = "a"\nstanding = "planned"\n'


@given(therapy=therapies())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_record_survives_its_file(therapy):
    assert therapy == parse_record(record_text(therapy))


@given(therapy=therapies())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_record_survives_json(therapy):
    assert therapy == record_from_plain(json.loads(json.dumps(record_to_plain(therapy))))


@given(therapy=therapies())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_writing_again_changes_no_byte(therapy):
    text = record_text(therapy)
    assert text == record_text(parse_record(text))


def test_the_standing_says_how_a_plain_value_is_known():
    for standing, basis in (("published", "reported"), ("planned", "planned"), ("performed", "measured")):
        therapy = parse_record(f'exoforge = "1.0"\nid = "a"\nstanding = "{standing}"\n[[step]]\nstage = "culture"\nkind = "flask"\nduration = "48 h"\n')
        assert therapy.steps[0].settings["duration"] == Stated(value=Quantity(value=48.0, unit="h"), basis=basis)


@pytest.mark.parametrize("text", ["NA", "n/a", "not reported", "NR", ""])
def test_not_reported_is_a_value_and_never_zero(text):
    therapy = parse_record(SMALL + f'[dosing]\ndose = "{text}"\n')
    assert Missing(reason="not reported") == therapy.dosing.dose


def test_every_problem_is_told_at_once_with_its_line():
    text = (
        'exoforge = "1.0"\n'  # 1
        'id = "a b"\n'
        'standing = "planed"\n'
        "[source]\n"
        'species = "humn"\n'  # 5
        "[[step]]\n"
        'stage = "culture"\n'
        'kind = "flask"\n'
        "[[step]]\n"
        'stage = "isolat"\n'  # 10
        'kind = "centrifugation"\n'
        "[dosing]\n"
        'dose = "-5 ug protein"\n'
        'volume = "0,5 mL"\n'
        "[targt]\n"  # 15
    )
    with pytest.raises(RecordError) as refused:
        parse_record(text)
    told = {problem.line: problem.sentence for problem in refused.value.problems}
    assert {2, 3, 5, 10, 13, 14, 15} == set(told)
    assert "did you mean 'planned'" in told[3]
    assert "did you mean 'human'" in told[5]
    assert "did you mean 'isolate'" in told[10]
    assert "negative" in told[13]
    assert "comma" in told[14]
    assert "did you mean 'target'" in told[15]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id = 3\n", "'exoforge' is missing"),
        ('exoforge = "2.0"\nid = "a"\nstanding = "planned"\n', "format 2.0"),
        ('exoforge = "x"\n', "major.minor"),
        ('exoforge = "1.0"\nid = "a\n', "not valid TOML"),
        (SMALL + "[dosing]\ndose = nan\n", "not a number"),
        (SMALL + '[dosing]\ndose = "5 ugg"\n', "did you mean 'ug'"),
        (SMALL + '[dosing]\ndose = "5 nm"\n', "does not fit"),
        (SMALL + "[dosing]\ndose = 5\n", "does not fit"),
        (SMALL + '[dosing]\ndose = { value = "5 ug", basis = "guessed" }\n', "basis 'guessed'"),
        (SMALL + '[dosing]\ndose = { valu = "5 ug" }\n', "needs 'value' or 'missing'"),
        (SMALL + '[dosing]\ndose = "lots"\n', "does not begin with a number"),
        (SMALL + 'step = "culture"\n', "headed [[step]]"),
        (SMALL + "source = 3\n", "not a table"),
        ('exoforge = "1.0"\nstanding = "planned"\n', "'id' is missing"),
    ],
)
def test_bad_text_is_refused_in_a_sentence(text, words):
    with pytest.raises(RecordError) as refused:
        parse_record(text)
    assert words in str(refused.value)


def test_a_newer_minor_version_keeps_what_it_does_not_know():
    text = 'exoforge = "1.9"\nid = "a"\nstanding = "planned"\n[hologram]\ncolour = "red"\n'
    therapy = parse_record(text)
    assert {"hologram": {"colour": "red"}} == therapy.unread
    assert therapy == parse_record(record_text(therapy))


@given(garbage=st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_gives_anything_but_a_record_or_a_refusal(garbage):
    try:
        assert isinstance(parse_record(garbage), Therapy)
    except RecordError as refused:
        assert refused.problems


def test_files_that_cannot_be_read_are_refused(tmp_path):
    (tmp_path / "empty.toml").write_text("")
    (tmp_path / "latin.toml").write_bytes(b'id = "\xe9"\n')
    (tmp_path / "large.toml").write_text("#" * 2_000_001)
    for name, kind, words in (
        ("absent.toml", FileError, "There is no file"),
        (".", FileError, "is a directory"),
        ("empty.toml", FileError, "is empty"),
        ("latin.toml", RecordError, "not UTF-8"),
        ("large.toml", FileError, "has 2 MB"),
    ):
        with pytest.raises(kind) as refused:
            read_record(tmp_path / name)
        assert words in str(refused.value)


def test_writing_is_whole_or_not_at_all(tmp_path):
    therapy = parse_record(SMALL)
    write_record(therapy, tmp_path / "a.toml")
    assert therapy == read_record(tmp_path / "a.toml")
    with pytest.raises(FileError):
        write_record(therapy, tmp_path / "absent" / "a.toml")
    assert ["a.toml"] == [path.name for path in tmp_path.iterdir()]


def test_the_schema_describes_the_file_and_not_the_inside():
    schema = json_schema()
    assert {"exoforge", "id", "standing", "source", "step", "dosing", "target", "outcome", "measurement", "citation"} <= set(schema["properties"])
    step = schema["$defs"]["Step"]
    assert "settings" not in step["properties"]
    assert "order" not in step["properties"]
    assert "anyOf" in step["additionalProperties"]
