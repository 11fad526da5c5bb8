"""Every file that this package makes is known as made, after it was written and read again; measured ones are not."""

import numpy as np
import pytest

from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.cytometry.generator import bead_events, fcs_bytes
from exoforge.instruments.dls import ZetasizerVirtual
from exoforge.instruments.dls.generator import table_text, write_zmes
from exoforge.instruments.nta import NanoSightVirtual, ZetaViewVirtual, lognormal_truth, write_summary, write_zetaview
from exoforge.instruments.plates.generator import sheet_text, write_book
from exoforge.instruments.pulses import MrpsVirtual, TrpsVirtual, blockade_text, write_irbd, write_spectradyne
from exoforge.quality.synthetic import is_synthetic
from tests.instruments.dls.samples import lognormal, one_size

PLATE = np.linspace(0.05, 2.0, 96).reshape(8, 12)


def nanosight(path):
    write_summary(NanoSightVirtual().observe(lognormal(), videos=2, rng=np.random.default_rng(1)), path)


def nanosight_of_known_truth(path):
    write_summary(lognormal_truth(median=100e-9, geometric_sd=1.4, concentration=np.full(3, 1e14)), path)


def zetaview(path):
    write_zetaview(ZetaViewVirtual().observe(lognormal(), rng=np.random.default_rng(1)), path)


def zetasizer(path):
    write_zmes(ZetasizerVirtual().observe(lognormal()), path)


def zetasizer_table(path):
    path.write_text(table_text(ZetasizerVirtual().observe(lognormal())), encoding="utf-8")


def events(path):
    path.write_bytes(fcs_bytes(bead_events(np.array([1e3, 1e4]), each=200, variation=0.05, rng=np.random.default_rng(1))))


def plate(path):
    path.write_text(sheet_text(PLATE), encoding="utf-8")


def book(path):
    write_book(path, {"562 nm": PLATE})


def spectradyne(path):
    write_spectradyne(MrpsVirtual().observe(lognormal(), rng=np.random.default_rng(1)), path)


def blockades(path, **how):
    path.write_text(blockade_text(TrpsVirtual().observe(lognormal(), rng=np.random.default_rng(1)), **how), encoding="utf-8")


def blockades_with_commas(path):
    blockades(path, mark=";", comma=True)


def current(path):
    write_irbd(TrpsVirtual(workable_rate=20.0, seconds=2.0).observe(one_size(200e-9)), path, rng=np.random.default_rng(1))


@pytest.mark.parametrize(
    ("write", "ending"),
    [
        (nanosight, ".csv"),
        (nanosight_of_known_truth, ".csv"),
        (zetaview, ".txt"),
        (zetasizer, ".zmes"),
        (zetasizer_table, ".txt"),
        (events, ".fcs"),
        (plate, ".csv"),
        (book, ".xlsx"),
        (spectradyne, ".h5"),
        (blockades, ".csv"),
        (blockades_with_commas, ".csv"),
        (current, ".irbd"),
    ],
)
def test_a_look_alike_is_known_as_made(write, ending, tmp_path):
    write(tmp_path / f"file{ending}")
    found = read_measurements(tmp_path / f"file{ending}")
    assert found
    assert all(is_synthetic(one) for one in found)


def test_a_part_of_a_table_of_pulses_is_known_too(tmp_path):
    blockades(tmp_path / "file.csv")
    lines = (tmp_path / "file.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "part.csv").write_text("\n".join([lines[0], *reversed(lines[5:20])]), encoding="utf-8")
    assert all(is_synthetic(one) for one in read_measurements(tmp_path / "part.csv"))


def test_a_part_of_a_current_is_known_and_a_measured_one_is_not(tmp_path):
    current(tmp_path / "file.irbd")
    content = (tmp_path / "file.irbd").read_bytes()
    (tmp_path / "part.irbd").write_bytes(content[32 * 1000 : 32 * 9000])
    assert all(is_synthetic(one) for one in read_measurements(tmp_path / "part.irbd"))
    numbers = np.frombuffer(content, dtype="<f8").reshape(-1, 4).copy()
    numbers[:, 2:] = 0.0
    (tmp_path / "measured.irbd").write_bytes(numbers.tobytes())
    assert not any(is_synthetic(one) for one in read_measurements(tmp_path / "measured.irbd"))


def test_a_table_of_pulses_of_an_instrument_is_none(tmp_path):
    (tmp_path / "file.csv").write_text("Start Time,Magnitude,Baseline\n0.1,1,100\n0.2,1,100\n", encoding="utf-8")
    assert not any(is_synthetic(one) for one in read_measurements(tmp_path / "file.csv"))
