"""The reader of Spectradyne files: known truth comes back, and what declares more than it holds is refused before it is read."""

import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments.catalog import read_measurement
from exoforge.instruments.pulses import MrpsVirtual, TrpsVirtual, calibrated, write_spectradyne
from tests.instruments.dls.samples import lognormal, one_size

h5py = pytest.importorskip("h5py")


def figure(measured, name):
    return next(one for one in measured.figures if one.name == name)


@pytest.fixture(scope="module")
def measured():
    return MrpsVirtual().observe(lognormal(), videos=3, rng=np.random.default_rng(4))


def refused(path, match):
    with pytest.raises(FileError, match=match) as refusal:
        read_measurement(path)
    assert "\n" not in str(refusal.value)
    assert str(path) in str(refusal.value)


@pytest.mark.parametrize("compression", [None, "gzip"])
def test_pulses_volumes_and_times_are_read(measured, tmp_path, compression):
    write_spectradyne(measured, tmp_path / "file.h5", noise_events=7, compression=compression)
    found = read_measurement(tmp_path / "file.h5")
    assert found.arrays["time"].size == measured.arrays["time"].size + 3 * 7
    assert found.arrays["acquisition_volume"] == pytest.approx(measured.arrays["acquisition_volume"])
    real = found.arrays["signal_to_noise"] > 2.0
    assert found.arrays["time"][real] == pytest.approx(measured.arrays["time"], abs=1e-4)
    assert figure(found, "events").value == measured.arrays["time"].size
    assert figure(found, "concentration").value == pytest.approx(figure(measured, "concentration").value)
    assert figure(found, "concentration").low < figure(found, "concentration").value < figure(found, "concentration").high
    assert found.arrays["set_pressures"].shape == (3, 3)
    assert found.settings["/data/acquisition_001"]["cartridge_class"] == "C-400"
    assert found.settings["/"]["remark"].startswith("Synthetic")
    assert found.instrument == "Spectradyne nCS1"
    assert found.distributions == ()


def test_beads_give_the_diameters_back(measured, tmp_path):
    beads = MrpsVirtual().observe(one_size(200e-9), videos=1, rng=np.random.default_rng(5))
    for name, one in (("sample.h5", measured), ("beads.h5", beads)):
        write_spectradyne(one, tmp_path / name)
    found = calibrated(read_measurement(tmp_path / "sample.h5"), read_measurement(tmp_path / "beads.h5"), diameter=200e-9)
    assert figure(found, "D50").value == pytest.approx(figure(measured, "D50").value, rel=0.01)
    assert any("only while the noise is that of the beads" in one for one in found.notices)
    with pytest.raises(SettingError, match="sample is measured by"):
        calibrated(found, TrpsVirtual().observe(one_size(200e-9)), diameter=200e-9)


def test_one_acquisition_at_the_root_with_fields_of_the_arc(tmp_path):
    table = np.zeros(200, dtype=[("pk_index", "<i4"), ("pk_width", "<f4"), ("pk_sym", "<f4"), ("pk_sn", "<f4"), ("fl1_size", "<f4"), ("pk_new", "<f4")])
    table["pk_width"], table["pk_sn"], table["fl1_size"] = 10.0, 50.0, 3.0
    with h5py.File(tmp_path / "arc.h5", "w") as root:
        root.attrs.update({"acqtime": 10.0, "n_samp": 1000, "measured_volume": 1e-7})
        root["pks"] = table
        root["signal"] = np.zeros(50)
    found = read_measurement(tmp_path / "arc.h5")
    assert found.instrument == "Spectradyne ARC"
    assert found.arrays["fluorescence_1"] == pytest.approx(3.0)
    assert found.settings["fields of the pulses without an array"]["pk_new"] == (0.0,) * 200
    assert "not read" in found.unread["/signal"]
    assert figure(found, "concentration").value == pytest.approx(200 / 1e-13)


def test_fields_as_datasets_of_a_group(tmp_path):
    with h5py.File(tmp_path / "file.h5", "w") as root:
        root.attrs.update({"acqtime": 10.0, "n_samp": 1000, "measured_volume": 1e-7})
        for name, value in (("pk_index", 1.0), ("pk_width", 10.0), ("pk_sn", 50.0)):
            root[f"pks/{name}"] = np.full(120, value)
    assert read_measurement(tmp_path / "file.h5").arrays["transit_time"] == pytest.approx(10e-6)


