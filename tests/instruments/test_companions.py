"""What files of one reading say about each other: settings that differ, and how far that moves their numbers."""

import dataclasses

import numpy as np

from exoforge.instruments.companions import remarks_on
from exoforge.instruments.nta.variables import SPECS
from exoforge.laws.water import viscosity
from exoforge.streams.measurement import Measurement


def measurement(sample, *, rate=25.0, temperature=298.15, thickness=1.0, shutter=0.03, level="16", instrument="NanoSight, NTA 3.4"):
    each = np.ones(3)
    return Measurement(
        technique="nta",
        arrays={
            "frame_rate": each * rate,
            "temperature": each * temperature,
            "viscosity": each * viscosity(temperature) * thickness,
            "shutter": each * shutter,
        },
        specs=SPECS,
        sample=sample,
        instrument=instrument,
        settings={"Conditions": {"Camera Level": (level,) * 3}},
    )


def test_equal_settings_say_nothing():
    assert () == remarks_on([measurement("a"), measurement("b", temperature=298.9)])


def test_another_frame_rate_is_told_with_the_bias_that_it_implies():
    (remark,) = remarks_on([measurement("a"), measurement("b"), measurement("c", rate=30.0)])
    assert "25 in 'a' and 'b'; 30 in 'c'" in remark
    assert "if 25 /s was real in all, diameters are 16.7% too small at 30 /s" in remark


def test_temperature_viscosity_shutter_and_camera_are_told():
    assert "differs by 5.0 K" in remarks_on([measurement("a"), measurement("b", temperature=303.15)])[0]
    (thick,) = remarks_on([measurement("a"), measurement("b", thickness=1.3)])
    assert "1.30 times in 'b'" in thick
    assert "30% off" in thick
    assert "blurs tracks" in remarks_on([measurement("a"), measurement("b", shutter=0.015)])[0]
    (level,) = remarks_on([measurement("a"), measurement("b", level="13")])
    assert "Camera Level (16 in 'a'; 13 in 'b')" in level


def test_instruments_are_compared_only_with_themselves():
    assert () == remarks_on([measurement("a"), measurement("b", rate=30.0, level="13", instrument="ZetaView 1, 8.05")])


def test_unknown_numbers_and_a_rate_of_zero_break_nothing():
    odd = dataclasses.replace(measurement("b"), arrays={"frame_rate": np.array([0.0, np.nan]), "viscosity": np.array([np.nan, np.nan])})
    (remark,) = remarks_on([measurement("a"), odd])
    assert "if 25" not in remark
    assert remark.count("differs") == 1
