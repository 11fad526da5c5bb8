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
UNITS = {"nm": 1e-9, "nanometer": 1e-9, "um": 1e-6, "µm": 1e-6, "\\u00B5m": 1e-6, "micron": 1e-6, "micrometer": 1e-6, "mm": 1e-3, "a": 1e-10}
"""[m] in one of the units that image software writes."""
BLACK, WHITE = 8, 247
"""[grey level of 255] of what may be drawn into an image."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A grey image.

    Parameters
    ----------
    grey : (n_row, n_column), 0 to 255.
    pixel : [m] as the file states it; None where it does not. said : what else the file says, as text.
    bar : [pixel] length of the scale bar drawn into it, and its place (first row, last row, first column, last column); None where there is none.
    """

    grey: NDArray[np.float32]
    pixel: float | None
    said: dict[str, str]
    bar: tuple[int, tuple[int, int, int, int]] | None


def is_image(head: bytes) -> bool:
    """Whether bytes begin like a JPEG, PNG or TIFF."""
    return head.startswith(MAGIC)


def picture_of(path: Path) -> Picture:
    """The image in a file; of a colour image the mean of its channels.

    Raises
    ------
    FileError
        It is damaged, too large, too small, or of a kind that is no grey image.
    """
    with path.open("rb") as file:
        head = file.read(8)
    try:
        if head.startswith(MAGIC[2:]):
            grey, pixel, said = _tiff(path)
        else:
            grey, pixel, said = _pillow(path)
    except FileError:
        raise
    except Exception as trouble:  # a damaged image fails inside its decoder, each in its own way
        raise FileError(f"'{path}' is damaged and cannot be read as an image ({type(trouble).__name__}); export it again.") from None
    if min(grey.shape) < SMALLEST:
        raise FileError(f"'{path}' is an image of {grey.shape[1]} x {grey.shape[0]} pixels; {SMALLEST} or more on each side were expected.")
    return Picture(grey=grey, pixel=pixel, said=said, bar=scale_bar(grey))


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
            if image.mode in ("I;16", "I", "F"):
                return _to_255(np.asarray(image, dtype=np.float32)), None, said
            return np.asarray(image.convert("L"), dtype=np.float32), None, said


def _tiff(path: Path) -> tuple[NDArray[np.float32], float | None, dict[str, str]]:
    with lab("tifffile", what="a TIFF image").TiffFile(path) as file:
        page = file.pages[0]
        _bounded(path, page.size)
        said = {str(tag.name): str(tag.value)[:400] for tag in page.tags if not isinstance(tag.value, bytes)}
        described = file.imagej_metadata or {}
        said |= {f"ImageJ {name}": str(value)[:400] for name, value in described.items()}
        values = np.asarray(page.asarray(), dtype=np.float32)
        if values.ndim == 3:
            values = values[..., :3].mean(axis=-1) if values.shape[-1] in (3, 4) else values[0]
        grey = values if page.dtype == np.uint8 else _to_255(values)
        return grey, _imagej_pixel(page, described), said


def _imagej_pixel(page: Any, described: dict[str, Any]) -> float | None:
    """Size of a pixel that ImageJ wrote: its unit, and pixels per unit as the resolution."""
    unit = UNITS.get(str(described.get("unit", "")).strip().lower())
    tag = page.tags.get("XResolution")
    if unit is None or tag is None or not isinstance(tag.value, tuple) or not tag.value[0]:
        return None
    return float(unit * tag.value[1] / tag.value[0])


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


def annotation(picture: Picture) -> NDArray[np.bool_]:
    """Where an image is drawn over: its scale bar and the letters near it, with a margin."""
    covered = np.zeros(picture.grey.shape, dtype=bool)
    if picture.bar is not None:
        length, (top, bottom, left, right) = picture.bar
        margin, above = max(10, length // 20), max(40, length // 4)
        covered[max(0, top - above) : bottom + above // 2, max(0, left - margin) : right + margin] = True
    return covered
