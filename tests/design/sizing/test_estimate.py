"""Samples from made-up runs of known spreads, and the real series of beads."""

import csv
from functools import cache

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.sizing.estimate import size_samples
from exoforge.design.sizing.levels import plural
from exoforge.design.sizing.naming import naming
from exoforge.design.sizing.repeats import repeats_of
from exoforge.streams.measurement import Distribution
from tests.design.sizing.runs import curve, measurement, series
from tests.shared_data import shared

PATTERN = "{sample}_{dilution}_{day}_{injection}_{video}"


def sized(one, levels=("day", "injection"), **more):
    repeats, said = repeats_of([one], ["sample", *levels], naming(PATTERN))
    (found,) = size_samples(repeats, levels, said=said, **more)
    return found


@cache
def usual():
    return sized(series(seed=3))


def estimate(found, name):
    return next(one for one in found.estimates if one.name == name)


def test_known_spreads_are_found_again():
    found = sized(series(seed=1, days=20))
    spreads = estimate(found, "D50").spreads
    assert [one.level for one in spreads] == ["day", "injection", "video"]
    for one, true in zip(spreads, (3e-9, 2e-9, 1e-9), strict=True):
        assert one.low <= true <= one.high
        assert one.size == pytest.approx(true, rel=0.3)
    assert estimate(found, "concentration").spreads[0].size == pytest.approx(0.2, rel=0.3)
    assert sum(one.share for one in spreads) == pytest.approx(1.0)


def test_concentrations_are_of_the_undiluted_sample_and_geometric():
    found = usual()
    one = estimate(found, "concentration")
    assert found.diluted
    assert one.logarithmic
    assert all(5e15 < part.value < 2e16 for part in one.samples)
    assert all(part.low < part.value < part.high for part in one.samples)
    assert one.samples[0].value / one.samples[0].low == pytest.approx(one.samples[0].high / one.samples[0].value, rel=1e-9)


def test_nothing_is_biological_unless_declared():
    assert {one.kind for one in estimate(usual(), "D50").spreads} == {"technical"}
    kinds = [one.kind for one in estimate(sized(series(), biological="day"), "D50").spreads]
    assert kinds == ["biological", "technical", "technical"]
    with pytest.raises(SettingError, match="one of the levels"):
        sized(series(days=2, samples=("a",)), biological="donor")


def test_videos_alone_give_no_interval_of_a_sample():
    found = sized(series(), levels=())
    assert all(one.low is None for one in estimate(found, "D50").samples)
    assert [one.level for one in estimate(found, "D50").spreads] == ["video"]
    assert all(one.test is None for one in found.distances)
    assert any("no 95 % interval" in notice for notice in found.notices)


def test_one_day_gives_no_interval_and_says_why():
    found = sized(series(days=1))
    one = estimate(found, "D50")
    assert all(part.low is None for part in one.samples)
    assert [part.level for part in one.spreads] == ["injection", "video"]
    assert any("One day says nothing of another day" in notice for notice in found.notices)


def test_two_days_give_a_wide_interval_and_say_so():
    found = sized(series(days=2, samples=("a",)))
    one = estimate(found, "D50").samples[0]
    assert one.freedom <= 1.0 + 1e-6
    assert any("rest on 1 degree of freedom, so" in notice for notice in found.notices)


def test_a_sample_of_one_day_takes_no_interval_from_others_unless_asked():
    beads, lot = series(samples=("beads",), days=6), series(samples=("lot",), days=1, injections=1, videos=1, seed=9)
    both = measurement([*beads.distributions, *lot.distributions])
    found = sized(both)
    one, other = estimate(found, "D50").samples
    assert one.low < one.value < one.high
    assert (other.low, other.high, other.freedom) == (None, None, None)
    assert set(one.shown) == {"day", "injection", "video"}
    assert other.shown == {}
    assert any("'lot' was measured on one day only" in notice and "--pool" in notice for notice in found.notices)
    pooled = sized(both, pool=True)
    other = estimate(pooled, "D50").samples[1]
    assert other.low < other.value < other.high
    assert any("with --pool" in notice and "only if all spread alike" in notice for notice in pooled.notices)


def test_what_a_sample_shows_is_its_own_spread():
    values = [[1.0, 3.0], [5.0, 9.0]]  # two days of two videos
    parts = [curve((100 + value) * 1e-9, 1e14, label=f"a_1_{day}_0_{video}") for day, row in enumerate(values) for video, value in enumerate(row)]
    shown = estimate(sized(measurement(parts), levels=("day",)), "mean diameter").samples[0].shown
    assert shown["video"] == pytest.approx(np.sqrt((2.0 + 8.0) / 2) * 1e-9, rel=1e-3)
    assert shown["day"] == pytest.approx(np.std([2.0, 7.0], ddof=1) * 1e-9, rel=1e-3)


def test_a_word_that_is_no_thing_is_counted_by_its_values():
    assert plural("when") == "values of 'when'"
    assert [plural(level) for level in ("day", "batch", "assay", "biopsy")] == ["days", "batches", "assays", "biopsies"]


