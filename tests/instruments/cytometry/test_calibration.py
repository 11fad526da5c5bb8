"""Beads of known brightness and size: what was put in is found again, and what cannot be trusted is said."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.instruments.catalog import read_measurement
from exoforge.instruments.cytometry import FlowCytometerVirtual
from exoforge.instruments.cytometry.fluorescence import calibrate, in_molecules, same_settings
from exoforge.instruments.cytometry.generator import bead_events, fcs_bytes
from exoforge.instruments.cytometry.scatter import Bead, Vesicle, calibrate_scatter, cross_section, curve_of, diameters_of, limit_of, mean_index
from tests.instruments.cytometry.suspensions import suspension
from tests.shared_data import shared

KNOWN = np.array([0.0, 700.0, 3000.0, 12_000.0, 60_000.0, 200_000.0])
AJ01 = (0, 792, 2079, 6588, 16471, 47497, 137049, 271647)
SIZES = (100e-9, 152e-9, 203e-9, 296e-9, 402e-9, 596e-9)
LIGHT = {"wavelength": 488e-9, "medium_index": 1.337}


def beads(tmp_path, *, top=None, keywords=None, own=300.0, slope=1.05, cv=0.06):
    """A file of beads whose truth is ``molecules + own = 4 signal^slope``."""
    levels = ((KNOWN + own) / 4.0) ** (1.0 / slope)
    events = bead_events(levels, each=1500, variation=cv, rng=np.random.default_rng(1))
    if top is not None:
        events["FL1-A"] = np.minimum(events["FL1-A"], top)
    path = tmp_path / "beads.fcs"
    path.write_bytes(fcs_bytes(events, keywords=keywords))
    return read_measurement(path)


def test_the_line_that_was_put_in_is_found(tmp_path):
    found = calibrate(beads(tmp_path), channel="FL1-A", values=KNOWN)
    assert not any(one.peak.trouble for one in found.peaks)
    assert found.line.slope == pytest.approx(1.05, abs=0.01)
    assert [one.recovered for one in found.peaks[1:]] == pytest.approx(KNOWN[1:], rel=0.05)
    assert found.line.background == pytest.approx(300.0, rel=0.1)
    assert found.kept == pytest.approx(0.3 * found.events, rel=0.05)


def test_a_peak_at_the_top_is_left_out_and_the_line_stays(tmp_path):
    whole = calibrate(beads(tmp_path), channel="FL1-A", values=KNOWN)
    top = whole.peaks[-1].peak.middle * 0.98
    found = calibrate(beads(tmp_path, top=top, keywords={"p3r": str(int(top))}), channel="FL1-A", values=KNOWN)
    assert "top of the scale" in found.peaks[-1].peak.trouble
    assert np.isfinite([one.recovered for one in found.peaks[:-1]]).all()
    assert found.line.slope == pytest.approx(whole.line.slope, abs=0.02)


def test_wrong_values_are_doubted(tmp_path):
    found = calibrate(beads(tmp_path), channel="FL1-A", values=(0, 700, 3000, 30_000, 40_000, 200_000))
    assert any("of this lot" in one for one in found.doubts)
    fewer = calibrate(beads(tmp_path), channel="FL1-A", values=KNOWN[:5])
    assert any("as many values as peaks" in one for one in fewer.doubts)


@pytest.mark.parametrize(
    ("slope", "values", "words"),
    [
        (1.05, KNOWN[:3], "no degree of freedom"),
        (1.05, (0, 1, 50_000, 51_000, 52_000, 60_000), "above their brightest peak of 60000"),
        (1.5, KNOWN, "its slope is 1.5, where 0.75 to 1.33"),
        (0.6, KNOWN, "its slope is 0.6, where"),
    ],
)
def test_a_line_that_cannot_be_right_is_refused(tmp_path, slope, values, words):
    with pytest.raises(SettingError, match=words):
        calibrate(beads(tmp_path, slope=slope, cv=0.02), channel="FL1-A", values=values)


def test_three_values_for_real_beads_of_many_kinds_give_no_line():
    with pytest.raises(SettingError, match="no degree of freedom"):
        calibrate(read_measurement(shared("data/instruments/bead_array/K2-C07-A7.fcs")), channel="FL1-H", values=(0, 792, 2079))


@pytest.mark.parametrize("values", [(), (1, 2), (0, 1, 1), (-1, 2, 3), (0, 1, float("nan"))])
def test_values_that_are_none_are_refused(tmp_path, values):
    with pytest.raises(SettingError, match="three or more different ones"):
        calibrate(beads(tmp_path), channel="FL1-A", values=values)


def test_a_channel_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(SettingError, match="FL1-A, FL2-A"):
        calibrate(beads(tmp_path), channel="FL9", values=KNOWN)


def test_a_sample_is_placed_and_what_lies_beyond_the_beads_is_counted(tmp_path):
    measured = beads(tmp_path)
    found = calibrate(measured, channel="FL1-A", values=KNOWN)
    placed = in_molecules(measured, found)
    assert placed.events == 9000
    assert placed.percentiles[0] < placed.percentiles[1] < placed.percentiles[2]
    assert placed.below + placed.above == pytest.approx(1500, rel=0.1)  # half of the dimmest and half of the brightest peak
    louder = beads(tmp_path, keywords={"p3v": "500"})
    softer = beads(tmp_path, keywords={"p3v": "450"})
    assert "voltage 500 with the beads and 450" in same_settings(louder, softer, "FL1-A")
    assert same_settings(louder, louder, "FL1-A") == ""


def test_flowcals_beads_give_flowcals_line():
    found = calibrate(
        read_measurement(shared("data/instruments/fcs_beads/examples_FCFiles_sample001.fcs")), channel="FL1", values=AJ01, clustered=("FL1", "FL3")
    )
    middles = [one.peak.middle for one in found.peaks]
    theirs = [156.78788, 198.09568, 278.81267, 537.61175, 1165.21549, 2763.16138, 7104.97411, 9222.39565]
    assert middles == pytest.approx(theirs, rel=0.01)  # one channel of the amplifier is 0.9 %
    assert [bool(one.peak.trouble) for one in found.peaks] == [False] * 7 + [True]
    assert (found.line.slope, found.line.background) == (pytest.approx(1.0707, abs=0.005), pytest.approx(2247.8, rel=0.03))
    assert found.line.r_squared > 0.999


def calibrated(**more):
    virtual = FlowCytometerVirtual(threshold=12.0, noise=3.0, half_angle=0.9, **more)
    measured = virtual.observe(suspension([(size, 1.605, 5e5) for size in SIZES]), rng=np.random.default_rng(1))
    return calibrate_scatter(measured.arrays["SSC-H"], [Bead(diameter=size, index=1.605) for size in SIZES], **LIGHT)


def test_the_angle_and_the_scale_of_a_virtual_cytometer_are_found():
    found = calibrated()
    assert found.optics.half_angle == pytest.approx(0.9, abs=0.02)
    assert found.residual < 0.01
    assert [one.middle for one in found.peaks] == pytest.approx(found.predicted, rel=0.02)
    assert found.half_angles[0] <= found.optics.half_angle <= found.half_angles[1]


def test_vesicles_are_sized_with_the_beads():
    found = calibrated()
    curve = curve_of(found, Vesicle(index=1.40))
    for size in (90e-9, 150e-9, 250e-9, 350e-9):
        virtual = FlowCytometerVirtual(threshold=0.05, noise=0.01, half_angle=0.9)
        signal = virtual.scatter(np.array([size]), 1.40)
        assert diameters_of(curve, signal)[0] == pytest.approx(size, rel=0.02)


def test_only_the_rising_part_is_turned_round():
    curve = curve_of(calibrated(), Vesicle(index=1.40))
    inside = (curve.diameter <= curve.rising_to) & (curve.diameter > 30e-9)
    assert np.all(np.diff(curve.signal[inside]) > 0)
    assert curve.single_to <= curve.rising_to
    later = curve.signal[curve.diameter > curve.rising_to]
    assert curve.signal[curve.diameter <= curve.single_to].max() <= later.min() * (1 + 1e-9)
    assert np.isnan(diameters_of(curve, np.array([-1.0, 0.0, 1e12]))).all()
    assert diameters_of(curve, curve.signal[inside]) == pytest.approx(curve.diameter[inside], rel=1e-9)


def test_a_shell_raises_the_light_and_no_shell_is_the_whole():
    found, d = calibrated(), np.array([100e-9, 200e-9])
    bare = cross_section(d, Vesicle(index=1.38), found.optics)
    assert np.all(cross_section(d, Vesicle(index=1.38, shell=6e-9, shell_index=1.48), found.optics) > bare)
    assert mean_index(d, Vesicle(index=1.38, shell=1e-6, shell_index=1.48)) == pytest.approx(1.48)
    assert mean_index(d, Vesicle(index=1.38)) == pytest.approx(1.38)


def test_forward_beads_are_fitted_too():
    signal = np.concatenate([np.full(100, level) * np.exp(0.02 * np.random.default_rng(3).standard_normal(100)) for level in (10.0, 90.0, 400.0)])
    found = calibrate_scatter(signal, [Bead(diameter=size, index=1.605) for size in SIZES[:3]], detector="forward", **LIGHT)
    assert 0 < found.optics.half_angle < np.pi / 2


def test_beads_that_leave_the_angle_open_are_doubted():
    virtual = FlowCytometerVirtual(threshold=0.001, noise=0.0001)
    measured = virtual.observe(suspension([(40e-9, 1.605, 5e5), (60e-9, 1.605, 5e5)]), rng=np.random.default_rng(4))
    found = calibrate_scatter(measured.arrays["SSC-H"], [Bead(diameter=size, index=1.605) for size in (40e-9, 60e-9)], **LIGHT)
    assert any("fit about as well" in one for one in found.doubts)


def levels(*signals):
    rng = np.random.default_rng(3)
    return np.concatenate([level * np.exp(0.02 * rng.standard_normal(200)) for level in signals])


def test_beads_off_the_curve_are_doubted_first_and_far_off_refused():
    found = calibrated()
    kinds, by_mie = [Bead(diameter=size, index=1.605) for size in SIZES[:3]], np.array(found.predicted[:3])
    off = calibrate_scatter(levels(*by_mie * [1.0, 1.8, 1.0]), kinds, half_angle=0.9, **LIGHT)
    assert 0.15 < off.residual < 0.5
    assert "stray by" in off.doubts[0]
    with pytest.raises(SettingError, match="above 50 % nothing is sized"):
        calibrate_scatter(levels(*by_mie * [1.0, 4.5, 1.0]), kinds, half_angle=0.9, **LIGHT)


def test_a_scatter_calibration_without_beads_is_refused():
    signal = np.ones(100)
    with pytest.raises(SettingError, match="two kinds of beads"):
        calibrate_scatter(signal, [Bead(diameter=1e-7, index=1.6)], **LIGHT)
    with pytest.raises(SettingError, match="'side' or 'forward'"):
        calibrate_scatter(signal, [Bead(diameter=1e-7, index=1.6)] * 2, detector="back", **LIGHT)


def test_the_smallest_signal_is_stated_or_the_trigger_or_seen():
    measured = FlowCytometerVirtual(threshold=12.0).observe(suspension([(200e-9, 1.605, 1e5)]))
    assert limit_of(measured, "SSC-H", 3.0) == (3.0, "stated")
    assert limit_of(measured, "SSC-H", None)[0] == 12.0
    assert "percentile" in limit_of(measured, "FL1-H", None)[1]
