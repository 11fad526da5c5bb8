import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import degrading as law
from exoforge.laws.release import freeing_time

NM, DAY = 1e-9, 86400.0
GEL = {"mesh": 30 * NM, "degradation_rate": 0.1 / DAY}


def test_the_mesh_reaches_the_particle_when_it_is_freed():
    freed = freeing_time(diameter=100 * NM, **GEL)
    assert freed / DAY == pytest.approx(36.12, abs=5e-3)
    assert float(law.opened_mesh(freed, **GEL)) == pytest.approx(100 * NM)


def test_half_is_free_at_the_freeing_time_whatever_the_scatter():
    freed = freeing_time(diameter=100 * NM, **GEL)
    for spread in (1.1, 1.5, 3.0):
        assert float(law.share_freed(freed, diameter=100 * NM, spread=spread, **GEL)) == pytest.approx(0.5)


def test_without_scatter_it_is_a_step():
    freed = float(freeing_time(diameter=100 * NM, **GEL))
    assert law.share_freed([freed * 0.999, freed * 1.001], diameter=100 * NM, spread=1.0, **GEL).tolist() == [0.0, 1.0]


def test_the_share_is_that_of_drawn_meshes():
    """A million places with log-normal meshes, each opened as the law says."""
    rng = np.random.default_rng(5)
    places = 30 * NM * np.exp(np.log(1.5) * rng.standard_normal(1_000_000))
    opened = law.opened_mesh(30 * DAY, mesh=places, degradation_rate=0.1 / DAY)
    assert float(law.share_freed(30 * DAY, diameter=100 * NM, spread=1.5, **GEL)) == pytest.approx(np.mean(opened >= 100 * NM), abs=2e-3)


@given(st.floats(20, 400), st.floats(1.0, 5.0), st.floats(0.0, 400.0))
def test_the_smaller_go_first(diameter, spread, days):
    small, large = (float(law.share_freed(days * DAY, diameter=size * NM, spread=spread, **GEL)) for size in (diameter, 1.2 * diameter))
    assert 0.0 <= large <= small <= 1.0


def test_relaxation_scales_and_at_exponent_0_has_no_say():
    assert float(law.relaxed(relaxation_time=100.0, reference=400.0, exponent=0.5)) == pytest.approx(2.0)
    assert float(law.relaxed(relaxation_time=1e6, reference=300.0, exponent=0.0)) == 1.0


@pytest.mark.parametrize(
    "call",
    [
        lambda: law.opened_mesh(-1.0, **GEL),
        lambda: law.share_freed(1.0, diameter=100 * NM, spread=0.9, **GEL),
        lambda: law.share_freed(1.0, diameter=0.0, spread=1.5, **GEL),
        lambda: law.relaxed(relaxation_time=0.0, reference=1.0, exponent=1.0),
        lambda: law.relaxed(relaxation_time=1.0, reference=1.0, exponent=-1.0),
    ],
)
def test_what_is_outside_is_refused(call):
    with pytest.raises(SettingError):
        call()
