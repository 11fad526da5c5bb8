"""One small tree of refusals, each a sentence that says where."""

import pickle

import pytest

from exoforge.base import errors
from exoforge.base.errors import ExoforgeError, Problem, RecordError, SettingError, StepError, TermError, UnitError, sentence_of

PROBLEM = Problem(where="step[2].settings.duration", sentence="'0,5 h' holds a comma; write '0.5 h'.", line=14)


def test_every_refusal_is_caught_by_one_name():
    refusals = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert {RecordError, SettingError, StepError} <= set(refusals)
    assert all(issubclass(kind, ExoforgeError) for kind in refusals)


def test_a_step_error_carries_every_reason():
    error = StepError("isolate/centrifugation", {"speed": "'speed' is not reported.", "mode": "'mode' is 'both'."})
    assert error.reasons["mode"] == "'mode' is 'both'."
    assert str(error).splitlines() == ["isolate/centrifugation: 'speed' is not reported.", "isolate/centrifugation: 'mode' is 'both'."]


@pytest.mark.parametrize("kind", [UnitError, TermError])
def test_words_and_units_are_settings(kind):
    with pytest.raises(SettingError, match="not known"):
        raise kind("not known")


def test_a_sentence_names_file_line_and_place():
    assert sentence_of(PROBLEM, "study.toml") == "study.toml, line 14: step[2].settings.duration: '0,5 h' holds a comma; write '0.5 h'."


def test_a_sentence_without_line_or_place_has_no_gap():
    assert sentence_of(Problem(where="", sentence="It is empty."), "the record") == "the record: It is empty."


def test_a_record_error_carries_every_problem_in_order():
    other = Problem(where="dosing.dose", sentence="It is not reported.", severity="notice")
    error = RecordError((PROBLEM, other), source="study.toml")
    assert error.problems == (PROBLEM, other)
    assert str(error).splitlines() == [sentence_of(PROBLEM, "study.toml"), sentence_of(other, "study.toml")]


def test_a_problem_stops_a_run_unless_it_says_otherwise():
    assert PROBLEM.severity == "error"


def test_a_problem_cannot_be_changed():
    with pytest.raises(AttributeError):
        PROBLEM.line = 3


def test_a_record_error_survives_the_way_back_from_a_worker_process():
    """Worker processes hand errors back pickled; one that cannot be unpickled takes the whole pool down."""
    error = pickle.loads(pickle.dumps(RecordError((PROBLEM,), source="study.toml")))
    assert error.problems == (PROBLEM,)
    assert error.source == "study.toml"
    assert str(error) == sentence_of(PROBLEM, "study.toml")


def test_a_step_error_survives_the_way_back_from_a_worker_process():
    error = pickle.loads(pickle.dumps(StepError("store/storage", {"time": "'time' is not reported."})))
    assert error.reasons == {"time": "'time' is not reported."}
    assert str(error) == "store/storage: 'time' is not reported."
