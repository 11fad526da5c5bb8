"""The size table of a ZetaView text file: the same traces in even bins and again in bins of equal ratio, with a row of -1 between."""

from __future__ import annotations

from array import array as CompactArray
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.nta.nanosight_sections import LARGEST
from exoforge.instruments.nta.variables import PER_ML

Array = NDArray[np.float64]
SIZE, NUMBER, CONCENTRATION, VOLUME, AREA = "Size / nm", "Number", "Concentration / cm-3", "Volume / nm^3", "Area / nm^2"
NEEDED = (SIZE, NUMBER, CONCENTRATION)
FACTORS = {SIZE: 1e-9, NUMBER: 1.0, CONCENTRATION: PER_ML, VOLUME: 1e-27, AREA: 1e-18}
ROUNDING = 0.6e-3
"""Share by which a label may stray: the software prints four digits, so 1002.5 stands as 1002 and the bins look uneven."""
RATIO_SPREAD = 2e-3
"""Share by which the ratio of neighbouring labels may vary in bins of equal ratio, printed with four digits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """One set of bins.

    Parameters
    ----------
    labels : (n_bin,) [m] as the software means them, its rounding undone where the bins are even.
    edges : (n_bin + 1,) [m]. columns : (n_bin,) each, in SI, by the file's title.
    """

    labels: Array
    edges: Array
    columns: dict[str, Array]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Both sets of bins; each is None where the file lacks it, and both are in an empty run."""

    even: Grid | None
    ratio: Grid | None


def is_title(line: str) -> bool:
    """Whether a line is the heading of the size table."""
    return SIZE in line and NUMBER in line


def table_of(title: str, rows: Iterable[tuple[int, str]], path: Path) -> Table:
    """The table below its heading.

    Parameters
    ----------
    rows : number and text of each line below.

    Raises
    ------
    FileError
        A column is absent, a row is cut or no number, something is below 0, the bins are of no known kind, or there are two of one kind.
    """
    titles = [cell.strip() for cell in title.rstrip().split("\t")]
    absent = next((name for name in NEEDED if titles.count(name) != 1), None)
    if absent is not None:
        raise FileError(f"'{path}' has no column '{absent}' in its size table, or has it twice; found {', '.join(titles)}. Export it again from ZetaView.")
    numbers, places = CompactArray("d"), CompactArray("q")
    for place, line in rows:
        plain = line.strip()
        if not plain:
            continue
        cells = plain.replace(",", ".").split("\t")
        try:
            values = [*map(float, cells)]
        except ValueError:
            begins = " ".join(plain[:60].split())
            raise FileError(f"'{path}' is cut off or damaged at line {place}: '{begins}' is no row of the size table; export it again.") from None
        if len(values) != len(titles):
            raise FileError(f"'{path}' is cut off or damaged at line {place}: {len(values)} values where the size table has {len(titles)}; export it again.")
        numbers.extend(values)
        places.append(place)
    whole = np.frombuffer(numbers, dtype=np.float64).reshape(-1, len(titles)) if places else np.empty((0, len(titles)))
    separators = np.flatnonzero(whole[:, titles.index(SIZE)] == -1.0)
    _check(whole, separators, places, titles, path)
    found: dict[str, Grid] = {}
    for rows_between in np.split(np.arange(len(places)), separators):
        inside = rows_between[~np.isin(rows_between, separators)]
        if inside.size:
            kind, grid = _grid({name: whole[inside, column] * FACTORS.get(name, 1.0) for column, name in enumerate(titles)}, path)
            if kind in found:
                raise FileError(f"'{path}' holds its {kind} bins twice; export it again.")
            found[kind] = grid
    return Table(even=found.get("even"), ratio=found.get("ratio"))


def _check(whole: Array, separators: NDArray[np.intp], places: CompactArray[int], titles: list[str], path: Path) -> None:
    inside = np.ones(len(whole), dtype=bool)
    inside[separators] = False
    wrong = np.argwhere(~((whole >= 0) & (whole <= LARGEST)) & inside[:, np.newaxis])
    if wrong.size:
        row, column = wrong[0].tolist()
        raise FileError(f"'{path}', line {places[row]}: {whole[row, column]:g} in the column '{titles[column]}'; expected 0 or above. Export it again.")


def _grid(columns: dict[str, Array], path: Path) -> tuple[str, Grid]:
    """The bins of a block of rows, whichever kind they are."""
    printed = columns.pop(SIZE)
    if printed.size >= 3 and np.all(np.diff(printed) > 0) and printed[0] > 0:
        step = printed[1] - printed[0]
        even = printed[0] + step * np.arange(printed.size)
        if np.all(np.abs(even - printed) <= ROUNDING * printed):
            edges = np.append(even - step / 2.0, even[-1] + step / 2.0)
            return "even", Grid(labels=even, edges=np.where(np.abs(edges) < 1e-6 * step, 0.0, edges), columns=columns)
        ratios = printed[1:] / printed[:-1]
        if np.ptp(ratios) <= RATIO_SPREAD * ratios[0]:
            ratio = (printed[-1] / printed[0]) ** (1.0 / (printed.size - 1))
            edges = printed[0] * ratio ** (np.arange(printed.size + 1) - 0.5)
            return "ratio", Grid(labels=printed, edges=edges, columns=columns)
    raise FileError(f"'{path}': its {printed.size} size bins are neither even nor of equal ratio; rows are absent or damaged. Export it again.")


def median_at_labels(labels: Array, amount: Array) -> float:
    """The median as the software forms it [m]: the cumulative interpolated linearly at the labels of the bins, as if they were upper edges.

    It lies half a bin below the median at the edges. On 53 files of three instruments it gives each printed number to its last digits.
    """
    cumulative = np.cumsum(amount)
    half = cumulative[-1] / 2.0
    upper = int(np.searchsorted(cumulative, half))
    below = cumulative[upper - 1] if upper else 0.0
    start = labels[upper - 1] if upper else labels[0] - (labels[1] - labels[0])
    return float(start + (half - below) / (cumulative[upper] - below) * (labels[upper] - start))