def test_one_video_of_each_injection_is_part_of_its_spread():
    found = sized(series(videos=1))
    assert [one.level for one in estimate(found, "D50").spreads] == ["day", "injection"]
    assert any("Each injection has one video" in notice for notice in found.notices)
    alone = sized(series(videos=1, injections=1))
    assert [one.level for one in estimate(alone, "D50").spreads] == ["day"]
    values = estimate(alone, "D50").samples[0]
    assert values.freedom == 6.0  # two samples of four days
    assert values.low < values.value < values.high


def test_one_video_of_each_sample_has_no_spread():
    parts = [curve(1e-7, 1e14, label="a_1_0_0_0"), curve(1.2e-7, 1e14, label="b_1_0_0_0")]
    found = sized(measurement(parts))
    assert estimate(found, "D50").spreads == ()
    assert estimate(found, "D50").samples[0].low is None


def test_empty_videos_are_left_out_and_said():
    one = series()
    empty = Distribution(label="a_100_9_0_0", edges=one.distributions[0].edges, amount=np.zeros(400), unit="particles/m3")
    found = sized(measurement([*one.distributions, empty]))
    assert any("holds no particles" in notice for notice in found.notices)
    with pytest.raises(SettingError, match="holds any particles"):
        sized(measurement([empty]))


def test_bins_are_no_counts():
    assert usual().samples[0].counted is None
    parts = [curve(1e-7 + place * 1e-9, 1e14, label=f"a_1_{place}_0_0", counted=50.0) for place in range(4)]
    assert sized(measurement(parts)).samples[0].counted == 200.0


def test_concentrations_of_which_a_part_is_diluted_are_left_out():
    known = measurement([curve(1e-7, 1e14, label="a_10_0_0_0")])
    unknown = measurement([curve(1.1e-7, 1e14, label="v2")], sample="b", settings={"day": "1", "injection": "1"})
    repeats = [*repeats_of([known], ["sample"], naming(PATTERN))[0], *repeats_of([unknown], ["sample"], naming())[0]]
    (found,) = size_samples(repeats, [])
    assert "concentration" not in [one.name for one in found.estimates]
    assert any("dilution of 1 of 2" in notice for notice in found.notices)


def test_samples_that_differ_are_apart_and_those_that_do_not_are_not():
    found = sized(series(seed=3, shift=30e-9))
    apart = found.distances[0]
    first, second = (one.value for one in estimate(found, "mean diameter").samples)
    assert second - first > 20e-9
    assert apart.wasserstein == pytest.approx(second - first, rel=1e-2)  # one lies wholly to the right of the other
    assert apart.test.probability == pytest.approx(2 / 70)
    alike = usual().distances[0]
    assert alike.test.probability > 0.05


def test_every_technique_is_estimated_by_itself():
    nta, rps = series(samples=("a",)), measurement([curve(9e-8, 1e14, label=f"a_1_0_0_{place}") for place in (0,)], technique="rps")
    repeats, _ = repeats_of([nta, rps], ["sample", "day"], naming(PATTERN), dilution=None)
    assert [one.technique for one in size_samples(repeats, ["day"])] == ["nta", "rps"]


def test_the_real_series_of_beads_gives_its_published_spread():
    """100 nm beads on seven days before and after runs: mean of the means 110.0 with SD 12.7 nm, concentration CV 22.7 %, over all videos."""
    path = shared("data/instruments/nanosight_bead_series/standards_MASTER-ExperimentSummary.csv")
    with path.open(encoding="utf-8") as stream:
        head, *rows = list(csv.reader(stream))
    table = np.array(rows, dtype=np.float64)
    edges = np.arange(1001) * 1e-9
    assert np.allclose(table[:, 0], np.arange(1000) + 0.5, atol=0)
    parts = [Distribution(label=name, edges=edges, amount=column * 1e6, unit="particles/m3") for name, column in zip(head[1:], table[:, 1:].T, strict=True)]
    means = np.array([part.amount @ table[:, 0] / part.amount.sum() for part in parts])
    totals = np.array([part.amount.sum() for part in parts])
    assert (means.mean(), means.std(ddof=1)) == pytest.approx((110.0, 12.7), abs=0.05)
    assert totals.std(ddof=1) / totals.mean() == pytest.approx(0.227, abs=5e-4)

    found = sized(measurement(parts, sample="standards"))
    assert [one.groups for one in found.samples] == [{"day": 7, "injection": 14, "video": 42}, {"day": 7, "injection": 13, "video": 39}]
    sizes = {one.level: one.size * 1e9 for one in estimate(found, "mean diameter").spreads}
    assert sizes["day"] == 0.0
    assert sizes["injection"] == pytest.approx(12.5, abs=0.1)
    assert sizes["video"] == pytest.approx(1.91, abs=0.01)
    shares = {one.level: one.size for one in estimate(found, "concentration").spreads}
    assert shares == pytest.approx({"day": 0.209, "injection": 0.116, "video": 0.097}, abs=1e-3)
    assert all(one.low < 100e-9 < one.high for one in estimate(found, "mode diameter").samples)