def acquisition(root, table, **attributes):
    root.attrs.update({"acqtime": 10.0, "n_samp": 1000, "measured_volume": 1e-7} | attributes)
    root["pks"] = table


PULSES = np.zeros(5, dtype=[("pk_index", "<f8"), ("pk_width", "<f8"), ("pk_sn", "<f8")])


def _bomb(root):
    acquisition(root, PULSES)
    root.create_dataset("more/pks", shape=(10**11,), dtype=PULSES.dtype, chunks=(10**5,), compression="gzip")
    root["more"].attrs.update(root.attrs)


def _packed(root):
    acquisition(root, PULSES)
    root.create_dataset("more/pks", data=np.zeros(10**6, dtype=PULSES.dtype), chunks=(10**6,), compression="gzip")


def _external(root):
    root.attrs.update({"acqtime": 10.0, "n_samp": 1000, "measured_volume": 1e-7})
    root.create_dataset("pks", shape=(5,), dtype=PULSES.dtype, external=[("/etc/passwd", 0, 120)])


def _soft(root):
    acquisition(root, PULSES)
    root["more"] = h5py.SoftLink("/pks")


def _elsewhere(root):
    acquisition(root, PULSES)
    root["more"] = h5py.ExternalLink("other.h5", "/")


def _objects(root):
    root.attrs.update({"acqtime": 10.0, "n_samp": 1000, "measured_volume": 1e-7})
    kinds = [("pk_index", "<f8"), ("pk_width", h5py.vlen_dtype(np.float64)), ("pk_sn", "<f8")]
    root.create_dataset("pks", shape=(3,), dtype=kinds)


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda root: None, "without pulses"),
        (_bomb, "declares|that is no measurement"),
        (_packed, "declares"),
        (_external, "lie in another file"),
        (_soft, "link to elsewhere"),
        (_elsewhere, "link to elsewhere"),
        (_objects, "objects of any length"),
        (lambda root: acquisition(root, np.zeros(5)), "has no fields"),
        (lambda root: acquisition(root, PULSES[["pk_index", "pk_width"]]), "lack pk_sn"),
        (lambda root: acquisition(root, PULSES, measured_volume=0.0), "measured_volume"),
        (lambda root: acquisition(root, PULSES, acqtime="long"), "acqtime"),
        (lambda root: acquisition(root, PULSES, n_samp=np.nan), "n_samp"),
    ],
)
def test_what_is_missing_or_hostile_is_refused(tmp_path, make, match):
    with h5py.File(tmp_path / "file.h5", "w") as root:
        make(root)
    refused(tmp_path / "file.h5", match)


def test_values_that_are_no_numbers_are_refused(tmp_path):
    table = PULSES.copy()
    table["pk_sn"] = np.inf
    with h5py.File(tmp_path / "file.h5", "w") as root:
        acquisition(root, table)
    refused(tmp_path / "file.h5", "no numbers")


def test_groups_that_hold_themselves_end(tmp_path):
    with h5py.File(tmp_path / "file.h5", "w") as root:
        acquisition(root, PULSES)
        root["loop/again"] = root["/"]
    read_measurement(tmp_path / "file.h5")


def test_acquisitions_without_pulses_are_told(tmp_path):
    with h5py.File(tmp_path / "file.h5", "w") as root:
        for place, table in enumerate((PULSES, PULSES[:0]), start=1):
            acquisition(root.create_group(f"data/{place}"), table)
    assert any("Acquisition 2 of 2 holds no pulse" in one for one in read_measurement(tmp_path / "file.h5").notices)


def test_damaged_copies_are_read_or_refused(measured, tmp_path):
    """Every cut, and bytes that were turned over, in one sentence each."""
    write_spectradyne(measured, tmp_path / "whole.h5")
    content = (tmp_path / "whole.h5").read_bytes()
    draw = np.random.default_rng(6)
    for turn in range(18):
        copy = bytearray(content)
        if turn % 3 == 0:
            copy = copy[: int(draw.integers(9, len(copy)))]
        else:
            for place in draw.integers(8, 4096 if turn % 3 == 1 else len(copy), 8):
                copy[int(place)] = int(draw.integers(256))
        (tmp_path / "file.h5").write_bytes(bytes(copy))
        try:
            read_measurement(tmp_path / "file.h5")
        except FileError as refusal:
            assert "\n" not in str(refusal)
            assert "file.h5" in str(refusal)
