"""The virtual cytometer: counts, light, swarms, and files that the reader reads back."""

import dataclasses

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.instruments.catalog import read_measurement
from exoforge.instruments.cytometry import FlowCytometerVirtual
from exoforge.instruments.cytometry.generator import fcs_bytes, write_fcs
from tests.instruments.cytometry.suspensions import suspension

BEADS = suspension([(200e-9, 1.605, 1e6)])


def events(measured):
    return measured.arrays["SSC-H"].size


def test_every_bright_particle_is_an_event_and_its_light_is_the_scale():
    found = FlowCytometerVirtual().observe(BEADS, rng=np.random.default_rng(1))
    assert events(found) == pytest.approx(10_000, abs=400)  # 1e12 /m3 in 10 uL, Poisson, 1.7 % of them together
    assert float(np.median(found.arrays["SSC-H"])) == pytest.approx(1000.0, rel=0.02)
    assert np.all(np.diff(found.arrays["Time"]) >= 0)


def test_the_same_seed_gives_the_same_events():
    first, again = (FlowCytometerVirtual().observe(BEADS, rng=np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(first.arrays["SSC-H"], again.arrays["SSC-H"])
    assert np.array_equal(FlowCytometerVirtual().observe(BEADS).arrays["Time"], FlowCytometerVirtual().observe(BEADS).arrays["Time"])


def test_two_runs_are_twice_as_long():
    assert events(FlowCytometerVirtual().observe(BEADS, videos=2)) == pytest.approx(2 * events(FlowCytometerVirtual().observe(BEADS)), rel=0.05)


def test_dilution_dissolves_the_swarm():
    dense = suspension([(200e-9, 1.605, 1e9)])
    virtual = FlowCytometerVirtual(duration=1.0)
    crowded = virtual.observe(dense, rng=np.random.default_rng(1))
    expected = 1e9 / 1e-6 * virtual.flow_rate
    assert events(crowded) == pytest.approx(expected * np.exp(-expected * virtual.window), rel=0.02)  # pulses that prolong one another
    assert any("Dilute further" in one for one in crowded.notices)
    diluted = dataclasses.replace(virtual, dilution=1000.0).observe(dense, rng=np.random.default_rng(1))
    assert not diluted.notices
    assert np.median(crowded.arrays["SSC-H"]) > 1.2 * np.median(diluted.arrays["SSC-H"])


def test_vesicles_too_dim_to_be_seen_are_seen_as_a_swarm():
    virtual = FlowCytometerVirtual(duration=1.0, threshold=30.0, noise=0.5)
    few, many = (virtual.observe(suspension([(60e-9, 1.38, count)], vesicles=True), rng=np.random.default_rng(1)) for count in (1e6, 1e13))
    assert events(few) == 0
    assert events(many) > 1000


def test_noise_sets_off_a_low_threshold():
    quiet = suspension([(200e-9, 1.605, 0.0)])
    assert events(FlowCytometerVirtual(threshold=30.0, noise=4.0).observe(quiet)) == 0
    found = FlowCytometerVirtual(threshold=10.0, noise=4.0, duration=10.0).observe(quiet)
    assert events(found) == pytest.approx(1e6 * 0.00621, rel=0.05)  # the upper tail beyond 2.5 standard deviations
    assert found.arrays["SSC-H"].min() >= 10.0


def test_only_vesicles_take_the_dye():
    shining = FlowCytometerVirtual().observe(suspension([(200e-9, 1.605, 1e6)], vesicles=True))
    dark = FlowCytometerVirtual().observe(BEADS)
    assert float(np.median(shining.arrays["FL1-H"])) == pytest.approx(np.pi * 200e-9**2 * 1e16, rel=0.03)
    assert abs(float(np.median(dark.arrays["FL1-H"]))) < 2.0


def test_a_written_file_is_read_back(tmp_path):
    found = FlowCytometerVirtual().observe(BEADS)
    write_fcs(found, tmp_path / "virtual.fcs")
    back = read_measurement(tmp_path / "virtual.fcs")
    assert back.arrays["SSC-H"] == pytest.approx(found.arrays["SSC-H"], rel=1e-6)
    assert back.settings["exoforge"]["trigger"]["threshold"] == 30.0
    assert "computed, not measured" in back.notices[0]


def test_what_cannot_be_run_is_refused():
    with pytest.raises(SettingError, match="volume of 0"):
        FlowCytometerVirtual().observe(suspension([(200e-9, 1.605, 1.0)], volume=0.0))
    with pytest.raises(SettingError, match="at least 1"):
        FlowCytometerVirtual().observe(BEADS, videos=0)
    with pytest.raises(SettingError, match="at most"):
        FlowCytometerVirtual().observe(suspension([(200e-9, 1.605, 1e15)]))
    with pytest.raises(SettingError, match="one length"):
        fcs_bytes({"A": np.ones(2), "B": np.ones(3)})
    with pytest.raises(SettingError, match="half_angle"):
        FlowCytometerVirtual(half_angle=2.0)
