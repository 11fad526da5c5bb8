"""Limits of instruments, and two techniques where both see."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.sizing.comparison import compared
from exoforge.design.sizing.detection import Bead, Coat, limits_of
from exoforge.design.sizing.naming import naming
from exoforge.design.sizing.repeats import repeats_of
from tests.design.sizing.runs import curve, measurement


def repeats(mean, total, technique, **more):
    unit = more.pop("unit", "particles/m3")
    return repeats_of([measurement([curve(mean, total, label="v", unit=unit, **more)], technique=technique)], ["sample"], naming())[0]


def test_a_particle_of_the_beads_index_has_the_beads_limit_and_the_other_methods_need_no_index():
    found = limits_of(Bead(diameter=100e-9), [1.59, 1.42], pixel=0.5e-9, pore=60e-9)
    assert found.limits[0].diameter == pytest.approx(100e-9, rel=1e-6)
    assert found.limits[1].diameter > 130e-9
    assert [(one.method, one.index, one.diameter) for one in found.limits[2:]] == [("resistive pulses", None, 60e-9), ("electron microscopy", None, 5e-9)]
    assert np.all(np.diff(found.diameters) < 0)


def test_an_index_that_scatters_nothing_is_told_and_stops_nothing():
    found = limits_of(Bead(diameter=400e-9), [1.335, 1.45], coat=None)
    assert found.limits[0].diameter is None
    assert "none up to" in found.limits[0].said
    assert found.limits[1].diameter is not None
    bare, coated = (limits_of(Bead(diameter=100e-9), [1.345], coat=coat).limits[0].diameter for coat in (None, Coat(thickness=5e-9, index=1.48)))
    assert coated < bare


def test_a_membrane_that_leaves_no_lumen_is_told():
    thick, usual = (limits_of(Bead(diameter=100e-9), [1.37], coat=Coat(thickness=shell, index=1.48)).limits[0] for shell in (500e-9, 5e-9))
    assert "the membrane fills" in thick.said
    assert "fills" not in usual.said


def test_a_bead_of_the_mediums_index_and_an_index_of_nothing_are_refused():
    with pytest.raises(SettingError, match="scatters nothing"):
        limits_of(Bead(diameter=1e-7, index=1.335), [1.4])
    with pytest.raises(SettingError, match="between 1 and 4"):
        limits_of(Bead(diameter=1e-7), [0.5])
    with pytest.raises(SettingError, match="wavelength"):
        Bead(diameter=1e-7, wavelength=1.0)


def test_only_what_both_see_is_compared():
    first, second = repeats(100e-9, 1e15, "nta"), repeats(100e-9, 2e15, "rps", detection=90e-9)
    found = compared("s", first, second, sees={"nta": 100e-9})
    assert found.common == 100e-9
    assert found.ratio == pytest.approx(2.0, rel=1e-9)
    assert found.first.share == pytest.approx(0.5, abs=1e-6)
    assert found.first.diameters[1] > 105e-9


def test_a_limit_that_nobody_knows_is_asked_for():
    with pytest.raises(SettingError, match=r"--sees 'rps=70 nm'"):
        compared("s", repeats(1e-7, 1.0, "nta"), repeats(1e-7, 1.0, "rps"), sees={"nta": 7e-8})


def test_a_tail_is_said_and_counts_have_no_ratio():
    found = compared("s", repeats(100e-9, 1e15, "nta"), repeats(130e-9, 50.0, "em", unit=""), sees={"nta": 70e-9, "em": 122e-9})
    assert found.ratio is None
    assert any("rests on its tail" in notice for notice in found.notices)
    with pytest.raises(SettingError, match="lies above"):
        compared("s", repeats(100e-9, 1e15, "nta"), repeats(130e-9, 50.0, "em", unit=""), sees={"nta": 70e-9, "em": 500e-9})
