"""The calibration of pulses with beads: known truth comes back, and other pores, pressures and beads are told or refused."""

from dataclasses import replace

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.instruments.pulses import BlockadeTable, MrpsVirtual, TrpsVirtual, blockade_text, calibrated, write_spectradyne
from exoforge.instruments.pulses.events import UNCALIBRATED
from exoforge.instruments.pulses.spectradyne import read_here
from exoforge.streams.measurement import FileSource
from tests.instruments.as_file import as_file
from tests.instruments.dls.samples import lognormal, one_size

HEAD = "Start Time,Magnitude,Baseline\n"


def figure(measured, name):
    return next(one for one in measured.figures if one.name == name)


def read(text):
    return BlockadeTable().read(as_file(text))[0]


@pytest.fixture(scope="module")
def true_sample():
    return TrpsVirtual().observe(lognormal(), videos=2, rng=np.random.default_rng(1))


@pytest.fixture(scope="module")
def true_beads():
    return TrpsVirtual().observe(one_size(150e-9), videos=2, rng=np.random.default_rng(2))


@pytest.fixture(scope="module")
def sample(true_sample):
    return read(blockade_text(true_sample))


@pytest.fixture(scope="module")
def beads(true_beads):
    return read(blockade_text(true_beads))


def recorded(measured, **settings):
    return replace(measured, settings={**measured.settings, "recording": settings})


def test_beads_give_the_diameters_back(sample, beads, true_sample):
    found = calibrated(sample, beads, diameter=150e-9)
    assert figure(found, "D50").value == pytest.approx(figure(true_sample, "D50").value, rel=0.005)
    assert UNCALIBRATED not in found.notices
    assert found.distributions[0].counted == true_sample.arrays["time"].size
    assert found.distributions[0].detection == pytest.approx(found.arrays["diameter"].min())
    assert found.settings["calibration"]["pulses of the beads"] == true_beads_count(beads)
    assert found.settings["calibration"]["spread of the beads' diameters"] == pytest.approx(0.04, rel=0.1)
    assert len(found.notices) == 1  # the units of the table, as without beads


def true_beads_count(beads):
    return int(figure(beads, "events").value)


def test_beads_of_known_concentration_give_that_of_the_sample(sample, beads, true_sample, true_beads):
    concentration = figure(true_beads, "concentration").value
    found = calibrated(sample, beads, diameter=150e-9, concentration=concentration)
    got = figure(found, "concentration")
    assert got.value == pytest.approx(figure(true_sample, "concentration").value, rel=0.01)
    assert found.distributions[0].amount.sum() == pytest.approx(got.value)
    assert found.distributions[0].unit == "particles/m3"
    expected = np.sqrt(1 / figure(sample, "events").value + 1 / figure(beads, "events").value)
    assert np.log(got.high / got.low) / 2 == pytest.approx(1.96 * expected, rel=0.01)


def test_pulses_that_go_the_other_way_give_no_particles(sample, beads, true_sample):
    turned = true_sample.arrays["magnitude"] * np.where(np.arange(true_sample.arrays["magnitude"].size) % 2, -1.0, 1.0)
    half = read(blockade_text(replace(true_sample, arrays={**true_sample.arrays, "magnitude": turned})))
    whole = figure(calibrated(sample, beads, diameter=150e-9, concentration=1e15), "concentration").value
    assert figure(calibrated(half, beads, diameter=150e-9, concentration=1e15), "concentration").value == pytest.approx(whole / 2, rel=0.01)
    with pytest.raises(SettingError, match="nothing to size"):
        calibrated(read(HEAD + "0.1,-1,100\n0.2,-1,100\n"), beads, diameter=150e-9, concentration=1e15)


def test_noise_sets_no_limit_of_detection(tmp_path):
    """The noise of a look-alike has twice the noise's height, a particle of 37 nm; the sample begins far above."""
    from exoforge.instruments.files import InstrumentFile

    for name, one in (("sample", MrpsVirtual().observe(lognormal(), rng=np.random.default_rng(4))), ("beads", MrpsVirtual().observe(one_size(200e-9)))):
        write_spectradyne(one, tmp_path / f"{name}.h5", noise_events=20)
    sample, beads = (read_here(InstrumentFile(tmp_path / f"{name}.h5", largest=10**8)) for name in ("sample", "beads"))
    found = calibrated(sample, beads, diameter=200e-9)
    assert np.nanmin(found.arrays["diameter"]) < 40e-9
    assert found.distributions[0].detection > 50e-9


def test_another_current_is_told(sample, beads, true_beads):
    """A tenth less current makes dips of the same share a tenth smaller, so particles 3.6 % larger."""
    weaker = replace(true_beads, arrays={name: column * 0.9 if name in ("baseline", "magnitude") else column for name, column in true_beads.arrays.items()})
    said = calibrated(sample, read(blockade_text(weaker)), diameter=150e-9).notices[0]
    assert "100 nA for the sample and 90 nA for the beads" in said
    assert "3.5% smaller" in said


def test_other_conditions_are_told_and_another_pressure_gives_no_concentration(sample, beads):
    one, other = recorded(sample, Pressure="10", Stretch="45.5"), recorded(beads, Pressure="5", Stretch="45.5")
    assert any("Pressure was '10' for the sample and '5' for the beads" in said for said in calibrated(one, other, diameter=150e-9).notices)
    assert not any("Stretch" in said for said in calibrated(one, other, diameter=150e-9).notices)
    with pytest.raises(SettingError, match="only at one pressure"):
        calibrated(one, other, diameter=150e-9, concentration=1e15)


def test_two_kinds_of_files_are_told(sample, beads):
    ends = [replace(one, file=FileSource(name="a", sha256="0", reader=reader, reader_version="1")) for one, reader in ((sample, "table"), (beads, "trace"))]
    assert any("two kinds of files (table and trace)" in said for said in calibrated(*ends, diameter=150e-9).notices)


def test_beads_that_are_no_beads_and_beads_far_away_are_told(sample, beads):
    assert any("not of one size" in said for said in calibrated(beads, sample, diameter=110e-9).notices)
    far = read(HEAD + "".join(f"{turn / 10},200,100\n" for turn in range(200)))
    assert any("far from where it was set" in said for said in calibrated(far, beads, diameter=150e-9).notices)


def test_beads_must_fit(sample, beads):
    with pytest.raises(SettingError, match="1 pulses"):
        calibrated(sample, read(HEAD + "0.1,1,100\n"), diameter=150e-9)
    with pytest.raises(SettingError, match="measured by mrps"):
        calibrated(MrpsVirtual().observe(lognormal()), beads, diameter=150e-9)
    with pytest.raises(SettingError, match="resistive pulses"):
        calibrated(replace(sample, technique="nta"), beads, diameter=150e-9)


@pytest.mark.parametrize("diameter", [0.0, -1.0, 110.0, np.nan, np.inf, 1e-300])
def test_absurd_beads_are_refused(sample, beads, diameter):
    with pytest.raises(SettingError, match="diameter of the beads"):
        calibrated(sample, beads, diameter=diameter)
