"""Several fields of one sample together: every outline counts alike, and the fields are the repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.instruments.imaging.headline import doubts_on, figures_of
from exoforge.instruments.imaging.sizing import SPECS, TECHNIQUE
from exoforge.streams.measurement import ArraySpec, Measurement

FIELD = ArraySpec(name="field", dims=("vesicle",), unit="", meaning="number of the field in which the outline lies, from 1")
SCALES = 1.5
"""Ratio of the largest to the smallest pixel among fields from which it is told. A choice."""


def pooled(fields: Sequence[Measurement], *, sample: str) -> Measurement:
    """One measurement of the fields of one sample.

    Its size distributions are those of the fields that have one, each under the field's name; its headline numbers are of all outlines
    together, so that a field with few vesicles weighs little, with the standard deviation between fields as the spread.

    Parameters
    ----------
    fields : as `sizing.sized` gives them, two or more. sample : its name.

    Raises
    ------
    SettingError
        There are fewer than two fields, or the scale of some is known and of others not: their sizes cannot be put together.

    Assumes
    -------
    The fields do not overlap, and are of one grid or of grids alike: the spread between fields is no biological variation.
    """
    if len(fields) < 2:
        raise SettingError("Putting fields together needs two images or more.")
    pixels = [one.settings["scale"]["pixel [m]"] for one in fields]
    unknown = [one.sample for one, pixel in zip(fields, pixels, strict=True) if pixel is None]
    if 0 < len(unknown) < len(fields):
        raise SettingError(
            f"The scale of {len(unknown)} of {len(fields)} images is not known ('{unknown[0]}'): their sizes cannot be put together. "
            "State it for all with --scale or --bar, or size these images apart."
        )
    areas = [float(np.prod(one.settings["outlines"]["image [pixel]"])) * pixel**2 for one, pixel in zip(fields, pixels, strict=True) if pixel is not None]
    specs = [spec for spec in SPECS if spec.dims == ("vesicle",)]
    arrays = {spec.name: np.concatenate([one.arrays[spec.name] for one in fields]) for spec in specs}
    arrays["field"] = np.repeat(np.arange(1.0, len(fields) + 1.0), [one.arrays["row"].size for one in fields])
    return Measurement(
        technique=TECHNIQUE,
        arrays=arrays,
        specs=(*specs, FIELD),
        sample=sample,
        instrument=f"{len(fields)} images of vesicles",
        settings={"fields": {"number": len(fields), "names": [one.sample for one in fields], "chosen": fields[0].settings["fields"]["chosen"]}},
        figures=tuple(figures_of([one.arrays for one in fields], areas)),
        distributions=tuple(replace(part, label=one.sample) for one in fields for part in one.distributions),
        notices=(*_notices(fields, pixels), *doubts_on(arrays)),
    )


def _notices(fields: Sequence[Measurement], pixels: Sequence[float | None]) -> Iterator[str]:
    files = Counter((one.file.sha256, one.settings["file"].get("page")) for one in fields if one.file)
    if twice := sum(many - 1 for many in files.values()):
        yield f"{twice} of {len(fields)} images are the same as another, byte by byte: their vesicles are counted twice. Leave them out."
    known = [pixel for pixel in pixels if pixel is not None]
    if known and max(known) > SCALES * min(known):
        yield (
            f"The images have pixels of {min(known) * 1e9:.3g} to {max(known) * 1e9:.3g} nm: small vesicles are seen in some fields only, "
            "so that the sizes of all together lean to those of the closest."
        )
    if empty := sum(one.arrays["row"].size == 0 for one in fields):
        yield f"{empty} of {len(fields)} fields show no vesicle; they count in the number for each area."
    yield from dict.fromkeys(notice for one in fields for notice in one.notices if "How this field was chosen" in notice or "how large a pixel" in notice)
