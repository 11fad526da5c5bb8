import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import production as law

CULTURE = {"cells": 1e6, "secretion_rate": 0.02, "initial": 5e8}


@pytest.mark.parametrize("growth", [-2e-5, 0.0, 1e-6, 9e-6])
@pytest.mark.parametrize("uptake", [0.0, 8e-6, 2e-5])
def test_the_closed_form_solves_the_differential_equation(growth, uptake):
    """The pairs include no growth, no uptake, and growth equal to minus uptake, where the closed form has limits."""
    from scipy.integrate import solve_ivp

    times = np.array([0.0, 3600.0, 86400.0, 172800.0])
    cells, rate = CULTURE["cells"], CULTURE["secretion_rate"]
    found = solve_ivp(lambda t, e: rate * cells * math.exp(growth * t) - uptake * e, (0, times[-1]), [CULTURE["initial"]], t_eval=times, rtol=1e-10, atol=1e-3)
    assert law.vesicles_in_medium(times, growth_rate=growth, uptake_rate=uptake, **CULTURE) == pytest.approx(found.y[0], rel=1e-8)


@settings(deadline=None)
@given(hours=st.floats(0.0, 100.0), uptake=st.floats(0.0, 1e-3))
def test_without_growth_the_culture_is_its_cells(hours, uptake):
    whole = law.vesicles_in_medium(hours * 3600, cells=1e6, growth_rate=0.0, secretion_rate=0.02, uptake_rate=uptake)
    each = law.vesicles_per_cell(hours * 3600, secretion_rate=0.02, uptake_rate=uptake)
    assert whole == pytest.approx(1e6 * each, rel=1e-12)


def test_uptake_levels_off_where_it_equals_secretion():
    assert law.vesicles_per_cell(1e9, secretion_rate=0.02, uptake_rate=1e-5) == pytest.approx(2000.0)


def test_nonsense_is_refused_in_a_sentence():
    with pytest.raises(SettingError, match="number of cells is -1"):
        law.vesicles_in_medium(1.0, cells=-1.0, growth_rate=0.0, secretion_rate=1.0, uptake_rate=0.0)
    with pytest.raises(SettingError, match="time is -1 s"):
        law.vesicles_per_cell(-1.0, secretion_rate=1.0, uptake_rate=0.0)
