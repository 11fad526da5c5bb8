"""The reader of raw currents: the pulses that were put in come out."""

import numpy as np
import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import read_measurement
from exoforge.instruments.pulses import RawCurrent, TrpsVirtual, write_irbd
from exoforge.instruments.pulses.trace import pulses_of
from tests.instruments.as_file import as_file
from tests.instruments.dls.samples import one_size


def rows(time, current):
    return np.column_stack([time, current, np.ones(time.size), np.full(time.size, 2.0)]).astype("<f8").tobytes()


TIME = np.arange(0, 0.02, 2e-5)


def test_pulses_of_beads_are_found_with_their_depth(tmp_path):
    measured = TrpsVirtual(workable_rate=20.0, seconds=5.0).observe(one_size(200e-9))
    write_irbd(measured, tmp_path / "file.irbd", noise=0.002e-9, rng=np.random.default_rng(7))
    found = read_measurement(tmp_path / "file.irbd")
    assert found.arrays["time"].size == measured.arrays["time"].size
    assert found.arrays["time"] == pytest.approx(measured.arrays["time"], abs=2e-4)
    assert found.arrays["magnitude"] == pytest.approx(measured.arrays["magnitude"], rel=0.02)
    assert found.arrays["baseline"] == pytest.approx(100e-9, rel=1e-3)
    assert found.unread == {"third and fourth number of every row": "the letters 'made by exoforge'"}
    assert any("found here in the raw current" in one for one in found.notices)


def test_a_current_of_the_other_sign_dips_towards_zero():
    current = np.full(TIME.size, -100.0) + np.tile([0.01, -0.01], TIME.size // 2)
    current[500:510] += 1.0
    found, baseline, _ = pulses_of(TIME, current)
    assert found["magnitude"] == pytest.approx([1.0e-9], rel=0.03)
    assert baseline == pytest.approx(100e-9, rel=1e-3)


def test_the_range_of_numbers_that_are_not_understood_is_kept(tmp_path):
    (tmp_path / "file.irbd").write_bytes(rows(TIME, np.full(TIME.size, 50.0)))
    assert read_measurement(tmp_path / "file.irbd").unread == {
        "third number of every row": "from 1 to 1",
        "fourth number of every row": "from 2 to 2",
    }


def test_a_flat_current_has_no_pulse():
    found, _, noise = pulses_of(TIME, np.full(TIME.size, 50.0))
    assert found["time"].size == 0
    assert noise == 0.0


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (rows(TIME, np.full(TIME.size, 50.0))[:-8], "ends within a row"),
        (rows(np.append(TIME[:-1], 0.0), np.full(TIME.size, 50.0)), "do not increase"),
        (rows(TIME, np.append(np.full(TIME.size - 1, 50.0), 1e300)), "no current of a pore"),
        (rows(TIME, np.append(np.full(TIME.size - 1, 50.0), np.nan)), "no current of a pore"),
    ],
)
def test_what_is_cut_or_absurd_is_refused(content, match, tmp_path):
    (tmp_path / "file.irbd").write_bytes(content)
    with pytest.raises(FileError, match=match) as refusal:
        read_measurement(tmp_path / "file.irbd")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 8192,
        bytes(range(256)) * 32,
        rows(TIME[:50], np.full(50, 1.0)),
        rows(TIME * 0, np.ones(TIME.size)),
        rows(TIME, np.zeros(TIME.size)),
        b"text " * 2000,
    ],
)
def test_other_files_are_left_alone(content):
    assert not RawCurrent().sniff(as_file(content))
