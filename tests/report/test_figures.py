"""The figures: valid specifications with the numbers of the run, drawn for few and many steps."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from exoforge.design.result import Band, Interval
from exoforge.report.blocks import pictures_in
from exoforge.report.dossier import dossier_of
from exoforge.report.drawing import inline, size_of, svg_of
from exoforge.report.figures.courses import exposure, release
from exoforge.report.figures.marks import spread_out, thinned, wrapped
from exoforge.report.figures.response import endpoint
from exoforge.report.figures.river import river
from exoforge.report.figures.sizes import sizes
from exoforge.report.figures.tornado import SHOWN, moving, tornado
from tests.report import synthetic

RUN = synthetic.full()


def drawn(spec) -> ET.Element:
    svg = svg_of(spec)
    assert "http://" not in svg.replace("http://www.w3.org/", "")
    return ET.fromstring(svg)


def texts(root: ET.Element) -> str:
    return " ".join(" ".join(element.itertext()) for element in root.iter() if element.tag.endswith("text"))


@pytest.mark.parametrize("picture", pictures_in(dossier_of(RUN)), ids=lambda picture: picture.name)
def test_every_picture_is_valid_json_with_words_and_draws(picture):
    json.dumps(picture.spec, allow_nan=False)
    assert len(picture.alt) > 20
    root = drawn(picture.spec)
    assert "NaN" not in ET.tostring(root, encoding="unicode")
    assert size_of(svg_of(picture.spec))[0] <= 730


@pytest.mark.parametrize("count", range(2, 10))
def test_the_river_names_every_step(count):
    steps = tuple(replace(RUN.reaches[min(place, 4)], key=f"step[{place + 1}] isolate/centrifugation") for place in range(count))
    words = texts(drawn(river(steps, {})))
    for place in range(count):
        assert f"{place + 1} " in words
    assert "keeps" in words
    assert "pellet 8.0" in words


def test_the_river_is_as_wide_as_the_share_that_is_left():
    spec = river(RUN.reaches, {})
    trunk = spec["hconcat"][1]["layer"]
    edges = [row for layer in trunk for row in layer.get("data", {}).get("values", []) if row.get("base") == 0 and "fate" not in row]
    assert edges[-1]["edge"] == pytest.approx(RUN.reaches[-1].vesicles.central / RUN.reaches[0].vesicles.central, rel=1e-5)


def test_a_river_that_runs_dry_is_still_drawn():
    dry = replace(RUN.reaches[1], vesicles=Interval(central=0.0, low=0.0, median=0.0, high=0.0), purity=Interval(central=0.0, low=0.0, median=0.0, high=0.0))
    drawn(river((RUN.reaches[0], dry), {}))
    drawn(river((dry, dry), {}))


def test_sizes_show_the_measurement_only_where_there_is_one():
    assert RUN.sizes is not None
    assert "measured: SYNTHETIC A12" in texts(drawn(sizes(RUN.sizes, RUN.confrontations, None)))
    assert "measured" not in texts(drawn(sizes(RUN.sizes, (), None)))


def test_a_label_that_differs_has_its_own_panel():
    assert RUN.exposure is not None
    assert len(exposure(RUN.exposure)) == 2
    assert len(exposure(replace(RUN.exposure, labelled=RUN.exposure.sites))) == 1


def test_an_early_peak_makes_the_time_logarithmic():
    assert RUN.exposure is not None
    time = np.concatenate([[0.0], np.geomspace(60.0, 28 * 86400.0, 200)])
    course = 1e9 * np.exp(-time / 600.0) + 1.0
    band = Band(name="blood", x=time, central=course, low=course, median=course, high=course)
    quick = replace(RUN.exposure, sites={"blood": band}, labelled={"blood": band}, target="blood")
    assert '"type": "log"' in json.dumps(exposure(quick)[0]["layer"][0]["encoding"]["x"])
    drawn(exposure(quick)[0])
    assert '"log"' not in json.dumps(exposure(RUN.exposure)[0]["layer"][0]["encoding"]["x"])


def test_repeated_doses_into_blood_share_one_logarithmic_time_from_the_first_dose():
    """The last peak of an organ is late, and its label's may be early: both panels still have the same axis."""
    assert RUN.exposure is not None
    day = 86400.0
    after = np.concatenate([[0.0], np.geomspace(1.0, 3 * day, 40)])
    time = np.unique(np.concatenate([np.linspace(0.0, 120 * day, 61), *(20 * day + dose * 3 * day + after for dose in range(4))]))
    since = np.where(time >= 20 * day, (time - 20 * day) % (3 * day), np.inf)
    since[time > 32 * day] = np.inf
    blood, liver = 1e9 * np.exp(-since / 170.0), 1e9 * (time > 20 * day) * (1 + time / 1e9) * np.exp(-np.minimum(since, 100 * day) / day)

    def band(name, course):
        return Band(name=name, x=time, central=course, low=course, median=course, high=course)

    sites = {"blood": band("blood", blood), "liver": band("liver", liver)}
    labelled = {"blood": band("blood", 0.5 * blood), "liver": band("liver", liver[::-1])}
    left, right = exposure(replace(RUN.exposure, sites=sites, labelled=labelled, target="liver"))
    axes = [panel["layer"][0]["encoding"]["x"] for panel in (left, right)]
    assert axes[0] == axes[1]
    assert axes[0]["scale"]["type"] == "log"
    assert axes[0]["scale"]["domain"] == pytest.approx([1.0, 100 * day])
    assert "1 min 1 h 1 d" in texts(drawn(left))


