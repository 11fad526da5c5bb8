"""The reader of ZetaView profiles (``..._prof_...txt``): the zeta potential, from how particles move across the cell in an electric field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PureWindowsPath
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.nta.nanosight_sections import text_lines
from exoforge.instruments.nta.zetaview_head import Head, head_of_lines, numeric, value_of
from exoforge.instruments.nta.zetaview_notices import FEW_TRACES, checks
from exoforge.instruments.nta.zetaview_size import CHECKS, LARGEST_FILE, instrument_of, is_zetaview
from exoforge.instruments.nta.zetaview_variables import ZETAVIEW_SPECS
from exoforge.streams.measurement import Figure, Measurement

Array = NDArray[np.float64]
TECHNIQUE = "electrophoresis"
ARRAYS = ("profile_position", "profile_positive", "profile_negative", "profile_average", "profile_parabola")
"""The five columns of the table. Its heading has six words, because 'Parabola Fit' and 'ZP' name one."""
MOST_ROWS = 1000
ZETA, MOBILITY, FACTOR = "zeta potential / mv", "mobility /µm/s/v/cm", "zp factor"
MOBILITY_SI = 1e-8
"""[m2/(V s)] in one (µm/s)/(V/cm)."""
UNLIKELY = 0.1
"""[V] Beyond this a zeta potential in water is hardly seen; so it is told. A choice."""
AGREES = 2e-3
"""Share by which the zeta potential may differ from mobility times factor, and the fit from its formula. A choice."""


@final
class ZetaViewProfile(Reader):
    """Reads the zeta potential of one ZetaView run and the profile across the cell that it was taken from.

    The printed accuracy is that of a parabola through the profile; it is kept in the settings and is no interval of the sample.

    Assumes
    -------
    The layout of 8.06, read in 22 files of one instrument, each with a zero byte within every ``µm``.
    """

    technique: ClassVar[str] = TECHNIQUE
    name: ClassVar[str] = "zetaview-profile"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "ZetaView zeta potential profiles"
    extensions: ClassVar[tuple[str, ...]] = (".txt",)
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = LARGEST_FILE

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the head is that of a ZetaView run of the type Profile."""
        start = _text(file.head)
        return is_zetaview(start) and bool(re.search(r"Type of Measurement:\s*Profile", start))

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The zeta potential of one run.

        Raises
        ------
        FileError
            There is no zeta potential or no profile, or a row of the profile is cut or no number.
        """
        lines = list(text_lines(_text(file.data)))
        start = next((place for place, line in enumerate(lines) if line.startswith("Position\t")), None)
        if start is None:
            raise FileError(f"'{file.path}' is cut off: it begins as a ZetaView profile, but has no table of positions. Export it again.")
        head = head_of_lines([line for line in lines[:start] if line.strip() != "ZP Profile:"])
        zeta = value_of(head, ZETA)
        if zeta is None:
            raise FileError(f"'{file.path}' is a ZetaView profile without a number at 'Zeta Potential / mV'; export it again after the evaluation.")
        table = _table(lines[start + 1 :], start + 2, file)
        return (
            Measurement(
                technique=self.technique,
                arrays={name: table[:, column] for column, name in enumerate(ARRAYS)},
                specs=ZETAVIEW_SPECS,
                sample=head.values.get("sample") or PureWindowsPath(head.values.get("original file", "")).stem or file.path.stem,
                instrument=instrument_of(head),
                settings=dict(head.settings),
                flags={f"Checks/{key}": (head.settings["Head"][key],) for key in CHECKS if key in head.settings["Head"]},
                unread=head.unread,
                notices=tuple(_notices(head, table, zeta)),
                figures=tuple(_figures(head, zeta)),
            ),
        )


def _text(content: bytes) -> str:
    """The text without the zero bytes that the software leaves in it, UTF-8 or Latin-1."""
    plain = content.replace(b"\x00", b"")
    try:
        return plain.decode("utf-8-sig")
    except UnicodeDecodeError:
        return plain.decode("cp1252", errors="replace")


def _table(lines: list[str], first: int, file: InstrumentFile) -> Array:
    rows: list[list[float]] = []
    for place, line in enumerate(lines, start=first):
        cells = line.split()
        if not cells:
            continue
        values = [value for cell in cells if (value := numeric(cell)) is not None]
        if len(values) != len(ARRAYS) or len(cells) != len(ARRAYS):
            raise FileError(f"'{file.path}' is cut off or damaged at line {place}: {len(values)} numbers where a profile has {len(ARRAYS)}; export it again.")
        rows.append(values)
        if len(rows) > MOST_ROWS:
            raise FileError(f"'{file.path}' has more than {MOST_ROWS} rows in its profile; is this the right file?")
    if not rows:
        raise FileError(f"'{file.path}' is cut off: its profile has no rows. Export it again.")
    return np.array(rows)


def _figures(head: Head, zeta: float) -> Iterator[Figure]:
    yield Figure(name="zeta potential", value=zeta * 1e-3, unit="V", meaning="as the software prints it, of a parabola through the profile", source="printed")
    mobility, traces = value_of(head, MOBILITY), value_of(head, "number of traces")
    if mobility is not None:
        meaning = "as the software prints it, of a parabola through the profile"
        yield Figure(name="electrophoretic mobility", value=mobility * MOBILITY_SI, unit="m2/(V s)", meaning=meaning, source="printed")
    if traces is not None:
        yield Figure(name="valid tracks", value=traces, unit="", meaning="particles traced at all positions", source="printed")


def _notices(head: Head, table: Array, zeta: float) -> Iterator[str]:
    accuracy = value_of(head, "zp parabola fit accuracy / mv")
    if abs(zeta) * 1e-3 > UNLIKELY:
        fit = f"; its parabola fits to {accuracy:.1f} mV" if accuracy is not None else ""
        yield f"A zeta potential of {zeta:.0f} mV is hardly seen in water{fit}. Look at the profile before you use it."
    yield from checks(head)
    traces = value_of(head, "number of traces")
    if traces is not None and traces < FEW_TRACES:
        yield f"Only {traces:.0f} particles were traced at {len(table)} positions together: the profile stands on {traces / len(table):.0f} each."
    still = np.flatnonzero((table[:, 1] == 0) | (table[:, 2] == 0))
    if still.size:
        yield f"At {still.size} of {len(table)} positions one of the two voltages shows exactly 0: nothing was traced there, and the mean is halved."
    mobility, factor = value_of(head, MOBILITY), numeric(head.values.get(FACTOR, ""))
    if mobility is not None and factor is not None and abs(mobility * factor - zeta) > AGREES * abs(zeta) + 1e-3:
        yield f"The printed zeta potential is {zeta:.2f} mV, but mobility times factor is {mobility * factor:.2f} mV."
