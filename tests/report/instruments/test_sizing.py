"""Samples and limits as text, plain values and pictures."""

import json
from dataclasses import replace
from functools import cache

import pytest

from exoforge.design.sizing.comparison import compared
from exoforge.design.sizing.detection import Bead, Coat, limits_of
from exoforge.design.sizing.estimate import size_samples
from exoforge.design.sizing.naming import naming
from exoforge.design.sizing.repeats import repeats_of
from exoforge.report.instruments.ridge_figure import ridge_spec
from exoforge.report.instruments.sizing_limits import limits_spec, limits_text
from exoforge.report.instruments.sizing_plain import limits_plain, limits_rows, sizing_plain, sizing_rows
from exoforge.report.instruments.sizing_text import TECHNICAL, comparison_text, sizing_text
from exoforge.report.picture_files import write_picture
from tests.design.sizing.runs import curve, measurement, series

PATTERN = "{sample}_{dilution}_{day}_{injection}_{video}"


@cache
def usual(levels=("day", "injection"), biological="", samples=("a", "b")):
    repeats, said = repeats_of([series(samples=samples, days=3)], ["sample", *levels], naming(PATTERN))
    return size_samples(repeats, levels, said=said, biological=biological)


def test_the_text_has_the_interval_of_the_sample_and_every_spread_in_its_column():
    text = sizing_text(usual(), [], ["a remark of the files"])
    assert "95 % of the sample  days ±  injections ±  videos ±" in text
    assert "particles/mL, undiluted" in text
    assert "3 days, 6 injections, 18 videos; particles counted: not said by the files" in text
    assert "a remark of the files" in text
    assert "nan" not in text
    assert all(len(line) <= 100 for line in text.splitlines())
    assert " ".join(TECHNICAL.split()) in " ".join(text.split())


def test_a_biological_level_is_named_and_a_technical_one_is_not():
    text = " ".join(sizing_text(usual(biological="day"), [], []).split())
    assert "The spread between days is biological by declaration; every other is technical." in text
    assert TECHNICAL not in text


def test_without_levels_no_interval_is_printed():
    text = sizing_text(usual(levels=()), [], [])
    assert "no 95 % interval of a sample is given" in " ".join(text.split())
    assert "No probability is given" in text


def test_a_sample_shows_only_its_own_spreads():
    parts = [*series(samples=("beads",), days=6).distributions, curve(1.2e-7, 1e14, label="lot_100_0_0_0")]
    repeats, said = repeats_of([measurement(parts)], ["sample", "day", "injection"], naming(PATTERN))
    text = sizing_text(size_samples(repeats, ["day", "injection"], said=said), [], [])
    beads, lot = text.split("lot   1 day")
    assert "days ±" in beads
    assert "±" not in lot.split("± is what")[0]
    assert "pooled over all samples" in lot


def test_a_spread_beyond_ten_times_the_value_is_not_bounded():
    one = next(estimate for estimate in usual()[0].estimates if estimate.logarithmic)
    for low, shown in ((0.0, "not bounded by these data"), (0.05, "5.0% or more")):
        spread = replace(one.spreads[0], low=low, high=2.1e18)
        text = sizing_text([replace(usual()[0], estimates=(replace(one, spreads=(spread,)),))], [], [])
        row = next(line for line in text.splitlines() if line.startswith("  concentration"))
        assert shown in row
        assert "× 10" not in row
        assert "not bounded by these data" in text
        assert all(len(line) <= 100 for line in text.splitlines())


def test_samples_of_different_names_are_not_compared_without_a_word():
    sides = [repeats_of([measurement([curve(1e-7, 1e15, label="v")], technique=name, sample=name)], ["sample"], naming())[0] for name in ("nta", "tem")]
    found = compared("s", *sides, sees={"nta": 80e-9, "tem": 60e-9})
    assert "The names differ: the sample is 'nta' by nta and 'tem' by tem" in found.notices[0]
    assert "The names differ" in comparison_text(found)


def test_no_curve_of_a_ridge_crosses_the_one_above():
    spec = ridge_spec(usual())["vconcat"][0]
    for place, layer in enumerate(part for part in spec["layer"] if part["mark"]["type"] == "line"):
        heights = [row["y"] for row in layer["data"]["values"] if row["y"] is not None]
        base = len(usual()[0].samples) - 1 - place
        assert base <= min(heights) <= max(heights) < base + 1


def test_many_samples_list_the_largest_distances():
    found = usual(levels=(), samples=tuple("abcdefghijk"))
    assert "The 8 largest of 55 distances" in sizing_text(found, [], [])


def test_machines_get_everything_in_plain_values():
    plain = json.loads(json.dumps(sizing_plain(usual(), [], []), allow_nan=False))
    one = plain["techniques"][0]
    assert [part["name"] for part in one["estimates"]][-1] == "concentration"
    assert {part["key"] for part in plain["references"]} == {"bates2015", "satterthwaite1946"}
    head, *rows = sizing_rows(usual())
    assert all(len(row) == len(head) for row in rows)
    assert len(rows) == 2 * 6 * 3


@pytest.mark.parametrize("levels", [(), ("day", "injection")])
def test_the_ridges_are_drawn(tmp_path, levels):
    found = usual(levels=levels)
    spec = ridge_spec(found)
    assert len(spec["vconcat"]) == (2 if levels else 1)
    write_picture(tmp_path / "ridges.svg", spec=spec, rows=sizing_rows(found))
    drawn = (tmp_path / "ridges.svg").read_text(encoding="utf-8")
    assert "diameter, nm" in drawn
    assert ("between injections (technical)" in drawn) is bool(levels)


def test_the_limits_are_written_and_drawn(tmp_path):
    found = limits_of(Bead(diameter=100e-9), [1.335, 1.40], coat=None, pixel=1e-9, pore=60e-9)
    text = limits_text(found)
    assert "177 nm" in text
    assert "none up to" in text
    assert all(len(line) <= 100 for line in text.splitlines())
    json.dumps(limits_plain(found), allow_nan=False)
    write_picture(tmp_path / "limits.svg", spec=limits_spec(found), rows=limits_rows(found))
    assert "177 nm at 1.4" in (tmp_path / "limits.svg").read_text(encoding="utf-8")
    coated = limits_of(Bead(diameter=100e-9), [1.37], coat=Coat(thickness=5e-9, index=1.48))
    assert "inside a membrane of 5.00 nm" in " ".join(limits_text(coated).split())


def test_a_comparison_says_from_where_both_see():
    sides = [repeats_of([measurement([curve(1e-7, 1e15, label="v")], technique=name)], ["sample"], naming())[0] for name in ("nta", "rps")]
    text = comparison_text(compared("s", *sides, sees={"nta": 80e-9, "rps": 60e-9}))
    assert "above 80.0 nm, from where both see" in text
    assert "rps over nta, concentration above" in text
