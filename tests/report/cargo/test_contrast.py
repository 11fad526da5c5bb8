"""A contrast as text, table and picture."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from exoforge.design.cargo.contrast import contrast_of
from exoforge.report.cargo.contrast_figure import contrast_figure
from exoforge.report.cargo.contrast_plain import contrast_facts, contrast_rows
from exoforge.report.cargo.contrast_text import chance, contrast_text, fold_text

HERE = Path(__file__).resolve().parents[2] / "design" / "cargo"
FOUND = contrast_of(HERE / "made_up_counts.csv", control="Ctrl", treated="Primed", samples=HERE / "made_up_samples.csv")
NONE = contrast_of(HERE / "made_up_counts.csv", control="Ctrl", treated="Primed", fdr=1e-6)


def test_the_text_says_how_many_and_which():
    text = contrast_text(FOUND)
    assert text.startswith("Primed against Ctrl by 'made_up_counts.csv': 25 of 193 tested molecules differ at a false discovery")
    assert "miR-2017-5p" in text
    assert "batches a, b in the model" in text
    assert max(map(len, text.splitlines())) <= 100
    assert "nan" not in text


def test_where_nothing_passes_the_text_says_so_and_what_could_be_missed():
    text = " ".join(contrast_text(NONE).split())
    assert "none of 193 tested molecules passes" in text
    assert "none of them is called changed" in text
    assert "does not show that nothing changed" in text


def test_long_names_and_many_rows_stay_within_the_width():
    long = replace(
        FOUND,
        rows=tuple(replace(one, name=f"{one.name}-with-a-very-long-name-that-goes-on") for one in FOUND.rows),
        control="a long control",
        treated="a long treated one",
    )
    assert max(map(len, contrast_text(long).splitlines())) <= 100


def test_the_facts_are_plain():
    facts = json.loads(json.dumps(contrast_facts(FOUND), allow_nan=False))
    assert facts["changed"] == {"up": 15, "down": 10}
    assert (facts["molecules"], facts["tested"]) == (240, 193)
    assert facts["rows"][0]["name"] == "miR-2017-5p"
    assert facts["rows"][-1]["p"] is None


def test_the_table_holds_every_molecule():
    rows = contrast_rows(FOUND)
    assert len(rows) == 241
    assert all(len(row) == len(rows[0]) for row in rows)
    assert rows[1][0] == "miR-2017-5p"
    assert rows[-1][3] == "no"


@pytest.mark.parametrize("found", [FOUND, NONE])
def test_the_picture_can_be_drawn(found):
    vl_convert = pytest.importorskip("vl_convert")
    spec = contrast_figure(found)
    svg = vl_convert.vegalite_to_svg(json.dumps(spec, allow_nan=False))
    assert "miR-2017-5p" in svg
    assert ("FDR 5" in svg) == (found is FOUND)


@pytest.mark.parametrize(("value", "text"), [(2.0, "4.0×"), (-1.0, "÷2.0"), (0.0, "1.0×")])
def test_a_fold_is_said_as_a_factor(value, text):
    assert fold_text(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.0123, "0.012"), (1e-4, "0.0001"), (3.2e-9, "3e−9"), (2e-12, "2e−12")])
def test_a_chance(value, text):
    assert chance(value) == text
