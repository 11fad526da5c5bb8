"""Size exclusion: void volume, order of leaving, overload."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.stages.culture.flask import Flask
from exoforge.stages.isolate.size_exclusion import SizeExclusion, _never_enters
from tests.stages.isolate.suspensions import monodisperse


def test_excluded_vesicles_leave_at_the_void_volume():
    """Half of a sharp peak has left at the void volume and half the load, `eps_c Vc + V_load / 2`."""
    void = 0.38e-5 + 0.5 * 0.1e-6
    column = SizeExclusion(window_start=0.0, window_end=void, bed_porosity=0.38, dispersion=0.1, resin_loss=0.0)
    assert column.separate(monodisperse(150e-9, density=1060.0, volume=0.1e-6)).figures["vesicle yield"] == pytest.approx(0.5, abs=0.02)


def test_the_usual_window_catches_vesicles_and_little_protein():
    """Recovery by size exclusion is 40 to 80 % (PMC10058361, Table 1)."""
    feed = Flask(supplement="fbs", volume=5e-7).produce()
    split = SizeExclusion().separate(feed)
    kept = dict(zip([one.name for one in feed.species], split.product.number.sum(axis=1) / feed.number.sum(axis=1), strict=True))
    assert 0.4 < kept["ev"] < 0.8
    assert split.product.solutes["albumin"] < 0.01 * feed.solutes["albumin"]
    assert kept["hdl"] < kept["ldl"] < kept["vldl"] <= kept["ev"] + 1e-9
    assert split.figures["load over bed volume"] == pytest.approx(0.05)


def test_overload_costs_purity():
    albumin = []
    for volume in (5e-7, 2e-6, 4e-6):
        feed = Flask(supplement="fbs", volume=volume).produce()
        albumin.append(
            SizeExclusion(window_start=3e-6 + volume / 2, window_end=5e-6 + volume / 2).separate(feed).product.solutes["albumin"] / feed.solutes["albumin"]
        )
    assert np.all(np.diff(albumin) > 0)


def test_dividing_the_load_is_the_same_as_smaller_loads():
    big, small = (monodisperse(100e-9, density=1060.0, volume=volume) for volume in (4e-6, 1e-6))
    four, one = SizeExclusion(runs=4.0).separate(big), SizeExclusion(runs=1.0).separate(small)
    assert four.figures["vesicle yield"] == pytest.approx(one.figures["vesicle yield"], rel=1e-12)
    assert four.product.volume == pytest.approx(4 * one.product.volume)


def test_moments_of_the_two_parts_are_those_of_the_whole():
    """Windows over the whole eluate: the mean volume of a size that partly enters is that of its mean elution volume."""
    column = SizeExclusion(resin_loss=0.0, flush=20.0)
    size = np.array([30e-9])
    edges = np.linspace(1e-9, 1.9e-4, 6000)
    left = np.array([SizeExclusion(window_start=0.0, window_end=edge, flush=20.0)._caught(size, 1e-7)[1][0] for edge in edges[::10]])
    volumes = edges[::10]
    mean = float(np.sum((1.0 - left[:-1] + 1.0 - left[1:]) / 2 * np.diff(volumes)))
    void, inside = 0.38, 0.62 * 0.9 * (1 - 30 / 70) ** 2
    assert mean == pytest.approx(1e-5 * (void + inside) + 0.5e-7, rel=2e-3)
    assert column.separate(monodisperse(30e-9, density=1060.0)).figures["vesicle yield"] <= 1.0


def test_a_fast_exchange_lets_none_pass_and_no_exchange_all():
    never = _never_enters(np.array([100.0, 100.0, 0.0]), np.array([1.0, 1e9, 0.0]))
    assert never[0] == pytest.approx(0.0, abs=1e-30)
    assert never[1] == pytest.approx(1.0, abs=1e-4)
    assert never[2] == 1.0


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(SettingError, match="it must lie beyond window_start"):
        SizeExclusion(window_start=5e-6, window_end=4e-6)


def test_a_window_beyond_the_flush_is_refused():
    with pytest.raises(SettingError, match="beyond the"):
        SizeExclusion(window_end=5e-5)
