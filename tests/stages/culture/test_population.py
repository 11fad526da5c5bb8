"""The grid, and lognormal populations on it."""

import numpy as np
import pytest

from exoforge.stages.culture.population import lognormal_shares, size_grid, vesicle_shares, vesicles
from exoforge.stages.culture.supplement import SUPPLEMENTS, supplement


def test_the_grid_holds_lipoproteins_and_vesicles():
    edges = size_grid().edges
    assert (edges[0], edges[-1]) == pytest.approx((5e-9, 1000e-9))
    assert np.allclose(np.diff(np.log(edges)), np.log(200.0) / 96, atol=0)


def test_median_and_gsd_of_a_population_come_back():
    shares = lognormal_shares(median=100e-9, gsd=1.3)
    logs = np.log(size_grid().diameter)
    mean = float(shares @ logs)
    assert float(shares.sum()) == pytest.approx(1.0, abs=1e-14)
    assert np.exp(mean) == pytest.approx(100e-9, rel=1e-3)
    assert np.exp(np.sqrt(shares @ (logs - mean) ** 2)) == pytest.approx(1.3, rel=3e-3)


def test_no_vesicle_is_smaller_than_two_bent_membranes():
    shares = vesicle_shares(median=50e-9, gsd=1.6)
    assert np.all(shares[size_grid().edges[1:] <= 30e-9] == 0)
    assert float(shares.sum()) == pytest.approx(1.0, abs=1e-14)


def test_density_of_vesicles_is_that_of_the_shell_model():
    """process physics, section 1.2: 1099 (40 nm), 1081 (60), 1063 (100), 1052 (150), 1047 (200) kg/m3."""
    one = vesicles("ev", refractive_index=1.39)
    found = np.interp(np.array([40, 60, 100, 150, 200]) * 1e-9, size_grid().diameter, one.density)
    assert found.tolist() == pytest.approx([1099, 1081, 1063, 1052, 1047], abs=1.0)


@pytest.mark.parametrize(("name", "low", "high"), [("vldl", 930.0, 1006.0), ("ldl", 1019.0, 1063.0), ("hdl", 1063.0, 1210.0)])
def test_lipoproteins_keep_to_the_density_of_their_class(name, low, high):
    brought = supplement("fbs")
    row = [one.name for one in brought.species].index(name)
    density = brought.species[row].density
    assert low <= density.min()
    assert density.max() <= high
    assert np.all(np.diff(density) <= 0)


def test_every_supplement_of_the_table_is_on_the_list_and_has_a_source():
    from exoforge.stages.culture.supplement import _table

    table = _table()
    assert set(SUPPLEMENTS) == set(table["supplements"])
    rows = [*table["particles"].values(), *(row for one in table["supplements"].values() for row in one.values())]
    for row in rows:
        said = row["status"] if isinstance(row["status"], dict) else {"all": row["status"]}
        assert row["source"]
        assert set(said.values()) <= {"read", "derived", "recalled", "choice"}
        assert set(said) <= {"all", *row}
