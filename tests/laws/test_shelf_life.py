import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from exoforge.base.errors import SettingError
from exoforge.laws import shelf_life as law

TIMES = np.array([0.0, 3.0, 6.0, 9.0, 12.0, 18.0, 24.0])
SEEDS = st.integers(0, 10_000)


def study(seed, *, slopes=(-0.3, -0.3, -0.3), starts=(100.0, 100.0, 100.0), scatter=0.4):
    """Three batches at seven times, with normal errors."""
    rng = np.random.default_rng(seed)
    time = np.tile(TIMES, len(slopes))
    batch = np.repeat(np.arange(len(slopes)), TIMES.size)
    value = np.array(starts)[batch] + np.array(slopes)[batch] * time + scatter * rng.normal(size=time.size)
    return time, value, batch


def squares(value, *columns):
    """Residual sum of squares by least squares, and nothing of the package."""
    sheet = np.column_stack(columns)
    return float(np.sum((value - sheet @ np.linalg.lstsq(sheet, value, rcond=None)[0]) ** 2))


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, tilt=st.floats(-0.2, 0.2), apart=st.floats(-2.0, 2.0))
def test_poolability_is_the_f_test_of_nested_models(seed, tilt, apart):
    """Both tests by least squares on columns of ones and times, with the F distribution of scipy.stats."""
    time, value, batch = study(seed, slopes=(-0.3, -0.3 + tilt, -0.3), starts=(100.0, 100.0, 100.0 + apart))
    own = [(batch == place).astype(float) for place in range(3)]
    one, common, each = (
        squares(value, np.ones_like(time), time),
        squares(value, *own, time),
        squares(value, *own, *(mark * time for mark in own)),
    )
    scatter = each / (21 - 6)
    slopes, starts = (common - each) / 2 / scatter, (one - common) / 2 / scatter
    found = law.poolability(time, value, batch)
    assert found.slopes.ratio == pytest.approx(slopes, rel=1e-8)
    assert found.intercepts.ratio == pytest.approx(starts, rel=1e-8)
    assert found.slopes.probability == pytest.approx(stats.f.sf(slopes, 2, 15), rel=1e-8)
    assert found.slopes.freedom == (2, 15)
    expected = "own lines" if stats.f.sf(slopes, 2, 15) < 0.25 else "common slope" if stats.f.sf(starts, 2, 15) < 0.25 else "one line"
    assert found.model == expected


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, side=st.sampled_from(["lower", "upper"]), model=st.sampled_from(law.MODELS), confidence=st.floats(0.5, 0.99))
def test_at_the_shelf_life_the_confidence_limit_meets_the_specification(seed, side, model, confidence):
    time, value, batch = study(seed, slopes=(-0.3, -0.25, -0.4), starts=(100.0, 101.0, 99.0))
    limit = 90.0 if side == "lower" else 110.0
    value = value if side == "lower" else 200.0 - value
    lines = law.fit_lines(time, value, batch, model=model)
    lives = law.crossing_time(lines, limit=limit, confidence=confidence, side=side)
    for place, life in enumerate(lives):
        assert law.mean_limit(lines, [life], confidence=confidence, side=side)[place, 0] == pytest.approx(limit, abs=1e-8)
        before = law.mean_limit(lines, np.linspace(0.0, 0.999 * life, 50), confidence=confidence, side=side)[place]
        assert np.all(before > limit) if side == "lower" else np.all(before < limit)


def test_the_confidence_limit_is_that_of_textbook_regression():
    time, value, _ = study(5)
    time, value = time[:7], value[:7]
    lines = law.fit_lines(time, value, np.zeros(7, dtype=int), model="own lines")
    plain = stats.linregress(time, value)
    assert lines.slope[0] == pytest.approx(plain.slope)
    assert np.sqrt(lines.covariance[0, 1, 1]) == pytest.approx(plain.stderr)
    at = 30.0
    error = lines.deviation * np.sqrt(1 / 7 + (at - time.mean()) ** 2 / np.sum((time - time.mean()) ** 2))
    expected = plain.intercept + plain.slope * at - stats.t.ppf(0.95, 5) * error
    assert law.mean_limit(lines, [at])[0, 0] == pytest.approx(expected)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, factor=st.floats(1e-3, 1e7))
def test_the_unit_of_time_changes_nothing_but_the_numbers(seed, factor):
    time, value, batch = study(seed)
    plain = law.crossing_time(law.fit_lines(time, value, batch, model="common slope"), limit=90.0)
    scaled = law.crossing_time(law.fit_lines(time * factor, value, batch, model="common slope"), limit=90.0)
    assert scaled == pytest.approx(plain * factor, rel=1e-7)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_more_confidence_is_never_a_longer_shelf_life(seed):
    time, value, batch = study(seed)
    lines = law.fit_lines(time, value, batch, model="own lines")
    lives = [law.crossing_time(lines, limit=90.0, confidence=confidence) for confidence in (0.5, 0.9, 0.95, 0.99)]
    assume(all(np.all(np.isfinite(life)) for life in lives))
    assert np.all(np.diff(lives, axis=0) <= 0)


