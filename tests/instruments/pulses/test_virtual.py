"""The virtual pulse counters: what passes is counted, what is below the limit is not."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.instruments.dilution import of_stock
from exoforge.instruments.pulses import MrpsVirtual, TrpsVirtual
from exoforge.streams.measurement import UNDILUTED
from tests.instruments.dls.samples import lognormal, one_size


def figure(measured, name):
    return next(one for one in measured.figures if one.name == name)


@pytest.mark.parametrize("instrument", [MrpsVirtual(), TrpsVirtual()], ids=lambda one: one.technique)
def test_the_concentration_of_the_sample_is_found_again(instrument):
    sample = one_size(200e-9)
    measured = of_stock(instrument.observe(sample, videos=5, rng=np.random.default_rng(8)))
    found = figure(measured, UNDILUTED)
    assert found.low < sample.number.sum() / sample.volume < found.high
    assert found.value == pytest.approx(1e15, rel=0.05)


def test_half_is_seen_at_the_limit_and_nothing_far_below():
    assert figure(MrpsVirtual().observe(one_size(70e-9)), "concentration").value == pytest.approx(0.5e15, rel=0.02)
    small = MrpsVirtual().observe(one_size(40e-9))
    assert figure(small, "events").value == 0
    assert small.distributions == ()


def test_the_limit_stands_in_the_distribution():
    assert MrpsVirtual().observe(lognormal()).distributions[0].detection == 70e-9


def test_a_dense_sample_is_diluted_and_the_factor_recorded_once():
    sample = one_size(200e-9, volume=1e-8)
    measured = MrpsVirtual().observe(sample)
    assert measured.dilution.factor == 50
    assert not measured.dilution.applied
    assert figure(measured, "rate of pulses").value <= 200.0
    assert figure(of_stock(measured), UNDILUTED).value == pytest.approx(1e17, rel=1e-3)


def test_the_expectation_keeps_the_distribution():
    measured = MrpsVirtual(limit=20e-9).observe(lognormal(median=120e-9, width=0.2), videos=3)
    assert figure(measured, "D50").value == pytest.approx(120e-9, rel=0.02)


def test_counts_scatter_as_counts_do():
    counts = MrpsVirtual().observe(one_size(200e-9), videos=100, rng=np.random.default_rng(9)).arrays["acquisition_events"]
    assert counts.var() / counts.mean() == pytest.approx(1.0, abs=0.45)


def test_what_does_not_fit_the_pore_is_told():
    measured = TrpsVirtual(pore_diameter=300e-9).observe(lognormal(median=250e-9))
    assert any("too large for the pore" in one for one in measured.notices)
    assert measured.arrays["diameter"].max() < 300e-9


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: MrpsVirtual().observe(one_size(1e-7), videos=0),
        lambda: MrpsVirtual().observe(one_size(1e-7, volume=0.0)),
        lambda: MrpsVirtual(seconds=3600.0).observe(one_size(2e-7), videos=100),
        lambda: MrpsVirtual(limit=0.0),
    ],
)
def test_what_cannot_be_measured_is_refused(wrong):
    with pytest.raises(SettingError):
        wrong()
