"""The reader of raw currents of the qNano (.irbd): the trace itself, in which pulses are found here.

The layout was read in the public scripts kaiwhata/qNano: rows of four little-endian doubles, of which the first is the time
and the second the current; no file of it was at hand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.pulses.beside import dilution_of, settings_beside
from exoforge.instruments.pulses.events import TRPS, completed, doubts
from exoforge.instruments.pulses.variables import SPECS
from exoforge.streams.measurement import Measurement

Array = NDArray[np.float64]
ROW = np.dtype([("time", "<f8"), ("current", "<f8"), ("third", "<f8"), ("fourth", "<f8")])
LARGEST = 1024 * 1024 * 1024
"""[bytes] of a file: about ten minutes at 50 000 per second."""
HEAD = 64
"""Rows by which a trace is recognised."""
STEPS = (1e-7, 1e-2)
"""[s] between which the time from one row to the next lies. A choice around the 50 000 per second of the public scripts."""
LARGEST_CURRENT = 1e6
"""[nA] beyond which it is no current of a pore. A choice."""
BLOCK = 0.2
"""[s] over which the baseline is a median; the window of the public scripts."""
THRESHOLD = 6.0
"""Standard deviations of the noise by which a pulse stands out. A choice."""
ROBUST = 1.4826
"""Median absolute deviation of a normal distribution to its standard deviation."""
PIECE = 1 << 20
"""Rows that are read at once."""
MADE = b"made by exoforge"
"""The letters that a look-alike has in place of the third and fourth number of every row."""


@final
class RawCurrent(Reader):
    """Reads raw currents and finds the pulses: dips of more than 6 standard deviations below the median of 0.2 s around them.

    The third and fourth number of each row are not understood; their range is kept as unread, or that they say who made the file.

    Assumes
    -------
    Times in s, currents in nA. A pulse is narrower than half of 0.2 s.
    """

    technique: ClassVar[str] = TRPS
    name: ClassVar[str] = "qnano-current"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "qNano raw currents (.irbd)"
    extensions: ClassVar[tuple[str, ...]] = (".irbd",)
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the first rows hold times in equal steps and currents that a pore can carry."""
        count = min(len(file.head) // ROW.itemsize, HEAD)
        if count < HEAD:
            return False
        rows = np.frombuffer(file.head[: count * ROW.itemsize], dtype=ROW)
        with np.errstate(all="ignore"):
            steps = np.diff(rows["time"])
            even = bool(np.isfinite(steps).all()) and STEPS[0] <= steps.min() and steps.max() <= min(STEPS[1], 1.01 * steps.min())
            return even and bool(np.isfinite(rows["current"]).all()) and 0 < float(np.abs(rows["current"]).max()) < LARGEST_CURRENT

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The one measurement of a trace.

        Raises
        ------
        FileError
            It is cut within a row, or holds times that do not increase or values that are no current.
        """
        if file.size % ROW.itemsize:
            raise FileError(f"'{file.path}' ends within a row of {ROW.itemsize} bytes ({file.size} bytes in all); it is cut off, copy it again.")
        time, current, others = _columns(file)
        found, baseline, noise = pulses_of(time, current)
        settings, unread = settings_beside(file.path)
        span = float(time[-1] - time[0])
        arrays = {**found, "acquisition_time": np.array([span]), "acquisition_events": np.array([float(found["time"].size)])}
        measured = Measurement(
            technique=self.technique,
            arrays=arrays,
            specs=SPECS,
            sample=str(settings.get("SampleName") or file.path.stem),
            instrument="qNano",
            settings={
                "recording": settings,
                "exoforge": {
                    "median baseline [A]": baseline,
                    "noise [A]": noise,
                    "rows": int(time.size),
                    "pulse": f"{THRESHOLD:g} times the noise below the baseline",
                },
            },
            unread=unread | others,
            dilution=dilution_of(settings),
        )
        measured = completed(measured)
        return (replace(measured, notices=(*doubts(measured), "The pulses were found here in the raw current, not by the instrument's software.")),)


def _columns(file: InstrumentFile) -> tuple[Array, Array, dict[str, str]]:
    count = file.size // ROW.itemsize
    time, current = np.empty(count), np.empty(count)
    ranges = {"third": [np.inf, -np.inf], "fourth": [np.inf, -np.inf]}
    with file.path.open("rb") as stream:
        for start in range(0, count, PIECE):
            rows = np.frombuffer(stream.read(PIECE * ROW.itemsize), dtype=ROW)
            time[start : start + rows.size], current[start : start + rows.size] = rows["time"], rows["current"]
            for name, held in ranges.items():
                held[0], held[1] = min(held[0], float(rows[name].min())), max(held[1], float(rows[name].max()))
    with np.errstate(all="ignore"):
        if not np.isfinite(time).all() or np.any(np.diff(time) <= 0):
            raise FileError(
                f"'{file.path}': its times do not increase; rows of time, current and two more numbers were expected. It is damaged, copy it again."
            )
        if not np.abs(current).max() < LARGEST_CURRENT:
            raise FileError(f"'{file.path}' holds values that are no current of a pore; rows of time and current were expected. It is damaged, copy it again.")
    if np.array(list(ranges.values()), dtype="<f8").T.tobytes() == 2 * MADE:
        return time, current, {"third and fourth number of every row": f"the letters '{MADE.decode()}'"}
    return time, current, {f"{name} number of every row": f"from {low:.6g} to {high:.6g}" for name, (low, high) in ranges.items()}


def pulses_of(time: Array, current: Array) -> tuple[dict[str, Array], float, float]:
    """The pulses of a trace, in SI, its median baseline and its noise [A].

    Parameters
    ----------
    time : (n,) [s] increasing, in even steps. current : (n,) [nA], of either sign.
    """
    sign = 1.0 if np.median(current) >= 0 else -1.0
    step = float(time[-1] - time[0]) / max(time.size - 1, 1)
    block = max(int(BLOCK / step), 8)
    starts = np.arange(0, time.size, block)
    middles = np.array([np.median(current[start : start + block]) for start in starts]) * sign
    base = np.interp(np.arange(time.size), np.minimum(starts + block / 2, time.size - 1), middles)
    below = base - sign * current
    noise = ROBUST * float(np.median(np.abs(below - np.median(below))))
    out = below > max(THRESHOLD * noise, 1e-12)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], out, [False]]).astype(np.int8)))
    first, last = edges[::2], edges[1::2]
    empty = {name: np.empty(0) for name in ("time", "magnitude", "duration", "half_width", "baseline", "relative_magnitude")}
    if not first.size:
        return empty, float(np.median(middles)) * 1e-9, noise * 1e-9
    depth = np.array([below[a:b].max() for a, b in zip(first, last, strict=True)])
    half = np.array([np.count_nonzero(below[a:b] >= top / 2) for a, b, top in zip(first, last, depth, strict=True)])
    found: dict[str, Array] = {
        "time": time[first],
        "magnitude": depth * 1e-9,
        "duration": np.asarray((last - first) * step, dtype=np.float64),
        "half_width": np.asarray(half * step, dtype=np.float64),
        "baseline": base[first] * 1e-9,
        "relative_magnitude": np.asarray(depth / np.where(base[first] > 0, base[first], np.nan), dtype=np.float64),
    }
    return found, float(np.median(middles)) * 1e-9, noise * 1e-9
