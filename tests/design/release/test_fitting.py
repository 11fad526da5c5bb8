"""What the laws say of curves whose law is known."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.release.curves import Curve, Curves
from exoforge.design.release.exponent import meaning_of
from exoforge.design.release.fitting import fit_release, shape_of
from exoforge.laws.release import cylinder, slab, sphere

HOURS = np.array([0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 12.0, 24.0, 48.0])


def curves(*shares, spread=None, hours=HOURS):
    made = tuple(Curve(batch=f"B{place}", time=hours * 3600.0, released=share, spread=spread) for place, share in enumerate(shares))
    return Curves(file="made.csv", time_unit="h", measured="released", curves=made, corrected=False, notes=())


def noisy(share, seed, size=0.01):
    return np.where(HOURS > 0, share + np.random.default_rng(seed).normal(0, size, HOURS.size), 0.0)


def test_diffusion_from_a_slab_is_found_and_erosion_excluded():
    found = fit_release(curves(noisy(slab(0.02 * HOURS), 1)), shape=shape_of("slab", 2e-3, "one"))
    verdicts = {one.fit.law.key: one.verdict for one in found.whole.ranked}
    assert found.best.fit.law.key == "crank-slab"
    assert verdicts["zero-order"] == verdicts["first-order"] == "excluded"
    assert found.best.known[0].low < 0.02 < found.best.known[0].high
    assert found.shape.length == 2e-3
    assert "agrees with diffusion (n = 0.5)" in found.exponent.meanings[0][1]
    assert "korsmeyer-peppas" not in verdicts


def test_the_power_law_is_compared_on_its_own_points_with_the_others():
    found = fit_release(curves(noisy(slab(0.02 * HOURS), 2)))
    assert found.first_part.points.number < found.whole.points.number
    assert {one.fit.points for one in found.first_part.ranked} == {found.first_part.points.number}
    assert "korsmeyer-peppas" in {one.fit.law.key for one in found.first_part.ranked}
    slow = fit_release(curves(noisy(slab(0.003 * HOURS), 2)))
    assert slow.first_part is slow.whole  # nothing passes 60 %
    assert any("cannot be told apart" in note for note in slow.notes)


def test_a_law_is_not_excluded_for_its_coefficients_alone():
    hours = np.array([0.0, 1.0, 2.0, 4.0, 8.0, 12.0])
    share = slab(0.02 * hours) + np.array([0, 0.01, -0.01, 0.01, 0.01, -0.01])
    found = fit_release(curves(share, hours=hours))
    weibull = next(one for one in found.whole.ranked if one.fit.law.key == "weibull")
    assert weibull.delta > 10
    assert weibull.verdict == "less likely"


def test_a_band_narrows_with_the_scatter_and_a_new_batch_is_wider():
    batches = [1 - np.exp(-((HOURS / tau) ** 0.7)) for tau in (9.0, 14.0, 18.0, 22.0, 30.0)]
    found = fit_release(curves(*(noisy(one, place) for place, one in enumerate(batches))))
    mean, new = found.band.mean, found.band.new
    late = slice(20, None)
    assert np.all((new.high - new.low)[late] > (mean.high - mean.low)[late])
    tau = found.best.known[0]
    assert tau.between.deviation == pytest.approx(np.std(np.log([9, 14, 18, 22, 30]), ddof=1), rel=0.3)
    assert found.band.new_times[0.5].low < found.band.times[0.5].low < found.band.times[0.5].central < found.band.times[0.5].high
    one = fit_release(curves(noisy(batches[2], 0, 0.003)))
    rough = fit_release(curves(noisy(batches[2], 0, 0.03)))
    assert (one.band.mean.high - one.band.mean.low)[late].max() < (rough.band.mean.high - rough.band.mean.low)[late].max()


def test_the_same_seed_gives_the_same_band_and_weights_are_told():
    made = curves(noisy(slab(0.02 * HOURS), 3), spread=np.full(HOURS.size, 0.01))
    first, again, other = (fit_release(made, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.band.mean.low, again.band.mean.low)
    assert not np.array_equal(first.band.mean.low, other.band.mean.low)
    assert first.weighted
    assert any("times the stated deviations" in note for note in first.notes)


def test_times_of_release_are_those_of_the_law():
    found = fit_release(curves(1 - np.exp(-0.1 * HOURS)))
    assert found.best.fit.law.key == "first-order"
    assert found.band.times[0.5].central == pytest.approx(np.log(2) / 0.1, rel=1e-3)
    assert found.band.times[0.9].central == pytest.approx(np.log(10) / 0.1, rel=1e-3)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.45, 0.55, "agrees with diffusion (n = 0.5)"),
        (0.9, 1.1, "diffusion alone"),
        (0.6, 0.8, "neither alone"),
        (0.3, 0.4, "below diffusion"),
        (1.1, 1.4, "above relaxation"),
        (0.4, 1.2, "nothing is decided"),
    ],
)
def test_an_exponent_means_what_its_interval_leaves(low, high, words):
    assert words in meaning_of(low, high, "slab")


def test_a_shape_is_told_whole_or_not_at_all():
    assert shape_of("sphere", 2e-3).length == 1e-3
    assert shape_of("slab", 2e-3, "two").length == 1e-3
    for wrong in (("cube", None, "one"), ("", 1e-3, "one"), ("slab", 1e-3, "three"), ("slab", 0.0, "one")):
        with pytest.raises(SettingError):
            shape_of(*wrong)


@pytest.mark.parametrize(("law", "shape"), [(cylinder, "cylinder"), (sphere, "sphere")])
def test_exact_diffusion_out_of_round_shapes_is_not_told_to_be_more_than_diffusion(law, shape):
    rate = {"cylinder": 0.006, "sphere": 0.0015}[shape]
    hours = np.array([0.0, 0.1, 0.3, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0])
    released = law(rate * hours) * (1.0 + 0.002 * np.array([0, 1, -1, 1, -1, 1, -1, 1, -1, 1]))
    made = Curve(batch="one", time=hours * 3600.0, released=released, spread=None)
    found = fit_release(Curves(file="made.csv", time_unit="h", measured="released", curves=(made,), corrected=False, notes=()), shape=shape_of(shape))
    assert found.exponent.known.low > {"cylinder": 0.45, "sphere": 0.43}[shape]  # by the table alone, diffusion would be ruled out
    assert "agrees with diffusion" in found.exponent.meanings[0][1]
