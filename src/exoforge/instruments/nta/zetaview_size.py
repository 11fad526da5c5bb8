"""The reader of ZetaView size distributions, as the software 8.05 and 8.06 writes them as text."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path, PureWindowsPath
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.nta.nanosight_sections import text_lines
from exoforge.instruments.nta.zetaview_head import Head, head_of_lines, stated_dilution, value_of
from exoforge.instruments.nta.zetaview_notices import notices_of_run
from exoforge.instruments.nta.zetaview_table import AREA, CONCENTRATION, NUMBER, VOLUME, Grid, Table, is_title, table_of
from exoforge.instruments.nta.zetaview_variables import ZETAVIEW_SPECS
from exoforge.instruments.summaries import of_distributions
from exoforge.streams.measurement import Dilution, Distribution, Figure, Measurement

Array = NDArray[np.float64]
LARGEST_FILE = 4 * 1024 * 1024
"""[bytes] The real files have 66 kB, because their bins are always the same."""
CHECKS = ("Particle Drift Check Result", "Particle Drift Checked", "Cell Check Result", "Cell Checked")
GRID = (
    "The distribution is that of the even bins: their edges are known and the software takes its medians from them. "
    "The bins of equal ratio hold the same traces again, between edges that no file states; they are kept as log_ arrays and added to nothing."
)
MEDIANS = {"Median Number (D50)": NUMBER, "Median Concentration (D50)": CONCENTRATION, "Median Volume (D50)": VOLUME}
"""The printed medians, and the column from which the software takes each."""


def is_zetaview(start: str) -> bool:
    """Whether a text begins as those of ZetaView do."""
    return "zetaview s/n:" in start.casefold() or "\tzetaview (version" in start.casefold()


@final
class ZetaViewSize(Reader):
    """Reads the size distribution of one ZetaView run.

    The concentrations are those in the cell; the dilution that the file states is not applied to them.
    ``Number`` are particles traced, summed over the positions and cycles of the run. Volume and area are kept as arrays whose meaning says what they are.

    Assumes
    -------
    The layout of 8.05 and 8.06: read in 59 files of three instruments, with decimal comma and point, six of them empty runs.
    """

    technique: ClassVar[str] = "nta"
    name: ClassVar[str] = "zetaview-size"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "ZetaView size distributions"
    extensions: ClassVar[tuple[str, ...]] = (".txt",)
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = LARGEST_FILE

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the head is that of a ZetaView run which is no profile."""
        return is_zetaview(file.start) and not re.search(r"Type of Measurement:\s*Profile", file.start)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurement of one run.

        Raises
        ------
        FileError
            There is no size table, a row of it is cut or no number, its bins are of no known kind, or it holds fewer traces than the file states.
        """
        lines = text_lines(file.text)
        places = count(1)
        before: list[str] = []
        title = None
        for line in lines:
            next(places)
            if is_title(line):
                title = line
                break
            if line.strip() != "Size Distribution":
                before.append(line)
        if title is None:
            raise FileError(f"'{file.path}' is cut off: it begins as a ZetaView file, but has no size table (a line with 'Size / nm'). Export it again.")
        table = table_of(title, zip(places, lines, strict=False), file.path)
        head = head_of_lines(before)
        _whole(table, head, file.path)
        return (_measurement(head, table, file.path),)


def _whole(table: Table, head: Head, path: Path) -> None:
    """Refuse a file whose end is lacking: both sets of bins hold every trace that the head states."""
    stated = value_of(head, "number of traces")
    sums = [float(grid.columns[NUMBER].sum()) for grid in (table.even, table.ratio) if grid is not None]
    expected = max([*sums, stated or 0.0])
    if any(total < expected for total in sums) or (stated and not sums):
        least = min(sums, default=0.0)
        raise FileError(f"'{path}' is cut off or damaged: its size table holds {least:g} traces where {expected:g} are stated; export it again.")


def _measurement(head: Head, table: Table, path: Path) -> Measurement:
    grid = table.even or table.ratio
    traces = float(grid.columns[NUMBER].sum()) if grid else (value_of(head, "number of traces") or 0.0)
    distributions = (
        (Distribution(label="run", edges=grid.edges, amount=grid.columns[CONCENTRATION], unit="particles/m3", counted=traces),) if grid is not None else ()
    )
    dilution = Dilution(factor=stated_dilution(head), applied=False, source="the file")
    values = head.values
    settings: dict[str, dict[str, object]] = {section: dict(texts) for section, texts in head.settings.items()}
    return Measurement(
        technique="nta",
        arrays=_arrays(head, table),
        specs=ZETAVIEW_SPECS,
        sample=values.get("sample") or PureWindowsPath(values.get("original file", "")).stem or path.stem,
        instrument=instrument_of(head),
        settings=settings | {"exoforge": {"grid": GRID}},
        flags={f"Checks/{key}": (head.settings["Head"][key],) for key in CHECKS if key in head.settings["Head"]},
        unread=head.unread,
        notices=tuple(notices_of_run(head, table, MEDIANS)),
        figures=(*_printed(head, traces), *of_distributions(distributions, repeat="run")),
        distributions=distributions,
        dilution=dilution,
    )


def instrument_of(head: Head) -> str:
    """The instrument and its software, as the head names them."""
    serial = next((text for key, text in head.values.items() if key == "zetaview s/n"), "")
    software = head.values.get("software", "") or "software version not stated"
    return f"ZetaView {serial}, {software}".replace("ZetaView ,", "ZetaView,")


def _printed(head: Head, traces: float) -> list[Figure]:
    found = [Figure(name="valid tracks", value=traces, unit="", meaning="particles traced, summed over the positions and cycles of the run", source="printed")]
    for key, kind in (("Median Number (D50)", "number"), ("Median Volume (D50)", "volume of the traces")):
        value = value_of(head, key.casefold())
        if value:
            meaning = "'Median (D50)' of the software, read at the labels of its bins: half a bin less than at their edges"
            found.append(Figure(name=f"D50 by {kind.split(' ')[0]}, printed", value=value * 1e-9, unit="m", meaning=meaning, source="printed"))
    return found


def _arrays(head: Head, table: Table) -> dict[str, Array]:
    arrays: dict[str, Array] = {}
    for grid, prefix, axis in ((table.even, "", "bin_diameter"), (table.ratio, "log_", "log_bin_diameter")):
        if grid is not None:
            arrays[axis] = grid.labels
            arrays |= {prefix + name: column[:, np.newaxis] for name, column in _columns(grid)}
    if table.even is not None:
        arrays["total_concentration"] = arrays["concentration"].sum(axis=0)
    stated = {
        "temperature": (value_of(head, "temperature"), 1.0, 273.15),
        "viscosity": (value_of(head, "viscosity"), 1e-3, 0.0),
        "frame_rate": (rate_of(head), 1.0, 0.0),
        "particles_per_frame": (value_of(head, "average number of particles"), 1.0, 0.0),
        "valid_tracks": (value_of(head, "number of traces"), 1.0, 0.0),
        "stated_dilution": (value_of(head, "dilution"), 1.0, 0.0),
    }
    return arrays | {name: np.array([value * factor + offset]) for name, (value, factor, offset) in stated.items() if value is not None}


def _columns(grid: Grid) -> list[tuple[str, Array]]:
    names = {NUMBER: "traces", CONCENTRATION: "concentration", VOLUME: "bin_volume", AREA: "bin_area"}
    return [(name, grid.columns[title]) for title, name in names.items() if title in grid.columns]


def rate_of(head: Head) -> float | None:
    """Frames per second, from the line of the camera."""
    found = re.search(r"FRate\s+([0-9.,]+)", head.values.get("camera", ""))
    return float(found.group(1).replace(",", ".")) if found and found.group(1).replace(",", ".").count(".") <= 1 and found.group(1)[0].isdigit() else None
