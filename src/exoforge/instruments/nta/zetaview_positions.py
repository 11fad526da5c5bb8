"""The reader of ZetaView tables of positions (``..._11pos.txt``): one row for each place in the cell, and what the software left out."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.nta.number_table import head_of
from exoforge.instruments.nta.variables import PER_ML
from exoforge.instruments.nta.zetaview_head import numeric
from exoforge.instruments.nta.zetaview_size import LARGEST_FILE
from exoforge.instruments.nta.zetaview_variables import ZETAVIEW_SPECS
from exoforge.streams.measurement import Dilution, Figure, Measurement

Array = NDArray[np.float64]
COLUMNS = {
    "Position": ("position", 1.0),
    "Mean Int.": ("position_intensity", 1.0),
    "Av. No of Particles": ("position_particles", 1.0),
    "Conc. (p./mL)": ("position_concentration", PER_ML),
    "Orig. Conc. (p./cm^3)": ("position_stock_concentration", PER_ML),
    "No. of Traces": ("position_traces", 1.0),
    "X50 (nm)": ("position_x50", 1e-9),
    "Peak ø (nm)": ("position_peak", 1e-9),
    "Span": ("position_span", 1.0),
    "Drift (µm/s)": ("position_drift", 1e-6),
}
USE, REMOVAL = "Use", "Removal"
NEEDED = (USE, "Position", "Conc. (p./mL)", "No. of Traces", "X50 (nm)", REMOVAL)
SUMMARY = ("Mean", "St.Dev.", "Rel.St.Dev.")
WITHOUT_TRACES = ("position_x50", "position_peak", "position_span")
MOST_POSITIONS = 1000
PARTS = "The positions are places in one filling of the cell: how they differ is no repeat and no uncertainty of the sample."


@final
class ZetaViewPositions(Reader):
    """Reads the table of positions of one ZetaView run.

    The file has no head: sample, settings and software are not in it. The means are formed of the positions that the software
    used, as its own row ``Mean`` is. Sizes of a position without traces (5997.5 nm, 0) are placeholders and undefined here.

    Assumes
    -------
    The layout of 8.06, read in 52 files of one instrument. ``Orig. Conc.`` over ``Conc.`` is the dilution.
    """

    technique: ClassVar[str] = "nta"
    name: ClassVar[str] = "zetaview-positions"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "ZetaView tables of positions"
    extensions: ClassVar[tuple[str, ...]] = (".txt",)
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = LARGEST_FILE

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the head names positions that were used or removed."""
        return {USE, "Position", REMOVAL, "No. of Traces"} <= set(head_of(file.start).cells)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The positions of one run.

        Raises
        ------
        FileError
            A column is absent, a row is cut or no number, something is below 0, or there are no positions or too many.
        """
        lines = [line for line in file.text.splitlines() if line.strip()]
        titles = [cell.strip() for cell in lines[0].lstrip("\ufeff").split("\t")]
        absent = next((name for name in NEEDED if titles.count(name) != 1), None)
        if absent is not None:
            raise FileError(f"'{file.path}' has no column '{absent}', or has it twice; found {', '.join(titles)}. Export it again from ZetaView.")
        rows = [[cell.strip() for cell in line.split("\t")] for line in lines[1:]]
        for place, row in enumerate(rows, start=2):
            if len(row) != len(titles):
                raise FileError(f"'{file.path}' is cut off or damaged at row {place}: {len(row)} cells where the head has {len(titles)}; export it again.")
        where = titles.index("Position")
        printed = {row[where]: dict(zip(titles, row, strict=True)) for row in rows if row[where] in SUMMARY}
        positions = [row for row in rows if row[where] not in SUMMARY]
        if not 1 <= len(positions) <= MOST_POSITIONS:
            raise FileError(f"'{file.path}' holds {len(positions)} positions; expected 1 to {MOST_POSITIONS}. Export it again.")
        arrays = _arrays(positions, titles, file)
        texts = {title: tuple(row[column] for row in positions) for column, title in enumerate(titles)}
        factor = _dilution(texts) if "Orig. Conc. (p./cm^3)" in titles else None
        return (
            Measurement(
                technique=self.technique,
                arrays=arrays,
                specs=ZETAVIEW_SPECS,
                sample=re.sub(r"_\d*pos$", "", file.path.stem),
                instrument="ZetaView, software version not stated",
                settings={"Positions": texts} | {f"Positions, {name}": row for name, row in printed.items()},
                flags={"Positions/Removal": texts[REMOVAL]},
                unread={title: " ".join(texts[title]) for title in titles if title not in {USE, REMOVAL, *COLUMNS}},
                notices=tuple(_notices(arrays, texts, printed, factor)),
                figures=tuple(_figures(arrays)),
                dilution=Dilution(factor=factor, applied=False, source="the file" if factor else ""),
            ),
        )


def _arrays(positions: list[list[str]], titles: list[str], file: InstrumentFile) -> dict[str, Array]:
    arrays = {"position_used": np.array([float(bool(row[titles.index(USE)])) for row in positions])}
    for title, (name, factor) in COLUMNS.items():
        if title not in titles:
            continue
        column = titles.index(title)
        values = [numeric(row[column]) for row in positions]
        wrong = next((row[column] for row, value in zip(positions, values, strict=True) if value is None or value < 0), None)
        if wrong is not None:
            raise FileError(f"'{file.path}': '{wrong}' in the column '{title}'; expected a number of 0 or above in every position. Export it again.")
        arrays[name] = np.array([value for value in values if value is not None]) * factor
    none = arrays["position_traces"] == 0
    return {name: np.where(none, np.nan, array) if name in WITHOUT_TRACES else array for name, array in arrays.items()}


def _dilution(texts: dict[str, tuple[str, ...]]) -> float | None:
    """The roundest factor that fits the two columns of concentration in every position, each printed with two digits; None where none fits."""
    low, high = 0.0, math.inf
    for cell, stock in zip(texts["Conc. (p./mL)"], texts["Orig. Conc. (p./cm^3)"], strict=True):
        one, other = numeric(cell), numeric(stock)
        if one and other:
            half, stock_half = (0.05 * 10.0 ** math.floor(math.log10(value)) for value in (one, other))
            low, high = max(low, (other - stock_half) / (one + half)), min(high, (other + stock_half) / (one - half))
    if not 0 < low <= high < math.inf:
        return None
    for digits in range(1, 7):
        unit = 10.0 ** (math.floor(math.log10(high)) - digits + 1)
        fits = math.floor(high / unit) * unit
        if fits >= low:
            return round(fits, 6) if fits >= 1 else None
    return None


def _figures(arrays: dict[str, Array]) -> Iterator[Figure]:
    used = arrays["position_used"] > 0
    count = int(used.sum())
    if not count:
        return
    rule = f"of the {count} positions that the software used, which are parts of one filling and no repeats"
    concentration = float(arrays["position_concentration"][used].mean())
    yield Figure(name="valid tracks", value=float(arrays["position_traces"][used].sum()), unit="", meaning=f"sum {rule}", source="computed")
    yield Figure(name="concentration", value=concentration, unit="particles/m3", meaning=f"in the cell, mean {rule}", source="computed")
    medians = arrays["position_x50"][used]
    if np.isfinite(medians).all():
        yield Figure(name="D50", value=float(medians.mean()), unit="m", meaning=f"mean of the printed X50 {rule}", source="computed")


def _notices(arrays: dict[str, Array], texts: dict[str, tuple[str, ...]], printed: dict[str, dict[str, str]], factor: float | None) -> Iterator[str]:
    used = arrays["position_used"] > 0
    reasons = Counter(reason or "no reason" for reason, kept in zip(texts[REMOVAL], used, strict=True) if not kept)
    if reasons:
        said = ", ".join(f"{number} for '{reason}'" for reason, number in reasons.most_common())
        yield f"The software left out {int((~used).sum())} of {used.size} positions: {said}."
    if not used.any():
        yield "It used no position at all: the printed means of 0 are no measurement."
    yield PARTS
    if factor is not None and factor > 1:
        yield (
            f"'Conc.' is that in the cell and 'Orig. Conc.' the same times the dilution, which must be 1:{factor:g}; "
            "mL and cm^3 in their titles are one unit, so the titles hide the difference."
        )
    mean = numeric(printed.get("Mean", {}).get("No. of Traces", ""))
    if used.any() and mean is not None and abs(mean - arrays["position_traces"][used].mean()) > 0.051:
        yield f"The printed mean number of traces is {mean:g}, but the positions used give {arrays['position_traces'][used].mean():.1f}."
