"""Numbers as a scientist reads them: SI values become field units, two or three significant digits, and an interval beside them.

Inside, everything is SI float64; this is the other door. Every table and every figure converts through `scale_for`, so that
an axis and the table beside it never differ.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from exoforge.design.result import Headline, Interval

NOTHING = "–"
"""What stands where no number is known."""
NARROW = "\u202f"
"""The narrow no-break space that groups digits and parts a number from its sign of multiplication or per cent."""
PLAIN_FROM, PLAIN_BELOW = 1e-3, 1e6
"""Numbers between these are written out; others as a power of ten."""
SHARED_POWER_FROM = 1e5
"""From here on an interval shares one power of ten, which is shorter."""
SHARES = frozenset({"recovery"})
"""Headlines that are shares of a whole and are read in per cent."""

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """How SI values are shown: ``shown = value * factor + offset``, in `unit`."""

    factor: float
    unit: str
    offset: float = 0.0

    def __call__(self, value: float) -> float:
        """A value [SI] as it is shown."""
        return value * self.factor + self.offset


_LADDERS: dict[str, tuple[tuple[float, float, str], ...]] = {
    "m": ((0, 1e9, "nm"), (1e-6, 1e6, "µm"), (1e-3, 1e3, "mm"), (2e-2, 1e2, "cm"), (1, 1, "m")),
    "m2": ((0, 1e6, "mm²"), (1e-4, 1e4, "cm²"), (1, 1, "m²")),
    "m3": ((0, 1e9, "µL"), (5e-7, 1e6, "mL"), (1e-3, 1e3, "L")),
    "s": ((0, 1, "s"), (2 * MINUTE, 1 / MINUTE, "min"), (2 * HOUR, 1 / HOUR, "h"), (2 * DAY, 1 / DAY, "d")),
    "kg": ((0, 1e12, "ng"), (1e-9, 1e9, "µg"), (1e-6, 1e6, "mg"), (1e-3, 1e3, "g"), (1, 1, "kg")),
    "kg protein": ((0, 1e12, "ng protein"), (1e-9, 1e9, "µg protein"), (1e-6, 1e6, "mg protein"), (1e-3, 1e3, "g protein")),
    "mol": ((0, 1e12, "pmol"), (1e-9, 1e9, "nmol"), (1e-6, 1e6, "µmol"), (1e-3, 1e3, "mmol"), (1, 1, "mol")),
    "particles/kg protein": ((0, 1e-9, "particles/µg protein"),),
    "particles/m3": ((0, 1e-6, "particles/mL"),),
    "1/m2": ((0, 1e-12, "1/µm²"),),
    "1/m3": ((0, 1e-6, "1/mL"),),
    "particles/m2": ((0, 1e-4, "particles/cm²"),),
    "cells/m3": ((0, 1e-6, "cells/mL"),),
    "cells/m2": ((0, 1e-4, "cells/cm²"),),
    "particles/cell/s": ((0, DAY, "particles/cell/d"),),
    "kg protein/cell/s": ((0, DAY * 1e15, "pg protein/cell/d"),),
    "kg/m3": ((0, 1e6, "ng/mL"), (1e-3, 1e3, "µg/mL"), (1, 1, "mg/mL"), (200, 1e-3, "g/mL")),
    "kg/m2": ((0, 1e8, "ng/mm²"), (1e-5, 1e5, "µg/cm²"), (1e-2, 1e2, "mg/cm²")),
    "kg protein/m3": ((0, 1e6, "ng protein/mL"), (1e-3, 1e3, "µg protein/mL"), (1, 1, "mg protein/mL")),
    "1/s": ((0, DAY, "1/d"), (1 / HOUR, HOUR, "1/h"), (1 / MINUTE, MINUTE, "1/min"), (1, 1, "1/s")),
    "m/s2": ((0, 1 / 9.80665, "× g"),),
    "m/s": ((0, 1e9, "nm/s"), (1e-6, 1e6, "µm/s"), (1e-3, 1e3, "mm/s"), (1, 1, "m/s")),
    "m2/s": ((0, 1e12, "µm²/s"), (1e-8, 1e4, "cm²/s")),
    "m3/s": ((0, 6e10, "µL/min"), (1e-9, 6e7, "mL/min"), (1e-4, 6e4, "L/min")),
    "m3/cell/s": ((0, DAY * 1e12, "nL/cell/d"),),
    "Pa": ((0, 1, "Pa"), (1e3, 1e-3, "kPa"), (1e6, 1e-6, "MPa")),
    "Pa s": ((0, 1e3, "mPa s"),),
    "V": ((0, 1e3, "mV"), (1, 1, "V")),
    "S/m": ((0, 10, "mS/cm"),),
    "m2/V/s": ((0, 1e8, "µm·cm/V/s"),),
    "J/mol": ((0, 1, "J/mol"), (1e3, 1e-3, "kJ/mol")),
}


def scale_for(unit: str, magnitude: float) -> Scale:
    """The unit in which values around `magnitude` [unit] are read; a unit that is not SI stays as it is."""
    if unit == "K":
        return Scale(factor=1.0, unit="°C", offset=-273.15)
    ladder = _LADDERS.get(unit)
    if ladder is None:
        return Scale(factor=1.0, unit=unit_text(unit))
    size = abs(magnitude) if math.isfinite(magnitude) else 0.0
    if size == 0 and len(ladder) > 1:
        return Scale(factor=ladder[-1][1], unit=ladder[-1][2])
    _, factor, label = [rung for rung in ladder if size * (1 + 1e-9) >= rung[0]][-1]
    return Scale(factor=factor, unit=label)


def unit_text(unit: str) -> str:
    """A unit with its signs: ``µg`` for ug, ``m³`` for m3, ``°C``; nothing for a pure number."""
    if unit == "1":
        return ""
    text = re.sub(r"(?<![A-Za-z])u(?=(g|L|m|M|mol|l)(?![A-Za-z]))", "µ", unit.replace("degC", "°C"))
    return re.sub(r"(?<=[A-Za-z])(-?[234])(?![\dA-Za-z])", lambda found: found.group(1).translate(_SUPERSCRIPTS), text)


def number(value: float, digits: int = 2) -> str:
    """``3.2 × 10⁹``, ``142``, ``0.032``: never more than three digits that say something."""
    if math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0 or PLAIN_FROM <= abs(value) < PLAIN_BELOW:
        return _written(value, digits)
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"{_minus(mantissa)} × {power(int(exponent))}"


def power(exponent: int) -> str:
    """``10⁹``."""
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


def _written(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    order = math.floor(math.log10(abs(value)))
    digits = max(digits, 3) if order >= 2 else digits
    rounded = round(value, digits - 1 - order)
    places = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    text = f"{rounded:,.{places}f}"
    return _minus(text.replace(",", NARROW) if abs(rounded) >= 1e4 else text.replace(",", ""))


def _minus(text: str) -> str:
    return text.replace("-", "−")


def percent(value: float, digits: int = 2) -> str:
    """A share in per cent, ``12 %``; what is not nothing is never printed as 0 %."""
    if math.isnan(value):
        return NOTHING
    if 0 < value < 1e-4:
        return f"<{NARROW}0.01{NARROW}%"
    if 0.995 <= value < 1:
        return f"{_written(100 * value, 3)}{NARROW}%"
    return f"{number(100 * value, digits)}{NARROW}%"


def round_amount(value: float, unit: str) -> str:
    """One value without trailing zeros, for what was chosen and not measured: ``56 d``, ``1 mm``."""
    scale = scale_for(unit, value)
    shown = scale(value)
    return f"{shown:.3g} {scale.unit}".strip() if shown == 0 or PLAIN_FROM <= abs(shown) < 1e3 else amount(value, unit)


def amount(value: float, unit: str, digits: int = 3) -> str:
    """One value in the unit in which it is read: ``142 nm``, ``36.5 min``."""
    scale = scale_for(unit, value)
    return f"{number(scale(value), digits)} {scale.unit}".strip()


def with_error(value: float, error: float, unit: str, *, most: int = 0) -> str:
    """A measured value and its standard error, under one power of ten: ``138.0 ± 2.2 nm``, ``(5.020 ± 0.068) × 10¹⁰ particles/mL``.

    Parameters
    ----------
    most : digits of the value at the most, however small the error: ``85.05 ± <0.01 nm`` with 4; 0 for as many as the error asks for.
    """
    scale = scale_for(unit, value)
    shown, half = scale(value), error * scale.factor
    if shown == 0 or PLAIN_FROM <= abs(shown) < SHARED_POWER_FROM:
        return f"{_to_the_error(shown, half, most)} {scale.unit}".strip()
    exponent = math.floor(math.log10(abs(shown)))
    return f"({_to_the_error(shown / 10.0**exponent, half / 10.0**exponent, most)}) × {power(exponent)} {scale.unit}".strip()


def _to_the_error(value: float, error: float, most: int) -> str:
    """Both to the second digit of the error: ``108 ± 12``, not ``108 ± 10``."""
    decimals = max(1 - math.floor(math.log10(error)), 0) if error > 0 else 2
    if most and value:
        decimals = min(decimals, max(most - 1 - math.floor(math.log10(abs(value))), 0))
    small = 0 < error < 0.5 * 10.0**-decimals
    return f"{value:.{decimals}f} ± {f'<{10.0**-decimals:.{decimals}f}' if small else f'{error:.{decimals}f}'}"


def centre_of(interval: Interval) -> float:
    """The central value, from which the ledger measures; where it is undefined, the median."""
    return interval.median if math.isnan(interval.central) else interval.central


def interval_text(interval: Interval, unit: str = "", *, never: str = "never") -> str:
    """The median and, in brackets, the 5th and 95th percentile: ``3.2 (1.1–8.9) × 10⁹ particles/mL``.

    Parameters
    ----------
    never : what an infinite value means, for example ``not within 400 d``.
    """
    return " ".join(part for part in interval_parts(interval, unit, never=never) if part)


def interval_parts(interval: Interval, unit: str = "", *, never: str = "never") -> tuple[str, str]:
    """The numbers of `interval_text` and their unit; no unit where it stands among the numbers already."""
    ends = (interval.median, interval.low, interval.high)
    if math.isnan(interval.median):
        return NOTHING, ""
    scale = _scale_of(interval, unit)
    if any(math.isinf(value) for value in ends):
        middle, low, high = (never if math.isinf(value) else f"{number(scale(value))} {scale.unit}".strip() for value in ends)
        return (middle if middle == low == high else f"{middle} ({low} to {high})"), ""
    middle, span, ten = _triple(*(scale(value) for value in ends))
    return " ".join(part for part in (middle, f"({span})" if span else "", ten) if part), scale.unit


def interval_lines(interval: Interval, unit: str = "", *, never: str = "never") -> tuple[str, str]:
    """As `interval_text` on two lines for a narrow column: ``3.2 × 10⁹ particles/mL`` above ``(1.1–8.9) × 10⁹``."""
    ends = (interval.median, interval.low, interval.high)
    if math.isnan(interval.median):
        return NOTHING, ""
    scale = _scale_of(interval, unit)
    if any(math.isinf(value) for value in ends):
        middle, low, high = (never if math.isinf(value) else f"{number(scale(value))} {scale.unit}".strip() for value in ends)
        return middle, "" if middle == low == high else f"{low} to {high}"
    middle, span, ten = _triple(*(scale(value) for value in ends))
    below = f"({span}) {ten}" if ten and span else span
    return " ".join(part for part in (middle, ten, scale.unit) if part), below


def share_text(interval: Interval) -> str:
    """As `interval_text`, of a share in per cent: ``41 (30–55) %``."""
    numbers, sign = share_parts(interval)
    return f"{numbers}{NARROW}{sign}" if sign else numbers


def share_parts(interval: Interval) -> tuple[str, str]:
    """As `interval_parts`, of a share in per cent."""
    ends = (interval.median, interval.low, interval.high)
    if math.isnan(interval.median):
        return NOTHING, ""
    middle, span, ten = _triple(*(100 * end for end in ends))
    return " ".join(part for part in (middle, f"({span})" if span else "", ten) if part), "%"


def headline_parts(headline: Headline) -> tuple[str, str]:
    """The interval of a headline and its unit, in per cent where it is a share."""
    return share_parts(headline.interval) if headline.name in SHARES else interval_parts(headline.interval, headline.unit)


def headline_text(headline: Headline) -> str:
    """The interval of a headline with its unit."""
    return share_text(headline.interval) if headline.name in SHARES else interval_text(headline.interval, headline.unit)


def _scale_of(interval: Interval, unit: str) -> Scale:
    """The scale of the median; of the largest finite end where that is 0 or infinite."""
    finite = [abs(value) for value in (interval.low, interval.high) if math.isfinite(value)]
    middle = abs(interval.median)
    return scale_for(unit, middle if math.isfinite(middle) and middle > 0 else max(finite, default=0.0))


def _triple(middle: float, low: float, high: float) -> tuple[str, str, str]:
    """Number, span and the power of ten that both share; a number by itself where the others say nothing or lie too far apart."""
    if math.isnan(low) or math.isnan(high):
        return number(middle), "", ""
    largest = max(abs(middle), abs(low), abs(high))
    reference = abs(middle) or largest
    if number(low) == number(middle) == number(high):
        return number(middle), "", ""
    if largest == 0 or (largest < SHARED_POWER_FROM and reference >= PLAIN_FROM):
        return number(middle), _span(number(low), number(high)), ""
    exponent = math.floor(math.log10(reference))
    parts = [value / 10.0**exponent for value in (middle, low, high)]
    if any(value != 0 and not 0.01 <= abs(value) < 1000 for value in parts):
        return number(middle), _span(number(low), number(high)), ""
    shown, lower, upper = (_written(value, 2) for value in parts)
    return shown, _span(lower, upper), f"× {power(exponent)}"


def _span(low: str, high: str) -> str:
    """``1.1–8.9``; with a sign of minus or a power of ten a dash would be misread."""
    return f"{low} to {high}" if any(mark in low + high for mark in "−×∞") else f"{low}–{high}"


def score_text(score: float) -> str:
    """A likeness with three decimals, the same for scores that differ by rounding alone."""
    return f"{round(score, 9):.3f}"
