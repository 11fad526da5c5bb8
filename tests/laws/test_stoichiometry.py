from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.stoichiometry import COPIES_PER_VESICLE, copies_per_cell, vesicles_needed, vesicles_per_cell


@given(st.floats(0.0, 1e9), st.floats(1e-6, 1e3), st.floats(1e-6, 1.0), st.floats(1e-6, 1.0))
def test_copies_and_vesicles_are_inverse(copies, per_vesicle, uptake, escape):
    share = {"copies_per_vesicle": per_vesicle, "uptake": uptake, "escape": escape}
    assert copies_per_cell(vesicles_per_cell=vesicles_needed(copies=copies, **share), **share) == pytest.approx(copies, rel=1e-9)


def test_what_is_not_taken_up_or_does_not_escape_does_not_count():
    assert copies_per_cell(vesicles_per_cell=1e4, uptake=0.0) == 0.0
    assert copies_per_cell(vesicles_per_cell=1e4, uptake=0.5, escape=0.02) == pytest.approx(1e4 * COPIES_PER_VESICLE * 0.01)


def test_arrays_broadcast():
    assert vesicles_per_cell(vesicles=np.array([1e9, 1e10]), cells=1e6) == pytest.approx([1e3, 1e4])
    assert copies_per_cell(vesicles_per_cell=[1e3, 1e4], escape=np.array([[0.01], [1.0]])).shape == (2, 2)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda: vesicles_per_cell(vesicles=1.0, cells=0.0), "number of cells"),
        (lambda: copies_per_cell(vesicles_per_cell=-1.0), "vesicles per cell"),
        (lambda: copies_per_cell(vesicles_per_cell=1.0, escape=1.2), "share that escapes"),
        (lambda: vesicles_needed(copies=1.0, uptake=0.0), "share taken up"),
    ],
)
def test_what_cannot_be_is_refused(work, words):
    with pytest.raises(SettingError, match=words):
        work()
