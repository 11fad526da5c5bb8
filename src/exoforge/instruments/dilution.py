"""A dilution, applied once: to the concentrations of a measurement, with who stated it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.streams.measurement import CONCENTRATION, PARTICLES_PER_PROTEIN, UNDILUTED, Dilution, Measurement

USER = "stated by the user"
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_RATIO = re.compile(r"\s*1\s*[:/]\s*([0-9.,eE+]+)\s*")


def parse_dilution(text: str) -> float:
    """A dilution factor from ``1:1000``, ``1/1000``, ``1000`` or ``1000x``: final volume over sample volume.

    Raises
    ------
    SettingError
        It is no such text, below 1, or can be read in two ways (``1.000``).
    """
    found = _RATIO.fullmatch(text)
    number = found.group(1) if found else text.strip().rstrip("xX×")
    if _TWO_WAYS.fullmatch(number):
        raise SettingError(
            f"A dilution of '{text}' may be {number} or {number.replace('.', '')}; write it without a mark, such as '1:{number.replace('.', '')}'."
        )
    try:
        factor = float(number.replace(",", "") if number.count(",") and "." not in number and len(number.split(",")[-1]) == 3 else number.replace(",", "."))
    except ValueError:
        raise SettingError(f"'{text}' is no dilution; write it like '1:1000' or '1000'.") from None
    if not 1 <= factor < 1e12:
        raise SettingError(f"A dilution of '{text}' makes {factor:g} volumes of one; it must be 1 or above (1:1000 is 1000).")
    return factor


def with_dilution(measurement: Measurement, factor: float, *, source: str = USER) -> Measurement:
    """A measurement whose dilution is stated; its concentrations are still those of the file until `of_stock` multiplies them.

    Raises
    ------
    SettingError
        The concentrations of the file are already those of the undiluted sample, and applying it would count it twice; or it holds
        particles per protein, which would keep the diluted particles.
    """
    known = measurement.dilution
    name = measurement.file.name if measurement.file else measurement.sample
    if any(one.name == PARTICLES_PER_PROTEIN for one in measurement.figures):
        raise SettingError(
            f"'{name}' holds particles and protein in one table, and a dilution of 1:{factor:g} does not say of which; write undiluted numbers into the table."
        )
    recorded = measurement.arrays.get("dilution")  # of each video, as NanoSight has it: concentrations are adjusted for it
    if known.applied or (recorded is not None and np.isfinite(recorded).any()):
        what = f"1:{known.factor:g}" if known.factor else "not for all videos alike"
        raise SettingError(
            f"'{name}' already holds the concentrations of the undiluted sample ({what}, {known.source or 'its file'}); "
            f"a dilution of 1:{factor:g} would be applied twice. Leave it out for this file."
        )
    notices = measurement.notices
    if known.factor is not None and abs(known.factor - factor) > 1e-9 * factor:
        notices = (f"{known.source.capitalize()} says that the sample was diluted 1:{known.factor:g}; 1:{factor:g} is taken, {source}.", *notices)
    return replace(measurement, dilution=Dilution(factor=factor, applied=False, source=source), notices=notices)


def of_stock(measurement: Measurement) -> Measurement:
    """A measurement whose size distributions and concentration are those of the undiluted sample; the same where no dilution is known.

    The arrays stay as the file has them; `dilution.applied` says that the rest is no longer.
    """
    factor = measurement.dilution.factor
    if factor is None or measurement.dilution.applied:
        return measurement
    how = f"times the dilution 1:{factor:g} ({measurement.dilution.source})"
    figures = tuple(
        replace(
            one,
            name=UNDILUTED,
            value=one.value * factor,
            spread=None if one.spread is None else one.spread * factor,
            low=None if one.low is None else one.low * factor,
            high=None if one.high is None else one.high * factor,
            meaning=f"{one.meaning}, {how}",
            source="computed",
        )
        if one.name == CONCENTRATION and one.unit == "particles/m3"
        else one
        for one in measurement.figures
    )
    distributions = tuple(replace(one, amount=one.amount * factor) if one.unit == "particles/m3" else one for one in measurement.distributions)
    told = f"The concentration here is {how}; what else is said of concentrations is of the file as it was written."
    return replace(
        measurement,
        figures=figures,
        distributions=distributions,
        notices=(told, *measurement.notices) if holds_concentration(measurement) else measurement.notices,
        dilution=replace(measurement.dilution, applied=True),
    )


def holds_concentration(measurement: Measurement) -> bool:
    """Whether a measurement has a concentration of particles that a dilution applies to."""
    return any(one.name == CONCENTRATION and one.unit == "particles/m3" for one in measurement.figures)
