"""The events of an FCS file, decoded a portion at a time into one array for each channel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.cytometry.segments import Array, Channel, DataSet

PORTION = 1 << 22
"""[bytes] of events that are decoded at a time."""


def raw_events(path: Path, found: DataSet) -> list[Array]:
    """The numbers of every channel as the file stores them, bits beyond the range masked as the standard demands.

    Raises
    ------
    FileError
        The file ends before its events do.
    """
    widths = [one.width for one in found.channels]
    row = sum(widths)
    places = np.cumsum([0, *widths])
    uniform = len(set(widths)) == 1 and widths[0] != 3
    columns = [np.empty(found.events) for _ in widths]
    many = max(1, PORTION // row)
    with path.open("rb") as file:
        file.seek(found.start)
        for begin in range(0, found.events, many):
            count = min(many, found.events - begin)
            content = file.read(count * row)
            if len(content) < count * row:
                raise FileError(f"'{path}' is cut off: {begin + len(content) // row} of {found.events} events are there. Copy or export it again.")
            if uniform:
                table = np.frombuffer(content, dtype=_dtype(found, widths[0])).reshape(count, -1)
                for column, numbers, one in zip(columns, table.T, found.channels, strict=True):
                    column[begin : begin + count] = _masked(numbers, found, one)
            else:
                signs = np.frombuffer(content, dtype=np.uint8).reshape(count, row)
                for column, place, one in zip(columns, places, found.channels, strict=False):
                    column[begin : begin + count] = _masked(_integers(signs[:, place : place + one.width], found.big_endian), found, one)
    return columns


def _dtype(found: DataSet, width: int) -> np.dtype[Any]:
    return np.dtype(f"{'>' if found.big_endian else '<'}{'u' if found.kind == 'I' else 'f'}{width}")


def _integers(signs: NDArray[np.uint8], big_endian: bool) -> NDArray[np.uint64]:
    total = np.zeros(signs.shape[0], dtype=np.uint64)
    for column in signs.T if big_endian else signs.T[::-1]:
        total = (total << np.uint64(8)) | column
    return total


def _masked(numbers: NDArray[Any], found: DataSet, one: Channel) -> NDArray[Any]:
    if found.kind != "I" or one.top >= 2.0 ** (8 * one.width):
        return numbers
    return np.asarray(numbers & numbers.dtype.type((1 << (int(np.ceil(one.top)) - 1).bit_length()) - 1))