def test_own_lines_share_one_scatter():
    """The residual variance is pooled: a quiet batch is told as uncertain as the noisy ones make it."""
    time, value, batch = study(2, scatter=0.5)
    value = np.where(batch == 0, 100.0 - 0.3 * time, value)
    lines = law.fit_lines(time, value, batch, model="own lines")
    assert lines.freedom == 15
    assert np.ptp(lines.covariance[:, 1, 1]) == pytest.approx(0.0, abs=1e-15)
    assert lines.covariance[0, 1, 1] > 0


def test_a_line_that_surely_rises_never_falls_to_the_limit():
    time, value, batch = study(1, slopes=(0.5, 0.5, 0.5))
    assert np.all(np.isinf(law.crossing_time(law.fit_lines(time, value, batch, model="one line"), limit=90.0)))


def test_a_flat_line_of_uncertain_slope_meets_the_limit_by_its_confidence_limit_alone():
    time, value, batch = study(4, slopes=(0.0, 0.0, 0.0))
    lines = law.fit_lines(time, value, batch, model="one line")
    flat = law.Lines(
        model="one line", intercept=lines.intercept, slope=np.zeros(3), covariance=lines.covariance, deviation=lines.deviation, freedom=lines.freedom
    )
    assert np.all(np.isinf(law.crossing_time(flat, limit=90.0, confidence=0.5)))
    assert np.all(np.isfinite(law.crossing_time(flat, limit=90.0)))


def test_a_batch_out_of_specification_at_the_start_has_no_shelf_life():
    time, value, batch = study(1, starts=(89.9, 100.0, 100.0))
    lines = law.fit_lines(time, value, batch, model="own lines")
    lives = law.crossing_time(lines, limit=90.0)
    assert lives[0] == 0.0
    assert np.all(lives[1:] > 20.0)


def test_points_on_a_line_have_no_scatter():
    lines = law.fit_lines(TIMES, 100.0 - 0.25 * TIMES, np.zeros(7, dtype=int), model="own lines")
    assert lines.deviation == 0.0
    assert law.crossing_time(lines, limit=90.0)[0] == pytest.approx(40.0, rel=1e-9)
    still = law.fit_lines(TIMES, np.full(7, 100.0), np.zeros(7, dtype=int), model="own lines")
    assert np.isinf(law.crossing_time(still, limit=90.0)[0])
    time, value, batch = study(0, scatter=0.0)
    assert law.poolability(time, value, batch).model == "one line"


def test_a_bend_is_seen_and_a_line_has_none():
    time, value, batch = study(3, scatter=0.1)
    assert law.curvature(time, value, batch).probability > 0.05
    assert law.curvature(time, value + 0.01 * time**2, batch).probability < 1e-3


def test_how_far_the_guideline_lets_claim():
    month = law.MONTH
    assert law.longest_claim(12 * month, store="room temperature") == pytest.approx(24 * month)
    assert law.longest_claim(18 * month, store="room temperature") == pytest.approx(30 * month)
    assert law.longest_claim(12 * month, store="refrigerator") == pytest.approx(18 * month)
    assert law.longest_claim(24 * month, store="refrigerator") == pytest.approx(30 * month)
    assert law.longest_claim(24 * month, store="freezer") == pytest.approx(24 * month)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.fit_lines([0.0, 1.0], [1.0, 2.0], [0, 0], model="own lines"), "2 points cannot give 2 coefficients"),
        (lambda: law.fit_lines([1.0, 1.0, 1.0], [1.0, 2.0, 3.0], [0, 0, 0], model="own lines"), "one time only"),
        (lambda: law.fit_lines([0.0, np.nan], [1.0, 2.0], [0, 0], model="one line"), "not a finite number"),
        (lambda: law.fit_lines([0.0, 1.0], [1.0], [0, 0], model="one line"), "one of each for every point"),
        (lambda: law.fit_lines([0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [0, 2, 2], model="one line"), "without a gap"),
        (lambda: law.poolability(TIMES, TIMES, np.zeros(7, dtype=int)), "There is one batch"),
        (lambda: law.poolability(*study(1), significance=1.0), "significance"),
        (lambda: law.curvature([0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [0, 0, 0]), "too few to see a bend"),
        (lambda: law.mean_limit(law.fit_lines(*study(1), model="one line"), [1.0], confidence=0.4), "confidence is 0.4"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
