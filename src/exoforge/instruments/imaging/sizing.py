"""From an image to sizes: outlines of vesicles, in metres where the scale is known, with what must be said about how the field was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.instruments.imaging.headline import doubts_on, figures_of
from exoforge.instruments.imaging.pictures import Picture, annotation
from exoforge.laws.ring_detection import Rings, rings
from exoforge.streams.measurement import ArraySpec, Distribution, Measurement

Array = NDArray[np.float64]

TECHNIQUE = "tem"
WORKING = 1024
"""[pixel] Longer side to which an image is binned before outlines are looked for; the smallest vesicle is then `LEAST` of these wide."""
LEAST, MOST = 4.0, 0.12
"""Smallest radius [binned pixel] and largest [share of the shorter side] that are looked for. A choice."""
CLARITY = 5.5
"""Standard deviations by which an outline must stand out: in noise alone the best of all places and radii stays below it, see the tests."""
CROSSING = 0.9
"""Share of the sum of two radii below which their outlines cross. A choice."""
PREVIEW = 600
"""[pixel] Longer side of the image that is kept for a picture."""
CLOSED = 0.7
"""Share of the outline that must be seen. A choice."""
SLIMMEST = 32
"""[pixel] Shorter side that binning leaves."""
SIZE_BINS = np.geomspace(5e-9, 2e-6, 53)
"""[m]"""
Fields = Literal["random", "predefined", "operator", "not stated"]

SPECS = (
    ArraySpec(name="row", dims=("vesicle",), unit="", meaning="middle of each outline, from the top [pixel]"),
    ArraySpec(name="column", dims=("vesicle",), unit="", meaning="middle of each outline, from the left [pixel]"),
    ArraySpec(name="diameter_pixel", dims=("vesicle",), unit="", meaning="diameter of each outline [pixel]"),
    ArraySpec(name="diameter", dims=("vesicle",), unit="m", meaning="diameter of each outline; undefined without a scale"),
    ArraySpec(name="clarity", dims=("vesicle",), unit="", meaning="standard deviations by which the outline stands out of the image at its radius"),
    ArraySpec(name="closed", dims=("vesicle",), unit="", meaning="share of the outline that is seen"),
    ArraySpec(name="overlapping", dims=("vesicle",), unit="", meaning="1 where the outline crosses another: an aggregate, or one vesicle of another shape"),
    ArraySpec(name="preview", dims=("preview_row", "preview_column"), unit="", meaning="the image binned for a picture, grey levels 0 to 255"),
    ArraySpec(name="at_border", dims=("vesicle",), unit="", meaning="1 where the outline reaches beyond the image: counted, not sized"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """What must be known of an image, and how its vesicles are looked for.

    Parameters
    ----------
    pixel : [m] stated by a person; None to take what the file says. bar : [m] what the scale bar stands for.
    bright : whether vesicles have brighter rims than their surroundings, as in negative stain; else darker, as in cryo-microscopy.
    fields : how the fields were chosen, as stated.
    clarity : of an outline that counts. low, high : [m] diameters looked for; None for the usual range in pixels.
    """

    pixel: float | None = None
    bar: float | None = None
    bright: bool = True
    fields: Fields = "not stated"
    clarity: float = CLARITY
    low: float | None = None
    high: float | None = None


def sample_of(path: Path, picture: Picture) -> str:
    """The name of a field: that of its file, and of its page where there are several."""
    return f"{path.stem}, page {picture.page}" if picture.page else path.stem


def sized(picture: Picture, view: View, *, sample: str) -> Measurement:
    """The measurement in one image.

    Raises
    ------
    SettingError
        A scale is not above 0, a bar is stated where none is drawn, or sizes are asked for that the image cannot show.
    """
    try:
        pixel, source = pixel_of(picture, view)
    except SettingError as trouble:
        raise SettingError(f"'{sample}': {trouble}") from None
    step = max(1, min(int(np.ceil(max(picture.grey.shape) / WORKING)), min(picture.grey.shape) // SLIMMEST))
    small, blank = _binned(picture.grey, step), _binned(annotation(picture).astype(np.float32), step) > 0
    low, high = _radii(view, pixel, step, small.shape, sample)
    found = rings(small, low=low, high=high, bright=view.bright, clarity=view.clarity, blank=blank)
    kept = found.closed >= CLOSED
    arrays = _arrays(found, kept, step, picture.grey.shape, pixel)
    arrays["preview"] = _binned(picture.grey, max(1, int(np.ceil(max(picture.grey.shape) / PREVIEW)))).astype(np.float64)
    distributions = _distribution(arrays, pixel, low * 2 * step)
    return Measurement(
        technique=TECHNIQUE,
        arrays=arrays,
        specs=SPECS,
        sample=sample,
        instrument="image of vesicles",
        settings={
            "file": picture.said | ({"page": str(picture.page)} if picture.page else {}),
            "scale": {"pixel [m]": pixel, "source": source, "scale bar [pixel]": picture.bar[0] if picture.bar else None},
            "outlines": {
                "rims are": "bright" if view.bright else "dark",
                "diameters looked for [pixel]": (2 * low * step, 2 * high * step),
                "clarity of at least": view.clarity,
                "share of the outline of at least": CLOSED,
                "clear but not closed, left out": int((~kept).sum()),
                "binned by": step,
                "image [pixel]": (picture.grey.shape[1], picture.grey.shape[0]),
                "rows of an information band, left out": picture.band,
            },
            "fields": {"chosen": view.fields},
        },
        figures=tuple(figures_of([arrays], [picture.grey.size * pixel**2] if pixel else [])),
        distributions=distributions,
        notices=(*_notices(picture, view, pixel), *doubts_on(arrays)),
    )


def pixel_of(picture: Picture, view: View) -> tuple[float | None, str]:
    """Size of a pixel [m] and who says so: a person, the scale bar with a person's word for it, or the file.

    Raises
    ------
    SettingError
        A scale is not above 0, both are stated, or a bar is stated where none is drawn.
    """
    for name, value in (("size of a pixel", view.pixel), ("scale bar", view.bar)):
        if value is not None and not 0 < value < 1e-3:
            raise SettingError(f"The {name} is stated as {value:g} m; it must be above 0 and below 1 mm.")
    if view.pixel is not None and view.bar is not None:
        raise SettingError("Both the size of a pixel and the length of the scale bar are stated; state one of them.")
    if view.pixel is not None:
        return view.pixel, "stated by the user"
    if view.bar is not None:
        if picture.bar is None:
            raise SettingError("A length of the scale bar is stated, but no solid bar is drawn into this image; state the size of a pixel ('0.6 nm').")
        return view.bar / picture.bar[0], f"scale bar of {picture.bar[0]} pixels, its length stated by the user"
    return (picture.pixel, "the file") if picture.pixel is not None else (None, "not stated")


def _binned(grey: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    rows, columns = (side // step * step for side in grey.shape)
    return np.asarray(grey[:rows, :columns].reshape(rows // step, step, columns // step, step).mean(axis=(1, 3)), dtype=np.float32)


def _radii(view: View, pixel: float | None, step: int, shape: tuple[int, ...], sample: str) -> tuple[float, float]:
    """Smallest and largest radius in binned pixels."""
    low, high = LEAST, max(MOST * min(shape), LEAST * 2)
    if (view.low is not None or view.high is not None) and pixel is None:
        raise SettingError(f"Diameters are asked for in metres, but the scale of '{sample}' is not known; state it with --scale or --bar.")
    if pixel is not None:
        low = low if view.low is None else view.low / (2 * pixel * step)
        high = high if view.high is None else view.high / (2 * pixel * step)
        nm, least, most = 2e9 * pixel * step, LEAST / 2.0, min(shape) / 2.0
        if not least <= low < high <= most:
            raise SettingError(
                f"Diameters of {low * nm:.3g} to {high * nm:.3g} nm cannot be looked for in '{sample}': "
                f"the smallest must lie below the largest, and both within {least * nm:.3g} to {most * nm:.3g} nm."
            )
    return low, high


def _arrays(found: Rings, kept: NDArray[np.bool_], step: int, shape: tuple[int, ...], pixel: float | None) -> dict[str, Array]:
    row, column, radius = ((values[kept] + half) * step for values, half in ((found.row, 0.5), (found.column, 0.5), (found.radius, 0.0)))
    beyond = (row < radius) | (column < radius) | (row + radius > shape[0]) | (column + radius > shape[1])
    return {
        "row": row,
        "column": column,
        "diameter_pixel": 2.0 * radius,
        "diameter": np.where(beyond, np.nan, 2.0 * radius * (pixel if pixel is not None else np.nan)),
        "clarity": found.clarity[kept],
        "closed": found.closed[kept],
        "at_border": beyond.astype(np.float64),
        "overlapping": _overlapping(row, column, radius).astype(np.float64),
    }


def _overlapping(row: Array, column: Array, radius: Array) -> NDArray[np.bool_]:
    """Outlines that cross another by more than a tenth of their radii together."""
    apart = np.hypot(row[:, None] - row, column[:, None] - column)
    crossing = apart < CROSSING * (radius[:, None] + radius)
    np.fill_diagonal(crossing, False)
    return np.asarray(crossing.any(axis=1))


def _distribution(arrays: dict[str, Array], pixel: float | None, least: float) -> tuple[Distribution, ...]:
    known = arrays["diameter"][np.isfinite(arrays["diameter"])]
    if pixel is None or not known.size:
        return ()
    counts, _ = np.histogram(known, SIZE_BINS)
    return (Distribution(label="field", edges=SIZE_BINS, amount=counts.astype(np.float64), unit="", counted=float(counts.sum()), detection=least * pixel),)


def _notices(picture: Picture, view: View, pixel: float | None) -> Iterator[str]:
    if pixel is None:
        bar = f" A scale bar of {picture.bar[0]} pixels is drawn into it: say what it stands for, with --bar '500 nm'." if picture.bar else ""
        yield f"The file does not say how large a pixel is, so that no size is in nanometres. State it with 'exoforge image size FILE --scale \"0.6 nm\"'.{bar}"
    if view.fields == "not stated":
        yield "How this field was chosen is not stated; fields that an operator picks differ from those at positions fixed beforehand. State it with --fields."
    if picture.band:
        yield f"The lowest {picture.band} rows are an information band and were left out."
