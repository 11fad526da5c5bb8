"""Look-alike files of resistive pulses of known truth, clearly marked as made by exoforge: for tests, examples and teaching."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.disk import write_atomically
from exoforge.base.errors import SettingError
from exoforge.instruments.extra import lab
from exoforge.instruments.pulses.trace import MADE, ROW
from exoforge.streams.measurement import Measurement

REMARK = "Synthetic: made by exoforge; not measured"
COLUMN = "Synthetic: made by exoforge"
"""Heading of a column that holds 1 for every pulse of a look-alike of a blockade table, which has no room for remarks."""
HEADINGS = ("Start Time", "Duration", "FWHM Start Time", "Duration FWHM", "Time of Maximum", "Magnitude", "Baseline", "Signal RMS", "Blockade Orientation")
PULSE_WIDTH = 0.2e-3
"""[s] of every pulse of a look-alike. A choice."""
SAMPLES = 500_000
"""Samples of one acquisition of a look-alike."""
SCALE = 40.0
"""Signal over noise at 100 nm in a look-alike. A choice."""


def _with(measured: Measurement, *names: str) -> None:
    missing = [name for name in names if name not in measured.arrays]
    if missing:
        raise SettingError(f"A look-alike of pulses needs {', '.join(names)}; the measurement lacks {', '.join(missing)}.")


def blockade_text(measured: Measurement, *, mark: str = ",", comma: bool = False) -> str:
    """The text of a look-alike of a blockade table, with one column more that says so.

    Parameters
    ----------
    measured : with time, magnitude and baseline of pulses. mark : between cells. comma : whether decimals are written with a comma.

    Raises
    ------
    SettingError
        Something is missing.
    """
    _with(measured, "time", "magnitude", "baseline")
    rows = zip(measured.arrays["time"], measured.arrays["magnitude"] * 1e9, measured.arrays["baseline"] * 1e9, strict=True)
    width = PULSE_WIDTH * 1e3
    lines = [mark.join((*HEADINGS, COLUMN))]
    for start, depth, base in rows:
        cells = (start, 2 * width, start, width, start + width * 1e-3, depth, base, 0.01, 1, 1)
        lines.append(mark.join(f"{cell:.9g}".replace(".", "," if comma else ".") for cell in cells))
    return "\r\n".join(lines) + "\r\n"


def write_irbd(measured: Measurement, path: Path, *, rate: float = 50_000.0, noise: float = 0.02e-9, rng: np.random.Generator) -> None:
    """Write a look-alike of a raw current: a flat baseline with noise and a dip of half a cosine for every pulse.

    The third and fourth number of every row are the letters ``made by exoforge``, by which the file is known whatever is cut from it.

    Parameters
    ----------
    measured : with time, magnitude, baseline of pulses. rate : [1/s] rows. noise : [A] standard deviation.

    Raises
    ------
    SettingError
        Something is missing.
    FileError
        The file cannot be written.
    """
    _with(measured, "time", "magnitude", "baseline")
    last = float(measured.arrays["time"].max(initial=0.0)) + 0.5
    time = np.arange(0.0, last, 1.0 / rate)
    current = measured.arrays["baseline"][0] * 1e9 + noise * 1e9 * rng.standard_normal(time.size)
    shape = np.sin(np.linspace(0.0, np.pi, max(int(2 * PULSE_WIDTH * rate), 3)))
    for start, depth in zip(measured.arrays["time"], measured.arrays["magnitude"] * 1e9, strict=True):
        place = int(start * rate)
        current[place : place + shape.size] -= depth * shape[: current.size - place]
    rows = np.empty(time.size, dtype=ROW)
    rows["time"], rows["current"] = time, current
    rows["third"], rows["fourth"] = np.frombuffer(MADE, dtype="<f8")
    write_atomically(path, rows.tobytes())


def write_spectradyne(measured: Measurement, path: Path, *, noise_events: int = 0, compression: str | None = None) -> None:
    """Write a look-alike of a Spectradyne file, one group per acquisition.

    Parameters
    ----------
    measured : with diameter, time and acquisition of pulses, and time and volume of the acquisitions; signal over noise follows the volume of
        a particle. noise_events : pulses in each acquisition that look like noise. compression : of the tables, such as ``gzip``.

    Raises
    ------
    SettingError
        Something is missing.
    FileError
        The file cannot be written, or the library for it is not installed.
    """
    _with(measured, "diameter", "time", "acquisition", "acquisition_time", "acquisition_volume")
    h5py = lab("h5py", what="Spectradyne HDF5 files")
    kinds = [("pk_index", "<i8"), ("pk_width", "<f8"), ("pk_sym", "<f8"), ("pk_sn", "<f8")]
    held = measured.arrays
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as root:
        root.attrs["remark"] = REMARK
        starts = np.concatenate([[0.0], np.cumsum(held["acquisition_time"])[:-1]])
        for place, (start, seconds, volume) in enumerate(zip(starts, held["acquisition_time"], held["acquisition_volume"], strict=True), start=1):
            mine = held["acquisition"] == place
            count = int(mine.sum())
            table = np.zeros(count + noise_events, dtype=kinds)
            table["pk_index"][:count] = np.round((held["time"][mine] - start) / seconds * SAMPLES)
            table["pk_width"] = 5.0
            table["pk_sym"] = 0.5
            table["pk_sn"] = 2.0
            table["pk_sn"][:count] = _signal(held["diameter"][mine])
            group = root.create_group(f"data/acquisition_{place:03d}")
            group.attrs.update({"acqtime": seconds, "n_samp": SAMPLES, "measured_volume": volume * 1e6, "diameterScalingFactor": 1.0})
            group.attrs["setPs"] = np.array([1.0, 2.0, 3.0])
            group.attrs["cartridge_class"] = "C-400"
            group.create_dataset("pks", data=table, compression=compression, chunks=(max(table.size, 1),) if compression else None)
    write_atomically(path, buffer.getvalue())


def _signal(diameter: NDArray[np.float64]) -> NDArray[np.float64]:
    return SCALE * (diameter / 100e-9) ** 3
