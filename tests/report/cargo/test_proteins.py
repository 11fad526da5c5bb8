"""Lists of proteins side by side as text, table and picture."""

import json

import pytest

from exoforge.design.cargo.proteins import Preparation, ProteinShare
from exoforge.report.cargo.proteins_figure import proteins_figure
from exoforge.report.cargo.proteins_text import proteins_plain, proteins_rows, proteins_text


def made(sample, albumin):
    held = (
        ProteinShare(name="CD9", categories=(1,), amount=5, share=0.05, identified=True),
        ProteinShare(name="ALIX", categories=(2,), amount=1, share=0.01, identified=False),
        ProteinShare(name="albumin", categories=(3,), amount=100 * albumin, share=albumin, identified=True),
    )
    shares = {1: 0.05, 2: 0.01, 3: albumin, 4: 0.0, 5: 0.0}
    return Preparation(
        sample=sample,
        file=f"{sample}.csv",
        counted="spectra",
        total=100.0,
        groups=9,
        categories=shares,
        rest=0.94 - albumin,
        ratio=albumin / 0.06 if albumin else float("nan"),
        identified=frozenset({1, 3} if albumin else {1}),
        proteins=held if albumin else held[:2],
        notices=(),
    )


FOUND = tuple(made(f"prepared in way {number}", 0.1 * number) for number in range(8))


def test_the_text_is_as_wide_as_a_terminal_and_says_what_was_only_seen():
    text = proteins_text(FOUND)
    assert max(map(len, text.splitlines())) <= 100
    assert "(1.0" in text
    assert "·" in text
    assert text.count("prepared in") == 8


def test_facts_and_table_hold_all():
    facts = json.loads(json.dumps(proteins_plain(FOUND), allow_nan=False))
    assert facts["lists"][2]["categories"]["3"] == pytest.approx(0.2)
    assert facts["lists"][0]["ratio"] is None
    rows = proteins_rows(FOUND)
    assert len(rows) == 1 + 8 * 5 + 8 * 3 - 1
    assert all(len(row) == len(rows[0]) for row in rows)


def test_the_picture_can_be_drawn():
    vl_convert = pytest.importorskip("vl_convert")
    svg = vl_convert.vegalite_to_svg(json.dumps(proteins_figure(FOUND[:3]), allow_nan=False))
    assert "contaminants" in svg
    assert "none" in svg
