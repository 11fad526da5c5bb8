"""Standards that were measured beside a lot: what was found, and what is certified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exoforge.base.errors import SettingError
from exoforge.base.units import fits, parse_quantity
from exoforge.quality.release.evidence import ReadFile
from exoforge.quality.release.limits import CONCENTRATIONS
from exoforge.quality.release.values import figure_value, in_unit
from exoforge.quality.synthetic import is_synthetic
from exoforge.streams.measurement import Measurement

SIZES = ("mode diameter", "D50", "mean diameter", "z-average")
"""Headline numbers held beside a certified diameter, the first that the file has: a narrow standard is known by its peak. A choice."""


def standard_notes(files: Sequence[ReadFile]) -> Iterator[str]:
    """A sentence for each standard: the number found, the certified one, and how far they are apart.

    No verdict: how far a standard may be off is for the method's own suitability test, which a lot does not state.
    """
    for read in files:
        if not read.file.standard:
            continue
        name = f"The standard '{read.file.standard}' ({read.file.path})"
        if read.trouble:
            yield f"{name} could not be read: {read.trouble}"
        for one in read.measurements:
            made = "; the file says of itself that it is synthetic" if is_synthetic(one) else ""
            yield f"{name}: {_beside(one, read.file.nominal)}{made}."


def _beside(one: Measurement, nominal: str) -> str:
    if not nominal:
        return "measured; no certified value is stated"
    certified = parse_quantity(nominal)
    names = SIZES if fits(certified, "m") else CONCENTRATIONS
    for figure in (figure for name in names for figure in one.figures if figure.name == name):
        try:
            found = figure_value(figure)
            value = in_unit(found.possible, certified.unit).low
        except SettingError:
            continue
        apart = 100.0 * (value / certified.value - 1.0) if certified.value else float("nan")
        return f"{figure.name} {found.shown}, certified {nominal} ({f'{apart:+.1f}'.replace('-', '−')} %)"
    return f"the file has no number to lay beside the certified {nominal}"
