"""Grey images from files, with the scale that the file states and the scale bar that is drawn into it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.extra import lab

LARGEST_IMAGE = 120_000_000
"""[pixel] Larger images are refused before they are unpacked."""
SMALLEST = 64
"""[pixel] of either side."""
MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
MOST_FIELDS = 200
"""Pages of one TIFF that are read."""
UNITS = {"nm": 1e-9, "nanometer": 1e-9, "um": 1e-6, "µm": 1e-6, "μm": 1e-6, "\\u00b5m": 1e-6, "micron": 1e-6, "microns": 1e-6, "micrometer": 1e-6, "mm": 1e-3}
"""[m] in one of the units that image software writes, in lower case."""
UNITS |= {"a": 1e-10, "å": 1e-10, "angstrom": 1e-10, "pm": 1e-12, "cm": 1e-2}
LARGEST_PIXEL = 1e-4
"""[m] A larger pixel is none of a microscope: the file's unit was never set."""
BAND = 0.5
"""Share of a row in one extreme grey above which the row belongs to an information band at the foot of the image. A choice."""
BLACK, WHITE = 8, 247
"""[grey level of 255] of what may be drawn into an image."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A grey image.

    Parameters
    ----------
    grey : (n_row, n_column), 0 to 255.
    pixel : [m] as the file states it; None where it does not. said : what else the file says, as text.
    bar : [pixel] length of the scale bar drawn into it or its band, and its place (first row, last row, first column, last column); None where there is none.
    page : of a file of several, from 1; 0 for the only one. band : [pixel] rows of an information band at the foot, which `grey` no longer has.
    """

    grey: NDArray[np.float32]
    pixel: float | None
    said: dict[str, str]
    bar: tuple[int, tuple[int, int, int, int]] | None
    page: int = 0
    band: int = 0


def is_image(head: bytes) -> bool:
    """Whether bytes begin like a JPEG, PNG or TIFF."""
    return head.startswith(MAGIC)


