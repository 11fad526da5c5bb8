"""Stacks of frames from files: a NumPy archive, or a TIFF of many pages; nothing is unpacked before its size is known."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.extra import lab

LARGEST_STACK = 2 * 1024**3
"""[bytes] of all frames, unpacked."""
TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
"""What a TIFF begins with, of both byte orders, small and large."""
FEWEST_FRAMES = 3
FEWEST_PAGES = 25
"""A TIFF of fewer pages is taken for fields of a microscope: a particle is followed for as many frames or not at all. A choice."""
MOST_COLOURS = 4
"""Of a pixel; an array of as many in its last dimension is in colour, and no film of grey frames."""


def is_stack(path: Path, head: bytes) -> bool:
    """Whether a file is a NumPy archive with a stack in it, or a TIFF with a film of `FEWEST_PAGES` or more; a damaged file is none."""
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                return any(name.endswith(".npy") for name in archive.namelist())
        except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
            return False
    if head[:4] not in TIFF:
        return False
    tifffile = lab("tifffile", what="a TIFF")
    try:
        with tifffile.TiffFile(path) as file:
            shape = file.series[0].shape
    except Exception:  # a damaged TIFF fails in tifffile in its own ways, struct.error among them
        return False
    return int(np.prod(shape[:-2])) >= FEWEST_PAGES and shape[-1] > MOST_COLOURS


def frames_of(path: Path) -> tuple[NDArray[Any], dict[str, str]]:
    """The frames (n_frame, n_row, n_column) and what else the file says, as text.

    Raises
    ------
    FileError
        It is damaged, holds no stack of grey frames, or would be too large unpacked.
    """
    try:
        if zipfile.is_zipfile(path):
            return _archive(path)
        with path.open("rb") as file:
            if file.read(4) not in TIFF:
                raise FileError(f"'{path}' is no stack of frames: a NumPy archive (.npz) or a TIFF was expected. Single images are for 'exoforge image size'.")
        return _tiff(path)
    except FileError:
        raise
    except Exception as trouble:  # a damaged file fails inside zipfile, zlib, numpy or tifffile, each in its own way
        raise FileError(f"'{path}' is damaged and cannot be read as a stack of frames ({type(trouble).__name__}); copy or export it again.") from None


def _archive(path: Path) -> tuple[NDArray[Any], dict[str, str]]:
    stack: NDArray[Any] | None = None
    said: dict[str, str] = {}
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if info.filename.endswith(".npy")]
        if sum(info.file_size for info in members) > LARGEST_STACK:
            raise FileError(f"'{path}' holds more than {LARGEST_STACK / 1e9:.1f} GB of numbers unpacked; cut the video into parts.")
        for info in members:
            name = info.filename.removesuffix(".npy")
            shape, kind = _declared(archive, info)
            if len(shape) == 3 and stack is None and kind.kind in "uif":
                with archive.open(info) as member:
                    stack = np.lib.format.read_array(member, allow_pickle=False)
            elif int(np.prod(shape)) <= 16 and kind.kind in "uifUS":
                with archive.open(info) as member:
                    said[name] = str(np.lib.format.read_array(member, allow_pickle=False).tolist())
            else:
                said[name] = f"an array of {' x '.join(map(str, shape))}, not read"
    return _checked(stack, path), said


def _declared(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and kind of a member, from its head, which must agree with its size."""
    with archive.open(info) as member:
        version = np.lib.format.read_magic(member)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, _, kind = read(member)
    if float(np.prod([float(length) for length in shape])) * kind.itemsize > info.file_size:
        raise FileError(f"'{info.filename}' says that it is {' x '.join(map(str, shape))} numbers and holds fewer; make the archive again.")
    return shape, kind


def _tiff(path: Path) -> tuple[NDArray[Any], dict[str, str]]:
    with lab("tifffile", what="a TIFF").TiffFile(path) as file:
        series = file.series[0]
        if series.size * series.dtype.itemsize > LARGEST_STACK:
            raise FileError(f"'{path}' holds more than {LARGEST_STACK / 1e9:.1f} GB unpacked; cut the video into parts.")
        said = {str(name): str(value) for name, value in (file.imagej_metadata or {}).items()}
        return _checked(np.squeeze(series.asarray()), path), said


def _checked(stack: NDArray[Any] | None, path: Path) -> NDArray[Any]:
    if stack is None or stack.ndim != 3 or stack.shape[0] < FEWEST_FRAMES or min(stack.shape[1:]) < 16:
        found = "no stack" if stack is None else f"an array of {' x '.join(map(str, stack.shape))}"
        raise FileError(f"'{path}' holds {found}; a video of grey frames (frame x row x column, 3 frames and 16 pixels or more) was expected.")
    if stack.dtype.kind == "f" and not np.isfinite(stack).all():
        raise FileError(f"'{path}' holds values that are not finite; export the grey levels again.")
    return stack