def test_a_release_of_nothing_is_drawn_flat():
    time = np.linspace(0.0, 86400.0, 10)
    nothing = np.zeros(10)
    drawn(release(Band(name="released", x=time, central=nothing, low=nothing, median=nothing, high=nothing), "gelatin"))


def test_an_endpoint_that_is_never_reached_says_so():
    assert RUN.response is not None
    spec = endpoint(RUN.response.endpoints[1], never="not within 56 d")
    assert "not within 56 d" in texts(drawn(spec))
    never = Interval(central=float("inf"), low=float("inf"), median=float("inf"), high=float("inf"))
    drawn(endpoint(replace(RUN.response.endpoints[1], treated=never, untreated=never), never="not within 56 d"))


def test_the_tornado_shows_the_first_that_move():
    rows = moving(RUN.ledger)
    assert len(rows) == SHOWN
    spec = tornado(RUN.ledger, RUN.headlines[0])
    bars = spec["layer"][1]["data"]["values"]
    assert [row.at_low for row in rows] == pytest.approx([bar["end"] for bar in bars if bar["which"] == "low"], rel=1e-5)
    assert "proliferation by vesicles" in texts(drawn(spec))


def test_a_wide_headline_has_a_logarithmic_axis():
    wide = tuple(replace(row, at_low=1e8, at_high=1e11) for row in moving(RUN.ledger))
    headline = replace(RUN.headlines[2], interval=synthetic.interval(1e10))
    assert tornado(wide, headline)["layer"][1]["encoding"]["x"]["scale"]["type"] == "log"


def test_words_of_a_record_are_escaped_in_a_drawing():
    assert RUN.confrontations
    assert RUN.sizes is not None
    evil = replace(RUN.confrontations[0], measurement=replace(RUN.confrontations[0].measurement, sample="<script>x</script>"))
    assert "<script" not in svg_of(sizes(RUN.sizes, (evil,), None))


def test_ids_of_two_drawings_differ_and_do_not_depend_on_what_was_drawn_before():
    svg = '<svg width="10" height="5"><clipPath id="clip7"/><g clip-path="url(#clip7)"/></svg>'
    first, second = inline(svg, name="one", alt='a "b"'), inline(svg.replace("clip7", "clip9"), name="two", alt="")
    assert 'id="one-1"' in first
    assert "url(#one-1)" in first
    assert 'aria-label="a &quot;b&quot;"' in first
    assert first.replace("one-1", "two-1").replace("a &quot;b&quot;", "") == second


def test_labels_are_kept_apart_within_their_bounds():
    moved = spread_out([10.0, 11.0, 12.0, 99.0], apart=10.0, low=0.0, high=100.0)
    assert [moved[place + 1] - moved[place] >= 10.0 for place in range(3)] == [True] * 3
    assert max(moved) <= 100.0
    assert spread_out([], apart=1.0, low=0.0, high=1.0) == []


def test_thinning_keeps_the_mean():
    curve = np.arange(1000.0)
    (thin,) = thinned(curve)
    assert thin.size <= 160
    assert thin.mean() == pytest.approx(curve[: thin.size * 7].mean())


def test_a_cut_text_shows_that_it_is_cut():
    assert wrapped("one two three four", 9, 1) == ["one two …"]
    assert wrapped("", 9) == [""]


def test_a_peak_beyond_the_axis_is_said():
    assert RUN.sizes is not None
    true = np.zeros_like(RUN.sizes.true)
    true[15:25] = 1e8
    words = texts(drawn(sizes(replace(RUN.sizes, true=true), (), None)))
    assert "its peak of 10 at" in words
    assert "beyond the axis" not in texts(drawn(sizes(RUN.sizes, (), None)))
