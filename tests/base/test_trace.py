"""Provenance: appended, never changed; the same after a trip through JSON; cited in order of use."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.trace import (
    Assumption,
    Entry,
    Reference,
    Trace,
    cites_of,
    digest,
    reference,
    references,
    trace_from_json,
    trace_to_json,
)

ASSUMED = Assumption(
    key="step[2].density",
    name="density",
    meaning="density of the vesicle",
    value=1100.0,
    unit="kg/m3",
    low=1050.0,
    high=1150.0,
    reason="It is not reported.",
    cite="shell1990",
    status="choice",
)
SPIN = Entry(
    operation="isolate/centrifugation",
    version="1",
    settings={"speed": 100.0, "mode": "pellet"},
    inputs=("0a1b", "2c3d"),
    assumed=(ASSUMED,),
    cites=("livshits2015",),
    seed=7,
)
HOLD = Entry(operation="store/storage", settings={}, cites=("seed2024", "livshits2015"))

words = st.text(max_size=8)
numbers = st.floats(allow_nan=False, allow_infinity=False)
entries = st.builds(
    Entry,
    operation=words,
    version=words,
    settings=st.dictionaries(words, numbers | words, max_size=3),
    inputs=st.lists(words, max_size=3).map(tuple),
    assumed=st.lists(
        st.builds(Assumption, key=words, name=words, meaning=words, value=numbers | words, low=st.none() | numbers, high=st.none() | numbers, cite=words),
        max_size=2,
    ).map(tuple),
    cites=st.lists(words, max_size=3).map(tuple),
    seed=st.none() | st.integers(min_value=0),
)
traces = st.lists(entries, max_size=3).map(lambda found: Trace(tuple(found)))


def test_plus_appends_an_entry_and_leaves_the_old_trace_alone():
    old = Trace((SPIN,))
    new = old + HOLD
    assert new.entries == (SPIN, HOLD)
    assert old.entries == (SPIN,)


def test_plus_joins_two_traces_oldest_first():
    assert (Trace((SPIN,)) + Trace((HOLD, SPIN))).entries == (SPIN, HOLD, SPIN)


@settings(deadline=None)
@given(traces, traces, traces)
def test_joining_traces_does_not_depend_on_the_brackets(one, two, three):
    assert (one + two) + three == one + (two + three)


@settings(deadline=None)
@given(traces)
def test_a_trace_is_the_same_after_json(trace):
    assert trace_from_json(json.loads(json.dumps(trace_to_json(trace)))) == trace


def test_json_holds_the_assumption_with_its_range_and_source():
    (entry,) = json.loads(json.dumps(trace_to_json(Trace((SPIN,)))))
    assert entry["settings"] == {"speed": 100.0, "mode": "pellet"}
    assert entry["assumed"][0] == {
        "key": "step[2].density",
        "name": "density",
        "meaning": "density of the vesicle",
        "value": 1100.0,
        "unit": "kg/m3",
        "low": 1050.0,
        "high": 1150.0,
        "reason": "It is not reported.",
        "cite": "shell1990",
        "status": "choice",
    }


def test_cites_come_once_in_order_of_use_with_those_of_assumptions():
    assert cites_of(Trace((SPIN, HOLD))) == ("livshits2015", "shell1990", "seed2024")
    assert cites_of(Trace((HOLD, SPIN))) == ("seed2024", "livshits2015", "shell1990")


def test_an_assumption_without_source_cites_nothing():
    unsourced = Assumption(key="a", name="a", meaning="a", value=1.0)
    assert cites_of(Trace((Entry(operation="x", settings={}, assumed=(unsourced,)),))) == ()


@pytest.mark.parametrize(("value", "name"), [(SPIN, "seed"), (Trace((SPIN,)), "entries"), (ASSUMED, "value")])
def test_provenance_cannot_be_changed(value, name):
    with pytest.raises(AttributeError):
        setattr(value, name, None)


def test_a_digest_is_sixteen_hexadecimal_digits_and_follows_the_numbers():
    array = np.linspace(0.0, 1.0, 5)
    assert len(digest(array)) == 16
    assert int(digest(array), 16) >= 0
    assert digest(array) == digest(array.copy())
    assert digest(array) != digest(array + 1e-12)
    assert digest(array, array + 1) != digest(array + 1, array)


def test_a_digest_does_not_depend_on_how_memory_is_laid_out():
    table = np.arange(6.0).reshape(2, 3)
    assert digest(np.asfortranarray(table)) == digest(table)


def test_a_digest_tells_shapes_and_borders_apart():
    """Two species in three bins are not three species in two bins."""
    table = np.arange(6.0).reshape(2, 3)
    assert digest(table) != digest(table.reshape(3, 2))
    assert digest(table[0], table[1]) != digest(table[0, :2], np.append(table[0, 2:], table[1]))


def test_a_key_that_is_not_on_the_list_is_its_own_text():
    assert reference("somebody2031") == Reference(key="somebody2031", text="somebody2031")


def test_every_reference_says_what_it_is_and_whether_it_was_read():
    found = references()
    assert [entry.key for entry in found] == sorted({entry.key for entry in found})
    for entry in found:
        assert len(entry.text) > len(entry.key), entry.key
        assert entry.status in {"read", "recalled"}, entry.key
        assert reference(entry.key) == entry


def test_no_reference_is_declared_twice():
    import tomllib
    from importlib import resources

    keys = [
        key
        for file in (resources.files("exoforge.base") / "references").iterdir()
        if file.name.endswith(".toml")
        for key in tomllib.loads(file.read_text(encoding="utf-8"))
    ]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)