def pictures_of(path: Path) -> tuple[Picture, ...]:
    """The images in a file, one for each page of a TIFF but thumbnails; of a colour image the mean of its channels.

    Raises
    ------
    FileError
        It is damaged, too large, too small, holds too many pages, or is of a kind that is no grey image.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
        found = tuple(_tiff(path) if head.startswith(MAGIC[2:]) else [_pillow(path)])
    except FileError:
        raise
    except Exception as trouble:  # a damaged image fails inside its decoder, each in its own way
        raise FileError(f"'{path}' is damaged and cannot be read as an image ({type(trouble).__name__}); export it again.") from None
    return tuple(_picture(path, *one, page=page if len(found) > 1 else 0) for page, one in enumerate(found, start=1))


def _picture(path: Path, grey: NDArray[np.float32], pixel: float | None, said: dict[str, str], *, page: int) -> Picture:
    rows, columns = grey.shape
    band = information_band(grey)
    if min(rows - band, columns) < SMALLEST:
        raise FileError(f"'{path}' is an image of {columns} x {rows - band} pixels; {SMALLEST} or more on each side were expected.")
    return Picture(grey=grey[: rows - band], pixel=pixel, said=said, bar=scale_bar(grey), page=page, band=band)


def _pillow(path: Path) -> tuple[NDArray[np.float32], float | None, dict[str, str]]:
    image_of = lab("PIL.Image", what="an image")
    bomb = image_of.DecompressionBombError
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own warning on large images; the limit is ours
        try:
            opened = image_of.open(path)
        except bomb:
            raise FileError(f"'{path}' has more than {2 * image_of.MAX_IMAGE_PIXELS / 1e6:.0f} million pixels; export a part of it.") from None
        with opened as image:
            _bounded(path, image.size[0] * image.size[1])
            said = {"format": str(image.format), "mode": str(image.mode), "pixels": f"{image.size[0]} x {image.size[1]}"}
            said |= {str(name): str(value)[:200] for name, value in image.info.items() if isinstance(value, str | int | float | tuple)}
            if image.mode in ("I;16", "I;16B", "I", "F"):
                return _to_255(np.asarray(image, dtype=np.float32)), None, said
            if image.mode in ("1", "L", "LA"):
                return np.asarray(image.convert("L"), dtype=np.float32), None, said
            return np.asarray(np.asarray(image.convert("RGB")).mean(axis=-1, dtype=np.float32)), None, said


def _tiff(path: Path) -> list[tuple[NDArray[np.float32], float | None, dict[str, str]]]:
    with lab("tifffile", what="a TIFF image").TiffFile(path) as file:
        pages = [page for page in file.pages if not (getattr(page, "subfiletype", 0) or 0) & 1]  # bit 1: a thumbnail of another page
        largest = max(pages or file.pages, key=lambda page: page.imagewidth * page.imagelength)
        pages = [page for page in pages if page.shape == largest.shape] or [largest]
        if len(pages) > MOST_FIELDS:
            raise FileError(f"'{path}' holds {len(pages)} pages; at most {MOST_FIELDS} fields are read. Is it a film? Use 'exoforge image track'.")
        _bounded(path, sum(page.imagewidth * page.imagelength for page in pages))
        described = file.imagej_metadata or {}
        left = {"pages left out": f"{len(file.pages) - len(pages)}, thumbnails or of another size"} if len(pages) < len(file.pages) else {}
        return [(_grey_of(page.aspage()), _imagej_pixel(page.aspage(), described), left | _said(page.aspage(), described)) for page in pages]


def _said(page: Any, described: dict[str, Any]) -> dict[str, str]:
    tags = {str(tag.name): str(tag.value)[:400] for tag in page.tags if not isinstance(tag.value, bytes)}
    return tags | {f"ImageJ {name}": str(value)[:400] for name, value in described.items()}


def _grey_of(page: Any) -> NDArray[np.float32]:
    """The grey levels of a page, 0 for black: colours averaged, palettes looked up, and those that count from white turned round."""
    raw = page.asarray()
    if page.photometric.name == "PALETTE" and page.colormap is not None:
        return np.asarray(page.colormap.mean(axis=0)[raw] / 257.0, dtype=np.float32)
    values = np.asarray(raw, dtype=np.float32)
    if values.ndim == 3:
        colours = page.axes.find("S")
        values = np.take(values, range(min(3, values.shape[colours])), axis=colours).mean(axis=colours) if colours >= 0 else values[0]
    grey = values if page.dtype == np.uint8 else _to_255(values)
    return 255.0 - grey if page.photometric.name == "MINISWHITE" else grey


def _imagej_pixel(page: Any, described: dict[str, Any]) -> float | None:
    """Size of a pixel that ImageJ wrote: its unit, and pixels per unit as the resolution."""
    unit = UNITS.get(str(described.get("unit", "")).strip().lower())
    tag = page.tags.get("XResolution")
    if unit is None or tag is None or not isinstance(tag.value, tuple) or not tag.value[0]:
        return None
    pixel = float(unit * tag.value[1] / tag.value[0])
    return pixel if 0 < pixel < LARGEST_PIXEL else None


def _bounded(path: Path, pixels: int) -> None:
    if pixels > LARGEST_IMAGE:
        raise FileError(f"'{path}' has {pixels / 1e6:.0f} million pixels; at most {LARGEST_IMAGE / 1e6:.0f} million are read. Export a part of it.")


def _to_255(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Other grey levels on the scale 0 to 255, between the 0.1 and the 99.9 percentile."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        raise ValueError
    low, high = np.percentile(finite, [0.1, 99.9])
    return np.asarray(np.clip((np.nan_to_num(values, nan=low) - low) / max(high - low, 1e-12), 0.0, 1.0) * 255.0, dtype=np.float32)


def scale_bar(grey: NDArray[np.float32]) -> tuple[int, tuple[int, int, int, int]] | None:
    """The longest solid black or white bar in an image: its length [pixel] and its place; None where there is none.

    A bar is a filled rectangle of one extreme grey, at least a thirtieth of the image wide and eight times as long as high.
    What it stands for is written beside it in letters, which nothing here reads.
    """
    from scipy.ndimage import find_objects, label

    best: tuple[int, tuple[int, int, int, int]] | None = None
    for drawn in (grey <= BLACK, grey >= WHITE):
        labels, _ = label(drawn)
        for number, place in enumerate(find_objects(labels), start=1):
            height, width = (one.stop - one.start for one in place)
            if width < grey.shape[1] / 30 or width < 8 * height or width > 0.95 * grey.shape[1] or (best and width <= best[0]):
                continue
            if (labels[place] == number).mean() > 0.97:
                best = (width, (place[0].start, place[0].stop, place[1].start, place[1].stop))
    return best


def information_band(grey: NDArray[np.float32]) -> int:
    """Rows of a band at the foot of an image in which microscope software writes: black or white over most of each row [pixel]; 0 where there is none.

    Letters in it are round and would be found as vesicles. A band is at least a fiftieth of the image and at most a third of it high.
    """
    for drawn in (grey <= BLACK, grey >= WHITE):
        plain = (drawn.mean(axis=1) > BAND)[::-1]
        if not plain[0]:
            continue
        share = np.cumsum(plain) / np.arange(1, plain.size + 1)
        height = int(np.flatnonzero(plain & (share > 0.8))[-1]) + 1
        if grey.shape[0] / 50 <= height <= grey.shape[0] / 3:
            return height
    return 0


def annotation(picture: Picture) -> NDArray[np.bool_]:
    """Where an image is drawn over: its scale bar and the letters near it, with a margin."""
    covered = np.zeros(picture.grey.shape, dtype=bool)
    if picture.bar is not None:
        length, (top, bottom, left, right) = picture.bar
        margin, above = max(10, length // 20), max(40, length // 4)
        covered[max(0, top - above) : bottom + above // 2, max(0, left - margin) : right + margin] = True
    return covered
