"""What instrument files say about the vesicles, one claim for each file, marker and number, with the instrument's own doubts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from exoforge.base.errors import SettingError
from exoforge.base.units import Quantity, convert, fits, quantity_text
from exoforge.quality.claims import Claim, Result, Setting
from exoforge.streams.measurement import CONCENTRATION, PARTICLES_PER_PROTEIN, Figure, FileSource, Measurement

FIELD_UNITS: Mapping[str, tuple[str, ...]] = {
    "mean diameter": ("nm",),
    "mode diameter": ("nm",),
    "D50": ("nm",),
    "z-average": ("nm",),
    CONCENTRATION: ("particles/mL",),
    "protein": ("ug protein/mL", "ug protein"),
    "lipid": ("ug/mL", "ug", "mol/L", "mol"),
    PARTICLES_PER_PROTEIN: ("particles/ug protein",),
}
"""The figures that are claims by themselves, and the units in which a record would state them."""
SPOKEN = {CONCENTRATION: "particle concentration", "D50": "median diameter"}
"""What a record would call such a figure."""
SI = {"m": "nm", "particles/m3": "particles/mL", "1/m3": "particles/mL"}
"""Units of a measurement that have another name in a record."""
MASS = {"kg/m3": "ug/mL", "kg": "ug"}
PARTICLES_PER_MASS = ("1/kg", "particles/kg", "particles/kg protein")
LONGEST_SETTING = 60
"""Letters of a setting's text that are looked at."""


def measured_claims(measurements: Sequence[Measurement]) -> tuple[Claim, ...]:
    """The claims of every measurement at hand; one that was computed is a claim that is no evidence."""
    return tuple(claim for measurement in measurements for claim in _claims(measurement))


def warning_of(measurement: Measurement) -> str:
    """What questions a measurement, as the end of a sentence; nothing where nothing does."""
    if not measurement.notices:
        return ""
    first, more = measurement.notices[0].rstrip("."), len(measurement.notices) - 1
    who = "the instrument warns" if measurement.flags and first.startswith("The instrument") else "a notice on the file warns"
    return f"; {who}: {first[:1].lower()}{first[1:]}" + (f" (and {more} more)" if more else "")


def _claims(measurement: Measurement) -> Iterator[Claim]:
    technique, file = measurement.technique, measurement.file
    if file is None:
        said = f"a computed {technique} of sample '{measurement.sample}', which is no evidence"
        yield Claim(technique=technique, things=(), result="computed", words=technique, said=said)
        return
    place, doubt = f"file '{file.name}'", warning_of(measurement)
    settings = tuple(_settings(measurement.settings))
    said = f"{place}: {technique} of sample '{measurement.sample}' (measured, read by {file.reader} {file.reader_version}){doubt}"
    words = " ".join((technique, measurement.instrument, measurement.sample, file.name))
    yield Claim(technique=technique, things=(), result="file", words=words, said=said, place=place, settings=settings, quantifies=not measurement.figures)
    for marker in measurement.markers:
        result: Result = marker.result
        share = Quantity(value=marker.value, unit="%") if marker.unit == "%" and marker.value is not None and math.isfinite(marker.value) else None
        told = f"{place}: {technique} {marker.name} {marker.result} ({marker.said}){doubt}"
        yield Claim(technique=technique, things=(marker.name,), result=result, amount=share, words=f"{words} {marker.name}", said=told, place=place)
    for figure in measurement.figures:
        undiluted = figure.name != CONCENTRATION or measurement.dilution.factor is not None
        if (amount := _amount(figure, measurement)) is not None and not undiluted:
            told = f"{place}: {technique} particle concentration as measured; how far the sample was diluted is not recorded{doubt}"
            yield Claim(technique="", things=(SPOKEN[CONCENTRATION],), result="file", words=words, said=told, place=place)
        elif amount is not None:
            yield _figure_claim(figure, amount, measurement, file)


def _figure_claim(figure: Figure, amount: Quantity, measurement: Measurement, file: FileSource) -> Claim:
    name = SPOKEN.get(figure.name, figure.name)
    shown = quantity_text(Quantity(value=float(f"{amount.value:.3g}"), unit=amount.unit))
    told = f"file '{file.name}': {measurement.technique} {name} {shown} (measured, {figure.source}{_diluted(figure, measurement)}){warning_of(measurement)}"
    return Claim(technique="", things=(name,), result="quantified", amount=amount, words=name, said=told, place=f"file '{file.name}'")


def _diluted(figure: Figure, measurement: Measurement) -> str:
    if figure.name != CONCENTRATION or measurement.dilution.factor is None:
        return ""
    return f", of the undiluted sample at 1:{measurement.dilution.factor:g}"


def _amount(figure: Figure, measurement: Measurement) -> Quantity | None:
    """A figure as a record would state it; a concentration as that of the undiluted sample where the dilution is known."""
    if figure.name not in FIELD_UNITS or not math.isfinite(figure.value) or figure.value < 0:
        return None
    value, unit = figure.value, figure.unit
    if figure.name == CONCENTRATION:
        factor = measurement.dilution.factor
        value *= 1.0 if factor is None or measurement.dilution.applied else factor
    if figure.name == PARTICLES_PER_PROTEIN and unit in PARTICLES_PER_MASS:
        return Quantity(value=value * 1e-9, unit="particles/ug protein")
    for target in FIELD_UNITS[figure.name]:
        bare = target.replace(" protein", "")
        if MASS.get(unit) == bare:
            return Quantity(value=value * (1e3 if unit == "kg/m3" else 1e9), unit=target)
        if SI.get(unit) == "particles/mL" == target:
            return Quantity(value=value * 1e-6, unit=target)
        try:
            stated = Quantity(value=value, unit=unit)
            if fits(stated, target):
                return convert(stated, target)
        except SettingError:
            continue
    return None


def _settings(plain: Mapping[str, object], section: str = "") -> Iterator[Setting]:
    """Every setting of a file that says something, with its section."""
    for name, value in plain.items():
        if isinstance(value, Mapping):
            yield from _settings(value, f"{section} {name}".strip())
        elif isinstance(value, str | int | float | bool) or (isinstance(value, tuple | list) and value):
            text = str(value[0]) if isinstance(value, tuple | list) else str(value)
            if text.strip():
                yield Setting(name=f"{section} {name}".strip(), text=text[:LONGEST_SETTING])
