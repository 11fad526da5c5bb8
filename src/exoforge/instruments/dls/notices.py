"""What is doubtful about a light scattering measurement: the instrument's own judgement, and a check of the file against itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.water import viscosity
from exoforge.streams.measurement import Measurement

Array = NDArray[np.float64]
TOO_BROAD = 0.7
"""Polydispersity index above which a cumulants fit says nothing. Recalled from the instrument's manual."""
LOW_INTERCEPT = 0.6
"""Intercept below which noise, absorption or stray light is likely. A choice."""
FEW_PHOTONS = 20e3
"""[1/s] Mean count rate below which dust and noise weigh in. A choice."""
DIFFERENCE = 0.02
"""Share by which the printed z-average may differ from the one computed here. A choice; 2 real files of 5 records differ by 2e-5 or less."""
DIFFERENCE_INDEX = 0.02
"""As `DIFFERENCE`, of the polydispersity index, absolute."""
APART = 0.05
"""Share of their mean by which the z-averages of repeats may lie apart. A choice."""
APART_INDEX = 0.05
"""As `APART`, of the polydispersity index, absolute. A choice."""
LISTED = 6
"""Repeats whose values are listed one by one; of more, the ends are told."""
WATER_DIFFERENCE = 0.05
"""Share by which the viscosity of a dispersant named water may differ from water's. A choice."""
DENSE_MATERIAL = 1.5
"""Refractive index above which a material is no vesicle. A choice; vesicles have about 1.37 to 1.42."""
LIGHT = "The z-average is weighted by scattered light (about the sixth power of the diameter): it is no mean of particle numbers, and a few aggregates move it."
GOOD = {"GoodData", "good", "Data is good", "None", "Complete", "Completed", ""}
"""Judgements that are no warning."""
REPEATED = ("/Name", "/Data Quality Label", "/Data Quality Improvement Instruction")
"""Flags that say in fewer or more words what the issue and the guidance beside them say; no notice is made of them."""


def notices_of(measured: Measurement, labels: Sequence[str]) -> Iterator[str]:
    """The sentences that a reader of the measurement should know, most serious first."""
    if not measured.figures:
        yield f"The file holds no size and no zeta potential of '{measured.sample}'; export it again, with the results."
    yield from _judgements(measured, labels)
    yield from _apart(measured)
    yield from _cumulants(measured, labels)
    yield from _medium(measured)
    yield from _conversion(measured)
    if "z_average" in measured.arrays:
        yield LIGHT


def _of(labels: Sequence[str], which: Any) -> str:
    return ", ".join(label for label, yes in zip(labels, which, strict=True) if yes)


def _judgements(measured: Measurement, labels: Sequence[str]) -> Iterator[str]:
    for key, texts in measured.flags.items():
        if key.endswith(REPEATED):
            continue
        for text in dict.fromkeys(text for text in texts if text not in GOOD):
            yield f"The instrument says of '{key}': '{text}' in {_of(labels, [one == text for one in texts])}."


def _apart(measured: Measurement) -> Iterator[str]:
    """That repeats of one sample are not alike, with the value of each."""
    diameter, index = (measured.arrays.get(name, np.empty(0)) for name in ("z_average", "polydispersity_index"))
    diameter, index = diameter[np.isfinite(diameter)] * 1e9, index[np.isfinite(index)]
    if (diameter.size > 1 and np.ptp(diameter) > APART * diameter.mean()) or (index.size > 1 and np.ptp(index) > APART_INDEX):
        said = [f"{what} {_each(values, form)}" for what, values, form in (("z-average in nm", diameter, ".1f"), ("index", index, ".3f")) if values.size]
        yield f"The repeats are not alike ({'; '.join(said)}): see each of them before you use their mean. It may be dust, settling or aggregation."


def _each(values: Array, form: str) -> str:
    """``502.6 and 489.1``; of many, ``480.2 to 502.6``."""
    texts = [f"{value:{form}}" for value in (values if values.size <= LISTED else (values.min(), values.max()))]
    if values.size > LISTED:
        return " to ".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else texts[0]


def _cumulants(measured: Measurement, labels: Sequence[str]) -> Iterator[str]:
    arrays = measured.arrays
    nothing = np.full(len(labels), np.nan)
    index, diameter = arrays.get("polydispersity_index", nothing), arrays.get("z_average", nothing)
    broad = index > TOO_BROAD
    if broad.any():
        yield (
            f"The polydispersity index is {np.nanmax(index):.2g} in {_of(labels, broad)}: above {TOO_BROAD:g} the sample is too broad for a cumulants fit, "
            "and its z-average means nothing."
        )
    if (index < -DIFFERENCE_INDEX).any():
        which = _of(labels, index < -DIFFERENCE_INDEX)
        yield f"The polydispersity index is negative in {which}: the correlogram is not the sum of decays that a cumulants fit assumes."
    again, index_again = arrays.get("z_average_computed", nothing), arrays.get("polydispersity_computed", nothing)
    off = (np.abs(again - diameter) > DIFFERENCE * diameter) | (np.abs(index_again - index) > DIFFERENCE_INDEX)
    for place in np.flatnonzero(off).tolist():
        yield (
            f"The correlogram of {labels[place]} gives a z-average of {again[place] * 1e9:.4g} nm and an index of {index_again[place]:.3g} here, "
            f"where the file prints {diameter[place] * 1e9:.4g} nm and {index[place]:.3g}: another baseline, other lags, or other settings than the file's."
        )
    low = arrays.get("intercept", nothing) < LOW_INTERCEPT
    if low.any():
        yield f"The intercept is below {LOW_INTERCEPT:g} in {_of(labels, low)}: noise, stray light or too dense a sample."
    few = arrays.get("mean_count_rate", nothing) < FEW_PHOTONS
    if few.any():
        yield f"Fewer than {FEW_PHOTONS / 1e3:g} thousand photons per second were counted in {_of(labels, few)}: dust and noise weigh in."


def _medium(measured: Measurement) -> Iterator[str]:
    said = str(_setting(measured, "dispersant", "name") or "").strip()
    held = measured.arrays.get("dispersant_viscosity")
    warm = measured.arrays.get("temperature")
    if "water" not in said.casefold() or held is None or warm is None or not (np.isfinite(held[0]) and np.isfinite(warm[0])):
        return
    try:
        expected = float(viscosity(warm[0]))
    except SettingError:
        return
    if abs(held[0] / expected - 1) > WATER_DIFFERENCE:
        yield (
            f"The dispersant is named '{said}' with a viscosity of {held[0] * 1e3:.4g} mPa s, where water has "
            f"{expected * 1e3:.4g} at {warm[0] - 273.15:.1f} °C; diameters are inversely proportional to it."
        )


def _conversion(measured: Measurement) -> Iterator[str]:
    index = measured.arrays.get("material_index", np.empty(0))
    known = index[np.isfinite(index)]
    if known.size and known.max() > DENSE_MATERIAL and any(one.weighting != "intensity" for one in measured.distributions):
        yield (
            f"The volume and number distributions were converted for a material of refractive index {known.max():.3g}; vesicles have about 1.37 to 1.42, "
            "so do not read them for vesicles."
        )


def _setting(measured: Measurement, *words: str) -> Any:
    """The first setting whose section and key hold all of some words."""
    for section, keys in measured.settings.items():
        for key, value in keys.items():
            text = f"{section}/{key}".casefold()
            if all(word in text for word in words):
                return value
    return None
