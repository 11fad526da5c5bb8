"""Fits of release curves as text, facts, rows and picture."""

import json
import math

import numpy as np
import pytest

from exoforge.design.release.curves import Curve, Curves
from exoforge.design.release.fitting import fit_release, shape_of
from exoforge.laws.release import slab
from exoforge.report.release.fit_figure import fit_figure
from exoforge.report.release.fit_plain import csv_text, curve_rows, fit_facts, law_rows
from exoforge.report.release.fit_text import diffusivity_text, fit_text

HOURS = np.array([0.0, 1.0, 2.0, 4.0, 8.0, 12.0, 24.0, 48.0])


def fitted(batches=1, spread=None, **shape):
    rng = np.random.default_rng(5)
    rates = 0.02 * np.exp(0.2 * rng.normal(size=batches))
    made = tuple(
        Curve(batch=f"B{place}", time=HOURS * 3600.0, released=np.where(HOURS > 0, slab(rate * HOURS) + rng.normal(0, 0.01, 8), 0.0), spread=spread)
        for place, rate in enumerate(rates)
    )
    return fit_release(Curves(file="made.csv", time_unit="h", measured="released", curves=made, corrected=False, notes=()), shape=shape_of(**shape))


@pytest.fixture(scope="module", params=[1, 4])
def found(request):
    return fitted(request.param, np.full(8, 0.01) if request.param == 1 else None, geometry="slab", thickness=2e-3)


def test_the_text_names_best_excluded_and_rule_in_100_columns(found):
    text = fit_text(found)
    for words in (
        "best law",
        "Crank, slab",
        "excluded",
        "AICc lies more than 10",
        "Korsmeyer–Peppas on the first 60 %",
        "diffusivity by Crank",
        "(choice)"[1:-1],
    ):
        assert words in text, words
    assert max(map(len, text.splitlines())) <= 100
    assert "nan" not in text.casefold().replace("hand", "")


def test_the_diffusivity_is_that_of_the_length(found):
    value = found.whole.ranked[0].known[0].value
    assert found.best.fit.law.key == "crank-slab"
    told = float(diffusivity_text(found).split()[0])
    assert told == pytest.approx(value * 4e-6 / 3600 * 1e12, rel=0.01)  # um2/s


def test_facts_and_rows_are_whole_and_have_no_number_that_is_none(found):
    facts = json.loads(json.dumps(fit_facts(found), allow_nan=False))
    laws = facts["all_points"]["laws"]
    assert [law["delta_aicc"] for law in laws] == sorted(law["delta_aicc"] for law in laws)
    assert math.fsum(law["weight"] for law in laws) == pytest.approx(1.0)
    assert facts["rule"]
    assert facts["references"]
    crank = laws[0]["coefficients"][0]
    assert crank["diffusivity"]["low"] < crank["diffusivity"]["value"] < crank["diffusivity"]["high"]
    for rows in (law_rows(found), curve_rows(found)):
        assert len({len(row) for row in rows}) == 1
        assert "nan" not in csv_text(rows)
        assert "inf" not in csv_text(rows)


def test_the_picture_holds_points_band_laws_and_the_line_of_60_per_cent(found):
    spec = fit_figure(found)
    text = json.dumps(spec, allow_nan=False)
    assert "first 60 %" in text
    assert "AICc above the best" in text
    errors = [layer for layer in spec["hconcat"][0]["layer"] if layer["mark"]["type"] == "rule" and "y2" in layer["encoding"]]
    assert bool(errors) == (len(found.curves.curves) == 1)


def test_without_a_length_there_is_no_diffusivity():
    assert diffusivity_text(fitted(geometry="slab")) == ""
    assert diffusivity_text(fitted()) == ""
