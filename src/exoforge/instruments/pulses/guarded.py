"""An HDF5 file, opened without trusting it: what it declares is measured before anything is allocated, and nothing outside it is followed."""

from __future__ import annotations

import math
import mmap
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from exoforge.base.errors import FileError
from exoforge.instruments.files import InstrumentFile

OBJECTS = 5000
"""Groups and datasets of a file."""
ATTRIBUTES = 500
"""Attributes of one object."""
DEPTH = 6
"""Levels of groups."""
LARGEST_CHUNK = 32 * 1024 * 1024
"""[bytes] that one chunk may unpack to."""
RATIO = 100.0
"""A dataset may declare at most this many times the bytes that it is stored in. A choice; measured numbers pack 2 to 10 times."""
SMALL = 1 << 16
"""[bytes] below which the ratio does not matter."""
HEAP = b"GCOL"
"""How a heap of texts of any length begins."""
LARGEST_ATTRIBUTE = 1 << 16
"""[bytes] of one attribute."""


def check_heaps(file: InstrumentFile) -> None:
    """See that the heaps of texts in a file go forward; the library would walk a damaged one for ever.

    Raises
    ------
    FileError
        One does not.
    """
    with file.path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        start = content.find(HEAP)
        while start >= 0:
            if content[start + 4 : start + 8] == b"\x01\x00\x00\x00" and not _goes_forward(content, start):
                raise FileError(f"'{file.path}' is a damaged HDF5 file (a heap of texts at byte {start} has no end); copy or export it again.")
            start = content.find(HEAP, start + 4)


def _goes_forward(content: mmap.mmap, start: int) -> bool:
    """Whether the objects of a heap follow each other up to its end: index, count, blanks, length, then the object in steps of 8 bytes."""
    length = int.from_bytes(content[start + 8 : start + 16], "little")
    end, place = start + length, start + 16
    if length < 16 or end > len(content):
        return False
    while place + 16 <= end:
        index = int.from_bytes(content[place : place + 2], "little")
        held = int.from_bytes(content[place + 8 : place + 16], "little")
        step = held if index == 0 else 16 + (held + 7) // 8 * 8
        if step < 16 or place + step > end:
            return False
        place += step
    return True


def groups_of(root: Any, file: InstrumentFile) -> Iterator[tuple[str, Any]]:
    """Every group of a file with its path, the root first; links to elsewhere are refused.

    Raises
    ------
    FileError
        There are links to other files or soft links, too many objects or too many levels.
    """
    import h5py

    waiting: list[tuple[str, Any]] = [("/", root)]
    seen: set[Any] = set()
    count = 0
    while waiting:
        path, group = waiting.pop(0)
        for name in group:
            count += 1
            if count > OBJECTS:
                raise FileError(
                    f"'{file.path}' holds more than {OBJECTS} objects; an acquisition of a Spectradyne instrument was expected. Is this the right file?"
                )
            link = group.get(name, getlink=True)
            if not isinstance(link, h5py.HardLink):
                raise FileError(f"'{file.path}' holds a link to elsewhere ('{name[:60]}'), which is not followed; export the data into one file.")
        yield path, group
        for name in group:
            if group.get(name, getclass=True) is h5py.Group:
                child = group[name]
                key = h5py.h5o.get_info(child.id).addr
                if key in seen or path.count("/") > DEPTH:
                    continue
                seen.add(key)
                waiting.append((f"{path.rstrip('/')}/{name}", child))


def values_of(dataset: Any, file: InstrumentFile, *, budget: int) -> Any:
    """The whole of a dataset, after its declared size was found to be reasonable.

    Parameters
    ----------
    budget : [bytes] that may still be read.

    Raises
    ------
    FileError
        It lies outside the file, holds objects, or declares more than it can hold.
    """
    declared = size_of(dataset)
    name = dataset.name
    if dataset.external or dataset.is_virtual:
        raise FileError(f"'{file.path}': the numbers of '{name}' lie in another file; export them into one file.")
    if dataset.dtype.hasobject:
        raise FileError(f"'{file.path}': '{name}' holds objects of any length, where numbers were expected; export it again.")
    stored = int(dataset.id.get_storage_size())
    if declared > budget or (declared > SMALL and declared > RATIO * max(stored, 1)):
        raise FileError(f"'{file.path}': '{name}' declares {declared:.3g} bytes, stored in {stored}; that is no measurement. Export it again.")
    chunk = math.prod(dataset.chunks) * dataset.dtype.itemsize if dataset.chunks else 0
    if chunk > LARGEST_CHUNK:
        raise FileError(f"'{file.path}': '{name}' is stored in chunks of {chunk:.3g} bytes; that is no measurement. Export it again.")
    return dataset[()]


def size_of(dataset: Any) -> int:
    """Bytes that a dataset declares."""
    return math.prod(int(length) for length in (dataset.shape or ())) * int(dataset.dtype.itemsize)


def attributes_of(thing: Any, file: InstrumentFile) -> Mapping[str, Any]:
    """The attributes of an object: numbers, small arrays and texts; what is larger or another thing is told as text.

    Raises
    ------
    FileError
        There are too many.
    """
    names = list(thing.attrs)
    if len(names) > ATTRIBUTES:
        raise FileError(f"'{file.path}': '{thing.name}' has {len(names)} attributes; at most {ATTRIBUTES} are read. Is this the right file?")
    found: dict[str, Any] = {}
    for name in names:
        held = thing.attrs.get_id(name)
        declared = math.prod(int(length) for length in held.shape) * int(held.dtype.itemsize)
        if declared > LARGEST_ATTRIBUTE:
            found[name] = f"{declared} bytes; not read"
            continue
        value = thing.attrs[name]
        if isinstance(value, np.ndarray):
            found[name] = tuple(value.ravel().tolist()) if value.size != 1 else value.ravel()[0].item()
        else:
            found[name] = value.item() if isinstance(value, np.generic) else value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        if not isinstance(found[name], str | int | float | bool | tuple):
            found[name] = str(found[name])[:1000]
    return found
