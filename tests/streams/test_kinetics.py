from __future__ import annotations

import dataclasses
import math

import pytest

from exoforge.base.errors import SettingError
from exoforge.streams.kinetics import MeasuredKinetics, laid_over, percent_of_dose

LIVER = MeasuredKinetics(
    study="morishita2015",
    species="mouse",
    cell_source="b16bl6",
    label="125I on lactadherin",
    label_kind="radioisotope",
    route="intravenous",
    dose="",
    site="liver",
    time=4 * 3600.0,
    value=28.0,
    basis="percent of dose",
    unit="%ID",
    source="abstract",
    status="read",
)


def test_percent_per_gram_times_the_organ_is_percent():
    per_gram = dataclasses.replace(LIVER, value=20.0, low=15.0, high=25.0, basis="percent of dose per gram", unit="%ID/g")
    found = percent_of_dose(per_gram, {"liver": 1.3e-3})
    assert (found.value, found.low, found.high) == pytest.approx((26.0, 19.5, 32.5))
    assert (found.basis, found.unit) == ("percent of dose", "%ID")
    assert percent_of_dose(LIVER, {}) is LIVER
    assert math.isnan(percent_of_dose(dataclasses.replace(per_gram, low=math.nan), {"liver": 1e-3}).low)


def test_a_relative_signal_never_becomes_a_share_of_the_dose():
    relative = dataclasses.replace(LIVER, value=85.0, basis="relative signal", unit="liver + spleen = 100")
    with pytest.raises(SettingError, match="says nothing of the dose"):
        percent_of_dose(relative, {"liver": 1.3e-3})
    kept, sentences = laid_over((LIVER, relative), {"liver": 1.3e-3})
    assert kept == (LIVER,)
    assert len(sentences) == 1


def test_what_cannot_be_is_refused():
    with pytest.raises(SettingError, match="mass of 'liver' is not known"):
        percent_of_dose(dataclasses.replace(LIVER, basis="percent of dose per gram"), {"lung": 1e-3})
    with pytest.raises(SettingError, match="one of percent of dose"):
        dataclasses.replace(LIVER, basis="percent")  # type: ignore[arg-type]
    with pytest.raises(SettingError, match="not below 0"):
        dataclasses.replace(LIVER, value=-1.0)
