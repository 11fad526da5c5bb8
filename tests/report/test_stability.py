"""Stability as it is read: the words, the facts for machines and the pictures."""

import json
from dataclasses import replace

import numpy as np
import pytest

from exoforge.base.units import convert, parse_quantity
from exoforge.design.stability.accelerated import accelerated_of
from exoforge.design.stability.excursion import excursion_of
from exoforge.design.stability.shelf_life import shelf_life_of
from exoforge.report.drawing import svg_of
from exoforge.report.figures.stability import LONGEST_LOG, accelerated_figure, excursion_figure, shelf_life_figure
from exoforge.report.stability_plain import accelerated_facts, accelerated_rows, excursion_facts, excursion_rows, shelf_life_facts, shelf_life_rows
from exoforge.report.stability_text import accelerated_text, excursion_text, shelf_life_text, time_text
from tests.design.stability.made import MONTH, Q1E_TIMES, Q1E_VALUES, log, study, three_batches, warm_study

ONE = shelf_life_of(study(Q1E_TIMES, Q1E_VALUES), lower=90.0)
POOLED = shelf_life_of(three_batches(), lower=90.0)
SPLIT = shelf_life_of(three_batches(slopes=(-0.2, -0.4, -0.3)), lower=90.0, upper=103.0)
NEVER = shelf_life_of(study(Q1E_TIMES, 100.0 + 0.5 * np.array(Q1E_TIMES) + 0.1 * np.sin(np.arange(7))), lower=90.0)
WARM = accelerated_of(warm_study(), at=277.15, limit=80.0, until=24 * MONTH)
CROSSED = excursion_of(log(range(7), [5, 5, -10, -10, 5, 15, 5]), allowed=convert(parse_quantity("2 to 8 C"), "K"))
JOURNEY = excursion_of(log(range(7), [5, 5, 6, 12, 15, 6, 5]), allowed=convert(parse_quantity("4 C"), "K"))


def test_a_shelf_life_on_a_terminal():
    text = shelf_life_text(ONE, "months")
    for words in ("35.8 months", "37.4 months", "meets 90 %", "11.8 months beyond", "36.0 months (room temperature)", "recalled", "−0.2690 ± 0.0079"):
        assert words in text
    assert "For research use" in text
    assert max(map(len, text.splitlines())) <= 100


def test_batches_and_their_tests_are_told():
    pooled, split = shelf_life_text(POOLED, "months"), shelf_life_text(SPLIT, "months")
    assert "all batches alike" in pooled
    assert "one line for all batches" in pooled
    assert "held different" in split
    assert "not asked: the slopes differ" in split
    assert "two-sided 95 %" in split
    assert "90 or 103 %" in split
    assert max(map(len, split.splitlines())) <= 100


def test_never_is_said_and_is_null():
    assert "never" in shelf_life_text(NEVER, "months")
    facts = shelf_life_facts(NEVER, "months")
    assert facts["shelf_life"] is None
    json.dumps(facts, allow_nan=False)


def test_facts_are_in_the_unit_asked_for():
    months, days = shelf_life_facts(ONE, "month"), shelf_life_facts(ONE, "d")
    assert months["shelf_life"] == pytest.approx(35.84, abs=0.005)
    assert days["shelf_life"] == pytest.approx(months["shelf_life"] * MONTH / 86400.0)
    assert days["batches"][0]["slope"] == pytest.approx(months["batches"][0]["slope"] / (MONTH / 86400.0))
    assert json.loads(json.dumps(months, allow_nan=False)) == months


@pytest.mark.parametrize(("seconds", "unit", "words"), [(0.0, "d", "out from the start"), (float("inf"), "d", "never"), (MONTH, "month", "1.00 months")])
def test_times_in_words(seconds, unit, words):
    assert time_text(seconds, unit) == words


def test_what_is_foretold_on_a_terminal():
    text = accelerated_text(WARM, "months")
    for words in (
        "4 °C by 'made.csv'",
        "value after 24.0 months",
        "a new measurement",
        "Šesták–Berggren",
        "first order",
        "kJ/mol",
        "AICc",
        "Outside the study",
    ):
        assert words in text
    assert max(map(len, text.splitlines())) <= 100
    json.dumps(accelerated_facts(WARM, "months"), allow_nan=False)


def test_a_journey_on_a_terminal():
    text, crossed = excursion_text(JOURNEY), excursion_text(CROSSED)
    for words in ("mean kinetic temperature", "time above 4 °C", "vesicles lost on the way", "as much as at 4 °C in", "83.144 kJ/mol, recalled"):
        assert words in text
    assert "none. The log crosses 0 °C" in crossed
    assert "frozen on the way" in crossed
    assert "once" in crossed
    assert "degC" not in text + crossed
    assert max(map(len, [*text.splitlines(), *crossed.splitlines()])) <= 100
    facts = excursion_facts(CROSSED)
    assert facts["mean_kinetic_temperature_K"] is None
    assert "freezing ends that line" in facts["why_none"]
    json.dumps(facts, allow_nan=False)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (shelf_life_figure(ONE, "months"), "Shelf life 35.8 months"),
        (shelf_life_figure(POOLED, "months"), "3 batches pooled"),
        (shelf_life_figure(SPLIT, "d"), "Shelf life"),
        (shelf_life_figure(NEVER, "months"), "Shelf life never"),
        (accelerated_figure(WARM, "months"), "what it foretells at 4 °C"),
        (excursion_figure(CROSSED), "The log crosses 0 °C: no mean kinetic temperature"),
        (excursion_figure(JOURNEY), "mean kinetic"),
    ],
)
def test_the_pictures_are_drawn(spec, words):
    assert words in svg_of(spec)


def test_every_batch_that_is_not_pooled_has_its_panel():
    assert len(shelf_life_figure(SPLIT, "d")["concat"]) == 3
    assert len(shelf_life_figure(POOLED, "d")["concat"]) == 1


def test_the_rows_hold_lines_and_points():
    rows = shelf_life_rows(SPLIT, "months")
    assert {row[1] for row in rows[1:]} == {"line", "point"}
    assert sum(row[1] == "point" for row in rows) == 21
    assert {len(row) for row in rows} == {6}
    assert {len(row) for row in accelerated_rows(WARM, "months")} == {8}
    assert len(excursion_rows(JOURNEY)) == 8


def test_a_long_log_keeps_its_peaks():
    hours = np.arange(20_000) / 60
    celsius = np.full(hours.size, 5.0)
    celsius[12_345] = 31.0
    found = excursion_of(log(hours, celsius), allowed=convert(parse_quantity("2 to 8 C"), "K"))
    (line,) = (layer for layer in excursion_figure(found)["layer"] if isinstance(layer["mark"], dict) and layer["mark"]["type"] == "line")
    drawn = [row["y"] for row in line["data"]["values"]]
    assert len(drawn) <= LONGEST_LOG + 4
    assert max(drawn) == pytest.approx(31.0)


def test_a_name_from_a_file_cannot_break_the_picture():
    odd = replace(ONE, study=replace(ONE.study, batches=("<b>&'\"",), measured="100 % <x>"))
    assert "<b>" not in svg_of(shelf_life_figure(odd, "months"))
