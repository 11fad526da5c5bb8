"""A density gradient worked out: its tables hold what the operation gives, and say what must be known."""

import dataclasses

import numpy as np
import pytest

from exoforge.design.isolation.feed import usual_feed
from exoforge.design.isolation.gradient_run import COURSE, SIZES, finer, gradient_run, pelleted_sample
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.isolate.density_gradient import DensityGradient
from exoforge.streams.amounts import carried_protein, total_protein, vesicle_number

SAMPLE = pelleted_sample(usual_feed())


def run(sample=SAMPLE, **settings):
    stated = {name: leaf_from_plain(text, "planned") for name, text in settings.items()}
    return gradient_run(DensityGradient.from_step(Step(stage="isolate", kind="density-gradient", settings=stated)), sample)


@pytest.fixture(scope="module")
def usual():
    return run()


def test_the_fractions_and_the_bottom_hold_the_sample(usual):
    feed = usual.sample.suspension
    for band in usual.bands:
        assert sum(one.shares[band.name] for one in usual.fractions) + band.pelleted == pytest.approx(1.0, abs=2e-3)
    assert sum(one.vesicles for one in usual.fractions) == pytest.approx(vesicle_number(feed), rel=1e-9)
    assert sum(one.protein for one in usual.fractions) <= total_protein(feed) * (1 + 1e-9)
    assert usual.fractions[-1].last == pytest.approx(14e-6)


def test_the_pooled_fractions_are_the_product_before_handling(usual):
    """The run follows densities beside every edge of a fraction, the operation those beside its window: the two sums over densities lie within 0.2 points."""
    split = usual.operation.separate(usual.sample.suspension)
    kept = 1.0 - usual.operation.handling_loss
    assert vesicle_number(split.product) / vesicle_number(usual.sample.suspension) == pytest.approx(usual.pooled.vesicles * kept, abs=2e-3)
    assert [one.number for one in usual.fractions if one.is_pooled] == list(range(usual.pooled.first, usual.pooled.last + 1))
    assert usual.pooled_by["characteristics"] == pytest.approx(usual.pooled.vesicles)


def test_no_other_run_of_fractions_parts_better(usual):
    feed = usual.sample.suspension
    own = np.array([one.name == "ev" for one in feed.species])[:, None]
    per_vesicle = carried_protein(feed, feed.number * own) / vesicle_number(feed)
    vesicles = np.cumsum([0.0, *(one.vesicles for one in usual.fractions)])
    other = np.cumsum([0.0, *(one.protein - one.vesicles * per_vesicle for one in usual.fractions)])
    whole = total_protein(feed) - vesicles[-1] * per_vesicle
    gain = [
        (vesicles[last] - vesicles[first]) / vesicles[-1] - (other[last] - other[first]) / whole
        for first in range(vesicles.size - 1)
        for last in range(first + 1, vesicles.size)
    ]
    assert usual.best.vesicles - usual.best.other_protein == pytest.approx(max(gain), abs=1e-6)
    assert usual.best.vesicles > usual.pooled.vesicles


def test_bands_start_where_the_sample_was_and_vesicles_rise_through_the_gradient(usual):
    assert [step[0].time for step in usual.course] == pytest.approx([share * usual.operation.duration for share in COURSE])
    places = [step[0].radius for step in usual.course]
    assert places == sorted(places, reverse=True)
    assert places[0] > 0.135
    by_name = {one.name: one for one in usual.bands}
    assert 1.08e3 < by_name["ev"].density < 1.12e3
    assert by_name["protein-aggregate"].pelleted > 0.99
    assert by_name["vldl"].floated > 0.5
    assert by_name["albumin"].density > 1.2e3


def test_the_drawn_profile_is_the_band(usual):
    profile = usual.profiles[0]
    assert profile.min() >= 0.0
    assert profile.sum() == pytest.approx(1.0, abs=1e-6)
    assert np.interp(0.5, np.cumsum(profile), usual.tube.faces[1:]) == pytest.approx(usual.bands[0].radius, abs=1e-3)


def test_resting_places_follow_the_medium_and_the_size(usual):
    sugar = run(medium="sucrose", duration="18 h")
    assert [one.diameter for one in sugar.rests] == list(SIZES)
    for one, other in zip(usual.rests, sugar.rests, strict=True):
        assert one.rest is not None
        assert other.rest is not None
        assert one.rest < other.rest
        assert one.diameter_there == pytest.approx(one.diameter)
        assert other.diameter_there < other.diameter
        assert other.diffusive < other.width
    assert all(1130.0 < one.rest < 1190.0 for one in sugar.rests)
    relaxations = [one.relaxation for one in sugar.rests]
    assert relaxations == sorted(relaxations, reverse=True)


def test_a_short_run_has_not_arrived_and_a_long_one_has():
    short, long = (run(medium="sucrose", loading="top", duration=time) for time in ("30 min", "7 d"))
    assert max(one.way for one in short.rests) < 0.9
    assert min(one.way for one in long.rests) > 0.95


def test_both_ways_are_compared_and_agree_for_vesicles(usual):
    assert usual.differences["ev"] < 0.01
    assert usual.pooled_by["diffusion"] == pytest.approx(usual.pooled_by["characteristics"], abs=0.01)
    assert max(usual.differences.values()) < 0.03
    diffused = run(transport="diffusion")
    assert diffused.pooled.vesicles == pytest.approx(usual.pooled_by["diffusion"])


def test_a_vesicle_without_a_band_in_the_tube_has_none():
    found = run(layers="20, 30, 40 %", window_low="1.12 g/mL", window_high="1.2 g/mL")
    assert found.rests[-1].rest is None
    assert found.rests[-1].width is None
    assert found.rests[-1].way > 0.99


def test_a_sample_without_vesicles_has_no_resting_places():
    feed = SAMPLE.suspension
    chosen = [place for place, one in enumerate(feed.species) if not one.is_vesicle]
    bare = dataclasses.replace(feed, species=tuple(feed.species[place] for place in chosen), number=feed.number[chosen])
    found = run(dataclasses.replace(SAMPLE, suspension=bare))
    assert found.rests == ()
    assert found.pooled.vesicles == 0.0


def test_finer_sizes_hold_as_much():
    feed = SAMPLE.suspension
    fine = finer(feed)
    np.testing.assert_allclose(fine.number.sum(axis=1), feed.number.sum(axis=1))
    assert fine.grid.edges[[0, -1]] == pytest.approx(feed.grid.edges[[0, -1]])


def test_the_sample_is_a_pellet_in_a_small_volume():
    assert SAMPLE.suspension.volume < 0.01 * usual_feed().suspension.volume
    assert vesicle_number(SAMPLE.suspension) > 0.1 * vesicle_number(usual_feed().suspension)
    assert "pellet" in SAMPLE.said
