"""Look-alike ZetaView files of known truth, clearly marked as made by exoforge: for tests, examples and teaching."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.disk import write_atomically
from exoforge.base.errors import SettingError
from exoforge.instruments.nta import layout
from exoforge.instruments.nta.zetaview_table import AREA, CONCENTRATION, NUMBER, SIZE, VOLUME, median_at_labels
from exoforge.instruments.nta.zetaview_virtual import EVEN_BINS
from exoforge.streams.measurement import Measurement

Array = NDArray[np.float64]
REMARK = f"{layout.SYNTHETIC} in the layout of ZetaView 8.05; not measured"
SOFTWARE = "ZetaView (version 8.05.16 SP3 as imitated by exoforge)"
RATIO_BINS = 4.683e-9 * (6025.0 / 4.683) ** (np.arange(200) / 199.0)
"""[m] Labels of the 200 bins of equal ratio of the real files."""
SEPARATOR = (-1.0, -1.0, -1.0, -1.0, 0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class ZetaLook:
    """How a look-alike looks.

    Parameters
    ----------
    decimal : the decimal mark, ``,`` or ``.``, as the computer's language has it.
    drift_checked, cell_checked : dates of the checks; ``1904-01-01 01:00:00`` for never. drift_result, cell_result : what they said.
    """

    decimal: str = "."
    drift_checked: str = "2024-01-01 08:30:00"
    drift_result: str = "Good"
    cell_checked: str = "2024-01-01 08:30:00"
    cell_result: str = "Very Good"


def write_zetaview(measured: Measurement, path: Path, *, look: ZetaLook | None = None) -> None:
    """Write the first run of a measurement as a look-alike, in Latin-1 as the software does; arguments and refusals as `zetaview_text`.

    Raises
    ------
    FileError
        The file cannot be written.
    """
    write_atomically(path, zetaview_text(measured, look=look).encode("latin-1", errors="replace"))


def zetaview_text(measured: Measurement, *, look: ZetaLook | None = None) -> str:
    """The text of a look-alike of the first run of a measurement.

    Parameters
    ----------
    measured : with `traces` and `concentration` on the 1200 even bins, `stated_dilution`, `temperature`, `viscosity` and `particles_per_frame`.

    Raises
    ------
    SettingError
        The measurement is on other bins, the decimal mark is neither comma nor point, or the sample holds a tab or line break.
    """
    look = look or ZetaLook()
    bins, traces = measured.arrays.get("bin_diameter", np.empty(0)), measured.arrays.get("traces")
    if traces is None or bins.shape != EVEN_BINS.shape or not np.allclose(bins, EVEN_BINS, rtol=1e-9, atol=0):
        raise SettingError(f"A ZetaView look-alike needs traces on 1200 bins of 5 nm; found {bins.size} bins{'' if traces is not None else ' and no traces'}.")
    if look.decimal not in (",", "."):
        raise SettingError(f"The decimal mark '{look.decimal}' is neither ',' nor '.'.")
    if any(mark in measured.sample for mark in "\t\r\n"):
        raise SettingError(f"The sample {measured.sample!r} holds a tab or line break; leave it out.")
    counts, curve = np.rint(traces[:, 0]), measured.arrays["concentration"][:, 0]
    lines = _head(measured, counts, curve, look)
    lines.append("\t".join((SIZE, NUMBER, CONCENTRATION, VOLUME, AREA)))
    if counts.any():
        lines += [_row(row, look) for row in _rows(EVEN_BINS, counts, curve)]
        lines.append(_row(SEPARATOR, look))
        place = np.clip(np.rint(np.log(EVEN_BINS / RATIO_BINS[0]) / np.log(RATIO_BINS[1] / RATIO_BINS[0])), 0, RATIO_BINS.size - 1).astype(np.intp)
        sums = [np.bincount(place, weights=values, minlength=RATIO_BINS.size).astype(np.float64) for values in (counts, curve)]
        lines += [_row(row, look) for row in _rows(RATIO_BINS, *sums)]
    else:
        lines.append(_row(SEPARATOR, look))
    return "\r\n".join(lines) + "\r\n"


def _rows(labels: Array, counts: Array, curve: Array) -> Array:
    nm = labels * 1e9
    return np.column_stack([nm, counts, curve / 1e6, counts * np.pi / 6.0 * nm**3, counts * np.pi / 4.0 * nm**2])


def _row(values: Array | tuple[float, ...], look: ZetaLook) -> str:
    cells = []
    for value in values:
        mantissa, exponent = f"{value:.3E}".split("E")
        cells.append(f"{mantissa.replace('.', look.decimal)}E{int(exponent):+d}")
    return "\t".join(cells)


def _head(measured: Measurement, counts: Array, curve: Array, look: ZetaLook) -> list[str]:
    def plain(value: float) -> str:
        return f"{value:.6f}".replace(".", look.decimal)

    def first(name: str) -> float:
        return float(measured.arrays[name][0])

    weights = (counts, curve, counts * EVEN_BINS**3)
    d50 = [plain(median_at_labels(EVEN_BINS, weight) * 1e9 if counts.any() else 0.0) for weight in weights]
    found = f"Number of Traces:\t{counts.sum():.0f}\t(at {plain(0.1)})\tAverage Number of Particles:\t{plain(first('particles_per_frame'))}"
    return [
        f"Original File:\tC:\\{measured.sample}_size_488.avi\tSection:\t{plain(0.1)} [0]",
        "Operator:\texoforge",
        "Experiment:\tsynthetic",
        "ZetaView S/N:\t00-000",
        f"Software:\t{SOFTWARE}\tAnalyze:\texoforge",
        f"Sample:\t{measured.sample}",
        f"pH:\t{plain(7.0)}\tentered",
        f"Conductivity: {plain(15000.0)}\tsensed",
        f"Temperature:\t{plain(first('temperature') - 273.15)}\tsensed",
        f"Viscosity:\t{plain(first('viscosity') * 1e3)}",
        "Date:\t2024-01-01",
        "Time:\t09:00:00",
        f"General Remarks:\t{REMARK}",
        "Remarks:\t",
        f"Particle Drift Checked:\t{look.drift_checked}",
        f"Particle Drift Check Result:\t{look.drift_result}",
        f"Cell Checked:\t{look.cell_checked}",
        f"Cell Check Result:\t{look.cell_result}",
        "Type of Measurement:\tSize Distribution",
        f"{found}\tDilution::\t{plain(first('stated_dilution'))}",
        "Image Evaluation:",
        "Minimum Tracelength:\t15",
        f"Camera:\tFpSec 30 #Cycles 1 FRate {plain(first('frame_rate'))}",
        f"Sensitivity:\t{plain(80.0)}",
        "Camera Trigger Delay µs:\t0",
        f"Laser Wavelength nm:\t{plain(488.0)}",
        f"Results (Pos {plain(0.1)}):",
        f"Median Number (D50):\t{d50[0]}",
        f"Median Concentration (D50):\t{d50[1]}",
        f"Median Volume (D50):\t{d50[2]}",
        "Size Distribution",
    ]
